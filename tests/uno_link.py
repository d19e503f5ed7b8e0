"""The line to a LibreOffice of our own, for the programs that run under the Python with ``uno``.

Standard library and uno only.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.uno import Exception as UnoException

__all__ = ["opened", "run", "saved", "setting", "typed"]

_XLSX = "Calc MS Excel 2007 XML"


def run(work: Callable[[Any, dict[str, Any]], None]) -> None:
    """Start LibreOffice, hand its component context and the job to ``work``, and end it again.

    The job is one JSON object on standard input: soffice (the command), pipe, patience (seconds)
    and whatever ``work`` reads of it.
    """
    job = json.load(sys.stdin)
    with subprocess.Popen(job["soffice"], stdin=subprocess.DEVNULL) as office:
        context = _connect(job["pipe"], office, job["patience"])
        try:
            work(context, job)
        finally:
            _leave(context)


def opened(context: Any, url: str, *options: str, hidden: bool = True) -> Any:
    """The document of a file URL, with a view that nobody sees, or in a window.

    ``options``: the import filter and what it is told, where the ending does not say enough.
    """
    names = ("FilterName", "FilterOptions")
    given = [setting(*pair) for pair in zip(names, options, strict=False)]
    how = (setting("Hidden", hidden), *given)
    document = _desktop(context).loadComponentFromURL(url, "_blank", 0, how)
    if document is None:
        sys.exit(f"LibreOffice cannot open {url}")
    return document


def saved(document: Any, url: str) -> None:
    """Recalculates the document and stores it as xlsx."""
    document.calculateAll()
    document.storeToURL(url, (setting("FilterName", _XLSX),))


def typed(document: Any, sheet: str, address: str, value: Any) -> None:
    """Set one cell and read it back: a locked cell keeps its content without a word."""
    if not document.Sheets.hasByName(sheet):
        sys.exit(f"no sheet {sheet!r} among {document.Sheets.ElementNames!r}")
    table = document.Sheets.getByName(sheet)
    cell = table.getCellRangeByName(address)
    if table.isProtected() and cell.CellProtection.IsLocked:
        sys.exit(f"{sheet}!{address} is locked: nobody can type {value!r} there")
    if isinstance(value, (int, float)):
        cell.setValue(value)
        taken = cell.getValue() == value
    else:
        cell.setString(value or "")
        taken = cell.getString() == (value or "")
    if not taken:
        sys.exit(f"{sheet}!{address} holds {cell.getString()!r} instead of {value!r}")


def setting(name: str, value: Any) -> Any:
    """One named argument."""
    made = PropertyValue()
    made.Name = name
    made.Value = value
    return made


def _desktop(context: Any) -> Any:
    return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)


def _connect(pipe: str, office: subprocess.Popen[bytes], patience: float) -> Any:
    """The component context, once it can do what `opened` needs.

    LibreOffice accepts a connection before it is ready: for a moment its context has no service
    manager, or that no desktop. Past the patience the last obstacle is told.
    """
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    address = f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
    until = time.monotonic() + patience
    while True:
        try:
            context = resolver.resolve(address)
            if _desktop(context) is not None:
                return context
            obstacle = "it has no desktop yet"
        except (UnoException, AttributeError) as early:
            obstacle = f"{type(early).__name__}: {early}"
        if office.poll() is not None:
            sys.exit(f"soffice ended with {office.returncode} before it could be reached")
        if time.monotonic() > until:
            office.kill()
            sys.exit(f"soffice did not answer; the last try: {obstacle}")
        time.sleep(0.1)


def _leave(context: Any) -> None:
    """Ask LibreOffice to end; it often drops the connection before it answers."""
    try:
        _desktop(context).terminate()
    except Exception as gone:
        print(f"LibreOffice left: {gone}", file=sys.stderr)
