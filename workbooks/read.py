"""A returned workbook → a Return with the origin of everything in it, or the reason why not.

Nothing here judges an entry; nothing a workbook computed is believed. Codes: those of the gate
(FILE-…), and READ-001 other campaign, READ-002 not one of our forms, READ-003 stage unknown,
READ-004 form not found, READ-005 recognised by its headings; of more than one table in a workbook
those of `workbooks.tables`; of what was read those of `workbooks.readnotes`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from appraisal.judge import raw_text
from appraisal.returned import Places, Return, Sender
from schemas.cell import BLANK, RawCell
from schemas.finding import Finding, Origin, Severity
from schemas.form import StageForm
from schemas.kinds import SenderKind
from schemas.number import format_decimal
from schemas.text import n1_flat
from workbooks.book import read_workbook
from workbooks.card import Card, read_card
from workbooks.find import Found, find_form
from workbooks.gatereport import GateReport
from workbooks.grid import Grid
from workbooks.layout import (
    DERIVED_SHEETS,
    address,
    column_letters,
)
from workbooks.lettercode import code_of
from workbooks.readnotes import Reading, reading_findings
from workbooks.readrows import (
    ENTRY_ID,
    TableRows,
    outline_rows,
    plain,
    printed_ids,
    table_rows,
)
from workbooks.tables import (
    Refusal,
    choose_table,
    clash_of_cards,
    foreign_table,
)

__all__ = ["read_return", "read_standalone", "return_of"]

_NOT_FOUND = ("READ-002", "READ-004")
_SLUGS = ("looks_like", "reason")
_DOUBT = "\0"  # in no cell

_Place = TypeVar("_Place")


def read_return(data: bytes, path: str, forms: Mapping[str, StageForm], campaign_id: str) -> Return:
    """One file as a return of this campaign; ``forms`` are its forms by stage id.

    ``path`` is relative to the workspace. Whatever the file holds, the answer is a Return;
    ``rejected`` says why it is kept out.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    report, grids = read_workbook(data, path, DERIVED_SHEETS)
    ret = _taken(path, sha256, report, grids, forms, campaign_id)
    if ret.rejected is not None and ret.rejected.code in _NOT_FOUND:
        report, grids = read_workbook(data, path)  # the form may stand on a sheet renamed so
        ret = _taken(path, sha256, report, grids, forms, campaign_id)
    return ret


def _taken(
    path: str,
    sha256: str,
    report: GateReport,
    grids: Mapping[str, Grid],
    forms: Mapping[str, StageForm],
    campaign_id: str,
) -> Return:
    if not report.ok:
        return _rejected(path, sha256, report.code, dict(report.params))
    clash = clash_of_cards(grids)
    if clash is not None:
        return _rejected(path, sha256, clash.code, clash.params)
    card = read_card(grids)
    if card is None:
        return _without_card(path, sha256, report, grids, forms)
    if card.campaign != campaign_id:
        clash = foreign_table(grids, card, forms)
        if clash is not None:
            return _rejected(path, sha256, clash.code, clash.params)
        return _rejected(path, sha256, "READ-001", {"found": card.campaign, "ours": campaign_id})
    form = forms.get(card.stage)
    if form is None:
        return _rejected(path, sha256, "READ-003", {"stage": card.stage}, card)
    return return_of(path, sha256, report, grids, card, form)


def read_standalone(data: bytes, path: str) -> tuple[StageForm | None, Return]:
    """One file by the form part that it carries itself (for ``thidua check``)."""
    sha256 = hashlib.sha256(data).hexdigest()
    report, grids = read_workbook(data, path)
    if not report.ok:
        return None, _rejected(path, sha256, report.code, dict(report.params))
    clash = clash_of_cards(grids)
    if clash is not None:
        return None, _rejected(path, sha256, clash.code, clash.params)
    card = read_card(grids)
    if card is None or card.form is None:
        return None, _rejected(path, sha256, "READ-002", {})
    return card.form, return_of(path, sha256, report, grids, card, card.form)


def _without_card(
    path: str,
    sha256: str,
    report: GateReport,
    grids: Mapping[str, Grid],
    forms: Mapping[str, StageForm],
) -> Return:
    """The hidden sheet is gone: by its headings if exactly one form and one sender fit."""
    fits = [(form, found) for form in forms.values() if (found := find_form(grids, form, 1))]
    whole = [(form, found) for form, found in fits if not found.lost]
    if len(whole) != 1:
        return _rejected(path, sha256, "READ-002", {})
    form, found = whole[0]
    senders = _prefixes(grids[found.sheet], found)
    if found.cells:
        senders = {plain(grids[found.sheet].cell(found.id_row, found.id_col))} - {""}
    if form.sender is not SenderKind.UNIT or len(senders) != 1:
        return _rejected(path, sha256, "READ-002", {})
    card = Card(
        campaign=form.campaign_id,
        stage=form.stage_id,
        sender=Sender(kind=form.sender, id=senders.pop()),
        submission=1,
        part=0,
        fingerprint=form.fingerprint,
        rows=grids[found.sheet].rows,
        form=None,
    )
    ret = return_of(path, sha256, report, grids, card, form)
    warning = _finding("READ-005", Severity.WARNING, Origin(file=path, sheet=found.sheet), {})
    return replace(ret, findings=(*ret.findings, warning))


def _prefixes(grid: Grid, found: Found) -> set[str]:
    prefixes: set[str] = set()
    for row in range(found.first_row, grid.rows):
        match = ENTRY_ID.fullmatch(plain(grid.cell(row, found.id_col)))
        if match:
            prefixes.add(match[1])
    return prefixes


