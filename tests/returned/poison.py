"""What a unit may type to be executed, followed or obeyed; and where each of it may stand.

Filled-in workbooks hold a token for every poison (`MARK` and a number); `poisoned` puts the poison
in place of its token inside the bytes, so that nothing on the way cleans or refuses it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from schemas.text import n2, safe_text

__all__ = ["MARK", "POISONS", "executable", "poisoned", "shown", "token"]

MARK = "Qzj7"
_TOKEN = re.compile(rf"{MARK}t(\d\d)".encode())
_UNFOLDED = re.compile(rf"(?<!_x005F)_x0041_({MARK})".encode())

POISONS: tuple[str, ...] = (
    f"=1+{MARK}a00",
    f"+1+{MARK}a01",
    f"-1+{MARK}a02",
    f"@SUM({MARK}a03)",
    f"\t=1+{MARK}a04",
    f"\r=1+{MARK}a05",
    f"=cmd|' /C calc'!{MARK}a06",
    f'=HYPERLINK("http://{MARK}a07.invalid","bấm")',
    f"http://{MARK}a08.invalid/",
    f"file:///C:/{MARK}a09",
    f"mailto:{MARK}a10@x.invalid",
    f"\\\\{MARK}a11\\share",
    f"internal:Sheet!{MARK}a12",
    f"external:{MARK}a13.xlsx",
    f"\x1b[31m{MARK}a14\x1b]0;x\x07",
    f"\u202e{MARK}a15\u202c",
    f"\0{MARK}a16",
    f"_x0041_{MARK}a17",
    f'&P&D&"x"{MARK}a18&&',
    f"[red]{MARK}a19[/red]",
    f"{{value}}{MARK}a20{{0}}",
    f"%s{MARK}a21%n",
    f"<f>{MARK}a22</f>&amp;]]>",
    f"{{={MARK}a23}}",
    f"{{{{ {MARK}a24 }}}}{{% x %}}",
    f"x\nLỖI {MARK}a25",
    f"'\"{MARK}a26';--",
    f"../../{MARK}a27",
    f'=IMPORTXML("http://{MARK}a28.invalid","//a")',
    f'=WEBSERVICE("http://{MARK}a29.invalid")',
    f"\x9b31m{MARK}a30",
    f"$({MARK}a31)`id`",
)


def token(number: int) -> str:
    """What stands for a poison until the workbook is whole."""
    return f"{MARK}t{number % len(POISONS):02}"


def shown(number: int) -> str:
    """How a poison may arrive: as typed, without what no file and no screen should hold."""
    return n2(safe_text(POISONS[number]))


def poisoned(data: bytes) -> bytes:
    """The workbook with every token made the poison it stands for, typed as text.

    openpyxl, which filled it, unfolds ``_x005F_`` on reading and does not fold it on writing; a
    spreadsheet program would have kept what was printed.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            content = _UNFOLDED.sub(rb"_x005F_x0041_\1", old.read(info))
            content = _TOKEN.sub(lambda found: _stored(POISONS[int(found[1])]), content)
            new.writestr(info.filename, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _stored(text: str) -> bytes:
    """A text as a workbook stores it: characters that XML cannot hold as ``_x0000_``."""
    kept = re.sub(r"_x[0-9A-Fa-f]{4}_", lambda m: "_x005F" + m[0], text)
    return re.sub("[\x00-\x08\x0b-\x1f\r]", lambda m: f"_x{ord(m[0]):04X}_", escape(kept)).encode()


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of a part: the element it stands in (or the attribute, as ``@name``)."""

    where: str
    text: str


_TEXTS = frozenset(("t", "v", "oddFooter", "oddHeader"))
"""Elements whose text is only ever shown."""

_SHOWN = frozenset(("@prompt", "@error", "@promptTitle", "@errorTitle", "@display", "@tooltip"))
_FORMULAS = frozenset(("f", "formula", "formula1", "formula2", "definedName"))
_LITERAL = re.compile(r'"(?:[^"]|"")*"')
"""A text within a formula of ours is no formula."""

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def executable(data: bytes) -> Iterator[str]:
    """Every place of a written workbook where a poison is more than text, or is not as typed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if MARK in name:
                yield f"part {name}"
            content = archive.read(name)
            if name.endswith(".rels") and b'TargetMode="External"' in content:
                yield f"{name}: external target"
            if MARK.encode() in content:
                yield from (f"{name}: {fault}" for fault in _faults(content))


def _faults(content: bytes) -> Iterator[str]:
    for found in _texts(content):
        if MARK not in found.text:
            continue
        if found.where in _FORMULAS:
            if MARK in _LITERAL.sub("", found.text):
                yield f"{found.where}: {found.text[:80]!r}"
        elif found.where not in _TEXTS and found.where not in _SHOWN:
            yield f"{found.where}: {found.text[:80]!r}"
        elif not _as_typed(found):
            yield f"changed in {found.where}: {found.text[:120]!r}"


def _as_typed(found: _Text) -> bool:
    text = found.text
    if found.where.startswith("odd"):
        text = text.replace("&&", "&")
    elif found.where == "t":
        text = _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text)
    flat = n2(text.replace("⏎", "\n"))  # how a line break is quoted on one line
    return all(shown(int(number)) in flat for number in re.findall(rf"{MARK}a(\d\d)", flat))


def _texts(content: bytes) -> Iterator[_Text]:
    for element in ElementTree.fromstring(content).iter():
        local = element.tag.rpartition("}")[2]
        if element.text:
            yield _Text(local, element.text)
        for name, value in element.attrib.items():
            yield _Text("@" + name.rpartition("}")[2], value)
