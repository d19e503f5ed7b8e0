"""Scoring workbooks: LibreOffice, the rules and the merge say the same of every cell and row."""

from __future__ import annotations

import warnings
from pathlib import Path
from random import Random

import openpyxl

from appraisal.spelling import is_respelled
from cli.checking import check_file
from tests.office import recalculate
from tests.verdicts.ballot_cases import Ballots, workbooks
from tests.verdicts.ballot_classes import COMMENTS, POINTS, TICKS, TypedCell
from tests.verdicts.ballot_run import run
from tests.verdicts.ballot_sheet import typed_in
from workbooks.issue import write_scoring
from workbooks.layout import address, layout_of

CELLS, SEED = 16_500, 20_241
LEAST = 30


def test_scoring_workbooks_rules_and_merge_never_disagree(libreoffice: Path) -> None:
    report = run(CELLS, SEED)
    print("\n".join(report.lines()))
    assert report.disagreements == ()
    assert report.cells >= CELLS
    counts = report.counts()
    wanted = {("score", name) for name in POINTS} | {("comment", name) for name in COMMENTS}
    wanted |= {(kind, name) for kind in ("abstain", "conflict") for name in TICKS}
    assert {key: counts[key] for key in wanted if counts[key] < LEAST} == {}
    verdicts = {verdict for kind, _, verdict in report.table if kind == "score"}
    codes = {f"SCO-00{k}" for k in range(1, 8)}
    assert verdicts == codes | {"đúng"}


def test_a_workbook_saved_without_stored_values_is_judged_the_same(
    tmp_path: Path, libreoffice: Path
) -> None:
    """A library that saves a workbook drops what formulas showed; points typed are all there."""
    ballots = workbooks(1_500, Random(SEED))[0]
    typed = {n: t for n, t in _typed(ballots).items() if not t.formula}
    layout = layout_of(ballots.plan.stage, len(ballots.rows))
    data = typed_in(write_scoring(ballots.plan), layout.sheet, typed)
    (tmp_path / "co-san.xlsx").write_bytes(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl cannot keep a computed print area
        openpyxl.load_workbook(tmp_path / "co-san.xlsx").save(tmp_path / "khong-co.xlsx")
    saved = recalculate(tmp_path / "co-san.xlsx", tmp_path / "ra")
    said = _said(saved)
    assert _said(tmp_path / "khong-co.xlsx") == said
    assert len({code for code, _, _ in said}) > 10


def _typed(ballots: Ballots) -> dict[str, TypedCell]:
    layout = layout_of(ballots.plan.stage, len(ballots.rows))
    return {
        address(layout.first_row + number, layout.inputs[name][0]): typed
        for number, filled in enumerate(ballots.rows)
        for name, (_, typed) in filled.cells.items()
    }


def _said(path: Path) -> list[tuple[str, str, str]]:
    """The findings of the check; LibreOffice makes TRUE and errors formulas, a library does not."""
    found = [f for f in check_file(path).findings if not is_respelled(f)]
    return [(f.code, f.severity, f.origin.cell) for f in found if f.code != "SCO-012"]
