"""The button "Chuẩn hóa": the changes are shown first, then made where the user agrees."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from appraisal.judge import raw_text
from schemas.cell import RawCell
from schemas.message import text
from workbooks.writer import FONT
from xladdin.area import Area, cover, parse_area
from xladdin.blocks import read_block
from xladdin.checking import checked
from xladdin.inert import inert
from xladdin.normal import Change, Doubt, Kind, Plan, plan_changes
from xladdin.refusal import sentence
from xladdin.session import Session

__all__ = ["normalise"]

_SHOWN = 15
_DOUBTS = 5
_LONGEST = 60
_TEXT = "@"
_KINDS = {Kind.OLD_FONT: "ADD-150", Kind.CAPITALS: "ADD-151", Kind.SPELLING: "ADD-152"}


def normalise(session: Session) -> None:
    """Shows what would change and changes it after a yes; nothing else is touched.

    `Refusal` ADD-025 where no form is found, ADD-006 where a password holds the sheet.
    """
    verdict = checked(session)
    plan = plan_changes(verdict)
    if not plan.changes:
        session.host.tell(_nothing(plan.doubts))
        return
    if not session.host.ask(_question(plan)):
        return
    with session.quiet(), session.writable(list(dict.fromkeys(c.sheet for c in plan.changes))):
        _apply(session, plan.changes)
    session.host.tell(_done(plan))


def _question(plan: Plan) -> str:
    counts = Counter(change.kind for change in plan.changes)
    kinds = "; ".join(
        text(code, "vi", count=str(counts[kind])) for kind, code in _KINDS.items() if counts[kind]
    )
    doubts = _doubts(plan.doubts, _DOUBTS)
    shown = _SHOWN - min(len(plan.doubts), _DOUBTS)
    lines = _first((_line(change) for change in plan.changes), len(plan.changes), shown)
    told = "\n".join(lines) + (f"\n\n{doubts}" if doubts else "")
    return sentence("ADD-040", count=str(len(plan.changes)), kinds=kinds, changes=told)


def _first(lines: Iterable[str], count: int, shown: int) -> list[str]:
    """The first lines, and how many cells more there are."""
    kept = [line for line, _ in zip(lines, range(shown), strict=False)]
    return kept if count <= shown else [*kept, text("ADD-041", "vi", rest=str(count - shown))]


def _line(change: Change) -> str:
    """``C12: “ Chợ  xanh ” → “Chợ xanh”``; what looks alike is told in words."""
    old, new = raw_text(change.old), raw_text(change.new)
    named = {"cell": change.cell, "old": _short(old), "new": _short(new)}
    if change.code:
        return text("ADD-046", "vi", code=change.code, **named)
    if change.kind is Kind.CAPITALS:
        return text("ADD-047", "vi", **named)
    if unicodedata.normalize("NFC", old) == new:
        code = "ADD-044" if old != new else "ADD-045"
        return text(code, "vi", cell=change.cell, value=_short(new))
    return f"{change.cell}: “{_short(old)}” → “{_short(new)}”"


def _doubts(doubts: Sequence[Doubt], shown: int) -> str:
    """What is left to people, with its heading; empty where there is none."""
    if not doubts:
        return ""
    lines = _first(map(_doubt, doubts), len(doubts), shown)
    return text("ADD-048", "vi", count=str(len(doubts)), cells="\n".join(lines))


def _doubt(doubt: Doubt) -> str:
    named = {"cell": doubt.cell, "value": _short(doubt.text)}
    if not doubt.font:
        return text("ADD-154", "vi", **named)
    if not doubt.guess:
        return text("ADD-153", "vi", font=doubt.font, **named)
    return text("ADD-049", "vi", font=doubt.font, guess=_short(doubt.guess), **named)


def _nothing(doubts: Sequence[Doubt]) -> str:
    return sentence("ADD-156", doubts=_doubts(doubts, _SHOWN)) if doubts else sentence("ADD-042")


def _done(plan: Plan) -> str:
    if not plan.doubts:
        return sentence("ADD-043", count=str(len(plan.changes)))
    doubts = _doubts(plan.doubts, _SHOWN)
    return sentence("ADD-155", count=str(len(plan.changes)), doubts=doubts)


def _short(told: str) -> str:
    line = told.replace("\n", " ⏎ ")
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _apply(session: Session, changes: Sequence[Change]) -> None:
    """One block for each area of changed cells with the same format.

    The format comes first: digits written into a cell that is not text would become a number or,
    worse, a date with day and month exchanged. What was decoded gets the font of the form last: in
    its old one it would be unreadable. Under a filter blocks pass by some rows.
    """
    places: dict[tuple[str, str, bool], dict[tuple[int, int], RawCell]] = defaultdict(dict)
    for change in changes:
        spot = parse_area(change.cell)
        group = change.sheet, change.number_format, bool(change.code)
        places[group][spot.top, spot.left] = change.new
    for (name, look, refont), cells in places.items():
        sheet = session.sheets[name]
        for area in _areas(session, sheet, cells):
            part = sheet.range(area.first, area.last)
            part.number_format = look
            block = _block(area, cells)
            part.raw_value = [[_as_words(value, look) for value in row] for row in block]
            if [list(row) for row in read_block(part, "raw_value")] != block:
                _one_by_one(sheet, area, block, look)
            if refont:
                part.font.name = FONT


def _areas(session: Session, sheet: Any, cells: Mapping[tuple[int, int], RawCell]) -> list[Area]:
    if not session.host.is_filtered(sheet):
        return list(cover(cells))
    return [Area(top=row, left=column, bottom=row, right=column) for row, column in sorted(cells)]


def _as_words(value: object, look: str) -> object:
    """Text that stays text, also in a cell for numbers: what a unit typed becomes no formula."""
    if not isinstance(value, str):
        return value
    return inert(value, "") if look == _TEXT else f"'{value}"


def _one_by_one(sheet: Any, area: Area, block: Sequence[Sequence[object]], look: str) -> None:
    """Excel writes a block past the rows that a filter hides; single cells always arrive."""
    for row, values in enumerate(block, area.top + 1):
        for column, value in enumerate(values, area.left + 1):
            sheet.range((row, column), (row, column)).raw_value = _as_words(value, look)


def _block(area: Area, cells: Mapping[tuple[int, int], RawCell]) -> list[list[object]]:
    columns = range(area.left, area.right + 1)
    return [
        [_com(cells[row, column]) for column in columns] for row in range(area.top, area.bottom + 1)
    ]


def _com(cell: RawCell) -> object:
    """A value as COM takes it: text, a number, nothing."""
    if cell.value is None or isinstance(cell.value, str):
        return cell.value
    return float(str(cell.value))
