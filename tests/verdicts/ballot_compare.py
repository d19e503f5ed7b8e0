"""Three gates on the same ballots: the recalculated workbook, the rules, the merge of the file."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl

from appraisal.ballot import Ballot, BallotStatus
from appraisal.ballots import ballot_box, ballots_of
from appraisal.entry import Entry
from appraisal.judge import judge_return
from appraisal.panel import Panel, Seat
from appraisal.spelling import is_respelled
from cli.checking import check_file
from schemas.finding import Finding, Severity
from schemas.rules.score import judge_scores, score_columns
from schemas.rules.score_formula import NOT_BEGUN, score_verdict_messages
from tests.verdicts.ballot_cases import Ballots, Filled, kind_of
from workbooks.layout import Layout, address, layout_of
from workbooks.read import read_return
from workbooks.scorewords import score_word

__all__ = ["Disagreement", "Judge", "Seen", "compare", "seen_in"]

STATES = ("scored", "blank", "half", "bad", "abstained", "conflict")
"""What the numbers of ``kq_phieu`` mean."""

_SAME = {"SCO-013": "SCO-004"}
"""A date above the maximum is told by its own code at the merge, by the limit in the cell."""

UNUSED = " – điểm đã nhập không được tính"
"""What the status says of points in a ballot that a tick covers."""

Judge = Callable[..., Any]


class Disagreement(NamedTuple):
    """One thing that two gates say differently."""

    book: str
    what: str
    cell: str
    input: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What stands in a recalculated workbook: hidden verdicts as codes, states, totals, words."""

    codes: tuple[Mapping[str, str], ...]
    states: tuple[str, ...]
    faults: tuple[int, ...]
    totals: tuple[Decimal | None, ...]
    statuses: tuple[str, ...]
    overview: str
    ready: str


