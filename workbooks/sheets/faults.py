"""The sheet "Cần bổ sung" in front of a correction pack: what to mend, with links to the cells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from schemas.campaign import Deadline
from schemas.finding import Finding, Severity
from schemas.message import asked, render
from schemas.text import safe_text
from workbooks import style
from workbooks.due import due_text
from workbooks.labels import word
from workbooks.measure import line_count, row_height
from workbooks.sheets.anchors import sheet_name
from workbooks.sheets.frame import footer, protect
from workbooks.writer import Book

__all__ = ["FaultList", "mark_cells", "note_text", "problem", "write_faults"]

_WIDTHS = (5, 13, 12, 34, 52, 52)
_NOTE_LONGEST = 1500
_FOLDERS = re.compile(r"(?<=«)nhan-ve/(?:[^«»/]+/)*")
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultList:
    """What the list says of itself: from whom, to whom, which submission, until when.

    ``title`` is the campaign's, ``stage`` that of what was sent; ``who`` stands in the footer,
    ``name`` is whom the list is addressed to.
    """

    title: str
    stage: str
    office: str
    who: str
    name: str
    sheet: str
    submission: int
    until: Deadline | None
    as_of: date | None
    lang: str


def write_faults(book: Book, sheet: Any, about: FaultList, findings: Sequence[Finding]) -> None:
    """One line per finding: where (a link), weight, what was found, the problem, the remedy."""
    lang = about.lang
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    _heading(book, sheet, about)
    row = _intro(book, sheet, about, len(findings))
    heads = ("index", "fault_where", "fault_level", "fault_found", "fault_expected", "fault_remedy")
    for column, key in enumerate(heads):
        book.put(sheet, row, column, word(key, lang), style.head(book))
    sheet.set_row(row, 20)
    for number, finding in enumerate(findings, 1):
        _line(book, sheet, row + number, number, finding, about)
    _page(sheet, about, row, len(findings))


def _heading(book: Book, sheet: Any, about: FaultList) -> None:
    """From whom, what it is, about what, to whom: a list that is sent as it stands."""
    lines = (
        (about.office, style.plain_text(book, font_size=11)),
        (word("fault_sheet_title", about.lang), style.title(book, 15, align="center")),
        (about.stage, style.plain_text(book, italic=True, align="center")),
        (word("fault_to", about.lang, who=about.name), style.plain_text(book, bold=True)),
    )
    for row, (line, look) in enumerate(lines):
        book.merge(sheet, (row, 0, row, len(_WIDTHS) - 1), safe_text(line), look)
        sheet.set_row(row, 22 if row == 1 else 17)


def _intro(book: Book, sheet: Any, about: FaultList, count: int) -> int:
    lang = about.lang
    lines = [word("fault_intro", lang, submission=about.submission)]
    if about.until:
        lines.append(word("fault_until", lang, text=due_text(about.until, lang)))
    counted = word("fault_count", lang, n=count)
    if about.as_of:
        counted += ". " + word("fault_made", lang, day=about.as_of.strftime("%d/%m/%Y"))
    for row, line in enumerate([*lines, counted], 4):
        look = style.body(book)
        sheet.set_row(row, row_height([(line, sum(_WIDTHS), 12, False)]))
        book.merge(sheet, (row, 0, row, len(_WIDTHS) - 1), line, look)
    return 4 + len(lines) + 2


def _line(
    book: Book, sheet: Any, row: int, number: int, finding: Finding, about: FaultList
) -> None:
    lang = about.lang
    where = finding.origin.cell or word("fault_whole", lang)
    texts = (
        number,
        where,
        word(f"level_{finding.severity.value}", lang),
        safe_text(finding.value) or (word("fault_blank", lang) if finding.origin.cell else ""),
        safe_text(problem(finding, lang)),
        safe_text(asked(finding, lang)),
    )
    red = {"font_color": style.BAD_TEXT} if finding.severity is Severity.ERROR else {}
    looks = [style.body(book, border=1) for _ in texts]
    looks[0] = style.body(book, border=1, align="center")
    looks[2] = style.body(book, border=1, **red)
    for column, (text, look) in enumerate(zip(texts, looks, strict=True)):
        if column == 1 and finding.origin.cell:
            target = f"{sheet_name(about.sheet)}!{finding.origin.cell}"
            book.link(sheet, row, 1, target, where, style.link(book, border=1))
        else:
            book.put(sheet, row, column, text, look)
    cells = [(str(t), w, 12.0, False) for t, w in zip(texts, _WIDTHS, strict=True)]
    sheet.set_row(row, row_height(cells))


def problem(finding: Finding, lang: str) -> str:
    """What is wrong, to its sender: files by their names alone, without folders of the office."""
    return _FOLDERS.sub("", render(finding, lang).message)


def note_text(findings: Sequence[Finding], lang: str) -> str:
    """What the note of a marked cell says: each problem and how to mend it."""
    lines = []
    for finding in findings:
        lines.append(f"{problem(finding, lang)} {asked(finding, lang)}".strip())
    return safe_text("\n".join(lines))[:_NOTE_LONGEST]


def mark_cells(book: Book, sheet: Any, marks: Mapping[str, Sequence[Finding]], lang: str) -> None:
    """A note at every cell of a correction pack that has to be mended."""
    for cell, findings in sorted(marks.items()):
        found = _CELL.fullmatch(cell)
        if found is None:
            continue
        column = 0
        for letter in found[1]:
            column = column * 26 + ord(letter) - ord("A") + 1
        text = note_text(findings, lang)
        height = 24 + 18 * line_count(text, 44, 9)
        book.note(sheet, int(found[2]) - 1, column - 1, text, min(height, 400))


def _page(sheet: Any, about: FaultList, heads: int, count: int) -> None:
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.6)
    sheet.print_area(0, 0, heads + max(count, 1), len(_WIDTHS) - 1)
    sheet.repeat_rows(heads)
    sheet.freeze_panes(heads + 1, 0)
    sheet.hide_gridlines(2)
    sheet.set_footer(footer(about.title, about.who, about.lang))
    protect(sheet)
