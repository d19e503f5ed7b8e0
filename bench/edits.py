"""What people and programs do to the parts of a workbook: well-formed, and often wrong.

Each edit changes the parts (name → bytes) of an .xlsx in place; a `Random` decides what and where.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from random import Random

from bench.oddtexts import ERRORS, FORMULAS, NUMBERS, VIETNAMESE, odd_text, stored
from schemas.oldfonts import Code
from tests.schemas.oldtyped import typed_in

__all__ = ["EDITS", "Parts", "wheres"]

Parts = dict[str, bytes]

_CELL = re.compile(rb'<c r="([A-Z]+)(\d+)"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_ROW = re.compile(rb'<row r="(\d+)"[^>]*?(?:/>|>.*?</row>)', re.DOTALL)
_SHEET = re.compile(rb"<sheet [^>]*/>")
_STRING = re.compile(rb"<si>.*?</si>|<si/>", re.DOTALL)
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_STRINGS, _STYLES, _BOOK = "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"
_NAMED = re.compile(rb'name="([^"]*)"')
_CARD_SHEET = "_thidua"

_COUNTS = (
    *("0", "-1", "1", "2", "3", "7", "99", "999999", "1000000", "4294967296", "9" * 5000),
    *("", "1.0", "²", "٣", " 1", "1e3", "x"),
)
_CARD_KEYS = (
    *("format", "campaign", "stage", "sender_kind", "sender", "submission", "part", "rows"),
    *("fingerprint", "form_chunks", "form_1", "form_2"),
)


def wheres(parts: Parts) -> tuple[list[str], str]:
    """The parts of all sheets in tab order, and that of the card (empty where there is none)."""
    rels = parts.get("xl/_rels/workbook.xml.rels", b"")
    targets = {}
    for tag in re.findall(rb"<Relationship [^>]*>", rels):
        told = dict(_ATTRIBUTE.findall(tag))
        target = told.get(b"Target", b"").decode("utf-8", "replace").removeprefix("/")
        targets[told.get(b"Id", b"")] = target if target.startswith("xl/") else f"xl/{target}"
    sheets, card = [], ""
    for tag in _SHEET.findall(parts.get(_BOOK, b"")):
        told = dict(_ATTRIBUTE.findall(tag))
        part = targets.get(told.get(b"r:id", b""), "")
        if part in parts:
            sheets.append(part)
            card = part if told.get(b"name") == _CARD_SHEET.encode() else card
    return sheets, card


def _form(parts: Parts, random: Random) -> str:
    """A sheet, mostly the one with most typed cells outside the card and the hidden ones."""
    sheets, card = wheres(parts)
    shown = [name for name in sheets if name != card]
    named = dict(zip(sheets, _NAMED.findall(b"".join(_SHEET.findall(parts[_BOOK]))), strict=False))
    plain = ("Hướng dẫn", "Công văn", "Kiểm tra", "Cần bổ sung", "_danhmuc", "_kiem")
    forms = [name for name in shown if named.get(name, b"").decode() not in plain]
    return random.choice(forms if forms and random.random() < 0.9 else sheets)


def _replaced(parts: Parts, name: str, at: re.Match[bytes], new: bytes) -> None:
    parts[name] = parts[name][: at.start()] + new + parts[name][at.end() :]


def _typed_cell(random: Random, reference: bytes, style: bytes) -> bytes:
    head = b'<c r="' + reference + b'"' + style
    match random.randrange(9):
        case 0 | 1:
            return head + b"><v>" + random.choice(NUMBERS).encode() + b"</v></c>"
        case 2:
            return head + b' t="b"><v>' + random.choice((b"0", b"1", b"2")) + b"</v></c>"
        case 3:
            return head + b' t="e"><v>' + random.choice(ERRORS).encode() + b"</v></c>"
        case 4:
            formula = random.choice(FORMULAS).encode()
            value = stored(odd_text(random))[:400]
            return head + b' t="str"><f>' + formula + b"</f><v>" + value + b"</v></c>"
        case 5:
            moment = random.choice((b"2024-01-05", b"2024-01-05T10:00:00", b"1899-12-31", b"x"))
            return head + b' t="d"><v>' + moment + b"</v></c>"
        case _:
            text = b'<t xml:space="preserve">' + stored(odd_text(random)) + b"</t>"
            return head + b' t="inlineStr"><is>' + text + b"</is></c>"


def _style(attributes: bytes) -> bytes:
    found = re.search(rb' s="\d+"', attributes)
    return found[0] if found else b""


def _type(parts: Parts, random: Random) -> None:
    """Up to eight cells of a sheet hold something else."""
    name = _form(parts, random)
    for _ in range(random.choice((1, 1, 2, 3, 8))):
        cells = [*_CELL.finditer(parts[name])]
        at = random.choice(cells)
        style = _style(random.choice(cells)[3] if random.random() < 0.2 else at[3])
        _replaced(parts, name, at, _typed_cell(random, at[1] + at[2], style))


def _old_font(parts: Parts, random: Random) -> None:
    """A cell in a font of before Unicode, with such letters in it or with ours."""
    font = random.choice((".VnTime", ".VnTimeH", "VNI-Times", "vnarial", ".vntime", "VNI"))
    styles = parts[_STYLES]
    fonts = re.search(rb"<fonts[^>]*>", styles)
    looks = re.search(rb"<cellXfs[^>]*>(.*?)</cellXfs>", styles, re.DOTALL)
    if not fonts or not looks:
        return
    number = len(re.findall(rb"<xf ", looks[1]))
    place = styles.index(b"</fonts>")
    count = len(re.findall(rb"<font>|<font/>|<font ", styles[fonts.end() : place]))
    look = b'<xf numFmtId="0" fontId="%d" fillId="0" borderId="0"/>' % count
    parts[_STYLES] = (
        styles[:place]
        + b'<font><name val="' + font.encode() + b'"/><sz val="12"/></font>'
        + styles[place : looks.end(1)]
        + look
        + styles[looks.end(1) :]
    )  # fmt: skip
    name = _form(parts, random)
    at = random.choice([*_CELL.finditer(parts[name])])
    text = random.choice(VIETNAMESE)
    if random.random() < 0.7:
        text = typed_in(text, random.choice((Code.TCVN3, Code.VNI)))
    new = b'<c r="' + at[1] + at[2] + b'" s="%d" t="inlineStr"><is><t>' % number
    _replaced(parts, name, at, new + stored(text) + b"</t></is></c>")


def _text(parts: Parts, random: Random) -> None:
    """Strings of the table become other ones, runs of several fonts, or change places."""
    for _ in range(random.choice((1, 1, 3, 10))):
        found = [*_STRING.finditer(parts[_STRINGS])]
        at = random.choice(found)
        match random.randrange(4):
            case 0:
                new = random.choice(found)[0]
            case 1:
                fonts = random.choices((".VnTime", "VNI-Times", "Arial", ""), k=2)
                runs = b"".join(
                    b'<r><rPr><rFont val="' + font.encode() + b'"/></rPr><t>'
                    + stored(odd_text(random)) + b"</t></r>"
                    for font in fonts
                )  # fmt: skip
                new = b"<si>" + runs + b"</si>"
            case _:
                new = b"<si><t>" + stored(odd_text(random)) + b"</t></si>"
        _replaced(parts, _STRINGS, at, new)


def _rows(parts: Parts, random: Random) -> None:
    """Rows go, come twice, move down, lose their numbers, or change places."""
    name = _form(parts, random)
    rows = [*_ROW.finditer(parts[name])]
    at = random.choice(rows)
    match random.randrange(5):
        case 0:
            _replaced(parts, name, at, b"")
        case 1:
            _replaced(parts, name, at, at[0] * 2)
        case 2:
            _replaced(parts, name, at, random.choice(rows)[0])
        case 3:
            parts[name] = re.sub(rb'<(row|c) r="[^"]*"', rb"<\1", parts[name])
        case _:
            by = random.choice((-1, 1, 1, 2, 30, 19_000))
            tail = re.sub(
                rb'<(row|c) r="([A-Z]*)(\d+)"',
                lambda m: b'<%b r="%b%d"' % (m[1], m[2], max(1, int(m[3]) + by)),
                parts[name][at.start() :],
            )
            copy = at[0] if by == 1 and random.random() < 0.5 else b""
            parts[name] = parts[name][: at.start()] + copy + tail


def _cells(parts: Parts, random: Random) -> None:
    """Cells go, come twice, exchange what they hold, or stand elsewhere."""
    name = _form(parts, random)
    for _ in range(random.choice((1, 2, 5))):
        cells = [*_CELL.finditer(parts[name])]
        at, other = random.choice(cells), random.choice(cells)
        reference = b'<c r="' + at[1] + at[2] + b'"'
        new = random.choice(
            (
                b"",
                at[0] * 2,
                re.sub(rb'<c r="[^"]*"', reference, other[0]),
                at[0].replace(at[1] + at[2], other[1] + other[2], 1),
                at[0].replace(at[1] + at[2], (at[1] + at[2]).lower(), 1),
            )
        )
        _replaced(parts, name, at, new)


def _columns(parts: Parts, random: Random) -> None:
    """A column is put in: everything right of it moves by one."""
    name = _form(parts, random)
    first = random.randrange(1, 12)

    def moved(found: re.Match[bytes]) -> bytes:
        column = 0
        for letter in found[1]:
            column = column * 26 + letter - 64
        column += column >= first
        letters = b""
        while column:
            column, rest = divmod(column - 1, 26)
            letters = bytes((65 + rest,)) + letters
        return b'<c r="' + letters + found[2] + b'"'

    parts[name] = re.sub(rb'<c r="([A-Z]+)(\d+)"', moved, parts[name])


def _merge(parts: Parts, random: Random) -> None:
    """Merged ranges, also over each other, over everything, or of nothing."""
    name = _form(parts, random)
    row, end = random.randrange(1, 30), random.choice((1, 5, 20_000, 1_048_576))
    ranges = (f"A{row}:C{row}", f"B{row}:B{row + 3}", f"A1:ZZ{end}", f"C{row}", f"D9:B{row}")
    told = "".join(f'<mergeCell ref="{r}"/>' for r in random.sample(ranges, 2)).encode()
    if b"</mergeCells>" in parts[name]:
        parts[name] = parts[name].replace(b"</mergeCells>", told + b"</mergeCells>", 1)
    else:
        more = b"</sheetData><mergeCells>" + told + b"</mergeCells>"
        parts[name] = parts[name].replace(b"</sheetData>", more, 1)


def _row_looks(parts: Parts, random: Random) -> None:
    """Rows and columns hidden by a filter, grouped, of odd heights and widths."""
    name = _form(parts, random)
    more = random.choice(
        (b' hidden="1"', b' ht="409.5" customHeight="1"', b' outlineLevel="7"', b' spans="1:16384"')
    )
    share = random.choice((0.1, 0.5, 1.0))
    parts[name] = re.sub(
        rb'<row r="\d+"',
        lambda m: m[0] + (more if random.random() < share else b""),
        re.sub(rb' (hidden|ht|customHeight|outlineLevel|spans)="[^"]*"', b"", parts[name]),
    )


def _sheets(parts: Parts, random: Random) -> None:
    """Sheets renamed, shown, hidden, in another order, doubled or taken for each other."""
    tags = [*_SHEET.finditer(parts[_BOOK])]
    at, other = random.choice(tags), random.choice(tags)
    name = stored(odd_text(random))[: random.choice((31, 31, 300))].rpartition(b"&")[0] or b"S'1"
    link = re.search(rb'r:id="[^"]*"', other[0])
    new = random.choice(
        (
            _NAMED.sub(lambda _: b'name="' + name + b'"', at[0]),
            _NAMED.sub(lambda _: b'name="Sheet1"', at[0]),
            re.sub(rb' state="[^"]*"', b"", at[0]),
            re.sub(rb' state="[^"]*"', b"", at[0]).replace(b"/>", b' state="veryHidden"/>'),
            re.sub(rb'r:id="[^"]*"', lambda _: link[0] if link else b"", at[0]),
            at[0] + other[0],
            b"",
        )
    )
    _replaced(parts, _BOOK, at, new)
    if random.random() < 0.2:
        told: list[bytes] = _SHEET.findall(parts[_BOOK])
        shuffled: Iterator[bytes] = iter(random.sample(told, len(told)))
        parts[_BOOK] = _SHEET.sub(lambda _: next(shuffled), parts[_BOOK])


def _card(parts: Parts, random: Random) -> None:
    """The card says something else: of another stage, sender, number, form; or it is torn."""
    _, card = wheres(parts)
    if not card:
        return
    strings = _STRING.findall(parts.get(_STRINGS, b""))
    for _ in range(random.choice((1, 1, 2))):
        cells = [*_CELL.finditer(parts[card])]
        told = [c for c in cells if c[1] == b"B" and b"<v>" in (c[4] or b"")]
        at = random.choice(told)
        label = next((c for c in cells if (c[1], c[2]) == (b"A", at[2])), None)
        key = _content(label, strings) if label else b""
        old = _content(at, strings)
        new = _card_value(key.decode("utf-8", "replace"), old, random)
        text = b'<is><t xml:space="preserve">' + new + b"</t></is>"
        _replaced(parts, card, at, b'<c r="' + at[1] + at[2] + b'" t="inlineStr">' + text + b"</c>")


def _content(cell: re.Match[bytes], strings: Sequence[bytes]) -> bytes:
    found = re.search(rb"<v>(.*?)</v>", cell[4] or b"")
    if not found:
        return b""
    if b't="s"' not in cell[3]:
        return found[1]
    inner = re.search(rb"<t[^>]*>(.*?)</t>", strings[int(found[1])], re.DOTALL)
    return inner[1] if inner else b""


def _card_value(key: str, old: bytes, random: Random) -> bytes:
    if key.startswith("form_") and key != "form_chunks" and random.random() < 0.7:
        cut = random.randrange(len(old) + 1)
        spoilt = (old[:cut], old[cut:], old[:cut] + b"A" + old[cut + 1 :], old + old, b"")
        return random.choice(spoilt).replace(b"&", b"")
    if key in ("submission", "part", "rows", "form_chunks"):
        return random.choice(_COUNTS).encode()
    known = {
        "campaign": ("don-duong-2024", "lac-duong-2023", "dan-van-kheo-2023", "khong-co", ""),
        "stage": ("dang-ky", "bao-cao", "khao-sat-q1", "de-nghi", "cham-diem", "../x", ""),
        "sender": ("U0001", "U0002", "V0001", "M0007", "u0001", "=1+1", "", "a" * 40_000),
        "sender_kind": ("unit", "member", "body", "", "x"),
        "format": ("thidua-2", "", "THIDUA-1"),
    }
    if key in known and random.random() < 0.8:
        return random.choice(known[key]).encode()
    return stored(odd_text(random))


def _look(parts: Parts, random: Random) -> None:
    """An attribute takes the value that it has elsewhere in the part, or one near it."""
    name = random.choice([_form(parts, random), _form(parts, random), _BOOK, _STYLES])
    found = [*_ATTRIBUTE.finditer(parts[name])]
    at = random.choice(found)
    same = [m[2] for m in found if m[1] == at[1]]
    near = [b"%d" % (int(at[2]) + random.choice((-1, 1, 1000)))] if at[2].isdigit() else []
    new = random.choice([*near, random.choice(same)])
    parts[name] = parts[name][: at.start(2)] + new + parts[name][at.end(2) :]


def _formats(parts: Parts, random: Random) -> None:
    """Other number formats for everything, dates of 1904, or percent where days stood."""
    form = random.choice((b"0", b"9", b"14", b"22", b"45", b"46", b"49", b"164", b"999"))
    share = random.choice((0.05, 0.5, 1.0))
    parts[_STYLES] = re.sub(
        rb'(<xf [^>]*numFmtId=")[^"]*',
        lambda m: m[1] + form if random.random() < share else m[0],
        parts[_STYLES],
    )
    if random.random() < 0.2:
        parts[_BOOK] = parts[_BOOK].replace(b"<workbookPr", b'<workbookPr date1904="1"', 1)


EDITS: dict[str, Callable[[Parts, Random], None]] = {
    "type": _type,
    "font": _old_font,
    "text": _text,
    "rows": _rows,
    "cells": _cells,
    "columns": _columns,
    "merge": _merge,
    "row-looks": _row_looks,
    "sheets": _sheets,
    "card": _card,
    "look": _look,
    "formats": _formats,
}
"""What may be edited, by name: (parts, random) → nothing."""
