"""The case of an honour: what matches with the honours register say for or against an entry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from appraisal.entry import Entry
from appraisal.honour import Honour
from appraisal.nominee import born_of, is_person
from appraisal.outcome import HonourMatch
from appraisal.scene import Ground, Scene
from schemas.award import Exclusion
from schemas.dates import format_date
from schemas.kinds import MatchKind
from schemas.number import format_decimal
from schemas.text import fold_key
from schemas.value import Value

__all__ = ["honour_grounds", "line_number"]

_ROW = re.compile(r"[0-9]+")

_NOTHING = re.compile(r"(khong|chua)( (co|bi|duoc))?( khen( thuong)?)?")
"""How clerks write "nothing" where a text field should stay blank, folded: "Không có", "Chưa"."""


def honour_grounds(
    rule: Exclusion, entry: Entry, scene: Scene, found: Sequence[HonourMatch]
) -> tuple[Ground, ...]:
    """The grounds of a HONOURED rule (R40): certain lines; else doubtful ones, self-declarations.

    A certain match is one ground; every doubtful line (REF-021) and what the unit declares itself
    without a certain match (REF-022) are questions of their own.
    """
    certain = [match.honour for match in found if match.certain]
    if certain:
        return (Ground(details=_certain(certain)),)
    doubtful = [
        Ground(details=_doubtful(match, entry, scene, rule), code="REF-021") for match in found
    ]
    declared = _declared(entry.values.get(rule.field) if rule.field else None, scene, rule)
    if declared:
        details = {"field": scene.label(rule.field), "declared": declared}
        doubtful.append(Ground(details=details, code="REF-022"))
    return tuple(doubtful)


def line_number(line: Honour) -> str:
    """The number of the register's sheet row, as text; empty where it is unknown."""
    row = _ROW.search(line.origin.cell)
    return row.group() if row else ""


def _certain(lines: Sequence[Honour]) -> dict[str, str]:
    """The lines that match with certainty: codes, sheet rows, decisions."""
    return {
        "honours": ", ".join(line.code for line in lines),
        "lines": ", ".join(line_number(line) or "–" for line in lines),
        "numbers": "; ".join(dict.fromkeys(map(_document, lines))),
    }


def _document(line: Honour) -> str:
    day = f" ({format_date(line.dated)})" if line.dated else ""
    return f"{line.number or '–'}{day}"


def _doubtful(match: HonourMatch, entry: Entry, scene: Scene, rule: Exclusion) -> dict[str, str]:
    """Both sides of a doubtful match as typed, with the word for what leaves it open.

    A year in brackets stands behind people, the achievement where the rule is about titles.
    """
    line = match.honour
    unit = scene.units.get(entry.unit)
    born = born_of(scene.campaign, entry)
    person = is_person(scene.campaign, entry) or line.born is not None
    titled = rule.honours is not None and rule.honours.match is MatchKind.TITLE
    sides = ((line.name, line.born, line.title), (entry.name, born, entry.title))
    names = [_who(name, year, person) + _titled(title, titled) for name, year, title in sides]
    return {
        "why": f"@{match.doubt}",
        "code": line.code,
        "line": line_number(line) or "–",
        "name": names[0],
        "unit": line.unit or "–",
        "what": "; ".join(t for t in (line.award_text, line.movement_text) if t) or "–",
        "number": line.number or "–",
        "day": format_date(line.dated) if line.dated else "–",
        "own_name": names[1],
        "own_unit": unit.name if unit else entry.unit,
    }


def _who(name: str, born: int | None, person: bool) -> str:
    return f"“{name}” ({born or '–'})" if person else f"“{name}”"


def _titled(title: str, wanted: bool) -> str:
    return f" – “{title}”" if wanted and title else ""


def _declared(value: Value, scene: Scene, rule: Exclusion) -> str:
    """What the unit declares itself, in words; with ``values`` only these declare anything."""
    if value is None or value == ():
        return ""
    chosen: tuple[Value, ...] = value if isinstance(value, tuple) else (value,)
    if rule.values:
        chosen = tuple(part for part in chosen if part in rule.values)
    field = scene.fields.get(rule.field)
    labels = {choice.id: choice.label for choice in field.choices} if field else {}
    words = [labels.get(typed, typed) for typed in map(_typed, chosen)]
    return "; ".join(word for word in words if _declares(fold_key(word)))


def _declares(folded: str) -> bool:
    said = " ".join(re.findall(r"[^\W_]+", folded))
    return bool(said) and not _NOTHING.fullmatch(said)


def _typed(value: Value) -> str:
    if isinstance(value, date):
        return format_date(value)
    return format_decimal(value) if isinstance(value, Decimal) else str(value)
