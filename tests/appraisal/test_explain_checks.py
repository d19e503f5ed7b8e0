"""Explanations of approval, surveys, honours, dossiers, quotas and votes (R35–R44, R47, R50)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from appraisal.decision import Decision, DecisionKind
from appraisal.entry import Entry, EntryState, Received
from appraisal.explain import explain
from appraisal.honour import Honour
from schemas.award import Award, Exclusion, Pools, Preference, Requirement
from schemas.campaign import APPRAISAL, Campaign
from schemas.deadline import Deadline
from schemas.field import Choice, Constraint, Form
from schemas.finding import Origin
from schemas.honours import HonourFilter
from schemas.kinds import (
    BaseKind,
    ConstraintKind,
    DossierKind,
    ExclusionKind,
    FieldKind,
    PreferenceOrder,
    RequirementKind,
    Rounding,
    SenderKind,
    StageKind,
)
from schemas.lists import DossierItem
from tests.appraisal.worked import (
    RECOGNISED,
    REGISTER,
    award,
    ballots,
    campaign,
    entry,
    field,
    judged,
    members,
    needs,
    places,
    rule,
    run_of,
    share,
    unit,
)

UNITS = [unit("U1", httnv=30), unit("U2", httnv=20), unit("U3", "phong", httnv=40)]
CHOICES = (Choice(id="co", label="Có triển vọng"), Choice(id="khong", label="Chưa có triển vọng"))
ASKED = (Constraint(kind=ConstraintKind.REQUIRED),)
FORM = Form(
    header=(),
    fields=(
        *(REGISTER.form.fields if REGISTER.form else ()),
        replace(field("to_trinh"), label="Tờ trình", constraints=ASKED),
        replace(field("bien_ban"), label="Biên bản", constraints=ASKED),
        replace(field("so_nguoi", FieldKind.INTEGER), label="Số người"),
        replace(field("da_khen"), label="Đã được khen"),
    ),
    capacity=10,
)
SURVEY = replace(
    REGISTER,
    id="khao-sat-q2",
    kind=StageKind.SURVEY,
    title="Khảo sát quý II",
    sender=SenderKind.BODY,
    deadline=Deadline(day=date(2024, 6, 30), inclusive=True, text="hết quý II"),
    form=Form(
        header=(),
        fields=(replace(field("trien_vong", FieldKind.CHOICE), label="Đánh giá", choices=CHOICES),),
        capacity=0,
    ),
)
RULES = (
    rule(
        "duyet",
        ExclusionKind.UNAPPROVED,
        day=Deadline(day=date(2024, 2, 15), inclusive=False, text=""),
        field="duyet",
        values=("duyet",),
        reason="Chưa được duyệt",
    ),
    rule(
        "trien-vong",
        ExclusionKind.SURVEY,
        fields=("trien_vong",),
        values=("co",),
        reason="Không có triển vọng",
    ),
    rule(
        "e1",
        ExclusionKind.HONOURED,
        honours=HonourFilter(awards=("co",)),
        field="da_khen",
        reason="Đã được tặng Cờ thi đua",
    ),
)
DOSSIER = (
    DossierItem(
        id="to-trinh", label="Tờ trình", kind=DossierKind.FIELDS, fields=("to_trinh", "bien_ban")
    ),
    DossierItem(id="kenh", label="Kênh gửi", kind=DossierKind.CHANNEL, stage="dang-ky"),
    DossierItem(id="giay", label="Bản giấy", kind=DossierKind.PAPER, stage="dang-ky"),
)
LINE = Honour(
    code="KT-002",
    name="TẬP THỂ U1-01",
    unit="Đơn vị U1",
    award="co",
    award_text="Cờ thi đua",
    movement_text="CCHC",
    year=2021,
    number="15/QĐ-UBND",
    dated=date(2022, 1, 5),
    origin=Origin("khen-thuong.xlsx", "Khen thưởng", "A6"),
)
APPROVE = Decision(
    kind=DecisionKind.APPROVE,
    entry="U1-01",
    basis="3-QĐ/ĐU",
    signatory="Bí thư",
    dated=date(2024, 2, 10),
    origin=Origin("quyet-dinh.xlsx", "Quyết định", "A4"),
)


def _definition(*awards: Award, rules: tuple[Exclusion, ...] = RULES, **more: object) -> Campaign:
    stages = (replace(REGISTER, form=FORM), SURVEY)
    return campaign(stages=stages, exclusions=rules, dossier=DOSSIER, awards=awards, **more)


def _entry(entry_id: str = "U1-01", **changes: object) -> Entry:
    values = {"trien_vong": "co", "to_trinh": "12/TTr", "bien_ban": "1/BB"}
    got = Received(
        on=date(2024, 1, 5),
        channel="idoc",
        late=False,
        document="5-CV",
        paper_on=date(2024, 1, 8),
        paper_document="số 9",
    )
    given = {**values, **changes.pop("values", {})}  # type: ignore[dict-item]  # values of a test
    made = entry(entry_id, values=given, received={"dang-ky": got}, state=EntryState.APPROVED)
    cells = {
        name: Origin(f"nhan-ve/dang-ky/{name}.xlsx", "Đăng ký", f"{letter}5")
        for letter, name in zip("EFGH", given, strict=False)
    }
    return replace(made, cells=cells, **{"history": (APPROVE,), **changes})  # type: ignore[arg-type]  # any attribute of a test


def _lines(
    definition: Campaign,
    *entries: Entry,
    honours: tuple[Honour, ...] = (),
    decisions: tuple[Decision, ...] = (),
    lang: str = "vi",
    as_of: date = date(2024, 12, 1),
) -> list[str]:
    scored = [line for item in entries for line in ballots(item.id, 80, 80, 80)]
    outcome = judged(
        definition,
        entries,
        scored,
        units=UNITS,
        decisions=decisions,
        honours=honours,
        as_of=as_of,
    )
    run = replace(run_of(definition, outcome, members(3), UNITS), honours=honours, as_of=as_of)
    return list(explain(run, entries[0].id, lang))


def _section(lines: list[str], number: int) -> list[str]:
    starts = [place for place, line in enumerate(lines) if line[:1].isdigit()]
    first = next(place for place in starts if lines[place].startswith(f"{number}. "))
    after = [place for place in starts if place > first]
    return lines[first + 1 : after[0] if after else None]


def test_approved_surveyed_whole_and_not_honoured() -> None:
    """R35, R36, R40, R44: every check with its document and cell."""
    assert _section(_lines(_definition(), _entry(), honours=(replace(LINE, name="Khác"),)), 4) == [
        "  Duyệt: đã duyệt theo văn bản 3-QĐ/ĐU, ngày 10/02/2024, người ký: Bí thư"
        " – tệp quyet-dinh.xlsx, trang “Quyết định”, ô A4",
        "  Khảo sát quý II: Đánh giá: Có triển vọng (đạt)"
        " – tệp nhan-ve/dang-ky/trien_vong.xlsx, trang “Đăng ký”, ô E5",
        "  → Khảo sát: đạt",
        "  Đối chiếu sổ khen thưởng: Đã được tặng Cờ thi đua",
        "    không có dòng nào khớp trong 1 dòng của sổ",
        "  Thành phần hồ sơ – Tờ trình: đủ",
        "  Thành phần hồ sơ – Kênh gửi: đã nhận ngày 05/01/2024, văn bản 5-CV",
        "  Thành phần hồ sơ – Bản giấy: đã nhận ngày 08/01/2024, văn bản số 9",
    ]


def test_unapproved_not_promising_doubtful_and_lacking() -> None:
    """R35, R36, R40, R41, R44: what lacks is named cell by cell, all doubts are told."""
    target = _entry(
        values={"trien_vong": "khong", "bien_ban": None, "da_khen": "Cờ năm 2021"},
        state=EntryState.REGISTERED,
        history=(),
        received={"dang-ky": Received(on=date(2024, 1, 5), channel="buu-chinh")},
        faults={"to_trinh": ("FLD-001",)},
    )
    line = replace(LINE, unit="", award="")
    assert _section(_lines(_definition(), target, honours=(line,)), 4) == [
        "  Duyệt: không có kết quả duyệt; hạn duyệt đã hết ngày 14/02/2024",
        "  Khảo sát quý II: Đánh giá: Chưa có triển vọng (chưa đạt)"
        " – tệp nhan-ve/dang-ky/trien_vong.xlsx, trang “Đăng ký”, ô E5",
        "  → Khảo sát: không đạt",
        "  Đối chiếu sổ khen thưởng: Đã được tặng Cờ thi đua",
        "    chưa chắc: cùng tên nhưng sổ không ghi đơn vị, sổ để trống hình thức khen thưởng"
        " hoặc ghi hình thức ngoài danh mục; dòng 6 (KT-002): TẬP THỂ U1-01; Cờ thi đua;"
        " CCHC; năm 2021; Quyết định 15/QĐ-UBND ngày 05/01/2022"
        " – tệp khen-thuong.xlsx, trang “Khen thưởng”, ô A6",
        "    đơn vị tự khai, mục “Đã được khen”: Cờ năm 2021"
        " – tệp nhan-ve/dang-ky/da_khen.xlsx, trang “Đăng ký”, ô H5",
        "  Thành phần hồ sơ – Tờ trình: thiếu",
        "    Tờ trình: ghi chưa đúng – tệp nhan-ve/dang-ky/to_trinh.xlsx, trang “Đăng ký”, ô F5",
        "    Biên bản: để trống – tệp nhan-ve/dang-ky/bien_ban.xlsx, trang “Đăng ký”, ô G5",
        "  Thành phần hồ sơ – Kênh gửi: chưa đến bằng kênh được công nhận"
        " (kênh trong sổ văn bản đến: Bưu chính)",
        "  Thành phần hồ sơ – Bản giấy: chưa nhận được",
    ]


def test_open_and_waived_checks() -> None:
    """R18, R35, R36: before the day nothing is barred; a waiver is told with its document."""
    target = _entry(values={"trien_vong": None}, state=EntryState.REGISTERED, history=())
    early = _section(_lines(_definition(), target, as_of=date(2024, 2, 1)), 4)
    assert early[:3] == [
        "  Duyệt: chưa có kết quả; hạn duyệt đến hết ngày 14/02/2024",
        "  Khảo sát quý II: chưa được khảo sát",
        "  → Khảo sát: chưa kết luận, còn chờ lần khảo sát sau",
    ]
    waive = Decision(kind=DecisionKind.WAIVE, rule="duyet", entry="U1-01", basis="4-CV/HU")
    later = _section(_lines(_definition(), target, decisions=(waive,)), 4)
    assert later[0] == "  Được miễn theo văn bản 4-CV/HU: Chưa được duyệt"


def test_refused_approval_is_told_as_typed() -> None:
    """R35: what stands in the field, with its cell."""
    refused, given = (
        _section(_lines(_definition(), replace(target, state=EntryState.REGISTERED)), 4)
        for said in ("khong", "duyet")
        for target in [_entry(values={"duyet": said}, history=())]
    )
    place = " – tệp nhan-ve/dang-ky/duyet.xlsx, trang “Đăng ký”, ô H5"
    assert refused[:2] == [
        "  Duyệt: không có kết quả duyệt; hạn duyệt đã hết ngày 14/02/2024",
        f"  Duyệt: mục “duyet” ghi “khong”{place}",
    ]
    assert given[0] == f"  Duyệt: đã duyệt, mục “duyet” ghi “duyet”{place}"


def test_campaign_without_checks_says_so() -> None:
    """R35: one line, not silence."""
    definition = replace(_definition(rules=()), dossier=())
    assert _section(_lines(definition, _entry()), 4) == ["  Đợt này không quy định những việc trên"]


def test_exclusion_names_the_decision_and_the_surveys() -> None:
    """R36, R41: why this one is out."""
    target = _entry(values={"trien_vong": "khong"})
    assert _section(_lines(_definition(), target, honours=(LINE,)), 8)[:2] == [
        "  Loại khỏi việc thẩm định: Không có triển vọng: đã khảo sát, không có triển vọng"
        " (Khảo sát quý II: Chưa có triển vọng) (căn cứ: 943-CV/HU)",
        "  Loại khỏi việc thẩm định: Đã được tặng Cờ thi đua; theo 15/QĐ-UBND (05/01/2022)"
        " trong sổ khen thưởng (căn cứ: 943-CV/HU)",
    ]


VOTE = Decision(
    kind=DecisionKind.VOTE,
    entry="U1-01",
    award="khen",
    votes=7,
    voters=9,
    basis="BB 2",
    signatory="Chủ tịch",
    dated=date(2024, 11, 30),
)


def test_lists_before_the_appraisal_and_votes() -> None:
    """R39, R50: 7 of 9 is at least 2/3 of all members, 6 are needed."""
    listed = replace(
        award(
            "duyet",
            requires=(
                Requirement(kind=RequirementKind.APPROVED, rule="duyet"),
                Requirement(kind=RequirementKind.SURVEY, rule="trien-vong"),
            ),
        ),
        appraised=False,
    )
    voted = Requirement(kind=RequirementKind.VOTES, share=Fraction(2, 3))
    definition = _definition(listed, award("khen", requires=(needs("duyet"), RECOGNISED, voted)))
    carried = _lines(definition, _entry(), decisions=(VOTE,))
    assert _section(carried, 7) == [
        "  Danh hiệu duyet (danh sách lập trước thẩm định):",
        "    đạt – phải được duyệt",
        "    đạt – phải đạt khi khảo sát",
        "    Không hạn chế chỉ tiêu",
        "    → Có trong danh sách",
        "  Danh hiệu khen:",
        "    đạt – phải có trong danh sách “Danh hiệu duyet”",
        "    đạt – phải được công nhận",
        "    đạt – phải được từ 2/3 tổng số thành viên biểu quyết đồng ý; kết quả 7/9 ≥ 2/3"
        " (cần từ 6 phiếu)",
        "    Không hạn chế chỉ tiêu",
        "    → Được đề nghị",
    ]
    lost = _section(_lines(definition, _entry(), decisions=(replace(VOTE, votes=5),)), 7)
    assert lost[-2:] == [
        "    không đạt – phải được từ 2/3 tổng số thành viên biểu quyết đồng ý; kết quả 5/9 < 2/3"
        " (cần từ 6 phiếu)",
        "    → Không đủ điều kiện",
    ]
    silent = _section(_lines(definition, _entry()), 7)
    assert silent[-4:] == [
        "    chưa kết luận – phải được từ 2/3 tổng số thành viên biểu quyết đồng ý;"
        " chưa có kết quả biểu quyết",
        "    Không hạn chế chỉ tiêu",
        "    → Xin ý kiến hội đồng",
        "      Lý do: Chưa có kết quả biểu quyết của hội đồng cho danh hiệu, hình thức này.",
    ]


def test_a_list_that_waits_says_for_what() -> None:
    """R35, R36, R51: before the days are over nobody is asked; the list waits and says so."""
    asked = (
        Requirement(kind=RequirementKind.APPROVED, rule="duyet"),
        Requirement(kind=RequirementKind.SURVEY, rule="trien-vong"),
    )
    listed = replace(award("duyet", requires=asked), appraised=False)
    target = _entry(values={"trien_vong": None}, state=EntryState.REGISTERED, history=())
    told = _section(_lines(_definition(listed), target, as_of=date(2024, 2, 1)), 7)
    assert told[1:3] == [
        "    chưa kết luận – phải được duyệt",
        "    chưa kết luận – phải đạt khi khảo sát",
    ]
    assert told[4:] == [
        "    → Còn chờ: chưa có kết quả duyệt hoặc khảo sát, chưa hết hạn",
        "      Lý do: Chưa có kết quả duyệt; hạn duyệt đến hết ngày 14/02/2024."
        " Sau ngày đó áp dụng quy định: Chưa được duyệt (căn cứ: 943-CV/HU).",
        "      Lý do: Chưa có kết quả khảo sát để kết luận; còn chờ: Khảo sát quý II."
        " Quy định: Không có triển vọng (căn cứ: 943-CV/HU).",
    ]


def test_quota_by_group_reading_and_who_else() -> None:
    """R47: 10 % of 30 + 20 for communes, rounded up; departments have one place of their own."""
    whole = share("5/100", BaseKind.FIGURE, "httnv", per="group", rounding=Rounding.UP)
    assert whole.base is not None
    whole = replace(
        whole,
        base=replace(whole.base, reading="HTTNV gồm cả HTXSNV"),
        by_group={"phong": places(1, per="unit")},
    )
    definition = _definition(award("khen", quota=whole), rules=())
    entries = [_entry(), _entry("U2-01"), _entry("U3-01"), _entry("U2-02")]
    assert _section(_lines(definition, *entries), 7) == [
        "  Danh hiệu khen:",
        "    đạt – phải được công nhận",
        "    Chỉ tiêu của nhóm Xã",
        "    Cách hiểu số liệu gốc: HTTNV gồm cả HTXSNV",
        "    5% × 50 (số liệu “Số hoàn thành tốt nhiệm vụ” của các đơn vị thuộc nhóm Xã)"
        " = 2,5, làm tròn lên: 3",
        "    Chỉ tiêu 3; 3 hồ sơ đủ điều kiện; đã đề nghị 3",
        "    Đã đề nghị trong cùng chỉ tiêu: U2-01 (Tập thể U2-01), U2-02 (Tập thể U2-02)",
        "    → Được đề nghị",
    ]
    assert _section(_lines(definition, entries[2], *entries[:2]), 7)[2:5] == [
        "    Chỉ tiêu của Đơn vị U3 (U3)",
        "    Chỉ tiêu riêng cho các đơn vị thuộc nhóm Phòng, ban",
        "    Chỉ tiêu 1; 1 hồ sơ đủ điều kiện; đã đề nghị 1",
    ]


def test_one_collective_or_one_person_limit_and_preferences() -> None:
    """R45, R46, R49: places shared by two rankings, the limit per unit, what breaks a tie."""
    either = award("khen", quota=places(1, per="unit"))
    small = Preference(field="so_nguoi", order=PreferenceOrder.LOWEST, label="Ưu tiên tập thể nhỏ")
    limited = replace(award("han"), unit_limit=1, pools=Pools(by=(), reason="Cả đợt xếp chung"))
    definition = _definition(either, limited, rules=(), preferences=(small,))
    first = _entry(values={"so_nguoi": Decimal(5)})
    second = _entry("U1-02", values={"so_nguoi": Decimal(9)})
    person = _entry("U1-03", subject="ca-nhan", values={"doi_tuong": "ca-nhan"})
    lines = _lines(definition, first, second, person)
    assert (
        "→ hạng 1: U1-01 (Tập thể U1-01), điểm 80"
        " (tiêu chí phụ: Hiệu quả 48; Tính mới 32; Ưu tiên tập thể nhỏ: 5)"
    ) in [line.replace(",00", "") for line in lines]
    told = _section(lines, 7)
    assert "    Đang xin ý kiến trong cùng chỉ tiêu: U1-03 (Tập thể U1-03)" in told
    assert "    Mỗi đơn vị được đề nghị không quá 1" in told
    assert (
        "    Xếp hạng riêng cho danh hiệu, hình thức này: chung (lý do: Cả đợt xếp chung)" in told
    )
    over = _section(_lines(definition, second, first, person), 7)
    assert over[-1] == "    → Đơn vị đã đủ số được đề nghị (1)"


def test_same_lines_in_english() -> None:
    """Both languages say the same much."""
    target = _entry(values={"trien_vong": "khong", "bien_ban": None, "da_khen": "Cờ"})
    vi, en = (
        _lines(_definition(award()), target, honours=(replace(LINE, unit=""),), lang=lang)
        for lang in ("vi", "en")
    )
    assert len(vi) == len(en)
    assert "  → Surveys: negative" in en


def test_rules_that_name_awards_bar_nothing_else() -> None:
    """R39: the appraisal goes on."""
    named = tuple(replace(one, blocks=("khen",)) for one in RULES)
    target = _entry(values={"trien_vong": "khong"})
    lines = _lines(_definition(award("khen"), award("khac"), rules=named), target)
    assert _section(lines, 7)[:2] == [
        "  Danh hiệu khen:",
        "    → Bị loại theo quy định: Không có triển vọng",
    ]
    assert _section(lines, 7)[-1] == "    → Được đề nghị"
    assert APPRAISAL not in named[0].blocks
