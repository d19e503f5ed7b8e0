"""The form sheet of registrations, surveys, reports and nominations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from schemas.cell import BLANK, RawCell
from schemas.field import Field
from schemas.form import Column, columns_of
from schemas.kinds import FieldKind
from schemas.text import safe_text
from workbooks import style
from workbooks.labels import HONOUR_HEADS, word
from workbooks.layout import CHECK_SHEET, HONOUR_SHOWN, Layout, address, shows_honours
from workbooks.measure import row_height
from workbooks.plan import FormPlan, FormRow
from workbooks.sheets.anchors import Anchors
from workbooks.sheets.frame import (
    INDEX_WIDTH,
    Head,
    footer,
    id_width,
    mark_faults,
    page,
    protect,
    write_heading,
    write_heads,
)
from workbooks.sheets.heading import heading_lines
from workbooks.sheets.hint import hint_of, is_required
from workbooks.sheets.inputs import input_format, input_look, validate
from workbooks.sheets.lists import Lists
from workbooks.sheets.status import STATUS_SIZE, STATUS_WIDTH, status_height
from workbooks.sheets.tally import Tally
from workbooks.sheets.typed import as_written, shown_text
from workbooks.writer import Book

__all__ = ["FormSheet", "counter_text", "least_height"]

_LEAST_HEIGHT = 33.0  # two lines
_HONOUR_WIDTHS = (24.0, 36.0, 22.0, 11.0, 16.0)
_WORDS = (FieldKind.CHOICE, FieldKind.TEXT, FieldKind.LONG_TEXT)
_LONG_WIDTH = 30
_CRAMPED = 20
_TEXT_WIDTH = 22
_ONE_PAGE = 260  # characters
_TIGHT = 1.05  # two columns together waste less of each line than one
_TICK_WIDTH = 6.0  # its head stands upright
_DATE_WIDTH = 11  # 31/12/2024 on one line
_MERGED = 3  # header values run over this many columns where there is room


class FormSheet:
    """Writes the form sheet; everything that is typed stands in unlocked cells."""

    def __init__(
        self, book: Book, sheet: Any, plan: FormPlan, layout: Layout, lists: Lists
    ) -> None:
        self._book = book
        self._sheet = sheet
        self._plan = plan
        self._layout = layout
        self._lists = lists
        form = plan.stage.form
        self._inputs = columns_of(form.fields if form else ())
        self._shown = columns_of(plan.stage.shown)
        self._lang = plan.lang
        self._honour = HONOUR_SHOWN if shows_honours(plan.stage) else ()
        form_labels = [f"{field.label} *" for field in form.header] + [form.nil] if form else []
        self._id_width = id_width([row.entry_id for row in plan.rows], form_labels)
        self._first = layout.id_col + 1 + len(self._honour) + len(self._shown)

    def write(self, anchors: Anchors, tally: Tally, statuses: Sequence[str]) -> None:
        """The whole sheet; ``statuses``: what the status of each row shows."""
        write_heading(self._book, self._sheet, self._layout, heading_lines(self._plan))
        self._counter(anchors, tally)
        self._header()
        self._nil()
        write_heads(self._book, self._sheet, self._layout, self._heads())
        blank = [input_look(self._book, spec, BLANK) for spec in self._inputs]
        least = least_height(tally, self._lang)
        for number, row in enumerate(self._plan.rows):
            self._row(number, row, blank)
            self._height(number, statuses[number], least)
        self._statuses(statuses)
        self._validations()
        good = "AND(INDEX(kq_dung,{n})=1,INDEX(kq_loi,{n})=0)"
        mark_faults(self._book, self._sheet, self._layout, anchors, tally, good)
        self._finish()

    def first_input(self) -> tuple[int, int]:
        """The first cell to type into."""
        if self._layout.header:
            return next(iter(self._layout.header.values()))
        return self._layout.first_row, min(c for cols in self._layout.inputs.values() for c in cols)

    def _counter(self, anchors: Anchors, tally: Tally) -> None:
        used = anchors.column(0, header=False)
        faults = anchors.column(anchors.faults, header=False)
        count = f"SUM({used})"
        good = f"SUMPRODUCT(({used}=1)*({faults}=0))"
        key, more = _counted(self._plan)
        bad = f"({count}-{good})"
        text = word(key, self._lang, used=count, good=good, bad=bad, **more)
        look = style.title(self._book, 12, font_color="#833C0B")
        self._sheet.set_row(self._layout.counter[0], 17)
        cached = counter_text(tally, self._plan)
        self._book.formula(self._sheet, *self._layout.counter, f"={text}", look, cached)

    def _header(self) -> None:
        form = self._plan.stage.form
        for field in form.header if form else ():
            row, column = self._layout.header[field.id]
            self._label(row, field.label, required=is_required(field))
            raw = as_written(self._plan.header.get(field.id, (BLANK,))[0])
            last = min(column + _MERGED, self._layout.status_col) - 1
            self._put_wide(row, column, last, raw, field)
            note = style.note(self._book)
            self._book.put(self._sheet, row, last + 1, field.help, note)
            self._tall(row, f"{field.label} *")

    def _tall(self, row: int, label: str) -> None:
        """As tall as the label needs over the columns of running number and entry id."""
        width = INDEX_WIDTH + self._id_width
        height = row_height([(label, width * _TIGHT, 11.0, True)])
        self._sheet.set_row(row, max(height, 18))

    def _label(self, row: int, text: str, *, required: bool) -> None:
        look = style.label(self._book)
        self._sheet.merge_range(row, 0, row, 1, "", look)
        if not required:
            self._book.put(self._sheet, row, 0, text, look)
            return
        bold = self._book.look(bold=True, font_name="Times New Roman", font_size=11)
        star = self._book.look(bold=True, font_color="#C00000")
        self._book.rich(self._sheet, row, 0, (bold, text, star, " *", look))

    def _put_wide(
        self, row: int, column: int, last: int, raw: RawCell, field: Field | None
    ) -> None:
        more = {"bg_color": style.MARK_FILL} if address(row, column) in self._plan.marks else {}
        number = input_format(field, raw)
        look = style.input_cell(self._book, number=number, valign="vcenter", **more)
        if last > column:
            self._sheet.merge_range(row, column, row, last, "", look)
        self._book.put(self._sheet, row, column, raw.value, look)

    def _nil(self) -> None:
        form = self._plan.stage.form
        if self._layout.nil is None or form is None:
            return
        row, column = self._layout.nil
        self._label(row, form.nil, required=False)
        look = style.input_cell(self._book, align="center", valign="vcenter")
        self._book.put(self._sheet, row, column, "x" if self._plan.nil else None, look)
        hint = word("nil_hint", self._lang)
        self._book.put(self._sheet, row, column + 1, hint, style.note(self._book))
        self._tall(row, form.nil)
        options = {
            "validate": "list",
            "source": ["x"],
            "input_title": form.nil[:32],
            "input_message": hint,
            "error_title": form.nil[:32],
            "error_message": word("nil", self._lang),
        }
        self._book.validation(self._sheet, (row, column, row, column), options)

    def _heads(self) -> list[Head]:
        lang, at = self._lang, self._layout
        form_hint = word("hint_shown", lang)
        heads = list(self._first_heads(form_hint))
        heads += self._honour_heads(form_hint)
        for column, spec in enumerate(self._shown, at.id_col + 1):
            heads.append(
                Head(
                    column=column,
                    label=_label(spec),
                    hint=form_hint,
                    width=_shown_width(spec),
                    locked=True,
                    upright=spec.choice is not None,
                )
            )
        for column, spec in enumerate(self._inputs, self._first):
            heads.append(
                Head(
                    column=column,
                    label=_label(spec),
                    hint=hint_of(spec, lang),
                    width=_width(spec),
                    required=is_required(spec.field),
                    upright=spec.choice is not None,
                )
            )
        status = word("status", lang)
        hint = word("hint_formula", lang)
        heads.append(
            Head(column=at.status_col, label=status, hint=hint, width=STATUS_WIDTH, locked=True)
        )
        return heads

    def _honour_heads(self, hint: str) -> list[Head]:
        """What is printed of a line of the honours register."""
        return [
            Head(
                column=self._layout.shown[name][0],
                label=word(key, self._lang),
                hint=hint,
                width=width,
                locked=True,
            )
            for name, key, width in zip(self._honour, HONOUR_HEADS, _HONOUR_WIDTHS, strict=False)
        ]

    def _first_heads(self, hint: str) -> tuple[Head, Head]:
        """Running number and entry id; the labels of the header fields stand over both."""
        at, lang = self._layout, self._lang
        index, name = word("index", lang), word("honour_id" if self._honour else "id", lang)
        return (
            Head(column=at.index_col, label=index, hint="", width=INDEX_WIDTH, locked=True),
            Head(column=at.id_col, label=name, hint=hint, width=self._id_width, locked=True),
        )

    def _row(self, number: int, row: FormRow, blank: Sequence[Any]) -> None:
        """One row; ``blank``: the looks of its inputs where nothing is typed yet."""
        at = self._layout
        place = at.first_row + number
        locked = style.locked_cell(self._book)
        centred = style.locked_cell(self._book, num_format="0", align="center")
        self._book.put(self._sheet, place, at.index_col, number + 1, centred)
        self._book.put(self._sheet, place, at.id_col, row.entry_id, locked)
        for key, text in zip(self._honour, row.honour, strict=False):
            self._book.put(self._sheet, place, at.shown[key][0], safe_text(text), locked)
        column = at.id_col + len(self._honour)
        seen: dict[str, int] = {}
        for spec in self._shown:
            column += 1
            index = seen.get(spec.field.id, 0)
            seen[spec.field.id] = index + 1
            self._shown_cell(place, column, (spec, index), row)
        for spec, look in zip(self._inputs, blank, strict=True):
            column += 1
            index = seen.get(spec.field.id, 0)
            seen[spec.field.id] = index + 1
            cells = row.cells.get(spec.field.id, ())
            raw = as_written(cells[index]) if index < len(cells) else BLANK
            if self._plan.marks or raw is not BLANK:
                marked = address(place, column) in self._plan.marks
                look = input_look(self._book, spec, raw, marked=marked)
            self._book.put(self._sheet, place, column, raw.value, look)

    def _shown_cell(self, place: int, column: int, which: tuple[Column, int], row: FormRow) -> None:
        """A printed cell, the index-th of its field; in a spare row one to type into."""
        spec, index = which
        if not row.spare:
            text = shown_text(spec, row.shown.get(spec.field.id))
            self._book.put(self._sheet, place, column, text, style.locked_cell(self._book))
            return
        cells = row.cells.get(spec.field.id, ())
        raw = as_written(cells[index]) if index < len(cells) else BLANK
        self._book.put(self._sheet, place, column, raw.value, input_look(self._book, spec, raw))

    def _statuses(self, statuses: Sequence[str]) -> None:
        """The status column: what ``_kiem`` says of each row."""
        at = self._layout
        look = style.status(self._book, font_size=STATUS_SIZE)
        formula = f"INDEX(kq_tinh_trang,ROW()-{at.first_row})"
        self._book.shared(self._sheet, (at.first_row, at.status_col), formula, look, statuses)

    def _height(self, number: int, status: str, least: float) -> None:
        """As tall as what stands in the row; it still grows when somebody types more."""
        row = self._plan.rows[number]
        sizes = [(status, STATUS_WIDTH, STATUS_SIZE, False)] if status else []
        sizes += [
            (text, width, 12.0, False)
            for text, width in zip(row.honour, _HONOUR_WIDTHS, strict=False)
        ]
        if row.cells or row.shown:
            sizes += self._sizes(row)
        place = self._layout.first_row + number
        height = max(row_height(sizes), least) if sizes else least
        self._book.soft_height(self._sheet, place, height)

    def _sizes(self, row: FormRow) -> list[tuple[str, float, float, bool]]:
        """What is printed or typed in a row, with the room it has."""
        sizes: list[tuple[str, float, float, bool]] = []
        widths = [*map(_shown_width, self._shown), *map(_width, self._inputs)]
        for spec, width in zip((*self._shown, *self._inputs), widths, strict=True):
            texts = [str(c.value) for c in row.cells.get(spec.field.id, ()) if c.value is not None]
            texts.append(shown_text(spec, row.shown.get(spec.field.id)))
            sizes += [(text, width, 12.0, False) for text in texts]
        return sizes

    def _validations(self) -> None:
        at = self._layout
        form = self._plan.stage.form
        for field in form.header if form else ():
            row, column = at.header[field.id]
            self._validate(Column(field=field), (row, column, row, column))
        for column, spec in enumerate(self._inputs, self._first):
            self._validate(spec, (at.first_row, column, at.last_row, column))

    def _validate(self, spec: Column, area: tuple[int, int, int, int]) -> None:
        validate(self._book, self._sheet, self._lists, spec, area, self._lang)

    def _pages(self) -> int:
        """How many sheets of paper side by side: in one, a very wide table would be unreadable."""
        widths = sum(map(_width, self._inputs)) + sum(map(_shown_width, self._shown))
        return 2 if widths > _ONE_PAGE else 1

    def _finish(self) -> None:
        at = self._layout
        area = (0, 0, at.last_row, at.status_col - 1)  # faults are for the screen
        foot = footer(self._plan.campaign.title, self._plan.sender_name, self._lang)
        page(self._sheet, area, foot, heads=at.head_row, pages=self._pages())
        self._sheet.freeze_panes(at.first_row, at.id_col + 1)
        self._sheet.set_zoom(90)
        self._sheet.hide_gridlines(2)
        first = self.first_input()
        self._sheet.set_selection(*first, *first)
        text = word("more_sheet", self._lang, sheet=CHECK_SHEET)
        look = style.link(self._book, font_size=11)
        column = max(at.status_col, 3)
        self._book.link(self._sheet, 2, column, f"'{CHECK_SHEET}'!A1", text, look)
        everything = f"A1:{address(at.last_row, at.status_col)}"
        self._sheet.ignore_errors({"number_stored_as_text": everything})
        protect(self._sheet)


def least_height(tally: Tally, lang: str) -> float:
    """Points of a blank row: two lines, and room for any one fault in its status."""
    texts = (text for messages in tally.messages for text in messages)
    return max(status_height(texts, lang), _LEAST_HEIGHT)


def counter_text(tally: Tally, plan: FormPlan) -> str:
    """What the counter on top shows."""
    counts = {
        "used": str(tally.used),
        "good": str(tally.complete),
        "bad": str(tally.used - tally.complete),
    }
    key, more = _counted(plan)
    text = word(key, plan.lang, **{k: f'"{value}"' for k, value in counts.items()}, **more)
    return text.replace('"&"', "").strip('"')


def _counted(plan: FormPlan) -> tuple[str, dict[str, str]]:
    """Which words the counter has, and what else they say."""
    sparse = plan.stage.form is not None and plan.stage.form.sparse
    return ("counter_sparse", {"all": str(len(plan.rows))}) if sparse else ("counter", {})


def _width(column: Column) -> float:
    """The width of an input column in characters.

    A long text declared too narrow to be written gets room; the table is then two pages wide.
    """
    if column.choice is not None:
        return _TICK_WIDTH
    field = column.field
    cramped = field.kind is FieldKind.LONG_TEXT and field.width < _CRAMPED
    least = _DATE_WIDTH if field.kind is FieldKind.DATE else 8
    return float(_LONG_WIDTH if cramped else max(field.width, least))


def _shown_width(column: Column) -> float:
    """The width of a printed column: what others wrote is to be read, not only recognised."""
    field = column.field
    if column.choice is not None or field.kind not in _WORDS:
        return _width(column)
    longest = max((len(choice.label) for choice in field.choices), default=_TEXT_WIDTH)
    return max(_width(column), float(min(longest, _TEXT_WIDTH)))


def _label(column: Column) -> str:
    return f"{column.field.label}: {column.label}" if column.choice else column.label
