"""The Excel that a button was pressed in, found again by another process.

xlwings tries a call that a busy Excel rejects again and again without a pause, for ever, and at
its end kills every Excel that shows no workbook window. Neither may happen here: this process
tries once, waits itself, and leaves without tidying up.
"""

from __future__ import annotations

import atexit
import importlib
from pathlib import Path
from typing import Any

import xlwings as xw

from xladdin.com_host import ComHost

__all__ = ["ComProgram"]


class ComProgram:
    """A `xladdin.district.program.Program`; ``pid`` is the number of Excel's process."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._windows: Any = getattr(xw, "_xlwindows", None)  # there on Windows only
        if self._windows is not None:
            self._windows.N_COM_ATTEMPTS = 1
            atexit.unregister(self._windows.cleanup)

    def status(self, words: str) -> None:
        """``False`` gives the bar back to Excel."""
        self._app().status_bar = words or False

    def open(self, path: Path) -> None:
        """What links say is not brought up to date: nothing we write has links."""
        app = self._app()
        app.books.open(str(path), update_links=False)
        app.activate()

    def tell(self, words: str) -> None:
        """Our own message window: it needs no Excel."""
        ComHost().tell(words)

    def _app(self) -> Any:
        """Found anew each time: its windows come and go; LookupError where it is gone."""
        if self._windows is None:
            raise LookupError(self._pid)
        try:
            return xw.apps[self._pid]
        except KeyError:  # no window of a workbook
            return self._running()

    def _running(self) -> Any:
        """The Excel that Windows knows as the running one, if it is ours."""
        try:
            found = importlib.import_module("win32com.client").GetActiveObject("Excel.Application")
            app = xw.App(impl=self._windows.App(xl=found))
        except Exception as error:  # none is known
            raise LookupError(self._pid) from error
        if app.pid != self._pid:
            raise LookupError(self._pid)
        return app
