"""A second, strict reader of compound files (MS-CFB): every byte is accounted for or named.

It shares no code with ``xladdin.xlam.vba`` and reads more sternly than any office program.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

__all__ = ["Compound", "read_compound"]

_FREE, _END, _FAT_MARK = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_NONE = 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_HEADER = struct.Struct("<8s16sHHHHH6sIIIIIIIII109I")
_LINE = struct.Struct("<64sHBBIII16sIQQIQ")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One used line of the directory."""

    name: str
    kind: int
    black: bool
    left: int
    right: int
    child: int
    start: int
    size: int


@dataclass(slots=True)
class Compound:
    """The streams by path (``VBA/dir``) and everything that is not as it should be."""

    streams: dict[str, bytes] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def read_compound(data: bytes) -> Compound:
    """Read a whole file; a broken one yields problems, never an exception."""
    reader = _Reader(data)
    try:
        reader.read()
    except (IndexError, KeyError, ValueError, struct.error) as broken:
        reader.say(f"cannot be read further: {broken}")
    return reader.found


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.found = Compound()
        self.fat: list[int] = []
        self.owners: dict[int, str] = {}
        self.mini = b""
        self.mini_fat: list[int] = []
        self.mini_owners: dict[int, str] = {}
        self.lines: dict[int, _Line] = {}

    def say(self, problem: str) -> None:
        self.found.problems.append(problem)

    def want(self, holds: bool, problem: str) -> None:
        if not holds:
            self.say(problem)

    def read(self) -> None:
        if len(self.data) < 1024 or len(self.data) % 512:
            raise ValueError(f"{len(self.data)} bytes are no whole sectors")
        directory, mini_start, mini_count = self._header()
        self._directory(self._chained(directory, None, "the directory"))
        root = self.lines[0]
        table = self._chained(mini_start, mini_count * 512, "the mini table")
        self.mini_fat = self._words(table)
        self.mini = self._chained(root.start, root.size, "the mini stream")
        self.want(root.size % 64 == 0, "the mini stream ends within a mini sector")
        self._storage(0, "")
        self._unowned(self.fat, self.owners, len(self.data) // 512 - 1, "sector")
        self._unowned(self.mini_fat, self.mini_owners, root.size // 64, "mini sector")
        self.want(len(self.lines) == len(self.reached), "an entry hangs on no tree")

    def _header(self) -> tuple[int, int, int]:
        head = _HEADER.unpack(self.data[:512])
        self.want(head[0].hex() == "d0cf11e0a1b11ae1", "this is no compound file")
        self.want(head[1] == bytes(16), "the header names a class")
        self.want(head[2:7] == (0x3E, 3, 0xFFFE, 9, 6), f"versions or sizes are {head[2:7]}")
        self.want(head[7] == bytes(6) and head[8] == 0, "reserved fields are not zero")
        fat_count, directory, transaction, cutoff, mini_start, mini_count, difat, difats = head[
            9:17
        ]
        self.want((transaction, cutoff) == (0, 4096), "transaction or cut-off is unusual")
        self.want((difat, difats) == (_END, 0), "there are further tables of tables")
        places = head[17:]
        self.want(set(places[fat_count:]) == {_FREE}, "unused places of tables are not free")
        for place in places[:fat_count]:
            self.fat += self._words(self._sector(place))
            self.owners[place] = "the table"
        self.want(all(self.fat[p] == _FAT_MARK for p in places[:fat_count]), "a table is unmarked")
        return directory, mini_start, mini_count

    def _sector(self, number: int) -> bytes:
        sector = self.data[512 * (number + 1) : 512 * (number + 2)]
        if len(sector) < 512:
            raise ValueError(f"sector {number} is past the end")
        return sector

    @staticmethod
    def _words(data: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(data) // 4}I", data))

    def _chained(self, start: int, size: int | None, what: str) -> bytes:
        numbers = self._chain(self.fat, self.owners, start, what)
        return self._cut(b"".join(self._sector(n) for n in numbers), size, 512, what)

    def _mini_chained(self, start: int, size: int, what: str) -> bytes:
        numbers = self._chain(self.mini_fat, self.mini_owners, start, what)
        pieces = (self.mini[64 * number : 64 * (number + 1)] for number in numbers)
        return self._cut(b"".join(pieces), size, 64, what)

    def _chain(self, table: list[int], owners: dict[int, str], start: int, what: str) -> list[int]:
        numbers = []
        while start != _END:
            if start in owners:
                raise ValueError(f"{what} and {owners[start]} share sector {start}")
            owners[start] = what
            numbers.append(start)
            start = table[start]
        return numbers

    def _cut(self, data: bytes, size: int | None, unit: int, what: str) -> bytes:
        if size is None:
            return data
        self.want(0 <= len(data) - size < unit, f"{what}: {size} bytes in {len(data)}")
        self.want(not any(data[size:]), f"{what}: leftovers after its end")
        return data[:size]

    def _directory(self, data: bytes) -> None:
        self.reached = {0}
        for number in range(len(data) // 128):
            raw = data[128 * number : 128 * (number + 1)]
            if raw[66] == 0:
                self.want(raw[:68] + raw[80:] == bytes(116), f"free entry {number} is not empty")
                self.want(raw[68:80] == b"\xff" * 12, f"free entry {number} has links")
                continue
            name, length, kind, color, left, right, child, cls, state, made, changed, *rest = (
                _LINE.unpack(raw)
            )
            text = name[: length - 2].decode("utf-16-le")
            self.want(not any(name[length - 2 :]), f"leftovers after the name {text}")
            self.want(kind in (_STORAGE, _STREAM, _ROOT), f"{text}: kind {kind}")
            self.want(color in (0, 1), f"{text}: color {color}")
            self.want((cls, state, made, changed) == (bytes(16), 0, 0, 0), f"{text}: stamps")
            self.lines[number] = _Line(
                name=text,
                kind=kind,
                black=color == 1,
                left=left,
                right=right,
                child=child,
                start=rest[0],
                size=rest[1],
            )
        root = self.lines[0]
        self.want((root.name, root.kind, root.black) == ("Root Entry", _ROOT, True), "a false root")
        self.want((root.left, root.right) == (_NONE, _NONE), "the root has siblings")

    def _storage(self, number: int, path: str) -> None:
        top = self.lines[number].child
        ordered: list[tuple[int, str]] = []
        self.want(top == _NONE or self.lines[top].black, f"the tree of /{path} has a red root")
        self._tree(top, path, ordered)
        self.want(ordered == sorted(set(ordered)), f"the tree of /{path} is out of order")

    def _tree(self, number: int, path: str, ordered: list[tuple[int, str]]) -> int:
        """Visit a tree in order and return its height in black entries."""
        if number == _NONE:
            return 0
        if number in self.reached:
            raise ValueError(f"entry {number} is reached twice")
        self.reached.add(number)
        line = self.lines[number]
        for side in (line.left, line.right):
            red = side != _NONE and not self.lines[side].black
            self.want(line.black or not red, f"{line.name}: red under red")
        left = self._tree(line.left, path, ordered)
        ordered.append((len(line.name), line.name.upper()))
        self._content(number, path + line.name)
        right = self._tree(line.right, path, ordered)
        self.want(left == right, f"{line.name}: black heights {left} and {right}")
        return left + line.black

    def _content(self, number: int, path: str) -> None:
        line = self.lines[number]
        if line.kind == _STORAGE:
            self.want((line.start, line.size) == (0, 0), f"{path}: a storage with content")
            self._storage(number, f"{path}/")
            return
        self.want(line.child == _NONE, f"{path}: a stream with children")
        read = self._mini_chained if line.size < 4096 else self._chained
        self.found.streams[path] = read(line.start, line.size, path)

    def _unowned(self, table: list[int], owners: dict[int, str], count: int, what: str) -> None:
        if count > len(table):
            raise ValueError(f"{count} of a {what}, but a table of {len(table)}")
        self.want(set(owners) == set(range(count)), f"a {what} belongs to nothing")
        self.want(set(table[count:]) <= {_FREE}, f"a {what} past the end is not free")
