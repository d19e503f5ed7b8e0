"""The meaning pass: one table of faults, each alone, and many at once."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from schemas.finding import Finding
from schemas.load import read_definition
from schemas.message import LANGUAGES, catalogue, render
from schemas.preset import preset_bytes
from tests.schemas.changes import Change, add, both, drop, put
from tests.schemas.extended import EXTENDED, MANY, extended

Places = list[tuple[str, str]]

PRESETS = ("don-duong-2024", "lac-duong-2023")


def tree() -> Any:
    return json.loads(preset_bytes("don-duong-2024"))


def judged(value: object) -> tuple[Finding, ...]:
    campaign, findings = read_definition(json.dumps(value).encode())
    assert campaign is not None, [(f.code, f.origin.cell) for f in findings]
    return findings


def places(findings: tuple[Finding, ...]) -> Places:
    return [(finding.code, finding.origin.cell) for finding in findings]


def route_order(value: Any) -> None:
    value["routes"].reverse()


def left_out(value: Any) -> None:
    """Only the first route stays, and what named the second goes with it."""
    del value["routes"][1]
    without_awards(value)


def without_awards(value: Any) -> None:
    del value["awards"][2:]
    for stage in value["stages"]:
        for field in stage["form"]["fields"] if stage["form"] else ():
            for item in (field, *field.get("constraints", ())):
                item["blocks"] = []


def without_report(value: Any) -> None:
    value["stages"][1]["form"] = None
    without_awards(value)


REG = "stages[0].form.fields"
S0 = "scales[0].criteria[0]"
NEW_RULE = {
    "id": "moi",
    "kind": "late",
    "reason": "Lý do",
    "effect": "refer",
    "blocks": ["appraisal"],
    "waivable": True,
}
TREND = {"value": 70, "by_group": {"xa": 60}}
TAKES = {"field": "cap_tham_dinh", "values": ["tccsd"]}

CASES: list[tuple[str, Change, Places]] = [
    # names
    ("unit group id twice", put("unit_groups[1].id", "xa-thi-tran"),
     [("DEF-201", "unit_groups[1].id")]),
    ("field id twice over stages", put("stages[1].form.fields[1].id", "tinh_moi"),
     [("DEF-201", "stages[1].form.fields[1].id")]),
    ("choice id twice", put("lists.pham-vi.choices[1].id", "chi-bo"),
     [("DEF-201", "lists.pham-vi.choices[1].id")]),
    ("criterion id twice", put("scales[1].criteria[1].id", "tinh_moi"),
     [("DEF-201", "scales[1].criteria[1].id")]),
    ("criterion band id twice", put("scales[1].criteria[1].bands[1].id", "muc-1"),
     [("DEF-201", "scales[1].criteria[1].bands[1].id")]),
    ("reserved award id", put("awards[1].id", "appraisal"), [("DEF-202", "awards[1].id")]),
    ("choice label twice", put("lists.pham-vi.choices[1].label", "CHI  BỘ"),
     [("DEF-203", "lists.pham-vi.choices[1].label")]),
    ("column label twice", put("stages[1].form.fields[1].label", "Kết quả thực hiện"),
     [("DEF-203", "stages[1].form.fields[1].label")]),
    ("column label of a shown column", put("stages[1].form.fields[1].label", "Lĩnh  vực"),
     [("DEF-203", "stages[1].form.fields[1].label")]),
    ("criterion label twice", put("scales[1].criteria[2].label", "TÍNH MỚI"),
     [("DEF-203", "scales[1].criteria[2].label")]),
    ("unknown block of a field", put(f"{REG}[5].blocks", ["apraisal"]),
     [("DEF-208", "stages[0].form.fields[5].blocks[0]")]),
    ("unknown block of a constraint", put(f"{REG}[5].constraints[0].blocks", ["cong-nhan", "x"]),
     [("DEF-208", "stages[0].form.fields[5].constraints[0].blocks[1]")]),
    ("unknown block of an exclusion", put("exclusions[0].blocks", ["x"]),
     [("DEF-208", "exclusions[0].blocks[0]")]),
    # stages
    ("time zone", put("time_zone", "Asia/Hanoi"), [("DEF-253", "time_zone")]),
    ("time zone path", put("time_zone", "../etc"), [("DEF-253", "time_zone")]),
    ("stages swapped", lambda v: v["stages"].insert(1, v["stages"].pop(2)),
     [("DEF-241", "stages[2].kind")]),
    ("deadlines backwards",
     put("stages[2].deadline", {"day": "2024-01-05", "inclusive": True, "text": "x"}),
     [("DEF-242", "stages[2].deadline.day")]),
    ("deadline out of the year", put("stages[0].deadline.day", "2023-09-30"),
     [("DEF-243", "stages[0].deadline.day")]),
    ("supplement out of the year", put("supplement_until.day", "2025-04-01"),
     [("DEF-243", "supplement_until.day")]),
    ("supplement too early", put("supplement_until.day", "2024-01-08"),
     [("DEF-252", "supplement_until.day")]),
    ("stage id", put("stages[2].id", "cham"), [("DEF-244", "stages[2].id")]),
    ("scoring with a form", lambda v: v["stages"][2].update(form={
        "header": [], "fields": [{"id": "x", "label": "X", "kind": "text"}], "capacity": 1}),
     [("DEF-245", "stages[2].form")]),
    ("stage without a form", without_report, [("DEF-246", "stages[1].form")]),
    ("sheet name signs", put("stages[0].sheet", "Đăng ký [1]"), [("DEF-247", "stages[0].sheet")]),
    ("sheet name length", put("stages[0].sheet", "Đ" * 32), [("DEF-247", "stages[0].sheet")]),
    ("sheet name taken", put("stages[0].sheet", "HƯỚNG DẪN"), [("DEF-251", "stages[0].sheet")]),
    ("two scoring stages", lambda v: v["stages"].append({**v["stages"][2], "id": "cham-diem-2"}),
     [("DEF-248", "stages[3].subjects")] * 2),
    ("no registration", lambda v: v["stages"][0].update(id="bao-cao-0", kind="bao-cao")
        or v["exclusions"].clear(), []),
    ("sender of a scoring stage", put("stages[2].sender", "unit"),
     [("DEF-250", "stages[2].sender")]),
    ("sender of a report", put("stages[1].sender", "member"), [("DEF-250", "stages[1].sender")]),
    # forms
    ("unknown list", put(f"{REG}[5].list", "linh-vc"), [("DEF-204", f"{REG}[5].list")]),
    ("choice without list", drop(f"{REG}[5].list"), [("DEF-221", f"{REG}[5].list")]),
    ("text with list", put(f"{REG}[6].list", "linh-vuc"), [("DEF-222", f"{REG}[6].list")]),
    ("text with step", put(f"{REG}[6].step", 1), [("DEF-223", f"{REG}[6].step")]),
    ("step of a field zero", put("stages[1].form.fields[1].step", "0"),
     [("DEF-224", "stages[1].form.fields[1].step")]),
    ("shown unknown", put("stages[1].form.shown[3]", "linh_vc"),
     [("DEF-206", "stages[1].form.shown[3]")]),
    ("shown of the same stage", put("stages[1].form.shown[3]", "ket_qua"),
     [("DEF-231", "stages[1].form.shown[3]")]),
    ("too many columns", lambda v: v["stages"][1]["form"]["fields"].extend(
        {"id": f"c{i}", "label": f"C{i}", "kind": "text"} for i in range(200)),
     [("DEF-232", "stages[1].form.fields")]),
    ("too many lines above the table", lambda v: v["stages"][0]["form"]["header"].extend(
        {"id": f"h{i}", "label": f"H{i}", "kind": "text"} for i in range(200)),
     [("DEF-300", "stages[0].form.header")]),
    ("too many choices", lambda v: v["lists"]["linh-vuc"]["choices"].extend(
        {"id": f"c{i}", "label": f"C{i}"} for i in range(10_000)),
     [("DEF-301", "stages[0].form"), ("DEF-301", "stages[1].form")]),
    ("too many constraints", lambda v: v["stages"][0]["form"]["fields"][3]["constraints"].extend(
        {"kind": "required-when", "when": {"field": "doi_tuong", "values": ["tap-the"]}}
        for _ in range(51)),
     [("DEF-302", f"{REG}[3].constraints")]),
    ("letter without words", put("stages[0].letter", None), [("DEF-233", "stages[0].letter")]),
    ("letter not printed", put("stages[0].form.letter", False), [("DEF-234", "stages[0].letter")]),
    ("letter header", put("stages[0].letter.number_field", "ten"),
     [("DEF-235", "stages[0].letter.number_field")]),
    ("letter date", put("stages[0].letter.date_field", "so_vb"),
     [("DEF-227", "stages[0].letter.date_field")]),
    ("letter items", put("stages[0].letter.items[1]", "linhvuc"),
     [("DEF-236", "stages[0].letter.items[1]")]),
    # constraints
    ("required-when without when", drop(f"{REG}[2].constraints[0].when"),
     [("DEF-211", f"{REG}[2].constraints[0].when")]),
    ("length without length", drop(f"{REG}[1].constraints[1].min_length"), []),
    ("length without both", both(drop(f"{REG}[1].constraints[1].min_length"),
        drop(f"{REG}[1].constraints[1].max_length")), [("DEF-211", f"{REG}[1].constraints[1]")]),
    ("key of another kind", put(f"{REG}[1].constraints[0].other", "ngay_duyet"),
     [("DEF-212", f"{REG}[1].constraints[0].other")]),
    ("length of a choice", put(f"{REG}[5].constraints", [{"kind": "length", "max_length": 5}]),
     [("DEF-225", f"{REG}[5].constraints[0].kind")]),
    ("range backwards", put(f"{REG}[1].constraints[1].min_length", 500),
     [("DEF-226", f"{REG}[1].constraints[1].min_length")]),
    ("dates backwards", put(f"{REG}[3].constraints[1].earliest", "2020-01-01"),
     [("DEF-226", f"{REG}[3].constraints[1].earliest")]),
    ("numbers backwards", put("stages[1].form.fields[4].constraints[1].maximum", -1),
     [("DEF-226", "stages[1].form.fields[4].constraints[1].minimum")]),
    ("other is no date", put(f"{REG}[14].constraints[2].other", "ten"),
     [("DEF-227", f"{REG}[14].constraints[2].other")]),
    ("other is itself", put(f"{REG}[14].constraints[2].other", "ngay_trien_khai"),
     [("DEF-227", f"{REG}[14].constraints[2].other")]),
    ("other is unknown", put(f"{REG}[14].constraints[2].other", "ngay"),
     [("DEF-206", f"{REG}[14].constraints[2].other")]),
    ("other is elsewhere", put(f"{REG}[14].constraints[2].other", "ngay_vb"),
     [("DEF-228", f"{REG}[14].constraints[2].other")]),
    ("condition elsewhere", put("stages[1].form.fields[4].constraints[0]",
        {"kind": "required-when", "when": {"field": "dien_dv", "values": ["giu-chuc-vu"]}}),
     [("DEF-228", "stages[1].form.fields[4].constraints[0].when.field")]),
    ("condition on a shown column", put("stages[1].form.fields[4].constraints[0]",
        {"kind": "required-when", "when": {"field": "doi_tuong", "values": ["ca-nhan"]}}), []),
    ("condition on text", put(f"{REG}[2].constraints[0].when.field", "ten"),
     [("DEF-229", f"{REG}[2].constraints[0].when.field")]),
    ("condition unknown", put(f"{REG}[2].constraints[0].when.field", "doituong"),
     [("DEF-206", f"{REG}[2].constraints[0].when.field")]),
    ("condition choice", put(f"{REG}[2].constraints[0].when.values[0]", "canhan"),
     [("DEF-207", f"{REG}[2].constraints[0].when.values[0]")]),
    ("allowed choice", put(f"{REG}[11].constraints[1].allowed[0]", "bt"),
     [("DEF-207", f"{REG}[11].constraints[1].allowed[0]")]),
    ("together unknown", put(f"{REG}[4].constraints[2].together[0]", "tn"),
     [("DEF-206", f"{REG}[4].constraints[2].together[0]")]),
    ("together elsewhere", put(f"{REG}[4].constraints[2].together[0]", "so_vb"),
     [("DEF-228", f"{REG}[4].constraints[2].together[0]")]),
    ("constraint twice", add(f"{REG}[0].constraints", {"kind": "required"}),
     [("DEF-230", f"{REG}[0].constraints[1].kind")]),
    # roles
    ("role unknown", put("roles.title", "ten_mohinh"), [("DEF-206", "roles.title")]),
    ("role of a later stage", put("roles.title", "minh_chung"), [("DEF-237", "roles.title")]),
    ("subjects differ", lambda v: v["subjects"].append({"id": "ho", "label": "Hộ gia đình"}),
     [("DEF-238", "roles.subject")]),
    ("role not text", put("roles.title", "tinh_moi"), [("DEF-239", "roles.title")]),
    ("role not required", put("roles.name", "chuc_vu"), [("DEF-240", "roles.name")]),
    # routes and pools
    ("catch-all first", route_order,
     [("DEF-271", "routes[0].takes")]),
    ("two catch-alls", put("routes[0].takes", None), [("DEF-271", "routes[0].takes")]),
    ("somebody left out", left_out, [("DEF-272", "routes")]),
    ("both routes named", put("routes[1].takes", {"field": "cap_tham_dinh", "values": ["btv"]}),
     []),
    ("route of an empty cell", both(put("routes[1].takes",
        {"field": "cap_tham_dinh", "values": ["btv"]}), drop(f"{REG}[11].constraints[0]")),
     [("DEF-274", "routes")]),
    ("route in vain", put("routes[1].takes", TAKES), [("DEF-272", "routes"),
        ("DEF-276", "routes[1].takes")]),
    ("quorum zero", put("routes[0].quorum_share", "0/3"), [("DEF-273", "routes[0].quorum_share")]),
    ("quorum above one", put("routes[0].quorum_share", "4/3"),
     [("DEF-273", "routes[0].quorum_share")]),
    ("quorum of all", put("routes[0].quorum_share", "3/3"), []),
    ("route by a report field", put("routes[0].takes",
        {"field": "pham_vi", "values": ["huyen"]}), [("DEF-275", "routes[0].takes.field")]),
    ("councils ranked together", put("pools.by", ["subject", "group"]),
     [("DEF-288", "pools.reason")]),
    ("councils ranked together for a reason",
     put("pools", {"by": ["subject", "group"], "reason": "Chung một tổ thẩm định"}), []),
    # scales
    ("scale unknown", put("scale", "de-xuatt"), [("DEF-214", "scale")]),
    ("sum", put("scales[0].total", 105), [("DEF-261", "scales[0].total")]),
    ("floor", put(f"{S0}.floor", 15.5), [("DEF-262", f"{S0}.floor")]),
    ("floor below zero", put(f"{S0}.floor", -1),
     [("DEF-262", f"{S0}.floor")]),
    ("floor at the maximum", put(f"{S0}.floor", 15), []),
    ("step", put(f"{S0}.step", 0.4), [("DEF-263", f"{S0}.step")]),
    ("step zero", put(f"{S0}.step", 0), [("DEF-264", f"{S0}.step")]),
    ("maximum zero", both(put("scales[1].criteria[0].maximum", 0), put("scales[1].total", 70)),
     [("DEF-267", "scales[1].bands[0].lowest"), ("DEF-269", "scales[1].criteria[0].maximum")]),
    ("bands order", put("scales[0].bands[1].lowest", 90),
     [("DEF-265", "scales[0].bands[1].lowest")]),
    ("bands end", put("scales[0].bands[3].lowest", 1), [("DEF-266", "scales[0].bands[3].lowest")]),
    ("band above", put("scales[1].criteria[0].bands[0].lowest", 31),
     [("DEF-267", "scales[1].criteria[0].bands[0].lowest")]),
    ("criterion bands end", lambda v: v["scales"][1]["criteria"][2]["bands"].pop(),
     [("DEF-266", "scales[1].criteria[2].bands[3].lowest")]),
    ("pass mark", put("scales[0].recognise.value", 101),
     [("DEF-268", "scales[0].recognise.value")]),
    ("pass mark of an unknown group", put("scales[0].recognise", TREND),
     [("DEF-218", "scales[0].recognise.by_group.xa")]),
    ("pass mark of a group", put("scales[0].recognise", {"value": 70, "by_group": {"llvt": 160}}),
     [("DEF-268", "scales[0].recognise.by_group.llvt")]),
    ("tie-break", put("scales[0].tie_breaks[1]", "moi"), [("DEF-215", "scales[0].tie_breaks[1]")]),
    # exclusions
    ("exclusion twice", put("exclusions[1].id", "khong-qua-idoc"),
     [("DEF-201", "exclusions[1].id")]),
    ("no basis", put("exclusions[3].effect", "exclude"), [("DEF-281", "exclusions[3].effect")]),
    ("hold without basis", put("exclusions[3].effect", "hold"),
     [("DEF-281", "exclusions[3].effect")]),
    ("unknown basis", put("exclusions[0].basis", "944-CV/HU, mục 1"),
     [("DEF-213", "exclusions[0].basis")]),
    ("legal basis", put("exclusions[0].basis", "11-qd-hu"), []),
    ("unknown stage", put("exclusions[0].stage", "dangky"), [("DEF-205", "exclusions[0].stage")]),
    ("no stage", drop("exclusions[0].stage"), [("DEF-211", "exclusions[0].stage")]),
    ("foreign key", put("exclusions[0].fields", ["ten"]), [("DEF-212", "exclusions[0].fields")]),
    ("late without deadline", add("exclusions", {**NEW_RULE, "stage": "bao-cao"}),
     [("DEF-290", "exclusions[6].stage")]),
    ("no channels", put("channels", []), [("DEF-291", "exclusions[0].kind")]),
    ("missing first stage", put("exclusions[2].stage", "dang-ky"),
     [("DEF-292", "exclusions[2].stage")]),
    ("order of a text", put("exclusions[1].earlier", "ten"),
     [("DEF-227", "exclusions[1].earlier")]),
    ("order unknown", put("exclusions[1].later", "ngay"), [("DEF-206", "exclusions[1].later")]),
    ("order of one", put("exclusions[1].later", "ngay_duyet"),
     [("DEF-227", "exclusions[1].later")]),
    ("duplicate of what", put("exclusions[4].fields", ["mo_hinh"]),
     [("DEF-206", "exclusions[4].fields[0]")]),
    ("field rule", add("exclusions", {**NEW_RULE, "kind": "field", "field": "dien_dv",
        "values": ["khac"]}), [("DEF-207", "exclusions[6].values[0]")]),
    # awards and quotas
    ("route of an award", put("awards[2].routes", ["bvt"]), [("DEF-209", "awards[2].routes[0]")]),
    ("subject of an award", put("awards[2].subjects", ["taptte"]),
     [("DEF-210", "awards[2].subjects[0]")]),
    ("award twice", put("awards[1].id", "cong-nhan"), [("DEF-201", "awards[1].id")]),
    ("requires unknown", put("awards[1].requires[0].award", "congnhan"),
     [("DEF-216", "awards[1].requires[0].award")]),
    ("requires later", put("awards[1].requires[0].award", "htxsnv-tap-the"),
     [("DEF-287", "awards[1].requires[0].award")]),
    ("requires itself", put("awards[1].requires[0].award", "tieu-bieu"),
     [("DEF-287", "awards[1].requires[0].award")]),
    ("requires a band", put("awards[0].requires[0]", {"kind": "band", "bands": ["tot", "totnhat"]}),
     [("DEF-217", "awards[0].requires[0].bands[1]")]),
    ("requires too much", put("awards[1].requires[1].threshold.value", 190),
     [("DEF-268", "awards[1].requires[1].threshold.value")]),
    ("requires a text", put("awards[2].requires[1].condition.field", "ket_qua"),
     [("DEF-229", "awards[2].requires[1].condition.field")]),
    ("requires nothing", drop("awards[1].requires[0].award"),
     [("DEF-211", "awards[1].requires[0].award")]),
    ("share zero", put("awards[2].quota.share", "0/100"), [("DEF-284", "awards[2].quota.share")]),
    ("share above one", put("awards[2].quota.share", "120/100"),
     [("DEF-284", "awards[2].quota.share")]),
    ("share without base", drop("awards[2].quota.base"), [("DEF-211", "awards[2].quota.base")]),
    ("number with share", lambda v: v["awards"][2]["quota"].update(kind="number", number=3),
     [("DEF-212", "awards[2].quota.base"), ("DEF-212", "awards[2].quota.share")]),
    ("number", lambda v: v["awards"][2].update(quota={"kind": "number", "number": 3,
        "per": "group"}), []),
    ("number zero", lambda v: v["awards"][2].update(quota={"kind": "number", "per": "group"}),
     [("DEF-211", "awards[2].quota.number")]),
    ("figure unknown", put("awards[2].quota.base.id", "httnv"),
     [("DEF-219", "awards[2].quota.base.id")]),
    ("figure unnamed", drop("awards[2].quota.base.id"), [("DEF-285", "awards[2].quota.base.id")]),
    ("base named in vain", put("awards[2].quota.base.kind", "recognised"),
     [("DEF-286", "awards[2].quota.base.id")]),
    ("base is a later award",
     lambda v: v["awards"][2]["quota"]["base"].update(kind="award", id="htxsnv-ca-nhan"),
     [("DEF-287", "awards[2].quota.base.id")]),
    ("base is an earlier award",
     lambda v: v["awards"][2]["quota"]["base"].update(kind="award", id="tieu-bieu"), []),
    ("legal rounded", lambda v: v["awards"][2]["quota"].update(legal=True, rounding="half-up"),
     [("DEF-282", "awards[2].quota.rounding")]),
    ("legal includes all", both(put("awards[2].quota.legal", True),
        put("awards[2].ties", "include-all")), [("DEF-283", "awards[2].ties")]),
    ("legal", put("awards[2].quota.legal", True), []),
    ("quota over subjects", put("awards[2].subjects", []), [("DEF-289", "awards[2].quota.per")]),
    ("quota over groups", put("awards[2].quota.per", "campaign"),
     [("DEF-289", "awards[2].quota.per")]),
    ("quota over routes", put("awards[2].routes", []), [("DEF-289", "awards[2].quota.per")]),
    ("quota over bodies", put("awards[4].quota.per", "group"),
     [("DEF-289", "awards[4].quota.per")]),
]  # fmt: skip


OLD = {name: (change, expected) for name, change, expected in CASES}
NEW = {name: (change, expected) for name, change, expected in EXTENDED}
BY_NAME = OLD | NEW


@cache
def findings_of_case(name: str) -> tuple[Finding, ...]:
    broken = extended() if name in NEW else tree()
    BY_NAME[name][0](broken)
    return judged(broken)


def test_cases_have_names_of_their_own() -> None:
    assert len(BY_NAME) == len(CASES) + len(EXTENDED)


@pytest.mark.parametrize("name", BY_NAME)
def test_one_fault_of_meaning_is_one_finding(name: str) -> None:
    assert sorted(places(findings_of_case(name))) == sorted(BY_NAME[name][1])


@pytest.mark.parametrize("preset", PRESETS)
def test_presets_have_no_fault(preset: str) -> None:
    campaign, findings = read_definition(preset_bytes(preset))
    assert (campaign is None, findings) == (False, ())


TWENTY = [
    "unit group id twice",
    "reserved award id",
    "choice label twice",
    "unknown block of an exclusion",
    "time zone",
    "deadlines backwards",
    "sheet name signs",
    "sender of a report",
    "text with list",
    "shown of the same stage",
    "letter items",
    "dates backwards",
    "other is elsewhere",
    "condition choice",
    "role not text",
    "quorum zero",
    "sum",
    "bands order",
    "tie-break",
    "no basis",
    "late without deadline",
    "requires later",
    "figure unknown",
    "quota over bodies",
]


def test_many_faults_of_meaning_are_as_many_findings() -> None:
    broken = tree()
    wanted: Places = []
    for name in TWENTY:
        change, expected = BY_NAME[name]
        change(broken)
        wanted += expected
    assert len(wanted) == 24
    assert len({code for code, _ in wanted}) == 24
    assert sorted(places(judged(broken))) == sorted(wanted)


def test_many_faults_of_every_part_are_as_many_findings() -> None:
    broken = extended()
    wanted: Places = []
    for name in MANY:
        change, expected = NEW[name]
        change(broken)
        wanted += expected
    assert (len(wanted), len({code for code, _ in wanted})) == (22, 21)
    assert sorted(places(judged(broken))) == sorted(wanted)


def test_findings_stand_in_the_order_of_the_file() -> None:
    broken = tree()
    put("awards[2].ties", "include-all")(broken)
    put("awards[2].quota.legal", True)(broken)
    put("stages[0].sheet", "a/b")(broken)
    put("time_zone", "x")(broken)
    put("scale", "x")(broken)
    put("exclusions[0].stage", "x")(broken)
    assert [path for _, path in places(judged(broken))] == [
        "time_zone",
        "stages[0].sheet",
        "scale",
        "exclusions[0].stage",
        "awards[2].ties",
    ]


def test_unknown_ids_are_told_with_the_nearest_first() -> None:
    broken = tree()
    put(f"{REG}[5].list", "linh-vc")(broken)
    (finding,) = judged(broken)
    assert finding.value == "linh-vc"
    assert finding.params["known"].split(", ")[0] == "linh-vuc"


def test_quota_over_pools_names_the_dimensions() -> None:
    broken = tree()
    put("awards[2].routes", [])(broken)
    put("awards[2].subjects", [])(broken)
    put("awards[2].quota.per", "campaign")(broken)
    (finding,) = judged(broken)
    assert finding.params["dimensions"] == "route, subject, group"


def test_every_code_is_tested_and_has_words() -> None:
    tested = {code for _, _, expected in (*CASES, *EXTENDED) for code, _ in expected}
    folder = Path(__file__).resolve().parents[2] / "schemas" / "meaning"
    used = {
        code
        for file in folder.glob("*.py")
        for code in re.findall(r'"(DEF-\d+)"', file.read_text("utf-8"))
    }
    assert used == tested
    for lang in LANGUAGES:
        written = {code for code in catalogue(lang) if code.startswith(("DEF-2", "DEF-3"))}
        assert written == used


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_finding_renders(lang: str) -> None:
    for name in BY_NAME:
        for finding in findings_of_case(name):
            words = render(finding, lang)
            assert "{" not in words.title + words.message + words.remedy
