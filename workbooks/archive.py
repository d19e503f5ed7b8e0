"""The zip archive of a stranger's workbook, opened without trusting a word of it.

Sizes, counts, names and positions are checked before anything is inflated, and every part is
inflated under its announced size, so that two zip readers cannot see two different files.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

__all__ = ["Archive", "Part", "Refused", "open_archive"]

MAX_PARTS = 2_000
MAX_TOTAL_BYTES = 200 * 2**20
MAX_PART_BYTES = 100 * 2**20
MAX_RATIO = 200
RATIO_FREE_BYTES = 10 * 2**20
"""A part or archive smaller than this may be packed at any ratio."""

_LONGEST_ENTRY = 512
"""Bytes of a part's line in the central directory, on the average of all parts."""

_SMALL = 128 * 2**10
_MOST_SMALL = 100
"""How large and how many the parts are whose content is kept while the archive is looked at."""

_LOCAL = struct.Struct("<4s5H3L2H")
_END = struct.Struct("<4s4H2LH")
_END_MARK = b"PK\x05\x06"
_ENCRYPTED = 0x1
_UTF8 = 0x800
_SIZES_LATER = 0x8
_OTHER_NAME = 0x7075
"""An extra field with another name for the part; zip readers do not agree whether it counts."""


class Refused(Exception):
    """The file cannot be read as a workbook: a finding code and its params."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part: its name with ``/``, where its packed bytes stand, and what they must become."""

    name: str
    start: int
    packed: int
    size: int
    crc: int
    deflated: bool


