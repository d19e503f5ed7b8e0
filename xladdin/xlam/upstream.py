"""The VBA of xlwings (its BSD part), with our changes: how a button reaches Python."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

__all__ = ["Change", "Upstream", "UpstreamError", "changed", "runner_source"]


class UpstreamError(RuntimeError):
    """The installed xlwings is missing, or is not the one that our changes were written for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change: the text from ``start`` up to (not with) ``upto`` becomes ``put``.

    Without ``upto`` only ``start`` itself is replaced; ``to_end`` takes everything after it.
    ``start`` must stand exactly once in the text, and ``upto`` exactly once after it.
    """

    why: str
    start: str
    put: str
    upto: str | None = None
    to_end: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Upstream:
    """The one version of xlwings that is built in: its number, the file, its hash, our changes."""

    version: str
    file: str
    sha256: str
    changes: tuple[Change, ...]


def runner_source(upstream: Upstream) -> str:
    """The source of the module ``xlwings`` of the add-in, with LF.

    ``UpstreamError`` where xlwings is missing, has another version, another text, or where a
    change does not find its place.
    """
    return changed(_original(upstream), upstream.changes)


def changed(text: str, changes: Iterable[Change]) -> str:
    """Return ``text`` with every change made, in their order."""
    for change in changes:
        start = _only(text, change.start, 0, change.why)
        if change.to_end:
            end = len(text)
        elif change.upto is None:
            end = start + len(change.start)
        else:
            end = _only(text, change.upto, start + len(change.start), change.why)
        text = text[:start] + change.put + text[end:]
    return text


def _only(text: str, wanted: str, after: int, why: str) -> int:
    count = text.count(wanted, after)
    if count != 1:
        line = wanted.strip().splitlines()[0]
        raise UpstreamError(f"xlwings has {line!r} {count} times instead of once (for: {why})")
    return text.index(wanted, after)


def _original(upstream: Upstream) -> str:
    try:
        installed = distribution("xlwings")
    except PackageNotFoundError as missing:
        raise UpstreamError(f"xlwings {upstream.version} is not installed") from missing
    if installed.version != upstream.version:
        raise UpstreamError(f"xlwings {upstream.version} is needed, not {installed.version}")
    data = Path(str(installed.locate_file(upstream.file))).read_bytes()
    found = sha256(data).hexdigest()
    if found != upstream.sha256:
        raise UpstreamError(f"{upstream.file} of xlwings is not the file we know: {found}")
    return data.decode("ascii").replace("\r\n", "\n")
