"""All kinds of field and of constraint; whoever needs to know one asks here.

A new kind is a module that fills a `KindRule` or `ConstraintRule`, and one line below
(``docs/rules.md``, "How a new kind is added").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from schemas.field import Field
from schemas.kinds import ConstraintKind, FieldKind
from schemas.rules import (
    allowed_when,
    choice,
    date_order,
    date_range,
    dates,
    digits,
    length,
    number,
    number_range,
    required,
    required_when,
    text,
    ticks,
    unique,
)
from schemas.rules.rule import Case, ConstraintRule, KindRule

__all__ = ["asked_fields", "cases_of", "constraint_rules", "kind_rules", "rule_of"]

_KINDS = (
    text.TEXT,
    text.LONG_TEXT,
    choice.RULE,
    ticks.RULE,
    number.INTEGER,
    number.DECIMAL,
    dates.RULE,
)

_CONSTRAINTS = (
    required.RULE,
    required_when.RULE,
    allowed_when.RULE,
    length.RULE,
    number_range.RULE,
    date_range.RULE,
    date_order.NOT_BEFORE,
    date_order.NOT_AFTER,
    unique.RULE,
    digits.RULE,
)

_BY_KIND = MappingProxyType({rule.kind: rule for rule in _KINDS})
_BY_CONSTRAINT = MappingProxyType({rule.kind: rule for rule in _CONSTRAINTS})


def kind_rules() -> Mapping[FieldKind, KindRule]:
    """Every kind of field."""
    return _BY_KIND


def constraint_rules() -> Mapping[ConstraintKind, ConstraintRule]:
    """Every kind of constraint."""
    return _BY_CONSTRAINT


def rule_of(case: Case) -> ConstraintRule:
    """The rule of a constraint where it stands."""
    return _BY_CONSTRAINT[case.constraint.kind]


def cases_of(field: Field, fields: Mapping[str, Field]) -> tuple[Case, ...]:
    """The constraints of a field in their order, among the fields of the form by id."""
    known = fields if field.id in fields else {**fields, field.id: field}
    return tuple(
        Case(field=field, rule=place, constraint=constraint, fields=known)
        for place, constraint in enumerate(field.constraints)
    )


def asked_fields(fields: Iterable[Field]) -> frozenset[str]:
    """The ids of all other fields that the constraints of some fields look at."""
    asked: set[str] = set()
    for field in fields:
        for case in cases_of(field, {}):
            asked |= {case.asked, *case.constraint.together}
    return frozenset(asked - {""})
