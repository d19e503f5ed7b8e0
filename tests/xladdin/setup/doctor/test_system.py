"""What Windows may forbid, one line each."""

from __future__ import annotations

import pytest

from tests.xladdin.setup.machines import CMD, LOCAL, FakeMachine, bare
from xladdin.setup.doctor.result import Result
from xladdin.setup.doctor.system import (
    child_processes,
    command_line,
    script_host,
    space,
    temporary_folder,
    windows,
)
from xladdin.setup.machine import Hive

SYSTEM = r"Software\Policies\Microsoft\Windows\System"
SCRIPT_HOST = r"Software\Microsoft\Windows Script Host\Settings"
GUARD = r"Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
NO_CHILDREN = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"


def test_windows_is_told_with_its_version() -> None:
    assert windows(bare()) == Result.good("ADD-120", version="10.0.19045")


def test_another_system_cannot_run_the_buttons() -> None:
    assert windows(FakeMachine()).code == "ADD-120"
    machine = FakeMachine()
    machine.windows = ""
    assert windows(machine) == Result.missing("ADD-120:none")


@pytest.mark.parametrize(
    ("value", "result"),
    [
        (None, Result.good("ADD-136")),
        (0, Result.good("ADD-136")),
        (1, Result.missing("ADD-136:off")),
        (2, Result.look("ADD-136:hand")),
    ],
)
def test_a_policy_may_forbid_the_command_line(value: int | None, result: Result) -> None:
    machine = bare()
    if value is not None:
        machine.set(Hive.USER, SYSTEM, "DisableCMD", value)
    assert command_line(machine) == result


def test_a_windows_without_a_command_line_is_told() -> None:
    machine = bare()
    del machine.files[CMD]
    assert command_line(machine) == Result.missing("ADD-136:gone", path=str(CMD))


@pytest.mark.parametrize("hive", list(Hive))
@pytest.mark.parametrize(("value", "off"), [(0, True), ("0", True), (1, False), ("1", False)])
def test_script_host_may_be_off_for_the_user_or_the_computer(
    hive: Hive, value: int | str, off: bool
) -> None:
    machine = bare()
    machine.set(hive, SCRIPT_HOST, "Enabled", value)
    assert script_host(machine) == (Result.look("ADD-137:off") if off else Result.good("ADD-137"))


def test_script_host_is_on_where_nothing_is_said() -> None:
    assert script_host(bare()) == Result.good("ADD-137")


@pytest.mark.parametrize("branch", [r"SOFTWARE\Policies", "SOFTWARE"])
@pytest.mark.parametrize(
    ("value", "result"),
    [
        ("1", Result.missing("ADD-135:blocked")),
        (1, Result.missing("ADD-135:blocked")),
        ("6", Result.look("ADD-135:warned")),
        ("2", Result.good("ADD-135")),
        ("0", Result.good("ADD-135")),
    ],
)
def test_defender_may_keep_office_from_starting_programs(
    branch: str, value: int | str, result: Result
) -> None:
    machine = bare()
    machine.set(Hive.COMPUTER, rf"{branch}\{GUARD}", NO_CHILDREN, value)
    assert child_processes(machine) == result


@pytest.mark.parametrize(
    ("rules", "result"),
    [
        (f"56a863a9-875e-4185-98a7-b882c64b5ce5=1|{NO_CHILDREN.upper()}=1", "ADD-135:blocked"),
        (f"{{{NO_CHILDREN}}}=6", "ADD-135:warned"),
        (f"56a863a9-875e-4185-98a7-b882c64b5ce5=1|{NO_CHILDREN}=2", "ADD-135"),
        ("56a863a9-875e-4185-98a7-b882c64b5ce5=1", "ADD-135"),
        (f"{NO_CHILDREN}", "ADD-135"),
    ],
)
def test_a_device_management_lists_its_rules_in_one_value(rules: str, result: str) -> None:
    machine = bare()
    machine.set(
        Hive.COMPUTER,
        r"SOFTWARE\Policies\Microsoft\Windows Defender\Policy Manager",
        "ASRRules",
        rules,
    )
    told = child_processes(machine)
    assert told.code == result


def test_what_the_office_prescribes_goes_before_what_the_computer_has() -> None:
    machine = bare()
    machine.set(Hive.COMPUTER, rf"SOFTWARE\{GUARD}", NO_CHILDREN, 1)
    machine.set(Hive.COMPUTER, rf"SOFTWARE\Policies\{GUARD}", NO_CHILDREN, 0)
    assert child_processes(machine) == Result.good("ADD-135")


def test_the_temporary_folder_must_take_a_file() -> None:
    machine = bare()
    folder = LOCAL / "Temp"
    assert temporary_folder(machine) == Result.good("ADD-138", folder=str(folder))
    machine.folders.remove(folder)
    assert temporary_folder(machine) == Result.missing("ADD-138:none", folder=str(folder))
    machine.variables["TEMP"] = ""
    assert temporary_folder(machine) == Result.missing("ADD-138:none", folder="%TEMP%")


@pytest.mark.parametrize(
    ("room", "result"),
    [
        (50_123_456_789, Result.good("ADD-139", free="50.123")),
        (100_000_000, Result.good("ADD-139", free="100")),
        (99_999_999, Result.look("ADD-139:little", free="99")),
        (None, None),
    ],
)
def test_room_on_the_disk(room: int | None, result: Result | None) -> None:
    machine = bare()
    machine.room = room
    assert space(machine) == result
