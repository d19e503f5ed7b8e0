"""What "Chuẩn hóa" would change: the same content in its plain spelling, cell by cell.

Text of old fonts becomes Unicode first, before anything is stripped. Then spaces, Unicode form,
numbers and dates typed in another spelling: a change is made only where the rules read the cell
before and after alike, so that no verdict can turn. Last the capitals of names, where the
definition asks for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto

from schemas.capitals import person_capitals
from schemas.cell import RawCell, text_cell
from schemas.field import Field
from schemas.kinds import Capitals
from schemas.oldfonts.cell import codes_of
from schemas.plain import plain_score, plainer_of
from schemas.rules.judge import reader_of
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
    code: str = ""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """What one typed text would become, before capitals."""

    one: Input
    new: RawCell
    code: str = ""
    doubt: Doubt | None = None


_Drafts = Mapping[tuple[int, str], _Draft]


def plan_changes(verdict: Verdict) -> Plan:
    """Every change and every doubt; none where no form was found.

    Formulas, errors, truth values and what is already plain are left alone, as is everything
    printed.
    """
    if verdict.judged is None:
        return Plan()
    drafts = [_draft(one) for one in typed_inputs(verdict.form, verdict.ret)]
    lines = {(draft.one.line, draft.one.name): draft for draft in drafts}
    found = (_change(verdict, draft, lines) for draft in drafts)
    return Plan(
        changes=tuple(change for change in found if change is not None),
        doubts=tuple(draft.doubt for draft in drafts if draft.doubt is not None),
    )


def _draft(one: Input) -> _Draft:
    """The plain spelling of a text, which was decoded where its font is an old one."""
    old = one.raw.old
    if old is None:
        return _Draft(one=one, new=_plain(one))
    if old.unsure:
        doubt = Doubt(cell=one.cell, text=old.text, guess=old.guess, font=old.font)
        return _Draft(one=one, new=one.raw, doubt=doubt)
    return _Draft(one=one, new=replace(_plain(one), old=None), code=codes_of(old.font))


def _plain(one: Input) -> RawCell:
    """The plain spelling of a text by its field, or as part of a ballot."""
    return plain_score(one.name, one.raw) if one.field is None else plainer_of(one.field)(one.raw)


def _change(verdict: Verdict, draft: _Draft, lines: _Drafts) -> Change | None:
    """The change of a cell; ``None`` where it stays as it is."""
    one, new, named = draft.one, draft.new, None
    if draft.doubt is not None:
        return None
    if one.field is not None and _names_a_person(one.field, one.line, lines):
        named = person_capitals(str(new.value))
    if named is not None:
        new = text_cell(named)
    stands = one.raw if one.raw.old is None else text_cell(one.text)
    if new == stands:
        return None
    kind = Kind.SPELLING if named is None else Kind.CAPITALS
    return Change(
        sheet=verdict.ret.places.sheet,
        cell=one.cell,
        old=stands,
        new=new,
        number_format=number_format(one.field.kind if one.field else None),
        kind=Kind.OLD_FONT if draft.code else kind,
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
