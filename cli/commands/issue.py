"""``thidua issue``: the workbooks of a stage."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cli.clock import today
from cli.console import Console
from cli.issuing import issue_stage, next_stage
from cli.options import common, workspace_option
from cli.refusal import refusals
from cli.workspace import open_workspace
from schemas.finding import Finding, Severity

__all__ = ["command"]


@click.command(
    "issue",
    options_metavar="[TÙY_CHỌN]",
    help="Phát hành biểu mẫu của một giai đoạn: mỗi đơn vị (hoặc thành viên) một tệp. Không ghi "
    "đè tệp đã phát hành; chạy lại thì chỉ phát hành phần mới. Bỏ trống GIAI_ĐOẠN thì phát hành "
    "giai đoạn kế tiếp.",
)
@click.argument("stage", metavar="[GIAI_ĐOẠN]", required=False)
@workspace_option
@common
@refusals
def command(console: Console, stage: str | None, folder: Path) -> None:
    """Writes what is not yet issued and says where; exit code 1 where a register has a fault."""
    day = console.as_of or today(open_workspace(folder).campaign.time_zone)
    told: list[Finding] = []
    try:
        report = issue_stage(folder, stage or next_stage(folder), day, tell=told.append)
    finally:
        console.findings(told)
    target = folder / "phat-hanh" / report.stage
    errors = [f for f in report.findings if f.severity is Severity.ERROR]
    if console.as_json:
        names = [path.relative_to(folder).as_posix() for path in report.written]
        found = [console.record(finding) for finding in errors]
        answer = {"stage": report.stage, "written": names, "kept": report.kept, "findings": found}
        console.json(answer)
    else:
        console.say(
            "WSP-103",
            stage=report.stage,
            count=str(len(report.written)),
            folder=str(target),
            kept=str(report.kept),
        )
        console.findings(errors)
    sys.exit(1 if errors else 0)
