"""The audit finds what is published about a locked version, and knows every locked package."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from packaging.version import Version

from tests.sources import ROOT

FOLDER = ROOT / "packaging" / "audit"


@pytest.fixture(scope="module")
def scripts() -> dict[str, ModuleType]:
    """The scripts of packaging/audit, which is on no search path."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(FOLDER))
        return {name: importlib.import_module(name) for name in ("advisories", "audit", "renew")}


def _audit(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(FOLDER / "audit.py"), *words],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )


def test_nothing_is_published_about_what_is_locked() -> None:
    done = _audit()
    assert (done.returncode, done.stderr) == (0, "")


def test_vulnerable_pin_is_found_with_its_advisory_and_its_mend(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("Jinja2==2.7.1 \\\n    --hash=sha256:00\nclick==8.5.1\n", encoding="utf-8")
    done = _audit(str(lock))
    assert done.returncode == 1
    (found,) = [line for line in done.stderr.splitlines() if ": PYSEC-2014-8," in line]
    assert found.startswith("jinja2 2.7.1: PYSEC-2014-8, CVE-2014-1402, GHSA-8r7q-cvjq-x353")
    assert "fixed in 2.7.2" in found


def test_package_that_nobody_asked_about_is_a_fault(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("left-pad==1.0\n", encoding="utf-8")
    done = _audit(str(lock))
    assert done.returncode == 1
    assert done.stderr.startswith("left-pad 1.0: not in the snapshot")


def test_lock_file_without_pins_is_a_fault(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("# nothing\n", encoding="utf-8")
    assert _audit(str(lock)).returncode == 1


def test_snapshot_covers_every_locked_package(scripts: dict[str, ModuleType]) -> None:
    audit, advisories = scripts["audit"], scripts["advisories"]
    names = {name for name, _ in audit.locked(audit.LOCKS)}
    assert names == advisories.read_snapshot().packages
    assert {"openpyxl", "pywin32", "xlsxwriter"} <= names


@pytest.mark.parametrize(
    ("version", "affected"),
    [
        ("0.9", False),
        ("1.0", True),
        ("1.9.9", True),
        ("2.0rc1", True),
        ("2.0", False),
        ("3.1", True),
        ("3.2", True),
        ("3.2.post1", False),
        ("4.5", False),
        ("5.0", True),
    ],
)
def test_ranges_are_read_by_the_order_of_versions(
    scripts: dict[str, ModuleType], version: str, affected: bool
) -> None:
    events = [
        {"introduced": "1.0"},
        {"fixed": "2.0"},
        {"introduced": "3.1"},
        {"last_affected": "3.2"},
        {"introduced": "5.0"},
    ]
    raw: dict[str, Any] = {
        "id": "PYSEC-0-1",
        "details": "It falls over. And more.",
        "affected": [
            {
                "package": {"name": "Some_Thing", "ecosystem": "PyPI"},
                "ranges": [{"type": "ECOSYSTEM", "events": events}],
                "versions": ["1.0", "1.9.9"],
            }
        ],
    }
    told = scripts["renew"].advisory("some-thing", raw)
    assert told["summary"] == "It falls over"
    assert scripts["advisories"]._advisory(told).concerns(Version(version)) is affected


def test_withdrawn_advisory_is_left_out(scripts: dict[str, ModuleType]) -> None:
    raw = {"id": "A", "withdrawn": "2024-01-01T00:00:00Z", "affected": [{"package": {"name": "x"}}]}
    assert scripts["renew"].advisory("x", raw) is None


def test_versions_named_one_by_one_count_where_there_is_no_range(
    scripts: dict[str, ModuleType],
) -> None:
    raw = {"id": "A", "affected": [{"package": {"name": "x"}, "versions": ["1.0", "1.2"]}]}
    kept = scripts["advisories"]._advisory(scripts["renew"].advisory("x", raw))
    found = [version for version in ("1.0", "1.1", "1.2.0") if kept.concerns(Version(version))]
    assert found == ["1.0", "1.2.0"]
    assert kept.fixed_for(Version("1.0")) == ""


def test_snapshot_says_whence_and_of_which_day_it_is() -> None:
    told = json.loads((FOLDER / "advisories.json").read_text("utf-8"))
    assert told["source"] == "https://github.com/pypa/advisory-database"
    assert len(told["commit"]) == 40
    assert date.fromisoformat(told["taken"]) <= date.today()
