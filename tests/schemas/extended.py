"""A definition that uses every key of the format, and its faults one by one."""

from __future__ import annotations

import json
from typing import Any

from schemas.preset import preset_bytes
from tests.schemas.changes import Change, add, both, drop, put

__all__ = ["EXTENDED", "MANY", "extended"]

_BASIS = "943-CV/HU, mục 1"
_RULE = {"reason": "Lý do", "effect": "exclude", "blocks": ["appraisal"], "waivable": True}
_AWARD = {
    "title": "Hình thức",
    "list_title": "Danh sách",
    "authority": "Ban Thường vụ Huyện ủy",
    "routes": [],
    "subjects": [],
    "requires": [],
    "quota": {"kind": "none"},
    "ties": "refer",
    "proposal": True,
}
_LAST = {"inclusive": True, "text": "x"}


def extended() -> Any:
    """The preset of Đơn Dương with surveys, an outline, two scales, honours, dossiers, votes."""
    value = json.loads(preset_bytes("don-duong-2024"))
    register, report, score = value["stages"]
    register["deadlines"] = {"llvt": {"day": "2024-01-31", **_LAST}}
    report["groups"] = [group["id"] for group in value["unit_groups"]]
    report["form"]["sparse"] = True
    value["stages"] = [
        register,
        _survey("khao-sat-q1", "q1", {"awards": ["bang-khen"], "years": [2023]}),
        _survey("khao-sat-q2", "q2", None),
        report,
        _outline(),
        {**score, "id": "cham-diem-tap-the", "subjects": ["tap-the"], "scale": "sang-kien"},
        {**score, "id": "cham-diem-ca-nhan", "subjects": ["ca-nhan"]},
    ]
    value["lists"]["trien-vong"] = {
        "choices": [{"id": "co", "label": "Có"}, {"id": "khong", "label": "Không"}]
    }
    value["channels"].append({"id": "giay", "name": "Giấy", "recognised": True, "paper": True})
    value["routes"][0]["groups"] = ["xa-thi-tran", "llvt"]
    value["figures"].append({"id": "htxsnv", "label": "Số hoàn thành xuất sắc nhiệm vụ"})
    value["exclusions"] += _rules()
    value["awards"] += _awards()
    value.update(_lists())
    return json.loads(json.dumps(value))


def _survey(stage: str, suffix: str, honours: object) -> dict[str, Any]:
    return {
        "id": stage,
        "kind": "khao-sat",
        "title": f"Khảo sát {suffix}",
        "sheet": f"Khảo sát {suffix}",
        "sender": "body",
        "send_to": "Ban Tổ chức",
        "instructions": [],
        "deadline": {"day": "2024-03-31", **_LAST},
        "honours": honours,
        "form": {
            "header": [],
            "fields": [
                {"id": f"tv_{suffix}", "label": "T", "kind": "choice", "list": "trien-vong"},
                {"id": f"cach_{suffix}", "label": "C", "kind": "text"},
            ],
            "capacity": 0,
            "shown": ["ten", "ten_mo_hinh"],
            "sparse": True,
        },
    }


def _outline() -> dict[str, Any]:
    fields = [
        {"id": "dac_diem", "label": "Đặc điểm", "kind": "long-text", "section": "I. Đặc điểm"},
        {"id": "so_vb_bh", "label": "Số văn bản", "kind": "integer"},
        {"id": "ngay_hop", "label": "Ngày họp", "kind": "date"},
    ]
    return {
        "id": "bao-cao-so-ket",
        "kind": "bao-cao",
        "title": "Báo cáo sơ kết",
        "sheet": "Báo cáo sơ kết",
        "sender": "unit",
        "send_to": "Ban Tổ chức",
        "instructions": [],
        "deadline": {"day": "2024-01-02", **_LAST},
        "form": {"header": [], "fields": fields, "capacity": 1, "outline": True},
    }


