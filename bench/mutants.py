"""Workbooks spoilt at random, in their bytes and in their parts; a number decides how.

``mutant(seeds, number)`` is the same for the same seeds and number.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from random import Random

from bench.edits import EDITS, Parts
from bench.oddtexts import odd_text, stored
from bench.seeds import Seed

__all__ = ["BYTES", "FORM", "OLD", "OPEN", "PARTS", "mutant"]

_NUMBERS = (
    "0",
    "-1",
    "1",
    "4294967295",
    "4294967296",
    "9" * 30,
    "1e308",
    "NaN",
    "",
    " ",
    "²",
    "0x10",
    "1048577",
)
_REFERENCES = (
    "A0",
    "XFD1048576",
    "XFE1",
    "a1",
    "$A$1",
    "A1:B2",
    "A",
    "1",
    "AAAA1",
    "A99999999",
    "",
)
_PIECES = (
    b"<",
    b">",
    b"&",
    b"&#0;",
    b"&#x10FFFF;",
    b"]]>",
    b"<!--",
    b"<![CDATA[",
    b"<?a?>",
    b"\0",
    b"\xff",
    b"\xed\xa0\x80",
    b'"',
    b"_xD800_",
    b"_x0000_",
    b"<c/>",
    b"<row/>",
    b"<v/>",
    b"<is/>",
    b"<f/>",
)
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_TAG = re.compile(rb"<[^<>]*>")


def mutant(seeds: Sequence[Seed], number: int, others: int = 0) -> tuple[str, str, bytes]:
    """What was done to one of the seeds, the ending of its name, and what became of it.

    A quarter is spoilt in its bytes, a tenth in any way within its parts, the others are edited
    in form. Most are sent in the name of the unit ``M`` and ``number`` modulo ``others``.
    """
    random = Random(number)
    seed = random.choice(seeds)
    data = seed.data
    if others and seed.sender.startswith("U") and random.random() < 0.85:
        data = _renamed(data, seed, f"M{number % others:04}")
    kind = random.random()
    tables = BYTES if kind < 0.25 else PARTS if kind < 0.35 else FORM
    if seed.suffix == "xls":
        tables = BYTES if kind < 0.25 else OLD
    elif seed.suffix == "ods" and tables is FORM:
        tables = OPEN
    raw = [other.data for other in seeds]
    done: list[str] = []
    names = [random.choice(tuple(tables)) for _ in range(random.choice((1, 1, 2, 3)))]
    if tables is FORM and data is seed.data:
        names = ["type", *names]  # else it would often be the same once more
    for name in names:
        try:
            data = tables[name](data, random, raw)
        except (zipfile.BadZipFile, ValueError, IndexError, NotImplementedError, RuntimeError):
            continue  # nothing of this kind in it, or spoilt too far to be taken apart again
        except (zipfile.LargeZipFile, zlib.error, struct.error, OSError, EOFError, KeyError):
            continue
        done.append(name)
    return "+".join(done) or "none", seed.suffix, data


def _renamed(data: bytes, seed: Seed, code: str) -> bytes:
    """The same as another unit would have sent it."""
    old, new = seed.sender.encode(), code.encode()
    if seed.suffix == "xls":
        wide = seed.sender.encode("utf-16-le")
        return data.replace(old, new).replace(wide, code.encode("utf-16-le"))
    parts = _taken_apart(data)
    return _put_together({name: part.replace(old, new) for name, part in parts.items()})


def _taken_apart(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _put_together(parts: Parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            packed = zipfile.ZIP_STORED if len(content) < 2**16 else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), content, packed, compresslevel=1)
    return out.getvalue()


def _flip(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    spoilt = bytearray(data)
    for _time in range(random.choice((1, 1, 4, 64))):
        spoilt[random.randrange(len(spoilt))] = random.randrange(256)
    return bytes(spoilt)


def _cut(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    return data[: random.randrange(len(data))]


def _hole(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    at = random.randrange(len(data))
    return data[:at] + data[at + random.choice((1, 16, 512, 4096)) :]


def _insert(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    at = random.randrange(len(data))
    return data[:at] + random.randbytes(random.choice((1, 8, 512))) + data[at:]


def _splice(data: bytes, random: Random, seeds: Sequence[bytes]) -> bytes:
    other = random.choice(seeds)
    return data[: random.randrange(len(data))] + other[random.randrange(len(other)) :]


def _header(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    """One field of a local header, of a line of the directory or of its end."""
    mark = random.choice((b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"))
    if not data.startswith(b"PK"):
        raise ValueError("no archive")
    places = [found.start() for found in re.finditer(re.escape(mark), data)]
    at = random.choice(places) + 4 + random.randrange(26)
    value = random.choice((0, 1, 8, 255, random.randrange(256)))
    return data[:at] + bytes((value,)) + data[at + 1 :]


def _in_parts(edit: Callable[[Parts, Random], None]) -> Callable[..., bytes]:
    def apply(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
        parts = _taken_apart(data)
        edit(parts, random)
        return _put_together(parts)

    return apply


def _record(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    """A record of an .xls has another kind, length or content; its stream begins at 512."""
    places, at = [], 512
    while at + 4 <= len(data) and (size := struct.unpack_from("<H", data, at + 2)[0]) < 8225:
        if data[at : at + 2] == b"\0\0":
            break
        places.append((at, size))
        at += 4 + size
    spoilt = bytearray(data)
    for _time in range(random.choice((1, 1, 2, 8))):
        at, size = random.choice(places)
        within = random.choice((0, 2, *(4 + random.randrange(size) for _ in range(8) if size)))
        spoilt[at + within] = random.choice((0, 1, 255, random.randrange(256)))
    return bytes(spoilt)


def _exchange(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    """A stretch of text becomes another one of the same length."""
    found = [*re.finditer(rb"[\x20-\x7e]{4,}", data)]
    at = random.choice(found)
    size = len(at[0])
    new = random.choice((random.choice(found)[0], b"=" + b"9" * size, b"\0" * size, b"\xff" * size))
    return data[: at.start()] + new[:size].ljust(size) + data[at.end() :]


def _borrow(data: bytes, random: Random, seeds: Sequence[bytes]) -> bytes:
    """A part of another workbook in the place of its own: card, form, strings or styles."""
    parts, others = _taken_apart(data), _taken_apart(random.choice(seeds))
    name = random.choice(sorted(parts.keys() & others.keys()))
    parts[name] = others[name]
    return _put_together(parts)


def _open_cell(parts: Parts, random: Random) -> None:
    """Text, value, kind or repetition of a cell of an .ods."""
    name = "content.xml"
    found = [*re.finditer(rb"<text:p>([^<]*)</text:p>", parts[name])]
    at = random.choice(found)
    parts[name] = parts[name][: at.start(1)] + _plain(random) + parts[name][at.end(1) :]
    if random.random() < 0.5:
        more = random.choice(
            (
                b'table:number-columns-repeated="%d"' % random.choice((2, 50, 16_384, 10**12)),
                b'table:number-columns-spanned="3" table:number-rows-spanned="2"',
                b'table:formula="of:=1+1" office:value-type="float" office:value="2"',
                b'office:value-type="date" office:date-value="2024-13-01"',
                b'office:value-type="float" office:value="1e999"',
                b'office:value-type="percentage" office:value="0.5"',
                b'office:value-type="boolean" office:boolean-value="perhaps"',
            )
        )
        cells = [*re.finditer(rb"<table:table-cell[^>]*>", parts[name])]
        at = random.choice(cells)
        tag = b"<table:table-cell " + more + (b"/>" if at[0].endswith(b"/>") else b">")
        parts[name] = parts[name][: at.start()] + tag + parts[name][at.end() :]


def _open_row(parts: Parts, random: Random) -> None:
    """A row of an .ods goes, comes twice, is hidden or repeated."""
    name = "content.xml"
    rows = [*re.finditer(rb"<table:table-row.*?</table:table-row>", parts[name], re.DOTALL)]
    at, other = random.choice(rows), random.choice(rows)
    head = b"<table:table-row "
    new = random.choice(
        (
            b"",
            at[0] * 2,
            other[0],
            at[0].replace(head, head + b'table:visibility="filter" ', 1),
            at[0].replace(head, head + b'table:number-rows-repeated="7" ', 1),
            at[0].replace(head, head + b'table:number-rows-repeated="1048576" ', 1),
        )
    )
    parts[name] = parts[name][: at.start()] + new + parts[name][at.end() :]


def _open_look(parts: Parts, random: Random) -> None:
    """An attribute of an .ods takes the value that it has elsewhere."""
    name = "content.xml"
    found = [m for m in _ATTRIBUTE.finditer(parts[name]) if not m[1].startswith(b"xmlns")]
    at = random.choice(found)
    new = random.choice([m[2] for m in found if m[1] == at[1]])
    parts[name] = parts[name][: at.start(2)] + new + parts[name][at.end(2) :]


def _plain(random: Random) -> bytes:
    """An odd text without what no XML can hold."""
    return b"".join(part for part in re.split(rb"_x00[0-9A-F]{2}_", stored(odd_text(random))))


def _xml(parts: Parts, random: Random) -> str:
    """A part, mostly one that the reader needs."""
    needed = [
        n for n in parts if re.match(r"xl/(worksheets/sheet|styles|shared|workbook|_rels)", n)
    ]
    return random.choice(needed if needed and random.random() < 0.85 else sorted(parts))


def _attribute(parts: Parts, random: Random) -> None:
    name = _xml(parts, random)
    found = random.choice([*_ATTRIBUTE.finditer(parts[name])])
    values = (*_NUMBERS, *_REFERENCES, *(m[2].decode() for m in _ATTRIBUTE.finditer(parts[name])))
    value = random.choice(values).encode()
    parts[name] = parts[name][: found.start(2)] + value + parts[name][found.end(2) :]


def _cell(parts: Parts, random: Random) -> None:
    """Reference, look, type or value of cells: out of range, of another kind, or twice."""
    name = random.choice([n for n in parts if n.startswith("xl/worksheets/sheet")])
    kind, values = random.choice(
        (
            (rb'(<c r=")[^"]*(")', _REFERENCES),
            (rb'(<c [^>]*s=")[^"]*(")', _NUMBERS),
            (rb'(<c [^>]*t=")[^"]*(")', ("s", "str", "e", "b", "d", "n", "inlineStr", "x")),
            (rb"(<v>)[^<]*(</v>)", (*_NUMBERS, "#N/A", "TRUE", "2024-01-01T00:00:00")),
            (rb'(<row r=")[^"]*(")', _NUMBERS),
        )
    )
    value = random.choice(values).encode()
    share = random.choice((0.01, 0.2, 1.0))
    parts[name] = re.sub(
        kind, lambda m: m[1] + value + m[2] if random.random() < share else m[0], parts[name]
    )


def _token(parts: Parts, random: Random) -> None:
    name = _xml(parts, random)
    at = random.randrange(len(parts[name]))
    parts[name] = parts[name][:at] + random.choice(_PIECES) + parts[name][at:]


def _tag(parts: Parts, random: Random) -> None:
    """A tag is lost, stands twice, or changes its place with another."""
    name = _xml(parts, random)
    one = random.choice([*_TAG.finditer(parts[name])])
    new = random.choice((b"", one[0] * 2, random.choice(_TAG.findall(parts[name]))))
    parts[name] = parts[name][: one.start()] + new + parts[name][one.end() :]


def _lose(parts: Parts, random: Random) -> None:
    del parts[random.choice(sorted(parts))]


def _double(parts: Parts, random: Random) -> None:
    name = random.choice(sorted(parts))
    parts[random.choice((name.upper(), name + "2", "xl/" + name, "../" + name))] = parts[name]


def _swap(parts: Parts, random: Random) -> None:
    one, other = random.choice(sorted(parts)), random.choice(sorted(parts))
    parts[one], parts[other] = parts[other], parts[one]


def _relate(parts: Parts, random: Random) -> None:
    name = random.choice([n for n in parts if n.endswith(".rels")])
    targets = ("styles.xml", "../x.xml", "/xl/workbook.xml", "http://x.invalid/", "", "worksheets/")
    key = random.choice((b"Target", b"Id", b"Type")) + rb'="[^"]*"'
    found = random.choice([*re.finditer(key, parts[name])])
    new = found[0].partition(b"=")[0] + b'="' + random.choice(targets).encode() + b'"'
    parts[name] = parts[name][: found.start()] + new + parts[name][found.end() :]


Table = dict[str, Callable[..., bytes]]

BYTES: Table = {
    "flip": _flip,
    "cut": _cut,
    "hole": _hole,
    "insert": _insert,
    "splice": _splice,
    "header": _header,
}
"""What may be done to the bytes, by name: (data, random, seeds) → data."""

PARTS: Table = {
    "attribute": _in_parts(_attribute),
    "cell": _in_parts(_cell),
    "token": _in_parts(_token),
    "tag": _in_parts(_tag),
    "lose": _in_parts(_lose),
    "double": _in_parts(_double),
    "swap": _in_parts(_swap),
    "relate": _in_parts(_relate),
}
"""What may be done to the parts of an archive, in form or not."""

FORM: Table = {**{name: _in_parts(edit) for name, edit in EDITS.items()}, "borrow": _borrow}
"""What leaves the parts of an .xlsx in form."""

OLD: Table = {"record": _record, "exchange": _exchange}
"""What is done to the records of an .xls."""

OPEN: Table = {
    "open-cell": _in_parts(_open_cell),
    "open-row": _in_parts(_open_row),
    "open-look": _in_parts(_open_look),
}
"""What leaves the content of an .ods in form."""
