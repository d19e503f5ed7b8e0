"""The buttons work on a workbook that is open in LibreOffice, as a clerk would see it.

What is expected comes from `thidua check` on the file, and from openpyxl's reading of what
LibreOffice saved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("xlwings", reason="xlwings is not installed: pip install -e .[dev]")

from appraisal.spelling import is_respelled
from cli.checking import check_file
from schemas.finding import Finding, Severity
from schemas.message import render
from tests.workbooks.plans import opened
from tests.xladdin.engine.application import Engine
from tests.xladdin.engine.bases import xw
from tests.xladdin.engine.host import LibreOfficeHost
from tests.xladdin.engine.workbooks import ISSUED, REGISTERED, made
from workbooks import style
from xladdin import commands
from xladdin.area import parse_area
from xladdin.refusal import sentence

RESULTS = "Kết quả kiểm tra"
MEMORY = "_danhdau"
YELLOW = "#FFFF00"
COLOURS = {Severity.ERROR: style.BAD_FILL, Severity.WARNING: style.WARN_FILL}

Place = tuple[str, str]


@pytest.fixture(params=ISSUED)
def returned(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A form with good and bad cells."""
    path = tmp_path / f"DD03-{request.param}.xlsx"
    path.write_bytes(ISSUED[request.param]())
    return path


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "DD03-dang-ky.xlsx"
    path.write_bytes(ISSUED["dang-ky"]())
    return path


def _expected(path: Path) -> dict[Place, list[Finding]]:
    """The findings of each cell that is to be marked, in the order of the sheets."""
    found: dict[Place, list[Finding]] = {}
    for finding in check_file(path).findings:
        if finding.origin.cell and finding.severity in COLOURS:
            found.setdefault((finding.origin.sheet, finding.origin.cell), []).append(finding)
    return found


def _colour(findings: Sequence[Finding]) -> str:
    grave = any(finding.severity is Severity.ERROR for finding in findings)
    return COLOURS[Severity.ERROR if grave else Severity.WARNING].upper()


def _fills(path: Path, sheets: Sequence[str]) -> dict[Place, str]:
    """Every plain fill of a saved file as ``#RRGGBB``."""
    book = opened(path)
    return {
        (name, cell.coordinate): f"#{cell.fill.fgColor.rgb[2:]}"
        for name in sheets
        for row in book[name].iter_rows()
        for cell in row
        if cell.fill.fill_type == "solid"
    }


def _notes(path: Path, sheets: Sequence[str]) -> dict[Place, str]:
    book = opened(path)
    return {
        (name, cell.coordinate): cell.comment.text
        for name in sheets
        for row in book[name].iter_rows()
        for cell in row
        if cell.comment is not None
    }


def _look(cell: Any, known: dict[int, str]) -> tuple[object, ...]:
    """Content, note and format of a cell; ``known`` spares saying a format again."""
    if cell.style_id not in known:
        parts = (cell.fill, cell.font, cell.border, cell.alignment, cell.protection)
        known[cell.style_id] = f"{cell.number_format} {parts!r}"
    return cell.value, cell.comment.text if cell.comment else None, known[cell.style_id]


def _whole(path: Path) -> dict[str, Any]:
    """Everything of a saved workbook that a clerk could see, touch or miss."""
    book = opened(path)
    known: dict[int, str] = {}
    return {
        "names": {name: one.attr_text for name, one in book.defined_names.items()},
        "sheets": [(sheet.title, sheet.sheet_state) for sheet in book.worksheets],
        "protection": [dict(sheet.protection) for sheet in book.worksheets],
        "merged": [sorted(str(one) for one in sheet.merged_cells.ranges) for sheet in book],
        "rules": [
            sorted(repr(rule) for rule in sheet.data_validations.dataValidation) for sheet in book
        ],
        "conditions": [
            sorted(str(one.sqref) for one in sheet.conditional_formatting) for sheet in book
        ],
        # LibreOffice fits the height of rows anew as it likes; the buttons never touch it.
        "rows": [
            {key for key, one in sheet.row_dimensions.items() if one.hidden} for sheet in book
        ],
        "columns": [
            {key: (one.width, one.hidden) for key, one in sheet.column_dimensions.items()}
            for sheet in book
        ],
        "cells": {
            (sheet.title, cell.coordinate): _look(cell, known)
            for sheet in book.worksheets
            for row in sheet.iter_rows()
            for cell in row
        },
    }


