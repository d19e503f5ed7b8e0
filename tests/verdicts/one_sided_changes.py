"""Every change of one rule on one side alone, made from what the registry knows of the rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from unittest.mock import patch

from schemas.field import Field
from schemas.rules import ConstraintRule, KindRule, column_count, helper_cells, registry
from schemas.rules.formula import CellRefs, CellTest, HelperCell
from schemas.rules.reading import LATER_NAME
from schemas.rules.rule import Case, Wait
from schemas.rules.verdict import LATER
from tests.verdicts.one_sided_bends import (
    Bend,
    bent_cases,
    bent_fields,
    case_blind,
    helper_bends,
    reading_bends,
)
from tests.verdicts.one_sided_inputs import Design, own_fields

__all__ = [
    "Change",
    "Rule",
    "Side",
    "Subject",
    "bends_of",
    "fields_told",
    "standing",
    "subjects_of",
    "told_codes",
    "worksheet_changes",
]

Rule = KindRule | ConstraintRule
Subject = Field | Case
Tests = Callable[[Any, int], list[CellTest]]
Made = tuple[str, str, Rule]
"""Code, change in words, and the rule as it is then."""

_LETTERS = re.compile(r'EXACT\(A1,(?:"(?!x"|#)|dm_)')


class Side(StrEnum):
    """Which of the two is changed; the other one stays as it is."""

    WORKSHEET = "worksheet"
    PYTHON = "python"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change: the rule as it is then, what of it changed, in words, and on which side.

    ``code``: the finding code concerned, ``N1`` for cleaning, or the name of a list or helper.
    ``helper``: where it is not the verdict but this helper cell that must differ.
    """

    rule: Rule
    code: str
    words: str
    side: Side
    helper: str = ""

    @property
    def name(self) -> str:
        """Rule, code, change and side on one line."""
        return f"{self.rule.kind} {self.code}: {self.words} ({self.side})"


@contextmanager
def standing(rule: Rule | None) -> Iterator[None]:
    """While this lasts, the registry knows this rule in place of its own one of the same kind."""
    if rule is None:
        yield
        return
    name = "_BY_KIND" if isinstance(rule, KindRule) else "_BY_CONSTRAINT"
    others = getattr(registry, name)
    with patch.object(registry, name, MappingProxyType({**others, rule.kind: rule})):
        yield


def worksheet_changes(rule: Rule, design: Design) -> tuple[Change, ...]:
    """Every change of a rule in the worksheet alone."""
    subjects, refs = subjects_of(rule, design), _sample(design)
    sheet = [
        *_changed_tests(rule, subjects, refs),
        *_changed_waits(rule, subjects),
        *_changed_lists(rule, subjects, refs),
        *_bent_formulas(rule, subjects),
        *(_bent_cleaning(rule) if isinstance(rule, KindRule) else _bent_helpers(rule, subjects)),
    ]
    return tuple(
        Change(rule=changed, code=code, words=words, side=Side.WORKSHEET)
        for code, words, changed in sheet
    )


def told_codes(rule: Rule, design: Design) -> tuple[tuple[str, ...], ...]:
    """The codes of each test that the rule puts into some cell of a design."""
    found = {
        test.codes: None for one in subjects_of(rule, design) for test in _all_tests(rule, one)
    }
    return tuple(found)


def fields_told(rule: Rule, design: Design, codes: tuple[str, ...]) -> set[str]:
    """The ids of the fields in which the test of some codes stands and may hold."""
    refs = _sample(design)
    return {
        _field(one).id
        for one in subjects_of(rule, design)
        for test in _all_tests(rule, one)
        if test.codes == codes and not test.wrong(refs).endswith(",FALSE,FALSE)")
    }


def subjects_of(rule: Rule, design: Design) -> list[Subject]:
    """What the rule judges in a design: fields of its kind, or constraints of its kind."""
    fields = own_fields(rule, design)
    if isinstance(rule, KindRule):
        return [*fields]
    by_id = {field.id: field for field in design.fields}
    cases = [case for field in fields for case in registry.cases_of(field, by_id)]
    return [case for case in cases if case.constraint.kind is rule.kind]


def _field(subject: Subject) -> Field:
    return subject if isinstance(subject, Field) else subject.field


def _tests_of(rule: Rule) -> Tests:
    return rule.tests


def _all_tests(rule: Rule, subject: Subject) -> list[CellTest]:
    return [
        test
        for column in range(column_count(_field(subject)))
        for test in _tests_of(rule)(subject, column)
    ]


