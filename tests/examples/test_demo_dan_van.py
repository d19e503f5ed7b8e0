"""The whole demo dan-van-kheo-2023, from ``new`` to the lists, against what was planted."""

from __future__ import annotations

import json
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from cli.commands.demo import command
from examples.campaigns import plan
from examples.expected import expected
from tests.cli.reading.alike import read_both_ways
from tests.examples.agreement import found_results
from tests.examples.isomorphic import likeness

PRESET = "dan-van-kheo-2023"
Json = dict[str, Any]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path]:
    """One run of the command in a new folder: what it answered, and where."""
    root = tmp_path_factory.mktemp("demo") / PRESET
    answer = CliRunner().invoke(command, [PRESET, str(root)])
    assert answer.exit_code == 0, answer.output
    return answer, root


@pytest.fixture(scope="module")
def found(run: tuple[Result, Path]) -> Json:
    """The results of that run, cut down to what the plan says."""
    return found_results(run[1])


@pytest.fixture(scope="module")
def results(run: tuple[Result, Path]) -> Json:
    """The whole results file of that run."""
    whole: Json = json.loads((run[1] / "ket-qua" / "results.json").read_text("utf-8"))
    return whole


@pytest.fixture(scope="module")
def entries(results: Json) -> dict[str, Json]:
    """The entries of that run by id."""
    return {line["id"]: line for line in results["entries"]}


@pytest.mark.parametrize(
    "part",
    ["files", "units", "members", "bodies", "entries", "ballots", "nominations", "balance"],
)
def test_the_results_are_what_was_planted(part: str, found: Json) -> None:
    assert found[part] == expected(PRESET)[part]


def test_offices_and_individuals_are_collated_by_the_board(entries: dict[str, Json]) -> None:
    """The workbook of the Ban Dân vận holds people only, all on the route of the board."""
    own = [line for line in entries.values() if line["unit"] == "DV19"]
    assert [line["subject"] for line in own] == ["ca-nhan"] * 4
    offices = [line for line in entries.values() if line["unit"] > "DV08"]
    assert {line["route"] for line in offices} == {"huyen"}


def test_a_late_registrant_of_a_commune_is_left_to_the_office(entries: dict[str, Json]) -> None:
    """DV03-09 registered on 02/02, the workbook of its commune came in time on 10/02."""
    tardy = entries["DV03-09"]
    assert (tardy["late"], tardy["exclusions"]) == (False, [])
    assert {"award": "appraisal", "reason": "REF-004"} in tardy["referred"]
    assert "cong-nhan" not in tardy["awards"]


def test_only_what_was_approved_is_appraised(results: Json, entries: dict[str, Json]) -> None:
    """Refused by the commune, not decided by it, forgotten by the board, returned by it."""
    out = {"DV02-08": False, "DV04-07": False, "DV09-03": False, "DV09-31": False, "DV12-04": None}
    assert {key: entries[key]["approved"] for key in out} == out
    rules = {key: [rule["rule"] for rule in entries[key]["exclusions"]] for key in out}
    survey = "khong-trien-vong"
    assert rules == {
        "DV02-08": ["chua-phe-duyet", "khong-phe-duyet", survey],
        "DV04-07": ["chua-phe-duyet", survey],
        "DV09-03": ["chua-phe-duyet", survey],
        "DV09-31": ["chua-phe-duyet", survey],
        "DV12-04": [],
    }
    assert entries["DV12-04"]["state"] == "returned"
    mine = [line for line in results["ballots"] if line["entry"] in out]
    assert mine and {line["status"] for line in mine} == {"not-issued"}
    assert all(entries[key]["awards"] == [] for key in out)


