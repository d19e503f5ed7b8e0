"""Static judge of worksheet formulas by Excel 2010: what a spreadsheet would refuse or bend.

The limits are those of Microsoft's "Excel specifications and limits" and of the file format; the
list with its sources is docs/excel-limits.md. LibreOffice accepts much of what is refused here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Literal

from schemas.rules.excel_functions import FUNCTIONS, LOCALE, VOLATILE
from schemas.rules.excel_shape import shape_problems
from schemas.rules.excel_syntax import LAST_COLUMN, LAST_ROW, Kind, Node, parse, walk
from schemas.rules.excel_text import plain_text

__all__ = ["MAX_LENGTH", "MAX_LEVELS", "MAX_LITERAL", "Place", "check_formula", "row_width"]

Place = Literal["cell", "shared", "condition", "validation", "name"]
"""Where a formula stands: a cell of its own, a cell that shares it with the cells below, a
conditional format, a data validation, the definition of a name."""

MAX_LENGTH = 8192
MAX_BYTES = 16384
MAX_LEVELS = 64
MAX_LITERAL = 255
MAX_ARGUMENTS = 255
MAX_DIGITS = 15
MAX_VALIDATION = 255

_PLACES = {
    "shared": "a shared formula",
    "condition": "a conditional format",
    "validation": "a data validation",
}
_ITEM = re.compile(r'"(?:[^"]|"")*"|-?[0-9]+(?:\.[0-9]+)?|TRUE|FALSE')
_CELL = re.compile(r"(\$?)([A-Za-z]+)(\$?)([0-9]+)")
_BARE_SHEET = re.compile(r"(?![A-Za-z]{1,3}[0-9]+$)(?!(?i:r[0-9]*c[0-9]*|r|c)$)[^\W\d]\w*")
_FORMAT = re.compile(r"[0#?]*")
"""Formats of TEXT without point, comma, date letters or words: those follow the region."""


def check_formula(
    text: str,
    names: Collection[str] = (),
    *,
    place: Place = "cell",
    ranges: Collection[str] = (),
    rows: Mapping[str, int] | None = None,
) -> tuple[str, ...]:
    """Every static problem of a formula without its leading ``=``; empty where it is fine.

    ``names`` are the defined names it may use; names that begin with ``dm_`` always may.
    ``ranges`` are those of them that stand for several cells (``dm_`` always does); of the others
    it is not asked whether they give one value. ``rows`` are names that move along with the row
    of the cell that uses them, with their number of columns (see `row_width`).
    """
    problems = [*_length_problems(text, place)]
    tree, wrong = parse(text)
    if tree is None:
        return (*problems, wrong)
    moving = {name.lower(): width for name, width in (rows or {}).items()}
    known = {name.lower() for name in (*names, *ranges, *moving)}
    for node in walk(tree):
        problems += _node_problems(node, known)
    problems += [*_size_problems(tree), *_place_problems(tree, place)]
    problems += _row_problems(tree, place, moving)
    whole = place in ("name", "validation")
    many = {name.lower() for name in ranges} | moving.keys()
    return (*dict.fromkeys(problems), *shape_problems(tree, ranges=many, whole=whole))


def _length_problems(text: str, place: Place) -> Iterator[str]:
    if text.startswith(("=", "{")):
        yield f"begins with {text[0]}"
    if place == "validation":
        length = len(text) - 2 * text.startswith('"')  # the quotes of a list do not count
        if length > MAX_VALIDATION:
            yield f"{length} characters, at most {MAX_VALIDATION}"
    elif len(text) + 1 > MAX_LENGTH:
        yield f"{len(text) + 1} characters, at most {MAX_LENGTH}"


def _node_problems(node: Node, known: Collection[str]) -> Iterator[str]:
    """What is wrong with one part for itself."""
    if node.sheet:
        yield from _sheet_problems(node)
    if node.kind is Kind.TEXT and len(plain_text(node)) > MAX_LITERAL:
        yield f"a literal of more than {MAX_LITERAL} characters: {node.text[:20]}…"
    elif node.kind is Kind.ARRAY:
        yield from _array_problems(node.text)
    elif node.kind is Kind.ERROR:
        yield f"an error value: {node.text}"
    elif node.kind is Kind.NUMBER:
        yield from _number_problems(node.text)
    elif node.kind is Kind.CELL and not _within(node.word):
        yield f"a reference beyond the sheet: {node.word}"
    elif node.kind is Kind.WHOLE:
        yield f"whole rows or columns: {node.text}"
    elif node.kind is Kind.CALL:
        yield from _call_problems(node)
    elif node.kind is Kind.NAME and not _is_known(node.word.lower(), known):
        yield f"unknown name: {node.word}"


def _sheet_problems(node: Node) -> Iterator[str]:
    sheet = node.sheet
    if "[" in sheet:
        yield f"a reference to another workbook: {node.text}"
    elif ":" in sheet:
        yield f"a reference across sheets: {node.text}"
    elif not sheet.startswith("'") and not _BARE_SHEET.fullmatch(sheet):
        yield f"a sheet name that must stand in quotes: {node.text}"


def _number_problems(text: str) -> Iterator[str]:
    mantissa, _, power = text.upper().partition("E")
    digits = mantissa.replace(".", "").strip("0")
    if len(digits) > MAX_DIGITS:
        yield f"a number of more than {MAX_DIGITS} digits: {text}"
    if abs(int(power or 0)) + len(mantissa.partition(".")[0]) > 307:
        yield f"a number beyond Excel: {text[:20]}"


def _array_problems(token: str) -> Iterator[str]:
    rows: list[int] = [1]
    inner, place = token[1:-1], 0
    while place < len(inner):
        found = _ITEM.match(inner, place)
        if not found:
            yield f"not an array of constants: {token[:30]}"
            return
        if len(found.group()) > MAX_LITERAL + 2:
            yield f"a literal of more than {MAX_LITERAL} characters in an array"
        place = found.end()
        if place < len(inner):
            if inner[place] not in ",;":
                yield f"not an array of constants: {token[:30]}"
                return
            rows = [*rows, 1] if inner[place] == ";" else [*rows[:-1], rows[-1] + 1]
        place += 1
    if not inner or inner[-1] in ",;":
        yield f"an array with an empty item: {token[:30]}"
    elif len(set(rows)) > 1:
        yield f"an array with rows of different length: {token[:30]}"


def _within(reference: str) -> bool:
    """Whether a cell lies on the sheet."""
    found = _CELL.fullmatch(reference)
    if not found:
        return False
    return _column(found[2]) <= LAST_COLUMN and 1 <= int(found[4]) <= LAST_ROW


def _column(letters: str) -> int:
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column


def _call_problems(node: Node) -> Iterator[str]:
    name, count = node.word, len(node.parts)
    if name.upper() in VOLATILE:
        yield f"volatile function: {name}"
    elif name.upper() in LOCALE:
        yield f"function that follows the locale: {name}"
    elif name not in FUNCTIONS:
        yield f"not a function of Excel 2010: {name}"
    elif count > MAX_ARGUMENTS:
        yield f"more than {MAX_ARGUMENTS} arguments"
    elif not FUNCTIONS[name].fits(count):
        yield f"{name} with {count} arguments"
    elif name == "TEXT" and not _is_plain_format(node.parts[1]):
        yield f"TEXT with a format that follows the locale: {node.text[:40]}"
    elif name == "CHAR" and not _is_ascii(node.parts[0]):
        yield f"CHAR beyond the first 127 follows the code page: {node.text[:40]}"


def _is_plain_format(node: Node) -> bool:
    return node.kind is Kind.TEXT and bool(_FORMAT.fullmatch(plain_text(node)))


def _is_ascii(node: Node) -> bool:
    return node.kind is Kind.NUMBER and 1 <= float(node.text) <= 127


def _is_known(name: str, known: Collection[str]) -> bool:
    return name in known or name.startswith("dm_")


def _size_problems(tree: Node) -> Iterator[str]:
    levels, size = _levels(tree), _bytes(tree)
    if levels > MAX_LEVELS:
        yield f"{levels} levels, at most {MAX_LEVELS}"
    if size > MAX_BYTES:
        yield f"about {size} bytes inside Excel, at most {MAX_BYTES}"


def _levels(node: Node) -> int:
    """How many functions stand in each other."""
    below = max(map(_levels, node.parts), default=0)
    return below + (node.kind is Kind.CALL)


def _bytes(tree: Node) -> int:
    """What Excel's inner form of the formula takes, counted generously."""
    return sum(map(_node_bytes, walk(tree)))


