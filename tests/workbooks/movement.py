"""A run like "Dân vận khéo": 113 models of 19 units, two routes, surveys, honours, approvals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache

from appraisal.answer import Answer
from appraisal.decision import Decision, DecisionKind
from appraisal.entry import Entry, EntryState, Received
from appraisal.honour import Honour
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
    HonourMatch,
    Nomination,
    Outcome,
    Place,
    Referral,
    SurveyLine,
    Verdict,
    VerdictKind,
)
from appraisal.returned import Sender
from appraisal.run import Run
from appraisal.unit import Member, Unit
from schemas.campaign import Campaign
from schemas.deadline import Deadline
from schemas.finding import Origin
from schemas.kinds import SenderKind
from schemas.load import read_definition
from schemas.preset import preset_bytes
from schemas.value import Value
from tests.workbooks.scored import plain, ranked, scored

__all__ = ["campaign", "movement_run"]

AS_OF = date(2023, 10, 16)
COMMUNES = ("Đạ Chais", "Đạ Nhim", "Đạ Sar", "Đưng K'Nớ", "Lát", "Lạc Dương", "Đạ Tông", "Phú Hội",
            "Tân Hội", "Ninh Gia")  # fmt: skip
OFFICES = (("co-quan", "Phòng Giáo dục và Đào tạo"), ("co-quan", "Phòng Nội vụ"),
           ("co-quan", "Trung tâm Y tế huyện"), ("co-quan", "Hạt Kiểm lâm"),
           ("llvt", "Công an huyện"), ("llvt", "Ban Chỉ huy Quân sự huyện"),
           ("mttq-doan-the", "Hội Liên hiệp Phụ nữ huyện"), ("mttq-doan-the", "Huyện Đoàn"),
           ("ban-dan-van", "Ban Dân vận Huyện ủy"))  # fmt: skip
REMARK = (
    "Mô hình được Nhân dân đồng tình hưởng ứng; đã vận động 24 hộ hiến 1.250 m² đất, đóng góp 86 "
    "triệu đồng và 310 ngày công; cần tiếp tục củng cố tổ tự quản, nhân ra các thôn còn lại."
)


@cache
def campaign() -> Campaign:
    """The preset with plain means."""
    made, _ = read_definition(preset_bytes("dan-van-kheo-2023"))
    assert made is not None
    return plain(made)


def units() -> tuple[Unit, ...]:
    """Ten communes, nine offices of the district: ``X01`` … ``H09``."""
    own = [
        Unit(code=f"X{k:02d}", name=f"Khối Dân vận xã {name}", group="khoi-dan-van-xa")
        for k, name in enumerate(COMMUNES, start=1)
    ]
    other = [
        Unit(code=f"H{k:02d}", name=name, group=group)
        for k, (group, name) in enumerate(OFFICES, start=1)
    ]
    return (*own, *other)


def _members() -> tuple[Member, ...]:
    council = [
        Member(code=f"TV{k}", name=f"Lê Văn Hội đồng {k}", position="Thành viên", route="huyen")
        for k in range(1, 8)
    ]
    own = [
        Member(code=f"{u.code}-TV{k}", name=f"Bon Yô {u.code} {k}", position="Ủy viên",
               route="xa", home_unit=u.code)
        for u in units()[:10] for k in range(1, 6)
    ]  # fmt: skip
    return (*council, *own)


def _entries() -> list[Entry]:
    made = []
    for turn in range(113):
        unit = units()[turn % 19]
        person = turn % 4 == 3
        fields = campaign().fields()
        values: dict[str, Value] = {
            "linh_vuc": fields["linh_vuc"].choices[turn % 6].id,
            "loai": "moi",
            "gan_mhm": "co" if turn % 3 else "khong",
            "ly_do": REMARK,
            "muc_tieu": REMARK,
            "cach_thuc": REMARK,
            "so_vb_duyet": f"{turn + 11}-TB/ĐU",
            "ngay_duyet": date(2023, 2, 10),
            "trien_vong_q2": "co" if turn % 11 else "khong",
            "nhan_xet_q2": REMARK,
            "trien_vong_q3": "co" if turn % 9 else None,
            "nhan_xet_q3": REMARK if turn % 9 else None,
            "tuyen_truyen_q3": ("truyen-thanh", "mang-xa-hoi"),
            "ket_qua": REMARK,
        }
        made.append(
            Entry(
                id=f"{unit.code}-{turn // 19 + 1:02d}",
                unit=unit.code,
                subject="ca-nhan" if person else "tap-the",
                name=f"Bà K'Thị Giả Định {turn}" if person else f"Thôn Đạ Giả {turn}",
                title=f"=Vận động Nhân dân làm đường số {turn}"
                if turn == 5
                else f"Vận động Nhân dân hiến đất mở đường liên thôn, thắp sáng đường số {turn}",
                values=values,
                received={"dang-ky": Received(on=date(2023, 1, 20), late=False)},
                state=EntryState.WITHDRAWN if turn == 112 else EntryState.REGISTERED,
                history=(_approval(turn),) if turn == 0 else (),
            )
        )
    return made


def _approval(turn: int) -> Decision:
    return Decision(
        kind=DecisionKind.APPROVE,
        unit="X01",
        basis=f"Thông báo số {turn + 5}-TB/ĐU",
        signatory="Bí thư Đảng ủy",
        dated=date(2023, 2, 9),
    )


@cache
def movement_run() -> Run:
    """The run: all but three approved, those promising scored by their body, a third recognised."""
    plan = campaign()
    results = [_surveyed(entry, turn) for turn, entry in enumerate(_entries())]
    going = [(turn, r) for turn, r in enumerate(results) if _promising(r) and r.approved]
    done = ranked(plan, [_scored(turn, r) for turn, r in going])
    by_id = {r.entry.id: r for r in (*results, *done)}
    awards = _awards(plan, list(by_id.values()))
    given = {a.award: {n.entry for n in a.nominations} for a in awards}
    entries = tuple(
        replace(r, awards=tuple(a for a in given if r.entry.id in given[a]))
        for r in sorted(by_id.values(), key=lambda r: r.entry.id)
    )
    return Run(
        campaign=plan,
        units=units(),
        members=_members(),
        as_of=AS_OF,
        code="0123456789ab",
        ledger=_ledger(plan),
        outcome=Outcome(entries=entries, awards=awards),
        findings=(),
        answers=_answers(),
        honours=_honours(),
    )


def _where(entry: Entry) -> tuple[str, str, str]:
    if entry.unit.startswith("X"):
        return "xa", entry.unit, f"route=xa:{entry.unit}"
    return "huyen", "", "route=huyen"


def _promising(result: EntryResult) -> bool:
    return bool(result.surveys) and result.surveys[-1].promising


def _surveyed(entry: Entry, turn: int) -> EntryResult:
    route, body, pool = _where(entry)
    base = EntryResult(entry=entry, route=route, body=body, pool=pool, scale="de-xuat")
    if entry.state is EntryState.WITHDRAWN:
        return base
    if turn in (1, 2, 3):
        rule = AppliedRule(
            rule="chua-phe-duyet",
            reason="Đăng ký chưa được cấp có thẩm quyền phê duyệt",
            basis="[số]-KH/BDVHU, mục II.5.a",
            blocks=("appraisal", "dang-ky-duyet"),
        )
        return replace(base, approved=False, exclusions=(rule,))
    surveys = tuple(
        SurveyLine(rule="khong-trien-vong", stage=f"khao-sat-q{quarter}",
                   field=f"trien_vong_q{quarter}", value=str(value), promising=value == "co")
        for quarter in (2, 3) if (value := entry.values.get(f"trien_vong_q{quarter}"))
    )  # fmt: skip
    made = replace(base, approved=True, surveys=surveys)
    if surveys[-1].promising:
        return made
    rule = AppliedRule(
        rule="khong-trien-vong",
        reason="Không có trong danh sách mô hình được đánh giá có triển vọng",
        basis="[số]-KH/BDVHU, mục II.5.b",
        blocks=("appraisal", "co-trien-vong"),
    )
    return replace(made, exclusions=(rule,))


def _scored(turn: int, result: EntryResult) -> EntryResult:
    entry = result.entry
    members = [m.code for m in _members() if (m.home_unit or "") == result.body]
    made = scored(
        campaign().scale,
        entry,
        members,
        62 + (turn * 7) % 34,
        (result.route, result.body, result.pool),
    )
    honours: tuple[HonourMatch, ...] = ()
    referred: tuple[Referral, ...] = ()
    if turn == 40:
        honours = (HonourMatch(rule="da-khen", honour=_honours()[0], certain=True),)
    if turn == 41:
        honours = (HonourMatch(rule="da-khen", honour=_honours()[1], certain=False,
                               doubt="REF-021:unit"),)  # fmt: skip
    return replace(made, approved=True, surveys=result.surveys, honours=honours, referred=referred)


def _awards(plan: Campaign, results: Sequence[EntryResult]) -> tuple[AwardResult, ...]:
    live = [r for r in results if r.entry.state is EntryState.REGISTERED]
    promising = [r for r in live if r.approved and _promising(r)]
    good = [r for r in promising if r.recognised]
    best = [r for r in good if r.total is not None and r.total >= 85]
    top = sorted(best, key=lambda r: -(r.total or 0))[:18]
    lists = {
        "dang-ky-duyet": [r for r in live if r.approved],
        "co-trien-vong": promising,
        "cong-nhan": good,
        "tieu-bieu": best,
        "khen-thuong": top,
    }
    made = []
    for award in plan.awards:
        mine = sorted(lists[award.id], key=lambda r: (r.pool, r.rank or 0, r.entry.id))
        if award.pools is not None:
            mine = sorted(mine, key=lambda r: (-(r.total or 0), r.entry.id))
        kinds = {r.entry.id: VerdictKind.NOMINATED for r in mine}
        verdicts = tuple(
            Verdict(entry=r.entry.id, kind=kinds.get(r.entry.id, VerdictKind.UNMET))
            for r in sorted(results, key=lambda r: r.entry.id)
        )
        lines = tuple(
            Nomination(award=award.id, entry=r.entry.id, position=k)
            for k, r in enumerate(mine, start=1)
        )
        places = _places(award.id, lines, good)
        made.append(AwardResult(award=award.id, places=places, nominations=lines, referred=(),
                                verdicts=verdicts))  # fmt: skip
    return tuple(made)


def _places(
    award: str, lines: Sequence[Nomination], good: Sequence[EntryResult]
) -> tuple[Place, ...]:
    if award == "tieu-bieu":
        bodies = sorted({f"xa:{r.body}" if r.body else "huyen" for r in good})
        return tuple(
            _place(body, sum(body in (f"xa:{r.body}", r.route) for r in good), Fraction(9, 20))
            for body in bodies
        )
    if award == "khen-thuong":
        return (_place("campaign", 54, Fraction(1, 3)),)
    taken = len(lines)
    return (Place(partition="campaign", base=None, exact=None, slots=None, taken=taken,
                  candidates=taken),)  # fmt: skip


def _place(partition: str, base: int, share: Fraction) -> Place:
    exact = share * base
    slots = int(exact)
    return Place(partition=partition, base=Fraction(base), exact=exact, slots=slots, taken=slots,
                 candidates=base)  # fmt: skip


def _honours() -> tuple[Honour, ...]:
    return tuple(
        Honour(
            code=f"KT-{k:03d}",
            name=f"Thôn Đạ Giả {k}",
            unit=units()[k % 12].name,
            title=f"Tổ tự quản giữ gìn vệ sinh môi trường thôn số {k}",
            award="cong-nhan" if k % 2 else "tieu-bieu",
            movement="dan-van-kheo",
            year=2022 if k % 3 else 2021,
            number=f"{k + 100}/QĐ-UBND",
            dated=date(2022, 11, 8),
            origin=Origin("khen-thuong.xlsx", "Khen thưởng", f"A{k + 3}"),
        )
        for k in range(1, 25)
    )


def _answers() -> tuple[Answer, ...]:
    return tuple(
        Answer(
            stage="khao-sat-q1",
            sender=Sender(kind=SenderKind.BODY, id="huyen" if k % 12 > 9 else units()[k % 12].code),
            id=f"KT-{k:03d}",
            name=f"Thôn Đạ Giả {k}",
            title="Tổ tự quản",
            values={
                "ngay_ks_q1": date(2023, 3, 14),
                "duy_tri": "lan-toa",
                "nhan_xet_q1": REMARK,
                "tuyen_truyen_q1": ("trang-thong-tin", "truyen-thanh"),
            },
            origin=Origin("nhan-ve/khao-sat-q1/X01.xlsx", "Khảo sát", f"B{k + 10}"),
        )
        for k in range(1, 22)
    )


def _ledger(plan: Campaign) -> Ledger:
    lines = []
    for stage in plan.stages:
        codes = [u.code for u in units()]
        if stage.sender is SenderKind.BODY:
            codes = ["huyen", *[u.code for u in units()[:10]]]
        if stage.sender is SenderKind.MEMBER:
            continue
        for place, code in enumerate(codes):
            status = {2: SenderStatus.MISSING, 5: SenderStatus.LATE}.get(place, SenderStatus.MERGED)
            sender = Sender(kind=stage.sender, id=code)
            days = 3 if status is SenderStatus.LATE else 0
            lines.append(StageLine(sender=sender, stage=stage.id, status=status, days_late=days))
    stages = {}
    for stage in plan.stages:
        mine = [line for line in lines if line.stage == stage.id]
        counts = {str(s): sum(line.status is s for line in mine) for s in SenderStatus}
        stages[stage.id] = counts | {"expected": len(mine)}
    files = {"seen": 1, "merged": 1, "superseded": 0, "duplicate": 0, "rejected": 0}
    file = FileLine(path="nhan-ve/dang-ky/X01.xlsx", sha256="0" * 64, stage="dang-ky", sender=None,
                    status=FileStatus.MERGED, reason="", rows=6)  # fmt: skip
    rows = RowCount(seen=113, judged=113, complete=113)
    return Ledger(files=(file,), lines=tuple(lines),
                  balance=Balance(files=files, stages=stages, rows=rows))  # fmt: skip


def later(plan: Campaign, stage_id: str, group: str, deadline: Deadline) -> Campaign:
    """The plan with another deadline for the units of a group."""
    stages = tuple(
        replace(stage, deadlines={group: deadline}) if stage.id == stage_id else stage
        for stage in plan.stages
    )
    return replace(plan, stages=stages)
