"""``thidua explain``: how the outcome of one entry came about."""

from __future__ import annotations

from pathlib import Path

import click

from appraisal.explain import explain
from appraisal.nearmiss import near_misses
from cli.clock import today
from cli.console import Console
from cli.intaking import take_in
from cli.options import common, workspace_option
from cli.refusal import refusals
from cli.running import make_run
from cli.workspace import Unusable, open_workspace

__all__ = ["command"]


@click.command(
    "explain",
    options_metavar="[TÙY_CHỌN]",
    help="Giải thích kết quả của một hồ sơ: ô → giá trị → phiếu chấm → tổng điểm → xếp hạng → "
    "quyết định.",
)
@click.argument("entry", metavar="MÃ_HỒ_SƠ")
@workspace_option
@common
@refusals
def command(console: Console, entry: str, folder: Path) -> None:
    """Prints the whole chain of figures; nothing is written."""
    workspace = open_workspace(folder)
    day = console.as_of or today(workspace.campaign.time_zone)
    run = make_run(workspace, take_in(workspace, day), day)
    ids = {result.entry.id.casefold(): result.entry.id for result in run.outcome.entries}
    known = ids.get(entry.strip().casefold())
    if not ids:
        raise Unusable.because("WSP-017")
    if known is None:
        near = near_misses(entry, ids.values())
        raise Unusable.because("WSP-016", entry=entry, near=near)
    lines = explain(run, known, console.lang)
    if console.as_json:
        console.json({"entry": known, "lines": list(lines)})
        return
    console.data(lines)
