"""The button "Trợ giúp"."""

from __future__ import annotations

from pathlib import Path

from xladdin.host import Host
from xladdin.refusal import Refusal

__all__ = ["GUIDE", "open_guide"]

GUIDE = "huong-dan.html"
"""The guide beside the package, where the installation puts it; in a checkout under ``docs``."""

_FOLDERS = (Path(__file__).resolve().parent, Path(__file__).resolve().parent.parent / "docs")


def open_guide(host: Host) -> None:
    """Opens the guide; `Refusal` ADD-033 where it is not there or nothing opens it."""
    for folder in _FOLDERS:
        for path in (folder / GUIDE, (folder / GUIDE).with_suffix(".md")):
            if path.is_file():
                _open(host, path)
                return
    raise Refusal("ADD-033", file=GUIDE)


def _open(host: Host, path: Path) -> None:
    try:
        host.open_file(path)
    except OSError as error:
        raise Refusal("ADD-033", file=str(path)) from error
