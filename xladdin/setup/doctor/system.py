"""Checks of Windows: what a button needs between Excel and Python."""

from __future__ import annotations

from pathlib import PureWindowsPath

from xladdin.setup.doctor.result import Result
from xladdin.setup.machine import Hive, Machine, number, value

__all__ = [
    "child_processes",
    "command_line",
    "script_host",
    "space",
    "temporary_folder",
    "windows",
]

_SYSTEM = r"Software\Policies\Microsoft\Windows\System"
_SCRIPT_HOST = r"Software\Microsoft\Windows Script Host\Settings"
_GUARD = r"Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
_MANAGER = r"SOFTWARE\Policies\Microsoft\Windows Defender\Policy Manager"
_NO_CHILDREN = "D4F940AB-401B-4EFC-AADC-AD5F3C50688A"
"""The rule "Block all Office applications from creating child processes" of Defender."""

_BLOCK, _WARN = 1, 6
_MEGABYTE = 1_000_000
_ENOUGH = 100 * _MEGABYTE


def windows(machine: Machine) -> Result:
    """The buttons run in Excel for Windows only."""
    if not machine.windows:
        return Result.missing("ADD-120:none")
    return Result.good("ADD-120", version=machine.windows)


def command_line(machine: Machine) -> Result:
    """The button starts Python through cmd.exe; a policy may forbid it.

    DisableCMD: 1 forbids cmd.exe altogether, 2 is said to forbid only typing into it.
    """
    root = PureWindowsPath(machine.variable("SystemRoot") or r"C:\Windows")
    program = root / "System32" / "cmd.exe"
    if machine.read(program) is None:
        return Result.missing("ADD-136:gone", path=str(program))
    forbidden = number(machine, Hive.USER, _SYSTEM, "DisableCMD")
    if forbidden == 1:
        return Result.missing("ADD-136:off")
    if forbidden == 2:
        return Result.look("ADD-136:hand")
    return Result.good("ADD-136")


def script_host(machine: Machine) -> Result:
    """The add-in asks Windows Script Host to start Python and to show its messages."""
    if any(number(machine, hive, _SCRIPT_HOST, "Enabled") == 0 for hive in Hive):
        return Result.look("ADD-137:off")
    return Result.good("ADD-137")


def child_processes(machine: Machine) -> Result:
    """A rule of Defender keeps Office from starting programs: 1 blocks, 6 warns, 2 only notes."""
    keys = (rf"SOFTWARE\Policies\{_GUARD}", rf"SOFTWARE\{_GUARD}")
    told = [number(machine, Hive.COMPUTER, key, _NO_CHILDREN) for key in keys]
    told.insert(1, _managed(machine))
    state = next((rule for rule in told if rule is not None), 0)
    if state == _BLOCK:
        return Result.missing("ADD-135:blocked")
    if state == _WARN:
        return Result.look("ADD-135:warned")
    return Result.good("ADD-135")


def _managed(machine: Machine) -> int | None:
    """The state of the rule as a device management (Intune) sets it: ``id=1|id=2``."""
    listed = str(value(machine, Hive.COMPUTER, _MANAGER, "ASRRules") or "")
    for rule in listed.split("|"):
        name, _, state = rule.strip().partition("=")
        if name.strip("{}").casefold() == _NO_CHILDREN.casefold() and state.isdecimal():
            return int(state)
    return None


def temporary_folder(machine: Machine) -> Result:
    """What Python says at a crash goes into a file in the temporary folder."""
    folder = machine.variable("TEMP") or machine.variable("TMP")
    if not folder or not machine.writable(PureWindowsPath(folder)):
        return Result.missing("ADD-138:none", folder=folder or "%TEMP%")
    return Result.good("ADD-138", folder=folder)


def space(machine: Machine) -> Result | None:
    """Room for logs, submissions and summaries on the disk of the user's profile."""
    folder = machine.variable("LOCALAPPDATA")
    free = machine.free(PureWindowsPath(folder)) if folder else None
    if free is None:
        return None
    megabytes = f"{free // _MEGABYTE:,}".replace(",", ".")
    if free < _ENOUGH:
        return Result.look("ADD-139:little", free=megabytes)
    return Result.good("ADD-139", free=megabytes)
