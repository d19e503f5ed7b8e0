"""Checks of Python: the one that the installed add-in starts, and what it can import."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import PureWindowsPath

from xladdin.setup.doctor.result import Result
from xladdin.setup.install import built, own_interpreter, settings_for
from xladdin.setup.machine import Machine, expanded
from xladdin.setup.receipt import installed_places
from xladdin.xlam.recipe import recipe
from xladdin.xlam.settingsread import INTERPRETER, settings_in

__all__ = ["interpreter", "packages", "path", "python", "source"]

_UNSAFE = "&^%!="
_LONGEST = 240  # of 260 that Windows allows

_PROBE = """
import importlib, json, sys
from importlib.metadata import version
told, faults = {}, {}
for package, module in {
    "thidua": "xladdin.commands", "xlwings": "xlwings", "pywin32": "pythoncom",
}.items():
    try:
        importlib.import_module(module)
        told[package] = version(package)
    except Exception as fault:
        faults[package] = str(fault).splitlines()[0][:120] if str(fault) else type(fault).__name__
print(json.dumps([told, faults]))
"""


def python(machine: Machine) -> Result:
    """The Python that runs this command; one of Microsoft Store cannot install the add-in."""
    own = machine.interpreter
    code = "ADD-123:store" if own.packaged else "ADD-123"
    said = {"version": own.version, "program": str(own.program)}
    return Result.missing(code, **said) if own.packaged else Result.good(code, **said)


def interpreter(machine: Machine) -> Result:
    """Whether the installed add-in names a Python that is there, and whether it is this one."""
    named = _named(machine)
    own = expanded(machine, own_interpreter(machine))
    if named is None:
        return Result.good("ADD-124:planned", program=own)
    if machine.read(PureWindowsPath(named)) is None:
        return Result.missing("ADD-124:gone", program=named)
    if PureWindowsPath(named) != PureWindowsPath(own):
        return Result.look("ADD-124:other", program=named, own=own)
    return Result.good("ADD-124", program=named)


def path(machine: Machine) -> Result:
    """Whether the way to Python holds what cmd.exe reads something into, or is too long.

    `Refusal` ADD-102 where nothing is installed and this Python could not be set.
    """
    program = _program(machine)
    if _named(machine) is None:
        settings_for(own_interpreter(machine))
    if found := sorted(set(_UNSAFE) & set(program)):
        return Result.look("ADD-125:unsafe", program=program, letters=" ".join(found))
    if len(program) > _LONGEST:
        return Result.look("ADD-125:long", program=program, letters=str(len(program)))
    return Result.good("ADD-125")


def packages(machine: Machine) -> Result | None:
    """Start that Python as a button does (``-I``) and let it import what the buttons need."""
    program = _program(machine)
    if machine.read(PureWindowsPath(program)) is None:
        return None
    ran = machine.run([program, "-I", "-B", "-c", _PROBE])
    told = _answer(ran.output) if ran and not ran.code else None
    if told is None:
        return Result.missing("ADD-126:failed", program=program)
    found, faults = told
    if faults:
        listed = "; ".join(f"{package} ({fault})" for package, fault in faults.items())
        pinned = recipe().upstream.version
        said = {"packages": listed, "program": program, "version": pinned}
        return Result.missing("ADD-126:missing", **said)
    wanted = {"thidua": version("thidua"), "xlwings": recipe().upstream.version}
    if other := [
        f"{package} {found[package]}" for package in wanted if found[package] != wanted[package]
    ]:
        return Result.look(
            "ADD-126:other",
            packages=", ".join(other),
            wanted=", ".join(f"{package} {number}" for package, number in wanted.items()),
        )
    return Result.good(
        "ADD-126", packages=", ".join(f"{package} {number}" for package, number in found.items())
    )


def source(machine: Machine) -> Result:
    """Whether this installation can build the add-in; `Refusal` ADD-103 where it cannot."""
    built()
    return Result.good("ADD-140", version=recipe().upstream.version)


def _named(machine: Machine) -> str | None:
    """The interpreter of the installed add-in, with its variables replaced."""
    data = machine.read(installed_places(machine).file)
    settings = settings_in(data) if data else None
    return expanded(machine, settings[INTERPRETER]) if settings else None


def _program(machine: Machine) -> str:
    return _named(machine) or expanded(machine, own_interpreter(machine))


def _answer(output: str) -> tuple[dict[str, str], dict[str, str]] | None:
    try:
        found, faults = json.loads(output.strip().splitlines()[-1])
        return dict(found), dict(faults)
    except (IndexError, TypeError, ValueError):
        return None
