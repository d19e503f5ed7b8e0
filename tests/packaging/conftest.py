"""A wheelhouse like the real one in small, and the collector run on it without a network."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.packaging.loading import COLLECT
from tests.packaging.wheelhouse import lock, wheel

OWN_REQUIRES = (
    "click>=8",
    "tzdata; sys_platform == 'win32'",
    "uvloop; sys_platform == 'linux'",
    'xlwings==0.37.8; extra == "addin"',
    'pytest; extra == "dev"',
    'xlwings-server==1.20.0; extra == "server"',
)
XLWINGS_REQUIRES = (
    'pywin32>=224; platform_system == "Windows"',
    'psutil; platform_system == "Darwin"',
)

ZIP = "thidua-0.1.0-windows-py312"

Collect = Callable[..., subprocess.CompletedProcess[str]]


def packed(folder: Path, name: str = ZIP) -> dict[str, bytes]:
    """Path to content of every file in the zip that was collected in this folder."""
    with zipfile.ZipFile(folder / "target" / f"{name}.zip") as archive:
        return {item.removeprefix(f"{name}/"): archive.read(item) for item in archive.namelist()}


def _house(folder: Path) -> Path:
    wheel(folder, "click", "8.1", requires=["typing-extensions; python_version < '3.13'"])
    wheel(folder, "typing-extensions", "4.0")
    wheel(folder, "tzdata", "2026.1")
    for short in ("cp312", "cp313"):
        tag = f"{short}-{short}-win_amd64"
        licences = {
            "xlwings.py": "",
            "xlwings-0.37.8.dist-info/licenses/LICENSE.txt": "BSD, of course\n",
        }
        wheel(folder, "xlwings", "0.37.8", tag=tag, requires=XLWINGS_REQUIRES, files=licences)
        wheel(folder, "pywin32", "312", tag=tag)
    return folder


def _own(folder: Path) -> Path:
    return wheel(folder, "thidua", "0.1.0", requires=OWN_REQUIRES, metadata=())


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Wheels of everything that the small thidua needs on Windows, for Python 3.12 and 3.13."""
    return _house(tmp_path / "house")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The small thidua."""
    return _own(tmp_path / "own")


@pytest.fixture
def collect(own: Path, tmp_path: Path) -> Collect:
    """Runs collect.py as the Makefile does, but looks into a folder of wheels only."""
    return _collector(own, tmp_path / "target")


@pytest.fixture(scope="session")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the bundle of those wheels: ``target`` with the zip, ``open`` unpacked."""
    folder = tmp_path_factory.mktemp("collected")
    house = _house(folder / "house")
    pins = lock(folder / "lock", sorted(house.glob("*.whl")))
    collect = _collector(_own(folder / "own"), folder / "target")
    run = collect(house, pins, "--folder", str(folder / "open"))
    assert run.returncode == 0, run.stderr
    return folder


def _collector(own: Path, target: Path) -> Collect:
    def run(house: Path, lock: Path, *more: str) -> subprocess.CompletedProcess[str]:
        fixed = ["--no-index", "--find-links", str(house), "--own-wheel", str(own)]
        told = [*fixed, "--lock", str(lock), "--target", str(target), *more]
        return subprocess.run(
            [sys.executable, str(COLLECT), *told],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return run
