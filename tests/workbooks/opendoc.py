"""Spreadsheets of OpenDocument (.ods), put together part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

__all__ = ["NAMESPACES", "cell", "content", "open_book", "row", "table", "text"]

_URN = "urn:oasis:names:tc:opendocument:xmlns"
NAMESPACES = " ".join(
    [
        *(f'xmlns:{n}="{_URN}:{n}:1.0"' for n in ("office", "table", "text", "style")),
        f'xmlns:fo="{_URN}:xsl-fo-compatible:1.0"',
        f'xmlns:svg="{_URN}:svg-compatible:1.0"',
        'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"',
        'xmlns:dc="http://purl.org/dc/elements/1.1/"',
        'xmlns:xlink="http://www.w3.org/1999/xlink"',
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"',
    ]
)
_MIME = "application/vnd.oasis.opendocument.spreadsheet"


def cell(inner: str = "", kind: str = "", /, **attributes: object) -> str:
    """A cell; ``kind`` is its value type, attribute names are written with ``_`` for ``-``."""
    typed = f' office:value-type="{kind}"' if kind else ""
    named = "".join(
        f" {_NAMES.get(key, 'table')}:{key.replace('_', '-')}={quoteattr(str(value))}"
        for key, value in attributes.items()
    )
    return f"<table:table-cell{typed}{named}>{inner}</table:table-cell>"


_NAMES = {
    name: "office"
    for name in ("value", "date_value", "time_value", "boolean_value", "string_value")
}


def row(*cells: str, more: str = "") -> str:
    """A row; ``more`` are its attributes."""
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def table(name: str, *rows: str, more: str = "", columns: str = "") -> str:
    """A sheet; ``more`` are its attributes."""
    inner = columns + "".join(rows)
    return f"<table:table table:name={quoteattr(name)} {more}>{inner}</table:table>"


def content(*tables: str, styles: str = "", faces: str = "", before: str = "") -> str:
    """The part ``content.xml``."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMESPACES}>'
        f"<office:font-face-decls>{faces}</office:font-face-decls>"
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{before}{''.join(tables)}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )


def text(value: str) -> str:
    """The paragraphs of a text."""
    return "".join(f"<text:p>{escape(line)}</text:p>" for line in value.split("\n"))


def open_book(
    made: str, parts: Mapping[str, str] | None = None, without: Sequence[str] = ()
) -> bytes:
    """A whole .ods around the part ``content.xml``."""
    whole = {
        "content.xml": made,
        "META-INF/manifest.xml": (
            f'<manifest:manifest xmlns:manifest="{_URN}:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_MIME}"/>'
            "</manifest:manifest>"
        ),
        **(parts or {}),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", _MIME, zipfile.ZIP_STORED)
        for name, part in whole.items():
            if name not in without:
                archive.writestr(name, part)
    return target.getvalue()
