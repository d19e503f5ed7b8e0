"""A workspace with earlier results and new returns, and what may be found there after a fault."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO

from cli.output import needs_repair, repair
from cli.repairing import mend, unsaid
from tests.cli.office import AFTER, BEFORE, intake, open_office
from tests.cli.spoiling import filled
from tests.sources import ROOT

__all__ = ["ISSUE", "MERGE", "SEAL", "Ended", "Scene", "Victims", "made_scene", "run", "tree"]

MERGE = ("merge", "--as-of", AFTER.isoformat())
SEAL = (*MERGE, "--seal")
ISSUE = ("issue", "dang-ky", "--as-of", BEFORE.isoformat())

_RESULTS = "ket-qua"
_OWN = (".dang-", ".chay-thu")
"""How the marks, locks and stagings of the program begin."""

Tree = dict[str, bytes]


def tree(folder: Path, *, own: bool = True) -> Tree:
    """Every file below a folder with its content; without ``own`` nothing that is being written."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and (own or not _is_own(path.relative_to(folder)))
    }


def _is_own(path: Path) -> bool:
    return any(part.startswith(_OWN) for part in path.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """``root``: earlier results, newer returns; ``after``: the same, once merged undisturbed."""

    root: Path
    before: Tree
    after: Tree
    words: tuple[str, ...]

    def copy(self, target: Path) -> Path:
        """The scene anew, for one fault."""
        shutil.rmtree(target, ignore_errors=True)
        return Path(shutil.copytree(self.root, target))

    def found(self, root: Path) -> str:
        """``old``, ``new`` or ``journal``: what a run that was ended left; AssertionError else.

        With a journal, a copy is repaired and must then be one of the two.
        """
        inputs = {name: data for name, data in self.before.items() if _input(name)}
        now = tree(root, own=False)
        assert {name: data for name, data in now.items() if _input(name)} == inputs
        results = {name: data for name, data in now.items() if not _input(name)}
        for name, data in results.items():
            assert data in (self.before.get(name), self.after.get(name)), f"half a file: {name}"
        if (which := self._which(results)) is not None:
            return which
        assert needs_repair(root / _RESULTS), sorted(results)
        spare = Path(shutil.copytree(root, root.with_name(f"{root.name}-repaired")))
        repair(spare / _RESULTS)
        mend(spare, unsaid)  # also what a seal left
        repaired = {k: v for k, v in tree(spare).items() if k.startswith(f"{_RESULTS}/")}
        shutil.rmtree(spare)
        assert self._which(repaired) is not None, sorted(repaired)
        return "journal"

    def _which(self, results: Tree) -> str | None:
        for which, whole in (("old", self.before), ("new", self.after)):
            wanted = {name: data for name, data in whole.items() if not _input(name)}
            unsealed = {k: v for k, v in wanted.items() if "/da-chot/" not in k}
            if results in (wanted, unsealed):
                return which
        return None


def _input(name: str) -> bool:
    return not name.startswith((f"{_RESULTS}/", "phat-hanh/"))


def made_scene(folder: Path, words: tuple[str, ...] = MERGE) -> Scene:
    """DD02 returned with a fault and was merged; then it mended that, and DD01 came too."""
    root = open_office(folder / "dot", intake=intake("DD01", "DD02"))
    returns = root / "nhan-ve" / "dang-ky"
    if words[0] == "merge":
        (returns / "DD02.xlsx").write_bytes(filled(unit="DD02", tinh_moi=None))
        assert run(root, *MERGE).returncode == 1
        (returns / "DD02.xlsx").write_bytes(filled(unit="DD02"))
        (returns / "DD01.xlsx").write_bytes(filled(unit="DD01", ngay_duyet="x"))
    before = tree(root)
    done = Path(shutil.copytree(root, folder / "xong"))
    assert run(done, *words).returncode in (0, 1)
    return Scene(root=root, before=before, after=tree(done), words=words)


def run(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command as a process of its own, on a workspace."""
    return subprocess.run(
        [sys.executable, "-m", "cli", words[0], "-C", str(root), *words[1:]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A run that is over: its exit status (-9: killed), its steps, what it printed."""

    status: int
    steps: int
    said: str


class Victims:
    """Runs that are ended where one wants (`tests/machine/victim.py`)."""

    def __init__(self) -> None:
        self._server = subprocess.Popen(
            [sys.executable, str(ROOT / "tests" / "machine" / "victim.py")],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def __enter__(self) -> Victims:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for pipe in (self._server.stdin, self._server.stdout):
            _given(pipe).close()
        self._server.wait()

    def run(self, root: Path, words: tuple[str, ...], at: int = 0, fault: str = "kill") -> Ended:
        """A run that goes wrong at step ``at``, or nowhere."""
        command = [words[0], "-C", str(root), *words[1:]]
        asked = {"root": str(root), "words": command, "at": at, "fault": fault}
        stdin, stdout = _given(self._server.stdin), _given(self._server.stdout)
        stdin.write(json.dumps(asked).encode() + b"\n")
        stdin.flush()
        return Ended(**json.loads(stdout.readline()))


def _given(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe
