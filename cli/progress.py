"""How far a command has come: a bar on a terminal, or lines for the program that started it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from cli.console import Console
from schemas.message import text

__all__ = ["MERGED", "READ", "bar", "tell_program"]

_WORTH = 40  # fewer files are read before anybody could read a bar

READ = "progress"
"""First word of a line ``progress 12/400``: files read, files in all."""
MERGED = "merged"
"""First word of ``merged 80a0d334c71b``: everything of this run is written; the account follows."""


@contextmanager
def bar(console: Console, *, lines: bool = False) -> Iterator[Callable[[int, int], None] | None]:
    """A callback (done, all) that shows how far reading has come; ``None`` where nobody looks.

    With ``lines`` it prints one line a file on stderr (`READ`), whatever stderr is.
    """
    if lines:
        yield lambda done, total: tell_program(READ, f"{done}/{total}")
        return
    if console.quiet or console.as_json or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console as Terminal
    from rich.progress import Progress

    with Progress(console=Terminal(stderr=True), transient=True) as progress:
        task = progress.add_task(text("WSP-118", console.lang), total=None)

        def step(done: int, total: int) -> None:
            if total >= _WORTH:
                progress.update(task, completed=done, total=total)

        yield step


def tell_program(word: str, said: str) -> None:
    """One line on stderr for the program that started the command.

    That it may have ended meanwhile is no reason to leave a merge half done.
    """
    with suppress(OSError):
        sys.stderr.write(f"{word} {said}\n")
        sys.stderr.flush()
