"""A small campaign made by hand, for sums that can be checked with a pencil.

Two criteria (mới 0–40, floor 20; hiệu quả 0–60, floor 30), pass mark 70, one route, one pool. Each
test changes what its case is about. `score` splits a ballot total 40 : 60 where only it matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from appraisal.appraise import appraise
from appraisal.ballot import ScoredRow
from appraisal.decision import Decision
from appraisal.entry import Entry, Received
from appraisal.honour import Honour
from appraisal.ledger import Balance, Ledger, RowCount
from appraisal.outcome import EntryResult, Outcome
from appraisal.run import Run
from appraisal.unit import Member, Unit
from schemas.award import Award, Exclusion, Pools, Quota, QuotaBase, Requirement
from schemas.campaign import (
    Campaign,
    Channel,
    Deadline,
    Office,
    Roles,
    Route,
    SourceDocument,
    Stage,
)
from schemas.field import Choice, Condition, Field, Form
from schemas.finding import Origin
from schemas.kinds import (
    Aggregation,
    BaseKind,
    Compare,
    Effect,
    ExclusionKind,
    FieldKind,
    QuotaKind,
    RequirementKind,
    Rounding,
    RouteBody,
    SenderKind,
    StageKind,
    TiePolicy,
)
from schemas.scale import Band, Criterion, Scale, Threshold

D = Decimal
TODAY = date(2024, 12, 1)
MOI, HIEU_QUA = "moi", "hieu-qua"
RECOGNISED = Requirement(kind=RequirementKind.RECOGNISED)
NO_QUOTA = Quota(kind=QuotaKind.NONE)

SCALE = Scale(
    id="thang",
    title="Thang điểm thử",
    proposal=True,
    basis="",
    total=D(100),
    criteria=(
        Criterion(id=MOI, label="Tính mới", maximum=D(40), step=D("0.01"), floor=D(20)),
        Criterion(id=HIEU_QUA, label="Hiệu quả", maximum=D(60), step=D("0.01"), floor=D(30)),
    ),
    bands=(
        Band(id="tot", label="Tốt", lowest=D(90)),
        Band(id="kha", label="Khá", lowest=D(70)),
        Band(id="trung-binh", label="Trung bình", lowest=D(50)),
        Band(id="yeu", label="Yếu", lowest=D(0)),
    ),
    recognise=Threshold(value=D(70)),
    tie_breaks=(HIEU_QUA, MOI),
)

ROUTE = Route(
    id="huyen",
    name="Tổ thẩm định huyện",
    body=RouteBody.CAMPAIGN,
    takes=None,
    home_unit_conflict=True,
    aggregation=Aggregation.MEAN,
    quorum_share=Fraction(2, 3),
    quorum_min=0,
)


def field(field_id: str, kind: FieldKind = FieldKind.TEXT, personal: bool = False) -> Field:
    return Field(id=field_id, label=field_id, kind=kind, personal=personal)


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
        header=(),
        fields=(
            field("doi_tuong"),
            field("ten", personal=True),
            field("ten_mo_hinh"),
            field("tac_gia", personal=True),
            field("ngay_duyet", FieldKind.DATE),
            field("ngay_trien_khai", FieldKind.DATE),
            field("xep_loai", FieldKind.CHOICE),
        ),
        shown=(),
        capacity=10,
        letter=True,
        nil="Không có đăng ký",
    ),
)
REPORT = replace(
    REGISTER,
    id="bao-cao",
    kind=StageKind.REPORT,
    title="Báo cáo",
    deadline=Deadline(day=date(2024, 11, 15), inclusive=False, text="trước ngày 15/11/2024"),
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
    unit_groups=(Choice(id="xa", label="Xã"), Choice(id="phong", label="Phòng, ban")),
    figures=(Choice(id="httnv", label="Số hoàn thành tốt nhiệm vụ"),),
    subjects=(Choice(id="tap-the", label="Tập thể"), Choice(id="ca-nhan", label="Cá nhân")),
    channels=(
        Channel(id="idoc", name="IDOC", recognised=True),
        Channel(id="buu-chinh", name="Bưu chính", recognised=False),
    ),
    roles=Roles(subject="doi_tuong", name="ten", title="ten_mo_hinh"),
    stages=(REGISTER, REPORT),
    routes=(ROUTE,),
    scales=(SCALE,),
    scale_id="thang",
    decimals=2,
    rounding=Rounding.HALF_UP,
    compare=Compare.PRINTED,
    pools=Pools(by=("route", "subject")),
    exclusions=(),
    awards=(),
    supplement_until=Deadline(day=date(2024, 12, 10), inclusive=True, text=""),
)


def campaign(**changes: object) -> Campaign:
    """The campaign with attributes changed; ``aggregation`` and the like change its route."""
    route = {k: changes.pop(k) for k in list(changes) if k in Route.__dataclass_fields__}
    route.pop("id", None)
    scale = {k: changes.pop(k) for k in ("criteria", "bands", "recognise") if k in changes}
    made = replace(CAMPAIGN, **changes)  # type: ignore[arg-type]  # any attribute of a test
    if route:
        made = replace(made, routes=(replace(ROUTE, **route),))  # type: ignore[arg-type]  # any attribute of a test
    if scale:
        made = replace(made, scales=(replace(SCALE, **scale),))  # type: ignore[arg-type]  # any attribute of a test
    return made


def places(number: int, **changes: object) -> Quota:
    """A fixed number of places."""
    quota = Quota(kind=QuotaKind.NUMBER, number=number)
    return replace(quota, **changes)  # type: ignore[arg-type]  # any attribute of a test


def share(value: str, kind: BaseKind, base_id: str = "", **changes: object) -> Quota:
    """A share of a base, such as ``20/100`` of the recognised."""
    base = QuotaBase(kind=kind, id=base_id)
    quota = Quota(kind=QuotaKind.SHARE, share=Fraction(value), base=base)
    return replace(quota, **changes)  # type: ignore[arg-type]  # any attribute of a test


def award(
    award_id: str = "bieu-duong",
    quota: Quota = NO_QUOTA,
    requires: tuple[Requirement, ...] = (RECOGNISED,),
    ties: TiePolicy = TiePolicy.REFER,
    routes: tuple[str, ...] = (),
    subjects: tuple[str, ...] = (),
) -> Award:
    return Award(
        id=award_id,
        title=f"Danh hiệu {award_id}",
        list_title=f"Danh sách {award_id}",
        authority="Ban Thường vụ",
        routes=routes,
        subjects=subjects,
        requires=requires,
        quota=quota,
        ties=ties,
        proposal=True,
    )


def needs(award_id: str) -> Requirement:
    """The requirement of an earlier award."""
    return Requirement(kind=RequirementKind.AWARD, award=award_id)


def at_least(points: str, **by_group: str) -> Requirement:
    """The requirement of a threshold."""
    groups = {group: D(value) for group, value in by_group.items()}
    return Requirement(
        kind=RequirementKind.THRESHOLD, threshold=Threshold(value=D(points), by_group=groups)
    )


def having(field_id: str, *values: str) -> Requirement:
    """The requirement of a field's value."""
    condition = Condition(field=field_id, values=values)
    return Requirement(kind=RequirementKind.FIELD, condition=condition)


