"""What marking a workbook means, decided before any cell is touched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schemas.finding import Finding, Severity
from workbooks import style
from workbooks.sheets.faults import note_text
from xladdin.area import Area, cover, parse_area

__all__ = ["COLOURS", "MOST_NOTES", "MarkPlan", "plan_marks"]

MOST_NOTES = 200
"""Cells that get a note; every note is a call of its own, and the list has all of them."""

COLOURS: Mapping[Severity, str] = {
    Severity.ERROR: style.BAD_FILL,
    Severity.WARNING: style.WARN_FILL,
}
"""How bad cells are coloured; what is only for information is listed, not coloured."""

Place = tuple[str, str]
"""Sheet and cell (``C12``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkPlan:
    """Areas to colour by (sheet, severity), texts of notes by cell, and the walk along the faults.

    All in the order of the findings. ``left_out`` counts cells that get no note any more.
    """

    areas: Mapping[tuple[str, Severity], tuple[Area, ...]]
    notes: Mapping[Place, str]
    walk: tuple[Place, ...]
    left_out: int

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets that are marked."""
        return tuple(dict.fromkeys(sheet for sheet, _ in (*self.areas, *self.walk)))


def plan_marks(findings: Sequence[Finding]) -> MarkPlan:
    """The marks for findings in sheet order; a cell has the colour of its gravest finding."""
    by_cell: dict[Place, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.origin.cell and finding.severity in COLOURS:
            by_cell[finding.origin.sheet, finding.origin.cell].append(finding)
    cells: dict[tuple[str, Severity], list[tuple[int, int]]] = defaultdict(list)
    for (sheet, cell), told in by_cell.items():
        grave = any(finding.severity is Severity.ERROR for finding in told)
        area = parse_area(cell)
        cells[sheet, Severity.ERROR if grave else Severity.WARNING].append((area.top, area.left))
    noted = list(by_cell.items())[:MOST_NOTES]
    return MarkPlan(
        areas={key: cover(places) for key, places in cells.items()},
        notes={place: note_text(told, "vi") for place, told in noted},
        walk=tuple(by_cell),
        left_out=len(by_cell) - len(noted),
    )
