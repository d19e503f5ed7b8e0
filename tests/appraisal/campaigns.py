"""A small campaign and returns written straight down, for the tests of the account.

Four units (DD01 … DD03 live, DD09 dissolved), two members; registration until 09/01/2024 by IDOC
only, report until 14/11/2024, scoring without a deadline. A row is ``id: (subject, name, title)``
in the registration, ``id: result`` in the report, ``id: (points, points)`` in scoring.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from typing import Any

from appraisal.account import Account, account
from appraisal.decision import Decision, DecisionKind
from appraisal.intake import IntakeLine
from appraisal.returned import Places, Return, ReturnedRow, Sender
from appraisal.unit import Member, Unit
from schemas.award import Exclusion, Pools
from schemas.campaign import (
    APPRAISAL,
    Campaign,
    Channel,
    Deadline,
    Office,
    Roles,
    Route,
    SourceDocument,
    Stage,
)
from schemas.cell import CellKind, RawCell, text_cell
from schemas.field import Choice, Constraint, Field, Form
from schemas.finding import Finding, Origin, Severity
from schemas.kinds import (
    Aggregation,
    Compare,
    ConstraintKind,
    Effect,
    ExclusionKind,
    FieldKind,
    Rounding,
    RouteBody,
    SenderKind,
    StageKind,
)
from schemas.scale import Band, Criterion, Scale, Threshold

D = Decimal
TODAY = date(2024, 12, 1)
IN_TIME, LATE = date(2024, 1, 5), date(2024, 1, 12)

REQUIRED = Constraint(kind=ConstraintKind.REQUIRED, blocks=(APPRAISAL,))
SUBJECTS = (Choice(id="tap-the", label="Tập thể"), Choice(id="ca-nhan", label="Cá nhân"))
NUMBER = Field(id="so_vb", label="Số văn bản", kind=FieldKind.TEXT, constraints=(REQUIRED,))
SUBJECT = Field(
    id="doi_tuong",
    label="Đối tượng",
    kind=FieldKind.CHOICE,
    choices=SUBJECTS,
    constraints=(REQUIRED,),
)
NAME = Field(id="ten", label="Tên", kind=FieldKind.TEXT, constraints=(REQUIRED,))
TITLE = Field(
    id="ten_mo_hinh",
    label="Tên mô hình",
    kind=FieldKind.TEXT,
    constraints=(
        REQUIRED,
        Constraint(
            kind=ConstraintKind.UNIQUE, within="campaign", together=("ten",), blocks=("bang-khen",)
        ),
    ),
)
RESULT = Field(id="ket_qua", label="Kết quả", kind=FieldKind.TEXT, constraints=(REQUIRED,))

SCALE = Scale(
    id="thang",
    title="Thang điểm",
    proposal=True,
    basis="",
    total=D(100),
    criteria=(
        Criterion(id="moi", label="Tính mới", maximum=D(40), step=D("0.5"), floor=None),
        Criterion(id="hieu_qua", label="Hiệu quả", maximum=D(60), step=D("0.5"), floor=None),
    ),
    bands=(Band(id="moi-muc", label="Mọi mức", lowest=D(0)),),
    recognise=Threshold(value=D(70)),
    tie_breaks=(),
)

REGISTER = Stage(
    id="dang-ky",
    kind=StageKind.REGISTER,
    title="Đăng ký",
    sheet="Đăng ký",
    sender=SenderKind.UNIT,
    send_to="Ban Tổ chức",
    instructions=(),
    deadline=Deadline(day=date(2024, 1, 10), inclusive=False, text="trước ngày 10/01/2024"),
    form=Form(
        header=(NUMBER,),
        fields=(SUBJECT, NAME, TITLE),
        shown=(),
        capacity=10,
        letter=False,
        nil="Không có đăng ký",
    ),
)
REPORT = Stage(
    id="bao-cao",
    kind=StageKind.REPORT,
    title="Báo cáo",
    sheet="Báo cáo",
    sender=SenderKind.UNIT,
    send_to="Ban Tổ chức",
    instructions=(),
    deadline=Deadline(day=date(2024, 11, 15), inclusive=False, text="trước ngày 15/11/2024"),
    form=Form(
        header=(), fields=(RESULT,), shown=("ten", "ten_mo_hinh"), capacity=2, letter=False, nil=""
    ),
)
SCORING = Stage(
    id="cham-diem",
    kind=StageKind.SCORE,
    title="Chấm điểm",
    sheet="Chấm điểm",
    sender=SenderKind.MEMBER,
    send_to="Ban Tổ chức",
    instructions=(),
    deadline=None,
    form=None,
)

CAMPAIGN = Campaign(
    schema_version=1,
    id="thu",
    title="Đợt thử",
    year=2024,
    time_zone="Asia/Ho_Chi_Minh",
    levels=(),
    office=Office(
        name="Huyện ủy Thử",
        superior="Tỉnh ủy Thử",
        place="Thử",
        receiver="Ban Tổ chức",
        authority="Ban Thường vụ",
        style="party",
        on_behalf="T/M",
        signer_title="Bí thư",
    ),
    document=SourceDocument(number="1-CV/HU", day=None, subject="", addressees=(), recipients=()),
    legal_bases=(),
    guidance=(),
    unit_groups=(Choice(id="xa", label="Xã"),),
    figures=(),
    subjects=SUBJECTS,
    channels=(
        Channel(id="idoc", name="IDOC", recognised=True),
        Channel(id="thu", name="Thư điện tử", recognised=False),
    ),
    roles=Roles(subject="doi_tuong", name="ten", title="ten_mo_hinh"),
    stages=(REGISTER, REPORT, SCORING),
    routes=(
        Route(
            id="huyen",
            name="Tổ thẩm định",
            body=RouteBody.CAMPAIGN,
            takes=None,
            home_unit_conflict=True,
            aggregation=Aggregation.MEAN,
            quorum_share=Fraction(2, 3),
            quorum_min=0,
        ),
    ),
    scales=(SCALE,),
    scale_id="thang",
    decimals=2,
    rounding=Rounding.HALF_UP,
    compare=Compare.PRINTED,
    pools=Pools(by=("route",)),
    exclusions=(),
    awards=(),
    supplement_until=None,
)
CHANNEL_RULE = Exclusion(
    id="kenh",
    kind=ExclusionKind.CHANNEL,
    reason="Không gửi qua IDOC",
    effect=Effect.EXCLUDE,
    blocks=(APPRAISAL,),
    waivable=False,
    basis="943-CV/HU",
    stage="dang-ky",
)

UNITS = (
    *(Unit(code=f"DD0{n}", name=f"Xã {n}", group="xa") for n in (1, 2, 3)),
    Unit(code="DD09", name="Xã cũ", group="xa", valid_to=date(2023, 6, 30)),
)
MEMBERS = tuple(Member(code=code, name=code, position="", route="huyen") for code in ("TV1", "TV2"))


def registration(
    path: str,
    rows: Mapping[str, tuple[str, str, str]] | Sequence[tuple[str, tuple[str, str, str]]] = (),
    *,
    unit: str = "DD01",
    number: str = "12-CV/ĐU",
    **more: Any,
) -> Return:
    """A registration: row ``n`` stands in sheet row ``8 + n``, its id in column B."""
    pairs = tuple(rows.items()) if isinstance(rows, Mapping) else tuple(rows)
    cells = [
        (entry_id, dict(zip(("doi_tuong", "ten", "ten_mo_hinh"), texts, strict=True)), ("", ""))
        for entry_id, texts in pairs
    ]
    places = Places(
        sheet="Đăng ký",
        columns={"doi_tuong": ("C",), "ten": ("D",), "ten_mo_hinh": ("E",)},
        header={"so_vb": "C6"},
        nil="C7",
    )
    header = {"so_vb": (text_cell(number),)}
    return returned(path, "dang-ky", unit_sender(unit), cells, places, header=header, **more)


def report(
    path: str,
    rows: Mapping[str, str],
    *,
    unit: str = "DD01",
    bound: Mapping[str, tuple[str, str]] | None = None,
    **more: Any,
) -> Return:
    """A report; ``bound`` is what stands beside the ids, by default something for every row."""
    cells = [
        (entry_id, {"ket_qua": text}, (bound or {}).get(entry_id, ("", "")))
        for entry_id, text in rows.items()
    ]
    places = Places(sheet="Báo cáo", columns={"ket_qua": ("E",)})
    return returned(path, "bao-cao", unit_sender(unit), cells, places, **more)


def scoring(
    path: str,
    rows: Mapping[str, tuple[int | None, int | None]],
    *,
    member: str = "TV1",
    bound: Mapping[str, tuple[str, str]] | None = None,
    **more: Any,
) -> Return:
    """A scoring workbook; ``None`` leaves a score blank."""
    cells = [
        (entry_id, dict(zip(("moi", "hieu_qua"), points, strict=True)), (bound or {}).get(entry_id))
        for entry_id, points in rows.items()
    ]
    places = Places(sheet="Chấm điểm", columns={"moi": ("F",), "hieu_qua": ("G",)})
    sender = Sender(kind=SenderKind.MEMBER, id=member)
    return returned(path, "cham-diem", sender, cells, places, **more)


def unit_sender(code: str) -> Sender:
    return Sender(kind=SenderKind.UNIT, id=code)


def returned(
    path: str,
    stage: str,
    sender: Sender,
    rows: Sequence[tuple[str, Mapping[str, Any], tuple[str, str] | None]],
    places: Places,
    **more: Any,
) -> Return:
    made = tuple(
        ReturnedRow(
            row=9 + place,
            entry_id=entry_id,
            cells={name: (_cell(value),) for name, value in values.items()},
            bound_to=bound or ("", ""),
        )
        for place, (entry_id, values, bound) in enumerate(rows)
    )
    content = repr((stage, sender, more.get("part", 0), more.get("nil"), more.get("header"), rows))
    ret = Return(
        path=f"nhan-ve/{stage}/{path}",
        sha256=sha256(f"{path}{content}".encode()).hexdigest(),
        stage=stage,
        sender=sender,
        content_key=sha256(content.encode()).hexdigest(),
        rows=made,
        row_ids=tuple(row.entry_id for row in made),
        places=places,
    )
    return replace(ret, **more)


def _cell(value: object) -> RawCell:
    if value is None:
        return RawCell()
    if isinstance(value, int):
        return RawCell(CellKind.NUMBER, Decimal(value))
    return text_cell(str(value))


def rejected(path: str, *, unit: str = "", stage: str = "") -> Return:
    """A file that reading threw out; it may have said of whom it is."""
    origin = Origin(file=f"nhan-ve/{path}")
    return Return(
        path=f"nhan-ve/{path}",
        sha256=sha256(path.encode()).hexdigest(),
        stage=stage,
        sender=unit_sender(unit) if unit else None,
        rejected=Finding(code="FILE-001", severity=Severity.ERROR, origin=origin),
    )


def line(
    sender: str = "DD01",
    on: date | None = IN_TIME,
    file: str = "",
    *,
    number: str = "7",
    channel: str = "idoc",
    stage: str = "dang-ky",
    keyed_in: bool = False,
) -> IntakeLine:
    """A line of the intake register, dated 04/01/2024."""
    return IntakeLine(
        number=number,
        dated=date(2024, 1, 4),
        received_on=on,
        channel=channel,
        sender=sender,
        stage=stage,
        file=file,
        keyed_in=keyed_in,
        origin=Origin(file="van-ban-den.xlsx", sheet="Văn bản đến", cell="A2"),
    )


def decision(kind: DecisionKind, **attributes: Any) -> Decision:
    """A decision, signed by nobody."""
    origin = Origin(file="quyet-dinh.xlsx", sheet="Quyết định", cell="A2")
    return Decision(kind=kind, origin=origin, **attributes)


def saved(day: int, hour: int = 3) -> datetime:
    """A time of saving in January 2024, in UTC (seven hours behind the campaign's zone)."""
    return datetime(2024, 1, day, hour, tzinfo=UTC)


def told(
    returns: Sequence[Return],
    intake: Sequence[IntakeLine] = (),
    decisions: Sequence[Decision] = (),
    campaign: Campaign = CAMPAIGN,
    as_of: date = TODAY,
) -> Account:
    """The account of the returns in the small campaign."""
    return account(campaign, UNITS, MEMBERS, returns, intake, decisions, as_of)


def codes(found: Account, *prefixes: str) -> list[tuple[str, str, str]]:
    """File name, cell and code of every finding with one of the prefixes (all by default)."""
    return [
        (finding.origin.file.rpartition("/")[2], finding.origin.cell, finding.code)
        for finding in found.findings
        if not prefixes or finding.code.startswith(prefixes)
    ]


def statuses(found: Account) -> dict[str, str]:
    """File name → what became of the file."""
    return {item.path.rpartition("/")[2]: str(item.status) for item in found.ledger.files}
