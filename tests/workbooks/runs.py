"""Runs made by hand: forty models, seven members, and figures computed here with fractions.

Nothing is taken from ``appraisal``'s arithmetic: what the workbooks must show is worked out in
this module a second time, in another way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache

from appraisal.ballot import Ballot, BallotStatus
from appraisal.decision import Decision, DecisionKind
from appraisal.entry import Entry, EntryState, Received
from appraisal.ledger import (
    Balance,
    FileLine,
    FileStatus,
    Ledger,
    RowCount,
    SenderStatus,
    StageLine,
)
from appraisal.outcome import (
    AppliedRule,
    AwardResult,
    EntryResult,
    Nomination,
    Outcome,
    Place,
    Referral,
    Verdict,
    VerdictKind,
)
from appraisal.returned import Sender
from appraisal.run import Run
from appraisal.unit import Member, Unit
from schemas.award import Pools
from schemas.campaign import Campaign
from schemas.finding import Finding, Origin, Severity
from schemas.kinds import SenderKind
from schemas.load import read_definition
from schemas.message import catalogue, placeholders
from schemas.preset import preset_bytes
from schemas.value import Value

__all__ = [
    "HOSTILE",
    "NEAR_TIES",
    "NOISY",
    "campaign",
    "empty_run",
    "make_run",
    "referred",
    "sample_finding",
]

AS_OF = date(2024, 12, 10)
CODE = "4f1c09ab37de"
HOSTILE = ("=1+1", "@SUM(A1)", "+84 263 123", "-2+3", "http://vi.du/mo-hinh")
"""Titles that a spreadsheet would love to take for formulas or links."""

_GROUPS = {
    "xa-thi-tran": [
        "xã Lạc Xuân",
        "xã Ka Đô",
        "xã Quảng Lập",
        "thị trấn Thạnh Mỹ",
        "thị trấn D'Ran",
    ],
    "dang-doan-the": ["Ban Dân vận Huyện ủy", "Hội Nông dân huyện"],
    "nha-nuoc": ["Phòng Nội vụ", "Phòng Tài chính - Kế hoạch"],
    "su-nghiep": ["Trung tâm Y tế huyện"],
    "llvt": ["Công an huyện", "Ban Chỉ huy Quân sự huyện"],
}
_MEMBERS = (
    "Nguyễn Văn An", "Trần Thị Bình", "Lê Quang Cường", "Phạm Thị Dung", "Hoàng Minh Đức",
    "K'Brối", "Võ Thị Hạnh",
)  # fmt: skip
_WORK = ("Số hóa", "Vận động", "Cải tiến", "Tuyên truyền", "Tiết kiệm", "Hỗ trợ", "Liên kết")
_WHAT = (
    "hồ sơ đảng viên tại chi bộ thôn", "nhân dân hiến đất làm đường", "quy trình một cửa",
    "bằng mã QR tại nhà văn hóa", "điện chiếu sáng đường quê", "hộ nghèo trồng rau sạch",
)  # fmt: skip
_NOVELTY = (
    "Lần đầu áp dụng trên địa bàn huyện; thay việc ghi sổ tay bằng biểu mẫu điện tử dùng chung, "
    "mỗi chi bộ cử một đảng viên trẻ hướng dẫn đảng viên lớn tuổi, kết quả công khai hằng tháng."
)
_EXPECTED = (
    "Giảm ít nhất 30% thời gian xử lý; 100% đảng viên tham gia sinh hoạt đầy đủ; "
    "nhân rộng ra các chi bộ có cùng chức năng, nhiệm vụ."
)
NEAR_TIES = (("E03-01", "E03-02"), ("E05-01", "E05-03"))
"""Pairs with the same ballots on other members: equal sums, other float noise."""
NOISY = "E01-03"
"""An entry whose mean is a half exactly at the digit that is rounded away: 82,125."""


@cache
def campaign() -> Campaign:
    """Đơn Dương 2024 with a scale in tenths and pools across unit groups."""
    made, findings = read_definition(preset_bytes("don-duong-2024"))
    assert made is not None and findings == ()
    tenths = [replace(c, step=Decimal("0.1")) for c in made.scale.criteria]
    scale = replace(made.scale, criteria=tuple(tenths))
    others = [s for s in made.scales if s.id != scale.id]
    return replace(made, scales=(scale, *others), pools=Pools(by=("route", "subject")))


def units() -> tuple[Unit, ...]:
    """Twelve units in five groups: ``E01`` to ``E12``."""
    named = [(group, name) for group, names in _GROUPS.items() for name in names]
    return tuple(
        Unit(
            code=f"E{number:02d}",
            name=f"Đảng ủy {name}" if group == "xa-thi-tran" else f"Chi bộ {name}",
            group=group,
        )
        for number, (group, name) in enumerate(named, start=1)
    )


def members() -> tuple[Member, ...]:
    """Seven members of the one council, and three of the body of unit E01."""
    council = [
        Member(code=f"TV{k}", name=name, position="Thành viên", route="btv", home_unit="")
        for k, name in enumerate(_MEMBERS, start=1)
    ]
    own = [
        Member(code=f"TC{k}", name=name, position="Ủy viên", route="tccsd", home_unit="E01")
        for k, name in enumerate(("Đinh Văn Ba", "Lý Thị Hoa", "Trương Văn Tư"), start=1)
    ]
    return (*own, *council)


def sample_finding(prefix: str, origin: Origin, severity: Severity, value: str = "") -> Finding:
    """A finding of the catalogue whose code begins with ``prefix`` (any code where none does)."""
    codes = sorted(catalogue("vi"))
    code = next((c for c in codes if c.startswith(prefix)), codes[0])
    names = {
        name
        for lang in ("vi", "en")
        for text in catalogue(lang)[code].values()
        for name in placeholders(text)
    }
    params = {name: f"<{name}>" for name in sorted(names)}
    return Finding(code=code, severity=severity, origin=origin, value=value, params=params)


def make_run(definition: Campaign | None = None) -> Run:
    """The run: 40 entries of the council, 2 of a unit's own body, 3 that are not appraised."""
    plan = definition or campaign()
    results = _ranked(plan, [*_council(plan), *_own_body(plan)])
    results = [_settled(plan, result) for result in results]
    outcome = Outcome(
        entries=tuple(sorted([*results, *_unscored(plan)], key=lambda r: r.entry.id)),
        awards=_awards(plan, results),
    )
    return Run(
        campaign=plan,
        units=units(),
        members=members(),
        as_of=AS_OF,
        code=CODE,
        ledger=_ledger(plan),
        outcome=outcome,
        findings=_findings(),
    )


