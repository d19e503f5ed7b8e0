"""A written workbook with holes, filled in for one sender after the other.

Parts without a hole are copied as they are packed. In the others only the surroundings of the
holes are written anew, as plain blocks between packed ones (RFC 1951): a byte of a part is the
same as if the whole workbook had been written for this sender.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from workbooks.holes import HOLE, Holes
from workbooks.xmltext import escape

__all__ = ["Template", "archive_of", "template_of"]

_STRINGS = "xl/sharedStrings.xml"
_STRING = re.compile(r"<si>.*?</si>", re.DOTALL)
_SHORT = 400  # characters between two holes that are not worth a packed block of their own
_BLOCK = 0xFFFF  # bytes of a plain block
_LAST = b"\x03\x00"  # an empty last block
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s4B4HL2L5H2L")
_END = struct.Struct("<4s4H2LH")


@dataclass(frozen=True, slots=True)
class _Solid:
    """Bytes that are always the same, with their packed form."""

    plain: bytes
    packed: bytes


@dataclass(frozen=True, slots=True)
class _Loose:
    """Text around holes: fixed pieces, and the numbers of the holes between them."""

    fixed: tuple[str, ...]
    holes: tuple[int, ...]

    def filled(self, texts: Sequence[str]) -> bytes:
        made = [self.fixed[0]]
        for hole, after in zip(self.holes, self.fixed[1:], strict=True):
            made += (texts[hole], after)
        return "".join(made).encode()


@dataclass(frozen=True, slots=True)
class _Part:
    """One part: packed whole, or (``pieces``) by what is fixed and what is not."""

    info: zipfile.ZipInfo
    packed: bytes
    pieces: tuple[_Solid | _Loose, ...]

    def filled(self, texts: Sequence[str]) -> tuple[bytes, int, int]:
        """Packed content, its checksum and its size unpacked."""
        if not self.pieces:
            return self.packed, self.info.CRC, self.info.file_size
        out, crc, size = [], 0, 0
        for piece in self.pieces:
            if isinstance(piece, _Solid):
                plain = piece.plain
                out.append(piece.packed)
            else:
                plain = piece.filled(texts)
                out += _plain_blocks(plain)
            crc = zlib.crc32(plain, crc)
            size += len(plain)
        return b"".join([*out, _LAST]), crc, size


@dataclass(frozen=True, slots=True)
class Template:
    """A workbook with holes; ``strings`` are its shared strings that have none."""

    holes: Holes
    parts: tuple[_Part, ...]
    strings: frozenset[str]
    open_strings: tuple[_Loose, ...]

    def filled(self, told: Sequence[str]) -> bytes | None:
        """The workbook with the texts of ``Holes.texts``; None where two shared strings are one."""
        texts = [escape(text) for text in told]
        strings = {loose.filled(texts).decode() for loose in self.open_strings}
        if len(strings) < len(self.open_strings) or not strings.isdisjoint(self.strings):
            return None
        return archive_of([(part.info, *part.filled(texts)) for part in self.parts])


def template_of(data: bytes, holes: Holes) -> Template | None:
    """The template made of a workbook written with holes; None where one stands in an attribute."""
    parts: list[_Part] = []
    strings: list[str] = []
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for info in archive.infolist():
            text = archive.read(info).decode()
            if _in_a_tag(text):
                return None
            start = info.header_offset + _LOCAL.size + len(info.filename.encode())
            packed = data[start : start + info.compress_size]
            pieces = tuple(_pieces(text)) if HOLE.search(text) else ()
            parts.append(_Part(info, packed, pieces))
            if info.filename == _STRINGS:
                strings = _STRING.findall(text)
    return Template(
        holes=holes,
        parts=tuple(parts),
        strings=frozenset(text for text in strings if not HOLE.search(text)),
        open_strings=tuple(_loose(text) for text in strings if HOLE.search(text)),
    )


def _in_a_tag(text: str) -> bool:
    return any(
        text.rfind("<", 0, found.start()) > text.rfind(">", 0, found.start())
        for found in HOLE.finditer(text)
    )


def _pieces(text: str) -> Iterator[_Solid | _Loose]:
    """The text cut at the fixed stretches that are long enough to stay packed."""
    done, start, last = 0, -1, -1
    for found in HOLE.finditer(text):
        if start >= 0 and found.start() - last > _SHORT:
            yield from _cut(text, done, start, last)
            done, start = last, -1
        start = found.start() if start < 0 else start
        last = found.end()
    yield from _cut(text, done, start, last)
    yield _solid(text[last:])


def _cut(text: str, done: int, start: int, last: int) -> Iterator[_Solid | _Loose]:
    if start > done:
        yield _solid(text[done:start])
    yield _loose(text[start:last])


def _loose(text: str) -> _Loose:
    holes = tuple(ord(hole) - ord("\U00100000") for hole in HOLE.findall(text))
    return _Loose(tuple(HOLE.split(text)), holes)


def _solid(text: str) -> _Solid:
    """Packed by itself: it ends with a full byte and looks back at nothing before it."""
    plain = text.encode()
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return _Solid(plain, packer.compress(plain) + packer.flush(zlib.Z_FULL_FLUSH))


def _plain_blocks(plain: bytes) -> list[bytes]:
    made = []
    for start in range(0, len(plain), _BLOCK):
        block = plain[start : start + _BLOCK]
        made += [struct.pack("<BHH", 0, len(block), len(block) ^ _BLOCK), block]
    return made


def archive_of(parts: Sequence[tuple[zipfile.ZipInfo, bytes, int, int]]) -> bytes:
    """A zip archive of packed parts (info, content, checksum, size), as `zipfile` writes one."""
    out: list[bytes] = []
    listed: list[bytes] = []
    at = 0
    for info, packed, crc, size in parts:
        name = info.filename.encode()
        day, time = _stamp(info)
        told = (info.flag_bits, info.compress_type, time, day, crc, len(packed), size, len(name), 0)
        local = _LOCAL.pack(b"PK\x03\x04", info.extract_version, *told) + name
        made = (info.create_version, info.create_system, info.extract_version, 0)
        rest = (0, 0, 0, info.external_attr, at)
        listed.append(_CENTRAL.pack(b"PK\x01\x02", *made, *told, *rest) + name)
        out += (local, packed)
        at += len(local) + len(packed)
    directory = b"".join(listed)
    end = _END.pack(b"PK\x05\x06", 0, 0, len(parts), len(parts), len(directory), at, 0)
    return b"".join([*out, directory, end])


def _stamp(info: zipfile.ZipInfo) -> tuple[int, int]:
    """Day and time as a zip archive holds them."""
    year, month, day, hour, minute, second = info.date_time
    return (year - 1980) << 9 | month << 5 | day, hour << 11 | minute << 5 | second // 2
