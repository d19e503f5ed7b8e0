"""``thidua presets``: the built-in campaigns."""

from __future__ import annotations

import click

from cli.console import Console
from cli.options import common
from schemas.preset import presets

__all__ = ["command"]


@click.command(
    "presets", options_metavar="[TÙY_CHỌN]", help="Liệt kê các đợt có sẵn trong chương trình."
)
@common
def command(console: Console) -> None:
    """Prints id, year, office and title of every preset."""
    known = presets()
    if console.as_json:
        console.json(
            {
                "presets": [
                    {"id": p.id, "title": p.title, "year": p.year, "office": p.office}
                    for p in known
                ]
            }
        )
        return
    console.data(f"{p.id:<24}{p.year}  {p.office} – {p.title}" for p in known)
