"""A spreadsheet program in memory: an engine of xlwings for the add-in, every call counted.

It is held to xlwings' own base classes, so that only their names can be used, and it hands values
out as COM does: numbers are floats, times are ``datetime``, errors are codes. It calculates
nothing. What is written with a leading ``=`` into a cell that is not text becomes a formula, as in
Excel; on a protected sheet nothing but unlocked cells can be changed, and those not painted.
"""

from __future__ import annotations

import copy
import datetime as dt
import io
import re
import warnings
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from xladdin.area import Area, parse_area
from xladdin.host import Traits
from xladdin.refusal import Refusal

xw: Any = pytest.importorskip("xlwings")
base_classes: Any = pytest.importorskip("xlwings.base_classes")

__all__ = ["Failure", "MemoryHost", "Page", "opened"]

_ERRORS = {
    "#DIV/0!": -2146826281,
    "#N/A": -2146826246,
    "#NAME?": -2146826259,
    "#NULL!": -2146826288,
    "#NUM!": -2146826252,
    "#REF!": -2146826265,
    "#VALUE!": -2146826273,
}
_WHOLE = Area(top=0, left=0, bottom=0, right=0)
_NUMBER = re.compile(r"-?[0-9]+([.][0-9]+)?")
_FONT = "Calibri"


class Failure(RuntimeError):
    """What Excel answers to something it does not do: an error without a meaning."""


Place = tuple[int, int]


@dataclass(slots=True)
class Page:
    """What stands on one sheet, by zero-based place."""

    name: str
    values: dict[Place, object] = field(default_factory=dict)
    formulas: dict[Place, str] = field(default_factory=dict)
    fills: dict[Place, str] = field(default_factory=dict)
    formats: dict[Place, str] = field(default_factory=dict)
    fonts: dict[Place, str] = field(default_factory=dict)
    notes: dict[Place, str] = field(default_factory=dict)
    unlocked: set[Place] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    filtered: bool = False
    merged: list[Area] = field(default_factory=list)
    threads: set[Place] = field(default_factory=set)
    flags: tuple[str, ...] | None = None
    password: str = ""
    refuses_notes: bool = False
    state: str = "visible"
    widths: dict[int, float] = field(default_factory=dict)
    paper: tuple[str, ...] = ()
    frozen: int = 0
    bold: set[Place] = field(default_factory=set)
    wrapped: set[Place] = field(default_factory=set)
    upright: dict[Place, str] = field(default_factory=dict)
    letters: dict[Place, str] = field(default_factory=dict)
    footer: str = ""

    def look(self) -> object:
        """Everything that marking may touch, for comparing."""
        return dict(self.fills), dict(self.notes), self.flags, self.password, self.state

    def content(self) -> tuple[dict[Place, object], dict[Place, str]]:
        """Everything typed or printed."""
        return dict(self.values), dict(self.formulas)

    def copied(self) -> Page:
        """A page of its own; what stands in the cells never changes itself."""
        return Page(**{one.name: copy.copy(getattr(self, one.name)) for one in fields(self)})


