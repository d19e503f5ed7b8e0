"""What is left of a form after pasting, cutting, dragging, filling, clearing, sorting, undoing.

LibreOffice does it with its own commands on the issued, protected workbook. Whatever happened to
formats, drop-downs and colours, the workbook must go on telling the truth about its cells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Border, Font, PatternFill, Protection, Side

from schemas.cell import text_cell
from schemas.message import LANGUAGES
from schemas.value import CellFault
from tests.cli.office import entry
from tests.office import Play, Seen, Step, play_all
from tests.workbooks.issued import form, layout, registration
from tests.workbooks.plans import score_plan
from tests.workbooks.stated import Saved, checked, errors, fault_counts, opened, read_saved
from tests.workbooks.surveyed import OUTLINE, outline_plan
from tests.workbooks.surveyed import form as outline_form
from workbooks.issue import write_form, write_scoring
from workbooks.labels import word
from workbooks.layout import GUIDE_SHEET, address, layout_of

SHEET = form().sheet
assert form().form is not None
FIELDS = form().form.fields  # type: ignore[union-attr]  # asserted
AT = layout()
FIRST, LAST, STATUS = min(c for cs in AT.inputs.values() for c in cs), AT.rows, AT.status_col
WIDTH = STATUS - FIRST
OTHER = "Nguồn"
VALUES = {
    "Flags": "SVD",
    "FormulaCommand": 0,
    "SkipEmptyCells": False,
    "Transpose": False,
    "AsLink": False,
    "MoveMode": 4,
}
ONE, TWO = "Một cửa số", "Vườn rau kiểu mẫu"
ENTRIES: tuple[Mapping[str, str], ...] = (
    entry(ONE),
    entry(TWO, linh_vuc="Nông nghiệp", ngay_duyet="31/02/2024"),
)
PASTED: tuple[Mapping[str, object], ...] = (
    {**entry("Chợ không tiền mặt"), "ngay_duyet": date(2024, 1, 2)},
    {**entry("Tuyến đường hoa"), "doi_tuong": "Cá nhân", "ngay_sinh": 1980, "cap_duyet": 7.5},
    {**entry(ONE), "bam_sat": "v", "ngay_trien_khai": date(2023, 12, 1)},
)
TABLE = f"A{AT.first_row + 1}:{address(AT.last_row + 1, STATUS + 1)}"
"""Entry rows with number, id and status, and what lies beside and under them."""
TITLES = ["Chợ không tiền mặt", "Tuyến đường hoa", ONE]


def _cell(field: str, place: int) -> str:
    """A1 of a field's first cell in an entry row (from 1)."""
    return address(AT.first_row + place - 1, AT.inputs[field][0])


def _row(place: int, last: int = 0) -> str:
    """The inputs of entry rows (from 1)."""
    top, bottom = AT.first_row + place - 1, AT.first_row + (last or place) - 1
    return f"{address(top, FIRST)}:{address(bottom, STATUS - 1)}"


def _typing() -> list[Step]:
    """Two entries in the first rows, one whole and one faulty, and the common part."""
    steps: list[Step] = [
        ("put", SHEET, address(*AT.header["so_vb"]), "12-CV/ĐU"),
        ("put", SHEET, address(*AT.header["ngay_vb"]), "03/01/2024"),
    ]
    for place, values in enumerate(ENTRIES, 1):
        steps += [("put", SHEET, _cell(field, place), text) for field, text in values.items()]
    return steps


def _line(values: Mapping[str, object]) -> list[object]:
    line: list[object] = [None] * WIDTH
    for field, value in values.items():
        line[AT.inputs[field][0] - FIRST] = value
    return line


