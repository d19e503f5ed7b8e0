"""Returns of any number in memory, with their intake lines and decisions, for the account."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256

from appraisal.decision import Decision, DecisionKind
from appraisal.intake import IntakeLine
from appraisal.returned import Places, Return, ReturnedRow, Sender
from appraisal.unit import Unit
from bench.scoringworld import ENTRIES, value_of
from schemas.campaign import Campaign, Stage
from schemas.cell import BLANK, CellKind, RawCell, text_cell
from schemas.field import Field
from schemas.finding import Origin
from schemas.kinds import FieldKind, SenderKind

__all__ = ["ACCOUNT_DAY", "returned"]

ACCOUNT_DAY = date(2023, 2, 20)
_SAVED = datetime(2023, 1, 20, tzinfo=UTC)
_FIRST_ROW = 20


def returned(
    campaign: Campaign, units: Sequence[Unit]
) -> tuple[tuple[Return, ...], tuple[IntakeLine, ...], tuple[Decision, ...]]:
    """A registration of every unit, one in ten without a title; its intake line, an approval."""
    stage = campaign.stages[0]
    returns = tuple(_return(campaign, stage, unit, n) for n, unit in enumerate(units))
    lines = tuple(
        IntakeLine(
            number=f"{n}-BC",
            dated=date(2023, 1, 20),
            received_on=date(2023, 1, 21),
            channel=campaign.channels[0].id,
            sender=unit.code,
            stage=stage.id,
            file="",
            keyed_in=False,
            origin=Origin(file="van-ban-den.xlsx", sheet="Văn bản đến", cell=f"A{n + 2}"),
        )
        for n, unit in enumerate(units)
    )
    decisions = tuple(
        Decision(
            kind=DecisionKind.APPROVE,
            entry=f"{unit.code}-01",
            origin=Origin(file="quyet-dinh.xlsx", sheet="Quyết định", cell=f"A{n + 2}"),
        )
        for n, unit in enumerate(units)
    )
    return returns, lines, decisions


def _return(campaign: Campaign, stage: Stage, unit: Unit, number: int) -> Return:
    assert stage.form is not None
    path = f"nhan-ve/{stage.id}/{unit.code}_{stage.id}.xlsx"
    fields = stage.form.fields
    rows = tuple(
        ReturnedRow(
            row=_FIRST_ROW + k,
            entry_id=f"{unit.code}-{k + 1:02d}",
            cells=_row(campaign, fields, number, k),
        )
        for k in range(ENTRIES)
    )
    return Return(
        path=path,
        sha256=sha256(path.encode()).hexdigest(),
        stage=stage.id,
        sender=Sender(kind=SenderKind.UNIT, id=unit.code),
        saved_at=_SAVED + timedelta(minutes=number),
        content_key=sha256(f"{path} nội dung".encode()).hexdigest(),
        header={field.id: (_cell(field, False, number),) for field in stage.form.header},
        rows=rows,
        row_ids=tuple(row.entry_id for row in rows),
        places=Places(
            sheet=stage.sheet,
            columns={field.id: (f"A{chr(65 + k)}",) for k, field in enumerate(fields)},
        ),
    )


def _row(
    campaign: Campaign, fields: Sequence[Field], number: int, k: int
) -> dict[str, tuple[RawCell, ...]]:
    cells: dict[str, tuple[RawCell, ...]] = {
        field.id: (_cell(field, k % 3 == 0, number * ENTRIES + k),) for field in fields
    }
    missing = number % 10 == 0 and k == 0
    title = "" if missing else f"Mô hình số {number}-{k} vận động nhân dân hiến đất"
    subject = campaign.subjects[1 if k % 3 == 0 else 0].label
    cells[campaign.roles.subject] = (text_cell(subject),)
    cells[campaign.roles.name] = (text_cell(f"Tổ dân vận số {k + 1}"),)
    cells[campaign.roles.title] = (text_cell(title) if title else BLANK,)
    return cells


def _cell(field: Field, person: bool, turn: int) -> RawCell:
    value = value_of(field, person, turn)
    if field.kind is FieldKind.CHOICE:
        return text_cell(next(c.label for c in field.choices if c.id == value))
    if isinstance(value, tuple):
        return text_cell("x")
    if isinstance(value, date):
        return RawCell(CellKind.DATE, value)
    if isinstance(value, Decimal):
        return RawCell(CellKind.NUMBER, value)
    return text_cell(value) if value else BLANK