def _resaved(path: Path, target: Path) -> Path:
    """What LibreOffice alone makes of a file."""
    book = xw.Book(str(path))
    book.save(target)
    book.close()
    return target


def test_check_marks_lists_and_leads_to_the_first_fault(
    engine: Engine, host: LibreOfficeHost, returned: Path, tmp_path: Path
) -> None:
    expected = _expected(returned)
    every = [one for one in check_file(returned).findings if not is_respelled(one)]
    plain = _resaved(returned, tmp_path / "nguyên.xlsx")
    book = xw.Book(str(returned))
    commands.check(host)
    marked = sorted({sheet for sheet, _ in expected})
    errors = sum(finding.severity is Severity.ERROR for finding in every)
    assert f"Còn {errors} lỗi phải sửa" in host.told[0]
    assert len(host.told) == 1
    first = next(iter(expected))
    assert (book.sheets.active.name, book.selection.get_address(False, False)) == first
    assert (book.app.screen_updating, book.app.enable_events) == (True, True)
    assert book.sheets[MEMORY].visible == 2

    book.save()
    before, after = _fills(plain, marked), _fills(returned, marked)
    changed = {place: after.get(place) for place in after if after[place] != before.get(place)}
    assert changed == {place: _colour(found) for place, found in expected.items()}
    notes = _notes(returned, marked)
    assert notes.keys() - _notes(plain, marked).keys() == expected.keys()
    for place, found in expected.items():
        for finding in found:
            assert render(finding, "vi").message in notes[place]
    assert _listed(book, every) == [render(finding, "vi").message for finding in every]
    saved = {sheet.title: dict(sheet.protection) for sheet in opened(returned).worksheets}
    kept = {sheet.title: dict(sheet.protection) for sheet in opened(plain).worksheets}
    assert kept.items() <= saved.items()


def _listed(book: Any, every: Sequence[Finding]) -> list[str]:
    """The messages on the sheet of results, whose links say where they lead."""
    sheet = book.sheets[RESULTS]
    rows = sheet.range((5, 1), (4 + len(every), 6))
    for finding, formula in zip(every, rows.formula, strict=True):
        place = f"'{finding.origin.sheet}'!{finding.origin.cell}"
        assert formula[1] == f'=HYPERLINK("#{place}","{finding.origin.cell}")'
    return [row[4] for row in rows.raw_value]


def test_clearing_gives_everything_back(
    engine: Engine, host: LibreOfficeHost, returned: Path, tmp_path: Path
) -> None:
    plain = _resaved(returned, tmp_path / "nguyên.xlsx")
    book = xw.Book(str(returned))
    commands.check(host)
    assert MEMORY in [sheet.name for sheet in book.sheets]
    commands.clear_marks(host)
    assert host.told[1:] == [sentence("ADD-028")]
    book.save()
    assert _whole(returned) == _whole(plain)


def test_clearing_gives_everything_back_after_save_close_and_reopen(
    engine: Engine, host: LibreOfficeHost, form: Path, tmp_path: Path
) -> None:
    plain = _resaved(form, tmp_path / "nguyên.xlsx")
    book = xw.Book(str(form))
    commands.check(host)
    book.save()
    book.close()
    marked = _fills(form, [REGISTERED])
    assert marked != _fills(plain, [REGISTERED])
    book = xw.Book(str(form))
    commands.clear_marks(host)
    book.save()
    assert _whole(form) == _whole(plain)


def _decorated(host: LibreOfficeHost, book: Any, cells: Mapping[str, str]) -> None:
    """What somebody did who took the protection off: yellow cells with notes of his own."""
    sheet = book.sheets[REGISTERED]
    flags = host.protection(sheet)
    host.unprotect(sheet)
    for cell, words in cells.items():
        sheet[cell].color = YELLOW
        if words:
            sheet[cell].add_note(words)
    host.protect(sheet, flags)


