"""The open workbook as the buttons want it: xlwings' remote engine, and what it cannot tell.

The remote engine only sends values and only takes orders; it cannot tell formulas, notes, merged
cells or what it has just been told to write. These classes have the names of xlwings that the
buttons use, answer from what the browser sent, keep that up to date, and pass every order on.
Orders that xlwings has no action for go to functions of `static/js/thidua.js`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from xladdin.area import Area, parse_area
from xladdin.server.cellwords import NO_FILL, CellWords
from xladdin.server.payload import Page, Seen

__all__ = ["RemoteBook", "RemoteRange", "RemoteSheet"]

_DAY_ZERO = datetime(1899, 12, 30)
_LAST_SERIAL = 2_958_466
_FORMULA = "=\0"
"""Stands for the text of a formula that was not told, only that there is one."""
_POINTS = 5.25
_PADDING = 3.75
"""Width of a column: Office.js counts points, the buttons count characters of 7 pixels."""

_ERRORS: Mapping[str, int] = {
    "#NULL!": -2146826288,
    "#DIV/0!": -2146826281,
    "#VALUE!": -2146826273,
    "#REF!": -2146826265,
    "#NAME?": -2146826259,
    "#NUM!": -2146826252,
    "#N/A": -2146826246,
    "#GETTING_DATA": -2146826245,
    "#BUSY!": -2146826245,
    "#SPILL!": -2146826243,
    "#CONNECT!": -2146826242,
    "#BLOCKED!": -2146826241,
    "#UNKNOWN!": -2146826240,
    "#FIELD!": -2146826239,
    "#CALC!": -2146826238,
}
"""Error values as COM hands them out, which `xladdin.blocks` reads."""

Place = tuple[int, int]


class RemoteBook:
    """The workbook of one request."""

    def __init__(self, book: Any, seen: Seen) -> None:
        self.xlwings = book
        self.seen = seen
        self.sheets = RemoteSheets(self)
        self.app = SimpleNamespace(screen_updating=True, enable_events=True)

    @property
    def name(self) -> str:
        """The file's name."""
        return str(self.xlwings.name)

    @property
    def selection(self) -> Any:
        """What is selected on the sheet in front; ``None`` for a picture."""
        chosen = self.xlwings.api["book"]["selection"]
        return None if chosen is None else RemoteRange(self.sheets.active, parse_area(chosen))

    def order(self, function: str, *args: object) -> None:
        """Calls a function of thidua.js in its turn.

        ``App.macro`` of xlwings would address the book that was opened last, which with two
        requests at a time may be somebody else's.
        """
        self.xlwings.impl.append_json_action(func="runMacro", args=[function, *args])


class RemoteSheets:
    """The sheets in the order of their tabs."""

    def __init__(self, book: RemoteBook) -> None:
        self._book = book
        self._sheets: list[RemoteSheet] = [
            RemoteSheet(book, sheet) for sheet in book.xlwings.sheets
        ]
        self._front: RemoteSheet = self._sheets[book.xlwings.api["book"]["active_sheet_index"]]

    def __iter__(self) -> Iterator[RemoteSheet]:
        return iter(list(self._sheets))

    @property
    def active(self) -> RemoteSheet:
        """The sheet in front."""
        return self._front

    @active.setter
    def active(self, sheet: RemoteSheet) -> None:
        self._front = sheet

    def add(self, name: str, after: RemoteSheet) -> RemoteSheet:
        """A new sheet behind another one; in a browser it does not come to the front."""
        made = self._book.xlwings.sheets.add(name, after=after.xlwings)
        sheet = RemoteSheet(self._book, made)
        self._sheets.insert(self._sheets.index(after) + 1, sheet)
        return sheet

    def forget(self, sheet: RemoteSheet) -> None:
        """A sheet that was deleted; were it in front, the first one that is shown is now."""
        self._sheets.remove(sheet)
        if self._front is sheet:
            self._front = next(one for one in self._sheets if one.visible)


