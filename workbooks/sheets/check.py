"""The sheet "Kiểm tra": whether the workbook may be sent, and every fault with a link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from workbooks import style
from workbooks.labels import word
from workbooks.layout import Layout, address, column_letters
from workbooks.sheets.anchors import HEADER_ROW, PLAIN, Anchors, own, sheet_name
from workbooks.sheets.frame import footer, protect
from workbooks.sheets.lists import Lists
from workbooks.sheets.tally import Fault, JudgedColumn, Tally
from workbooks.writer import Book

__all__ = ["LINES", "CheckSheet", "Messages", "write_messages"]

LINES = 120
"""Faults listed; the rest is counted."""

_TOP = 6  # first line of the list
_PRINTED = 30  # one page
_WIDTHS = (6, 11, 14, 115)


@dataclass(frozen=True, slots=True, kw_only=True)
class Messages:
    """Ranges of ``_danhmuc``: messages of header and entries, addresses, column letters, ids.

    For an outline, whose answers stand below each other, ``letters`` holds whole addresses.
    """

    header: str
    entries: str
    header_cells: str
    letters: str
    ids: str


def write_messages(lists: Lists, layout: Layout, tally: Tally, ids: Sequence[str]) -> Messages:
    """Puts what the check sheet looks up on ``_danhmuc``."""
    return Messages(
        header=lists.block(tally.header_messages),
        entries=lists.block(tally.messages),
        header_cells=lists.column(_header_addresses(layout, tally)),
        letters=lists.column([_letters(column) for column in tally.columns]),
        ids=lists.column(ids),
    )


def _letters(column: JudgedColumn) -> str:
    if column.row is None:
        return column_letters(column.column)
    return address(column.row, column.column)


def _header_addresses(layout: Layout, tally: Tally) -> list[str]:
    """Where the header cells stand, and last where to mend the workbook as a whole."""
    found = [address(column.row or 0, column.column) for column in tally.header_columns]
    first = min(column.column for column in tally.columns)
    answers = [column.row for column in tally.columns if column.row is not None]
    return [*found, address(*(layout.nil or (min(answers, default=layout.first_row), first)))]


class CheckSheet:
    """Writes the check sheet and, on ``_kiem``, the place of each listed fault."""

    def __init__(
        self,
        book: Book,
        sheets: tuple[Any, Any],
        layout: Layout,
        anchors: Anchors,
        tally: Tally,
        lang: str,
    ) -> None:
        self._book = book
        self._sheet, self._hidden = sheets
        self._layout = layout
        self._at = anchors
        self._tally = tally
        self._lang = lang
        self._faults = tally.faults()
        self._total = f"SUM({anchors.column(anchors.faults)})"

    def write(
        self, messages: Messages, ids: Sequence[str], counter: str, foot: tuple[str, str]
    ) -> None:
        """The whole sheet; ``counter`` is what the form's counter shows, ``foot`` the footer."""
        self._heading(counter)
        cells = len(self._tally.columns) * len(self._tally.rows)
        count = min(LINES, cells + len(self._tally.header_columns) + 1)
        for line in range(count):
            fault = self._faults[line] if line < len(self._faults) else None
            self._place(line, fault)
            self._line(line, fault, messages, ids)
        self._rest(count)
        self._page(foot, count)

    def _heading(self, counter: str) -> None:
        book, sheet, lang = self._book, self._sheet, self._lang
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        book.put(sheet, 0, 0, word("check_title", lang), style.title(book, 14))
        self._verdict()
        cell = f"={sheet_name(self._layout.sheet)}!{address(*self._layout.counter, absolute=True)}"
        book.formula(sheet, 2, 0, cell, style.plain_text(book), counter)
        book.put(sheet, 3, 0, word("check_note", lang), style.note(book))
        entry = "unit" if self._layout.cells else "check_entry"
        for column, key in enumerate(("index", "check_cell", entry, "check_what")):
            book.put(sheet, _TOP - 1, column, word(key, lang), style.head(book))

    def _verdict(self) -> None:
        book, sheet, count = self._book, self._sheet, len(self._faults)
        good = word("check_good", self._lang)
        bad = word("check_bad", self._lang, n=self._total)
        shown = _joined(word("check_bad", self._lang, n=f'"{count}"')) if count else good
        sheet.set_row(1, 26)
        book.formula(
            sheet, 1, 0, f'=IF({self._total}=0,"{good}",{bad})', style.title(book, 16), shown
        )
        book.name("kq_tong", self._at.column(self._at.faults))
        for sign, color in (("=", style.GOOD_TEXT), (">", style.BAD_TEXT)):
            book.condition(sheet, (1, 0, 1, 0), f"SUM(kq_tong){sign}0", book.look(font_color=color))

    def _place(self, line: int, fault: Fault | None) -> None:
        """Row and place of the line-th fault: a running number of faulty cells, looked up."""
        at, look = self._at, self._book.format(font_size=10, num_format=PLAIN)
        place, before, run = HEADER_ROW + line, at.column(at.before), at.block(at.running(0))
        row = f"=IF({self._total}<{line + 1},0,MATCH({line},{before},1))"
        shown = fault.row + 1 if fault else 0
        self._book.formula(self._hidden, place, at.line_row, own(row), look, shown)
        found = at.cell(place, at.line_row)
        nth = f"MATCH({line + 1}-INDEX({before},{found}),INDEX({run},{found},0),0)"
        shown = fault.place + 1 if fault else 0
        formula = f"=IF({found}=0,0,{nth})"
        self._book.formula(self._hidden, place, at.line_place, own(formula), look, shown)

    def _line(self, line: int, fault: Fault | None, messages: Messages, ids: Sequence[str]) -> None:
        at, book = self._at, self._book
        row, place = (at.cell(HEADER_ROW + line, c) for c in (at.line_row, at.line_place))
        below = "" if self._layout.cells else f"&({row}+{self._layout.first_row - 1})"
        cell = (
            f"IF({row}=1,INDEX({messages.header_cells},{place}),"
            f"INDEX({messages.letters},{place}){below})"
        )
        common = word("check_common", self._lang)
        target = sheet_name(self._layout.sheet).replace('"', '""')
        verdict = f"INDEX({at.block(at.verdict(0))},{row},{place})"
        formulas = (
            str(line + 1),
            f'HYPERLINK("#{target}!"&{cell},{cell})',
            f'IF({row}=1,"{common}",INDEX({messages.ids},{row}-1))',
            f"IF({row}=1,INDEX({messages.header},{verdict},{place}),"
            f"INDEX({messages.entries},{verdict},{place}))",
        )
        shown: tuple[object, ...] = ("", "", "", "")
        if fault:
            who = ids[fault.row - 1] if fault.row else common
            shown = (line + 1, self._address(fault), who, fault.text)
        for column, formula in enumerate(formulas):
            look = (
                (style.body(book, align="center"), style.link(book))[column]
                if column < 2
                else style.body(book)
            )
            text = f'=IF({row}=0,"",{formula})'
            book.formula(self._sheet, _TOP + line, column, text, look, shown[column])

    def _address(self, fault: Fault) -> str:
        if not fault.row:
            return _header_addresses(self._layout, self._tally)[fault.place]
        column = self._tally.columns[fault.place]
        below = "" if self._layout.cells else str(self._layout.first_row + fault.row)
        return _letters(column) + below

    def _rest(self, count: int) -> None:
        more = len(self._faults) - count
        text = word("check_rest", self._lang, n=f"({self._total}-{count})")
        shown = _joined(word("check_rest", self._lang, n=f'"{more}"')) if more > 0 else ""
        formula = f'=IF({self._total}>{count},{text},"")'
        look = style.note(self._book)
        self._book.formula(self._sheet, _TOP + count, 0, formula, look, shown)

    def _page(self, foot: tuple[str, str], count: int) -> None:
        sheet = self._sheet
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.6)
        sheet.print_area(0, 0, _TOP + min(count, _PRINTED), len(_WIDTHS) - 1)
        sheet.repeat_rows(_TOP - 1)
        sheet.freeze_panes(_TOP, 0)
        sheet.hide_gridlines(2)
        sheet.set_footer(footer(*foot, self._lang))
        protect(sheet)


def _joined(text: str) -> str:
    """What a formula of literals joined by & shows."""
    return text.replace('"&"', "").strip('"')
