"""Everything of a saved workbook that a clerk could see, touch or miss, as openpyxl reads it.

Only what programs change by themselves when they save is left out: the height of rows, the
selected cell, and the author of notes.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.workbooks.plans import opened

__all__ = ["differences", "whole"]


def whole(path: Path) -> dict[str, Any]:
    """By sheet: every cell with its content, note and format, and all that hangs on the sheet."""
    book = opened(path)
    known: dict[int, str] = {}
    parts: dict[str, Any] = {
        "names": {name: one.attr_text for name, one in book.defined_names.items()},
        "sheets": [(sheet.title, sheet.sheet_state) for sheet in book.worksheets],
        "locks": repr(book.security),
    }
    for sheet in book.worksheets:
        parts |= {f"{sheet.title}: {key}": value for key, value in _sheet(sheet).items()}
        parts |= {
            f"{sheet.title}!{cell.coordinate}": _cell(cell, known)
            for row in sheet.iter_rows()
            for cell in row
            if not _is_void(cell)
        }
    return parts


def differences(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What is not the same in two workbooks; empty where all is."""
    return {
        key: (one.get(key), other.get(key))
        for key in [*one, *(key for key in other if key not in one)]
        if one.get(key) != other.get(key)
    }


def _sheet(sheet: Any) -> dict[str, Any]:
    return {
        "protection": dict(sheet.protection),
        "merged": sorted(str(one) for one in sheet.merged_cells.ranges),
        "rules": sorted(repr(rule) for rule in sheet.data_validations.dataValidation),
        "conditions": sorted(
            f"{block.sqref} {rule!r}"
            for block in sheet.conditional_formatting
            for rule in block.rules
        ),
        "hidden rows": {key for key, one in sheet.row_dimensions.items() if one.hidden},
        "columns": {key: (one.width, one.hidden) for key, one in sheet.column_dimensions.items()},
        "filter": (sheet.auto_filter.ref, repr(sheet.auto_filter.filterColumn)),
        "panes": sheet.freeze_panes,
        "print": (
            sheet.print_title_rows,
            sheet.print_title_cols,
            sheet.page_setup.orientation,
            sheet.page_setup.paperSize,
            sheet.page_setup.fitToWidth,
            sheet.page_setup.fitToHeight,
            str(sheet.oddFooter.center.text),
        ),
    }


def _is_void(cell: Any) -> bool:
    """An empty cell without a look: LibreOffice writes some below the last row, or does not."""
    empty = cell.value is None and cell.comment is None
    plain = not cell.fill.fill_type and not cell.border.left.style and cell.protection.locked
    return bool(empty and plain and cell.number_format == "General")


def _cell(cell: Any, known: dict[int, str]) -> tuple[object, ...]:
    """Content, note, link and format; ``known`` spares saying a format again."""
    if cell.style_id not in known:
        parts = (cell.fill, cell.font, cell.border, cell.alignment, cell.protection)
        known[cell.style_id] = f"{cell.number_format} {parts!r}"
    note = cell.comment.text if cell.comment else None
    link = cell.hyperlink.location if cell.hyperlink else None
    return _content(cell.value), note, link, known[cell.style_id]


def _content(value: Any) -> object:
    """Array formulas are objects of openpyxl, which know no equality."""
    return (value.ref, value.text) if hasattr(value, "text") else value
