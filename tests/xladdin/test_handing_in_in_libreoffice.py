"""Chuẩn hóa and Chuẩn bị nộp, on a workbook that is open in LibreOffice."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("xlwings", reason="xlwings is not installed: pip install -e .[dev]")

from cli.checking import check_file
from tests.workbooks.plans import HEADER, entry, form_plan, opened, text
from tests.xladdin.engine.application import Engine
from tests.xladdin.engine.bases import xw
from tests.xladdin.engine.host import LibreOfficeHost
from tests.xladdin.engine.workbooks import ISSUED, REGISTERED
from workbooks.issue import write_form
from workbooks.read import read_standalone
from xladdin import commands
from xladdin.refusal import sentence


@pytest.fixture
def untidy(tmp_path: Path) -> Path:
    """Spaces too many, a date and a year as texts, letters of two parts."""
    rows = (
        entry(
            ten_mo_hinh=text("  Mô hình   chợ xanh của xã "),
            ngay_duyet=text("05/01/2024"),
        ),
        entry(ten_mo_hinh=text("To\u0302\u0309 tự quản môi trường"), ten=text("=1+1 là tên")),
    )
    path = tmp_path / "DD03-dang-ky.xlsx"
    path.write_bytes(write_form(form_plan(*rows, header=HEADER, size=8)))
    return path


def _cells(path: Path) -> dict[tuple[str, str], Any]:
    """What was typed on every sheet; what formulas show follows from it."""
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in opened(path).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def _protections(path: Path) -> list[dict[str, Any]]:
    return [dict(sheet.protection) for sheet in opened(path).worksheets]


def _resaved(path: Path, target: Path) -> Path:
    book = xw.Book(str(path))
    book.save(target)
    book.close()
    return target


def test_tidying_changes_what_it_showed_and_nothing_else(
    engine: Engine, host: LibreOfficeHost, untidy: Path, tmp_path: Path
) -> None:
    plain = _resaved(untidy, tmp_path / "nguyên.xlsx")
    book = xw.Book(str(untidy))
    commands.normalise(host)
    book.save()
    before, after = _cells(plain), _cells(untidy)
    changed = {
        place: after.get(place) for place in before | after if before.get(place) != after.get(place)
    }
    assert changed
    assert {place for place in changed if f"\n{place[1]}:" not in host.asked[0]} == set()
    assert {sheet for sheet, _ in changed} == {REGISTERED}
    assert host.asked[0].count("→") + host.asked[0].count("dựng sẵn") == len(changed)
    assert "Mô hình chợ xanh của xã" in changed.values()
    assert "Tổ tự quản môi trường" in changed.values()
    assert list(after.values()).count("=1+1 là tên") == 1
    assert _protections(untidy) == _protections(plain)
    host.told.clear()
    commands.normalise(host)
    assert host.told == [sentence("ADD-042")]


def test_tidying_that_is_declined_changes_nothing(
    engine: Engine, host: LibreOfficeHost, untidy: Path, tmp_path: Path
) -> None:
    plain = _resaved(untidy, tmp_path / "nguyên.xlsx")
    book = xw.Book(str(untidy))
    host.answer = False
    commands.normalise(host)
    assert len(host.asked) == 1
    assert host.told == []
    book.save()
    assert _cells(untidy) == _cells(plain)


def test_a_copy_to_hand_in_bears_its_number_and_no_marks(
    engine: Engine, host: LibreOfficeHost, tmp_path: Path
) -> None:
    form = tmp_path / "DD03-dang-ky.xlsx"
    form.write_bytes(ISSUED["dang-ky"]())
    issued = form.read_bytes()
    expected = [(one.code, one.origin.cell, one.value) for one in check_file(form).findings]
    book = xw.Book(str(form))
    commands.check(host)
    commands.prepare_submission(host)
    assert len(host.asked) == 1, "faults are left"
    commands.prepare_submission(host)
    copies = sorted(path for path in tmp_path.glob("*.xlsx") if path != form)
    assert [path.name[-10:] for path in copies] == ["lan-1.xlsx", "lan-2.xlsx"]
    for number, copy in enumerate(copies, 1):
        found, ret = read_standalone(copy.read_bytes(), copy.name)
        assert found is not None
        assert ret.submission == number
        judged = check_file(copy).findings
        assert [(one.code, one.origin.cell, one.value) for one in judged] == expected
        assert opened(copy).sheetnames == opened(form).sheetnames
    assert book.fullname == str(form)
    assert form.read_bytes() == issued, "the open workbook itself is not saved"


def test_a_copy_that_cannot_be_written_leaves_the_card_as_it_was(
    engine: Engine, host: LibreOfficeHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = tmp_path / "DD03-dang-ky.xlsx"
    form.write_bytes(ISSUED["dang-ky"]())
    book = xw.Book(str(form))
    card = book.sheets["_thidua"]["A1:C15"].raw_value

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(host, "save_copy", full)
    commands.prepare_submission(host)
    assert "hết chỗ trên ổ đĩa" in host.told[0]
    assert book.sheets["_thidua"]["A1:C15"].raw_value == card
    assert host.protection(book.sheets["_thidua"]) is not None
    assert list(tmp_path.glob("*.xlsx")) == [form]
