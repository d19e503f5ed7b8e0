"""The form sheet of an outline: one heading below the other, the answer on its right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from schemas.cell import BLANK, RawCell
from schemas.field import Field
from schemas.form import Column, columns_of
from schemas.kinds import FieldKind, SenderKind
from workbooks import style
from workbooks.labels import word
from workbooks.layout import CHECK_SHEET, Layout, address
from workbooks.measure import MAX_HEIGHT, row_height
from workbooks.plan import FormPlan
from workbooks.sheets.anchors import HEADER_ROW, Anchors, sheet_name
from workbooks.sheets.frame import footer, protect
from workbooks.sheets.heading import heading_lines
from workbooks.sheets.hint import hint_of, is_required
from workbooks.sheets.inputs import input_format, validate
from workbooks.sheets.lists import Lists
from workbooks.sheets.status import STATUS_SIZE, STATUS_WIDTH
from workbooks.sheets.tally import JudgedColumn, RowTally, Tally
from workbooks.sheets.typed import as_written
from workbooks.writer import Book

__all__ = ["LABEL_WIDTH", "OutlineSheet", "outline_counter"]

LABEL_WIDTH = 45.0
_ANSWER_WIDTH = 80.0
_LONG_HEIGHT = 84.0  # five lines
_LEAST_HEIGHT = 20.0
_ANSWER_SIZE = 12.0
_TIGHT = 1.12  # a wide column wastes less of each line than a narrow one
_LABEL_SIZE = 11.0
_HINT_SIZE = 9.0


class OutlineSheet:
    """Writes an outline; the answers are the only unlocked cells, so Tab leads from top to end."""

    def __init__(
        self, book: Book, sheet: Any, plan: FormPlan, layout: Layout, lists: Lists
    ) -> None:
        self._book = book
        self._sheet = sheet
        self._plan = plan
        self._layout = layout
        self._lists = lists
        self._lang = plan.lang

    def write(self, anchors: Anchors, tally: Tally, messages: tuple[str, str]) -> None:
        """The whole sheet; ``messages`` are the ranges of header and answer messages."""
        for column, width in enumerate((LABEL_WIDTH, _ANSWER_WIDTH, STATUS_WIDTH)):
            self._sheet.set_column(column, column, width)
        self._top()
        self._counter(anchors, tally)
        form, typed = self._plan.stage.form, self._plan.rows[0].cells
        if form is None:
            raise ValueError(f"{self._plan.stage.stage_id}: no outline")
        header = _said(tally.header, tally.header_messages, self._lang)
        said = (header, _said(tally.rows[0], tally.messages, self._lang))
        self._answers((form.header, self._plan.header), tally.header_columns)
        self._nil(form.nil)
        self._heads()
        for row, text in self._layout.sections.items():
            self._section(row, text)
        self._answers((form.fields, typed), tally.columns)
        for number, columns in enumerate((tally.header_columns, tally.columns)):
            for index, judged in enumerate(columns):
                where = (HEADER_ROW + number, index)
                self._status(anchors, where, judged.row or 0, messages[number], said[number][index])
        self._marks(tally)
        self._finish(tally)

    def _top(self) -> None:
        """Campaign, stage, sender and deadline; each as tall as it needs, for the paper is narrow.

        They run over label and answer, so that what is printed is what is read.
        """
        looks: tuple[tuple[float, dict[str, object]], ...] = (
            (12, {"bold": True}),
            (14, {"bold": True, "font_color": "#1F3864"}),
            (12, {"bold": True}),
            (11, {}),
        )
        pairs = zip(heading_lines(self._plan), looks, strict=True)
        for row, (line, (size, look)) in enumerate(pairs):
            cell = style.body(self._book, font_size=size, **({"valign": "vcenter"} | look))
            self._over(row, line, size, cell, bold="bold" in look)

    def _over(self, row: int, text: str, size: float, cell: Any, *, bold: bool = True) -> None:
        """A text over label and answer."""
        width = LABEL_WIDTH + _ANSWER_WIDTH
        self._book.merge(self._sheet, (row, 0, row, 1), text, cell)
        self._sheet.set_row(row, row_height([(text, width, size, bold)]))

    def _counter(self, anchors: Anchors, tally: Tally) -> None:
        bad = "kq_con"
        form = self._plan.stage.form
        place = HEADER_ROW + 1
        done = []
        for field in form.fields if form else ():
            keys = [k for k, column in enumerate(tally.columns) if column.key[0] == field.id]
            cells = "&".join(anchors.cell(place, anchors.clean(k)) for k in keys)
            done.append(f"(LEN({cells})>0)")
        counted = "(" + "+".join(done) + ")"
        text = word("counter_outline", self._lang, done=counted, all=str(len(done)), bad=bad)
        look = style.title(self._book, 12, font_color="#833C0B")
        self._sheet.set_row(self._layout.counter[0], 17)
        cached = outline_counter(tally, self._plan)
        self._book.formula(self._sheet, *self._layout.counter, f"={text}", look, cached)

    def _answers(
        self,
        asked: tuple[tuple[Field, ...], Mapping[str, tuple[RawCell, ...]]],
        columns: tuple[JudgedColumn, ...],
    ) -> None:
        """Label and answer of every line, as tall as what stands in it or may in its status.

        ``asked``: the fields and what is typed already.
        """
        fields, typed = asked
        for spec, judged in zip(columns_of(fields), columns, strict=False):
            row, (_, index) = judged.row or 0, judged.key
            given = typed.get(spec.field.id, ())
            raw = as_written(given[index]) if index < len(given) else BLANK
            label = f"{spec.field.label}: {spec.label}" if spec.choice else spec.label
            hint = hint_of(spec, self._lang)
            self._label(row, label, hint, required=is_required(spec.field))
            self._book.put(self._sheet, row, 1, raw.value, self._look(spec, raw, row))
            area = (row, 1, row, 1)
            validate(self._book, self._sheet, self._lists, spec, area, self._lang)
            least = _LONG_HEIGHT if spec.field.kind is FieldKind.LONG_TEXT else _LEAST_HEIGHT
            text = "" if raw.value is None else str(raw.value)
            height = row_height([(text, _ANSWER_WIDTH * _TIGHT, _ANSWER_SIZE, False)])
            own = row_height([(label + " *", LABEL_WIDTH, _LABEL_SIZE, True)])
            own += row_height([(hint, LABEL_WIDTH, _HINT_SIZE, False)]) - 5
            told = row_height((m, STATUS_WIDTH, STATUS_SIZE, False) for m in judged.messages)
            tallest = max(height, own, told, least)
            self._book.soft_height(self._sheet, row, min(tallest, MAX_HEIGHT))

    def _look(self, spec: Column, raw: RawCell, row: int) -> Any:
        more: dict[str, object] = {"align": "left", "font_size": _ANSWER_SIZE}
        if address(row, 1) in self._plan.marks:
            more["bg_color"] = style.MARK_FILL
        if spec.field.kind is not FieldKind.LONG_TEXT:
            more["valign"] = "vcenter"
        return style.input_cell(self._book, number=input_format(spec.field, raw), **more)

    def _label(self, row: int, text: str, hint: str, *, required: bool) -> None:
        """The heading, a red star where it must be answered, and below it what belongs there."""
        book = self._book
        cell = style.label(book, border=1, border_color="#A6A6A6", valign="top")
        bold = book.look(bold=True, font_name="Times New Roman", font_size=_LABEL_SIZE)
        star = book.look(bold=True, font_color="#C00000", font_name="Times New Roman")
        small = book.look(
            italic=True, font_color="#595959", font_name="Times New Roman", font_size=_HINT_SIZE
        )
        parts: list[object] = [bold, text]
        if required:
            parts += [star, " *"]
        if hint:
            parts += [small, f"\n{hint}"]
        if len(parts) == 2:
            book.put(self._sheet, row, 0, text, cell)
        else:
            book.rich(self._sheet, row, 0, (*parts, cell))

    def _nil(self, nil: str) -> None:
        if self._layout.nil is None:
            return
        row, column = self._layout.nil
        self._label(row, nil, word("hint_tick", self._lang), required=False)
        look = style.input_cell(self._book, align="left", valign="vcenter")
        self._book.put(self._sheet, row, column, "x" if self._plan.nil else None, look)
        self._sheet.set_row(row, row_height([(nil + "\n ", LABEL_WIDTH, _LABEL_SIZE, True)]))
        options = {
            "validate": "list",
            "source": ["x"],
            "input_title": nil[:32],
            "input_message": word("hint_tick", self._lang),
            "error_title": nil[:32],
            "error_message": word("nil", self._lang),
        }
        self._book.validation(self._sheet, (row, column, row, column), options)

    def _heads(self) -> None:
        """The sender's code, then the heads of the three columns."""
        at, lang = self._layout, self._lang
        key = "body_code" if self._plan.sender.kind is SenderKind.BODY else "sender_code"
        self._label(at.id_row, word(key, lang), "", required=False)
        code = style.locked_cell(self._book, valign="vcenter")
        self._book.put(self._sheet, at.id_row, at.id_col, self._plan.rows[0].entry_id, code)
        self._sheet.set_row(at.id_row, _LEAST_HEIGHT)
        for column, name in enumerate(("outline_label", "outline_answer", "status")):
            self._book.put(
                self._sheet, at.head_row, column, word(name, lang), style.head(self._book)
            )
        self._sheet.set_row(at.head_row, 22)

    def _section(self, row: int, text: str) -> None:
        look = style.head(self._book, align="left", font_size=12)
        self._over(row, text, 12, look)
        self._book.put(self._sheet, row, self._layout.status_col, "", look)

    def _status(
        self, anchors: Anchors, where: tuple[int, int], row: int, messages: str, said: str
    ) -> None:
        """What is wrong on a line in words, "Đủ" where it is filled, else nothing.

        ``where``: row on ``_kiem`` and index of the answer; ``said``: what the formula shows.
        """
        place, index = where
        verdict = anchors.cell(place, anchors.verdict(index))
        clean = anchors.cell(place, anchors.clean(index))
        good = word("complete", self._lang)
        wrong = f"INDEX({messages},{verdict},{index + 1})"
        formula = f'=IF({verdict}>0,{wrong},IF(LEN({clean})>0,"{good}",""))'
        look = style.status(self._book, font_size=STATUS_SIZE)
        self._book.formula(self._sheet, row, self._layout.status_col, formula, look, said)

    def _marks(self, tally: Tally) -> None:
        """Red answers by the verdict cells, amber ones that only the merge can judge."""
        book, sheet, at = self._book, self._sheet, self._layout
        red = book.look(bg_color=style.BAD_FILL, font_color=style.BAD_TEXT)
        amber = book.look(bg_color=style.WARN_FILL)
        for number, columns in enumerate((tally.header_columns, tally.columns), 1):
            for index, column in enumerate(columns, 1):
                row = column.row or 0
                place = (row, column.column, row, column.column)
                verdict = f"INDEX(kq_muc,{number},{index})"
                if column.later:
                    book.condition(sheet, place, f"{verdict}={column.later}", amber, last=True)
                book.condition(sheet, place, f"{verdict}>0", red)
        areas = [(row, row) for row, _ in at.header.values()]
        for first, last in (*areas, (at.first_row, at.last_row)):
            self._mark_states(first, last)

    def _mark_states(self, first: int, last: int) -> None:
        """Green statuses of what is complete, red ones of what is wrong."""
        book, column = self._book, self._layout.status_col
        area = (first, column, last, column)
        cell = f"${address(first, column)}"
        green = book.look(font_color=style.GOOD_TEXT, bg_color=style.GOOD_FILL)
        fine = f'EXACT({cell},"{word("complete", self._lang)}")'
        book.condition(self._sheet, area, fine, green, last=True)
        faulty = book.look(font_color=style.BAD_TEXT)
        book.condition(self._sheet, area, f"LEN({cell})>0", faulty)

    def _finish(self, tally: Tally) -> None:
        at, sheet = self._layout, self._sheet
        sheet.set_portrait()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.6, right=0.4, top=0.5, bottom=0.6)
        sheet.print_area(0, 0, at.last_row, at.status_col - 1)  # faults are for the screen
        sheet.repeat_rows(at.head_row)
        sheet.set_footer(
            footer(self._plan.campaign.title, self._plan.sender_name, self._lang, narrow=True)
        )
        sheet.freeze_panes(5, 0)  # the counter stays in sight
        sheet.set_zoom(90)
        sheet.hide_gridlines(2)
        columns = (*tally.header_columns, *tally.columns)
        first = (columns[0].row or 0, columns[0].column)
        sheet.set_selection(*first, *first)
        text = word("more_sheet", self._lang, sheet=CHECK_SHEET)
        look = style.link(self._book, font_size=11)
        self._book.link(sheet, 2, at.status_col, f"{sheet_name(CHECK_SHEET)}!A1", text, look)
        everything = f"A1:{address(at.last_row, at.status_col)}"
        sheet.ignore_errors({"number_stored_as_text": everything})
        protect(sheet)


def _said(row: RowTally, messages: Sequence[Sequence[str]], lang: str) -> list[str]:
    """The status of each answer of a row."""
    good = word("complete", lang)
    return [
        messages[index][verdict - 1] if verdict else (good if str(clean) else "")
        for index, (verdict, clean) in enumerate(zip(row.verdicts, row.clean, strict=False))
    ]


def outline_counter(tally: Tally, plan: FormPlan) -> str:
    """What the counter on top of an outline shows."""
    form, row = plan.stage.form, tally.rows[0]
    fields = form.fields if form else ()
    filled = {c.key[0] for c, clean in zip(tally.columns, row.clean, strict=True) if str(clean)}
    text = word(
        "counter_outline",
        plan.lang,
        done=f'"{len(filled)}"',
        all=str(len(fields)),
        bad=f'"{len(tally.faults())}"',
    )
    return text.replace('"&"', "").strip('"')
