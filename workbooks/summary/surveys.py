"""Sheet "Khảo sát": what the surveys found of the entries, and of the models honoured before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from appraisal.answer import Answer
from appraisal.body import HonourBodies, bodies
from appraisal.honour import Honour
from appraisal.outcome import EntryResult
from schemas.campaign import Campaign, Stage
from schemas.dates import format_date
from schemas.field import Field
from schemas.kinds import ExclusionKind, FieldKind, StageKind
from workbooks.columns import field_text, value_text
from workbooks.honourlines import award_words, selected
from workbooks.printed import CellValue, Head, Printed
from workbooks.runindex import RunIndex
from workbooks.writer import Book

__all__ = ["SURVEYS", "conclusion", "has_surveys", "write_surveys"]

SURVEYS = "Khảo sát"
_SIZE = 10
_ROOM = 150.0
_NOT_YET = "Chưa khảo sát"


def has_surveys(campaign: Campaign) -> bool:
    """Whether the campaign surveys anything."""
    return bool(_surveying(campaign))


def _surveying(campaign: Campaign) -> list[Stage]:
    return [stage for stage in campaign.stages if stage.kind is StageKind.SURVEY and stage.form]


def write_surveys(book: Book, sheet: Any, index: RunIndex) -> None:
    """Writes the sheet: entries by id, then the lines of the honours register by stage."""
    stages = _surveying(index.run.campaign)
    of_entries = [stage for stage in stages if stage.honours is None]
    of_honours = [stage for stage in stages if stage.honours is not None]
    tables = [*([_entry_heads(index, of_entries)] if of_entries else [])]
    tables += [_honour_heads(index, stage) for stage in of_honours]
    widest = max(tables, key=lambda heads: sum(head.width for head in heads))
    most = max(len(heads) for heads in tables)
    page = Printed(book, sheet, index.run, _padded(widest, most), size=_SIZE)
    page.title("KẾT QUẢ KHẢO SÁT", f"Số liệu tính đến ngày {format_date(index.run.as_of)}")
    first = True
    if of_entries:
        _section(page, "HỒ SƠ ĐĂNG KÝ CỦA ĐỢT" if of_honours else "", tables[0], first)
        first = False
        _entries(page, index, of_entries, tables[0])
    for stage, heads in zip(of_honours, tables[len(tables) - len(of_honours) :], strict=True):
        _section(page, stage.title.upper(), heads, first)
        first = False
        _honours(page, index, stage, heads)
    page.close(filters=not of_honours)


def _padded(heads: Sequence[Head], count: int) -> list[Head]:
    return [*heads, *[Head(label="", width=14)] * (count - len(heads))]


def _section(page: Printed, title: str, heads: Sequence[Head], first: bool) -> None:
    if not first:
        page.row += 1
    if title:
        page.across(title, bold=True)
    if first:
        page.head_row = page.row
        page.heads_again(_sized(page, heads))
        page.sheet.freeze_panes(page.row, 3)
        page.sheet.repeat_rows(page.head_row)
    else:
        page.heads_again(_sized(page, heads))


def _sized(page: Printed, heads: Sequence[Head]) -> list[Head]:
    """The heads with the widths that their columns have on this sheet."""
    return [
        Head(label=head.label, width=own.width, align=head.align)
        for head, own in zip(heads, page.heads, strict=False)
    ]


def _answer_heads(
    index: RunIndex, fields: Sequence[tuple[Stage, Field]], room: float
) -> list[Head]:
    """A column per answer: free text gets most of the room."""
    texts = sum(field.kind in (FieldKind.LONG_TEXT, FieldKind.TEXT) for _, field in fields)
    short = 12.0
    wide = max(24.0, (room - short * (len(fields) - texts)) / max(texts, 1))
    several = len({stage.id for stage, _ in fields}) > 1
    return [
        Head(
            label=f"{index.stage_shorts[stage.id]}: {field.label}" if several else field.label,
            width=min(wide, 48.0) if field.kind in (FieldKind.LONG_TEXT, FieldKind.TEXT) else short,
            align="left" if field.kind in (FieldKind.LONG_TEXT, FieldKind.TEXT) else "center",
        )
        for stage, field in fields
    ]


def _fields(stages: Sequence[Stage]) -> list[tuple[Stage, Field]]:
    return [
        (stage, field) for stage in stages for field in (stage.form.fields if stage.form else ())
    ]


def _entry_heads(index: RunIndex, stages: Sequence[Stage]) -> list[Head]:
    return [
        Head(label="STT", width=4.5, align="center"),
        Head(label="Mã hồ sơ", width=9, align="center"),
        Head(label=index.title_label or "Hồ sơ", width=28),
        Head(label="Tập thể/Cá nhân", width=18),
        Head(label="Đơn vị", width=18),
        *_answer_heads(index, _fields(stages), _ROOM - 94),
        Head(label="Kết luận", width=16),
    ]


def _entries(
    page: Printed, index: RunIndex, stages: Sequence[Stage], heads: Sequence[Head]
) -> None:
    for number, result in enumerate(index.results.values(), start=1):
        entry = result.entry
        _line(
            page,
            heads,
            [
                number,
                entry.id,
                entry.title or entry.name,
                entry.name,
                index.unit_name(entry.unit),
                *[field_text(entry, field) for _, field in _fields(stages)],
                conclusion(index, result),
            ],
        )
    if not index.results:
        page.across("Chưa có hồ sơ nào.", border=1, italic=True)


def conclusion(index: RunIndex, result: EntryResult) -> str:
    """What the surveys come to: promising, not promising, referred, or not yet surveyed."""
    rules = {r.id: r for r in index.run.campaign.exclusions if r.kind is ExclusionKind.SURVEY}
    barred = [applied for applied in result.exclusions if applied.rule in rules]
    if any(applied.waived_by for applied in barred):
        return "Được miễn khảo sát"
    if not result.surveys:
        return _NOT_YET
    if barred:
        return "Không đưa vào diện thẩm định"
    by_stage: dict[str, bool] = {}
    for line in result.surveys:
        by_stage[line.stage] = by_stage.get(line.stage, False) or line.promising
    last = list(by_stage.values())[-1]
    if any(by_stage.values()) and not last:
        return "Các lần khảo sát trái nhau, xin ý kiến"
    return "Có triển vọng" if last else "Chưa có triển vọng"


def _honour_heads(index: RunIndex, stage: Stage) -> list[Head]:
    return [
        Head(label="STT", width=4.5, align="center"),
        Head(label="Mã", width=9, align="center"),
        Head(label="Tên mô hình, thành tích", width=28),
        Head(label="Tập thể/Cá nhân", width=18),
        Head(label="Đơn vị", width=18),
        Head(label="Đã được công nhận, khen thưởng", width=20),
        *_answer_heads(index, _fields([stage]), _ROOM - 132),
        Head(label="Nơi khảo sát", width=18),
    ]


def _honours(page: Printed, index: RunIndex, stage: Stage, heads: Sequence[Head]) -> None:
    assert stage.honours is not None
    lines = _surveyed(index, stage)
    owners = HonourBodies(bodies(index.run.campaign, index.run.units), index.run.units)
    for number, honour in enumerate(lines, start=1):
        answer = index.answers.get((stage.id, honour.code))
        fields = [field for _, field in _fields([stage])]
        said: list[CellValue] = [
            value_text(field, answer.values.get(field.id)) if answer else "" for field in fields
        ]
        _line(
            page,
            heads,
            [
                number,
                honour.code,
                honour.title or honour.name,
                honour.name,
                index.unit_name(honour.unit),
                award_words(index.run.campaign, honour),
                *said,
                _surveyor(index, owners, honour, answer),
            ],
        )
    if not lines:
        page.across("Sổ khen thưởng không có mô hình nào thuộc diện này.", border=1, italic=True)


def _surveyor(index: RunIndex, owners: HonourBodies, honour: Honour, answer: Answer | None) -> str:
    """Who surveyed the model, or who is to."""
    if answer is not None:
        return index.sender_name(answer.sender)
    code = owners.of(honour)
    name = index.body_names.get(code, code)
    return f"{name} ({_NOT_YET.lower()})" if name else _NOT_YET


def _surveyed(index: RunIndex, stage: Stage) -> list[Honour]:
    """The lines that the stage asks about, and others that were answered all the same."""
    assert stage.honours is not None
    wanted = selected(index.run.honours, stage.honours)
    codes = {honour.code for honour in wanted}
    others = [
        honour
        for honour in index.run.honours
        if honour.code not in codes and (stage.id, honour.code) in index.answers
    ]
    return [*wanted, *others]


def _line(page: Printed, heads: Sequence[Head], cells: Sequence[CellValue]) -> None:
    page.line_as(_sized(page, heads), cells)
