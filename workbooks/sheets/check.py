"""The sheet "Kiểm tra": whether the workbook may be sent, and every fault with a link.

There is a line for every cell that can be wrong, up to `LINES`: a line that is not needed shows
nothing. All lines share their formulas, which reach the other sheets by names only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from workbooks import style
from workbooks.labels import word
from workbooks.layout import VERDICT_SHEET, Layout, address, column_letters
from workbooks.sheets.anchors import HEADER_ROW, PLAIN, Anchors, sheet_name
from workbooks.sheets.frame import footer, protect
from workbooks.sheets.lists import Lists
from workbooks.sheets.tally import Fault, JudgedColumn, Tally
from workbooks.writer import Book

__all__ = ["LINES", "CheckSheet", "Messages", "write_messages"]

LINES = 2000
"""Faults listed at most; the heading says how many are not."""

_TOP = 6  # first line of the list
_PRINTED = 30  # one page; a computed area LibreOffice would not heed
_WIDTHS = (6, 11, 14, 130)  # the longest message on one line


@dataclass(frozen=True, slots=True, kw_only=True)
class Messages:
    """Names of lists: messages of header and entries, addresses, column letters, ids.

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
        header=lists.named_block("tb_chung", tally.header_messages),
        entries=lists.named_block("tb_muc", tally.messages),
        header_cells=lists.named("tb_o_chung", _header_addresses(layout, tally)),
        letters=lists.named("tb_cot", [_letters(column) for column in tally.columns]),
        ids=lists.named("tb_ma", ids),
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
        cells = len(tally.columns) * len(tally.rows) + len(tally.header_columns) + 1
        self._count = min(LINES, cells)
        self._header_cells = _header_addresses(layout, tally)
        self._letters = [_letters(column) for column in tally.columns]

    def write(
        self, messages: Messages, ids: Sequence[str], counter: str, foot: tuple[str, str]
    ) -> None:
        """The whole sheet; ``counter`` is what the form's counter shows, ``foot`` the footer."""
        self._names()
        self._heading(counter)
        self._places()
        self._lines(messages, ids)
        self._page(foot)

    def _names(self) -> None:
        """The number of faults, of each row and in all, and where the listed ones stand."""
        book, at = self._book, self._at
        book.name("kq_tong", at.column(at.faults))
        total = (0, at.faults)
        look = book.format(font_size=10, num_format=PLAIN)
        text = f"=SUM({at.still(at.faults, header=True)})"
        book.formula(self._hidden, *total, text, look, len(self._faults))
        book.name("kq_con", at.cell(*total))
        last = HEADER_ROW + self._count - 1
        for name, column in (("kq_dong", at.line_row), ("kq_o", at.line_place)):
            book.name(name, at.range((HEADER_ROW, column), (last, column)))

    def _heading(self, counter: str) -> None:
        book, sheet, lang = self._book, self._sheet, self._lang
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        book.put(sheet, 0, 0, word("check_title", lang), style.title(book, 14))
        self._verdict()
        cell = f"={sheet_name(self._layout.sheet)}!{address(*self._layout.counter, absolute=True)}"
        book.formula(sheet, 2, 0, cell, style.plain_text(book), counter)
        book.put(sheet, 3, 0, word("check_note", lang), style.note(book))
        self._rest()
        entry = "unit" if self._layout.cells else "check_entry"
        for column, key in enumerate(("index", "check_cell", entry, "check_what")):
            book.put(sheet, _TOP - 1, column, word(key, lang), style.head(book))

    def _verdict(self) -> None:
        book, sheet, count = self._book, self._sheet, len(self._faults)
        good = word("check_good", self._lang)
        bad = word("check_bad", self._lang, n="kq_con")
        shown = _joined(word("check_bad", self._lang, n=f'"{count}"')) if count else good
        sheet.set_row(1, 26)
        book.formula(sheet, 1, 0, f'=IF(kq_con=0,"{good}",{bad})', style.title(book, 16), shown)
        for sign, color in (("=", style.GOOD_TEXT), (">", style.BAD_TEXT)):
            book.condition(sheet, (1, 0, 1, 0), f"kq_con{sign}0", book.look(font_color=color))

    def _places(self) -> None:
        """Row and place of each listed fault, on ``_kiem``.

        Faults above a row are a sorted column, where the last row that has fewer is looked up
        without going through it. In the row it is the next fault after that of the line before.
        """
        at, look = self._at, self._book.format(font_size=10, num_format=PLAIN)
        width = at.width
        listed = self._faults[: self._count]
        spare = [0] * (self._count - len(listed))
        line = f"ROW()-{HEADER_ROW}"
        row = f"IF(kq_con<{line},0,MATCH({line}-1,{at.still(at.before, header=True)},1))"
        rows = [fault.row + 1 for fault in listed] + spare
        self._book.shared(self._hidden, (HEADER_ROW, at.line_row), row, look, rows)
        own_row = address(HEADER_ROW, at.line_row)
        above = [address(HEADER_ROW - 1, column) for column in (at.line_row, at.line_place)]
        block = at.block(at.verdict(0)).replace(f"{VERDICT_SHEET}!", "")
        verdicts = f"INDEX({block},{own_row},0)"
        weights, header, entries = (
            at.constants(at.verdict(0)),
            at.constants(at.flat(0)),
            at.constants(at.clean(0)),
        )
        waits = f"({header}*({own_row}=1)+{entries}*({own_row}>1))"
        last = f"({width + 1}-IF({own_row}={above[0]},{above[1]},0))"
        faulty = f"({verdicts}>0)*({verdicts}<>{waits})*({weights}<{last})*{weights}"
        found = f"IF({own_row}=0,0,{width + 1}-SUMPRODUCT(MAX({faulty})))"
        places = [fault.place + 1 for fault in listed] + spare
        self._book.shared(self._hidden, (HEADER_ROW, at.line_place), found, look, places)

    def _lines(self, messages: Messages, ids: Sequence[str]) -> None:
        """Number, link, entry and message of each listed fault."""
        book = self._book
        line = f"ROW()-{_TOP}"
        row, place = f"INDEX(kq_dong,{line})", f"INDEX(kq_o,{line})"
        below = "" if self._layout.cells else f"&({row}+{self._layout.first_row - 1})"
        cell = (
            f"IF({row}=1,INDEX({messages.header_cells},{place}),"
            f"INDEX({messages.letters},{place}){below})"
        )
        common = word("check_common", self._lang)
        target = sheet_name(self._layout.sheet).replace('"', '""')
        verdict = f"INDEX(kq_muc,{row},{place})"
        formulas = (
            line,
            f'HYPERLINK("#{target}!"&{cell},{cell})',
            f'IF({row}=1,"{common}",INDEX({messages.ids},{row}-1))',
            f"IF({row}=1,INDEX({messages.header},{verdict},{place}),"
            f"INDEX({messages.entries},{verdict},{place}))",
        )
        body = style.body(book)
        looks = (style.body(book, align="center"), style.link(book), body, body)
        shown: list[tuple[object, ...]] = [
            (number, self._address(fault), ids[fault.row - 1] if fault.row else common, fault.text)
            for number, fault in enumerate(self._faults[: self._count], 1)
        ]
        shown += [("", "", "", "")] * (self._count - len(shown))
        for column, (formula, look) in enumerate(zip(formulas, looks, strict=True)):
            values = [told[column] for told in shown]
            text = f'IF({row}=0,"",{formula})'
            book.shared(self._sheet, (_TOP, column), text, look, values)

    def _address(self, fault: Fault) -> str:
        if not fault.row:
            return self._header_cells[fault.place]
        below = "" if self._layout.cells else str(self._layout.first_row + fault.row)
        return self._letters[fault.place] + below

    def _rest(self) -> None:
        """Above the list, how many faults it has no room for."""
        count, more = self._count, len(self._faults) - self._count
        text = word("check_rest", self._lang, n=f"(kq_con-{count})")
        shown = _joined(word("check_rest", self._lang, n=f'"{more}"')) if more > 0 else ""
        formula = f'=IF(kq_con>{count},{text},"")'
        look = style.title(self._book, 12, font_color=style.BAD_TEXT)
        self._book.formula(self._sheet, 4, 0, formula, look, shown)

    def _page(self, foot: tuple[str, str]) -> None:
        sheet = self._sheet
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.6)
        sheet.print_area(0, 0, _TOP - 1 + min(self._count, _PRINTED), len(_WIDTHS) - 1)
        sheet.repeat_rows(_TOP - 1)
        sheet.freeze_panes(_TOP, 0)
        sheet.hide_gridlines(2)
        sheet.set_footer(footer(*foot, self._lang))
        protect(sheet)


def _joined(text: str) -> str:
    """What a formula of literals joined by & shows."""
    return text.replace('"&"', "").strip('"')
