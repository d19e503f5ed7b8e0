"""Issued scoring workbooks to type into: the presets' own scales and random ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from random import Random

from appraisal.unit import Member
from schemas.campaign import Campaign, Stage
from schemas.formpart import encode_form, stage_form
from schemas.load import read_definition
from schemas.preset import preset_bytes
from schemas.rules.score import ABSTAIN, COMMENT, CONFLICT
from schemas.scale import Criterion, Scale
from tests.verdicts.ballot_classes import COMMENTS, POINTS, TICKS, Maker, TypedCell
from workbooks.plan import HOME_UNIT, ScorePlan, ScoreRow

__all__ = ["PRESETS", "Ballots", "Filled", "Typed", "kind_of", "preset", "workbooks"]

PRESETS = ("dan-van-kheo-2023", "don-duong-2024", "lac-duong-2023", "van-hoa-cong-so-2022")
_MAXIMA = ("5", "7.5", "10", "12.5", "20", "33", "40.25", "0.8", "100")
_STEPS = ("0.5", "0.25", "1", "0.1", "2.5", "0.05", "0.2")

Typed = tuple[str, TypedCell]
"""The class of an input and the cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """One entry row with what is typed, by column id."""

    row: ScoreRow
    cells: Mapping[str, Typed]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballots:
    """One member's workbook with everything that is typed into it."""

    name: str
    plan: ScorePlan
    rows: tuple[Filled, ...]

    @property
    def scale(self) -> Scale:
        """The scale of the workbook."""
        assert self.plan.stage.scale is not None
        return self.plan.stage.scale


@cache
def preset(name: str) -> Campaign:
    """A built-in campaign."""
    loaded, findings = read_definition(preset_bytes(name))
    assert loaded is not None, findings
    return loaded


def kind_of(column: str) -> str:
    """The kind of a column: its own id, or ``score``."""
    return column.strip("_") if column in (ABSTAIN, CONFLICT, COMMENT) else "score"


def workbooks(rows: int, random: Random) -> list[Ballots]:
    """Workbooks of every scoring stage of every preset and of random scales, ``rows`` in all."""
    stages = [
        (campaign, stage) for name in PRESETS for campaign in [preset(name)]
        for stage in campaign.scoring()
    ]  # fmt: skip
    plain = [(f"{c.id}/{s.id}", c, s) for c, s in stages]
    made = [(f"{c.id}/{s.id} với thang ngẫu nhiên", _rescaled(c, s, random), s) for c, s in stages]
    used: Counter[tuple[str, str]] = Counter()
    count = max(rows // len(plain + made), 12)
    return [_ballots(name, c, s, count, random, used) for name, c, s in plain + made]


def _rescaled(campaign: Campaign, stage: Stage, random: Random) -> Campaign:
    """The campaign with another scale of two to eight criteria in that stage."""
    old = campaign.stage_scale(stage)
    criteria = tuple(
        Criterion(
            id=f"tc{k}",
            label=random.choice(("Tính mới", "Hiệu quả, tác động", "Sức “lan tỏa” & nhân rộng"))
            + f" {k}",
            maximum=Decimal(random.choice(_MAXIMA)),
            step=Decimal(random.choice(_STEPS)),
            floor=None,
        )
        for k in range(1, random.randint(2, 8) + 1)
    )
    total = sum((c.maximum for c in criteria), Decimal(0))
    new = replace(old, criteria=criteria, total=total, tie_breaks=(), bands=())
    return replace(campaign, scales=tuple(new if s is old else s for s in campaign.scales))


def _ballots(
    name: str,
    campaign: Campaign,
    stage: Stage,
    count: int,
    random: Random,
    used: Counter[tuple[str, str]],
) -> Ballots:
    form = stage_form(campaign, stage.id)
    assert form.scale is not None
    rows = tuple(_filled(k, form.scale, random, used) for k in range(1, count + 1))
    plan = ScorePlan(
        campaign=campaign,
        stage=form,
        form_json=encode_form(campaign, stage.id),
        member=Member(
            code="TV01", name="Lê Thị Mẫu", position="Ủy viên", route=campaign.routes[0].id,
            home_unit="DV99",
        ),
        rows=tuple(filled.row for filled in rows),
    )  # fmt: skip
    return Ballots(name=name, plan=plan, rows=rows)


def _filled(number: int, scale: Scale, random: Random, used: Counter[tuple[str, str]]) -> Filled:
    locked = HOME_UNIT if random.random() < 0.02 else ""
    row = ScoreRow(
        entry_id=f"DV{number % 90:02d}-{number:03d}",
        unit_name=f"Đơn vị số {number % 90}",
        name=f"Tập thể {number}",
        title=f"Mô hình số {number}",
        subject="tap-the",
        locked=locked,
    )
    return Filled(row=row, cells={} if locked else _typed(scale, random, used))


def _typed(scale: Scale, random: Random, used: Counter[tuple[str, str]]) -> dict[str, Typed]:
    """A ballot: mostly fine with one odd cell, all odd, half, blank, or ticked."""
    shape = random.choices(("one", "all", "half", "ticked", "blank"), (8, 5, 2, 9, 1))[0]
    cells: dict[str, Typed] = {}
    odd = random.choice(scale.criteria)
    for item in scale.criteria:
        if shape == "all" or (shape == "one" and item is odd):
            cells[item.id] = _next("score", POINTS, item, random, used)
        elif shape == "one" or (shape in ("half", "ticked") and random.random() < 0.6):
            cells[item.id] = _good(item, random)
    for name in (ABSTAIN, CONFLICT):
        if shape == "ticked":
            cells[name] = _next(kind_of(name), TICKS, None, random, used)
    if random.random() < 0.3:
        cells[COMMENT] = _next("comment", COMMENTS, None, random, used)
    return cells


def _good(item: Criterion, random: Random) -> Typed:
    name = random.choice(("good number", "good, comma", "good, point"))
    return name, POINTS[name](random, item)


def _next(
    kind: str,
    classes: Mapping[str, Maker],
    item: Criterion | None,
    random: Random,
    used: Counter[tuple[str, str]],
) -> Typed:
    """One of the three classes used least so far."""
    order: Sequence[str] = sorted(classes, key=lambda name: (used[kind, name], name))
    name = random.choice(order[:3])
    used[kind, name] += 1
    return name, classes[name](random, item)
