"""Puts Thidua.xlam where Excel opens it at its start, and takes it away again."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PureWindowsPath

from xladdin.refusal import Refusal
from xladdin.setup.machine import Machine, expanded
from xladdin.setup.office import Places, excel_runs, places
from xladdin.setup.receipt import Receipt, read_receipt, write_receipt
from xladdin.xlam.build import addin_bytes
from xladdin.xlam.recipe import recipe
from xladdin.xlam.settings import Settings, SettingsError
from xladdin.xlam.settingsread import settings_in
from xladdin.xlam.upstream import UpstreamError

__all__ = [
    "Installed",
    "Removed",
    "built",
    "install",
    "marked",
    "own_interpreter",
    "remove",
    "settings_for",
]

_ZONE = "Zone.Identifier"
_WORDS = {errno.ENOSPC: "full", errno.EROFS: "read-only", errno.ENAMETOOLONG: "long"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """What ``install`` did. ``outcome``: ``new``, ``replaced`` or ``same``.

    ``removed``: second copies that it took away. ``left``: files of the same name that are not
    ours, and copies that could not be deleted.
    """

    file: PureWindowsPath
    outcome: str
    interpreter: str
    sha256: str
    removed: tuple[PureWindowsPath, ...]
    left: tuple[PureWindowsPath, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """What ``remove`` took away, and what it left: files that are not ours, the environment."""

    removed: tuple[PureWindowsPath, ...]
    left: tuple[PureWindowsPath, ...]
    home: PureWindowsPath | None


def settings_for(interpreter: str) -> Settings:
    """The settings with this interpreter; `Refusal` ADD-102 where the path is unsafe."""
    try:
        return Settings(interpreter=interpreter)
    except SettingsError as refused:
        raise Refusal("ADD-102", path=interpreter) from refused


def built(settings: Settings | None = None) -> bytes:
    """The add-in; `Refusal` ADD-103 where the xlwings that it is made of is not installed."""
    try:
        return addin_bytes(settings)
    except UpstreamError as missing:
        version = recipe().upstream.version
        raise Refusal("ADD-103", version=version, detail=str(missing)) from missing


def own_interpreter(machine: Machine) -> str:
    """The ``python.exe`` that runs now, as it goes into the settings.

    Under the local folder of the profile the path begins with ``%LOCALAPPDATA%``: the same file
    then serves every user of ``cai-dat.cmd``. ``pythonw.exe`` has no output to show a fault with.
    """
    program = machine.interpreter.program
    if program.name.casefold() == "pythonw.exe":
        program = program.with_name("python.exe")
    local = machine.variable("LOCALAPPDATA")
    if local and program.is_relative_to(PureWindowsPath(local)):
        return str(PureWindowsPath("%LOCALAPPDATA%") / program.relative_to(PureWindowsPath(local)))
    return str(program)


def install(
    machine: Machine, *, interpreter: str | None = None, xlstart: PureWindowsPath | None = None
) -> Installed:
    """Put the add-in into the start folder; nothing is touched where one of these refuses.

    `Refusal`: ADD-110 no Windows, ADD-109 no profile, ADD-111 Python of Microsoft Store, ADD-102
    unsafe path, ADD-113 no such interpreter, ADD-103 no xlwings, ADD-114 Excel is open, ADD-115 a
    foreign file in the place, ADD-116 the disk refuses, ADD-117 the file vanished at once.
    """
    _check_windows(machine)
    at = places(machine, xlstart)
    settings = settings_for(interpreter or own_interpreter(machine))
    named = PureWindowsPath(expanded(machine, settings.interpreter))
    _check_visible(machine, at.file, named)
    if machine.read(named) is None:
        raise Refusal("ADD-113", path=str(named))
    data = built(settings)
    _check_closed(machine)
    outcome = _put(machine, at.file, data)
    noted = read_receipt(machine, at.receipt)
    digest = sha256(data).hexdigest()
    with _refusing("ADD-116", at.receipt):
        write_receipt(
            machine,
            at.receipt,
            Receipt(file=str(at.file), sha256=digest, interpreter=settings.interpreter),
        )
    removed, left = _taken_away(machine, _elsewhere(at, noted))
    return Installed(
        file=at.file,
        outcome=outcome,
        interpreter=settings.interpreter,
        sha256=digest,
        removed=removed,
        left=left,
    )


def remove(machine: Machine) -> Removed:
    """Take away every copy of the add-in that is ours, and the receipt.

    `Refusal`: ADD-110 no Windows, ADD-109 no profile, ADD-114 Excel is open, ADD-118 one could not
    be deleted (the others are gone by then).
    """
    _check_windows(machine)
    at = places(machine)
    _check_closed(machine)
    noted = read_receipt(machine, at.receipt)
    removed, left = _taken_away(machine, [at.file, *_elsewhere(at, noted)], noted)
    for path in left:
        with _refusing("ADD-118", path):
            stuck = _ours(machine, path, noted)
        if stuck:
            raise Refusal("ADD-118", file=str(path), reason="@WSP-004:denied")
    if machine.read(at.receipt) is not None:
        with _refusing("ADD-118", at.receipt):
            machine.remove(at.receipt)
    return Removed(removed=removed, left=left, home=at.home if machine.is_folder(at.home) else None)


def marked(machine: Machine, path: PureWindowsPath) -> bool:
    """Whether a file carries the mark that Windows gives to what came from the Internet."""
    zone = machine.stream(path, _ZONE) or b""
    return b"ZoneId=3" in zone or b"ZoneId=4" in zone


def _put(machine: Machine, path: PureWindowsPath, data: bytes) -> str:
    """Write where needed: ``new``, ``replaced`` or ``same``; and look whether it stayed."""
    with _refusing("ADD-116", path):
        old = machine.read(path)
    if old == data and not marked(machine, path):
        return "same"
    if old and settings_in(old) is None:
        raise Refusal("ADD-115", file=str(path))
    with _refusing("ADD-116", path):
        machine.write(path, data)
    try:
        stayed = machine.read(path) == data
    except OSError:  # a virus scanner holds it
        stayed = False
    if not stayed:
        raise Refusal("ADD-117", file=str(path))
    return "new" if old is None else "replaced"


def _elsewhere(at: Places, noted: Receipt | None) -> list[PureWindowsPath]:
    """Where a second copy may lie: the other usual folders, and where an earlier one was put."""
    earlier = [PureWindowsPath(noted.file)] if noted else []
    return [path for path in dict.fromkeys([*at.others, *earlier]) if path != at.file]


def _taken_away(
    machine: Machine, paths: Iterable[PureWindowsPath], noted: Receipt | None = None
) -> tuple[tuple[PureWindowsPath, ...], tuple[PureWindowsPath, ...]]:
    """What was deleted, and what is there but was left."""
    removed, left = [], []
    for path in paths:
        try:
            if machine.read(path) is None:
                continue
            if _ours(machine, path, noted):
                machine.remove(path)
                removed.append(path)
                continue
        except OSError:
            pass  # in use, or no right to delete it: it is left, and said so
        left.append(path)
    return tuple(removed), tuple(left)


def _ours(machine: Machine, path: PureWindowsPath, noted: Receipt | None) -> bool:
    """By its settings sheet; a file without content where the receipt says that we put it."""
    data = machine.read(path)
    if data == b"":
        return noted is not None and PureWindowsPath(noted.file) == path
    return data is not None and settings_in(data) is not None


def _check_windows(machine: Machine) -> None:
    if not machine.windows:
        raise Refusal("ADD-110")


def _check_visible(machine: Machine, *paths: PureWindowsPath) -> None:
    """What a Python of Microsoft Store puts below AppData, Excel cannot see."""
    profile = PureWindowsPath(machine.variable("APPDATA")).parent
    if machine.interpreter.packaged and any(path.is_relative_to(profile) for path in paths):
        raise Refusal("ADD-111")


def _check_closed(machine: Machine) -> None:
    if excel_runs(machine):
        raise Refusal("ADD-114")


@contextmanager
def _refusing(code: str, path: PureWindowsPath) -> Iterator[None]:
    """What the disk refuses becomes a sentence with its reason."""
    try:
        yield
    except OSError as error:
        word = _WORDS.get(error.errno or 0, "denied")
        raise Refusal(code, file=str(path), reason=f"@WSP-004:{word}") from error
