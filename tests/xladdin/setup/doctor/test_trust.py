"""The Trust Center of Excel and what an office prescribes there."""

from __future__ import annotations

from pathlib import PureWindowsPath

import pytest

from tests.xladdin.setup.machines import EXCEL, POLICY, ROAMING, XLSTART, FakeMachine, bare
from xladdin.setup.doctor.result import Result
from xladdin.setup.doctor.trust import locations, macros, signature
from xladdin.setup.machine import Hive

SIGNED, NONE = "@ADD-131:signed", "@ADD-131:none"
TRUSTED = rf"{EXCEL}\Security\Trusted Locations"


def _with(*told: tuple[Hive, str, str, int | str]) -> FakeMachine:
    machine = bare()
    for hive, key, name, value in told:
        machine.set(hive, key, name, value)
    return machine


@pytest.mark.parametrize(
    ("value", "trusting", "result"),
    [
        (None, True, Result.good("ADD-131")),
        (2, True, Result.good("ADD-131")),
        (1, True, Result.look("ADD-131:all")),
        (3, True, Result.look("ADD-131:strict", level=SIGNED)),
        (4, True, Result.look("ADD-131:strict", level=NONE)),
        (None, False, Result.look("ADD-131:ask")),
        (2, False, Result.look("ADD-131:ask")),
        (1, False, Result.look("ADD-131:all")),
        (3, False, Result.missing("ADD-131:blocked", level=SIGNED)),
        (4, False, Result.missing("ADD-131:blocked", level=NONE)),
    ],
)
@pytest.mark.parametrize("key", [rf"{EXCEL}\Security", rf"{POLICY}\Excel\Security"])
def test_the_level_of_macros(key: str, value: int | None, trusting: bool, result: Result) -> None:
    machine = bare()
    if value is not None:
        machine.set(Hive.USER, key, "vbawarnings", value)
    if not trusting:
        machine.set(Hive.USER, rf"{key}\Trusted Locations", "AllLocationsDisabled", 1)
    assert macros(machine) == result


def test_a_policy_of_macros_goes_before_the_choice_of_the_user() -> None:
    machine = _with(
        (Hive.USER, rf"{EXCEL}\Security", "VBAWarnings", 1),
        (Hive.COMPUTER, rf"{POLICY}\Excel\Security", "VBAWarnings", 2),
    )
    assert macros(machine) == Result.good("ADD-131")
    machine.set(Hive.USER, rf"{POLICY}\Excel\Security", "VBAWarnings", 4)
    assert macros(machine) == Result.look("ADD-131:strict", level=NONE)


def test_a_policy_from_the_cloud_goes_before_all() -> None:
    cloud = POLICY.replace("Microsoft", r"Microsoft\Cloud")
    machine = _with(
        (Hive.USER, rf"{POLICY}\Excel\Security", "VBAWarnings", 2),
        (Hive.USER, rf"{cloud}\Excel\Security", "vbawarnings", 3),
    )
    assert macros(machine) == Result.look("ADD-131:strict", level=SIGNED)


@pytest.mark.parametrize("hive", list(Hive))
def test_vba_may_be_off_altogether(hive: Hive) -> None:
    assert macros(_with((hive, rf"{POLICY}\Common", "VBAOff", 1))) == Result.missing("ADD-131:off")


def test_the_start_folder_is_trusted() -> None:
    assert locations(bare()) == Result.good("ADD-132", folder=str(XLSTART))


@pytest.mark.parametrize(
    ("path", "deep", "trusted"),
    [
        (str(XLSTART), 0, True),
        (str(XLSTART).upper() + "\\", 0, True),
        (str(ROAMING / "Microsoft"), 1, True),
        (str(ROAMING / "Microsoft"), 0, False),
        (r"C:\Program Files\Microsoft Office\XLSTART", 1, False),
    ],
)
@pytest.mark.parametrize("key", [TRUSTED, rf"{POLICY}\Excel\Security\Trusted Locations"])
def test_a_trusted_folder_may_stand_above(key: str, path: str, deep: int, trusted: bool) -> None:
    machine = bare()
    machine.registry.pop((Hive.USER, rf"{TRUSTED}\Location2".casefold()))
    machine.set(Hive.USER, rf"{key}\Location5", "Path", path)
    machine.set(Hive.USER, rf"{key}\Location5", "AllowSubfolders", deep)
    said = {"folder": str(XLSTART)}
    assert locations(machine) == (
        Result.good("ADD-132", **said) if trusted else Result.look("ADD-132:unlisted", **said)
    )


@pytest.mark.parametrize("key", [TRUSTED, rf"{POLICY}\Excel\Security\Trusted Locations"])
def test_trusted_folders_may_be_off(key: str) -> None:
    machine = _with((Hive.USER, key, "AllLocationsDisabled", 1))
    assert locations(machine) == Result.look("ADD-132:off")


def test_an_office_may_trust_only_its_own_folders() -> None:
    key = rf"{POLICY}\Common\Security\Trusted Locations"
    machine = _with((Hive.USER, key, "Allow User Locations", 0))
    assert locations(machine) == Result.look("ADD-132:policy", folder=str(XLSTART))


def test_a_profile_on_the_network_is_not_trusted_by_itself() -> None:
    machine = bare()
    machine.variables["APPDATA"] = r"\\may-chu\ho-so\an\AppData\Roaming"
    folder = PureWindowsPath(machine.variables["APPDATA"]) / "Microsoft" / "Excel" / "XLSTART"
    assert locations(machine) == Result.look("ADD-132:network", folder=str(folder))
    machine.set(Hive.USER, TRUSTED, "AllowNetworkLocations", 1)
    assert locations(machine) == Result.good("ADD-132", folder=str(folder))


@pytest.mark.parametrize(
    ("told", "result"),
    [
        ((), Result.good("ADD-133")),
        (((rf"{EXCEL}\Security", "RequireAddinSig", 1),), Result.missing("ADD-133:signed")),
        (((rf"{EXCEL}\Security", "RequireAddinSig", 0),), Result.good("ADD-133")),
        (((rf"{EXCEL}\Security", "DisableAllAddins", 1),), Result.missing("ADD-133:off")),
        (
            ((rf"{POLICY}\Excel\Security", "requireaddinsig", 1),),
            Result.missing("ADD-133:signed"),
        ),
        (
            ((rf"{POLICY}\Excel\Resiliency\AddinList", "thidua.xlam", "0"),),
            Result.missing("ADD-133:list"),
        ),
        (
            ((rf"{POLICY}\Excel\Resiliency", "restricttolist", 1),),
            Result.missing("ADD-133:list"),
        ),
        (
            (
                (rf"{POLICY}\Excel\Resiliency", "restricttolist", 1),
                (rf"{POLICY}\Excel\Resiliency\AddinList", "Thidua.xlam", "1"),
            ),
            Result.good("ADD-133"),
        ),
    ],
)
def test_rules_for_add_ins(told: tuple[tuple[str, str, int | str], ...], result: Result) -> None:
    assert signature(_with(*((Hive.USER, *one) for one in told))) == result
