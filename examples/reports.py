"""Plans the report workbooks: what a unit says of its registered models at the end of the year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from .filling import Filling, Typed
from .plan import Book, PlannedEntry, moment
from .registration import add_return, header_of

__all__ = ["add_unregistered", "printed_in_report", "report"]


def printed_in_report(entry: PlannedEntry) -> bool:
    """Whether the office prints the entry in its unit's report workbook."""
    return entry.registered and not entry.withdrawn


def report(
    book: Book,
    code: str,
    day: date,
    *,
    moved: Mapping[str, str] | None = None,
    bare: bool = False,
    channel: str = "idoc",
) -> str:
    """The whole report of a unit as planned, received on a day."""
    entries = [e for e in book.of_unit(code) if printed_in_report(e) or not e.registered]
    rows = {entry.id: _cells(entry) for entry in entries}
    filling = Filling(
        header=header_of(book, "bao-cao", code, day),
        rows=rows,
        saved_at=moment(day),
        moved=moved or {},
        bare=bare,
    )
    faulty = sum("bao-cao" in entry.faulty for entry in entries)
    return add_return(book, "bao-cao", code, day, filling, incomplete=faulty, channel=channel)


def _cells(entry: PlannedEntry) -> dict[str, Typed]:
    cells = dict(entry.report or {})
    if not entry.registered:  # a spare row: the unit types who and what as well
        shown = ("doi_tuong", "ten", "ten_mo_hinh", "linh_vuc")
        cells.update({name: entry.typed[name] for name in shown})
    return cells


def add_unregistered(book: Book, like: str, number: int, name: str, title: str) -> PlannedEntry:
    """A model first seen in a report, on the spare row ``number``; its report is ``like``'s."""
    model = book.entries[like]
    entry = PlannedEntry(
        id=f"{model.unit}-{number:02d}",
        unit=model.unit,
        subject="tap-the",
        name=name,
        title=title,
        route="btv",
        wish=model.wish,
        typed={
            **model.typed,
            "doi_tuong": book.label("doi_tuong", "tap-the"),
            "ten": name,
            "ten_mo_hinh": title,
        },
        report=dict(model.report or {}),
        facts={"chua-dang-ky"},
        registered=False,
    )
    book.entries[entry.id] = entry
    return entry
