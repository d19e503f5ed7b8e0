"""Whether each part of a formula is one value, a range or an array, and who may get which.

Excel 2010 computes a formula value by value unless it was entered as an array formula: where one
value is wanted, a range is silently cut down to the own row (implicit intersection) or gives
#VALUE!. Only SUMPRODUCT computes its arguments as arrays, and some functions refuse even there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from enum import Enum

from schemas.rules.excel_functions import FUNCTIONS, Function
from schemas.rules.excel_syntax import Kind, Node
from schemas.rules.excel_text import longest, shortest

__all__ = ["Shape", "shape_problems"]

MAX_LOOKED_UP = 255
"""MATCH, COUNTIF and the like give #VALUE! or find nothing beyond it."""

_LOOK_UP = {"MATCH": 0, "LOOKUP": 0, "HLOOKUP": 0, "VLOOKUP": 0, "COUNTIF": 1, "SUMIF": 1,
            "AVERAGEIF": 1, "COUNTIFS": 1, "SUMIFS": 2, "AVERAGEIFS": 2, "SEARCH": 0}  # fmt: skip
_CELL = re.compile(r"\$?([A-Za-z]+)\$?([0-9]+)")


class Shape(Enum):
    """What a part of a formula gives; UNKNOWN where a name may stand for either."""

    ONE = "one"
    RANGE = "range"
    ARRAY = "array"
    UNKNOWN = "unknown"


_MANY = (Shape.RANGE, Shape.ARRAY)


def shape_problems(
    tree: Node, *, ranges: Collection[str] = (), whole: bool = False
) -> tuple[str, ...]:
    """What Excel 2010 would cut down, refuse, or want entered as an array.

    ``ranges`` are names (lower case) that stand for several cells; names that begin with ``dm_``
    always do. ``whole``: the formula may give a range (definition of a name, source of a list).
    """
    judge = _Judge(ranges)
    shape = judge.shape(tree, lifted=False)
    if not whole and shape in _MANY:
        judge.problems.append(f"the result is {_word(shape)}: {_short(tree)}")
    return tuple(dict.fromkeys(judge.problems))


def _word(shape: Shape) -> str:
    return "a range" if shape is Shape.RANGE else "an array"


def _short(node: Node) -> str:
    return node.text if len(node.text) <= 40 else f"{node.text[:39]}…"


def _combined(shapes: Sequence[Shape]) -> Shape:
    """An array where any part gives several values."""
    return Shape.ARRAY if any(shape in _MANY for shape in shapes) else Shape.ONE


def _place(text: str) -> tuple[int, int] | None:
    """Row and column of a cell reference."""
    found = _CELL.fullmatch(text)
    if not found:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def _size(node: Node) -> tuple[int, int] | None:
    """Rows and columns of a range between two cells."""
    if node.kind is not Kind.SPAN:
        return None
    ends = [_place(part.word) for part in node.parts if part.kind is Kind.CELL]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        return None
    (top, left), (bottom, right) = ends[0], ends[1]
    return abs(bottom - top) + 1, abs(right - left) + 1


def _extent(node: Node) -> tuple[int, int] | None:
    """Rows and columns of what a part gives inside SUMPRODUCT, where the formula tells."""
    if node.kind is Kind.OPERATOR:
        found = {size for part in node.parts if (size := _extent(part))}
        return next(iter(found)) if len(found) == 1 else None
    if node.kind is Kind.CALL:
        function = FUNCTIONS.get(node.word)
        lifts = function is not None and function.result == "each" and "v" in function.letters
        told = [part for place, part in enumerate(node.parts)
                if lifts and function and function.letter(place) == "v"]  # fmt: skip
        found = {size for part in told if (size := _extent(part))}
        return next(iter(found)) if len(found) == 1 else None
    return _size(node)


def _unlike(parts: Sequence[Node]) -> bool:
    """Whether parts have rows or columns of different number, more than one each."""
    sizes = [size for part in parts if (size := _extent(part))]
    return any(len({size[way] for size in sizes} - {1}) > 1 for way in (0, 1))


