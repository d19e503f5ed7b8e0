"""``thidua verify``: whether the lists in hand are those of the returns in hand."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from cli.console import Console
from cli.options import common, workspace_option
from cli.progress import bar
from cli.refusal import refusals
from cli.verifying import Verification, verify_results
from cli.workspace import DEFINITION_FILE, RESULTS_DIR, SEALED_DIR
from schemas.dates import format_date
from schemas.finding import Finding
from schemas.message import text
from workbooks.results import RESULTS_FILE

__all__ = ["command"]

_SHOWN = 20
_OF_ONE_FILE = 5
"""So many findings, and of one file, stand on the screen: each is reason enough not to sign."""


@click.command(
    "verify",
    options_metavar="[TÙY_CHỌN]",
    help="Đối chiếu: danh sách trong ket-qua có đúng là của các tệp nhận về hiện có không. So từng "
    "tệp kết quả, tệp nhận về và các sổ với lúc tổng hợp, rồi tính lại từ đầu; không ghi gì. "
    "THƯ_MỤC là thư mục của đợt hoặc một bản đã chốt trong ket-qua/da-chot.",
)
@click.argument(
    "place", metavar="[THƯ_MỤC]", required=False, type=click.Path(path_type=Path, readable=False)
)
@workspace_option
@common
@refusals
def command(console: Console, place: Path | None, folder: Path) -> None:
    """Compares and says so; exit code 0 the same, 1 differences, 2 nothing to compare.

    The day is that of the recorded run; ``--as-of`` is passed over.
    """
    root, results = _places(place, folder)
    with bar(console) as progress:
        found = verify_results(root, results, progress)
    if console.as_json:
        console.json(_record(console, found))
    else:
        _account(console, found)
    sys.exit(0 if found.true else 1)


def _places(place: Path | None, folder: Path) -> tuple[Path, Path | None]:
    """The workspace, and the folder of results where that is another than its ``ket-qua``."""
    if place is None:
        return folder, None
    if (place / DEFINITION_FILE).is_file() or not (place / RESULTS_FILE).is_file():
        return place, None
    around = place.resolve()
    if around.name == RESULTS_DIR:
        return around.parent, None
    if around.parent.name == SEALED_DIR and (around.parents[2] / DEFINITION_FILE).is_file():
        return around.parents[2], place
    return folder, place


def _account(console: Console, found: Verification) -> None:
    recorded = found.recorded
    what = "sealed" if recorded.sealed else "results"
    console.say(
        "WSP-130",
        what=f"@WSP-130:{what}",
        title=found.title,
        run=recorded.run,
        as_of=format_date(recorded.as_of),
    )
    shown = _shown(found.findings)
    console.findings(shown)
    if len(found.findings) > len(shown):
        console.say("WSP-137", count=str(len(found.findings) - len(shown)))
    if found.outputs and recorded.outputs is not None:
        console.say("WSP-131", **{key: str(value) for key, value in found.outputs.items()})
    console.say("WSP-132", before=str(len(recorded.returns)), now=str(found.returns))
    if found.recomputed:
        console.say("WSP-135" if found.same_outcome else "WSP-136")
    console.data([verdict(found, console.lang)])


def _shown(findings: Sequence[Finding]) -> list[Finding]:
    """The first of every file, at most 20 together."""
    seen = Counter[str]()
    shown: list[Finding] = []
    for finding in findings:
        seen[finding.origin.file] += 1
        if seen[finding.origin.file] <= _OF_ONE_FILE:
            shown.append(finding)
    return shown[:_SHOWN]


def verdict(found: Verification, lang: str) -> str:
    """The one sentence that was asked for."""
    if found.true:
        return text("WSP-133", lang)
    why = "; ".join(text(f"WSP-134:{name}", lang) for name in found.differing)
    return text("WSP-134", lang, why=why)


def _record(console: Console, found: Verification) -> dict[str, object]:
    recorded = found.recorded
    return {
        "run": recorded.run,
        "as_of": recorded.as_of.isoformat(),
        "sealed": recorded.sealed,
        "same": found.true,
        "differing": list(found.differing),
        "verdict": verdict(found, console.lang),
        "recomputed": found.recomputed or None,
        "same_outcome": found.same_outcome,
        "outputs": dict(found.outputs),
        "returns": {"recorded": len(recorded.returns), "now": found.returns},
        "findings": [console.record(finding) for finding in found.findings],
    }