def _other(path: Path) -> Path:
    """Somebody's own list: coloured, thickly bordered, locked, with real dates and numbers."""
    book = openpyxl.Workbook()
    sheet = book.create_sheet(OTHER, 0)
    for row, values in enumerate(PASTED, AT.first_row + 1):
        for column, value in enumerate(_line(values), FIRST + 1):
            sheet.cell(row, column, value)
    sheet.cell(AT.first_row + 1, 1, "đè lên số thứ tự")
    sheet.cell(AT.first_row + 1, 2, "đè lên mã")
    sheet.cell(AT.first_row + 1, STATUS + 1, "Đủ rồi nhé")
    sheet["A1"], sheet["B1"], sheet["C1"] = '="Tập "&"thể"', "=1/0", True
    for line in sheet.iter_rows(1, AT.first_row + 3, 1, STATUS + 1):
        for cell in line:
            cell.fill = PatternFill("solid", fgColor="FFFF0000")
            cell.font = Font(name="Arial", size=20, color="FF0000FF")
            cell.border = Border(left=Side("thick"), top=Side("thick"))
            cell.protection = Protection(locked=True)
    book.save(path)
    return path


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What is done after typing, and the titles that then stand in the five rows."""

    steps: tuple[Step, ...]
    titles: Sequence[str | None]


Before: Sequence[str | None] = (ONE, TWO, None, None, None)


def _copied(url: str, sheet: str, cells: str, *how: str) -> tuple[Step, ...]:
    """Cells of another file copied; "" is its first sheet."""
    return (("open", url, *how), ("select", sheet, cells), ("do", "Copy", {}), ("open", ""))


def _marked(cells: str, name: str, **settings: object) -> tuple[Step, ...]:
    """A command on selected cells of the form."""
    return (("select", SHEET, cells), ("do", name, settings))


def _acts(other: str, unit: str, text: str, page: str) -> dict[str, Act]:
    """Every act by name; the arguments are URLs of files that are copied from."""

    def pasted(cells: str, at: str, name: str = "Paste") -> tuple[Step, ...]:
        settings = VALUES if name == "InsertContents" else {}
        return (*_copied(other, OTHER, cells), ("select", SHEET, at), ("do", name, settings))

    block, everything = _row(1, 3), ("tell", SHEET, TABLE)
    third, tell = address(AT.first_row + 2, FIRST), ("tell", SHEET, _row(3))
    after_cut: tuple[Step, ...] = (("select", SHEET, _row(1)), ("do", "Cut", {}))
    into = _copied(other, OTHER, block)
    fill = {"EndCell": f"${address(AT.last_row, FIRST)[0]}${AT.last_row + 1}"}
    imported: tuple[Step, ...] = (("select", SHEET, third), ("do", "Paste", {}))
    return {
        "nothing": Act(steps=(everything,), titles=Before),
        "one formatted cell": Act(
            steps=pasted(_cell("ten_mo_hinh", 1), _cell("ten_mo_hinh", 2)),
            titles=(ONE, TITLES[0], None, None, None),
        ),
        "formatted block": Act(steps=(*pasted(block, third), tell), titles=(ONE, TWO, *TITLES)),
        "values of a block": Act(
            steps=(*pasted(block, third, "InsertContents"), tell), titles=(ONE, TWO, *TITLES)
        ),
        "block over filled rows": Act(
            steps=pasted(block, address(AT.first_row, FIRST)), titles=(*TITLES, None, None)
        ),
        "formulas, an error, a truth value": Act(
            steps=pasted("A1:C1", _cell("ten_mo_hinh", 1)), titles=("Tập thể", TWO, *[None] * 3)
        ),
        "another unit's form": Act(
            steps=(
                ("open", unit),
                *[("put", SHEET, _cell(f, 1), text) for f, text in entry("Ngõ xanh").items()],
                *_copied(unit, SHEET, _row(1, 2)),
                ("select", SHEET, third),
                ("do", "Paste", {}),
                tell,
            ),
            titles=(ONE, TWO, "Ngõ xanh", None, None),
        ),
        "text from the clipboard": Act(
            steps=(
                ("clip", "  Mô hình   «Đường hoa\u00a0nông thôn» "),
                *_marked(_cell("ten_mo_hinh", 2), "Paste"),
            ),
            titles=(ONE, "  Mô hình   «Đường hoa\u00a0nông thôn» ", None, None, None),
        ),
        "table of a text file": Act(
            steps=(
                *_copied(text, "", "A1:Q2", "Text - txt - csv (StarCalc)", "9,34,76"),
                *imported,
            ),
            titles=(ONE, TWO, *TITLES[:2], None),
        ),
        "table of a web page": Act(
            steps=(
                *_copied(page, "", "A1:Q2", "HTML (StarCalc)", "1066 true"),
                *imported,
            ),
            titles=(ONE, TWO, *TITLES[:2], None),
        ),
        "entry cut and pasted below": Act(
            steps=(*after_cut, *_marked(_row(4), "Paste"), ("tell", SHEET, _row(1))),
            titles=(None, TWO, None, ONE, None),
        ),
        "entry cut and pasted over another": Act(
            steps=(("select", SHEET, _row(2)), ("do", "Cut", {}), *_marked(_row(1), "Paste")),
            titles=(TWO, None, None, None, None),
        ),
        "one cell cut into another column": Act(
            steps=(
                *_marked(_cell("ten_mo_hinh", 1), "Cut"),
                *_marked(_cell("tinh_moi", 3), "Paste"),
            ),
            titles=(None, TWO, None, None, None),
        ),
        "entry dragged down": Act(
            steps=(("drag", SHEET, _row(1), third), ("tell", SHEET, _row(1))),
            titles=(None, TWO, ONE, None, None),
        ),
        "column dragged aside": Act(
            steps=(
                (
                    "drag",
                    SHEET,
                    f"{_cell('ten_mo_hinh', 1)}:{_cell('ten_mo_hinh', 2)}",
                    _cell("ten_mo_hinh", 4),
                ),
            ),
            titles=(None, None, None, ONE, TWO),
        ),
        "filled down": Act(
            steps=_marked(_row(1, 4), "FillDown"), titles=(ONE, ONE, ONE, ONE, None)
        ),
        "drawn down by the corner": Act(
            steps=_marked(_row(2).split(":")[0], "AutoFill", **fill), titles=Before
        ),
        "entry cleared": Act(
            steps=_marked(_row(1), "ClearContents"), titles=(None, TWO, *[None] * 3)
        ),
        "cells deleted with everything": Act(
            steps=_marked(_row(2), "Delete", Flags="A"), titles=(ONE, *[None] * 4)
        ),
        "inputs sorted": Act(
            steps=_marked(
                _row(1, 5), "DataSort", ByRows=True, HasHeader=False, Col1=7, Ascending1=False
            ),
            titles=(TWO, ONE, None, None, None),
        ),
        "paste undone and redone": Act(
            steps=(
                *pasted(block, third),
                ("do", "Undo", {}),
                everything,
                ("do", "Redo", {}),
                everything,
            ),
            titles=(ONE, TWO, *TITLES),
        ),
        "cut undone": Act(
            steps=(*after_cut, *_marked(_row(4), "Paste"), *[("do", "Undo", {})] * 2), titles=Before
        ),
        "locked block on an open sheet": Act(
            steps=(
                *into,
                ("protect", SHEET, False),
                ("select", SHEET, third),
                ("do", "Paste", {}),
                ("protect", SHEET, True),
                tell,
            ),
            titles=(ONE, TWO, *TITLES),
        ),
        "rows and columns resized": Act(
            steps=(("resize", SHEET, _cell("ten_mo_hinh", 1), 4000, 9000),), titles=Before
        ),
    }


def _refused(other: str) -> dict[str, tuple[Step, ...]]:
    """Everything that would touch a locked cell, by name."""
    top, under = AT.first_row + 1, AT.last_row - 1
    whole = f"A{top}:{address(AT.first_row, STATUS)}"

    def pasted(cells: str, at: str) -> tuple[Step, ...]:
        return (*_copied(other, OTHER, cells), ("select", SHEET, at), ("do", "Paste", {}))

    sort = {"ByRows": True, "HasHeader": False, "Col1": 7, "Ascending1": False}
    return {
        "row with id and status": pasted(whole, f"A{top + 2}"),
        "whole sheet rows": pasted(f"{top}:{top + 2}", f"A{top + 2}"),
        "block reaching under the table": pasted(_row(1, 3), address(under, FIRST)),
        "block reaching over the status": pasted(_row(1, 3), address(top, FIRST + 1)),
        "id and status cleared": _marked(TABLE, "ClearContents"),
        "table cut": _marked(TABLE, "Cut"),
        "table filled down": _marked(TABLE, "FillDown"),
        "table sorted": _marked(TABLE, "DataSort", **sort),
        "row inserted": _marked(_row(2), "InsertRowsBefore"),
        "row deleted": _marked(_row(1), "DeleteRows"),
        "column deleted": _marked(_row(1), "DeleteColumns"),
    }


NAMES = tuple(_acts("", "", "", ""))
REFUSED = tuple(_refused(""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """The saved workbooks and what was seen on the way, by the name of the act."""

    acts: Mapping[str, Act]
    paths: Mapping[str, Path]
    saved: Mapping[str, Saved]
    seen: Mapping[str, list[Seen]]


@pytest.fixture(scope="module")
def played(libreoffice: Path, tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Every act in a copy of the issued workbook, all in one LibreOffice."""
    folder = tmp_path_factory.mktemp("dan")
    source, unit = folder / "DD03.xlsx", folder / "DD01.xlsx"
    source.write_bytes(registration())
    unit.write_bytes(registration("DD01"))
    text, page = _tables(folder)
    other = _other(folder / "danh sach rieng.xlsx")
    acts = _acts(*(path.as_uri() for path in (other, unit, text, page)))
    plays = {
        name: Play(
            source=source,
            target=folder / "ra" / f"{number:02d}.xlsx",
            steps=(*_typing(), *act.steps),
        )
        for number, (name, act) in enumerate(acts.items())
    }
    for name, steps in _refused(other.as_uri()).items():
        told = (*_typing(), *steps, ("tell", SHEET, TABLE))
        plays[name] = Play(source=source, target=None, steps=told)
    seen = play_all(list(plays.values()))
    paths = {name: play.target for name, play in plays.items() if play.target}
    return Played(
        acts=acts,
        paths=paths,
        saved={name: read_saved(path, form(), AT) for name, path in paths.items()},
        seen=dict(zip(plays, seen, strict=True)),
    )


