"""Workbooks and registers as they come back or are kept, each with exactly one thing wrong."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from appraisal.unit import Member
from schemas.formpart import encode_form
from tests.cli.office import entry, opened
from tests.workbooks import issued
from workbooks.issue import write_scoring
from workbooks.layout import CARD_SHEET, layout_of
from workbooks.plan import ScorePlan, ScoreRow

__all__ = [
    "MEMBER",
    "ROUTE",
    "UNIT",
    "blank",
    "carded",
    "changed",
    "filled",
    "ole",
    "saved_at",
    "scored",
    "set_cell",
    "twice_in_zip",
]

UNIT = "DD03"
MEMBER = "TV1"
ROUTE = "Tổ thẩm định của Ban Thường vụ Huyện ủy"

_LETTER = {("so_vb", 0): "12-CV/ĐU", ("ngay_vb", 0): "03/01/2024"}


def blank(unit: str = UNIT) -> bytes:
    """A registration of five rows as it went out."""
    return issued.registration(unit)


def filled(*, unit: str = UNIT, submission: int = 1, **more: object) -> bytes:
    """A registration with one whole entry in row 11, some of its fields typed otherwise."""
    typed: dict[str, object] = {**entry("Mô hình mẫu"), **more}
    cells = {(field, 1): value for field, value in typed.items()}
    return issued.typed(issued.registration(unit, submission), {**cells, **_LETTER})


def changed(edit: Callable[[Any], object], data: bytes = b"") -> bytes:
    """The filled registration after somebody edited it."""
    return issued.edited(data or filled(), edit)


def carded(**lines: str) -> bytes:
    """The filled registration whose hidden sheet says otherwise."""

    def edit(book: Any) -> None:
        for row in book[CARD_SHEET].iter_rows(max_col=2):
            if row[0].value in lines:
                row[1].value = lines[row[0].value]

    return changed(edit)


def ole(stream: str) -> bytes:
    """An OLE container that names a stream; encrypted and old workbooks are such."""
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
    return head + stream.encode("utf-16-le").ljust(512, b"\0")


def saved_at(data: bytes, moment: str) -> bytes:
    """The workbook with another moment of saving in its properties."""
    return _rezipped(
        data,
        lambda name, content: (
            re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + moment.encode(), content)
            if name == "docProps/core.xml"
            else content
        ),
    )


def twice_in_zip(data: bytes) -> bytes:
    """The workbook with a second sheet part of the same name behind the first."""
    buffer = io.BytesIO(data)
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "a") as archive:
        warnings.simplefilter("ignore", UserWarning)  # zipfile says that the name is there twice
        archive.writestr("xl/worksheets/sheet1.xml", archive.read("xl/worksheets/sheet1.xml"))
    return buffer.getvalue()


def _rezipped(data: bytes, edit: Callable[[str, bytes], bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, edit(name, old.read(name)))
    return buffer.getvalue()


@cache
def _ballots() -> ScorePlan:
    campaign = issued.campaign()
    return ScorePlan(
        campaign=campaign,
        stage=issued.form("cham-diem"),
        form_json=encode_form(campaign, "cham-diem"),
        member=Member(
            code=MEMBER, name="Thành Viên Mẫu 1", position="", route=campaign.routes[0].id
        ),
        rows=(
            ScoreRow(
                entry_id="DD01-01",
                unit_name="Đảng ủy xã DD01",
                name="Chi bộ Một cửa số",
                title="Một cửa số",
            ),
        ),
    )


def scored(points: Mapping[int, object]) -> bytes:
    """A ballot on DD01-01 with one point for every criterion but for those given by number."""
    plan = _ballots()
    scale = plan.stage.scale
    assert scale is not None
    where = layout_of(plan.stage, 1)

    def fill(book: Any) -> None:
        for number, criterion in enumerate(scale.criteria, start=1):
            column = where.inputs[criterion.id][0]
            cell = book[plan.stage.sheet].cell(where.first_row + 1, column + 1)
            cell.value = points.get(number, "1")

    return issued.edited(write_scoring(plan), fill)


def set_cell(path: Path, cells: Mapping[str, object]) -> Path:
    """A register whose office typed something into cells of its first sheet."""
    book = opened(path)
    sheet = book.worksheets[0]
    for address, value in cells.items():
        sheet[address].value = value
    book.save(path)
    return path
