"""``thidua new``: a workspace for a campaign."""

from __future__ import annotations

from pathlib import Path

import click

from cli.console import Console
from cli.creating import create_workspace
from cli.options import common
from cli.refusal import refusals

__all__ = ["command"]


@click.command(
    "new",
    options_metavar="[TÙY_CHỌN]",
    help="Tạo thư mục làm việc cho một đợt: tệp campaign.json và các sổ Excel để điền.",
)
@click.argument("preset", metavar="MẪU")
@click.argument("folder", metavar="THƯ_MỤC", type=click.Path(path_type=Path, readable=False))
@click.option("--scale", metavar="THANG", help="Thang điểm được dùng (mặc định theo mẫu).")
@common
@refusals
def command(console: Console, preset: str, folder: Path, scale: str | None) -> None:
    """Writes the definition and the registers into a new or empty folder."""
    written = create_workspace(preset, folder, scale)
    names = [path.relative_to(folder).as_posix() for path in written]
    if console.as_json:
        console.json({"folder": str(folder), "written": names})
        return
    console.say("WSP-101", folder=str(folder))
    console.data(f"  {name}" for name in names)
    console.say("WSP-102", folder=_typed(folder))


def _typed(folder: Path) -> str:
    """The folder as it must be typed behind ``-C``: in quotes where a shell would split it."""
    text = str(folder)
    plain = all(letter.isalnum() or letter in "-_./\\:" for letter in text)
    return text if plain else f'"{text}"'
