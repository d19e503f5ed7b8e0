"""The line to LibreOffice: one process per test session, one JSON object per line each way."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import tempfile
import uuid
from collections import Counter
from pathlib import Path
from typing import IO, Any

from tests import office

__all__ = ["Link", "Refused"]

_ROOT = Path(__file__).parents[3]
_PATIENCE = 60


class Refused(Exception):
    """What Excel would not do; through COM it is a ``com_error`` with number 1004."""


class Link:
    """A LibreOffice of our own, started with the first question.

    ``calls`` counts what the add-in asked, by the class and member of the object model, such as
    ``Range.raw_value``; several questions to LibreOffice for one of them count once. Its windows
    are on the X ``display`` (``:7``), or nowhere.
    """

    def __init__(self, *, display: str = "") -> None:
        self.calls: Counter[str] = Counter()
        self._display = display
        self._profile = office.new_profile()
        self._process: subprocess.Popen[str] | None = None
        self._said: IO[str] | None = None

    def ask(self, do: str, **given: Any) -> Any:
        """Have one thing done; `Refused` where Excel would refuse it."""
        process = self._running()
        assert process.stdin is not None and process.stdout is not None
        try:
            process.stdin.write(json.dumps({"do": do, "with": given}) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise office.OfficeError(f"LibreOffice ended at {do}: {self._last_words()}")
        answer = json.loads(line)
        if "refused" in answer:
            raise Refused(answer["refused"])
        if "missing" in answer:
            raise NotImplementedError(answer["missing"])
        if "broken" in answer:
            raise office.OfficeError(f"{do}({given}): {answer['broken']}")
        return answer["ok"]

    @property
    def pid(self) -> int:
        """The number of the process at the other end."""
        return self._running().pid

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None:
            self._process = self._start()
            atexit.register(self.end)
        return self._process

    def _start(self) -> subprocess.Popen[str]:
        pipe = f"thidua-{uuid.uuid4().hex}"
        # It stays open as long as the process; what is printed is read only when that fails.
        self._said = tempfile.TemporaryFile(  # noqa: SIM115 - closed by `end`
            "w+", encoding="utf-8", errors="replace"
        )
        soffice = [
            str(office.need_soffice()),
            *office.switches(self._profile, shown=bool(self._display)),
        ]
        process = subprocess.Popen(
            [office.python_with_uno(), "-m", "tests.xladdin.engine.office_server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            encoding="utf-8",
            start_new_session=True,
            cwd=_ROOT,
            env={**os.environ, "DISPLAY": self._display} if self._display else None,
        )
        job = {
            "soffice": [*soffice, f"--accept=pipe,name={pipe};urp;"],
            "pipe": pipe,
            "patience": _PATIENCE,
            "hidden": not self._display,
        }
        assert process.stdin is not None
        process.stdin.write(json.dumps(job) + "\n")
        process.stdin.flush()
        return process

    def _last_words(self) -> str:
        if self._said is None:
            return ""
        self._said.seek(0)
        return self._said.read()[-4000:]

    def end(self) -> None:
        """Close the line, so that LibreOffice ends; what is left of it after a while is killed."""
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None and process.stdout is not None
        process.stdin.close()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            office.end_group(process)
        process.stdout.close()
        if self._said is not None:
            self._said.close()
