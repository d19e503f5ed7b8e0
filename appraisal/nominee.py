"""The nominee: who an entry is about, told apart by name, unit and year of birth (rule R38)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from appraisal.entry import Entry
from appraisal.memo import per_campaign
from appraisal.panel import holds
from schemas.campaign import Campaign
from schemas.field import Field
from schemas.kinds import ConstraintKind, FieldKind
from schemas.text import fold_key, match_key

__all__ = [
    "NomineeKey",
    "bare_words",
    "birth_fields",
    "born_of",
    "folded",
    "is_person",
    "name_key",
    "nominee_key",
    "people",
    "resembles",
    "weak_key",
]

_TITLES = re.compile(r"(?:(?:ông|bà|anh|chị|đồng chí)|(?:đ/c|đ\.c)[.:]?)\s+", re.IGNORECASE)
_RANKS = re.compile(
    r"(?:ong|ba|anh|chi|dong chi|d/c|d\.c|thay|co|nha giao|bac si|duoc si|ky su|cu nhan|thac si"
    r"|tien si|(?:pho )?giao su|(?:chuan|thieu|trung|thuong|dai) uy|(?:thieu|trung|thuong|dai) ta"
    r"|(?:thieu|trung|thuong|dai) tuong|(?:thuong|trung|ha) si|binh (?:nhat|nhi)"
    r"|p?gs|ts|ths|bs|ds|ks|cn|ngut|ngnd|ttut|ttnd|ck ?(?:i{1,2}|[12]))(?:[.,:/-]\s*|\s+)"
)
_ASIDE = re.compile(r"\([^)]*\)|\[[^]]*\]|[,;]|\s-\s")
_WORD = re.compile(r"[^\W_]+")
_KINDS = (FieldKind.DATE, FieldKind.INTEGER)
_EARLIEST = 1900
_LATEST = 2200


@dataclass(frozen=True, slots=True, kw_only=True)
class NomineeKey:
    """``name`` by matching key, ``unit`` a unit code, ``born`` a year or ``None``."""

    name: str
    unit: str
    born: int | None


def nominee_key(campaign: Campaign, entry: Entry) -> NomineeKey:
    """Who the entry is about; two entries with equal keys are about the same nominee.

    The name of a person is compared without "Ông", "Bà", "Đồng chí" before it.
    """
    name = name_key(entry.name) if is_person(campaign, entry) else match_key(entry.name)
    return NomineeKey(name=name, unit=entry.unit, born=born_of(campaign, entry))


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """`fold_key` of a name, a title or a unit, remembered: an entry meets many lines."""
    return fold_key(text)


@lru_cache(maxsize=65536)
def weak_key(name: str) -> str:
    """A name without any diacritics, capitals or titles: equal for what looks alike."""
    return fold_key(_TITLES.sub("", name.strip(), count=1))


@lru_cache(maxsize=65536)
def bare_words(name: str) -> tuple[str, ...]:
    """The words of a person's name without diacritics, ranks, degrees, offices and other names.

    "Đại úy, ThS. Lê V. An (Trưởng phòng)" is ``le v an``. For doubts only: a rank may be a name.
    """
    text = fold_key(name)
    while (found := _RANKS.match(text)) and found.end() < len(text):
        text = text[found.end() :].strip()
    return tuple(_WORD.findall(_ASIDE.split(text, maxsplit=1)[0] or text))


def resembles(one: str, other: str) -> bool:
    """Whether two names of people may be one: ranks apart, initials, middle names left out.

    The given names are equal; of the others one may be the initial of the other's.
    """
    first, second = sorted((bare_words(one), bare_words(other)), key=len)
    if len(first) < 2 or first[-1] != second[-1] or not _initial(first[0], second[0]):
        return False
    rest = iter(second[1:-1])
    return all(any(_initial(word, there) for there in rest) for word in first[1:-1])


def _initial(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) == 1 and long.startswith(short))


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """The matching key of a person's name, without a title before it."""
    return match_key(_TITLES.sub("", name.strip(), count=1))


@per_campaign
def birth_fields(campaign: Campaign) -> tuple[Field, ...]:
    """The personal fields of rows that hold a date or a whole number, in declared order."""
    forms = (stage.form for stage in campaign.stages if stage.form and stage.makes_entries)
    return tuple(f for form in forms for f in form.fields if f.personal and f.kind in _KINDS)


def born_of(campaign: Campaign, entry: Entry) -> int | None:
    """The year of birth: the first birth field that says a year from 1900 to 2200."""
    for field in birth_fields(campaign):
        value = entry.values.get(field.id)
        year = value.year if isinstance(value, date) else _whole(value)
        if year is not None and _EARLIEST <= year <= _LATEST:
            return year
    return None


def _whole(value: object) -> int | None:
    return int(value) if isinstance(value, Decimal) and value == int(value) else None


def is_person(campaign: Campaign, entry: Entry) -> bool:
    """Whether the entry is about a person: its year of birth is there, or is asked of it.

    Where no year of birth is asked of anybody, what else is personal and asked of it decides.
    Where nothing tells people from collectives but a year that anybody may leave blank, everybody
    may be a person: a match without years is then in doubt.
    """
    births, asking = birth_fields(campaign), _asking(campaign)
    filled = any(entry.values.get(field.id) is not None for field in births)
    if not asking:
        return filled or bool(births)
    return filled or any(_asked(campaign, field, entry) for field in asking)


@per_campaign
def people(campaign: Campaign) -> frozenset[str]:
    """The subjects of which a year of birth is asked, by the subject alone."""
    asked = set()
    for field in _asking(campaign):
        when = field.constraint(ConstraintKind.REQUIRED_WHEN)
        if when is not None and when.when and when.when.field == campaign.roles.subject:
            asked |= set(when.when.values)
    return frozenset(asked)


@per_campaign
def _asking(campaign: Campaign) -> tuple[Field, ...]:
    """The birth fields that are asked of anybody, else the other personal fields that are."""
    births = tuple(field for field in birth_fields(campaign) if _demanded(field))
    return births or tuple(field for field in _personal(campaign) if _demanded(field))


def _demanded(field: Field) -> bool:
    kinds = (ConstraintKind.REQUIRED, ConstraintKind.REQUIRED_WHEN)
    return any(field.constraint(kind) is not None for kind in kinds)


def _personal(campaign: Campaign) -> tuple[Field, ...]:
    fields = campaign.fields().values()
    return tuple(f for f in fields if f.personal and f.id != campaign.roles.name)


def _asked(campaign: Campaign, field: Field, entry: Entry) -> bool:
    """Whether a form asks the field of the entry, always or on its subject."""
    when = field.constraint(ConstraintKind.REQUIRED_WHEN)
    if when is not None and when.when is not None:
        return holds(when.when, entry, campaign.roles)
    return field.constraint(ConstraintKind.REQUIRED) is not None
