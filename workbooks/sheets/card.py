"""Writes the card ``_thidua`` (very hidden): what a workbook says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from appraisal.returned import Sender
from schemas.form import StageForm
from workbooks.writer import Book

__all__ = ["FORMAT", "write_card"]

FORMAT = "thidua-1"
_CHUNK = 30_000


def write_card(
    book: Book,
    sheet: Any,
    stage: StageForm,
    form_json: str,
    sender: Sender,
    numbers: tuple[int, int],
    entries: Sequence[tuple[str, str, str, str]],
) -> None:
    """Columns A–B: key and value; D–G: id, subject, name and title of each printed entry.

    ``numbers`` are submission and part. The form part stands in chunks of 30,000 characters.
    """
    chunks = [form_json[start : start + _CHUNK] for start in range(0, len(form_json), _CHUNK)]
    said = [
        ("format", FORMAT),
        ("campaign", stage.campaign_id),
        ("stage", stage.stage_id),
        ("sender_kind", sender.kind.value),
        ("sender", sender.id),
        ("submission", str(numbers[0])),
        ("part", str(numbers[1])),
        ("fingerprint", stage.fingerprint),
        ("rows", str(len(entries))),
        ("form_chunks", str(len(chunks))),
        *((f"form_{k}", chunk) for k, chunk in enumerate(chunks, 1)),
    ]
    text = book.format(num_format="@")
    for row, pair in enumerate(said):
        for column, value in enumerate(pair):
            book.put(sheet, row, column, value, text)
    for row, entry in enumerate(entries):
        for column, value in enumerate(entry, 3):
            book.put(sheet, row, column, value, text)
    sheet.very_hidden()
    sheet.protect()
