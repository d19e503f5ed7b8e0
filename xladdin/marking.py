"""Puts marks on the open workbook and takes them away again, exactly.

What became of the workbook in between decides what goes and what stays:

- rows or columns inserted or deleted, cells cut and pasted, a sheet renamed: the program moves the
  references of the memory along, the marks are found where they stand by now;
- rows sorted: our colour and our words are looked for in the columns that were marked;
- a cell coloured since, a note written anew: stays. A note that somebody added to loses our words
  only. A copy of a mark outside the marked columns is theirs;
- the sheet with the results renamed: theirs, for good; deleted: not missed;
- the memory itself lost: marks stay and count as the former look. "Sửa biểu mẫu" takes the colours
  away, for it gives the form the look it was issued with; the notes are to be deleted by hand.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import chain
from typing import Any

from schemas.finding import Finding
from workbooks.layout import MARKS_SHEET
from xladdin.area import Area, parse_area
from xladdin.believed import believed
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

_LONGEST_FORMER = 7_000
"""A longer note is left alone: with our words it would not fit into a cell of the memory."""


def mark(session: Session, plan: MarkPlan, findings: Sequence[Finding], summary: str) -> str:
    """Replaces the marks of the workbook by those of the plan; the name of the sheet with the list.

    The former look is remembered before anything changes. Whatever fails in between, no mark
    stays and every sheet is protected as it was; `Refusal` ADD-006 or ADD-182 before anything is
    touched. The sheet with the results is in front at the end, where no cell is marked.
    """
    records = believed(session, recall(session))
    names = _involved(session, plan, records)
    session.unfiltered(names)
    with session.quiet(), session.writable(names):
        clear(session, records)
        if not findings:
            return ""
        name = free_name(session.host.sheet_names(session.book))
        records = (*_former(session, plan), Record(kind=Kind.SHEET, sheet=name))
        try:
            remember(session, records)
            _put(session, plan, records)
            first = next(iter(session.sheets.values()))
            after = session.sheets.get(findings[0].origin.sheet, first)
            write_results(session.host, session.add_sheet(name, after=after), findings, summary)
        except BaseException:
            clear(session, records)
            raise
    if not plan.walk:
        session.sheets[name].activate()
    return name


def clear_all(session: Session) -> bool:
    """Takes every mark away; ``False`` where there was none. `Refusal` as `mark`."""
    records = believed(session, recall(session))
    if MARKS_SHEET not in session.sheets:
        return False
    names = [name for name in _of(records) if name in session.sheets]
    session.unfiltered(names)
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
        found = _with_fill(session, sheet, record.areas, record.ours)
        back[record.former] += found
    _repaint(session, sheet, back)
    if _cells(area for record in records for area in record.areas) > _cells(chain(*back.values())):
        _repaint(session, sheet, _strayed(session, sheet, records))


def _repaint(session: Session, sheet: Any, back: Mapping[str, Sequence[Area]]) -> None:
    for former, areas in back.items():
        if areas:
            with suppress(ValueError):  # no look that a cell ever had: somebody has written it
                session.host.paint(sheet, areas, former)


def _cells(areas: Iterable[Area]) -> int:
    return sum((area.bottom - area.top + 1) * (area.right - area.left + 1) for area in areas)


def _strayed(
    session: Session, sheet: Any, records: Sequence[Record]
) -> Mapping[str, Sequence[Area]]:
    """Our colours that stand elsewhere in the columns that we marked, for rows were sorted.

    They get the look that most cells of the column had.
    """
    back: dict[str, list[Area]] = defaultdict(list)
    used = sheet.used_range
    last = used.row - 2 + used.shape[0]
    for ours in dict.fromkeys(record.ours for record in records):
        looks: dict[int, Counter[str]] = defaultdict(Counter)
        areas = [(a, r.former) for r in records if r.ours == ours for a in r.areas]
        for area, former in areas:
            for column in range(area.left, area.right + 1):
                looks[column][former] += area.bottom - area.top + 1
        top, bottom = min(a.top for a, _ in areas), max(last, *(a.bottom for a, _ in areas))
        for column, formers in looks.items():
            strip = Area(top=top, left=column, bottom=bottom, right=column)
            former = formers.most_common(1)[0][0]
            back[former] += _with_fill(session, sheet, [strip], ours)
    return back


def _with_fill(session: Session, sheet: Any, areas: Sequence[Area], fill: str) -> tuple[Area, ...]:
    """The parts of areas that have a fill; one question where all have it.

    What is left when the session's patience ends counts as coloured by somebody else.
    """
    session.patience -= 1 + len(areas) // 30
    if session.patience < 0:
        return ()
    found = session.host.fill(sheet, areas)
    if found is not None:
        return tuple(areas) if found == fill else ()
    middle = len(areas) // 2
    parts = (areas[:middle], areas[middle:]) if middle else [[half] for half in areas[0].halves()]
    return tuple(area for part in parts for area in _with_fill(session, sheet, part, fill))


def _clear_notes(session: Session, sheet: Any, records: Sequence[Record]) -> None:
    """Our words go wherever the note stands by now, those of others stay."""
    if not records:
        return
    standing = dict(session.host.notes(sheet))
    for record in records:
        cell = _noted_at(standing, record)
        if not cell:
            continue
        note = sheet.range(*_corners(cell)).note
        rest = _rest(standing.pop(cell), record)
        if rest:
            note.text = rest
        else:
            note.delete()


def _noted_at(standing: Mapping[str, str], record: Record) -> str:
    """The cell whose note holds our words: the one that was marked, else one with just them."""
    (cell,) = record.cells
    words = _ours(record)
    if words in _plain(standing.get(cell, "")):
        return cell
    whole = _plain(record.ours)
    return next((other for other, told in standing.items() if _plain(told) == whole), "")


def _rest(told: str, record: Record) -> str:
    """What is left of a note without our words: the former note, and what was added to it."""
    if _plain(told) == _plain(record.ours):
        return record.former
    before, after = _plain(told).split(_ours(record), 1)
    after = after.strip().removeprefix(_BEFORE.strip())
    return "\n".join(part for part in (before.strip(), after.strip()) if part)


def _ours(record: Record) -> str:
    """The words of a note that are ours."""
    tail = _BEFORE + record.former if record.former else ""
    return _plain(record.ours.removesuffix(tail))


def _plain(told: str) -> str:
    """Ends of lines as we write them; a program may give them back as others."""
    return told.replace("\r\n", "\n").replace("\r", "\n").strip()


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
    refused = {name: host.noteless(session.sheets[name]) for name in _noted(plan)}
    for (name, cell), text in plan.notes.items():
        former = standing[name].get(cell, "")
        if len(former) > _LONGEST_FORMER or cell in refused[name]:
            continue
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
            _note(host, session.sheets[record.sheet], record)


def _note(host: Host, sheet: Any, record: Record) -> None:
    spot = sheet.range(*_corners(record.cells[0]))
    if record.former:
        spot.note.text = record.ours
    elif not spot.merge_cells or _is_first(spot):
        host.fit_note(spot.add_note(record.ours), record.ours)


def _is_first(spot: Any) -> bool:
    """Whether a cell is the first of its merged cells: no other of them takes a note."""
    whole = spot.merge_area
    return bool((whole.row, whole.column) == (spot.row, spot.column))


def _corners(cell: str) -> tuple[tuple[int, int], tuple[int, int]]:
    area = parse_area(cell)
    return area.first, area.last
