"""A long JSON document as bytes, written piece by piece: never whole as objects or as text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

__all__ = ["Lines", "document_bytes", "line_bytes"]


@dataclass(frozen=True, slots=True)
class Lines:
    """A list of a document; ``told`` makes the line of an item only when it is written."""

    items: Sequence[Any]
    told: Callable[[Any], object]

    def __iter__(self) -> Iterator[object]:
        return map(self.told, self.items)


def line_bytes(lines: Lines) -> bytes:
    """One JSON text a line, each with a line end (UTF-8, LF)."""
    return _joined(_dump(line, None) + "\n" for line in lines)


def document_bytes(document: Mapping[str, object]) -> bytes:
    """What `json.dumps` with an indent of 1 makes of the document, and a line end (UTF-8, LF).

    Values may be `Lines`, but only at the top.
    """
    return _joined(_pieces(document))


def _pieces(document: Mapping[str, object]) -> Iterator[str]:
    opening = "{\n"
    for key, value in document.items():
        yield f"{opening} {_dump(key, None)}: "
        if isinstance(value, Lines):
            yield from _listed(value)
        else:
            yield _indented(_dump(value, 1), 1)
        opening = ",\n"
    yield "\n}\n" if document else "{}\n"


def _listed(lines: Lines) -> Iterator[str]:
    opening = "[\n"
    for line in lines:
        yield f"{opening}  {_indented(_dump(line, 1), 2)}"
        opening = ",\n"
    yield "\n ]" if lines.items else "[]"


def _indented(text: str, depth: int) -> str:
    """JSON further in; within a string it has no line ends."""
    return text.replace("\n", "\n" + " " * depth)


def _joined(pieces: Iterable[str]) -> bytes:
    made = BytesIO()
    for piece in pieces:
        made.write(piece.encode())
    return made.getvalue()


def _dump(value: object, indent: int | None) -> str:
    separators = (",", ": ") if indent else (", ", ": ")
    return json.dumps(value, ensure_ascii=False, indent=indent, separators=separators)
