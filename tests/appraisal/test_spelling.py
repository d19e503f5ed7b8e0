"""Other spellings are told cell by cell, and nothing else about a return turns."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from decimal import Decimal as D

from appraisal.judge import judge_return
from appraisal.returned import Places, Return, ReturnedRow
from appraisal.spelling import RESPELLED, is_respelled
from schemas.cell import CellKind, OldText, RawCell, text_cell
from schemas.field import Choice, Field, Form
from schemas.finding import Finding, Origin, Severity
from schemas.form import StageForm
from schemas.kinds import FieldKind, SenderKind, StageKind
from schemas.message import catalogue, render
from schemas.scale import Criterion, Scale, Threshold

FIELDS = (
    Field(id="ten", label="Tên", kind=FieldKind.TEXT),
    Field(id="kq", label="Kết quả", kind=FieldKind.LONG_TEXT),
    Field(id="so", label="Số", kind=FieldKind.DECIMAL),
    Field(id="ngay", label="Ngày", kind=FieldKind.DATE),
    Field(
        id="loai",
        label="Loại",
        kind=FieldKind.CHOICE,
        choices=(Choice(id="tt", label="Tập thể"), Choice(id="cn", label="Cá nhân")),
    ),
    Field(
        id="bs", label="Bám sát", kind=FieldKind.MULTI_CHOICE, choices=(Choice(id="a", label="A"),)
    ),
)
COLUMNS = dict(zip([field.id for field in FIELDS], "CDEFGH", strict=True))
HEADER = (Field(id="vb", label="Số văn bản", kind=FieldKind.TEXT),)


def _stage(form: Form | None, scale: Scale | None = None) -> StageForm:
    return StageForm(
        campaign_id="thu",
        campaign_title="Thử",
        year=2024,
        stage_id="bao-cao",
        stage_kind=StageKind.SCORE if scale else StageKind.REPORT,
        stage_title="Báo cáo",
        sheet="Báo cáo",
        sender=SenderKind.MEMBER if scale else SenderKind.UNIT,
        subject_field="loai",
        name_field="ten",
        title_field="kq",
        form=form,
        scale=scale,
        shown=(),
        fingerprint="0",
    )


def _form(sparse: bool = False) -> StageForm:
    return _stage(Form(header=HEADER, fields=FIELDS, capacity=3, sparse=sparse))


def _return(*rows: dict[str, RawCell | str], header: str = "") -> Return:
    made = []
    for number, row in enumerate(rows, start=11):
        cells = {
            name: (cell if isinstance(cell, RawCell) else text_cell(cell),)
            for name, cell in row.items()
        }
        made.append(ReturnedRow(row=number, entry_id=f"D-{number}", cells=cells))
    return Return(
        path="nhan-ve/a.xlsx",
        sha256="0",
        stage="bao-cao",
        header={"vb": (text_cell(header),)},
        rows=tuple(made),
        places=Places(
            sheet="Báo cáo",
            columns={name: (letter,) for name, letter in COLUMNS.items()},
            header={"vb": "C6"},
        ),
    )


def _told(ret: Return, sparse: bool = False) -> list[tuple[str, str, str, str]]:
    found = judge_return(None, _form(sparse), ret).findings
    assert all(one.severity is Severity.INFO for one in found if is_respelled(one))
    return [
        (one.code, one.origin.cell, one.value, one.params["after"])
        for one in found
        if is_respelled(one)
    ]


def test_what_is_spelled_plainly_is_not_told() -> None:
    row: dict[str, RawCell | str] = {
        "ten": "Hoà Bình, uỷ ban; 007",
        "kq": "một\nhai",
        "so": "8,5",
        "ngay": "05/03/2023",
        "loai": "Tập thể",
        "bs": "X ",
    }
    numbers: dict[str, RawCell | str] = {
        "ten": RawCell(CellKind.NUMBER, D(7)),
        "so": RawCell(CellKind.NUMBER, D("8.5")),
        "ngay": RawCell(CellKind.NUMBER, D(45000)),
        "kq": RawCell(CellKind.TEXT, " do công thức ", True),
    }
    assert _told(_return(row, numbers, header="12-CV/ĐU")) == []


def test_every_other_spelling_is_told_with_before_and_after() -> None:
    composed = unicodedata.normalize("NFD", "Chợ xanh")
    row: dict[str, RawCell | str] = {
        "ten": composed,
        "kq": " một \nhai",
        "so": "8.50",
        "ngay": "ngày 5 tháng 3 năm 2023",
        "loai": "Tập\u00a0thể",
    }
    assert _told(_return(row, {"ten": "Ðạ Ròn", "kq": "\u00a0"}, header=" 1-CV ")) == [
        ("FLD-052", "C6", " 1-CV ", "1-CV"),
        ("FLD-051", "C11", composed, "Chợ xanh"),
        ("FLD-052", "D11", " một \nhai", "một⏎hai"),
        ("FLD-050", "E11", "8.50", "8,5"),
        ("FLD-050", "F11", "ngày 5 tháng 3 năm 2023", "05/03/2023"),
        ("FLD-052", "G11", "Tập\u00a0thể", "Tập thể"),
        ("FLD-051", "C12", "Ðạ Ròn", "Đạ Ròn"),
        ("FLD-053", "D12", "\u00a0", ""),
    ]


def test_a_decoded_text_is_told_with_its_font_and_an_unsure_one_is_not() -> None:
    sure = RawCell(CellKind.TEXT, "Chợ  xanh", old=OldText("Chî  xanh", ".VnTime"))
    unsure = RawCell(CellKind.TEXT, "mô", old=OldText("mô", "VNI-Times", unsure=True, guess="mơ"))
    ret = _return({"ten": sure, "kq": unsure})
    (told,) = [one for one in judge_return(None, _form(), ret).findings if is_respelled(one)]
    assert told == Finding(
        code="FLD-041",
        severity=Severity.INFO,
        origin=Origin(file="nhan-ve/a.xlsx", sheet="Báo cáo", cell="C11"),
        value="Chî  xanh",
        params={
            "label": "Tên",
            "value": "Chî  xanh",
            "after": "Chợ xanh",
            "font": ".VnTime",
            "code": "TCVN3",
        },
    )


def test_a_row_that_is_not_used_is_not_told_of() -> None:
    assert _told(_return({"ten": " \u00a0"}), sparse=True) == []


def test_nothing_but_the_told_spellings_differs_from_the_plain_return() -> None:
    typed = _return({"ten": " Chợ  xanh", "so": "8.50", "ngay": "5-3-2023", "loai": "Cá nhân "})
    plain = _return({"ten": "Chợ xanh", "so": "8,5", "ngay": "05/03/2023", "loai": "Cá nhân"})
    one, other = (judge_return(None, _form(), ret) for ret in (typed, plain))
    assert len(one.findings) == 4
    assert replace(one, findings=(), ret=plain) == replace(other, findings=())


def test_points_and_remarks_of_a_ballot_are_told() -> None:
    scale = Scale(
        id="thang",
        title="Thang điểm",
        proposal=False,
        basis="",
        total=D(10),
        bands=(),
        recognise=Threshold(value=D(5)),
        tie_breaks=(),
        criteria=(
            Criterion(id="a", label="Thực chất", maximum=D(5), step=D("0.5"), floor=None),
            Criterion(id="b", label="Hiệu quả", maximum=D(5), step=D("0.5"), floor=None),
        ),
    )
    form = _stage(None, scale)
    cells = {"a": "1.5", "b": "+2", "_comment": "Tốt  lắm", "_abstain": ""}
    row = ReturnedRow(
        row=8, entry_id="D-1", cells={name: (text_cell(typed),) for name, typed in cells.items()}
    )
    columns = {"a": ("F",), "b": ("G",), "_comment": ("N",)}
    ret = Return(
        path="p.xlsx", sha256="0", rows=(row,), places=Places(sheet="Chấm điểm", columns=columns)
    )
    found = [one for one in judge_return(None, form, ret).findings if is_respelled(one)]
    assert [(one.code, one.origin.cell, one.params["after"]) for one in found] == [
        ("FLD-050", "F8", "1,5"),
        ("FLD-052", "N8", "Tốt lắm"),
    ]
    assert render(found[1]).message.startswith("“Nhận xét”: “Tốt lắm” có khoảng trắng thừa")


def test_every_code_has_a_title_in_both_languages() -> None:
    assert all(catalogue(lang)[code]["title"] for code in RESPELLED for lang in ("vi", "en"))
