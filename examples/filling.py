"""Fills issued workbooks as a unit or a member would, cell by cell, and saves them again.

Where the cells stand comes from ``workbooks.layout`` and from what the workbook's own card says.
The bytes depend on the input alone: constant zip times, and the planned moment of saving.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from schemas.formpart import decode_form
from workbooks.layout import CARD_SHEET, Layout, layout_of

__all__ = ["Filling", "Typed", "encrypted", "fill", "foreign_document", "sender_of", "truncated"]

Typed = str | int | Decimal | tuple[int, ...] | None
"""What is typed: text, a number, ticks by place of the choice, or ``None`` for nothing."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """What goes into one workbook.

    ``rows``: entry id → field id → what is typed. ``saved_at`` is UTC. ``bare``: validations and
    conditional formats are gone, as after pasting. ``moved``: entry id → the id whose content
    stands in its row, as after sorting. ``campaign`` replaces the campaign on the card.
    ``relabelled``: printed id → the id that somebody wrote over it.
    """

    saved_at: datetime
    header: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, Mapping[str, Typed]] = field(default_factory=dict)
    nil: bool = False
    bare: bool = False
    moved: Mapping[str, str] = field(default_factory=dict)
    campaign: str = ""
    relabelled: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Form:
    """The form sheet of an opened workbook, its places and the sheet row (1-based) of each id."""

    sheet: Worksheet
    layout: Layout
    rows: Mapping[str, int]


def sender_of(data: bytes) -> str:
    """The code of the unit or member a workbook was issued to."""
    book = _opened(data, read_only=True)
    said = {str(row[0]): str(row[1]) for row in book[CARD_SHEET].iter_rows(values_only=True)}
    book.close()
    return said["sender"]


def fill(data: bytes, filling: Filling) -> bytes:
    """The workbook ``data`` with everything of ``filling`` in it."""
    book = _opened(data)
    form = _form_of(book)
    for name, text in filling.header.items():
        row, column = form.layout.header[name]
        form.sheet.cell(row + 1, column + 1).value = text
    if filling.nil and form.layout.nil:
        row, column = form.layout.nil
        form.sheet.cell(row + 1, column + 1).value = "x"
    for entry_id, cells in filling.rows.items():
        if form.layout.cells:
            _fill_outline(form, cells)
        else:
            _fill_row(form, form.rows[entry_id], cells)
    for entry_id, other in filling.relabelled.items():
        form.sheet.cell(form.rows[entry_id], form.layout.id_col + 1).value = other
    if filling.moved:
        _move(form, filling.moved)
    if filling.bare:
        form.sheet.data_validations.dataValidation = []
        form.sheet.conditional_formatting = type(form.sheet.conditional_formatting)()
    if filling.campaign:
        _card(book)["campaign"].value = filling.campaign
    book.properties.modified = filling.saved_at
    made = io.BytesIO()
    book.save(made)
    return _settled(made.getvalue(), filling.saved_at)


def _opened(data: bytes, *, read_only: bool = False) -> Workbook:
    """A workbook as openpyxl reads it; it warns of print areas that are formulas."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return load_workbook(io.BytesIO(data), read_only=read_only)


def _form_of(book: Workbook) -> _Form:
    said = {key: str(cell.value) for key, cell in _card(book).items()}
    chunks = (said[f"form_{k}"] for k in range(1, int(said["form_chunks"]) + 1))
    stage = decode_form("".join(chunks))
    layout = layout_of(stage, int(said["rows"]))
    sheet = book[layout.sheet]
    places = range(layout.first_row + 1, layout.last_row + 2)
    if layout.cells:
        places = range(layout.id_row + 1, layout.id_row + 2)
    ids = {str(sheet.cell(row, layout.id_col + 1).value): row for row in places}
    return _Form(sheet, layout, ids)


def _card(book: Workbook) -> dict[str, Cell | MergedCell]:
    """The value cells of the card by key."""
    sheet = book[CARD_SHEET]
    places = range(1, sheet.max_row + 1)
    return {str(sheet.cell(row, 1).value): sheet.cell(row, 2) for row in places}


def _fill_outline(form: _Form, cells: Mapping[str, Typed]) -> None:
    """One answer per heading, each where the heading stands."""
    for name, typed in cells.items():
        row, column = form.layout.cells[name][0]
        if isinstance(typed, str | int):
            form.sheet.cell(row + 1, column + 1).value = typed


def _fill_row(form: _Form, row: int, cells: Mapping[str, Typed]) -> None:
    places = {**form.layout.shown, **form.layout.inputs}
    for name, typed in cells.items():
        if isinstance(typed, tuple):
            for index in typed:
                form.sheet.cell(row, places[name][index] + 1).value = "x"
        elif typed is not None:
            value = float(typed) if isinstance(typed, Decimal) else typed
            form.sheet.cell(row, places[name][0] + 1).value = value


def _move(form: _Form, moved: Mapping[str, str]) -> None:
    """Puts the content of other rows beside the printed ids, as sorting a range does."""
    columns = range(form.layout.id_col + 2, form.layout.status_col + 1)
    before = {
        entry_id: [form.sheet.cell(form.rows[entry_id], column).value for column in columns]
        for entry_id in moved.values()
    }
    for entry_id, other in moved.items():
        for column, value in zip(columns, before[other], strict=True):
            form.sheet.cell(form.rows[entry_id], column).value = value


def _settled(data: bytes, saved_at: datetime) -> bytes:
    """The same archive with constant times, and with the planned moment of saving."""
    stamp = saved_at.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", content)
            plain = zipfile.ZipInfo(info.filename, _EPOCH)
            plain.compress_type = zipfile.ZIP_DEFLATED
            plain.external_attr = 0o600 << 16
            new.writestr(plain, content, compresslevel=6)
    return out.getvalue()


def truncated(data: bytes) -> bytes:
    """The first part of a file, as a broken transfer leaves it."""
    return data[: len(data) * 3 // 5]


def encrypted() -> bytes:
    """The head of a workbook with a password: an OLE container with an encrypted package."""
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
    names = "Root Entry\0EncryptionInfo\0EncryptedPackage\0"
    return head + names.encode("utf-16-le").ljust(512, b"\0") + bytes(range(256)) * 4


def foreign_document(text: str) -> bytes:
    """A small Word document, sent where a workbook was asked for."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.'
        'openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "word/document.xml": f'<w:document xmlns:w="{word}"><w:body><w:p><w:r><w:t>{text}'
        "</w:t></w:r></w:p></w:body></w:document>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content)
    return out.getvalue()
