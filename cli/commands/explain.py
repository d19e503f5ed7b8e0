"""``thidua explain``: how the outcome of one entry came about."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from appraisal.explain import explain
from appraisal.nearmiss import near_misses
from appraisal.run import Run
from cli.clock import today
from cli.console import Console
from cli.intaking import take_in
from cli.options import common, workspace_option
from cli.refusal import refusals
from cli.running import make_run
from cli.workspace import Unusable, open_workspace
from schemas.number import plain

__all__ = ["command"]

_SHOWN = 12
"""So many ids are named to somebody who typed the code of a unit."""


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
    """Prints the whole chain of figures; nothing is written.

    The JSON also names the run that the figures are of, so that whoever shows them beside a
    workbook can tell whether that was made from the same returns.
    """
    workspace = open_workspace(folder)
    day = console.as_of or today(workspace.campaign.time_zone)
    run = make_run(workspace, take_in(workspace, day), day)
    ids = {result.entry.id.casefold(): result.entry.id for result in run.outcome.entries}
    known = ids.get(entry.strip().casefold())
    if not ids:
        raise Unusable.because("WSP-017")
    if known is None:
        raise _no_entry(run, entry.strip())
    lines = explain(run, known, console.lang)
    if console.as_json:
        console.json(_record(run, known, lines))
        return
    console.data(lines)


def _record(run: Run, entry: str, lines: Iterable[str]) -> dict[str, object]:
    result = next(result for result in run.outcome.entries if result.entry.id == entry)
    return {
        "campaign": run.campaign.title,
        "as_of": run.as_of.isoformat(),
        "run": run.code,
        "entry": entry,
        "total": None if result.total is None else plain(result.total),
        "rank": result.rank,
        "lines": list(lines),
    }


def _no_entry(run: Run, code: str) -> Unusable:
    """WSP-027 where the code is that of something else, WSP-016 where it is nobody's."""
    results = run.outcome.entries
    key = code.casefold()
    kinds: dict[str, Iterable[str]] = {
        "unit": (unit.code for unit in run.units),
        "honour": (honour.code for honour in run.honours),
        "member": (member.code for member in run.members),
        "route": (route.id for route in run.campaign.routes),
        "stage": (stage.id for stage in run.campaign.stages),
        "award": (award.id for award in run.campaign.awards),
    }
    what = next((k for k, codes in kinds.items() if key in map(str.casefold, codes)), None)
    if what is None:
        near = near_misses(code, (result.entry.id for result in results))
        return Unusable.because("WSP-016", entry=code, near=near)
    concerned = [
        result.entry.id
        for result in results
        if result.entry.unit.casefold() == key
        or any(match.honour.code.casefold() == key for match in result.honours)
    ]
    shown = ", ".join(concerned[:_SHOWN] or [result.entry.id for result in results[:3]])
    return Unusable.because("WSP-027", code=code, what=f"@WSP-027:{what}", entries=shown)