class RemoteSheet:
    """One sheet: what stands in it, how it looks, and the orders that change it."""

    def __init__(self, book: RemoteBook, sheet: Any) -> None:
        self.book = book
        self.xlwings = sheet
        self.page = book.seen.pages.get(sheet.name, Page(notes={}))
        self.fills = CellWords(self.page.fills, NO_FILL)
        self.fonts = CellWords(self.page.fonts, "")
        self.notes = dict(self.page.notes)
        self.formulas = {place: _FORMULA for area in self.page.formulas for place in _places(area)}
        self.formulas |= {(row, column): text for row, column, text in self.page.texts}
        self.as_text: set[Place] = set()
        self.values = dict(self._values(sheet.api["values"]))
        self._due: dict[str, list[list[str]]] = defaultdict(list)

    def _values(self, rows: list[list[Any]]) -> Iterator[tuple[Place, object]]:
        dates = {place for area in self.page.dates for place in _places(area)}
        errors = {place for area in self.page.errors for place in _places(area)}
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                place = row, column
                if value != "" or place in self.formulas:
                    yield place, _value(value, place in dates, place in errors)

    @property
    def name(self) -> str:
        """The sheet's name."""
        return str(self.xlwings.name)

    @property
    def visible(self) -> bool:
        """Whether its tab is shown."""
        return bool(self.xlwings.visible)

    @visible.setter
    def visible(self, value: bool) -> None:
        self.xlwings.visible = value

    def activate(self) -> None:
        """Brings it to the front."""
        self.book.sheets.active = self
        self.xlwings.activate()

    def delete(self) -> None:
        """Deletes it."""
        self.xlwings.delete()
        self.book.sheets.forget(self)

    def range(self, first: Place, last: Place | None = None) -> RemoteRange:
        """Cells from one corner to the other, counted from 1."""
        top, left = first
        bottom, right = last or first
        return RemoteRange(
            self, Area(top=top - 1, left=left - 1, bottom=bottom - 1, right=right - 1)
        )

    @property
    def used_range(self) -> RemoteRange:
        """From the first cell to the last that holds anything."""
        bottom = max((row for row, _ in self.values), default=0)
        right = max((column for _, column in self.values), default=0)
        return RemoteRange(self, Area(top=0, left=0, bottom=bottom, right=right))

    def write(self, place: Place, value: object) -> None:
        """Keeps what is being written: a text with ``=`` in front is a formula, or a text cell."""
        self.formulas.pop(place, None)
        self.values[place] = value
        if isinstance(value, str) and value.startswith("=") and place not in self.as_text:
            self.formulas[place] = value

    def annotate(self, cell: str, text: str | None) -> None:
        """Sets or, with ``None``, removes the note of a cell; sent together by `flush`.

        Nothing happens in an Excel without notes.
        """
        if not self.book.seen.takes_notes:
            return
        if text is None:
            self.notes.pop(cell, None)
            self._due["thiduaDropNotes"].append([cell])
        else:
            self.notes[cell] = text
            self._due["thiduaPutNotes"].append([cell, text])

    def flush(self) -> None:
        """Sends the notes that are due: first those that go, then those that come."""
        for order in ("thiduaDropNotes", "thiduaPutNotes"):
            if notes := self._due.pop(order, []):
                self.book.order(order, self.name, notes)