class Engine:
    """The engine; xlwings has no base class for it and asks for ``name``, ``type`` and ``apps``."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self._apps = Apps(self)

    name = "memory"
    type = "desktop"

    @property
    def apps(self) -> Apps:
        return self._apps

    @staticmethod
    def prepare_xl_data_element(value: object, _date_format: object) -> object:
        return value

    @staticmethod
    def clean_value_data(data: object, *_options: object) -> object:
        return data


class Apps(base_classes.Apps):  # type: ignore[misc]  # Any, so that xlwings may be missing
    """The one program."""

    def __init__(self, engine: Engine) -> None:
        self._app = App(engine)

    def keys(self) -> list[int]:
        return [1]

    def __iter__(self) -> Iterator[App]:
        return iter([self._app])

    def __len__(self) -> int:
        return 1

    def __getitem__(self, pid: int) -> App:
        return self._app


class App(base_classes.App):  # type: ignore[misc]  # Any, so that xlwings may be missing
    """The program: one book, a selection, switches."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.book: Book | None = None
        self.others: list[Book] = []
        self.bar: list[object] = []
        self.switches: dict[str, object] = {"screen_updating": True, "enable_events": True}
        self.selected: Range | None = None

    pid = 1

    @property
    def books(self) -> Books:
        return Books(self)

    @property
    def status_bar(self) -> object:
        return self.bar[-1] if self.bar else False

    @status_bar.setter
    def status_bar(self, value: object) -> None:
        self.bar.append(value)

    @property
    def selection(self) -> Range | None:
        self.engine.calls["selection"] += 1
        return self.selected

    def activate(self, steal_focus: bool = False) -> None:
        pass

    @property
    def screen_updating(self) -> object:
        return self.switches["screen_updating"]

    @screen_updating.setter
    def screen_updating(self, value: object) -> None:
        self.switches["screen_updating"] = value

    @property
    def enable_events(self) -> object:
        return self.switches["enable_events"]

    @enable_events.setter
    def enable_events(self, value: object) -> None:
        self.switches["enable_events"] = value


class Books(base_classes.Books):  # type: ignore[misc]  # Any, so that xlwings may be missing
    """The open workbooks; that of the button is in front."""

    def __init__(self, app: App) -> None:
        self.app = app

    def _open(self) -> list[Book]:
        return [*([self.app.book] if self.app.book else []), *self.app.others]

    @property
    def active(self) -> Book | None:
        return next(iter(self._open()), None)

    def __call__(self, name_or_index: str | int) -> Book:
        for index, book in enumerate(self._open(), 1):
            if name_or_index in (index, book.name):
                return book
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return len(self._open())

    def __iter__(self) -> Iterator[Book]:
        return iter(self._open())

    def add(self) -> Book:
        self.app.engine.calls["write"] += 1
        name = f"Book{len(self.app.others) + 1}"
        self.app.others.append(Book(self.app, name, name, [Page("Sheet1")], []))
        return self.app.others[-1]


class Book(base_classes.Book):  # type: ignore[misc]  # Any, so that xlwings may be missing
    """An open workbook."""

    def __init__(
        self, app: App, name: str, fullname: str, pages: list[Page], defined: list[str]
    ) -> None:
        self._app = app
        self._name = name
        self._fullname = fullname
        self.pages = pages
        self.defined = defined
        self.front = pages[0]
        self.saved = 0
        self.changed = False
        self.charts: list[str] = []

    @property
    def name(self) -> str:
        return self._name

    @property
    def fullname(self) -> str:
        return self._fullname

    @property
    def app(self) -> App:
        return self._app

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self.defined)

    def activate(self) -> None:
        pass

    def save(self, path: object = None, password: object = None) -> None:
        self.saved += 1


class Names(base_classes.Names):  # type: ignore[misc]  # Any, so that xlwings may be missing
    """The defined names of the workbook."""

    def __init__(self, names: list[str]) -> None:
        self._names = names

    def __len__(self) -> int:
        return len(self._names)

    def __call__(self, index: int) -> Name:
        return Name(self._names[index - 1])


class Name(base_classes.Name):  # type: ignore[misc]  # Any, so that xlwings may be missing
    """A defined name."""

    def __init__(self, name: str) -> None:
        self._name = name

    @property
    def name(self) -> str:
        return self._name