def seen_in(path: Path, ballots: Ballots) -> Seen:
    """Reads a workbook that a spreadsheet program recalculated, by its defined names."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl cannot keep a computed print area
        book = openpyxl.load_workbook(path, data_only=True)
    layout = layout_of(ballots.plan.stage, len(ballots.rows))
    sheet = book[layout.sheet]
    names = (*score_columns(ballots.scale), NOT_BEGUN)
    told = {name: score_verdict_messages(ballots.scale, name) for name in names}
    verdicts = _named(book, "kq_muc")[1:]
    rows = range(layout.first_row + 1, layout.last_row + 2)
    totals = [sheet.cell(row, (layout.total_col or 0) + 1).value for row in rows]
    return Seen(
        codes=tuple(
            {n: told[n][int(v) - 1].code if v else "" for n, v in zip(names, line, strict=False)}
            for line in verdicts
        ),
        states=tuple(STATES[int(line[0])] for line in _named(book, "kq_phieu")),
        faults=tuple(int(line[0]) for line in _named(book, "kq_loi")),
        totals=tuple(_decimal(value) for value in totals),
        statuses=tuple(str(sheet.cell(row, layout.status_col + 1).value) for row in rows),
        overview=str(sheet[address(*layout.counter)].value),
        ready=str(sheet.cell(4, layout.status_col + 1).value),
    )


def _decimal(value: object) -> Decimal | None:
    return None if value in (None, "") else Decimal(f"{float(str(value)):.15g}")


def _named(book: Any, name: str) -> list[list[Any]]:
    (title, area), *_ = book.defined_names[name].destinations
    return [[cell.value for cell in line] for line in book[title][area]]


def compare(
    ballots: Ballots, path: Path, seen: Seen, judge: Judge = judge_scores
) -> tuple[Counter[tuple[str, str, str]], list[Disagreement]]:
    """Every cell and row of one workbook at all gates: the table of verdicts, and what differs.

    ``judge`` stands for `judge_scores` on the cells as they were made.
    """
    table: Counter[tuple[str, str, str]] = Counter()
    found: list[Disagreement] = []
    layout = layout_of(ballots.plan.stage, len(ballots.rows))
    checked = _checked(path)
    counted = _counted(ballots, path)
    for number, filled in enumerate(ballots.rows):
        cells = {name: (typed.raw,) for name, (_, typed) in filled.cells.items()}
        ours = _ours(ballots, filled, judge, cells)
        row = _Row(ballots, layout, number, filled, seen, checked, counted[number])
        found += row.cells(ours, table)
        found += row.whole(ours)
    found += _sums(ballots, seen, checked, counted)
    return table, found


class _Ours(NamedTuple):
    """What the rules say of the cells as made: per column, and of the row."""

    codes: Mapping[str, str]
    warnings: Mapping[str, frozenset[str]]
    state: str
    total: Decimal | None
    scores: Mapping[str, Decimal | None]


def _ours(ballots: Ballots, filled: Filled, judge: Judge, cells: Mapping[str, Any]) -> _Ours:
    if filled.row.locked:
        return _Ours({}, {}, "conflict", None, {})
    verdict = judge(ballots.scale, cells)
    codes: dict[str, str] = {}
    soft: dict[str, set[str]] = {}
    for item in verdict.faults:
        if item.warning:
            soft.setdefault(item.field, set()).add(item.code)
        else:
            codes.setdefault(item.field, _SAME.get(item.code, item.code))
    state = _state(verdict, set(codes.values()))
    if state == "blank":
        codes[NOT_BEGUN] = "SCO-020"
    frozen = {name: frozenset(said) for name, said in soft.items()}
    return _Ours(codes, frozen, state, verdict.total, verdict.scores)


def _state(verdict: Any, codes: set[str]) -> str:
    if verdict.conflict or verdict.abstained:
        return "conflict" if verdict.conflict else "abstained"
    if codes - {"SCO-006"}:
        return "bad"
    if codes:
        return "half"
    return "blank" if verdict.total is None else "scored"


def _checked(path: Path) -> dict[str, list[Finding]]:
    """The findings of ``thidua check`` by cell."""
    found: dict[str, list[Finding]] = {}
    for finding in filter(lambda f: not is_respelled(f), check_file(path).findings):
        found.setdefault(finding.origin.cell, []).append(finding)
    return found


def _counted(ballots: Ballots, path: Path) -> list[Ballot]:
    """The ballots that the merge makes of the file, entry by entry."""
    plan = ballots.plan
    forms = {plan.stage.stage_id: plan.stage}
    ret = read_return(path.read_bytes(), path.name, forms, plan.campaign.id)
    assert ret.rejected is None and not ret.findings, (ret.rejected, ret.findings)
    judged = judge_return(plan.campaign, plan.stage, ret)
    issued = frozenset(row.entry_id for row in plan.rows)
    box = ballot_box(judged.scored, {plan.member.code: issued})
    panel = Panel(route=plan.campaign.routes[0], body="", seats=(Seat(people=(plan.member,)),))
    made: list[Ballot] = []
    for row in plan.rows:
        unit = plan.member.home_unit if row.locked else "DV01"
        entry = Entry(
            id=row.entry_id, unit=unit, subject=row.subject, name=row.name, title=row.title
        )
        made += ballots_of(entry, ballots.scale, panel, box, frozenset())[0]
    return made


class _Row(NamedTuple):
    """One row of one workbook with what each gate says of it."""

    ballots: Ballots
    layout: Layout
    number: int
    filled: Filled
    seen: Seen
    checked: Mapping[str, list[Finding]]
    ballot: Ballot

    def cells(self, ours: _Ours, table: Counter[tuple[str, str, str]]) -> list[Disagreement]:
        """Every judged cell: hidden verdict, rule, finding of the check."""
        found = []
        for name in (*score_columns(self.ballots.scale), NOT_BEGUN):
            hidden = self.seen.codes[self.number].get(name, "")
            mine = ours.codes.get(name, "")
            if name != NOT_BEGUN and not self.filled.row.locked:
                class_ = self.filled.cells[name][0] if name in self.filled.cells else "empty"
                table[kind_of(name), class_, mine or "đúng"] += 1
            errors, soft = self._findings(name)
            odd = (soft ^ ours.warnings.get(name, frozenset())) - self._saved_as_formula(name)
            if not hidden == mine == errors or odd:
                said = (hidden, mine, errors, *sorted(odd))
                found.append(self._differs("verdict", name, said))
        return found

    def _saved_as_formula(self, name: str) -> frozenset[str]:
        """LibreOffice saves TRUE and error values as formulas (``TRUE()``), and so they are."""
        kind = self.filled.cells[name][1].kind if name in self.filled.cells else ""
        return frozenset({"SCO-012"}) if kind in ("b", "e") else frozenset()

    def _findings(self, name: str) -> tuple[str, frozenset[str]]:
        column = self.ballots.scale.criteria[0].id if name == NOT_BEGUN else name
        place = address(self.layout.first_row + self.number, self.layout.inputs[column][0])
        listed = [
            f for f in self.checked.get(place, []) if (f.code == "SCO-020") == (name == NOT_BEGUN)
        ]
        errors = [_SAME.get(f.code, f.code) for f in listed if f.severity is Severity.ERROR]
        soft = frozenset(f.code for f in listed if f.severity is Severity.WARNING)
        return "+".join(errors), soft

    def whole(self, ours: _Ours) -> list[Disagreement]:
        """State, total and words of the row against the ballot that the merge counts."""
        state, total = self.seen.states[self.number], self.seen.totals[self.number]
        status = self.seen.statuses[self.number]
        found = []
        if not state == ours.state == _merged_state(self.ballot, ours):
            states = (state, ours.state, self.ballot.status)
            found.append(self._differs("state", "", states))
        if not total == ours.total == self.ballot.total:
            said = (str(total), str(ours.total), str(self.ballot.total))
            found.append(self._differs("total", "", said))
        if not self.filled.row.locked and dict(self.ballot.scores) != dict(ours.scores):
            pair = (str(ours.scores), str(self.ballot.scores))
            found.append(self._differs("scores", "", pair))
        faults = sum(bool(code) for code in ours.codes.values())
        if self.seen.faults[self.number] != faults:
            numbers = (str(self.seen.faults[self.number]), str(faults))
            found.append(self._differs("number of faults", "", numbers))
        if (status == "Đủ") != (self.ballot.status is BallotStatus.COUNTED):
            found.append(self._differs("status", "", (status, self.ballot.status)))
        words = self._first_words(ours)
        if not status.startswith(words) or (UNUSED in status) != (UNUSED in words):
            found.append(self._differs("words", "", (status, words)))
        return found

    def _first_words(self, ours: _Ours) -> str:
        if ours.state == "blank":
            return "Chưa chấm"
        for name in score_columns(self.ballots.scale):
            code = ours.codes.get(name, "")
            for message in score_verdict_messages(self.ballots.scale, name):
                if code and message.code == code:
                    return message.text
        words = {"scored": "Đủ", "abstained": "Không chấm", "conflict": "Xung đột lợi ích"}
        soft = frozenset().union(*ours.warnings.values())
        return words.get(ours.state, "?") + (UNUSED if soft & {"SCO-009", "SCO-010"} else "")

    def _differs(self, what: str, name: str, said: tuple[str, ...]) -> Disagreement:
        class_ = self.filled.cells[name][0] if name in self.filled.cells else ""
        typed = repr(self.filled.cells[name][1].value[:40]) if class_ else ""
        column = self.layout.inputs.get(name, (0,))[0]
        place = address(self.layout.first_row + self.number, column)
        return Disagreement(
            self.ballots.name, what, place, f"{name} {class_} {typed}".strip(), said
        )


def _merged_state(ballot: Ballot, ours: _Ours) -> str:
    """The state of a row as the merge counts it; what an incomplete one lacks the rules say."""
    states = {
        BallotStatus.COUNTED: "scored",
        BallotStatus.ABSTAINED: "abstained",
        BallotStatus.CONFLICT: "conflict",
    }
    incomplete = ours.state if ours.state in ("blank", "half", "bad") else "incomplete"
    return states.get(ballot.status, incomplete)


def _sums(
    ballots: Ballots, seen: Seen, checked: Mapping[str, list[Finding]], counted: list[Ballot]
) -> list[Disagreement]:
    """The overview against the ballots of the merge, the verdict against the check."""
    merged = Counter(ballot.status for ballot in counted)
    states = Counter(seen.states)
    left = merged[BallotStatus.INCOMPLETE]
    conflict = merged[BallotStatus.CONFLICT]
    expected = score_word(
        "overview_shown", "vi", due=len(counted) - conflict, done=merged[BallotStatus.COUNTED],
        left=left, blank=states["blank"], half=states["half"], bad=states["bad"],
        abstain=merged[BallotStatus.ABSTAINED], conflict=conflict,
    )  # fmt: skip
    found = []
    if seen.overview != expected or left != sum(states[s] for s in ("blank", "half", "bad")):
        said = (seen.overview, expected)
        found.append(Disagreement(ballots.name, "overview", "", "", said))
    errors = sum(f.severity is Severity.ERROR for line in checked.values() for f in line)
    ready = score_word("not_ready", "vi", n=errors) if errors else score_word("ready", "vi")
    if seen.ready != ready:
        found.append(Disagreement(ballots.name, "ready", "", "", (seen.ready, ready)))
    return found
