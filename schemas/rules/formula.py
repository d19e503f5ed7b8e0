"""Worksheet formulas of one cell: cleaned cell, verdict, and the Python twins of both.

Every formula uses Excel 2010 functions, English names and commas, no leading ``=``, and reaches
inputs only through the fragments of `CellRefs`. What a formula says, its twin says: the tests
recalculate both in another spreadsheet program and compare every cell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from schemas.field import Condition, Field
from schemas.kinds import FieldKind
from schemas.number import plain
from schemas.text import n2

__all__ = [
    "CellRefs",
    "CellTest",
    "any_of",
    "array",
    "chain_of",
    "condition_holds",
    "contains_one_of",
    "literal",
    "number",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRefs:
    """Formula fragments of one row, by field id and column inside the field.

    ``raw`` reads the input cell (an INDEX on a whole range), ``clean`` is the cleaned cell,
    ``clean_column`` the absolute range of the cleaned cells over all entry rows, ``used`` the
    1/0 cell of the row. ``fields`` are all fields of the form by id, for conditions on others.
    """

    raw: Mapping[tuple[str, int], str]
    clean: Mapping[tuple[str, int], str]
    clean_column: Mapping[tuple[str, int], str]
    used: str
    fields: Mapping[str, Field]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellTest:
    """One thing that may be wrong in a cell.

    ``wrong`` makes the condition; ``rule`` is the index of the constraint (-1: the kind);
    ``codes`` are the finding codes that this one test stands for, the first is told in the cell.
    """

    codes: tuple[str, ...]
    wrong: Callable[[CellRefs], str]
    params: Mapping[str, str] = field(default_factory=dict)
    rule: int = -1


def chain_of(tests: Sequence[CellTest], refs: CellRefs) -> str:
    """0 where no test is wrong or the row is unused, else the place (from 1) of the first wrong."""
    chain = "0"
    for place, test in reversed(list(enumerate(tests, start=1))):
        chain = f"IF({test.wrong(refs)},{place},{chain})"
    return f"IF({refs.used}=0,0,{chain})"


def literal(text: str) -> str:
    """A text as a formula writes it."""
    return '"' + text.replace('"', '""') + '"'


def number(value: Decimal | int) -> str:
    """A number as a formula writes it: decimal point, no exponent."""
    return plain(Decimal(value))


def array(items: Sequence[str]) -> str:
    """A one-row array constant of texts."""
    return "{" + ",".join(literal(item) for item in items) + "}"


def any_of(conditions: Sequence[str]) -> str:
    """The OR of conditions; FALSE of none."""
    if not conditions:
        return "FALSE"
    return conditions[0] if len(conditions) == 1 else f"OR({','.join(conditions)})"


def contains_one_of(cell: str, chars: str) -> str:
    """Whether the text of a cell contains any of the characters."""
    return f"SUMPRODUCT(--ISNUMBER(FIND({array(list(chars))},{cell})))>0"


def condition_holds(condition: Condition | None, refs: CellRefs) -> str:
    """Whether the choice field of the same row has one of the values; KeyError if it is unknown."""
    if condition is None:
        return "FALSE"
    other = refs.fields[condition.field]
    named = [choice for choice in other.choices if choice.id in condition.values]
    if other.kind is FieldKind.MULTI_CHOICE:
        places = [other.choices.index(choice) for choice in named]
        return any_of([f'EXACT({refs.clean[other.id, place]},"x")' for place in places])
    if not named:
        return "FALSE"
    labels = array([n2(choice.label) for choice in named])
    return f"SUMPRODUCT(--EXACT({refs.clean[other.id, 0]},{labels}))>0"