def entry(entry_id: str, **changes: object) -> Entry:
    """A clean entry of unit ``U`` + the digits before the dash, registered in time by IDOC."""
    unit = entry_id.split("-")[0]
    name = str(changes.get("name", f"Tập thể {entry_id}"))
    made = Entry(
        id=entry_id,
        unit=unit,
        subject="tap-the",
        name=name,
        title=f"Mô hình {entry_id}",
        values={"doi_tuong": "tap-the", "ten": name, "ten_mo_hinh": f"Mô hình {entry_id}"},
        cells={"ten": Origin("nhan-ve/dang-ky/a.xlsx", "Đăng ký", "C5")},
        rows={
            "dang-ky": Origin("nhan-ve/dang-ky/a.xlsx", "Đăng ký", "A5"),
            "bao-cao": Origin("nhan-ve/bao-cao/a.xlsx", "Báo cáo", "A5"),
        },
        received={
            "dang-ky": Received(on=date(2024, 1, 5), channel="idoc", late=False, document="5-CV"),
        },
    )
    values = changes.pop("values", None)
    if isinstance(values, dict):
        made = replace(made, values={**made.values, **values})
    return replace(made, **changes)  # type: ignore[arg-type]  # any attribute of a test


def unit(code: str, group: str = "xa", **figures: int) -> Unit:
    return Unit(
        code=code,
        name=f"Đơn vị {code}",
        group=group,
        figures={name: D(value) for name, value in figures.items()},
    )


def member(code: str, **changes: object) -> Member:
    made = Member(code=code, name=f"Thành viên {code}", position="", route="huyen")
    return replace(made, **changes)  # type: ignore[arg-type]  # any attribute of a test


