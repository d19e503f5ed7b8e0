"""The small campaign with two routes, bodies that survey, an outline and nominations.

Units DD01 and DD02 are communes whose own body appraises (route ``xa``), CQ1 is an agency that the
one council of the route ``huyen`` appraises. Stages: registration until 09/01/2024 (communes until
19/01/2024), an outline of two headings asked of communes, a survey of the honours, a sparse survey
of the entries, scoring.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from appraisal.account import Account, account
from appraisal.decision import Decision
from appraisal.honour import Honour
from appraisal.intake import IntakeLine
from appraisal.returned import Places, Return, Sender
from appraisal.unit import Unit
from schemas.campaign import Channel, Deadline, Stage
from schemas.field import Choice, Field, Form
from schemas.honours import HonourFilter
from schemas.kinds import FieldKind, RouteBody, SenderKind, StageKind
from tests.appraisal.campaigns import (
    CAMPAIGN,
    MEMBERS,
    REGISTER,
    REQUIRED,
    SCORING,
    TODAY,
    returned,
    unit_sender,
)

YES, NO = "Có triển vọng", "Chưa"
PROMISING = Field(
    id="trien_vong",
    label="Triển vọng",
    kind=FieldKind.CHOICE,
    choices=(Choice(id="co", label=YES), Choice(id="khong", label=NO)),
    constraints=(REQUIRED,),
)
KEPT = replace(PROMISING, id="duy_tri", label="Duy trì")
WHEN = Field(id="ngay_ks", label="Ngày khảo sát", kind=FieldKind.DATE, constraints=(REQUIRED,))
HELD = Field(id="so_hoi_nghi", label="Số hội nghị", kind=FieldKind.INTEGER, constraints=(REQUIRED,))
LESSONS = Field(id="bai_hoc", label="Bài học", kind=FieldKind.LONG_TEXT, section="II. Bài học")


def _stage(stage_id: str, kind: StageKind, sender: SenderKind, form: Form, **more: Any) -> Stage:
    plain = replace(
        REGISTER, id=stage_id, kind=kind, title=stage_id, sheet=stage_id, sender=sender, form=form
    )
    return replace(plain, deadline=None, **more)


REGISTERED = replace(
    REGISTER,
    deadlines={"xa": Deadline(day=date(2024, 1, 19), inclusive=True, text="đến ngày 19/01/2024")},
)
OUTLINE = _stage(
    "bao-cao-so-ket",
    StageKind.REPORT,
    SenderKind.UNIT,
    Form(header=(), fields=(HELD, LESSONS), capacity=1, outline=True),
    groups=("xa",),
)
SURVEY_1 = _stage(
    "khao-sat-q1",
    StageKind.SURVEY,
    SenderKind.BODY,
    Form(header=(WHEN,), fields=(KEPT,), capacity=1),
    honours=HonourFilter(),
)
SURVEY_2 = _stage(
    "khao-sat-q2",
    StageKind.SURVEY,
    SenderKind.BODY,
    Form(header=(), fields=(PROMISING,), capacity=1, sparse=True, shown=("ten", "ten_mo_hinh")),
    deadlines={"xa": Deadline(day=date(2024, 6, 30), inclusive=True, text="đến ngày 30/6/2024")},
)
SURVEY_2 = replace(
    SURVEY_2,
    deadline=Deadline(day=date(2024, 6, 15), inclusive=True, text="đến ngày 15/6/2024"),
)
DISTRICT = CAMPAIGN.routes[0]
COMMUNE = replace(
    DISTRICT,
    id="xa",
    name="Khối Dân vận xã",
    body=RouteBody.UNIT,
    groups=("xa",),
    quorum_share=Fraction(1, 2),
)
SURVEYED = replace(
    CAMPAIGN,
    unit_groups=(Choice(id="xa", label="Xã"), Choice(id="co-quan", label="Cơ quan")),
    stages=(REGISTERED, OUTLINE, SURVEY_1, SURVEY_2, SCORING),
    routes=(COMMUNE, DISTRICT),
    channels=(*CAMPAIGN.channels, Channel(id="giay", name="Bản giấy", recognised=True, paper=True)),
)
PLACES = (
    Unit(code="DD01", name="Xã Ka Đô", group="xa"),
    Unit(code="DD02", name="Xã Đạ Ròn", group="xa"),
    Unit(code="DD09", name="Xã cũ", group="xa", valid_to=date(2023, 6, 30)),
    Unit(code="CQ1", name="Phòng Nội vụ", group="co-quan"),
)
HONOURS = (
    Honour(code="KT-001", name="Chi bộ 1", title="Mô hình cũ", unit="Xã Ka Đô"),
    Honour(code="KT-002", name="Lê Văn Thử", unit="Phòng Nội vụ"),
    Honour(code="KT-003", name="Trần Thị Mẫu", unit="DD02"),
)


def body(code: str) -> Sender:
    """A surveying body as the sender of a workbook."""
    return Sender(kind=SenderKind.BODY, id=code)


def outline(
    path: str, texts: tuple[object, str | None], *, unit: str = "DD01", **more: Any
) -> Return:
    """The outline of a unit: number of conferences in C5, lessons in C7."""
    places = Places(sheet="Sơ kết", cells={"so_hoi_nghi": ("C5",), "bai_hoc": ("C7",)})
    cells = dict(zip(("so_hoi_nghi", "bai_hoc"), texts, strict=True))
    row = [(unit, cells, ("", ""))]
    return returned(path, OUTLINE.id, unit_sender(unit), row, places, **more)


def survey(
    path: str,
    rows: Mapping[str, str | None] | Sequence[tuple[str, str | None]],
    *,
    sender: str = "DD01",
    stage: Stage = SURVEY_2,
    bound: Mapping[str, tuple[str, str]] | None = None,
    **more: Any,
) -> Return:
    """A survey of honours or entries; row ``n`` stands in sheet row ``8 + n``."""
    name = stage.form.fields[0].id if stage.form else ""
    pairs = rows.items() if isinstance(rows, Mapping) else rows
    cells = [(key, {name: answer}, (bound or {}).get(key)) for key, answer in pairs]
    places = Places(sheet="Khảo sát", columns={name: ("F",)}, header={"ngay_ks": "C6"})
    return returned(path, stage.id, body(sender), cells, places, **more)


def accounted(
    returns: Sequence[Return],
    intake: Sequence[IntakeLine] = (),
    decisions: Sequence[Decision] = (),
    handed: Mapping[str, frozenset[str]] | None = None,
    **more: Any,
) -> Account:
    """The account of the returns in this campaign."""
    campaign = more.pop("campaign", SURVEYED)
    units, honours = more.pop("units", PLACES), more.pop("honours", HONOURS)
    return account(
        campaign, units, MEMBERS, returns, intake, decisions, TODAY, honours=honours, handed=handed
    )
