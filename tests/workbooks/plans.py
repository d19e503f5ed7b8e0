"""Plans of the preset of Đơn Dương, and a look into what was written from them."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.escape import unescape

from appraisal.returned import Sender
from appraisal.unit import Member
from schemas.campaign import Campaign
from schemas.cell import BLANK, CellKind, RawCell, text_cell
from schemas.formpart import encode_form, stage_form
from schemas.kinds import SenderKind
from schemas.load import read_definition
from schemas.preset import preset_bytes
from schemas.value import Value
from tests.office import recalculate
from workbooks.plan import FormPlan, FormRow, ScorePlan, ScoreRow

Cells = Mapping[str, tuple[RawCell, ...]]

HEADER: Cells = {"so_vb": (text_cell("12-CV/ĐU"),), "ngay_vb": (text_cell("05/01/2024"),)}
MEMBER = Member(
    code="TV01", name="Lê Thị Mẫu", position="Phó Trưởng ban", route="btv", home_unit="DD03"
)
SHOWN: Mapping[str, Value] = {
    "doi_tuong": "tap-the",
    "ten": "Đảng ủy xã Ka Đô",
    "ten_mo_hinh": "Chi bộ số",
    "linh_vuc": "xay-dung-dang",
}
DETAILS: Mapping[str, Value] = {
    "ten_mo_hinh": "Chi bộ số",
    "linh_vuc": "xay-dung-dang",
    "tinh_moi": "Gửi tài liệu sinh hoạt trước 03 ngày.",
    "bam_sat": ("14-nq-hu",),
    "ngay_duyet": date(2024, 1, 5),
    "chi_so_sau": Decimal("12.5"),
}


@cache
def campaign() -> Campaign:
    """The preset of document B."""
    loaded, findings = read_definition(preset_bytes("don-duong-2024"))
    assert loaded is not None, findings
    return loaded


def text(value: str) -> tuple[RawCell, ...]:
    """One cell of typed text."""
    return (text_cell(value),)


def number(value: str) -> tuple[RawCell, ...]:
    """One cell with a number."""
    return (RawCell(CellKind.NUMBER, Decimal(value)),)


def entry(**more: tuple[RawCell, ...]) -> Cells:
    """A complete registration of a collective, but for ``more``."""
    cells = {
        "doi_tuong": text("Tập thể"),
        "ten": text("Đảng ủy xã Ka Đô"),
        "ten_mo_hinh": text("Chi bộ số – sinh hoạt không giấy"),
        "linh_vuc": text("Xây dựng Đảng"),
        "tinh_moi": text("Tài liệu gửi trước 03 ngày; đảng viên góp ý trực tuyến."),
        "du_kien_kq": text("100% chi bộ trực thuộc thực hiện."),
        "bam_sat": (text_cell("x"), BLANK, text_cell("x")),
        "cap_tham_dinh": text("Ban Thường vụ Huyện ủy"),
        "cap_duyet": text("Đảng ủy"),
        "ngay_duyet": text("05/01/2024"),
        "ngay_trien_khai": text("01/02/2024"),
    }
    return cells | more


def form_plan(
    *typed: Cells, header: Cells | None = None, size: int = 6, stage: str = "dang-ky", **more: Any
) -> FormPlan:
    """A plan with these rows typed and blank rows up to ``size``."""
    rows = [FormRow(entry_id=f"DD03-{k:02d}", cells=cells) for k, cells in enumerate(typed, 1)]
    rows += [FormRow(entry_id=f"DD03-{k:02d}") for k in range(len(rows) + 1, size + 1)]
    return FormPlan(
        campaign=campaign(),
        stage=stage_form(campaign(), stage),
        form_json=encode_form(campaign(), stage),
        sender=Sender(kind=SenderKind.UNIT, id="DD03"),
        sender_name="Đảng ủy xã Ka Đô",
        group="xa-thi-tran",
        rows=more.pop("rows", tuple(rows)),
        header=header or {},
        **more,
    )


def score_plan(*typed: Cells, locked: Mapping[int, str] | None = None, **more: Any) -> ScorePlan:
    """A plan for one member: one entry per mapping of typed cells."""
    rows = tuple(
        ScoreRow(
            entry_id=f"DD{k:02d}-01",
            unit_name=f"Đảng ủy xã số {k}",
            name=f"Nguyễn Văn Thử {k}",
            title=f"Mô hình số {k}",
            subject="ca-nhan",
            locked=(locked or {}).get(k, ""),
            details=DETAILS,
            cells=cells,
        )
        for k, cells in enumerate(typed, 1)
    )
    return ScorePlan(
        campaign=campaign(),
        stage=stage_form(campaign(), "cham-diem"),
        form_json=encode_form(campaign(), "cham-diem"),
        member=MEMBER,
        rows=rows,
        route_name="Tổ thẩm định",
        **more,
    )


def opened(data: bytes | Path, *, values: bool = False) -> Any:
    """The workbook as openpyxl sees it: formulas, or with ``values`` what they last showed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl cannot keep a computed print area
        return openpyxl.load_workbook(
            BytesIO(data) if isinstance(data, bytes) else data, data_only=values
        )


def formulas(data: bytes) -> Iterator[tuple[str, str, str]]:
    """Sheet, cell and text (without ``=``) of every formula in a cell."""
    for sheet in opened(data):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield sheet.title, cell.coordinate, str(cell.value)[1:]


def shown(data: bytes | Path) -> dict[tuple[str, str], object]:
    """What stands in every cell that is not blank."""
    return {
        (sheet.title, cell.coordinate): (
            unescape(cell.value) if isinstance(cell.value, str) else cell.value
        )
        for sheet in opened(data, values=True)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }


def recalculated(data: bytes, folder: Path) -> dict[tuple[str, str], object]:
    """What stands in every cell after LibreOffice computed every formula anew."""
    path = folder / "workbook.xlsx"
    path.write_bytes(data)
    return shown(recalculate(path, folder / "again"))


def differences(
    ours: Mapping[tuple[str, str], object], theirs: Mapping[tuple[str, str], object]
) -> list[tuple[tuple[str, str], object, object]]:
    """Cells that show something else; numbers may differ by rounding in the 9th place."""
    found = []
    for key in sorted({*ours, *theirs}):
        mine, other = ours.get(key, ""), theirs.get(key, "")
        if isinstance(mine, int | float) and isinstance(other, int | float):
            same = round(mine - other, 9) == 0
        else:
            same = mine == other
        if not same:
            found.append((key, mine, other))
    return found