class RemoteRange:
    """Cells of a sheet."""

    def __init__(self, sheet: RemoteSheet, area: Area) -> None:
        self.sheet = sheet
        self.area = area
        self._xlwings = sheet.xlwings.range(area.first, area.last)

    @property
    def row(self) -> int:
        """The first row, from 1."""
        return self.area.top + 1

    @property
    def column(self) -> int:
        """The first column, from 1."""
        return self.area.left + 1

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.area.bottom - self.area.top + 1, self.area.right - self.area.left + 1

    @property
    def raw_value(self) -> tuple[tuple[Any, ...], ...]:
        """The values as COM hands them out: floats, moments, codes of errors, ``None``."""
        values, columns = self.sheet.values, range(self.area.left, self.area.right + 1)
        return tuple(
            tuple(values.get((row, column)) for column in columns)
            for row in range(self.area.top, self.area.bottom + 1)
        )

    @raw_value.setter
    def raw_value(self, value: object) -> None:
        block = value if isinstance(value, list) else [[value]]
        for row, told in enumerate(block, self.area.top):
            for column, cell in enumerate(told, self.area.left):
                self.sheet.write((row, column), cell)
        self._xlwings.raw_value = [["" if cell is None else cell for cell in row] for row in block]

    @property
    def formula(self) -> tuple[tuple[str, ...], ...]:
        """Formulas, as far as they were told; nothing for all other cells."""
        formulas, columns = self.sheet.formulas, range(self.area.left, self.area.right + 1)
        return tuple(
            tuple(formulas.get((row, column), "") for column in columns)
            for row in range(self.area.top, self.area.bottom + 1)
        )

    def get_address(self, *_flags: object) -> str:
        """``C12`` or ``C12:D40``."""
        return self.area.a1

    @property
    def merge_area(self) -> RemoteRange:
        """The merged cells that the first cell belongs to, or the cell itself."""
        spot = (self.area.top, self.area.left)
        merged = next((area for area in self.sheet.page.merged if spot in area), self.area)
        return RemoteRange(self.sheet, merged)

    @property
    def merge_cells(self) -> bool:
        """Whether any cell is merged with another."""
        return any(area.cut(self.area) for area in self.sheet.page.merged)

    @property
    def note(self) -> RemoteNote | None:
        """The note of the first cell."""
        cell = parse_area(self.area.a1.split(":")[0]).a1
        return RemoteNote(self.sheet, cell) if cell in self.sheet.notes else None

    def add_note(self, text: str) -> RemoteNote:
        """A note where there is none."""
        self.sheet.annotate(self.area.a1, text)
        return RemoteNote(self.sheet, self.area.a1)

    @property
    def font(self) -> RemoteFont:
        """The font of the cells."""
        return RemoteFont(self.sheet, self.area, self._xlwings.font)

    def select(self) -> None:
        """Selects the cells; the sheet must be in front."""
        self._xlwings.select()

    @property
    def number_format(self) -> str:
        """Only to be set."""
        raise AttributeError("the browser tells no number formats")

    @number_format.setter
    def number_format(self, value: str) -> None:
        if value == "@":
            self.sheet.as_text.update(_places(self.area))
        self._set("number_format", value)

    vertical_alignment = property(fset=lambda self, value: self._set("vertical_alignment", value))
    wrap_text = property(fset=lambda self, value: self._set("wrap_text", value))
    column_width = property(
        fset=lambda self, value: self._set("column_width", value * _POINTS + _PADDING)
    )

    def _set(self, name: str, value: object) -> None:
        setattr(self._xlwings, name, value)


class RemoteFont:
    """The font of some cells."""

    def __init__(self, sheet: RemoteSheet, area: Area, font: Any) -> None:
        self._sheet = sheet
        self._area = area
        self._font = font

    @property
    def name(self) -> str | None:
        """Its name; ``None`` where the cells differ."""
        return self._sheet.fonts.common([self._area])

    @name.setter
    def name(self, value: str) -> None:
        self._sheet.fonts.put(self._area, value)
        self._font.name = value

    bold = property(fset=lambda self, value: setattr(self._font, "bold", value))
    color = property(fset=lambda self, value: setattr(self._font, "color", value))


class RemoteNote:
    """The note of a cell."""

    def __init__(self, sheet: RemoteSheet, cell: str) -> None:
        self._sheet = sheet
        self._cell = cell

    @property
    def text(self) -> str:
        """What it says."""
        return self._sheet.notes.get(self._cell, "")

    @text.setter
    def text(self, value: str) -> None:
        self._sheet.annotate(self._cell, value)

    def delete(self) -> None:
        """Removes it."""
        self._sheet.annotate(self._cell, None)


def _places(area: Area) -> Iterator[Place]:
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            yield row, column


def _value(value: Any, dated: bool, error: bool) -> object:
    """A value of Office.js as COM would hand it out."""
    if error and isinstance(value, str):
        return _ERRORS.get(value, _ERRORS["#UNKNOWN!"])
    if dated and isinstance(value, float) and 0 <= value < _LAST_SERIAL:
        return _DAY_ZERO + timedelta(days=value)
    return value
