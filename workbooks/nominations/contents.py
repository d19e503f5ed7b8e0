"""Sheet "Danh mục": which list goes to which authority, with its figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from appraisal.outcome import AwardResult
from workbooks.headings import letter_head
from workbooks.layout import column_letters
from workbooks.printed import CellValue, Head, Printed, text_format
from workbooks.runindex import RunIndex
from workbooks.writer import Book

__all__ = ["CONTENTS", "authorities", "tab_colours", "write_contents"]

CONTENTS = "Danh mục"
_COLOURS = ("#2F5D8A", "#C0504D", "#76933C", "#7F6084", "#BF8F00", "#31869B")
_NO_FIGURE = "–"
_HEADS = (
    Head(label="STT", width=6, align="center"),
    Head(label="Danh sách", width=62),
    Head(label="Chỉ tiêu", width=11, align="center"),
    Head(label="Có tên", width=11, align="center"),
    Head(label="Xin ý kiến", width=11, align="center"),
    Head(label="Trang tính", width=34),
)


def authorities(index: RunIndex) -> list[str]:
    """Who decides on the lists, in declared order."""
    awards = index.run.campaign.awards
    return list(dict.fromkeys(award.authority for award in awards if award.authority))


def tab_colours(index: RunIndex) -> Mapping[str, str]:
    """The colour of the tabs of each authority's lists."""
    made = {
        authority: _COLOURS[place % len(_COLOURS)]
        for place, authority in enumerate(authorities(index))
    }
    return made | {"": "#808080"}


def write_contents(book: Book, sheet: Any, index: RunIndex, names: Sequence[str]) -> None:
    """Writes the sheet: the lists by authority, in declared order; ``names`` are their sheets."""
    page = Printed(book, sheet, index.run, _HEADS)
    letter_head(page, index.run)
    page.title("DANH MỤC CÁC DANH SÁCH THEO THẨM QUYỀN", index.run.campaign.title)
    page.head()
    lists = list(zip(index.run.outcome.awards, names, strict=True))
    without = [item for item in lists if not index.awards[item[0].award].authority]
    groups = [*authorities(index), *([""] if without else [])]
    for letter, authority in enumerate(groups):
        title = authority or "Chưa ghi thẩm quyền"
        page.across(f"{column_letters(letter)}. THẨM QUYỀN: {title.upper()}", border=1, bold=True)
        mine = [item for item in lists if index.awards[item[0].award].authority == authority]
        for number, (result, name) in enumerate(mine, start=1):
            row = page.line(_line(index, number, result, name))
            look = text_format(book, border=1, indent=1, font_color="#0563C1", underline=1)
            book.link(sheet, row, len(_HEADS) - 1, f"'{name}'!A1", name, look)
    page.close(filters=False)


def _line(index: RunIndex, number: int, result: AwardResult, name: str) -> list[CellValue]:
    slots = [place.slots for place in result.places if place.slots is not None]
    award = index.awards[result.award]
    return [
        number,
        award.list_title or award.title,
        sum(slots) if slots else _NO_FIGURE,
        len(result.nominations),
        len(result.referred),
        name,
    ]
