"""The constraint unique. Fault FLD-026, warning FLD-027 (a near duplicate).

Within the workbook, rows are compared by the cleaned cells of the field and its ``together``
fields, without regard to case: exactly what the formula sees. What differs only in the place of
a tone mark, in dashes or in composed letters is a near duplicate that only the merge sees.
Uniqueness within the campaign is judged by `campaign_key` where all returns are known, and not
here; prompt and hint say so. A definition that wants the cell to judge as well declares both.

In the worksheet two helper cells per row keep this near-linear: a *key* of at most 200 characters
without ``*?~`` (MATCH would read them as patterns), and the place of the *earlier* row that has
the same key. Only where a key is not faithful (cut, or freed of such signs) whole cells are
compared, and only for rows that share one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from schemas.field import Constraint, Field
from schemas.kinds import ConstraintKind, FieldKind
from schemas.number import plain
from schemas.rules.formula import CellRefs, CellTest, HelperCell, any_of, literal
from schemas.rules.reading import MARKS, Reading
from schemas.rules.report import Row, fault
from schemas.rules.rule import Case, ConstraintRule, Draft
from schemas.text import match_key
from schemas.value import CellFault, Value

__all__ = ["MAX_KEY", "RULE", "campaign_key", "skeleton"]

MAX_KEY = 200
"""Longest text of a key behind its first letter; MATCH takes 255 characters."""

_SEPARATOR = "\x1f"
_LOWER = bytes(range(256)).lower()
_PATTERNS = "*?~"
_BETWEEN = "\t"  # no cleaned cell contains one
_FAITHFUL, _BENT = "k", "x"
_DROPPED = bytes(code for code in range(128) if not chr(code).isalnum()) + b"aeiouyAEIOUY"
CleanKey = tuple[str | Decimal, ...]


def _within_campaign(constraint: Constraint) -> bool:
    return constraint.within != "workbook"


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


def _across(
    case: Case, rows: Sequence[Row | None], values: Sequence[Mapping[str, Value]]
) -> dict[int, CellFault]:
    """By row index, the fault of every row whose key stands in another row; None rows are unused.

    ``row`` in the params is the place (from 1) of the first other row with the key.
    """
    field, rule, constraint = case.field, case.rule, case.constraint
    if _within_campaign(constraint):
        return {}
    names = tuple(name for name in _names(field, constraint) if _known(name, rows))
    exact: dict[CleanKey, list[int]] = defaultdict(list)
    alike: dict[bytes, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        if row is None:
            continue
        value = values[index][field.id]
        if isinstance(value, date):  # one may be written out, which no worksheet reads
            alike[value.isoformat().encode()].append(index)
        if _is_void(row[field.id]):
            continue
        exact[_clean_key(names, row)].append(index)
        if isinstance(value, str):
            alike[skeleton(value)].append(index)
    found = {
        index: _told(field, rule, "FLD-027", index, group)
        for group in _near(field, constraint, alike.values(), values)
        for index in group
    }
    for group in exact.values():
        if len(group) > 1:
            found |= {index: _told(field, rule, "FLD-026", index, group) for index in group}
    return found


def skeleton(text: str) -> bytes:
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


def _keys(case: Case, refs: CellRefs) -> list[tuple[str, int]]:
    """The columns of the compared cells, those of the field first."""
    return [
        key for name in _names(case.field, case.constraint) for key in refs.clean if key[0] == name
    ]


def _key_name(case: Case) -> str:
    return f"khoa{case.rule}"


def _earlier_name(case: Case) -> str:
    return f"truoc{case.rule}"


def _helpers(case: Case) -> tuple[HelperCell, ...]:
    if _within_campaign(case.constraint):
        return ()
    return (
        HelperCell(name=_key_name(case), formula=lambda refs: _key_formula(case, refs)),
        HelperCell(name=_earlier_name(case), formula=lambda refs: _earlier_formula(case, refs)),
    )


def _key_formula(case: Case, refs: CellRefs) -> str:
    """Empty where nothing can be compared, else `_key_text` of the row."""
    own = [refs.clean[key] for key in _keys(case, refs) if key[0] == case.field.id]
    blank = "&".join(own)
    void = [f"LEN({blank})=0", *(f"EXACT({c},{literal(mark)})" for c in own for mark in MARKS)]
    parts = [_part_formula(case, key, refs) for key in _keys(case, refs)]
    joined = f"LOWER({'&CHAR(9)&'.join(parts)})"
    plain = joined
    for sign in _PATTERNS:
        plain = f'SUBSTITUTE({plain},"{sign}","")'
    faithful = f"AND(LEN({plain})=LEN({joined}),LEN({plain})<={MAX_KEY})"
    made = f"IF({faithful},{literal(_FAITHFUL)},{literal(_BENT)})&LEFT({plain},{MAX_KEY})"
    return f'IF({refs.used}=0,"",IF({any_of(void)},"",{made}))'


def _part_formula(case: Case, key: tuple[str, int], refs: CellRefs) -> str:
    """A cleaned cell as text; a number with a comma on every computer."""
    cell, field = refs.clean[key], refs.fields.get(key[0])
    fractional = field is not None and field.kind is FieldKind.DECIMAL
    return f'SUBSTITUTE({cell}&"",".",",")' if fractional else cell


def _earlier_formula(case: Case, refs: CellRefs) -> str:
    """Place of the first row with the same key where that is above, else 0.

    MATCH finds the row itself at the latest; MOD turns its own place into 0.
    """
    key = case.field.id, _key_name(case)
    found = f"MATCH({refs.helper[key]},{refs.helper_column[key]},0)"
    return f'IF({refs.helper[key]}="",0,MOD({found},{refs.place}))'


def _helper_rows(case: Case, rows: Sequence[Row | None]) -> Mapping[str, Sequence[str | Decimal]]:
    if _within_campaign(case.constraint):
        return {}
    names = tuple(name for name in _names(case.field, case.constraint) if _known(name, rows))
    keys = [
        "" if row is None or _is_void(row[case.field.id]) else _key_text(_clean_key(names, row))
        for row in rows
    ]
    first: dict[str, int] = {}
    earlier = [
        Decimal(first.setdefault(key, place) % place if key else 0)
        for place, key in enumerate(keys, start=1)
    ]
    return {_key_name(case): keys, _earlier_name(case): earlier}


def _key_text(key: CleanKey) -> str:
    parts = [plain(c).replace(".", ",") if isinstance(c, Decimal) else c for c in key]
    joined = _BETWEEN.join(parts)
    bare = "".join(c for c in joined if c not in _PATTERNS)
    faithful = bare == joined and len(bare) <= MAX_KEY
    return (_FAITHFUL if faithful else _BENT) + bare[:MAX_KEY]


def _tests(case: Case, column: int) -> list[CellTest]:
    """FLD-026 as a test: another row has the key; where it is not faithful, the same cells.

    Cells are compared with ``=``, which knows no patterns. A header is one row only.
    """
    if column or _within_campaign(case.constraint):
        return []
    own, before = (case.field.id, _key_name(case)), (case.field.id, _earlier_name(case))

    def wrong(refs: CellRefs) -> str:
        if not refs.place:
            return "FALSE"
        later = f"ISNUMBER(MATCH({refs.place},{refs.helper_column[before]},0))"
        same = "*".join(f"({refs.clean_column[k]}={refs.clean[k]})" for k in _keys(case, refs))
        counted = f"SUMPRODUCT({same})" if "*" in same else f"SUMPRODUCT(--{same})"
        sure = f'EXACT(LEFT({refs.helper[own]},1),"{_FAITHFUL}")'
        return (
            f'IF({refs.helper[own]}="",FALSE,IF(OR({refs.helper[before]}>0,{later}),'
            f"IF({sure},TRUE,{counted}>1),FALSE))"
        )

    return [CellTest(codes=("FLD-026",), wrong=wrong, rule=case.rule)]


def _narrow(draft: Draft, case: Case, lang: str) -> Draft:
    note = "PRM-031" if _within_campaign(case.constraint) else "PRM-030"
    return draft if note in draft.notes else replace(draft, notes=(*draft.notes, note))


RULE = ConstraintRule(
    kind=ConstraintKind.UNIQUE,
    codes=("FLD-026", "FLD-027"),
    notes=("FLD-027",),
    needs=("within",),
    takes=("together",),
    fits=tuple(kind for kind in FieldKind if kind is not FieldKind.MULTI_CHOICE),
    across=_across,
    tests=_tests,
    helpers=_helpers,
    helper_rows=_helper_rows,
    narrow=_narrow,
    merge_only=_within_campaign,
)
