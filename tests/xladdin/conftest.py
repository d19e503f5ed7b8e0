"""What the tests of the add-in share: the xlwings that is built in, and LibreOffice behind it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.xladdin.engine.application import Engine
    from tests.xladdin.engine.host import LibreOfficeHost

__all__ = ["engine", "host", "xlwings"]


@pytest.fixture(scope="session")
def xlwings() -> str:
    """The installed version of xlwings; without any the test is skipped, but in CI it fails."""
    try:
        return distribution("xlwings").version
    except PackageNotFoundError:
        missing = "xlwings is not installed: pip install -e .[dev]"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)


@pytest.fixture
def engine(libreoffice: Path, xlwings: str) -> Iterator[Engine]:
    """xlwings with LibreOffice behind it, nothing open."""
    from tests.xladdin.engine.session import fresh

    with fresh() as found:
        yield found


@pytest.fixture
def host(engine: Engine) -> LibreOfficeHost:
    """The program that shows the workbooks of the engine."""
    from tests.xladdin.engine.host import LibreOfficeHost

    return LibreOfficeHost(engine)
