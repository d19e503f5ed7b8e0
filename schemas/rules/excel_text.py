"""How long a text that a formula computes can get, as far as the formula itself tells."""

from __future__ import annotations

from schemas.rules.excel_syntax import Kind, Node

__all__ = ["MAX_CELL", "longest", "plain_text", "shortest"]

MAX_CELL = 32767
"""Characters in a cell."""

_NUMBER = 24
"""More than any number needs."""

_KEEPS = frozenset(["CLEAN", "LOWER", "PROPER", "T", "TRIM", "UPPER"])


def plain_text(node: Node) -> str:
    """The text that a literal stands for."""
    return node.text[1:-1].replace('""', '"')


def longest(node: Node) -> int | None:
    """The most characters that the part can have; None where it does not tell.

    Cells and names do not tell: what they hold is judged where it is computed.
    """
    if node.kind is Kind.TEXT:
        return len(plain_text(node))
    if node.kind in (Kind.NUMBER, Kind.TRUTH, Kind.MISSING):
        return _NUMBER
    if node.kind is Kind.OPERATOR:
        return _joined(node) if node.word == "&" else _NUMBER
    return _called(node) if node.kind is Kind.CALL else None


def shortest(node: Node) -> int:
    """The least characters that the part must have: its literals."""
    if node.kind is Kind.TEXT:
        return len(plain_text(node))
    if node.kind is Kind.OPERATOR and node.word == "&":
        return sum(shortest(part) for part in node.parts)
    return 0


def _joined(node: Node) -> int:
    """A part that does not tell may fill a cell."""
    return sum(MAX_CELL if (most := longest(part)) is None else most for part in node.parts)


def _called(node: Node) -> int | None:
    if node.word in ("LEFT", "RIGHT", "MID"):
        return _cut(node)
    if node.word in _KEEPS and node.parts:
        most = longest(node.parts[0])
        return MAX_CELL if most is None else most
    if node.word == "REPT" and len(node.parts) == 2:
        most, times = longest(node.parts[0]), node.parts[1]
        known = most is not None and times.kind is Kind.NUMBER
        return (most or 0) * int(float(times.word)) if known else MAX_CELL
    if node.word == "SUBSTITUTE" and len(node.parts) >= 3:
        return _substituted(node)
    if node.word in ("IF", "IFERROR", "CHOOSE"):
        found = [longest(part) for part in node.parts[node.word != "IFERROR" :]]
        return None if None in found else max(most for most in found if most is not None)
    return None


def _cut(node: Node) -> int:
    """LEFT, RIGHT and MID: the number of characters where it is a plain number."""
    inner = longest(node.parts[0])
    whole = MAX_CELL if inner is None else inner
    asked = node.parts[-1]
    if len(node.parts) == 1:
        return 1
    return min(whole, int(float(asked.word))) if asked.kind is Kind.NUMBER else whole


def _substituted(node: Node) -> int:
    """As long as before where what comes in is no longer than what goes out."""
    most = longest(node.parts[0])
    out, into = longest(node.parts[1]), longest(node.parts[2])
    if most is None or out is None or into is None or into > max(out, 1):
        return MAX_CELL
    return most
