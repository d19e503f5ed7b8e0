"""The decisions register read into values; a line that lacks what it needs decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from appraisal.decision import Decision, DecisionKind
from schemas.campaign import Campaign
from schemas.finding import Finding
from workbooks.register import Line, read_register
from workbooks.registers.faults import line_fault
from workbooks.registers.forms import decision_register
from workbooks.words import DECISION

__all__ = ["read_decisions"]

_ENTRY = (("entry",),)
"""Columns a kind of decision cannot do without, any one of each inner tuple."""

_NEEDS: Mapping[DecisionKind, tuple[tuple[str, ...], ...]] = {
    DecisionKind.CHOOSE: (("file",),),
    DecisionKind.UNITE: (("file", "unit", "member"),),
    DecisionKind.APPROVE: (("entry", "unit"),),
    DecisionKind.MERGE: (("entry",), ("value",)),
    DecisionKind.TRANSFER: (("entry",), ("value",)),
    DecisionKind.SELECT: (("entry",), ("award",)),
    DecisionKind.NOT_SELECT: (("entry",), ("award",)),
    DecisionKind.WAIVE: (("rule",), ("entry", "unit")),
    DecisionKind.REPLACE_MEMBER: (("member",), ("value",)),
    DecisionKind.QUORUM: (("rule",), ("value",)),
    DecisionKind.VOTE: (("entry",), ("award",), ("votes",), ("voters",)),
}


def read_decisions(
    data: bytes, file: str, campaign: Campaign
) -> tuple[tuple[Decision, ...], tuple[Finding, ...]]:
    """The decisions in file order.

    REG-011 where a kind lacks a column it needs, REG-017 where votes or voters are typed as
    anything but one number ("7/9"), REG-014 where the figures of a vote cannot be:
    not whole, nobody in the council, more votes than members. Such a decision is left out.
    """
    register = decision_register(campaign)
    labels = {column.id: column.label for column in register.columns}
    lines, findings = read_register(data, file, register)
    decisions: list[Decision] = []
    faults: list[Finding] = []
    for line in lines:
        if not line.text("kind"):
            continue
        kind = DecisionKind(line.text("kind"))
        mistyped = [f for f in findings if kind is DecisionKind.VOTE and _counts(f, line)]
        if mistyped:
            findings = tuple(f for f in findings if f not in mistyped)
            faults += [_no_count(found, line, labels) for found in mistyped]
            continue
        fault = _lacking(kind, line, labels) or _miscounted(kind, line)
        if fault is not None:
            faults.append(fault)
        else:
            decisions.append(_decision(kind, line))
    return tuple(decisions), (*findings, *faults)


def _lacking(kind: DecisionKind, line: Line, labels: Mapping[str, str]) -> Finding | None:
    lack = [
        any_of
        for any_of in _NEEDS.get(kind, _ENTRY)
        if all(line.values.get(column) in (None, "") for column in any_of)
    ]
    if not lack:
        return None
    wanted = "; ".join(" / ".join(labels[c] for c in any_of) for any_of in lack)
    return line_fault("REG-011", line, "kind", kind=DECISION[kind], columns=wanted)


def _counts(finding: Finding, line: Line) -> bool:
    """Whether a cell of the line that should hold votes or voters holds no number."""
    cells = {line.origins[column].cell for column in ("votes", "voters") if column in line.origins}
    return finding.code == "REG-007" and finding.origin.cell in cells


def _no_count(finding: Finding, line: Line, labels: Mapping[str, str]) -> Finding:
    """The same fault in the words of a vote: "7/9" belongs into two cells."""
    params = {
        "entry": line.text("entry"),
        "column": finding.params["column"],
        "votes": labels["votes"],
        "voters": labels["voters"],
    }
    return replace(finding, code="REG-017", params=params)


def _miscounted(kind: DecisionKind, line: Line) -> Finding | None:
    if kind is not DecisionKind.VOTE:
        return None
    votes, voters = line.number("votes"), line.number("voters")
    whole = all(n is not None and n == n.to_integral_value() for n in (votes, voters))
    if whole and votes is not None and voters is not None and 0 <= votes <= voters and voters > 0:
        return None
    params = {"entry": line.text("entry"), "voters": line.shown("voters")}
    return line_fault("REG-014", line, "votes", **params)


def _decision(kind: DecisionKind, line: Line) -> Decision:
    return Decision(
        kind=kind,
        entry=line.text("entry"),
        unit=line.text("unit"),
        file=line.text("file"),
        stage=line.text("stage"),
        member=line.text("member"),
        award=line.text("award"),
        rule=line.text("rule"),
        value=line.text("value"),
        reason=line.text("reason"),
        basis=line.text("basis"),
        signatory=line.text("signatory"),
        dated=line.day("dated"),
        votes=_count(line.number("votes")),
        voters=_count(line.number("voters")),
        origin=line.origin,
    )


def _count(number: Decimal | None) -> int | None:
    return None if number is None else int(number)
