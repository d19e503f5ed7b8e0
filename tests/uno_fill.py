"""Types values into a workbook through LibreOffice; runs under the Python that has ``uno``.

Started by ``tests.office.fill_and_save`` as a program of its own, with one JSON object on standard
input: soffice (the command), pipe, source and target (file URLs), edits, patience (seconds).
Standard library and uno only.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

__all__: list[str] = []


def _main() -> None:
    job = json.load(sys.stdin)
    with subprocess.Popen(job["soffice"], stdin=subprocess.DEVNULL) as office:
        desktop = _connect(job["pipe"], office, job["patience"])
        try:
            _fill(desktop, job)
        finally:
            _leave(desktop)


def _connect(pipe: str, office: subprocess.Popen[bytes], patience: float) -> Any:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    address = f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
    until = time.monotonic() + patience
    while True:
        try:
            context = resolver.resolve(address)
        except NoConnectException:
            if office.poll() is not None:
                sys.exit(f"soffice ended with {office.returncode} before it could be reached")
            if time.monotonic() > until:
                office.kill()
                sys.exit("soffice did not answer")
            time.sleep(0.1)
        else:
            manager = context.ServiceManager
            return manager.createInstanceWithContext("com.sun.star.frame.Desktop", context)


def _fill(desktop: Any, job: dict[str, Any]) -> None:
    document = desktop.loadComponentFromURL(job["source"], "_blank", 0, (_value("Hidden", True),))
    if document is None:
        sys.exit(f"LibreOffice cannot open {job['source']}")
    try:
        for sheet, cell, value in job["edits"]:
            _type(document, sheet, cell, value)
        document.calculateAll()
        document.storeToURL(job["target"], (_value("FilterName", "Calc MS Excel 2007 XML"),))
    finally:
        document.close(True)


def _type(document: Any, sheet: str, address: str, value: Any) -> None:
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


def _value(name: str, value: Any) -> Any:
    setting = PropertyValue()
    setting.Name = name
    setting.Value = value
    return setting


def _leave(desktop: Any) -> None:
    """Ask LibreOffice to end; it often drops the connection before it answers."""
    try:
        desktop.terminate()
    except Exception as gone:
        print(f"LibreOffice left: {gone}")


if __name__ == "__main__":
    _main()