def _with_tests(
    rule: Rule, change: Callable[[CellTest], CellTest], codes: tuple[str, ...] = ()
) -> Rule:
    """Every test of the rule changed, or only that of some codes."""
    old = _tests_of(rule)

    def tests(subject: Any, column: int) -> list[CellTest]:
        return [
            change(test) if codes in ((), test.codes) else test for test in old(subject, column)
        ]

    return replace(rule, tests=tests)


def _changed_tests(rule: Rule, subjects: Sequence[Subject], refs: CellRefs) -> Iterator[Made]:
    """Each test left out (it never holds), always wrong, and blind for the case of letters."""
    tests = _all_of(rule, subjects)
    for codes in {test.codes: None for test in tests}:
        name = ", ".join(codes)
        yield name, "left out", _with_tests(rule, _always_says("FALSE"), codes)
        yield name, "always wrong", _with_tests(rule, _always_says("TRUE"), codes)
        if any(test.codes == codes and _asks_exactly(test, refs) for test in tests):
            yield name, "blind for case", _with_tests(rule, _blind, codes)


def _always_says(condition: str) -> Callable[[CellTest], CellTest]:
    return lambda test: replace(test, wrong=lambda refs: condition)


def _all_of(rule: Rule, subjects: Sequence[Subject]) -> list[CellTest]:
    return [test for one in subjects for test in _all_tests(rule, one)]


def _asks_exactly(test: CellTest, refs: CellRefs) -> bool:
    """Whether a test compares a cell with letters: marks have none, a cleaned tick is ``x``."""
    return _LETTERS.search(test.wrong(refs)) is not None


def _sample(design: Design) -> CellRefs:
    """Every cell of a design is A1, to look at formulas without a sheet."""
    keys = [(field.id, k) for field in design.fields for k in range(column_count(field))]
    cells = dict.fromkeys(keys, "A1")
    helpers = {
        (field.id, cell.name): "A1"
        for field in design.fields
        for cell in helper_cells(field, design.fields)
    }
    return CellRefs(
        raw=cells,
        clean=cells,
        clean_column=cells,
        used="A1",
        fields={field.id: field for field in design.fields},
        place="ROW()",
        helper=helpers,
        helper_column=helpers,
    )


def _blind(test: CellTest) -> CellTest:
    return replace(test, wrong=lambda refs: case_blind(test.wrong(refs)))


def _has_waits(rule: Rule, subjects: Sequence[Subject]) -> bool:
    waits: Any = rule.waits
    return any(waits(one, k) for one in subjects for k in range(column_count(_field(one))))


def _with_waits(rule: Rule, change: Callable[[Wait], Wait | None]) -> Rule:
    old: Any = rule.waits

    def waits(subject: Any, column: int) -> Wait | None:
        found: Wait | None = old(subject, column)
        return change(found) if found else None

    return replace(rule, waits=waits)


def _always(wait: Wait) -> Wait:
    return replace(wait, formula=lambda refs: "TRUE")


def _changed_waits(rule: Rule, subjects: Sequence[Subject]) -> Iterator[Made]:
    if _has_waits(rule, subjects):
        yield LATER, "never waits", _with_waits(rule, lambda wait: None)
        yield LATER, "always waits", _with_waits(rule, _always)


def _changed_lists(rule: Rule, subjects: Sequence[Subject], refs: CellRefs) -> Iterator[Made]:
    """Each named list of the formulas without its first and without its last entry.

    A list that only a drop-down uses has no part in any verdict.
    """
    old: Any = rule.lists
    formulas = _formulas(rule, subjects, refs)
    for name in {name: None for one in subjects for name in old(one) if name in formulas}:
        for place, word in ((0, "first"), (-1, "last")):

            def lists(subject: Any, name: str = name, place: int = place) -> Mapping[str, Any]:
                found: Mapping[str, tuple[str, ...]] = old(subject)
                if name not in found:
                    return found
                cells = list(found[name])
                cells[place] = "" if name == LATER_NAME else "–"
                return {**found, name: tuple(cells)}

            yield name, f"its {word} entry is lost", replace(rule, lists=lists)


def _formulas(rule: Rule, subjects: Sequence[Subject], refs: CellRefs) -> str:
    """Everything that the rule puts into verdicts, one formula behind the other."""
    waits: Any = rule.waits
    made = [test.wrong(refs) for test in _all_of(rule, subjects)]
    for one in subjects:
        for column in range(column_count(_field(one))):
            wait: Wait | None = waits(one, column)
            made += [wait.formula(refs)] if wait else []
    return " ".join(made)


