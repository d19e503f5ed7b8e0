"""The whole demo don-duong-2024, from ``new`` to the lists, against what was planted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli.commands.demo import command
from examples.expected import expected
from tests.cli.reading.alike import read_both_ways
from tests.examples.agreement import found_results
from tests.examples.isomorphic import likeness

PRESET = "don-duong-2024"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path]:
    """One run of the command in a new folder: what it answered, and where."""
    root = tmp_path_factory.mktemp("demo") / PRESET
    answer = CliRunner().invoke(command, [PRESET, str(root), "--expected"])
    assert answer.exit_code == 0, answer.output
    return answer, root


@pytest.fixture(scope="module")
def found(run: tuple[Result, Path]) -> dict[str, Any]:
    """The results of that run."""
    return found_results(run[1])


@pytest.mark.parametrize(
    "part", ["files", "units", "members", "entries", "ballots", "nominations", "balance"]
)
def test_the_results_are_what_was_planted(part: str, found: dict[str, Any]) -> None:
    assert found[part] == expected(PRESET)[part]


def test_the_account_ends_with_the_two_workbooks(run: tuple[Result, Path]) -> None:
    answer, root = run
    last = [Path(line.strip()) for line in answer.output.splitlines()[-2:]]
    results = root / "ket-qua"
    assert sorted(last) == [results / "De-nghi-khen-thuong.xlsx", results / "Tong-hop.xlsx"]
    assert all(path.stat().st_size > 5_000 for path in last)


def test_the_account_counts_the_files(run: tuple[Result, Path]) -> None:
    lines = [line for line in run[0].output.splitlines() if line.startswith("Tệp nhận về")]
    assert lines == [
        "Tệp nhận về: 56 = 49 được tính + 1 đã thay bằng bản sau + 2 trùng + 4 bị loại; "
        "2 tệp phụ không phải biểu mẫu."
    ]


def test_renaming_every_id_and_label_changes_nothing_else(run: tuple[Result, Path]) -> None:
    """One definition, law not code: the sums of the renamed campaign are the same, renamed."""
    found = likeness(run[1])
    assert (found.faults, found.ids > 50) == ((), True)
    assert found.again == found.renamed


def test_returns_read_in_processes_are_those_read_here(run: tuple[Result, Path]) -> None:
    told, here = read_both_ways(run[1])
    assert told == here
