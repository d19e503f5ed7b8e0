"""Imports point one way, the domain is pure, and the clock is read in one place only."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterable

import pytest

from tests.sources import PACKAGES, ROOT, Source, calls, imports, sources

# What each package may import of ours, itself apart.
ARROWS = {
    "schemas": set[str](),
    "appraisal": {"schemas"},
    "workbooks": {"schemas", "appraisal"},
    "cli": {"schemas", "appraisal", "workbooks", "examples"},
    "xladdin": {"schemas", "appraisal", "workbooks"},
}
# Folders of the checkout that are no packages of the product; only `thidua demo` reaches one.
OUTSIDE = {"examples", "bench", "tests"}

# fmt: off
IMPURE = (
    "click", "glob", "io", "logging", "multiprocessing", "openpyxl", "os",
    "pandas", "pathlib", "python_calamine", "random", "rich", "secrets", "shutil", "socket",
    "sqlite3", "subprocess", "sys", "tempfile", "threading", "time", "urllib", "uuid",
    "xlsxwriter", "xlwings", "zipfile", "zoneinfo",
)
# fmt: on
IMPURE_CALLS = {"open", "print", "input", "float", "eval", "exec", "__import__"}

CLOCK = {
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "time.gmtime",
    "time.localtime",
    "time.strftime",
    "time.time",
    "time.time_ns",
}
CLOCK_PLACE = "cli/clock.py"

HEAVY = (
    "pandas",
    "xlwings",
    "openpyxl",
    "xlsxwriter",
    "python_calamine",
    "numpy",
    "xlrd",
    "dask",
    "distributed",
    "fsspec",
    "pyarrow",
)


def _crossings(files: Iterable[Source]) -> list[str]:
    ours = set(PACKAGES) | OUTSIDE
    return [
        f"{file.path}:{line} imports {name}"
        for file in files
        for line, name in imports(file)
        if name.split(".")[0] in ours - {file.package} - ARROWS[file.package]
    ]


def _impurities(files: Iterable[Source]) -> list[str]:
    imported = [
        f"{file.path}:{line} imports {name}"
        for file in files
        for line, name in imports(file)
        if any(name == bad or name.startswith(f"{bad}.") for bad in IMPURE)
    ]
    called = [
        f"{file.path}:{line} calls {name}"
        for file in files
        for line, name in calls(file)
        if name in IMPURE_CALLS
    ]
    return imported + called


def _clock_readers(files: Iterable[Source]) -> list[str]:
    return [
        f"{file.path}:{line} calls {name}"
        for file in files
        if file.path != CLOCK_PLACE
        for line, name in calls(file)
        if name in CLOCK
    ]


def _paid_parts(files: Iterable[Source]) -> list[str]:
    return [
        f"{file.path}:{line} imports {name}"
        for file in files
        for line, name in imports(file)
        if f"{name}.".startswith("xlwings.pro.")
    ]


def test_imports_point_one_way() -> None:
    assert _crossings(sources(*PACKAGES)) == []


def test_the_domain_is_pure() -> None:
    assert _impurities(sources("appraisal")) == []


def test_the_clock_is_read_in_one_place() -> None:
    assert _clock_readers(sources(*PACKAGES)) == []


def test_the_paid_part_of_xlwings_is_never_imported() -> None:
    assert _paid_parts(sources(*PACKAGES, "examples", "bench")) == []


def test_the_demo_data_are_planned_without_the_domain() -> None:
    """expected.json is a second opinion only as long as it is not made by what it checks."""
    found = [
        f"{file.path}:{line} imports {name}"
        for file in sources("examples")
        for line, name in imports(file)
        if name.split(".")[0] in {"appraisal", "cli", "xladdin"}
    ]
    assert found == []


def test_the_demo_imports_its_own_modules_relatively() -> None:
    """In a wheel ``examples`` is ``cli._examples``: a full name would not be found there."""
    absolute = [
        f"{file.path}:{node.lineno}"
        for file in sources("examples")
        for node in ast.walk(file.tree)
        if (isinstance(node, ast.ImportFrom) and not node.level and _is_demo(node.module or ""))
        or (isinstance(node, ast.Import) and any(_is_demo(alias.name) for alias in node.names))
    ]
    assert absolute == []


def _is_demo(module: str) -> bool:
    return module.split(".")[0] == "examples"


def test_every_package_has_sources() -> None:
    assert {file.package for file in sources(*PACKAGES)} == set(PACKAGES)


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("schemas/a.py", "import appraisal.ledger", ["schemas/a.py:1 imports appraisal.ledger"]),
        ("appraisal/a.py", "from schemas.finding import Finding", []),
        (
            "appraisal/a.py",
            "from workbooks import read",
            ["appraisal/a.py:1 imports workbooks.read"],
        ),
        ("workbooks/b/a.py", "from ..read import x", []),
        ("workbooks/b/a.py", "def f():\n    import cli", ["workbooks/b/a.py:2 imports cli"]),
        ("cli/a.py", "import_module('xladdin.marks')", ["cli/a.py:1 imports xladdin.marks"]),
        ("xladdin/a.py", "from cli import main", ["xladdin/a.py:1 imports cli.main"]),
        ("workbooks/a.py", "import tests.office", ["workbooks/a.py:1 imports tests.office"]),
        ("cli/a.py", "from examples import district", []),
        ("xladdin/a.py", "import examples", ["xladdin/a.py:1 imports examples"]),
    ],
)
def test_a_crossing_is_seen(path: str, text: str, found: list[str]) -> None:
    assert _crossings([Source.parse(path, text)]) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("from datetime import date", []),
        ("from datetime import datetime, time", []),
        ("from time import monotonic", ["appraisal/a.py:1 imports time.monotonic"]),
        ("import os.path", ["appraisal/a.py:1 imports os.path"]),
        ("from pathlib import Path", ["appraisal/a.py:1 imports pathlib.Path"]),
        ("x = open('a')", ["appraisal/a.py:1 calls open"]),
        ("x = float('1')", ["appraisal/a.py:1 calls float"]),
        ("import operator", []),
    ],
)
def test_an_impurity_is_seen(text: str, found: list[str]) -> None:
    assert _impurities([Source.parse("appraisal/a.py", text)]) == found


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("cli/a.py", "import datetime as d\nd.date.today()", ["datetime.date.today"]),
        ("cli/a.py", "from datetime import datetime\ndatetime.now()", ["datetime.datetime.now"]),
        ("workbooks/a.py", "from time import time as t\nt()", ["time.time"]),
        ("workbooks/a.py", "import time\ntime.monotonic()", []),
        ("cli/clock.py", "import datetime\ndatetime.datetime.now()", []),
    ],
)
def test_a_reader_of_the_clock_is_seen(path: str, text: str, found: list[str]) -> None:
    line = text.count("\n") + 1
    assert _clock_readers([Source.parse(path, text)]) == [
        f"{path}:{line} calls {name}" for name in found
    ]


def test_the_paid_part_of_xlwings_is_seen() -> None:
    source = Source.parse("xladdin/a.py", "import xlwings.pro.reports\nfrom xlwings import Book")
    assert _paid_parts([source]) == ["xladdin/a.py:1 imports xlwings.pro.reports"]


def test_help_loads_no_heavy_library() -> None:
    """The command answers at once: pandas alone takes longer to load than a help page to read."""
    program = (
        "import sys\n"
        "from click.testing import CliRunner\n"
        "from cli.main import main\n"
        "answer = CliRunner().invoke(main, ['--help'])\n"
        "assert answer.exit_code == 0, answer.output\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (run.stdout.strip(), run.stderr) == ("[]", "")
