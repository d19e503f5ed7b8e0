"""The button "Chuẩn hóa": the changes are shown first, then made where the user agrees."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from appraisal.judge import raw_text
from schemas.cell import RawCell
from schemas.message import text
from xladdin.area import Area, cover, parse_area
from xladdin.blocks import read_block
from xladdin.checking import checked
from xladdin.normal import Change, plan_changes
from xladdin.refusal import sentence
from xladdin.session import Session

__all__ = ["normalise"]

_SHOWN = 15
_LONGEST = 60


def normalise(session: Session) -> None:
    """Shows what would change and changes it after a yes; nothing else is touched.

    `Refusal` ADD-025 where no form is found, ADD-006 where a password holds the sheet.
    """
    changes = plan_changes(checked(session))
    if not changes:
        session.host.tell(sentence("ADD-042"))
        return
    if not session.host.ask(_question(changes)):
        return
    with session.quiet(), session.writable(list(dict.fromkeys(c.sheet for c in changes))):
        _apply(session, changes)
    session.host.tell(sentence("ADD-043", count=str(len(changes))))


def _question(changes: Sequence[Change]) -> str:
    lines = [_line(change) for change in changes[:_SHOWN]]
    if len(changes) > _SHOWN:
        lines.append(text("ADD-041", "vi", rest=str(len(changes) - _SHOWN)))
    return sentence("ADD-040", count=str(len(changes)), changes="\n".join(lines))


def _line(change: Change) -> str:
    """``C12: “ Chợ  xanh ” → “Chợ xanh”``; what looks alike is told in words."""
    old, new = raw_text(change.old), raw_text(change.new)
    if unicodedata.normalize("NFC", old) == new:
        code = "ADD-044" if old != new else "ADD-045"
        return text(code, "vi", cell=change.cell, value=_short(new))
    return f"{change.cell}: “{_short(old)}” → “{_short(new)}”"


def _short(told: str) -> str:
    line = told.replace("\n", " ⏎ ")
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _apply(session: Session, changes: Sequence[Change]) -> None:
    """One block for each area of changed cells with the same format.

    The format comes first: digits written into a cell that is not text would become a number or,
    worse, a date with day and month exchanged.
    """
    places: dict[tuple[str, str], dict[tuple[int, int], RawCell]] = defaultdict(dict)
    for change in changes:
        spot = parse_area(change.cell)
        places[change.sheet, change.number_format][spot.top, spot.left] = change.new
    for (name, look), cells in places.items():
        for area in cover(cells):
            part = session.sheets[name].range(area.first, area.last)
            part.number_format = look
            block = _block(area, cells)
            part.raw_value = block
            if [list(row) for row in read_block(part, "raw_value")] != block:
                _one_by_one(session.sheets[name], area, block)


def _one_by_one(sheet: Any, area: Area, block: Sequence[Sequence[object]]) -> None:
    """Excel writes a block past the rows that a filter hides; single cells always arrive."""
    for row, values in enumerate(block, area.top + 1):
        for column, value in enumerate(values, area.left + 1):
            sheet.range((row, column), (row, column)).raw_value = value


def _block(area: Area, cells: dict[tuple[int, int], RawCell]) -> list[list[object]]:
    columns = range(area.left, area.right + 1)
    return [
        [_com(cells[row, column]) for column in columns] for row in range(area.top, area.bottom + 1)
    ]


def _com(cell: RawCell) -> object:
    """A value as COM takes it: text, a number, nothing."""
    if cell.value is None or isinstance(cell.value, str):
        return cell.value
    return float(str(cell.value))
