"""The one door to XlsxWriter: refusals become exceptions, and equal content gives equal bytes."""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_range
from xlsxwriter.worksheet import CellBlankTuple, CellNumberTuple, CellStringTuple, Worksheet

from schemas.text import safe_text
from workbooks.holes import measured
from workbooks.xmltext import escape

__all__ = ["CREATED", "FONT", "Book", "WriteRefused", "new_book"]

FONT = "Times New Roman"
"""The font of every cell of ours."""

_LONGEST = 32_767

CREATED = datetime(2020, 1, 1)  # a constant, so that equal content gives equal bytes


_PLAIN_KINDS = frozenset((CellStringTuple, CellBlankTuple, CellNumberTuple))
"""The kinds of cells that stand in their thousands."""

_ERRORS = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))

_column = cache(xl_col_to_name)


class WriteRefused(RuntimeError):
    """XlsxWriter declined to write something; a bug of ours, never a user's fault."""


class _Sheet(Worksheet):
    """A worksheet whose ``soft`` rows have a height that a spreadsheet program may still change.

    XlsxWriter marks every height as custom; Excel then no longer fits the row to what is typed.
    It also looks for thirty functions of newer Excels in every formula; ours have none
    (``schemas.rules.excel`` holds them to Excel 2010), and the search took half of the time.
    A formula that is the same in every row of a column it writes whole each time; ours may stand
    once, in the first cell, and the others only name it (``Book.shared``). An empty text as the
    value of a formula it leaves without a type; Protected View might then show 0. The cells of
    the four common kinds are put into words here, a row at once: it was half of the time again.
    """

    def __init__(self) -> None:
        super().__init__()
        self.soft: set[int] = set()
        self.shared = 0
        self._columns: list[tuple[int, int, str, int, Any, Sequence[Any]]] = []

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")

    def _xml_start_tag_unencoded(self, tag: str, attributes: Any = ()) -> None:
        pairs = list(attributes)
        if tag == "row" and self.soft and dict(pairs)["r"] - 1 in self.soft:
            pairs = [pair for pair in pairs if pair[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, pairs)

    def _xml_formula_element(self, formula: str, result: object, attributes: Any = ()) -> None:
        told = [*attributes, ("t", "str")] if result == "" else attributes
        pairs = "".join(f' {key}="{value}"' for key, value in told)  # place, look, type
        out: Any = self.fh
        out.write(f"<c{pairs}><f>{escape(formula)}</f>{_kept(result)}</c>")

    def share(self, place: tuple[int, int], element: str, look: Any, values: Sequence[Any]) -> int:
        """Puts the cells of a shared formula down a column; a None among the values leaves a cell.

        ``element`` is the ``f`` element of the first, at least one cell.
        """
        row, column = place
        last = row + len(values) - 1
        if self._check_dimensions(row, column) or self._check_dimensions(last, column):
            return -1
        self._columns.append((row, column, element, self.shared, look, values))
        self.shared += 1
        return 0

    def _write_rows(self) -> None:
        if self.constant_memory:
            super()._write_rows()
            return
        self._number_looks()
        rows = self._shared_cells()
        self._calculate_spans(rows)
        for row in sorted({*self.table, *rows, *self.row_info, *self.comments}):
            if not (self.dim_rowmin or 0) <= row <= (self.dim_rowmax or 0):
                continue
            cells, info = rows.get(row, {}), self.row_info.get(row)
            span = self.row_spans.get(row // 16)
            for column, cell in self.table[row].items():
                cells[column] = self._cell(row, column, cell)
            if cells:
                self._write_row(row, span, info)
                self._write_text("".join([cells[column] for column in sorted(cells)]))
                self._xml_end_tag("row")
            elif row in self.row_info or row in self.comments:
                self._write_empty_row(row, span, info)

    def _write_text(self, text: str) -> None:
        out: Any = self.fh
        out.write(text)

    def _number_looks(self) -> None:
        """Looks get their numbers in the order of the cells, as XlsxWriter gives them."""
        first = [(row, column, look) for row, column, _, _, look, _ in self._columns if look]
        for row, cells in self.table.items():
            first += [(row, column, cell.format) for column, cell in cells.items() if cell.format]
        seen = set[int]()
        for _, _, look in sorted(first, key=lambda cell: cell[:2]):
            if id(look) not in seen:
                seen.add(id(look))
                look._get_xf_index()

    def _shared_cells(self) -> dict[int, dict[int, str]]:
        """The cells of shared formulas by row and column."""
        rows: dict[int, dict[int, str]] = defaultdict(dict)
        for first, column, element, number, look, values in self._columns:
            begin = f'<c r="{_column(column)}'
            style = f'" s="{look._get_xf_index()}"' if look else '"'
            ends: dict[tuple[type, object], str] = {}
            for row, value in enumerate(values, first):
                if value is None:
                    continue
                key = (value.__class__, value)
                if key not in ends:
                    ends[key] = _valued(element, value)
                rows[row][column] = f"{begin}{row + 1}{style}{ends[key]}"
                if row == first:
                    element, ends = f'<f t="shared" si="{number}"/>', {}
        return rows

    def _cell(self, row: int, column: int, cell: Any) -> str:
        """One cell; those of the common kinds without XlsxWriter's detours."""
        kind = type(cell)
        if cell.format is not None and kind in _PLAIN_KINDS:
            begin = f'<c r="{_column(column)}{row + 1}" s="{cell.format._get_xf_index()}"'
            if kind is CellStringTuple:
                return f'{begin} t="s"><v>{cell.string}</v></c>'
            return (
                f"{begin}/>" if kind is CellBlankTuple else f"{begin}><v>{cell.number:.16G}</v></c>"
            )
        sheet: Any = self
        whole, piece = sheet.fh, StringIO()
        sheet.fh = piece
        self._write_cell(row, column, cell)
        sheet.fh = whole
        return piece.getvalue()

    def _calculate_spans(self, shared: Mapping[int, Mapping[int, str]] | None = None) -> None:
        """The first and last column of every sixteen rows, as XlsxWriter finds them."""
        spans: dict[int, tuple[int, int]] = {}
        top, bottom = self.dim_rowmin or 0, self.dim_rowmax or 0
        for rows in (self.table, self.comments, shared or {}):
            for row, cells in rows.items():
                if cells and top <= row <= bottom:
                    first, last = min(cells), max(cells)
                    known = spans.get(row // 16, (first, last))
                    spans[row // 16] = min(first, known[0]), max(last, known[1])
        self.row_spans = {
            block: f"{first + 1}:{last + 1}" for block, (first, last) in spans.items()
        }


class Book:
    """A workbook being written; formats are shared by their properties."""

    def __init__(self, buffer: BytesIO, title: str) -> None:
        self.workbook: Any = xlsxwriter.Workbook(
            buffer,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "nan_inf_to_errors": False,
            },
        )
        self.workbook.set_properties({"title": title, "author": "thidua", "created": CREATED})
        self.workbook.set_calc_mode("auto")
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}
        self._said: dict[tuple[tuple[str, object], ...], Any] = {}  # the same, as they were said

    def format(self, **properties: object) -> Any:
        """The shared format of these properties (font Times New Roman 12 unless said)."""
        said = tuple(properties.items())
        if said not in self._said:
            merged: dict[str, object] = {"font_name": FONT, "font_size": 12} | properties
            key = tuple(sorted(merged.items(), key=lambda item: item[0]))
            if key not in self._formats:
                self._formats[key] = self.workbook.add_format(merged)
            self._said[said] = self._formats[key]
        return self._said[said]

    def sheet(self, name: str) -> Any:
        """A new sheet; names are ours or checked by the caller."""
        return self.workbook.add_worksheet(name, worksheet_class=_Sheet)

    def put(
        self, sheet: Any, row: int, column: int, value: object, cell_format: Any = None
    ) -> None:
        """Writes one value by its type: text never becomes a formula, number or link.

        Characters that no file should hold, or that turn the writing direction, are left out.
        """
        if value is None or value == "":
            done = sheet.write_blank(row, column, None, cell_format)
        elif isinstance(value, str):
            done = sheet.write_string(row, column, _plain(value), cell_format)
        elif isinstance(value, bool):
            done = sheet.write_boolean(row, column, value, cell_format)
        elif isinstance(value, int | float | Decimal):
            done = sheet.write_number(row, column, value, cell_format)
        elif isinstance(value, date):
            done = sheet.write_string(row, column, value.strftime("%d/%m/%Y"), cell_format)
        else:
            done = sheet.write_string(row, column, _plain(str(value)), cell_format)
        if done:
            self._accept(done, f"{sheet.get_name()} {row},{column}")

    def letter(self, sheet: Any, row: int, column: int, char: str, cell_format: Any = None) -> None:
        """Writes one character as it is: formulas look for those that `put` leaves out, too."""
        done = sheet.write_string(row, column, char[:1], cell_format)
        self._accept(done, f"{sheet.get_name()} {row},{column}")

    def soft_height(self, sheet: Any, row: int, height: float) -> None:
        """Gives a row a height that still grows when somebody types more."""
        sheet.set_row(row, height)
        sheet.soft.add(row)

    def formula(
        self, sheet: Any, row: int, column: int, text: str, cell_format: Any, cached: object
    ) -> None:
        """Writes one formula with the value that our rules compute for it."""
        value = _shown(cached)
        done = sheet.write_formula(row, column, text, cell_format, value)
        self._accept(done, f"{sheet.get_name()} {row},{column}")

    def shared(
        self,
        sheet: Any,
        place: tuple[int, int],
        text: str,
        cell_format: Any,
        cached: Sequence[object],
    ) -> None:
        """Writes one formula down a column from ``place``, each cell with its own value.

        ``text`` is the formula of ``place``; references without ``$`` move along. It may hold no
        reference to another sheet (a defined name may) and no array constant: Excel itself never
        shares those. ``cached`` holds None where a cell is left to others, never at first.
        """
        row, column = place
        span = xl_range(row, column, row + len(cached) - 1, column)
        shown = escape(text.removeprefix("="))
        element = f'<f t="shared" ref="{span}" si="{sheet.shared}">{shown}</f>'
        values = [_shown(value) for value in cached]
        self._accept(
            sheet.share(place, element, cell_format, values), f"{sheet.get_name()} {row},{column}"
        )

    def validation(
        self, sheet: Any, area: tuple[int, int, int, int], options: Mapping[str, object]
    ) -> None:
        """Adds one data validation over (first row, first column, last row, last column)."""
        self._accept(sheet.data_validation(*area, dict(options)), f"{sheet.get_name()} {area}")

    def name(self, name: str, reference: str) -> None:
        """Defines a name for the whole workbook, or for a sheet as ``'Sheet'!name``."""
        self._accept(self.workbook.define_name(name, f"={reference}"), name)

    def merge(
        self, sheet: Any, area: tuple[int, int, int, int], value: object, cell_format: Any
    ) -> None:
        """Merges an area and writes its value as ``put`` does."""
        self._accept(sheet.merge_range(*area, "", cell_format), f"{sheet.get_name()} {area}")
        self.put(sheet, area[0], area[1], value, cell_format)

    def link(
        self, sheet: Any, row: int, column: int, target: str, text: str, cell_format: Any
    ) -> None:
        """Writes a text that leads to a place in this workbook (``'Sheet'!A1``)."""
        done = sheet.write_url(row, column, f"internal:{target}", cell_format, _plain(text))
        self._accept(done, f"{sheet.get_name()} {row},{column}")

    def rich(self, sheet: Any, row: int, column: int, parts: tuple[object, ...]) -> None:
        """Writes text of several looks: format, text, format, text … and the cell format."""
        told = [_plain(part) if isinstance(part, str) else part for part in parts]
        self._accept(sheet.write_rich_string(row, column, *told), f"{row},{column}")

    def note(self, sheet: Any, row: int, column: int, text: str, height: int) -> None:
        """Adds a cell note; ``height`` in pixels."""
        options = {"author": "thidua", "width": 320, "height": height, "font_size": 9}
        done = sheet.write_comment(row, column, _plain(text), options)
        self._accept(done, f"{row},{column}")

    def condition(
        self,
        sheet: Any,
        area: tuple[int, int, int, int],
        formula: str,
        cell_format: Any,
        *,
        last: bool = False,
    ) -> None:
        """Formats the cells of an area where a formula holds; ``last``: no later one is tried."""
        options: dict[str, object] = {"type": "formula", "criteria": f"={formula}"}
        options |= {"format": cell_format, "stop_if_true": last}
        self._accept(sheet.conditional_format(*area, options), f"{sheet.get_name()} {area}")

    def look(self, **properties: object) -> Any:
        """A bare format, for conditional formats: nothing but these properties."""
        key = tuple(sorted({**properties, "_bare": True}.items(), key=lambda item: item[0]))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(properties)
        return self._formats[key]

    @staticmethod
    def _accept(done: object, where: str) -> None:
        if isinstance(done, int) and done < 0:
            raise WriteRefused(f"{where}: {done}")


def _valued(element: str, value: object) -> str:
    """The rest of a cell with a formula: its type, the formula, what it shows."""
    if isinstance(value, str):
        kind = "e" if value in _ERRORS else "str"
        return f' t="{kind}">{element}{_kept(value)}</c>'
    if isinstance(value, bool):
        return f' t="b">{element}<v>{int(value)}</v></c>'
    return f">{element}<v>{value}</v></c>"


def _kept(value: object) -> str:
    """The value beside a formula: without the mark, spaces at a text's ends are lost on opening.

    Excel marks them so, too. LibreOffice recalculates some cells of a file and keeps others as
    they were stored; a text that had lost a space would count one character less.
    """
    if not isinstance(value, str):
        return f"<v>{value}</v>"
    mark = ' xml:space="preserve"' if value and _has_outer_space(value) else ""
    return f"<v{mark}>{escape(value)}</v>"


@measured
def _has_outer_space(text: str) -> bool:
    return text != text.strip()


def _plain(text: str) -> str:
    return safe_text(text)[:_LONGEST] if text else text


def _shown(cached: object) -> object:
    """The value of a formula as it is stored beside it."""
    if isinstance(cached, str):
        return _plain(cached)
    return float(cached) if isinstance(cached, Decimal) else cached


@contextmanager
def new_book(title: str) -> Iterator[tuple[Book, BytesIO]]:
    """A book that is complete in the buffer when the block ends; warnings are exceptions."""
    buffer = BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        book = Book(buffer, title)
        yield book, buffer
        book.workbook.close()
