"""The button "Giải thích": how the figures of the selected row came about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from schemas.message import text, title
from workbooks.words import FOOTER_RUN
from xladdin.district.entryrow import EntryRow, entries_of, is_blank, read_row
from xladdin.district.explanation import Explained, explain_entry, write_explanation
from xladdin.district.tally import day_of
from xladdin.district.workplace import (
    RESULTS_DIR,
    Results,
    choose_workspace,
    local_path,
    results_of,
    workspace_above,
)
from xladdin.host import OfficeHost
from xladdin.profile import Profile, own_profile
from xladdin.refusal import Refusal, sentence

__all__ = ["explain"]

Explain = Callable[[Path, str, str], Explained]

_RUN = re.compile(re.escape(FOOTER_RUN) + r"\s*([0-9a-f]{12})")
_HINDERS = {"ADD-004", "ADD-008", "ADD-009"}
"""What also keeps a workbook from being read; that it is read-only does not."""
_NAME = 31
_SHOWN = 12
_CLOSE = Decimal("0.0000001")


def explain(
    host: OfficeHost, profile: Profile | None = None, explained: Explain = explain_entry
) -> None:
    """Shows the chain of the entry in the selected row in a new workbook.

    `Refusal` ADD-087 a workbook of another kind, ADD-088 no entry in the row, ADD-071 and ADD-090
    no workspace or nothing merged in it, ADD-091 an entry that it does not know, ADD-092 what the
    command says. Where the workbook is not of the returns as they now are, the sheet says so first.
    """
    book = host.book()
    obstacle = host.obstacle(book)
    if obstacle in _HINDERS:
        raise Refusal(obstacle, book=book.name)
    row = read_row(book)
    run = _printed_run(host, book)
    workspace = _own_workspace(host, book, run)
    if row is None or is_blank(row.cells):
        raise Refusal("ADD-088")
    app = book.app
    if workspace is None:
        workspace = choose_workspace(host, app, profile or own_profile(), None)
        if workspace is None:
            return
    results = results_of(workspace)
    if not results:
        raise Refusal("ADD-090", folder=str(workspace))
    entry = _entry(host, row, results, workspace)
    if not entry:
        return
    base = next((one for one in results if one.run == run), results[0])
    app.status_bar = text("ADD-093", "vi", entry=entry)
    try:
        told = explained(workspace, entry, day_of(base))
    finally:
        app.status_bar = False
    about = text("ADD-094", "vi", run=told.run, day=day_of(base), book=book.name)
    sheet = _new_sheet(app, entry)
    write_explanation(
        host, sheet, workspace, told, about, list(_warnings(row, run, base, told, results))
    )


def _printed_run(host: OfficeHost, book: Any) -> str:
    """The code of the run that the workbook was written by, as its footers print it."""
    front = book.sheets.active
    others = [sheet for sheet in book.sheets if sheet.name != front.name]
    for sheet in (front, *others[:2]):
        if found := _RUN.search(host.footer(sheet)):
            return found[1]
    return ""


def _own_workspace(host: OfficeHost, book: Any, run: str) -> Path | None:
    """The workspace that the workbook lies in; ``None`` for a copy elsewhere.

    `Refusal` ADD-087 where the workbook is no result of a merge.
    """
    path = local_path(host, book)
    workspace = workspace_above(path.parent) if path else None
    if run:
        return workspace
    if path is None or workspace is None or workspace / RESULTS_DIR not in path.parents:
        raise Refusal("ADD-087", book=book.name)
    return workspace


def _entry(host: OfficeHost, row: EntryRow, results: Sequence[Results], workspace: Path) -> str:
    """The entry to explain; empty where the user does not want the one that is offered."""
    known: dict[str, str] = {}
    for one in reversed(results):
        known |= one.entries
    found = entries_of(row, known)
    if not found:
        if isinstance(row.named, str) and row.named.strip() and row.named not in row.heads:
            raise Refusal("ADD-091", entry=row.named.strip(), folder=str(workspace))
        raise Refusal("ADD-088")
    if len(found) > 1:
        listed = ", ".join(found[:_SHOWN])
        if not host.ask(sentence("ADD-089", entries=listed, entry=found[0])):
            return ""
    return found[0]


def _warnings(
    row: EntryRow, run: str, base: Results, told: Explained, results: Sequence[Results]
) -> Iterator[str]:
    """What may make the chain differ from the workbook in hand, and where it visibly does."""
    if run not in {told.run, *(one.run for one in results)}:
        yield text("ADD-096", "vi", run=run or "–", day=day_of(base))
    elif run != told.run:
        yield text("ADD-095", "vi", run=run, now=told.run)
        if base.is_sealed:
            yield text("ADD-098", "vi")
    if row.named != told.entry:
        return
    has_total, total = row.total
    if has_total and not _equal(total, told.total):
        yield _differing("@ADD-097:total", total, told.total)
    has_rank, rank = row.rank
    if has_rank and not _equal(rank, None if told.rank is None else str(told.rank)):
        yield _differing("@ADD-097:rank", rank, told.rank)


def _differing(what: str, printed: object, now: object) -> str:
    return text("ADD-097", "vi", what=what, printed=_shown(printed), now=_shown(now))


def _equal(printed: object, told: str | None) -> bool:
    if printed is None or printed == "":
        return told is None
    if told is None:
        return False
    try:
        return abs(Decimal(str(printed)) - Decimal(told)) < _CLOSE
    except InvalidOperation:  # words where a number should stand
        return False


def _shown(value: object) -> str:
    """A number with a decimal comma; a dash for none."""
    if value is None or value == "":
        return "–"
    told = str(value)
    return told.removesuffix(".0").replace(".", ",") if isinstance(value, float | str) else told


def _new_sheet(app: Any, entry: str) -> Any:
    """The only sheet in use of a new workbook."""
    sheet = app.books.add().sheets[0]
    name = title("ADD-094", "vi", entry=entry)
    sheet.name = re.sub(r"[\\/?*\[\]:]", "-", name)[:_NAME]
    return sheet