def empty_run() -> Run:
    """A campaign in which nothing has happened yet."""
    plan = campaign()
    files = {"seen": 0, "merged": 0, "superseded": 0, "duplicate": 0, "rejected": 0}
    awards = tuple(
        AwardResult(award=award.id, places=(), nominations=(), referred=()) for award in plan.awards
    )
    return Run(
        campaign=plan,
        units=units(),
        members=members(),
        as_of=AS_OF,
        code=CODE,
        ledger=Ledger(files=(), lines=(), balance=Balance(files=files, stages={}, rows=RowCount())),
        outcome=Outcome(entries=(), awards=awards),
        findings=(),
    )


def _entry(unit: str, number: int, turn: int) -> Entry:
    person = turn % 3 == 1
    title = f"{_WORK[turn % 7]} {_WHAT[turn % 6]}"
    if unit == "E09":
        title = HOSTILE[number - 1]
    name = f"Ông Nguyễn Giả Định {turn}" if person else f"Tập thể lãnh đạo số {turn}"
    values: dict[str, Value] = {
        "so_vb": f"{turn + 11}-CV/ĐU",
        "ngay_vb": date(2024, 1, 2 + turn % 7),
        "chuc_vu": "Bí thư chi bộ" if person else None,
        "ngay_sinh": date(1970 + turn % 25, 5, 4) if person else None,
        "ten": name,
        "ten_mo_hinh": title,
        "tinh_moi": _NOVELTY,
        "du_kien_kq": _EXPECTED,
        "ket_qua": "Đã triển khai tại 12/12 chi bộ; thời gian xử lý giảm từ 5 ngày còn 2 ngày.",
        "de_nghi_xep_loai": "htxsnv",
        "cap_tham_dinh": "btv" if turn <= 40 else "tccsd",
    }
    field = campaign().fields()["linh_vuc"]
    values["linh_vuc"] = field.choices[turn % len(field.choices)].id
    values["bam_sat"] = tuple(c.id for c in campaign().fields()["bam_sat"].choices[:2])
    late = unit == "E04"
    return Entry(
        id=f"{unit}-{number:02d}",
        unit=unit,
        subject="ca-nhan" if person else "tap-the",
        name=name,
        title=title,
        values=values,
        rows={
            stage: Origin(f"nhan-ve/{stage}/{unit}.xlsx", "Đăng ký", f"B{number + 12}")
            for stage in ("dang-ky", "bao-cao")
        },
        received={
            "dang-ky": Received(
                on=date(2024, 1, 12) if late else date(2024, 1, 8),
                channel="idoc",
                late=late,
                days_late=3 if late else 0,
                document=f"{turn + 11}-CV/ĐU, 08/01/2024",
                keyed_in=unit == "E11",
            ),
            "bao-cao": Received(on=date(2024, 11, 8), channel="idoc", late=False),
        },
    )


