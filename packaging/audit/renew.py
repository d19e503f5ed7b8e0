"""Makes ``advisories.json`` anew from a clone of the public PyPA advisory database.

``python packaging/audit/renew.py --database DIR``: DIR is a git directory of
https://github.com/pypa/advisory-database, with or without a work tree; its newest commit is read.
Needs git and PyYAML, which the product does not use (it comes with dask). Withdrawn advisories
are left out. Kept of each: id, aliases, affected versions, and the first sentence.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from advisories import SNAPSHOT
from audit import LOCKS, locked
from packaging.utils import canonicalize_name

__all__ = ["advisory", "snapshot"]

SOURCE = "https://github.com/pypa/advisory-database"
_LONGEST = 160


def snapshot(database: Path, packages: Sequence[str]) -> dict[str, Any]:
    """What ``advisories.json`` shall hold about these packages (canonical names)."""
    wanted = set(packages)
    found = [
        told for package, raw in _published(database, wanted) if (told := advisory(package, raw))
    ]
    return {
        "source": SOURCE,
        "commit": _git(database, "rev-parse", "HEAD").strip(),
        "taken": _git(database, "log", "-1", "--format=%cs", "HEAD").strip(),
        "packages": sorted(wanted),
        "advisories": sorted(found, key=lambda one: (one["package"], one["id"])),
    }


def advisory(package: str, raw: Mapping[str, Any]) -> dict[str, Any] | None:
    """One advisory (OSV format) as kept for a package; None if withdrawn or of another package."""
    about = [a for a in raw["affected"] if canonicalize_name(a["package"]["name"]) == package]
    if raw.get("withdrawn") or not about:
        return None
    ranges = [
        one
        for affected in about
        for span in affected.get("ranges", ())
        if span["type"] == "ECOSYSTEM"
        for one in _ranges(span["events"])
    ]
    named = [str(v) for affected in about for v in affected.get("versions", ())]
    return {
        "id": raw["id"],
        "aliases": sorted(raw.get("aliases", ())),
        "package": package,
        "summary": _sentence(raw.get("summary") or raw.get("details") or ""),
        "ranges": ranges,
        "versions": [] if ranges else sorted(set(named)),
    }


def _ranges(events: Sequence[Mapping[str, object]]) -> Iterator[dict[str, str]]:
    """Events (introduced, fixed, last_affected) as ranges; an open one has no end."""
    begun = ""
    for event in events:
        if "introduced" in event:
            if begun:
                yield {"introduced": begun}
            begun = str(event["introduced"])
        elif begun:
            end = "fixed" if "fixed" in event else "last_affected"
            key = "fixed" if end == "fixed" else "last"
            yield {"introduced": begun, key: str(event[end])}
            begun = ""
    if begun:
        yield {"introduced": begun}


def _sentence(text: str) -> str:
    line = " ".join(text.split())
    first = line.partition(". ")[0].rstrip(".")
    return first if len(first) <= _LONGEST else first[: _LONGEST - 1] + "…"


def _published(database: Path, packages: set[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    import yaml  # type: ignore[import-untyped]  # no part of the locked environment

    for path in _git(database, "ls-tree", "-r", "--name-only", "HEAD", "vulns/").splitlines():
        package = canonicalize_name(path.split("/")[1])
        if package in packages and path.endswith(".yaml"):
            text = _git(database, "show", f"HEAD:{path}")
            yield package, yaml.load(text, yaml.BaseLoader)  # BaseLoader: every scalar is text


def _git(database: Path, *words: str) -> str:
    done = subprocess.run(
        ("git", "-C", str(database), *words), check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout


def main(words: Sequence[str]) -> int:
    """Writes the snapshot for everything that is locked."""
    parser = argparse.ArgumentParser(description="Renew the snapshot of published advisories.")
    parser.add_argument("--database", type=Path, required=True, metavar="DIR")
    told = snapshot(parser.parse_args(words).database, [name for name, _ in locked(LOCKS)])
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    SNAPSHOT.write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(told['advisories'])} advisories published by {told['taken']}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
