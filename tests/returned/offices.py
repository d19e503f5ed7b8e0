"""The small offices into which bad files are put: made once, copied for every case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cli.creating import create_workspace
from cli.issuing import issue_stage
from schemas.campaign import Campaign
from schemas.formpart import stage_form
from schemas.load import read_definition
from tests.cli.office import AFTER, intake, open_office, opened
from tests.cli.spoiling import filled
from workbooks.layout import layout_of
from workbooks.register import Value
from workbooks.registers import HONOURS_FILE, INTAKE_FILE, UNITS_FILE, write_registers

__all__ = ["OFFICES", "OUTLINE", "SURVEY", "Office"]

SURVEY = "khao-sat-q1"
OUTLINE = "bao-cao"

Lines = tuple[Mapping[str, Value], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """How it is made in a folder, the good return in it, and the day of its merge."""

    make: Callable[[Path], object]
    good: str
    as_of: date


def _registering(root: Path) -> None:
    """DD01 returned one good entry; the letters of DD01 and DD03 came by the right channel."""
    open_office(root, intake=intake("DD01", "DD03"))
    (root / "nhan-ve" / "dang-ky" / "DD01.xlsx").write_bytes(
        filled(unit="DD01", ten_mo_hinh="Một cửa số", ten="Chi bộ Một cửa số")
    )


def _surveying(root: Path) -> None:
    """The district's body surveys one honour of CQ01, which registers nothing this year."""
    honour: Mapping[str, Value] = {
        "code": "KT-B",
        "name": "Phòng Nội vụ",
        "unit": "CQ01",
        "title": "Một cửa thân thiện",
        "award": "cong-nhan",
        "movement": "dan-van-kheo",
        "year": "2021",
        "number": "12/QĐ-2021",
    }
    units: Lines = ({"code": "CQ01", "name": "Phòng Nội vụ huyện", "group": "co-quan"},)
    campaign = _opened(root, "dan-van-kheo-2023", {UNITS_FILE: units, HONOURS_FILE: (honour,)})
    issue_stage(root, "dang-ky", date(2023, 1, 10))
    issue_stage(root, SURVEY, date(2023, 3, 1))
    _nil(root, campaign, "dang-ky", "CQ01")


def _reporting(root: Path) -> None:
    """SN01 nominates nobody; SN02 reports by headings, its paper set goes beside the report."""
    units: Lines = tuple(
        {"code": code, "name": f"Sở Mẫu {code}", "group": "so-nganh"} for code in ("SN01", "SN02")
    )
    paper: Lines = (
        {
            "number": "15/BC-SNV",
            "received_on": date(2022, 5, 6),
            "channel": "ban-giay",
            "sender": "SN02",
            "stage": OUTLINE,
        },
    )
    campaign = _opened(root, "van-hoa-cong-so-2022", {UNITS_FILE: units, INTAKE_FILE: paper})
    issue_stage(root, OUTLINE, date(2022, 4, 20))
    issue_stage(root, "de-nghi", date(2022, 4, 20))
    _nil(root, campaign, "de-nghi", "SN01")


def _opened(root: Path, preset: str, lines: Mapping[str, Lines]) -> Campaign:
    create_workspace(preset, root)
    campaign, _ = read_definition((root / "campaign.json").read_bytes())
    assert campaign is not None
    for name, data in write_registers(campaign, lines).items():
        if name in lines:
            (root / name).write_bytes(data)
    return campaign


def _nil(root: Path, campaign: Campaign, stage: str, unit: str) -> None:
    """The unit ticks that there is nothing, under its letter."""
    form = stage_form(campaign, stage)
    where = layout_of(form, 1)
    source = next((root / "phat-hanh" / stage).glob(f"{unit}-*.xlsx"))
    book = opened(source)
    sheet = book[form.sheet]
    told = {"so_vb": "12/CV", "ngay_vb": "20/01/2023"}
    for field in form.form.header if form.form else ():
        row, column = where.header[field.id]
        answer = field.choices[-1].label if field.choices else told.get(field.id)
        sheet.cell(row + 1, column + 1).value = answer
    assert where.nil is not None
    sheet.cell(where.nil[0] + 1, where.nil[1] + 1).value = "x"
    (root / "nhan-ve" / stage).mkdir(parents=True, exist_ok=True)
    book.save(root / "nhan-ve" / stage / f"{unit}.xlsx")


OFFICES: Mapping[str, Office] = {
    "dang-ky": Office(make=_registering, good="nhan-ve/dang-ky/DD01.xlsx", as_of=AFTER),
    "khao-sat": Office(make=_surveying, good="nhan-ve/dang-ky/CQ01.xlsx", as_of=date(2023, 4, 10)),
    "bao-cao": Office(make=_reporting, good="nhan-ve/de-nghi/SN01.xlsx", as_of=date(2022, 5, 12)),
}
