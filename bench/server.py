"""What a press of "Kiểm tra" costs the server, on the workbooks of `bench.buttons`.

``python -m bench.server`` starts ``thidua serve`` (a licence key must be set) and prints the table
of docs/server.md: processor time of the server, which other work on the machine does not change.
Linux only; the time of the browser is not in it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from bench.buttons import LAYOUTS, workbook
from tests.xladdin.server.excel_model import model_of, payload_of

__all__ = ["main"]

_TIMES = 3
_PORT = 8791
_PROGRAM = "from xladdin.server.command import command; command()"


def main() -> None:
    """Prints one line of a Markdown table per workbook."""
    server = subprocess.Popen([sys.executable, "-c", _PROGRAM, "--port", str(_PORT)])
    try:
        _await()
        for layout in LAYOUTS:
            data, areas = workbook(layout)
            body = json.dumps(payload_of(model_of(data))).encode("utf-8")
            answer = _press(body)  # the first press loads what the others use
            begun = _used(server.pid)
            for _ in range(_TIMES):
                answer = _press(body)
            spent = (_used(server.pid) - begun) / _TIMES
            sizes = (len(body), len(json.dumps(answer).encode("utf-8")))
            asked, answered = (f"{size / 1024:,.0f} KiB" for size in sizes)
            actions = len(answer["actions"])
            print(
                f"| {layout.words} | {areas:,} | {spent:.2f} s | {actions} | {asked} | {answered} |"
            )
    finally:
        server.terminate()
        server.wait()


def _await() -> None:
    for _ in range(120):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{_PORT}/taskpane.html", timeout=5):
                return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError("the server does not answer")


def _press(body: bytes) -> Any:
    call = f"http://127.0.0.1:{_PORT}/xlwings/custom-scripts-call/check"
    asked = urllib.request.Request(call, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(asked, timeout=300) as found:
        return json.load(found)


def _used(pid: int) -> float:
    """Seconds of the processor that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
