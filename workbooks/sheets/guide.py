"""The sheet "Hướng dẫn": what, until when, to whom, on what basis, and how to fill in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from schemas.campaign import Campaign, Deadline, Stage
from schemas.form import StageForm
from schemas.kinds import SenderKind, StageKind
from schemas.number import format_decimal
from schemas.scale import Scale
from schemas.text import safe_text
from workbooks import style
from workbooks.due import due_text
from workbooks.guidewords import guide_word
from workbooks.layout import CHECK_SHEET, LETTER_SHEET
from workbooks.measure import row_height
from workbooks.sheets.frame import footer, protect
from workbooks.writer import Book

__all__ = ["Guide", "write_guide"]

_WIDTH = 103
_TIGHT = 1.03  # a wide column wastes less of each line than a narrow one
_CLOSE = 2  # points less above and below than in a table
_PRINT_SCALE = 80  # as wide as A4 upright
_OWN_MARK = re.compile(r"[-+*]|[0-9]{1,2}[.)] ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """For whom and for what the guide is; ``group`` decides the deadline."""

    campaign: Campaign
    stage: StageForm
    who: str
    letter: bool
    nil: str
    lang: str
    route: str = ""
    group: str = ""


class _Writer:
    """Writes headings and paragraphs downwards."""

    def __init__(self, book: Book, sheet: Any) -> None:
        self.book = book
        self.sheet = sheet
        self.row = 0

    def heading(self, text: str, size: int = 13) -> None:
        """A bold line."""
        self.row += 1 if self.row else 0
        look = style.title(self.book, size, font_color="#1F3864", text_wrap=True)
        self.sheet.set_row(self.row, row_height([(text, _WIDTH, size, True)]))
        self.book.put(self.sheet, self.row, 1, text, look)
        self.row += 1

    def text(self, text: str, **more: object) -> None:
        """A paragraph, its row as tall as it needs; in the middle, so that spaces are even."""
        bold = bool(more.get("bold"))
        self.sheet.set_row(self.row, row_height([(text, _WIDTH * _TIGHT, 12, bold)]) - _CLOSE)
        self.book.put(
            self.sheet, self.row, 1, text, style.body(self.book, **({"valign": "vcenter"} | more))
        )
        self.row += 1

    def points(self, texts: Sequence[str]) -> None:
        """Paragraphs with a dash, unless they bring their own mark."""
        for text in texts:
            self.text(text if _OWN_MARK.match(text) else f"- {text}")

    def sample(self, text: str, **look: object) -> None:
        """A line of the legend: a coloured cell and what it means."""
        self.book.put(self.sheet, self.row, 0, "", self.book.format(border=1, **look))
        self.text(text, indent=1)

    def new_page(self) -> None:
        """What follows begins on a page of its own."""
        self.sheet.set_h_pagebreaks([self.row])


def write_guide(book: Book, sheet: Any, guide: Guide) -> None:
    """The whole sheet; nothing in it is typed by a unit."""
    sheet.set_column(0, 0, 5)
    sheet.set_column(1, 1, _WIDTH)
    out = _Writer(book, sheet)
    lang, campaign = guide.lang, guide.campaign
    stage = campaign.stage(guide.stage.stage_id)
    out.heading(campaign.title, 15)
    if guide.stage.stage_title != campaign.title:
        out.text(guide.stage.stage_title, bold=True)
    out.text(safe_text(guide.who), bold=True)
    if stage:
        _task(out, stage, campaign, guide)
    if guide.stage.scale:
        _scale(out, guide.stage.scale, lang)
    elif stage is None or (stage.makes_entries and stage.sender is SenderKind.UNIT):
        out.heading(guide_word("who_may", lang))
        out.points([choice.label for choice in campaign.subjects])
    _filling(out, guide)
    if not guide.stage.scale:
        out.new_page()
    out.heading(guide_word("basis", lang))
    _document(out, campaign, lang)
    out.points([_closed(basis.title, ";") for basis in campaign.legal_bases])
    if campaign.guidance and not guide.stage.scale:
        out.heading(guide_word("guidance", lang))
        for text in campaign.guidance:
            out.text(text)
    _page(out, guide)


def _task(out: _Writer, stage: Stage, campaign: Campaign, guide: Guide) -> None:
    lang = guide.lang
    deadline = stage.deadline_for(guide.group)
    out.heading(guide_word("task", lang))
    out.points(stage.instructions)
    out.heading(guide_word("until", lang))
    out.text(_deadline(deadline, lang), bold=deadline is not None)
    out.heading(guide_word("to", lang))
    out.text(guide_word("to_whom", lang, to=stage.send_to))
    good = [channel.name for channel in campaign.channels if channel.recognised]
    unit = stage.sender is SenderKind.UNIT
    if unit and good and len(good) < len(campaign.channels):
        out.text(guide_word("channels", lang, names=", ".join(good)), bold=True)


def _deadline(deadline: Deadline | None, lang: str) -> str:
    if deadline is None:
        return guide_word("until_none", lang)
    text = due_text(deadline, lang)
    return text[:1].upper() + text[1:] + "."


def _document(out: _Writer, campaign: Campaign, lang: str) -> None:
    document = campaign.document
    day = document.day.strftime("%d/%m/%Y") if document.day else ""
    key = "document_day" if day else "document"
    line = guide_word(
        key,
        lang,
        number=document.number,
        day=day,
        office=campaign.office.name,
        subject=document.subject,
    )
    out.points([line])


def _scale(out: _Writer, scale: Scale, lang: str) -> None:
    out.heading(guide_word("scale", lang))
    out.text(scale.title, bold=True)
    if scale.proposal:
        out.text(guide_word("proposal", lang), bold=True, font_color=style.BAD_TEXT)
    if scale.basis:
        out.text(scale.basis, italic=True)
    for criterion in scale.criteria:
        params = {
            "label": criterion.label,
            "maximum": format_decimal(criterion.maximum),
            "step": format_decimal(criterion.step),
        }
        key = "criterion_floor" if criterion.floor else "criterion"
        floor = format_decimal(criterion.floor) if criterion.floor else ""
        out.points([guide_word(key, lang, floor=floor, **params)])
        for k, band in enumerate(criterion.bands):
            top = criterion.bands[k - 1].lowest if k else None
            out.text("     + " + _band(band.label, format_decimal(band.lowest), top, lang))
    recognise = format_decimal(scale.recognise.value)
    out.text(guide_word("pass", lang, points=recognise, total=format_decimal(scale.total)))
    tops = (None, *(band.lowest for band in scale.bands))
    bands = [
        _band(band.label, format_decimal(band.lowest), top, lang)
        for band, top in zip(scale.bands, tops, strict=False)
    ]
    if bands:
        out.text(guide_word("bands", lang, bands="; ".join(bands)))


def _band(label: str, lowest: str, top: object, lang: str) -> str:
    if top is None:
        return guide_word("band_top", lang, label=label, low=lowest)
    return guide_word("band", lang, label=label, low=lowest, high=str(top).replace(".", ","))


def _filling(out: _Writer, guide: Guide) -> None:
    lang = guide.lang
    scoring = guide.stage.scale is not None
    out.heading(guide_word("legend", lang))
    out.sample(guide_word("color_input", lang), bg_color=style.INPUT_FILL)
    out.sample(guide_word("color_locked", lang), bg_color=style.LOCKED_FILL)
    out.sample(guide_word("color_bad", lang), bg_color=style.BAD_FILL)
    if not scoring:
        out.sample(guide_word("color_later", lang), bg_color=style.WARN_FILL)
    good = "color_good_outline" if _is_outline(guide.stage) else "color_good"
    good = "color_good_scores" if scoring else good
    out.sample(guide_word(good, lang), bg_color=style.GOOD_FILL)
    if scoring:
        out.new_page()
    out.heading(guide_word("how", lang))
    params = {"sheet": guide.stage.sheet, "check": CHECK_SHEET, "letter": LETTER_SHEET}
    out.points([guide_word(key, lang, **params) for key in _steps(guide.stage)])
    if guide.nil:
        plain = guide.stage.stage_kind is StageKind.REGISTER
        out.points([guide_word("fill_nil" if plain else "fill_nil_other", lang, nil=guide.nil)])
    out.heading(guide_word("send", lang))
    steps = ["send_check", *(["send_letter"] if guide.letter else []), "send_name", "send_keep"]
    out.points([guide_word(key, lang, **params) for key in steps])


def _steps(stage: StageForm) -> tuple[str, ...]:
    """How to fill in a form of this kind, step by step."""
    if stage.scale is not None:
        return "score_1", "score_2", "score_3", "score_4", "fill_3"
    if _is_outline(stage):
        return "fill_1_outline", "fill_2", "fill_numbers", "fill_lines", "fill_3", "fill_4_outline"
    if stage.form is not None and stage.form.sparse:
        return "fill_1_sparse", "fill_2", "fill_3", "fill_4", "fill_5"
    return "fill_1", "fill_2", "fill_3", "fill_4", "fill_5"


def _is_outline(stage: StageForm) -> bool:
    return stage.form is not None and stage.form.outline


def _closed(text: str, mark: str) -> str:
    return text.rstrip(" .;") + mark


def _page(out: _Writer, guide: Guide) -> None:
    sheet = out.sheet
    sheet.set_paper(9)
    sheet.set_print_scale(_PRINT_SCALE)  # "fit to one page" would ignore the page break
    sheet.set_margins(left=0.6, right=0.5, top=0.5, bottom=0.6)
    sheet.hide_gridlines(2)
    sheet.set_footer(footer(guide.campaign.title, guide.who, guide.lang, narrow=True))
    protect(sheet)
