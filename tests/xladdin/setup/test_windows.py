"""The real computer: its files and programs, and a registry put in the place of Windows'."""

from __future__ import annotations

import os
import sys
from pathlib import Path, PureWindowsPath

import pytest

from xladdin.setup.machine import Hive, Ran, expanded, number, value
from xladdin.setup.windows import ThisMachine

KEY = r"Software\Thi dua"
linux_only = pytest.mark.skipif(os.name == "nt", reason="these are paths of Linux")


class _Handle:
    def __init__(self, key: dict[str, object]) -> None:
        self.key = key
        self.closed = False

    def __enter__(self) -> _Handle:
        return self

    def __exit__(self, *_fault: object) -> None:
        self.closed = True


class _Registry:
    """The part of ``winreg`` that is used; it opens one key, read-only and for 64 bits."""

    HKEY_CURRENT_USER = "user"
    HKEY_LOCAL_MACHINE = "computer"
    KEY_READ = 0x20019
    KEY_WOW64_64KEY = 0x100

    def __init__(self) -> None:
        self.values = [("", "x", 1), ("Number", 4, 4), ("List", ["a"], 7), ("Bytes", b"\0", 3)]
        self.handles: list[_Handle] = []

    def OpenKey(self, hive: str, key: str, reserved: int, access: int) -> _Handle:
        assert (reserved, access) == (0, 0x20119)
        if (hive, key) != ("user", KEY):
            raise FileNotFoundError(2, "no such key")
        self.handles.append(_Handle({}))
        return self.handles[-1]

    def QueryInfoKey(self, handle: _Handle) -> tuple[int, int, int]:
        return (2, len(self.values), 0)

    def EnumValue(self, handle: _Handle, index: int) -> tuple[str, object, int]:
        return self.values[index]

    def EnumKey(self, handle: _Handle, index: int) -> str:
        return ("Location0", "Location1")[index]


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> _Registry:
    made = _Registry()
    monkeypatch.setitem(sys.modules, "winreg", made)
    return made


def test_a_key_of_the_registry_is_read_and_closed(registry: _Registry) -> None:
    machine = ThisMachine()
    assert machine.values(Hive.USER, KEY) == {"": "x", "Number": 4, "Bytes": b"\0"}
    assert machine.keys(Hive.USER, KEY) == ["Location0", "Location1"]
    assert [handle.closed for handle in registry.handles] == [True, True]


def test_a_key_that_is_not_there_is_empty(registry: _Registry) -> None:
    machine = ThisMachine()
    assert (machine.values(Hive.COMPUTER, KEY), machine.keys(Hive.USER, "else")) == ({}, [])


@linux_only
def test_without_windows_the_registry_is_empty() -> None:
    machine = ThisMachine()
    assert (machine.windows, dict(machine.values(Hive.USER, KEY))) == ("", {})


def test_values_are_found_whatever_their_case(registry: _Registry) -> None:
    registry.values = [("vbawarnings", 2, 4), ("Enabled", " 0 ", 1), ("Text", "no", 1)]
    machine = ThisMachine()
    assert value(machine, Hive.USER, KEY, "VBAWarnings") == 2
    assert number(machine, Hive.USER, KEY, "ENABLED") == 0
    assert number(machine, Hive.USER, KEY, "Text") is None
    assert value(machine, Hive.USER, KEY, "absent") is None


def test_the_interpreter_is_the_one_that_runs() -> None:
    told = ThisMachine().interpreter
    assert told.program == PureWindowsPath(sys.executable)
    assert told.version == ".".join(map(str, sys.version_info[:3]))
    assert (told.base, told.packaged) == (PureWindowsPath(sys.base_prefix), False)


def test_variables_are_expanded_where_they_are_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIDUA_NHA", r"D:\Nhà")
    machine = ThisMachine()
    assert expanded(machine, r"%THIDUA_NHA%\venv") == r"D:\Nhà\venv"
    assert expanded(machine, r"%THIDUA_KHONG%\100%") == r"%THIDUA_KHONG%\100%"


@linux_only
def test_files_are_written_whole_read_and_removed(tmp_path: Path) -> None:
    machine = ThisMachine()
    path = tmp_path / "Thư mục mới" / "a.xlam"

    class Here(ThisMachine):
        def _place(self, at: PureWindowsPath) -> Path:
            return path if at.name == "a.xlam" else tmp_path / at.name

    here, named = Here(), PureWindowsPath("a.xlam")
    assert here.read(named) is None
    here.write(named, b"1")
    here.write(named, b"22")
    assert (here.read(named), [file.name for file in path.parent.iterdir()]) == (b"22", ["a.xlam"])
    assert here.stream(named, "Zone.Identifier") is None
    path.with_name("a.xlam:Zone.Identifier").write_bytes(b"ZoneId=3")
    assert here.stream(named, "Zone.Identifier") == b"ZoneId=3"
    here.remove(named)
    assert here.read(named) is None
    assert machine.is_folder(PureWindowsPath("no such folder")) is False


def test_a_folder_that_takes_files_is_writable(tmp_path: Path) -> None:
    class Here(ThisMachine):
        def _place(self, at: PureWindowsPath) -> Path:
            return tmp_path / str(at)

    here = Here()
    assert here.writable(PureWindowsPath("."))
    assert list(tmp_path.iterdir()) == []
    assert not here.writable(PureWindowsPath("absent"))
    room = here.free(PureWindowsPath("."))
    assert room is not None and room > 0
    assert here.free(PureWindowsPath("absent")) is None


def test_a_program_is_run_and_its_answer_read() -> None:
    machine = ThisMachine()
    said = "import sys; sys.stdout.buffer.write('Thi đua'.encode()); sys.exit(3)"
    assert machine.run([sys.executable, "-c", said]) == Ran(code=3, output="Thi đua")


def test_a_program_that_cannot_start_or_hangs_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = ThisMachine()
    assert machine.run(["/no/such/program"]) is None
    monkeypatch.setattr("xladdin.setup.windows._SECONDS", 0.2)
    assert machine.run([sys.executable, "-c", "import time; time.sleep(20)"]) is None
