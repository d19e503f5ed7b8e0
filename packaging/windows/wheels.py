"""Wheels for 64-bit Windows: what each says of itself, does it fit, are all there."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import (
    InvalidWheelFilename,
    NormalizedName,
    canonicalize_name,
    parse_wheel_filename,
)
from packaging.version import Version

__all__ = ["PLATFORM", "Wheel", "WheelError", "closure", "environment", "fits", "wanted_tags"]

PLATFORM = "win_amd64"


class WheelError(ValueError):
    """A wheel that may not go into the bundle, or one that is missing from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wheel:
    """One wheel. ``sha256`` is of the file; ``members`` are the paths in it."""

    path: Path
    name: NormalizedName
    version: Version
    tags: frozenset[Tag]
    sha256: str
    metadata: Message
    members: tuple[str, ...]

    @classmethod
    def read(cls, path: Path) -> Wheel:
        """The wheel in a file; `WheelError` where name and content do not agree."""
        try:
            name, version, _, tags = parse_wheel_filename(path.name)
            with zipfile.ZipFile(path) as archive:
                members = tuple(archive.namelist())
                found = [item for item in members if item.endswith(".dist-info/METADATA")]
                if len(found) != 1:
                    raise WheelError(f"{path.name}: {len(found)} METADATA files instead of one")
                metadata = message_from_bytes(archive.read(found[0]))
        except (InvalidWheelFilename, zipfile.BadZipFile) as fault:
            raise WheelError(f"{path.name}: not a wheel ({fault})") from None
        said = (canonicalize_name(metadata["Name"]), Version(metadata["Version"]))
        if said != (name, version):
            raise WheelError(f"{path.name}: its METADATA is of {said[0]} {said[1]}")
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        return cls(
            path=path,
            name=name,
            version=version,
            tags=tags,
            sha256=digest,
            metadata=metadata,
            members=members,
        )

    @property
    def pure(self) -> bool:
        """Whether it fits every system."""
        return all(tag.platform == "any" for tag in self.tags)

    @property
    def licence(self) -> str:
        """The licence as its metadata names it; empty when it names none."""
        said = self.metadata["License-Expression"] or self.metadata["License"] or ""
        if said and "\n" not in said and len(said) < 80:
            return str(said).strip()
        named = [str(line) for line in self.metadata.get_all("Classifier", [])]
        prefix = "License :: "
        return "; ".join(line.split(" :: ")[-1] for line in named if line.startswith(prefix))


def wanted_tags(python: str) -> frozenset[Tag]:
    """Every tag that CPython of this minor version takes on 64-bit Windows."""
    version = tuple(int(part) for part in python.split("."))
    cpython = cpython_tags(python_version=version, platforms=[PLATFORM])
    short = f"cp{''.join(python.split('.'))}"
    return frozenset(cpython) | frozenset(compatible_tags(version, short, [PLATFORM]))


def environment(python: str) -> dict[str, str]:
    """The markers of that Python on 64-bit Windows, wherever this runs.

    The patch level is .0: no requirement may depend on it, for the user's is not known.
    """
    return {
        "implementation_name": "cpython",
        "implementation_version": f"{python}.0",
        "os_name": "nt",
        "platform_machine": "AMD64",
        "platform_python_implementation": "CPython",
        "platform_release": "10",
        "platform_system": "Windows",
        "platform_version": "10.0.19045",
        "python_full_version": f"{python}.0",
        "python_version": python,
        "sys_platform": "win32",
    }


def fits(wheel: Wheel, python: str) -> None:
    """`WheelError` where the wheel is not for this Python on 64-bit Windows."""
    if not wheel.tags & wanted_tags(python):
        raise WheelError(f"{wheel.path.name} does not fit Python {python} on {PLATFORM}")
    required = wheel.metadata["Requires-Python"]
    if required and not SpecifierSet(required).contains(f"{python}.0"):
        raise WheelError(f"{wheel.path.name} asks for Python {required}, not {python}")


def closure(
    roots: Sequence[Requirement], wheels: Iterable[Wheel], python: str
) -> tuple[Mapping[NormalizedName, str], Mapping[NormalizedName, str]]:
    """What these requirements need with all that follows from the wheels at hand: there, missing.

    Both by name, with a text that says who needs what. `WheelError` where a wheel at hand has
    another version than one of its askers accepts.
    """
    at_hand = {wheel.name: wheel for wheel in wheels}
    there: dict[NormalizedName, str] = {}
    missing: dict[NormalizedName, str] = {}
    seen: set[tuple[NormalizedName, str]] = set()
    waiting = [("the bundle", requirement) for requirement in roots]
    while waiting:
        asker, requirement = waiting.pop(0)
        name = canonicalize_name(requirement.name)
        wheel = at_hand.get(name)
        if wheel is None:
            missing.setdefault(name, f"{asker} needs {requirement} on Python {python}")
            continue
        if not requirement.specifier.contains(wheel.version, prereleases=True):
            raise WheelError(f"{asker} needs {requirement}, but {wheel.path.name} is there")
        there.setdefault(name, f"{asker} needs {requirement} on Python {python}")
        for extra in ["", *sorted(requirement.extras)]:
            if (name, extra) not in seen:
                seen.add((name, extra))
                waiting += [(wheel.path.name, more) for more in _asked(wheel, extra, python)]
    return there, missing


def _asked(wheel: Wheel, extra: str, python: str) -> Iterator[Requirement]:
    """The requirements of a wheel that hold on Windows, those of one extra or of none."""
    for line in wheel.metadata.get_all("Requires-Dist", []):
        requirement = Requirement(line)
        marker = requirement.marker
        if marker is None:
            if not extra:
                yield requirement
            continue
        if marker.evaluate({**environment(python), "extra": extra}):
            yield requirement