def _points(entry: int, member: int, criterion: int, maximum: Decimal) -> Decimal:
    """Made-up points in tenths, between 60 and 99 percent of the maximum."""
    tenths = int(maximum * 10)
    return (
        Decimal(
            tenths * 60 // 100 + (entry * 7 + member * 11 + criterion * 5) % (tenths * 39 // 100)
        )
        / 10
    )


def _council(plan: Campaign) -> list[EntryResult]:
    made: dict[str, EntryResult] = {}
    turn = 0
    for unit in units():
        for number in range(1, 6 if unit.code in ("E01", "E03", "E05", "E09") else 4):
            turn += 1
            if turn <= 40:
                entry = _entry(unit.code, number, turn)
                made[entry.id] = _scored(plan, entry, _ballots(plan, entry.id, turn))
    for one, two in NEAR_TIES:
        twin = made[two]
        entry = replace(twin.entry, subject=made[one].entry.subject)
        made[two] = _scored(plan, entry, _passed_on(made[one].ballots, two))
    return list(made.values())


def _ballots(plan: Campaign, entry: str, turn: int) -> list[Ballot]:
    planted = (
        (9, 2, BallotStatus.CONFLICT),
        (7, 4, BallotStatus.ABSTAINED),
        (11, 5, BallotStatus.INCOMPLETE),
        (3, 6, BallotStatus.ABSENT),
    )
    statuses = {place: status for every, place, status in planted if turn % every == 0}
    if turn == 30:
        statuses |= dict.fromkeys((0, 1, 3), BallotStatus.NOT_ISSUED)
    ballots = []
    for place in range(7):
        status = statuses.get(place, BallotStatus.COUNTED)
        scores = {
            c.id: _points(turn, place, k, c.maximum) for k, c in enumerate(plan.scale.criteria)
        }
        if entry == NOISY:
            scores, status = _quarters(plan, place)
        ballots.append(_ballot(entry, f"TV{place + 1}", status, scores, turn))
    return ballots


