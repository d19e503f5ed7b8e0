"""The unpacked bundle, and whether a Python fits it."""

from __future__ import annotations

import hashlib
import json
import sys
import sysconfig
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from console import Code, Stop

__all__ = ["Bundle", "unfit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """The unpacked bundle; ``bo-cai/bundle.json`` is written by collect.py.

    ``pythons``: versions such as "3.12". ``platform``: as ``sysconfig.get_platform`` names it.
    ``longest``: characters of the longest path inside the environment, without its folder.
    """

    root: Path
    version: str
    pythons: tuple[str, ...]
    platform: str
    longest: int
    messages: Mapping[str, str]

    @classmethod
    def read(cls, root: Path) -> Bundle:
        """The bundle in this folder; ``Stop`` names the first file that is not there."""
        inside = root / "bo-cai"
        for name in ("bo-cai/bundle.json", "bo-cai/messages.toml", "wheels/requirements.txt"):
            if not (root / name).is_file():
                raise Stop(Code.INCOMPLETE, "incomplete", file=name)
        try:
            facts = json.loads((inside / "bundle.json").read_text(encoding="utf-8"))
        except ValueError:
            raise Stop(Code.INCOMPLETE, "incomplete", file="bo-cai/bundle.json") from None
        for name in facts["wheels"]:
            if not (root / "wheels" / name).is_file():
                raise Stop(Code.INCOMPLETE, "incomplete", file=f"wheels/{name}")
        return cls(
            root=root,
            version=facts["version"],
            pythons=tuple(facts["pythons"]),
            platform=facts["platform"],
            longest=facts["longest"],
            messages=tomllib.loads((inside / "messages.toml").read_text(encoding="utf-8")),
        )

    @property
    def fingerprint(self) -> str:
        """Tells one set of wheels from another, by the hashes in their list."""
        return hashlib.sha256((self.root / "wheels/requirements.txt").read_bytes()).hexdigest()


def unfit(bundle: Bundle) -> str | None:
    """Why this Python cannot carry the wheels of the bundle, or ``None``; English, for the log."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    base = sys.base_prefix.replace("/", "\\").casefold()
    if version not in bundle.pythons:
        return f"version {version}, not one of {', '.join(bundle.pythons)}"
    if sysconfig.get_platform() != bundle.platform:
        return f"built for {sysconfig.get_platform()}, not {bundle.platform}"
    if sysconfig.get_config_var("Py_GIL_DISABLED"):
        return "a build without the global lock, which needs other wheels"
    if "\\windowsapps\\" in base:
        return "from the Microsoft Store, whose folders Windows redirects"
    missing = [name for name in ("venv", "ensurepip") if find_spec(name) is None]
    return f"without {' and '.join(missing)}" if missing else None
