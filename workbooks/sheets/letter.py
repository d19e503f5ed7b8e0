"""The sheet "Công văn": the letter that goes with a registration, made from the same cells."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from schemas.dates import date_of_serial, long_date
from schemas.field import Field
from schemas.letter import Letter
from schemas.text import safe_text
from workbooks.holes import reworded
from workbooks.labels import word
from workbooks.layout import LETTER_SHEET, VERDICT_SHEET, Layout, address
from workbooks.lettercode import ALPHABET, code_formula, code_total, letter_code
from workbooks.letterflow import INDENT, MARK, WIDTH, Line, flow, pair
from workbooks.measure import row_height
from workbooks.plan import FormPlan
from workbooks.sheets.anchors import HEADER_ROW, PLAIN, Anchors, own, raw_reference, sheet_name
from workbooks.sheets.frame import footer, protect
from workbooks.sheets.lists import RULER, Lists
from workbooks.sheets.tally import RowTally, Tally
from workbooks.sheets.verdicts import VerdictSheet
from workbooks.writer import Book

__all__ = ["LetterSheet"]

_HALF = 43.0
_SIZE = 14
_TIGHT = 1.04  # a paragraph over the whole width wastes less than a narrow column
_MOST_LINES = 250
_LINES_PER_ENTRY = 45


class LetterSheet:
    """Writes the letter, and beside the verdicts on ``_kiem`` the steps that break its lines."""

    def __init__(
        self,
        book: Book,
        sheets: tuple[Any, Any],
        plan: FormPlan,
        letter: Letter,
        layout: Layout,
        anchors: Anchors,
        tally: Tally,
    ) -> None:
        self._book = book
        self._sheet, self._hidden = sheets
        self._plan = plan
        self._letter = letter
        self._layout = layout
        self._at = anchors
        self._tally = tally
        self._unit = safe_text(plan.sender_name)
        self._row = 0
        self._first = anchors.free
        self._look = book.format(font_size=10, num_format=PLAIN)

    def write(self, verdicts: VerdictSheet, lists: Lists) -> None:
        """The whole sheet."""
        self._book.name("cv_thuoc", RULER)
        total = verdicts.keys(lists.named("cv_chu_cai", [ALPHABET]), "cv_thuoc")
        self._sheet.set_column(0, 1, _HALF)
        self._head()
        self._opening()
        code = self._code(total)
        entries = self._entries()
        self._body(entries, self._tail(code), lists)
        self._page()

    def _text(self, text: str, **look: object) -> None:
        """One paragraph over the whole width, as tall as it needs."""
        base: dict[str, object] = {"font_size": _SIZE, "text_wrap": True, "valign": "top"}
        cell_format = self._book.format(**(base | look))
        height = row_height([(text, 2 * _HALF * _TIGHT, _SIZE, bool(look.get("bold")))])
        self._sheet.set_row(self._row, height)
        self._book.merge(self._sheet, (self._row, 0, self._row, 1), text, cell_format)
        self._row += 1

    def _halves(self, left: str, right: str, *looks: dict[str, object]) -> None:
        """One line in two halves, both centred."""
        size: list[tuple[str, float, float, bool]] = []
        for column, (text, look) in enumerate(zip((left, right), looks, strict=True)):
            base: dict[str, object] = {
                "font_size": 13,
                "align": "center",
                "valign": "top",
                "text_wrap": True,
            }
            self._book.put(self._sheet, self._row, column, text, self._book.format(**(base | look)))
            size.append((text, _HALF, 13, bool(look.get("bold"))))
        self._sheet.set_row(self._row, row_height(size))
        self._row += 1

    def _head(self) -> None:
        party = self._plan.campaign.office.style == "party"
        country = word("party_head" if party else "state_head", "vi")
        strong: dict[str, object] = {"bold": True}
        underlined: dict[str, object] = {"bold": True, "underline": 1}
        self._halves(self._letter.superior, country, {}, underlined if party else strong)
        motto = "" if party else word("state_motto", "vi")
        self._halves(_capitals(self._unit), motto, strong, underlined)
        self._halves("*" if party else "", "", {}, {})
        self._number_and_date()
        self._halves(self._letter.subject, "", {"italic": True}, {})
        self._row += 1
        for place, name in enumerate(self._letter.addressees):
            last = place == len(self._letter.addressees) - 1
            lead = word("letter_to", "vi") if place == 0 else " " * 19
            line = f"{lead} - {name}{'.' if last else ','}"
            self._text(line, indent=8)
        self._row += 1

    def _number_and_date(self) -> None:
        size: dict[str, object] = {"font_size": 13, "align": "center", "valign": "top"}
        number, shown = self._header_clean(self._letter.number_field)
        blank = word("letter_number_blank", "vi")
        lead = word("letter_number", "vi")
        cached = f"{lead}{shown}" if shown else blank
        formula = f'=IF({number}="","{blank}","{lead}"&{number})'
        self._book.formula(self._sheet, self._row, 0, formula, self._book.format(**size), cached)
        day, value = self._header_clean(self._letter.date_field)
        place = word("letter_place", "vi")
        blank = word("letter_date_blank", "vi", year=str(self._plan.campaign.year))
        written = (
            f'"{place}ngày "&TEXT(DAY({day}),"00")&" tháng "&IF(MONTH({day})<3,"0","")'
            f'&MONTH({day})&" năm "&YEAR({day})'
        )
        found = date_of_serial(int(value)) if isinstance(value, Decimal) else None
        cached = f"{place}{long_date(found)}" if found else blank
        look = self._book.format(**(size | {"italic": True}))
        formula = f'=IF(ISNUMBER({day}),{written},"{blank}")'
        self._book.formula(self._sheet, self._row, 1, formula, look, cached)
        self._sheet.set_row(self._row, 20)
        self._row += 1

    def _header_clean(self, field_id: str) -> tuple[str, str | Decimal]:
        """Reference and value of a cleaned header cell; an empty text where there is none."""
        for index, column in enumerate(self._tally.header_columns):
            if column.key[0] == field_id:
                value = self._tally.header.clean[index]
                return self._at.cell(HEADER_ROW, self._at.clean(index)), value
        return '""', ""

    def _opening(self) -> None:
        self._text(INDENT + self._letter.preamble, align="justify")
        opening = INDENT + self._letter.opening.replace("{unit}", self._unit)
        none = INDENT + word("letter_nil", "vi", unit=self._unit)
        base = self._book.format(font_size=_SIZE, text_wrap=True, valign="top", align="justify")
        height = row_height([(opening, 2 * _HALF * _TIGHT, _SIZE, False)])
        self._sheet.set_row(self._row, height)
        self._sheet.merge_range(self._row, 0, self._row, 1, "", base)
        if self._layout.nil is None:
            self._book.put(self._sheet, self._row, 0, opening, base)
        else:
            nil = raw_reference(*self._layout.nil)
            formula = f"=IF(LEN(TRIM({nil}))>0,{_literal(none)},{_literal(opening)})"
            shown = none if self._plan.nil else opening
            self._book.formula(self._sheet, self._row, 0, formula, base, shown)
        self._row += 1

    def _code(self, formula: str) -> tuple[str, str]:
        """Reference and value of the check code; ``formula`` is that of its total."""
        used = [row.clean for row in self._tally.rows if row.used]
        rows = [self._tally.header.clean, *used]
        code = letter_code(rows)
        total = self._at.cell(0, self._first + 1)
        self._put(0, self._first + 1, formula, code_total(rows))
        self._put(0, self._first, code_formula(total), code)
        return self._at.cell(0, self._first), code

    def _items(self) -> list[tuple[int, Field]]:
        """The letter's items: index among the judged columns and field."""
        form = self._plan.stage.form
        fields = {field.id: field for field in (form.fields if form else ())}
        keys = [column.key for column in self._tally.columns]
        return [
            (keys.index((item, 0)), fields[item]) for item in self._letter.items if item in fields
        ]

    def _entries(self) -> list[list[str]]:
        """Writes the items of the used entries as text, closed up, and returns them."""
        used = [row for row in self._tally.rows if row.used]
        count = f"SUM({self._at.column(0, header=False)})"
        self._put(0, self._first + 2, count, len(used))
        self._total = self._at.cell(0, self._first + 2)
        numbers = range(self._listed)
        line, total = f"ROW()-{HEADER_ROW}", _still(self._total)
        ordinal = self._at.still(self._at.ordinal, header=True)
        found = f"IF({line}>{total},0,MATCH({line}-1,{ordinal},1))"
        places = [place for place, row in enumerate(self._tally.rows, 1) if row.used]
        shown = [places[k] if k < len(places) else 0 for k in numbers]
        self._down(self._first, found, shown)
        texts = []
        for offset, (index, field) in enumerate(self._items(), 1):
            clean = self._at.still(self._at.clean(index))
            row = address(HEADER_ROW, self._first)
            numbered = f'IF({total}>1,{line}&". ","")&' if offset == 1 else ""
            lead = _literal(f"{field.label}: ")
            formula = f'IF({row}=0,"",{numbered}{lead}&INDEX({clean},{row}))'
            texts.append([self._item(field, index, k, offset == 1, used) for k in numbers])
            self._down(self._first + offset, formula, texts[-1])
        return [[text[k] for text in texts] for k in numbers if k < len(used)]

    @property
    def _listed(self) -> int:
        """How many entries can stand in the letter: each takes a line at least."""
        return min(len(self._tally.rows), _MOST_LINES)

    def _item(
        self, field: Field, index: int, number: int, first: bool, used: Sequence[RowTally]
    ) -> str:
        if number >= len(used):
            return ""
        lead = f"{number + 1}. " if first and len(used) > 1 else ""
        value = used[number].clean[index]
        return f"{lead}{field.label}: {value}"

    def _tail(self, code: tuple[str, str]) -> list[tuple[str, str]]:
        """The end of the letter, line by line: formula (or empty for plain text) and text."""
        unit = _capitals(self._unit)
        right = [
            self._letter.on_behalf.replace("{unit}", unit),
            self._letter.signer_title,
        ]
        last = len(self._letter.recipients) - 1
        left = [word("letter_recipients", "vi"), ""]  # both signature lines are bold
        left += [f"- {n}{'.' if k == last else ','}" for k, n in enumerate(self._letter.recipients)]
        lines = [""]
        for k in range(max(len(left), len(right))):
            lines.append(pair(left[k] if k < len(left) else "", right[k] if k < len(right) else ""))
        lines += ["", "", "", ""]
        lead = word("letter_code", "vi")
        made = [("", line) for line in lines]
        return [*made, (f"{_literal(lead)}&{code[0]}", f"{lead}{code[1]}")]

    def _body(self, entries: list[list[str]], tail: list[tuple[str, str]], lists: Lists) -> None:
        """The lines, each with its step on ``_kiem``: entry, item, start, piece, length, more."""
        items = len(self._items())
        steps = self._first + items + 2
        texts = lists.column([text for formula, text in tail[:-1]])
        count = min(_MOST_LINES, _LINES_PER_ENTRY * len(self._tally.rows) + len(tail))
        lines = flow(entries, [text for _, text in tail], count)
        block = self._at.range(
            (HEADER_ROW, self._first + 1),
            (HEADER_ROW + self._listed - 1, self._first + items),
        )
        top = self._row
        look = self._book.format(font_size=_SIZE, shrink=True, valign="vcenter")
        overflow = word("letter_overflow", "vi")
        self._flow(lines, steps, block, items)
        for number, line in enumerate(lines):
            place = HEADER_ROW + number
            entry, item, start, piece, length, _ = (
                self._at.cell(place, steps + k) for k in range(6)
            )
            last = f'IF({item}={len(tail)},{tail[-1][0]},"")'
            end = f'IF({item}<{len(tail)},INDEX({texts},{item})&"",{last})'
            lead = f'IF({start}=1,"{INDENT}","")&TRIM(LEFT({piece},{length}))'
            text = f"IF({entry}>{self._total},{end},{lead})"
            value = line.text
            if number == count - 1:
                done = f"AND({entry}>{self._total},{item}>={len(tail)})"
                text = f"IF({done},{text},{_literal(overflow)})"
                value = value if line.entry > len(entries) and line.item >= len(tail) else overflow
            self._sheet.merge_range(top + number, 0, top + number, 1, "", look)
            self._book.formula(self._sheet, top + number, 0, f"={text}", look, value)
        self._row = top + count
        self._end(top, count, steps, len(tail))

    def _flow(self, lines: Sequence[Line], steps: int, block: str, items: int) -> None:
        """The steps of all lines: the first begins, the others go on from the line above."""
        shown = [(x.entry, x.item, x.start, x.piece, x.length, int(x.more)) for x in lines]
        total, texts = _still(self._total), _still(block)
        for first, place in ((True, HEADER_ROW), (False, HEADER_ROW + 1)):
            cells = [address(place, steps + k) for k in range(6)]
            above = [address(place - 1, steps + k) for k in range(6)]
            values = shown[:1] if first else shown[1:]
            for k, formula in enumerate(_steps(cells, above, total, texts, items, first=first)):
                told = [value[k] for value in values]
                if told:
                    self._book.shared(self._hidden, (place, steps + k), formula, self._look, told)

    def _down(self, column: int, formula: str, values: Sequence[object]) -> None:
        self._book.shared(self._hidden, (HEADER_ROW, column), formula, self._look, values)

    def _end(self, top: int, count: int, steps: int, tail: int) -> None:
        """Bold signature lines and a printed area that ends with the last line in use."""
        entries = self._at.range((HEADER_ROW, steps), (HEADER_ROW + count - 1, steps))
        items = self._at.range((HEADER_ROW, steps + 1), (HEADER_ROW + count - 1, steps + 1))
        self._book.name("cv_ho_so", entries)
        self._book.name("cv_dong", items)
        self._book.name("cv_so", self._total)
        line = f"ROW()-{top}"
        bold = f"AND(INDEX(cv_ho_so,{line})>cv_so,INDEX(cv_dong,{line})<4,INDEX(cv_dong,{line})>1)"
        area = (top, 0, top + count - 1, 1)
        self._book.condition(self._sheet, area, bold, self._book.look(bold=True))
        sheet = sheet_name(LETTER_SHEET)
        last = f"MIN({count},IFERROR(MATCH({self._total}+1,{entries},0)+{tail - 1},{count}))"
        reach = f"{sheet}!$A$1:INDEX({sheet}!$B$1:$B${top + count},{top}+{last})"
        self._book.name(f"{sheet}!_xlnm.Print_Area", reach)

    def _page(self) -> None:
        sheet = self._sheet
        sheet.set_paper(9)
        sheet.set_portrait()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=1.18, right=0.6, top=0.8, bottom=0.8)
        sheet.hide_gridlines(2)
        sheet.set_footer(footer(self._letter.subject, self._unit, self._plan.lang, narrow=True))
        protect(sheet)

    def _put(self, row: int, column: int, formula: str, value: object) -> None:
        self._book.formula(self._hidden, row, column, f"={own(formula)}", self._look, value)


