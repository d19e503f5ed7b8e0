"""Workbooks of every stage of every built-in campaign, blank, filled and filled badly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

from appraisal.judge import judge_return
from appraisal.returned import Sender
from appraisal.unit import Member
from schemas.campaign import Campaign, Stage
from schemas.cell import CellKind, RawCell, text_cell
from schemas.field import Field
from schemas.form import StageForm
from schemas.formpart import encode_form, stage_form
from schemas.kinds import FieldKind, SenderKind
from schemas.load import read_definition
from schemas.preset import preset_bytes, presets
from schemas.rules import score_columns
from schemas.value import Value
from workbooks.issue import write_form, write_scoring
from workbooks.layout import shows_honours
from workbooks.pack import write_pack
from workbooks.plan import FormPlan, FormRow, ScorePlan, ScoreRow
from workbooks.read import read_return

__all__ = ["STAGES", "blank", "campaign", "faulty", "full", "pack"]

Cells = Mapping[str, tuple[RawCell, ...]]
Fill = Callable[[Field, int], tuple[RawCell, ...]]
Fills = Sequence[Fill]

_LONG = "Nội dung rất dài; " * 1800  # 32,400 characters: nearly all that a cell holds
_FINE: Mapping[FieldKind, str] = {
    FieldKind.TEXT: "Đảng ủy xã “Ka Đô” & các chi bộ <01>",
    FieldKind.LONG_TEXT: "Dòng thứ nhất\nDòng thứ hai; 100% đảng viên 'đồng thuận'.",
    FieldKind.INTEGER: "12",
    FieldKind.DECIMAL: "12,5",
    FieldKind.DATE: "05/01/2024",
}
_SHOWN: Mapping[FieldKind, Value] = {
    FieldKind.TEXT: "Chi bộ số – sinh hoạt không giấy",
    FieldKind.LONG_TEXT: "Tài liệu gửi trước 03 ngày.\n" * 40,
    FieldKind.INTEGER: Decimal(3),
    FieldKind.DECIMAL: Decimal("12.5"),
    FieldKind.DATE: date(2024, 1, 5),
}


@cache
def campaign(preset: str) -> Campaign:
    """A built-in campaign."""
    loaded, findings = read_definition(preset_bytes(preset))
    assert loaded is not None, findings
    return loaded


def _stages() -> Iterator[tuple[str, str]]:
    for info in presets():
        for stage in campaign(info.id).stages:
            yield info.id, stage.id


STAGES = tuple(_stages())
"""Every preset with each of its stages."""


def blank(preset: str, stage: str, rows: int = 30) -> bytes:
    """As it goes out; outlines have one row."""
    return _written(preset, stage, rows, [])


def full(preset: str, stage: str) -> bytes:
    """Five rows filled with what an office types."""
    return _written(preset, stage, 6, [_fine] * 5)


@cache
def faulty(preset: str, stage: str) -> bytes:
    """Rows with the worst that can stand in a cell."""
    return _written(preset, stage, 6, [_bad, _fine, _fine, _hostile])


def pack(preset: str, stage: str) -> bytes:
    """The correction pack of `faulty`."""
    made, form = campaign(preset), stage_form(campaign(preset), stage)
    path = f"nhan-ve/{stage}/DV01.xlsx"
    ret = read_return(faulty(preset, stage), path, {stage: form}, made.id)
    assert ret.rejected is None, ret.rejected
    judged = judge_return(made, form, ret)
    findings = (*ret.findings, *judged.findings)
    assert findings
    told, day = encode_form(made, stage), date(2024, 1, 12)
    member = _member(made) if form.scale else None
    return write_pack(made, form, told, judged, findings, "Đơn vị", "", day, member=member)


def _written(preset: str, stage_id: str, rows: int, fills: Fills) -> bytes:
    made = campaign(preset)
    stage, form = made.stage(stage_id), stage_form(made, stage_id)
    assert stage is not None
    if form.scale:
        return write_scoring(_score_plan(made, form, rows, fills))
    plan = _form_plan(made, stage, form, rows, fills)
    if fills and form.form and form.form.header:
        plan = replace(plan, header={f.id: _fine(f, 0) for f in form.form.header})
    return write_form(plan)


def _form_plan(made: Campaign, stage: Stage, form: StageForm, rows: int, fills: Fills) -> FormPlan:
    assert form.form is not None
    kind = form.sender
    sender = "DV01" if kind is SenderKind.UNIT else "btv"
    count = 1 if form.form.outline else rows
    honour = ("Chi bộ thôn 1", "Dân vận khéo", "Đảng ủy xã Ka Đô", "2022", "1/QĐ-UBND")
    return FormPlan(
        campaign=made,
        stage=form,
        form_json=encode_form(made, stage.id),
        sender=Sender(kind=kind, id=sender),
        sender_name="Đảng ủy xã “D'Ran” & các chi bộ trực thuộc, địa bàn vùng sâu",
        group=made.unit_groups[0].id if made.unit_groups else "",
        rows=tuple(
            FormRow(
                entry_id=sender if form.form.outline else f"DV01-{number + 1:02d}",
                shown={f.id: _shown(f) for f in form.shown},
                cells=_row(form.form.fields, fills[number], number) if number < len(fills) else {},
                honour=honour if shows_honours(form) else (),
            )
            for number in range(count)
        ),
    )


def _score_plan(made: Campaign, form: StageForm, rows: int, fills: Fills) -> ScorePlan:
    assert form.scale is not None
    columns = score_columns(form.scale)
    typed: list[Cells] = [
        {name: (RawCell(CellKind.NUMBER, Decimal(score)),) for name in columns} for score in (5, 99)
    ] if fills else []  # fmt: skip
    details = {f.id: _shown(f) for stage in made.stages if stage.form for f in stage.form.fields}
    return ScorePlan(
        campaign=made,
        stage=form,
        form_json=encode_form(made, form.stage_id),
        member=_member(made),
        route_name="Tổ thẩm định",
        rows=tuple(
            ScoreRow(
                entry_id=f"DV{number + 1:02d}-01",
                unit_name="Đảng ủy xã Ka Đô",
                name="Nguyễn Văn Thử",
                title="Chi bộ số – sinh hoạt không giấy",
                subject=made.subjects[0].id,
                locked="home-unit" if number == 2 else "",
                details=details,
                cells=typed[number] if number < len(typed) else {},
            )
            for number in range(rows)
        ),
    )


def _member(made: Campaign) -> Member:
    route = made.routes[0].id
    return Member(code="TV01", name="Lê Thị Mẫu", position="Ủy viên", route=route, home_unit="DV01")


def _row(fields: tuple[Field, ...], fill: Fill, number: int) -> Cells:
    return {field.id: fill(field, number) for field in fields}


def _fine(field: Field, number: int) -> tuple[RawCell, ...]:
    if field.kind is FieldKind.CHOICE:
        return (text_cell(field.choices[0].label),)
    if field.kind is FieldKind.MULTI_CHOICE:
        return (text_cell("x"), *[text_cell("")] * (len(field.choices) - 1))
    extra = f" {number}" if field.kind is FieldKind.TEXT else ""
    return (text_cell(_FINE[field.kind] + extra),)


def _bad(field: Field, number: int) -> tuple[RawCell, ...]:
    longest = field.constraints and field.kind is FieldKind.LONG_TEXT and number == 0
    text = _LONG if longest else _LONG[:600]
    return (text_cell(text),) * max(1, len(field.choices))


def _hostile(field: Field, number: int) -> tuple[RawCell, ...]:
    return (text_cell('=HYPERLINK("http://x.vn","#\'Đăng ký\'!A1")\x07]]>&'),) * max(
        1, len(field.choices)
    )


def _shown(field: Field) -> Value:
    if field.kind is FieldKind.CHOICE:
        return field.choices[0].id
    if field.kind is FieldKind.MULTI_CHOICE:
        return (field.choices[0].id,)
    return _SHOWN[field.kind]
