"""A campaign with an outline and two surveys, made from the preset of Đơn Dương."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

from appraisal.returned import Sender
from schemas.campaign import Campaign, Stage
from schemas.cell import RawCell
from schemas.deadline import Deadline
from schemas.field import Choice, Condition, Constraint, Field, Form
from schemas.form import StageForm
from schemas.formpart import encode_form, stage_form
from schemas.honours import HonourFilter
from schemas.kinds import ConstraintKind, FieldKind, SenderKind, StageKind
from tests.workbooks.plans import campaign as preset
from workbooks.plan import FormPlan, FormRow

OUTLINE = "bao-cao-so-ket"
HONOURED = "khao-sat-q1"
SURVEY = "khao-sat-q2"
UNIT = "SO01"
BODY = "btv"

Cells = Mapping[str, tuple[RawCell, ...]]

_YES_NO = (Choice(id="co", label="Có"), Choice(id="chua", label="Chưa"))
_MEANS = (
    Choice(id="dai", label="Đài truyền thanh"),
    Choice(id="web", label="Trang thông tin điện tử"),
)


def _required(**more: object) -> Constraint:
    return Constraint(kind=ConstraintKind.REQUIRED, **more)  # type: ignore[arg-type]  # given by name


def _long(name: str, label: str, section: str = "", most: int = 1500) -> Field:
    return Field(
        id=name,
        label=label,
        kind=FieldKind.LONG_TEXT,
        help="Nêu việc đã làm, cách làm hay và kết quả cụ thể.",
        section=section,
        constraints=(_required(), Constraint(kind=ConstraintKind.LENGTH, max_length=most)),
    )


def _count(name: str, label: str) -> Field:
    zero = Constraint(kind=ConstraintKind.NUMBER_RANGE, minimum=Decimal(0), maximum=Decimal(10000))
    return Field(
        id=name, label=label, kind=FieldKind.INTEGER, constraints=(_required(), zero), width=10
    )


def _outline_fields() -> tuple[Field, ...]:
    held = Field(
        id="hoi_nghi",
        label="Đã tổ chức hội nghị sơ kết",
        kind=FieldKind.CHOICE,
        choices=_YES_NO,
        constraints=(_required(),),
    )
    when = Constraint(
        kind=ConstraintKind.REQUIRED_WHEN, when=Condition(field="hoi_nghi", values=("co",))
    )
    day = Field(id="ngay_hn", label="Ngày tổ chức", kind=FieldKind.DATE, constraints=(when,))
    means = Field(
        id="kenh_tt", label="Hình thức tuyên truyền", kind=FieldKind.MULTI_CHOICE, choices=_MEANS
    )
    return (
        _long("dac_diem", "Đặc điểm, tình hình của cơ quan, đơn vị", "I. ĐẶC ĐIỂM TÌNH HÌNH"),
        _count("so_cb", "Số cán bộ, công chức, viên chức"),
        _long(
            "chi_dao",
            "1. Công tác lãnh đạo, chỉ đạo, quán triệt thực hiện phong trào thi đua",
            "II. CÔNG TÁC TRIỂN KHAI, TUYÊN TRUYỀN",
        ),
        _count("so_vb_ban_hanh", "Số văn bản chỉ đạo đã ban hành"),
        means,
        _long("ket_qua_sk", "1. Kết quả thực hiện nội quy, quy chế", "III. KẾT QUẢ", 6000),
        held,
        day,
        replace(_long("kien_nghi", "Đề xuất, kiến nghị"), section="IV. KIẾN NGHỊ", constraints=()),
    )


def _outline() -> Stage:
    number = Field(
        id="so_bc_sk",
        label="Số văn bản báo cáo",
        kind=FieldKind.TEXT,
        help="Số, ký hiệu báo cáo, ví dụ 15/BC-SNV.",
        constraints=(_required(), Constraint(kind=ConstraintKind.LENGTH, max_length=40)),
    )
    due = Deadline(day=date(2024, 5, 10), inclusive=False, text="trước ngày 10/5/2024")
    own = Deadline(day=date(2024, 6, 11), inclusive=False, text="trước ngày 11/6/2024")
    return Stage(
        id=OUTLINE,
        kind=StageKind.REPORT,
        title="Báo cáo sơ kết 03 năm thực hiện phong trào thi đua “Văn hóa công sở”",
        sheet="Báo cáo sơ kết",
        sender=SenderKind.UNIT,
        send_to="Ban Tổ chức Huyện ủy",
        instructions=("Báo cáo theo đề cương, mỗi mục trả lời vào một ô.",),
        deadline=due,
        deadlines={"xa-thi-tran": own},
        form=Form(header=(number,), fields=_outline_fields(), capacity=1, outline=True),
    )


def _survey(stage_id: str, quarter: str, shown: tuple[str, ...], **more: object) -> Stage:
    promising = Field(
        id=f"trien_vong_{quarter}",
        label="Có triển vọng",
        kind=FieldKind.CHOICE,
        choices=(Choice(id="co", label="Có"), Choice(id="khong", label="Không")),
        constraints=(_required(),),
        width=12,
    )
    remark = Field(
        id=f"nhan_xet_{quarter}",
        label="Nhận xét",
        kind=FieldKind.LONG_TEXT,
        width=50,
        constraints=(_required(), Constraint(kind=ConstraintKind.LENGTH, max_length=500)),
    )
    form = Form(header=(), fields=(promising, remark), capacity=1, shown=shown, sparse=True)
    return Stage(
        id=stage_id,
        kind=StageKind.SURVEY,
        title=f"Khảo sát mô hình, quý {quarter[1:]}",
        sheet=f"Khảo sát quý {quarter[1:]}",
        sender=SenderKind.BODY,
        send_to="Ban Tổ chức Huyện ủy",
        instructions=("Chỉ điền những mô hình được khảo sát trong quý.",),
        deadline=Deadline(day=date(2024, 6, 30), inclusive=True, text="30/6/2024"),
        form=form,
        **more,  # type: ignore[arg-type]  # given by name
    )


@cache
def campaign() -> Campaign:
    """The preset with an outline, a survey of the honours and a survey of the entries."""
    old = preset()
    shown = ("doi_tuong", "ten", "ten_mo_hinh", "linh_vuc")
    more = (
        _outline(),
        _survey(HONOURED, "q1", (), honours=HonourFilter(years=(2022, 2023))),
        _survey(SURVEY, "q2", shown),
    )
    return replace(old, stages=(*old.stages, *more))


@cache
def form(stage: str) -> StageForm:
    """A form of the campaign."""
    return stage_form(campaign(), stage)


def _plan(
    stage: str, sender: Sender, name: str, rows: tuple[FormRow, ...], more: object
) -> FormPlan:
    return FormPlan(
        campaign=campaign(),
        stage=form(stage),
        form_json=encode_form(campaign(), stage),
        sender=sender,
        sender_name=name,
        rows=rows,
        **more,  # type: ignore[arg-type]  # given by name
    )


def outline_plan(cells: Cells | None = None, **more: object) -> FormPlan:
    """One unit's outline with these answers."""
    sender = Sender(kind=SenderKind.UNIT, id=UNIT)
    rows = (FormRow(entry_id=UNIT, cells=cells or {}),)
    return _plan(OUTLINE, sender, "Sở Nông nghiệp và Phát triển nông thôn", rows, more)