def return_of(
    path: str,
    sha256: str,
    report: GateReport,
    grids: Mapping[str, Grid],
    card: Card,
    form: StageForm,
) -> Return:
    """The form's answers out of the grids of one workbook, whoever read them: a file or Excel.

    They stand where the form has them that the file was issued with; ``form`` says which count.
    ``rejected`` READ-004 where no such form is found.
    """
    issued = card.form or form
    chosen = choose_table(grids, card, issued, form)
    if chosen is None:
        return _rejected(path, sha256, "READ-004", {"sheet": form.sheet}, card)
    if isinstance(chosen, Refusal):
        owner = card if chosen.sure else None
        return _rejected(path, sha256, chosen.code, chosen.params, owner)
    found, grid = chosen.found, grids[chosen.found.sheet]
    known = frozenset(card.entries)
    found = replace(found, inputs=_known(found.inputs, form), cells=_known(found.cells, form))
    nil, nil_odd = _nil(grid, found)
    table: TableRows | None = None
    if found.cells:
        ids: tuple[str, ...] = (card.sender.id,)
        rows = outline_rows(grid, found, card.sender, nil)
    else:
        table = table_rows(grid, found, card, form, known)
        rows, ids = table.used, tuple(printed_ids(grid, found, known))
    ret = Return(
        path=path,
        sha256=sha256,
        stage=card.stage,
        sender=card.sender,
        submission=card.submission,
        part=card.part,
        fingerprint=card.fingerprint,
        saved_at=report.saved_at,
        nil=nil,
        nil_odd=nil_odd,
        header={key: (grid.cell(*place),) for key, place in found.header.items()},
        rows=rows,
        unused=table.unused if table else (),
        row_ids=ids,
        places=_places(found),
    )
    reading = Reading(
        path=path, report=report, grids=grids, card=card, form=form, issued=issued, found=found,
        table=table, instead_of=chosen.instead_of,
    )  # fmt: skip
    return replace(
        ret,
        findings=tuple(reading_findings(reading)),
        content_key=_content_key(ret),
        letter_code=code_of(form, ret),
    )


def _known(inputs: Mapping[str, _Place], form: StageForm) -> dict[str, _Place]:
    """The columns or cells of fields that the campaign's form has; another form may have others."""
    names = {field.id for field in form.form.fields} if form.form else set()
    if form.scale:
        names = {criterion.id for criterion in form.scale.criteria}
        names |= {key for key in inputs if key.startswith("_")}
    return {key: columns for key, columns in inputs.items() if key in names}


def _nil(grid: Grid, found: Found) -> tuple[bool, str]:
    """Whether "there is nothing" is ticked, and what stands there that is no tick."""
    cell = grid.cell(*found.nil) if found.nil else BLANK
    if cell.lost:
        return False, "="
    flat = n1_flat(raw_text(cell))
    return (True, "") if flat in ("x", "X") else (False, flat)


def _places(found: Found) -> Places:
    columns = {
        key: tuple(column_letters(column) for column in numbers)
        for key, numbers in {**found.shown, **found.inputs}.items()
    }
    columns["_id"] = (column_letters(found.id_col),)
    if found.total_col is not None:
        columns["_total"] = (column_letters(found.total_col),)
    if found.status_col >= 0:
        columns["_status"] = (column_letters(found.status_col),)
    return Places(
        sheet=found.sheet,
        columns=columns,
        header={key: address(*place) for key, place in found.header.items()},
        nil=address(*found.nil) if found.nil else "",
        first=_first_cell(found),
        cells={
            key: tuple(address(*place) for place in places) for key, places in found.cells.items()
        },
    )


def _first_cell(found: Found) -> str:
    cells = [place for places in found.cells.values() for place in places]
    columns = [column for numbers in found.inputs.values() for column in numbers]
    if cells or not columns:
        return address(*min(cells)) if cells else ""
    return address(found.first_row, min(columns))


def _content_key(ret: Return) -> str:
    content = {
        "stage": ret.stage,
        "sender": [str(ret.sender.kind), ret.sender.id] if ret.sender else [],
        "part": ret.part,
        "nil": ret.nil_odd or ret.nil,
        "header": _contents(ret.header),
        "rows": [[row.entry_id, _contents(row.cells)] for row in ret.rows],
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _contents(cells: Mapping[str, tuple[RawCell, ...]]) -> dict[str, list[str]]:
    return {key: [_content(cell) for cell in found] for key, found in cells.items()}


def _content(cell: RawCell) -> str:
    """What stands in a cell; a time of day counts, since a number field sees it.

    So does doubt: the same characters in another font are the answer to it.
    """
    if cell.serial is not None:
        return format_decimal(cell.serial)
    return plain(cell) + (_DOUBT if cell.doubtful else "")


def _rejected(
    path: str, sha256: str, code: str, params: Mapping[str, str], card: Card | None = None
) -> Return:
    worded = {key: _worded(code, key, value) for key, value in params.items()}
    if "looks_like" in params:
        worded["how"] = f"@FILE-HOW:{params['looks_like']}"
    finding = _finding(code, Severity.ERROR, Origin(file=path), worded)
    return Return(
        path=path,
        sha256=sha256,
        stage=card.stage if card else "",
        sender=card.sender if card else None,
        submission=card.submission if card else 1,
        part=card.part if card else 0,
        rejected=finding,
    )


def _worded(code: str, key: str, value: str) -> str:
    """The gate's slugs (``word``, ``truncated``) name texts of the catalogue under its code."""
    return f"@{code}:{value}" if key in _SLUGS else value


def _finding(code: str, severity: Severity, origin: Origin, params: Mapping[str, str]) -> Finding:
    return Finding(code=code, severity=severity, origin=origin, params=dict(params))
