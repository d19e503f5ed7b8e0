"""Each rule changed on one side alone, and how many verdicts then disagree.

Everything comes from the registry of rules: a kind that is added tomorrow is in it, or fails
because nobody has given it inputs (`one_sided_inputs`) or ways to get it wrong (`one_sided_bends`).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from schemas.rules import constraint_rules, kind_rules
from tests.verdicts.one_sided_changes import Change, Rule, Side, standing, worksheet_changes
from tests.verdicts.one_sided_inputs import Design, designed, own_fields
from tests.verdicts.one_sided_python import python_changes
from tests.verdicts.one_sided_sheets import (
    Job,
    Said,
    helper_twins,
    shown,
    twins,
    verdict_twins,
)

__all__ = ["Case", "Outcome", "Trial", "cases", "lines", "report", "tried"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A rule with its inputs and all its changes."""

    rule: Rule
    design: Design
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A change, and the cells of fields of its rule where both sides now differ.

    Each: row from 0, field, column, what the workbook says, what the rules say. ``broken`` counts
    cells where the changed formula gives no verdict at all; they are not among ``differs``.
    """

    change: Change
    differs: tuple[tuple[int, str, int, str, str], ...]
    broken: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What came out: the control (cells compared, disagreements) and every change."""

    compared: int
    control: tuple[str, ...]
    outcomes: tuple[Outcome, ...]


def cases() -> tuple[Case, ...]:
    """Every kind of field and of constraint that the registry knows."""
    rules: tuple[Rule, ...] = (*kind_rules().values(), *constraint_rules().values())
    made = []
    for rule in rules:
        design = designed(rule)
        changes = (*worksheet_changes(rule, design), *python_changes(rule, design))
        made.append(Case(rule=rule, design=design, changes=changes))
    return tuple(made)


def tried(found: Sequence[Case], folder: Path) -> Trial:
    """All changes tried: one workbook, one run of LibreOffice."""
    sheets = [
        (case, change) for case in found for change in case.changes if change.side is Side.WORKSHEET
    ]
    controls = [Job(design=case.design) for case in found]
    changed = [Job(design=case.design, rule=change.rule) for case, change in sheets]
    said = shown([*controls, *changed], folder)
    ours = {id(case): twins(case.design) for case in found}
    outcomes = {
        id(change): _outcome(case, change, sheet, ours[id(case)])
        for (case, change), sheet in zip(sheets, said[len(found) :], strict=True)
    }
    control: list[str] = []
    for case, sheet in zip(found, said, strict=False):
        control += _differences(case, sheet, ours[id(case)])
        for change in case.changes:
            if change.side is Side.PYTHON:
                with standing(change.rule):
                    told = (helper_twins if change.helper else verdict_twins)(case.design)
                outcomes[id(change)] = _outcome(case, change, sheet, told)
    compared = sum(map(len, ours.values()))
    ordered = tuple(outcomes[id(change)] for case in found for change in case.changes)
    return Trial(compared=compared, control=tuple(control), outcomes=ordered)


def _differences(case: Case, sheet: Said, ours: Said) -> Iterator[str]:
    """Every cell of the unchanged sides that differs: there must be none."""
    for key in sheet.keys() | ours.keys():
        if sheet.get(key) != ours.get(key):
            what, row, name, column = key
            cell = case.design.rows[row].get(name, ())
            yield (
                f"{case.rule.kind}: {what} of {name}, row {row + 1}, column {column + 1} {cell}: "
                f"worksheet {sheet.get(key)!r}, rules {ours.get(key)!r}"
            )


def _outcome(case: Case, change: Change, sheet: Said, ours: Said) -> Outcome:
    own = {field.id for field in own_fields(case.rule, case.design)}
    wanted = change.helper or "verdict"
    differs, broken = [], 0
    for key, told in sheet.items():
        what, row, name, column = key
        if what != wanted or name not in own or told == ours.get(key):
            continue
        if told.startswith("error"):
            broken += 1
        else:
            differs.append((row, name, column, told, ours.get(key, "")))
    return Outcome(change=change, differs=tuple(differs), broken=broken)


def lines(trial: Trial) -> list[tuple[str, ...]]:
    """The table: rule, code, change, side, number of disagreements; its head first."""
    return [
        ("rule", "code", "change", "side", "disagreements"),
        *(
            (
                str(one.change.rule.kind),
                one.change.code,
                one.change.words,
                str(one.change.side),
                str(len(one.differs)),
            )
            for one in trial.outcomes
        ),
    ]


def report() -> list[tuple[str, ...]]:
    """The table of a trial made now, in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="thidua-mot-phia-") as folder:
        return lines(tried(cases(), Path(folder)))
