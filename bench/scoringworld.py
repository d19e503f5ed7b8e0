"""A campaign of any size in memory: entries, ballots and decisions, for the bench of the sums.

Six entries per unit; half of the units are appraised by a council of their own, the others by
that of the campaign, nine members each; one ballot in fifty is blank, one in a hundred abstains.
One entry in a hundred is on hold, one in two hundred waived, every tenth was honoured before.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from appraisal.ballot import ScoredRow
from appraisal.decision import Decision, DecisionKind
from appraisal.entry import Entry, EntryState, Received
from appraisal.honour import Honour
from appraisal.unit import Member, Unit
from schemas.campaign import Campaign, Route
from schemas.field import Field
from schemas.finding import Origin
from schemas.kinds import ConstraintKind, ExclusionKind, FieldKind, RouteBody, SenderKind
from schemas.load import read_definition
from schemas.preset import preset_bytes
from schemas.value import Value

__all__ = [
    "AS_OF",
    "ENTRIES",
    "FIGURE",
    "MEMBERS",
    "World",
    "preset",
    "units_of",
    "value_of",
    "world",
]

ENTRIES = 6
MEMBERS = 9
FIGURE = "so-nguoi"
AS_OF = date(2023, 11, 20)
_PRESET = "dan-van-kheo-2023"
_SURNAMES = ("Nguyễn", "Trần", "Lê", "Hoàng", "Nông", "Triệu", "Đặng", "Ma")
_MIDDLE = ("Văn", "Thị", "Đức", "Thu", "Minh", "Hữu", "Ngọc", "Quang", "Thanh", "Kim")
_GIVEN = ("An", "Bình", "Hoa", "Hòa", "Lan", "Thủy", "Dũng", "Sơn", "Tuấn", "Yến", "Đạt", "Huệ")
_CAME = Received(on=date(2023, 1, 20), channel="van-ban", late=False, document="12-BC, 20/01/2023")


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What `appraise` is given; ``issued``: member → entries in that member's workbooks."""

    campaign: Campaign
    units: tuple[Unit, ...]
    members: tuple[Member, ...]
    entries: tuple[Entry, ...]
    scored: tuple[ScoredRow, ...]
    issued: dict[str, frozenset[str]]
    decisions: tuple[Decision, ...]
    honours: tuple[Honour, ...]


def preset() -> Campaign:
    """The campaign of the bench: five criteria, surveys, approval, honours, five awards."""
    campaign, findings = read_definition(preset_bytes(_PRESET))
    assert campaign is not None and not findings
    return campaign


