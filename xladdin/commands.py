"""What the buttons of the ribbon do; their names stand in `xladdin.buttons` and in the VBA.

Each takes the host only for tests: from Excel it is called without one. No button ever ends in a
traceback: what stands in the way is said in Vietnamese (ADD-…).
"""

from __future__ import annotations

import tempfile
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from xladdin import checking, guide, normalising, restoring, submission, walking
from xladdin.busy import is_busy
from xladdin.district import explaining, merging
from xladdin.host import FormHost, Host, OfficeHost
from xladdin.refusal import Refusal, sentence
from xladdin.session import open_session

if TYPE_CHECKING:
    from xladdin.com_host import ComHost

__all__ = [
    "check",
    "clear_marks",
    "explain",
    "merge",
    "next_fault",
    "normalise",
    "open_guide",
    "prepare_submission",
    "previous_fault",
    "restore_form",
]

_LOG = "thidua-addin.log"


def check(host: Host | None = None) -> None:
    """Kiểm tra: judges the open workbook, marks it, lists the faults, goes to the first."""
    _pressed(host, lambda given: checking.check(open_session(given)))


def previous_fault(host: Host | None = None) -> None:
    """Lỗi trước: to the fault before the selected cell."""
    _pressed(host, lambda given: walking.step(open_session(given), forward=False))


def next_fault(host: Host | None = None) -> None:
    """Lỗi tiếp theo: to the fault after the selected cell."""
    _pressed(host, lambda given: walking.step(open_session(given), forward=True))


def clear_marks(host: Host | None = None) -> None:
    """Xóa đánh dấu: takes away what "Kiểm tra" did, and nothing else."""
    _pressed(host, lambda given: checking.clear_marks(open_session(given)))


def normalise(host: Host | None = None) -> None:
    """Chuẩn hóa: shows what would change, then changes it."""
    _pressed(host, lambda given: normalising.normalise(open_session(given)))


def restore_form(host: FormHost | None = None) -> None:
    """Sửa biểu mẫu: gives the form its look and its checks back; what was typed stays."""
    given = _excel() if host is None else host
    _pressed(given, lambda same: restoring.restore(open_session(same), given))


def prepare_submission(host: Host | None = None) -> None:
    """Chuẩn bị nộp: stamps the submission and saves a copy beside the workbook."""
    _pressed(host, lambda given: submission.prepare(open_session(given)))


def merge(host: OfficeHost | None = None) -> None:
    """Tổng hợp: starts the merge of a workspace and returns at once; needs no workbook."""
    given = _excel() if host is None else host
    _pressed(given, lambda _: merging.merge(given))


def explain(host: OfficeHost | None = None) -> None:
    """Giải thích: shows how the figures of the selected row came about."""
    given = _excel() if host is None else host
    _pressed(given, lambda _: explaining.explain(given))


def open_guide(host: Host | None = None) -> None:
    """Trợ giúp: opens the guide; needs no workbook."""
    _pressed(host, guide.open_guide)


def _pressed(host: Host | None, work: Callable[[Host], None]) -> None:
    """Runs one button; every refusal and every failure becomes a sentence."""
    given = _excel() if host is None else host
    try:
        work(given)
    except Refusal as refusal:
        given.tell(sentence(refusal.code, **refusal.params))
    except Exception as error:  # whatever COM raises: the user gets words, the log the traceback
        log = str(_logged())
        given.tell(sentence("ADD-183") if is_busy(error) else sentence("ADD-010", log=log))


def _logged() -> Path:
    """Writes the traceback of the failure into the user's temporary folder."""
    path = Path(tempfile.gettempdir()) / _LOG
    with suppress(OSError):  # a full disk must not hide what is said to the user
        path.write_text(traceback.format_exc(), encoding="utf-8")
    return path


def _excel() -> ComHost:
    from xladdin.com_host import ComHost

    return ComHost()
