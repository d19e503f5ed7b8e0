"""The whole demo van-hoa-cong-so-2022, from ``new`` to the lists, against what was planted."""

from __future__ import annotations

import json
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from cli.commands.demo import command
from cli.merging import merge_workspace
from examples.campaigns import plan
from examples.expected import expected
from examples.office_expected import answers, dossiers, votes
from tests.cli.reading.alike import read_both_ways
from tests.examples.isomorphic import likeness

PRESET = "van-hoa-cong-so-2022"
FLAG_RULE, YEAR_RULE = "da-tang-co-cchc-2021", "da-khen-chuyen-de-2022"
PARTS = ("files", "units", "members", "bodies", "entries", "ballots", "nominations", "balance")
Json = dict[str, Any]

MATCHES = {
    **{f"LC01-{k:02}": [(FLAG_RULE, "KT-001", True, None)] for k in range(1, 7)},
    **{f"LC03-{k:02}": [(FLAG_RULE, "KT-002", False, "REF-021:collective")] for k in range(1, 4)},
    "LC10-01": [(YEAR_RULE, "KT-003", True, None)],
    "LC28-02": [(YEAR_RULE, "KT-004", True, None)],
    "LC11-01": [(YEAR_RULE, "KT-005", False, "REF-021:unit")],
    "LC13-01": [(YEAR_RULE, "KT-006", False, "REF-021:born-missing")],
    "LC12-02": [(YEAR_RULE, "KT-007", False, "REF-021:name")],
    "LC16-01": [(YEAR_RULE, "KT-008", False, "REF-021:movement")],
}
"""Entry → rule, line of the register, certain, and what leaves it open; nobody else has any."""

GAPS = {
    "LC05-01": {"bao-cao-thanh-tich": ["bao_cao_07"]},
    "LC05-02": {"quyet-dinh-kem": ["qd_sang_kien"]},
    "LC05-03": {"quyet-dinh-kem": ["qd_cchc"]},
    "LC06-01": {"kenh-gui": ["kenh-gui"]},
    "LC07-01": {"ho-so-giay": ["ho-so-giay"]},
    "LC26-01": {"bien-ban": ["so_bien_ban", "ngay_bien_ban"]},
    "LC28-01": {"to-trinh": ["ngay_to_trinh"]},
    "LC28-02": {"to-trinh": ["ngay_to_trinh"]},
    "LC29-01": {"to-trinh": ["tom_tat"]},
}
"""Entry → part of the dossier → what lacks; every other dossier is whole."""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path]:
    """One run of the command in a new folder: what it answered, and where."""
    root = tmp_path_factory.mktemp("demo") / PRESET
    answer = CliRunner().invoke(command, [PRESET, str(root)])
    assert answer.exit_code == 0, answer.output
    return answer, root


@pytest.fixture(scope="module")
def results(run: tuple[Result, Path]) -> Json:
    """``results.json`` as it is."""
    return _read(run[1])


