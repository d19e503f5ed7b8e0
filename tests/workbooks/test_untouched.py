"""A workbook of ours that comes back filled in, and otherwise as it went out, tells nothing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from appraisal.returned import Sender
from appraisal.unit import Member
from schemas.campaign import Campaign
from schemas.cell import BLANK, CellKind, RawCell, text_cell
from schemas.field import Field
from schemas.finding import Finding, Origin, Severity
from schemas.form import StageForm
from schemas.formpart import encode_form, stage_form
from schemas.kinds import FieldKind, SenderKind
from schemas.load import read_definition
from schemas.preset import preset_bytes
from tests.workbooks.issued import edited
from workbooks.issue import write_form, write_scoring
from workbooks.layout import layout_of, shows_honours
from workbooks.plan import FormPlan, FormRow, ScorePlan, ScoreRow
from workbooks.read import read_return

_PRESETS = ("dan-van-kheo-2023", "don-duong-2024", "lac-duong-2023", "van-hoa-cong-so-2022")
_NAME = "Lê Thị Mẫu (Ban Dân vận)"
_HONOUR = ("Nguyễn Văn Mẫu", "Đường hoa thôn 2", "Đảng ủy xã Ka Đô", "2023", "12-QĐ/HU")


@cache
def _campaign(name: str) -> Campaign:
    loaded, findings = read_definition(preset_bytes(name))
    assert loaded is not None, findings
    return loaded


def _stages() -> list[tuple[str, str]]:
    return [(name, stage.id) for name in _PRESETS for stage in _campaign(name).stages]


def _typed(field: Field) -> tuple[RawCell, ...]:
    number = RawCell(CellKind.NUMBER, Decimal(1))
    match field.kind:
        case FieldKind.INTEGER | FieldKind.DECIMAL:
            return (number,)
        case FieldKind.CHOICE:
            return (text_cell(field.choices[0].label),)
        case FieldKind.MULTI_CHOICE:
            return (text_cell("x"), *(BLANK for _ in field.choices[1:]))
        case FieldKind.DATE:
            return (text_cell("05/01/2024"),)
        case _:
            return (text_cell("Đường hoa thôn 2"),)


def _filled(name: str, stage: str, lang: str, **more: Any) -> tuple[StageForm, bytes]:
    """The workbook of a stage with its first row filled in."""
    campaign = _campaign(name)
    form, text = stage_form(campaign, stage), encode_form(campaign, stage)
    common = {"campaign": campaign, "stage": form, "form_json": text, "lang": lang, **more}
    if form.scale:
        member = Member(
            code="TV01", name=_NAME, position="Phó Trưởng ban", route="btv", home_unit="DD03"
        )
        points = {c.id: (RawCell(CellKind.NUMBER, Decimal(1)),) for c in form.scale.criteria}
        rows = [
            ScoreRow(
                entry_id=f"DD0{k}-01",
                unit_name="Đảng ủy xã Ka Đô",
                name="Nguyễn Văn Mẫu",
                title="Đường hoa thôn 2",
                cells=points if k == 1 else {},
            )
            for k in range(1, 4)
        ]
        return form, write_scoring(ScorePlan(member=member, rows=tuple(rows), **common))
    assert form.form is not None
    cells = {field.id: _typed(field) for field in form.form.fields}
    ids = ["DD03"] if form.form.outline else [f"DD03-{k:02d}" for k in range(1, 4)]
    honour = _HONOUR if shows_honours(form) else ()
    shown = {field.id: "Đường hoa" for field in form.shown if field.kind is FieldKind.TEXT}
    first, *others = (FormRow(entry_id=key, shown=shown, honour=honour) for key in ids)
    plan = FormPlan(
        sender=Sender(kind=form.sender, id="btv" if form.sender is SenderKind.BODY else "DD03"),
        sender_name="Đảng ủy xã Ka Đô",
        rows=(replace(first, cells=cells), *others),
        header={field.id: _typed(field) for field in form.form.header},
        **common,
    )
    return form, write_form(plan)


def _told(name: str, form: StageForm, data: bytes) -> list[tuple[str, str, str]]:
    ret = read_return(data, "a.xlsx", {form.stage_id: form}, _campaign(name).id)
    assert (ret.rejected, len(ret.rows) >= 1) == (None, True)
    return [(f.code, f.origin.cell, f.value) for f in ret.findings]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(("name", "stage"), _stages())
def test_filled_workbook_of_ours_tells_nothing(name: str, stage: str, lang: str) -> None:
    form, data = _filled(name, stage, lang)
    assert _told(name, form, data) == []


@pytest.mark.parametrize(
    ("name", "stage"), [("don-duong-2024", "dang-ky"), ("don-duong-2024", "cham-diem")]
)
def test_filled_correction_pack_of_ours_tells_nothing(name: str, stage: str) -> None:
    fault = Finding(code="READ-006", severity=Severity.WARNING, origin=Origin(file="a.xlsx"))
    form, data = _filled(name, stage, "vi", faults=(fault,), submission=2)
    assert _told(name, form, data) == []


def test_what_somebody_writes_beside_the_signature_of_a_ballot_is_told() -> None:
    form, data = _filled("don-duong-2024", "cham-diem", "vi")
    at = layout_of(form, 3)
    assert at.total_col is not None
    row, total, remark = at.last_row + 3, at.total_col + 1, at.inputs["_comment"][0] + 1

    def write(book: Any) -> None:
        sheet = book[form.sheet]
        assert sheet.cell(row, total).value == "Ngày ….. tháng ….. năm 2024"
        sheet.cell(row, total).value = "Xin nộp muộn"
        sheet.cell(row + 1, remark).value = "Chấm theo thang cũ"

    told = _told("don-duong-2024", form, edited(data, write))
    assert [(code, value) for code, _, value in told] == [
        ("READ-009", "Xin nộp muộn"),
        ("READ-009", "Chấm theo thang cũ"),
    ]


def test_a_sheet_called_like_that_of_a_ballot_is_told_in_any_other_form() -> None:
    form, data = _filled("don-duong-2024", "dang-ky", "vi")

    def add(book: Any) -> None:
        book.create_sheet("Hồ sơ")["A1"] = "Mô hình thứ hai"

    told = _told("don-duong-2024", form, edited(data, add))
    assert [(code, value) for code, _, value in told] == [("READ-021", "Hồ sơ")]
