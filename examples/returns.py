"""Plans returns: what a sender types into its workbook, and the file that comes back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from schemas.field import Field
from schemas.kinds import FieldKind, StageKind
from schemas.text import ascii_name

from .filling import Filling, Typed
from .plan import Book, PlannedEntry, PlannedReturn, moment

__all__ = ["add_return", "header_of", "registered_rows", "registration", "typed_day"]

_LETTERS = {StageKind.REPORT: "BC", StageKind.SURVEY: "BC", StageKind.NOMINATE: "TTr"}


def typed_day(day: date) -> str:
    """A day as a clerk types it."""
    return day.strftime("%d/%m/%Y")


def header_of(book: Book, stage: str, code: str, day: date) -> dict[str, str]:
    """Number and date of the document that goes with a unit's workbook of a stage."""
    at = book.campaign.stage(stage)
    asked = at.form.header if at and at.form else ()
    kind = _LETTERS.get(at.kind, "CV") if at else "CV"
    number = f"{10 + int(code[-2:])}-{kind}/{book.unit(code).symbol}"
    dated = [spec for spec in asked if spec.kind is FieldKind.DATE][:1]
    return _first(asked, number) | {spec.id: typed_day(day) for spec in dated}


def _first(asked: Iterable[Field], number: str) -> dict[str, str]:
    named = [spec.id for spec in asked if spec.kind is FieldKind.TEXT]
    return {named[0]: number} if named else {}


def registered_rows(entries: Iterable[PlannedEntry]) -> dict[str, dict[str, Typed]]:
    """What stands in the registration rows of entries."""
    return {entry.id: dict(entry.typed) for entry in entries if entry.registered}


def add_return(
    book: Book,
    stage: str,
    code: str,
    day: date,
    filling: Filling,
    *,
    folder: str = "",
    name: str = "",
    intake: bool = True,
    channel: str = "",
    status: str = "merged",
    spoil: str = "",
    keyed_in: bool = False,
    incomplete: int = 0,
    rows: int | None = None,
    source: str | None = None,
    sender: str | None = None,
    step: str = "",
) -> str:
    """Adds a file and its line in the intake register; returns its path below the stage.

    ``step``: the later stage with whose returns it comes back.
    """
    short = ascii_name(book.unit(code).short) if code in _codes(book) else ""
    file = f"{folder}/" if folder else ""
    file += name or "-".join(part for part in (code, short, stage) if part) + ".xlsx"
    book.returns.append(
        PlannedReturn(
            path=file,
            stage=stage,
            source=code if source is None else source,
            filling=filling,
            sender=code if sender is None else sender,
            rows=len(filling.rows) if rows is None else rows,
            incomplete=incomplete,
            status=status,
            spoil=spoil,
            step=step,
        )
    )
    if step:
        book.delayed[f"nhan-ve/{stage}/{file}"] = step
    if intake:
        book.arrive(stage, code, file, day, channel=channel, keyed_in=keyed_in)
    return file


def _codes(book: Book) -> set[str]:
    return {unit.code for unit in book.units}


def registration(book: Book, code: str, day: date, **more: object) -> str:
    """The whole registration of a unit as planned, received on a day."""
    stage = book.campaign.stages[0].id
    entries = book.of_unit(code)
    filling = Filling(
        header=header_of(book, stage, code, day),
        rows=registered_rows(entries),
        saved_at=moment(day),
    )
    more.setdefault("incomplete", sum(stage in entry.faulty for entry in entries))
    return add_return(book, stage, code, day, filling, **more)  # type: ignore[arg-type]  # keyword pass-through
