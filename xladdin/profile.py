"""The add-in's own folder in the user's profile: logs, the last workspace, locks."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

__all__ = ["Profile", "own_profile"]

_LOGS = "nhat-ky"
_KEPT = 20
"""So many logs of one kind are kept."""
_LAST = "thu-muc-gan-day.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """``root`` need not be there yet; nothing here fails because it cannot be written."""

    root: Path

    def open_log(self, kind: str) -> tuple[Path, TextIO]:
        """A new log ``nhat-ky/<kind>-0007.log`` and its writer; the oldest of its kind go.

        OSError where the folder takes no file. Numbers go on, so that names are never used twice.
        """
        folder = self.root / _LOGS
        folder.mkdir(parents=True, exist_ok=True)
        named = re.compile(re.escape(kind) + r"-([0-9]{4,9})\.log")
        found = {path: named.fullmatch(path.name) for path in folder.glob(f"{kind}-*.log")}
        old = sorted((int(name[1]), path) for path, name in found.items() if name)
        number = old[-1][0] + 1 if old else 1
        for _, path in old[: max(len(old) - _KEPT + 1, 0)]:
            with suppress(OSError):  # open in an editor
                path.unlink()
        path = folder / f"{kind}-{number:04d}.log"
        return path, path.open("w", encoding="utf-8", newline="\n")

    def lock_file(self, workspace: Path) -> Path:
        """The file that is locked while a workspace is being merged."""
        name = os.path.normcase(workspace.resolve())
        return self.root / "khoa" / f"{hashlib.sha256(name.encode()).hexdigest()[:16]}.lock"

    def last_workspace(self) -> Path | None:
        """The workspace that was chosen last, if it is still there."""
        try:
            path = Path((self.root / _LAST).read_text(encoding="utf-8").strip())
        except (OSError, ValueError):
            return None
        return path if path.is_absolute() and path.is_dir() else None

    def remember(self, workspace: Path) -> None:
        """The workspace that the next dialog starts at."""
        with suppress(OSError):  # a convenience only
            self.root.mkdir(parents=True, exist_ok=True)
            (self.root / _LAST).write_text(str(workspace), encoding="utf-8")


def own_profile(environment: Mapping[str, str] = os.environ) -> Profile:
    """``%LOCALAPPDATA%\\Thidua``; where there is no such folder, one in the temporary folder."""
    local = environment.get("LOCALAPPDATA", "")
    base = Path(local) if local and Path(local).is_absolute() else Path(tempfile.gettempdir())
    return Profile(root=base / "Thidua")
