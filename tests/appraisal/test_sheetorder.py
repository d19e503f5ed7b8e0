"""The order of findings: rows by number, columns from A to Z to AA."""

from __future__ import annotations

import pytest

from appraisal.sheetorder import cell_position, in_order
from schemas.finding import Finding, Origin, Severity


@pytest.mark.parametrize(
    ("cell", "position"),
    [
        ("A1", (1, 1)),
        ("C14", (14, 3)),
        ("$Z$9", (9, 26)),
        ("AA10", (10, 27)),
        ("BA2", (2, 53)),
        ("", (0, 0)),
        ("stages[0]", (0, 0)),
    ],
)
def test_cell_position(cell: str, position: tuple[int, int]) -> None:
    assert cell_position(cell) == position


def test_findings_are_sorted_by_file_sheet_row_column_and_code() -> None:
    places = [
        ("a", "", "", "X-9"),
        ("a", "S", "B2", "X-1"),
        ("a", "S", "AA2", "X-1"),
        ("a", "S", "AA2", "X-2"),
        ("a", "S", "A10", "X-1"),
        ("b", "R", "A1", "X-1"),
    ]
    findings = [
        Finding(code=code, severity=Severity.INFO, origin=Origin(file, sheet, cell))
        for file, sheet, cell, code in places
    ]
    assert in_order(reversed(findings)) == tuple(findings)
