"""Thousands of spoilt workbooks through the real merge: no crash, no hang, no lost file.

``python -m bench.fuzz [--count 20000] [--seed 1] [--batch 500]``: mutants (`bench.mutants`) of the
filled forms of all built-in campaigns (`bench.seeds`), a batch each in the folder of one office
beside a sound return. One batch in ten is merged by the command with everything written, of the
others the results are made only. A fault is told with its batch, which ``--keep`` keeps; mutant N
of seed S is always the same.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
import openpyxl
from click.testing import CliRunner

from bench.mutants import mutant
from bench.seeds import GOOD, MANY, Office, build_offices
from bench.watched import Effort, watched
from cli.intaking import take_in
from cli.main import main as command
from cli.running import make_run
from cli.workspace import open_workspace
from tests.returned.poison import executable
from workbooks.results import results_files

__all__ = ["Tally", "faults", "lay_mutants", "other_good", "results_of"]

_RETURNS = "nhan-ve"
_MOST_SECONDS = 10.0
"""Of processor time for one file."""
_MOST_MEGABYTES = 1024


@dataclass(slots=True)
class Tally:
    """What is told at the end."""

    files: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    slowest: list[tuple[float, str]] = field(default_factory=list)
    megabytes: int = 0
    faults: list[str] = field(default_factory=list)

    def note(self, effort: Effort) -> None:
        self.slowest = sorted([*self.slowest, (effort.seconds, effort.name)])[-3:]
        self.megabytes = max(self.megabytes, effort.megabytes)


@click.command()
@click.option("--count", default=20_000, show_default=True, help="How many mutants.")
@click.option("--seed", default=1, show_default=True, help="Which ones.")
@click.option("--batch", default=500, show_default=True, help="Files in one merge.")
@click.option("--whole", default=10, show_default=True, help="Of so many merges one is whole.")
@click.option("--keep", type=click.Path(path_type=Path), help="A folder for batches with faults.")
def main(count: int, seed: int, batch: int, whole: int, keep: Path | None) -> None:
    """Merges the mutants; exit code 1 where a merge broke or lost a file."""
    began, tally = time.monotonic(), Tally()
    with tempfile.TemporaryDirectory(prefix="thidua-fuzz-") as folder:
        offices = build_offices(Path(folder))
        sound = [results_of(office.root, office) for office in offices]
        for turn, first in enumerate(range(0, count, batch)):
            numbers = range(first, min(first + batch, count))
            at = (seed + turn + turn // 10) % len(offices)  # each is merged whole, too
            root = Path(folder) / "dot"
            shutil.copytree(offices[at].root, root)
            lay_mutants(offices[at], root, seed, numbers)
            found = list(faults(offices[at], root, sound[at], tally, whole=turn % whole == 0))
            tally.faults += [f"{seed}, {first}-{numbers[-1]}: {fault}" for fault in found]
            if found and keep is not None:
                shutil.copytree(root, keep / f"{seed}-{first}", dirs_exist_ok=True)
            shutil.rmtree(root)
            print("\n".join(_table(seed, time.monotonic() - began, tally)), flush=True)
    sys.exit(1 if tally.faults else 0)


def lay_mutants(office: Office, root: Path, seed: int, numbers: range) -> None:
    """Lays these mutants beside the sound returns."""
    folder = root / _RETURNS / "bien-the"
    folder.mkdir(parents=True)
    for number in numbers:
        done, suffix, data = mutant(office.seeds, seed * 10**9 + number, MANY)
        (folder / f"{number:06}-{done}.{suffix}").write_bytes(data)


def faults(
    office: Office, root: Path, sound: Mapping[str, Any], tally: Tally, *, whole: bool
) -> Iterator[str]:
    """What went wrong with a merge of this folder, if anything did."""
    before = _inputs(root)
    told: dict[str, Any] = {}
    with watched() as efforts:
        try:
            if whole:
                yield from _commanded(root, office)
                told = json.loads((root / "ket-qua" / "results.json").read_text("utf-8"))
            else:
                told = results_of(root, office)
        except Exception:
            yield traceback.format_exc()
            return
    if _inputs(root) != before:
        yield "an input is no longer what it was"
    yield from _unaccounted(before, told)
    yield from other_good(sound, told)
    for file in told["files"]:
        if file["path"].startswith(f"{_RETURNS}/bien-the"):
            tally.files += 1
            tally.outcomes[file["reason"] or file["status"]] += 1
            tally.kinds[f"{file['path'].rpartition('.')[2]} {file['status']}"] += 1
    for effort in efforts:
        tally.note(effort)
        if effort.code or effort.seconds > _MOST_SECONDS or effort.megabytes > _MOST_MEGABYTES:
            yield str(effort)


def _inputs(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file() and "ket-qua" not in path.parts
    }


def results_of(root: Path, office: Office) -> dict[str, Any]:
    """The results of a folder, with nothing written."""
    workspace = open_workspace(root)
    run = make_run(workspace, take_in(workspace, office.as_of), office.as_of)
    document: dict[str, Any] = json.loads(results_files(run)["results.json"])
    return document


def _commanded(root: Path, office: Office) -> Iterator[str]:
    """The whole command; its exit code, its screen, and every workbook that it wrote."""
    noise = io.StringIO()
    with redirect_stderr(noise):
        done = CliRunner().invoke(
            command, ["merge", "-C", str(root), "--as-of", office.as_of.isoformat(), "-q"]
        )
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    if done.exit_code not in (0, 1) or "Traceback" in done.output + noise.getvalue():
        raise RuntimeError(f"exit code {done.exit_code}: {done.output[-2000:]}")
    for path in sorted((root / "ket-qua").rglob("*.xlsx")):
        data = path.read_bytes()
        for fault in executable(data):
            if not fault.partition(": ")[2].startswith("changed"):
                yield f"{path.name}: {fault}"
        if "bo-sung" not in path.parts:
            openpyxl.load_workbook(io.BytesIO(data), read_only=True).close()


def _unaccounted(before: Mapping[str, str], told: Mapping[str, Any]) -> Iterator[str]:
    """Files that stand not exactly once in the results, and sums that do not close."""
    there = Counter(path for path in before if path.startswith(f"{_RETURNS}/"))
    named = Counter(file["path"] for file in told["files"])
    if named != there:
        yield f"{there.total()} files lie there, {named.total()} are accounted for"
    if any(before[file["path"]] != file["sha256"] for file in told["files"]):
        yield "a file has another hash in the results"
    files, rows = told["balance"]["files"], told["balance"]["rows"]
    ways = Counter(file["status"] for file in told["files"])
    if files != {"seen": there.total(), **{way: ways[way] for way in files if way != "seen"}}:
        yield f"the balance of files says {files}"
    if (
        rows["seen"] != rows["judged"] + rows["superseded"] + rows["duplicate"]
        or rows["judged"] != rows["complete"] + rows["incomplete"]
        or rows["seen"] != sum(f["rows"] for f in told["files"] if f["status"] != "rejected")
    ):
        yield f"the balance of rows says {rows}"


def other_good(sound: Mapping[str, Any], told: Mapping[str, Any]) -> Iterator[str]:
    """Where the sound returns no longer give what they give alone."""
    if _good(told) != _good(sound):
        yield f"the sound returns give {_good(told)} instead of {_good(sound)}"[:3000]


def _good(told: Mapping[str, Any]) -> list[Any]:
    keys = ("id", "unit", "subject", "name", "title", "status", "late")
    entries = [[e[key] for key in keys] for e in told["entries"] if e["unit"] == GOOD]
    files = [f for f in told["files"] if Path(f["path"]).name.startswith(f"{GOOD}-")]
    return [entries, files]


def _table(seed: int, took: float, tally: Tally) -> Iterator[str]:
    yield f"{tally.files} mutants of seed {seed} in {took:.0f} s, {len(tally.faults)} faults"
    yield f"slowest (processor seconds): {tally.slowest}; most memory {tally.megabytes} MB"
    yield f"kinds: {dict(sorted(tally.kinds.items()))}"
    yield "| Outcome | Files |"
    yield "|---|---|"
    for outcome, number in sorted(tally.outcomes.items(), key=lambda item: (-item[1], item[0])):
        yield f"| {outcome} | {number} |"
    yield from tally.faults


if __name__ == "__main__":
    main()
