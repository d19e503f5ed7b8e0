"""What "Chuẩn hóa" would change: the same content in its plain spelling, cell by cell.

Text of old fonts becomes Unicode first, before anything is stripped. Then spaces, Unicode form,
numbers and dates typed in another spelling: a change is made only where the rules read the cell
before and after alike, so that no verdict can turn. Last the capitals of names, where the
definition asks for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, auto

from schemas.capitals import person_capitals
from schemas.cell import BLANK, CellKind, RawCell, text_cell
from schemas.dates import format_date
from schemas.field import Field
from schemas.kinds import Capitals, FieldKind
from schemas.number import Parsed, format_decimal, parse_number
from schemas.oldfonts import Code, OldFont, Reading, code_of_font, decode
from schemas.rules.judge import reader_of
from schemas.text import n1_flat, n2
from schemas.value import Value
from workbooks.layout import ABSTAIN, COMMENT, CONFLICT
from workbooks.style import number_format
from xladdin.inputs import Input, typed_inputs
from xladdin.verdict import Verdict

__all__ = ["Change", "Doubt", "Kind", "Plan", "plan_changes"]


class Kind(Enum):
    """What is changed about a cell; of several the first."""

    OLD_FONT = auto()
    CAPITALS = auto()
    SPELLING = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One cell: what stands there, what would stand there, and the format of its column.

    ``code`` is the old code that the text was decoded from: the cell then needs another font.
    """

    sheet: str
    cell: str
    old: RawCell
    new: RawCell
    number_format: str
    kind: Kind = Kind.SPELLING
    code: Code | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A text that is left to people: it may be of an old code, or not.

    ``guess`` is what it would then say (may be empty); ``font`` that of the cell, empty where
    it has several.
    """

    cell: str
    text: str
    guess: str = ""
    font: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What would change, header first, then row by row, and what is left to people."""

    changes: tuple[Change, ...] = ()
    doubts: tuple[Doubt, ...] = ()


_NO_FONTS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """What one typed text would become, before capitals."""

    one: Input
    new: RawCell
    code: Code | None = None
    doubt: Doubt | None = None


_Drafts = Mapping[tuple[int, str], _Draft]


def plan_changes(verdict: Verdict, fonts: Mapping[str, str] = _NO_FONTS) -> Plan:
    """Every change and every doubt; none where no form was found.

    ``fonts``: cell (``C12``) → the name of its font, empty where it has several; a cell that is
    not named has a font of today. Formulas, errors, truth values and what is already plain are
    left alone, as is everything printed.
    """
    drafts = [_draft(one, fonts.get(one.cell)) for one in typed_inputs(verdict)]
    lines = {(draft.one.line, draft.one.name): draft for draft in drafts}
    found = (_change(verdict, draft, lines) for draft in drafts)
    return Plan(
        changes=tuple(change for change in found if change is not None),
        doubts=tuple(draft.doubt for draft in drafts if draft.doubt is not None),
    )


def _draft(one: Input, font: str | None) -> _Draft:
    """The plain spelling of a text, decoded where its font is an old one."""
    if font == "" and any(_is_old(decode(one.text, old).reading) for old in _OLD):
        return _Draft(one=one, new=one.raw, doubt=Doubt(cell=one.cell, text=one.text))
    old = code_of_font(font or "")
    if old is None or (one.text.isascii() and not one.is_prose):
        return _Draft(one=one, new=_plain(one, one.raw) or one.raw)
    said = decode(one.text, old)
    if said.reading in (Reading.UNSURE, Reading.MIXED):
        doubt = Doubt(cell=one.cell, text=one.text, guess=said.guess, font=font or "")
        return _Draft(one=one, new=one.raw, doubt=doubt)
    raw = text_cell(said.text) if said.reading is Reading.DECODED else one.raw
    code = old.code if raw != one.raw else None
    return _Draft(one=one, new=_plain(one, raw) or raw, code=code)


_OLD = tuple(OldFont(code=code) for code in Code)


def _is_old(reading: Reading) -> bool:
    return reading in (Reading.DECODED, Reading.MIXED)


def _change(verdict: Verdict, draft: _Draft, lines: _Drafts) -> Change | None:
    """The change of a cell; ``None`` where it stays as it is."""
    one, new, named = draft.one, draft.new, None
    if verdict.judged is None or draft.doubt is not None:
        return None
    if one.field is not None and _names_a_person(one.field, one.line, lines):
        named = person_capitals(str(new.value))
    if named is not None:
        new = text_cell(named)
    if new == one.raw:
        return None
    kind = Kind.SPELLING if named is None else Kind.CAPITALS
    return Change(
        sheet=verdict.judged.ret.places.sheet,
        cell=one.cell,
        old=one.raw,
        new=new,
        number_format=number_format(one.field.kind if one.field else None),
        kind=kind if draft.code is None else Kind.OLD_FONT,
        code=draft.code,
    )


def _names_a_person(field: Field, line: int, lines: _Drafts) -> bool:
    """Whether the definition asks for the capitals of a name here, on this row."""
    if field.capitals is not Capitals.PERSON or field.capitals_when is None:
        return field.capitals is Capitals.PERSON
    asked = lines.get((line, field.capitals_when.field))
    if asked is None or asked.one.field is None or asked.doubt is not None:
        return False
    return reader_of(asked.one.field)(asked.new).value in field.capitals_when.values


def _plain(one: Input, raw: RawCell) -> RawCell | None:
    """The plain spelling of a text; ``None`` where it has it or none is certain."""
    if one.field is None:
        return _plain_score(one.name, str(raw.value))
    field = one.field
    read = reader_of(field)
    before = read(raw)
    flat = n2(str(raw.value), multiline=field.kind is FieldKind.LONG_TEXT)
    new = text_cell(flat) if before.code else _written(field, before.value, flat)
    after = read(new)
    same = (after.value, after.code) == (before.value, before.code)
    return new if same else None


def _written(field: Field, value: Value, flat: str) -> RawCell:
    """How a value is written: whole numbers as numbers, all else as the text people read."""
    if value is None or field.kind is FieldKind.MULTI_CHOICE:
        return text_cell("x") if value else BLANK
    if isinstance(value, Decimal):
        if field.kind is FieldKind.INTEGER:
            return RawCell(CellKind.NUMBER, value)
        return text_cell(format_decimal(value))
    if isinstance(value, date):
        return text_cell(format_date(value))
    if field.kind is FieldKind.CHOICE:
        labels = {choice.id: choice.label for choice in field.choices}
        return text_cell(labels.get(str(value), flat))
    return text_cell(flat)


def _plain_score(name: str, typed: str) -> RawCell | None:
    """A remark, a tick, points."""
    if name == COMMENT:
        return text_cell(n2(typed, multiline=True))
    if name in (ABSTAIN, CONFLICT):
        return text_cell("x") if n1_flat(typed) in ("x", "X") else None
    found = parse_number(typed)
    if not isinstance(found, Parsed):
        return None
    new = format_decimal(found.value)
    return text_cell(new) if parse_number(new) == found else None
