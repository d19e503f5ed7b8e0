"""Excel behind a browser: a `xladdin.host.Host` that answers from one request and gives orders."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from xladdin.area import Area
from xladdin.host import Traits
from xladdin.server.remote_book import RemoteBook, RemoteSheet

__all__ = ["RemoteHost"]

_MACROS = (".xlsm", ".xltm", ".xlam", ".xlsb")


class RemoteHost:
    """The host of one request. What is told is collected and shown when everything is done."""

    def __init__(self, book: RemoteBook) -> None:
        self._book = book
        self._told: list[str] = []
        self._asked: tuple[str, str] | None = None

    def finish(self, function: str) -> None:
        """Sends what is left: notes, then the words, or the question and what a yes starts."""
        for sheet in self._book.sheets:
            sheet.flush()
        if self._asked is not None:
            self._book.order("thiduaAsk", *self._asked, function)
        elif self._told:
            self._book.order("thiduaTell", "\n\n".join(self._told))

    def book(self) -> Any:
        """The workbook of the request."""
        return self._book

    def obstacle(self, book: Any) -> str:
        """As far as a browser can know."""
        seen = self._book.seen
        return "ADD-005" if seen.is_read_only else "ADD-007" if seen.is_locked else ""

    def place(self, book: Any) -> str:
        """Its name; where the file lies is not told."""
        return self._book.name

    def tell(self, words: str) -> None:
        """Shown in the task pane, after what was done."""
        self._told.append(words)

    def ask(self, words: str) -> bool:
        """A question takes two requests: no, until the very same one comes back with a yes.

        The answer holds for these words and for these contents of the workbook only.
        """
        mark = hashlib.sha256(words.encode("utf-8"))
        for sheet in self._book.sheets:
            mark.update(repr((sheet.name, sorted(sheet.values.items()))).encode("utf-8"))
        if mark.hexdigest() == self._book.seen.agreed:
            return True
        self._asked = (words, mark.hexdigest())
        return False

    def sheet_names(self, book: Any) -> Collection[str]:
        """Excel in a browser has no sheets of charts."""
        return [sheet.name for sheet in self._book.sheets]

    def traits(self, book: Any) -> Traits:
        """Macros by the file's ending; of links to other workbooks a browser is told nothing."""
        return Traits(has_macros=self._book.name.lower().endswith(_MACROS))

    def protection(self, sheet: RemoteSheet) -> object | None:
        """The flags stay in the browser; here it is enough to know that there are some."""
        return True if sheet.page.is_protected else None

    def unprotect(self, sheet: RemoteSheet) -> bool:
        """Where a password holds the sheet, the browser stops at this order, the first of all."""
        self._book.order("thiduaUnprotect", sheet.name)
        return True

    def protect(self, sheet: RemoteSheet, flags: object) -> None:
        """The browser knows the flags; notes must be there before."""
        sheet.flush()
        self._book.order("thiduaProtect", sheet.name)

    def conceal(self, sheet: RemoteSheet) -> None:
        """Very hidden."""
        self._book.order("thiduaConceal", sheet.name)

    def solid(self, colour: str) -> str:
        """The word of the COM host, so that either door can take the other's marks away."""
        red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
        return f"1;;{red + green * 256 + blue * 65536};;"

    def fill(self, sheet: RemoteSheet, areas: Sequence[Area]) -> str | None:
        """From what the browser sent and what was painted since."""
        return sheet.fills.common(areas)

    def paint(self, sheet: RemoteSheet, areas: Sequence[Area], fill: str) -> None:
        """All areas in one order."""
        for area in areas:
            sheet.fills.put(area, fill)
        self._book.order("thiduaPaint", sheet.name, fill, [area.a1 for area in areas])

    def notes(self, sheet: RemoteSheet) -> Mapping[str, str]:
        """A copy: the notes change while it is used."""
        return dict(sheet.notes)

    def noteless(self, sheet: RemoteSheet) -> Collection[str]:
        """Cells with a conversation."""
        return sheet.page.threads

    def fit_note(self, note: Any, words: str) -> None:
        """The browser does it for every note of ours."""

    def lay_out(self, sheet: Any, head: int) -> None:
        """Nothing: the sheet is for the screen there."""

    def is_filtered(self, sheet: RemoteSheet) -> bool:
        """Rows are hidden by a filter."""
        return sheet.page.is_filtered

    def is_hidden(self, sheet: RemoteSheet, area: Area) -> bool:
        """By hand or by a filter alike."""
        page = sheet.page
        return any(first <= area.top <= last for first, last in page.rows) or any(
            first <= area.left <= last for first, last in page.columns
        )

    def save_copy(self, book: Any, path: Path) -> None:
        """An add-in in a browser writes no files."""
        raise OSError(f"nothing writes {path}")

    def open_file(self, path: Path) -> None:
        """An add-in in a browser opens no files."""
        raise OSError(f"nothing opens {path}")
