"""A run like the office-culture campaign: 40 units, reports by headings, dossiers, two scales."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache

from appraisal.answer import Answer
from appraisal.decision import Decision, DecisionKind
from appraisal.entry import Entry
from appraisal.honour import Honour
from appraisal.ledger import Balance, Ledger, RowCount, SenderStatus, StageLine
from appraisal.outcome import (
    AppliedRule,
    AwardResult,
    DossierLine,
    EntryResult,
    HonourMatch,
    Nomination,
    Outcome,
    Place,
    Referral,
    Verdict,
    VerdictKind,
    Vote,
)
from appraisal.returned import Sender
from appraisal.run import Run
from appraisal.unit import Member, Unit
from schemas.campaign import Campaign, Stage
from schemas.finding import Origin
from schemas.kinds import FieldKind, SenderKind
from schemas.load import read_definition
from schemas.message import catalogue, placeholders
from schemas.preset import preset_bytes
from schemas.value import Value
from tests.workbooks.scored import plain, ranked, scored

__all__ = ["HONOURS", "campaign", "office_run", "units"]

AS_OF = date(2022, 6, 15)
GROUPS = ("huyen", "so-nganh", "co-quan-dang", "mat-tran-doan-the", "su-nghiep")
NAMES = ("UBND huyện Mường Giả", "Sở Giả Định và Đầu tư", "Ban Giả định Tỉnh ủy",
         "Hội Giả định tỉnh", "Trường Cao đẳng Giả định")  # fmt: skip
REPORT = (
    "Đã ban hành quy chế văn hóa công sở, niêm yết công khai tại trụ sở và Cổng thông tin điện tử; "
    "100% cán bộ, công chức, viên chức ký cam kết thực hiện; rút ngắn bình quân 30% thời gian giải "
    "quyết thủ tục hành chính so với quy định; không có đơn thư phản ánh về thái độ phục vụ. "
)
HONOURS = (
    Honour(code="KT-001", name=f"{NAMES[1]} 2", unit="D02", award="co-thi-dua-ubnd-tinh",
           movement="cai-cach-hanh-chinh", year=2021, number="4410/QĐ-UBND",
           dated=date(2021, 12, 20)),
    Honour(code="KT-002", name="Bà Vàng Thị Giả 9", unit="Sở khác", born=1981,
           award="bang-khen-ubnd-tinh", movement="nong-thon-moi", year=2022,
           number="310/QĐ-UBND", dated=date(2022, 2, 15)),
)  # fmt: skip


@cache
def campaign() -> Campaign:
    """The preset with plain means."""
    made, _ = read_definition(preset_bytes("van-hoa-cong-so-2022"))
    assert made is not None
    return plain(made)


def units() -> tuple[Unit, ...]:
    """Forty units, eight of each group: ``D01`` … ``D40``."""
    return tuple(
        Unit(code=f"D{k:02d}", name=f"{NAMES[(k - 1) % 5]} {k}", group=GROUPS[(k - 1) % 5])
        for k in range(1, 41)
    )


@cache
def office_run() -> Run:
    """The run: reports of 37 units, 60 dossiers of 20 units with everything that can lack."""
    plan = campaign()
    results = ranked(plan, [_result(turn) for turn in range(1, 61)])
    awards = _awards(plan, results)
    given = {a.award: {n.entry for n in a.nominations} for a in awards}
    entries = tuple(
        replace(r, awards=tuple(a for a in given if r.entry.id in given[a]))
        for r in sorted(results, key=lambda r: r.entry.id)
    )
    return Run(
        campaign=plan,
        units=units(),
        members=_members(),
        as_of=AS_OF,
        code="fedcba987654",
        ledger=_ledger(plan),
        outcome=Outcome(entries=entries, awards=awards),
        findings=(),
        answers=tuple(
            _answer(stage, k)
            for stage in plan.stages
            if stage.form and stage.form.outline
            for k in range(1, 41)
            if k % 13
        ),
        honours=HONOURS,
    )


def _members() -> tuple[Member, ...]:
    return tuple(
        Member(code=f"{unit.code}-{k}", name=f"Giàng A {unit.code} {k}", position="Ủy viên",
               route="hoi-dong-don-vi", home_unit=unit.code)
        for unit in units()[:20] for k in range(1, 6)
    )  # fmt: skip


def _entry(turn: int) -> Entry:
    unit = units()[(turn - 1) % 20]
    person = turn % 2 == 1
    form = ("giay-khen", "bang-khen", "bang-khen", "co-thi-dua")[turn % 4]
    form = "bang-khen" if person and form == "co-thi-dua" else form
    values: dict[str, Value] = {
        "hinh_thuc": form,
        "tom_tat": REPORT * (3 if turn == 8 else 1),
        "chuc_vu": "Chuyên viên chính, Phó Trưởng phòng Hành chính - Tổng hợp" if person else None,
        "ngay_sinh": date(1980 + turn % 15, 3, 2) if person else None,
        "so_thanh_vien": None if person else Decimal(5 + turn % 30),
        "truc_tiep": ("co" if turn % 3 else "khong") if person else None,
        **{
            f"qd_{name}": f"{turn + 100}-QĐ/{name.upper()} ngày 05/01/2022"
            for name in ("dang", "chinh_quyen", "doan_the", "cchc", "sang_kien", "khen")
            if not (name == "sang_kien" and turn % 5 == 0)
        },
    }
    return Entry(
        id=f"{unit.code}-{(turn - 1) // 20 + 1:02d}",
        unit=unit.code,
        subject="ca-nhan" if person else "tap-the",
        name=f"Bà Vàng Thị Giả {turn}" if person else f"Phòng Giả định {turn}",
        title=str(values["tom_tat"]),
        values=values,
    )


def _result(turn: int) -> EntryResult:
    entry = _entry(turn)
    plan = campaign()
    scale = plan.scale_of(entry.subject)
    pool = f"route=hoi-dong-don-vi:{entry.unit}|subject={entry.subject}"
    members = [m.code for m in _members() if m.home_unit == entry.unit]
    made = scored(scale, entry, members, 78 + turn % 20, ("hoi-dong-don-vi", entry.unit, pool))
    made = replace(made, dossier=_dossier(entry, turn), votes=_votes(entry, turn))
    if turn == 2:
        rule = next(r for r in plan.exclusions if r.id == "da-tang-co-cchc-2021")
        match = HonourMatch(rule=rule.id, honour=HONOURS[0], certain=True)
        return replace(made, exclusions=(_applied(rule.id),), honours=(match,))
    if turn == 9:
        match = HonourMatch(rule="da-khen-chuyen-de-2022", honour=HONOURS[1], certain=False,
                            doubt="REF-021:unit")  # fmt: skip
        names = placeholders(catalogue("vi")["REF-021"]["message"])
        params = {name: f"<{name}>" for name in sorted(names)} | {"why": "@REF-021:unit"}
        referral = Referral(award="bang-khen", code="REF-021", params=params)
        return replace(made, honours=(match,), referred=(referral,))
    if turn == 14:
        return replace(made, waiting=True)
    if turn == 17:
        return replace(made, exclusions=(_applied("thieu-ban-giay"),))
    return made


def _applied(rule_id: str) -> AppliedRule:
    rule = next(rule for rule in campaign().exclusions if rule.id == rule_id)
    return AppliedRule(rule=rule.id, reason=rule.reason, basis=rule.basis, blocks=rule.blocks)


def _dossier(entry: Entry, turn: int) -> tuple[DossierLine, ...]:
    known: dict[int, dict[str, tuple[str, ...]]] = {
        14: {"bien-ban": ("so_bien_ban", "ngay_bien_ban"), "quyet-dinh-kem": ("qd_cchc",)},
        17: {"ho-so-giay": ("ho-so-giay",)},
        21: {"kenh-gui": ("kenh-gui",)},
    }
    lacks = known.get(turn, {})
    own = entry.values["hinh_thuc"] == "giay-khen"
    return tuple(
        DossierLine(
            item=item.id,
            asked=not (own and item.id in ("kenh-gui", "ho-so-giay")),
            lacks=lacks.get(item.id, ()),
        )
        for item in campaign().dossier
    )


def _votes(entry: Entry, turn: int) -> tuple[Vote, ...]:
    form = str(entry.values["hinh_thuc"])
    if form == "giay-khen":
        return ()
    decision = Decision(kind=DecisionKind.VOTE, entry=entry.id, award=form)
    votes = 9 if turn % 6 else 7
    return (Vote(award=form, votes=votes, voters=9, share=Fraction(2, 3), decision=decision),)


def _awards(plan: Campaign, results: list[EntryResult]) -> tuple[AwardResult, ...]:
    made = []
    for award in plan.awards:
        mine = [
            r for r in sorted(results, key=lambda r: (r.pool, r.rank or 0, r.entry.id))
            if r.entry.values["hinh_thuc"] == award.id
            and not any(award.id in rule.blocks for rule in r.exclusions)
            and not r.referred and not r.waiting and (r.total or 0) >= 80
        ]  # fmt: skip
        listed = {r.entry.id for r in mine}
        made.append(
            AwardResult(
                award=award.id,
                places=_places(award.id, mine),
                nominations=tuple(
                    Nomination(award=award.id, entry=r.entry.id, position=k)
                    for k, r in enumerate(mine, start=1)
                ),
                referred=tuple(
                    r.entry.id for r in results if any(c.award == award.id for c in r.referred)
                ),
                verdicts=tuple(
                    Verdict(
                        entry=r.entry.id,
                        kind=VerdictKind.NOMINATED if r.entry.id in listed else VerdictKind.UNMET,
                    )
                    for r in results
                ),
            )
        )
    return tuple(made)


def _places(award: str, mine: list[EntryResult]) -> tuple[Place, ...]:
    if award != "bang-khen":
        return (Place(partition="campaign", base=None, exact=None, slots=None, taken=len(mine),
                      candidates=len(mine)),)  # fmt: skip
    joint = ("co-quan-dang", "mat-tran-doan-the")
    group = {unit.code: unit.group for unit in units()}
    names = [
        e.unit if group[e.unit] in joint else f"{e.unit}|{e.subject}"
        for e in (r.entry for r in mine)
    ]
    return tuple(
        Place(partition=name, base=None, exact=None, slots=1, taken=names.count(name),
              candidates=names.count(name))
        for name in sorted(set(names))
    )  # fmt: skip


def _answer(stage: Stage, number: int) -> Answer:
    assert stage.form is not None
    code = f"D{number:02d}"
    values: dict[str, Value] = {}
    for place, field in enumerate(stage.form.fields):
        if field.kind is FieldKind.INTEGER:
            values[field.id] = Decimal((number * 7 + place) % 40)
        elif field.kind is FieldKind.CHOICE:
            values[field.id] = field.choices[number % len(field.choices)].id
        elif field.kind is FieldKind.DATE:
            values[field.id] = date(2022, 6, 1 + number % 9)
        else:
            values[field.id] = REPORT * (1 + (number * place) % 4)
    values["thuan_loi"] = "=HYPERLINK(0)" if number == 3 else values.get("thuan_loi")
    faulty = stage.form.fields[0].id if number == 7 else ""
    return Answer(
        stage=stage.id,
        sender=Sender(kind=SenderKind.UNIT, id=code),
        id=code,
        name=units()[number - 1].name,
        values=values,
        faults={faulty: ("FLD-001",)} if faulty else {},
        complete=not faulty,
        origin=Origin(f"nhan-ve/{stage.id}/{code}.xlsx", "Báo cáo", "C12"),
    )


def _ledger(plan: Campaign) -> Ledger:
    lines = []
    for stage in plan.stages:
        if stage.sender is not SenderKind.UNIT:
            continue
        for number, unit in enumerate(units(), start=1):
            status = SenderStatus.MISSING if number % 13 == 0 else SenderStatus.MERGED
            status = SenderStatus.LATE if number == 5 else status
            if not stage.asks(unit.group):
                status = SenderStatus.NOT_EXPECTED
            sender = Sender(kind=SenderKind.UNIT, id=unit.code)
            days = 2 if status is SenderStatus.LATE else 0
            lines.append(StageLine(sender=sender, stage=stage.id, status=status, days_late=days))
    stages = {}
    for stage in plan.stages:
        counts = {
            str(s): sum(line.status is s for line in lines if line.stage == stage.id)
            for s in SenderStatus
        }
        stages[stage.id] = counts | {"expected": sum(counts.values()) - counts["not-expected"]}
    files = {"seen": 0, "merged": 0, "superseded": 0, "duplicate": 0, "rejected": 0}
    balance = Balance(files=files, stages=stages, rows=RowCount(seen=60, judged=60, complete=60))
    return Ledger(files=(), lines=tuple(lines), balance=balance)
