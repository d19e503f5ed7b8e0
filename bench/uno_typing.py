"""Times LibreOffice on workbooks; runs under the Python that has ``uno``, started by capacity.

One JSON object on standard input: soffice (the command), pipe, and jobs (``path`` as a URL,
``sheet``, ``cell``, ``text`` and ``told``: the sheet and cell that must change). One JSON line per
job on standard output: seconds to open, to recalculate everything, and per cell typed.
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

_ROUNDS = 5


def _main() -> None:
    job = json.load(sys.stdin)
    with subprocess.Popen(job["soffice"], stdin=subprocess.DEVNULL) as office:
        desktop = _connect(job["pipe"])
        for item in job["jobs"]:
            print(json.dumps(_timed(desktop, item)), flush=True)
        try:
            desktop.terminate()
        except Exception as gone:
            print(f"LibreOffice left: {gone}", file=sys.stderr)
        office.wait(30)


def _connect(pipe: str) -> Any:
    local = uno.getComponentContext()
    manager = local.ServiceManager
    resolver = manager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(600):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.1)
        else:
            return context.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", context
            )
    sys.exit("soffice did not answer")


def _timed(desktop: Any, item: dict[str, str]) -> dict[str, float]:
    hidden = PropertyValue()
    hidden.Name, hidden.Value = "Hidden", True
    start = time.perf_counter()
    document = desktop.loadComponentFromURL(item["path"], "_blank", 0, (hidden,))
    times = {"open": time.perf_counter() - start}
    try:
        start = time.perf_counter()
        document.calculateAll()
        times["all"] = time.perf_counter() - start
        times["typed"] = _typing(document, item) if item.get("cell") else 0.0
    finally:
        document.close(True)
    return times


def _typing(document: Any, item: dict[str, str]) -> float:
    """The median of several cells typed, each until everything that depends on it is computed."""
    cell = document.Sheets.getByName(item["sheet"]).getCellRangeByName(item["cell"])
    told = document.Sheets.getByName(item["sheet"]).getCellRangeByName(item["told"])
    taken = []
    before = told.getString()
    for number in range(_ROUNDS):
        start = time.perf_counter()
        cell.setString(f"{item['text']} {number}")
        document.calculate()
        after = told.getString()
        taken.append(time.perf_counter() - start)
    if before == after:
        sys.exit(f"{item['told']} still says {before!r}")
    return sorted(taken)[_ROUNDS // 2]


if __name__ == "__main__":
    _main()
