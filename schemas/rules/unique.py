"""Values that may stand only once. Faults FLD-026 and FLD-027 (a near duplicate, warning).

Within the workbook, rows are compared by the cleaned cells of the field and its ``together``
fields, without regard to case: exactly what the formula sees. What differs only in the place of
a tone mark, in dashes or in composed letters is a near duplicate that only the merge sees.
Uniqueness within the campaign is judged by `campaign_key` where all returns are known, and not
here; a definition that wants the cell to say so too declares both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from schemas.field import Constraint, Field
from schemas.kinds import ConstraintKind
from schemas.number import plain
from schemas.rules.formula import CellRefs, CellTest
from schemas.rules.reading import MARKS, Reading
from schemas.rules.report import Row, fault
from schemas.text import match_key
from schemas.value import CellFault, Value

__all__ = ["campaign_key", "duplicate_faults", "unique_tests", "within_workbook"]

_SEPARATOR = "\x1f"
_LOWER = bytes(range(256)).lower()
_DROPPED = bytes(code for code in range(128) if not chr(code).isalnum()) + b"aeiouyAEIOUY"
CleanKey = tuple[str | Decimal, ...]


def within_workbook(constraint: Constraint) -> bool:
    """Whether a constraint is judged here: uniqueness within the workbook."""
    return constraint.kind is ConstraintKind.UNIQUE and constraint.within == "workbook"


def campaign_key(field: Field, constraint: Constraint, values: Mapping[str, Value]) -> str | None:
    """The key of a row for uniqueness in the campaign; None where the field itself is blank.

    Equal for hòa/hoà, letter case, quotes and dashes; every other diacritic counts.
    """
    if values.get(field.id) is None:
        return None
    return _SEPARATOR.join(_key_part(values.get(name)) for name in _names(field, constraint))


def _names(field: Field, constraint: Constraint) -> tuple[str, ...]:
    return (field.id, *constraint.together)


def _key_part(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "+".join(value)
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else match_key(value)


def duplicate_faults(
    field: Field,
    rule: int,
    constraint: Constraint,
    rows: Sequence[Row | None],
    values: Sequence[Mapping[str, Value]],
) -> dict[int, CellFault]:
    """By row index, the fault of every row whose key stands in another row; None rows are unused.

    ``row`` in the params is the place (from 1) of the first other row with the key.
    """
    names = tuple(name for name in _names(field, constraint) if _known(name, rows))
    exact: dict[CleanKey, list[int]] = defaultdict(list)
    alike: dict[bytes, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        if row is None or _is_void(row[field.id]):
            continue
        exact[_clean_key(names, row)].append(index)
        value = values[index][field.id]
        if isinstance(value, str):
            alike[_skeleton(value)].append(index)
    found = {
        index: _told(field, rule, "FLD-027", index, group)
        for group in _near(field, constraint, alike.values(), values)
        for index in group
    }
    for group in exact.values():
        if len(group) > 1:
            found |= {index: _told(field, rule, "FLD-026", index, group) for index in group}
    return found


def _skeleton(text: str) -> bytes:
    """The small unaccented consonants of a text: equal for all texts of one matching key."""
    return text.encode("ascii", "ignore").translate(_LOWER, _DROPPED)


def _near(
    field: Field,
    constraint: Constraint,
    alike: Iterable[list[int]],
    values: Sequence[Mapping[str, Value]],
) -> list[list[int]]:
    """The groups of rows with one campaign key; only rows that look alike are compared."""
    groups: dict[str, list[int]] = defaultdict(list)
    for indices in alike:
        for index in indices if len(indices) > 1 else ():
            groups[campaign_key(field, constraint, values[index]) or ""].append(index)
    return [group for group in groups.values() if len(group) > 1]


def _known(name: str, rows: Sequence[Row | None]) -> bool:
    return any(row is not None and name in row for row in rows)


def _is_void(readings: tuple[Reading, ...]) -> bool:
    """Nothing to compare: every column blank, or a mark in place of a value."""
    cleans = [reading.clean for reading in readings]
    return all(clean == "" for clean in cleans) or any(clean in MARKS for clean in cleans)


def _clean_key(names: Sequence[str], row: Row) -> CleanKey:
    return tuple(
        reading.clean.lower() if isinstance(reading.clean, str) else reading.clean
        for name in names
        for reading in row[name]
    )


def _told(field: Field, rule: int, code: str, index: int, group: Sequence[int]) -> CellFault:
    other = next(place for place in group if place != index)
    near = code == "FLD-027"
    return fault(field, 0, code, rule, {"row": str(other + 1)}, warning=near, seen=not near)


def unique_tests(field: Field, column: int, rule: int, constraint: Constraint) -> list[CellTest]:
    """FLD-026 as a test: whole cells are compared with ``=``, which knows no wildcards.

    COUNTIF would read ``*``, ``?`` and ``~`` as patterns, 007 as 7, and stops at 255 characters.
    Blank cells and unused rows are never compared.
    """
    if column or not within_workbook(constraint):
        return []

    def wrong(refs: CellRefs) -> str:
        keys = [key for name in _names(field, constraint) for key in refs.clean if key[0] == name]
        same = "*".join(f"({refs.clean_column[key]}={refs.clean[key]})" for key in keys)
        own = refs.clean[field.id, 0]
        counted = f"SUMPRODUCT(--({same}))" if len(keys) == 1 else f"SUMPRODUCT({same})"
        return f'IF({own}="",FALSE,{counted}>1)'

    return [CellTest(codes=("FLD-026",), wrong=wrong, rule=rule)]
