"""The office's registers, written ready to fill and read back with findings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from appraisal.decision import Decision, DecisionKind
from appraisal.intake import IntakeLine
from appraisal.nearmiss import near_misses
from appraisal.unit import Member, Unit
from schemas.campaign import Campaign
from schemas.finding import Finding, Severity
from workbooks.register import Line, Value, read_register, write_register
from workbooks.registers.forms import (
    DECISIONS_FILE,
    FIGURE,
    HONOURS_FILE,
    INTAKE_FILE,
    MEMBERS_FILE,
    UNITS_FILE,
    decision_register,
    honours_register,
    intake_register,
    member_register,
    unit_register,
)
from workbooks.words import DECISION

__all__ = [
    "DECISIONS_FILE",
    "HONOURS_FILE",
    "INTAKE_FILE",
    "MEMBERS_FILE",
    "UNITS_FILE",
    "read_decisions",
    "read_intake",
    "read_members",
    "read_units",
    "write_registers",
]

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.]{0,15}")


def write_registers(
    campaign: Campaign, lines: Mapping[str, tuple[Mapping[str, Value], ...]] | None = None
) -> Mapping[str, bytes]:
    """All five registers by file name, ready to fill, or filled with ``lines`` by file name."""
    made = (
        unit_register(campaign),
        member_register(campaign),
        honours_register(campaign),
        intake_register(campaign),
        decision_register(campaign),
    )
    return {r.file: write_register(r, (lines or {}).get(r.file, ())) for r in made}


def read_units(
    data: bytes, file: str, campaign: Campaign
) -> tuple[tuple[Unit, ...], tuple[Finding, ...]]:
    """The units by code; REG-006 a code twice, REG-008 an unusable code, REG-009 an unknown one."""
    lines, findings = read_register(data, file, unit_register(campaign))
    kept, more = _unique_codes(lines)
    known = {line.text("code") for line in kept}
    units = []
    for line in kept:
        figures = {
            column.removeprefix(FIGURE): value
            for column, value in line.values.items()
            if column.startswith(FIGURE) and isinstance(value, Decimal)
        }
        units.append(
            Unit(
                code=line.text("code"),
                name=line.text("name"),
                group=line.text("group"),
                parent=line.text("parent"),
                valid_from=line.day("valid_from"),
                valid_to=line.day("valid_to"),
                successor_of=line.text("successor_of"),
                figures=figures,
                contact=line.text("contact"),
            )
        )
    references = ("parent", "successor_of")
    unknown = [_unknown(line, column, known) for line in kept for column in references]
    units.sort(key=lambda unit: unit.code)
    return tuple(units), (*findings, *more, *(f for f in unknown if f))


def read_members(
    data: bytes, file: str, campaign: Campaign, units: Iterable[Unit]
) -> tuple[tuple[Member, ...], tuple[Finding, ...]]:
    """The members by code; home units must be in the register of units."""
    lines, findings = read_register(data, file, member_register(campaign))
    kept, more = _unique_codes(lines)
    codes = {line.text("code") for line in kept}
    unit_codes = {unit.code for unit in units}
    members = [
        Member(
            code=line.text("code"),
            name=line.text("name"),
            position=line.text("position"),
            route=line.text("route"),
            home_unit=line.text("home_unit"),
            valid_from=line.day("valid_from"),
            valid_to=line.day("valid_to"),
            stands_in_for=line.text("stands_in_for"),
        )
        for line in kept
    ]
    unknown = [_unknown(line, "home_unit", unit_codes) for line in kept]
    unknown += [_unknown(line, "stands_in_for", codes) for line in kept]
    members.sort(key=lambda member: member.code)
    return tuple(members), (*findings, *more, *(f for f in unknown if f))


def read_intake(
    data: bytes, file: str, campaign: Campaign
) -> tuple[tuple[IntakeLine, ...], tuple[Finding, ...]]:
    """The lines of the intake register in file order."""
    lines, findings = read_register(data, file, intake_register(campaign))
    return tuple(
        IntakeLine(
            number=line.text("number"),
            dated=line.day("dated"),
            received_on=line.day("received_on"),
            channel=line.text("channel"),
            sender=line.text("sender"),
            stage=line.text("stage"),
            file=line.text("file"),
            keyed_in=line.tick("keyed_in"),
            origin=line.origin,
        )
        for line in lines
    ), findings


_ENTRY = (("entry",),)
"""Columns a kind of decision cannot do without, any one of each inner tuple."""

_NEEDS: Mapping[DecisionKind, tuple[tuple[str, ...], ...]] = {
    DecisionKind.CHOOSE: (("file",),),
    DecisionKind.UNITE: (("file", "unit", "member"),),
    DecisionKind.MERGE: (("entry",), ("value",)),
    DecisionKind.TRANSFER: (("entry",), ("value",)),
    DecisionKind.SELECT: (("entry",), ("award",)),
    DecisionKind.NOT_SELECT: (("entry",), ("award",)),
    DecisionKind.WAIVE: (("rule",), ("entry", "unit")),
    DecisionKind.REPLACE_MEMBER: (("member",), ("value",)),
    DecisionKind.QUORUM: (("rule",), ("value",)),
}


def read_decisions(
    data: bytes, file: str, campaign: Campaign
) -> tuple[tuple[Decision, ...], tuple[Finding, ...]]:
    """The decisions in file order; REG-011 where a kind lacks a column it needs."""
    register = decision_register(campaign)
    labels = {column.id: column.label for column in register.columns}
    lines, findings = read_register(data, file, register)
    decisions: list[Decision] = []
    lacking: list[Finding] = []
    for line in lines:
        if not line.text("kind"):
            continue
        kind = DecisionKind(line.text("kind"))
        lack = [
            any_of
            for any_of in _NEEDS.get(kind, _ENTRY)
            if not any(line.text(column) for column in any_of)
        ]
        if lack:
            wanted = "; ".join(" / ".join(labels[c] for c in any_of) for any_of in lack)
            params = {"kind": DECISION[kind], "columns": wanted}
            lacking.append(_finding("REG-011", line, "kind", params))
            continue
        decisions.append(_decision(kind, line))
    return tuple(decisions), (*findings, *lacking)


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
        origin=line.origin,
    )


def _unique_codes(lines: Iterable[Line]) -> tuple[list[Line], list[Finding]]:
    kept: dict[str, Line] = {}
    findings: list[Finding] = []
    for line in lines:
        code = line.text("code")
        if not code:
            continue  # REG-003 already says so
        if not _CODE.fullmatch(code):
            findings.append(_finding("REG-008", line, "code", {}))
        elif code.casefold() in kept:
            first = kept[code.casefold()].origins["code"].cell
            findings.append(_finding("REG-006", line, "code", {"first": first}))
        else:
            kept[code.casefold()] = line
    return list(kept.values()), findings


def _unknown(line: Line, column: str, known: set[str]) -> Finding | None:
    code = line.text(column)
    if not code or code in known:
        return None
    return _finding("REG-009", line, column, {"near": near_misses(code, known)})


def _finding(code: str, line: Line, column: str, params: Mapping[str, str]) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        origin=line.origins.get(column, line.origin),
        value=line.text(column),
        params=dict(params),
    )