def _steps(
    cells: list[str], above: list[str], total: str, block: str, items: int, *, first: bool
) -> tuple[str, ...]:
    """The formulas of one line, equal to one round of ``letterflow.flow``."""
    entry, item, start, piece, length, _ = cells
    if first:
        begin = ("1", "1", "1")
    else:
        e, i, s, _, n, more = above
        begin = (
            f"IF({e}>{total},{e},IF(OR({more}=1,{i}<{items}),{e},{e}+1))",
            f"IF({e}>{total},{i}+1,IF({more}=1,{i},IF({i}<{items},{i}+1,1)))",
            f"IF({e}>{total},1,IF({more}=1,{s}+{n},1))",
        )
    whole = f"INDEX({block},{entry},{item})"
    spaces = f'LEN({piece})-LEN(SUBSTITUTE({piece}," ",""))'
    last = f'FIND("{MARK}",SUBSTITUTE({piece}," ","{MARK}",{spaces}))'
    return (
        *begin,
        f'IF({entry}>{total},"",MID({whole},{start},{WIDTH + 1}))',
        f"IF(LEN({piece})<={WIDTH},LEN({piece}),IF({spaces}=0,{WIDTH},{last}))",
        f"IF({entry}>{total},0,IF({start}+{length}<=LEN({whole}),1,0))",
    )


def _still(reference: str) -> str:
    """An absolute reference to ``_kiem`` as formulas on that sheet itself write it."""
    return reference.replace(f"{VERDICT_SHEET}!", "")


@reworded
def _literal(text: str) -> str:
    """A text in a formula, in pieces of at most 250 characters."""
    pieces = [text[start : start + 250] for start in range(0, len(text), 250)] or [""]
    return "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces)


@reworded
def _capitals(text: str) -> str:
    return text.upper()
