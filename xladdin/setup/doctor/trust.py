"""Checks of Excel's Trust Center and of what the office prescribes there."""

from __future__ import annotations

from pathlib import PureWindowsPath

from xladdin.setup.doctor.result import Result
from xladdin.setup.machine import Hive, Machine, expanded, number, value
from xladdin.setup.office import excel_key, policy_number, usual_key
from xladdin.setup.receipt import installed_places
from xladdin.xlam.build import FILE_NAME

__all__ = ["locations", "macros", "signature"]

_ALL, _ASK, _SIGNED, _NONE = 1, 2, 3, 4
"""VBAWarnings: run all, ask (as Excel comes), only signed ones, none."""


def macros(machine: Machine) -> Result:
    """How Excel treats macros: by policy, else by the user's choice, else it asks.

    A trusted folder goes before all of these but ``vbaoff``, which switches VBA off altogether.
    """
    if policy_number(machine, usual_key(machine, policy=True), "vbaoff") == 1:
        return Result.missing("ADD-131:off")
    level = _setting(machine, "VBAWarnings") or _ASK
    if level == _ALL:
        return Result.look("ADD-131:all")
    if level == _ASK:
        return Result.look("ADD-131:ask") if _untrusting(machine) else Result.good("ADD-131")
    said = "@ADD-131:signed" if level == _SIGNED else "@ADD-131:none"
    if _untrusting(machine):
        return Result.missing("ADD-131:blocked", level=said)
    return Result.look("ADD-131:strict", level=said)


def locations(machine: Machine) -> Result:
    """Whether Excel trusts the start folder, as it does when it is installed."""
    folder = installed_places(machine).xlstart
    if _untrusting(machine):
        return Result.look("ADD-132:off")
    prescribed = rf"{usual_key(machine, policy=True)}\Security\Trusted Locations"
    if policy_number(machine, prescribed, "Allow User Locations") == 0:
        return Result.look("ADD-132:policy", folder=str(folder))
    if folder.drive.startswith("\\\\") and not _network(machine):
        return Result.look("ADD-132:network", folder=str(folder))
    if not _listed(machine, folder):
        return Result.look("ADD-132:unlisted", folder=str(folder))
    return Result.good("ADD-132", folder=str(folder))


def signature(machine: Machine) -> Result:
    """Three ways to forbid add-ins; a trusted folder helps against none of them."""
    if _setting(machine, "DisableAllAddins") == 1:
        return Result.missing("ADD-133:off")
    if _setting(machine, "RequireAddinSig") == 1:
        return Result.missing("ADD-133:signed")
    managed = rf"{excel_key(machine, policy=True)}\Resiliency"
    listed = policy_number(machine, rf"{managed}\AddinList", FILE_NAME)
    only = policy_number(machine, managed, "RestrictToList") == 1
    if listed == 0 or (only and listed is None):
        return Result.missing("ADD-133:list")
    return Result.good("ADD-133")


def _setting(machine: Machine, name: str) -> int | None:
    """A setting of the Trust Center: by policy, else by the user's choice."""
    told = policy_number(machine, rf"{excel_key(machine, policy=True)}\Security", name)
    if told is not None:
        return told
    return number(machine, Hive.USER, rf"{excel_key(machine)}\Security", name)


def _untrusting(machine: Machine) -> bool:
    """Whether trusted folders are switched off."""
    name = "AllLocationsDisabled"
    keys = [_trusted(machine, policy=policy) for policy in (True, False)]
    return (
        policy_number(machine, keys[0], name) == 1 or number(machine, Hive.USER, keys[1], name) == 1
    )


def _network(machine: Machine) -> bool:
    name = "AllowNetworkLocations"
    told = policy_number(machine, _trusted(machine, policy=True), name)
    if told is None:
        told = number(machine, Hive.USER, _trusted(machine, policy=False), name)
    return told == 1


def _listed(machine: Machine, folder: PureWindowsPath) -> bool:
    """Whether the folder, or one above it with its subfolders, is among the trusted ones."""
    for policy in (False, True):
        for hive in Hive:
            key = _trusted(machine, policy=policy)
            for name in machine.keys(hive, key):
                told = value(machine, hive, rf"{key}\{name}", "Path")
                deep = number(machine, hive, rf"{key}\{name}", "AllowSubfolders") == 1
                if isinstance(told, str) and told:
                    trusted = PureWindowsPath(expanded(machine, told))
                    if folder == trusted or (deep and folder.is_relative_to(trusted)):
                        return True
    return False


def _trusted(machine: Machine, *, policy: bool) -> str:
    return rf"{excel_key(machine, policy=policy)}\Security\Trusted Locations"
