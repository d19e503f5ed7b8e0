"""The engine itself, the program and its workbooks, as xlwings asks for them."""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.xladdin.engine.bases import base, closed
from tests.xladdin.engine.link import Link, Refused
from tests.xladdin.engine.names import Names
from tests.xladdin.engine.package import read_package
from tests.xladdin.engine.ranges import Range
from tests.xladdin.engine.sheets import Sheet, Sheets
from tests.xladdin.engine.values import cleaned, prepared

__all__ = ["App", "Apps", "Book", "Books", "Engine"]


class Engine:
    """What ``xlwings.engines`` holds; one LibreOffice, which starts when it is first needed.

    ``calls`` counts what was asked by class and member (``Range.raw_value``, with ``=`` for an
    assignment). ``alerts`` are the messages shown, ``answers`` what is pressed, in order.
    """

    name = "libreoffice"
    type = "desktop"

    def __init__(self, display: str = "") -> None:
        self.link = Link(display=display)
        self.app: App | None = None
        self.alerts: list[str] = []
        self.answers: deque[str] = deque()

    @property
    def calls(self) -> Counter[str]:
        """How often each member was asked for."""
        return self.link.calls

    @property
    def apps(self) -> Apps:
        """At most one."""
        return Apps(self)

    @staticmethod
    def prepare_xl_data_element(x: Any, date_format: Any) -> Any:
        """A value before it is assigned."""
        return prepared(x)

    @staticmethod
    def clean_value_data(
        data: Any, datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: Any
    ) -> list[list[Any]]:
        """Values after they were read."""
        return cleaned(data, datetime_builder, empty_as, number_builder, err_to_str)

    def reset(self) -> None:
        """Close every workbook and forget what was counted, shown and answered."""
        if self.app is not None:
            for book in list(self.app.open_books):
                book.close()
            self.app = None
        self.calls.clear()
        self.alerts.clear()
        self.answers.clear()


@closed
class Apps(base.Apps):  # type: ignore[misc]  # xlwings' base classes are untyped
    """The one program, if it runs."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keys(self) -> list[int]:
        return [app.pid for app in self]

    def add(
        self, spec: Any = None, add_book: Any = None, xl: Any = None, visible: Any = None
    ) -> App:
        if self._engine.app is None:
            self._engine.app = App(self._engine)
        if add_book:
            self._engine.app.books.add()
        return self._engine.app

    def __iter__(self) -> Iterator[App]:
        if self._engine.app is not None:
            yield self._engine.app

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __getitem__(self, pid: int) -> App:
        for app in self:
            if app.pid == pid:
                return app
        raise KeyError(pid)


_MODES = ("automatic", "manual", "semiautomatic")


def _switch(name: str) -> property:
    """A switch of the program that LibreOffice lacks or need not know; it stays as it was set."""

    def read(self: App) -> Any:
        self.count(name)
        return self.switches[name]

    def write(self: App, value: Any) -> None:
        self.count(f"{name}=")
        self.switches[name] = value

    return property(read, write)


@closed
class App(base.App):  # type: ignore[misc]  # xlwings' base classes are untyped
    """LibreOffice."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.link = engine.link
        self.open_books: list[Book] = []
        self.switches: dict[str, Any] = {
            "visible": True,
            "screen_updating": True,
            "display_alerts": True,
            "enable_events": True,
            "interactive": True,
            "status_bar": False,
        }
        self._calculation = "automatic"

    visible = _switch("visible")
    screen_updating = _switch("screen_updating")
    display_alerts = _switch("display_alerts")
    enable_events = _switch("enable_events")
    interactive = _switch("interactive")
    status_bar = _switch("status_bar")

    def count(self, member: str) -> None:
        """Note that a member was asked for."""
        self.link.calls[f"App.{member}"] += 1

    @property
    def api(self) -> Any:
        raise NotImplementedError("App.api: there is no COM behind the engine over LibreOffice")

    @property
    def engine(self) -> Engine:
        return self._engine

    @property
    def selection(self) -> Range | None:
        self.count("selection")
        if not self.open_books:
            return None
        book = self.open_books[-1]
        found = self.link.ask("selection", book=book.number)
        if found is None:
            return None
        sheet, areas = found
        return Range(Sheet(book, sheet), [tuple(area) for area in areas])

    def activate(self, steal_focus: Any = False) -> None:
        self.count("activate")

    def quit(self) -> None:
        self._engine.reset()

    @property
    def calculation(self) -> str:
        self.count("calculation")
        return self._calculation

    @calculation.setter
    def calculation(self, value: str) -> None:
        self.count("calculation=")
        if value not in _MODES:
            raise KeyError(value)
        self._calculation = value
        for book in self.open_books:
            self.link.ask("automatic", book=book.number, on=value != "manual")

    def calculate(self) -> None:
        self.count("calculate")
        for book in self.open_books:
            self.link.ask("calculate", book=book.number)

    @property
    def version(self) -> str:
        return "16.0"

    @property
    def books(self) -> Books:
        return Books(self)

    @property
    def pid(self) -> int:
        return self.link.pid

    def alert(self, prompt: Any, title: Any, buttons: Any, mode: Any, callback: Any) -> str:
        self.count("alert")
        self._engine.alerts.append("" if prompt is None else prompt)
        usual = "yes" if buttons in ("yes_no", "yes_no_cancel") else "ok"
        return self._engine.answers.popleft() if self._engine.answers else usual