def _tables(folder: Path) -> tuple[Path, Path]:
    """The first two entries as a text with tabs and as a table of a web page (or of Word)."""
    lines = [[_spelled(value) for value in _line(values)] for values in PASTED[:2]]
    text, page = folder / "bang.csv", folder / "trang.html"
    text.write_text("".join("\t".join(line) + "\n" for line in lines), encoding="utf-8")
    cells = "".join(
        "<tr>" + "".join(f"<td bgcolor='#ff0000'><b>{c}</b></td>" for c in line) + "</tr>"
        for line in lines
    )
    head = '<html><head><meta charset="utf-8"><title>trang</title></head>'
    page.write_text(f"{head}<body><table>{cells}</table></body></html>", encoding="utf-8")
    return text, page


def _spelled(value: object) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value).replace(".5", ",5")


@pytest.mark.parametrize("name", NAMES)
def test_workbook_tells_the_truth_after(name: str, played: Played) -> None:
    saved = played.saved[name]
    said = saved.stated
    assert said.verdicts == saved.ruled
    assert said.listed == {cell for cell, _ in saved.ruled}
    assert said.whole == 0
    good = tuple(word("complete", lang) for lang in LANGUAGES)
    states = [(bool(text), text.startswith(good)) for text in said.status]
    assert states == [(row.used, row.complete) for row in saved.rows]
    for text, row in zip(said.status, saved.rows, strict=True):
        wrong = [_named(fault) for fault in row.faults if not fault.warning]
        assert not wrong or any(name in text.casefold() for name in wrong[0])
    whole, used = sum(row.complete for row in saved.rows), sum(row.used for row in saved.rows)
    assert said.counts[:3] == (used, whole, used - whole)
    assert said.ready.startswith(word("check_good", "vi")) is (not saved.ruled)


