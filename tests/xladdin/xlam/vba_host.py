"""Excel as pyOpenVBA plays it, with doubles for the three things of Windows that our VBA uses.

The interpreter runs the VBA of the built file unchanged. What it is not is Excel: it shows which
command line the code puts together, not what Windows does with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

from tests.xladdin.xlam.second_readers import needed

__all__ = ["Machine", "Outcome", "press"]

_VARIABLE = re.compile("%([^%]+)%")
_Function = TypeVar("_Function")


class _Mark(Protocol):
    """A decorator that leaves the function as it is, such as pyOpenVBA's ``member``."""

    def __call__(self, function: _Function, /) -> _Function: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """The Windows machine that is played."""

    variables: dict[str, str]
    files: dict[str, str]
    exit_code: int = 0
    log: str = ""
    may_start: bool = True
    has_script_host: bool = True


@dataclass(slots=True)
class Outcome:
    """What a button did: command lines started, sentences shown, files deleted and looked for."""

    commands: list[str] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    looked_for: list[str] = field(default_factory=list)
    created: list[str] = field(default_factory=list)


def press(
    xlam: Path,
    button: str,
    machine: Machine,
    *,
    book: Path | None = None,
    folder: str | None = None,
    name: str | None = None,
    protected_view: bool = False,
) -> Outcome:
    """Open the add-in and ``book``, as if it lay in ``folder`` under ``name``; press a button."""
    outcome = Outcome()
    excel = needed("pyopenvba.apps.excel").ExcelApplication.open(xlam)
    objects = needed("pyopenvba.interpreter")
    excel.application.__class__ = _excel_class(protected_view)
    excel.interpreter.host.create = _factory(machine, outcome)
    addin = excel.workbooks()[0]
    if book is None:
        excel.application.active_book = None
    else:
        opened = excel.open_workbook(book)
        opened.path, opened.name = folder or opened.path, name or opened.name
        excel.activate_workbook(opened)
    assert excel.application.vba_get("ThisWorkbook") is addin
    excel.run(button, objects.NOTHING)
    outcome.plain = [prompt for kind, prompt, *_ in excel.dialogs if kind == "MsgBox"]
    return outcome


def _excel_class(protected_view: bool) -> Any:
    """pyOpenVBA's Application with the members that it lacks."""
    objects = needed("pyopenvba.interpreter")
    base: Any = needed("pyopenvba.apps.excel._model").Application
    member: _Mark = objects.member

    class Excel(base):  # type: ignore[misc]  # the base is only known while the test runs
        @member
        def ActiveProtectedViewWindow(self) -> object:
            return self if protected_view else objects.NOTHING

        @member
        def Hwnd(self) -> object:
            return 4711

        @member
        def Path(self) -> object:
            return r"C:\Program Files\Microsoft Office\root\Office16"

    return Excel


def _factory(machine: Machine, outcome: Outcome) -> Any:
    objects = needed("pyopenvba.interpreter")
    error = needed("pyopenvba.exceptions").VBARuntimeError
    method: _Mark = objects.method
    member: _Mark = objects.member
    base: Any = objects.VBAObject

    class Shell(base):  # type: ignore[misc]  # the base is only known while the test runs
        @method
        def Run(self, Command: str, WindowStyle: object, WaitOnReturn: object) -> object:
            if not machine.may_start:
                raise error(70, "Permission denied")
            outcome.commands.append(Command)
            return machine.exit_code

        @method
        def Popup(self, Text: str, Wait: object, Title: str, Kind: object) -> object:
            outcome.told.append((Title, Text))
            return 1

        @method
        def ExpandEnvironmentStrings(self, Text: str) -> object:
            known = machine.variables
            return _VARIABLE.sub(lambda found: known.get(found[1].upper(), found[0]), Text)

    class Log(base):  # type: ignore[misc]  # the base is only known while the test runs
        @member
        def AtEndOfStream(self) -> object:
            return not machine.log

        @method
        def ReadAll(self) -> object:
            return machine.log

        @method
        def Close(self) -> object:
            return objects.EMPTY

    class Files(base):  # type: ignore[misc]  # the base is only known while the test runs
        @method
        def FileExists(self, Path: str) -> object:
            outcome.looked_for.append(Path)
            return Path in machine.files

        @method
        def OpenTextFile(self, Path: str, Mode: object) -> object:
            return Log()

        @method
        def DeleteFile(self, Path: str) -> object:
            outcome.deleted.append(Path)
            return objects.EMPTY

    def create(kind: str) -> object:
        outcome.created.append(kind)
        if kind == "WScript.Shell" and not machine.has_script_host:
            raise error(429, "ActiveX component can't create object")
        return {"WScript.Shell": Shell, "Scripting.FileSystemObject": Files}[kind]()

    return create