def members(count: int) -> tuple[Member, ...]:
    """Members ``M1`` … of the one route, none of them of a unit with entries."""
    return tuple(member(f"M{number}") for number in range(1, count + 1))


def row(
    entry_id: str, member_code: str, *scores: str | int | Decimal | None, **changes: object
) -> ScoredRow:
    """One scored row: mới, hiệu quả (or a single ballot total, split 40 : 60)."""
    points = [None if score is None else D(score) for score in scores]
    if len(points) == 1 and points[0] is not None:
        points = split(points[0])
    given = dict(zip((MOI, HIEU_QUA), points, strict=True)) if points else {}
    number = int("".join(c for c in entry_id if c.isdigit()))
    made = ScoredRow(
        entry=entry_id,
        member=member_code,
        scores=given or {MOI: None, HIEU_QUA: None},
        abstained=False,
        conflict=False,
        comment="",
        blank=all(point is None for point in points),
        faulty=False,
        origin=Origin(f"nhan-ve/cham-diem/{member_code}.xlsx", "Chấm điểm", f"A{number}"),
        row=number,
        cells={
            MOI: Origin(f"nhan-ve/cham-diem/{member_code}.xlsx", "Chấm điểm", f"E{number}"),
            HIEU_QUA: Origin(f"nhan-ve/cham-diem/{member_code}.xlsx", "Chấm điểm", f"F{number}"),
        },
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # any attribute of a test


def split(total: Decimal) -> list[Decimal | None]:
    """A ballot total as mới 40 % and hiệu quả 60 %, exact to a hundredth."""
    moi = (total * D("0.4")).quantize(D("0.01"))
    return [moi, total - moi]


def ballots(entry_id: str, *totals: str | int) -> tuple[ScoredRow, ...]:
    """One row of each member ``M1`` …, by ballot totals."""
    return tuple(row(entry_id, f"M{n}", total) for n, total in enumerate(totals, start=1))


def judged(
    definition: Campaign,
    entries: Sequence[Entry],
    scored: Iterable[ScoredRow],
    people: Sequence[Member] | None = None,
    units: Sequence[Unit] | None = None,
    decisions: Sequence[Decision] = (),
    as_of: date = TODAY,
    issued: Mapping[str, frozenset[str]] | None = None,
    honours: Sequence[Honour] = (),
) -> Outcome:
    """The outcome; members default to three, units to those of the entries, all rows issued."""
    people = members(3) if people is None else people
    codes = sorted({item.unit for item in entries})
    everything = frozenset(item.id for item in entries)
    return appraise(
        definition,
        tuple(unit(code) for code in codes) if units is None else tuple(units),
        tuple(people),
        tuple(entries),
        tuple(scored),
        {person.code: everything for person in people} if issued is None else issued,
        tuple(decisions),
        as_of,
        tuple(honours),
    )


def result(outcome: Outcome, entry_id: str) -> EntryResult:
    """The result of one entry."""
    return next(item for item in outcome.entries if item.entry.id == entry_id)


def nominated(outcome: Outcome, award_id: str) -> list[tuple[str, int, bool]]:
    """Entry, position, tied of one award's list, in list order."""
    found = next(item for item in outcome.awards if item.award == award_id)
    return [(line.entry, line.position, line.tied) for line in found.nominations]


def referred(outcome: Outcome, entry_id: str) -> list[tuple[str, str]]:
    """Award and reason code of each referral of an entry."""
    return [(item.award, item.code) for item in result(outcome, entry_id).referred]


def codes(outcome: Outcome) -> list[str]:
    """The finding codes, sorted."""
    return sorted(finding.code for finding in outcome.findings)


def run_of(
    definition: Campaign, outcome: Outcome, people: Sequence[Member], units: Sequence[Unit]
) -> Run:
    """A run around an outcome, for explanations."""
    balance = Balance(files={}, stages={}, rows=RowCount())
    return Run(
        campaign=definition,
        units=tuple(units),
        members=tuple(people),
        as_of=TODAY,
        code="0123456789ab",
        ledger=Ledger(files=(), lines=(), balance=balance),
        outcome=outcome,
        findings=outcome.findings,
    )


def rule(exclusion_id: str, kind: ExclusionKind, **changes: object) -> Exclusion:
    """An exclusion from the appraisal, with a basis, waivable."""
    made = Exclusion(
        id=exclusion_id,
        kind=kind,
        reason=f"Lý do {exclusion_id}",
        effect=Effect.EXCLUDE,
        blocks=("appraisal",),
        waivable=True,
        basis="943-CV/HU",
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # any attribute of a test
