"""The OLE container of old Office files: its streams, and when the file was saved.

xlrd opens it; whatever it fails with is a refusal. Codes: FILE-DAMAGED truncated, unreadable.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from xlrd.compdoc import CompDoc

from workbooks.archive import Refused

__all__ = ["SIGNATURE", "Container", "open_container"]

SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")

_SECTOR = 512
_STORAGE, _STREAM = 1, 2
_SUMMARY = "\x05SummaryInformation"
_LAST_SAVED = 13
_FILETIME = 0x40
_FIRST_MOMENT = datetime(1601, 1, 1, tzinfo=UTC)
_MAX_PROPERTIES = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """An opened container; ``names`` of its streams and storages at any depth."""

    document: CompDoc
    names: frozenset[str]

    def stream(self, name: str) -> bytes:
        """The content of a stream of the top level; FILE-DAMAGED if it cannot be collected."""
        try:
            content, start, length = self.document.locate_named_stream(name)
        except Exception as error:  # xlrd raises whatever a broken chain leads to
            raise Refused("FILE-DAMAGED", reason="truncated", part=name) from error
        if content is None or len(content) < start + length:
            raise Refused("FILE-DAMAGED", reason="truncated", part=name)
        return bytes(content[start : start + length])

    def inner(self, path: str) -> bytes:
        """The content of a stream by its path with ``/``; empty if it is not there or broken."""
        try:
            return self.stream(path)
        except Refused:
            return b""

    def saved_at(self) -> datetime | None:
        """When the file was last saved, as it says; None if it does not, or not readably."""
        if _SUMMARY not in self.names:
            return None
        try:
            return _last_saved(self.stream(_SUMMARY))
        except (Refused, struct.error, OverflowError):
            return None


def open_container(data: bytes) -> Container:
    """The container in ``data``, which must begin with `SIGNATURE`; FILE-DAMAGED if broken."""
    try:
        document = CompDoc(data, logfile=io.StringIO(), ignore_workbook_corruption=True)
        names = frozenset(
            node.name for node in document.dirlist if node.etype in (_STORAGE, _STREAM)
        )
    except Exception as error:  # xlrd raises whatever a broken table leads to
        reason = "truncated" if len(data) % _SECTOR else "unreadable"
        raise Refused("FILE-DAMAGED", reason=reason, part="") from error
    return Container(document=document, names=names)


def _last_saved(properties: bytes) -> datetime | None:
    """The time of the last saving in a property set stream (MS-OLEPS 2.21)."""
    (start,) = struct.unpack_from("<I", properties, 44)
    (count,) = struct.unpack_from("<I", properties, start + 4)
    for number in range(min(count, _MAX_PROPERTIES)):
        name, at = struct.unpack_from("<II", properties, start + 8 + 8 * number)
        if name == _LAST_SAVED:
            kind, ticks = struct.unpack_from("<IQ", properties, start + at)
            return (
                _FIRST_MOMENT + timedelta(microseconds=ticks // 10) if kind == _FILETIME else None
            )
    return None
