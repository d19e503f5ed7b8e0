"""Types cells into the XML of an issued workbook, as Excel would have saved them.

Neither our writer nor our reader takes part: the sheet, the shared strings and the styles are
edited as text.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape, unescape

from tests.verdicts.stored import Shape, Stored

__all__ = ["type_into"]

_CELL = re.compile(r'<c r="([A-Z]+[0-9]+)"( s="[0-9]+")?[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
_SHEET = re.compile(r'<sheet name="([^"]*)"[^>]*r:id="([^"]*)"')
_TARGET = re.compile(r'<Relationship Id="([^"]*)"[^>]*Target="([^"]*)"')
_FORMATS = re.compile(r'<cellXfs count="[0-9]+">(.*?)</cellXfs>', re.DOTALL)
_FORMAT = re.compile(r"<xf .*?(?:/>|(?<!/)>.*?</xf>)", re.DOTALL)
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")
_NUMBER_FORMATS = {Shape.DAY: "14", Shape.BOOL: "0"}
"""LibreOffice keeps TRUE only where the cell is not of the text format; it came by paste anyway."""
_OF_FORMULA = {Shape.SHARED: "str", Shape.INLINE: "str", Shape.BOOL: "b", Shape.ERROR: "e"}


def type_into(data: bytes, sheet: str, cells: Mapping[str, Stored]) -> bytes:
    """The workbook with ``cells`` (by A1 address) in one of its sheets; all of them must exist."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    part = _part_of(parts, sheet)
    styles = _Styles(parts["xl/styles.xml"].decode())
    strings = _Strings(parts["xl/sharedStrings.xml"].decode())
    left = set(cells)

    def put(found: re.Match[str]) -> str:
        stored = cells.get(found[1])
        if stored is None:
            return found[0]
        left.discard(found[1])
        return _cell(found[1], int((found[2] or ' s="0"')[4:-1]), stored, styles, strings)

    parts[part] = _CELL.sub(put, parts[part].decode()).encode()
    assert not left, f"no such cells in {sheet}: {sorted(left)[:5]}"
    parts["xl/styles.xml"] = styles.xml().encode()
    parts["xl/sharedStrings.xml"] = strings.xml().encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _part_of(parts: Mapping[str, bytes], sheet: str) -> str:
    ids = {
        unescape(n, {"&quot;": '"'}): i
        for n, i in _SHEET.findall(parts["xl/workbook.xml"].decode())
    }
    targets: dict[str, str] = dict(_TARGET.findall(parts["xl/_rels/workbook.xml.rels"].decode()))
    return "xl/" + targets[ids[sheet]]


class _Styles:
    """The cell formats, with those that a date or an apostrophe asks for added."""

    def __init__(self, xml: str) -> None:
        self._xml = xml
        found = _FORMATS.search(xml)
        assert found is not None
        self._formats: list[str] = _FORMAT.findall(found[1])
        self._made: dict[tuple[int, Shape, bool], int] = {}

    def of(self, base: int, shape: Shape, quoted: bool) -> int:
        """The format of a cell that had the format ``base``."""
        number = _NUMBER_FORMATS.get(shape)
        if number is None and not quoted:
            return base
        if (base, shape, quoted) not in self._made:
            made = self._formats[base]
            if number is not None:
                made = re.sub(r'numFmtId="[0-9]+"', f'numFmtId="{number}"', made, count=1)
                made = made.replace(' applyNumberFormat="1"', "")
                made = made.replace("<xf ", '<xf applyNumberFormat="1" ', 1)
            if quoted:
                made = made.replace("<xf ", '<xf quotePrefix="1" ', 1)
            self._made[base, shape, quoted] = len(self._formats)
            self._formats.append(made)
        return self._made[base, shape, quoted]

    def xml(self) -> str:
        """The part."""
        block = f'<cellXfs count="{len(self._formats)}">{"".join(self._formats)}</cellXfs>'
        return _FORMATS.sub(lambda _: block, self._xml, count=1)


class _Strings:
    """The shared strings with new ones at the end."""

    def __init__(self, xml: str) -> None:
        self._head, self._body = xml.split("<si", 1)
        self._body = "<si" + self._body.removesuffix("</sst>")
        self._count = self._body.count("<si>") + self._body.count("<si/>")
        self._added: dict[str, int] = {}

    def place(self, text: str) -> int:
        """The index of a string."""
        return self._added.setdefault(text, self._count + len(self._added))

    def xml(self) -> str:
        """The part."""
        count = self._count + len(self._added)
        head = re.sub(r' (count|uniqueCount)="[0-9]+"', rf' \1="{count}"', self._head)
        return (
            head + self._body + "".join(f"<si>{_t(text)}</si>" for text in self._added) + "</sst>"
        )


def _t(text: str) -> str:
    return f'<t xml:space="preserve">{_escaped(text)}</t>'


def _escaped(text: str) -> str:
    """As Excel writes strings: what XML cannot hold becomes ``_x000D_``."""
    coded = _ESCAPED.sub("_x005F_", text)
    return escape(_CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", coded))


def _cell(place: str, base: int, stored: Stored, styles: _Styles, strings: _Strings) -> str:
    shape = stored.shape
    start = f'<c r="{place}" s="{styles.of(base, shape, stored.quoted)}"'
    if stored.formula:
        made = f"<f>{escape(stored.formula)}</f>"
        if not stored.cached:
            return f"{start}>{made}</c>"
        kind = _OF_FORMULA.get(shape)
        kind = f' t="{kind}"' if kind else ""
        return f"{start}{kind}>{made}<v>{_escaped(stored.content)}</v></c>"
    match shape:
        case Shape.NOTHING:
            return f"{start}/>"
        case Shape.SHARED:
            return f'{start} t="s"><v>{strings.place(stored.content)}</v></c>'
        case Shape.INLINE:
            return f'{start} t="inlineStr"><is>{_t(stored.content)}</is></c>'
        case Shape.BOOL | Shape.ERROR:
            return f'{start} t="{shape.value}"><v>{stored.content}</v></c>'
        case Shape.NUMBER | Shape.DAY:
            return f"{start}><v>{stored.content}</v></c>"