def _node_bytes(node: Node) -> int:
    if node.kind in (Kind.TEXT, Kind.ARRAY):
        return 10 + 2 * len(node.text)
    if node.kind is Kind.NUMBER:
        return 3 if len(node.text) < 5 and node.text.isdigit() else 9
    if node.kind is Kind.OPERATOR:
        return max(len(node.parts) - 1, len(node.word)) + 1
    if node.kind is Kind.CALL:
        return 4 + (5 * len(node.parts) if node.word in ("IF", "CHOOSE", "IFERROR") else 0)
    return 9 if node.sheet else 7


def _place_problems(tree: Node, place: Place) -> Iterator[str]:
    """What may stand in a cell but not here."""
    if place == "name":
        yield from _name_problems(tree)
    where = _PLACES.get(place)
    for node in walk(tree) if where else ():
        if node.sheet:
            yield f"another sheet in {where}: {node.text[:40]}"
        elif node.kind is Kind.ARRAY:
            yield f"an array constant in {where}: {node.text[:40]}"
    if place == "validation" and tree.kind is Kind.TEXT:
        items = plain_text(tree).split(",")
        if any(not item or item != item.strip() for item in items):
            yield f"a list with an empty or indented item: {tree.text[:40]}"


def _row_problems(tree: Node, place: Place, rows: Mapping[str, int]) -> Iterator[str]:
    """Names that move along: only one cell of the own row, told by its number, and in cells only.

    A conditional format, a validation or another name would count from a cell of its own.
    """
    asked = {id(node.parts[0]) for node in walk(tree) if _is_of_row(node, rows)}
    for node in walk(tree):
        if node.kind is Kind.NAME and node.word.lower() in rows:
            if place not in ("cell", "shared"):
                yield f"a name that moves along in a {place}: {node.text}"
            elif id(node) not in asked:
                yield f"a name that moves along outside of INDEX(…,1,number): {node.text}"


