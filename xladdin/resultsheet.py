"""The sheet "Kết quả kiểm tra": every finding, one line each, with a link to its cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from typing import Any

from schemas.finding import Finding
from schemas.message import asked, render, text
from schemas.text import safe_text
from workbooks import style
from workbooks.labels import word
from workbooks.layout import RESULT_SHEET
from workbooks.sheets.anchors import sheet_name
from workbooks.writer import FONT
from xladdin.area import parse_area
from xladdin.host import Host
from xladdin.inert import SIGNS, inert

__all__ = ["free_name", "is_results", "write_results"]

_HEADS = ("index", "fault_where", "fault_level", "fault_typed", "fault_expected", "fault_remedy")
_WIDTHS = {(1, 1): 6, (2, 3): 14, (4, 4): 36, (5, 6): 55}
"""By the first and the last of neighbouring columns: one call each."""
_TOP = 4
"""Row of the heads, from 1."""
_FOUND = 4
"""Column of what was typed, from 1."""
_OWN_NAME = re.compile(re.escape(RESULT_SHEET) + r"(?: \([0-9]{1,4}\))?")
_LONGEST = 1_000
_LONGEST_TYPED = 250


def free_name(taken: Collection[str]) -> str:
    """A name for the sheet that no sheet of somebody else has, also in other capitals."""
    names = {_alike(name) for name in taken}
    number = 1
    name = RESULT_SHEET
    while _alike(name) in names:
        number += 1
        name = f"{RESULT_SHEET} ({number})"
    return name


def _alike(name: str) -> str:
    """The same for names that Excel takes for one; composed letters are as good as others."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def write_results(host: Host, sheet: Any, findings: Sequence[Finding], summary: str) -> None:
    """Fills an empty sheet of xlwings: two blocks and a dozen looks, however many findings.

    What a unit typed goes into text cells: it never becomes a formula, a number or a date. Texts
    that long stay out of such cells, where some Excels show only ####.
    """
    last, width = _TOP + len(findings), len(_HEADS)
    for (left, right), room in _WIDTHS.items():  # first: rows get the height that texts need then
        sheet.range((1, left), (1, right)).column_width = room
    sheet.range((1, 1), (last, width)).font.name = FONT
    sheet.range((_TOP + 1, _FOUND), (last, _FOUND)).number_format = "@"
    sheet.range((1, 1), (last, width)).raw_value = _block(findings, summary)
    links = sheet.range((_TOP + 1, 2), (last, 2))
    links.raw_value = [[_link(finding)] for finding in findings]
    table = sheet.range((_TOP, 1), (last, width))
    table.wrap_text = True
    table.vertical_alignment = "top"
    links.font.color = style.LINK_TEXT
    sheet.range((1, 1), (1, 1)).font.bold = True
    sheet.range((_TOP, 1), (_TOP, width)).font.bold = True
    heads = parse_area(f"A{_TOP}:F{_TOP}")
    host.paint(sheet, [heads], host.solid(style.HEAD_FILL))
    host.lay_out(sheet, _TOP)


def is_results(sheet: Any) -> bool:
    """Whether a sheet of xlwings is a list of ours: by its name, and by its heading if any."""
    if not _OWN_NAME.fullmatch(sheet.name):
        return False
    ((heading, _),) = sheet.range((1, 1), (1, 2)).raw_value  # one cell alone is no block
    return heading == _heading() or (heading is None and sheet.used_range.shape == (1, 1))


def _heading() -> str:
    return text("ADD-026").upper()


def _block(findings: Sequence[Finding], summary: str) -> list[list[str]]:
    rows = [[_heading()], [summary], [text("ADD-187")]]
    rows.append([word(key, "vi") for key in _HEADS])
    rows += [_row(number, finding) for number, finding in enumerate(findings, 1)]
    return [[*row, *[""] * (len(_HEADS) - len(row))] for row in rows]


def _row(number: int, finding: Finding) -> list[str]:
    words = render(finding, "vi")
    blank = word("fault_blank", "vi") if finding.origin.cell else ""
    texts = (
        str(number),
        "",
        word(f"level_{finding.severity.value}", "vi"),
        (finding.value or blank)[:_LONGEST_TYPED],
        words.message,
        asked(finding, "vi"),
    )
    told = [safe_text(part)[:_LONGEST] for part in texts]
    return [inert(part, "" if place == _FOUND else SIGNS) for place, part in enumerate(told, 1)]


def _link(finding: Finding) -> str:
    """A formula: hyperlinks would be written one by one."""
    origin = finding.origin
    if not origin.sheet:
        return word("fault_whole", "vi")
    target = f"#{sheet_name(origin.sheet)}!{origin.cell or 'A1'}"
    shown = origin.cell or origin.sheet
    return "=HYPERLINK({},{})".format(*(_quoted(part) for part in (target, shown)))


def _quoted(part: str) -> str:
    return '"' + part.replace('"', '""') + '"'