def test_colours_and_notes_of_the_office_come_back(
    engine: Engine, host: LibreOfficeHost, form: Path, tmp_path: Path
) -> None:
    bad = [cell for sheet, cell in _expected(form) if sheet == REGISTERED]
    own = {bad[0]: "Hỏi lại chị Lan.", bad[1]: "", bad[-1]: "Chờ quyết định."}
    book = xw.Book(str(form))
    _decorated(host, book, own)
    book.save()
    book.close()
    plain = _resaved(form, tmp_path / "nguyên.xlsx")
    book = xw.Book(str(form))
    commands.check(host)
    sheet = book.sheets[REGISTERED]
    assert sheet[bad[0]].note.text.endswith("Hỏi lại chị Lan.")
    assert sheet[bad[0]].note.text != "Hỏi lại chị Lan."
    assert sheet[bad[1]].color != (255, 255, 0)
    book.save()
    book.close()
    book = xw.Book(str(form))
    commands.clear_marks(host)
    book.save()
    assert _whole(form) == _whole(plain)
    kept = _notes(form, [REGISTERED])
    assert kept[REGISTERED, bad[0]] == "Hỏi lại chị Lan."


def _marked(path: Path, plain: Path) -> set[Place]:
    """Cells of the registration whose fill is not the one of the plain file."""
    before, after = _fills(plain, [REGISTERED]), _fills(path, [REGISTERED])
    return {place for place in before | after if before.get(place) != after.get(place)}


def test_checking_twice_marks_once_and_a_mended_cell_loses_its_mark(
    engine: Engine, host: LibreOfficeHost, form: Path, tmp_path: Path
) -> None:
    plain, bad = _resaved(form, tmp_path / "nguyên.xlsx"), _expected(form).keys()
    book = xw.Book(str(form))
    commands.check(host)
    commands.check(host)
    assert host.told[0] == host.told[1]
    assert [sheet.name for sheet in book.sheets].count(RESULTS) == 1
    book.save()
    assert _marked(form, plain) == bad
    mended = (REGISTERED, "D13")
    book.sheets[REGISTERED]["D13"].value = "Nguyễn Thị Ánh"
    commands.check(host)
    assert book.sheets[REGISTERED]["D13"].note is None
    book.save()
    assert _marked(form, plain) == _expected(form).keys() == bad - {mended}


def test_the_faults_are_walked_in_both_directions(
    engine: Engine, host: LibreOfficeHost, form: Path
) -> None:
    walk = list(_expected(form))
    book = xw.Book(str(form))
    commands.next_fault(host)
    assert host.told == [sentence("ADD-030")]
    commands.check(host)
    host.told.clear()

    def here() -> Place:
        return book.sheets.active.name, book.selection.get_address(False, False)

    seen = [here()]
    while not host.told:
        commands.next_fault(host)
        seen.append(here())
    assert (seen, host.told) == ([*walk, walk[-1]], [sentence("ADD-031")])
    commands.previous_fault(host)
    assert here() == walk[-2]


def test_merged_cells_are_marked_and_given_back(
    engine: Engine, host: LibreOfficeHost, form: Path, tmp_path: Path
) -> None:
    """D13 is bad and has no corner of its own any more, so it can bear no note."""
    book = xw.Book(str(form))
    sheet = book.sheets[REGISTERED]
    flags = host.protection(sheet)
    host.unprotect(sheet)
    sheet["C13:D13"].merge()
    host.protect(sheet, flags)
    book.save()
    book.close()
    plain = _resaved(form, tmp_path / "nguyên.xlsx")
    book = xw.Book(str(form))
    commands.check(host)
    sheet = book.sheets[REGISTERED]
    assert "lỗi phải sửa" in host.told[0]
    assert sheet["D13"].note is None
    assert sheet["F13"].note is not None
    commands.clear_marks(host)
    book.save()
    assert _whole(form) == _whole(plain)


def test_a_fault_in_a_hidden_row_is_said(engine: Engine, host: LibreOfficeHost, form: Path) -> None:
    sheet, cell = next(iter(_expected(form)))
    book = xw.Book(str(form))
    book.sheets[sheet][cell].rows.hidden = True
    commands.check(host)
    assert sentence("ADD-024", cell=cell) in host.told[0]
    assert book.sheets[sheet][cell].rows.hidden is True