def _rules() -> list[dict[str, Any]]:
    day = {"day": "2024-02-15", **_LAST}
    wanted = {"awards": ["bang-khen"], "movements": ["cchc"], "other_movements": True}
    approved = {"day": day, "field": "cap_tham_dinh", "values": ["tccsd"]}
    survey = {"fields": ["tv_q2"], "values": ["co"]}
    rules: list[tuple[str, str, dict[str, Any]]] = [
        ("muon", "after-day", {"field": "ngay_duyet", "day": day}),
        ("chua-phe-duyet", "unapproved", approved),
        ("chua-trien-vong", "survey", survey),
        ("da-khen", "honoured", {"honours": wanted | {"match": "title"}, "field": "tinh_moi"}),
        ("thieu-ban-giay", "paper", {"stage": "bao-cao"}),
    ]
    return [{**_RULE, "id": i, "kind": kind, "basis": _BASIS, **keys} for i, kind, keys in rules]


def _awards() -> list[dict[str, Any]]:
    approved = [{"kind": "approved", "rule": "chua-phe-duyet"}]
    promising = [
        {"kind": "award", "award": "duoc-duyet"},
        {"kind": "survey", "rule": "chua-trien-vong"},
    ]
    voted = [{"kind": "votes", "share": "2/3"}, {"kind": "not-award", "award": "tieu-bieu"}]
    figure = {"kind": "figure", "id": "httnv_tap_the", "plus": ["htxsnv"]}
    share = {"kind": "share", "share": "20/100", "base": figure, "per": "unit"}
    other = {"xa-thi-tran": {"kind": "number", "number": 2, "per": "unit-subject"}}
    return [
        {**_AWARD, "id": "duoc-duyet", "appraised": False, "requires": approved},
        {**_AWARD, "id": "trien-vong", "appraised": False, "requires": promising},
        {
            **_AWARD,
            "id": "bang-khen",
            "requires": voted,
            "unit_limit": 2,
            "quota": {"kind": "number", "number": 1, "per": "unit", "by_group": other},
        },
        {
            **_AWARD,
            "id": "chung",
            "pools": {"by": [], "reason": "Một thang điểm"},
            "quota": {**share, "rounding": "down"},
        },
    ]


def _lists() -> dict[str, Any]:
    return {
        "preferences": [
            {"field": "pham_vi", "order": "listed", "label": "Phạm vi", "values": ["huyen"]},
            {"field": "chi_so_sau", "order": "highest", "label": "Chỉ số"},
        ],
        "statistics": {
            "field": "linh_vuc",
            "columns": [
                {"label": "Được duyệt", "award": "duoc-duyet"},
                {"label": "Có triển vọng", "award": "trien-vong"},
            ],
        },
        "publicity": [
            {
                "id": "q1",
                "label": "Quý I",
                "honours": {"years": [2023]},
                "stage": "khao-sat-q1",
                "means": "cach_q1",
            },
            {"id": "q2", "label": "Quý II", "award": "trien-vong", "stage": "khao-sat-q2"},
        ],
        "dossier": [
            {"id": "bao-cao", "label": "Báo cáo", "kind": "fields", "fields": ["ket_qua", "so_vb"]},
            {"id": "kenh", "label": "Kênh", "kind": "channel", "stage": "bao-cao"},
            {
                "id": "giay",
                "label": "Bản giấy",
                "kind": "paper",
                "stage": "bao-cao",
                "awards": ["bang-khen"],
            },
        ],
        "honours": {
            "awards": [{"id": "bang-khen", "label": "Bằng khen"}],
            "movements": [{"id": "cchc", "label": "Cải cách hành chính"}],
        },
        "announcement": {"day": "2024-10-15", **_LAST},
    }


def _no_catch_all(value: Any) -> None:
    for route in value["routes"]:
        route["groups"] = ["xa-thi-tran", "llvt"]


def _only_outlines(value: Any) -> None:
    """No stage is left in which units write entries, and nothing that needs one."""
    value["stages"] = [value["stages"][4]]
    for key in ("exclusions", "awards", "publicity", "dossier", "preferences"):
        value[key] = []
    del value["statistics"]


def _group_route(value: Any) -> None:
    """The first route takes everything of its groups; the second the rest."""
    value["routes"][0]["takes"] = None


_DAY = {"day": "2024-02-15", **_LAST}
_PER_ROUTE = {
    "kind": "share",
    "share": "20/100",
    "base": {"kind": "figure", "id": "httnv_tap_the"},
}

