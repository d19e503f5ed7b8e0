"""The five registers of the office, read into values with every faulty line named."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from appraisal.decision import Decision, DecisionKind
from appraisal.unit import Member, Unit
from schemas.campaign import Campaign
from schemas.load import read_definition
from schemas.preset import preset_bytes
from workbooks.register import Value, write_register
from workbooks.registers import (
    DECISIONS_FILE,
    INTAKE_FILE,
    MEMBERS_FILE,
    UNITS_FILE,
    read_decisions,
    read_intake,
    read_members,
    read_units,
    write_registers,
)
from workbooks.registers.forms import decision_register


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    """The preset of Đơn Dương."""
    loaded, findings = read_definition(preset_bytes("don-duong-2024"))
    assert loaded is not None
    assert findings == ()
    return loaded


def book(campaign: Campaign, file: str, *lines: Mapping[str, Value]) -> bytes:
    return write_registers(campaign, {file: lines})[file]


def test_blank_registers_read_without_findings(campaign: Campaign) -> None:
    blank = write_registers(campaign)
    assert read_units(blank[UNITS_FILE], UNITS_FILE, campaign) == ((), ())
    assert read_members(blank[MEMBERS_FILE], MEMBERS_FILE, campaign, ()) == ((), ())
    assert read_intake(blank[INTAKE_FILE], INTAKE_FILE, campaign) == ((), ())
    assert read_decisions(blank[DECISIONS_FILE], DECISIONS_FILE, campaign) == ((), ())


def test_units_carry_group_and_base_figures(campaign: Campaign) -> None:
    figure = campaign.figures[0].id
    group = campaign.unit_groups[1].id
    line: dict[str, Value] = {
        "code": "DD02",
        "name": "Đảng ủy xã Ka Đô",
        "group": group,
        "valid_to": date(2025, 6, 30),
        f"figure:{figure}": Decimal(45),
    }
    units, findings = read_units(book(campaign, UNITS_FILE, line), UNITS_FILE, campaign)
    assert findings == ()
    assert units == (
        Unit(
            code="DD02",
            name="Đảng ủy xã Ka Đô",
            group=group,
            valid_to=date(2025, 6, 30),
            figures={figure: Decimal(45)},
        ),
    )


def test_unit_codes_must_be_usable_and_single(campaign: Campaign) -> None:
    group = campaign.unit_groups[0].id
    lines: list[dict[str, Value]] = [
        {"code": "DD01", "name": "Một", "group": group},
        {"code": "Đ 2", "name": "Hai", "group": group},
        {"code": "dd01", "name": "Ba", "group": group, "parent": "DD09"},
        {"code": "DD04", "name": "Bốn", "group": group, "parent": "DD01l"},
    ]
    units, findings = read_units(book(campaign, UNITS_FILE, *lines), UNITS_FILE, campaign)
    assert [unit.code for unit in units] == ["DD01", "DD04"]
    assert [(f.origin.cell, f.code, f.value, dict(f.params)) for f in findings] == [
        ("A5", "REG-008", "Đ 2", {}),
        ("A6", "REG-006", "dd01", {"first": "A4"}),
        ("D7", "REG-009", "DD01l", {"near": "DD01, DD04"}),
    ]


def test_members_need_a_known_route_and_home(campaign: Campaign) -> None:
    route = campaign.routes[-1].id
    units = (Unit(code="DD01", name="Một", group="g"),)
    lines: list[dict[str, Value]] = [
        {"code": "TV01", "name": "Người Mẫu", "route": route, "home_unit": "DD01"},
        {"code": "TV02", "name": "Người Thử", "route": "không có", "home_unit": "DD07"},
    ]
    data = book(campaign, MEMBERS_FILE, *lines)
    members, findings = read_members(data, MEMBERS_FILE, campaign, units)
    assert members[0] == Member(
        code="TV01", name="Người Mẫu", position="", route=route, home_unit="DD01"
    )
    assert [(f.origin.cell, f.code) for f in findings] == [("D5", "REG-004"), ("E5", "REG-009")]


def test_decision_lacking_what_its_kind_needs_is_not_applied(campaign: Campaign) -> None:
    reason: dict[str, Value] = {"reason": "Họp", "basis": "BB 01"}
    lines: list[dict[str, Value]] = [
        {"kind": "rut", "entry": "DD01-02", **reason},
        {"kind": "mien", "entry": "DD01-02", **reason},
        {"kind": "thay-thanh-vien", "member": "TV01", **reason},
    ]
    data = write_register(decision_register(campaign), tuple(lines))
    decisions, findings = read_decisions(data, DECISIONS_FILE, campaign)
    assert [(d.kind, d.entry, d.reason, d.basis) for d in decisions] == [
        (DecisionKind.WITHDRAW, "DD01-02", "Họp", "BB 01")
    ]
    assert isinstance(decisions[0], Decision)
    assert [(f.origin.cell, f.code, f.params["columns"]) for f in findings] == [
        ("A5", "REG-011", "Quy tắc hoặc tuyến"),
        ("A6", "REG-011", "Giá trị"),
    ]
