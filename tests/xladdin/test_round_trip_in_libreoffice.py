"""Checked, saved, closed, reopened and cleared, every form of ours looks exactly as it did before.

All forms of the four built-in campaigns with every class of input in them, and a scoring workbook.
LibreOffice works and saves; openpyxl compares the saved files cell by cell with what LibreOffice
alone makes of the same file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("xlwings", reason="xlwings is not installed: pip install -e .[dev]")

from cli.checking import check_file
from schemas.finding import Severity
from tests.verdicts.books import preset_books
from tests.xladdin.engine.application import Engine
from tests.xladdin.engine.bases import xw
from tests.xladdin.engine.host import LibreOfficeHost
from tests.xladdin.engine.workbooks import ISSUED
from tests.xladdin.seen import differences, whole
from workbooks.layout import MARKS_SHEET, RESULT_SHEET
from xladdin import commands
from xladdin.area import parse_area

YELLOW = "#FFFF00"
ROWS = 3
SEED = 7


def _typed(book: Any) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path: Path = book.write(folder)
        return path

    return make


def _scoring(folder: Path) -> Path:
    path = folder / "TV01-cham-diem.xlsx"
    path.write_bytes(ISSUED["cham-diem"]())
    return path


FORMS: Mapping[str, Callable[[Path], Path]] = {
    book.name: _typed(book) for book in preset_books(SEED, ROWS, design=False)
} | {"cham-diem": _scoring}


def _bad(path: Path) -> list[tuple[str, str]]:
    """The cells that are to be coloured, in the order of the sheets."""
    return list(
        dict.fromkeys(
            (finding.origin.sheet, finding.origin.cell)
            for finding in check_file(path).findings
            if finding.origin.cell and finding.severity is not Severity.INFO
        )
    )


def _decorate(host: LibreOfficeHost, book: Any, bad: list[tuple[str, str]]) -> None:
    """The office has coloured and noted the first bad cell, and coloured the last one."""
    for number, (name, cell) in enumerate((*bad[:1], *bad[-1:])):
        sheet = book.sheets[name]
        flags = host.protection(sheet)
        host.unprotect(sheet)
        host.paint(sheet, [parse_area(cell)], YELLOW)
        if number == 0 and sheet[cell].note is None:
            sheet[cell].add_note("Hỏi lại chị Lan.")
        host.protect(sheet, flags)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_looks_as_before_after_marks_were_saved_and_cleared(
    engine: Engine, tmp_path: Path, name: str
) -> None:
    host = LibreOfficeHost(engine)
    path, plain = FORMS[name](tmp_path), tmp_path / "nguyên.xlsx"
    book = xw.Book(str(path))
    _decorate(host, book, _bad(path))
    book.save()
    book.save(plain)
    book.close()
    before = whole(plain)

    book = xw.Book(str(path))
    commands.check(host)
    book.save()
    book.close()
    changed = differences(before, whole(path))
    looks = {key for key in changed if "!" in key and not key.startswith(_OURS)}
    assert looks == {f"{sheet}!{cell}" for sheet, cell in _bad(plain)}

    book = xw.Book(str(path))
    commands.clear_marks(host)
    book.save()
    book.close()
    assert differences(before, whole(path)) == {}


_OURS = (f"{RESULT_SHEET}!", f"{MARKS_SHEET}!")


def test_most_of_the_forms_have_faults(tmp_path: Path) -> None:
    """Else nothing would have been marked."""
    faulty = [name for name, make in FORMS.items() if _bad(make(tmp_path))]
    assert len(FORMS) - len(faulty) <= 2
    assert len(FORMS) == 13
