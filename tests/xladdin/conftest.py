"""What the tests of the add-in share: whether the xlwings that is built in is installed."""

from __future__ import annotations

import os
from importlib.metadata import PackageNotFoundError, distribution

import pytest

__all__ = ["xlwings"]


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
