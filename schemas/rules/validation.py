"""Input prompts, drop-downs and error alerts of a form, free of any writer.

Excel's limits: titles 32 characters, texts 255. Alerts stop what is plainly impossible (another
choice, another tick, a broken whole number); where our rules accept more than the spreadsheet
program would (a comma typed on an English machine, a longer text) they only warn.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from schemas.field import Field
from schemas.kinds import FieldKind
from schemas.message import catalogue, cell_text, text
from schemas.number import format_decimal
from schemas.rules.registry import cases_of, kind_rules, rule_of
from schemas.rules.rule import Draft
from schemas.rules.score import ABSTAIN, COMMENT, CONFLICT
from schemas.scale import Scale

__all__ = ["MAX_TEXT", "MAX_TITLE", "Validation", "hint", "score_validation", "validation"]

MAX_TITLE = 32
MAX_TEXT = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """One data validation. ``kind``: ``list``, ``whole``, ``decimal``, ``text_length``, ``any``.

    ``choices`` are the labels of a list; where ``name`` is set they stand in a defined name
    instead of inline. ``minimum``/``maximum`` are inclusive. ``style``: ``stop`` or ``warning``.
    """

    kind: str
    prompt_title: str
    prompt: str
    error_title: str
    error: str
    choices: tuple[str, ...] = ()
    name: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    style: str = "stop"
    ignore_blank: bool = True


def validation(
    field: Field, column: int, lang: str = "vi", fields: Iterable[Field] = ()
) -> Validation | None:
    """The validation of an input column of a field; ``fields`` are those of the form."""
    made = _drafted(field, column, lang, fields)
    label = field.label
    if field.kind is FieldKind.MULTI_CHOICE:
        label = field.choices[column].label
    return _worded(made, label, field.help, lang)


def score_validation(scale: Scale, column: str, lang: str = "vi") -> Validation | None:
    """The validation of a column of a scoring workbook."""
    if column in (ABSTAIN, CONFLICT):
        code = "PRM-009" if column == ABSTAIN else "PRM-010"
        return _worded(Draft(kind="list", code=code, choices=("x",)), "", "", lang)
    if column == COMMENT:
        return _worded(Draft(kind="any", code="PRM-011"), "", "", lang)
    criterion = scale.criterion(column)
    params = {
        "maximum": format_decimal(criterion.maximum),
        "step": format_decimal(criterion.step),
    }
    draft = Draft(
        kind="decimal",
        code="PRM-008",
        minimum=Decimal(0),
        maximum=criterion.maximum,
        style="warning",
        params=params,
    )
    return _worded(draft, criterion.label, "", lang)


def hint(field: Field, column: int, lang: str = "vi", fields: Iterable[Field] = ()) -> str:
    """The small line under a column head: what belongs into the cells."""
    draft = _drafted(field, column, lang, fields)
    words = [cell_text(draft.code, lang, **draft.params)]
    words += [cell_text(note, lang) for note in draft.notes]
    return "; ".join(words)


def _drafted(field: Field, column: int, lang: str, fields: Iterable[Field]) -> Draft:
    """What the kind asks, narrowed by every constraint in turn."""
    draft = kind_rules()[field.kind].draft(field, column, lang)
    for case in cases_of(field, {other.id: other for other in fields}):
        draft = rule_of(case).narrow(draft, case, lang)
    return draft


def _worded(draft: Draft, label: str, help_text: str, lang: str) -> Validation:
    entry = catalogue(lang)[draft.code]
    params = draft.params
    title = entry["title"].format(**params)
    sentences = [entry["message"].format(**params), *(text(note, lang) for note in draft.notes)]
    prompt = " ".join(sentences)
    if help_text:
        prompt = f"{_cut(help_text, MAX_TEXT - len(prompt) - 1)}\n{prompt}"
    return Validation(
        kind=draft.kind,
        prompt_title=_cut(label or title, MAX_TITLE),
        prompt=_cut(prompt, MAX_TEXT),
        error_title=_cut(title, MAX_TITLE),
        error=_cut(entry["remedy"].format(**params), MAX_TEXT),
        choices=draft.choices,
        name=draft.name,
        minimum=draft.minimum,
        maximum=draft.maximum,
        style=draft.style,
    )


def _cut(words: str, room: int) -> str:
    return words if len(words) <= room else words[: room - 1].rstrip() + "…"
