"""The office's registers, written ready to fill and read back with findings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from appraisal.intake import IntakeLine
from appraisal.unit import Member, Unit
from schemas.campaign import Campaign
from schemas.finding import Finding
from workbooks.register import Line, Value, read_register, write_register
from workbooks.registers.decisions import read_decisions
from workbooks.registers.faults import line_fault, unknown_code
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
from workbooks.registers.honours import read_honours

__all__ = [
    "DECISIONS_FILE",
    "HONOURS_FILE",
    "INTAKE_FILE",
    "MEMBERS_FILE",
    "UNITS_FILE",
    "read_decisions",
    "read_honours",
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
    unknown = [unknown_code(line, column, known) for line in kept for column in references]
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
            only=_several(line.text("only")),
            origin=line.origins.get("only", line.origin),
        )
        for line in kept
    ]
    unknown = [unknown_code(line, "home_unit", unit_codes) for line in kept]
    unknown += [unknown_code(line, "stands_in_for", codes) for line in kept]
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


def _unique_codes(lines: Iterable[Line]) -> tuple[list[Line], list[Finding]]:
    kept: dict[str, Line] = {}
    findings: list[Finding] = []
    for line in lines:
        code = line.text("code")
        if not code:
            continue  # REG-003 already says so
        if not _CODE.fullmatch(code):
            findings.append(line_fault("REG-008", line, "code"))
        elif code.casefold() in kept:
            first = kept[code.casefold()].origins["code"].cell
            findings.append(line_fault("REG-006", line, "code", first=first))
        else:
            kept[code.casefold()] = line
    return list(kept.values()), findings


def _several(text: str) -> tuple[str, ...]:
    """The codes of a cell, separated by semicolons, commas, spaces or line ends, each once."""
    parts = (part.strip() for part in re.split(r"[;,\s]+", text))
    return tuple(dict.fromkeys(part for part in parts if part))
