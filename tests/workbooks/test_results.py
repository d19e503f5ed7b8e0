"""``results.json``: the contract word for word, valid, in order, the same every time."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from appraisal.run import Run
from schemas.finding import Severity
from schemas.message import render
from tests.workbooks.movement import movement_run
from tests.workbooks.office import office_run
from tests.workbooks.runs import NOISY, empty_run, make_run, referred
from workbooks import results
from workbooks.results import results_files, results_json


def _schema() -> dict[str, Any]:
    text = (resources.files("schemas") / "results.schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    Draft202012Validator.check_schema(schema)
    return schema


def _faults(document: object) -> list[str]:
    validator = Draft202012Validator(_schema(), format_checker=FormatChecker())
    return [f"{list(error.path)}: {error.message}" for error in validator.iter_errors(document)]


def _document(run: Run) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(results_json(run))
    return document


@pytest.mark.parametrize(
    "make", [make_run, empty_run, lambda: referred(make_run()), movement_run, office_run]
)
def test_results_are_valid(make: Callable[[], Run]) -> None:
    assert _faults(_document(make())) == []


def test_top_level_keys_are_those_of_the_contract() -> None:
    assert list(_document(make_run())) == [
        "campaign",
        "as_of",
        "run",
        "files",
        "units",
        "members",
        "bodies",
        "entries",
        "answers",
        "ballots",
        "nominations",
        "findings",
        "balance",
        "program",
        "registers",
        "outputs",
    ]


def test_an_entry_says_everything_in_the_declared_spelling() -> None:
    entry = next(e for e in _document(make_run())["entries"] if e["id"] == NOISY)
    criteria = entry.pop("criteria")
    assert entry == {
        "id": "E01-03",
        "unit": "E01",
        "subject": "tap-the",
        "name": "Tập thể lãnh đạo số 3",
        "title": "Tuyên truyền bằng mã QR tại nhà văn hóa",
        "state": "registered",
        "status": "complete",
        "blocked": [],
        "late": False,
        "route": "btv",
        "pool": "route=btv|subject=tap-the",
        "scale": None,
        "approved": None,
        "surveys": [],
        "total": "82.13",
        "total_exact": "657/8",
        "ballots_valid": 6,
        "ballots_expected": 6,
        "rank": 2,
        "band": "kha",
        "recognised": True,
        "awards": ["cong-nhan"],
        "exclusions": [],
        "honours": [],
        "dossier": [],
        "votes": [],
        "referred": [],
    }
    assert sorted(criteria.values()) == sorted(["123/10", "20/1", "1747/60", "12/1", "8/1"])


def test_surveys_answers_and_bodies_are_told() -> None:
    document = _document(movement_run())
    first = next(e for e in document["entries"] if e["id"] == "X05-01")
    assert (first["scale"], first["approved"], first["surveys"]) == (
        "de-xuat",
        True,
        [
            {
                "rule": "khong-trien-vong",
                "stage": f"khao-sat-q{quarter}",
                "field": f"trien_vong_q{quarter}",
                "value": "co",
                "promising": True,
            }
            for quarter in (2, 3)
        ],
    )
    assert len(document["bodies"]) == 11
    assert document["bodies"][0] == {
        "code": "X01",
        "name": "Khối Dân vận xã Đạ Chais",
        "route": "xa",
        "unit": "X01",
        "stages": dict.fromkeys(("khao-sat-q1", "khao-sat-q2", "khao-sat-q3"), "merged"),
    }
    assert (document["bodies"][-1]["code"], document["bodies"][-1]["unit"]) == ("huyen", None)
    answer = document["answers"][0]
    assert {**answer, "values": {**answer["values"], "nhan_xet_q1": "…"}} == {
        "stage": "khao-sat-q1",
        "sender": {"kind": "body", "id": "X01"},
        "id": "KT-012",
        "name": "Thôn Đạ Giả 12",
        "title": "Tổ tự quản",
        "complete": True,
        "values": {
            "duy_tri": "Được củng cố, lan tỏa",
            "ngay_ks_q1": "14/03/2023",
            "nhan_xet_q1": "…",
            "tuyen_truyen_q1": "Trang thông tin điện tử huyện; Hệ thống truyền thanh",
        },
        "file": "nhan-ve/khao-sat-q1/X01.xlsx",
        "sheet": "Khảo sát",
        "row": 22,
    }


def test_honours_dossiers_and_votes_are_told() -> None:
    entries = {e["id"]: e for e in _document(office_run())["entries"]}
    assert entries["D02-01"]["honours"] == [
        {
            "rule": "da-tang-co-cchc-2021",
            "code": "KT-001",
            "number": "4410/QĐ-UBND",
            "certain": True,
            "doubt": None,
        }
    ]
    assert entries["D09-01"]["honours"][0]["doubt"] == "REF-021:unit"
    lacking = [line for line in entries["D14-01"]["dossier"] if line["lacks"]]
    assert lacking == [
        {"item": "bien-ban", "asked": True, "lacks": ["so_bien_ban", "ngay_bien_ban"]},
        {"item": "quyet-dinh-kem", "asked": True, "lacks": ["qd_cchc"]},
    ]
    assert entries["D02-01"]["votes"] == [
        {"award": "bang-khen", "votes": 9, "voters": 9, "share": "2/3", "carried": True}
    ]


def test_excluded_waived_and_withdrawn_entries() -> None:
    entries = {e["id"]: e for e in _document(make_run())["entries"]}
    assert entries["E02-07"]["exclusions"] == [
        {
            "rule": "khong-qua-idoc",
            "reason": "Đăng ký không gửi qua hệ thống IDOC nên không được ghi nhận",
            "basis": "943-CV/HU, chú thích 1",
        }
    ]
    waived = entries["E02-08"]
    assert (waived["exclusions"], waived["status"], waived["blocked"]) == (
        [],
        "incomplete",
        ["appraisal"],
    )
    assert (entries["E02-09"]["state"], entries["E02-09"]["total"]) == ("withdrawn", None)
    assert {entry["late"] for entry in entries.values() if entry["unit"] == "E04"} == {True}


def test_referrals_are_named_by_code() -> None:
    run = referred(make_run())
    referral = next(r.referred[0] for r in run.outcome.entries if r.entry.id == "E03-01")
    entry = next(e for e in _document(run)["entries"] if e["id"] == "E03-01")
    assert entry["referred"] == [{"award": "htxsnv-tap-the", "reason": referral.code}]


def test_ballots_keep_blank_apart_from_zero() -> None:
    ballots = {(b["entry"], b["member"]): b for b in _document(make_run())["ballots"]}
    conflict = ballots[NOISY, "TV5"]
    assert conflict["status"] == "conflict" and set(conflict["scores"].values()) == {None}
    assert ballots[NOISY, "TV1"] == {
        "entry": "E01-03",
        "member": "TV1",
        "status": "counted",
        "scores": {
            "hieu_qua": "30.1",
            "minh_chung": "8",
            "nhan_rong": "12",
            "thuc_chat": "12",
            "tinh_moi": "20",
        },
        "file": "nhan-ve/cham-diem/Phieu TV1.xlsx",
        "sheet": "Chấm điểm",
        "row": 11,
    }
    absent = ballots["E01-03".replace("01-03", "03-01"), "TV7"]
    assert (absent["status"], absent["file"], absent["row"]) == ("absent", None, None)


def test_senders_and_balance() -> None:
    document = _document(make_run())
    assert {u["code"]: u["stages"] for u in document["units"]}["E08"] == {"dang-ky": "missing"}
    assert {m["code"]: m["stages"] for m in document["members"]}["TV7"] == {"cham-diem": "missing"}
    assert document["balance"] == {
        "files": {"seen": 11, "merged": 10, "superseded": 0, "duplicate": 0, "rejected": 1},
        "stages": {
            "dang-ky": {
                "expected": 12,
                "merged": 8,
                "late": 1,
                "nil": 1,
                "rejected": 1,
                "missing": 1,
                "not_expected": 0,
            },
            "cham-diem": {
                "expected": 10,
                "merged": 9,
                "late": 0,
                "nil": 0,
                "rejected": 0,
                "missing": 1,
                "not_expected": 0,
            },
        },
        "rows": {
            "seen": 46,
            "judged": 44,
            "superseded": 1,
            "duplicate": 1,
            "complete": 43,
            "incomplete": 1,
        },
    }


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_findings_are_rendered(lang: str) -> None:
    run = make_run()
    found = json.loads(results_json(run, lang))["findings"]
    words = [render(finding, lang) for finding in run.findings]
    assert [(f["message"], f["remedy"]) for f in found] == [(w.message, w.remedy) for w in words]
    assert [f["severity"] for f in found] == ["error", "error", "warning"]
    assert found[0]["cell"] is None and found[1]["cell"] == "F12"


def test_lists_do_not_depend_on_the_order_they_come_in() -> None:
    run = make_run()
    outcome = replace(
        run.outcome,
        entries=tuple(replace(r, ballots=r.ballots[::-1]) for r in reversed(run.outcome.entries)),
    )
    turned = replace(run, outcome=outcome, units=run.units[::-1], members=run.members[::-1])
    assert results_json(turned) == results_json(run)


def test_text_is_utf8_with_line_feeds_and_ends_in_one() -> None:
    data = results_json(make_run())
    assert data.endswith(b"}\n") and b"\r" not in data and "Đăng ký".encode() in data


def test_long_lists_stand_in_files_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    run = make_run()
    whole = _document(run)
    monkeypatch.setattr(results, "MAX_LINES", 100)
    files = results_files(run)
    names = sorted(files)
    assert len(names) == 2 and names[1] == "results.json"
    main = json.loads(files["results.json"])
    assert main["ballots"] == {"file": names[0], "lines": len(whole["ballots"])}
    lines = [json.loads(line) for line in files[names[0]].decode().splitlines()]
    assert (lines, main["findings"]) == (whole["ballots"], whole["findings"])


def test_the_schema_refuses_what_the_contract_does_not_know() -> None:
    document = _document(make_run())
    assert _faults({**document, "extra": 1}) != []
    document["entries"][0]["total"] = 82.13
    document["files"][0]["status"] = "lost"
    document["findings"][0]["severity"] = Severity.ERROR.name
    document["balance"]["files"].pop("seen")
    assert len(_faults(document)) == 4


def _documented() -> str:
    return (Path(__file__).parents[2] / "docs" / "results.md").read_text("utf-8")


def test_every_key_is_documented() -> None:
    def keys(schema: object) -> set[str]:
        if isinstance(schema, list):
            return {key for item in schema for key in keys(item)}
        if not isinstance(schema, dict):
            return set()
        named = schema.get("properties")
        found = set(named) if isinstance(named, dict) else set()
        return found | {key for item in schema.values() for key in keys(item)}

    text = _documented()
    assert (
        sorted(key for key in keys(_schema()) if not re.search(rf'[`"]{key}(\[\])?[`"]', text))
        == []
    )


def test_the_documented_example_is_what_we_write() -> None:
    block = _documented().split("```json\n")[1].split("```")[0]
    entry = next(e for e in _document(make_run())["entries"] if e["id"] == NOISY)
    assert json.loads(block) == entry
