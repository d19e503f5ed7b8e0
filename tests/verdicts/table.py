"""The table of judged cells: for every class of input and every rule, how many fine and faulty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from schemas.field import Constraint
from schemas.kinds import ConstraintKind, FieldKind
from tests.verdicts.compare import Cell
from tests.verdicts.inputs import INPUTS

__all__ = ["COLUMNS", "Table"]

COLUMNS = (*map(str, FieldKind), *map(str, ConstraintKind))
"""Kinds of field, then kinds of constraint."""

_SHORT = {
    "text": "text", "long-text": "long", "choice": "choice", "multi-choice": "ticks",
    "integer": "int", "decimal": "dec", "date": "date", "required": "req", "required-when": "req-w",
    "allowed-when": "all-w", "length": "len", "number-range": "n-rng", "date-range": "d-rng",
    "not-before": "n-bef", "not-after": "n-aft", "unique": "uniq",
}  # fmt: skip


@dataclass(slots=True)
class Table:
    """Counts by (rule, class of input): how often the rule was kept, and how often broken.

    A kind of field is broken where the cell is nothing of the kind; a kind of constraint where the
    field has one and the cell breaks it. Cells of unused rows are not counted here.
    """

    fine: Counter[tuple[str, str]] = field(default_factory=Counter)
    faulty: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, cell: Cell) -> None:
        """Counts one cell for the kind of its field and for each kind of its constraints."""
        if not cell.used:
            return
        broken = {_rule_of(cell, fault.rule) for fault in cell.errors}
        kinds = {str(c.kind) for c in cell.field.constraints if _stands(c, cell)}
        for rule in (str(cell.field.kind), *kinds):
            (self.faulty if rule in broken else self.fine)[rule, cell.made_by] += 1

    def thin(self, least: int) -> Iterator[str]:
        """Every pair of rule and class with fewer cells than asked."""
        for rule in COLUMNS:
            for made_by in INPUTS:
                count = self.fine[rule, made_by] + self.faulty[rule, made_by]
                if count < least:
                    yield f"{rule} × {made_by}: {count}"

    def one_sided(self) -> Iterator[str]:
        """Every rule and every class of which all cells got the same verdict."""
        for rule in COLUMNS:
            yield from _missing(rule, self._sums((rule, name) for name in INPUTS))
        for made_by in INPUTS:
            yield from _missing(made_by, self._sums((rule, made_by) for rule in COLUMNS))

    def _sums(self, pairs: Iterable[tuple[str, str]]) -> tuple[int, int]:
        listed = list(pairs)
        return sum(self.fine[p] for p in listed), sum(self.faulty[p] for p in listed)

    def lines(self) -> Iterator[str]:
        """The table in Markdown: fine/faulty."""
        yield f"| class of input | {' | '.join(_SHORT.get(rule, rule) for rule in COLUMNS)} |"
        yield "|---|" + "---|" * len(COLUMNS)
        for made_by in INPUTS:
            shown = (f"{self.fine[r, made_by]}/{self.faulty[r, made_by]}" for r in COLUMNS)
            yield f"| {made_by} | {' | '.join(shown)} |"
        sums = (self._sums((rule, name) for name in INPUTS) for rule in COLUMNS)
        yield f"| all | {' | '.join(f'{fine}/{faulty}' for fine, faulty in sums)} |"


def _missing(name: str, counts: tuple[int, int]) -> Iterator[str]:
    for word, count in zip(("fine", "faulty"), counts, strict=True):
        if not count:
            yield f"{name}: none {word}"


def _rule_of(cell: Cell, rule: int) -> str:
    return str(cell.field.kind if rule < 0 else cell.field.constraints[rule].kind)


def _stands(constraint: Constraint, cell: Cell) -> bool:
    """Whether a cell is judged by a constraint: the first of several ticks speaks for all."""
    if constraint.kind is ConstraintKind.UNIQUE and constraint.within != "workbook":
        return False
    return cell.index == 0 or constraint.kind is ConstraintKind.ALLOWED_WHEN