def _is_of_row(node: Node, rows: Mapping[str, int]) -> bool:
    if node.kind is not Kind.CALL or node.word != "INDEX" or len(node.parts) != 3:
        return False
    name, row, column = node.parts
    number = int(column.text) if column.kind is Kind.NUMBER and column.text.isdigit() else 0
    return row.text == "1" and 1 <= number <= rows.get(name.word.lower(), 0)


def row_width(text: str) -> int:
    """The columns of a name that moves along, ``'Đăng ký'!$A9:$S9``; 0 where it is none.

    One row of one sheet, its columns absolute and its row relative, left to right.
    """
    tree, _ = parse(text)
    if tree is None or tree.kind is not Kind.SPAN or len(tree.parts) != 2:
        return 0
    cells = [_CELL.fullmatch(part.word) for part in tree.parts if part.kind is Kind.CELL]
    if len(cells) != 2 or not cells[0] or not cells[1] or not tree.parts[0].sheet:
        return 0
    (left, first), (right, last) = ((_column(c[2]), c) for c in (cells[0], cells[1]))
    one_row = first[4] == last[4] and not first[3] and not last[3]
    straight = first[1] == last[1] == "$" and not tree.parts[1].sheet and left <= right
    return right - left + 1 if one_row and straight else 0


def _name_problems(tree: Node) -> Iterator[str]:
    if row_width(tree.text):
        return
    second = {id(part) for node in walk(tree) if node.kind is Kind.SPAN for part in node.parts[1:]}
    for node in walk(tree):
        if node.kind is not Kind.CELL:
            continue
        found = _CELL.fullmatch(node.word)
        if found and not (found[1] and found[3]):
            yield f"a relative reference in a name: {node.text}"
        if not node.sheet and id(node) not in second:
            yield f"a reference without a sheet in a name: {node.text}"
