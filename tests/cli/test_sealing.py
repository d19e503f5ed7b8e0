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
