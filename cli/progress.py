"""A progress bar on a terminal, nothing elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from cli.console import Console
from schemas.message import text

__all__ = ["bar"]

_WORTH = 40  # fewer files are read before anybody could read a bar


@contextmanager
def bar(console: Console) -> Iterator[Callable[[int, int], None] | None]:
    """A callback (done, all) that shows how far reading has come; ``None`` where nobody looks."""
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
