"""The one door to XlsxWriter: refusals become exceptions, and equal content gives equal bytes."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import CellFormulaTuple, Worksheet

from schemas.text import safe_text

__all__ = ["CREATED", "FONT", "Book", "WriteRefused", "new_book"]

FONT = "Times New Roman"
"""The font of every cell of ours."""

_LONGEST = 32_767
_SHARED = "\0"  # never in a formula: marks one that cells share

CREATED = datetime(2020, 1, 1)  # a constant, so that equal content gives equal bytes


class WriteRefused(RuntimeError):
    """XlsxWriter declined to write something; a bug of ours, never a user's fault."""


class _Sheet(Worksheet):
    """A worksheet whose ``soft`` rows have a height that a spreadsheet program may still change.

    XlsxWriter marks every height as custom; Excel then no longer fits the row to what is typed.
    It also looks for thirty functions of newer Excels in every formula; ours have none
    (``schemas.rules.excel`` holds them to Excel 2010), and the search took half of the time.
    A formula that is the same in every row of a column it writes whole each time; ours may stand
    once, in the first cell, and the others only name it (``Book.shared``). An empty text as the
    value of a formula it leaves without a type; Protected View might then show 0.
    """

    def __init__(self) -> None:
        super().__init__()
        self.soft: set[int] = set()
        self.shared = 0

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")

    def _xml_start_tag_unencoded(self, tag: str, attributes: Any = ()) -> None:
        pairs = list(attributes)
        if tag == "row" and dict(pairs)["r"] - 1 in self.soft:
            pairs = [pair for pair in pairs if pair[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, pairs)

    def _xml_formula_element(self, formula: str, result: object, attributes: Any = ()) -> None:
        told = [*attributes, ("t", "str")] if result == "" else attributes
        if not formula.startswith(_SHARED):
            super()._xml_formula_element(formula, result, list(told))
            return
        pairs = "".join([f' {key}="{value}"' for key, value in told])  # place, look, type
        shown = escape(result) if isinstance(result, str) else result
        out: Any = self.fh
        out.write(f"<c{pairs}>{formula[len(_SHARED) :]}<v>{shown}</v></c>")

    def share(self, row: int, column: int, element: str, look: Any, value: object) -> int:
        """Puts one cell of a shared formula; ``element`` is its ``f`` element."""
        if self._check_dimensions(row, column):
            return -1
        self.table[row][column] = CellFormulaTuple(_SHARED + element, look, value)
        return 0


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

    def format(self, **properties: object) -> Any:
        """The shared format of these properties (font Times New Roman 12 unless said)."""
        merged: dict[str, object] = {"font_name": FONT, "font_size": 12} | properties
        key = tuple(sorted(merged.items(), key=lambda item: item[0]))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(merged)
        return self._formats[key]

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
        elif isinstance(value, bool):
            done = sheet.write_boolean(row, column, value, cell_format)
        elif isinstance(value, int | float | Decimal):
            done = sheet.write_number(row, column, value, cell_format)
        elif isinstance(value, date):
            done = sheet.write_string(row, column, value.strftime("%d/%m/%Y"), cell_format)
        else:
            done = sheet.write_string(row, column, _plain(str(value)), cell_format)
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
        number, last = sheet.shared, row + len(cached) - 1
        sheet.shared += 1
        span, shown = xl_range(row, column, last, column), escape(text.removeprefix("="))
        element = f'<f t="shared" ref="{span}" si="{number}">{shown}</f>'
        for offset, value in enumerate(cached):
            if value is not None:
                done = sheet.share(row + offset, column, element, cell_format, _shown(value))
                self._accept(done, f"{sheet.get_name()} {row + offset},{column}")
                element = f'<f t="shared" si="{number}"/>'

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


def _plain(text: str) -> str:
    return safe_text(text)[:_LONGEST]


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
