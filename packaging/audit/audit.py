"""Compares the lock files with the kept snapshot of published advisories; needs no network.

``python packaging/audit/audit.py [LOCK…]``, by default both lock files of this repository. Exit
code 1 and one line per hit (package, version, advisory, fixed version, summary) where a locked
version is affected, or where the snapshot was taken without asking about a locked package.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from advisories import Snapshot, read_snapshot
from packaging.utils import canonicalize_name
from packaging.version import Version

__all__ = ["LOCKS", "Locked", "faults", "locked"]

ROOT = Path(__file__).resolve().parents[2]
LOCKS = (ROOT / "requirements.lock", ROOT / "packaging" / "windows" / "requirements.lock")
_PIN = re.compile(r"^(?P<name>[A-Za-z0-9][\w.-]*)(?:\[[^]]*\])?==(?P<version>[^\s;\\]+)", re.M)

Locked = tuple[str, str]
"""Canonical name and version."""


def locked(files: Sequence[Path]) -> tuple[Locked, ...]:
    """Every pin of these lock files once, in order of name."""
    texts = [file.read_text(encoding="utf-8") for file in files]
    pins = {(canonicalize_name(m["name"]), m["version"]) for t in texts for m in _PIN.finditer(t)}
    return tuple(sorted(pins))


def faults(pins: Sequence[Locked], snapshot: Snapshot) -> Iterator[str]:
    """One line for every affected pin, and for every pin the snapshot knows nothing about."""
    for name, version in pins:
        if name not in snapshot.packages:
            yield f"{name} {version}: not in the snapshot; renew it (packaging/audit/renew.py)"
        for advisory in snapshot.advisories:
            if advisory.package == name and advisory.concerns(Version(version)):
                names = ", ".join((advisory.id, *advisory.aliases))
                fixed = advisory.fixed_for(Version(version)) or "no version yet"
                yield f"{name} {version}: {names}; fixed in {fixed}; {advisory.summary}"


def main(words: Sequence[str]) -> int:
    """Prints the faults and returns the exit code."""
    snapshot = read_snapshot()
    pins = locked([Path(word) for word in words] or LOCKS)
    if not pins:
        print("no pins found in the lock files", file=sys.stderr)
        return 1
    found = list(faults(pins, snapshot))
    for line in found:
        print(line, file=sys.stderr)
    told = f"{len(pins)} pins, {len(snapshot.advisories)} advisories published by {snapshot.taken}"
    print(f"{told}: {len(found)} found")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
