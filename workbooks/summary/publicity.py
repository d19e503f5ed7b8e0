"""Sheet "Lịch tuyên truyền": which models are made known in which period, and by which means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from schemas.dates import format_date
from schemas.field import Field
from schemas.kinds import FieldKind
from schemas.lists import PublicitySlot
from schemas.value import Value
from workbooks.columns import value_text
from workbooks.honourlines import selected
from workbooks.printed import CellValue, Head, Printed
from workbooks.runindex import RunIndex
from workbooks.writer import Book

__all__ = ["PUBLICITY", "write_publicity"]

PUBLICITY = "Lịch tuyên truyền"
_SIZE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class _Model:
    """One model of a period; ``values`` are what its survey answered."""

    id: str
    title: str
    name: str
    unit: str
    values: Mapping[str, Value]


def write_publicity(book: Book, sheet: Any, index: RunIndex) -> None:
    """Writes the sheet: the periods as declared; models as their register or list has them."""
    page = Printed(book, sheet, index.run, _heads(index), size=_SIZE)
    page.title(
        "LỊCH TUYÊN TRUYỀN CÁC MÔ HÌNH",
        f"{index.run.campaign.title} – số liệu tính đến ngày {format_date(index.run.as_of)}",
    )
    page.head(freeze=3)
    for slot in index.run.campaign.publicity:
        models = list(_models(index, slot))
        basis = f" ({slot.basis})" if slot.basis else ""
        page.across(f"{slot.label}{basis}: {len(models):02d} mô hình", border=1, bold=True)
        for number, model in enumerate(models, start=1):
            who: list[CellValue] = [
                number,
                model.id,
                model.title or model.name,
                model.name,
                model.unit,
            ]
            page.line([*who, *_answers(index, slot, model), "", ""])
        if not models:
            page.across("Chưa có mô hình nào thuộc diện này.", border=1, italic=True)
    page.close(filters=False)


def _heads(index: RunIndex) -> list[Head]:
    return [
        Head(label="STT", width=4.5, align="center"),
        Head(label="Mã", width=9, align="center"),
        Head(label=index.title_label or "Tên mô hình, thành tích", width=32),
        Head(label="Tập thể/Cá nhân", width=20),
        Head(label="Đơn vị", width=20),
        Head(label="Kết quả khảo sát", width=32),
        Head(label="Hình thức tuyên truyền", width=18),
        Head(label="Ngày thực hiện", width=12, align="center"),
        Head(label="Ghi chú", width=16),
    ]


def _models(index: RunIndex, slot: PublicitySlot) -> Iterator[_Model]:
    if slot.honours is not None:
        for honour in selected(index.run.honours, slot.honours):
            answer = index.answers.get((slot.stage, honour.code))
            yield _Model(
                id=honour.code,
                title=honour.title,
                name=honour.name,
                unit=index.unit_name(honour.unit),
                values=answer.values if answer else {},
            )
        return
    awards = [award for award in index.run.outcome.awards if award.award == slot.award]
    for nomination in awards[0].nominations if awards else ():
        entry = index.results[nomination.entry].entry
        yield _Model(
            id=entry.id,
            title=entry.title,
            name=entry.name,
            unit=index.unit_name(entry.unit),
            values=entry.values,
        )


def _answers(index: RunIndex, slot: PublicitySlot, model: _Model) -> tuple[str, str]:
    """What the survey found, in short, and by which means the model is made known."""
    stage = index.run.campaign.stage(slot.stage)
    fields: tuple[Field, ...] = stage.form.fields if stage and stage.form else ()
    said = [
        (field.id, field.label, text)
        for field in fields
        if field.kind is not FieldKind.LONG_TEXT
        if (text := value_text(field, model.values.get(field.id)))
    ]
    found = "\n".join(f"{label}: {text}" for field, label, text in said if field != slot.means)
    return found, "".join(text for field, _, text in said if field == slot.means)