def _quarters(plan: Campaign, place: int) -> tuple[dict[str, Decimal], BallotStatus]:
    """Six ballots that count; the four in the middle sum to 328,5: their mean is 82,125."""
    last = (Decimal("30.1"), Decimal("30.2"), Decimal("30.1"), Decimal("29.3"), 0, 35, 20)[place]
    first = (12, 12, Decimal("12.4"), Decimal("12.4"), 0, 15, 10)[place]
    points = (Decimal(first), Decimal(20), Decimal(last), Decimal(12), Decimal(8))
    scores = {c.id: value for c, value in zip(plan.scale.criteria, points, strict=True)}
    return scores, BallotStatus.CONFLICT if place == 4 else BallotStatus.COUNTED


def _ballot(
    entry: str, member: str, status: BallotStatus, scores: dict[str, Decimal], row: int
) -> Ballot:
    given: dict[str, Decimal | None] = dict(scores)
    if status is BallotStatus.INCOMPLETE:
        given[list(given)[2]] = None
    if status in (
        BallotStatus.CONFLICT,
        BallotStatus.ABSTAINED,
        BallotStatus.ABSENT,
        BallotStatus.NOT_ISSUED,
    ):
        given = dict.fromkeys(scores)
    counted = status is BallotStatus.COUNTED
    file = (
        ""
        if status in (BallotStatus.ABSENT, BallotStatus.NOT_ISSUED)
        else f"nhan-ve/cham-diem/Phieu {member}.xlsx"
    )
    return Ballot(
        entry=entry,
        member=member,
        status=status,
        scores=given,
        total=sum(scores.values(), Decimal(0)) if counted else None,
        conflict="home-unit" if status is BallotStatus.CONFLICT else "",
        comment="=cmd|' /C calc'!A0" if row == 7 else "",
        origin=Origin(file, "Chấm điểm" if file else "", f"B{row + 8}" if file else ""),
        row=row + 8 if file else 0,
    )


def _passed_on(ballots: Sequence[Ballot], entry: str) -> list[Ballot]:
    """The same ballots, handed round among the members: equal sums in another order."""
    names = [ballot.member for ballot in ballots]
    turned = [*ballots[3:], *reversed(ballots[:3])]
    return [replace(b, entry=entry, member=m) for b, m in zip(turned, names, strict=True)]


def _own_body(plan: Campaign) -> list[EntryResult]:
    results = []
    for number in (6, 7):
        entry = _entry("E01", number, 50 + number)
        ballots = [
            _ballot(
                entry.id,
                f"TC{place + 1}",
                BallotStatus.COUNTED,
                {
                    c.id: _points(number, place, k, c.maximum)
                    for k, c in enumerate(plan.scale.criteria)
                },
                number,
            )
            for place in range(3)
        ]
        results.append(_scored(plan, entry, ballots, route="tccsd", body="E01"))
    return results


def _scored(
    plan: Campaign, entry: Entry, ballots: Sequence[Ballot], route: str = "btv", body: str = ""
) -> EntryResult:
    """Totals by hand: the plain mean of a unit's own body, the trimmed mean of the council."""
    counted = [ballot for ballot in ballots if ballot.status is BallotStatus.COUNTED]
    totals = sorted(
        Fraction(sum(Fraction(score or 0) for score in ballot.scores.values()))
        for ballot in counted
    )
    used = totals[1:-1] if route == "btv" else totals
    enough = len(totals) >= (5 if route == "btv" else 3)
    exact = Fraction(sum(used), len(used)) if enough else None
    means = {
        c.id: Fraction(sum(Fraction(b.scores[c.id] or 0) for b in counted), len(counted))
        for c in plan.scale.criteria
        if counted
    }
    return EntryResult(
        entry=entry,
        route=route,
        body=body,
        pool=f"route={route}{':' + body if body else ''}|subject={entry.subject}",
        ballots=tuple(ballots),
        valid=len(counted),
        expected=sum(not ballot.conflict for ballot in ballots),
        quorum=5 if route == "btv" else 3,
        total_exact=exact,
        total=None if exact is None else _printed(exact),
        criteria=means,
    )


