"""Sheets, as xlwings asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from numbers import Number
from typing import TYPE_CHECKING, Any

from tests.xladdin.engine.bases import base, closed
from tests.xladdin.engine.link import Refused
from tests.xladdin.engine.names import Names
from tests.xladdin.engine.place import COLUMNS, ROWS, Area, areas_of
from tests.xladdin.engine.ranges import Note, Range

if TYPE_CHECKING:
    from tests.xladdin.engine.application import Book

__all__ = ["Sheet", "Sheets"]

_BAD = set("[]:*?/\\")
_LONGEST = 31


@closed
class Sheets(base.Sheets):  # type: ignore[misc]  # xlwings' base classes are untyped
    """The sheets of a workbook in their order."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def _names(self, member: str) -> list[str]:
        return list(self._book.ask(f"Sheets.{member}", "sheets"))

    @property
    def api(self) -> Any:
        raise NotImplementedError("Sheets.api: there is no COM behind the engine over LibreOffice")

    @property
    def active(self) -> Sheet:
        return Sheet(self._book, self._book.ask("Sheets.active", "active_sheet"))

    def __call__(self, name_or_index: str | int) -> Sheet:
        names = self._names("__call__")
        if isinstance(name_or_index, int):
            if 1 <= name_or_index <= len(names):
                return Sheet(self._book, names[name_or_index - 1])
            raise Refused(f"there is no sheet {name_or_index}")
        for name in names:
            if name.casefold() == name_or_index.casefold():
                return Sheet(self._book, name)
        raise Refused(f"there is no sheet {name_or_index!r}")

    def __len__(self) -> int:
        return len(self._names("__len__"))

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self._book, name) for name in self._names("__iter__"))

    def add(
        self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None
    ) -> Sheet:
        if name is not None:
            _need_name(name)
        at = after.index if after is not None else (before or self.active).index - 1
        return Sheet(self._book, self._book.ask("Sheets.add", "add_sheet", at=at, name=name))


def _need_name(name: str) -> None:
    if not name or len(name) > _LONGEST or _BAD & set(name) or name[0] == "'" or name[-1] == "'":
        raise Refused(f"no name of a sheet: {name!r}")


@closed
class Sheet(base.Sheet):  # type: ignore[misc]  # xlwings' base classes are untyped
    """One sheet, known by its name."""

    def __init__(self, book: Book, name: str) -> None:
        self._book = book
        self._name = name

    def ask(self, member: str, do: str, **given: Any) -> Any:
        """Have LibreOffice do something with this sheet, and count it."""
        return self._book.ask(member, do, sheet=self._name, **given)

    @property
    def api(self) -> Any:
        raise NotImplementedError("Sheet.api: there is no COM behind the engine over LibreOffice")

    @property
    def name(self) -> str:
        return self._name

    @name.setter
    def name(self, value: str) -> None:
        _need_name(value)
        self.ask("Sheet.name=", "rename_sheet", name=value)
        self._name = value

    @property
    def names(self) -> Names:
        return Names(self._book, self._name)

    @property
    def book(self) -> Book:
        return self._book

    @property
    def notes(self) -> list[Note]:
        return [Note(self, row, column) for row, column in self.ask("Sheet.notes", "notes")]

    @property
    def index(self) -> int:
        return list(self._book.ask("Sheet.index", "sheets")).index(self._name) + 1

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        if isinstance(arg1, tuple) and len(arg1) == 4:
            return Range(self, [arg1])
        if isinstance(arg1, Number) and isinstance(arg2, Number):
            arg1, arg2 = (arg1, arg2), None
        first = self._part(arg1)
        if arg2 is None:
            return first
        last = self._part(arg2)
        corners = (*first.bounds, *last.bounds)
        top, left = min(corners[0::4]), min(corners[1::4])
        bottom, right = max(corners[2::4]), max(corners[3::4])
        return Range(self, [(top, left, bottom - top + 1, right - left + 1)])

    def _part(self, arg: Any) -> Range:
        if isinstance(arg, Range):
            return arg
        if isinstance(arg, tuple):
            if 0 in arg:
                raise IndexError("Attempted to access 0-based Range.")
            if not (1 <= arg[0] <= ROWS and 1 <= arg[1] <= COLUMNS):
                raise Refused(f"there is no cell {arg}")
            return Range(self, [(arg[0], arg[1], 1, 1)])
        areas = areas_of(arg)
        if areas is not None:
            return Range(self, areas)
        return self._named(arg)

    def _named(self, text: str) -> Range:
        sheet, mark, cells = text.rpartition("!")
        if mark and (areas := areas_of(cells)):
            plain = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
            return Range(Sheet(self._book, plain), areas)
        for names in (self.names, self._book.names):
            if names.contains(text):
                return names(text).refers_to_range
        raise Refused(f"no cells: {text!r}")

    @property
    def cells(self) -> Range:
        return Range(self, [(1, 1, ROWS, COLUMNS)])

    def activate(self) -> None:
        self.ask("Sheet.activate", "activate")

    def clear_contents(self) -> None:
        self._clear("clear_contents", contents=True, formats=False)

    def clear_formats(self) -> None:
        self._clear("clear_formats", contents=False, formats=True)

    def clear(self) -> None:
        self._clear("clear", contents=True, formats=True)

    def _clear(self, member: str, *, contents: bool, formats: bool) -> None:
        areas: list[Area] = [(1, 1, ROWS, COLUMNS)]
        self.ask(f"Sheet.{member}", "clear", areas=areas, contents=contents, formats=formats)

    def autofit(self, axis: str | None = None) -> None:
        areas = [self.used_range.area]
        self.ask("Sheet.autofit", "autofit", areas=areas, axis=axis)

    def delete(self) -> None:
        self.ask("Sheet.delete", "delete_sheet")

    def move(self, before: Sheet | None, after: Sheet | None) -> None:
        at = before.index - 1 if before else after.index if after else 0
        self.ask("Sheet.move", "move_sheet", at=at)

    @property
    def tables(self) -> list[Any]:
        """LibreOffice has none, so there is nothing that a range could intersect."""
        return []

    @property
    def used_range(self) -> Range:
        return Range(self, [tuple(self.ask("Sheet.used_range", "used"))])

    @property
    def visible(self) -> int:
        """-1 visible, 0 hidden, 2 hidden from the menu too."""
        return int(self.ask("Sheet.visible", "visible"))

    @visible.setter
    def visible(self, value: Any) -> None:
        self.ask("Sheet.visible=", "set_visible", value=int(value))
