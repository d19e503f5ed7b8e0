"""The buttons of this door, by the names under which xlwings Server runs them.

Each does what its twin of `xladdin.commands` does, on the workbook of a request. What fails is
told in Vietnamese; nothing of a workbook's content is ever logged.
"""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Callable, Mapping
from typing import Any

import xlwings as xw
from xlwings.server import script

from xladdin import checking, normalising, walking
from xladdin.refusal import Refusal, sentence
from xladdin.remembered import Kind, recall
from xladdin.server.payload import read_seen
from xladdin.server.remote_book import RemoteBook
from xladdin.server.remote_host import RemoteHost
from xladdin.session import Session, open_session

__all__ = ["SECONDS", "check", "clear_marks", "next_fault", "normalise", "press", "previous_fault"]

SECONDS = 60
"""After that long the answer is a sentence; what is still computing is thrown away."""

_log = logging.getLogger(__name__)


@script
async def check(book: xw.Book, seen: Any) -> None:
    """Kiểm tra: judges the open workbook, marks it, lists the faults, goes to the first."""
    await _timed(book, seen, "check", _check)


@script
async def next_fault(book: xw.Book, seen: Any) -> None:
    """Lỗi tiếp theo: to the fault after the selected cell."""
    await _timed(book, seen, "next_fault", lambda session: walking.step(session, forward=True))


@script
async def previous_fault(book: xw.Book, seen: Any) -> None:
    """Lỗi trước: to the fault before the selected cell."""
    await _timed(book, seen, "previous_fault", lambda s: walking.step(s, forward=False))


@script
async def clear_marks(book: xw.Book, seen: Any) -> None:
    """Xóa đánh dấu: takes away what "Kiểm tra" did, and nothing else."""
    await _timed(book, seen, "clear_marks", checking.clear_marks)


@script
async def normalise(book: xw.Book, seen: Any) -> None:
    """Chuẩn hóa: shows what would change; called again with a yes, changes it."""
    await _timed(book, seen, "normalise", normalising.normalise)


def _check(session: Session) -> None:
    """As on the desktop; an Excel that knows no notes is told so."""
    checking.check(session)
    kinds = {record.kind for record in recall(session)}
    if Kind.NOTE in kinds and not session.book.seen.takes_notes:
        session.host.tell(sentence("ADD-171"))


async def _timed(book: Any, seen: Any, name: str, work: Callable[[Session], None]) -> None:
    """In a thread of its own, so that one large workbook does not hold up the others.

    Raises ``TimeoutError``; the thread then works on a book that nobody looks at any more.
    """
    await asyncio.wait_for(asyncio.to_thread(press, book, seen, name, work), SECONDS)


def press(book: Any, seen: Mapping[str, Any], name: str, work: Callable[[Session], None]) -> None:
    """Runs one button on the book of a request; its orders stand in ``book.json()``."""
    remote = RemoteBook(book, read_seen(seen))
    host = RemoteHost(remote)
    try:
        work(open_session(host))
    except Refusal as refusal:
        host.tell(sentence(refusal.code, **refusal.params))
    except Exception as error:  # whatever it is: the user gets words, the log gets no content
        _log.error("%s: %s at %s", name, type(error).__name__, _place(error))
        book.json()["actions"].clear()
        remote.order("thiduaTell", sentence("ADD-174"))
        return
    host.finish(name)


def _place(error: Exception) -> str:
    """Where it happened; the message of an error may quote a cell."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{last.filename}:{last.lineno}"
