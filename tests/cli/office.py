"""A small office: a workspace with three units, and how its units return workbooks."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl

from cli.creating import create_workspace
from schemas.formpart import stage_form
from schemas.kinds import RouteBody
from schemas.load import read_definition
from workbooks.layout import layout_of
from workbooks.register import Value
from workbooks.registers import (
    DECISIONS_FILE,
    INTAKE_FILE,
    MEMBERS_FILE,
    UNITS_FILE,
    write_registers,
)

BEFORE = date(2023, 12, 25)
IN_TIME = date(2024, 1, 5)
AFTER = date(2024, 1, 11)
UNITS = ("DD01", "DD02", "DD03")


def open_office(root: Path, **lines: tuple[Mapping[str, Value], ...]) -> Path:
    """A workspace of Đơn Dương with three units and five members of the district body."""
    create_workspace("don-duong-2024", root)
    fill_registers(root, **lines)
    return root


def fill_registers(root: Path, **lines: tuple[Mapping[str, Value], ...]) -> None:
    """Fills units and members; ``intake`` and ``decisions`` as given."""
    campaign, _ = read_definition((root / "campaign.json").read_bytes())
    assert campaign is not None
    group = campaign.unit_groups[0].id
    figures: dict[str, Value] = {f"figure:{f.id}": Decimal(10) for f in campaign.figures}
    units: tuple[Mapping[str, Value], ...] = tuple(
        {"code": code, "name": f"Đảng ủy xã {code}", "group": group, **figures} for code in UNITS
    )
    route = next(r.id for r in campaign.routes if r.body is RouteBody.CAMPAIGN)
    members: tuple[Mapping[str, Value], ...] = tuple(
        {"code": f"TV{k}", "name": f"Thành Viên Mẫu {k}", "route": route} for k in range(1, 6)
    )
    books = write_registers(
        campaign,
        {
            UNITS_FILE: units,
            MEMBERS_FILE: members,
            INTAKE_FILE: lines.get("intake", ()),
            DECISIONS_FILE: lines.get("decisions", ()),
        },
    )
    for name in (UNITS_FILE, MEMBERS_FILE, INTAKE_FILE, DECISIONS_FILE):
        (root / name).write_bytes(books[name])


def intake(*codes: str, channel: str = "idoc", on: date = IN_TIME) -> tuple[dict[str, Value], ...]:
    """Intake lines of the registrations of some units."""
    return tuple(
        {
            "number": f"{k}-CV/ĐU",
            "received_on": on,
            "channel": channel,
            "sender": code,
            "stage": "dang-ky",
        }
        for k, code in enumerate(codes, start=1)
    )


def returned(root: Path, unit: str, entries: list[Mapping[str, str]], name: str = "") -> Path:
    """The unit's registration, filled and put into ``nhan-ve``; returns where."""
    campaign, _ = read_definition((root / "campaign.json").read_bytes())
    assert campaign is not None
    form = stage_form(campaign, "dang-ky")
    assert form.form is not None
    where = layout_of(form, form.form.capacity)
    source = next((root / "phat-hanh" / "dang-ky").glob(f"{unit}-*.xlsx"))
    book = opened(source)
    sheet = book[form.sheet]
    for field, value in {"so_vb": "12-CV/ĐU", "ngay_vb": "03/01/2024"}.items():
        row, column = where.header[field]
        sheet.cell(row + 1, column + 1).value = value
    for number, entry in enumerate(entries):
        for field, value in entry.items():
            cell = sheet.cell(where.first_row + number + 1, where.inputs[field][0] + 1)
            cell.value = value
    target = root / "nhan-ve" / "dang-ky" / (name or source.name)
    book.save(target)
    return target


def opened(path: Path) -> openpyxl.Workbook:
    """A workbook in openpyxl, which says that it cannot keep the letter's computed print area."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(path)


def entry(title: str, **more: str) -> dict[str, str]:
    """A whole registration of a collective for the district body."""
    return {
        "doi_tuong": "Tập thể",
        "ten": f"Chi bộ {title}",
        "ten_mo_hinh": title,
        "linh_vuc": "Cải cách hành chính",
        "tinh_moi": f"Lần đầu làm ở địa phương: {title}.",
        "du_kien_kq": f"Giảm thời gian giải quyết hồ sơ nhờ {title}.",
        "bam_sat": "x",
        "cap_tham_dinh": "Ban Thường vụ Huyện ủy",
        "cap_duyet": "Đảng ủy",
        "ngay_duyet": "02/01/2024",
        "ngay_trien_khai": "15/01/2024",
    } | more