def world(count: int) -> World:
    """A world of ``count`` entries, the same at every call."""
    campaign = preset()
    chance = random.Random(count)
    units = units_of(campaign, -(-count // ENTRIES))
    members = _councils(campaign, units)
    entries = tuple(_entry(campaign, units[k // ENTRIES], k, chance) for k in range(count))
    groups = {unit.code: unit.group for unit in units}
    scored = tuple(_scored(campaign, entries, groups, chance))
    issued: dict[str, set[str]] = {member.code: set() for member in members}
    for row in scored:
        issued[row.member].add(row.entry)
    return World(
        campaign=campaign,
        units=units,
        members=members,
        entries=entries,
        scored=scored,
        issued={code: frozenset(known) for code, known in issued.items()},
        decisions=tuple(_decisions(campaign, entries)),
        honours=tuple(_honours(entries)),
    )


def units_of(campaign: Campaign, count: int) -> tuple[Unit, ...]:
    """Units with every figure; every second one has a council of its own."""
    own, *others = (group.id for group in campaign.unit_groups)
    figures = {FIGURE: Decimal(20), **{one.id: Decimal(20) for one in campaign.figures}}
    return tuple(
        Unit(
            code=f"X-{k:05d}",
            name=f"Đảng ủy xã số {k}",
            group=own if k % 2 else others[k // 2 % len(others)],
            figures=figures,
        )
        for k in range(1, count + 1)
    )


def _own_route(campaign: Campaign) -> Route:
    return next(route for route in campaign.routes if route.body is RouteBody.UNIT)


def _councils(campaign: Campaign, units: Sequence[Unit]) -> tuple[Member, ...]:
    own = _own_route(campaign)
    common = next(route for route in campaign.routes if route.body is RouteBody.CAMPAIGN)
    made = [_member(f"HD-{k}", common) for k in range(1, MEMBERS + 1)]
    for unit in units:
        if unit.group in own.groups:
            made += [_member(f"{unit.code}-TV{k}", own, unit.code) for k in range(1, MEMBERS + 1)]
    return tuple(made)


def _member(code: str, route: Route, home: str = "") -> Member:
    name = f"Hội đồng viên {code}"
    return Member(code=code, name=name, position="Thành viên", route=route.id, home_unit=home)


def _entry(campaign: Campaign, unit: Unit, turn: int, chance: random.Random) -> Entry:
    person = turn % 3 == 0
    words = (chance.choice(_SURNAMES), chance.choice(_MIDDLE), chance.choice(_GIVEN))
    name = " ".join(words) if person else f"Tổ dân vận số {turn % ENTRIES + 1} xã {unit.code}"
    subject = campaign.subjects[1 if person else 0].id
    title = f"Mô hình số {turn} vận động nhân dân hiến đất làm đường"
    values: dict[str, Value] = {}
    for field in campaign.fields().values():
        value = value_of(field, person, turn)
        if value is not None:
            values[field.id] = value
    roles = campaign.roles
    values.update({roles.subject: subject, roles.name: name, roles.title: title})
    stages = [
        s for s in campaign.stages if s.form is not None and s.sender is not SenderKind.MEMBER
    ]
    files = {stage.id: f"nhan-ve/{stage.id}/{unit.code}.xlsx" for stage in stages}
    return Entry(
        id=f"{unit.code}-{turn % ENTRIES + 1:02d}",
        unit=unit.code,
        subject=subject,
        name=name,
        title=title,
        values=values,
        rows={stage: Origin(file=file, sheet="Bảng", cell="B20") for stage, file in files.items()},
        received=dict.fromkeys(files, _CAME),
        state=EntryState.REGISTERED,
    )


def value_of(field: Field, person: bool, turn: int) -> Value:
    """A value that lets an entry pass; those of the rules differ from entry to entry."""
    if field.personal and not person:
        return None
    match field.kind:
        case FieldKind.CHOICE:
            return field.choices[0 if turn % 20 else -1].id
        case FieldKind.MULTI_CHOICE:
            return (field.choices[0].id,)
        case FieldKind.DATE:
            if field.personal:
                return date(1960 + turn % 40, 5, 17)
            within = field.constraint(ConstraintKind.DATE_RANGE)
            return (within.earliest if within else None) or date(2023, 1, 10)
        case FieldKind.INTEGER | FieldKind.DECIMAL:
            return Decimal(turn % 50)
        case _:
            return f"Nội dung {field.label.lower()} của đơn vị, viết đủ dài."


def _scored(
    campaign: Campaign, entries: Sequence[Entry], groups: dict[str, str], chance: random.Random
) -> Iterator[ScoredRow]:
    own = _own_route(campaign)
    for number, entry in enumerate(entries):
        prefix = f"{entry.unit}-TV" if groups[entry.unit] in own.groups else "HD-"
        scale = campaign.scale_of(entry.subject)
        level = number % 6
        for k in range(1, MEMBERS + 1):
            draw = chance.randrange(100)
            blank, abstained = draw < 2, draw == 2
            steps = (int(c.maximum / c.step) for c in scale.criteria)
            scores = {
                c.id: None if blank or abstained else c.step * (most - chance.randint(0, level))
                for c, most in zip(scale.criteria, steps, strict=True)
            }
            yield ScoredRow(
                entry=entry.id,
                member=f"{prefix}{k}",
                scores=scores,
                abstained=abstained,
                conflict=False,
                comment="",
                blank=blank,
                faulty=False,
                origin=Origin(file=f"nhan-ve/cham-diem/{prefix}{k}.xlsx", cell=f"B{number + 20}"),
                row=number + 20,
            )


def _decisions(campaign: Campaign, entries: Sequence[Entry]) -> Iterator[Decision]:
    waivable = next(r for r in campaign.exclusions if r.kind is ExclusionKind.FIELD)
    for number, entry in enumerate(entries):
        origin = Origin(file="quyet-dinh.xlsx", sheet="Quyết định", cell=f"A{number + 2}")
        made = {"entry": entry.id, "basis": "12-QĐ/HU", "origin": origin}
        if number % 100 == 7:
            yield Decision(kind=DecisionKind.HOLD, reason="Đang xác minh đơn", **made)  # type: ignore[arg-type]  # attributes by name
        elif number % 200 == 20:
            yield Decision(kind=DecisionKind.WAIVE, rule=waivable.id, **made)  # type: ignore[arg-type]  # attributes by name
        elif number % 100 == 11:
            award = campaign.awards[-1].id
            yield Decision(kind=DecisionKind.SELECT, award=award, **made)  # type: ignore[arg-type]  # attributes by name
        else:
            yield Decision(kind=DecisionKind.APPROVE, **made)  # type: ignore[arg-type]  # attributes by name


def _honours(entries: Sequence[Entry]) -> Iterator[Honour]:
    for number, entry in enumerate(entries[::10]):
        yield Honour(
            code=f"KT-{number:05d}",
            name=entry.name,
            unit=entry.unit,
            title=entry.title if number % 2 else f"Thành tích khác số {number}",
            award="giay-khen",
            year=2022,
            origin=Origin(file="khen-thuong.xlsx", sheet="Khen thưởng", cell=f"A{number + 2}"),
        )
