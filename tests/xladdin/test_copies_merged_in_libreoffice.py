"""Copies made by Chuẩn bị nộp in LibreOffice reach the office, and the later one counts there."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("xlwings", reason="xlwings is not installed: pip install -e .[dev]")

from cli.checking import check_file
from cli.issuing import issue_stage
from cli.merging import merge_workspace
from cli.workspace import open_workspace
from schemas.finding import Severity
from schemas.formpart import stage_form
from tests.cli.office import AFTER, BEFORE, entry, intake, open_office, opened, returned
from tests.xladdin.engine.bases import xw
from tests.xladdin.engine.host import LibreOfficeHost
from workbooks import style
from workbooks.layout import MARKS_SHEET, RESULT_SHEET, address, layout_of
from workbooks.read import read_standalone
from xladdin import commands

NAME = "DD01-Dang-uy-xa-DD01-dang-ky"
SHEET = "Đăng ký"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    root = open_office(tmp_path / "dot", intake=intake("DD01"))
    issue_stage(root, "dang-ky", BEFORE)
    return root


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """The unit's folder."""
    folder = tmp_path / "Xã Ka Đô"
    folder.mkdir()
    return folder


def _title(office: Path) -> str:
    """The cell of the first entry's title."""
    form = stage_form(open_workspace(office).campaign, "dang-ky")
    assert form.form is not None
    at = layout_of(form, form.form.capacity)
    return address(at.first_row, at.inputs["ten_mo_hinh"][0])


def _prepared(host: LibreOfficeHost, form: Path, cell: str, titles: list[str]) -> list[Path]:
    """A copy for each title, one right after the other; the cells are marked before each."""
    book = xw.Book(str(form))
    before = set(form.parent.glob("*.xlsx"))
    for title in titles:
        book.sheets[SHEET].range(cell).value = title
        commands.check(host)
        assert MARKS_SHEET in [sheet.name for sheet in book.sheets]
        commands.prepare_submission(host)
    book.close()
    return sorted(set(form.parent.glob("*.xlsx")) - before)


def _handed_in(office: Path, copies: list[Path]) -> None:
    for path in copies:
        shutil.copy(path, office / "nhan-ve" / "dang-ky" / path.name)


def _became(office: Path) -> tuple[dict[str, str], set[str]]:
    """What became of each file, and the codes of every finding about which one counts."""
    run = merge_workspace(office, AFTER).run
    files = {Path(item.path).name: str(item.status) for item in run.ledger.files}
    return files, {one.code for one in run.findings if "RET-010" <= one.code <= "RET-029"}


def _unmarked(path: Path, cell: str) -> None:
    """No mark is in a copy, and what it says is what `thidua check` reads in it."""
    book = opened(path)
    assert not {MARKS_SHEET, RESULT_SHEET} & set(book.sheetnames)
    ours = {colour[1:] for colour in (style.BAD_FILL, style.WARN_FILL)}
    table: Any = book[SHEET]
    for row in table.iter_rows():
        for one in row:
            assert one.comment is None
            assert one.fill.fill_type is None or one.fill.fgColor.rgb[2:] not in ours
    assert table[cell].value


def test_the_later_of_two_copies_of_one_minute_counts(
    host: LibreOfficeHost, office: Path, desk: Path
) -> None:
    form = desk / f"{NAME}.xlsx"
    faulty = entry("Một cửa số") | {"ngay_duyet": "31/02/2024"}
    shutil.move(returned(office, "DD01", [faulty]), form)
    original = form.read_bytes()
    taken = desk / f"{NAME}-lan-2.xlsx"
    cell = _title(office)
    with taken.open("wb") as locked:  # another program has it open
        first, last = _prepared(host, form, cell, ["Một cửa số", "Một cửa số, bản sửa"])
        assert locked.tell() == 0
    assert [first.name, last.name] == [f"{NAME}-lan-1.xlsx", f"{NAME}-lan-3.xlsx"]
    assert form.read_bytes() == original
    assert taken.read_bytes() == b""
    for number, path in ((1, first), (3, last)):
        _unmarked(path, cell)
        _form, ret = read_standalone(path.read_bytes(), path.name)
        assert ret.submission == number
        errors = [one for one in check_file(path).findings if one.severity is Severity.ERROR]
        assert [one.value for one in errors] == ["31/02/2024"]
    _handed_in(office, [first, last])
    files, codes = _became(office)
    assert files == {first.name: "superseded", last.name: "merged"}
    assert codes == {"RET-012"}, "the number of the submission decides, and nothing speaks against"


def test_a_correction_pack_counts_before_what_it_corrects(
    host: LibreOfficeHost, office: Path, desk: Path
) -> None:
    sent = returned(office, "DD01", [entry("Một cửa số") | {"ngay_duyet": "31/02/2024"}])
    (pack,) = merge_workspace(office, AFTER).packs
    form = desk / pack.name
    shutil.copy(pack, form)
    cell = _title(office)
    copies = _prepared(host, form, cell, ["Một cửa số, sửa lần đầu", "Một cửa số, bản sửa"])
    assert [path.name for path in copies] == [f"{NAME}-lan-2.xlsx", f"{NAME}-lan-3.xlsx"]
    _handed_in(office, copies)
    files, codes = _became(office)
    wanted = {sent.name: "superseded", copies[0].name: "superseded", copies[1].name: "merged"}
    assert files == wanted
    assert codes == {"RET-012"}
