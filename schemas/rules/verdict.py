"""One cell as the workbook itself judges it: cleaned cell, verdict number, words, and the twins.

The verdict of a cell is 0 where it is fine (or its row unused), else the place, from 1, of the
first thing that is wrong, in the order of `verdict_messages`. The last of these, where there is
one, says "kiểm tra khi tổng hợp": only where nothing else is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from schemas.cell import RawCell
from schemas.field import Field
from schemas.kinds import FieldKind
from schemas.message import cell_text
from schemas.rules.formula import CellRefs, CellTest, HelperCell, NamedLists, any_of, chain_of
from schemas.rules.judge import reader_of
from schemas.rules.registry import cases_of, kind_rules, rule_of
from schemas.value import JudgedRow

__all__ = [
    "LATER",
    "VerdictMessage",
    "clean_formula",
    "clean_value",
    "helper_cells",
    "named_lists",
    "short_text",
    "used_formula",
    "verdict_formula",
    "verdict_messages",
    "verdict_value",
]

LATER = "FLD-028"
"""The in-cell note "kiểm tra khi tổng hợp"; never a finding of the merge."""

# Codes that speak of a multi-choice field as a whole, not of one tick.
_WHOLE = ("FLD-015", "FLD-016")


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictMessage:
    """What a verdict number says in the cell: the finding code and a text of ≤ 120 characters.

    ``warning``: the row is complete all the same.
    """

    code: str
    text: str
    warning: bool = False


def used_formula(cleans: Sequence[str]) -> str:
    """1 where any input of a row is not blank, else 0; ``cleans`` are its cleaned cells."""
    lengths = "+".join(f"LEN({clean})" for clean in cleans)
    return f"IF({lengths or '0'}>0,1,0)"


def clean_formula(field: Field, column: int, raw: str) -> str:
    """The cleaned cell of an input cell; ``raw`` is the expression that reads the input."""
    return kind_rules()[field.kind].clean(raw)


def clean_value(field: Field, column: int, cell: RawCell) -> str | Decimal:
    """What `clean_formula` computes: text (blank is empty), a number, a day number or a mark."""
    return reader_of(field)(cell).clean


def verdict_formula(field: Field, column: int, refs: CellRefs) -> str:
    """The verdict number of a cell."""
    return chain_of(_tests(field, column, refs.fields), refs)


def verdict_messages(
    field: Field, column: int, fields: Iterable[Field] = (), lang: str = "vi"
) -> tuple[VerdictMessage, ...]:
    """What the verdict numbers 1, 2, … say.

    ``fields`` are those of the form, to name other fields by label; without them by id.
    """
    by_id = {other.id: other for other in fields}
    several = field.kind is FieldKind.MULTI_CHOICE
    tick = field.choices[column].label if several else field.label
    return tuple(
        VerdictMessage(
            code=test.codes[0],
            text=short_text(
                test.codes[0],
                lang,
                {"label": field.label if test.codes[0] in _WHOLE else tick, **test.params},
            ),
            warning=test.codes[0] == LATER,
        )
        for test in _tests(field, column, by_id)
    )


def verdict_value(
    field: Field,
    column: int,
    row: JudgedRow,
    cells: Mapping[str, tuple[RawCell, ...]],
    fields: Iterable[Field] = (),
) -> int:
    """What `verdict_formula` computes for a row judged by `judge_rows`; same ``fields``."""
    if not row.used:
        return 0
    tests = _tests(field, column, {other.id: other for other in fields})
    told = [
        _place(tests, item.code, item.rule)
        for item in row.faults
        if item.field == field.id and item.column == column and item.seen and not item.warning
    ]
    if told:
        return min(told)
    return _place(tests, LATER, -1) if (field.id, column) in row.waits else 0


def _place(tests: Sequence[CellTest], code: str, rule: int) -> int:
    for place, test in enumerate(tests, 1):
        if test.rule == rule and code in test.codes:
            return place
    raise LookupError(f"no test stands for {code} of constraint {rule}")


def short_text(code: str, lang: str, params: Mapping[str, str]) -> str:
    """The short text; over-long names are cut so that the remedy stays readable."""
    for room in (60, 40, 28, 18, 10):
        cut = {
            name: text if len(text) <= room else text[: room - 1].rstrip() + "…"
            for name, text in params.items()
        }
        told = cell_text(code, lang, **cut)
        if len(told) <= 120:
            return told
    raise ValueError(f"the in-cell text of {code} is too long: {told}")


def _tests(field: Field, column: int, by_id: Mapping[str, Field]) -> list[CellTest]:
    """Everything that may be wrong in a cell, and at the end what it leaves to the merge."""
    kind, cases = kind_rules()[field.kind], cases_of(field, by_id)
    tests = list(kind.tests(field, column))
    for case in cases:
        tests += rule_of(case).tests(case, column)
    found = [kind.waits(field, column), *(rule_of(case).waits(case, column) for case in cases)]
    waits = [wait for wait in found if wait]
    if waits:
        note = CellTest(
            codes=(LATER,), wrong=lambda refs: any_of([wait.formula(refs) for wait in waits])
        )
        tests.append(note)
    return tests


def helper_cells(field: Field, fields: Iterable[Field] = ()) -> tuple[HelperCell, ...]:
    """The further hidden cells per entry row that the rules of a field ask for."""
    cases = cases_of(field, {other.id: other for other in fields})
    return tuple(helper for case in cases for helper in rule_of(case).helpers(case))


def named_lists(fields: Iterable[Field]) -> NamedLists:
    """Every defined name that formulas and drop-downs of a form use, with its cells."""
    by_id = {field.id: field for field in fields}
    found: dict[str, tuple[str, ...]] = {}
    for field in by_id.values():
        found |= kind_rules()[field.kind].lists(field)
        for case in cases_of(field, by_id):
            found |= rule_of(case).lists(case)
    return found
