"""Worksheet formulas as trees: the grammar of Excel 2010, stricter than other programs read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

__all__ = ["LAST_COLUMN", "LAST_ROW", "Kind", "Node", "parse", "walk"]

LAST_COLUMN = 16384
LAST_ROW = 1048576


class Kind(Enum):
    """What a node of the tree is."""

    NUMBER = "number"
    TEXT = "text"
    TRUTH = "truth"
    ERROR = "error"
    ARRAY = "array"
    NAME = "name"
    CELL = "cell"
    WHOLE = "whole"
    CALL = "call"
    OPERATOR = "operator"
    SPAN = "span"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One part of a formula; ``text`` is its source.

    ``word``: the function of a CALL, the sign of an OPERATOR, the name of a NAME, the letters and
    digits (with ``$``) of a CELL or of WHOLE rows or columns. ``sheet`` is what stands before the
    exclamation mark. A SPAN holds the two ends of ``A1:B9``; an OPERATOR one operand (signs before
    it, percent behind it) or all operands of a chain that binds equally tightly (``1+2-3``).
    """

    kind: Kind
    text: str
    word: str = ""
    sheet: str = ""
    parts: tuple[Node, ...] = ()


def walk(node: Node) -> Iterator[Node]:
    """The node and everything under it, from left to right."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.parts))


@lru_cache(maxsize=1024)
def parse(text: str) -> tuple[Node | None, str]:
    """The tree of a formula without its leading ``=``; or None and what is wrong with it."""
    try:
        return _Parser(text).whole(), ""
    except _Wrong as wrong:
        return None, str(wrong)


class _Wrong(Exception):
    """The text is no formula; never leaves this module."""


_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")
    |(?P<array>\{[^{}"]*(?:"(?:[^"]|"")*"[^{}"]*)*\})
    |(?P<sheet>'(?:[^']|'')+'!|[^\W\d][\w.]*(?::[^\W\d][\w.]*)?!)
    |(?P<error>\#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!))
    |(?P<call>[A-Za-z_][\w.]*\()
    |(?P<cell>\$?[A-Za-z]{1,3}\$?[0-9]+(?![\w.(]))
    |(?P<whole>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w.(])|\$?[0-9]+:\$?[0-9]+)
    |(?P<number>[0-9]+(?:\.[0-9]+)?(?:[Ee][+-]?[0-9]+)?)
    |(?P<name>[^\W\d][\w.]*)
    |(?P<open>\()
    |(?P<close>\))
    |(?P<comma>,)
    |(?P<operator><>|<=|>=|[-+*/^&=<>:%])
    |(?P<space>[ ]+)
    |(?P<strange>.)""",
    re.VERBOSE | re.DOTALL,
)
_LEVELS = (("=", "<>", "<", ">", "<=", ">="), ("&",), ("+", "-"), ("*", "/"), ("^",))
"""Operators of two operands from the loosest to the tightest; all bind to the left."""

_TIGHTNESS = {sign: level for level, signs in enumerate(_LEVELS) for sign in signs}

