"""The wheel holds the five packages with their data, works by itself, and holds nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.sources import PACKAGES, ROOT

DIST_INFO = "thidua-0.1.0.dist-info"
DEMO = "cli/_examples"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built without a network."""
    out = tmp_path_factory.mktemp("wheel")
    build = ["-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    run = subprocess.run(
        [sys.executable, *build], capture_output=True, encoding="utf-8", check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    (built,) = out.iterdir()
    return built


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    """The paths of all files in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def _files(folder: str, suffix: str) -> set[str]:
    """The files of the checkout under one folder, as paths relative to its root."""
    found = (path.relative_to(ROOT) for path in (ROOT / folder).rglob(f"*{suffix}"))
    return {path.as_posix() for path in found if "_examples" not in path.parts}


def test_the_wheel_is_for_every_platform(wheel: Path) -> None:
    assert wheel.name == "thidua-0.1.0-py3-none-any.whl"


def test_the_wheel_holds_exactly_the_five_packages(names: set[str]) -> None:
    assert {name.split("/")[0] for name in names} == {*PACKAGES, DIST_INFO}


def test_the_wheel_holds_every_module(names: set[str]) -> None:
    expected = {name for package in PACKAGES for name in _files(package, ".py")}
    assert {name for name in names if name.endswith(".py")} == expected | {
        f"cli/_{name}" for name in _files("examples", ".py")
    }


def test_the_wheel_holds_the_schemas_presets_and_messages(names: set[str]) -> None:
    data = {name for name in names if name.startswith("schemas/") and name.endswith(".json")}
    assert data == _files("schemas", ".json")
    assert data >= {
        "schemas/campaign.schema.json",
        "schemas/results.schema.json",
        "schemas/presets/don-duong-2024.json",
        "schemas/presets/lac-duong-2023.json",
    }
    areas = [
        {Path(name).name for name in data if name.startswith(f"schemas/messages/{lang}/")}
        for lang in ("vi", "en")
    ]
    assert areas[0] == areas[1] != set()


def test_the_wheel_holds_no_tests_and_no_leftovers(names: set[str]) -> None:
    unwanted = {"tests", "bench", "docs", "examples", "__pycache__"}
    stray = {
        name
        for name in names
        if unwanted & set(name.split("/")) or Path(name).name.startswith("test_")
    }
    assert stray == set()


def test_the_wheel_brings_the_demo_and_the_command(wheel: Path, names: set[str]) -> None:
    assert any(name.startswith(f"{DEMO}/") and name.endswith(".py") for name in names)
    with zipfile.ZipFile(wheel) as archive:
        declared = archive.read(f"{DIST_INFO}/entry_points.txt").decode().split("\n")
    assert [line for line in declared if line] == ["[console_scripts]", "thidua = cli.main:main"]


def test_the_unpacked_wheel_runs_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(home)
    program = (
        "import cli.main, schemas, sys\n"
        "print(cli.main.__file__, schemas.__file__, file=sys.stderr)\n"
        "cli.main.main(['presets'])\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(home), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stderr.split() == [str(home / "cli/main.py"), str(home / "schemas/__init__.py")]
    presets = [Path(name).stem for name in _files("schemas/presets", ".json")]
    assert [preset for preset in presets if preset not in run.stdout] == []
