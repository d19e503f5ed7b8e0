"""Options that the commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cli.console import Console
from schemas.dates import parse_date

__all__ = ["DayParam", "common", "workspace_option"]

_Command = TypeVar("_Command", bound=Callable[..., Any])


if TYPE_CHECKING:
    _Param = click.ParamType[date]
else:  # generic in newer releases of click only
    _Param = click.ParamType


class DayParam(_Param):
    """A day as 2024-01-10 or 10/01/2024; never month before day."""

    name = "ngày"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        if isinstance(value, date):
            return value
        text = str(value)
        day = parse_date(text)
        if day is None:
            try:
                day = date.fromisoformat(text)
            except ValueError:
                self.fail(
                    f"«{text}» không phải là ngày; ghi 10/01/2024 hoặc 2024-01-10.", param, ctx
                )
        return day


_DAY = DayParam()


def common(command: _Command) -> _Command:
    """Adds ``--as-of``, ``--lang``, ``--json`` and ``-q`` and hands the command a Console.

    Every command takes ``--as-of``, so that a script can pass it to all; those that have no use
    for a day (``presets``, ``new``, ``check``, ``demo``) pass over it.
    """

    @wraps(command)
    def wrapper(
        *args: Any, lang: str, as_json: bool, quiet: bool, as_of: date | None, **kwargs: Any
    ) -> Any:
        console = Console(lang=lang, as_json=as_json, quiet=quiet, as_of=as_of)
        return command(*args, console=console, **kwargs)

    for option in (
        click.option("-q", "--quiet", is_flag=True, help="Chỉ in kết quả và lỗi."),
        click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON cho máy đọc."),
        click.option(
            "--lang",
            type=click.Choice(["vi", "en"]),
            default="vi",
            show_default=True,
            help="Ngôn ngữ của thông báo.",
        ),
        click.option(
            "--as-of",
            type=_DAY,
            metavar="NGÀY",
            help="Coi như hôm nay là ngày này, để chạy lại cho cùng kết quả.",
        ),
    ):
        wrapper = option(wrapper)
    return wrapper  # type: ignore[return-value]  # click decorators keep the callable


def workspace_option(command: _Command) -> _Command:
    """Adds ``-C DIR``: the folder of the campaign, the current one by default."""
    option = click.option(
        "-C",
        "folder",
        type=click.Path(path_type=Path, readable=False),
        metavar="THƯ_MỤC",
        default=Path(),
        help="Thư mục của đợt (mặc định: thư mục hiện tại).",
    )
    return option(command)
