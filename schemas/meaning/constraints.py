"""Constraints of fields: keys of their kind, fields they fit, ranges, other fields they name."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.campaign import Campaign
from schemas.field import Constraint
from schemas.finding import Finding
from schemas.kinds import ConstraintKind as Kind
from schemas.kinds import FieldKind
from schemas.meaning.fault import fault, unknown
from schemas.meaning.keys import key_faults
from schemas.meaning.scope import Spot, condition_faults, field_map, spots, visible
from schemas.rules import constraint_rules

__all__ = ["constraint_faults"]

_RULES = constraint_rules()
_ALL_KEYS = tuple(
    dict.fromkeys(key for rule in _RULES.values() for key in (*rule.needs, *rule.takes))
)
_RANGES = (("min_length", "max_length"), ("minimum", "maximum"), ("earliest", "latest"))


def constraint_faults(campaign: Campaign) -> Iterator[Finding]:
    """DEF-211, DEF-212, DEF-225 to DEF-230 and the references of every constraint."""
    known = field_map(campaign)
    for spot in spots(campaign):
        yield from _repeated(spot)
        for index, constraint in enumerate(spot.field.constraints):
            path = f"{spot.path}.constraints[{index}]"
            yield from _alone(spot, constraint, path)
            yield from _references(campaign, known, spot, constraint, path)


def _repeated(spot: Spot) -> Iterator[Finding]:
    """DEF-230: a rule of these kinds stands once per field; required-when beside required too."""
    seen: set[Kind] = set()
    for index, constraint in enumerate(spot.field.constraints):
        if _RULES[constraint.kind].once and constraint.kind in seen:
            yield fault("DEF-230", f"{spot.path}.constraints[{index}].kind", constraint.kind)
        seen.add(constraint.kind)


def _alone(spot: Spot, constraint: Constraint, path: str) -> Iterator[Finding]:
    """DEF-211/212 keys, DEF-225 the kind of field, DEF-226 a range the wrong way round."""
    rule = _RULES[constraint.kind]
    needed, allowed = rule.needs, rule.takes
    yield from key_faults(constraint, path, needed, allowed, _ALL_KEYS)
    if allowed and not needed and all(getattr(constraint, key) is None for key in allowed):
        yield fault("DEF-211", path, "", key=allowed[0], kind=constraint.kind)
    if rule.fits and spot.field.kind not in rule.fits:
        yield fault("DEF-225", f"{path}.kind", constraint.kind, kind=spot.field.kind)
    for low, high in _RANGES:
        lowest, highest = getattr(constraint, low), getattr(constraint, high)
        if lowest is not None and highest is not None and lowest > highest:
            yield fault("DEF-226", f"{path}.{low}", lowest, low=lowest, high=highest)


def _references(
    campaign: Campaign, known: dict[str, Spot], spot: Spot, constraint: Constraint, path: str
) -> Iterator[Finding]:
    """The condition, the allowed choices, the other date and the fields of a common key."""
    row = visible(campaign.stages[spot.stage], spot.part)
    when = constraint.when
    yield from condition_faults(known, when, f"{path}.when")
    if when and when.field in known and when.field not in row:
        yield fault("DEF-228", f"{path}.when.field", when.field)
    choices = [choice.id for choice in spot.field.choices]
    for index, value in enumerate(constraint.allowed):
        if choices and value not in choices:
            where = f"{path}.allowed[{index}]"
            yield unknown("DEF-207", where, value, choices, field=spot.field.id)
    if constraint.other:
        yield from _other(known, row, spot, constraint.other, f"{path}.other")
    for index, name in enumerate(constraint.together):
        where = f"{path}.together[{index}]"
        if name not in known:
            yield unknown("DEF-206", where, name, known)
        elif name not in row:
            yield fault("DEF-228", where, name)


def _other(
    known: dict[str, Spot], row: frozenset[str], spot: Spot, name: str, path: str
) -> Iterator[Finding]:
    """DEF-206 unknown, DEF-227 not a date (or the field itself), DEF-228 not in the same row."""
    if name not in known:
        yield unknown("DEF-206", path, name, known)
    elif known[name].field.kind is not FieldKind.DATE or name == spot.field.id:
        yield fault("DEF-227", path, name)
    elif name not in row:
        yield fault("DEF-228", path, name)
