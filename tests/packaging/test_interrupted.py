"""Whenever a run of the installer is killed, the next one ends as if nothing had happened.

The program runs in this process. What it starts (venv, pip) is replaced by something that leaves
the same files behind; every change of the disk can be its last one. A kill is an exception that
nothing catches, so that no cleaning up is done.
"""

from __future__ import annotations

import itertools
import os
import sys
import sysconfig
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.packaging.loading import installer

PYTHON = "python-" + ".".join(str(part) for part in sys.version_info[:3])
_CHANGES = ("mkdir", "rename", "unlink", "rmdir")


class Killed(BaseException):
    """The window was closed, the power failed."""


class Disk:
    """Counts the changes of the disk below a folder; ``last`` is the one it dies before."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.made = 0
        self.last: int | None = None
        for name in _CHANGES:
            monkeypatch.setattr(os, name, self._counted(getattr(os, name)))
        monkeypatch.setattr(Path, "write_text", self._written(Path.write_text))

    def _count(self) -> None:
        if self.made == self.last:
            raise Killed
        self.made += 1

    def _counted(self, change: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*words: Any, **more: Any) -> Any:
            self._count()
            return change(*words, **more)

        return counted

    def _written(self, write: Callable[..., int]) -> Callable[..., int]:
        """A text can also be cut off: the file is there, and empty."""

        def written(path: Path, text: str, **more: Any) -> int:
            self._count()
            path.touch()
            self._count()
            return write(path, text, **more)

        return written


class Machine:
    """The installer on a folder, with stand-ins for what it starts."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, *, carried: bool) -> None:
        self.root = folder / "bộ cài"
        self.base = folder / "Thidua"
        self.modules: Mapping[str, ModuleType] = {
            name: installer(name) for name in ("bundle", "console", "environment", "folders")
        }
        self.said: list[str] = []
        self.messages = {f"step_{name}": name for name in ("venv", "pip", "check", "command")}
        self.started = 0
        self.failing: int | None = None
        monkeypatch.setattr(self.modules["environment"], "run", self._run)
        if carried:
            self._carry(monkeypatch)
        self.disk = Disk(monkeypatch)

    def _carry(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The bundle brings a Python, which is the one that runs."""
        program = self.root / "python" / "python.exe"
        (program.parent / "Lib").mkdir(parents=True)
        for path in (program, program.parent / "python3xx.dll", program.parent / "Lib/os.py"):
            path.touch()
            path.chmod(0o444)  # as on a disc
        monkeypatch.setattr(sys, "base_prefix", str(program.parent))
        monkeypatch.setattr(sys, "executable", str(program))

    def _run(self, _console: object, command: Sequence[str | Path], **_more: object) -> int:
        words = [str(word) for word in command]
        self.started += 1
        if self.started == self.failing:
            return 1
        program = Path(words[0])
        if "venv" in words:
            made = self.modules["environment"].interpreter(Path(words[-1]))
            made.parent.mkdir(parents=True)
            made.touch()
            (made.parent / "activate").touch()
            (Path(words[-1]) / "pyvenv.cfg").write_text(f"home = {program.parent}")
        elif "wheels/requirements.txt" in words:
            (program.parent.parent / "site.py").write_text(self.version)
        elif "wheels/thidua.txt" in words:
            (program.parent / "thidua").write_text(str(program))
        elif "-c" in words:
            return 0 if (program.parent.parent / "site.py").exists() else 1
        return 0 if program.exists() else 1

    def install(self, version: str) -> None:
        """What main does between the lock and the add-in."""
        self.version = version
        bundle = self.modules["bundle"].Bundle(
            root=self.root,
            version=version,
            pythons=("3.12",),
            platform=sysconfig.get_platform(),
            longest=120,
            messages={},
        )
        (self.root / "wheels").mkdir(parents=True, exist_ok=True)
        (self.root / "wheels/requirements.txt").write_bytes(version.encode())
        folders = self.modules["folders"].Folders(base=self.base)
        self.base.mkdir(exist_ok=True)
        environment = self.modules["environment"]
        environment.recover(folders, self)
        if not environment.is_current(bundle, folders, self):
            environment.renew(bundle, folders, self)

    def say(self, key: str, **_values: object) -> None:
        """Stands in for the console."""
        self.said.append(key)

    def state(self) -> dict[str, str]:
        """Every file of the installation with its content."""
        return {
            path.relative_to(self.base).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(self.base.rglob("*"))
            if path.is_file()
        }

    def usable(self) -> bool:
        """Whether a whole environment stands where the buttons look, or waits beside it."""
        places = [self.base / name for name in ("venv", "venv.cu")]
        marker = self.modules["folders"].marker
        return any((marker(place) or {}).get("whole") is True for place in places)


@pytest.fixture(params=[False, True], ids=["python of the machine", "python of the bundle"])
def machines(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Machine]]:
    """New machines, one after the other, all alike."""
    numbers = itertools.count()
    with pytest.MonkeyPatch.context() as patch:

        def made() -> Machine:
            patch.undo()
            folder = tmp_path / f"{next(numbers):04d}"
            folder.mkdir()
            return Machine(folder, patch, carried=request.param)

        yield made


def _content(machine: Machine) -> dict[str, str]:
    """The state without the folder that differs from machine to machine."""
    folder = str(machine.base.parent)
    return {path: text.replace(folder, "") for path, text in machine.state().items()}


def test_a_first_installation_may_be_killed_anywhere(machines: Callable[[], Machine]) -> None:
    whole = machines()
    whole.install("1.0")
    wanted, changes = _content(whole), whole.disk.made
    assert changes > 8
    for last in range(changes):
        killed = machines()
        killed.disk.last = last
        with pytest.raises(Killed):
            killed.install("1.0")
        killed.disk.last = None
        killed.install("1.0")
        assert _content(killed) == wanted, last


def test_an_upgrade_may_be_killed_anywhere(machines: Callable[[], Machine]) -> None:
    whole = machines()
    whole.install("1.0")
    before = whole.disk.made
    whole.install("2.0")
    wanted, changes = _content(whole), whole.disk.made - before
    assert changes > 12
    for last in range(changes):
        killed = machines()
        killed.install("1.0")
        killed.disk.last = killed.disk.made + last
        with pytest.raises(Killed):
            killed.install("2.0")
        assert killed.usable(), last
        killed.disk.last = None
        killed.install("2.0")
        assert _content(killed) == wanted, last


def test_an_upgrade_that_fails_leaves_the_old_one(machines: Callable[[], Machine]) -> None:
    steps = []
    for step in range(1, 6):
        machine = machines()
        machine.install("1.0")
        before = machine.state()
        machine.failing = machine.started + step
        with pytest.raises(machine.modules["console"].Stop) as stopped:
            machine.install("2.0")
        steps.append((stopped.value.code, stopped.value.values["step"]))
        assert machine.state() == before
    assert steps == [(7, step) for step in ("venv", "pip", "check", "check", "command")]


def test_the_run_that_mends_may_be_killed_too(machines: Callable[[], Machine]) -> None:
    whole = machines()
    whole.install("2.0")
    wanted = _content(whole)
    for first, second in itertools.product(range(0, 40, 3), range(0, 16, 2)):
        killed = machines()
        killed.install("1.0")
        for last in (first, second):
            killed.disk.last = killed.disk.made + last
            try:
                killed.install("2.0")
            except Killed:
                assert killed.usable(), (first, second)
        killed.disk.last = None
        killed.install("2.0")
        assert _content(killed) == wanted, (first, second)


def test_an_environment_that_lost_a_file_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = Machine(tmp_path, monkeypatch, carried=False)
    machine.install("1.0")
    wanted = machine.state()
    machine.install("1.0")
    assert machine.said.count("building") == 1
    (machine.base / "venv/site.py").unlink()
    machine.install("1.0")
    assert (machine.state(), machine.said.count("building")) == (wanted, 2)


def test_a_folder_other_than_the_usual_one_is_noted_for_the_removal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = installer("folders")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "Nguyễn"))
    note = tmp_path / "Nguyễn" / "Thidua" / "noi-cai.txt"
    folders.tell_where(folders.Folders(base=tmp_path / "Ánh"))
    assert note.read_text(encoding="utf-8") == f"{tmp_path / 'Ánh'}\n"
    folders.tell_where(folders.Folders(base=note.parent))
    assert not note.exists()


def test_the_python_of_the_bundle_is_copied_to_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = Machine(tmp_path, monkeypatch, carried=True)
    machine.install("1.0")
    copied = machine.base / PYTHON
    assert {path.name for path in copied.iterdir()} == {
        *("python.exe", "python3xx.dll", "Lib", "thidua-marker.json")
    }
    assert f"home = {copied}" == (machine.base / "venv/pyvenv.cfg").read_text(encoding="utf-8")
    assert all(path.stat().st_mode & 0o200 for path in copied.rglob("*"))  # no longer read-only
    assert {path.name for path in machine.base.iterdir()} == {"venv", PYTHON}
    machine.install("2.0")
    assert machine.said.count("copying_python") == 1


def test_a_python_folder_of_somebody_else_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = Machine(tmp_path, monkeypatch, carried=True)
    (machine.base / PYTHON).mkdir(parents=True)
    (machine.base / PYTHON / "mine.txt").touch()
    with pytest.raises(machine.modules["console"].Stop) as stopped:
        machine.install("1.0")
    assert (stopped.value.key, stopped.value.values) == (
        "folder_foreign",
        {"folder": machine.base / PYTHON},
    )
    assert [path.name for path in (machine.base / PYTHON).iterdir()] == ["mine.txt"]
