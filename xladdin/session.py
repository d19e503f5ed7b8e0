"""One press of a button: the open workbook, recognised as ours, and its sheets made writable."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from typing import Any

from workbooks.card import Card, read_card
from workbooks.layout import CARD_SHEET
from xladdin.blocks import OpenGrids
from xladdin.host import Host
from xladdin.refusal import Refusal

__all__ = ["Session", "is_shown", "open_session"]

_QUESTIONS = 30_000
"""Questions about colours that clearing asks: a memory that was forged could ask for ever."""

_PAUSES = (0.05, 0.2, 0.5)
"""Seconds between the tries of what must not be left undone."""


class Session:
    """The workbook of xlwings that a button works on, and the program that shows it.

    ``patience``: how many questions about colours may still be asked.
    """

    def __init__(self, host: Host, book: Any) -> None:
        self.host = host
        self.book = book
        self.sheets: dict[str, Any] = {sheet.name: sheet for sheet in book.sheets}
        self.patience = _QUESTIONS
        self.grids: Mapping[str, Any] = OpenGrids(self.sheets)

    def card(self) -> Card:
        """What the workbook says of itself.

        `Refusal` ADD-002 where it is none of ours, ADD-003 where its card is damaged.
        """
        if CARD_SHEET not in self.sheets:
            raise Refusal("ADD-002", book=self.book.name)
        card = read_card(self.grids)
        if card is None or card.form is None:
            raise Refusal("ADD-003", book=self.book.name)
        return card

    def add_sheet(self, name: str, after: Any) -> Any:
        """A new sheet of xlwings behind another one; none where adding or naming it fails."""
        try:
            sheet = self.book.sheets.add(name, after=after)
        except BaseException:
            for stray in [one for one in self.book.sheets if one.name not in self.sheets]:
                stray.delete()
            raise
        self.sheets[name] = sheet
        return sheet

    def remove_sheet(self, name: str) -> None:
        """Deletes a sheet, also a hidden one, without a question."""
        sheet = self.sheets.pop(name)
        try:
            sheet.visible = True
            sheet.delete()
        except BaseException:
            with suppress(Exception):  # what failed is told anyway
                self.book.app.display_alerts = True  # xlwings has switched them off
                self.sheets |= {one.name: one for one in self.book.sheets if one.name == name}
            raise

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Nothing flickers and no macro of the workbook runs while the block lasts.

        Adding and deleting sheets brings others to the front; afterwards the one that was there is
        there again, where it still exists.
        """
        app = self.book.app
        front = self.book.sheets.active.name
        with ExitStack() as stack:
            for switch in ("screen_updating", "enable_events"):
                before = getattr(app, switch)
                stack.callback(_insist, partial(setattr, app, switch, before))
                setattr(app, switch, False)
            stack.callback(self._to_front, front)
            yield

    def _to_front(self, name: str) -> None:
        sheet = self.sheets.get(name)
        with suppress(Exception):  # what is seen must not hide what was done, or why it was not
            if sheet is not None and is_shown(sheet) and self.book.sheets.active.name != name:
                sheet.activate()

    def unfiltered(self, names: Iterable[str]) -> None:
        """`Refusal` ADD-182 where a filter hides rows: blocks would pass by some of them."""
        for name in names:
            if self.host.is_filtered(self.sheets[name]):
                raise Refusal("ADD-182", sheet=name)

    @contextmanager
    def writable(self, names: Sequence[str]) -> Iterator[None]:
        """Sheets without protection while the block lasts; afterwards each as it was.

        `Refusal` ADD-006 where a password is set; nothing has changed then.
        """
        with ExitStack() as stack:
            for name in names:
                sheet = self.sheets[name]
                found = self.host.protection(sheet)
                if found is None:
                    continue
                restore = partial(_insist, partial(self.host.protect, sheet, found))
                try:
                    opened = self.host.unprotect(sheet)
                except BaseException:  # it may have been opened before its answer was lost
                    if self.host.protection(sheet) is None:
                        restore()
                    raise
                if not opened:
                    raise Refusal("ADD-006", sheet=name)
                stack.callback(restore)
            yield


def is_shown(sheet: Any) -> bool:
    """Whether a sheet of xlwings has a tab; Excel answers with -1, 0 and 2."""
    return sheet.visible in (-1, 1)


def open_session(host: Host) -> Session:
    """The workbook in front; `Refusal` where there is none or it cannot be worked on (ADD-…)."""
    book = host.book()
    obstacle = host.obstacle(book)
    if obstacle:
        raise Refusal(obstacle, book=book.name)
    return Session(host, book)


def _insist(action: Callable[[], object]) -> None:
    """Does what must not be left undone, again where the program rejects it for a moment."""
    for pause in _PAUSES:
        try:
            action()
        except Exception:  # whatever COM raises; the last try below lets it out
            time.sleep(pause)
        else:
            return
    action()
