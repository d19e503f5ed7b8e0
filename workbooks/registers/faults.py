"""Faults of a line of a register that only its meaning shows."""

from __future__ import annotations

from collections.abc import Collection

from appraisal.nearmiss import near_misses
from schemas.finding import Finding, Severity
from workbooks.register import Line

__all__ = ["line_fault", "unknown_code"]


def line_fault(code: str, line: Line, column: str, /, **params: str) -> Finding:
    """An error in a cell of a line; at the line itself where the register lacks the column."""
    return Finding(
        code=code,
        severity=Severity.ERROR,
        origin=line.origins.get(column, line.origin),
        value=line.shown(column),
        params=params,
    )


def unknown_code(line: Line, column: str, known: Collection[str]) -> Finding | None:
    """REG-009 where a cell names a code that is not among the known ones."""
    code = line.text(column)
    if not code or code in known:
        return None
    return line_fault("REG-009", line, column, near=near_misses(code, known))
