"""One outline merged: a row per unit, a column per heading under its section, counts summed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from appraisal.answer import Answer
from appraisal.ledger import SenderStatus, StageLine
from schemas.campaign import Stage
from schemas.dates import format_date
from schemas.field import Field
from schemas.kinds import FieldKind
from schemas.text import safe_text
from workbooks.columns import value_text
from workbooks.layout import column_letters
from workbooks.measure import MAX_HEIGHT, line_count, row_height
from workbooks.printed import CellValue, Head, Live, Printed, text_format
from workbooks.runindex import RunIndex
from workbooks.words import SENDER
from workbooks.writer import Book

__all__ = ["write_merged"]

_SIZE = 10
_LINE_POINTS = 13.2
_FIXED = 3
_NUMBERS = (FieldKind.INTEGER, FieldKind.DECIMAL)
_CHOICES = (FieldKind.CHOICE, FieldKind.MULTI_CHOICE)
_TEXTS = (FieldKind.TEXT, FieldKind.LONG_TEXT)
_WIDEST = 110.0
_SHORT = 12.0
_A3 = 8  # the number of the paper size
_SCALE = 80  # percent
_PAGE_POINTS = 1010.0  # of A3 between the margins; fonts of other computers are a tenth wider
_REPEATED = 2  # columns on every page
_NOT_SENT = "#F8CBAD"
_FAULTY = "#FFE699"
_HEAD_FILL = "#DDE7F0"

Line = tuple[StageLine | None, str, Answer | None]
"""How the sender stands in the stage, its code, and what it answered."""


def write_merged(book: Book, sheet: Any, index: RunIndex, stage: Stage) -> None:
    """Writes the sheet: who should answer in order of the register, missing ones too."""
    fields = stage.form.fields if stage.form else ()
    lines = _lines(index, stage)
    answers = [answer for _, _, answer in lines if answer]
    heads = _heads(fields, answers)
    page = Printed(book, sheet, index.run, heads, size=_SIZE)
    _paper(page)
    _titles(page, index, stage, lines)
    _head_rows(page, fields)
    first = page.row
    for number, line in enumerate(lines, start=1):
        _line(page, index, fields, number, line)
    if not lines:
        _plain(page, "Chưa có đơn vị nào phải gửi báo cáo này.")
        return
    _sums(page, fields, answers, (first, page.row - 1))
    sheet.autofilter(first - 1, 0, page.row - 2, len(heads) - 1)


def _lines(index: RunIndex, stage: Stage) -> list[Line]:
    """Expected senders in order of the unit register, then whoever else answered."""
    standing = {line.sender.id: line for line in index.run.ledger.lines if line.stage == stage.id}
    answered = {a.sender.id: a for a in index.run.answers if a.stage == stage.id}
    expected = {
        code for code, line in standing.items() if line.status is not SenderStatus.NOT_EXPECTED
    }
    wanted = expected | set(answered)
    order = [code for code in index.units if code in wanted]
    order += sorted(wanted - set(order))
    return [(standing.get(code), code, answered.get(code)) for code in order]


def _heads(fields: Sequence[Field], answers: Sequence[Answer]) -> list[Head]:
    return [
        Head(label="STT", width=5, align="center"),
        Head(label="Đơn vị", width=26),
        Head(label="Tình trạng", width=14, align="center"),
        *[_head(field, answers) for field in fields],
    ]


def _head(field: Field, answers: Sequence[Answer]) -> Head:
    if field.kind in _NUMBERS:
        return Head(label=field.label, width=_SHORT, align="center")
    if field.kind not in _TEXTS:
        return Head(label=field.label, width=16, align="center")
    return Head(label=field.label, width=_width(field, answers))


def _width(field: Field, answers: Sequence[Answer]) -> float:
    """Wide enough that the longest answer fits into a row of readable height."""
    texts = [value_text(field, answer.values.get(field.id)) for answer in answers]
    longest = sorted(texts, key=len)[-3:]
    width = 36.0 if any(len(text) > 60 for text in longest) else 22.0
    room = int((MAX_HEIGHT * 0.6 - 10) / _LINE_POINTS)
    while width < _WIDEST and any(line_count(text, width - 2, _SIZE) > room for text in longest):
        width += 8
    return width


def _paper(page: Printed) -> None:
    """A3 across as many pages as it takes, number and unit on each of them."""
    page.sheet.set_paper(_A3)
    page.sheet.fit_page = 0
    page.sheet.set_print_scale(_SCALE)
    page.sheet.print_across()
    page.sheet.repeat_columns(0, _REPEATED - 1)


def _titles(page: Printed, index: RunIndex, stage: Stage, lines: Sequence[Line]) -> None:
    """The titles stand beside the repeated columns: not cut off on every page, nor merged."""
    _plain(page, f"TỔNG HỢP BÁO CÁO: {stage.title}", bold=True, font_size=14)
    sent = sum(answer is not None for _, _, answer in lines)
    day = format_date(index.run.as_of)
    said = f"Đã có báo cáo của {sent}/{len(lines)} đơn vị; số liệu tính đến ngày {day}."
    _plain(page, said, italic=True)
    _plain(page, "Ô màu vàng: nội dung còn lỗi, đơn vị phải sửa.", italic=True)
    page.row += 1


def _plain(page: Printed, text: str, **look: object) -> None:
    cell_format = page.book.format(**({"font_size": 11} | look))
    page.book.put(page.sheet, page.row, _REPEATED, safe_text(text), cell_format)
    page.row += 1


def _head_rows(page: Printed, fields: Sequence[Field]) -> None:
    """Sections above, headings below; without sections the headings alone."""
    look = {"bold": True, "align": "center", "border": 1, "bg_color": _HEAD_FILL}
    cell_format = text_format(page.book, font_size=_SIZE, **look)
    top = page.row
    breaks = _page_starts(page.heads)
    page.sheet.set_v_pagebreaks(breaks)
    sections = _sections(fields, breaks)
    if any(title for title, _ in sections):
        sizes = []
        column = _FIXED
        for title, count in sections:
            width = sum(head.width for head in page.heads[column : column + count])
            _spread(page, (top, column, top, column + count - 1), title, cell_format)
            sizes.append((title, width, float(_SIZE), True))
            column += count
        for place, head in enumerate(page.heads[:_FIXED]):
            page.book.merge(page.sheet, (top, place, top + 1, place), head.label, cell_format)
        page.set_height(row_height(sizes))
        page.row += 1
    _headings(page, cell_format, _FIXED if page.row > top else 0)
    page.head_row = page.row - 1
    page.sheet.repeat_rows(top, page.row - 1)
    page.sheet.freeze_panes(page.row, _REPEATED)


def _spread(page: Printed, area: tuple[int, int, int, int], text: str, cell_format: Any) -> None:
    """Writes over an area, merged where it is more than one cell."""
    if area[3] > area[1]:
        page.book.merge(page.sheet, area, safe_text(text), cell_format)
    else:
        page.book.put(page.sheet, area[0], area[1], safe_text(text), cell_format)


def _page_starts(heads: Sequence[Head]) -> list[int]:
    """The columns that begin a page: as many as fit beside the repeated ones."""
    room = _PAGE_POINTS * 100 / _SCALE
    repeated = sum(map(_points, heads[:_REPEATED]))
    starts: list[int] = []
    used = repeated
    for column, head in enumerate(heads[_REPEATED:], start=_REPEATED):
        if used + _points(head) > room and column > _FIXED:
            starts.append(column)
            used = repeated
        used += _points(head)
    return starts


def _points(head: Head) -> float:
    return head.width * 5.25 + 3.75


def _headings(page: Printed, cell_format: Any, first: int) -> None:
    for column, head in enumerate(page.heads[first:], start=first):
        page.book.put(page.sheet, page.row, column, safe_text(head.label), cell_format)
    page.set_height(row_height((h.label, h.width, _SIZE, True) for h in page.heads))
    page.row += 1


def _sections(fields: Sequence[Field], breaks: Sequence[int]) -> list[tuple[str, int]]:
    """Each section with the number of its headings, begun again where a page begins.

    A field without a section belongs to the last one.
    """
    titles: list[str] = []
    for field in fields:
        titles.append(field.section or (titles[-1] if titles else ""))
    pages = [
        sum(start <= column for start in breaks) for column in range(_FIXED, _FIXED + len(titles))
    ]
    made: list[tuple[str, int]] = []
    last = ""
    for (title, _), group in groupby(zip(titles, pages, strict=True)):
        again = f"{title} (tiếp theo)" if title and title == last else title
        made.append((again, len(list(group))))
        last = title
    return made


def _line(page: Printed, index: RunIndex, fields: Sequence[Field], number: int, line: Line) -> None:
    standing, code, answer = line
    status = _status(standing, answer)
    cells: list[CellValue] = [number, index.unit_name(code), status]
    fills: dict[int, str] = {}
    if answer is None:
        fills = dict.fromkeys(range(1, _FIXED), _NOT_SENT)
        cells += [""] * len(fields)
    else:
        for column, field in enumerate(fields, start=_FIXED):
            cells.append(_value(field, answer))
            if answer.faults.get(field.id):
                fills[column] = _FAULTY
    page.line_as(page.heads, cells, fills=fills)


def _status(standing: StageLine | None, answer: Answer | None) -> str:
    words = SENDER[standing.status] if standing else "Đã gửi"
    if standing and standing.status is SenderStatus.LATE and standing.days_late:
        words = f"{words} {standing.days_late} ngày"
    return words if answer is None or answer.complete else f"{words}, còn lỗi"


def _value(field: Field, answer: Answer) -> CellValue:
    value = answer.values.get(field.id)
    return value if isinstance(value, Decimal) else value_text(field, value)


def _sums(
    page: Printed, fields: Sequence[Field], answers: Sequence[Answer], rows: tuple[int, int]
) -> None:
    """The last line: numbers added, choices counted, by formulas over the column."""
    cells: list[CellValue] = ["", "Tổng cộng", f"{len(answers)}/{rows[1] - rows[0] + 1} đơn vị"]
    for column, field in enumerate(fields, start=_FIXED):
        if field.kind in _NUMBERS:
            cells.append(_added(page, field, answers, column, rows))
        elif field.kind in _CHOICES:
            cells.append(_tally(field, answers, column, rows))
        else:
            cells.append("")
    page.line(cells, bold=True)


def _added(
    page: Printed,
    field: Field,
    answers: Sequence[Answer],
    column: int,
    rows: tuple[int, int],
) -> Live:
    numbers = [v for a in answers if isinstance(v := a.values.get(field.id), Decimal)]
    span = page.column_range(column, *rows)
    return Live(formula=f"=ROUND(SUM({span}),9)", cached=sum(numbers, Decimal(0)))


def _tally(
    field: Field, answers: Sequence[Answer], column: int, rows: tuple[int, int]
) -> CellValue:
    """How many chose what, one choice a line; several ticks of one cell are found by its text."""
    letters = column_letters(column)
    span = f"${letters}${rows[0] + 1}:${letters}${rows[1] + 1}"
    parts, cached = [], []
    for choice in field.choices:
        label = choice.label.replace('"', '""')
        said = [a.values.get(field.id) for a in answers]
        found = sum(choice.id in v if isinstance(v, tuple) else v == choice.id for v in said)
        test = f'ISNUMBER(FIND("; {label}; ","; "&{span}&"; "))'
        parts.append(f'"{label}: "&SUMPRODUCT(--{test})')
        cached.append(f"{choice.label}: {found}")
    if not parts or any(len(choice.label) > 240 for choice in field.choices):
        return "\n".join(cached)
    return Live(formula="=" + "&CHAR(10)&".join(parts), cached="\n".join(cached))
