"""The kept snapshot of published advisories: what it holds, and whether a version is in one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from packaging.version import Version

__all__ = ["SNAPSHOT", "Advisory", "Range", "Snapshot", "read_snapshot"]

SNAPSHOT = Path(__file__).with_name("advisories.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Versions from ``introduced`` on: before ``fixed``, up to ``last``, or all if both are empty.

    ``introduced`` is ``0`` for every version there ever was.
    """

    introduced: str
    fixed: str = ""
    last: str = ""

    def holds(self, version: Version) -> bool:
        """Whether a version is among them, by the order of PEP 440."""
        if self.introduced != "0" and version < Version(self.introduced):
            return False
        if self.fixed:
            return version < Version(self.fixed)
        return not self.last or version <= Version(self.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Advisory:
    """One published advisory about one package; ``versions`` are those it names one by one."""

    id: str
    aliases: tuple[str, ...]
    package: str
    summary: str
    ranges: tuple[Range, ...] = ()
    versions: tuple[str, ...] = ()

    def concerns(self, version: Version) -> bool:
        """Whether this version is affected."""
        named = any(version == Version(one) for one in self.versions)
        return named or any(one.holds(version) for one in self.ranges)

    def fixed_for(self, version: Version) -> str:
        """The version that mends it for somebody who has ``version``; empty if none does."""
        return next((one.fixed for one in self.ranges if one.holds(version)), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Advisories about ``packages`` published by a day (``taken``), of a commit of ``source``."""

    source: str
    commit: str
    taken: date
    packages: frozenset[str]
    advisories: tuple[Advisory, ...]


def read_snapshot(path: Path = SNAPSHOT) -> Snapshot:
    """The snapshot from its file."""
    told: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return Snapshot(
        source=told["source"],
        commit=told["commit"],
        taken=date.fromisoformat(told["taken"]),
        packages=frozenset(told["packages"]),
        advisories=tuple(_advisory(one) for one in told["advisories"]),
    )


def _advisory(told: Mapping[str, Any]) -> Advisory:
    return Advisory(
        id=told["id"],
        aliases=tuple(told["aliases"]),
        package=told["package"],
        summary=told["summary"],
        ranges=tuple(Range(**one) for one in told["ranges"]),
        versions=tuple(told["versions"]),
    )
