"""The one order of findings: file, sheet, row, column, code."""

from __future__ import annotations

import re
from collections.abc import Iterable

from schemas.finding import Finding

__all__ = ["cell_position", "in_order"]

_A1 = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]+)")


def cell_position(cell: str) -> tuple[int, int]:
    """``C14`` → (14, 3), both from 1; (0, 0) for anything that is not an A1 address."""
    found = _A1.fullmatch(cell)
    if not found:
        return 0, 0
    column = 0
    for letter in found.group(1).upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found.group(2)), column


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings sorted by file, sheet, row, column, code; then by what they say."""
    return tuple(sorted(findings, key=_key))


def _key(finding: Finding) -> tuple[str, str, tuple[int, int], str, str, str, str]:
    origin = finding.origin
    says = repr(sorted(finding.params.items()))
    position = cell_position(origin.cell)
    return origin.file, origin.sheet, position, origin.cell, finding.code, finding.value, says
