"""The plan of the demo: the same every time, believable, and with everything planted in it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from examples.campaigns import DEMOS, plan
from examples.expected import expected
from examples.models import read_library
from examples.workspace import fill_registers
from workbooks.registers import read_decisions, read_intake, read_members, read_units

PRESETS = sorted(DEMOS)
DON_DUONG, LAC_DUONG = "don-duong-2024", "lac-duong-2023"
DAN_VAN = "dan-van-kheo-2023"

Json = dict[str, Any]


def _entries(preset: str) -> dict[str, Json]:
    lines: Any = expected(preset)["entries"]
    return {line["id"]: line for line in lines}


def _nominated(preset: str, award: str) -> list[tuple[str, int, bool]]:
    lines: Any = expected(preset)["nominations"]
    mine = (line for line in lines if line["award"] == award)
    return [(line["entry"], line["position"], line["tied"]) for line in mine]


@pytest.mark.parametrize("preset", PRESETS)
def test_the_plan_is_the_same_every_time(preset: str) -> None:
    first = plan(preset)
    plan.cache_clear()
    assert plan(preset) == first


def test_the_demos_have_the_planned_size() -> None:
    demos = (DON_DUONG, LAC_DUONG, DAN_VAN)
    sizes = {p: (len(plan(p).units), len(plan(p).members), len(plan(p).entries)) for p in demos}
    assert sizes == {DON_DUONG: (22, 13, 113), LAC_DUONG: (12, 10, 42), DAN_VAN: (21, 40, 114)}


def test_models_for_the_people_are_as_many_as_in_a_real_district() -> None:
    """Bảo Lâm 2022: 19 units sent 113 models, 84 of collectives and 29 of people."""
    book = plan(DAN_VAN)
    sent = [entry for entry in book.entries.values() if entry.registered]
    assert len({entry.unit for entry in sent}) == 19
    assert Counter(entry.subject for entry in sent) == {"tap-the": 84, "ca-nhan": 29}


@pytest.mark.parametrize("preset", PRESETS)
def test_every_person_is_plainly_invented(preset: str) -> None:
    book = plan(preset)
    names = [e.name for e in book.entries.values() if e.subject == "ca-nhan"]
    names += [member.name for member in book.members]
    assert [n for n in names if not re.search(r"\b(Mẫu|Thử|Giả Định|Ví Dụ)\b", n)] == []


def test_the_one_name_that_stands_twice_is_the_members_own_entry() -> None:
    book = plan(DON_DUONG)
    names = Counter(e.name for e in book.entries.values() if e.subject == "ca-nhan")
    names.update(member.name for member in book.members)
    own = next(member for member in book.members if member.code == "HD06")
    twice = {name for name, count in names.items() if count > 1}
    assert (twice, book.entries["DD16-03"].name) == ({own.name}, own.name)


@pytest.mark.parametrize("preset", PRESETS)
def test_texts_are_composed_finished_and_of_office_length(preset: str) -> None:
    for entry in plan(preset).entries.values():
        cells = (entry.typed, *entry.later.values())
        for text in (text for typed in cells for text in typed.values() if isinstance(text, str)):
            assert unicodedata.normalize("NFC", text) == text
            spoilt = "\u00a0" in text  # planted: pasted with spaces of all kinds
            assert spoilt or not re.search(r"[{}]|\s{2}| $|^ ", text.replace("\n", "|"))
            assert len(text) <= 650


@pytest.mark.parametrize("preset", [DON_DUONG, LAC_DUONG])
def test_novelty_is_told_in_several_sentences(preset: str) -> None:
    lengths = sorted(len(str(e.typed["tinh_moi"] or "")) for e in plan(preset).entries.values())
    assert lengths[-1] > 300 > lengths[len(lengths) // 2]


def test_every_idea_is_whole() -> None:
    ideas = read_library().ideas
    assert {(len(idea.novelty), len(idea.results)) for idea in ideas} == {(2, 2)}
    titles = [title for idea in ideas for title, _ in idea.titles]
    assert sorted(set(titles)) == sorted(titles)


def test_titles_differ_but_for_the_planted_pair() -> None:
    planted = (
        (DON_DUONG, {"DD06-03", "DD09-05"}),
        (LAC_DUONG, set[str]()),
        (DAN_VAN, {"DV05-05", "DV06-03"}),
    )
    for preset, pair in planted:
        book = plan(preset)
        counts = Counter(entry.title for entry in book.entries.values())
        assert {key for key, e in book.entries.items() if counts[e.title] > 1} == pair


def test_the_tie_across_the_cut_is_referred() -> None:
    """24 collectives rated well in the communes, 20 % = 4,8, down to 4 places; 4th and 5th tie."""
    award = "htxsnv-tap-the"
    entries = _entries(DON_DUONG)
    assert [e["id"] for e in entries.values() if award in e["referred"]][:2] == [
        "DD03-02",
        "DD08-01",
    ]
    first, second = entries["DD03-02"], entries["DD08-01"]
    assert (first["total_exact"], first["rank"]) == (second["total_exact"], second["rank"])
    assert _nominated(DON_DUONG, award)[:3] == [
        ("DD03-01", 1, False),
        ("DD06-01", 2, False),
        ("DD07-01", 3, False),
    ]


def test_the_tie_the_council_settled_leaves_one() -> None:
    """16 people in the Party offices, 20 % = 3,2, 3 places; DD16-02 is chosen, DD15-02 is not."""
    named = [entry for entry, _, _ in _nominated(DON_DUONG, "htxsnv-ca-nhan")]
    entries = _entries(DON_DUONG)
    assert [e for e in named if e[:4] in ("DD11", "DD14", "DD15", "DD16")] == [
        "DD11-01",
        "DD14-01",
        "DD16-02",
    ]
    assert entries["DD15-02"]["total"] == entries["DD16-02"]["total"]


def test_the_tie_inside_a_list_shares_a_position() -> None:
    places = {e: (p, tied) for e, p, tied in _nominated(DON_DUONG, "htxsnv-ca-nhan")}
    assert places["DD04-03"] == places["DD09-03"]
    assert places["DD04-03"][1] is True


def test_equal_totals_are_told_apart_by_efficiency() -> None:
    """11 collectives in the Party offices, 20 % = 2,2: DD12-01, and of two with 92 the better."""
    entries = _entries(DON_DUONG)
    assert entries["DD13-01"]["total"] == entries["DD16-01"]["total"] == "92.00"
    assert Fraction(entries["DD13-01"]["criteria"]["hieu_qua"]) == 33
    named = [e for e, _, _ in _nominated(DON_DUONG, "htxsnv-tap-the")]
    assert [e for e in named if e in ("DD12-01", "DD13-01", "DD16-01")] == ["DD12-01", "DD13-01"]


def test_an_entry_under_a_floor_is_not_recognised_though_above_the_threshold() -> None:
    """15 + 24 + 17 + 15 + 10 = 81 from everybody; "Hiệu quả" 17 is under its floor of 17,5."""
    found = _entries(DON_DUONG)["DD09-06"]
    assert (found["total"], found["criteria"]["hieu_qua"]) == ("81.00", "17/1")
    assert (found["recognised"], found["awards"]) == (False, [])


def test_a_trimmed_mean_is_what_a_pencil_says() -> None:
    """DD03-01: without its highest and lowest ballot, summed by hand from the planned points."""
    entry = plan(DON_DUONG).entries["DD03-01"]
    totals = sorted(sum(Fraction(p) for p in ballot.points) for ballot in entry.ballots.values())
    assert len(totals) == 6
    total = Fraction(_entries(DON_DUONG)["DD03-01"]["total_exact"])
    assert total == (totals[1] + totals[2] + totals[3] + totals[4]) / 4


def test_below_the_quorum_there_is_no_total() -> None:
    """DD12-05: one in conflict, one absent, one abstains: 4 of the 5 that are needed."""
    found = _entries(DON_DUONG)["DD12-05"]
    assert (found["ballots_valid"], found["ballots_expected"], found["total"]) == (4, 6, None)


def test_exclusions_are_the_planted_ones() -> None:
    found = {e["id"]: e["exclusions"] for e in _entries(DON_DUONG).values() if e["exclusions"]}
    email = ["khong-bao-cao", "khong-qua-idoc"]
    assert found == {
        "DD09-04": ["chua-duyet"],
        **{f"DD10-{k:02d}": email for k in range(1, 5)},
        **{f"DD20-{k:02d}": ["khong-bao-cao"] for k in range(1, 4)},
    }


@pytest.mark.parametrize("preset", PRESETS)
def test_the_registers_are_read_back_without_a_finding(preset: str, tmp_path: Path) -> None:
    fill_registers(preset, tmp_path, "final", returned=True)
    book = plan(preset)

    def read(name: str) -> tuple[bytes, str]:
        return (tmp_path / name).read_bytes(), name

    units, found = read_units(*read("don-vi.xlsx"), book.campaign)
    members, more = read_members(*read("hoi-dong.xlsx"), book.campaign, units)
    intake, further = read_intake(*read("van-ban-den.xlsx"), book.campaign)
    decisions, rest = read_decisions(*read("quyet-dinh.xlsx"), book.campaign)
    assert (*found, *more, *further, *rest) == ()
    decided = sum(len(lines) for lines in book.decisions.values())
    assert (len(units), len(members)) == (len(book.units), len(book.members))
    assert (len(intake), len(decisions)) == (len(book.intake), decided)


def test_the_registers_grow_with_the_campaign(tmp_path: Path) -> None:
    book = plan(DON_DUONG)
    counts = []
    for step, returned in (("dang-ky", False), ("dang-ky", True), ("bao-cao", False)):
        fill_registers(DON_DUONG, tmp_path, step, returned=returned)
        intake, _ = read_intake(
            (tmp_path / "van-ban-den.xlsx").read_bytes(), "van-ban-den.xlsx", book.campaign
        )
        decisions, _ = read_decisions(
            (tmp_path / "quyet-dinh.xlsx").read_bytes(), "quyet-dinh.xlsx", book.campaign
        )
        counts.append((len(intake), len(decisions)))
    assert counts == [(0, 0), (27, 0), (27, 1)]


def test_the_smaller_demo_has_its_ties_and_its_floor() -> None:
    """18 people rated well in the communes, 20 % = 3,6, 3 places: third and fourth tie."""
    entries = _entries(LAC_DUONG)
    tied = [entries[key] for key in ("LD03-02", "LD06-01")]
    assert [(e["rank"], e["referred"]) for e in tied] == [(3, ["htxsnv-ca-nhan"])] * 2
    inside = _nominated(LAC_DUONG, "htxsnv-tap-the")[:2]
    assert inside == [("LD02-02", 1, True), ("LD03-01", 1, True)]
    floor = entries["LD11-02"]
    assert (floor["total"], floor["recognised"]) == ("78.00", False)