def _read(root: Path) -> Json:
    found: Json = json.loads((root / "ket-qua" / "results.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def entries(results: Json) -> dict[str, Json]:
    """The entries of that run by id."""
    return {entry["id"]: entry for entry in results["entries"]}


def _like(found: Any, wanted: Any) -> Any:
    """What was found, cut down to the keys that the plan says anything about."""
    if isinstance(wanted, dict):
        return {key: _like(found[key], wanted[key]) for key in wanted}
    return found


def _ballot(line: Json) -> Json:
    counted = line["status"] == "counted"
    points = line["scores"].items() if counted else ()
    scores = {name: f"{Decimal(point).normalize():f}" for name, point in points}
    return {key: line[key] for key in ("entry", "member", "status")} | {"scores": scores}


def _entry(line: Json) -> Json:
    return {
        **line,
        "exclusions": sorted(rule["rule"] for rule in line["exclusions"]),
        "referred": sorted({case["award"] for case in line["referred"]}),
    }


def _comparable(results: Json, part: str, wanted: Any) -> Any:
    lines = results[part]
    if part == "ballots":
        return [_ballot(line) for line in lines]
    if part == "entries":
        lines = [_entry(line) for line in lines]
    if part == "nominations":
        awards = [award.id for award in plan(PRESET).campaign.awards]
        lines = sorted(lines, key=lambda n: (awards.index(n["award"]), n["position"], n["entry"]))
    if isinstance(lines, dict):
        return _like(lines, wanted)
    assert len(lines) == len(wanted)
    return [_like(line, like) for line, like in zip(lines, wanted, strict=True)]


@pytest.mark.parametrize("part", PARTS)
def test_the_results_are_what_was_planted(part: str, results: Json) -> None:
    wanted = expected(PRESET)[part]
    assert _comparable(results, part, wanted) == wanted


def test_every_kind_of_gap_is_named(entries: dict[str, Json]) -> None:
    found = {
        key: {line["item"]: line["lacks"] for line in entry["dossier"] if line["lacks"]}
        for key, entry in entries.items()
    }
    assert {key: gaps for key, gaps in found.items() if gaps} == GAPS
    asked = {
        key: [(line["item"], line["asked"], line["lacks"]) for line in entry["dossier"]]
        for key, entry in entries.items()
    }
    assert asked == dossiers(plan(PRESET))


def test_the_list_of_checks_shows_what_lacks(run: tuple[Result, Path]) -> None:
    book = load_workbook(run[1] / "ket-qua" / "De-nghi-khen-thuong.xlsx", read_only=True)
    lines = list(book["Kiểm tra hồ sơ"].iter_rows(values_only=True))
    head = next(line for line in lines if line[0] == "STT")
    assert head[1:] == (
        "Mã hồ sơ",
        "Đối tượng",
        "Đơn vị",
        "Hình thức đề nghị",
        "Tờ trình, danh sách trích ngang",
        "Biên bản họp xét",
        "Báo cáo thành tích mẫu 07",
        "Số, ngày các quyết định",
        "Kênh gửi",
        "Bản giấy",
        "Loại trừ",
        "Kết luận",
    )
    said = {str(line[1]): line[5:11] for line in lines if str(line[1]) in plan(PRESET).entries}
    assert sorted(said) == sorted(plan(PRESET).entries)
    lacking = {key for key, cells in said.items() if any("Thiếu" in str(c) for c in cells)}
    assert lacking == set(GAPS)
    assert said["LC05-03"][3] == "Thiếu: QĐ xếp loại CCHC (số, ngày)"


def test_channel_and_paper_are_read_from_the_intake_register(entries: dict[str, Json]) -> None:
    """By e-mail, without paper, late: open for the province's list, not for the own one."""
    referred = {
        key: [(case["award"], case["reason"]) for case in entry["referred"]]
        for key, entry in entries.items()
        if key[:4] in ("LC06", "LC07", "LC08")
    }
    one = [("bang-khen", "REF-004")]
    assert referred == {
        **{f"{unit}-01": one for unit in ("LC06", "LC07", "LC08")},
        **{f"{unit}-02": [] for unit in ("LC06", "LC07", "LC08")},
    }
    assert all(entries[f"{unit}-02"]["awards"] == ["giay-khen"] for unit in ("LC06", "LC07"))
    assert entries["LC08-01"]["late"] is True


def test_honours_are_matched_as_planted(entries: dict[str, Json]) -> None:
    found = {
        key: [(m["rule"], m["code"], m["certain"], m["doubt"]) for m in entry["honours"]]
        for key, entry in entries.items()
        if entry["honours"]
    }
    assert found == MATCHES


def test_whoever_had_the_flag_of_2021_gets_none(entries: dict[str, Json]) -> None:
    """The town itself: none. A department of a district: the council decides."""
    assert entries["LC01-01"]["awards"] == []
    assert [rule["rule"] for rule in entries["LC01-01"]["exclusions"]] == [FLAG_RULE]
    assert entries["LC01-02"]["awards"] == ["bang-khen"]
    assert entries["LC03-03"]["exclusions"] == []
    assert entries["LC03-03"]["referred"] == [{"award": "co-thi-dua", "reason": "REF-021"}]


def test_whoever_was_commended_in_2022_is_not_proposed(entries: dict[str, Json]) -> None:
    out = {key for key, e in entries.items() if YEAR_RULE in [x["rule"] for x in e["exclusions"]]}
    assert out == {"LC10-01", "LC28-02"}
    open_cases = {
        key: case["reason"]
        for key, entry in entries.items()
        for case in entry["referred"]
        if case["reason"] in ("REF-021", "REF-022") and case["award"] == "bang-khen"
    }
    doubtful = dict.fromkeys(("LC11-01", "LC12-02", "LC13-01", "LC16-01"), "REF-021")
    assert open_cases == {**doubtful, "LC13-02": "REF-022"}
    for harmless in ("LC12-01", "LC04-02", "LC02-05"):  # a namesake, an earlier year, no movement
        assert entries[harmless]["awards"] == ["bang-khen"]


def test_two_levels_of_awards(results: Json, entries: dict[str, Json]) -> None:
    """Own commendations need no dossier and no vote; nobody is on a list that was not asked for."""
    asked = {key: e.chosen["hinh_thuc"] for key, e in plan(PRESET).entries.items()}
    assert all(asked[n["entry"]] == n["award"] for n in results["nominations"])
    counts = [n["award"] for n in results["nominations"]]
    awards = ("giay-khen", "co-thi-dua", "bang-khen")
    assert {award: counts.count(award) for award in awards} == {
        "giay-khen": 19,
        "co-thi-dua": 2,
        "bang-khen": 16,
    }
    own = [e for key, e in entries.items() if asked[key] == "giay-khen" and e["awards"]]
    assert all(not line["asked"] for entry in own for line in entry["dossier"])


def test_one_form_per_achievement(entries: dict[str, Json]) -> None:
    assert entries["LC02-01"]["awards"] == ["co-thi-dua"]
    assert (entries["LC02-02"]["name"], entries["LC02-02"]["awards"]) == (
        entries["LC02-01"]["name"],
        [],
    )
    assert entries["LC02-03"]["awards"] == ["bang-khen"]


def test_votes_are_of_all_members(entries: dict[str, Json]) -> None:
    """2 of 3 is enough, 2 of 4 is not; without a vote, or with two that differ, it is open."""
    found = {
        key: [(v["award"], v["votes"], v["voters"], v["share"], v["carried"]) for v in e["votes"]]
        for key, e in entries.items()
        if e["votes"]
    }
    assert found == votes(plan(PRESET))
    assert found["LC03-01"] == [("bang-khen", 2, 3, "2/3", True)]
    assert found["LC02-04"] == [("bang-khen", 2, 4, "2/3", False)]
    assert (entries["LC03-01"]["awards"], entries["LC02-04"]["awards"]) == (["bang-khen"], [])
    for key in ("LC03-02", "LC19-01"):
        assert entries[key]["referred"] == [{"award": "bang-khen", "reason": "REF-023"}]


def test_places_of_a_unit_are_one_and_one_or_one_of_both(entries: dict[str, Json]) -> None:
    """Districts: one collective and one person. Party offices: one of both, the council says."""
    assert [entries[f"LC04-{k:02}"]["awards"] for k in (1, 2)] == [["bang-khen"], ["bang-khen"]]
    for key in ("LC20-01", "LC20-02"):
        assert entries[key]["referred"] == [{"award": "bang-khen", "reason": "REF-014"}]
    assert [entries[f"LC21-{k:02}"]["awards"] for k in (1, 2, 3)] == [[], ["bang-khen"], []]
    assert entries["LC21-01"]["referred"] == []


def test_preferences_break_ties(entries: dict[str, Json]) -> None:
    """Equal in every criterion: 6 people before 14, a direct worker before one who is not."""
    for small, large in (("LC14-02", "LC14-01"), ("LC14-04", "LC14-03")):
        assert entries[small]["criteria"] == entries[large]["criteria"]
        assert (entries[small]["rank"], entries[large]["rank"]) == (1, 2)
        assert (entries[small]["awards"], entries[large]["awards"]) == (["bang-khen"], [])
    assert entries["LC15-01"]["rank"] == entries["LC15-02"]["rank"] == 1
    assert all(entries[f"LC15-{k:02}"]["referred"] for k in (1, 2))
    assert (entries["LC15-03"]["awards"], entries["LC15-04"]["awards"]) == ([], ["bang-khen"])


def test_at_most_one_flag_per_unit(entries: dict[str, Json]) -> None:
    assert [entries[f"LC10-{k:02}"]["awards"] for k in (3, 4)] == [["co-thi-dua"], []]


def test_who_is_on_hold_or_waits_keeps_the_place(entries: dict[str, Json]) -> None:
    assert ("bang-khen", "REF-002") in [
        (case["award"], case["reason"]) for case in entries["LC17-01"]["referred"]
    ]
    assert (entries["LC17-02"]["awards"], entries["LC05-05"]["awards"]) == ([], [])


def test_answers_are_read_as_planted(results: Json) -> None:
    found = {
        (line["stage"], line["id"]): (line["complete"], line["values"])
        for line in results["answers"]
    }
    assert found == answers(plan(PRESET))
    assert len(found) == 28 + 27


def test_the_reviews_are_merged(run: tuple[Result, Path]) -> None:
    """One row per unit, one column per heading, counts summed over what can be counted."""
    book = load_workbook(run[1] / "ket-qua" / "Tong-hop-bao-cao.xlsx", data_only=True)
    sheet = book.worksheets[0]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(line for line in lines if "Số văn bản đã ban hành" in line)
    stage = plan(PRESET).campaign.stage("bao-cao")
    assert stage is not None
    assert stage.form is not None
    labels = [field.label for field in stage.form.fields]
    assert [label for label in head if label in labels] == labels
    names = {unit.name for unit in plan(PRESET).units}
    rows = [line for line in lines if names & {str(cell) for cell in line}]
    assert len(rows) == 30
    given = answers(plan(PRESET))
    for name, label in (("so_van_ban", labels[5]), ("so_cuoc_kiem_tra", "Số cuộc kiểm tra")):
        total = sum(
            int(values.get(name, 0)) for (at, _), (_, values) in given.items() if at == "bao-cao"
        )
        column = head.index(label)
        assert total in [line[column] for line in lines], name


def test_the_conference_has_a_deadline_for_districts_only(results: Json) -> None:
    """A district on 14/6 is late and one is missing; an office on 13/6 is not late."""
    states = {unit["code"]: unit["stages"]["bao-cao-hoi-nghi"] for unit in results["units"]}
    assert (states["LC08"], states["LC05"], states["LC13"]) == ("late", "missing", "merged")
    held = {
        line["id"]: line["values"]["da_to_chuc"]
        for line in results["answers"]
        if line["stage"] == "bao-cao-hoi-nghi"
    }
    assert {unit for unit, said in held.items() if said == "Không"} == {"LC18", "LC22"}


def test_a_second_return_mends_a_dossier(results: Json, entries: dict[str, Json]) -> None:
    """LC04 lacked the Tờ trình and two numbers; it mended its correction pack, in time."""
    states = {f["path"]: f["status"] for f in results["files"] if "/LC04 " in f["path"]}
    assert states == {
        "nhan-ve/de-nghi/LC04 lan 1.xlsx": "superseded",
        "nhan-ve/de-nghi/LC04 bo sung.xlsx": "merged",
    }
    assert [
        (entries[f"LC04-{k:02}"]["status"], entries[f"LC04-{k:02}"]["late"]) for k in (1, 2)
    ] == [
        ("complete", False),
        ("complete", False),
    ]


def test_after_the_day_to_mend_gaps_are_for_the_council(
    run: tuple[Result, Path], tmp_path: Path
) -> None:
    """Who waited on 24/6 is referred on 01/7, and nobody is excluded for a gap."""
    later = tmp_path / "later"
    shutil.copytree(run[1], later)
    merge_workspace(later, date(2022, 7, 1))
    before, after = (
        {entry["id"]: entry for entry in _read(root)["entries"]} for root in (run[1], later)
    )
    waited = {
        "LC05-01": "bang-khen",
        "LC05-02": "bang-khen",
        "LC05-03": "co-thi-dua",
        "LC26-01": "bang-khen",
        "LC28-01": "bang-khen",
        "LC29-01": "bang-khen",
    }
    for key, award in waited.items():
        assert before[key]["referred"] == []
        assert award in [case["award"] for case in after[key]["referred"]], key
        assert after[key]["exclusions"] == []
    assert {k: e["awards"] for k, e in after.items()} == {k: e["awards"] for k, e in before.items()}


def test_the_account_ends_with_the_workbooks(run: tuple[Result, Path]) -> None:
    answer, root = run
    last = [Path(line.strip()).name for line in answer.output.splitlines()[-3:]]
    assert sorted(last) == ["De-nghi-khen-thuong.xlsx", "Tong-hop-bao-cao.xlsx", "Tong-hop.xlsx"]
    assert all((root / "ket-qua" / name).stat().st_size > 5_000 for name in last)


def test_renaming_every_id_and_label_changes_nothing_else(run: tuple[Result, Path]) -> None:
    """One definition, law not code: the sums of the renamed campaign are the same, renamed."""
    found = likeness(run[1])
    assert (found.faults, found.ids > 50) == ((), True)
    assert found.again == found.renamed


def test_returns_read_in_processes_are_those_read_here(run: tuple[Result, Path]) -> None:
    told, here = read_both_ways(run[1])
    assert told == here