def nil_outline_plan(**more: object) -> FormPlan:
    """An outline without a header that may be ticked as nil instead of answered."""
    asked = campaign().stage(OUTLINE)
    assert asked is not None
    assert asked.form is not None
    stage = replace(asked, form=replace(asked.form, header=(), nil="Không tổ chức hội nghị"))
    made = replace(campaign(), stages=(stage,))
    return replace(
        outline_plan(None, **more),
        stage=stage_form(made, OUTLINE),
        form_json=encode_form(made, OUTLINE),
    )


def honours_plan(*typed: Cells, size: int = 4, **more: object) -> FormPlan:
    """A survey of lines of the honours register."""
    rows = tuple(
        FormRow(
            entry_id=f"KT-{k:03d}",
            honour=(
                f"Chi bộ thôn {k}",
                f"Dân vận khéo số {k}: hiến đất mở đường liên thôn",
                "Đảng ủy xã Ka Đô",
                "2022",
                f"{k}/QĐ-UBND",
            ),
            cells=typed[k - 1] if k <= len(typed) else {},
        )
        for k in range(1, size + 1)
    )
    sender = Sender(kind=SenderKind.BODY, id=BODY)
    rows = more.pop("rows", rows)  # type: ignore[assignment]  # rows of one's own
    return _plan(HONOURED, sender, "Ban Dân vận Huyện ủy", rows, more)


def survey_plan(*typed: Cells, size: int = 4, **more: object) -> FormPlan:
    """A survey of registered entries."""
    rows = tuple(
        FormRow(
            entry_id=f"DD{k:02d}-01",
            shown={
                "doi_tuong": "tap-the",
                "ten": f"Chi bộ thôn {k}",
                "ten_mo_hinh": f"Camera an ninh do dân góp, thôn {k}",
                "linh_vuc": "xay-dung-dang",
            },
            cells=typed[k - 1] if k <= len(typed) else {},
        )
        for k in range(1, size + 1)
    )
    sender = Sender(kind=SenderKind.BODY, id=BODY)
    return _plan(SURVEY, sender, "Ban Dân vận Huyện ủy", rows, more)
