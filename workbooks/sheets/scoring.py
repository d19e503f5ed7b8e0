"""The scoring sheet of a council member: entries, criteria, totals as they type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schemas.cell import BLANK
from schemas.number import format_decimal
from schemas.rules.formula import CellRefs
from schemas.rules.score import ABSTAIN, COMMENT, CONFLICT, score_columns
from schemas.rules.score_formula import (
    score_status_formula,
    score_status_messages,
    score_total_formula,
)
from schemas.rules.validation import score_validation
from schemas.scale import Scale
from schemas.text import safe_text
from workbooks import style
from workbooks.labels import word
from workbooks.layout import CHECK_SHEET, Layout, address
from workbooks.measure import row_height
from workbooks.plan import ScorePlan, ScoreRow
from workbooks.sheets.anchors import HEADER_ROW, PLAIN, Anchors, own, raw_reference, sheet_name
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
from workbooks.sheets.lists import Lists
from workbooks.sheets.score_tally import LOCKED_STATE, Ballots, row_cells
from workbooks.sheets.validations import validation_options
from workbooks.writer import Book

__all__ = ["ScoreSheet", "score_counter"]

_SHOWN_WIDTHS = (20, 20, 36)
_LEAST_HEIGHT = 48.0  # three lines
_CRITERION = 11.5
_STATUS_WIDTH = 34


class ScoreSheet:
    """Writes the scoring sheet, and the state of each row on ``_kiem``."""

    def __init__(
        self,
        book: Book,
        sheets: tuple[Any, Any],
        plan: ScorePlan,
        scale: Scale,
        layout: Layout,
        lists: Lists,
    ) -> None:
        self._book = book
        self._sheet, self._hidden = sheets
        self._plan = plan
        self._scale = scale
        self._layout = layout
        self._lists = lists
        self._lang = plan.lang

    def write(
        self,
        anchors: Anchors,
        ballots: Ballots,
        heading: tuple[str, str, str, str],
        details: Mapping[str, str],
    ) -> None:
        """The whole sheet; ``details``: entry id → where its content stands (``'Hồ sơ'!A5``)."""
        write_heading(self._book, self._sheet, self._layout, heading)
        write_heads(self._book, self._sheet, self._layout, self._heads())
        told = [message.text for message in score_status_messages(self._lang)]
        states = self._lists.column(told)
        for number, row in enumerate(self._plan.rows):
            self._row(number, row, details)
            self._formulas(number, row, anchors, ballots, (states, told))
        self._counter(anchors, ballots)
        self._validations()
        good = "INDEX(kq_phieu,{n})=0"
        mark_faults(self._book, self._sheet, self._layout, anchors, ballots.tally, good)
        self._sign()
        self._finish()

    def _heads(self) -> list[Head]:
        at, lang = self._layout, self._lang
        shown = word("hint_shown", lang)
        heads = [
            Head(
                column=at.index_col,
                label=word("index", lang),
                hint="",
                width=INDEX_WIDTH,
                locked=True,
            ),
            Head(
                column=at.id_col,
                label=word("id", lang),
                hint=shown,
                width=id_width([row.entry_id for row in self._plan.rows]),
                locked=True,
            ),
        ]
        for name, width in zip(("unit", "name", "title"), _SHOWN_WIDTHS, strict=True):
            column = at.shown[f"_{name}"][0]
            heads.append(
                Head(column=column, label=word(name, lang), hint=shown, width=width, locked=True)
            )
        for item in self._scale.criteria:
            label = word("score_max", lang, label=item.label, n=format_decimal(item.maximum))
            hint = word("score_step", lang, step=format_decimal(item.step))
            column = at.inputs[item.id][0]
            heads.append(Head(column=column, label=label, hint=hint, width=_CRITERION))
        return [*heads, *self._end_heads()]

    def _end_heads(self) -> list[Head]:
        at, lang = self._layout, self._lang
        tick = word("hint_tick", lang)
        most = word("score_total_hint", lang, n=format_decimal(self._scale.total))
        total = at.total_col or 0
        return [
            Head(column=total, label=word("score_total", lang), hint=most, width=9, locked=True),
            Head(column=at.inputs[ABSTAIN][0], label=word("abstain", lang), hint=tick, width=8),
            Head(column=at.inputs[CONFLICT][0], label=word("conflict", lang), hint=tick, width=8.5),
            Head(
                column=at.inputs[COMMENT][0],
                label=word("comment", lang),
                hint=word("hint_text", lang),
                width=28,
            ),
            Head(
                column=at.status_col,
                label=word("status", lang),
                hint=word("hint_formula", lang),
                width=_STATUS_WIDTH,
                locked=True,
            ),
        ]

    def _row(self, number: int, row: ScoreRow, details: Mapping[str, str]) -> None:
        at, book = self._layout, self._book
        place = at.first_row + number
        locked = style.locked_cell(book)
        book.put(
            self._sheet,
            place,
            at.index_col,
            number + 1,
            style.locked_cell(book, num_format="0", align="center"),
        )
        look = style.locked_cell(book, font_color="#0563C1", underline=1)
        if row.entry_id in details:
            book.link(self._sheet, place, at.id_col, details[row.entry_id], row.entry_id, look)
        else:
            book.put(self._sheet, place, at.id_col, row.entry_id, locked)
        shown = (row.unit_name, row.name, row.title)
        for name, text in zip(("_unit", "_name", "_title"), shown, strict=True):
            book.put(self._sheet, place, at.shown[name][0], safe_text(text), locked)
        cells = row_cells(row)
        for name in score_columns(self._scale):
            raw = cells.get(name, (BLANK,))[0]
            column = at.inputs[name][0]
            look = self._input(name, row.locked, address(place, column) in self._plan.marks)
            book.put(self._sheet, place, column, raw.value, look)
        sizes = [
            (text, float(width), 12.0, False)
            for text, width in zip(shown, _SHOWN_WIDTHS, strict=True)
        ]
        height = max(row_height(sizes), _LEAST_HEIGHT)
        book.soft_height(self._sheet, place, height)

    def _input(self, name: str, locked: str, marked: bool) -> Any:
        centre = {} if name == COMMENT else {"align": "center"}
        if locked:
            return style.locked_cell(self._book, **centre, font_color="#7F7F7F")
        more = {"bg_color": style.MARK_FILL} if marked else {}
        return style.input_cell(self._book, number=style.number_format(None), **centre, **more)

    def _formulas(
        self,
        number: int,
        row: ScoreRow,
        anchors: Anchors,
        ballots: Ballots,
        states: tuple[str, list[str]],
    ) -> None:
        """State, total and status of one row."""
        place = HEADER_ROW + 1 + number
        names = score_columns(self._scale)
        clean = {(n, 0): anchors.cell(place, anchors.clean(k)) for k, n in enumerate(names)}
        verdicts = {n: anchors.cell(place, anchors.verdict(k)) for k, n in enumerate(names)}
        raws = {(n, 0): raw_reference(place, self._layout.inputs[n][0]) for n in names}
        used = anchors.cell(place, 0)
        refs = CellRefs(raw=raws, clean=clean, clean_column={}, used=used, fields={})
        state = ballots.states[number]
        small = self._book.format(font_size=10, num_format=PLAIN)
        if row.locked:
            self._book.put(self._hidden, place, anchors.state, LOCKED_STATE, small)
        else:
            formula = f"={own(score_status_formula(self._scale, verdicts, refs))}"
            self._book.formula(self._hidden, place, anchors.state, formula, small, state)
        cell = anchors.cell(place, anchors.state)
        sheet_row = self._layout.first_row + number
        total = f"={score_total_formula(self._scale, cell, refs)}"
        look = style.locked_cell(self._book, bold=True, align="center", num_format="General")
        column = self._layout.total_col or 0
        self._book.formula(self._sheet, sheet_row, column, total, look, ballots.totals[number])
        self._status(number, row, anchors, ballots, states)

    def _status(
        self,
        number: int,
        row: ScoreRow,
        anchors: Anchors,
        ballots: Ballots,
        states: tuple[str, list[str]],
    ) -> None:
        place = HEADER_ROW + 1 + number
        sheet_row, column = self._layout.first_row + number, self._layout.status_col
        if row.locked:
            key = f"locked_{row.locked}"
            text = word(key if row.locked in ("home-unit", "personal") else "locked", self._lang)
            self._book.put(self._sheet, sheet_row, column, text, style.locked_cell(self._book))
            return
        cell, faults = anchors.cell(place, anchors.state), anchors.cell(place, anchors.faults)
        first, second = (anchors.cell(place, anchors.text(k)) for k in range(2))
        good = word("complete", self._lang)
        before, after = word("more", self._lang, n="§").split("§")
        formula = (
            f'=IF({faults}>0,{first}&IF({faults}>1," "&{second},"")'
            f'&IF({faults}>2,"{before}"&({faults}-2)&"{after}",""),'
            f'IF({cell}=0,"{good}",INDEX({states[0]},{cell})))'
        )
        texts = ballots.tally.texts(number + 1)
        state = ballots.states[number]
        shown = good if state == 0 else states[1][state - 1]
        if texts:
            rest = f"{before}{len(texts) - 2}{after}" if len(texts) > 2 else ""
            shown = " ".join(texts[:2]) + rest
        look = style.status(self._book)
        self._book.formula(self._sheet, sheet_row, column, formula, look, shown)

    def _counter(self, anchors: Anchors, ballots: Ballots) -> None:
        states = anchors.column(anchors.state, header=False)
        text = word(
            "score_counter",
            self._lang,
            done=f"COUNTIF({states},0)",
            all=str(len(self._plan.rows)),
            left=f"(COUNTIF({states},1)+COUNTIF({states},2))",
            abstain=f"COUNTIF({states},4)",
            conflict=f"COUNTIF({states},5)",
            bad=f"COUNTIF({states},3)",
        )
        look = style.title(self._book, 12, font_color="#833C0B")
        cached = score_counter(ballots.states, self._lang)
        self._book.formula(self._sheet, *self._layout.counter, f"={text}", look, cached)

    def _validations(self) -> None:
        at = self._layout
        for name in score_columns(self._scale):
            found = score_validation(self._scale, name, self._lang)
            if found is not None:
                column = at.inputs[name][0]
                area = (at.first_row, column, at.last_row, column)
                options = validation_options(found, self._lists)
                self._book.validation(self._sheet, area, options)

    def _sign(self) -> None:
        """The signature under the table, in a column where nobody types: it is no entry."""
        row = self._layout.last_row + 2
        column = self._layout.total_col or 0
        year = str(self._plan.campaign.year)
        lines: tuple[tuple[str, dict[str, object]], ...] = (
            (word("score_day", self._lang, year=year), {"italic": True}),
            (word("score_sign", self._lang), {"bold": True}),
            (word("score_sign_hint", self._lang), {"italic": True}),
            ("", {}),
            ("", {}),
            ("", {}),
            (safe_text(self._plan.member.name), {"bold": True}),
        )
        for offset, (text, look) in enumerate(lines):
            centred = self._book.format(**({"align": "center"} | look))
            self._book.put(self._sheet, row + offset, column, text, centred)

    def _finish(self) -> None:
        at = self._layout
        foot = footer(self._plan.campaign.title, self._plan.member.name, self._lang)
        area = (0, 0, at.last_row + 8, at.status_col - 1)  # faults are for the screen
        page(self._sheet, area, foot, heads=at.head_row)
        self._sheet.freeze_panes(at.first_row, at.id_col + 1)
        self._sheet.set_zoom(90)
        self._sheet.hide_gridlines(2)
        first = (at.first_row, min(c[0] for c in at.inputs.values()))
        self._sheet.set_selection(*first, *first)
        text = word("more_sheet", self._lang, sheet=CHECK_SHEET)
        target = f"{sheet_name(CHECK_SHEET)}!A1"
        look = style.link(self._book, font_size=11)
        self._book.link(self._sheet, 2, at.status_col, target, text, look)
        everything = f"A1:{address(at.last_row, at.status_col)}"
        self._sheet.ignore_errors({"number_stored_as_text": everything})
        protect(self._sheet)


def score_counter(states: tuple[int, ...], lang: str) -> str:
    """What the counter on top of a scoring sheet shows."""
    count = {state: states.count(state) for state in range(6)}
    plain = word(
        "score_counted",
        lang,
        done=count[0],
        all=len(states),
        left=count[1] + count[2],
        abstain=count[4],
        conflict=count[5],
    )
    return plain + (word("score_counted_bad", lang, bad=count[3]) if count[3] else "")