_DEEPEST = 100
"""Brackets in each other; Excel stops at 64 functions, this only keeps us from running too deep."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int
    spaced: bool


def _tokens(text: str) -> Iterator[_Token]:
    spaced = False
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or ""
        if kind == "strange":
            raise _Wrong(f"not part of a formula: {found.group()!r}")
        if kind != "space":
            yield _Token(
                kind=kind, text=found.group(), start=found.start(), end=found.end(), spaced=spaced
            )
        spaced = kind == "space"


class _Parser:
    """Recursive descent; `place` is the token that comes next."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tuple(_tokens(text))
        self.place = 0
        self.deep = 0

    def whole(self) -> Node:
        """The tree of the whole text."""
        node = self.binary()
        if self.place < len(self.tokens):
            self.refuse(self.tokens[self.place])
        return node

    def peek(self, *signs: str) -> bool:
        """Whether one of these operators comes next."""
        if self.place >= len(self.tokens):
            return False
        token = self.tokens[self.place]
        return token.kind == "operator" and token.text in signs

    def kind(self) -> str:
        """The kind of the token that comes next, empty at the end."""
        return self.tokens[self.place].kind if self.place < len(self.tokens) else ""

    def take(self) -> _Token:
        """The next token, which is then behind us."""
        if self.place >= len(self.tokens):
            raise _Wrong("the formula ends too early")
        self.place += 1
        return self.tokens[self.place - 1]

    def refuse(self, token: _Token) -> None:
        """Says why this token cannot stand here."""
        if token.kind == "close":
            raise _Wrong("a closing bracket too many")
        if token.kind == "comma":
            raise _Wrong("a comma outside of a function")
        if token.spaced and token.kind in ("cell", "name", "sheet", "call"):
            raise _Wrong(f"an intersection: {self.text[token.start :][:30]}")
        raise _Wrong(f"an operand or operator is missing before: {self.text[token.start :][:30]}")

    def made(self, kind: Kind, start: int, word: str, *parts: Node, sheet: str = "") -> Node:
        """A node of the source from the start-th token to here."""
        source = self.text[self.tokens[start].start : self.tokens[self.place - 1].end]
        return Node(kind=kind, text=source, word=word, parts=parts, sheet=sheet)

    def tightness(self) -> int:
        """How tightly the operator that comes next binds; -1 where none does."""
        if self.place >= len(self.tokens):
            return -1
        token = self.tokens[self.place]
        return _TIGHTNESS.get(token.text, -1) if token.kind == "operator" else -1

    def binary(self, loosest: int = 0) -> Node:
        """Operands with operators between them that bind at least as tightly as ``loosest``."""
        start = self.place
        node = self.prefixed()
        while (level := self.tightness()) >= loosest:
            parts, sign = [node], self.tokens[self.place].text
            while self.tightness() == level:
                self.take()
                parts.append(self.binary(level + 1))
            node = self.made(Kind.OPERATOR, start, sign, *parts)
        return node

    def nested(self) -> Node:
        """An expression inside brackets, which may not be nested without end."""
        self.deep += 1
        if self.deep > _DEEPEST:
            raise _Wrong(f"more than {_DEEPEST} brackets in each other")
        node = self.binary()
        self.deep -= 1
        return node

    def prefixed(self) -> Node:
        """Signs before and percents behind; the sign binds tighter than the power."""
        start, sign = self.place, ""
        if self.peek("-", "+"):
            while self.peek("-", "+"):
                sign += self.take().text
            return self.made(Kind.OPERATOR, start, sign, self.prefixed())
        node = self.spanned()
        while self.peek("%"):
            node = self.made(Kind.OPERATOR, start, self.take().text, node)
        return node

    def spanned(self) -> Node:
        """One operand, or two references with a colon between them."""
        start = self.place
        node = self.operand()
        while self.peek(":"):
            self.take()
            node = self.made(Kind.SPAN, start, ":", node, self.operand())
        return node

    def operand(self) -> Node:
        """A constant, a reference, a name, a call or a bracket."""
        start, token = self.place, self.take()
        if token.kind == "sheet":
            inner = self.take()
            if inner.kind not in ("cell", "whole", "name"):
                self.refuse(inner)
            kind = Kind(inner.kind)
            return self.made(kind, start, inner.text, sheet=token.text[:-1])
        if token.kind == "open":
            node = self.nested()
            self.closed()
            return node
        if token.kind == "call":
            return self.call(start, token.text[:-1])
        if token.kind == "name" and token.text.upper() in ("TRUE", "FALSE"):
            return self.made(Kind.TRUTH, start, token.text)
        if token.kind in ("text", "array", "error", "cell", "whole", "number", "name"):
            return self.made(Kind(token.kind), start, token.text)
        self.refuse(token)
        raise AssertionError(token)

    def closed(self) -> None:
        """Takes the closing bracket."""
        if self.kind() == "close":
            self.take()
        elif self.kind():
            self.refuse(self.tokens[self.place])
        else:
            raise _Wrong("a bracket is not closed")

    def call(self, start: int, name: str) -> Node:
        """The arguments of a function; one that is left out is MISSING."""
        found: list[Node] = []
        if self.kind() == "close":
            self.take()
            return self.made(Kind.CALL, start, name)
        while True:
            if self.kind() in ("comma", "close"):
                found.append(Node(kind=Kind.MISSING, text=""))
            elif not self.kind():
                raise _Wrong("a bracket is not closed")
            else:
                found.append(self.nested())
            if self.kind() != "comma":
                break
            self.take()
        self.closed()
        return self.made(Kind.CALL, start, name, *found)