def test_without_a_workbook_and_with_a_foreign_one_a_sentence_is_said(
    engine: Engine, host: LibreOfficeHost, tmp_path: Path
) -> None:
    buttons = (commands.check, commands.clear_marks, commands.next_fault, commands.previous_fault)
    commands.check(host)
    path = made(tmp_path, {"A1": "Danh sách", "B2": 3})
    before = path.read_bytes()
    book = xw.Book(str(path))
    for button in buttons:
        button(host)
    assert host.told == [
        sentence("ADD-001"),
        sentence("ADD-002", book=path.name),
        sentence("ADD-029"),
        sentence("ADD-030"),
        sentence("ADD-030"),
    ]
    assert [sheet.name for sheet in book.sheets] == ["Sheet"]
    assert path.read_bytes() == before


def test_a_password_or_a_read_only_book_leaves_everything_as_it_was(
    engine: Engine, host: LibreOfficeHost, form: Path, tmp_path: Path
) -> None:
    book = xw.Book(str(form), read_only=True)
    commands.check(host)
    assert host.told == [sentence("ADD-005", book=form.name)]
    book.close()
    book = xw.Book(str(form))
    sheet = book.sheets[REGISTERED]
    flags = host.protection(sheet)
    assert isinstance(flags, tuple)
    host.unprotect(sheet)
    sheet.impl.ask("Host.protect", "protect", password="bí mật", allowed=list(flags))
    names = [one.name for one in book.sheets]
    book.save(tmp_path / "khóa.xlsx")
    locked = _whole(tmp_path / "khóa.xlsx")
    commands.check(host)
    assert host.told[1:] == [sentence("ADD-006", sheet=REGISTERED)]
    assert [one.name for one in book.sheets] == names
    assert not host.unprotect(sheet)
    book.save()
    assert _whole(tmp_path / "khóa.xlsx") == locked


@pytest.mark.parametrize("step", ["paint", "notes", "conceal"])
def test_a_failure_in_between_leaves_no_mark_and_every_protection(
    engine: Engine,
    host: LibreOfficeHost,
    form: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    plain = _resaved(form, tmp_path / "nguyên.xlsx")
    book = xw.Book(str(form))
    calls = 0
    whole = getattr(host, step)

    def failing(*given: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise OSError("RPC_E_SERVERFAULT")
        return whole(*given)

    monkeypatch.setattr(host, step, failing)
    commands.check(host)
    assert calls
    assert host.told[0].startswith(sentence("ADD-010", log="").split("\n")[0])
    assert (book.app.screen_updating, book.app.enable_events) == (True, True)
    book.save()
    assert _whole(form) == _whole(plain)


def test_what_was_coloured_since_the_check_is_left_alone(
    engine: Engine, host: LibreOfficeHost, form: Path
) -> None:
    book = xw.Book(str(form))
    commands.check(host)
    cell = next(cell for sheet, cell in _expected(form) if sheet == REGISTERED)
    sheet = book.sheets[REGISTERED]
    flags = host.protection(sheet)
    host.unprotect(sheet)
    host.paint(sheet, [parse_area(cell)], YELLOW)
    host.protect(sheet, flags)
    commands.clear_marks(host)
    assert sheet[cell].color == (255, 255, 0)
    assert MEMORY not in [one.name for one in book.sheets]


def test_calls_do_not_grow_with_the_cells_of_an_area(
    engine: Engine, host: LibreOfficeHost, form: Path
) -> None:
    book = xw.Book(str(form))
    engine.calls.clear()
    commands.check(host)
    reads = engine.calls["Range.raw_value"] + engine.calls["Range.formula"]
    assert reads <= 2 * len(list(book.sheets))
    assert engine.calls["Host.paint"] <= 6
    cells = len(_expected(form))
    assert engine.calls["Range.add_note"] <= min(cells, 200)
    assert not {name for name in engine.calls if name.startswith(("Range.row_", "Range.color"))}
