"""Checks of Excel: which one, where it looks for add-ins, and whether it has put ours away."""

from __future__ import annotations

from xladdin.setup.doctor.result import Result
from xladdin.setup.machine import Hive, Machine
from xladdin.setup.office import excel_key, further_start, office, places
from xladdin.setup.receipt import installed_places
from xladdin.xlam.build import FILE_NAME

__all__ = ["disabled", "excel", "start_folder"]

_OLDEST = 14  # Excel 2010: the first with ribbons of this kind


def excel(machine: Machine) -> Result:
    """Which Excel is installed. One of Microsoft Store may see an old copy of the add-in."""
    found = office(machine)
    if found is None:
        return Result.missing("ADD-121:none")
    if found.major < _OLDEST:
        return Result.missing("ADD-121:old", version=found.version)
    bits = f"{found.bits}-bit" if found.bits else "@ADD-121:unknown"
    if found.store:
        return Result.look("ADD-121:store", version=found.version, bits=bits)
    return Result.good("ADD-121", version=found.version, bits=bits)


def start_folder(machine: Machine) -> Result:
    """Where ``install`` has put the add-in or would put it, and the further folder of the user."""
    at = installed_places(machine)
    further = further_start(machine)
    if at.xlstart not in (places(machine).xlstart, further):
        return Result.look("ADD-122:unread", folder=str(at.xlstart))
    if further:
        return Result.good("ADD-122:further", folder=str(at.xlstart), further=str(further))
    return Result.good("ADD-122", folder=str(at.xlstart))


def disabled(machine: Machine) -> Result:
    """Excel puts away what it blames for a crash (DisabledItems); StartupItems: loading it now.

    The values are binary, with the path in UTF-16 somewhere in them.
    """
    key = rf"{excel_key(machine)}\Resiliency"
    if _named(machine, rf"{key}\DisabledItems"):
        return Result.missing("ADD-134:disabled")
    if _named(machine, rf"{key}\StartupItems"):
        return Result.look("ADD-134:startup")
    return Result.good("ADD-134")


def _named(machine: Machine, key: str) -> bool:
    return any(
        FILE_NAME.casefold() in held.decode("utf-16-le", errors="ignore").casefold()
        for held in machine.values(Hive.USER, key).values()
        if isinstance(held, bytes)
    )
