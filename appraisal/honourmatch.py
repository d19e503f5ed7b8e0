"""Matches with the honours register: certain, in doubt, or none (rule R40).

A line matches where the rule's filter does not rule it out and it names whom the rule asks for.
What leaves anything open makes a match doubtful, never certain and never none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from appraisal.entry import Entry
from appraisal.honour import Honour
from appraisal.nominee import (
    bare_words,
    born_of,
    folded,
    is_person,
    name_key,
    people,
    resembles,
    weak_key,
)
from appraisal.outcome import HonourMatch
from appraisal.unit import Unit
from schemas.award import Exclusion
from schemas.campaign import Campaign
from schemas.honours import HonourFilter
from schemas.kinds import MatchKind
from schemas.text import fold_key, match_key

__all__ = [
    "Likeness",
    "Register",
    "likeness",
    "matches",
    "office_key",
    "register_of",
    "unattributed",
]


_NEAR = "REF-021:near"
_WORD = re.compile(r"[^\W_]+")
_SHORT = {
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "mttq": "mat tran to quoc",
    "ubmttq": "uy ban mat tran to quoc",
    "vn": "viet nam",
    "tp": "thanh pho",
    "tx": "thi xa",
    "tt": "thi tran",
}
"""Abbreviations in names of offices; they make a match doubtful, never certain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What a comparison leaves open, weightiest first; nothing open means certain.

    ``doubts`` are message codes ``REF-021:…``.
    """

    doubts: tuple[str, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether nothing is open."""
        return not self.doubts


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The honours register with its indexes, line numbers by key, and the units' names.

    ``near``: line numbers by given name with unit, or with year of birth. ``known``: the keys of
    every unit. ``own``: unit code → keys of its code and name. ``former``: those of the units it
    succeeds.
    """

    lines: Sequence[Honour]
    names: Mapping[str, tuple[int, ...]]
    titles: Mapping[str, tuple[int, ...]]
    near: Mapping[tuple[str, str], tuple[int, ...]]
    units: Mapping[str, tuple[int, ...]]
    known: frozenset[str]
    own: Mapping[str, frozenset[str]]
    former: Mapping[str, frozenset[str]]

    def is_unit(self, text: str, code: str) -> bool:
        """Whether a text names a unit or one that it succeeds, by code or name."""
        key = match_key(text)
        return key in self._own(code) or key in self.former.get(code, frozenset())

    def is_itself(self, text: str, code: str) -> bool:
        """Whether a text names the unit itself."""
        return match_key(text) in self._own(code)

    def resembles(self, text: str, code: str) -> bool:
        """Whether a text names the unit or a former one, were it not for the diacritics."""
        keys = self._own(code) | self.former.get(code, frozenset())
        wanted = office_key(text)
        return any(office_key(key) == wanted for key in keys)

    def names_a_unit(self, text: str) -> bool:
        """Whether a text names, or nearly names, any unit of the register of units."""
        return office_key(text) in self.known

    def _own(self, code: str) -> frozenset[str]:
        return self.own.get(code, frozenset({match_key(code)}))

    def candidates(
        self, kind: MatchKind, entry: Entry, born: int | None = None
    ) -> tuple[Honour, ...]:
        """The lines worth comparing with an entry, in register order; ``born``: of a person."""
        found: set[int] = set()
        if kind is MatchKind.UNIT:
            keys = self._own(entry.unit) | self.former.get(entry.unit, frozenset())
            for key in {office_key(key) for key in keys}:
                found |= {*self.units.get(key, ()), *self.names.get(key, ())}
        else:
            found |= set(self.names.get(weak_key(entry.name), ()))
            found |= set(self.names.get(folded(entry.name), ()))
            found |= set(self.names.get(" ".join(bare_words(entry.name)), ()))
            keys = self._own(entry.unit) | self.former.get(entry.unit, frozenset())
            for place in {"", str(born), *(folded(key) for key in keys)} - {"None"}:
                found |= set(self.near.get((_given_name(entry.name), place), ()))
        if kind is MatchKind.TITLE:
            found |= set(self.titles.get(folded(entry.title), ()))
        return tuple(self.lines[place] for place in sorted(found))


def register_of(honours: Sequence[Honour], units: Iterable[Unit]) -> Register:
    """The register made ready for matching; one pass over lines and units."""
    known = {unit.code: unit for unit in units}
    names: dict[str, list[int]] = {}
    titles: dict[str, list[int]] = {}
    within: dict[str, list[int]] = {}
    near: dict[tuple[str, str], list[int]] = {}
    for place, line in enumerate(honours):
        for where in {fold_key(line.unit), str(line.born)} - {"None"}:
            near.setdefault((_given_name(line.name), where), []).append(place)
        bare = " ".join(bare_words(line.name))
        keys = {weak_key(line.name), fold_key(line.name), office_key(line.name), bare}
        for key in keys - {""}:
            names.setdefault(key, []).append(place)
        if key := fold_key(line.title):
            titles.setdefault(key, []).append(place)
        if key := office_key(line.unit):
            within.setdefault(key, []).append(place)
    own = {code: _keys(unit) for code, unit in known.items()}
    former = {code: _former(unit, known) for code, unit in known.items()}
    return Register(
        lines=tuple(honours),
        names={key: tuple(places) for key, places in names.items()},
        titles={key: tuple(places) for key, places in titles.items()},
        near={key: tuple(places) for key, places in near.items()},
        units={key: tuple(places) for key, places in within.items()},
        known=frozenset(
            office_key(k) for both in (own, former) for ks in both.values() for k in ks
        ),
        own=own,
        former=former,
    )


@lru_cache(maxsize=65536)
def office_key(text: str) -> str:
    """The words of an office's name without diacritics, abbreviations written out."""
    return " ".join(_SHORT.get(word, word) for word in _WORD.findall(fold_key(text)))


