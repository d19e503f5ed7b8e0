"""Sheet "Kiểm tra hồ sơ": what of each dossier is there, what excludes the nominee, and so what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from appraisal.entry import EntryState
from appraisal.outcome import DossierLine, EntryResult
from schemas.campaign import APPRAISAL
from schemas.kinds import DossierKind
from schemas.lists import DossierItem
from workbooks.columns import subject_label
from workbooks.headings import letter_head, signature
from workbooks.honourlines import document_words, honour_words, match_words
from workbooks.nominations.cases import short_titles
from workbooks.printed import CellValue, Head, Printed
from workbooks.runindex import RunIndex
from workbooks.words import STATE
from workbooks.writer import Book

__all__ = ["DOSSIERS", "lacking_words", "write_dossiers"]

DOSSIERS = "Kiểm tra hồ sơ"
THERE, NOT_ASKED, LACKS = "✓ Đủ", "–", "Thiếu"
ELIGIBLE = "Đủ điều kiện"
WAITING = "Chờ bổ sung"
REFERRED = "Xin ý kiến"
EXCLUDED = "Loại"
LACKING = "Còn thiếu thành phần hồ sơ"
_NOTHING = "Không"
_UNSAID = "Chưa rõ hình thức đề nghị"
_SIZE = 10
_BAD, _DOUBT, _GOOD = "#F8CBAD", "#FFE699", "#E2EFDA"
_FILLS = (
    (EXCLUDED, _BAD),
    (WAITING, _DOUBT),
    (LACKING, _DOUBT),
    (REFERRED, _DOUBT),
    (ELIGIBLE, _GOOD),
)
_LATER = frozenset(
    {"REF-001", "REF-009", "REF-010", "REF-011", "REF-012", "REF-014", "REF-017", "REF-023"}
    | {"REF-024", "REF-025", "REF-032"}
)
"""Cases that the ranks, the places or the vote bring about, not the dossier."""
_OUT = (EntryState.WITHDRAWN, EntryState.MERGED, EntryState.RETURNED)


def write_dossiers(book: Book, sheet: Any, index: RunIndex) -> None:
    """Writes the sheet; entries by id. What lacks or excludes is coloured."""
    items = index.run.campaign.dossier
    page = Printed(book, sheet, index.run, _heads(index, items), size=_SIZE)
    letter_head(page, index.run)
    page.title("DANH SÁCH KIỂM TRA HỒ SƠ", index.run.campaign.title)
    page.head(freeze=4)
    conclusions: list[str] = []
    for number, result in enumerate(index.results.values(), start=1):
        concluded = conclusion(index, result)
        conclusions.append(concluded)
        _line(page, index, items, (number, result, concluded))
    tail = page.row
    if conclusions:
        page.across(_count(conclusions), bold=True)
    else:
        page.across("Chưa có hồ sơ nào.", border=1, italic=True, align="center")
    signature(page, index.run)
    page.keep_end(tail)
    page.close(filters=False)


def lacking_words(index: RunIndex, item: DossierItem, line: DossierLine) -> str:
    """What lacks of an item: the labels of fields, else what the item is checked by."""
    fields = index.run.campaign.fields()
    if item.kind is DossierKind.PAPER:
        return "bản giấy"
    if item.kind is DossierKind.CHANNEL:
        return "chưa gửi qua kênh quy định"
    return "; ".join(fields[field].label if field in fields else field for field in line.lacks)


def conclusion(index: RunIndex, result: EntryResult) -> str:
    """Whether the nominee may be considered, as far as dossier and exclusions say."""
    if result.entry.state in _OUT:
        return STATE[result.entry.state]
    sought = index.sought(result)
    barred = {award for rule in result.exclusions if not rule.waived_by for award in rule.blocks}
    out = [award for award in sought if award in barred]
    if APPRAISAL in barred or (out and out == sought):
        return EXCLUDED
    if result.waiting:
        return WAITING
    if not sought:
        return _UNSAID
    return "\n".join(_concluded(index, result, sought, out))


def _concluded(
    index: RunIndex, result: EntryResult, sought: Sequence[str], out: Sequence[str]
) -> list[str]:
    """What bars or refers the nominee for some of what it asks for, else that nothing does."""
    said = [f"{EXCLUDED}: {short_titles(index, out)}"] if out else []
    cases = [r.award for r in result.referred if r.code not in _LATER]
    asked = [award for award in (APPRAISAL, *sought) if award in cases]
    if asked:
        whole = APPRAISAL in asked or set(sought) <= {*asked, *out}
        said.append(REFERRED if whole else f"{REFERRED}: {short_titles(index, asked)}")
    if not said:
        lacks = any(line.asked and line.lacks for line in result.dossier)
        said.append(LACKING if lacks else ELIGIBLE)
    return said


def _heads(index: RunIndex, items: Sequence[DossierItem]) -> list[Head]:
    width = max(9.0, min(16.0, 84.0 / max(len(items), 1)))
    return [
        Head(label="STT", width=4.5, align="center"),
        Head(label="Mã hồ sơ", width=9, align="center"),
        Head(label="Đối tượng", width=20),
        Head(label="Đơn vị", width=18),
        Head(label="Hình thức đề nghị", width=15),
        *[Head(label=item.label, width=width, align="center") for item in items],
        Head(label="Loại trừ", width=34),
        Head(label="Kết luận", width=15, align="center"),
    ]


def _line(
    page: Printed,
    index: RunIndex,
    items: Sequence[DossierItem],
    told: tuple[int, EntryResult, str],
) -> None:
    number, result, concluded = told
    entry = result.entry
    lines = {line.item: line for line in result.dossier}
    checks = [_check(index, item, lines.get(item.id)) for item in items]
    subject = subject_label(index.run.campaign, entry.subject)
    cells: list[CellValue] = [
        number,
        entry.id,
        f"{entry.name} ({subject.lower()})" if entry.name else subject,
        index.unit_name(entry.unit),
        _form(index, result),
        *checks,
        _exclusions(index, result),
        concluded,
    ]
    fills = {column: _BAD for column, text in enumerate(checks, start=5) if text.startswith(LACKS)}
    fill = next((colour for word, colour in _FILLS if concluded.startswith(word)), "")
    if fill:
        fills[len(cells) - 1] = fill
    page.line_as(page.heads, cells, fills=fills)


def _form(index: RunIndex, result: EntryResult) -> str:
    """What the nominee asks for: as the form says, else the lists that concern it."""
    return index.form_words(result) or short_titles(index, index.sought(result))


def _check(index: RunIndex, item: DossierItem, line: DossierLine | None) -> str:
    if line is None or not line.asked:
        return NOT_ASKED
    return f"{LACKS}: {lacking_words(index, item, line)}" if line.lacks else THERE


def _exclusions(index: RunIndex, result: EntryResult) -> str:
    """The rules that apply, in short, with the decision of the honours register that matched."""
    said = []
    for applied in result.exclusions:
        found = [
            document_words(match.honour) or honour_words(index.run.campaign, match.honour)
            for match in result.honours
            if match.rule == applied.rule and match.certain
        ]
        start = "Được miễn: " if applied.waived_by else ""
        whole = APPRAISAL in applied.blocks or set(index.sought(result)) <= set(applied.blocks)
        blocks = index.concerned(result, applied.blocks) or applied.blocks
        about = "" if whole else f" (đối với {short_titles(index, blocks)})"
        said.append(start + "; ".join([applied.reason + about, *found]))
    for match in index.concerning(result):
        if not match.certain:
            why = match_words(index, match.doubt)
            line = honour_words(index.run.campaign, match.honour)
            said.append(f"Nghi trùng ({why}): {line}" if why else f"Nghi trùng: {line}")
    return "\n".join(said) or _NOTHING


def _count(conclusions: Sequence[str]) -> str:
    counts = [
        f"{number:02d} {word.lower()}"
        for word, _ in reversed(_FILLS)
        if (number := sum(text.startswith(word) for text in conclusions))
    ]
    return f"Đã kiểm tra {len(conclusions):02d} hồ sơ: {', '.join(counts)}."
