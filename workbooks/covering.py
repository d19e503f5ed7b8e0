"""``Thu-gui-don-vi.xlsx``: who is to be written to about what came back, and each letter in words.

One printed list, one line for each unit, and the letters, a paragraph in each cell: cells that are
copied become lines of an e-mail or of a message.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from appraisal.run import Run
from schemas.dates import format_date
from schemas.finding import Finding
from schemas.message import asked, text
from schemas.text import safe_text
from workbooks import style
from workbooks.layout import address
from workbooks.measure import row_height
from workbooks.printed import Head, Printed, paper, text_format
from workbooks.sheets.anchors import sheet_name
from workbooks.sheets.faults import problem
from workbooks.writer import Book, new_book

__all__ = ["LETTERS_FILE", "CoverLine", "KeptOut", "PackLine", "letter", "write_covering"]

LETTERS_FILE = "Thu-gui-don-vi.xlsx"

_LIST, _LETTERS = "Danh sách gửi", "Thư gửi"
_MAX_FAULTS = 40
"""So many faults of one pack stand in a letter; all of them stand in the pack itself."""

_WIDTH = 92.0
_SIZE = 13.0
_HEADS = (
    Head(label="STT", width=5, align="center"),
    Head(label="Đơn vị, thành viên", width=30),
    Head(label="Liên hệ", width=24),
    Head(label="Tệp gửi kèm (trong ket-qua/bo-sung)", width=44),
    Head(label="Số lỗi phải sửa", width=9, align="center"),
    Head(label="Tệp không nhận được", width=40),
    Head(label="Hạn bổ sung", width=12, align="center"),
    Head(label="Thư", width=10, align="center"),
    Head(label="Ngày gửi", width=12, align="center"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackLine:
    """One pack to send: its file, its stage, what must be mended and how much should be."""

    file: str
    stage: str
    errors: tuple[Finding, ...]
    warnings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptOut:
    """One file that could not be taken in, and why; ``replaced``: another of its sender counts."""

    file: str
    reason: Finding
    replaced: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverLine:
    """Everything that is to be said to one unit or member, or of one file that is nobody's.

    ``who`` is empty where nobody knows. ``guess`` is a message code that says by what the sender
    was guessed, or empty. ``until`` is the last day to mend, ``None`` where none lies ahead or
    nothing need be sent.
    """

    who: str
    member: bool = False
    contact: str = ""
    guess: str = ""
    until: date | None = None
    packs: tuple[PackLine, ...] = ()
    kept_out: tuple[KeptOut, ...] = ()

    @property
    def asked(self) -> bool:
        """Whether anything must be sent: a pack, or a file in whose place there is no other."""
        return bool(self.packs) or not all(one.replaced for one in self.kept_out)

    @property
    def errors(self) -> int:
        """How much must be mended in all packs."""
        return sum(len(pack.errors) for pack in self.packs)


def write_covering(run: Run, lines: Sequence[CoverLine], lang: str = "vi") -> bytes:
    """The bytes of the workbook; equal lines give equal bytes. ``lang`` is that of the letters."""
    with new_book(run.campaign.title) as (book, buffer):
        sheet, letters = book.sheet(_LIST), book.sheet(_LETTERS)
        places = _write_letters(book, letters, run, lines, lang)
        _write_list(book, sheet, run, lines, places, lang)
        sheet.activate()
    return buffer.getvalue()


def letter(run: Run, line: CoverLine, lang: str) -> tuple[str, ...]:
    """The letter, a paragraph in each text: subject, to whom, what to mend, until when, from whom.

    Codes PAK-001 … PAK-021. Every fault is named with its cell in the pack, at most 40 of one.
    """
    campaign = run.campaign
    you = f"@PAK-016:{'member' if line.member else 'unit'}"
    out = [text("PAK-001", lang, title=campaign.title), text("PAK-002", lang, who=_to(line, lang))]
    about = {"you": you, "title": campaign.title, "office": campaign.office.name}
    out.append(text("PAK-003" if line.packs else "PAK-004", lang, **about))
    for pack in line.packs:
        out += _pack_words(pack, lang)
    out += [_kept_words(one, lang) for one in line.kept_out]
    if line.until:
        out.append(text("PAK-012", lang, you=you, day=format_date(line.until)))
    elif line.asked:
        out.append(text("PAK-013", lang, you=you))
    out += [text("PAK-014", lang), campaign.office.name]
    return tuple(safe_text(part) for part in out if part)


def _to(line: CoverLine, lang: str) -> str:
    """Whom the letter speaks to; dots to be filled in where nobody knows."""
    return _who(line, lang) if line.who else text("PAK-019", lang)


def _who(line: CoverLine, lang: str) -> str:
    if line.member:
        return text("PAK-021", lang, name=line.who)
    return line.who or text("PAK-015", lang)


def _fault(finding: Finding, lang: str) -> str:
    """What is wrong and what the unit does about it, in words to the unit."""
    return " ".join(f"{problem(finding, lang)} {asked(finding, lang)}".split())


def _pack_words(pack: PackLine, lang: str) -> list[str]:
    count = str(len(pack.errors))
    out = [text("PAK-005", lang, file=pack.file, stage=pack.stage, count=count)]
    for number, finding in enumerate(pack.errors[:_MAX_FAULTS], start=1):
        code = "PAK-006" if finding.origin.cell else "PAK-007"
        about = {"n": str(number), "cell": finding.origin.cell, "fault": _fault(finding, lang)}
        out.append(text(code, lang, **about))
    if len(pack.errors) > _MAX_FAULTS:
        out.append(text("PAK-008", lang, count=str(len(pack.errors) - _MAX_FAULTS)))
    if pack.warnings:
        out.append(text("PAK-009", lang, count=str(pack.warnings)))
    return out


def _kept_words(one: KeptOut, lang: str) -> str:
    name = one.file.rpartition("/")[2]
    said = text("PAK-010", lang, file=name, fault=_fault(one.reason, lang))
    return f"{said} {text('PAK-011', lang)}" if one.replaced else said


def _write_list(
    book: Book,
    sheet: Any,
    run: Run,
    lines: Sequence[CoverLine],
    places: Sequence[int],
    lang: str,
) -> None:
    page = Printed(book, sheet, run, _HEADS, size=10)
    page.title(
        "DANH SÁCH GỬI ĐỀ NGHỊ BỔ SUNG, HOÀN THIỆN HỒ SƠ",
        f"Lập ngày {format_date(run.as_of)}; thư gửi từng đơn vị ở trang «{_LETTERS}»: chọn các ô "
        "của thư, sao chép rồi dán vào thư điện tử hoặc tin nhắn, kèm tệp bổ sung",
    )
    page.head(freeze=2)
    look = style.link(book, border=1, align="center", valign="vcenter", font_size=10)
    for number, (line, place) in enumerate(zip(lines, places, strict=True), start=1):
        guess = f" ({text(line.guess, lang)})" if line.guess else ""
        row = page.line(
            [
                number,
                _who(line, lang) + guess,
                line.contact,
                "\n".join(pack.file for pack in line.packs),
                line.errors or None,
                "\n".join(one.file for one in line.kept_out),
                line.until,
                None,
                None,
            ]
        )
        target = f"{sheet_name(_LETTERS)}!{address(place, 0)}"
        book.link(sheet, row, 7, target, f"Thư {number}", look)
    page.close()


def _write_letters(
    book: Book, sheet: Any, run: Run, lines: Sequence[CoverLine], lang: str
) -> list[int]:
    """Writes every letter on a page of its own; the row in which each begins."""
    paper(sheet, run, landscape=False)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, _WIDTH)
    sheet.hide_gridlines(2)
    looks = {
        bold: text_format(book, valign="top", font_size=_SIZE, bold=bold) for bold in (True, False)
    }
    places: list[int] = []
    row = 0
    for line in lines:
        places.append(row)
        for number, part in enumerate(letter(run, line, lang)):
            bold = number < 2
            book.put(sheet, row, 0, part, looks[bold])
            sheet.set_row(row, row_height([(part, _WIDTH, _SIZE, bold)]))
            row += 1
        row += 2
    if places[1:]:
        sheet.set_h_pagebreaks(places[1:])
    sheet.print_area(0, 0, max(row - 3, 0), 0)
    return places