class Sheets(base_classes.Sheets):  # type: ignore[misc]  # Any, so that xlwings may be missing
    """The sheets of a workbook in the order of their tabs."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def __iter__(self) -> Iterator[Sheet]:
        return iter([Sheet(self._book, page) for page in self._book.pages])

    def __len__(self) -> int:
        return len(self._book.pages)

    def __call__(self, name_or_index: str | int) -> Sheet:
        for index, page in enumerate(self._book.pages, 1):
            if name_or_index in (index, page.name):
                return Sheet(self._book, page)
        raise Failure(f"no sheet {name_or_index}")

    def __contains__(self, name: object) -> bool:
        return any(page.name == name for page in self._book.pages)

    @property
    def active(self) -> Sheet:
        return Sheet(self._book, self._book.front)

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str = "") -> Sheet:
        self._book.app.engine.calls["write"] += 1
        taken = [*self._book.charts, *(page.name for page in self._book.pages)]
        if name.upper() in (one.upper() for one in taken):
            raise Failure("there is a sheet of that name")
        page = Page(name)
        place = len(self._book.pages)
        if after is not None:
            place = self._book.pages.index(after.page) + 1
            if place == len(self._book.pages) and after.page.state == "veryHidden":
                raise Failure("xlwings moves the last sheet, and Excel moves none it hides so well")
        if before is not None:
            place = self._book.pages.index(before.page)
        self._book.pages.insert(place, page)
        self._book.front = page
        return Sheet(self._book, page)


class Sheet(base_classes.Sheet):  # type: ignore[misc]  # Any, so that xlwings may be missing
    """One sheet."""

    def __init__(self, book: Book, page: Page) -> None:
        self._book = book
        self.page = page

    @property
    def name(self) -> str:
        return self.page.name

    @name.setter
    def name(self, value: str) -> None:
        if len(value) > 31 or set(value) & set("\\/?*[]:"):
            raise Failure("no name for a sheet")
        self.page.name = value

    @property
    def book(self) -> Book:
        return self._book

    @property
    def index(self) -> int:
        return self._book.pages.index(self.page) + 1

    @property
    def visible(self) -> int:
        return {"visible": -1, "hidden": 0, "veryHidden": 2}[self.page.state]

    @visible.setter
    def visible(self, value: bool) -> None:
        self.page.state = "visible" if value else "hidden"

    def activate(self) -> None:
        if self.page.state != "visible":
            raise Failure("a hidden sheet cannot come to the front")
        self._book.front = self.page

    select = activate

    def delete(self) -> None:
        self._book.app.engine.calls["write"] += 1
        if self.page.state != "visible":
            raise Failure("a hidden sheet is not deleted")
        self._book.pages.remove(self.page)
        self._book.front = self._book.pages[0]

    def range(self, arg1: object, arg2: object = None) -> Range:
        if isinstance(arg1, str):
            return Range(self, parse_area(arg1))
        first = arg1 if isinstance(arg1, tuple) else (1, 1)
        last = arg2 if isinstance(arg2, tuple) else first
        if 0 in (*first, *last):
            raise IndexError("ranges count from 1")
        spot = Area(top=first[0] - 1, left=first[1] - 1, bottom=last[0] - 1, right=last[1] - 1)
        return Range(self, spot)

    @property
    def used_range(self) -> Range:
        self._book.app.engine.calls["extent"] += 1
        places = [*self.page.values, *self.page.formulas, *self.page.fills]
        if not places:
            return Range(self, _WHOLE)
        bottom = max(row for row, _ in places)
        right = max(column for _, column in places)
        return Range(self, Area(top=0, left=0, bottom=bottom, right=right))


class Font(base_classes.Font):  # type: ignore[misc]  # Any, so that xlwings may be missing
    """``bold`` and ``name``; a cell whose letters have several fonts is kept as an empty name."""

    def __init__(self, owner: Range) -> None:
        self._owner = owner

    @property
    def bold(self) -> bool:
        return all(place in self._owner.page.bold for place in self._owner.places())

    @bold.setter
    def bold(self, value: bool) -> None:
        self._owner.count("write")
        self._owner.page.bold |= set(self._owner.places()) if value else set()

    @property
    def name(self) -> str | None:
        self._owner.count("font")
        found = {self._owner.page.fonts.get(place, _FONT) for place in self._owner.places()}
        return (found.pop() or None) if len(found) == 1 else None

    @name.setter
    def name(self, value: str) -> None:
        self._owner._changeable()
        self._owner.page.fonts |= dict.fromkeys(self._owner.places(), value)

    @property
    def color(self) -> str:
        (found,) = {self._owner.page.letters.get(place, "") for place in self._owner.places()}
        return found

    @color.setter
    def color(self, value: str) -> None:
        self._owner._changeable()
        self._owner.page.letters |= dict.fromkeys(self._owner.places(), value)


class Range(base_classes.Range):  # type: ignore[misc]  # Any, so that xlwings may be missing
    """Cells of a sheet."""

    def __init__(self, sheet: Sheet, area: Area) -> None:
        self.sheet = sheet
        self.page = sheet.page
        self.area = area

    def count(self, kind: str) -> None:
        self.sheet.book.app.engine.calls[kind] += 1

    def __call__(self, row: int, column: int) -> Range:
        top, left = self.area.top + row - 1, self.area.left + column - 1
        return Range(self.sheet, Area(top=top, left=left, bottom=top, right=left))

    def places(self) -> Iterator[Place]:
        at = self.area
        for row in range(at.top, at.bottom + 1):
            for column in range(at.left, at.right + 1):
                yield row, column

    @property
    def row(self) -> int:
        return self.area.top + 1

    @property
    def column(self) -> int:
        return self.area.left + 1

    @property
    def shape(self) -> tuple[int, int]:
        return self.area.bottom - self.area.top + 1, self.area.right - self.area.left + 1

    def get_address(self, *_flags: object) -> str:
        return self.area.a1

    def __len__(self) -> int:
        rows, columns = self.shape
        return rows * columns

    def _rows(self, cells: Mapping[Place, object], other: Mapping[Place, object]) -> object:
        at = self.area
        rows = tuple(
            tuple(cells.get((row, c), other.get((row, c))) for c in range(at.left, at.right + 1))
            for row in range(at.top, at.bottom + 1)
        )
        return rows if len(self) > 1 else rows[0][0]

    @property
    def raw_value(self) -> object:
        self.count("read")
        return self._rows(self.page.values, {})

    @raw_value.setter
    def raw_value(self, data: object) -> None:
        self._write(data)

    @property
    def formula(self) -> object:
        """Of a constant its text as Excel's ``Formula`` gives it."""
        self.count("read")
        shown = {place: _formula_text(value) for place, value in self.page.values.items()}
        return self._rows(self.page.formulas, shown)

    @formula.setter
    def formula(self, data: object) -> None:
        self._write(data)

    def _write(self, data: object) -> None:
        self.count("write")
        rows = data if isinstance(data, (list, tuple)) else [[data]]
        places = list(self.places())
        values = [value for row in rows for value in row]
        if len(values) != len(places):
            raise Failure("the block does not fit")
        filtered = self.page.filtered and len(places) > 1
        for place, value in zip(places, values, strict=True):
            if not (filtered and place[0] in self.page.hidden_rows):
                self._put(place, value)

    def _put(self, place: Place, value: object) -> None:
        page = self.page
        if page.flags is not None and place not in page.unlocked:
            raise Failure("the cell is locked")
        page.formulas.pop(place, None)
        page.values.pop(place, None)
        if value is None or value == "":
            return
        if isinstance(value, str) and page.formats.get(place) != "@":
            if value.startswith("="):
                page.formulas[place] = value
                page.values[place] = 0.0
                return
            if _NUMBER.fullmatch(value):  # Excel reads typed digits as a number
                value = float(value)
        if isinstance(value, str):
            value = value.removeprefix("'")  # Excel keeps it apart, as a sign that this is text
        page.values[place] = float(value) if isinstance(value, int) else value

    @property
    def number_format(self) -> str | None:
        found = {self.page.formats.get(place, "General") for place in self.places()}
        return found.pop() if len(found) == 1 else None

    @number_format.setter
    def number_format(self, value: str) -> None:
        self._changeable()
        self.page.formats |= dict.fromkeys(self.places(), value)

    def _changeable(self) -> None:
        self.count("write")
        if self.page.flags is not None:
            raise Failure("the sheet is protected")

    @property
    def font(self) -> Font:
        return Font(self)

    @property
    def column_width(self) -> float | None:
        return self.page.widths.get(self.area.left)

    @column_width.setter
    def column_width(self, value: float) -> None:
        self._changeable()
        for column in range(self.area.left, self.area.right + 1):
            self.page.widths[column] = value

    @property
    def vertical_alignment(self) -> str | None:
        found = {self.page.upright.get(place, "bottom") for place in self.places()}
        return found.pop() if len(found) == 1 else None

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        self._changeable()
        self.page.upright |= dict.fromkeys(self.places(), value)

    @property
    def wrap_text(self) -> bool:
        return all(place in self.page.wrapped for place in self.places())

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self._changeable()
        self.page.wrapped |= set(self.places()) if value else set()

    def select(self) -> None:
        if self.sheet.book.front is not self.page:
            raise Failure("only cells of the sheet in front are selected")
        self.count("select")
        self.sheet.book.app.selected = self

    @property
    def merge_cells(self) -> bool:
        return self._merged() is not None

    @property
    def merge_area(self) -> Range:
        return Range(self.sheet, self._merged() or self.area)

    def _merged(self) -> Area | None:
        """The merged range that the first cell belongs to."""
        first = (self.area.top, self.area.left)
        return next((area for area in self.page.merged if first in area), None)

    @property
    def note(self) -> Note | None:
        self.count("note")
        place = (self.area.top, self.area.left)
        return Note(self, place) if place in self.page.notes else None

    def add_note(self, text: str) -> Note:
        self._changeable()
        place = (self.area.top, self.area.left)
        if self.page.refuses_notes:
            self.page.refuses_notes = False
            raise Failure("note")
        merged = self._merged()
        if merged is not None and place != (merged.top, merged.left):
            raise Failure("no note inside merged cells")
        if place in self.page.threads:
            raise Failure("no note beside a conversation")
        if place in self.page.notes:
            raise Failure("there is a note")
        self.page.notes[place] = text
        return Note(self, place)


