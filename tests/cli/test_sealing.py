"""A later merge names every outcome of the sealed run that it would change."""

from collections.abc import Mapping

from cli.sealing import _differences


def entry(entry_id: str, **more: object) -> dict[str, object]:
    return {"id": entry_id, "total": "80.00", "rank": 1, "awards": [], "referred": []} | more


def codes(before: Mapping[str, object], after: Mapping[str, object]) -> list[tuple[str, str]]:
    return [(f.code, f.value) for f in _differences(before, after, "abc", "vi")]


def test_equal_results_differ_in_nothing() -> None:
    results = {
        "entries": [entry("DD01-01")],
        "nominations": [{"award": "x", "entry": "DD01-01", "position": 1}],
    }
    assert codes(results, results) == []


def test_changed_new_and_gone_entries_are_each_named() -> None:
    before = {"entries": [entry("DD01-01"), entry("DD01-02")], "nominations": []}
    after = {"entries": [entry("DD01-01", total="79.00", rank=2), entry("DD01-03")]}
    found = list(_differences(before, after, "abc", "vi"))
    assert [(f.code, f.value) for f in found] == [
        ("WSP-020", "DD01-01"),
        ("WSP-022", "DD01-02"),
        ("WSP-021", "DD01-03"),
    ]
    assert found[0].params["changes"] == "tổng điểm: 80.00 → 79.00; hạng: 1 → 2"


def test_changed_nomination_list_is_named_with_both_orders() -> None:
    before = {"entries": [], "nominations": [{"award": "x", "entry": "A-01", "position": 1}]}
    after = {"entries": [], "nominations": [{"award": "x", "entry": "B-01", "position": 1}]}
    found = list(_differences(before, after, "abc", "vi"))
    assert [(f.code, f.params["before"], f.params["after"]) for f in found] == [
        ("WSP-023", "A-01", "B-01")
    ]


def test_new_outcomes_are_compared_and_named() -> None:
    before = entry(
        "DD01-01",
        approved=None,
        surveys=[],
        honours=[{"rule": "da-khen", "code": "KT-001", "certain": False}],
        dossier=[{"item": "to-trinh", "asked": True, "lacks": ["ngay_to_trinh"]}],
        votes=[{"award": "x", "votes": 5, "voters": 9}],
    )
    after = entry(
        "DD01-01",
        approved=True,
        surveys=[{"stage": "khao-sat-q2", "value": "co", "promising": True}],
        honours=[{"rule": "da-khen", "code": "KT-001", "certain": True}],
        dossier=[{"item": "to-trinh", "asked": True, "lacks": []}],
        votes=[{"award": "x", "votes": 7, "voters": 9}],
    )
    (found,) = _differences({"entries": [before]}, {"entries": [after]}, "abc", "vi")
    assert found.params["changes"] == (
        "duyệt: — → true; kết quả khảo sát: — → khao-sat-q2: co; "
        "đối chiếu sổ khen thưởng: da-khen: KT-001 (?) → da-khen: KT-001; "
        "thành phần hồ sơ: to-trinh (−ngay_to_trinh) → to-trinh; "
        "kết quả biểu quyết: x 5/9 → x 7/9"
    )


def test_what_an_older_seal_did_not_say_is_no_change() -> None:
    after = entry("DD01-01", approved=True, dossier=[])
    assert codes({"entries": [entry("DD01-01")]}, {"entries": [after]}) == []


def test_entry_moved_to_another_unit_and_body_is_named() -> None:
    """A transfer of an approved entry changes nothing but its unit and who appraises it."""
    before = entry("DD01-01", unit="DD01", route="xa")
    after = entry("DD01-01", unit="CQ1", route="huyen")
    (found,) = _differences({"entries": [before]}, {"entries": [after]}, "abc", "vi")
    assert found.params["changes"] == "đơn vị: DD01 → CQ1; tuyến thẩm định: xa → huyen"