def unattributed(rule: Exclusion, campaign: Campaign, register: Register) -> tuple[Honour, ...]:
    """The lines a rule on units may be about that name no unit of the register (rule R40).

    Lines about people are no such lines.
    """
    wanted = rule.honours or HonourFilter()
    if wanted.match is not MatchKind.UNIT or not register.known:
        return ()
    persons = people(campaign)
    return tuple(
        line
        for line in register.lines
        if _selected(wanted, line) is not None
        and line.born is None
        and line.subject not in persons
        and not register.names_a_unit(line.name)
        and not register.names_a_unit(line.unit)
    )


def _given_name(name: str) -> str:
    """The last word of a name without what stands around it."""
    return bare_words(name)[-1] if bare_words(name) else ""


def _keys(unit: Unit) -> frozenset[str]:
    return frozenset(key for text in (unit.code, unit.name) if (key := match_key(text)))


def _former(unit: Unit, known: Mapping[str, Unit]) -> frozenset[str]:
    """The keys of all units that a unit succeeds, safe against circles."""
    seen = {unit.code}
    keys: frozenset[str] = frozenset()
    code = unit.successor_of
    while code and code not in seen:
        seen.add(code)
        older = known.get(code)
        keys |= _keys(older) if older else {match_key(code)}
        code = older.successor_of if older else ""
    return keys


def matches(
    rule: Exclusion, entry: Entry, campaign: Campaign, register: Register
) -> tuple[HonourMatch, ...]:
    """The lines that a HONOURED rule finds to be, or perhaps to be, about an entry."""
    wanted = rule.honours or HonourFilter()
    found = []
    born = born_of(campaign, entry)
    for line in register.candidates(wanted.match, entry, born):
        alike = likeness(wanted, line, entry, campaign, register)
        if alike is not None:
            doubt = "" if alike.certain else alike.doubts[0]
            found.append(HonourMatch(rule=rule.id, honour=line, certain=alike.certain, doubt=doubt))
    return tuple(found)


def likeness(
    wanted: HonourFilter, line: Honour, entry: Entry, campaign: Campaign, register: Register
) -> Likeness | None:
    """How a line compares with what a rule looks for on an entry; ``None``: it is another's."""
    unsure = _selected(wanted, line)
    if unsure is None:
        return None
    match wanted.match:
        case MatchKind.NOMINEE:
            doubts = _nominee(line, entry, campaign, register)
        case MatchKind.UNIT:
            doubts = _unit(line, entry, campaign, register)
        case MatchKind.TITLE:
            doubts = _title(line, entry, campaign, register)
    return None if doubts is None else Likeness(doubts=(*doubts, *unsure))