class _Judge:
    """Walks the tree once; ``lifted`` is true inside SUMPRODUCT."""

    def __init__(self, ranges: Collection[str]) -> None:
        self.ranges = ranges
        self.problems: list[str] = []

    def shape(self, node: Node, *, lifted: bool) -> Shape:
        """The shape of a part, its problems noted."""
        if node.kind is Kind.CALL:
            return self.call(node, lifted=lifted)
        if node.kind is Kind.OPERATOR:
            return self.operator(node, lifted=lifted)
        if node.kind is Kind.SPAN:
            for part in node.parts:
                self.end(part, lifted=lifted)
            return Shape.ONE if _size(node) == (1, 1) else Shape.RANGE
        if node.kind is Kind.NAME:
            return self.name(node.word.lower())
        if node.kind in (Kind.ARRAY, Kind.WHOLE):
            return Shape.ARRAY if node.kind is Kind.ARRAY else Shape.RANGE
        return Shape.ONE

    def end(self, node: Node, *, lifted: bool) -> None:
        """One end of a range: a cell, a name, or a function that gives a reference."""
        self.shape(node, lifted=lifted)
        if not _is_reference(node):
            self.problems.append(f"a range must begin and end with a reference: {_short(node)}")

    def name(self, name: str) -> Shape:
        """What a defined name stands for."""
        known = name in self.ranges or name.startswith("dm_")
        return Shape.RANGE if known else Shape.UNKNOWN

    def operator(self, node: Node, *, lifted: bool) -> Shape:
        """Arithmetic, comparison and joining want single values outside of SUMPRODUCT."""
        shapes = [self.shape(part, lifted=lifted) for part in node.parts]
        if lifted:
            self.sizes(node, node.parts)
            return _combined(shapes)
        for part, shape in zip(node.parts, shapes, strict=True):
            if shape in _MANY:
                self.problems.append(f"an operator over {_word(shape)}: {_short(part)}")
        return Shape.ONE  # told once is enough

    def call(self, node: Node, *, lifted: bool) -> Shape:
        """A function and its arguments."""
        function = FUNCTIONS.get(node.word)
        if function is None or not function.fits(len(node.parts)):
            return Shape.UNKNOWN  # told elsewhere
        inside = lifted or node.word == "SUMPRODUCT"
        shapes = [self.shape(part, lifted=inside) for part in node.parts]
        letters = [function.letter(place) for place in range(len(shapes))]
        for part, shape, letter in zip(node.parts, shapes, letters, strict=True):
            self.argument(node.word, part, shape, letter, lifted=lifted)
        self.texts(node)
        if node.word == "SUMPRODUCT" or node.word.endswith("IFS"):
            ranges = [p for p, letter in zip(node.parts, letters, strict=True) if letter in "rx"]
            self.sizes(node, ranges)
        return self.result(function, node, shapes, letters, lifted=lifted)

    def argument(self, name: str, part: Node, shape: Shape, letter: str, *, lifted: bool) -> None:
        """Notes what this argument may not be."""
        if letter == "r" and part.kind is not Kind.MISSING and not _is_reference(part):
            self.problems.append(f"{name} wants a reference: {_short(part)}")
        if shape not in _MANY:
            return
        if lifted and letter in ("s", "w"):
            self.problems.append(f"{name} reduces an array inside SUMPRODUCT: {_short(part)}")
        elif letter == "s" or (letter == "v" and not lifted):
            self.problems.append(f"{name} wants one value, not {_word(shape)}: {_short(part)}")

    def sizes(self, node: Node, parts: Sequence[Node]) -> None:
        """Ranges that are computed together must be of one size."""
        if _unlike(parts):
            self.problems.append(f"ranges of different size: {_short(node)}")

    def texts(self, node: Node) -> None:
        """What is looked up must stay within 255 characters, as must the target of a link."""
        place = _LOOK_UP.get(node.word, 0)
        part = node.parts[place] if node.parts else node
        if node.word == "HYPERLINK":
            over = shortest(part) > MAX_LOOKED_UP
        else:
            over = node.word in _LOOK_UP and (longest(part) or 0) > MAX_LOOKED_UP
        if over:
            text = f"{node.word} with a text over {MAX_LOOKED_UP} characters: {_short(part)}"
            self.problems.append(text)

    def result(
        self,
        function: Function,
        node: Node,
        shapes: Sequence[Shape],
        letters: Sequence[str],
        *,
        lifted: bool,
    ) -> Shape:
        """What the function gives."""
        if function.result == "each" and lifted:
            return _combined(
                [s for s, letter in zip(shapes, letters, strict=True) if letter == "v"]
            )
        if function.result == "branch":
            handed = [s for s, letter in zip(shapes, letters, strict=True) if letter == "b"]
            return next((s for s in handed if s is not Shape.ONE), Shape.ONE)
        if function.result == "index":
            return self.index(node, shapes[0])
        if function.result == "place":
            return Shape.ARRAY if lifted or (shapes and shapes[0] in _MANY) else Shape.ONE
        return Shape.ONE

    def index(self, node: Node, source: Shape) -> Shape:
        """One cell of a range, or with a row or column 0 or left out a part of it."""
        _, *places = node.parts
        size = _size(node.parts[0])
        if size and len(places) == 1 and 1 not in size:
            self.problems.append(f"INDEX of rows and columns by one number: {_short(node)}")
        sizes = size if size and len(places) > 1 else (max(size),) if size else ()
        for place, most in zip(places, sizes, strict=False):
            if place.kind is Kind.NUMBER and float(place.word) > most:
                self.problems.append(f"INDEX beyond its range: {_short(node)}")
        partly = any(p.kind is Kind.MISSING or p.text == "0" for p in places)
        return source if partly and source is not Shape.ONE else Shape.ONE


def _is_reference(node: Node) -> bool:
    """Whether the part can be a reference (names may be)."""
    if node.kind is Kind.CALL:
        if node.word == "INDEX":
            return _is_reference(node.parts[0])
        return node.word in ("IF", "CHOOSE") and all(map(_is_reference, node.parts[1:]))
    return node.kind in (Kind.CELL, Kind.SPAN, Kind.NAME, Kind.WHOLE)
