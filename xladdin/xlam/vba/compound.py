"""A compound file (MS-CFB, version 3): the small file system inside ``vbaProject.bin``."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Folder", "compound_file"]

_SECTOR = 512
_MINI_SECTOR = 64
_CUTOFF = 4096  # shorter streams live in the mini stream
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_NO_ENTRY = 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_RED, _BLACK = 0, 1
_FAT_SECTORS_IN_HEADER = 109

Folder = Mapping[str, "bytes | Folder"]
"""A storage: streams (bytes) and storages by name."""


@dataclass(slots=True, kw_only=True)
class _Entry:
    """One line of the directory, before it is packed."""

    name: str
    kind: int
    data: bytes = b""
    color: int = _BLACK
    left: int = _NO_ENTRY
    right: int = _NO_ENTRY
    child: int = _NO_ENTRY
    start: int = 0

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le")
        if len(name) > 62:
            raise ValueError(f"a name of more than 31 letters: {self.name}")
        return struct.pack(
            "<64sHBBIII16sIQQIQ",
            name,
            len(name) + 2,
            self.kind,
            self.color,
            self.left,
            self.right,
            self.child,
            bytes(16),  # class
            0,  # state
            0,  # created
            0,  # changed
            self.start,
            len(self.data),
        )


@dataclass(slots=True)
class _Sectors:
    """Sectors of one size and the table that chains them."""

    size: int
    data: bytearray = field(default_factory=bytearray)
    table: list[int] = field(default_factory=list)

    def add(self, data: bytes) -> int:
        """Append one stream and return the number of its first sector."""
        first, count = len(self.table), -(-len(data) // self.size)
        self.table += [*range(first + 1, first + count), _END]
        self.data += data.ljust(count * self.size, b"\0")
        return first


def compound_file(root: Folder) -> bytes:
    """Return the bytes of a compound file; the same content gives the same bytes.

    No times, no class ids, no leftovers. Streams are not empty, names are ASCII and at most 31
    letters long; all together at most 109 FAT sectors (about 7 MB).
    """
    entries = _directory(root)
    mini = _Sectors(_MINI_SECTOR)
    for entry in entries:
        if entry.kind == _STREAM and len(entry.data) < _CUTOFF:
            entry.start = mini.add(entry.data)
    entries[0].data = bytes(mini.data)
    fat_count = _fat_count(entries, mini)
    sectors = _Sectors(_SECTOR, bytearray(fat_count * _SECTOR), [_FAT] * fat_count)
    for entry in entries:
        if _in_sectors(entry):
            entry.start = sectors.add(entry.data)
    mini_fat = sectors.add(_table(mini.table))
    directory = sectors.add(_packed(entries))
    sectors.data[: fat_count * _SECTOR] = _table(sectors.table)
    return _header(fat_count, directory, mini_fat, len(mini.table)) + bytes(sectors.data)


def _directory(root: Folder) -> list[_Entry]:
    """All entries, the root first; each storage's children form a balanced red-black tree."""
    entries = [_Entry(name="Root Entry", kind=_ROOT)]

    def fill(parent: _Entry, folder: Folder) -> None:
        numbers = []
        for name in sorted(folder, key=lambda name: (len(name), name.upper())):
            content = folder[name]
            numbers.append(len(entries))
            if isinstance(content, bytes):
                if not content:
                    raise ValueError(f"the stream {name} is empty")
                entries.append(_Entry(name=name, kind=_STREAM, data=content))
            else:
                entries.append(_Entry(name=name, kind=_STORAGE))
                fill(entries[-1], content)
        parent.child = _grow(entries, numbers, numbers, 0)

    fill(entries[0], root)
    return entries


def _grow(entries: list[_Entry], numbers: list[int], whole: list[int], depth: int) -> int:
    """Link sorted entries as a tree; only an unfinished last row is red, so no red has red."""
    if not numbers:
        return _NO_ENTRY
    middle = len(numbers) // 2
    entry = entries[numbers[middle]]
    last_row = len(whole).bit_length() - 1
    full = len(whole) == (1 << (last_row + 1)) - 1
    entry.color = _RED if depth == last_row and not full else _BLACK
    entry.left = _grow(entries, numbers[:middle], whole, depth + 1)
    entry.right = _grow(entries, numbers[middle + 1 :], whole, depth + 1)
    return numbers[middle]


def _packed(entries: list[_Entry]) -> bytes:
    unused = struct.pack("<68xIII48x", _NO_ENTRY, _NO_ENTRY, _NO_ENTRY)
    per_sector = _SECTOR // len(unused)
    rest = -len(entries) % per_sector
    return b"".join(entry.packed() for entry in entries) + unused * rest


def _fat_count(entries: list[_Entry], mini: _Sectors) -> int:
    """How many sectors the table needs that also counts its own sectors."""
    lengths = [len(entry.data) for entry in entries if _in_sectors(entry)]
    lengths += [len(mini.table) * 4, len(_packed(entries))]
    wanted = sum(-(-length // _SECTOR) for length in lengths)
    count = 1
    while count * (_SECTOR // 4) < wanted + count:
        count += 1
    if count > _FAT_SECTORS_IN_HEADER:
        raise ValueError("more than 7 MB do not fit")
    return count


def _in_sectors(entry: _Entry) -> bool:
    return entry.kind == _ROOT or (entry.kind == _STREAM and len(entry.data) >= _CUTOFF)


def _table(links: list[int]) -> bytes:
    rest = -len(links) % (_SECTOR // 4)
    return struct.pack(f"<{len(links) + rest}I", *links, *[_FREE] * rest)


def _header(fat_count: int, directory: int, mini_fat: int, mini_count: int) -> bytes:
    fat = [*range(fat_count), *[_FREE] * (_FAT_SECTORS_IN_HEADER - fat_count)]
    return struct.pack(
        "<8s16sHHHHH6xIIIIIIIII109I",
        bytes.fromhex("d0cf11e0a1b11ae1"),
        bytes(16),
        0x3E,  # minor version
        3,  # major version
        0xFFFE,  # byte order
        9,  # sectors of 2**9 bytes
        6,  # mini sectors of 2**6 bytes
        0,  # directory sectors: not counted in version 3
        fat_count,
        directory,
        0,  # transaction
        _CUTOFF,
        mini_fat,
        -(-mini_count // (_SECTOR // 4)),
        _END,  # no further FAT sectors
        0,
        *fat,
    )
