"""What ``install`` notes down: where it put which file, so that a vanished one is noticed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import PureWindowsPath

from xladdin.setup.machine import Machine
from xladdin.setup.office import Places, places
from xladdin.xlam.build import FILE_NAME

__all__ = ["Receipt", "installed_places", "read_receipt", "write_receipt"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """``file``: the whole path. ``sha256``: of what was written. ``interpreter``: as in it."""

    file: str
    sha256: str
    interpreter: str


def read_receipt(machine: Machine, path: PureWindowsPath) -> Receipt | None:
    """The receipt; ``None`` where there is none, or none that can be read."""
    data = machine.read(path)
    try:
        table = json.loads(data or b"null")
        receipt = Receipt(**{part.name: str(table[part.name]) for part in fields(Receipt)})
    except (KeyError, RecursionError, TypeError, ValueError):
        return None
    return receipt if _names_an_addin(receipt) else None


def _names_an_addin(receipt: Receipt) -> bool:
    """Whether it names a file that we may have put there: nothing else is read or deleted by it."""
    file = PureWindowsPath(receipt.file)
    return file.is_absolute() and file.name.casefold() == FILE_NAME.casefold()


def write_receipt(machine: Machine, path: PureWindowsPath, receipt: Receipt) -> None:
    """Write the receipt in place of an older one."""
    text = json.dumps(asdict(receipt), ensure_ascii=False, indent=2, sort_keys=True)
    machine.write(path, f"{text}\n".encode())


def installed_places(machine: Machine) -> Places:
    """Where the add-in is, by the receipt; where it would be put, without one."""
    usual = places(machine)
    noted = read_receipt(machine, usual.receipt)
    return places(machine, PureWindowsPath(noted.file).parent) if noted else usual
