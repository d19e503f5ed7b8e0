"""cmd.exe as Wine has it: the batch files run there, on stand-ins for Python made by MinGW."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Call", "Wine", "compiler", "find_wine"]

_STUB = Path(__file__).with_name("stub.c")


def find_wine() -> str | None:
    """The program that starts Windows programs, if there is one."""
    return shutil.which("wine") or shutil.which("wine64")


def compiler() -> str | None:
    """The compiler that makes Windows programs, if there is one."""
    return shutil.which("x86_64-w64-mingw32-gcc")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One start of a stand-in: its own path, the current folder, and its arguments."""

    program: str
    folder: str
    arguments: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class Wine:
    """One Windows in a folder: ``home`` holds its drive C, the stub and the log of calls."""

    program: str
    home: Path
    variables: dict[str, str] = field(default_factory=dict)

    @classmethod
    def start(cls, home: Path) -> Wine:
        """Makes the drive and compiles the stub."""
        program, gcc = find_wine(), compiler()
        assert program and gcc
        built = [gcc, "-municode", "-O1", "-s", "-o", str(home / "stub.exe"), str(_STUB)]
        subprocess.run(built, check=True)
        made = cls(program=program, home=home)
        (home / "prefix").mkdir()
        if server := shutil.which("wineserver"):  # stays up between programs: starting takes long
            subprocess.run([server, "--persistent=60"], env=made.environment(), check=False)
        made.run(["cmd", "/c", "exit 0"], home)
        return made

    def stop(self) -> None:
        """Ends the programs of this Windows, and of no other."""
        if server := shutil.which("wineserver"):
            subprocess.run([server, "--kill"], env=self.environment(), check=False)

    def environment(self) -> dict[str, str]:
        """That of the started programs: no window, UTF-8 for names, the log of the stub."""
        kept = {key: value for key, value in os.environ.items() if key in {"PATH", "HOME"}}
        return {
            **kept,
            "WINEPREFIX": str(self.home / "prefix"),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml=",
            "LC_ALL": "C.UTF-8",
            "STUB_LOG": self.path(self.home / "calls.log"),
            **self.variables,
        }

    def run(self, words: list[str], folder: Path) -> subprocess.CompletedProcess[bytes]:
        """Runs a Windows program in a folder."""
        return subprocess.run(
            [self.program, *words],
            cwd=folder,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=180,
            check=False,
        )

    def batch(self, file: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
        """Runs a batch file where it lies; the log of calls starts anew."""
        (self.home / "calls.log").unlink(missing_ok=True)
        return self.run(["cmd", "/c", file.name, *words], file.parent)

    def calls(self) -> list[Call]:
        """What the stand-ins were called with since the last batch file was started."""
        log = self.home / "calls.log"
        text = log.read_text(encoding="utf-8") if log.exists() else ""
        blocks = [block.splitlines() for block in text.split("\n\n") if block]
        return [Call(program=b[0], folder=b[1], arguments=tuple(b[2:])) for b in blocks]

    def stand_in(self, path: Path) -> Path:
        """Puts a stand-in there."""
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.home / "stub.exe", path)
        return path

    def drive(self, path: str) -> Path:
        """Where a path of drive C lies on this system."""
        return self.home / "prefix" / "drive_c" / path[3:].replace("\\", "/")

    @staticmethod
    def path(path: Path) -> str:
        """A path as Windows programs name it; Wine shows the whole system as drive Z."""
        return "Z:" + str(path).replace("/", "\\")
