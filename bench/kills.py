"""Runs of ``thidua`` ended with SIGKILL at every step on the file system and at random moments.

``python -m bench.kills [COUNT]`` makes small workspaces with earlier results and newer returns. It
ends a merge, the sealing behind it and an issue before every step they take (every second time
with half of the file written that the step begins), a merge that repairs such a run likewise, and
COUNT (60) merges, each a process of its own with its reading processes, at random moments. After
every kill the returns must be byte-identical, the results those of one run or repaired to those of
one run, no reading process may live on, and the next command must end with the very files of a run
that nobody disturbed. Then a merge meets a full
disk at every step. The first fault ends the bench; else it prints the figures.
"""

from __future__ import annotations

import errno
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

from tests.machine.scene import ISSUE, MERGE, SEAL, Scene, Victims, made_scene, tree
from tests.sources import ROOT

_SEED = 20240110


def main() -> None:
    """Makes the workspaces, kills, prints the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    with tempfile.TemporaryDirectory() as place, Victims() as victims:
        folder = Path(place)
        merge, seal, issue = (
            made_scene(folder / str(k), words) for k, words in enumerate((MERGE, SEAL, ISSUE))
        )
        steps = victims.run(merge.copy(folder / "dot"), MERGE, 0, "warm").steps
        print("| what went wrong | runs | old | new | journal |")
        print("|---|---:|---:|---:|---:|")
        _row("merge killed", every_step(merge, victims, folder / "dot"))
        _row("sealing killed", every_step(seal, victims, folder / "dot", steps))
        _row("issue killed", every_step(issue, victims, folder / "dot"))
        _row("merge that repairs killed", every_repair(merge, victims, folder / "dot"))
        _row("merge killed at random", at_random(merge, folder / "dot", count))
        _row("disk full in a merge", every_refusal(merge, victims, folder / "dot"))


def _row(name: str, found: Counter[str]) -> None:
    numbers = " | ".join(str(found[which]) for which in ("old", "new", "journal"))
    print(f"| {name} | {found.total()} | {numbers} |", flush=True)


def every_step(scene: Scene, victims: Victims, place: Path, first: int = 1) -> Counter[str]:
    """Dies before each step; then the command again. The returns are compared by both."""
    found: Counter[str] = Counter()
    steps = victims.run(scene.copy(place), scene.words).steps
    for at in range(first, steps + 1):
        root = scene.copy(place)
        _killed(victims, root, scene.words, at)
        found[_left(scene, root)] += 1
        _completed(victims, scene, root)
    return found


def every_repair(scene: Scene, victims: Victims, place: Path) -> Counter[str]:
    """A merge that died in the middle of its renames; the next one dies too, step by step.

    Only until the results are repaired: from there on it is any merge.
    """
    found: Counter[str] = Counter()
    steps = victims.run(scene.copy(place), scene.words).steps
    swap = [at for at in range(1, steps + 1) if _opens_journal(scene, victims, place, at)]
    broken = place.with_name("broken")
    _killed(victims, scene.copy(broken), scene.words, swap[len(swap) // 2])
    second = Scene(root=broken, before=scene.before, after=scene.after, words=scene.words)
    for at in range(1, steps + 1):
        root = second.copy(place)
        _killed(victims, root, scene.words, at)
        found[which := _left(scene, root)] += 1
        _completed(victims, scene, root)
        if which != "journal":
            break
    return found


def _opens_journal(scene: Scene, victims: Victims, place: Path, at: int) -> bool:
    root = scene.copy(place)
    _killed(victims, root, scene.words, at)
    return scene.found(root) == "journal"


def every_refusal(scene: Scene, victims: Victims, place: Path) -> Counter[str]:
    """The disk is full from each step on; then there is room again."""
    found: Counter[str] = Counter()
    fault = str(-errno.ENOSPC)
    steps = victims.run(scene.copy(place), scene.words, 0, fault).steps
    for at in range(1, steps + 1):
        root = scene.copy(place)
        ended = victims.run(root, scene.words, at, fault)
        found[which := scene.found(root)] += 1
        assert (ended.status == 2) == (which == "old"), ended
        _completed(victims, scene, root)
    return found


def at_random(scene: Scene, place: Path, count: int) -> Counter[str]:
    """Real processes, ended after a random part of the time that an undisturbed one takes."""
    chance = random.Random(_SEED)
    found: Counter[str] = Counter()
    took = _timed(scene, place)
    while found.total() < count:
        root = scene.copy(place)
        process = _started(scene, root)
        try:
            process.wait(timeout=chance.uniform(0, took))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        killed = process.wait() == -signal.SIGKILL
        assert _gone(process.pid), "a reading process lives on"
        if not killed:
            took = min(took, _timed(scene, place))
            continue  # it was faster this time
        found[_left(scene, root)] += 1
        again = _started(scene, root)
        assert again.wait() in (0, 1)
        assert _gone(again.pid)
        assert tree(root) == scene.after
    return found


def _timed(scene: Scene, place: Path) -> float:
    root = scene.copy(place)
    start = time.monotonic()
    assert _started(scene, root).wait() in (0, 1)
    return time.monotonic() - start


def _started(scene: Scene, root: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "cli", scene.words[0], "-C", str(root), *scene.words[1:]],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _gone(session: int, seconds: float = 30) -> bool:
    """Whether every process that a command started ends after it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not _living(session):
            return True
        time.sleep(0.05)
    return False


def _living(session: int) -> list[str]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, *numbers = stat.read_text().rpartition(")")[2].split()
            if int(numbers[2]) == session and state != "Z":
                found.append(stat.parent.name)
    return found


def _killed(victims: Victims, root: Path, words: tuple[str, ...], at: int) -> None:
    status = victims.run(root, words, at, "kill" if at % 2 else "torn").status
    assert status == -signal.SIGKILL, f"step {at} was not reached: {status}"


def _left(scene: Scene, root: Path) -> str:
    return scene.found(root) if scene.words[0] == "merge" else "old"


def _completed(victims: Victims, scene: Scene, root: Path) -> None:
    assert victims.run(root, scene.words).status in (0, 1)
    assert tree(root) == scene.after


if __name__ == "__main__":
    main()
