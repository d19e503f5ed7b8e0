"""Every check in the order in which somebody would mend what it finds."""

from __future__ import annotations

from xladdin.refusal import Refusal
from xladdin.setup.doctor.copy import edition, mark, place, second_copies
from xladdin.setup.doctor.excel import disabled, excel, start_folder
from xladdin.setup.doctor.python import interpreter, packages, path, python, source
from xladdin.setup.doctor.result import Check, Result
from xladdin.setup.doctor.system import (
    child_processes,
    command_line,
    script_host,
    space,
    temporary_folder,
    windows,
)
from xladdin.setup.doctor.trust import locations, macros, signature
from xladdin.setup.machine import Machine

__all__ = ["CHECKS", "EVERYWHERE", "examine"]

CHECKS: tuple[Check, ...] = (
    windows,
    excel,
    start_folder,
    python,
    source,
    place,
    edition,
    mark,
    second_copies,
    interpreter,
    path,
    packages,
    disabled,
    macros,
    locations,
    signature,
    child_processes,
    command_line,
    script_host,
    temporary_folder,
    space,
)
"""The checks of a computer with Windows."""

EVERYWHERE: tuple[Check, ...] = (windows, source)
"""The checks that mean something on any computer."""


def examine(machine: Machine) -> tuple[tuple[str, Result], ...]:
    """The name and the result of every check that has something to say.

    A check that cannot look (the disk refuses) is a result of its own, ADD-141; what ``install``
    would refuse is told with its own code.
    """
    results = []
    for check in CHECKS if machine.windows else EVERYWHERE:
        try:
            result = check(machine)
        except Refusal as refusal:
            result = Result.missing(refusal.code, **refusal.params)
        except OSError as error:
            result = Result.look("ADD-141", file=str(error.filename or ""))
        if result is not None:
            results.append((check.__name__.replace("_", "-"), result))
    return tuple(results)
