"""Correction packs: a sender's own workbook again, bad cells marked, the list of faults in front.

Everything stands as it was typed: text stays text, numbers stay numbers; a formula and an error
value become what they showed. Nothing typed becomes a formula or a link.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from appraisal.judge import JudgedReturn
from appraisal.returned import Return, ReturnedRow, Sender
from appraisal.unit import Member
from schemas.campaign import Campaign
from schemas.cell import BLANK, RawCell
from schemas.finding import Finding, Severity
from schemas.form import StageForm
from schemas.kinds import SenderKind
from schemas.rules.score import CONFLICT, score_columns
from schemas.text import safe_text
from schemas.value import Value
from workbooks.issue import write_form, write_scoring
from workbooks.layout import (
    HONOUR_SHOWN,
    SCORE_SHOWN,
    Layout,
    address,
    layout_of,
    shows_honours,
)
from workbooks.plan import HOME_UNIT, FormPlan, FormRow, ScorePlan, ScoreRow
from workbooks.sheets.typed import as_written

__all__ = ["told_findings", "write_pack"]

_OFFICE_ONLY = frozenset(("RET-005", "RET-006", "RET-050", "RET-051", "RET-052"))
"""What only the office can settle, in its own registers: it asks the unit for nothing."""

_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1}


def write_pack(
    campaign: Campaign,
    form: StageForm,
    form_json: str,
    judged: JudgedReturn,
    findings: Sequence[Finding],
    sender_name: str,
    group: str,
    as_of: date,
    *,
    member: Member | None = None,
    lang: str = "vi",
) -> bytes:
    """The pack of one return: its workbook with submission number n+1.

    ``findings`` are all that concern the file; those of weight INFO are not told. ``member`` is
    the sender of a scoring workbook. ValueError where the return holds no printed entry id.
    """
    rows = _rows(judged.ret)
    told = _told(findings, judged.ret, form, rows)
    marks: dict[str, list[Finding]] = defaultdict(list)
    for finding in told:
        if finding.origin.cell:
            marks[finding.origin.cell].append(finding)
    about: dict[str, Any] = {
        "campaign": campaign,
        "stage": form,
        "form_json": form_json,
        "submission": judged.ret.submission + 1,
        "part": judged.ret.part,
        "marks": {cell: tuple(found) for cell, found in sorted(marks.items())},
        "faults": told,
        "as_of": as_of,
        "lang": lang,
        "group": group,
    }
    if form.scale is not None:
        sender = member or _unknown(judged.ret.sender, sender_name)
        ballots = tuple(_score_row(form, entry_id, row, sender) for entry_id, row in rows)
        return write_scoring(ScorePlan(member=sender, rows=ballots, **about))
    capacity = _registered(campaign)
    plan = FormPlan(
        sender=judged.ret.sender or Sender(kind=SenderKind.UNIT, id=""),
        sender_name=sender_name,
        rows=tuple(_form_row(form, entry_id, row, capacity) for entry_id, row in rows),
        header=judged.ret.header,
        nil=judged.ret.nil,
        **about,
    )
    return write_form(plan)


def _rows(ret: Return) -> list[tuple[str, ReturnedRow | None]]:
    """The printed ids in order, each with its row; rows without an id of their own take a free one.

    So nothing that was typed is lost, and two rows of one id stand under each other to be told
    apart by the findings.
    """
    ids = list(dict.fromkeys(ret.row_ids)) or list(
        dict.fromkeys(row.entry_id for row in ret.rows if row.entry_id)
    )
    held: dict[str, ReturnedRow] = {}
    homeless: list[ReturnedRow] = []
    for row in ret.rows:
        if row.entry_id in held or row.entry_id not in ids:
            homeless.append(row)
        else:
            held[row.entry_id] = row
    for row in ret.unused:
        if row.entry_id in ids:
            held.setdefault(row.entry_id, row)
    free = [entry_id for entry_id in ids if entry_id not in held]
    for row in homeless[: len(free)]:
        held[free.pop(0)] = row
    placed: list[tuple[str, ReturnedRow | None]] = [(name, held.get(name)) for name in ids]
    left = [row for row in homeless if row not in held.values()]
    return placed + [(safe_text(row.entry_id) or f"?{row.row}", row) for row in left]


def _moves(
    ret: Return,
    form: StageForm,
    layout: Layout,
    rows: Sequence[tuple[str, ReturnedRow | None]],
) -> dict[str, str]:
    """Addresses in the returned file → addresses in the pack."""
    moves: dict[str, str] = {}
    columns = {**layout.shown, **layout.inputs, "_id": (layout.id_col,)}
    for number, (_, row) in enumerate(rows):
        if row is None or layout.cells:
            continue
        for name, letters in ret.places.columns.items():
            for letter, column in zip(letters, columns.get(name, ()), strict=False):
                moves[f"{letter}{row.row}"] = address(layout.first_row + number, column)
    for name, cells in ret.places.cells.items():
        for cell, place in zip(cells, layout.cells.get(name, ()), strict=False):
            moves[cell] = address(*place)
    for name, cell in ret.places.header.items():
        if name in layout.header:
            moves[cell] = address(*layout.header[name])
    if ret.places.nil and layout.nil:
        moves[ret.places.nil] = address(*layout.nil)
    return moves


def told_findings(
    form: StageForm, judged: JudgedReturn, findings: Sequence[Finding]
) -> tuple[Finding, ...]:
    """What the pack of a return asks to mend, at its place there.

    Not what is only to know, nor what the office settles in its own registers (RET-005, RET-006,
    RET-050 … RET-052).
    """
    return _told(findings, judged.ret, form, _rows(judged.ret))


def _told(
    findings: Sequence[Finding],
    ret: Return,
    form: StageForm,
    rows: Sequence[tuple[str, ReturnedRow | None]],
) -> tuple[Finding, ...]:
    """The findings at their place in the pack, errors first, then in the order of the sheet."""
    places = _moves(ret, form, layout_of(form, len(rows)), rows)
    moved = []
    for finding in filter(_concerns_unit, findings):
        origin = finding.origin
        known = origin.sheet in ("", ret.places.sheet) and origin.cell in places
        cell = places[origin.cell] if known else ""
        moved.append(
            replace(finding, origin=replace(origin, sheet=form.sheet if cell else "", cell=cell))
        )
    order = {address: place for place, address in enumerate(places.values())}
    return tuple(
        sorted(moved, key=lambda f: (_WEIGHT[f.severity], order.get(f.origin.cell, -1), f.code))
    )


def _concerns_unit(finding: Finding) -> bool:
    return finding.severity is not Severity.INFO and finding.code not in _OFFICE_ONLY


def _registered(campaign: Campaign) -> int:
    """How many rows there were where entries begin; later stages number their spare rows above."""
    first = campaign.entry_stage
    return first.form.capacity if first and first.form else 0


def _form_row(form: StageForm, entry_id: str, row: ReturnedRow | None, capacity: int) -> FormRow:
    cells = row.cells if row else {}
    if form.form is None or form.form.outline or _begins(form):
        return FormRow(entry_id=entry_id, cells=cells)
    if shows_honours(form):
        told = tuple(_plain(cells.get(name, ())) for name in HONOUR_SHOWN)
        return FormRow(entry_id=entry_id, honour=told, cells=cells)
    number = entry_id.rpartition("-")[2]
    mine = form.sender is not SenderKind.BODY
    spare = mine and (not number.isdigit() or int(number) > capacity)
    if row is None:
        return FormRow(entry_id=entry_id, spare=spare)
    shown: dict[str, Value] = {}
    if not spare:
        shown = {field.id: _plain(cells.get(field.id, ())) for field in form.shown}
        for name, bound in zip((form.name_field, form.title_field), row.bound_to, strict=True):
            if name in shown and not shown[name]:
                shown[name] = bound
    return FormRow(entry_id=entry_id, shown=shown, cells=cells, spare=spare)


def _begins(form: StageForm) -> bool:
    """Whether entries begin here: who an entry is, is typed in."""
    return form.form is not None and any(f.id == form.name_field for f in form.form.fields)


def _score_row(form: StageForm, entry_id: str, row: ReturnedRow | None, member: Member) -> ScoreRow:
    if row is None:
        return ScoreRow(entry_id=entry_id, unit_name="", name="", title="")
    unit, name, title = (_plain(row.cells.get(shown, ())) for shown in SCORE_SHOWN)
    names = score_columns(form.scale) if form.scale else ()
    cells = {key: row.cells[key] for key in names if key in row.cells}
    own = member.home_unit and entry_id.rpartition("-")[0] == member.home_unit
    ticked = bool(_plain(cells.get(CONFLICT, ())))
    return ScoreRow(
        entry_id=entry_id,
        unit_name=str(unit),
        name=str(name or row.bound_to[0]),
        title=str(title or row.bound_to[1]),
        locked=HOME_UNIT if own and ticked else "",
        cells=cells,
    )


def _plain(cells: Sequence[RawCell]) -> str:
    cell = as_written(cells[0]) if cells else BLANK
    return "" if cell.value is None else safe_text(str(cell.value))


def _unknown(sender: Sender | None, name: str) -> Member:
    return Member(code=sender.id if sender else "", name=name, position="", route="")
