"""How files that are made to harm are put together: archives, parts and cells of them."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

from tests.cli.spoiling import filled
from tests.workbooks.handmade import MAIN, OFFICE, PARTS, pack, sheet, workbook

__all__ = [
    "LAUGHS",
    "ONE",
    "OUTSIDE",
    "RELS",
    "SHEET",
    "STRINGS",
    "before",
    "carrying",
    "cell",
    "commented",
    "far_everywhere",
    "listed",
    "long_sizes",
    "many_cells",
    "named",
    "noise",
    "other_name",
    "overlapping",
    "patched",
    "quoted",
    "related",
    "renamed_inside",
    "repeated",
    "sheets",
    "streamed",
    "strings",
    "styled",
    "two_of_one",
    "two_tables",
]

RELS = "xl/_rels/workbook.xml.rels"
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
_NO_CELLS = 600_000
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>'
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def noise(size: int) -> str:
    """Letters that do not compress, so that no ratio gives a part away."""
    return random.Random(size).randbytes(size // 2).hex()


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _filled(edit: Callable[[dict[str, bytes]], object]) -> bytes:
    """A whole registration with parts changed."""
    parts = _parts(filled())
    edit(parts)
    return pack(parts)


def carrying(extra: Mapping[str, str | bytes], kind: str = "", target: str = "") -> bytes:
    """A whole registration with parts added, one of them related to the workbook."""

    def edit(parts: dict[str, bytes]) -> None:
        parts.update({k: v.encode() if isinstance(v, str) else v for k, v in extra.items()})
        line = f'<Relationship Id="rIdX" Type="{OFFICE}/{kind}" Target="{target}"/></Relationships>'
        if kind:
            parts[RELS] = parts[RELS].replace(b"</Relationships>", line.encode())

    return _filled(edit)


def _form_part(parts: Mapping[str, bytes]) -> str:
    """The sheet with most cells is the form."""
    sheets = [name for name in parts if name.startswith("xl/worksheets/sheet")]
    return max(sheets, key=lambda name: parts[name].count(b"<dataValidation "))


def _in_form(edit: Callable[[bytes], bytes]) -> bytes:
    def change(parts: dict[str, bytes]) -> None:
        name = _form_part(parts)
        before = parts[name]
        parts[name] = edit(before)
        assert parts[name] != before

    return _filled(change)


def cell(address: str, inside: str, kind: str = "str") -> bytes:
    """A whole registration with other content in one cell of the form."""
    found = re.compile(rf'<c r="{address}"([^>]*?)( t="\w+")?(/>|>.*?</c>)'.encode())
    new = rf'<c r="{address}"\1 t="{kind}">'.encode()
    return _in_form(lambda xml: found.sub(lambda m: m.expand(new) + inside.encode() + b"</c>", xml))


def _entry(name: bytes, content: bytes, offset: int) -> tuple[bytes, bytes]:
    """Local header and line of the central directory of a stored part."""
    sizes = struct.pack("<3L2H", zlib.crc32(content), len(content), len(content), len(name), 0)
    local = b"PK\x03\x04" + struct.pack("<5H", 20, 0, 0, 0, 0x21) + sizes + name
    central = b"PK\x01\x02" + struct.pack("<6H", 20, 20, 0, 0, 0, 0x21) + sizes
    return local, central + struct.pack("<3H2L", 0, 0, 0, 0, offset) + name


def _ended(body: bytes, directory: list[bytes]) -> bytes:
    lines, count = b"".join(directory), len(directory) % 65536
    end = struct.pack("<4H2LH", 0, 0, count, count, len(lines), len(body), 0)
    return body + lines + b"PK\x05\x06" + end


def quoted() -> bytes:
    """A stored part whose content is the next part, header and all: the bytes count twice."""
    inner_local, _ = _entry(b"xl/media/b.bin", bytes(1000), 0)
    inner = inner_local + bytes(1000)
    outer_local, outer = _entry(b"xl/workbook.xml", inner, 0)
    _, line = _entry(b"xl/media/b.bin", bytes(1000), len(outer_local))
    return _ended(outer_local + inner, [outer, line])


def listed() -> bytes:
    """A directory of 100,000 lines for one part."""
    local, line = _entry(b"xl/workbook.xml", b"<workbook/>", 0)
    return _ended(local + b"<workbook/>", [line] * 100_000)


def before() -> bytes:
    """A whole workbook behind another beginning, with positions that allow for it."""
    target = io.BytesIO(b"PK\x03\x04" + bytes(100))
    with zipfile.ZipFile(target, "a") as archive:
        for name, content in _parts(filled()).items():
            archive.writestr(name, content)
    return target.getvalue()


def commented() -> bytes:
    """Another archive, directory and end included, in the comment of the first."""
    target = io.BytesIO(workbook())
    with zipfile.ZipFile(target, "a") as archive:
        archive.comment = workbook(sheet(ONE))
    return target.getvalue()


def patched(data: bytes, name: bytes, at: int, new: bytes) -> bytes:
    """The archive with bytes of the local header of a part changed, ``at`` from its start."""
    start = data.index(name) - 30 + at
    return data[:start] + new + data[start + len(new) :]


def renamed_inside() -> bytes:
    data = workbook()
    at = data.index(b"xl/styles.xml")
    return data[:at] + b"xl/stylez.xml" + data[at + 13 :]


def other_name() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in PARTS.items():
            info = zipfile.ZipInfo(name)
            if name == SHEET:
                other = b"xl/worksheets/sheet9.xml"
                crc = zlib.crc32(name.encode())
                info.extra = struct.pack("<HHBL", 0x7075, 5 + len(other), 1, crc) + other
            archive.writestr(info, content)
    return target.getvalue()


class _Stream(io.RawIOBase):
    """Something that cannot go back, for which sizes are written after a part."""

    def __init__(self) -> None:
        self.data = b""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        added = bytes(data)  # type: ignore[call-overload]  # whatever zipfile hands over
        self.data += added
        return len(added)


def streamed() -> bytes:
    stream = _Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _parts(filled()).items():
            archive.writestr(name, content)
    return stream.data


def long_sizes() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _parts(filled()).items():
            with archive.open(name, "w", force_zip64=True) as part:
                part.write(content)
    return target.getvalue()


def strings(xml: str, rows: str = ONE) -> bytes:
    return workbook({STRINGS: f'<sst xmlns="{MAIN}" {xml}</sst>', **sheet(rows)})


def repeated() -> bytes:
    """One string of 32,767 letters in 20,000 cells: 625 MB out of 100 KB."""
    rows = (f'<row r="{r}"><c r="A{r}" t="s"><v>0</v></c></row>' for r in range(1, 20_001))
    return strings(f'uniqueCount="1"><si><t>{"a" * 32_767}</t></si>', "".join(rows))


def many_cells() -> bytes:
    cells = "<c><v>1</v></c>" * 30
    rows = "".join(f"<row>{cells}</row>" for _ in range(_NO_CELLS // 30))
    return workbook(sheet(rows, f"<!--{noise(80_000)}-->"))


def far_everywhere() -> bytes:
    far = "A1:XFD1048576"

    def edit(xml: bytes) -> bytes:
        xml = re.sub(rb'<dimension ref="[^"]*"', f'<dimension ref="{far}"'.encode(), xml)
        xml = re.sub(rb'sqref="([A-Z0-9: $]+)"', rb'sqref="\1 XFC9:XFD1048576"', xml)
        return xml.replace(b"</sheetData>", b'<row r="1048576" spans="1:16384"/></sheetData>')

    return _in_form(edit)


def overlapping() -> bytes:
    ranges = "".join(f'<mergeCell ref="A{30 + k % 3}:A20000"/>' for k in range(30_000))

    def edit(xml: bytes) -> bytes:
        head, mark, tail = xml.partition(b"</mergeCells>")
        return head + ranges.encode() + mark + tail

    return _in_form(edit)


def two_of_one() -> bytes:
    sheets = "".join(f'<sheet name="s{k}" sheetId="{k}" r:id="rId1"/>' for k in range(1, 3000))
    text = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>'
    return workbook({"xl/workbook.xml": text})


def related(old: str, new: str) -> bytes:
    assert old in PARTS[RELS]
    return workbook({RELS: PARTS[RELS].replace(old, new)})


def two_tables() -> bytes:
    """One table of strings where the reader looks, another that the workbook names."""
    lines = PARTS[RELS].replace("/xl/sharedStrings.xml", "/xl/other.xml")
    return workbook({RELS: lines, "xl/other.xml": PARTS[STRINGS]})


def sheets(count: int) -> bytes:
    """A whole registration with as many small sheets behind its own."""

    def edit(parts: dict[str, bytes]) -> None:
        more = "".join(
            f'<sheet name="x{k}" sheetId="{1000 + k}" r:id="rX{k}"/>' for k in range(count)
        )
        lines = "".join(
            f'<Relationship Id="rX{k}" Type="{OFFICE}/worksheet" Target="worksheets/x{k}.xml"/>'
            for k in range(count)
        )
        book = parts["xl/workbook.xml"].replace(b"</sheets>", more.encode() + b"</sheets>")
        parts["xl/workbook.xml"] = book
        parts[RELS] = parts[RELS].replace(b"</Relationships>", lines.encode() + b"</Relationships>")
        parts.update({f"xl/worksheets/x{k}.xml": PARTS[SHEET].encode() for k in range(count)})

    return _filled(edit)


def styled() -> bytes:
    def edit(parts: dict[str, bytes]) -> None:
        looks = b"".join(b'<xf numFmtId="%d"/>' % (k % 70_000) for k in range(70_000))
        codes = b'<numFmt numFmtId="60000" formatCode="%s"/>' % (b"[h]" * 80_000)
        styles = parts["xl/styles.xml"]
        styles = styles.replace(b"</cellXfs>", looks + b"</cellXfs>")
        parts["xl/styles.xml"] = styles.replace(b"</numFmts>", codes + b"</numFmts>")

    return _filled(edit)


def named() -> bytes:
    names = "".join(f'<definedName name="n{k}">{"A1+" * 50}A1</definedName>' for k in range(20_000))

    def edit(parts: dict[str, bytes]) -> None:
        book = parts["xl/workbook.xml"]
        parts["xl/workbook.xml"] = book.replace(
            b"</definedNames>", names.encode() + b"</definedNames>"
        )

    return _filled(edit)
