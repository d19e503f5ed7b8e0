"""What the options of ``thidua merge`` ask for: the engine, and what is kept of its run."""

from __future__ import annotations

from pathlib import Path

from appraisal.run import Run
from cli.cluster.engine import DaskEngine
from cli.cluster.entryfile import write_entries
from cli.cluster.library import library
from cli.cluster.storage import Storage
from cli.cluster.treefile import write_tree
from cli.lock import hold
from cli.output import replace_outputs
from cli.regular import read_regular
from cli.workspace import DEFINITION_FILE, Unusable, open_workspace
from schemas.campaign import Campaign
from schemas.load import read_definition

__all__ = ["ENTRIES_FILE", "KEPT_DIR", "TREE_FILE", "cluster_engine", "keep_run"]

KEPT_DIR = "ket-qua-cum"
ENTRIES_FILE = "Ho-so.parquet"
TREE_FILE = "Tong-hop-theo-cay-don-vi.csv"


def cluster_engine(
    root: Path, engine: str, scheduler: str | None, returns: str | None
) -> DaskEngine | None:
    """The engine of a cluster, ``None`` where this machine reads (``engine`` is ``local``).

    CLU-001 where something of the extra is not installed, CLU-009 an option for clusters only.
    """
    if engine == "local":
        for option, given in (("--scheduler", scheduler), ("--returns", returns)):
            if given is not None:
                raise Unusable.because("CLU-009", option=option)
        return None
    for name in ("distributed", "fsspec", "pyarrow"):
        library(name)
    storage = Storage(url=returns) if returns else None
    return DaskEngine(_campaign(root), scheduler or "", storage)


def keep_run(root: Path, run: Run, lang: str) -> tuple[Path, ...]:
    """Writes the entries and the count by units into `KEPT_DIR`, both or neither."""
    with hold(root):
        files = {ENTRIES_FILE: write_entries(run), TREE_FILE: write_tree(run, lang)}
        return replace_outputs(root / KEPT_DIR, files)


def _campaign(root: Path) -> Campaign:
    """The definition alone; where it does not serve, opening the workspace says why."""
    try:
        data = read_regular(root / DEFINITION_FILE)
    except OSError:
        return open_workspace(root).campaign
    campaign, _ = read_definition(data, DEFINITION_FILE)
    return campaign or open_workspace(root).campaign
