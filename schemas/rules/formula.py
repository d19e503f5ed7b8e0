"""Worksheet formulas of one cell: cleaned cell, helper cells, verdict, and how they are put.

Every formula uses Excel 2010 functions, English names and commas, no leading ``=``, and reaches
inputs only through the fragments of `CellRefs`. It may be shared down a column: it holds no array
constant and names no sheet; lists are defined names (``dm_…``). Arrays are formed inside
SUMPRODUCT only, out of products, comparisons, EXACT, FIND, ISNUMBER and LEN, which Excel, WPS and
LibreOffice all evaluate there without array entry. What a formula says, its Python twin says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from schemas.field import Field
from schemas.number import plain

__all__ = [
    "CellRefs",
    "CellTest",
    "HelperCell",
    "NamedLists",
    "any_of",
    "chain_of",
    "defined_name",
    "digits_left",
    "fits_chain",
    "is_one_of",
    "literal",
    "number",
]

_CHAIN = 8
_CHAIN_LENGTH = 400

NamedLists = Mapping[str, tuple[str, ...]]
"""Defined names and the cells of their columns, from the top."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRefs:
    """Formula fragments of one row, by field id and column inside the field.

    ``raw`` reads the input cell (an INDEX on a whole range), ``clean`` is the cleaned cell,
    ``clean_column`` the absolute range of the cleaned cells over all entry rows, ``used`` the
    1/0 cell of the row. ``fields`` are all fields of the form by id, for conditions on others.
    ``place`` is the number of the row among the entry rows, from 1; ``helper`` and
    ``helper_column`` are the helper cells by field id and helper name, own cell and absolute
    range. A header has no ``place`` and no helpers: it is one row only.
    """

    raw: Mapping[tuple[str, int], str]
    clean: Mapping[tuple[str, int], str]
    clean_column: Mapping[tuple[str, int], str]
    used: str
    fields: Mapping[str, Field]
    place: str = ""
    helper: Mapping[tuple[str, str], str] = field(default_factory=dict)
    helper_column: Mapping[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class HelperCell:
    """A further hidden cell of every entry row; later helpers of a field may use earlier ones."""

    name: str
    formula: Callable[[CellRefs], str]


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


def defined_name(*parts: str) -> str:
    """The defined name of a list of our own making; no list of a definition is called so."""
    return "dm__" + "_".join(part.replace("-", ".") for part in parts)


def any_of(conditions: Sequence[str]) -> str:
    """The OR of conditions; FALSE of none."""
    if not conditions:
        return "FALSE"
    return conditions[0] if len(conditions) == 1 else f"OR({','.join(conditions)})"


def digits_left(text: str) -> str:
    """The text without its ASCII digits, one SUBSTITUTE per digit: no array, no coercion."""
    for digit in "0123456789":
        text = f'SUBSTITUTE({text},"{digit}","")'
    return text


def fits_chain(texts: Sequence[str]) -> bool:
    """Whether so few and short texts are asked one by one; else they need a named list."""
    return len(texts) <= _CHAIN and sum(map(len, texts)) <= _CHAIN_LENGTH


def is_one_of(cell: str, texts: Sequence[str], name: str) -> str:
    """Whether a cell is exactly one of some texts.

    Few stand in the formula, many in the list ``name``, which the rule must then declare.
    """
    if fits_chain(texts):
        return any_of([f"EXACT({cell},{literal(text)})" for text in texts])
    return f"SUMPRODUCT(--EXACT({cell},{name}))>0"