def _named(fault: CellFault) -> tuple[str, ...]:
    """What the status may call the cell: its field, or the choice of its own column."""
    field = next(field for field in FIELDS if field.id == fault.field)
    choice = field.choices[fault.column].label if field.choices else field.label
    return field.label.casefold(), choice.casefold()


@pytest.mark.parametrize("name", NAMES)
def test_check_says_the_same_after(name: str, played: Played) -> None:
    assert errors(checked(played.paths[name])) == played.saved[name].ruled


@pytest.mark.parametrize("name", NAMES)
def test_formulas_stay_unbent_after(name: str, played: Played) -> None:
    before = played.saved["nothing"].formulas
    assert len(before) > 500
    assert played.saved[name].formulas == before
    assert not [text for text in before.values() if "#REF!" in text]


@pytest.mark.parametrize("name", NAMES)
def test_ids_stay_and_titles_stand_where_they_should_after(name: str, played: Played) -> None:
    saved = played.saved[name]
    assert saved.ids == tuple(f"DD03-{k:02d}" for k in range(1, 6))
    titles = [row["ten_mo_hinh"][0].value for row in saved.cells]
    assert titles == list(played.acts[name].titles)


@pytest.mark.parametrize("name", REFUSED)
def test_protected_sheet_refuses(name: str, played: Played) -> None:
    assert played.seen[name] == played.seen["nothing"]


