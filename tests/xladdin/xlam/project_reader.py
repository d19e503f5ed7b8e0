"""A second, strict reader of VBA projects (MS-OVBA); shares no code with ``xladdin.xlam.vba``."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field

from tests.xladdin.xlam.compound_reader import read_compound

__all__ = ["ReadModule", "ReadProject", "decompressed", "read_project"]

_GUID = re.compile(r"\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}")
_BASES = {"ThisWorkbook": "00020819", "Sheet": "00020820"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadModule:
    """A module as it was found."""

    name: str
    document: bool
    source: str


@dataclass(slots=True)
class ReadProject:
    """What a ``vbaProject.bin`` holds, and everything that is not as it should be."""

    name: str = ""
    references: list[str] = field(default_factory=list)
    modules: list[ReadModule] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def decompressed(data: bytes) -> bytes:
    """The content of a CompressedContainer; ``ValueError`` where a rule of 2.4.1 is broken."""
    if data[:1] != b"\x01":
        raise ValueError("no compressed container")
    out = b""
    at = 1
    while at < len(data):
        if out and len(out) % 4096:
            raise ValueError("a chunk that is not the last is short")
        (header,) = struct.unpack_from("<H", data, at)
        if header >> 12 != 0b1011:
            raise ValueError(f"chunk header {header:04X}: raw or unsigned")
        end = at + (header & 0xFFF) + 3
        if end > len(data):
            raise ValueError("a chunk runs past the end")
        out += _chunk(data[at + 2 : end])
        at = end
    return out


def _chunk(body: bytes) -> bytes:
    out = bytearray()
    at = 0
    while at < len(body):
        flags, at = body[at], at + 1
        for bit in range(8):
            if at >= len(body):
                break
            if not flags >> bit & 1:
                out.append(body[at])
                at += 1
                continue
            (token,) = struct.unpack_from("<H", body, at)
            at += 2
            bits = 4
            while 1 << bits < len(out):
                bits += 1
            distance = (token >> (16 - bits)) + 1
            length = (token & (0xFFFF >> bits)) + 3
            if distance > len(out):
                raise ValueError("a copy from before the chunk")
            for _ in range(length):
                out.append(out[-distance])
    if not 0 < len(out) <= 4096:
        raise ValueError(f"a chunk of {len(out)} bytes")
    return bytes(out)


def read_project(data: bytes) -> ReadProject:
    """Read a whole ``vbaProject.bin``; a broken one yields problems, never an exception."""
    compound = read_compound(data)
    reader = _Reader(compound.streams)
    reader.found.problems += compound.problems
    try:
        reader.read()
    except (KeyError, ValueError, IndexError, struct.error) as broken:
        reader.found.problems.append(f"cannot be read further: {broken!r}")
    return reader.found


class _Reader:
    def __init__(self, streams: dict[str, bytes]) -> None:
        self.streams = streams
        self.found = ReadProject()
        self.records: list[tuple[int, bytes]] = []

    def want(self, holds: bool, problem: str) -> None:
        if not holds:
            self.found.problems.append(problem)

    def read(self) -> None:
        compiled = self.streams["VBA/_VBA_PROJECT"]
        self.want(compiled == bytes.fromhex("cc61ffff000000"), "compiled code or its version")
        self._split(decompressed(self.streams["VBA/dir"]))
        self._information()
        self._references()
        kinds = self._modules()
        names = [name for name, _ in kinds]
        expected = {"PROJECT", "PROJECTwm", "VBA/_VBA_PROJECT", "VBA/dir"}
        expected |= {f"VBA/{name}" for name in names}
        self.want(set(self.streams) == expected, f"streams are {sorted(self.streams)}")
        alike = [name.upper() for name in [self.found.name, *names]]
        self.want(len(set(alike)) == len(alike), f"names that VBA takes for one: {alike}")
        for name, document in kinds:
            self._source(name, document)
        self._text(kinds)
        pairs = (n.encode("ascii") + b"\0" + n.encode("utf-16-le") + b"\0\0" for n in names)
        self.want(self.streams["PROJECTwm"] == b"".join(pairs) + b"\0\0", "PROJECTwm differs")

    def _split(self, data: bytes) -> None:
        at = 0
        while at < len(data):
            number, size = struct.unpack_from("<HI", data, at)
            if number == 0x09:
                self.want(size == 4, "the version record has another size")
                size = 6
            content = data[at + 6 : at + 6 + size]
            if len(content) < size:
                raise ValueError(f"record {number:02X} runs past the end")
            self.records.append((number, content))
            at += 6 + size
            if number == 0x10:
                break
        self.want(at == len(data), f"{len(data) - at} bytes after the end of dir")
        self.want(self.records[-1] == (0x10, b""), "dir has no end")

    def _take(self, number: int) -> bytes:
        found, content = self.records.pop(0)
        if found != number:
            raise ValueError(f"record {found:02X} instead of {number:02X}")
        return content

    def _pair(self, first: int, second: int) -> str:
        """A text that stands twice."""
        text = self._take(first).decode("ascii")
        self.want(self._take(second).decode("utf-16-le") == text, f"{text!r} has two spellings")
        return text

    def _information(self) -> None:
        self.want(self._take(0x01) in (b"\1\0\0\0", b"\3\0\0\0"), "another system than Windows")
        self.want(self._take(0x02) == self._take(0x14) == b"\x09\x04\0\0", "another language")
        self.want(self._take(0x03) == struct.pack("<H", 1252), "another code page")
        self.found.name = self._take(0x04).decode("ascii")
        self.want(self._pair(0x05, 0x40) == "", "a description")
        self.want((self._take(0x06), self._take(0x3D)) == (b"", b""), "a help file")
        self.want((self._take(0x07), self._take(0x08)) == (bytes(4), bytes(4)), "help or flags")
        self.want(len(self._take(0x09)) == 6, "no version")
        self.want(self._pair(0x0C, 0x3C) == "", "constants")

    def _references(self) -> None:
        while self.records[0][0] == 0x16:
            name = self._pair(0x16, 0x3E)
            content = self._take(0x0D)
            (size,) = struct.unpack_from("<I", content)
            library = content[4 : 4 + size].decode("ascii")
            self.want(content[4 + size :] == bytes(6), f"{name}: reserved bytes")
            pattern = r"\*\\G\{[0-9A-F-]{36}\}#\d+\.\d+#0#[^#]+#[^#]+"
            self.want(bool(re.fullmatch(pattern, library)), f"{name}: {library}")
            self.found.references.append(f"{name} {library[3:41]}")

    def _modules(self) -> list[tuple[str, bool]]:
        (count,) = struct.unpack("<H", self._take(0x0F))
        self.want(self._take(0x13) == b"\xff\xff", "the project's cookie")
        kinds = []
        while self.records[0][0] == 0x19:
            name = self._pair(0x19, 0x47)
            self.want(self._pair(0x1A, 0x32) == name, f"{name}: another stream")
            self.want(self._pair(0x1C, 0x48) == "", f"{name}: a description")
            self.want(self._take(0x31) == bytes(4), f"{name}: the source does not start at once")
            self.want(self._take(0x1E) == bytes(4), f"{name}: help")
            self.want(self._take(0x2C) == b"\xff\xff", f"{name}: cookie")
            document = self.records[0][0] == 0x22
            self.want(self._take(0x22 if document else 0x21) == b"", f"{name}: kind")
            self.want(self._take(0x2B) == b"", f"{name}: its end")
            kinds.append((name, document))
        self._take(0x10)
        self.want(len(kinds) == count, f"{count} modules announced, {len(kinds)} found")
        return kinds

    def _source(self, name: str, document: bool) -> None:
        raw = decompressed(self.streams[f"VBA/{name}"])
        source = raw.decode("ascii")
        bare = source.replace("\r\n", "")
        self.want("\r" not in bare and "\n" not in bare, f"{name}: line ends are not CRLF")
        self.want(source.startswith(f'Attribute VB_Name = "{name}"\r\n'), f"{name}: its name")
        base = re.search(r'^Attribute VB_Base = "0\{(\w{8})-0000-0000-C000-', source, re.MULTILINE)
        wanted = _BASES["ThisWorkbook" if name == "ThisWorkbook" else "Sheet"]
        self.want((base and base[1]) == (wanted if document else None), f"{name}: its base")
        self.found.modules.append(ReadModule(name=name, document=document, source=source))

    def _text(self, kinds: list[tuple[str, bool]]) -> None:
        text = self.streams["PROJECT"].decode("ascii")
        self.want(text.endswith("\r\n"), "PROJECT has no last line end")
        general, host, workspace = text.removesuffix("\r\n").split("\r\n\r\n")
        lines = general.split("\r\n")
        guid = lines[0].removeprefix('ID="').removesuffix('"')
        self.want(bool(_GUID.fullmatch(guid)), f"the id is {guid}")
        declared = [f"Document={n}/&H00000000" if doc else f"Module={n}" for n, doc in kinds]
        fixed = [f'Name="{self.found.name}"', 'HelpContextID="0"']
        fixed.append('VersionCompatible32="393222000"')
        self.want(lines[1:-3] == declared + fixed, "PROJECT declares other modules or names")
        key = sum(guid.encode()) % 256
        for line, plain in zip(lines[-3:], (bytes(4), b"\0", b"\xff"), strict=True):
            name, _, value = line.partition("=")
            self.want(_revealed(bytes.fromhex(value.strip('"')), key) == plain, f"{name} locks")
        self.want([line[:3] for line in lines[-3:]] == ["CMG", "DPB", "GC="], "no CMG, DPB, GC")
        vbe = "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000"
        self.want(host == f"[Host Extender Info]\r\n{vbe}", "another host")
        windows = ["[Workspace]", *(f"{name}=0, 0, 0, 0, C" for name, _ in kinds)]
        self.want(workspace.split("\r\n") == windows, "the workspace lists other modules")


def _revealed(data: bytes, key: int) -> bytes | None:
    """Undo the obfuscation of 2.4.3.3; None where seed, version, key or length do not fit."""
    seed, version, hidden_key = data[0], data[0] ^ data[1], data[0] ^ data[2]
    plain = []
    last = hidden_key
    for before, byte in zip(data[1:], data[3:], strict=False):
        last = byte ^ (before + last) & 0xFF
        plain.append(last)
    plain = plain[(seed & 6) // 2 :]
    length = int.from_bytes(bytes(plain[:4]), "little")
    if (version, hidden_key, length) != (2, key, len(plain) - 4):
        return None
    return bytes(plain[4:])
