"""Some spoilt workbooks through a merge; ``python -m bench.fuzz`` tries tens of thousands."""

from __future__ import annotations

from pathlib import Path

from bench.fuzz import Tally, faults, lay_mutants, other_good, results_of
from bench.seeds import build_office

MUTANTS = 40


def test_spoilt_workbooks_are_all_accounted_for_and_change_nothing_else(tmp_path: Path) -> None:
    office = build_office("don-duong-2024", tmp_path / "dot")
    sound = results_of(office.root, office)
    assert [file["status"] for file in sound["files"]] == ["merged", "merged"]
    lay_mutants(office, office.root, 7, range(MUTANTS))
    tally = Tally()
    assert list(faults(office, office.root, sound, tally, whole=False)) == []
    assert (tally.files, sum(tally.outcomes.values())) == (MUTANTS, MUTANTS)
    assert tally.outcomes["merged"] >= MUTANTS // 4


def test_a_sound_return_that_changed_would_be_seen() -> None:
    line = {"path": "nhan-ve/dang-ky/TOT99-x.xlsx", "status": "merged"}
    alone = {"entries": [], "files": [line]}
    assert (
        list(other_good(alone, {"entries": [], "files": [line, {"path": "nhan-ve/b.xlsx"}]})) == []
    )
    (said,) = other_good(alone, {"entries": [], "files": [{**line, "status": "rejected"}]})
    assert said.startswith("the sound returns give ")
