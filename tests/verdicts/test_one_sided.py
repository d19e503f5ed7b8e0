"""A rule that is changed on one side alone is noticed: every rule, code, wait, list and helper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from schemas.kinds import ConstraintKind, FieldKind
from schemas.rules import ConstraintRule, constraint_rules, kind_rules
from schemas.rules.verdict import LATER
from tests.verdicts.one_sided import Case, Outcome, Trial, cases, lines, tried
from tests.verdicts.one_sided_bends import helper_bends, reading_bends
from tests.verdicts.one_sided_books import EXAMPLES, said_by_rows
from tests.verdicts.one_sided_changes import Side, fields_told, told_codes
from tests.verdicts.one_sided_inputs import designed

pytestmark = pytest.mark.usefixtures("libreoffice")


_KEYS = {"minds the case", "looks at 200 characters only", "takes no notice of * ? ~"}
"""How Python may get the keys of `unique` wrong; the worksheet has its helper cells for that."""


@pytest.fixture(scope="module")
def found() -> tuple[Case, ...]:
    """Every rule of the registry with its changes."""
    return cases()


@pytest.fixture(scope="module")
def trial(
    found: tuple[Case, ...], tmp_path_factory: pytest.TempPathFactory, libreoffice: Path
) -> Trial:
    """All changes tried."""
    made = tried(found, tmp_path_factory.mktemp("mot-phia"))
    print(*(" | ".join(line) for line in lines(made)), sep="\n")
    return made


def test_every_kind_of_field_and_of_constraint_takes_part(found: tuple[Case, ...]) -> None:
    assert [str(case.rule.kind) for case in found] == [
        *map(str, kind_rules()),
        *map(str, constraint_rules()),
    ]
    assert set(kind_rules()) == set(FieldKind)
    assert set(constraint_rules()) == set(ConstraintKind)


def test_every_code_is_told_by_some_cell_of_the_inputs(found: tuple[Case, ...]) -> None:
    for case in found:
        told = {code for codes in told_codes(case.rule, case.design) for code in codes}
        assert told == set(case.rule.codes) - set(case.rule.notes), case.rule.kind


def test_nothing_differs_while_both_sides_stand(trial: Trial) -> None:
    assert trial.control == ()
    assert trial.compared > 5_000


def test_every_change_on_one_side_is_noticed(trial: Trial) -> None:
    assert [one.change.name for one in trial.outcomes if not one.differs] == []


@pytest.mark.parametrize("side", Side)
def test_both_sides_of_every_rule_are_changed(found: tuple[Case, ...], side: Side) -> None:
    for case in found:
        changed = [change for change in case.changes if change.side is side]
        names = {code for change in changed for code in change.code.split(", ")}
        wanted = set(case.rule.codes) - set(case.rule.notes)
        assert names >= wanted, case.rule.kind
        for words in ("left out", "always wrong"):
            some = {c for one in changed if one.words == words for c in one.code.split(", ")}
            assert some == wanted, (case.rule.kind, words)


def test_what_is_changed_on_one_side_is_changed_on_the_other(found: tuple[Case, ...]) -> None:
    """But for what one side only has: lists, helper cells, warnings, keys as Python sees them."""
    for case in found:
        words = {
            side: {
                change.words
                for change in case.changes
                if change.side is side
                and (change.code == "N1" or change.code.startswith("FLD-"))
                and change.code not in case.rule.notes
            }
            for side in Side
        }
        keys = _KEYS if case.rule.kind == ConstraintKind.UNIQUE else set()
        assert words[Side.PYTHON] == words[Side.WORKSHEET] | keys, case.rule.kind


def test_choices_are_compared_by_case_on_both_sides(found: tuple[Case, ...]) -> None:
    for side in Side:
        blind = [
            str(case.rule.kind)
            for case in found
            for change in case.changes
            if change.side is side and change.words == "blind for case"
        ]
        assert blind == ["choice", "required-when", "allowed-when"]


def test_a_code_left_out_on_one_side_is_still_told_by_the_other(trial: Trial) -> None:
    """The disagreement is about the code itself, and not some other that follows from it."""
    for one in _changed(trial, "left out"):
        codes = set(one.change.code.split(", "))
        told, rules = ({difference[k] for difference in one.differs} for k in (3, 4))
        if one.change.side is Side.WORKSHEET:
            assert codes & rules, one.change.name
            assert not codes & told, one.change.name
        else:  # of codes that a formula cannot tell apart the cell shows the first
            assert told & _alike(one), one.change.name


def test_every_field_of_the_inputs_takes_part(trial: Trial, found: tuple[Case, ...]) -> None:
    """Required of a text says nothing of required ticks: each field shows the change by itself."""
    known = {case.rule.kind: case for case in found}
    for one in _changed(trial, "left out"):
        if one.change.side is Side.WORKSHEET:
            case = known[one.change.rule.kind]
            wanted = fields_told(case.rule, case.design, tuple(one.change.code.split(", ")))
            assert {difference[1] for difference in one.differs} == wanted, one.change.name


def test_a_code_always_found_on_one_side_is_denied_by_the_other(trial: Trial) -> None:
    for one in _changed(trial, "always wrong"):
        place = 3 if one.change.side is Side.WORKSHEET else 4
        assert {difference[place] for difference in one.differs} & _alike(one), one.change.name
        assert "" in {difference[7 - place] for difference in one.differs}, one.change.name


def test_a_wait_is_missed_or_told_without_reason(trial: Trial) -> None:
    for words in ("never waits", "always waits"):
        for one in _changed(trial, words):
            place = 3 if (one.change.side is Side.WORKSHEET) is (words == "always waits") else 4
            assert LATER in {difference[place] for difference in one.differs}, one.change.name


def _changed(trial: Trial, words: str) -> Iterator[Outcome]:
    return (one for one in trial.outcomes if one.change.words == words)


def _alike(one: Outcome) -> set[str]:
    """The codes of a change as cells tell them: the first of those that share a test."""
    rule = one.change.rule
    asked = set(one.change.code.split(", "))
    return {codes[0] for codes in told_codes(rule, designed(rule)) if asked & set(codes)}


def test_a_new_kind_without_inputs_fails() -> None:
    class Unknown(str):
        """A kind that nobody knows yet."""

    known = constraint_rules()[ConstraintKind.REQUIRED]
    rule = ConstraintRule(kind=Unknown("moi"), codes=("FLD-099",), tests=known.tests)  # type: ignore[arg-type]  # no such kind yet
    with pytest.raises(AssertionError, match="no inputs are known for moi"):
        designed(rule)
    with pytest.raises(AssertionError, match="no bends of reading are known for moi"):
        reading_bends(Unknown("moi"))  # type: ignore[arg-type]  # no such kind yet
    with pytest.raises(AssertionError, match="no bends are known for the helper cell moi3"):
        helper_bends("moi3")


def test_what_a_unit_sees_in_a_workbook_of_changed_formulas(tmp_path: Path) -> None:
    """Row k of each workbook holds the entry of example k; row 0 has no fault."""
    unchanged, *changed = said_by_rows(tmp_path)
    wanted = [(), *(example.found for example in EXAMPLES)]
    assert [row.found for row in unchanged] == wanted
    assert [row.complete for row in unchanged] == [not codes for codes in wanted]
    for number, rows in enumerate(changed, start=1):
        assert [row.found for row in rows] == wanted  # Python is as it was
        wrong = [k for k, row in enumerate(rows) if row.complete is bool(row.found)]
        assert wrong == [number], (EXAMPLES[number - 1], rows)
