"""One press of a button: the open workbook, recognised as ours, and its sheets made writable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from workbooks.card import Card, read_card
from workbooks.layout import CARD_SHEET
from xladdin.blocks import OpenGrids
from xladdin.host import Host
from xladdin.refusal import Refusal

__all__ = ["Session", "open_session"]


class Session:
    """The workbook of xlwings that a button works on, and the program that shows it."""

    def __init__(self, host: Host, book: Any) -> None:
        self.host = host
        self.book = book
        self.sheets: dict[str, Any] = {sheet.name: sheet for sheet in book.sheets}
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
        """A new sheet of xlwings behind another one."""
        sheet = self.book.sheets.add(name, after=after)
        self.sheets[name] = sheet
        return sheet

    def remove_sheet(self, name: str) -> None:
        """Deletes a sheet, also a hidden one, without a question."""
        sheet = self.sheets.pop(name)
        sheet.visible = True
        sheet.delete()

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Nothing flickers and no macro of the workbook runs while the block lasts."""
        app = self.book.app
        before = app.screen_updating, app.enable_events
        app.screen_updating, app.enable_events = False, False
        try:
            yield
        finally:
            app.screen_updating, app.enable_events = before

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
                if not self.host.unprotect(sheet):
                    raise Refusal("ADD-006", sheet=name)
                stack.callback(self.host.protect, sheet, found)
            yield


def open_session(host: Host) -> Session:
    """The workbook in front; `Refusal` where there is none or it cannot be worked on (ADD-…)."""
    book = host.book()
    obstacle = host.obstacle(book)
    if obstacle:
        raise Refusal(obstacle, book=book.name)
    return Session(host, book)
