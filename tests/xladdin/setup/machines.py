"""Computers for the tests of ``thidua addin``: a healthy one, which tests then break."""

from __future__ import annotations

import errno
import json
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import PureWindowsPath

from xladdin.setup.machine import Hive, Interpreter, Ran, Value
from xladdin.setup.receipt import Receipt, write_receipt
from xladdin.xlam.build import addin_bytes
from xladdin.xlam.settings import Settings

__all__ = [
    "ADDIN",
    "ADDINS",
    "CLICK_TO_RUN",
    "CMD",
    "EXCEL",
    "HOME",
    "LOCAL",
    "NO_EXCEL",
    "POLICY",
    "PYTHON",
    "RECEIPT",
    "ROAMING",
    "WITH_EXCEL",
    "XLSTART",
    "FakeMachine",
    "bare",
    "healthy",
    "told",
    "usual_addin",
]

ROAMING = PureWindowsPath(r"C:\Users\Lê An\AppData\Roaming")
LOCAL = PureWindowsPath(r"C:\Users\Lê An\AppData\Local")
XLSTART = ROAMING / "Microsoft" / "Excel" / "XLSTART"
ADDINS = ROAMING / "Microsoft" / "AddIns"
ADDIN = XLSTART / "Thidua.xlam"
HOME = LOCAL / "Thidua"
RECEIPT = HOME / "Thidua.xlam.json"
PYTHON = HOME / "venv" / "Scripts" / "python.exe"
CMD = PureWindowsPath(r"C:\Windows\System32\cmd.exe")

EXCEL = r"Software\Microsoft\Office\16.0\Excel"
POLICY = r"Software\Policies\Microsoft\Office\16.0"
CLICK_TO_RUN = r"SOFTWARE\Microsoft\Office\ClickToRun\Configuration"

NO_EXCEL = Ran(code=0, output="INFO: No tasks are running which match the specified criteria.\n")
WITH_EXCEL = Ran(code=0, output='"EXCEL.EXE","4711","Console","1","123,456 K"\n')


class FakeMachine:
    """A computer of dictionaries; what is done to it is kept there, and in ``ran``."""

    def __init__(self) -> None:
        self.windows = "10.0.19045"
        self.interpreter = Interpreter(
            program=PYTHON,
            version="3.12.7",
            base=LOCAL / "Programs" / "Python" / "Python312",
        )
        self.variables: dict[str, str] = {}
        self.registry: dict[tuple[Hive, str], dict[str, Value]] = {}
        self.files: dict[PureWindowsPath, bytes] = {}
        self.streams: dict[tuple[PureWindowsPath, str], bytes] = {}
        self.folders: set[PureWindowsPath] = set()
        self.locked: dict[PureWindowsPath, int] = {}
        self.unreadable: set[PureWindowsPath] = set()
        self.eaten: set[PureWindowsPath] = set()
        self.programs: dict[str, Ran | None] = {}
        self.ran: list[list[str]] = []
        self.room: int | None = 50_123_456_789

    def variable(self, name: str) -> str:
        return self.variables.get(name, "")

    def set(self, hive: Hive, key: str, name: str, value: Value) -> None:
        """Write to the registry, whose keys do not tell capitals from small letters."""
        self.registry.setdefault((hive, key.casefold()), {})[name] = value

    def values(self, hive: Hive, key: str) -> Mapping[str, Value]:
        return self.registry.get((hive, key.casefold()), {})

    def keys(self, hive: Hive, key: str) -> Sequence[str]:
        above = f"{key.casefold()}\\"
        below = [known.removeprefix(above) for at, known in self.registry if at is hive]
        direct = [name for name in below if "\\" not in name]
        return [name for name in direct if (hive, above + name) in self.registry]

    def read(self, path: PureWindowsPath) -> bytes | None:
        if path in self.unreadable:
            raise PermissionError(errno.EACCES, "Access is denied", str(path))
        return self.files.get(path)

    def stream(self, path: PureWindowsPath, name: str) -> bytes | None:
        return self.streams.get((path, name))

    def is_folder(self, path: PureWindowsPath) -> bool:
        return path in self.folders

    def write(self, path: PureWindowsPath, data: bytes) -> None:
        self._refuse(path)
        self.files[path] = data
        self.streams = {at: held for at, held in self.streams.items() if at[0] != path}
        if path in self.eaten:
            del self.files[path]

    def remove(self, path: PureWindowsPath) -> None:
        self._refuse(path)
        del self.files[path]

    def writable(self, folder: PureWindowsPath) -> bool:
        return folder in self.folders

    def free(self, folder: PureWindowsPath) -> int | None:
        return self.room

    def run(self, words: Sequence[str]) -> Ran | None:
        self.ran.append(list(words))
        return self.programs.get(PureWindowsPath(words[0]).name.casefold())

    def _refuse(self, path: PureWindowsPath) -> None:
        if path in self.locked:
            raise OSError(self.locked[path], "refused", str(path))


def bare() -> FakeMachine:
    """Windows with Python and Excel, on which the add-in was never installed."""
    machine = FakeMachine()
    machine.variables = {
        "APPDATA": str(ROAMING),
        "LOCALAPPDATA": str(LOCAL),
        "SystemRoot": r"C:\Windows",
        "TEMP": str(LOCAL / "Temp"),
        "USERDOMAIN": "UBND",
        "USERNAME": "Lê An",
    }
    machine.folders = {HOME, LOCAL / "Temp", XLSTART}
    machine.files = {PYTHON: b"MZ", CMD: b"MZ"}
    machine.programs = {"tasklist.exe": NO_EXCEL, "python.exe": told()}
    machine.set(Hive.COMPUTER, CLICK_TO_RUN, "VersionToReport", "16.0.17928.20114")
    machine.set(Hive.COMPUTER, CLICK_TO_RUN, "Platform", "x64")
    current = r"SOFTWARE\Classes\Excel.Application\CurVer"
    machine.set(Hive.COMPUTER, current, "", "Excel.Application.16")
    trusted = rf"{EXCEL}\Security\Trusted Locations\Location2"
    machine.set(Hive.USER, trusted, "Path", r"%APPDATA%\Microsoft\Excel\XLSTART" + "\\")
    return machine


def healthy() -> FakeMachine:
    """The same, with the add-in installed by this version."""
    machine = bare()
    machine.files[ADDIN] = usual_addin()
    receipt = Receipt(
        file=str(ADDIN),
        sha256=sha256(usual_addin()).hexdigest(),
        interpreter=r"%LOCALAPPDATA%\Thidua\venv\Scripts\python.exe",
    )
    write_receipt(machine, RECEIPT, receipt)
    return machine


@cache
def usual_addin(interpreter: str = r"%LOCALAPPDATA%\Thidua\venv\Scripts\python.exe") -> bytes:
    """The add-in with this interpreter."""
    return addin_bytes(Settings(interpreter=interpreter))


def told(faults: Mapping[str, str] | None = None, **versions: str) -> Ran:
    """What the interpreter of the buttons answers to the question what it can import."""
    found = {"thidua": version("thidua"), "xlwings": "0.37.8", "pywin32": "311"} | versions
    faults = faults or {}
    answer = [{name: found[name] for name in found if name not in faults}, dict(faults)]
    return Ran(code=0, output=f"{json.dumps(answer)}\n")
