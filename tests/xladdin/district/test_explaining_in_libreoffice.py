"""Giải thích and Tổng hợp, on a summary that is open in LibreOffice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

pytest.importorskip("xlwings", reason="xlwings is not installed: pip install -e .[dev]")

from tests.xladdin.district.workspace import merged_office
from tests.xladdin.engine.application import Engine
from tests.xladdin.engine.bases import xw
from tests.xladdin.engine.host import LibreOfficeHost
from xladdin.district import explaining, merging
from xladdin.district.explanation import Explained, explain_entry
from xladdin.profile import Profile
from xladdin.refusal import Refusal

SHEET = "Biểu tổng hợp đăng ký"


@pytest.fixture
def summary(tmp_path: Path) -> Path:
    return merged_office(tmp_path) / "ket-qua" / "Tong-hop.xlsx"


def _select(book: Any, entry: str) -> None:
    sheet = book.sheets[SHEET]
    sheet.activate()
    ids = sheet.range((1, 2), (30, 2)).raw_value
    row = next(row for row, (value,) in enumerate(ids, 1) if value == entry)
    sheet.range((row, 5)).select()


def test_the_chain_stands_in_a_new_workbook_and_the_summary_is_as_it_was(
    engine: Engine, host: LibreOfficeHost, summary: Path, tmp_path: Path
) -> None:
    book = xw.Book(str(summary))
    before = [sheet.used_range.raw_value for sheet in book.sheets]
    _select(book, "DD02-01")
    told: list[Explained] = []

    def explained(folder: Path, entry: str, day: str) -> Explained:
        told.append(explain_entry(folder, entry, day))
        return told[0]

    explaining.explain(host, Profile(root=tmp_path / "profile"), explained)
    assert [sheet.used_range.raw_value for sheet in book.sheets] == before
    (new,) = [one for one in xw.books if one.name != book.name]
    new.save(tmp_path / "giải thích.xlsx")
    page = openpyxl.load_workbook(tmp_path / "giải thích.xlsx")["Giải thích DD02-01"]
    words = [row[0].value or "" for row in page.iter_rows()]
    assert tuple(words[-len(told[0].lines) :]) == told[0].lines
    assert words[0] == "GIẢI THÍCH DD02-01"
    links = [row[1].value for row in page.iter_rows() if row[1].value]
    file = summary.parent.parent / "nhan-ve" / "dang-ky" / "Xã Ka Đô, lần 1.xlsx"
    assert f'=HYPERLINK("{file}#\'Đăng ký\'!G11","Đăng ký!G11")' in links
    assert [bool(page[cell].font.bold) for cell in ("A1", "A5", "A6")] == [True, True, False]
    assert page["A5"].alignment.wrap_text
    shown = openpyxl.load_workbook(tmp_path / "giải thích.xlsx", data_only=True).active
    assert shown is not None
    assert {row[1].value for row in shown.iter_rows() if row[1].value} >= {"Đăng ký!G11"}


def test_an_open_summary_stops_the_merge(
    engine: Engine, host: LibreOfficeHost, summary: Path, tmp_path: Path
) -> None:
    xw.Book(str(summary))
    host.folder = summary.parent
    started: list[Any] = []
    with pytest.raises(Refusal) as refused:
        merging.merge(host, Profile(root=tmp_path / "profile"), started.append)
    assert (refused.value.code, started) == ("ADD-080", [])
    assert refused.value.params == {"files": f"– {Path('ket-qua/Tong-hop.xlsx')}"}