def test_the_office_approves_by_entry_and_by_unit(entries: dict[str, Json]) -> None:
    lines = [line for at in plan(PRESET).decisions.values() for line in at]
    approved = [line for line in lines if line["kind"] == "duyet"]
    by_unit = {str(line["unit"]) for line in approved if "unit" in line}
    by_entry = {str(line["entry"]) for line in approved if "entry" in line}
    assert (len(by_unit), len(by_entry)) == (8, 10)
    assert all(entries[key]["state"] == "approved" for key in by_entry)
    withdrawn = {"DV14-06"}
    for entry in entries.values():
        if entry["unit"] in by_unit and entry["id"] not in withdrawn:
            assert (entry["state"], entry["approved"]) == ("approved", True)


def test_every_body_surveys_its_own_models(results: Json, entries: dict[str, Json]) -> None:
    """One workbook a quarter for each commune and one for the board; DV08 never answers in q3."""
    sent = Counter(
        line["stage"]
        for line in results["files"]
        if line["sender"] and line["sender"]["kind"] == "body" and line["status"] == "merged"
    )
    assert sent == {"khao-sat-q1": 6, "khao-sat-q2": 9, "khao-sat-q3": 8}
    (foreign,) = [line for line in results["findings"] if line["code"] == "ENT-010"]
    assert (foreign["file"], foreign["value"]) == (
        "nhan-ve/khao-sat-q2/DV03 khao-sat-q2.xlsx",
        "DV04-01",
    )
    assert [s["stage"] for s in entries["DV03-05"]["surveys"]] == ["khao-sat-q3"]
    assert [s["stage"] for s in entries["DV04-01"]["surveys"]] == ["khao-sat-q2"]
    wrong = next(line for line in results["files"] if "DV07 nham tep" in line["path"])
    assert (wrong["sender"]["id"], wrong["status"]) == ("DV06", "duplicate")


def test_the_first_quarter_looks_at_models_of_earlier_years(results: Json) -> None:
    """Ten of twelve such lines are asked about (one is too old, one in words nobody knows).

    MH-05 and MH-09 were not visited; MH-07 names a commune that is gone, so the board goes there.
    """
    answered = {line["id"]: line["sender"]["id"] for line in results["answers"]}
    assert answered == {
        "MH-01": "DV01", "MH-02": "DV01", "MH-03": "DV02", "MH-04": "DV03", "MH-06": "DV06",
        "MH-07": "huyen", "MH-08": "huyen", "MH-10": "huyen",
    }  # fmt: skip
    visited = {
        line["sender"]["id"]: line["rows"]
        for line in results["files"]
        if line["stage"] == "khao-sat-q1"
    }
    assert visited == {"DV01": 2, "DV02": 1, "DV03": 1, "DV04": 0, "DV06": 1, "huyen": 3}


def test_blank_rows_of_a_survey_say_nothing(results: Json, entries: dict[str, Json]) -> None:
    """Most models were seen in one quarter: the blank row of the other is neither fault nor no."""
    once = [line for line in entries.values() if len(line["surveys"]) == 1]
    assert len(once) > 60
    surveys = [f for f in results["findings"] if str(f["file"]).startswith("nhan-ve/khao-sat")]
    assert {f["code"] for f in surveys} <= {"ENT-010", "RET-010", "RET-026", "RET-062"}
    assert all("khong-trien-vong" not in _rules(line) for line in once)


def _rules(entry: Json) -> list[str]:
    return [rule["rule"] for rule in entry["exclusions"]]


def test_only_what_a_survey_found_promising_is_appraised(entries: dict[str, Json]) -> None:
    """Not promising twice, never visited, body silent; promising first and not later: a case."""
    for key in ("DV01-07", "DV05-06", "DV08-06", "DV16-04"):
        assert "khong-trien-vong" in _rules(entries[key])
        assert (entries[key]["total"], entries[key]["rank"]) == (None, None)
    assert [s["promising"] for s in entries["DV01-07"]["surveys"]] == [False, False]
    assert entries["DV05-06"]["surveys"] == []
    late = entries["DV06-05"]
    assert [s["promising"] for s in late["surveys"]] == [False, True]
    assert "co-trien-vong" in late["awards"]
    case = entries["DV10-02"]
    assert [s["promising"] for s in case["surveys"]] == [True, False]
    assert _rules(case) == []
    assert {r["award"] for r in case["referred"]} == {"appraisal", "co-trien-vong", "cong-nhan"}


