"""Judging one return: raw cells become values, faults and scored rows, whatever the file said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from appraisal.ballot import ScoredRow
from appraisal.emptiness import empty_finding
from appraisal.returned import Return, ReturnedRow
from appraisal.sheetorder import in_order
from appraisal.spelling import respelled_form, respelled_scores
from schemas.campaign import Campaign
from schemas.cell import RawCell
from schemas.dates import format_date
from schemas.field import Form
from schemas.finding import Finding, Origin, Severity
from schemas.form import StageForm
from schemas.number import format_decimal
from schemas.rules.judge import judge_header, judge_rows, judge_table
from schemas.rules.oldtext import DOUBTS
from schemas.rules.score import judge_scores, not_begun, not_begun_fault, score_columns
from schemas.scale import Scale
from schemas.text import n1_flat
from schemas.value import CellFault, JudgedRow, Value

__all__ = ["JudgedReturn", "judge_alone", "judge_return", "raw_text"]

Cells = Mapping[str, tuple[RawCell, ...]]

_NAMES_A_ROW = ("FLD-026", "FLD-027")
"""Faults whose ``row`` is a place in the sequence of rows; findings show the sheet's row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedReturn:
    """One return with its verdicts; ``rows`` (and ``scored``) run parallel to ``ret.rows``.

    ``scored`` is empty but for scoring workbooks. ``shown`` is what stands in the columns printed
    from earlier stages: in a spare row it was typed and says who an unregistered entry is.
    ``inputs`` are the ids of the fields people fill in, ``filled`` says of each row whether
    anything stands in them (what is only printed does not count). ``findings`` stand in row order.
    """

    ret: Return
    header: JudgedRow
    rows: tuple[JudgedRow, ...]
    scored: tuple[ScoredRow, ...]
    findings: tuple[Finding, ...]
    shown: tuple[Mapping[str, Value], ...] = ()
    inputs: tuple[str, ...] = ()
    filled: tuple[bool, ...] = ()

    @property
    def typed(self) -> Mapping[str, int]:
        """Entry id → index of the first row with that id in which anything was filled in."""
        found: dict[str, int] = {}
        for index, row in enumerate(self.ret.rows):
            if row.entry_id and self.filled[index]:
                found.setdefault(row.entry_id, index)
        return found

    def complete(self, index: int) -> bool:
        """Whether row ``index`` has no error, the header's errors being every used row's."""
        if not self.rows[index].used:
            return True
        return self.rows[index].complete and all(fault.warning for fault in self.header.faults)

    def blocked(self, index: int) -> frozenset[str]:
        """What the errors of row ``index`` and of the header block."""
        faults = (*self.header.faults, *self.rows[index].faults)
        return frozenset(name for f in faults if not f.warning for name in f.blocks)


def judge_alone(form: StageForm, ret: Return) -> tuple[JudgedReturn, tuple[Finding, ...]]:
    """One workbook by the form that it carries: its verdicts, and all findings in sheet order."""
    judged = judge_return(None, form, ret)
    return judged, in_order((*ret.findings, *judged.findings))


def _is_filled(row: ReturnedRow, inputs: Sequence[str]) -> bool:
    cells = (cell for name in inputs for cell in row.cells.get(name, ()))
    return any(cell.lost or n1_flat(raw_text(cell)) != "" for cell in cells)


def judge_return(campaign: Campaign | None, form: StageForm, ret: Return) -> JudgedReturn:
    """Judge every cell of a return by the definition (FLD- and SCO- codes), and the whole of it.

    What was read in another spelling than typed is told as well (`appraisal.spelling`).

    Header fields are judged once; a fault there is one finding and belongs to every row. In a
    sparse form a row in which nothing is filled in is not used and has no faults. ``form`` is the
    stage's form of ``campaign``; without a campaign (a workbook checked alone) it is the one the
    workbook carries, and an entry that a member has not scored at all is a fault (SCO-020);
    in a merge a stand-in may have scored it.
    """
    if form.scale is not None:
        stage = campaign.stage(form.stage_id) if campaign else None
        scale = campaign.stage_scale(stage) if campaign and stage else form.scale
        return _judge_scoring(scale, ret, alone=campaign is None)
    if form.form is None:
        raise ValueError(f"stage {form.stage_id} has neither a form nor a scale")
    header = judge_header(form.form.header, ret.header)
    cells = [row.cells for row in ret.rows]
    inputs = tuple(field.id for field in form.form.fields)
    filled = tuple(_is_filled(row, inputs) for row in ret.rows)
    used = [not form.form.sparse or typed for typed in filled]
    shown = _shown(form, cells)
    judged, sure = judge_table(form.form.fields, cells, used, shown=form.shown)
    rows = _with_doubts(judged, shown)
    found = [_header_finding(ret, fault) for fault in header.faults]
    found += _whole(form.form, ret, rows, filled, alone=campaign is None)
    found += _told_otherwise(ret, rows)
    return JudgedReturn(
        ret=ret,
        header=header,
        rows=rows,
        shown=tuple(row.values for row in shown),
        scored=(),
        findings=(
            *found,
            *_row_findings(ret, rows),
            *respelled_form(form.form, ret, rows, sure),
        ),
        inputs=inputs,
        filled=filled,
    )


def _shown(form: StageForm, cells: Sequence[Cells]) -> tuple[JudgedRow, ...]:
    """What is printed from earlier stages, row by row; in most forms that is nothing."""
    if not form.shown:
        return (JudgedRow(values={}, faults=(), used=True),) * len(cells)
    return judge_rows(form.shown, cells, [True] * len(cells))


