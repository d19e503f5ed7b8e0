"""The tree of units counts everything once at its unit and once at each unit above it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from appraisal.entry import Entry, EntryState
from appraisal.ledger import FileLine, FileStatus
from appraisal.outcome import EntryResult
from appraisal.returned import Sender
from appraisal.unit import Unit
from cli.cluster.unittree import COUNTS, Node, unit_path, unit_tree
from schemas.kinds import SenderKind

_CODES = ("A", "B", "C", "D", "E", "F")


def _unit(code: str, parent: str = "") -> Unit:
    return Unit(code=code, name=f"Đơn vị {code}", group="g", parent=parent)


def _file(kind: SenderKind, sender: str, status: FileStatus) -> FileLine:
    who = Sender(kind=kind, id=sender) if sender else None
    return FileLine(path="p", sha256="", stage="s", sender=who, status=status, reason="", rows=0)


def _entry(
    unit: str, state: EntryState, complete: bool, recognised: bool | None, awards: tuple[str, ...]
) -> EntryResult:
    entry = Entry(id="x", unit=unit, subject="", name="", title="", state=state, complete=complete)
    return EntryResult(
        entry=entry, route="", body="", pool="", recognised=recognised, awards=awards
    )


def _run(units: list[Unit], files: list[FileLine], entries: list[EntryResult]) -> Any:
    """As much of a run as the tree looks at."""
    return SimpleNamespace(
        units=tuple(units),
        ledger=SimpleNamespace(files=tuple(files)),
        outcome=SimpleNamespace(entries=tuple(entries)),
    )


def _counted(node: Node) -> dict[str, int]:
    return {name: count for name, count in node.counts.items() if count}


def test_a_tree_of_three_levels_by_hand() -> None:
    units = [_unit("X1", "H1"), _unit("H1", "T"), _unit("T"), _unit("X2", "H1"), _unit("H2", "T")]
    unit, member = SenderKind.UNIT, SenderKind.MEMBER
    files = [
        _file(unit, "X1", FileStatus.MERGED),
        _file(unit, "X1", FileStatus.SUPERSEDED),
        _file(unit, "H1", FileStatus.MERGED),
        _file(member, "X1", FileStatus.MERGED),
        _file(unit, "LẠ", FileStatus.REJECTED),
        _file(unit, "", FileStatus.REJECTED),
    ]
    entries = [
        _entry("X1", EntryState.REGISTERED, True, True, ("a", "b")),
        _entry("X2", EntryState.MERGED, False, None, ()),
        _entry("H2", EntryState.REGISTERED, True, False, ()),
    ]
    nodes = unit_tree(_run(units, files, entries))
    x1 = {"files": 2, "merged": 1, "superseded": 1, "entries": 1, "complete": 1}
    x1 |= {"registered": 1, "recognised": 1, "nominated": 1}
    x2 = {"entries": 1, "incomplete": 1, "merged-into": 1}
    h1 = x1 | x2 | {"files": 3, "merged": 2, "entries": 2}
    h2 = {"entries": 1, "complete": 1, "registered": 1}
    top = h1 | {"entries": 3, "complete": 2, "registered": 2}
    rest = {"files": 3, "merged": 1, "rejected": 2}
    found = [(n.unit.code if n.unit else "", n.level, n.units, _counted(n)) for n in nodes]
    assert found == [
        ("T", 1, 5, top),
        ("H1", 2, 3, h1),
        ("X1", 3, 1, x1),
        ("X2", 3, 1, x2),
        ("H2", 2, 1, h2),
        ("", 0, 0, rest),
    ]
    assert nodes[1].own["files"] == 1


def test_units_that_are_each_others_parents_hang_below_the_first() -> None:
    units = [_unit("B", "C"), _unit("C", "A"), _unit("A", "B"), _unit("D", "B"), _unit("E", "E")]
    nodes = unit_tree(_run(units, [], []))
    found = [(n.unit.code, n.level, n.units) for n in nodes if n.unit]
    assert found == [("A", 1, 4), ("C", 2, 3), ("B", 3, 2), ("D", 4, 1), ("E", 1, 1)]
    assert unit_path(units) == {
        "A": ("A",),
        "C": ("A", "C"),
        "B": ("A", "C", "B"),
        "D": ("A", "C", "B", "D"),
        "E": ("E",),
    }


@dataclass(frozen=True)
class _Office:
    parents: Mapping[str, str]
    files: tuple[tuple[SenderKind, str, FileStatus], ...]
    entries: tuple[tuple[str, EntryState, bool, bool | None, tuple[str, ...]], ...]


_WHO = st.sampled_from((*_CODES, "?", ""))
_OFFICES = st.builds(
    _Office,
    parents=st.dictionaries(st.sampled_from(_CODES), _WHO, min_size=1),
    files=st.lists(
        st.tuples(st.sampled_from(SenderKind), _WHO, st.sampled_from(FileStatus)), max_size=8
    ).map(tuple),
    entries=st.lists(
        st.tuples(
            _WHO,
            st.sampled_from(EntryState),
            st.booleans(),
            st.sampled_from([True, False, None]),
            st.sampled_from([(), ("a",)]),
        ),
        max_size=8,
    ).map(tuple),
)


@given(_OFFICES)
def test_every_node_is_the_sum_of_the_units_whose_path_it_is_on(office: _Office) -> None:
    units = [_unit(code, parent) for code, parent in office.parents.items()]
    run = _run(units, [_file(*f) for f in office.files], [_entry(*e) for e in office.entries])
    nodes = unit_tree(run)
    assert sorted(n.unit.code for n in nodes if n.unit) == sorted(office.parents)
    paths = unit_path(units)
    for path in paths.values():
        for above, below in pairwise(path):
            assert office.parents[below] == above
    for node in nodes:
        inside = (
            {code for code, path in paths.items() if node.unit.code in path}
            if node.unit
            else {"?", "", *_CODES} - office.parents.keys()
        )
        assert node.units == (len(inside) if node.unit else 0)
        assert dict(node.counts) == _naive(office, inside, bool(node.unit))


def _naive(office: _Office, inside: set[str], of_units: bool) -> dict[str, int]:
    files = [
        str(status)
        for kind, who, status in office.files
        if ((kind is SenderKind.UNIT and who in inside) if of_units else
            (kind is not SenderKind.UNIT or who in inside))
    ]  # fmt: skip
    entries = [e for e in office.entries if e[0] in inside]
    counts = {"files": len(files), "entries": len(entries)}
    counts |= {str(status): files.count(str(status)) for status in FileStatus}
    counts |= {str(s): sum(e[1] is s for e in entries) for s in EntryState}
    counts["complete"] = sum(e[2] for e in entries)
    counts["incomplete"] = len(entries) - counts["complete"]
    counts["recognised"] = sum(e[3] is True for e in entries)
    counts["nominated"] = sum(bool(e[4]) for e in entries)
    return {name: counts[name] for name in COUNTS}
