"""The merge behind the button "Tổng hợp", as a process of its own.

``python -m xladdin.district.background FOLDER --excel=PID``

It outlives the button. Excel may be busy, or closed, at any time: what it is to show then waits or
is left out, and the merge itself is not touched by that.
"""

from __future__ import annotations

import argparse
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from schemas.message import text
from schemas.reason import reason_of
from xladdin.district.lock import lock
from xladdin.district.mergerun import Ended, merge_command, refusal_words, run_merge
from xladdin.district.program import Program
from xladdin.district.tally import closing_words
from xladdin.district.workplace import RESULTS_DIR, SUMMARY_FILE, results_of
from xladdin.profile import Profile, own_profile
from xladdin.refusal import sentence

__all__ = ["Background", "main"]

_LOG = "tong-hop"
_PATIENCE = 30.0
"""Seconds that opening the summary is tried for."""
_PAUSE = 0.5


class Background:
    """One merge: ``command`` runs it, ``program`` shows it, ``sleep`` waits between tries."""

    def __init__(
        self,
        workspace: Path,
        program: Program,
        profile: Profile,
        command: Sequence[str] = (),
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._workspace = workspace
        self._program = program
        self._profile = profile
        self._command = command or merge_command(workspace)
        self._sleep = sleep
        self._shown = ""

    def run(self) -> int:
        """Merges, shows, opens, tells; the exit code: 0 done, 2 refused, 3 crashed, 4 locked.

        The message comes last: while it waits to be read, the next merge may already start.
        """
        try:
            code, told = self._alone()
        except OSError as error:  # neither lock nor log can be written
            code, told = 3, sentence("ADD-084", reason=reason_of(error))
        self._program.tell(told)
        return code

    def _alone(self) -> tuple[int, str]:
        with lock(self._profile.lock_file(self._workspace)) as free:
            if not free:
                return 4, sentence("ADD-072", folder=str(self._workspace))
            path, log = self._profile.open_log(_LOG)
            with log:
                return self._merge(path, log)

    def _merge(self, path: Path, log: TextIO) -> tuple[int, str]:
        code, told = 3, sentence("ADD-083", log=str(path))
        try:
            ended = run_merge(self._command, log, self._show)
            code, told = self._outcome(ended, path)
        except Exception:  # the user gets words, the log the traceback
            log.write(traceback.format_exc())
        finally:
            self._patiently(lambda: self._program.status(""))
        if code == 0 and not self._opened():
            summary = self._workspace / RESULTS_DIR / SUMMARY_FILE
            told += "\n\n" + sentence("ADD-085", file=str(summary))
        with suppress(OSError):  # a full disk must not hide what is said to the user
            log.write(f"\n{told}\n")
            log.flush()
        return code, told

    def _outcome(self, ended: Ended, log: Path) -> tuple[int, str]:
        if ended.done:
            results = next((r for r in results_of(self._workspace) if r.run == ended.run), None)
            if results is not None:
                return 0, closing_words(results)
        problem = refusal_words(ended.stderr)
        if ended.code == 2 and problem:
            return 2, sentence("ADD-082", problem=problem, log=str(log))
        return 3, sentence("ADD-083", log=str(log))

    def _show(self, done: int, total: int) -> None:
        """The status bar, if it has something new to say and Excel listens just now."""
        if total and done == total:
            words = text("ADD-079", "vi")
        else:
            words = text("ADD-078", "vi", done=str(done), total=str(total) if total else "…")
        if words != self._shown:
            with suppress(Exception):  # busy, or closed: the next tick tries again
                self._program.status(words)
                self._shown = words

    def _opened(self) -> bool:
        summary = self._workspace / RESULTS_DIR / SUMMARY_FILE
        return self._patiently(lambda: self._program.open(summary))

    def _patiently(self, do: Callable[[], None]) -> bool:
        """Tries again while Excel rejects the call; ``False`` where it never takes it."""
        for _ in range(int(_PATIENCE / _PAUSE)):
            try:
                do()
            except (LookupError, ValueError):  # it was closed; another file of that name is open
                return False
            except Exception:  # COM tells every obstacle with one and the same error
                self._sleep(_PAUSE)
            else:
                return True
        return False


def main(words: Sequence[str] | None = None, program: Program | None = None) -> int:
    """Runs one merge for Excel's process ``--excel``; see `Background.run` for what it returns."""
    parser = argparse.ArgumentParser(prog="xladdin.district.background")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--excel", type=int, required=True)
    given = parser.parse_args(words)
    if program is None:
        from xladdin.district.com_program import ComProgram

        program = ComProgram(given.excel)
    return Background(given.folder, program, own_profile()).run()


if __name__ == "__main__":
    raise SystemExit(main())
