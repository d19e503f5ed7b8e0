"""``thidua merge``: the deadline command."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from appraisal.spelling import is_respelled
from cli.console import Console
from cli.merging import MergeReport, merge_workspace
from cli.options import common, workspace_option
from cli.progress import MERGED, bar, tell_program
from cli.refusal import refusals
from cli.workspace import ISSUED_DIR, RETURNS_DIR
from schemas.finding import Finding, Severity
from workbooks.covering import LETTERS_FILE
from workbooks.summary.spelling import SPELLING

if TYPE_CHECKING:
    from cli.cluster.engine import DaskEngine

__all__ = ["command"]

_SHOWN = 20

_RARELY = (50_000, 10, 10)
"""How often Python looks for circles of objects: thousands of returns are kept, none is one."""


@click.command(
    "merge",
    options_metavar="[TÙY_CHỌN]",
    help="Tổng hợp mọi tệp trong nhan-ve: kiểm tra, tính điểm, xếp hạng, lập bảng tổng hợp, danh "
    "sách đề nghị và gói bổ sung trong ket-qua.",
)
@workspace_option
@click.option("--seal", is_flag=True, help="Chốt kết quả: lưu nguyên vào ket-qua/da-chot.")
@click.option(
    "--engine",
    type=click.Choice(["local", "dask"]),
    default="local",
    show_default=True,
    help="Nơi đọc và kiểm tra các tệp: máy này (local) hoặc cụm máy tính (dask).",
)
@click.option(
    "--scheduler",
    metavar="ĐỊA_CHỈ",
    help="Bộ điều phối của cụm, ví dụ tcp://may-chu:8786; không ghi thì chạy thử trên máy này.",
)
@click.option(
    "--returns",
    metavar="URL",
    help="Nơi chứa tệp nhận về thay cho nhan-ve, ví dụ s3://kho/nhan-ve; chỉ với --engine dask.",
)
@click.option("--no-cache", is_flag=True, help="Đọc lại mọi tệp, không dùng bản nhớ của lần trước.")
@click.option("--progress-lines", "lines", is_flag=True, hidden=True)
@common
@refusals
def command(
    console: Console,
    folder: Path,
    seal: bool,
    no_cache: bool,
    lines: bool,
    **cluster: str | None,
) -> None:
    """Merges, writes, prints the account; exit code 1 where errors were found.

    ``--progress-lines`` is for a program that starts this one: `cli.progress` says what it reads
    on stderr. Python ends with 1 after a crash too, the line `MERGED` tells the two apart.
    """
    told: list[Finding] = []
    gc.set_threshold(*_RARELY)
    reading = _cluster(folder, **cluster)
    try:
        with bar(console, lines=lines) as progress:
            report = merge_workspace(
                folder,
                console.as_of,
                seal=seal,
                lang=console.lang,
                progress=progress,
                tell=told.append,
                engine=reading,
                cache=not no_cache and reading is None,
            )
    finally:
        console.findings(told)
    if lines:
        tell_program(MERGED, report.run.code)
    if console.as_json:
        console.json_text((folder / "ket-qua" / "results.json").read_text(encoding="utf-8"))
    else:
        _account(console, report, folder)
    if reading:
        _keep(console, report, folder)
    errors = any(f.severity is Severity.ERROR for f in report.run.findings)
    sys.exit(1 if errors else 0)


def _cluster(
    folder: Path, *, engine: str | None, scheduler: str | None, returns: str | None
) -> DaskEngine | None:
    """The engine asked for; nothing of it is loaded where this machine reads by itself."""
    if (engine, scheduler, returns) == ("local", None, None):
        return None
    from cli.cluster.choice import cluster_engine

    return cluster_engine(folder, engine or "local", scheduler, returns)


def _keep(console: Console, report: MergeReport, folder: Path) -> None:
    from cli.cluster.choice import keep_run

    for path in keep_run(folder, report.run, console.lang):
        console.say("CLU-010", file=str(path))


def _in_returns(finding: Finding) -> bool:
    """What is wrong in the office's own registers is said first: the clerk can mend it now."""
    return finding.origin.file.startswith(f"{RETURNS_DIR}/")


def _account(console: Console, report: MergeReport, folder: Path) -> None:
    run = report.run
    balance = run.ledger.balance
    counts = {str(key): str(value) for key, value in balance.files.items()}
    console.say("WSP-110", title=run.campaign.title, as_of=run.as_of.strftime("%d/%m/%Y"))
    console.say("WSP-111", **counts, ignored=str(balance.ignored))
    for stage in run.campaign.stages:
        line = balance.stages.get(stage.id)
        if line and line["expected"] and any((folder / ISSUED_DIR / stage.id).glob("*.xlsx")):
            numbers = {str(key): str(value) for key, value in line.items()}
            console.say("WSP-112", stage=stage.title, **numbers)
    rows = balance.rows
    console.say(
        "WSP-113",
        judged=str(rows.judged),
        complete=str(rows.complete),
        incomplete=str(rows.incomplete),
    )
    for award, result in zip(run.campaign.awards, run.outcome.awards, strict=True):
        console.say(
            "WSP-114",
            award=award.title,
            nominated=str(len(result.nominations)),
            referred=str(len(result.referred)),
        )
    by_weight = {s: [f for f in run.findings if f.severity is s] for s in Severity}
    if by_weight[Severity.ERROR]:
        first = sorted(by_weight[Severity.ERROR], key=_in_returns)
        console.findings(first, limit=_SHOWN)
    console.say(
        "WSP-115",
        errors=str(len(by_weight[Severity.ERROR])),
        warnings=str(len(by_weight[Severity.WARNING])),
        packs=str(len(report.packs)),
    )
    respelled = sum(map(is_respelled, run.findings))
    if respelled:
        console.say("WSP-119", count=str(respelled), sheet=SPELLING)
    for path in report.written:
        if path.parent.name == "ket-qua" or path.name == LETTERS_FILE:
            console.say("WSP-116", file=str(path))
    if report.sealed:
        console.say("WSP-117", folder=str(report.sealed))
