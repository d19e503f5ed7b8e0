"""Nothing is lost: what somebody typed into a form is in an entry, or a finding names it."""

import warnings
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from appraisal.judge import raw_text
from appraisal.returned import Return
from schemas.finding import Finding
from schemas.text import match_key
from tests.cli.office import UNITS
from tests.cli.spoiling import blank
from tests.returned import forms, handed
from tests.returned.kind import FORM, Kind
from tests.workbooks import issued
from workbooks.layout import DERIVED_SHEETS
from workbooks.read import read_return

_OURS = {"Số hồ sơ: 1", "Đủ", "'Kiểm tra'!A1"}
"""What our formulas had written where their values were pasted over them, and a link's target that
the editing library writes into a cell that it moves the link to."""


def _texts(data: bytes) -> Iterator[tuple[str, int, str]]:
    """Sheet, row and text of every cell of the sheets that units see, formulas left aside."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(BytesIO(data))
    for sheet in book.worksheets:
        if sheet.title in DERIVED_SHEETS or sheet.title.startswith("_"):
            continue
        for row in sheet.iter_rows():
            for cell in row:
                text = "" if cell.value is None else str(cell.value)
                if text and not text.startswith("="):
                    yield sheet.title, cell.row or 0, text


@cache
def _printed() -> frozenset[str]:
    return frozenset(match_key(text) for unit in UNITS for _, _, text in _texts(blank(unit)))


def _rows(finding: Finding) -> Iterator[int]:
    """The rows that a finding names: ``12``, or ``12–15, 18``."""
    for name in ("row", "rows"):
        for run in finding.params.get(name, "").split(", "):
            first, _, last = run.partition("–")
            yield from range(int(first), int(last or first) + 1) if first else ()


def _accounted(ret: Return, sheet: str, row: int, text: str) -> bool:
    cells = [cell for line in ret.rows for found in line.cells.values() for cell in found]
    cells += [cell for found in ret.header.values() for cell in found]
    if text in {raw_text(cell) for cell in cells} | {*ret.row_ids}:
        return True
    return any(
        (f.code == "READ-021" and f.origin.sheet == sheet)
        or text in f.value
        or (f.origin.sheet == sheet and row in _rows(f))
        for f in ret.findings
    )


_FORMS = [*forms.KINDS, *handed.KINDS]


@pytest.mark.parametrize("kind", _FORMS, ids=lambda kind: kind.name)
def test_every_typed_text_is_in_an_entry_or_in_a_finding(kind: Kind, tmp_path: Path) -> None:
    kind.make(tmp_path)
    printed = _printed()
    for path in sorted(tmp_path.rglob("*.xlsx")):
        data = path.read_bytes()
        ret = read_return(data, path.name, issued.forms(), issued.campaign().id)
        if ret.rejected is not None:
            assert ret.rejected.code == kind.code
            continue
        typed = [(s, r, t) for s, r, t in _texts(data) if match_key(t) not in printed]
        typed = [item for item in typed if item[2] not in _OURS]
        assert [item for item in typed if not _accounted(ret, *item)] == []


def test_form_sheet_is_the_one_that_these_cases_edit() -> None:
    assert issued.form().sheet == FORM
