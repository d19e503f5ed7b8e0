"""The name that moves along with the row, by which ``_kiem`` reads the entries, stays itself.

Whatever cells are cut, pasted or dragged and whatever program saved the workbook: afterwards every
row of ``_kiem`` still judges its own entry, as a workbook made anew from the same cells would.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import pytest

from schemas.cell import RawCell
from tests.office import Play, Step, play_all, recalculate
from tests.workbooks.plans import HEADER, entry, form_plan, opened, recalculated, shown, text
from workbooks.issue import write_form
from workbooks.layout import address, layout_of
from workbooks.plan import FormPlan

ONE, TWO = "Một cửa số", "Vườn rau kiểu mẫu"
CELLS: Mapping[str, tuple[RawCell, ...]] = entry(ten_mo_hinh=text(ONE))
WRONG = entry(ten_mo_hinh=text(TWO), ngay_duyet=text("31/02/2024"), linh_vuc=text("Nông nghiệp"))
Values = Mapping[tuple[str, str], object]


def _plan(*rows: Mapping[str, tuple[RawCell, ...]]) -> FormPlan:
    return form_plan(*rows, header=HEADER, size=4)


START = _plan(CELLS, WRONG)
AT = layout_of(START.stage, 4)
FORM = AT.sheet
INPUTS = [column for columns in AT.inputs.values() for column in columns]


def _row(number: int, first: int = INPUTS[0], last: int = INPUTS[-1]) -> str:
    row = AT.first_row + number - 1
    return f"{address(row, first)}:{address(row, last)}"


def _hidden(values: Values) -> dict[tuple[str, str], object]:
    """What ``_kiem`` shows, and the status column."""
    letter = address(0, AT.status_col)[:-1]
    return {
        key: value
        for key, value in values.items()
        if key[0] == "_kiem" or (key[0] == FORM and key[1].rstrip("0123456789") == letter)
    }


def _name(path: Path) -> str:
    return str(opened(path).defined_names["bieu_dong"].attr_text).replace("$", "")


def _by_office(*formats: str) -> Callable[[Path, Path], Path]:
    def save(path: Path, folder: Path) -> Path:
        for fmt in formats:
            path = recalculate(path, folder / f"as-{fmt}", fmt)
        return path

    return save


def _by_library(path: Path, folder: Path) -> Path:
    buffer, saved = BytesIO(), folder / "library.xlsx"
    opened(path).save(buffer)
    saved.write_bytes(buffer.getvalue())
    return saved


WAYS = {
    "library": _by_library,
    "xlsx": _by_office("xlsx"),
    "xls and back": _by_office("xls", "xlsx"),
    "ods and back": _by_office("ods", "xlsx"),
}


@pytest.mark.parametrize("way", WAYS)
def test_rows_are_judged_after_another_program_saved_the_workbook(
    way: str, tmp_path: Path, libreoffice: Path
) -> None:
    """Saved, then typed into: the first entry goes, the third comes, the second is mended."""
    source = tmp_path / "goc.xlsx"
    source.write_bytes(write_form(START))
    saved = WAYS[way](source, tmp_path)
    assert _name(saved) == _name(source)
    changed = _plan({}, entry(ten_mo_hinh=text(TWO)), WRONG)
    steps: list[Step] = []
    for number, row in enumerate(changed.rows, AT.first_row):
        for field, columns in AT.inputs.items():
            given = row.cells.get(field, ())
            for index, column in enumerate(columns):
                value = given[index].value if index < len(given) else None
                steps.append(("put", FORM, address(number, column), value))
    target = tmp_path / "sua" / "sua.xlsx"
    play_all([Play(source=saved, target=target, steps=steps)])
    expected = _hidden(shown(write_form(changed)))
    assert _hidden(shown(recalculate(target, tmp_path / "lai"))) == expected


MOVES: Mapping[str, tuple[tuple[Step, ...], FormPlan]] = {
    "a whole entry cut, with the last cell of the name": (
        (
            ("select", FORM, _row(1)),
            ("do", "Cut", {}),
            ("select", FORM, _row(3).split(":")[0]),
            ("do", "Paste", {}),
        ),
        _plan({}, WRONG, CELLS),
    ),
    "a whole entry dragged over another": (
        (("drag", FORM, _row(2), _row(1).split(":")[0]),),
        _plan(WRONG),
    ),
    "the last cells of two entries cut": (
        (
            (
                "select",
                FORM,
                f"{address(AT.first_row, INPUTS[-1])}:{address(AT.first_row + 1, INPUTS[-1])}",
            ),
            ("do", "Cut", {}),
            ("select", FORM, address(AT.first_row + 2, INPUTS[-1])),
            ("do", "Paste", {}),
        ),
        _plan(
            {**CELLS, "ngay_trien_khai": ()},
            {**WRONG, "ngay_trien_khai": ()},
            {"ngay_trien_khai": CELLS["ngay_trien_khai"]},
            {"ngay_trien_khai": WRONG["ngay_trien_khai"]},
        ),
    ),
}


@pytest.mark.parametrize("move", MOVES)
def test_rows_are_judged_after_cells_were_moved(
    move: str, tmp_path: Path, libreoffice: Path
) -> None:
    steps, like = MOVES[move]
    source, target = tmp_path / "goc.xlsx", tmp_path / "doi" / "doi.xlsx"
    source.write_bytes(write_form(START))
    play_all([Play(source=source, target=target, steps=steps)])
    assert _name(target) == _name(source)
    after = _hidden(shown(recalculate(target, tmp_path / "lai")))
    assert after == _hidden(shown(write_form(like)))
    assert after != _hidden(recalculated(source.read_bytes(), tmp_path))


def test_the_last_moved_cells_stand_at_the_end_of_the_name() -> None:
    assert AT.inputs["ngay_trien_khai"] == (INPUTS[-1],)


@pytest.mark.skipif(shutil.which("ssconvert") is None, reason="Gnumeric is not installed")
def test_gnumeric_judges_numbers_and_dates_alike(tmp_path: Path) -> None:
    """Another reader of relative names: each row sees its own numbers and dates."""
    rows = [
        entry(ngay_duyet=text(day), ngay_trien_khai=text(start), ten_mo_hinh=text(f"Mô hình {k}"))
        for k, (day, start) in enumerate(
            [("05/01/2024", "01/02/2024"), ("31/02/2024", "x"), ("05/01/2024", "04/01/2024")]
        )
    ]
    plan = _plan(*rows)
    source, target = tmp_path / "goc.xlsx", tmp_path / "gnumeric.xlsx"
    source.write_bytes(write_form(plan))
    command = ["ssconvert", "--recalc", "--export-type=Gnumeric_Excel:xlsx2"]
    subprocess.run([*command, str(source), str(target)], check=True, capture_output=True)
    found = [_block(path) for path in (source, target)]
    places = [INPUTS.index(AT.inputs[name][0]) for name in ("ngay_duyet", "ngay_trien_khai")]
    mine, theirs = ([[row[k] for k in places] for row in block[1:4]] for block in found)
    assert theirs == mine
    assert [[bool(cell) for cell in row] for row in mine] == [
        [False, False],
        [True, True],
        [False, True],
    ]


def _block(path: Path) -> list[list[object]]:
    """The cells of ``kq_muc``."""
    book = opened(path, values=True)
    sheet, _, area = str(book.defined_names["kq_muc"].attr_text).rpartition("!")
    cells = book[sheet.strip("'")][area.replace("$", "")]
    return [[cell.value for cell in row] for row in cells]
