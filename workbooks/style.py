"""The looks of our workbooks: colours and cell formats, one function per kind of cell."""

from __future__ import annotations

from typing import Any

from schemas.kinds import FieldKind
from workbooks.writer import Book

__all__ = [
    "BAD_FILL",
    "BAD_TEXT",
    "GOOD_FILL",
    "GOOD_TEXT",
    "HEAD_FILL",
    "INPUT_FILL",
    "LINK_TEXT",
    "LOCKED_FILL",
    "MARK_FILL",
    "WARN_FILL",
    "body",
    "head",
    "hint",
    "input_cell",
    "label",
    "link",
    "locked_cell",
    "note",
    "number_format",
    "plain_text",
    "status",
    "title",
]

HEAD_FILL = "#D9E2F3"
INPUT_FILL = "#FFFDE7"
LOCKED_FILL = "#EDEDED"
BAD_FILL = "#F8CBAD"
BAD_TEXT = "#9C0006"
GOOD_FILL = "#E2EFDA"
GOOD_TEXT = "#375623"
WARN_FILL = "#FFE699"
MARK_FILL = "#FCE4D6"
LINK_TEXT = "#0563C1"

_TEXT = "@"


def number_format(kind: FieldKind | None) -> str:
    """The number format of an input: text for all but whole numbers.

    Decimals are typed into text cells. In a number cell ``2,5`` typed on an English machine
    silently becomes 25, and ``2.5`` on a Vietnamese one likewise; as text both are read as typed.
    """
    return "0" if kind is FieldKind.INTEGER else _TEXT


def title(book: Book, size: int = 14, **more: object) -> Any:
    """A heading line of a sheet."""
    return book.format(**({"bold": True, "font_size": size, "valign": "vcenter"} | more))


def plain_text(book: Book, **more: object) -> Any:
    """A line of running text, not wrapped."""
    return book.format(**({"valign": "vcenter"} | more))


def body(book: Book, **more: object) -> Any:
    """Wrapped running text."""
    return book.format(**({"text_wrap": True, "valign": "top"} | more))


def label(book: Book, **more: object) -> Any:
    """The label beside a header field or an answer."""
    base: dict[str, object] = {
        "text_wrap": True,
        "valign": "vcenter",
        "bold": True,
        "font_size": 11,
    }
    return book.format(**(base | more))


def head(book: Book, **more: object) -> Any:
    """The head of a column."""
    base: dict[str, object] = {
        "bold": True,
        "text_wrap": True,
        "align": "center",
        "valign": "vcenter",
        "border": 1,
        "bg_color": HEAD_FILL,
        "font_size": 11,
    }
    return book.format(**(base | more))


def hint(book: Book) -> Any:
    """The small line under a column head that says what belongs there."""
    return book.format(
        italic=True,
        text_wrap=True,
        align="center",
        valign="vcenter",
        border=1,
        font_size=9,
        font_color="#595959",
        bg_color="#F7F9FC",
    )


def input_cell(book: Book, *, number: str = _TEXT, **more: object) -> Any:
    """A cell to type into: unlocked, text unless ``number`` is another number format."""
    base: dict[str, object] = {
        "locked": False,
        "num_format": number,
        "text_wrap": True,
        "valign": "top",
        "border": 1,
        "border_color": "#A6A6A6",
        "bg_color": INPUT_FILL,
    }
    return book.format(**(base | more))


def locked_cell(book: Book, **more: object) -> Any:
    """A printed cell of a table that nobody may change."""
    base: dict[str, object] = {
        "text_wrap": True,
        "valign": "top",
        "border": 1,
        "border_color": "#A6A6A6",
        "bg_color": LOCKED_FILL,
        "num_format": _TEXT,
    }
    return book.format(**(base | more))


def status(book: Book, **more: object) -> Any:
    """The status column at the end of a row; General, or a text format would show the formula."""
    base: dict[str, object] = {
        "text_wrap": True,
        "valign": "top",
        "border": 1,
        "border_color": "#A6A6A6",
        "font_size": 11,
    }
    return book.format(**(base | more))


def note(book: Book, **more: object) -> Any:
    """Small explaining text."""
    base: dict[str, object] = {"italic": True, "font_size": 11, "font_color": "#595959"}
    return book.format(**(base | {"valign": "vcenter"} | more))


def link(book: Book, **more: object) -> Any:
    """A link inside the workbook."""
    return book.format(**({"font_color": LINK_TEXT, "underline": 1, "valign": "top"} | more))
