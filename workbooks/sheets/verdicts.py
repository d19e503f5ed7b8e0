"""The hidden sheet ``_kiem``: one cleaned cell and one verdict per judged cell, and their sums.

Every column of the entry rows is one formula that its cells share: with 2,000 rows the sheet
would otherwise be the whole weight of a workbook.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from schemas.field import Field
from schemas.rules.formula import CellRefs
from schemas.rules.ticks import tick_clean_formula
from schemas.rules.verdict import used_formula
from schemas.text import n1_formula
from workbooks.layout import VERDICT_SHEET, Layout, address
from workbooks.lettercode import (
    SEPARATOR,
    key_formula,
    key_part_formula,
    part_limit,
    row_key,
    total_formula,
)
from workbooks.sheets.anchors import (
    FORM_NAME,
    HEADER_ROW,
    PLAIN,
    ROW_NAME,
    Anchors,
    form_range,
    own,
    raw_below,
    raw_reference,
    row_range,
)
from workbooks.sheets.status import SHOWN, status_formula, status_value
from workbooks.sheets.tally import JudgedColumn, ShownColumn, Tally
from workbooks.sheets.typed import flat_formula
from workbooks.writer import Book

__all__ = ["VerdictSheet"]

_FIRST = HEADER_ROW + 1
Shown = str | int | Decimal


class VerdictSheet:
    """Writes ``_kiem`` column by column; every formula with the value the tally says."""

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
        self,
        fixed: Sequence[int | None],
        whole: tuple[str, int],
        messages: tuple[str, str],
        ticked: str = "",
    ) -> None:
        """Writes all rows.

        ``fixed``: per entry row the constant of its used cell, or None where its inputs tell.
        ``whole``: formula and value of the verdict on the workbook. ``messages``: names (or
        ranges) of header and entry messages. ``ticked``: what stands where the form is ticked as
        empty.
        """
        self._book.name(FORM_NAME, form_range(self._layout))
        self._constants()
        self._header(whole)
        self._tick(ticked)
        self._used(fixed)
        self._entries()
        self._sums()
        self._texts(messages[1])
        self._book.name("kq_muc", self._at.block(self._at.verdict(0)))

    def statuses(self, room: int, lang: str) -> tuple[str, ...]:
        """Writes the status of each row in words, ``kq_tinh_trang``, and returns what they show.

        ``room`` is the number of characters that the status cell of a row holds.
        """
        at, tally = self._at, self._tally
        columns = (0, at.faults, at.waiting, *(at.text(k) for k in range(SHOWN)))
        shown = tuple(
            status_value(row, tally.texts(number), room, lang)
            for number, row in enumerate(tally.rows, 1)
        )
        self._down(
            at.status,
            lambda place: status_formula([address(place, c) for c in columns], room, lang),
            shown,
        )
        self._book.name("kq_tinh_trang", at.column(at.status, header=False))
        return shown

    def keys(self, alphabet: str, ruler: str) -> str:
        """Writes text and key of each row and returns the formula of their total.

        ``alphabet`` and ``ruler``: names of the cell with the alphabet and of a long column.
        """
        at, tally = self._at, self._tally
        count = len(tally.header.clean)
        text, key = row_key(tally.header.clean)
        self._put(HEADER_ROW, at.joined, self._joined(HEADER_ROW, count), text)
        self._put(HEADER_ROW, at.key, self._key(HEADER_ROW, alphabet, ruler), key)
        texts, keys = [], []
        for row in tally.rows:
            text, key = row_key(row.clean) if row.used else ("", 0)
            texts.append(text)
            keys.append(key)
        columns = len(tally.columns)
        self._down(at.joined, lambda place: self._joined(place, columns), texts)
        self._down(at.key, lambda place: self._key(place, alphabet, ruler), keys)
        return total_formula(at.column(at.key), at.column(at.ordinal))

    def close(self) -> None:
        """Hides the sheet."""
        self._sheet.hide()
        self._sheet.protect()

    def _constants(self) -> None:
        """Above the verdicts their weights, above the others the verdicts that may wait."""
        at, tally = self._at, self._tally
        for index in range(at.width):
            self._number(0, at.verdict(index), at.width - index)
        for start, columns in ((at.flat, tally.header_columns), (at.clean, tally.columns)):
            for index, column in enumerate(columns):
                if column.later:
                    self._number(0, start(index), column.later)

    def _header(self, whole: tuple[str, int]) -> None:
        at, tally = self._at, self._tally
        columns = tally.header_columns
        self._number(HEADER_ROW, 0, 1)
        raws = {c.key: raw_reference(c.row or 0, c.column) for c in columns}
        refs = self._refs(HEADER_ROW, columns, raws)
        for index, column in enumerate(columns):
            flat, clean = self._read(column, raws[column.key], (HEADER_ROW, at.flat(index)))
            if flat:
                self._put(HEADER_ROW, at.flat(index), flat, tally.header.flat[index])
            self._put(HEADER_ROW, at.clean(index), clean, tally.header.clean[index])
            verdict, shown = own(column.verdict(refs)), tally.header.verdicts[index]
            self._put(HEADER_ROW, at.verdict(index), verdict, shown)
        self._put(HEADER_ROW, at.verdict(len(columns)), own(whole[0]), whole[1])
        faults = self._counted(HEADER_ROW, at.flat(0), "<>")
        self._put(HEADER_ROW, at.faults, faults, len(tally.header.places))
        self._number(HEADER_ROW, at.before, 0)
        self._number(HEADER_ROW, at.ordinal, 0)

    def _tick(self, ticked: str) -> None:
        """The tick for "there is nothing", behind the header cells."""
        nil, at = self._layout.nil, self._at
        if nil is None:
            return
        flat, raw = at.flat(at.header), raw_reference(*nil)
        own = address(HEADER_ROW, flat)
        self._put(HEADER_ROW, flat, flat_formula(raw), ticked)
        clean = tick_clean_formula(own).replace(n1_formula(own), own)
        self._put(HEADER_ROW, at.clean(at.header), clean, ticked)

    def _used(self, fixed: Sequence[int | None]) -> None:
        at, count = self._at, len(self._tally.columns)
        told: list[int | None] = []
        for place, (number, row) in enumerate(zip(fixed, self._tally.rows, strict=True), _FIRST):
            if number is not None:
                self._number(place, 0, number)
            told.append(int(row.used) if number is None else None)
        cleans = [at.clean(k) for k in range(count)]
        if self._tally.counts:
            cleans += [at.shown_clean(k) for k in range(len(self._tally.shown))]
        self._down(0, lambda place: used_formula([address(place, c) for c in cleans]), told)

    def _entries(self) -> None:
        at, tally = self._at, self._tally
        columns = tally.columns
        raws = {
            c.key: raw_below(c.column) if c.row is None else raw_reference(c.row, c.column)
            for c in columns
        }
        raws |= {c.key: raw_below(c.column) for c in tally.shown}
        if any(column.row is None for column in columns):
            self._book.name(ROW_NAME, row_range(self._layout))
        refs = self._refs(_FIRST, columns, raws)
        for index, column in enumerate(columns):
            flat, clean = self._read(column, raws[column.key], (_FIRST, at.flat(index)))
            if flat:
                self._column(at.flat(index), flat, [row.flat[index] for row in tally.rows])
            self._column(at.clean(index), clean, [row.clean[index] for row in tally.rows])
            verdict = _moving(column.verdict(refs))
            shown = [row.verdicts[index] for row in tally.rows]
            self._column(at.verdict(index), verdict, shown)
        for index, (_, cell) in enumerate(tally.helpers):
            values = [row.helpers[index] for row in tally.rows]
            self._column(at.helper(index), _moving(cell.formula(refs)), values)
        for index, shown_column in enumerate(tally.shown):
            self._shown(index, shown_column, raws[shown_column.key])

    def _shown(self, index: int, column: ShownColumn, raw: str) -> None:
        """A printed column, in the rows where something looks at it."""
        at, values = self._at, [row.shown[index] for row in self._tally.rows]

        def read(place: int) -> tuple[str, str]:
            return self._read(column, raw, (place, at.shown_flat(index)))

        if read(_FIRST)[0]:
            flats = [value and value[0] for value in values]
            self._down(at.shown_flat(index), lambda place: read(place)[0], flats)
        cleans = [value and value[1] for value in values]
        self._down(at.shown_clean(index), lambda place: read(place)[1], cleans)

    def _read(
        self, column: JudgedColumn | ShownColumn, raw: str, place: tuple[int, int]
    ) -> tuple[str, str]:
        """The flat cell, empty where none is needed, and the cleaned cell of an input.

        ``place`` is that of the flat cell. Who normalises the input only once reads it directly;
        N1 of what is flat is itself.
        """
        clean = column.clean(raw)
        if clean.count(n1_formula(raw)) <= 1:
            return "", clean
        flat = address(*place)
        return flat_formula(raw), column.clean(flat).replace(n1_formula(flat), flat)

    def _refs(
        self, place: int, columns: tuple[JudgedColumn, ...], raws: Mapping[tuple[str, int], str]
    ) -> CellRefs:
        """Own cells move along with the row; whole columns stay."""
        at = self._at
        helpers = self._tally.helpers if place == _FIRST else ()
        keys = [(name, cell.name) for name, cell in helpers]
        cleans = {c.key: at.clean(k) for k, c in enumerate(columns)}
        if place == _FIRST:
            cleans |= {c.key: at.shown_clean(k) for k, c in enumerate(self._tally.shown)}
        return CellRefs(
            raw=raws,
            clean={key: address(place, column) for key, column in cleans.items()},
            clean_column={key: at.still(column) for key, column in cleans.items()},
            used=address(place, 0),
            fields=self._fields,
            place=f"(ROW()-{_FIRST})" if place == _FIRST else "",
            helper={key: address(place, at.helper(k)) for k, key in enumerate(keys)},
            helper_column={key: at.still(at.helper(k)) for k, key in enumerate(keys)},
        )

    def _counted(self, place: int, later: int, sign: str) -> str:
        """The number of verdicts of a row that wait (``=``) or that do not (``<>``)."""
        at = self._at
        verdicts, waits = at.across(place, at.verdict(0)), at.constants(later)
        return f"SUMPRODUCT(({verdicts}>0)*({verdicts}{sign}{waits}))"

    def _sums(self) -> None:
        """Faults and waiting cells of each row; faults above it; used rows down to it."""
        at, rows = self._at, self._tally.rows
        start = at.clean(0)
        faults = [len(row.places) for row in rows]
        self._down(at.faults, lambda place: self._counted(place, start, "<>"), faults)
        if any(column.later for column in self._tally.columns):
            waiting = [row.waiting for row in rows]
            self._down(at.waiting, lambda place: self._counted(place, start, "="), waiting)
        before, ordinal = len(self._tally.header.places), 0
        above, used = [], []
        for row, count in zip(rows, faults, strict=True):
            ordinal += row.used
            above.append(before)
            used.append(ordinal)
            before += count
        self._down(at.before, lambda place: _sum((place - 1, at.before), at.faults), above)
        self._down(
            at.ordinal, lambda place: f"{address(place - 1, at.ordinal)}+{address(place, 0)}", used
        )

    def _texts(self, messages: str) -> None:
        """The first faults of each row: the weight of the place, and the message."""
        at, tally, width = self._at, self._tally, self._at.width
        told = [tally.texts(number) for number in range(1, len(tally.rows) + 1)]
        weights, waits = at.constants(at.verdict(0)), at.constants(at.clean(0))

        def found(place: int, number: int) -> str:
            verdicts = at.across(place, at.verdict(0))
            right = f"*({weights}<{address(place, at.found(number - 1))})" if number else ""
            faulty = f"({verdicts}>0)*({verdicts}<>{waits}){right}*{weights}"
            return f"IF({address(place, at.faults)}<={number},0,SUMPRODUCT(MAX({faulty})))"

        def text(place: int, number: int) -> str:
            verdicts = at.across(place, at.verdict(0))
            index = f"{width + 1}-{address(place, at.found(number))}"
            message = f"INDEX({messages},INDEX({verdicts},1,{index}),{index})"
            return f'IF({address(place, at.faults)}<={number},"",{message})'

        for number in range(SHOWN):
            places = [
                width - row.places[number] if number < len(row.places) else 0 for row in tally.rows
            ]
            shown = [texts[number] if number < len(texts) else "" for texts in told]
            self._down(at.found(number), partial(found, number=number), places)
            self._down(at.text(number), partial(text, number=number), shown)

    def _joined(self, place: int, count: int) -> str:
        """The text of all cleaned cells of a row."""
        limit = part_limit(count)
        cells = [address(place, self._at.clean(k)) for k in range(count)]
        parts = [f'{key_part_formula(cell, limit)}&"{SEPARATOR}"' for cell in cells]
        return f'IF({address(place, 0)}=0,"",{"&".join(parts) or chr(34) * 2})'

    def _key(self, place: int, alphabet: str, ruler: str) -> str:
        text = address(place, self._at.joined)
        return f"IF({address(place, 0)}=0,0,{key_formula(text, alphabet, ruler)})"

    def _down(
        self, column: int, formula: Callable[[int], str], values: Sequence[Shown | None]
    ) -> None:
        """One formula down the entry rows; rows whose value is None are left alone."""
        first = next((k for k, value in enumerate(values) if value is not None), len(values))
        rest = values[first:]
        if rest:
            place = _FIRST + first
            self._book.shared(self._sheet, (place, column), formula(place), self._format, rest)

    def _column(self, column: int, formula: str, values: Sequence[Shown]) -> None:
        """The same; ``formula`` is that of the first entry row."""
        self._book.shared(self._sheet, (_FIRST, column), formula, self._format, values)

    def _put(self, row: int, column: int, formula: str, value: Shown) -> None:
        self._book.formula(self._sheet, row, column, f"={formula}", self._format, value)

    def _number(self, row: int, column: int, value: int) -> None:
        self._book.put(self._sheet, row, column, value, self._format)


def _moving(formula: str) -> str:
    """The formula without the name of its own sheet, which shared cells never hold."""
    return formula.replace(f"{VERDICT_SHEET}!", "")


def _sum(above: tuple[int, int], other: int) -> str:
    return f"{address(*above)}+{address(above[0], other)}"
