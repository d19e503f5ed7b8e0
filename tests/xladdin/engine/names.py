"""Defined names, as xlwings asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.xladdin.engine.bases import base, closed
from tests.xladdin.engine.link import Refused

if TYPE_CHECKING:
    from tests.xladdin.engine.application import Book
    from tests.xladdin.engine.ranges import Range

__all__ = ["Name", "Names"]


@closed
class Names(base.Names):  # type: ignore[misc]  # xlwings' base classes are untyped
    """The names of a workbook with those of its sheets, or those of one sheet."""

    def __init__(self, book: Book, sheet: str | None) -> None:
        self._book = book
        self._sheet = sheet

    def _all(self, member: str) -> list[str]:
        found = [name for name, _ in self._book.ask(f"Names.{member}", "names")]
        if self._sheet is None:
            return found
        return [name for name in found if self._owner(name) == self._sheet]

    @staticmethod
    def _owner(name: str) -> str:
        owner = name.rpartition("!")[0]
        return owner[1:-1].replace("''", "'") if owner.startswith("'") else owner

    def _find(self, key: str | int, member: str) -> str | None:
        names = self._all(member)
        if isinstance(key, int):
            return names[key - 1] if 1 <= key <= len(names) else None
        for name in names:
            own = name.rpartition("!")[2] if self._sheet is not None else name
            if key.casefold() in (name.casefold(), own.casefold()):
                return name
        return None

    def __call__(self, name_or_index: str | int) -> Name:
        found = self._find(name_or_index, "__call__")
        if found is None:
            raise Refused(f"there is no name {name_or_index!r}")
        return Name(self._book, found)

    def snapshot(self) -> list[tuple[str, Name]]:
        return [(name, Name(self._book, name)) for name in self._all("snapshot")]

    def contains(self, name_or_index: str | int) -> bool:
        return self._find(name_or_index, "contains") is not None

    def __len__(self) -> int:
        return len(self._all("__len__"))

    def add(self, name: str, refers_to: str) -> Name:
        whole = name
        if self._sheet is not None and "!" not in name:
            whole = "'" + self._sheet.replace("'", "''") + "'!" + name
        self._book.ask("Names.add", "add_name", name=whole, refers_to=refers_to)
        return Names(self._book, self._sheet)(name)


@closed
class Name(base.Name):  # type: ignore[misc]  # xlwings' base classes are untyped
    """One name; that of a sheet is called ``Sheet!Name``."""

    def __init__(self, book: Book, name: str) -> None:
        self._book = book
        self._name = name

    def delete(self) -> None:
        self._book.ask("Name.delete", "delete_name", name=self._name)

    @property
    def name(self) -> str:
        return self._name

    @name.setter
    def name(self, value: str) -> None:
        self._book.ask("Name.name=", "rename", name=self._name, other=value)
        self._name = value

    @property
    def refers_to(self) -> str:
        found: dict[str, Any] = dict(self._book.ask("Name.refers_to", "names"))
        if self._name not in found:
            raise Refused(f"there is no name {self._name!r}")
        return str(found[self._name])

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self._book.ask("Name.refers_to=", "add_name", name=self._name, refers_to=value)

    @property
    def refers_to_range(self) -> Range:
        sheet, mark, cells = self.refers_to.removeprefix("=").rpartition("!")
        if not mark:
            raise Refused(f"{self._name!r} refers to no cells")
        return self._book.sheets(sheet.strip("'").replace("''", "'")).range(cells)
