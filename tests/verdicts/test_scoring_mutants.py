"""A rule of scores that is changed on one side alone is noticed: for every rule and both sides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from schemas.rules import score, score_formula, score_tests
from schemas.rules.reading import BLANK_READING
from tests.office import recalculate_all
from tests.verdicts.ballot_cases import Ballots, workbooks
from tests.verdicts.ballot_compare import Disagreement, Seen, compare, seen_in
from tests.verdicts.ballot_run import filled_book
from workbooks.sheets import scoring

Change = Callable[[pytest.MonkeyPatch], None]
_ROWS, _SEED = 150, 20_242


def _without(place: int, side: str, table: str) -> tuple[Any, ...]:
    """A table of rules one of which never finds anything on one side."""
    rules = list(getattr(score_tests, table))
    never: Callable[..., Any] = (lambda *_: False) if side == "broken" else (lambda *_: "FALSE")
    rules[place] = replace(rules[place], **{side: never})
    return tuple(rules)


def _rule(place: int, table: str, side: str) -> Change:
    def change(patch: pytest.MonkeyPatch) -> None:
        module = score_formula if side == "formula" else score
        if side == "broken" and table == "SCORE_TESTS":
            module = score_tests
        patch.setattr(module, table, _without(place, side, table))

    return change


def _begun(side: str) -> Change:
    def change(patch: pytest.MonkeyPatch) -> None:
        module = score_formula if side == "formula" else score
        never: Any = (lambda *_: False) if side == "broken" else (lambda *_: "FALSE")
        patch.setattr(module, "BEGUN", replace(score_tests.BEGUN, **{side: never}))

    return change


def _limit(place: int) -> Change:
    """The maximum itself is too much, in the formula alone."""

    def change(patch: pytest.MonkeyPatch) -> None:
        rules = list(score_tests.SCORE_TESTS)
        old = rules[place].formula
        rules[place] = replace(rules[place], formula=lambda *a: old(*a).replace(">", ">="))
        patch.setattr(score_formula, "SCORE_TESTS", tuple(rules))

    return change


def _uncovered(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(score_formula, "_covered", lambda refs: "FALSE")


def _unread_ticks(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(score, "read_tick", lambda cell: BLANK_READING)


def _silent_cover(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(score, "_ignored", lambda *_: [])


def _any_total(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(scoring, "score_total_formula", lambda scale, state, points: f"SUM({points})")


def _abstain_first(patch: pytest.MonkeyPatch) -> None:
    old = score_formula.score_status_formula

    def changed(*given: Any) -> str:
        return old(*given).replace(",5,IF(", ",4,IF(", 1)

    patch.setattr(scoring, "score_status_formula", changed)


def _codes(table: str) -> list[str]:
    if table == "SCORE_TESTS":
        return [test.codes[0] for test in score_tests.SCORE_TESTS]
    return [f"tick {test.code}" for test in score_tests.TICK_TESTS]


_TABLES = ("SCORE_TESTS", "TICK_TESTS")
_FORMULA: dict[str, Change] = {
    code: _rule(place, table, "formula")
    for table in _TABLES
    for place, code in enumerate(_codes(table))
} | {
    "SCO-020": _begun("formula"),
    "SCO-004, limit": _limit(_codes("SCORE_TESTS").index("SCO-004")),
    "SCO-009, SCO-010": _uncovered,
    "total": _any_total,
    "conflict weighs more": _abstain_first,
}
_PYTHON: dict[str, Change] = {
    code: _rule(place, table, "broken")
    for table in _TABLES
    for place, code in enumerate(_codes(table))
} | {
    "SCO-020": _begun("broken"),
    "ticks": _unread_ticks,
    "SCO-009, SCO-010": _silent_cover,
}


@pytest.fixture(scope="module")
def ballots() -> Ballots:
    """One workbook in which every class of input stands."""
    return workbooks(_ROWS * 10, Random(_SEED))[0]


@pytest.fixture(scope="module")
def computed(
    ballots: Ballots, tmp_path_factory: pytest.TempPathFactory, libreoffice: Path
) -> dict[str, tuple[Path, Seen]]:
    """The workbook recalculated with all rules in place (``""``) and with each formula changed."""
    folder = tmp_path_factory.mktemp("phieu")
    sent = [filled_book(ballots, folder / "phieu.xlsx")]
    for number, change in enumerate(_FORMULA.values()):
        with pytest.MonkeyPatch.context() as patch:
            change(patch)
            sent.append(filled_book(ballots, folder / f"phieu-{number}.xlsx"))
    saved = recalculate_all(sent, folder / "ra")
    names = ("", *_FORMULA)
    return {n: (path, seen_in(path, ballots)) for n, path in zip(names, saved, strict=True)}


def _found(ballots: Ballots, path: Path, seen: Seen) -> list[Disagreement]:
    return compare(ballots, path, seen)[1]


def test_nothing_differs_while_all_rules_stand(
    ballots: Ballots, computed: dict[str, tuple[Path, Seen]]
) -> None:
    assert _found(ballots, *computed[""]) == []


@pytest.mark.parametrize("name", _PYTHON)
def test_a_rule_missing_in_python_alone_is_noticed(
    name: str,
    ballots: Ballots,
    computed: dict[str, tuple[Path, Seen]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _PYTHON[name](monkeypatch)
    found = _found(ballots, *computed[""])
    assert found
    if code := _told(name):
        assert {d.said[0] for d in found if d.what == "verdict"} >= {code}


@pytest.mark.parametrize("name", _FORMULA)
def test_a_rule_changed_in_the_formula_alone_is_noticed(
    name: str, ballots: Ballots, computed: dict[str, tuple[Path, Seen]]
) -> None:
    found = _found(ballots, *computed[name])
    assert found
    if code := _told(name):
        assert {d.said[1] for d in found if d.what == "verdict"} >= {code}


def _told(name: str) -> str:
    """The one code that a change takes away, if that is what it does."""
    code = name.removeprefix("tick ")
    return code if code.startswith("SCO-") and "," not in code else ""


def test_every_rule_that_a_cell_tells_is_changed_on_both_sides() -> None:
    told = {code for test in score_tests.SCORE_TESTS for code in test.codes[:1]}
    told |= {f"tick {test.code}" for test in score_tests.TICK_TESTS}
    told |= {score_tests.BEGUN.code}
    assert told <= _PYTHON.keys()
    assert told <= _FORMULA.keys()
