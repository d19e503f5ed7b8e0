"""The host of the add-in over LibreOffice: what its functions need beyond xlwings' object model.

What the functions say and ask is kept; nothing waits.
"""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl

from tests.office import OfficeError
from tests.xladdin.engine.application import Engine
from tests.xladdin.engine.bases import xw
from tests.xladdin.engine.link import Refused
from tests.xladdin.engine.place import written
from xladdin.area import Area
from xladdin.host import Traits
from xladdin.looks import Condition, Look, Rule
from xladdin.refusal import Refusal

__all__ = ["LibreOfficeHost"]

_LONGEST = 255
_MIXED = "mixed"


class LibreOfficeHost:
    """``told`` and ``asked``: what the user read; ``answer``: what is pressed.

    A fill is ``#RRGGBB`` or empty for none: LibreOffice turns patterns into colours and knows no
    tints. ``opened`` are the files that would have been shown.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.told: list[str] = []
        self.asked: list[str] = []
        self.answer = True
        self.opened: list[Path] = []
        self.folder: Path | None = None

    def book(self) -> Any:
        app = self._engine.app
        if app is None or app.books.active is None:
            raise Refusal("ADD-001")
        return xw.Book(impl=app.books.active)

    def obstacle(self, book: Any) -> str:
        if book.impl.read_only:
            return "ADD-005"
        return "ADD-007" if book.impl.ask("Host.obstacle", "structure") else ""

    def place(self, book: Any) -> str:
        return str(book.fullname)

    def tell(self, words: str) -> None:
        self.told.append(words)

    def ask(self, words: str) -> bool:
        self.asked.append(words)
        return self.answer

    def sheet_names(self, book: Any) -> Collection[str]:
        return [sheet.name for sheet in book.sheets]  # LibreOffice has no sheets of charts

    def traits(self, book: Any) -> Traits:
        with ZipFile(book.fullname) as archive:
            parts = archive.namelist()
        return Traits(
            has_macros="xl/vbaProject.bin" in parts,
            has_links=any(part.startswith("xl/externalLinks/") for part in parts),
        )

    def protection(self, sheet: Any) -> object | None:
        found = sheet.impl.ask("Host.protection", "protected")
        return None if found is None else tuple(found)

    def unprotect(self, sheet: Any) -> bool:
        try:
            sheet.impl.ask("Host.unprotect", "unprotect", password="")
        except Refused:
            return False
        return True

    def protect(self, sheet: Any, flags: object) -> None:
        assert isinstance(flags, tuple)
        sheet.impl.ask("Host.protect", "protect", password="", allowed=list(flags))

    def conceal(self, sheet: Any) -> None:
        sheet.impl.ask("Host.conceal", "set_visible", value=2)

    def solid(self, colour: str) -> str:
        return colour.upper()

    def fill(self, sheet: Any, areas: Sequence[Area]) -> str | None:
        seen = {sheet.impl.ask("Host.fill", "fill", areas=part) for part in _batches(areas)}
        if len(seen) != 1 or seen == {_MIXED}:
            return None
        found = seen.pop()
        return "" if found is None else f"#{found:06X}"

    def paint(self, sheet: Any, areas: Sequence[Area], fill: str) -> None:
        value = int(fill.removeprefix("#"), 16) if fill else None
        for part in _batches(areas):
            sheet.impl.ask("Host.paint", "set_color", areas=part, value=value)

    def notes(self, sheet: Any) -> Mapping[str, str]:
        found = sheet.impl.ask("Host.notes", "note_texts")
        return {written((row, column, 1, 1), False, False): text for row, column, text in found}

    def noteless(self, sheet: Any) -> Sequence[str]:
        return ()  # LibreOffice turns conversations into notes

    def fit_note(self, note: Any, words: str) -> None:
        """LibreOffice makes a note as large as its words."""

    def lay_out(self, sheet: Any, head: int) -> None:
        sheet.impl.ask("Host.lay_out", "lay_out", head=head)

    def is_filtered(self, sheet: Any) -> bool:
        return False  # LibreOffice passes by no hidden row

    def is_hidden(self, sheet: Any, area: Area) -> bool:
        first = [(*area.first, 1, 1)]
        return any(
            sheet.impl.ask("Host.is_hidden", what, areas=first)
            for what in ("row_hidden", "column_hidden")
        )

    def save_copy(self, book: Any, path: Path) -> None:
        try:
            book.impl.ask("Host.save_copy", "copy", url=path.resolve().as_uri())
        except (OfficeError, Refused) as failed:
            raise OSError(str(failed)) from failed

    def part(self, sheet: Any, areas: Sequence[Area]) -> None:
        """LibreOffice locks parts of merged cells, so that nothing has to be taken apart."""

    def dress(self, sheet: Any, areas: Sequence[Area], look: Look) -> None:
        for part in _batches(areas):
            sheet.impl.ask("Host.dress", "dress", areas=part, look=asdict(look))

    def validate(self, sheet: Any, rules: Sequence[Rule]) -> None:
        sheet.impl.ask("Host.validate", "validate", rules=[_said(rule) for rule in rules])

    def condition(self, sheet: Any, conditions: Sequence[Condition]) -> None:
        said = [_said(one) for one in conditions]
        sheet.impl.ask("Host.condition", "condition", conditions=said)

    def open_file(self, path: Path) -> None:
        if not path.exists():
            raise FileNotFoundError(path)
        self.opened.append(path)

    def app(self) -> Any:
        if self._engine.app is None:
            raise Refusal("ADD-086")
        return xw.App(impl=self._engine.app)

    def choose_folder(self, app: Any, title: str, start: Path | None) -> Path | None:
        """``folder`` is what the user chooses; ``None`` presses "Cancel"."""
        return self.folder

    def unsaved(self, book: Any) -> bool:
        return False

    def footer(self, sheet: Any) -> str:
        """From the file: what the page style of LibreOffice says has other signs."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl cannot keep a computed print area
            footer: Any = openpyxl.load_workbook(sheet.book.fullname)[sheet.name].oddFooter
        return str(footer.center.text or "")


def _said(one: Rule | Condition) -> dict[str, Any]:
    """As the line carries it."""
    return {**asdict(one), "areas": [_counted(area) for area in one.areas]}


def _counted(area: Area) -> tuple[int, int, int, int]:
    return (*area.first, area.bottom - area.top + 1, area.right - area.left + 1)


def _batches(areas: Sequence[Area]) -> Iterator[list[tuple[int, int, int, int]]]:
    """As many areas at once as the address of a Range in Excel may name."""
    batch: list[tuple[int, int, int, int]] = []
    length = 0
    for area in areas:
        if batch and length + len(area.a1) + 1 > _LONGEST:
            yield batch
            batch, length = [], 0
        length += len(area.a1) + 1
        batch.append(_counted(area))
    if batch:
        yield batch
