"""``thidua addin``: build, install, remove and examine the add-in.

The command line finds it by its entry point and hands each command a ``console``.
"""

from __future__ import annotations

import os
import sys
from hashlib import sha256
from pathlib import Path, PureWindowsPath

import click

from schemas.finding import Finding, Severity
from schemas.message import render, text
from schemas.reason import reason_of
from xladdin.refusal import Refusal
from xladdin.setup.doctor.examination import examine
from xladdin.setup.doctor.result import Result, State
from xladdin.setup.install import built, install, remove, settings_for
from xladdin.setup.voice import Voice, refusing
from xladdin.setup.windows import ThisMachine
from xladdin.xlam.build import FILE_NAME, write_whole
from xladdin.xlam.recipe import recipe

__all__ = ["command"]

_OPTIONS = "[TÙY_CHỌN]"


class _InOrder(click.Group):
    """Lists the commands in the order of the work, not of the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(
    "addin",
    cls=_InOrder,
    options_metavar=_OPTIONS,
    subcommand_metavar="LỆNH [THAM_SỐ]…",
    help="Phần bổ trợ Thi đua của Excel (Thidua.xlam): dựng tệp, cài vào Excel, gỡ ra, và xem vì "
    "sao các nút không chạy.",
)
def command() -> None:
    """The group; each command below has its own sentences and exit codes."""


@command.command(
    "build",
    options_metavar=_OPTIONS,
    short_help="Dựng tệp Thidua.xlam.",
    help="Dựng tệp Thidua.xlam, trên máy nào cũng được, không cần Excel. Cùng một phiên bản và "
    "cùng một đường dẫn tới Python thì tệp giống hệt nhau từng byte.",
)
@click.argument("target", metavar="[TỆP]", default=Path(FILE_NAME), type=click.Path(path_type=Path))
@click.option(
    "--interpreter",
    metavar="ĐƯỜNG_DẪN",
    help=f"python.exe mà các nút sẽ chạy (mặc định: {recipe().settings.interpreter}).",
)
@refusing
def _build(console: Voice, target: Path, interpreter: str | None) -> None:
    """Writes the file and prints its path, size and SHA-256."""
    if target.is_dir():
        target /= FILE_NAME
    if target.suffix.casefold() != ".xlam":
        raise Refusal("ADD-101", file=str(target))
    settings = settings_for(interpreter) if interpreter is not None else recipe().settings
    data = built(settings)
    try:
        write_whole(target, data)
    except OSError as error:
        raise Refusal("ADD-116:build", file=str(target), reason=reason_of(error)) from error
    digest = sha256(data).hexdigest()
    if console.as_json:
        console.json(
            {
                "bytes": len(data),
                "file": str(target),
                "interpreter": settings.interpreter,
                "sha256": digest,
            }
        )
        return
    said = {"file": str(target), "bytes": str(len(data)), "digest": digest}
    console.data([text("ADD-100", console.lang, **said)])
    console.say("ADD-106", program=settings.interpreter)


@command.command(
    "install",
    options_metavar=_OPTIONS,
    short_help="Cài phần bổ trợ vào Excel của người dùng này.",
    help="Cài phần bổ trợ vào Excel của người dùng này; không cần quyền quản trị. Đóng Excel "
    "trước khi chạy. Bản cũ được thay bằng bản mới.",
)
@click.option(
    "--interpreter",
    metavar="ĐƯỜNG_DẪN",
    help="python.exe mà các nút sẽ chạy (mặc định: Python đang chạy lệnh này).",
)
@click.option(
    "--xlstart",
    metavar="THƯ_MỤC",
    help="Thư mục mà Excel mở khi khởi động, nếu khác %APPDATA%\\Microsoft\\Excel\\XLSTART.",
)
@refusing
def _install(console: Voice, interpreter: str | None, xlstart: str | None) -> None:
    """Copies the add-in to where Excel opens it; exit code 2 where something stands against it."""
    folder = PureWindowsPath(xlstart) if xlstart else None
    if folder is not None and not folder.is_absolute():
        folder = PureWindowsPath(os.path.abspath(str(folder)))
    done = install(ThisMachine(), interpreter=interpreter, xlstart=folder)
    if console.as_json:
        console.json(
            {
                "file": str(done.file),
                "interpreter": done.interpreter,
                "left": [str(path) for path in done.left],
                "outcome": done.outcome,
                "removed": [str(path) for path in done.removed],
                "sha256": done.sha256,
            }
        )
        return
    code = "ADD-105" if done.outcome == "new" else f"ADD-105:{done.outcome}"
    console.say(code, file=str(done.file))
    console.say("ADD-106", program=done.interpreter)
    for path in done.removed:
        console.say("ADD-107", file=str(path))
    for path in done.left:
        console.say("ADD-108", file=str(path))
    console.say("ADD-104")


@command.command(
    "remove",
    options_metavar=_OPTIONS,
    short_help="Gỡ phần bổ trợ khỏi Excel của người dùng này.",
    help="Gỡ phần bổ trợ khỏi Excel của người dùng này. Chỉ xóa đúng tệp Thidua.xlam của chương "
    "trình này; đóng Excel trước khi chạy.",
)
@refusing
def _remove(console: Voice) -> None:
    """Takes the add-in away and says what is left."""
    done = remove(ThisMachine())
    if console.as_json:
        console.json(
            {
                "home": str(done.home) if done.home else None,
                "left": [str(path) for path in done.left],
                "removed": [str(path) for path in done.removed],
            }
        )
        return
    for path in done.removed:
        console.say("ADD-112", file=str(path))
    if not done.removed:
        console.say("ADD-112:none")
    for path in done.left:
        console.say("ADD-108", file=str(path))
    if done.home:
        console.say("ADD-119", folder=str(done.home))


@command.command(
    "doctor",
    options_metavar=_OPTIONS,
    short_help="Xem máy này còn thiếu gì để các nút chạy được.",
    help="Xem máy này còn thiếu gì để các nút chạy được, mỗi điều một dòng, kèm cách xử lý. Không "
    "thay đổi gì. Mã kết thúc: 0 khi không thiếu gì, 1 khi còn thiếu.",
)
@refusing
def _doctor(console: Voice) -> None:
    """Prints every check; exit code 1 where something is missing."""
    results = examine(ThisMachine())
    states = [result.state for _, result in results]
    ready = State.MISSING not in states
    if console.as_json:
        checks = [_record(name, result, console.lang) for name, result in results]
        console.json({"checks": checks, "ready": ready})
    else:
        console.data(line for _, result in results for line in _lines(result, console.lang))
        counts = {str(state): str(states.count(state)) for state in State}
        if ready:
            console.say("ADD-142:ready", good=counts["good"], look=counts["look"])
        else:
            console.say("ADD-142", **counts)
    sys.exit(0 if ready else 1)


def _record(name: str, result: Result, lang: str) -> dict[str, str]:
    told = render(_finding(result), lang)
    return {
        "check": name,
        "code": result.code,
        "message": told.message,
        "remedy": told.remedy,
        "state": str(result.state),
        "title": told.title,
    }


def _lines(result: Result, lang: str) -> list[str]:
    """The line of a check and, below it, its remedy."""
    told = render(_finding(result), lang)
    words = [text(f"ADD-143:{state}", lang) for state in State]
    width = max(map(len, words)) + 2
    word = text(f"ADD-143:{result.state}", lang)
    lines = [f"{word:<{width}}{told.title}: {told.message}"]
    return [*lines, f"{'':{width}}{told.remedy}"] if told.remedy else lines


def _finding(result: Result) -> Finding:
    return Finding(code=result.code, severity=Severity.INFO, params=result.params)
