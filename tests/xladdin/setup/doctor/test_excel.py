"""Which Excel there is, by the keys that its installers leave."""

from __future__ import annotations

from pathlib import PureWindowsPath

import pytest

from tests.xladdin.setup.machines import (
    ADDINS,
    CLICK_TO_RUN,
    EXCEL,
    LOCAL,
    POLICY,
    XLSTART,
    FakeMachine,
    bare,
)
from xladdin.setup.doctor.excel import disabled, excel, start_folder
from xladdin.setup.doctor.result import Result
from xladdin.setup.install import install
from xladdin.setup.machine import Hive
from xladdin.setup.office import excel_key, office, places

CURRENT = r"SOFTWARE\Classes\Excel.Application\CurVer"
PACKAGE = LOCAL / "Packages" / "Microsoft.Office.Desktop_8wekyb3d8bbwe"
PRIVATE = PACKAGE / "LocalCache" / "Roaming" / "Microsoft" / "Excel" / "XLSTART"
FURTHER = PureWindowsPath(r"D:\Excel chung")


def _old(series: int = 16) -> FakeMachine:
    """Excel by an older installer (MSI)."""
    machine = bare()
    machine.registry.clear()
    machine.set(Hive.COMPUTER, CURRENT, "", f"Excel.Application.{series}")
    return machine


def test_excel_of_today_is_told_with_version_and_bits() -> None:
    assert excel(bare()) == Result.good("ADD-121", version="16.0.17928.20114", bits="64-bit")


@pytest.mark.parametrize(
    ("key", "name", "value", "bits"),
    [
        (r"SOFTWARE\Microsoft\Office\15.0\Outlook", "Bitness", "x86", "32-bit"),
        (r"SOFTWARE\WOW6432Node\Microsoft\Office\15.0\Outlook", "Bitness", "x86", "32-bit"),
        (r"SOFTWARE\Microsoft\Office\15.0\Outlook", "Bitness", "x64", "64-bit"),
        (r"SOFTWARE\Microsoft\Office\15.0\Excel\InstallRoot", "Path", r"C:\x", "64-bit"),
        (r"SOFTWARE\WOW6432Node\Microsoft\Office\15.0\Excel\InstallRoot", "Path", "x", "32-bit"),
        (r"SOFTWARE\Else", "Path", "x", "@ADD-121:unknown"),
    ],
)
def test_the_bits_of_an_older_installer(key: str, name: str, value: str, bits: str) -> None:
    machine = _old(15)
    machine.set(Hive.COMPUTER, key, name, value)
    assert excel(machine) == Result.good("ADD-121", version="15.0", bits=bits)


def test_settings_of_an_older_excel_have_a_key_of_their_own() -> None:
    assert excel_key(_old(14)) == r"Software\Microsoft\Office\14.0\Excel"
    assert excel_key(_old(14), policy=True) == r"Software\Policies\Microsoft\Office\14.0\Excel"


def test_excel_2007_is_too_old() -> None:
    assert excel(_old(12)) == Result.missing("ADD-121:old", version="12.0")


def test_no_excel_is_told() -> None:
    machine = bare()
    machine.registry.clear()
    assert (office(machine), excel(machine)) == (None, Result.missing("ADD-121:none"))
    assert excel_key(machine) == EXCEL


def test_excel_of_the_store_may_keep_a_copy_of_its_own() -> None:
    machine = bare()
    machine.folders.add(PACKAGE)
    assert excel(machine).code == "ADD-121"  # the remains of one; another is in use
    machine.registry.pop((Hive.COMPUTER, CLICK_TO_RUN.casefold()))
    said = {"version": "16.0", "bits": "@ADD-121:unknown"}
    assert excel(machine) == Result.look("ADD-121:store", **said)


def test_the_start_folder_is_that_of_the_profile() -> None:
    assert start_folder(bare()) == Result.good("ADD-122", folder=str(XLSTART))
    assert places(bare()).others == [ADDINS / "Thidua.xlam", PRIVATE / "Thidua.xlam"]


@pytest.mark.parametrize("key", [rf"{EXCEL}\Options", rf"{POLICY}\Excel\Options"])
def test_a_further_start_folder_is_told(key: str) -> None:
    machine = bare()
    machine.variables["CHUNG"] = "D:"
    machine.set(Hive.USER, key, "AltStartup", r"%CHUNG%\Excel chung")
    said = {"folder": str(XLSTART), "further": str(FURTHER)}
    assert start_folder(machine) == Result.good("ADD-122:further", **said)
    install(machine, xlstart=FURTHER)
    said["folder"] = str(FURTHER)
    assert start_folder(machine) == Result.good("ADD-122:further", **said)


def test_a_folder_that_excel_does_not_open_is_told() -> None:
    machine = bare()
    install(machine, xlstart=FURTHER)
    assert start_folder(machine) == Result.look("ADD-122:unread", folder=str(FURTHER))


def _blamed(path: str) -> bytes:
    """As Office writes it: kind, two lengths in bytes, path and description in UTF-16."""
    first, second = (f"{text}\0".encode("utf-16-le") for text in (path.lower(), "Thi đua"))
    lengths = len(first).to_bytes(4, "little") + len(second).to_bytes(4, "little")
    return (1).to_bytes(4, "little") + lengths + first + second


@pytest.mark.parametrize(
    ("key", "result"),
    [
        ("DisabledItems", Result.missing("ADD-134:disabled")),
        ("StartupItems", Result.look("ADD-134:startup")),
        ("DocumentRecovery", Result.good("ADD-134")),
    ],
)
def test_what_excel_has_put_away_is_found(key: str, result: Result) -> None:
    machine = bare()
    path = str(XLSTART / "Thidua.xlam")
    machine.set(Hive.USER, rf"{EXCEL}\Resiliency\{key}", "1A2B3C", _blamed(path))
    assert disabled(machine) == result


def test_what_excel_has_put_away_of_others_is_not_ours() -> None:
    machine = bare()
    key = rf"{EXCEL}\Resiliency\DisabledItems"
    machine.set(Hive.USER, key, "1", _blamed(r"C:\Solver.xlam"))
    machine.set(Hive.USER, key, "2", "Thidua.xlam")
    machine.set(Hive.USER, key, "3", b"\xff")
    assert disabled(machine) == Result.good("ADD-134")
