"""The checker itself: it lets the sound add-in pass and sees every wilful fault."""

from __future__ import annotations

import struct
from collections.abc import Callable
from functools import cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest

from tests.xladdin.xlam.compound_reader import read_compound
from tests.xladdin.xlam.package_checker import problems_of
from tests.xladdin.xlam.project_reader import decompressed, read_project
from xladdin.xlam.build import addin_bytes
from xladdin.xlam.vba.compound import Folder, compound_file
from xladdin.xlam.vba.compression import compress

pytestmark = pytest.mark.usefixtures("xlwings")

Parts = dict[str, bytes]
Streams = dict[str, bytes]


@cache
def _addin() -> bytes:
    return addin_bytes()


def _parts(xlam: bytes) -> Parts:
    with ZipFile(BytesIO(xlam)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _zipped(parts: Parts, kind: int = ZIP_STORED, year: int = 1980) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, data in parts.items():
            info = ZipInfo(name, (year, 1, 1, 0, 0, 0))
            info.create_system = 0
            info.compress_type = kind
            archive.writestr(info, data)
    return out.getvalue()


def _with_part(name: str, old: bytes, new: bytes) -> bytes:
    parts = _parts(_addin())
    assert parts[name].count(old) >= 1
    parts[name] = parts[name].replace(old, new, 1)
    return _zipped(parts)


def _without_part(name: str) -> bytes:
    parts = _parts(_addin())
    del parts[name]
    return _zipped(parts)


def _with_streams(change: Callable[[Streams], None]) -> bytes:
    """The add-in with other streams in its VBA project, in a sound compound file."""
    parts = _parts(_addin())
    streams = dict(read_compound(parts["xl/vbaProject.bin"]).streams)
    change(streams)
    below = {name: data for name, data in streams.items() if not name.startswith("VBA/")}
    inside = {name[4:]: data for name, data in streams.items() if name.startswith("VBA/")}
    root: Folder = {**below, "VBA": inside}
    parts["xl/vbaProject.bin"] = compound_file(root)
    return _zipped(parts)


def _replace(stream: str, old: bytes, new: bytes) -> Callable[[Streams], None]:
    def change(streams: Streams) -> None:
        assert old in streams[stream]
        streams[stream] = streams[stream].replace(old, new, 1)

    return change


def _rewrite(stream: str, old: bytes, new: bytes) -> Callable[[Streams], None]:
    """The same within a compressed stream."""

    def change(streams: Streams) -> None:
        plain = decompressed(streams[stream])
        assert old in plain
        streams[stream] = compress(plain.replace(old, new, 1))

    return change


def _append(stream: str, more: bytes) -> Callable[[Streams], None]:
    def change(streams: Streams) -> None:
        streams[stream] = compress(decompressed(streams[stream]) + more)

    return change


def _raw_chunk(streams: Streams) -> None:
    plain = decompressed(streams["VBA/Sheet1"])
    streams["VBA/Sheet1"] = b"\x01" + b"\xff\x3f" + plain.ljust(4096, b" ")


def _patched(offset: int, new: bytes) -> bytes:
    """The add-in with other bytes at one place of its compound file; negative: from its end."""
    parts = _parts(_addin())
    data = bytearray(parts["xl/vbaProject.bin"])
    offset %= len(data)
    assert data[offset : offset + len(new)] != new
    data[offset : offset + len(new)] = new
    parts["xl/vbaProject.bin"] = bytes(data)
    return _zipped(parts)


def _line(name: str) -> int:
    """Where the directory line of a name begins."""
    data = _parts(_addin())["xl/vbaProject.bin"]
    spelled = name.encode("utf-16-le").ljust(64, b"\0")
    assert data.count(spelled) == 1
    return data.index(spelled)


def test_the_add_in_is_sound() -> None:
    assert problems_of(_addin()) == []


def test_rewriting_without_a_change_leaves_it_sound() -> None:
    """The faults below are the only difference to a sound file."""
    assert _with_streams(lambda streams: None) == _zipped(_parts(_addin())) == _addin()


FAULTS: dict[str, Callable[[], bytes]] = {
    # the package
    "not an add-in": lambda: _with_part("[Content_Types].xml", b".addin.macro", b".sheet.macro"),
    "ribbon relation of 2006": lambda: _with_part(
        "_rels/.rels", b"office/2007/relationships/ui", b"office/2006/relationships/ui"
    ),
    "ribbon of 2006": lambda: _with_part(
        "customUI/customUI14.xml", b"2009/07/customui", b"2006/01/customui"
    ),
    "ribbon missing": lambda: _without_part("customUI/customUI14.xml"),
    "unreached part": lambda: _zipped({**_parts(_addin()), "xl/old.xml": b"<a/>"}),
    "settings only hidden": lambda: _with_part("xl/workbook.xml", b"veryHidden", b"hidden"),
    "no sheet visible": lambda: _with_part(
        "xl/workbook.xml", b'sheetId="1"', b'sheetId="1" state="hidden"'
    ),
    "another code name": lambda: _with_part(
        "xl/worksheets/sheet2.xml", b'codeName="Sheet2"', b'codeName="Sheet3"'
    ),
    "a part with its time": lambda: _zipped(_parts(_addin()), year=2026),
    "deflated": lambda: _zipped(_parts(_addin()), ZIP_DEFLATED),
    "a setting without value": lambda: _with_part(
        "xl/worksheets/sheet2.xml", b'<c r="B2" t="s">', b'<c r="C2" t="s">'
    ),
    # the compound file
    "red under red": lambda: _patched(_line("PROJECTwm") + 67, b"\0"),
    "a name out of order": lambda: _patched(_line("dir"), "zir".encode("utf-16-le")),
    "a storage with a sector": lambda: _patched(_line("VBA") + 116, b"\xff\xff\xff\xff"),
    "a storage with a time": lambda: _patched(_line("VBA") + 100, b"\1"),
    "a wrong length": lambda: _patched(_line("Sheet1") + 120, b"\xff"),
    "a broken chain": lambda: _patched(512 + 4, b"\xf0"),
    "a version 4 file": lambda: _patched(26, b"\4"),
    "a leftover": lambda: _patched(-1, b"\1"),
    "cut off": lambda: _zipped(
        {
            **_parts(_addin()),
            "xl/vbaProject.bin": _parts(_addin())["xl/vbaProject.bin"][:-512],
        }
    ),
    # the VBA project
    "old compiled code": lambda: _with_streams(
        _replace("VBA/_VBA_PROJECT", b"\xff\xff", b"\xb5\0")
    ),
    "another text of the id": lambda: _with_streams(_replace("PROJECT", b'ID="{B', b'ID="{C')),
    "a password": lambda: _with_streams(_replace("PROJECT", b'DPB="B9', b'DPB="B1')),
    "a module undeclared": lambda: _with_streams(_replace("PROJECT", b"Module=xlwings\r\n", b"")),
    "a name missing": lambda: _with_streams(
        _replace("PROJECTwm", b"xlwings\0x\0l\0w\0i\0n\0g\0s\0\0\0", b"")
    ),
    "a stream of nobody": lambda: _with_streams(lambda s: s.update({"VBA/__SRP_0": b"old"})),
    "bytes after the end": lambda: _with_streams(_append("VBA/dir", bytes(4))),
    "a source that starts late": lambda: _with_streams(
        _rewrite("VBA/dir", b"\x31\0\x04\0\0\0\0\0\0\0", b"\x31\0\x04\0\0\0\x01\0\0\0")
    ),
    "a document as a module": lambda: _with_streams(
        _rewrite("VBA/dir", b"\x22\0\0\0\0\0\x2b", b"\x21\0\0\0\0\0\x2b")
    ),
    "two spellings": lambda: _with_streams(
        _rewrite("VBA/dir", "xlwings".encode("utf-16-le"), "xlwingz".encode("utf-16-le"))
    ),
    "the project named as a module": lambda: _with_streams(
        _rewrite("VBA/dir", b"\x04\0\x0b\0\0\0ThiduaAddin", b"\x04\0\x06\0\0\0Thidua")
    ),
    "a raw chunk": lambda: _with_streams(_raw_chunk),
    "line ends of Unix": lambda: _with_streams(_rewrite("VBA/Thidua", b"\r\n\r\n", b"\n\n")),
    "letters beyond ASCII": lambda: _with_streams(
        _rewrite("VBA/Thidua", b"The buttons", "Các nút".encode())
    ),
    "a sheet of another class": lambda: _with_streams(
        _rewrite("VBA/Sheet1", b"00020820", b"00020819")
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_wilful_fault_is_seen(fault: str) -> None:
    assert problems_of(FAULTS[fault]()) != []


def test_a_flipped_bit_outside_the_texts_is_always_seen() -> None:
    """Header, tables and directory of the compound file have no bit without a meaning."""
    sound = _parts(_addin())["xl/vbaProject.bin"]
    (tables,) = struct.unpack_from("<I", sound, 60)  # the mini table; the directory follows
    frame = [*range(1024), *range(512 * (tables + 1), len(sound))]
    bits = [offset * 8 + (offset * 5 + 3) % 8 for offset in frame]
    assert [bit for bit in bits if read_project(_flipped(sound, bit)).problems == []] == []


def test_a_flipped_bit_in_the_texts_is_seen_or_only_spells_otherwise() -> None:
    sound = _parts(_addin())["xl/vbaProject.bin"]
    found = [read_project(_flipped(sound, bit)) for bit in range(8192, len(sound) * 8, 211)]
    unseen = [project for project in found if project.problems == []]
    names = {(p.name, tuple(m.name for m in p.modules), len(p.references)) for p in unseen}
    modules = ("ThisWorkbook", "Sheet1", "Sheet2", "Thidua", "xlwings")
    assert names == {("ThiduaAddin", modules, 2)}
    assert 0 < len(unseen) < len(found)


def _flipped(data: bytes, bit: int) -> bytes:
    return data[: bit // 8] + bytes([data[bit // 8] ^ 1 << bit % 8]) + data[bit // 8 + 1 :]
