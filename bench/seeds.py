"""Small offices of all built-in campaigns, and the filled workbooks that fuzzing spoils.

One unit of each office, `GOOD`, returns what is sound; the others' returns are the seeds.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from bench.returnfiles import value_of
from cli.creating import create_workspace
from cli.issuing import issue_stage
from cli.workspace import Unusable
from examples.filling import Filling, Typed, fill
from schemas.campaign import Campaign
from schemas.field import Field
from schemas.form import StageForm
from schemas.formpart import stage_form
from schemas.kinds import FieldKind, RouteBody
from schemas.load import read_definition
from schemas.preset import presets
from tests.workbooks.converted import as_ods, as_xls
from workbooks.book import read_workbook
from workbooks.card import read_card
from workbooks.register import Value
from workbooks.registers import HONOURS_FILE, MEMBERS_FILE, UNITS_FILE, write_registers

__all__ = ["GOOD", "MANY", "Office", "Seed", "build_office", "build_offices"]

GOOD = "TOT99"
MANY = 500
"""Further units of the register, M0000 …, in whose name seeds are sent."""

_CODES = ("U0001", "U0002")
_CAPACITY = 3
_ENTRIES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """A filled workbook: whose, of which kind (``xlsx``, ``xls``, ``ods``)."""

    stage: str
    sender: str
    suffix: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A workspace with the sound returns of `GOOD`, the day of its merge, and its seeds."""

    root: Path
    as_of: date
    seeds: tuple[Seed, ...]


def build_offices(folder: Path) -> tuple[Office, ...]:
    """One office of every preset, in the order of their names."""
    return tuple(build_office(preset.id, folder / preset.id) for preset in presets())


def build_office(preset: str, root: Path) -> Office:
    """A small office of one preset; ``root`` is made."""
    create_workspace(preset, root)
    _shrink(root / "campaign.json")
    campaign, _ = read_definition((root / "campaign.json").read_bytes())
    assert campaign is not None
    day = date(campaign.year, 1, 9)
    _register(root, campaign, many=0)
    seeds: list[Seed] = []
    for stage in campaign.stages:
        try:
            written = issue_stage(root, stage.id, day).written
        except Unusable:
            continue  # nothing to issue of this stage in so small an office
        form = stage_form(campaign, stage.id)
        for path in written:
            data = _filled(path.read_bytes(), form)
            target = root / "nhan-ve" / stage.id / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
            sender = path.name.partition("-")[0]
            if sender != GOOD:
                seeds += _in_kinds(stage.id, sender, data)
    for path in (root / "nhan-ve").rglob("*.xlsx"):
        if not path.name.startswith(f"{GOOD}-"):
            path.unlink()
    _register(root, campaign, many=MANY)
    return Office(root=root, as_of=day, seeds=tuple(seeds))


def _shrink(definition: Path) -> None:
    """Few rows to a form: what is fuzzed is the number of files."""
    told = json.loads(definition.read_text("utf-8"))
    for stage in told["stages"]:
        form = stage.get("form") or {}
        if form.get("capacity", 0) > _CAPACITY:
            form["capacity"] = _CAPACITY
    definition.write_text(json.dumps(told, ensure_ascii=False), "utf-8")


def _register(root: Path, campaign: Campaign, many: int) -> None:
    codes = (*_CODES, GOOD, *(f"M{number:04}" for number in range(many)))
    group = campaign.unit_groups[0].id
    units: tuple[Mapping[str, Value], ...] = tuple(
        {"code": code, "name": f"Đơn vị mẫu {code}", "group": group} for code in codes
    )
    members: tuple[Mapping[str, Value], ...] = tuple(
        {"code": f"V{number:04}", "name": f"Ủy viên {number}", "route": route.id}
        for number, route in enumerate(campaign.routes)
        if route.body is RouteBody.CAMPAIGN
    )
    lines: dict[str, tuple[Mapping[str, Value], ...]] = {UNITS_FILE: units, MEMBERS_FILE: members}
    if campaign.id.startswith("dan-van"):
        honour: Mapping[str, Value] = {
            "code": "KT-B",
            "name": "Phòng Nội vụ",
            "unit": _CODES[0],
            "title": "Một cửa thân thiện",
            "award": "cong-nhan",
            "movement": "dan-van-kheo",
            "year": str(campaign.year - 2),
            "number": "12/QĐ",
        }
        lines[HONOURS_FILE] = (honour,)
    for name, data in write_registers(campaign, lines).items():
        if name in lines:
            (root / name).write_bytes(data)


def _in_kinds(stage: str, sender: str, data: bytes) -> Iterator[Seed]:
    """The workbook as it is, twice as likely as the same saved in the other two kinds."""
    yield from [Seed(stage=stage, sender=sender, suffix="xlsx", data=data)] * 4
    yield Seed(stage=stage, sender=sender, suffix="xls", data=as_xls(data))
    yield Seed(stage=stage, sender=sender, suffix="ods", data=as_ods(data))


def _filled(data: bytes, form: StageForm) -> bytes:
    """Header and the first entries answered, or scored, as far as one value fits a field."""
    _, grids = read_workbook(data, "x.xlsx")
    card = read_card(grids)
    assert card is not None
    filling = Filling(saved_at=datetime(form.year, 1, 5))
    number = sum(card.sender.id.encode())
    if form.scale is not None:
        scores: dict[str, Typed] = {criterion.id: 1 for criterion in form.scale.criteria}
        rows = {entry: scores for entry in card.entries}
        return fill(data, Filling(saved_at=filling.saved_at, rows=rows))
    assert form.form is not None
    header = {field.id: str(value_of(field, number, 0)) for field in form.form.header}
    ids = [*card.entries][:_ENTRIES] or [card.sender.id]
    rows = {
        entry: {field.id: _typed(field, number, at) for field in form.form.fields}
        for at, entry in enumerate(ids)
    }
    return fill(data, Filling(saved_at=filling.saved_at, header=header, rows=rows))


def _typed(field: Field, number: int, entry: int) -> Typed:
    return (0,) if field.kind is FieldKind.MULTI_CHOICE else value_of(field, number, entry)
