"""The wheel holds the five packages with their data, works by itself, and holds nothing else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.sources import PACKAGES, ROOT
from xladdin.xlam.build import addin_bytes

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
    assert [line for line in declared if line] == [
        "[console_scripts]",
        "thidua = cli.main:main",
        "[thidua.commands]",
        "addin = xladdin.setup.command:command",
        "serve = xladdin.server.command:command",
    ]


def test_the_wheel_holds_the_sources_of_the_ribbon(wheel: Path) -> None:
    folder = ROOT / "xladdin" / "xlam" / "ribbon"
    with zipfile.ZipFile(wheel) as archive:
        held = {
            Path(name).name: archive.read(name)
            for name in archive.namelist()
            if name.startswith("xladdin/xlam/ribbon/")
        }
    assert sorted(held) == ["Thidua.bas", "customUI14.xml", "settings.toml"]
    assert held == {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_the_wheel_brings_the_guide_with_its_pictures(wheel: Path, names: set[str]) -> None:
    with zipfile.ZipFile(wheel) as archive:
        guide = archive.read("xladdin/_guide/huong-dan.md").decode()
    shown = {f"xladdin/_guide/{name}" for name in re.findall(r"!\[[^]]*\]\(([^)]*)\)", guide)}
    assert shown != set()
    assert shown <= names
    pages = {name for name in names if name.startswith("xladdin/_guide/") and name.endswith(".md")}
    assert pages == {"xladdin/_guide/huong-dan.md"}


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


def test_the_unpacked_wheel_builds_the_add_in_of_the_checkout(wheel: Path, tmp_path: Path) -> None:
    pytest.importorskip("xlwings")
    home = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(home)
    program = (
        "import sys\n"
        "from cli.main import main\n"
        "try:\n"
        "    main(['addin', 'build', 'Thidua.xlam', '-q'])\n"
        "finally:\n"
        "    import xladdin.xlam.build\n"
        "    print(xladdin.xlam.build.__file__, file=sys.stderr)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(home), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (run.returncode, run.stderr.split()) == (0, [str(home / "xladdin/xlam/build.py")])
    assert (tmp_path / "Thidua.xlam").read_bytes() == addin_bytes()