def _printed(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(
        Decimal("0.01"), ROUND_HALF_UP
    )


def _ranked(plan: Campaign, results: Sequence[EntryResult]) -> list[EntryResult]:
    """Rank = 1 + how many of the pool are better, counted one by one."""

    def key(result: EntryResult) -> tuple[Decimal, ...]:
        assert result.total is not None
        return (result.total, *(_printed(result.criteria[c]) for c in plan.scale.tie_breaks))

    ranked = []
    for result in results:
        pool = [r for r in results if r.pool == result.pool and r.total is not None]
        if result.total is None:
            ranked.append(result)
            continue
        better = sum(key(other) > key(result) for other in pool)
        same = sum(key(other) == key(result) for other in pool)
        ranked.append(replace(result, rank=1 + better, tied=same > 1))
    return ranked


def _settled(plan: Campaign, result: EntryResult) -> EntryResult:
    if result.total is None:
        return result
    failed = tuple(
        c.id
        for c in plan.scale.criteria
        if c.floor is not None and _printed(result.criteria[c.id]) < c.floor
    )
    band = next(band.id for band in plan.scale.bands if result.total >= band.lowest)
    recognised = result.total >= plan.scale.recognise.value and not failed
    awards = ("cong-nhan",) if recognised else ()
    return replace(result, floors_failed=failed, band=band, recognised=recognised, awards=awards)


def _unscored(plan: Campaign) -> list[EntryResult]:
    """One excluded, one waived from another rule and waiting, one withdrawn."""
    waiver = Decision(
        kind=DecisionKind.WAIVE,
        entry="E02-08",
        rule="chua-duyet",
        basis="Biên bản số 05-BB/TTĐ",
        signatory="Tổ trưởng Tổ thẩm định",
        dated=date(2024, 11, 20),
    )
    late = AppliedRule(
        rule="khong-qua-idoc",
        reason="Đăng ký không gửi qua hệ thống IDOC nên không được ghi nhận",
        basis="943-CV/HU, chú thích 1",
        blocks=("appraisal",),
    )
    early = replace(
        late, rule="chua-duyet", reason="Triển khai trước khi được xét duyệt", waived_by=waiver
    )

    def bare(entry: Entry, **more: object) -> EntryResult:
        base = EntryResult(entry=entry, route="btv", body="", pool="route=btv|subject=tap-the")
        return replace(base, **more)  # type: ignore[arg-type]  # attributes given by name

    broken = replace(
        _entry("E02", 8, 66), complete=False, blocked=("appraisal",), unregistered=True
    )
    gone = replace(_entry("E02", 9, 69), state=EntryState.WITHDRAWN)
    return [
        bare(_entry("E02", 7, 63), exclusions=(late,)),
        bare(broken, exclusions=(early,), waiting=True, decisions=(waiver,)),
        bare(gone),
    ]


def _awards(plan: Campaign, results: Sequence[EntryResult]) -> tuple[AwardResult, ...]:
    made = []
    for award in plan.awards:
        fitting = [
            r
            for r in results
            if (award.id == "cong-nhan" and r.recognised)
            or (
                award.id == "htxsnv-tap-the"
                and r.rank is not None
                and r.rank <= 4
                and (r.route, r.entry.subject) == ("btv", "tap-the")
            )
        ]
        fitting.sort(key=lambda r: (r.pool, r.rank or 0, r.entry.id))
        lines = [
            Nomination(award=award.id, entry=r.entry.id, position=r.rank or 0, tied=r.tied)
            for r in fitting
        ]
        made.append(
            AwardResult(
                award=award.id,
                places=(_place(award.id, len(lines)),),
                nominations=tuple(lines),
                referred=("E03-01", "E03-02") if award.id == "htxsnv-tap-the" else (),
                verdicts=(Verdict(entry="E02-07", kind=VerdictKind.EXCLUDED),),
            )
        )
    return tuple(made)


def _place(award: str, taken: int) -> Place:
    if award != "htxsnv-tap-the":
        return Place(
            partition="campaign", base=None, exact=None, slots=None, taken=taken, candidates=taken
        )
    return Place(
        partition="xa-thi-tran",
        base=Fraction(45),
        exact=Fraction(9),
        slots=9,
        taken=taken,
        candidates=12,
        tied_at_cut=("E03-01", "E03-02"),
    )


def _ledger(plan: Campaign) -> Ledger:
    files = []
    lines = []
    for unit in units():
        sender = Sender(kind=SenderKind.UNIT, id=unit.code)
        status = {
            "E04": SenderStatus.LATE,
            "E08": SenderStatus.MISSING,
            "E10": SenderStatus.NIL,
            "E12": SenderStatus.REJECTED,
        }.get(unit.code, SenderStatus.MERGED)
        sent = status is not SenderStatus.MISSING
        lines.append(
            StageLine(
                sender=sender,
                stage="dang-ky",
                status=status,
                received_on=date(2024, 1, 12) if sent else None,
                days_late=3 if status is SenderStatus.LATE else 0,
                channel="idoc" if sent else "",
                document=f"{unit.code[1:]}-CV/ĐU, 08/01/2024" if sent else "",
            )
        )
        if sent:
            rejected = status is SenderStatus.REJECTED
            files.append(
                FileLine(
                    path=f"nhan-ve/dang-ky/{unit.code} dang ky mo hinh.xlsx",
                    sha256=unit.code.lower() * 21 + "0",
                    stage="" if rejected else "dang-ky",
                    sender=None if rejected else sender,
                    status=FileStatus.REJECTED if rejected else FileStatus.MERGED,
                    reason=_findings()[0].code if rejected else "",
                    rows=0 if rejected else 4,
                )
            )
    counts = {str(status): sum(line.status is status for line in lines) for status in SenderStatus}
    expected = sum(counts.values()) - counts["not-expected"]
    seats = {"expected": 10, "merged": 9, "late": 0, "nil": 0, "rejected": 0, "missing": 1}
    balance = Balance(
        files={
            "seen": len(files),
            "merged": len(files) - 1,
            "superseded": 0,
            "duplicate": 0,
            "rejected": 1,
        },
        stages={
            "dang-ky": counts | {"expected": expected},
            "cham-diem": seats | {"not-expected": 0},
        },
        rows=RowCount(seen=46, judged=44, superseded=1, duplicate=1, complete=43, incomplete=1),
        ignored=2,
    )
    absent = StageLine(
        sender=Sender(kind=SenderKind.MEMBER, id="TV7"),
        stage="cham-diem",
        status=SenderStatus.MISSING,
    )
    files.sort(key=lambda line: line.path)
    return Ledger(files=tuple(files), lines=(*lines, absent), balance=balance)


def _findings() -> tuple[Finding, ...]:
    rejected = Origin("nhan-ve/dang-ky/E12 dang ky mo hinh.xlsx")
    cell = Origin("nhan-ve/dang-ky/E02 dang ky mo hinh.xlsx", "Đăng ký", "F12")
    return (
        sample_finding("READ", rejected, Severity.ERROR),
        sample_finding("FLD", cell, Severity.ERROR, value="=2+2"),
        sample_finding(
            "FLD", Origin(cell.file, cell.sheet, "G12"), Severity.WARNING, value="31/02"
        ),
    )


def referred(run: Run) -> Run:
    """The run with the tie across the cut referred to the council."""
    codes = sorted(code for code in catalogue("vi") if code.startswith("REF")) or sorted(
        catalogue("vi")
    )
    names = placeholders(catalogue("vi")[codes[0]]["message"])
    params = {name: f"<{name}>" for name in sorted(names)}
    referral = Referral(award="htxsnv-tap-the", code=codes[0], params=params)
    entries = tuple(
        replace(r, referred=(referral,)) if r.entry.id in ("E03-01", "E03-02") else r
        for r in run.outcome.entries
    )
    return replace(run, outcome=replace(run.outcome, entries=entries))
