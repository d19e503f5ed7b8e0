"""The hidden sheet ``_kiem``: one cleaned cell and one verdict per judged cell, and their sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from schemas.field import Field
from schemas.rules.formula import CellRefs
from schemas.rules.verdict import used_formula
from schemas.text import n1_formula
from workbooks.layout import Layout
from workbooks.lettercode import (
    SEPARATOR,
    key_formula,
    key_part_formula,
    part_limit,
    row_key,
    weight_formula,
)
from workbooks.sheets.anchors import (
    FORM_NAME,
    HEADER_ROW,
    PLAIN,
    Anchors,
    form_range,
    own,
    raw_reference,
)
from workbooks.sheets.lists import RULER
from workbooks.sheets.tally import JudgedColumn, RowTally, Tally
from workbooks.sheets.typed import flat_formula
from workbooks.writer import Book

__all__ = ["VerdictSheet"]


class VerdictSheet:
    """Writes ``_kiem`` row by row; every formula with the value the tally says."""

    def __init__(
        self,
        book: Book,
        sheet: Any,
        layout: Layout,
        anchors: Anchors,
        tally: Tally,
        fields: Mapping[str, Field],
    ) -> None:
        self._book = book
        self._fields = fields
        self._sheet = sheet
        self._layout = layout
        self._at = anchors
        self._tally = tally
        self._format = book.format(font_size=10, num_format=PLAIN)

    def write(
        self, fixed: Sequence[int | None], whole: tuple[str, int], messages: tuple[str, str]
    ) -> None:
        """Writes all rows.

        ``fixed``: per entry row the constant of its used cell, or None where its inputs tell.
        ``whole``: formula and value of the verdict on the workbook. ``messages``: ranges of
        header and entry messages.
        """
        self._book.name(FORM_NAME, form_range(self._layout))
        self._header(whole, messages[0])
        before = len(self._tally.header.places)
        ordinal = 0
        for number, row in enumerate(self._tally.rows):
            self._entry(number, row, fixed[number], messages[1])
            ordinal += row.used
            self._sums(HEADER_ROW + 1 + number, row, before, ordinal)
            before += len(row.places)
        self._book.name("kq_muc", self._at.block(self._at.verdict(0)))

    def keys(self, alphabet: str) -> str:
        """Writes text and key of each row and returns the range of the keys."""
        at, tally = self._at, self._tally
        ordinal = 0
        for number, row in enumerate((tally.header, *tally.rows)):
            place = HEADER_ROW + number
            ordinal += row.used if number else 0
            limit = part_limit(len(row.clean))
            cells = [at.cell(place, at.clean(k)) for k in range(len(row.clean))]
            parts = [f'{key_part_formula(cell, limit)}&"{SEPARATOR}"' for cell in cells]
            joined = "&".join(parts) or '""'
            text, key = row_key(row.clean, ordinal)
            shown = text if row.used else ""
            used = at.cell(place, 0)
            self._put(place, at.joined, f'IF({used}=0,"",{joined})', shown)
            cell = at.cell(place, at.joined)
            weight = weight_formula(at.cell(place, at.ordinal))
            formula = f"IF({used}=0,0,{key_formula(cell, alphabet, RULER)}*{weight})"
            self._put(place, at.key, formula, key if row.used else 0)
        return at.column(at.key)

    def close(self) -> None:
        """Hides the sheet."""
        self._sheet.hide()
        self._sheet.protect()

    def _header(self, whole: tuple[str, int], messages: str) -> None:
        at, tally = self._at, self._tally
        columns = tally.header_columns
        self._book.put(self._sheet, HEADER_ROW, 0, 1, self._format)
        raws = {c.key: raw_reference(c.row or 0, c.column) for c in columns}
        self._judge(HEADER_ROW, columns, tally.header, raws)
        self._put(HEADER_ROW, at.verdict(len(columns)), *whole)
        self._count(HEADER_ROW, columns, tally.header, messages)
        self._sums(HEADER_ROW, tally.header, 0, 0)

    def _entry(self, number: int, row: RowTally, fixed: int | None, messages: str) -> None:
        place = HEADER_ROW + 1 + number
        if fixed is not None:
            self._book.put(self._sheet, place, 0, fixed, self._format)
        else:
            at = self._at
            cleans = [at.cell(place, at.clean(k)) for k in range(len(self._tally.columns))]
            self._put(place, 0, used_formula(cleans), int(row.used))
        sheet_row = self._layout.first_row + number
        raws = {
            c.key: raw_reference(sheet_row if c.row is None else c.row, c.column)
            for c in self._tally.columns
        }
        self._judge(place, self._tally.columns, row, raws)
        self._count(place, self._tally.columns, row, messages)

    def _judge(
        self,
        place: int,
        columns: tuple[JudgedColumn, ...],
        row: RowTally,
        raws: dict[tuple[str, int], str],
    ) -> None:
        at = self._at
        refs = CellRefs(
            raw=raws,
            clean={c.key: at.cell(place, at.clean(k)) for k, c in enumerate(columns)},
            clean_column={
                c.key: at.column(at.clean(k), header=False) for k, c in enumerate(columns)
            },
            used=at.cell(place, 0),
            fields=self._fields,
        )
        for index, column in enumerate(columns):
            raw = raws[column.key]
            flat = at.cell(place, at.flat(index))
            # N1 of what is flat already is itself: long formulas shrink to a tenth.
            clean = column.clean(flat).replace(n1_formula(flat), flat)
            self._put(place, at.flat(index), flat_formula(raw), row.flat[index])
            self._put(place, at.clean(index), clean, row.clean[index])
            self._put(place, at.verdict(index), column.verdict(refs), row.verdicts[index])

    def _count(
        self, place: int, columns: tuple[JudgedColumn, ...], row: RowTally, messages: str
    ) -> None:
        """Running numbers of the faults of a row, its waiting cells, the first three in words."""
        at = self._at
        faulty = set(row.places)
        waiting = []
        for index in range(len(row.verdicts)):
            verdict = at.cell(place, at.verdict(index))
            later = columns[index].later if index < len(columns) else 0
            step = (
                f"IF(AND({verdict}>0,{verdict}<>{later}),1,0)" if later else f"IF({verdict}>0,1,0)"
            )
            before = f"{at.cell(place, at.running(index - 1))}+" if index else ""
            total = sum(index >= found for found in faulty)
            self._put(place, at.running(index), f"{before}{step}", total)
            waiting += [f"IF({verdict}={later},1,0)"] if later else []
        last = at.cell(place, at.running(len(row.verdicts) - 1)) if row.verdicts else "0"
        self._put(place, at.faults, last, len(faulty))
        self._put(place, at.waiting, "+".join(waiting) or "0", row.waiting)
        self._texts(place, messages)

    def _texts(self, place: int, messages: str) -> None:
        at = self._at
        texts = self._tally.texts(place - HEADER_ROW)
        run, verdicts = at.slice(place, at.running(0)), at.slice(place, at.verdict(0))
        for k in range(3):
            found = f"MATCH({k + 1},{run},0)"
            text = f"INDEX({messages},INDEX({verdicts},{found}),{found})"
            formula = f'IF({at.cell(place, at.faults)}<{k + 1},"",{text})'
            self._put(place, at.text(k), formula, texts[k] if k < len(texts) else "")

    def _sums(self, place: int, row: RowTally, before: int, ordinal: int) -> None:
        at = self._at
        if place == HEADER_ROW:
            self._book.put(self._sheet, place, at.before, 0, self._format)
            self._book.put(self._sheet, place, at.ordinal, 0, self._format)
            return
        above = f"{at.cell(place - 1, at.before)}+{at.cell(place - 1, at.faults)}"
        self._put(place, at.before, above, before)
        used = f"{at.cell(place - 1, at.ordinal)}+{at.cell(place, 0)}"
        self._put(place, at.ordinal, used, ordinal)

    def _put(self, row: int, column: int, formula: str, value: str | int | Decimal) -> None:
        self._book.formula(self._sheet, row, column, f"={own(formula)}", self._format, value)