def test_a_commune_scores_what_it_approved_without_conflict(results: Json) -> None:
    """Every member of a commune's council belongs to the commune, and every ballot may count."""
    homes = {member.code: member.home_unit for member in plan(PRESET).members}
    own = [line for line in results["ballots"] if line["member"].startswith("X")]
    assert all(homes[line["member"]] == line["entry"][:4] for line in own)
    said = Counter(line["status"] for line in own)
    assert said["conflict"] == 0
    assert said["counted"] > 200
    board = [line for line in results["ballots"] if line["member"] == "HD06"]
    barred = {line["entry"][:4] for line in board if line["status"] == "conflict"}
    assert barred == {"DV14"}


def test_an_invited_member_scores_the_named_models_only(results: Json) -> None:
    asked = {
        (line["member"], line["entry"], line["status"])
        for line in results["ballots"]
        if line["member"].startswith("KM")
    }
    assert asked == {
        ("KM01", "DV13-01", "counted"),
        ("KM01", "DV18-02", "counted"),
        ("KM02", "DV17-01", "counted"),
    }


def test_a_tie_across_the_places_of_a_commune(entries: dict[str, Json]) -> None:
    """Seven recognised models, 45 % = 3.15: three places, and two are equal for the third."""
    for first, second in (("DV01-03", "DV01-04"), ("DV04-03", "DV04-05")):
        assert entries[first]["total_exact"] == entries[second]["total_exact"]
        assert entries[first]["rank"] == entries[second]["rank"] == 3
    assert "tieu-bieu" not in entries["DV01-03"]["awards"]
    assert "tieu-bieu" in entries["DV01-04"]["awards"]
    for tied in ("DV04-03", "DV04-05"):
        assert {"award": "tieu-bieu", "reason": "REF-001"} in entries[tied]["referred"]


def test_a_place_that_hangs_on_an_open_case(entries: dict[str, Json]) -> None:
    """Eight recognised, 45 % = 3.6: three places; with the late DV03-09 nine, 4.05: four."""
    ranked = sorted((line["rank"], key) for key, line in entries.items() if key[:4] == "DV03")
    assert [key for _, key in ranked[:4]] == ["DV03-01", "DV03-02", "DV03-03", "DV03-04"]
    given = [key for _, key in ranked if "tieu-bieu" in entries[key]["awards"]]
    assert given == ["DV03-01", "DV03-02", "DV03-03"]
    assert {"award": "tieu-bieu", "reason": "REF-012"} in entries["DV03-04"]["referred"]


def test_a_preference_tells_equals_apart(entries: dict[str, Json]) -> None:
    """Equal in every criterion; DV02-02 is tied to a new model and has the third place."""
    plain, new = entries["DV02-01"], entries["DV02-02"]
    assert plain["total_exact"] == new["total_exact"]
    assert plain["criteria"] == new["criteria"]
    assert (new["rank"], plain["rank"]) == (3, 4)
    assert ("tieu-bieu" in new["awards"], "tieu-bieu" in plain["awards"]) == (True, False)


def test_a_mean_of_a_commune_is_what_a_pencil_says(entries: dict[str, Json]) -> None:
    """DV04-01: the ballots of its commune's four members, summed and divided by hand."""
    ballots = plan(PRESET).entries["DV04-01"].ballots
    totals = [sum(Fraction(points) for points in ballot.points) for ballot in ballots.values()]
    assert len(totals) == 4
    assert Fraction(entries["DV04-01"]["total_exact"]) == sum(totals) / 4