def test_undo_brings_back_what_a_paste_took(played: Played) -> None:
    (issued,) = played.seen["nothing"]
    undone, redone = played.seen["paste undone and redone"]
    assert undone == issued
    assert redone != issued


@pytest.fixture(scope="module")
def outlines(libreoffice: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Saved]:
    """An outline after answers were pasted, cut and filled down."""
    folder = tmp_path_factory.mktemp("dan-muc")
    source = folder / "SO01.xlsx"
    source.write_bytes(write_form(outline_plan({"dac_diem": (text_cell("Có 12 phòng."),)})))
    stage = outline_form(OUTLINE)
    where = layout_of(stage, 1)
    top, bottom = (address(where.cells[key][0][0], 1) for key in ("dac_diem", "ngay_hn"))
    other = _other(folder / "khac.xlsx").as_uri()
    cells = f"{_cell('ten_mo_hinh', 1)}:{_cell('ten_mo_hinh', 2)}"

    def on(cell: str, name: str, **settings: object) -> tuple[Step, ...]:
        return (("select", stage.sheet, cell), ("do", name, settings))

    acts: dict[str, tuple[Step, ...]] = {
        "formatted cells": (*_copied(other, OTHER, cells), *on(top, "Paste")),
        "date cell": (*_copied(other, OTHER, _cell("ngay_duyet", 1)), *on(bottom, "Paste")),
        "cut below": (*on(top, "Cut"), *on(bottom, "Paste")),
        "dragged": (("drag", stage.sheet, top, bottom),),
        "filled over headings": on(f"{top}:{bottom}", "FillDown"),
        "cleared": on(top, "ClearContents"),
    }
    plays = [
        Play(source=source, target=folder / f"{number}.xlsx", steps=steps)
        for number, steps in enumerate(acts.values())
    ]
    play_all(plays)
    targets = [play.target for play in plays if play.target]
    saved = [read_saved(path, stage, where) for path in targets]
    assert [errors(checked(path)) for path in targets] == [one.ruled for one in saved]
    return dict(zip(acts, saved, strict=True))


def test_outline_tells_the_truth_after_pasting(outlines: Mapping[str, Saved]) -> None:
    for name, saved in outlines.items():
        assert saved.stated.verdicts == saved.ruled, name
        assert saved.stated.listed == {cell for cell, _ in saved.ruled}, name
        assert saved.formulas == outlines["cleared"].formulas, name
    typed = {
        name: (saved.cells[0]["dac_diem"][0].value, saved.cells[0]["ngay_hn"][0].value)
        for name, saved in outlines.items()
    }
    assert typed == {
        "formatted cells": (TITLES[0], None),
        "date cell": ("Có 12 phòng.", date(2024, 1, 2)),
        "cut below": (None, "Có 12 phòng."),
        "dragged": (None, "Có 12 phòng."),
        "filled over headings": ("Có 12 phòng.", None),
        "cleared": (None, None),
    }


