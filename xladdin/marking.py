"""Puts marks on the open workbook and takes them away again, exactly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from schemas.finding import Finding
from workbooks.layout import MARKS_SHEET
from xladdin.area import Area, parse_area
from xladdin.host import Host
from xladdin.marks import COLOURS, MarkPlan
from xladdin.remembered import (
    Kind,
    Record,
    area_records,
    recall,
    remember,
    walk_records,
)
from xladdin.resultsheet import free_name, write_results
from xladdin.session import Session

__all__ = ["clear", "clear_all", "mark"]

_BEFORE = "\n———\n"
"""Between our note and the one that stood there."""


def mark(session: Session, plan: MarkPlan, findings: Sequence[Finding], summary: str) -> None:
    """Replaces the marks of the workbook by those of the plan.

    The former look is remembered before anything changes. Whatever fails in between, no mark
    stays and every sheet is protected as it was; `Refusal` ADD-006 before anything is touched.
    """
    records = recall(session)
    with session.quiet(), session.writable(_involved(session, plan, records)):
        clear(session, records)
        if not findings:
            return
        name = free_name(session.sheets)
        records = (*_former(session, plan), Record(kind=Kind.SHEET, sheet=name))
        try:
            remember(session, records)
            _put(session, plan, records)
            after = session.sheets[findings[0].origin.sheet or next(iter(session.sheets))]
            write_results(session.host, session.add_sheet(name, after=after), findings, summary)
        except BaseException:
            clear(session, records)
            raise


def clear_all(session: Session) -> bool:
    """Takes every mark away; ``False`` where there was none."""
    records = recall(session)
    if not records:
        return False
    names = [name for name in _of(records) if name in session.sheets]
    with session.quiet(), session.writable(names):
        clear(session, records)
    return True


def _involved(session: Session, plan: MarkPlan, records: Sequence[Record]) -> list[str]:
    names = dict.fromkeys((*plan.sheets, *_of(records)))
    return [name for name in names if name in session.sheets]


def _of(records: Sequence[Record]) -> list[str]:
    kinds = (Kind.FILL, Kind.NOTE)
    return list(dict.fromkeys(record.sheet for record in records if record.kind in kinds))


def clear(session: Session, records: Sequence[Record]) -> None:
    """Gives cells their former fill and note where ours still stand, and removes our sheets.

    What somebody has coloured or noted since then is left as it is. The sheets must be writable.
    """
    for name in _of(records):
        sheet = session.sheets.get(name)
        if sheet is not None:
            own = [record for record in records if record.sheet == name]
            _clear_fills(session, sheet, [r for r in own if r.kind is Kind.FILL])
            _clear_notes(session, sheet, [r for r in own if r.kind is Kind.NOTE])
    for record in records:
        if record.kind is Kind.SHEET and record.sheet in session.sheets:
            session.remove_sheet(record.sheet)
    if MARKS_SHEET in session.sheets:
        session.remove_sheet(MARKS_SHEET)


def _clear_fills(session: Session, sheet: Any, records: Sequence[Record]) -> None:
    back: dict[str, list[Area]] = defaultdict(list)
    for record in records:
        back[record.former] += _with_fill(session, sheet, record.areas, record.ours)
    for former, areas in back.items():
        if areas:
            session.host.paint(sheet, areas, former)


def _with_fill(session: Session, sheet: Any, areas: Sequence[Area], fill: str) -> tuple[Area, ...]:
    """The parts of areas that have a fill; one question where all have it."""
    found = session.host.fill(sheet, areas)
    if found is not None:
        return tuple(areas) if found == fill else ()
    middle = len(areas) // 2
    parts = (areas[:middle], areas[middle:]) if middle else [[half] for half in areas[0].halves()]
    return tuple(area for part in parts for area in _with_fill(session, sheet, part, fill))


def _clear_notes(session: Session, sheet: Any, records: Sequence[Record]) -> None:
    if not records:
        return
    standing = session.host.notes(sheet)
    for record in records:
        (cell,) = record.cells
        if standing.get(cell) != record.ours:
            continue
        note = sheet.range(*_corners(cell)).note
        if record.former:
            note.text = record.former
        else:
            note.delete()


def _former(session: Session, plan: MarkPlan) -> Iterator[Record]:
    """How everything looks that is about to be marked."""
    host = session.host
    for (name, severity), areas in plan.areas.items():
        found: dict[str, list[Area]] = defaultdict(list)
        for area, fill in _fills(partial(_fill, host, session.sheets[name]), areas):
            found[fill].append(area)
        ours = host.solid(COLOURS[severity])
        for former, same in found.items():
            yield from area_records(name, same, ours, former)
    standing = {name: host.notes(session.sheets[name]) for name in _noted(plan)}
    for (name, cell), text in plan.notes.items():
        former = standing[name].get(cell, "")
        ours = text + _BEFORE + former if former else text
        yield Record(kind=Kind.NOTE, sheet=name, cells=(cell,), ours=ours, former=former)
    yield from walk_records(plan.walk)


def _fill(host: Host, sheet: Any, area: Area) -> str | None:
    return host.fill(sheet, [area])


def _noted(plan: MarkPlan) -> Mapping[str, None]:
    return dict.fromkeys(name for name, _ in plan.notes)


def _fills(
    fill: Callable[[Area], str | None], areas: Sequence[Area], box: Area | None = None
) -> Iterator[tuple[Area, str]]:
    """The areas cut where their fill changes. Few questions: columns of a form look alike."""
    if not areas:
        return
    box = _box(areas) if box is None else box
    found = fill(box)
    if found is not None:
        yield from ((area, found) for area in areas)
        return
    for half in box.halves():
        parts = [part for area in areas if (part := area.cut(half))]
        yield from _fills(fill, parts, _box(parts) if parts else None)


def _box(areas: Sequence[Area]) -> Area:
    return Area(
        top=min(area.top for area in areas),
        left=min(area.left for area in areas),
        bottom=max(area.bottom for area in areas),
        right=max(area.right for area in areas),
    )


def _put(session: Session, plan: MarkPlan, records: Sequence[Record]) -> None:
    """Colours by the plan, notes as they were remembered."""
    host = session.host
    for (name, severity), areas in plan.areas.items():
        host.paint(session.sheets[name], areas, host.solid(COLOURS[severity]))
    for record in records:
        if record.kind is Kind.NOTE:
            _note(session.sheets[record.sheet], record)


def _note(sheet: Any, record: Record) -> None:
    spot = sheet.range(*_corners(record.cells[0]))
    if record.former:
        spot.note.text = record.ours
    elif not spot.merge_cells or spot.merge_area.get_address() == spot.get_address():
        spot.add_note(record.ours)  # inside merged cells there is no room for one


def _corners(cell: str) -> tuple[tuple[int, int], tuple[int, int]]:
    area = parse_area(cell)
    return area.first, area.last
