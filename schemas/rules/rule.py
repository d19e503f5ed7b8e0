"""What a rule is: one kind of field, or one kind of constraint, with all that is known of it.

A module per kind fills one of these; `schemas.rules.registry` lists them. Everybody else asks the
registry: the judge for the Python verdict, the compiler of formulas for the tests, the prompts
for their words. Python side and worksheet side of one thing stand in one object.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from schemas.field import Constraint, Field
from schemas.kinds import ConstraintKind, FieldKind
from schemas.rules.formula import CellRefs, CellTest, HelperCell, NamedLists
from schemas.rules.reading import Reader
from schemas.rules.report import Checker, Row
from schemas.value import CellFault, Value

__all__ = [
    "Across",
    "Case",
    "ConstraintRule",
    "Draft",
    "HelperRows",
    "KindRule",
    "Wait",
]

Values = Mapping[str, Value]
Across = Callable[["Case", Sequence[Row | None], Sequence[Values]], Mapping[int, CellFault]]
"""Judges a constraint over all rows (None: unused): row index → fault in the first column."""

HelperRows = Callable[["Case", Sequence[Row | None]], Mapping[str, Sequence[str | Decimal]]]
"""What the helper cells of a constraint show: by helper name, one value per row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One constraint where it stands: the ``rule``-th of ``field``, among ``fields`` by id.

    Some of them may only stand printed beside the form, from earlier stages.
    """

    field: Field
    rule: int
    constraint: Constraint
    fields: Mapping[str, Field]

    @property
    def other(self) -> Field | None:
        """The other field that the constraint looks at, or None."""
        return self.fields.get(self.asked)

    @property
    def asked(self) -> str:
        """The id of the other field."""
        when = self.constraint.when
        return when.field if when else self.constraint.other


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """When a cell can only say "kiểm tra khi tổng hợp": as a worksheet condition and in Python."""

    formula: Callable[[CellRefs], str]
    holds: Callable[[Row], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A data validation before its words.

    ``kind``, ``choices``, ``name``, ``minimum``, ``maximum``, ``style`` as in `Validation`;
    ``code`` is the entry of the area ``prompts`` that ``params`` fill, ``notes`` further entries
    whose sentences follow.
    """

    kind: str
    code: str
    choices: tuple[str, ...] = ()
    name: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    style: str = "stop"
    params: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def _no_kind_wait(asked: Field, column: int) -> Wait | None:
    return None


def _no_wait(case: Case, column: int) -> Wait | None:
    return None


def _no_check(case: Case) -> Checker | None:
    return None


def _no_helpers(case: Case) -> tuple[HelperCell, ...]:
    return ()


def _no_values(case: Case, rows: Sequence[Row | None]) -> Mapping[str, Sequence[str | Decimal]]:
    return {}


def _no_lists(case: Case) -> NamedLists:
    return {}


def _no_field_lists(asked: Field) -> NamedLists:
    return {}


def _as_drafted(draft: Draft, case: Case, lang: str) -> Draft:
    return draft


def _never(constraint: Constraint) -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRule:
    """One kind of field.

    ``codes``: every finding code that its reading can give; ``notes``: those of them that the
    worksheet never shows (warnings of the merge). ``reader``: how a column of the field reads a
    cell. ``clean``: the cleaned cell of an expression that reads the input. ``tests``: what may
    be wrong in a column, on cleaned cells. ``waits``: when the cell leaves it to the merge; in
    Python that is `Reading.later`. ``lists``: the named lists its formulas and its drop-down use.
    ``draft``: prompt, drop-down, alert, in a language.
    """

    kind: FieldKind
    codes: tuple[str, ...]
    reader: Callable[[Field], Reader]
    clean: Callable[[str], str]
    tests: Callable[[Field, int], list[CellTest]]
    draft: Callable[[Field, int, str], Draft]
    notes: tuple[str, ...] = ()
    waits: Callable[[Field, int], Wait | None] = _no_kind_wait
    lists: Callable[[Field], NamedLists] = _no_field_lists


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstraintRule:
    """One kind of constraint.

    ``codes``: every finding code it can give; ``notes``: those that the worksheet never shows.
    In the definition it ``needs`` some keys, ``takes`` others (one at least, where it needs none),
    ``fits`` some kinds of field (empty: all) and may stand ``once`` per field.

    ``check``: its Python verdict on a row, ``across`` on all rows together. ``tests``: the same on
    cleaned cells, per column. ``waits``: when the cell leaves it to the merge. ``helpers`` and
    ``helper_rows``: hidden cells it needs, formula and value. ``lists``: named lists of its
    formulas. ``narrow``: what it adds to prompt, drop-down and alert. ``merge_only``: whether no
    cell can judge the constraint at all.
    """

    kind: ConstraintKind
    codes: tuple[str, ...]
    tests: Callable[[Case, int], list[CellTest]]
    check: Callable[[Case], Checker | None] = _no_check
    across: Across | None = None
    notes: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    fits: tuple[FieldKind, ...] = ()
    once: bool = False
    waits: Callable[[Case, int], Wait | None] = _no_wait
    helpers: Callable[[Case], tuple[HelperCell, ...]] = _no_helpers
    helper_rows: HelperRows = _no_values
    lists: Callable[[Case], NamedLists] = _no_lists
    narrow: Callable[[Draft, Case, str], Draft] = _as_drafted
    merge_only: Callable[[Constraint], bool] = _never
