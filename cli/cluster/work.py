"""What runs on a machine of the cluster: a batch of files in, what came of each out.

Every file is read in a reading process of `cli.reading`, as on one machine: a file that kills its
reader is one rejected line, and the worker of Dask lives on.
"""

from __future__ import annotations

import multiprocessing
import platform
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from appraisal.judge import JudgedReturn, judge_return
from appraisal.returned import Return
from cli.cluster.storage import Item, Storage
from cli.reading.content import Unread
from cli.reading.limits import LIMITS
from cli.reading.pool import Outcome, read_all
from cli.reading.worker import Reader
from cli.version import program_version
from schemas.campaign import Campaign
from schemas.form import StageForm

__all__ = ["Answer", "Batch", "Carried", "Task", "do", "prepared", "release"]

_ONE_LANE = replace(LIMITS, workers=1)
"""The threads of a worker are its lanes: each task reads one file at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is the same for every batch of a merge.

    ``release`` is what the command runs (`release`); a worker with another one refuses. Without a
    campaign nothing is judged; ``storage`` is where items are fetched.
    """

    reader: Reader
    release: str
    campaign: Campaign | None = None
    forms: Mapping[str, StageForm] | None = None
    storage: Storage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """The bytes of a file that the command read itself."""

    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Files by the names that outputs give them, each carried or to be fetched."""

    files: tuple[tuple[str, Carried | Item], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One outcome for each file of a batch in its order, and the verdicts on what was read."""

    outcomes: tuple[Outcome, ...]
    judged: tuple[JudgedReturn | None, ...]


class OtherRelease(RuntimeError):
    """A worker runs another release than the command: its results might be other ones."""


def release() -> str:
    """What must be the same everywhere for the same results: ours, Python's, the parser's.

    Python's because the tables of Unicode come with it.
    """
    python = ".".join(platform.python_version_tuple()[:2])
    return f"thidua {program_version()}, Python {python}, calamine {version('python-calamine')}"


def prepared(task: Task) -> Task:
    """The same task: what a worker keeps of it for all batches, sent to each worker once."""
    return task


def do(task: Task, batch: Batch) -> Answer:
    """Fetches, reads and judges a batch; no file of it can keep the others from being read."""
    if task.release != release():
        raise OtherRelease(release())
    # A worker that its nanny started may have no children: ours end with their parent anyway.
    multiprocessing.current_process().daemon = False
    outcomes = tuple(replace(found, packed=b"") for found in _read(task, batch))
    return Answer(outcomes=outcomes, judged=tuple(_judged(task, found) for found in outcomes))


def _read(task: Task, batch: Batch) -> tuple[Outcome, ...]:
    found: dict[int, Outcome] = {}
    with TemporaryDirectory(prefix="thidua-") as folder:
        paths: list[tuple[int, Path]] = []
        for index, (_, source) in enumerate(batch.files):
            path = _at_hand(task, source, Path(folder, str(index)))
            if isinstance(path, Unread):
                found[index] = Outcome(code=path.code, params=path.params)
            else:
                paths.append((index, path))
        files = [(path, batch.files[index][0]) for index, path in paths]
        read = read_all(files, task.reader, limits=_ONE_LANE)
    found |= {index: outcome for (index, _), outcome in zip(paths, read, strict=True)}
    return tuple(found[index] for index in range(len(batch.files)))


def _at_hand(task: Task, source: Carried | Item, path: Path) -> Path | Unread:
    """Where the reading processes' parent finds the bytes: in place on a disk, else ``path``."""
    if isinstance(source, Carried):
        path.write_bytes(source.data)
        return path
    storage = task.storage
    if storage is None:
        raise ValueError("an item without a storage")
    if storage.is_disk:
        return Path(source.key)
    data = storage.fetch(source)
    if isinstance(data, Unread):
        return data
    path.write_bytes(data)
    return path


def _judged(task: Task, found: Outcome) -> JudgedReturn | None:
    ret = found.value
    if task.campaign is None or not isinstance(ret, Return) or ret.rejected is not None:
        return None
    form = (task.forms or {}).get(ret.stage)
    return None if form is None else judge_return(task.campaign, form, ret)
