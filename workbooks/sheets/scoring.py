"""The scoring sheet of a council member: entries, criteria, totals as they type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from schemas.cell import BLANK
from schemas.number import format_decimal
from schemas.rules.formula import CellRefs
from schemas.rules.score import ABSTAIN, COMMENT, CONFLICT, score_columns
from schemas.rules.score_formula import score_status_formula, score_total_formula
from schemas.rules.score_tests import lengths
from schemas.rules.validation import score_validation
from schemas.scale import Scale
from schemas.text import safe_text
from workbooks import style
from workbooks.labels import word
from workbooks.layout import CHECK_SHEET, Layout, address
from workbooks.measure import row_height
from workbooks.plan import ScorePlan, ScoreRow
from workbooks.scorewords import score_word
from workbooks.sheets.anchors import HEADER_ROW, PLAIN, Anchors, sheet_name
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
from workbooks.sheets.score_status import (
    BLANK_STATE,
    kind_formula,
    kind_value,
    status_text,
    status_words,
    told,
)
from workbooks.sheets.score_tally import Ballots, row_cells
from workbooks.sheets.status import STATUS_WIDTH, status_height, status_room
from workbooks.sheets.validations import validation_options
from workbooks.sheets.verdicts import VerdictSheet
from workbooks.writer import Book

__all__ = ["ScoreSheet", "score_counter"]

_SHOWN_WIDTHS = (20, 20, 36)
_LEAST_HEIGHT = 48.0  # three lines
_CRITERION = 11.5
_COUNTED = {"done": 0, "blank": 1, "half": 2, "bad": 3, "abstain": 4, "conflict": 5}
"""What the overview counts: name → state of ``score_status_messages``, 0 complete."""


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
        verdicts: VerdictSheet,
        heading: tuple[str, str, str, str],
        details: Mapping[str, str],
    ) -> None:
        """The whole sheet; ``details``: entry id → where its content stands (``'Hồ sơ'!A5``)."""
        write_heading(self._book, self._sheet, self._layout, heading)
        write_heads(self._book, self._sheet, self._layout, self._heads())
        height = self._height(ballots)
        for number, row in enumerate(self._plan.rows):
            self._row(number, row, details, height)
        self._states(anchors, ballots)
        self._totals(ballots)
        self._statuses(ballots, verdicts.statuses(status_room(height), self._lang))
        self._overview(ballots)
        self._validations()
        self._quiet()
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
                width=STATUS_WIDTH,
                locked=True,
            ),
        ]

    def _row(self, number: int, row: ScoreRow, details: Mapping[str, str], least: float) -> None:
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
        book.soft_height(self._sheet, place, max(row_height(sizes), least))

    def _input(self, name: str, locked: str, marked: bool) -> Any:
        centre = {} if name == COMMENT else {"align": "center"}
        if locked:
            return style.locked_cell(self._book, **centre, font_color="#7F7F7F")
        more = {"bg_color": style.MARK_FILL} if marked else {}
        return style.input_cell(self._book, number=style.number_format(None), **centre, **more)

    def _height(self, ballots: Ballots) -> float:
        """Tall enough for any one message of the scale in the status."""
        texts = [text for messages in ballots.tally.messages for text in messages]
        return max(status_height(texts, self._lang), _LEAST_HEIGHT)

    def _states(self, anchors: Anchors, ballots: Ballots) -> None:
        """State, total and kind of every row on ``_kiem``, where the scoring sheet reads them."""
        place, scale = HEADER_ROW + 1, self._scale
        names = score_columns(scale)
        refs = CellRefs(
            raw={},
            clean={(n, 0): address(place, anchors.clean(k)) for k, n in enumerate(names)},
            clean_column={},
            used=address(place, 0),
            fields={},
        )
        verdicts = {n: address(place, anchors.verdict(k)) for k, n in enumerate(names)}
        state, entered = address(place, anchors.state), [item.id for item in scale.criteria]
        first, last = (refs.clean[name, 0] for name in (entered[0], entered[-1]))
        self._lists.named("dm_phieu", told(self._lang))
        columns: tuple[tuple[str, int, str, Sequence[object]], ...] = (
            (
                "",
                anchors.state,
                score_status_formula(scale, verdicts, refs),
                ballots.states,
            ),
            (
                "kq_cong",
                anchors.free,
                score_total_formula(scale, state, f"{first}:{last}"),
                ballots.totals,
            ),
            (
                "kq_loai",
                anchors.free + 1,
                kind_formula(state, lengths(tuple(entered), refs)),
                self._kinds(ballots),
            ),
        )
        look = self._book.format(font_size=10, num_format=PLAIN)
        for name, column, formula, values in columns:
            self._book.shared(self._hidden, (place, column), formula, look, values)
            if name:
                self._book.name(name, anchors.column(column, header=False))

    def _kinds(self, ballots: Ballots) -> list[int]:
        criteria = len(self._scale.criteria)
        return [
            kind_value(state, points=any(value != "" for value in row.clean[:criteria]))
            for state, row in zip(ballots.states, ballots.tally.rows, strict=True)
        ]

    def _totals(self, ballots: Ballots) -> None:
        """The total of every row, as it is typed."""
        look = style.locked_cell(self._book, bold=True, align="center", num_format="General")
        place = self._layout.first_row, self._layout.total_col or 0
        formula = f"INDEX(kq_cong,{self._number()})"
        self._book.shared(self._sheet, place, formula, look, ballots.totals)

    def _statuses(self, ballots: Ballots, faults: Sequence[str]) -> None:
        """The status of every row, ``faults`` in words; that of a locked row is printed."""
        at, rows, texts = self._layout, self._plan.rows, told(self._lang)
        shown: list[str | None] = []
        for number, (row, kind) in enumerate(zip(rows, self._kinds(ballots), strict=True)):
            if row.locked:
                self._locked(number, row)
                shown.append(None)
                continue
            said = faults[number] if ballots.tally.rows[number].places else ""
            shown.append(status_words(ballots.states[number], kind, said, texts))
        first = next((k for k, row in enumerate(rows) if not row.locked), len(rows))
        if first < len(rows):
            place = at.first_row + first, at.status_col
            look = style.status(self._book)
            self._book.shared(self._sheet, place, status_text(self._number()), look, shown[first:])

    def _locked(self, number: int, row: ScoreRow) -> None:
        key = f"locked_{row.locked}"
        text = word(key if row.locked in ("home-unit", "personal") else "locked", self._lang)
        place = self._layout.first_row + number, self._layout.status_col
        self._book.put(self._sheet, *place, text, style.locked_cell(self._book))

    def _number(self) -> str:
        """The number of the row where a formula stands, from 1."""
        return f"ROW()-{self._layout.first_row}"

    def _overview(self, ballots: Ballots) -> None:
        """How many to score, scored, left; and whether the workbook may be sent."""
        counts = {name: f"COUNTIF(kq_phieu,{state})" for name, state in _COUNTED.items()}
        text = score_word("overview", self._lang, all=str(len(self._plan.rows)), **counts)
        look = style.title(self._book, 12, font_color="#833C0B")
        cached = score_counter(ballots.states, self._lang)
        self._book.formula(self._sheet, *self._layout.counter, f"={text}", look, cached)
        faults = len(ballots.tally.faults())
        good = score_word("ready", self._lang)
        before, after = score_word("not_ready", self._lang, n="§").split("§")
        formula = f'=IF(SUM(kq_tong)=0,"{good}","{before}"&SUM(kq_tong)&"{after}")'
        shown = f"{before}{faults}{after}" if faults else good
        self._sheet.set_row(self._layout.counter[0], 19)
        place = 3, self._layout.status_col
        look = style.title(self._book, 12)
        self._book.formula(self._sheet, *place, formula, look, shown)
        for sign, color in (("=", style.GOOD_TEXT), (">", style.BAD_TEXT)):
            area = (*place, *place)
            look = self._book.look(font_color=color)
            self._book.condition(self._sheet, area, f"SUM(kq_tong){sign}0", look)

    def _quiet(self) -> None:
        """Entries not scored yet are told without alarm."""
        at = self._layout
        area = (at.first_row, at.status_col, at.last_row, at.status_col)
        look = self._book.look(font_color="#7F6000")
        formula = f"INDEX(kq_phieu,{self._number()})={BLANK_STATE}"
        self._book.condition(self._sheet, area, formula, look, last=True)

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
    """What the overview on top of a scoring sheet shows."""
    count = {name: states.count(state) for name, state in _COUNTED.items()}
    due = len(states) - count["conflict"]
    left = count["blank"] + count["half"] + count["bad"]
    return score_word("overview_shown", lang, due=due, left=left, **count)
