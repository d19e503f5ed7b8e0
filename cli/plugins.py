"""Commands that another package of this installation brings, found by their entry points.

The packages never import each other: a command of the add-in comes in through the group
``thidua.commands``. What of it asks for a ``console`` gets the one of the command line, with
``--lang``, ``--json``, ``-q`` and ``--as-of`` as everywhere.
"""

from __future__ import annotations

from importlib.metadata import entry_points
from inspect import signature

import click

from cli.options import common
from schemas.finding import Finding, Severity
from schemas.message import render

__all__ = ["EXTRAS", "plugged"]

GROUP = "thidua.commands"

EXTRAS = {"addin": "addin", "serve": "server"}
"""The commands that come this way, and the extra of the installation that each needs."""


class _Absent(click.ClickException):
    """The command is known, but what it needs is not installed."""

    exit_code = 2

    def __init__(self, code: str, **params: str) -> None:
        told = render(Finding(code=code, severity=Severity.ERROR, params=params))
        super().__init__(f"{told.message} {told.remedy}")


def plugged(name: str) -> click.Command:
    """The command of that name; ADD-144 where it is not installed, ADD-145 where a part lacks."""
    found = next(iter(entry_points(group=GROUP, name=name)), None)
    if found is None:
        raise _Absent("ADD-144", command=name)
    try:
        command: click.Command = found.load()
    except ImportError as missing:
        lacking = missing.name or str(missing)
        raise _Absent("ADD-145", command=name, module=lacking, extra=EXTRAS[name]) from missing
    _connect(command)
    return command


def _connect(command: click.Command) -> None:
    """Gives a command, and those below it, the common options and the console, once."""
    if isinstance(command, click.Group):
        for below in command.commands.values():
            _connect(below)
    asked = command.callback
    if asked is None or "console" not in signature(asked).parameters:
        return
    if any(param.name == "as_json" for param in command.params):
        return
    from cli.refusal import refusals  # brings the workbooks along, which `--help` does without

    connected = common(refusals(asked))
    command.callback = connected
    command.params += reversed(getattr(connected, "__click_params__", []))
