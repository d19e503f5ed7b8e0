"""``thidua merge``: reads all returns, appraises, and writes everything in ``ket-qua``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from appraisal.run import Run
from appraisal.sheetorder import in_order
from cli.intaking import Progress, take_in
from cli.output import replace_outputs
from cli.packing import make_packs
from cli.running import make_run
from cli.sealing import changes_since_seal, seal_run
from cli.workspace import PACKS_DIR, RESULTS_DIR, Workspace, open_workspace
from workbooks.nominations import write_nominations
from workbooks.results import results_files
from workbooks.reviews import write_reviews
from workbooks.summary import write_summary

__all__ = [
    "NOMINATIONS_FILE",
    "REVIEWS_FILE",
    "SUMMARY_FILE",
    "MergeReport",
    "merge_workspace",
]

SUMMARY_FILE = "Tong-hop.xlsx"
NOMINATIONS_FILE = "De-nghi-khen-thuong.xlsx"
REVIEWS_FILE = "Tong-hop-bao-cao.xlsx"


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeReport:
    """What a merge did: the run, the files written, the packs among them, the seal if any."""

    run: Run
    written: tuple[Path, ...]
    packs: tuple[Path, ...]
    sealed: Path | None = None


def merge_workspace(
    root: Path,
    as_of: date | None,
    *,
    seal: bool = False,
    lang: str = "vi",
    progress: Progress | None = None,
) -> MergeReport:
    """The deadline command; `Unusable` where the workspace or the disk does not serve.

    ``as_of`` is the clock; ``None`` takes today in the campaign's time zone. Writes
    ``Tong-hop.xlsx``, ``De-nghi-khen-thuong.xlsx``, ``Tong-hop-bao-cao.xlsx`` where a
    stage is an outline, ``results.json`` and the correction packs, all or nothing, and with
    ``seal`` keeps them under ``da-chot``.
    """
    workspace = open_workspace(root)
    day = as_of or _today(workspace)
    intake = take_in(workspace, day, progress)
    run = make_run(workspace, intake, day)
    run = replace(run, findings=in_order((*run.findings, *changes_since_seal(root, run, lang))))
    packs = make_packs(workspace, intake, run, lang)
    reviews = write_reviews(run, lang)
    files: dict[str, bytes] = {
        SUMMARY_FILE: write_summary(run, lang),
        NOMINATIONS_FILE: write_nominations(run, lang),
        **({} if reviews is None else {REVIEWS_FILE: reviews}),
        **results_files(run, lang),
        **{f"{PACKS_DIR}/{name}": data for name, data in packs.items()},
    }
    results = root / RESULTS_DIR
    written = replace_outputs(results, files, stale=_old_files(results))
    sealed = seal_run(root, workspace, run, files) if seal else None
    made = tuple(path for path in written if path.parent.name == PACKS_DIR)
    return MergeReport(run=run, written=written, packs=made, sealed=sealed)


def _old_files(results: Path) -> list[str]:
    """What an earlier run wrote and this one may not: packs, merged reports, split lists."""
    packs = [f"{PACKS_DIR}/{path.name}" for path in (results / PACKS_DIR).glob("*.xlsx")]
    return [REVIEWS_FILE, *packs, *[path.name for path in results.glob("*.jsonl")]]


def _today(workspace: Workspace) -> date:
    from cli.clock import today

    return today(workspace.campaign.time_zone)
