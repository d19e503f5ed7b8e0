"""The command ``thidua``: one file per command, loaded when it is called."""

from __future__ import annotations

import importlib
from typing import Any

import click

from cli.console import make_streams_safe
from cli.plugins import EXTRAS, plugged
from cli.vietnamese import translate_click

__all__ = ["main"]

_COMMANDS = {
    "presets": "Liệt kê các đợt có sẵn trong chương trình.",
    "new": "Tạo thư mục làm việc cho một đợt.",
    "issue": "Phát hành biểu mẫu của một giai đoạn.",
    "check": "Kiểm tra từng tệp, không cần thư mục của đợt.",
    "merge": "Tổng hợp mọi tệp nhận về, lập bảng tổng hợp và danh sách đề nghị.",
    "verify": "Đối chiếu: danh sách trong tay có đúng là của các tệp nhận về hiện có không.",
    "explain": "Giải thích kết quả của một hồ sơ.",
    "demo": "Chạy thử cả một đợt trên dữ liệu mẫu.",
    "addin": "Dựng, cài, gỡ, xem xét phần bổ trợ Thi đua của Excel.",
    "serve": "Chạy các nút cho Excel của Microsoft 365 qua máy chủ trên máy này.",
}

_READING = {"merge", "check", "verify"}
"""Commands that read returns: the processes for it are made ready while the command is loaded."""


class _Lazy(click.Group):
    """A group whose commands are imported only when they are needed."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Runs with streams that take every letter, and with click speaking Vietnamese."""
        make_streams_safe()
        translate_click()
        return super().main(*args, **kwargs)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        if name in EXTRAS:
            return plugged(name)
        module = importlib.import_module(f"cli.commands.{name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing any of them."""
        with formatter.section("Các lệnh"):
            formatter.write_dl(list(_COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            known = ", ".join(_COMMANDS)
            raise click.UsageError(f"Không có lệnh «{args[0]}». Các lệnh: {known}.", ctx)
        if args and args[0] in _READING and not {*ctx.help_option_names} & {*args}:
            from cli.reading.context import prepare

            prepare()
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Lazy,
    options_metavar="[TÙY_CHỌN]",
    subcommand_metavar="LỆNH [THAM_SỐ]…",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Thi đua, khen thưởng trên Excel: phát biểu mẫu cho đơn vị, kiểm tra, tổng hợp tệp nhận "
    "về, chấm điểm và lập danh sách đề nghị.",
    epilog="Bắt đầu: thidua presets, rồi thidua new <mẫu> <thư mục>.",
)
@click.version_option(
    package_name="thidua",
    prog_name="thidua",
    message="%(prog)s, phiên bản %(version)s",
    help="In số phiên bản rồi thoát.",
)
def main() -> None:
    """The command line; exit codes 0 clean, 1 errors in returns, 2 usage or workspace."""