def test_honours_are_matched_by_title(entries: dict[str, Json]) -> None:
    """The same model commended before: sure, of others, without a year, without diacritics."""
    said = {
        line["id"]: [(match["code"], match["certain"], match["doubt"]) for match in line["honours"]]
        for line in entries.values()
        if line["honours"]
    }
    assert said == {
        "DV02-03": [("KT-03", False, "REF-021:born-missing")],
        "DV04-01": [("KT-01", True, None)],
        "DV04-02": [("KT-04", False, "REF-021:title")],
        "DV10-01": [("KT-02", False, "REF-021:nominee")],
    }
    assert {"award": "khen-thuong", "reason": "REF-021"} in entries["DV10-01"]["referred"]
    assert entries["DV16-01"]["honours"] == []
    assert "khen-thuong" in entries["DV16-01"]["awards"]


@pytest.fixture(scope="module")
def summary(run: tuple[Result, Path]) -> dict[str, Worksheet]:
    """The sheets of the summary workbook by name."""
    book = load_workbook(run[1] / "ket-qua" / "Tong-hop.xlsx", data_only=True)
    return {name: book[name] for name in book.sheetnames}


def _rows(sheet: Worksheet) -> list[list[Any]]:
    return [[cell for cell in row if cell not in (None, "")] for row in sheet.values]


def test_the_statistics_count_by_unit_and_by_field(
    summary: dict[str, Worksheet], entries: dict[str, Json]
) -> None:
    """Registered, by subject, approved, promising, recognised, exemplary, proposed."""
    lists = ("dang-ky-duyet", "co-trien-vong", "cong-nhan", "tieu-bieu", "khen-thuong")
    rows = _rows(summary["Thống kê"])
    totals = [row[1:] for row in rows if row and row[0] == "Tổng cộng"]
    subjects = Counter(line["subject"] for line in entries.values())
    given = Counter(award for line in entries.values() for award in line["awards"])
    whole = [114, subjects["tap-the"], subjects["ca-nhan"], *(given[name] for name in lists)]
    assert totals == [whole, whole]
    commune = next(row for row in rows if row[1:2] == ["Khối Dân vận xã Đông Thịnh"])
    mine = [line for line in entries.values() if line["unit"] == "DV04"]
    awards = Counter(award for line in mine for award in line["awards"])
    assert commune[2] == 8
    assert commune[5:] == [awards[name] for name in lists]


def test_the_publicity_schedule_lists_models_by_quarter(summary: dict[str, Worksheet]) -> None:
    """Ten earlier models, then twice what was approved this year."""
    counts: list[int] = []
    for row in _rows(summary["Lịch tuyên truyền"]):
        if row and str(row[0]).startswith("Quý "):
            counts.append(0)
        elif counts and row and isinstance(row[0], int | float):
            counts[-1] += 1
    lines: Any = expected(PRESET)["nominations"]
    approved = [line for line in lines if line["award"] == "dang-ky-duyet"]
    assert counts == [10, len(approved), len(approved)]


def test_the_lists_name_their_day_and_their_quota(run: tuple[Result, Path]) -> None:
    book = load_workbook(run[1] / "ket-qua" / "De-nghi-khen-thuong.xlsx")
    text = "\n".join(str(cell) for name in book.sheetnames for row in book[name].values
                     for cell in row if cell)  # fmt: skip
    assert "Ngày truyền thống ngành Dân vận của Đảng (15/10)" in text
    assert "1/3 × 28 = 28/3 → 9" in text
    assert "các mô hình tiêu biểu được xếp chung toàn huyện" in text


def test_renaming_every_id_and_label_changes_nothing_else(run: tuple[Result, Path]) -> None:
    """One definition, law not code: the sums of the renamed campaign are the same, renamed."""
    found = likeness(run[1])
    assert (found.faults, found.ids > 50) == ((), True)
    assert found.again == found.renamed


def test_returns_read_in_processes_are_those_read_here(run: tuple[Result, Path]) -> None:
    told, here = read_both_ways(run[1])
    assert told == here
