"""Input prompts, drop-downs and error alerts of a form, free of any writer.

Excel's limits: titles 32 characters, texts 255. Alerts stop what is plainly impossible (another
choice, another tick, a broken whole number); where our rules accept more than the spreadsheet
program would (a comma typed on an English machine, a longer text) they only warn.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from schemas.dates import format_date
from schemas.field import Field
from schemas.kinds import ConstraintKind, FieldKind
from schemas.message import catalogue
from schemas.number import format_decimal
from schemas.rules.choice import labels, list_fits_inline, list_name
from schemas.rules.score import ABSTAIN, COMMENT, CONFLICT
from schemas.scale import Scale

__all__ = ["MAX_TEXT", "MAX_TITLE", "Validation", "score_validation", "validation"]

MAX_TITLE = 32
MAX_TEXT = 255
_LONGEST_CELL = 32767
_FAR = Decimal(10) ** 12
_SAYS_NOTHING = 100_000


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


def validation(field: Field, column: int, lang: str = "vi") -> Validation | None:
    """The validation of an input column of a field."""
    made = _of_kind(field, lang)
    label = field.label
    if field.kind is FieldKind.MULTI_CHOICE:
        label = field.choices[column].label
    return _worded(made, label, field.help, lang)


def score_validation(scale: Scale, column: str, lang: str = "vi") -> Validation | None:
    """The validation of a column of a scoring workbook."""
    if column in (ABSTAIN, CONFLICT):
        code = "PRM-009" if column == ABSTAIN else "PRM-010"
        return _worded(_Draft(kind="list", code=code, choices=("x",)), "", "", lang)
    if column == COMMENT:
        return _worded(_Draft(kind="any", code="PRM-011"), "", "", lang)
    criterion = scale.criterion(column)
    params = {
        "maximum": format_decimal(criterion.maximum),
        "step": format_decimal(criterion.step),
    }
    draft = _Draft(
        kind="decimal",
        code="PRM-008",
        minimum=Decimal(0),
        maximum=criterion.maximum,
        style="warning",
        params=params,
    )
    return _worded(draft, criterion.label, "", lang)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """A validation before its words: ``code`` in the area ``prompts`` and what fills them."""

    kind: str
    code: str
    choices: tuple[str, ...] = ()
    name: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    style: str = "stop"
    params: dict[str, str] | None = None


def _of_kind(field: Field, lang: str) -> _Draft:
    match field.kind:
        case FieldKind.CHOICE:
            name = "" if list_fits_inline(field) else list_name(field)
            return _Draft(kind="list", code="PRM-001", choices=labels(field), name=name)
        case FieldKind.MULTI_CHOICE:
            return _Draft(kind="list", code="PRM-002", choices=("x",))
        case FieldKind.INTEGER | FieldKind.DECIMAL:
            return _numeric(field, lang)
        case FieldKind.DATE:
            return _dated(field, lang)
        case FieldKind.TEXT | FieldKind.LONG_TEXT:
            return _textual(field, lang)


def _numeric(field: Field, lang: str) -> _Draft:
    constraint = field.constraint(ConstraintKind.NUMBER_RANGE)
    least = constraint.minimum if constraint else None
    most = constraint.maximum if constraint else None
    whole = field.kind is FieldKind.INTEGER
    return _Draft(
        kind="whole" if whole else "decimal",
        code="PRM-003" if whole else "PRM-004",
        minimum=-_FAR if least is None else least,
        maximum=_FAR if most is None else most,
        style="stop" if whole else "warning",
        params={"limits": _limits(_shown(least), _shown(most), lang)},
    )


def _shown(limit: Decimal | None) -> str:
    """A limit as a prompt tells it; one that only keeps nonsense out is not worth telling."""
    return "" if limit is None or abs(limit) > _SAYS_NOTHING else format_decimal(limit)


def _dated(field: Field, lang: str) -> _Draft:
    constraint = field.constraint(ConstraintKind.DATE_RANGE)
    first = constraint.earliest if constraint else None
    last = constraint.latest if constraint else None
    limits = _limits(format_date(first) if first else "", format_date(last) if last else "", lang)
    return _Draft(
        kind="text_length",
        code="PRM-005",
        minimum=Decimal(8),
        maximum=Decimal(10),
        style="warning",
        params={"limits": limits},
    )


def _textual(field: Field, lang: str) -> _Draft:
    constraint = field.constraint(ConstraintKind.LENGTH)
    most = constraint.max_length if constraint else None
    if most is None:
        return _Draft(kind="any", code="PRM-007")
    return _Draft(
        kind="text_length",
        code="PRM-006",
        minimum=Decimal(0),
        maximum=Decimal(min(most, _LONGEST_CELL)),
        style="warning",
        params={"limit": str(most)},
    )


def _limits(first: str, last: str, lang: str) -> str:
    """The words of a range: from … to …, from …, up to …, or nothing."""
    if not first and not last:
        return ""
    code = "PRM-020" if first and last else "PRM-021" if first else "PRM-022"
    return catalogue(lang)[code]["message"].format(first=first, last=last)


def _worded(draft: _Draft, label: str, help_text: str, lang: str) -> Validation:
    entry = catalogue(lang)[draft.code]
    params = draft.params or {}
    title, prompt = entry["title"].format(**params), entry["message"].format(**params)
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


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else text[: room - 1].rstrip() + "…"
