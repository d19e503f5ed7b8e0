"""The button "Trợ giúp": the guide as a page in the browser."""

from __future__ import annotations

from pathlib import Path

from xladdin.host import Host
from xladdin.profile import Profile, own_profile
from xladdin.refusal import Refusal

__all__ = ["GUIDE", "open_guide"]

GUIDE = "huong-dan.html"
_SOURCE = "huong-dan.md"
_FOLDERS = (
    Path(__file__).resolve().parent / "_guide",
    Path(__file__).resolve().parent.parent / "docs",
)
"""Where the guide is: inside an installed wheel, or in a checkout."""


def open_guide(host: Host, profile: Profile | None = None) -> None:
    """Makes the page where it is not yet there as it should be, and opens it in the browser.

    `Refusal` ADD-033 where the guide is not there, cannot be written, or nothing opens it.
    """
    source = next((f / _SOURCE for f in _FOLDERS if (f / _SOURCE).is_file()), None)
    if source is None:
        raise Refusal("ADD-033", file=_SOURCE)
    page = (profile or own_profile()).root / GUIDE
    try:
        _make(source, page)
        host.open_file(page)
    except OSError as error:
        raise Refusal("ADD-033", file=str(page)) from error


def _make(source: Path, page: Path) -> None:
    from xladdin.guidepage import guide_page

    made = guide_page(source).encode()
    if not page.is_file() or page.read_bytes() != made:
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_bytes(made)
