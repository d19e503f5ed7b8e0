"""Where things of a definition stand: paths of fields, and what one row can see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from schemas.campaign import Campaign, Stage
from schemas.field import Condition, Field, Form
from schemas.finding import Finding
from schemas.kinds import FieldKind
from schemas.meaning.fault import fault, unknown

__all__ = [
    "Spot",
    "beginning",
    "condition_faults",
    "entry_field_faults",
    "field_map",
    "spots",
    "visible",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One field and where it stands; ``part`` is ``header`` or ``fields``."""

    field: Field
    stage: int
    part: str
    path: str


def spots(campaign: Campaign) -> Iterator[Spot]:
    """Every field of every stage in file order, doubled ids included."""
    for number, stage in enumerate(campaign.stages):
        if stage.form:
            yield from _part(number, "header", stage.form.header)
            yield from _part(number, "fields", stage.form.fields)


def _part(stage: int, part: str, fields: tuple[Field, ...]) -> Iterator[Spot]:
    for index, field in enumerate(fields):
        path = f"stages[{stage}].form.{part}[{index}]"
        yield Spot(field=field, stage=stage, part=part, path=path)


def field_map(campaign: Campaign) -> dict[str, Spot]:
    """Field id → spot; of doubled ids the first."""
    found: dict[str, Spot] = {}
    for spot in spots(campaign):
        found.setdefault(spot.field.id, spot)
    return found


def beginning(campaign: Campaign) -> int | None:
    """The number of the stage in which entries begin, or ``None`` where none can."""
    first = campaign.entry_stage
    return None if first is None else campaign.stages.index(first)


def entry_field_faults(
    campaign: Campaign, known: dict[str, Spot], name: str, path: str
) -> Iterator[Finding]:
    """DEF-220: what looks at an entry names a field of entries, not of an outline or an honour."""
    spot = known.get(name)
    if spot is not None and not campaign.stages[spot.stage].makes_entries:
        yield fault("DEF-220", path, name, stage=campaign.stages[spot.stage].id)


def visible(stage: Stage, part: str) -> frozenset[str]:
    """Ids that a rule of this part may look at: the header, or the row with its shown fields."""
    form: Form | None = stage.form
    if form is None:
        return frozenset()
    if part == "header":
        return frozenset(field.id for field in form.header)
    return frozenset({field.id for field in form.fields} | set(form.shown))


def condition_faults(
    known: dict[str, Spot], condition: Condition | None, path: str
) -> Iterator[Finding]:
    """A condition must name a choice field (DEF-206, DEF-229) and its choices (DEF-207)."""
    if condition is None:
        return
    spot = known.get(condition.field)
    if spot is None:
        yield unknown("DEF-206", f"{path}.field", condition.field, known)
    elif spot.field.kind is not FieldKind.CHOICE:
        yield fault("DEF-229", f"{path}.field", condition.field)
    else:
        choices = [choice.id for choice in spot.field.choices]
        for index, value in enumerate(condition.values):
            if choices and value not in choices:
                where = f"{path}.values[{index}]"
                yield unknown("DEF-207", where, value, choices, field=condition.field)