class Note(base_classes.Note):  # type: ignore[misc]  # Any, so that xlwings may be missing
    """The note of a cell."""

    def __init__(self, owner: Range, place: Place) -> None:
        self._owner = owner
        self._place = place

    @property
    def text(self) -> str:
        return self._owner.page.notes[self._place]

    @text.setter
    def text(self, value: str) -> None:
        self._owner._changeable()
        self._owner.page.notes[self._place] = value

    def delete(self) -> None:
        self._owner._changeable()
        del self._owner.page.notes[self._place]


def _places(areas: Sequence[Area]) -> Iterator[Place]:
    for area in areas:
        for row in range(area.top, area.bottom + 1):
            for column in range(area.left, area.right + 1):
                yield row, column


def _formula_text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, dt.datetime):
        return str((value - dt.datetime(1899, 12, 30)).days)
    return str(value)


class MemoryHost:
    """The host that belongs to the engine; what it was told and asked is kept."""

    def __init__(self, book: Book | None) -> None:
        self._book = book
        self.told: list[str] = []
        self.asked: list[str] = []
        self.answer = True
        self.hindrance = ""
        self.brought = Traits()
        self.fails: str = ""
        self.copies: dict[Path, dict[str, Page]] = {}
        self.opened: list[Path] = []
        self.program: App | None = book.app if book else None
        self.folder: Path | None = None
        self.dialogs: list[tuple[str, Path | None]] = []

    @property
    def calls(self) -> Counter[str]:
        assert self._book is not None
        return self._book.app.engine.calls

    @property
    def pages(self) -> dict[str, Page]:
        assert self._book is not None
        return {page.name: page for page in self._book.pages}

    @property
    def front(self) -> str:
        assert self._book is not None
        return self._book.front.name

    @property
    def cursor(self) -> str:
        assert self._book is not None
        chosen = self._book.app.selected
        return chosen.area.a1 if chosen else ""

    def place_cursor(self, sheet: str, cell: str) -> None:
        book = self.book()
        book.sheets[sheet].activate()
        book.sheets[sheet].range(cell).select()

    def _fail(self, what: str) -> None:
        if self.fails == what:
            self.fails = ""
            raise Failure(what)

    def book(self) -> Any:
        if self._book is None:
            raise Refusal("ADD-001")
        return xw.Book(impl=self._book)

    def obstacle(self, book: Any) -> str:
        return self.hindrance

    def place(self, book: Any) -> str:
        return str(book.fullname)

    def tell(self, words: str) -> None:
        self.told.append(words)

    def ask(self, words: str) -> bool:
        self.asked.append(words)
        return self.answer

    def sheet_names(self, book: Any) -> Collection[str]:
        return [*book.impl.charts, *(page.name for page in book.impl.pages)]

    def traits(self, book: Any) -> Traits:
        return self.brought

    def protection(self, sheet: Any) -> object | None:
        flags: object = sheet.impl.page.flags
        return flags

    def unprotect(self, sheet: Any) -> bool:
        if sheet.impl.page.password:
            return False
        sheet.impl.page.flags = None
        return True

    def protect(self, sheet: Any, flags: object) -> None:
        assert isinstance(flags, tuple)
        sheet.impl.page.flags = flags

    def conceal(self, sheet: Any) -> None:
        self._fail("conceal")
        sheet.impl.page.state = "veryHidden"

    def solid(self, colour: str) -> str:
        return f"solid {colour.removeprefix('#')}"

    def fill(self, sheet: Any, areas: Sequence[Area]) -> str | None:
        self._fail("fill")
        self.calls["fill"] += -(-len(areas) // 30)
        found = {sheet.impl.page.fills.get(place, "none") for place in _places(areas)}
        return found.pop() if len(found) == 1 else None

    def paint(self, sheet: Any, areas: Sequence[Area], fill: str) -> None:
        self._fail("heads" if areas[0].top == 3 else "paint")
        page: Page = sheet.impl.page
        if page.flags is not None:
            raise Failure("the sheet is protected")
        self.calls["paint"] += -(-len(areas) // 30)
        for place in _places(areas):
            page.fills[place] = fill
            if fill == "none":
                del page.fills[place]

    def notes(self, sheet: Any) -> Mapping[str, str]:
        self._fail("notes")
        self.calls["notes"] += 1
        return {
            f"{get_column_letter(column + 1)}{row + 1}": text
            for (row, column), text in sheet.impl.page.notes.items()
        }

    def noteless(self, sheet: Any) -> Collection[str]:
        return {
            f"{get_column_letter(column + 1)}{row + 1}" for row, column in sheet.impl.page.threads
        }

    def fit_note(self, note: Any, words: str) -> None:
        assert note.text == words
        self.calls["fit"] += 1

    def lay_out(self, sheet: Any, head: int) -> None:
        self.calls["lay out"] += 1
        page: Page = sheet.impl.page
        page.paper, page.frozen = ("landscape", "1 x 0", f"{head}:{head}", "&P/&N"), head

    def is_filtered(self, sheet: Any) -> bool:
        filtered: bool = sheet.impl.page.filtered
        return filtered

    def part(self, sheet: Any, areas: Sequence[Area]) -> None:
        page: Page = sheet.impl.page
        assert page.flags is None, "the sheet is protected"
        page.merged = [one for one in page.merged if not any(one.cut(area) for area in areas)]

    def is_hidden(self, sheet: Any, area: Area) -> bool:
        return area.top in sheet.impl.page.hidden_rows

    def save_copy(self, book: Any, path: Path) -> None:
        self._fail("save")
        if self.fails == "full":
            raise OSError(28, "No space left on device")
        self.copies[path] = {page.name: page.copied() for page in book.impl.pages}
        path.write_bytes(b"copy")

    def open_file(self, path: Path) -> None:
        self.opened.append(path)

    def app(self) -> Any:
        if self.program is None:
            raise Refusal("ADD-086")
        return xw.App(impl=self.program)

    def choose_folder(self, app: Any, title: str, start: Path | None) -> Path | None:
        """``folder`` is what the user chooses; ``None`` presses "Cancel"."""
        self.dialogs.append((title, start))
        return self.folder

    def unsaved(self, book: Any) -> bool:
        changed: bool = book.impl.changed
        return changed

    def footer(self, sheet: Any) -> str:
        footer: str = sheet.impl.page.footer
        return footer


def opened(data: bytes | None, name: str = "DD03.xlsx", folder: str = "") -> MemoryHost:
    """A workbook opened in a program of its own, or a program without any."""
    engine = Engine()
    found = xw.main.Engine(impl=engine)
    xw.engines.add(found)
    xw.engines.active = found
    app = engine.apps[1]
    if data is None:
        host = MemoryHost(None)
        host.program = app
        return host
    fullname = f"{folder}/{name}" if folder else name
    app.book = Book(app, name, fullname, [page.copied() for page in _pages(data)], _names(data))
    return MemoryHost(app.book)


@cache
def _pages(data: bytes) -> list[Page]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl cannot keep a computed print area
        shown = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        made = openpyxl.load_workbook(io.BytesIO(data))
    return [_page(shown[name], made[name]) for name in made.sheetnames]


@cache
def _names(data: bytes) -> list[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as above
        return list(openpyxl.load_workbook(io.BytesIO(data)).defined_names)


def _page(shown: Any, made: Any) -> Page:
    page = Page(made.title, state=made.sheet_state, footer=made.oddFooter.center.text or "")
    for row in made.iter_rows():
        for cell in row:
            _load(page, cell, shown.cell(cell.row, cell.column))
    for merged in made.merged_cells.ranges:
        page.merged.append(parse_area(merged.coord))
    hidden = (number for number, look in made.row_dimensions.items() if look.hidden)
    page.hidden_rows = {number - 1 for number in hidden}
    if made.protection.sheet:
        page.flags = tuple(f"{k}={v}" for k, v in sorted(dict(made.protection).items()))
        page.password = made.protection.password or ""
    return page


def _load(page: Page, made: Any, shown: Any) -> None:
    place = (made.row - 1, made.column - 1)
    value = shown.value
    if made.data_type == "f":
        formula = getattr(made.value, "text", made.value)
        page.formulas[place] = formula if str(formula).startswith("=") else f"={formula}"
    if value is not None:
        page.values[place] = _com(value, shown.data_type)
    if made.has_style:
        _load_look(page, made, place)
    if made.comment is not None:
        page.notes[place] = made.comment.text


def _load_look(page: Page, made: Any, place: Place) -> None:
    page.formats[place] = made.number_format
    page.fonts[place] = made.font.name
    if made.fill.fill_type:
        page.fills[place] = f"{made.fill.fill_type} {made.fill.fgColor.rgb[2:]}"
    if not made.protection.locked:
        page.unlocked.add(place)


def _com(value: object, kind: str) -> object:
    """A value as COM hands it out."""
    if kind == "e":
        return _ERRORS[str(value)]
    if isinstance(value, bool | str | dt.datetime):
        return value
    if isinstance(value, dt.time):
        return dt.datetime.combine(dt.date(1899, 12, 30), value)
    if isinstance(value, dt.timedelta):
        return dt.datetime(1899, 12, 30) + value
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)
    if isinstance(value, int | float):
        return float(value)
    raise TypeError(type(value))