def _with_doubts(rows: Sequence[JudgedRow], shown: Sequence[JudgedRow]) -> tuple[JudgedRow, ...]:
    """Who an unregistered entry is, is typed beside the fields: nobody guesses that either."""
    found = [tuple([f for f in row.faults if f.code in DOUBTS]) for row in shown]
    if not any(found):
        return tuple(rows)
    return tuple(
        replace(row, faults=(*doubts, *row.faults)) if doubts and row.used else row
        for row, doubts in zip(rows, found, strict=True)
    )


def _judge_scoring(scale: Scale, ret: Return, *, alone: bool) -> JudgedReturn:
    """``alone``: nobody else can score what this member left out (SCO-020)."""
    rows: list[JudgedRow] = []
    scored: list[ScoredRow] = []
    totals: list[Decimal | None] = []
    for row in ret.rows:
        verdict = judge_scores(scale, row.cells)
        totals.append(verdict.total)
        values: dict[str, Value] = {name: points for name, points in verdict.scores.items()}
        faults = verdict.faults
        if alone and not verdict.faulty and not_begun(scale, row.cells):
            faults = (*faults, not_begun_fault(scale))
        rows.append(JudgedRow(values=values, faults=faults, used=True))
        scored.append(
            ScoredRow(
                entry=row.entry_id,
                member=ret.sender.id if ret.sender else "",
                scores=verdict.scores,
                abstained=verdict.abstained,
                conflict=verdict.conflict,
                comment=verdict.comment,
                blank=verdict.blank,
                faulty=verdict.faulty,
                origin=ret.places.id_cell(ret.path, row.row),
                row=row.row,
                cells=_score_cells(scale, ret, row.row),
            )
        )
    filled = tuple(not row.blank for row in scored)
    found = _whole(None, ret, rows, filled, alone=alone)
    found += _totals_told_otherwise(ret, totals)
    return JudgedReturn(
        ret=ret,
        header=JudgedRow(values={}, faults=(), used=True),
        rows=tuple(rows),
        scored=tuple(scored),
        findings=(
            *found,
            *_row_findings(ret, rows),
            *respelled_scores(scale, ret, (row.values for row in rows)),
        ),
        inputs=score_columns(scale),
        filled=filled,
    )


def _whole(
    form: Form | None,
    ret: Return,
    rows: Sequence[JudgedRow],
    filled: Sequence[bool],
    *,
    alone: bool,
) -> list[Finding]:
    found = empty_finding(form, ret, rows, filled, alone=alone)
    return [found] if found else []


def _told_otherwise(ret: Return, rows: Sequence[JudgedRow]) -> list[Finding]:
    """RET-061: the workbook calls a row complete that is not (its checks were pasted over).

    Faults that it cannot see are no such sign.
    """
    return [
        Finding(
            code="RET-061",
            severity=Severity.WARNING,
            origin=ret.places.cell(ret.path, "_status", raw.row),
            params={"entry": raw.entry_id or "—"},
        )
        for raw, judged in zip(ret.rows, rows, strict=True)
        if raw.told_complete and any(f.seen and not f.warning for f in judged.faults)
    ]


def _totals_told_otherwise(ret: Return, totals: Sequence[Decimal | None]) -> list[Finding]:
    """RET-060: the workbook's own total of a ballot is not the sum of its scores."""
    return [
        Finding(
            code="RET-060",
            severity=Severity.WARNING,
            origin=ret.places.cell(ret.path, "_total", raw.row),
            value=format_decimal(raw.told_total),
            params={
                "entry": raw.entry_id,
                "total": "—" if total is None else format_decimal(total),
            },
        )
        for raw, total in zip(ret.rows, totals, strict=True)
        if raw.told_total is not None and raw.told_total != total
    ]


def _score_cells(scale: Scale, ret: Return, row: int) -> Mapping[str, Origin]:
    names = (criterion.id for criterion in scale.criteria)
    return {name: ret.places.cell(ret.path, name, row) for name in names}


def _header_finding(ret: Return, fault: CellFault) -> Finding:
    address = ret.places.header.get(fault.field, "")
    origin = Origin(file=ret.path, sheet=ret.places.sheet, cell=address)
    return _finding(fault, origin, ret.header)


def _row_findings(ret: Return, rows: Sequence[JudgedRow]) -> tuple[Finding, ...]:
    return tuple(
        _finding(
            _with_sheet_row(ret, fault),
            ret.places.cell(ret.path, fault.field, raw.row, fault.column),
            raw.cells,
        )
        for raw, judged in zip(ret.rows, rows, strict=True)
        for fault in judged.faults
    )


def _with_sheet_row(ret: Return, fault: CellFault) -> CellFault:
    if fault.code not in _NAMES_A_ROW:
        return fault
    row = ret.rows[int(fault.params["row"]) - 1].row
    return replace(fault, params={**fault.params, "row": str(row)})


def _finding(fault: CellFault, origin: Origin, cells: Mapping[str, tuple[RawCell, ...]]) -> Finding:
    typed = cells.get(fault.field, ())
    return Finding(
        code=fault.code,
        severity=Severity.WARNING if fault.warning else Severity.ERROR,
        origin=origin,
        value=raw_text(typed[fault.column]) if fault.column < len(typed) else "",
        params=fault.params,
    )


def raw_text(cell: RawCell) -> str:
    """What stood in a cell, as text: numbers with a decimal comma, dates dd/mm/yyyy."""
    match cell.value:
        case None:
            return ""
        case bool():
            return "TRUE" if cell.value else "FALSE"
        case Decimal():
            return format_decimal(cell.value)
        case date():
            return format_date(cell.value)
        case str():
            return cell.value