@dataclass(frozen=True, slots=True)
class Archive:
    """The checked parts of an archive, found by name without regard to letter case."""

    data: bytes
    parts: dict[str, Part]
    _small: dict[str, bytes] = field(default_factory=dict, compare=False, repr=False)
    """Contents of small parts that were read before."""

    def names(self) -> Iterator[str]:
        """The part names in archive order."""
        return (part.name for part in self.parts.values())

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self.parts

    def read(self, name: str) -> bytes:
        """The content of a part; FILE-DAMAGED if it is missing, cut off or altered."""
        part = self.parts.get(name.casefold())
        if part is None:
            raise Refused("FILE-DAMAGED", reason="missing-part", part=name)
        content = self._small.get(part.name)
        if content is None:
            content = _inflate(self.data[part.start : part.start + part.packed], part)
            if content is None or len(content) != part.size or zlib.crc32(content) != part.crc:
                raise Refused("FILE-DAMAGED", reason="checksum", part=part.name)
            if len(content) <= _SMALL and len(self._small) < _MOST_SMALL:
                self._small[part.name] = content
        return content

    def rewritten(self, changed: Mapping[str, bytes]) -> bytes:
        """The archive anew, unpacked, with the content of some parts replaced."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
            for name in self.names():
                archive.writestr(name, changed[name] if name in changed else self.read(name))
        return target.getvalue()


def _inflate(packed: bytes, part: Part) -> bytes | None:
    if not part.deflated:
        return packed
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = stream.decompress(packed, part.size + 1)
    except zlib.error:
        return None
    return content if stream.eof else None


def open_archive(data: bytes) -> Archive:
    """Open and check; FILE-DAMAGED, FILE-ENCRYPTED or FILE-BOMB (``reason``, ``part``)."""
    _check_directory_size(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, ValueError, OSError):
        reason = "truncated" if _END_MARK not in data else "bad-zip"
        raise Refused("FILE-DAMAGED", reason=reason, part="") from None
    except (UnicodeError, struct.error, OverflowError):
        raise Refused("FILE-DAMAGED", reason="bad-zip", part="") from None
    if len(entries) > MAX_PARTS:
        raise Refused("FILE-BOMB", reason="parts", part="")
    limit = _central_directory(data, len(entries))
    _check_sizes(entries)
    parts: dict[str, Part] = {}
    for entry in entries:
        part = _checked(data, entry)
        if part.name.casefold() in parts:
            raise Refused("FILE-BOMB", reason="duplicate", part=part.name)
        parts[part.name.casefold()] = part
    _check_overlap(entries, parts, limit)
    return Archive(data, parts)


def _check_directory_size(data: bytes) -> None:
    """FILE-BOMB parts where the directory is too large to be listed without harm."""
    at = data.rfind(_END_MARK)
    if at >= 0 and at + _END.size <= len(data):
        size = _END.unpack_from(data, at)[5]
        if min(size, at) > MAX_PARTS * _LONGEST_ENTRY:
            raise Refused("FILE-BOMB", reason="parts", part="")


def _central_directory(data: bytes, count: int) -> int:
    """Where the central directory starts; it must hold ``count`` entries and end the file."""
    at = data.rfind(_END_MARK)
    if at < 0 or at + _END.size > len(data):
        raise Refused("FILE-DAMAGED", reason="truncated", part="")
    _, disk, first_disk, here, total, size, offset, _ = _END.unpack_from(data, at)
    if (disk, first_disk, here, total) != (0, 0, count, count) or offset + size != at:
        raise Refused("FILE-DAMAGED", reason="bad-zip", part="")
    return int(offset)


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if total > MAX_TOTAL_BYTES:
        raise Refused("FILE-BOMB", reason="total", part="")
    for entry in entries:
        if entry.file_size > MAX_PART_BYTES:
            raise Refused("FILE-BOMB", reason="part", part=entry.filename)
        if _too_dense(entry.file_size, entry.compress_size):
            raise Refused("FILE-BOMB", reason="ratio", part=entry.filename)
    if _too_dense(total, packed):
        raise Refused("FILE-BOMB", reason="ratio", part="")


def _too_dense(size: int, packed: int) -> bool:
    return size > RATIO_FREE_BYTES and size > MAX_RATIO * packed


def _checked(data: bytes, entry: zipfile.ZipInfo) -> Part:
    """The part of an entry whose local header says the same as the central directory."""
    name = entry.filename.replace("\\", "/")
    if name.startswith("/") or ":" in name or ".." in name.split("/") or not name.isprintable():
        raise Refused("FILE-BOMB", reason="path", part=name)
    if entry.flag_bits & _ENCRYPTED:
        raise Refused("FILE-ENCRYPTED")
    damaged = Refused("FILE-DAMAGED", reason="bad-zip", part=name)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise damaged
    if entry.header_offset + _LOCAL.size > len(data):
        raise damaged
    header = _LOCAL.unpack_from(data, entry.header_offset)
    after = entry.header_offset + _LOCAL.size
    written = data[after : after + header[9]]
    central = entry.orig_filename.encode("utf-8" if entry.flag_bits & _UTF8 else "cp437", "replace")
    if header[0] != b"PK\x03\x04" or header[3] != entry.compress_type or written != central:
        raise damaged
    extra = data[after + header[9] : after + header[9] + header[10]]
    if not _same_sizes(entry, header) or _names_another(entry.extra) or _names_another(extra):
        raise damaged
    return Part(
        name=name,
        start=after + header[9] + header[10],
        packed=entry.compress_size,
        size=entry.file_size,
        crc=entry.CRC,
        deflated=entry.compress_type == zipfile.ZIP_DEFLATED,
    )


def _same_sizes(entry: zipfile.ZipInfo, header: tuple[int, ...]) -> bool:
    """Whether both headers announce the same bytes, unless the local one says: further on."""
    if entry.flag_bits & _SIZES_LATER or header[7] == 0xFFFFFFFF or not any(header[6:9]):
        return True
    return header[6:9] == (entry.CRC, entry.compress_size, entry.file_size)


def _names_another(extra: bytes) -> bool:
    """Whether the extra fields of a part hold another name for it."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind == _OTHER_NAME:
            return True
        at += 4 + size
    return False


def _check_overlap(entries: list[zipfile.ZipInfo], parts: dict[str, Part], limit: int) -> None:
    """Each entry ends before the next begins, the last before the central directory.

    The first begins where the file begins: nothing may stand before it that another reader takes.
    """
    begins = [entry.header_offset for entry in entries]
    if begins and min(begins) != 0:
        raise Refused("FILE-DAMAGED", reason="bad-zip", part="")
    spans = sorted(zip(begins, parts.values(), strict=True), key=lambda span: span[0])
    ends = [*(begin for begin, _ in spans[1:]), limit][: len(spans)]
    for (_, part), end in zip(spans, ends, strict=True):
        if part.start + part.packed > end:
            raise Refused("FILE-BOMB", reason="overlap", part=part.name)
