"""``thidua merge``: reads all returns, appraises, and writes everything in ``ket-qua``."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from appraisal.run import Run
from appraisal.sheetorder import in_order
from cli.covering import cover_lines
from cli.intaking import Intake, Progress, take_in
from cli.lock import hold
from cli.misdated import misdated
from cli.output import replace_outputs
from cli.packing import start_packs
from cli.reading.engine import Engine
from cli.reading.remembered import remembered
from cli.repairing import Tell, mend, unsaid
from cli.running import make_run
from cli.sealing import changes_since_seal, seal_run
from cli.version import program_version
from cli.workspace import DEFINITION_FILE, PACKS_DIR, RESULTS_DIR, Workspace, open_workspace
from workbooks.covering import LETTERS_FILE, write_covering
from workbooks.nominations import write_nominations
from workbooks.results import results_files
from workbooks.reviews import write_reviews
from workbooks.summary import DETAIL_PREFIX, SUMMARY_FILE, summary_files

__all__ = [
    "NOMINATIONS_FILE",
    "REVIEWS_FILE",
    "SUMMARY_FILE",
    "MergeReport",
    "made_files",
    "merge_workspace",
]

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
    tell: Tell = unsaid,
    engine: Engine | None = None,
    cache: bool = True,
) -> MergeReport:
    """The deadline command; `Unusable` where the workspace or the disk does not serve.

    ``as_of`` is the clock; ``None`` takes today in the campaign's time zone. Writes
    ``Tong-hop.xlsx``, ``De-nghi-khen-thuong.xlsx``, ``Tong-hop-bao-cao.xlsx`` where a
    stage is an outline, the correction packs with their letters and ``results.json``, all or
    nothing, and with ``seal`` keeps them under ``da-chot``. ``tell`` hears what was repaired first
    (WSP-035) and days that cannot be right (WSP-036, WSP-044); WSP-041 … WSP-043 where another
    run is writing. ``engine`` reads the returns in the place of processes of this machine; with
    ``cache`` these read only what is not known of an earlier run (`cli.reading.remembered`).
    """
    workspace = open_workspace(root)
    day = as_of or _today(workspace)
    memory = None
    if cache and engine is None:
        memory = remembered(root, workspace.digests[DEFINITION_FILE])
    with hold(root):
        mend(root, tell)
        intake = take_in(workspace, day, progress, engine, memory)
        if as_of is None:
            for finding in misdated(workspace, intake.returns, day):
                tell(finding)
        return _merged(workspace, intake, day, seal=seal, lang=lang)


def _merged(
    workspace: Workspace, intake: Intake, day: date, *, seal: bool, lang: str
) -> MergeReport:
    root = workspace.root
    run = make_run(workspace, intake, day)
    run = replace(run, findings=in_order((*run.findings, *changes_since_seal(root, run, lang))))
    files = made_files(workspace, intake, run, lang)
    results = root / RESULTS_DIR
    written = replace_outputs(results, files, stale=_old_files(results))
    sealed = seal_run(root, workspace, run, files) if seal else None
    packs = tuple(path for path in written if _is_pack(path))
    return MergeReport(run=run, written=written, packs=packs, sealed=sealed)


def made_files(workspace: Workspace, intake: Intake, run: Run, lang: str) -> dict[str, bytes]:
    """Everything that a run writes into ``ket-qua``, by name; ``results.json`` is the last.

    Equal inputs give equal bytes. Nothing is written here.
    """
    with start_packs(workspace, intake, run, lang) as started:
        lists = {**summary_files(run, lang), NOMINATIONS_FILE: write_nominations(run, lang)}
        reviews = write_reviews(run, lang)
        packs = started.all()
    letters = cover_lines(workspace, intake, run, packs)
    made: dict[str, bytes] = {
        **lists,
        **({} if reviews is None else {REVIEWS_FILE: reviews}),
        **{f"{PACKS_DIR}/{pack.name}": pack.data for pack in packs},
        **({f"{PACKS_DIR}/{LETTERS_FILE}": write_covering(run, letters, lang)} if letters else {}),
    }
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in made.items()}
    return made | dict(
        results_files(
            run, lang, registers=workspace.digests, outputs=hashes, program=program_version()
        )
    )


def _is_pack(path: Path) -> bool:
    return path.parent.name == PACKS_DIR and path.name != LETTERS_FILE


def _old_files(results: Path) -> list[str]:
    """What an earlier run wrote and this one may not: packs, merged reports, split lists."""
    lists = [path.name for path in results.glob(f"{DETAIL_PREFIX}*.csv")]
    packs = [f"{PACKS_DIR}/{path.name}" for path in (results / PACKS_DIR).glob("*.xlsx")]
    return [REVIEWS_FILE, *packs, *lists, *[path.name for path in results.glob("*.jsonl")]]


def _today(workspace: Workspace) -> date:
    from cli.clock import today

    return today(workspace.campaign.time_zone)
