"""Checks of the installed Thidua.xlam itself."""

from __future__ import annotations

from xladdin.setup.doctor.result import Result
from xladdin.setup.install import built, marked
from xladdin.setup.machine import Hive, Machine
from xladdin.setup.office import excel_key, policy_number
from xladdin.setup.receipt import installed_places, read_receipt
from xladdin.xlam.build import FILE_NAME
from xladdin.xlam.settings import Settings, SettingsError
from xladdin.xlam.settingsread import INTERPRETER, settings_in

__all__ = ["edition", "mark", "place", "second_copies"]


def place(machine: Machine) -> Result:
    """Whether the add-in lies where Excel looks; a receipt without a file means it was taken.

    What Defender put into quarantine cannot be asked without an administrator's rights.
    """
    at = installed_places(machine)
    noted = read_receipt(machine, at.receipt)
    data = machine.read(at.file)
    said = {"file": str(at.file)}
    if data is None:
        return Result.missing("ADD-127:gone" if noted else "ADD-127:none", **said)
    if not data:
        return Result.missing("ADD-127:empty", **said)
    if settings_in(data) is None:
        return Result.missing("ADD-127:foreign", **said)
    return Result.good("ADD-127", **said)


def edition(machine: Machine) -> Result | None:
    """Whether it is what this version builds with the same settings."""
    data = machine.read(installed_places(machine).file)
    settings = settings_in(data) if data else None
    if settings is None:
        return None
    try:
        same = built(Settings(interpreter=settings[INTERPRETER])) == data
    except SettingsError:  # somebody has changed the sheet by hand
        same = False
    return Result.good("ADD-128") if same else Result.look("ADD-128:differs")


def mark(machine: Machine) -> Result | None:
    """Windows marks what was downloaded; Excel then may not load it, and says nothing."""
    file = installed_places(machine).file
    if machine.read(file) is None:
        return None
    if not marked(machine, file):
        return Result.good("ADD-129")
    key = rf"{excel_key(machine, policy=True)}\Security"
    strict = policy_number(machine, key, "blockcontentexecutionfrominternet") == 1
    return Result.missing("ADD-129:policy" if strict else "ADD-129:marked", file=str(file))


def second_copies(machine: Machine) -> Result:
    """A second add-in of the name, in another folder or switched on under Options, Add-ins."""
    at = installed_places(machine)
    found = [str(path) for path in at.others if machine.read(path) is not None]
    options = machine.values(Hive.USER, rf"{excel_key(machine)}\Options")
    found += [
        str(told)
        for name, told in sorted(options.items())
        if name.casefold().startswith("open") and FILE_NAME.casefold() in str(told).casefold()
    ]
    if found:
        return Result.look("ADD-130:found", files="; ".join(found))
    return Result.good("ADD-130")