def _selected(wanted: HonourFilter, line: Honour) -> tuple[str, ...] | None:
    """What keeps open whether the filter selects the line; ``None`` where it does not."""
    answers = {
        "REF-021:award": _among(line.award, wanted.awards),
        "REF-021:movement": _moved(wanted, line),
        "REF-021:year": _among(line.year, wanted.years),
        "REF-021:decided": _among(line.dated.year if line.dated else None, wanted.decided),
    }
    if False in answers.values():
        return None
    return tuple(word for word, answer in answers.items() if answer is None)


def _among(value: object, wanted: Sequence[object]) -> bool | None:
    if not wanted:
        return True
    return value in wanted if value else None


def _moved(wanted: HonourFilter, line: Honour) -> bool | None:
    unlisted = not line.movement and line.movement_text.strip()
    if wanted.other_movements and unlisted:
        return True
    return _among(line.movement, wanted.movements)


def _nominee(
    line: Honour, entry: Entry, campaign: Campaign, register: Register
) -> tuple[str, ...] | None:
    """The doubts whether a line names the nominee; ``None`` where it names another."""
    person = is_person(campaign, entry) or line.born is not None
    named = _named(line.name, entry.name, person)
    if named is None:
        return None
    doubts = [named] if named else []
    same = register.is_unit(line.unit, entry.unit)
    if named == _NEAR and not _close(line, entry, campaign, same):
        return None
    if not same:
        doubts.append("REF-021:unit" if line.unit.strip() else "REF-021:unit-missing")
    if person:
        born = born_of(campaign, entry)
        differ = line.born is not None and born is not None and line.born != born
        if differ and line.unit.strip() and not same:
            return _another(line, entry, register)
        if differ:
            doubts.append("REF-021:born")
        elif line.born is None or born is None:
            doubts.append("REF-021:born-missing")
    if line.subject and entry.subject and line.subject != entry.subject:
        doubts.append("REF-021:subject")
    return tuple(doubts)


def _another(line: Honour, entry: Entry, register: Register) -> tuple[str, ...] | None:
    """Another person by unit and year of birth, unless the unit differs in diacritics only."""
    return ("REF-021:born",) if register.resembles(line.unit, entry.unit) else None


def _named(one: str, other: str, person: bool) -> str | None:
    """The doubt whether two names are one, empty where they are; ``None``: two names."""
    if not one.strip() or not other.strip():
        return None
    if weak_key(one) == weak_key(other) or folded(one) == folded(other):
        return "" if _same(one, other, person) else "REF-021:name"
    if person and bare_words(one) == bare_words(other):
        return "REF-021:rank"
    return _NEAR if person and resembles(one, other) else None


def _close(line: Honour, entry: Entry, campaign: Campaign, same: bool) -> bool:
    """Whether unit or year of birth speak for one person where the names only resemble."""
    born = born_of(campaign, entry)
    if line.born is not None and born is not None:
        return line.born == born
    return same or not line.unit.strip()


def _same(one: str, other: str, person: bool) -> bool:
    return match_key(one) == match_key(other) or (person and name_key(one) == name_key(other))


def _unit(
    line: Honour, entry: Entry, campaign: Campaign, register: Register
) -> tuple[str, ...] | None:
    """The doubts whether a line names the entry's unit itself; ``None``: a person, another unit."""
    if line.born is not None or line.subject in people(campaign):
        return None
    code = entry.unit
    foreign = bool(line.unit.strip()) and not register.is_unit(line.unit, code)
    if register.is_itself(line.name, code):
        return ("REF-021:unit",) if foreign else ()
    if register.is_unit(line.name, code):
        return ("REF-021:predecessor",)
    if register.resembles(line.name, code):
        return ("REF-021:name",)
    if foreign and not register.resembles(line.unit, code):
        return None
    return ("REF-021:collective",)


def _title(
    line: Honour, entry: Entry, campaign: Campaign, register: Register
) -> tuple[str, ...] | None:
    """The doubts whether a line is about the same achievement; ``None``: another achievement."""
    who = _nominee(line, entry, campaign, register)
    if not folded(line.title) or not folded(entry.title):
        return None if who is None else ("REF-021:title-missing", *who)
    if folded(line.title) != folded(entry.title):
        return None
    spelt = () if match_key(line.title) == match_key(entry.title) else ("REF-021:title",)
    return (*spelt, "REF-021:nominee") if who is None else (*spelt, *who)
