"""The LibreOffice behind the engine lives beside those that other tests start and end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from tests.office import OfficeError, fill_and_save
from tests.xladdin.engine.link import Link

NEW = {"url": "", "read_only": False, "allowed": {}, "very": []}


@pytest.fixture
def link(libreoffice: Path) -> Iterator[Link]:
    made = Link()
    yield made
    made.end()


def test_another_libreoffice_takes_nothing_with_it_as_it_ends(link: Link, tmp_path: Path) -> None:
    before = link.ask("open", **NEW)
    path, filled = tmp_path / "one.xlsx", tmp_path / "filled.xlsx"
    book = openpyxl.Workbook()
    book.worksheets[0].append([1, "=A1+1"])
    book.save(path)
    fill_and_save(path, filled, [(book.sheetnames[0], "A1", 4)])
    seen = openpyxl.load_workbook(filled, data_only=True)
    assert seen.worksheets[0]["B1"].value == 5
    assert len(link.ask("sheets", book=before)) == 1
    assert link.ask("open", **NEW) != before


def test_what_an_end_took_with_it_is_told(link: Link) -> None:
    link.ask("open", **NEW)
    link.end()
    with pytest.raises(OfficeError):
        link.ask("sheets", book=1)
