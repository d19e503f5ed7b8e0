"""The folder of a campaign, as the add-in needs it: found, chosen, its results read.

The add-in may not import the command line; the names are those of `cli.workspace`, and a test
holds the two together.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from schemas.message import text
from xladdin.host import OfficeHost
from xladdin.profile import Profile
from xladdin.refusal import Refusal

__all__ = [
    "DEFINITION_FILE",
    "PACKS_DIR",
    "REPLACED",
    "RESULTS_DIR",
    "RETURNS_DIR",
    "SUMMARY_FILE",
    "Results",
    "choose_workspace",
    "local_path",
    "results_of",
    "workspace_above",
]

DEFINITION_FILE = "campaign.json"
RETURNS_DIR = "nhan-ve"
RESULTS_DIR = "ket-qua"
SEALED_DIR = "da-chot"
RESULTS_FILE = "results.json"
PACKS_DIR = "bo-sung"
SUMMARY_FILE = "Tong-hop.xlsx"
REPLACED = (SUMMARY_FILE, "De-nghi-khen-thuong.xlsx", "Tong-hop-bao-cao.xlsx")
"""The workbooks in `RESULTS_DIR` that a merge replaces; those in `PACKS_DIR` too."""


_RUN = re.compile("[0-9a-f]{12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """A ``results.json``: ``path`` where it lies, ``run`` its code, ``as_of`` as ISO day."""

    path: Path
    run: str
    as_of: str
    content: Mapping[str, Any]

    @property
    def entries(self) -> Mapping[str, str]:
        """Entry ids by their folded form."""
        return {entry["id"].casefold(): entry["id"] for entry in self.content["entries"]}

    @property
    def is_sealed(self) -> bool:
        """Whether they lie among the sealed runs."""
        return self.path.parent.parent.name == SEALED_DIR


def local_path(host: OfficeHost, book: Any) -> Path | None:
    """Where a workbook of xlwings lies on this computer; ``None`` unsaved or on the network."""
    name = host.place(book)
    if "://" in name:
        return None
    path = Path(name)
    return path if path.is_absolute() else None


def workspace_above(path: Path) -> Path | None:
    """The nearest folder that holds a definition: the path itself, or one above it."""
    try:
        return next((f for f in (path, *path.parents) if (f / DEFINITION_FILE).is_file()), None)
    except OSError:  # a drive that is not there
        return None


def choose_workspace(
    host: OfficeHost, app: Any, profile: Profile, start: Path | None
) -> Path | None:
    """Has the user choose the folder; ``None`` where the dialog is cancelled.

    ``start`` is where it opens, else the folder chosen last. A folder inside a workspace stands
    for it. `Refusal` ADD-071 where it is none.
    """
    first = start or profile.last_workspace()
    chosen = host.choose_folder(app, text("ADD-070", "vi"), first)
    if chosen is None:
        return None
    workspace = workspace_above(chosen)
    if workspace is None:
        raise Refusal("ADD-071", folder=str(chosen))
    profile.remember(workspace)
    return workspace


def results_of(workspace: Path) -> tuple[Results, ...]:
    """The results of the latest merge, then those of the sealed runs; unreadable ones are left out.

    Empty where nothing was merged yet.
    """
    return tuple(filter(None, map(_read, _places(workspace / RESULTS_DIR))))


def _places(results: Path) -> Iterator[Path]:
    yield results / RESULTS_FILE
    yield from sorted((results / SEALED_DIR).glob(f"*/{RESULTS_FILE}"))


def _read(path: Path) -> Results | None:
    try:
        content = json.loads(path.read_bytes())
        run, day = content["run"], content["as_of"]
        date.fromisoformat(day)
        known = all(isinstance(entry["id"], str) for entry in content["entries"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    if not (known and isinstance(run, str) and _RUN.fullmatch(run)):
        return None
    return Results(path=path, run=run, as_of=day, content=content)
