"""Plans later workbooks of units: what a unit says of its registered models afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from schemas.kinds import ExclusionKind, StageKind

from .filling import Filling, Typed
from .plan import Book, PlannedEntry, moment
from .returns import add_return, header_of

__all__ = ["add_unregistered", "printed_in_report", "report"]


def printed_in_report(entry: PlannedEntry) -> bool:
    """Whether the office prints the entry in its unit's report workbook."""
    return entry.registered and not entry.withdrawn and entry.state != "returned"


def report(
    book: Book,
    code: str,
    day: date,
    *,
    stage: str = "",
    moved: Mapping[str, str] | None = None,
    bare: bool = False,
    channel: str = "",
) -> str:
    """The whole report of a unit as planned, received on a day; the first report stage if none."""
    stage = stage or next(s.id for s in book.campaign.stages if s.kind is StageKind.REPORT)
    entries = [e for e in book.of_unit(code) if printed_in_report(e) or not e.registered]
    rows = {entry.id: _cells(book, stage, entry) for entry in entries}
    filling = Filling(
        header=header_of(book, stage, code, day),
        rows=rows,
        saved_at=moment(day),
        moved=moved or {},
        bare=bare,
    )
    faulty = sum(stage in entry.faulty for entry in entries)
    return add_return(book, stage, code, day, filling, incomplete=faulty, channel=channel)


def _cells(book: Book, stage: str, entry: PlannedEntry) -> dict[str, Typed]:
    cells = dict(entry.later.get(stage, {}))
    at = book.campaign.stage(stage)
    if not entry.registered and at and at.form:  # a spare row: who and what is typed as well
        cells.update({name: entry.typed[name] for name in at.form.shown})
    return cells


def add_unregistered(book: Book, like: str, number: int, name: str, title: str) -> PlannedEntry:
    """A model first seen in a report, on the spare row ``number``; its report is ``like``'s."""
    model, roles = book.entries[like], book.campaign.roles
    rules = (r for r in book.campaign.exclusions if r.kind is ExclusionKind.UNREGISTERED)
    entry = PlannedEntry(
        id=f"{model.unit}-{number:02d}",
        unit=model.unit,
        subject="tap-the",
        name=name,
        title=title,
        route=model.route,
        chosen=dict(model.chosen),
        typed={
            **model.typed,
            roles.subject: book.label(roles.subject, "tap-the"),
            roles.name: name,
            roles.title: title,
        },
        later={stage: dict(cells) for stage, cells in model.later.items()},
        facts={rule.id for rule in rules},
        registered=False,
    )
    book.entries[entry.id] = entry
    return entry
