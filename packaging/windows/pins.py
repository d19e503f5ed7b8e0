"""The exact versions and hashes that the lock files allow."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from packaging.utils import NormalizedName, canonicalize_name

__all__ = ["Pin", "PinError", "read_pins"]

_PIN = re.compile(r"^(?P<name>[A-Za-z0-9][\w.-]*)==(?P<version>[^\s;\\]+)(?P<rest>.*)$")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})(?:\s|$)")


class PinError(ValueError):
    """A lock file that does not name one version with hashes for everything in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """One package: its canonical name, its version, and the SHA-256 of every file allowed."""

    name: NormalizedName
    version: str
    hashes: frozenset[str]

    @property
    def line(self) -> str:
        """As a line of a requirements file, hashes in order."""
        allowed = " ".join(f"--hash=sha256:{digest}" for digest in sorted(self.hashes))
        return f"{self.name}=={self.version} {allowed}"


def read_pins(files: Iterable[Path]) -> Mapping[NormalizedName, Pin]:
    """All pins of several lock files; `PinError` where one is loose, bare, or said twice apart."""
    pins: dict[NormalizedName, Pin] = {}
    for file in files:
        for line in _logical_lines(file.read_text(encoding="utf-8")):
            pin = _pin(line, file)
            if pins.setdefault(pin.name, pin) != pin:
                raise PinError(f"{file.name}: {pin.name} is pinned differently elsewhere")
    return pins


def _logical_lines(text: str) -> list[str]:
    kept = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = "\n".join(kept).replace("\\\n", " ")
    return [line.strip() for line in joined.splitlines() if line.strip()]


def _pin(line: str, file: Path) -> Pin:
    found = _PIN.match(line)
    if found is None:
        raise PinError(f"{file.name}: not an exact version: {line[:60]}")
    hashes = frozenset(_HASH.findall(found["rest"]))
    if not hashes:
        raise PinError(f"{file.name}: {found['name']} has no hash")
    return Pin(name=canonicalize_name(found["name"]), version=found["version"], hashes=hashes)