@pytest.fixture(scope="module")
def ballots(libreoffice: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """A scoring workbook of four entries after scores were pasted, cut, dragged, filled down."""
    folder = tmp_path_factory.mktemp("dan-phieu")
    plan = score_plan({}, {}, {}, {}, locked={4: "home-unit"})
    source = folder / "TV01.xlsx"
    source.write_bytes(write_scoring(plan))
    where = layout_of(plan.stage, 4)
    scores = sorted(column for at in where.inputs.values() for column in at)
    assert where.total_col is not None
    scores = [column for column in scores if column < where.total_col]
    book = openpyxl.Workbook()
    sheet = book.create_sheet(OTHER, 0)
    for row, points in enumerate((3, "2,5", 99), 1):
        for column in range(1, len(scores) + 1):
            cell = sheet.cell(row, column, points)
            cell.fill, cell.protection = PatternFill("solid", fgColor="FFFF0000"), Protection(True)
    book.save(folder / "diem.xlsx")
    other = (folder / "diem.xlsx").as_uri()
    first, last = address(where.first_row, scores[0]), address(where.first_row + 2, scores[-1])
    ballot = f"{first}:{address(where.first_row, scores[-1])}"
    third = address(where.first_row + 2, scores[0])
    block = (
        *_copied(other, OTHER, f"A1:{address(2, len(scores) - 1)}"),
        ("select", plan.stage.sheet, first),
        ("do", "Paste", {}),
    )
    acts: dict[str, tuple[Step, ...]] = {
        "pasted": block,
        "pasted over the locked row": (*block[:-2], ("select", plan.stage.sheet, third), block[-1]),
        "cut": (
            *block,
            ("select", plan.stage.sheet, ballot),
            ("do", "Cut", {}),
            ("select", plan.stage.sheet, third),
            ("do", "Paste", {}),
        ),
        "dragged": (*block, ("drag", plan.stage.sheet, ballot, third)),
        "filled": (*block, ("select", plan.stage.sheet, f"{first}:{last}"), ("do", "FillDown", {})),
    }
    targets = {name: folder / f"{number}.xlsx" for number, name in enumerate(acts)}
    play_all([Play(source=source, target=targets[n], steps=acts[n]) for n in acts])
    return targets


def test_scoring_workbook_tells_the_truth_after_pasting(ballots: Mapping[str, Path]) -> None:
    """Faults of each row as the workbook counts them, and as ``check`` finds them."""
    told = {name: fault_counts(opened(path)) for name, path in ballots.items()}
    found = {}
    for name, path in ballots.items():
        rows = Counter(int(re.sub(r"\D", "", cell)) for cell, _ in errors(checked(path)))
        top = layout_of(score_plan({}).stage, 4).first_row + 1
        found[name] = [rows[row] for row in range(top, top + 4)]
    assert told == found
    assert {name: [count > 0 for count in rows] for name, rows in told.items()} == {
        "pasted": [False, False, True, False],
        "pasted over the locked row": [True, True, True, False],  # nothing pasted, nothing scored
        "cut": [True, False, False, False],
        "dragged": [True, False, False, False],
        "filled": [False, False, False, False],
    }


UNLOCKED = (
    "formatted block",
    "values of a block",
    "another unit's form",
    "entry cut and pasted below",
    "entry dragged down",
)


@pytest.mark.parametrize("name", UNLOCKED)
def test_cells_stay_open_after(name: str, played: Played) -> None:
    ((line,),) = played.seen[name]
    assert [text for text, locked in line if locked] == []


def test_cells_pasted_while_the_protection_was_off_are_locked(played: Played) -> None:
    """The one way to locked cells in LibreOffice; in Excel any formatted paste does it."""
    ((line,),) = played.seen["locked block on an open sheet"]
    assert [locked for _, locked in line] == [True] * WIDTH


def test_guide_tells_the_clerk_how_to_paste_and_what_to_do_about_locked_cells() -> None:
    lines = [str(cell.value) for cell in _issued()[GUIDE_SHEET]["B"] if cell.value]
    assert [line for line in lines if "Dán" in line] == [
        "- Dán từ tệp khác: dùng Dán đặc biệt, chọn Giá trị (Paste Special, Values) để giữ định "
        "dạng của biểu. Chuyển nội dung sang ô khác: sao chép rồi dán giá trị, không cắt (Ctrl+X), "
        "không kéo ô. Dán xong mà ô bị khóa: bấm Ctrl+Z để hoàn tác, hoặc chọn Xem lại, Bỏ bảo vệ "
        "trang tính (Review, Unprotect Sheet; không có mật khẩu)."
    ]


def test_rows_and_columns_of_a_protected_sheet_can_be_resized(played: Played) -> None:
    for book in (_issued(), opened(played.paths["rows and columns resized"])):
        assert book[SHEET].protection.sheet
    protection = _issued()[SHEET].protection
    assert (protection.formatColumns, protection.formatRows) == (False, False)
    assert protection.password is None
    sheet = opened(played.paths["rows and columns resized"])[SHEET]
    cell = sheet[_cell("ten_mo_hinh", 1)]
    assert sheet.row_dimensions[cell.row].height == pytest.approx(40 / 25.4 * 72, abs=0.5)
    letters = cell.column_letter
    issued = _issued()[SHEET].column_dimensions[letters].width
    assert sheet.column_dimensions[letters].width > issued * 1.5


def _issued() -> Any:
    return opened(BytesIO(registration()))