def _bent_formulas(rule: Rule, subjects: Sequence[Subject]) -> Iterator[Made]:
    """The formulas of the rule, compiled as if it asked something else."""
    codes = ", ".join(code for code in rule.codes if code not in rule.notes)
    for words in bends_of(subjects):

        def bent(subject: Subject, words: str = words) -> Any:
            return bends_of([subject]).get(words, [subject])[0]

        if isinstance(rule, KindRule):
            yield codes, words, _kind_of(rule, bent)
        else:
            yield codes, words, _constraint_of(rule, bent)
    if isinstance(rule, ConstraintRule) and any(_order_of(one) for one in subjects):
        for days in (1, -1):
            yield codes, _shift_words(days), _with_tests(rule, _shifted(rule, subjects, days))


def bends_of(subjects: Sequence[Subject]) -> dict[str, list[Subject]]:
    """By words, what the rule would judge if it were asked something else."""
    made: dict[str, list[Subject]] = {}
    for one in subjects:
        found: Iterable[tuple[str, Subject]]
        found = bent_fields(one) if isinstance(one, Field) else bent_cases(one)
        for words, other in found:
            made.setdefault(words, []).append(other)
    return made


def _kind_of(rule: KindRule, bent: Callable[[Subject], Any]) -> KindRule:
    def tests(field: Field, column: int) -> list[CellTest]:
        old = rule.tests(field, column)
        new = rule.tests(bent(field), column)
        return [replace(n, codes=o.codes) for n, o in zip(new, old, strict=True)]

    return replace(
        rule,
        tests=tests,
        waits=lambda field, column: rule.waits(bent(field), column),
        lists=lambda field: rule.lists(bent(field)),
    )


def _constraint_of(rule: ConstraintRule, bent: Callable[[Subject], Any]) -> ConstraintRule:
    def waits(case: Case, column: int) -> Wait | None:
        old, new = rule.waits(case, column), rule.waits(bent(case), column)
        if new is None:
            return None
        return replace(new, holds=old.holds if old else lambda row: False)

    return replace(
        rule,
        tests=lambda case, column: rule.tests(bent(case), column),
        waits=waits,
        helpers=lambda case: rule.helpers(bent(case)),
        lists=lambda case: rule.lists(bent(case)),
    )


def _order_of(subject: Subject) -> str:
    """The id of the other date of an order."""
    return "" if isinstance(subject, Field) else subject.constraint.other


def _shift_words(days: int) -> str:
    return f"the other date taken for a day {'later' if days > 0 else 'sooner'}"


def _shifted(
    rule: ConstraintRule, subjects: Sequence[Subject], days: int
) -> Callable[[CellTest], CellTest]:
    others = {_order_of(one) for one in subjects}

    def moved(refs: CellRefs) -> CellRefs:
        clean = {
            key: f"IF(ISNUMBER({cell}),{cell}{days:+d},{cell})" if key[0] in others else cell
            for key, cell in refs.clean.items()
        }
        return replace(refs, clean=clean)

    return lambda test: replace(test, wrong=lambda refs: test.wrong(moved(refs)))


def _bent_cleaning(rule: KindRule) -> Iterator[Made]:
    for bend in reading_bends(rule.kind):
        yield bend.code, bend.words, replace(rule, clean=_cleaning(rule, bend))


def _cleaning(rule: KindRule, bend: Bend) -> Callable[[str], str]:
    return lambda raw: bend.formula(rule.clean(raw))


def _bent_helpers(rule: ConstraintRule, subjects: Sequence[Subject]) -> Iterator[Made]:
    cases = [one for one in subjects if isinstance(one, Case)]
    for name in {cell.name: None for case in cases for cell in rule.helpers(case)}:
        for words, old, new in helper_bends(name):
            yield name, words, replace(rule, helpers=_helpers(rule, name, old, new))


def _helpers(
    rule: ConstraintRule, name: str, old: str, new: str
) -> Callable[[Case], tuple[HelperCell, ...]]:
    def bent(cell: HelperCell, refs: CellRefs) -> str:
        made = cell.formula(refs)
        assert old in made, f"the bend no longer fits {name}: {old} is gone"
        return made.replace(old, new) if old else new

    def changed(cell: HelperCell) -> HelperCell:
        return replace(cell, formula=lambda refs: bent(cell, refs)) if cell.name == name else cell

    def helpers(case: Case) -> tuple[HelperCell, ...]:
        return tuple(changed(cell) for cell in rule.helpers(case))

    return helpers
