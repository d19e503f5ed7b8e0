"""Explanations: the whole chain in words, in both languages, for whatever may happen."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings

from appraisal.decision import Decision, DecisionKind
from appraisal.entry import Received
from appraisal.explain import explain
from schemas.finding import Finding, Origin, Severity
from schemas.kinds import Aggregation, BaseKind, ExclusionKind, Rounding
from schemas.message import LANGUAGES, catalogue, placeholders, render, text
from tests.appraisal.test_appraise import Scene, scenes
from tests.appraisal.worked import (
    RECOGNISED,
    at_least,
    award,
    ballots,
    campaign,
    entry,
    judged,
    member,
    members,
    needs,
    row,
    rule,
    run_of,
    share,
    unit,
)

ROOT = Path(__file__).parents[2]
UNITS = [unit("U1"), unit("U2", "phong")]


def _explained(entry_id: str, lang: str = "vi") -> list[str]:
    """A campaign with a waived late entry, a conflict, a trimmed mean and a quota."""
    definition = campaign(
        aggregation=Aggregation.TRIMMED_MEAN,
        exclusions=(rule("tre-han", ExclusionKind.LATE),),
        awards=(
            award("a", share("20/100", BaseKind.RECOGNISED, rounding=Rounding.UP)),
            award("b", requires=(needs("a"), at_least("80"))),
        ),
    )
    late = Received(on=date(2024, 1, 12), channel="idoc", late=True, days_late=3)
    entries = [entry("U1-01"), entry("U2-01", received={"dang-ky": late})]
    people = [*members(5), member("M6", home_unit="U1"), member("M7")]
    scored = [
        *ballots("U1-01", 80, 82, 85, 90, 71),
        row("U1-01", "M7", 30, None),
        *ballots("U2-01", 90, 91, 92, 93, 94),
    ]
    waive = Decision(
        kind=DecisionKind.WAIVE,
        rule="tre-han",
        unit="U2",
        basis="3-CV/HU",
        reason="bão lũ",
        signatory="Bí thư",
        dated=date(2024, 11, 20),
    )
    outcome = judged(definition, entries, scored, people, UNITS, [waive])
    return list(explain(run_of(definition, outcome, people, UNITS), entry_id, lang))


def test_explanation_writes_the_arithmetic_out() -> None:
    """The figures are those of case 2 by hand: (80 + 82 + 85) ÷ 3 = 82,33."""
    lines = _explained("U1-01")
    for expected in (
        "HỒ SƠ U1-01: Mô hình U1-01 – Tập thể U1-01",
        "  ten: Tập thể U1-01 – tệp nhan-ve/dang-ky/a.xlsx, trang “Đăng ký”, ô C5",
        "  Thành viên M2 (M2): Tính mới 32,8 [E101] + Hiệu quả 49,2 [F101] = 82 điểm"
        " – tệp nhan-ve/cham-diem/M2.xlsx, trang “Chấm điểm”, ô A101",
        "  Thành viên M6 (M6): không tính – xung đột lợi ích (hồ sơ của đơn vị mình);"
        " không ghi điểm",
        "  Thành viên M7 (M7): không tính – phiếu chưa đủ điểm hợp lệ; Tính mới 30 [E101] +"
        " Hiệu quả – [F101] – tệp nhan-ve/cham-diem/M7.xlsx, trang “Chấm điểm”, ô A101",
        "  Túc số: 2/3 × 6 thành viên không xung đột = 4, làm tròn lên 4;"
        " số phiếu tối thiểu quy định: 0",
        "  Bỏ phiếu cao nhất 90 và phiếu thấp nhất 71",
        "  (80 + 82 + 85) ÷ 3 = 82,333333…",
        "  Điểm chính xác: 247/3; điểm in: 82,33 (2 chữ số thập phân, làm tròn số học)",
        "  Hiệu quả: trung bình 48,96, điểm sàn 30: đạt",
        "  Bảng xếp hạng Tổ thẩm định huyện – Tập thể: hạng 2 trong 2 hồ sơ",
        "→ hạng 2: U1-01 (Tập thể U1-01), điểm 82,33"
        " (tiêu chí phụ: Hiệu quả 48,96; Tính mới 32,64)",
        "    20% × 2 (số hồ sơ được công nhận) = 0,4, làm tròn lên: 1",
        "    → Đủ điều kiện nhưng hết chỉ tiêu",
        "    không đạt – phải được đề nghị “Danh hiệu a”",
        "    đạt – phải đạt từ 80 điểm; điểm của hồ sơ: 82,33",
    ):
        assert expected in lines, expected


def test_explanation_shows_arrival_waiver_and_decision() -> None:
    """R18: a lifted exclusion is shown with the rule, its basis and the decision."""
    lines = _explained("u2-01")
    assert lines[-2:] == [
        "  Vướng quy định: Lý do tre-han (căn cứ: 943-CV/HU; đối với việc thẩm định);"
        " đã được miễn theo 3-CV/HU",
        "  Quyết định: miễn quy định “Lý do tre-han”. Lý do: bão lũ; văn bản: 3-CV/HU;"
        " người ký: Bí thư; ngày 20/11/2024",
    ]
    assert (
        "  Đăng ký: văn bản –; nhận ngày 12/01/2024; kênh IDOC; hạn: trước ngày 10/01/2024"
        " (đến hết ngày 09/01/2024); trễ hạn 3 ngày"
        " – tệp nhan-ve/dang-ky/a.xlsx, trang “Đăng ký”, ô A5"
    ) in lines


def test_explanation_of_an_excluded_entry_gives_reasons_and_no_rule_ids() -> None:
    """R16: the office reads why, and with whom an entry is the same; nobody was issued it."""
    twins = rule("trung-lap", ExclusionKind.DUPLICATE, fields=("ten_mo_hinh",))
    definition = campaign(exclusions=(twins,), awards=(award("a"),))
    same = {"ten_mo_hinh": "Một mô hình"}
    entries = [entry("U1-01", values=same), entry("U2-01", values=same)]
    outcome = judged(definition, entries, [], units=UNITS, issued={})
    lines = list(explain(run_of(definition, outcome, members(3), UNITS), "U1-01"))
    assert "  Chưa phát phiếu chấm của hồ sơ này cho thành viên nào" in lines
    assert lines[-6:] == [
        "  Hồ sơ không thuộc diện xét công nhận và xếp hạng",
        "7. Xét đề nghị",
        "  Danh hiệu a:",
        "    → Bị loại theo quy định: Lý do trung-lap",
        "8. Loại, xin ý kiến, quyết định",
        "  Loại khỏi việc thẩm định: Lý do trung-lap; trùng với U2-01 (Tập thể U2-01)"
        " (căn cứ: 943-CV/HU)",
    ]


def test_explanation_without_a_total_does_not_say_the_entry_failed() -> None:
    """R8: one ballot of three is below the quorum; that is no verdict on the entry."""
    definition = campaign(awards=(award("a", requires=(RECOGNISED, at_least("80"))),))
    outcome = judged(definition, [entry("U1-01")], ballots("U1-01", 90))
    lines = list(explain(run_of(definition, outcome, members(3), UNITS), "U1-01"))
    assert lines[-8:] == [
        "  Hồ sơ chưa có điểm chung nên chưa xét công nhận và xếp hạng",
        "7. Xét đề nghị",
        "  Danh hiệu a:",
        "    chưa xét được – phải được công nhận",
        "    chưa xét được – phải đạt từ 80 điểm; điểm của hồ sơ: chưa có",
        "    → Chưa được đề nghị vì chưa có điểm chung",
        "8. Loại, xin ý kiến, quyết định",
        "  Không có",
    ]


def test_explanation_names_units_and_members_of_decisions() -> None:
    """R33: a transfer and a replacement are told by name."""
    moved = Decision(kind=DecisionKind.TRANSFER, entry="U1-01", value="U2", basis="4-CV/HU")
    swap = Decision(kind=DecisionKind.REPLACE_MEMBER, member="M3", value="M4", basis="4-CV/HU")
    people = members(4)
    held = entry("U1-01", unit="U2", history=(moved,))
    outcome = judged(campaign(), [held], ballots("U1-01", 80, 80, 80), people, UNITS, [swap])
    lines = list(explain(run_of(campaign(), outcome, people, UNITS), "U1-01"))
    tail = "Lý do: –; văn bản: 4-CV/HU; người ký: –; ngày –"
    assert lines[-2:] == [
        f"  Quyết định: chuyển sang đơn vị Đơn vị U2 (U2). {tail}",
        f"  Quyết định: thay thành viên Thành viên M3 (M3) bằng Thành viên M4 (M4). {tail}",
    ]


def test_explanation_in_english_has_the_same_figures() -> None:
    """The same lines, with a decimal point."""
    vi, en = _explained("U1-01"), _explained("U1-01", "en")
    assert len(vi) == len(en)
    assert "  (80 + 82 + 85) ÷ 3 = 82.333333…" in en


def test_unknown_entry_gets_its_near_misses() -> None:
    """A slip of the finger finds its entry."""
    assert _explained("U1-0l") == [
        "Không có hồ sơ mang mã “U1-0l”.",
        "Có phải là: U1-01, U2-01?",
    ]
    assert _explained("hoàn toàn khác") == ["Không có hồ sơ mang mã “hoàn toàn khác”."]


def test_faults_of_the_entry_are_told_with_their_cells() -> None:
    """Findings in the rows of the entry, and no others."""
    outcome = judged(campaign(), [entry("U1-01", complete=False)], [])
    code = "SUM-007"  # any code of the catalogue with two placeholders
    params = {"entry": "U1-01", "member": "M1"}
    findings = tuple(
        Finding(
            code=code,
            severity=Severity.ERROR,
            origin=Origin("nhan-ve/dang-ky/a.xlsx", "Đăng ký", cell),
            params=params,
        )
        for cell in ("D5", "D6")
    )
    run = run_of(campaign(), outcome, members(3), UNITS)

    lines = explain(replace(run, findings=findings), "U1-01")
    told = [line for line in lines if code in line]
    assert told == [
        f"  [{code}] {text(code, 'vi', **params)}"
        " – tệp nhan-ve/dang-ky/a.xlsx, trang “Đăng ký”, ô D5"
    ]


@given(scenes())
@settings(max_examples=60)
def test_everything_that_may_happen_has_words(scene: Scene) -> None:
    """Every finding, every referral, every entry, in both languages, with the totals in it."""
    outcome = scene.outcome()
    run = run_of(scene.definition, outcome, scene.people, UNITS)
    for lang in LANGUAGES:
        for finding in outcome.findings:
            assert render(finding, lang).message
        for got in outcome.entries:
            lines = explain(run, got.entry.id, lang)
            assert len(lines) > 10
            assert not any("{" in line for line in lines)
            if got.total_exact is not None:
                assert any(str(got.total_exact) in line for line in lines)


AREAS = ("appraisal", "referrals", "explain")
USED = re.compile(r'"@?((?:SUM|REF|EXP)-[0-9]{3}(?::[a-z-]+)?)"')


def _codes_in_the_code() -> set[str]:
    files = (ROOT / "appraisal").glob("*.py")
    return {code for file in files for code in USED.findall(file.read_text("utf-8"))}


def test_every_code_has_words_and_all_words_are_used() -> None:
    """One catalogue per language; nothing said without words, no words without a use."""
    for lang in LANGUAGES:
        written = set()
        for area in AREAS:
            path = ROOT / "schemas" / "messages" / lang / f"{area}.json"
            written |= set(json.loads(path.read_text("utf-8")))
        assert written == _codes_in_the_code()


def test_both_languages_have_the_same_placeholders() -> None:
    """A line that says less in one language would hide a figure."""
    for code in _codes_in_the_code():
        parts = [
            {name: placeholders(part) for name, part in catalogue(lang)[code].items()}
            for lang in LANGUAGES
        ]
        assert parts[0] == parts[1], code


@pytest.mark.parametrize("code", sorted(_codes_in_the_code()))
def test_code_is_documented(code: str) -> None:
    """docs/appraisal.md lists every SUM and REF code; EXP are the words of explanations."""
    if not code.startswith("EXP"):
        assert f"`{code}`" in (ROOT / "docs" / "appraisal.md").read_text("utf-8")


def test_every_rule_is_cited_by_a_test() -> None:
    """docs/appraisal.md numbers the rules; each has a test that names it."""
    page = (ROOT / "docs" / "appraisal.md").read_text("utf-8")
    rules = set(re.findall(r"^\*\*(R[0-9]+)\.", page, re.MULTILINE))
    cited = set()
    for file in (ROOT / "tests" / "appraisal").glob("test_*.py"):
        for span in re.findall(r"\bR[0-9]+(?:[–-]R[0-9]+)?", file.read_text("utf-8")):
            first, _, last = span.replace("-", "–").partition("–")
            upper = int((last or first)[1:])
            cited |= {f"R{n}" for n in range(int(first[1:]), upper + 1)}
    assert rules
    assert rules <= cited
    assert cited <= rules