@closed
class Books(base.Books):  # type: ignore[misc]  # xlwings' base classes are untyped
    """The open workbooks; the one that was opened or activated last is active."""

    def __init__(self, app: App) -> None:
        self.app = app

    def _count(self, member: str) -> None:
        self.app.link.calls[f"Books.{member}"] += 1

    @property
    def api(self) -> Any:
        raise NotImplementedError("Books.api: there is no COM behind the engine over LibreOffice")

    @property
    def active(self) -> Book | None:
        self._count("active")
        return self.app.open_books[-1] if self.app.open_books else None

    def __call__(self, name_or_index: str | int) -> Book:
        self._count("__call__")
        if isinstance(name_or_index, int):
            if 1 <= name_or_index <= len(self.app.open_books):
                return sorted(self.app.open_books, key=lambda book: book.number)[name_or_index - 1]
            raise KeyError(name_or_index)
        for book in self.app.open_books:
            if book.name.casefold() == name_or_index.casefold():
                return book
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return len(self.app.open_books)

    def __iter__(self) -> Iterator[Book]:
        return iter(sorted(self.app.open_books, key=lambda book: book.number))

    def add(self) -> Book:
        self._count("add")
        taken = {book.name for book in self.app.open_books}
        number = next(n for n in range(1, len(taken) + 2) if f"Book{n}" not in taken)
        return self._opened("", Path(f"Book{number}"), read_only=False)

    def open(
        self,
        fullname: Any,
        update_links: Any = None,
        read_only: Any = None,
        format: Any = None,
        password: Any = None,
        write_res_password: Any = None,
        ignore_read_only_recommended: Any = None,
        origin: Any = None,
        delimiter: Any = None,
        editable: Any = None,
        notify: Any = None,
        converter: Any = None,
        add_to_mru: Any = None,
        local: Any = None,
        corrupt_load: Any = None,
    ) -> Book:
        self._count("open")
        path = Path(os.path.realpath(fullname))
        return self._opened(path.as_uri(), path, read_only=bool(read_only))

    def _opened(self, url: str, path: Path, read_only: bool) -> Book:
        said = read_package(path) if url else None
        number = self.app.link.ask(
            "open",
            url=url,
            read_only=read_only,
            allowed=said.allowed if said else {},
            very=said.very_hidden if said else [],
        )
        book = Book(self.app, number, path, saved=bool(url), read_only=read_only)
        self.app.open_books.append(book)
        return book


@closed
class Book(base.Book):  # type: ignore[misc]  # xlwings' base classes are untyped
    """An open workbook."""

    def __init__(self, app: App, number: int, path: Path, *, saved: bool, read_only: bool) -> None:
        self._app = app
        self.number = number
        self._path = path
        self._saved = saved
        self.read_only = read_only

    def ask(self, member: str, do: str, **given: Any) -> Any:
        """Have LibreOffice do something with this workbook, and count it."""
        self._app.link.calls[member] += 1
        if self not in self._app.open_books:
            raise Refused("the workbook is closed")
        return self._app.link.ask(do, book=self.number, **given)

    @property
    def api(self) -> Any:
        raise NotImplementedError("Book.api: there is no COM behind the engine over LibreOffice")

    @property
    def name(self) -> str:
        return self._path.name

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def app(self) -> App:
        return self._app

    def close(self) -> None:
        self.ask("Book.close", "close")
        self._app.open_books.remove(self)

    def save(self, path: Any = None, password: Any = None) -> None:
        target = self._path if path is None else Path(path)
        if not self._saved and path is None:
            target = Path(f"{self._path.name}.xlsx")
        target = Path(os.path.realpath(target))
        if target.suffix != ".xlsx":
            raise NotImplementedError(f"Book.save as {target.suffix or 'a file without ending'}")
        own = self._saved and path is None
        url = "" if own else target.as_uri()
        self.ask("Book.save", "save", url=url, password=password)
        self._path, self._saved = target, True
        self.read_only = False

    @property
    def fullname(self) -> str:
        return str(self._path)

    @property
    def names(self) -> Names:
        return Names(self, None)

    def activate(self) -> None:
        self._app.link.calls["Book.activate"] += 1
        self._app.open_books.remove(self)
        self._app.open_books.append(self)
