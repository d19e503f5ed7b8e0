"""Sửa biểu mẫu, on a workbook that is open in LibreOffice and was pasted over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("xlwings", reason="xlwings is not installed: pip install -e .[dev]")

from cli.checking import check_file
from tests.workbooks.plans import opened
from tests.xladdin.engine.application import Engine
from tests.xladdin.engine.bases import xw
from tests.xladdin.engine.host import LibreOfficeHost
from tests.xladdin.engine.workbooks import ISSUED, REGISTERED
from xladdin import commands
from xladdin.host import FormHost
from xladdin.refusal import sentence


def _rules(path: Path) -> set[tuple[object, ...]]:
    return {
        (str(one.sqref), one.type, one.formula1, one.errorStyle, one.error, one.prompt)
        for one in opened(path)[REGISTERED].data_validations.dataValidation
    }


def _conditions(path: Path) -> set[tuple[str, str]]:
    return {
        (str(one.sqref), rule.formula[0])
        for one in opened(path)[REGISTERED].conditional_formatting
        for rule in one.rules
    }


def _looks(path: Path) -> dict[str, tuple[Any, ...]]:
    """Of every cell of the form what a paste destroys."""
    return {
        cell.coordinate: (
            cell.value,
            cell.number_format,
            cell.fill.fgColor.rgb if cell.fill.fill_type else None,
            cell.protection.locked,
            cell.alignment.wrap_text or False,
            (cell.font.name, cell.font.sz, cell.font.b or False),
            cell.border.left.style,
        )
        for row in opened(path)[REGISTERED].iter_rows()
        for cell in row
    }


def _judged(path: Path) -> list[tuple[str, str]]:
    return [(finding.code, finding.origin.cell) for finding in check_file(path).findings]


def test_what_a_paste_destroyed_comes_back(engine: Engine, tmp_path: Path) -> None:
    form, plain = tmp_path / "DD03-dang-ky.xlsx", tmp_path / "nguyên.xlsx"
    form.write_bytes(ISSUED["dang-ky"]())
    book = xw.Book(str(form))
    book.save(plain)
    book.close()
    host = LibreOfficeHost(engine)
    mending: FormHost = host
    book = xw.Book(str(form))
    sheet = book.sheets[REGISTERED]
    flags = host.protection(sheet)
    host.unprotect(sheet)
    sheet["C11:H18"].clear_formats()
    sheet["C11:H18"].data_validation.delete()
    mending.condition(sheet, [])
    sheet["D12"].number_format = "0.00"
    host.protect(sheet, flags)
    book.save()
    assert _rules(form) != _rules(plain)
    assert _conditions(form) == set()
    assert _looks(form) != _looks(plain)

    commands.restore_form(host)
    book.save()
    assert host.told == [sentence("ADD-064")]
    assert _rules(form) == _rules(plain)
    assert _conditions(form) == _conditions(plain)
    looks = _looks(plain)
    truth = looks["D13"]
    assert truth[1] == "General", "as a program wrote it there; the form has a column of texts"
    assert _looks(form) == {**looks, "D13": (truth[0], "@", *truth[2:])}
    assert host.protection(book.sheets[REGISTERED]) == flags
    assert _judged(form) == _judged(plain)
