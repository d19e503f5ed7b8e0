"""``thidua demo``: a whole campaign on made-up data, from ``new`` to the lists."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import click

from cli.console import Console
from cli.options import common
from cli.refusal import refusals
from cli.workspace import Unusable
from schemas.dates import format_date
from schemas.finding import Severity

if TYPE_CHECKING:
    from cli.merging import MergeReport

__all__ = ["command", "run_demo"]


def _first() -> str:
    """The demo that runs where none is asked for."""
    first: str = _examples("campaigns").DEFAULT
    return first


@click.command(
    "demo",
    options_metavar="[TÙY_CHỌN]",
    help="Chạy thử trọn một đợt trên dữ liệu giả định: tạo thư mục, phát biểu mẫu, nhận về, tổng "
    "hợp, chấm điểm, lập danh sách đề nghị.",
)
@click.argument("preset", metavar="[MẪU]", default=_first)
@click.argument("folder", metavar="[THƯ_MỤC]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--expected",
    "planned",
    is_flag=True,
    help="Ghi thêm mong-doi.json: kết quả tính riêng từ những gì được cài sẵn.",
)
@common
@refusals
def command(console: Console, preset: str, folder: Path | None, planned: bool) -> None:
    """Runs the demo and prints a short account; exit code 0 although the returns hold errors."""
    root = folder or Path(preset)
    report = run_demo(console, preset, root)
    if planned:
        (root / "mong-doi.json").write_bytes(_examples("expected").expected_json(preset))
    if console.as_json:
        console.json_text((root / "ket-qua" / "results.json").read_text(encoding="utf-8"))
        return
    _account(console, report)
    console.say("DEMO-115")
    console.data(f"  {path}" for path in report.written if path.suffix == ".xlsx" and _top(path))


def run_demo(console: Console, preset: str, root: Path) -> MergeReport:
    """Every real step on planned days; `Unusable` where the folder is not empty.

    A demo that was ended in this folder begins anew (`cli.creating.demo_folder`).
    """
    from cli.creating import demo_folder

    demos = _examples("campaigns").DEMOS
    if preset not in demos:
        raise Unusable.because("DEMO-001", preset=preset, known=", ".join(sorted(demos)))
    with demo_folder(root):
        return _run(console, preset, root)


def _run(console: Console, preset: str, root: Path) -> MergeReport:
    from cli.creating import create_workspace
    from cli.issuing import issue_stage
    from cli.merging import merge_workspace

    demos = _examples("campaigns").DEMOS
    workspace = _examples("workspace")
    fill_registers, return_stage = workspace.fill_registers, workspace.return_stage
    days = demos[preset].days
    create_workspace(preset, root)
    campaign = _examples("campaigns").plan(preset).campaign
    console.say("DEMO-101", title=campaign.title, folder=str(root))
    for stage in campaign.stages:
        fill_registers(preset, root, stage.id, returned=False)
        issued = issue_stage(root, stage.id, days.issue[stage.id])
        count, day = str(len(issued.written)), format_date(days.issue[stage.id])
        console.say("DEMO-102", day=day, count=count, stage=stage.title)
        returned = return_stage(preset, root, stage.id)
        fill_registers(preset, root, stage.id, returned=True)
        merge_workspace(root, days.merge[stage.id], lang=console.lang)
        day = format_date(days.merge[stage.id])
        console.say("DEMO-103", day=day, count=str(returned))
    fill_registers(preset, root, workspace.FINAL, returned=True)
    report = merge_workspace(root, days.final, lang=console.lang)
    console.say("DEMO-104", day=format_date(days.final))
    return report


def _examples(module: str) -> ModuleType:
    """The generator: inside ``cli`` in an installed wheel, beside it in a checkout."""
    package = "cli._examples" if find_spec("cli._examples") else "examples"
    return import_module(f"{package}.{module}")


def _top(path: Path) -> bool:
    return path.parent.name == "ket-qua"


def _account(console: Console, report: MergeReport) -> None:
    run = report.run
    balance = run.ledger.balance
    first = balance.stages[run.campaign.stages[0].id]
    said = {status: str(first[status]) for status in ("late", "nil", "rejected", "missing")}
    console.say("DEMO-110", units=str(len(run.units)), members=str(len(run.members)), **said)
    files = {str(key): str(value) for key, value in balance.files.items()}
    console.say("DEMO-111", **files, ignored=str(balance.ignored))
    console.say("DEMO-112", **_entries(report))
    for award, result in zip(run.campaign.awards, run.outcome.awards, strict=True):
        console.say(
            "DEMO-113",
            award=award.title,
            nominated=str(len(result.nominations)),
            referred=str(len(result.referred)),
        )
    weights = [finding.severity for finding in run.findings]
    console.say(
        "DEMO-114",
        errors=str(weights.count(Severity.ERROR)),
        warnings=str(weights.count(Severity.WARNING)),
        packs=str(len(report.packs)),
    )


def _entries(report: MergeReport) -> dict[str, str]:
    results = report.run.outcome.entries
    counts = {
        "entries": len(results),
        "recognised": sum(result.recognised is True for result in results),
        "nominated": sum(bool(result.awards) for result in results),
        "excluded": sum(
            any(rule.waived_by is None for rule in result.exclusions) for result in results
        ),
        "referred": sum(bool(result.referred) for result in results),
        "waiting": sum(result.waiting for result in results),
        "withdrawn": sum(result.entry.state == "withdrawn" for result in results),
    }
    return {key: str(value) for key, value in counts.items()}
