"""The sheet "Kết quả kiểm tra": every finding, one line each, with a link to its cell."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from schemas.finding import Finding
from schemas.message import render, text
from schemas.text import safe_text
from workbooks import style
from workbooks.labels import word
from workbooks.layout import RESULT_SHEET
from workbooks.sheets.anchors import sheet_name
from xladdin.area import parse_area
from xladdin.host import Host

__all__ = ["free_name", "write_results"]

_HEADS = ("index", "fault_where", "fault_level", "fault_found", "fault_expected", "fault_remedy")
_WIDTHS = (6, 14, 13, 36, 55, 55)
_TOP = 4
"""Row of the heads, from 1."""
_FOUND = 4
"""Column of what was typed, from 1."""
_LONGEST = 1_000
_LONGEST_TYPED = 250


def free_name(taken: Collection[str]) -> str:
    """A name for the sheet that no sheet of somebody else has."""
    names = {name.casefold() for name in taken}
    number = 1
    name = RESULT_SHEET
    while name.casefold() in names:
        number += 1
        name = f"{RESULT_SHEET} ({number})"
    return name


def write_results(host: Host, sheet: Any, findings: Sequence[Finding], summary: str) -> None:
    """Fills an empty sheet of xlwings: two blocks and a dozen looks, however many findings.

    What a unit typed goes into text cells: it never becomes a formula, a number or a date. Texts
    that long stay out of such cells, where some Excels show only ####.
    """
    last, width = _TOP + len(findings), len(_WIDTHS)
    sheet.range((_TOP + 1, _FOUND), (last, _FOUND)).number_format = "@"
    sheet.range((1, 1), (last, width)).raw_value = _block(findings, summary)
    links = sheet.range((_TOP + 1, 2), (last, 2))
    links.raw_value = [[_link(finding)] for finding in findings]
    sheet.range((_TOP, 1), (last, width)).wrap_text = True
    for column, room in enumerate(_WIDTHS, 1):
        sheet.range((1, column), (1, column)).column_width = room
    sheet.range((1, 1), (1, 1)).font.bold = True
    sheet.range((_TOP, 1), (_TOP, width)).font.bold = True
    heads = parse_area(f"A{_TOP}:F{_TOP}")
    host.paint(sheet, [heads], host.solid(style.HEAD_FILL))


def _block(findings: Sequence[Finding], summary: str) -> list[list[str]]:
    rows = [[text("ADD-026").upper()], [summary], [""]]
    rows.append([word(key, "vi") for key in _HEADS])
    rows += [_row(number, finding) for number, finding in enumerate(findings, 1)]
    return [[*row, *[""] * (len(_WIDTHS) - len(row))] for row in rows]


def _row(number: int, finding: Finding) -> list[str]:
    words = render(finding, "vi")
    blank = word("fault_blank", "vi") if finding.origin.cell else ""
    texts = (
        str(number),
        "",
        word(f"level_{finding.severity.value}", "vi"),
        (finding.value or blank)[:_LONGEST_TYPED],
        words.message,
        words.remedy,
    )
    told = [safe_text(part)[:_LONGEST] for part in texts]
    return [part if place == _FOUND else _inert(part) for place, part in enumerate(told, 1)]


def _inert(told: str) -> str:
    """A sentence that no spreadsheet takes for a formula."""
    return f"'{told}" if told[:1] in ("=", "+", "-", "@") else told


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