EXTENDED: list[tuple[str, Change, list[tuple[str, str]]]] = [
    ("every key", lambda v: None, []),
    # names
    ("period twice", put("publicity[1].id", "q1"), [("DEF-201", "publicity[1].id")]),
    ("dossier item twice", put("dossier[1].id", "giay"), [("DEF-201", "dossier[2].id")]),
    ("honour twice", add("honours.awards", {"id": "bang-khen", "label": "Giấy khen"}),
     [("DEF-201", "honours.awards[1].id")]),
    ("honour label twice", add("honours.movements", {"id": "x", "label": "CẢI CÁCH hành chính"}),
     [("DEF-203", "honours.movements[1].label")]),
    ("statistics column twice", put("statistics.columns[1].label", "ĐƯỢC DUYỆT"),
     [("DEF-203", "statistics.columns[1].label")]),
    ("dossier column twice", put("dossier[1].label", "báo cáo"),
     [("DEF-203", "dossier[1].label")]),
    # stages
    ("subject scored twice", drop("stages[6].subjects"), [("DEF-248", "stages[6].subjects")]),
    ("subject not scored", put("stages[6].subjects", ["tap-the"]),
     [("DEF-248", "stages[6].subjects"), ("DEF-254", "stages")]),
    ("subject of a stage", put("stages[6].subjects[0]", "ho"),
     [("DEF-210", "stages[6].subjects[0]"), ("DEF-254", "stages")]),
    ("scale of a stage", put("stages[5].scale", "moi"), [("DEF-214", "stages[5].scale")]),
    ("nobody writes entries", _only_outlines,
     [("DEF-206", f"roles.{role}") for role in ("subject", "name", "title")]
     + [("DEF-206", "routes[0].takes.field"), ("DEF-249", "stages")]),
    ("outline of a registration", add("stages", {**_outline(), "id": "dang-ky-2", "kind": "dang-ky",
        "form": {"header": [], "capacity": 1, "outline": True,
                 "fields": [{"id": "x", "label": "X", "kind": "text"}]}}),
     [("DEF-255", "stages[7].form.outline")]),
    ("council reports", put("stages[3].sender", "body"), [("DEF-250", "stages[3].sender"),
        ("DEF-255", "stages[3].groups")]),
    ("unit surveys honours", put("stages[1].sender", "unit"),
     [("DEF-250", "stages[1].sender"), ("DEF-258", "stages[1].form.capacity")]),
    ("unit surveys entries", both(put("stages[2].sender", "unit"),
        put("stages[2].form.capacity", 1)), []),
    ("outline of a council", both(put("stages[2].form", {"header": [], "capacity": 1,
        "fields": [{"id": "tv_q2", "label": "T", "kind": "choice", "list": "trien-vong"}],
        "outline": True})), [("DEF-250", "stages[2].sender"),
        ("DEF-298", "exclusions[8].fields[0]")]),
    ("scale of a report", put("stages[3].scale", "de-xuat"), [("DEF-255", "stages[3].scale")]),
    ("subjects of a report", put("stages[3].subjects", ["ca-nhan"]),
     [("DEF-255", "stages[3].subjects")]),
    ("groups of a council", put("stages[2].groups", ["llvt"]), [("DEF-255", "stages[2].groups")]),
    ("deadlines of members", put("stages[5].deadlines", {"llvt": {"day": "2024-12-01", **_LAST}}),
     [("DEF-255", "stages[5].deadlines")]),
    ("report on honours", put("stages[3].honours", {"years": [2023]}),
     [("DEF-220", "dossier[0].fields[0]"), ("DEF-220", "preferences[0].field"),
      ("DEF-220", "preferences[1].field"), ("DEF-220", "awards[2].requires[1].condition.field"),
      ("DEF-220", "awards[3].requires[1].condition.field"),
      ("DEF-220", "awards[4].requires[1].condition.field"),
      ("DEF-220", "awards[5].requires[1].condition.field"),
      ("DEF-255", "stages[3].honours"), ("DEF-260", "stages[3].form.shown[3]"),
      ("DEF-280", "exclusions[2].stage"), ("DEF-280", "exclusions[5].stage")]),
    # days
    ("group of a stage", put("stages[3].groups[0]", "xa"), [("DEF-218", "stages[3].groups[0]")]),
    ("group of a deadline", put("stages[0].deadlines", {"xa": _DAY}),
     [("DEF-218", "stages[0].deadlines.xa")]),
    ("deadline of a group out of the year", put("stages[3].deadlines",
        {"llvt": {"day": "2025-05-01", **_LAST}}),
     [("DEF-243", "stages[3].deadlines.llvt.day"), ("DEF-252", "supplement_until.day")]),
    ("deadline of a group backwards", put("stages[3].deadlines",
        {"llvt": {"day": "2024-01-30", **_LAST}}), [("DEF-242", "stages[3].deadlines.llvt.day")]),
    ("deadline of a group that nobody asks", both(put("stages[3].groups", ["llvt"]),
        put("stages[3].deadlines", {"su-nghiep": _DAY})),
     [("DEF-259", "stages[3].deadlines.su-nghiep")]),
    ("council survey before the registration", put("stages[2].deadline.day", "2024-01-05"),
     [("DEF-242", "stages[2].deadline.day")]),
    ("report before the council surveys", put("stages[3].deadline", _DAY), []),
    ("supplement before a group", put("supplement_until.day", "2024-01-30"),
     [("DEF-252", "supplement_until.day")]),
    ("announcement out of the year", put("announcement.day", "2025-10-15"),
     [("DEF-243", "announcement.day")]),
    ("day of a rule out of the year", put("exclusions[7].day.day", "2022-02-15"),
     [("DEF-243", "exclusions[7].day.day")]),
    # forms
    *[(f"outline with {key}", put(f"stages[4].form.{key}", to),
       [("DEF-255", f"stages[4].form.{key}")])
      for key, to in (("header", [{"id": "so", "label": "Số", "kind": "text"}]), ("nil", "Không"),
                      ("shown", ["ten"]), ("sparse", True), ("capacity", 2))],
    ("outline with a letter", put("stages[4].form.letter", True),
     [("DEF-233", "stages[4].letter"), ("DEF-255", "stages[4].form.letter")]),
    ("outline without a row", put("stages[4].form.capacity", 0), []),
    ("section in a table", put("stages[3].form.fields[0].section", "I"),
     [("DEF-256", "stages[3].form.fields[0].section")]),
    ("capitals of a number", put("stages[4].form.fields[1].capitals", "person"),
     [("DEF-212", "stages[4].form.fields[1].capitals")]),
    ("capitals without a condition", put("stages[3].form.fields[0].capitals", "person"), []),
    *[(f"capitals {name}", both(put("stages[0].form.fields[1].capitals", "person"),
        put("stages[0].form.fields[1].capitals_when", {"field": field, "values": [value]})), found)
      for name, field, value, found in (
          ("when", "doi_tuong", "ca-nhan", []),
          ("when unknown", "x", "y",
           [("DEF-206", "stages[0].form.fields[1].capitals_when.field")]),
          ("when not a choice", "ten_mo_hinh", "y",
           [("DEF-229", "stages[0].form.fields[1].capitals_when.field")]),
          ("when no such choice", "doi_tuong", "y",
           [("DEF-207", "stages[0].form.fields[1].capitals_when.values[0]")]),
      )],
    ("condition of no capitals", put("stages[0].form.fields[1].capitals_when",
        {"field": "doi_tuong", "values": ["ca-nhan"]}),
     [("DEF-211", "stages[0].form.fields[1].capitals")]),
    ("capitals of another row", both(put("stages[0].form.header[0].capitals", "person"),
        put("stages[0].form.header[0].capitals_when",
            {"field": "doi_tuong", "values": ["ca-nhan"]})),
     [("DEF-228", "stages[0].form.header[0].capitals_when.field")]),
    ("sparse registration", put("stages[0].form.sparse", True),
     [("DEF-255", "stages[0].form.sparse")]),
    ("registration without rows", put("stages[0].form.capacity", 0),
     [("DEF-258", "stages[0].form.capacity")]),
    ("honours beside a field", put("stages[1].form.shown[0]", "linh_vuc"),
     [("DEF-260", "stages[1].form.shown[0]")]),
    # routes
    ("group of a route", put("routes[0].groups[0]", "xa"), [("DEF-218", "routes[0].groups[0]")]),
    ("group without a route", _no_catch_all, [("DEF-277", "routes")] * 3),
    ("catch-all of its groups first", _group_route, []),
    ("catch-all of no group left", both(_group_route, put("routes[1].groups", ["llvt"])),
     [("DEF-271", "routes[0].takes")] + [("DEF-277", "routes")] * 3),
    ("pools of an award without a reason", drop("awards[9].pools.reason"),
     [("DEF-288", "awards[9].pools.reason")]),
    ("pools of an award of one council", both(drop("awards[9].pools.reason"),
        put("awards[9].routes", ["btv"])), []),
    # exclusions
    ("rule on an outline", put("exclusions[6].field", "ngay_hop"),
     [("DEF-220", "exclusions[6].field")]),
    ("after-day of a text", put("exclusions[6].field", "ten"),
     [("DEF-227", "exclusions[6].field")]),
    ("after-day of what", put("exclusions[6].field", "ngay"), [("DEF-206", "exclusions[6].field")]),
    ("after-day without a day", drop("exclusions[6].day"), [("DEF-211", "exclusions[6].day")]),
    ("unapproved without values", drop("exclusions[7].values"),
     [("DEF-211", "exclusions[7].values")]),
    ("unapproved without a field", drop("exclusions[7].field"),
     [("DEF-211", "exclusions[7].field")]),
    ("unapproved by decision alone", both(drop("exclusions[7].field"),
        drop("exclusions[7].values")), []),
    ("unapproved choice", put("exclusions[7].values[0]", "x"),
     [("DEF-207", "exclusions[7].values[0]")]),
    ("survey of a report field", put("exclusions[8].fields", ["pham_vi"]),
     [("DEF-298", "exclusions[8].fields[0]")]),
    ("survey of honours", put("exclusions[8].fields", ["tv_q1"]),
     [("DEF-298", "exclusions[8].fields[0]")]),
    ("survey of a text", put("exclusions[8].fields", ["cach_q2"]),
     [("DEF-298", "exclusions[8].fields[0]")]),
    ("survey choice", put("exclusions[8].values", ["co", "x"]),
     [("DEF-207", "exclusions[8].values[1]")]),
    ("honoured without a filter", drop("exclusions[9].honours"),
     [("DEF-211", "exclusions[9].honours")]),
    ("honoured award", put("exclusions[9].honours.awards[0]", "co"),
     [("DEF-296", "exclusions[9].honours.awards[0]")]),
    ("honoured movement", put("exclusions[9].honours.movements[0]", "co"),
     [("DEF-296", "exclusions[9].honours.movements[0]")]),
    ("honours of a survey", put("stages[1].honours.awards", ["co"]),
     [("DEF-296", "stages[1].honours.awards[0]")]),
    ("honours without lists", drop("honours"), [("DEF-296", "stages[1].honours.awards[0]"),
        ("DEF-296", "exclusions[9].honours.awards[0]"),
        ("DEF-296", "exclusions[9].honours.movements[0]")]),
    ("honoured field", put("exclusions[9].field", "linh_vuc"),
     [("DEF-299", "exclusions[9].field")]),
    ("no paper channel", lambda v: v["channels"].pop(),
     [("DEF-294", "dossier[2].kind"), ("DEF-294", "exclusions[10].kind")]),
    ("only a paper channel", lambda v: v.update(channels=v["channels"][-1:]),
     [("DEF-291", "dossier[1].kind"), ("DEF-291", "exclusions[0].kind")]),
    ("paper of what stage", put("exclusions[10].stage", "bc"),
     [("DEF-205", "exclusions[10].stage")]),
    ("missing outline", put("exclusions[2].stage", "bao-cao-so-ket"),
     [("DEF-280", "exclusions[2].stage")]),
    ("missing ballots", put("exclusions[2].stage", "cham-diem-tap-the"),
     [("DEF-280", "exclusions[2].stage")]),
    ("late for a group", both(put("exclusions[3].stage", "bao-cao"),
        put("stages[3].deadlines", {"llvt": _DAY})), []),
    # awards
    ("rule unknown", put("awards[6].requires[0].rule", "chua"),
     [("DEF-270", "awards[6].requires[0].rule")]),
    ("rule of another kind", put("awards[6].requires[0].rule", "chua-trien-vong"),
     [("DEF-295", "awards[6].requires[0].rule")]),
    ("survey by another rule", put("awards[7].requires[1].rule", "muon"),
     [("DEF-295", "awards[7].requires[1].rule")]),
    ("approved without a rule", drop("awards[6].requires[0].rule"),
     [("DEF-211", "awards[6].requires[0].rule")]),
    ("votes of nobody", put("awards[8].requires[0].share", "0/3"),
     [("DEF-284", "awards[8].requires[0].share")]),
    ("votes of more than all", put("awards[8].requires[0].share", "4/3"),
     [("DEF-284", "awards[8].requires[0].share")]),
    ("votes of all", put("awards[8].requires[0].share", "3/3"), []),
    ("share of an award", put("awards[8].requires[1].share", "2/3"),
     [("DEF-212", "awards[8].requires[1].share")]),
    ("not a later award", put("awards[8].requires[1].award", "chung"),
     [("DEF-287", "awards[8].requires[1].award")]),
    ("not an unknown award", put("awards[8].requires[1].award", "tieubieu"),
     [("DEF-216", "awards[8].requires[1].award")]),
    ("early and recognised", put("awards[6].requires[0]", {"kind": "recognised"}),
     [("DEF-297", "awards[6].requires[0].kind")]),
    ("early and a band", put("awards[6].requires[0]", {"kind": "band", "bands": ["tot"]}),
     [("DEF-297", "awards[6].requires[0].kind")]),
    ("early after a scored award", put("awards[7].requires[0].award", "cong-nhan"),
     [("DEF-297", "awards[7].requires[0].kind")]),
    ("early with a quota", put("awards[6].quota", {"kind": "number", "number": 3}),
     [("DEF-297", "awards[6].quota")]),
    ("early with a limit", put("awards[6].unit_limit", 1), [("DEF-297", "awards[6].unit_limit")]),
    ("threshold of the lower scale", both(put("scales[0].criteria[0].maximum", 45),
        put("scales[0].total", 130), put("awards[1].requires[1].threshold.value", 110)),
     [("DEF-268", "awards[1].requires[1].threshold.value")]),
    ("threshold of its own scale", both(put("scales[0].criteria[0].maximum", 45),
        put("scales[0].total", 130), put("awards[1].subjects", ["ca-nhan"]),
        put("awards[1].requires[1].threshold.value", 110)), []),
    # quotas
    ("01 collective or 01 person", put("awards[8].quota.by_group.xa-thi-tran.per", "unit"), []),
    ("group of a quota", put("awards[8].quota.by_group", {"xa": {"kind": "none"}}),
     [("DEF-218", "awards[8].quota.by_group.xa")]),
    ("quota in a quota", put("awards[8].quota.by_group.xa-thi-tran.by_group",
        {"llvt": {"kind": "none"}}),
     [("DEF-212", "awards[8].quota.by_group.xa-thi-tran.by_group")]),
    ("group quota without places", drop("awards[8].quota.by_group.xa-thi-tran.number"),
     [("DEF-211", "awards[8].quota.by_group.xa-thi-tran.number")]),
    ("legal group quota", both(put("awards[8].quota.by_group.xa-thi-tran.legal", True),
        put("awards[8].ties", "include-all")), [("DEF-283", "awards[8].ties")]),
    ("plus unknown", put("awards[9].quota.base.plus", ["x"]),
     [("DEF-219", "awards[9].quota.base.plus[0]")]),
    ("plus itself", put("awards[9].quota.base.plus", ["httnv_tap_the"]),
     [("DEF-201", "awards[9].quota.base.plus[0]")]),
    ("plus of entries", put("awards[9].quota.base", {"kind": "entries", "plus": ["htxsnv"]}),
     [("DEF-212", "awards[9].quota.base.plus")]),
    ("share over subjects", both(drop("awards[9].pools"), put("awards[9].quota.per", "unit"),
        put("awards[9].routes", ["btv"])), [("DEF-289", "awards[9].quota.per")]),
    ("share over bodies", both(put("awards[9].pools.by", ["route"]),
        put("awards[9].quota", {"kind": "share", "share": "1/5", "base": {"kind": "recognised"},
                                "per": "route"})), [("DEF-289", "awards[9].quota.per")]),
    ("share per body", both(put("awards[9].pools.by", ["route"]),
        put("awards[9].quota", {"kind": "share", "share": "1/5", "base": {"kind": "recognised"},
                                "per": "body"})), []),
    ("figure per route", put("awards[9].quota", {**_PER_ROUTE, "per": "route"}),
     [("DEF-257", "awards[9].quota.per")]),
    ("figure per route of groups", both(_group_route, put("routes[1].groups",
        ["dang-doan-the", "nha-nuoc", "su-nghiep"]),
        put("awards[9].quota", {**_PER_ROUTE, "per": "route"})), []),
    ("figure per subject", put("awards[9].quota", {**_PER_ROUTE, "per": "unit-subject"}),
     [("DEF-257", "awards[9].quota.per")]),
    # preferences and lists
    ("preference of a text", put("preferences[1].field", "ten"),
     [("DEF-278", "preferences[1].field")]),
    ("preference of a list", put("preferences[0].order", "lowest"),
     [("DEF-212", "preferences[0].values"), ("DEF-278", "preferences[0].field")]),
    ("preference without values", drop("preferences[0].values"),
     [("DEF-211", "preferences[0].values")]),
    ("preference value", put("preferences[0].values[0]", "x"),
     [("DEF-207", "preferences[0].values[0]")]),
    ("preference of what", put("preferences[0].field", "x"), [("DEF-206", "preferences[0].field")]),
    ("preference of an outline", put("preferences[1].field", "so_vb_bh"),
     [("DEF-220", "preferences[1].field")]),
    ("statistics of a text", put("statistics.field", "ten"), [("DEF-229", "statistics.field")]),
    ("statistics of what", put("statistics.field", "x"), [("DEF-206", "statistics.field")]),
    ("statistics of honours", put("statistics.field", "tv_q1"), [("DEF-220", "statistics.field")]),
    ("statistics award", put("statistics.columns[0].award", "x"),
     [("DEF-216", "statistics.columns[0].award")]),
    ("period of both", put("publicity[1].honours", {}),
     [("DEF-279", "publicity[1]"), ("DEF-280", "publicity[1].stage")]),
    ("period of nothing", drop("publicity[1].award"), [("DEF-279", "publicity[1]")]),
    ("period award", put("publicity[1].award", "x"), [("DEF-216", "publicity[1].award")]),
    ("period stage", put("publicity[1].stage", "x"), [("DEF-205", "publicity[1].stage")]),
    ("period of the other survey", put("publicity[1].stage", "khao-sat-q1"),
     [("DEF-280", "publicity[1].stage")]),
    ("period of a report", put("publicity[1].stage", "bao-cao"),
     [("DEF-280", "publicity[1].stage")]),
    ("means elsewhere", put("publicity[0].means", "cach_q2"),
     [("DEF-293", "publicity[0].means")]),
    ("means without a stage", put("publicity[1]", {"id": "q2", "label": "Quý II",
        "award": "trien-vong", "means": "cach_q2"}), [("DEF-293", "publicity[1].means")]),
    ("means unknown", put("publicity[0].means", "x"), [("DEF-206", "publicity[0].means")]),
    ("dossier field", put("dossier[0].fields[0]", "x"), [("DEF-206", "dossier[0].fields[0]")]),
    ("dossier of an outline", put("dossier[0].fields[0]", "dac_diem"),
     [("DEF-220", "dossier[0].fields[0]")]),
    ("dossier without fields", drop("dossier[0].fields"), [("DEF-211", "dossier[0].fields")]),
    ("dossier with both", put("dossier[1].fields", ["ket_qua"]),
     [("DEF-212", "dossier[1].fields")]),
    ("dossier stage", put("dossier[1].stage", "x"), [("DEF-205", "dossier[1].stage")]),
    ("dossier award", put("dossier[2].awards[0]", "x"), [("DEF-216", "dossier[2].awards[0]")]),
]  # fmt: skip

MANY = [
    "dossier item twice",
    "subject scored twice",
    "scale of a report",
    "deadline of a group that nobody asks",
    "section in a table",
    "registration without rows",
    "honours beside a field",
    "rule on an outline",
    "unapproved choice",
    "survey of a report field",
    "honoured movement",
    "honoured field",
    "rule of another kind",
    "survey by another rule",
    "votes of nobody",
    "plus unknown",
    "preference of a text",
    "statistics of a text",
    "period of nothing",
    "period of the other survey",
    "means elsewhere",
    "dossier award",
]
