"""Bends: small ways to get a rule wrong, each for the worksheet's formulas and for Python.

A bend of reading changes the cleaning formula by replacing a piece of it, and the reader by
showing it another cell. A bend of a constraint gives it another limit, list or condition.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from decimal import Decimal

from schemas.cell import BLANK, CellKind, RawCell, text_cell
from schemas.field import Constraint, Field
from schemas.kinds import FieldKind
from schemas.rules.rule import Case
from schemas.text import N1_INVISIBLE, N1_SPACES

__all__ = ["Bend", "bent_cases", "bent_fields", "case_blind", "helper_bends", "reading_bends"]

Seen = Callable[[RawCell], RawCell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bend:
    """One thing misread: the code it is about, in words, and how each side gets it wrong.

    ``old`` becomes ``new`` everywhere in the formula, where it must occur. ``sees`` turns a cell
    into what the reader believes stands there.
    """

    code: str
    words: str
    old: str
    new: str
    sees: Seen

    def formula(self, text: str) -> str:
        """The formula bent; AssertionError where there is nothing to bend any more."""
        assert self.old in text, f"the bend '{self.words}' no longer fits: {self.old} is gone"
        return text.replace(self.old, self.new)


def _typed(change: Callable[[str], str]) -> Seen:
    def sees(cell: RawCell) -> RawCell:
        return text_cell(change(str(cell.value))) if cell.kind is CellKind.TEXT else cell

    return sees


def _stored(kind: CellKind, *changes: tuple[str, RawCell]) -> Seen:
    """Cells of a kind with one of some values (``*``: any) are taken for others."""
    known = dict(changes)

    def sees(cell: RawCell) -> RawCell:
        if cell.kind is not kind:
            return cell
        return known.get(str(cell.value), known.get("*", cell))

    return sees


def _one(old: str, new: str) -> Seen:
    return _typed(lambda text: new if text == old else text)


def _number(value: str) -> RawCell:
    return RawCell(CellKind.NUMBER, Decimal(value))


def _char(char: str, into: str) -> Bend:
    found = f"CHAR({ord(char)})" if ord(char) < 32 else f'"{char}"'
    return Bend(
        code="N1",
        words=f"forgets the character U+{ord(char):04X}",
        old=f'{found},"{into}")',
        new=f"{found},{found})",
        sees=_typed(lambda text: text.replace(char, "¤")),
    )


_CHARS = (*(_char(c, " ") for c in N1_SPACES), *(_char(c, "") for c in N1_INVISIBLE))
_ERRORS = Bend(code="FLD-001", words="takes an error value for blank", old='"#!"', new='""',
               sees=_stored(CellKind.ERROR, ("*", BLANK)))  # fmt: skip


_TRIM = Bend(code="N1", words="keeps the spaces outside", old="TRIM(", new="(",
             sees=_typed(lambda text: "¤" if text and not text.strip(" ") else text))  # fmt: skip


_TEXT = (
    _TRIM,
    Bend(code="FLD-004", words="takes TRUE/FALSE for blank", old='"#?"', new='""',
         sees=_stored(CellKind.BOOL, ("*", BLANK))),
    Bend(code="N1", words="writes a decimal number with a point", old='&"",".",",")',
         new='&"",".",".")', sees=_stored(CellKind.NUMBER, ("12.25", text_cell("12.25")))),
    Bend(code="N1", words="writes whole numbers with decimals", old=',"0")', new=',"0.0")',
         sees=_stored(CellKind.NUMBER, ("100", text_cell("100,0")), ("7", text_cell("7,0")),
                      ("1000000", text_cell("1000000000,0")))),
)  # fmt: skip

_TICKS = (
    _TRIM,
    Bend(code="FLD-013", words="takes any other mark for blank", old='"#?"', new='""',
         sees=_typed(lambda text: text if text.strip().lower() in ("x", "") else "")),
    Bend(code="FLD-013", words="minds the case of a tick", old="LOWER(", new="(",
         sees=_typed(lambda text: text.replace("X", "v"))),
)  # fmt: skip

_THREE = re.compile(r"-?[0-9]+[.,][0-9]{3}")

_NUMBER = (
    Bend(code="FLD-005", words="takes what is no number for blank", old='"#?"', new='""',
         sees=_typed(lambda text: "" if text.isalpha() else text)),
    Bend(code="FLD-005", words="takes a point for nothing", old=',".",",")', new=',".","")',
         sees=_typed(lambda text: text.replace(".", ""))),
    Bend(code="FLD-006", words="takes three digits for decimals", old='=3,"#~",', new='=9,"#~",',
         sees=_typed(lambda text: text + "0" if _THREE.fullmatch(text) else text)),
    Bend(code="FLD-005", words="takes 14 digits at most", old="<=15,", new="<=14,",
         sees=_typed(lambda text: text + "x" if len(text) == 15 else text)),
    Bend(code="FLD-005", words="takes 16 digits too", old="<=15,", new="<=16,",
         sees=_typed(lambda text: text[1:] if len(text) == 16 else text)),
    Bend(code="FLD-005", words="knows no minus", old='"-"),1,0)', new='"-"),0,0)',
         sees=_typed(lambda text: text.replace("-", "x"))),
    Bend(code="FLD-005", words="takes ,5 for a number", old=")=1,", new=")=0,",
         sees=_one(",5", "0,5")),
    Bend(code="FLD-005", words="takes 5, for a number", old=")=0,LEFT(", new=")=-1,LEFT(",
         sees=_one("5,", "5")),
    Bend(code="FLD-005", words="takes -,5 for a number", old='="-,"', new='="-;"',
         sees=_one("-,5", "-0,5")),
    Bend(code="FLD-005", words="takes two commas", old=")>1,", new=")>2,",
         sees=_one("1,2,34", "1,234")),
)  # fmt: skip

_DATE = (
    Bend(code="FLD-009", words="takes what is no date for blank", old='"#?"', new='""',
         sees=_typed(lambda text: "" if text.startswith("hôm") else text)),
    Bend(code="FLD-030", words="takes a year of 24 months", old="))=0+TRIM(", new="))>0*TRIM(",
         sees=_one("01/13/2024", "01/01/2025")),
    Bend(code="FLD-030", words="takes 31 April for 1 May", old="))=0+TRIM(", new="))>0*TRIM(",
         sees=_one("31/04/2024", "01/05/2024")),
    Bend(code="FLD-030", words="begins a year late", old=">=1901,", new=">=1902,",
         sees=_one("01/01/1901", "01/01/1900")),
    Bend(code="FLD-030", words="ends a year early", old="<=2200,", new="<=2199,",
         sees=_one("31/12/2200", "31/12/2201")),
    Bend(code="FLD-030", words="begins a year early", old=">=1901,", new=">=1900,",
         sees=_one("31/12/1900", "31/12/1901")),
    Bend(code="FLD-030", words="ends a year late", old="<=2200,", new="<=2201,",
         sees=_one("01/01/2201", "01/01/2200")),
    Bend(code="FLD-010", words="begins a day number late", old=">=2201,", new=">=2202,",
         sees=_stored(CellKind.NUMBER, ("2201", _number("2200")))),
    Bend(code="FLD-010", words="begins a day number early", old=">=2201,", new=">=2200,",
         sees=_stored(CellKind.NUMBER, ("2200", _number("2201")))),
    Bend(code="FLD-010", words="ends a day number early", old="<109940)", new="<109939)",
         sees=_stored(CellKind.NUMBER, ("109939", _number("109940")))),
    Bend(code="FLD-010", words="ends a day number late", old="<109940)", new="<109941)",
         sees=_stored(CellKind.NUMBER, ("109940", _number("109939")))),
    Bend(code="FLD-009", words="takes three digits of a day or month", old="<=2,LEN(",
         new="<=3,LEN(", sees=_one("005/1/2024", "05/1/2024")),
    Bend(code="FLD-009", words="knows no point between", old='"/-."', new='"/-"',
         sees=_typed(lambda text: text.replace(".", ","))),
    Bend(code="FLD-009", words="does not know long dates", old='" th"', new='" tx"',
         sees=_typed(lambda text: text.lower().replace(" th", " tx"))),
    Bend(code="FLD-009", words="does not know 2024-03-05", old='"--"', new='"-"',
         sees=_typed(lambda text: text.replace("-", "x") if text[4:5] == "-" else text)),
    Bend(code="FLD-010", words="keeps the time of day", old=",INT(", new=",(",
         sees=_stored(CellKind.NUMBER, ("45657.75", _number("45658")))),
)  # fmt: skip

_READING: Mapping[FieldKind, Sequence[Bend]] = {
    FieldKind.TEXT: _TEXT,
    FieldKind.LONG_TEXT: _TEXT,
    FieldKind.CHOICE: _TEXT,
    FieldKind.MULTI_CHOICE: _TICKS,
    FieldKind.INTEGER: _NUMBER,
    FieldKind.DECIMAL: _NUMBER,
    FieldKind.DATE: _DATE,
}


def reading_bends(kind: FieldKind) -> tuple[Bend, ...]:
    """How cells of a kind may be misread; AssertionError where nobody has thought of it."""
    assert kind in _READING, f"no bends of reading are known for {kind}: add some to this module"
    return (_ERRORS, *_CHARS, *_READING[kind])


def bent_fields(field: Field) -> Iterator[tuple[str, Field]]:
    """A field asked otherwise than it is defined: another step, another list of choices."""
    if field.kind is FieldKind.INTEGER:
        yield "even numbers only", replace(field, kind=FieldKind.DECIMAL, step=Decimal(2))
    if field.step:
        yield "twice the step", replace(field, step=2 * field.step)
    if field.kind is FieldKind.CHOICE:
        yield "the last choice missing", replace(field, choices=field.choices[:-1])
        more = replace(field.choices[-1], id="them", label="Tập thẻ")
        yield "one choice more", replace(field, choices=(*field.choices, more))


def bent_cases(case: Case) -> Iterator[tuple[str, Case]]:
    """A constraint with each of its attributes changed by one unit, up and down."""
    known: Mapping[str, Callable[[Case], Iterator[tuple[str, Constraint]]]] = {
        "minimum": _number_limits, "maximum": _number_limits, "earliest": _days, "latest": _days,
        "min_length": _lengths, "max_length": _lengths, "when": _conditions,
        "allowed": _allowances, "within": _reaches, "together": _companies,
        "other": _nothing, "kind": _nothing, "blocks": _nothing, "basis": _nothing,
    }  # fmt: skip
    told: set[str] = set()
    for attribute in fields(Constraint):
        if getattr(case.constraint, attribute.name) in (None, "", ()):
            continue
        assert attribute.name in known, f"no bend is known for {attribute.name}: add one"
        for words, constraint in known[attribute.name](case):
            if words not in told:
                told.add(words)
                yield words, replace(case, constraint=constraint)


def _nothing(case: Case) -> Iterator[tuple[str, Constraint]]:
    """``other`` is bent by moving that date; ``blocks`` and ``basis`` change no verdict."""
    yield from ()


def _number_limits(case: Case) -> Iterator[tuple[str, Constraint]]:
    field, rule = case.field, case.constraint
    unit = Decimal(1) if field.kind is FieldKind.INTEGER else field.step or Decimal("0.01")
    for name, word in (("minimum", "least"), ("maximum", "most")):
        limit = getattr(rule, name)
        if limit is not None:
            yield f"{word} one unit up", replace(rule, **{name: limit + unit})
            yield f"{word} one unit down", replace(rule, **{name: limit - unit})


def _days(case: Case) -> Iterator[tuple[str, Constraint]]:
    for name in ("earliest", "latest"):
        day = getattr(case.constraint, name)
        if day is not None:
            yield f"{name} a day later", replace(case.constraint, **{name: day + timedelta(days=1)})
            yield (
                f"{name} a day sooner",
                replace(case.constraint, **{name: day - timedelta(days=1)}),
            )


def _lengths(case: Case) -> Iterator[tuple[str, Constraint]]:
    for name, word in (("min_length", "shortest"), ("max_length", "longest")):
        limit = getattr(case.constraint, name)
        if limit is not None:
            yield f"{word} one up", replace(case.constraint, **{name: limit + 1})
            yield f"{word} one down", replace(case.constraint, **{name: limit - 1})


def _conditions(case: Case) -> Iterator[tuple[str, Constraint]]:
    when, other = case.constraint.when, case.other
    if when is None or other is None:
        return
    outside = tuple(c.id for c in other.choices if c.id not in when.values)
    for words, values in (
        ("the condition lacks its first choice", when.values[1:]),
        ("the condition has one choice more", (*when.values, *outside[:1])),
    ):
        yield words, replace(case.constraint, when=replace(when, values=values))


def _allowances(case: Case) -> Iterator[tuple[str, Constraint]]:
    rule = case.constraint
    outside = tuple(c.id for c in case.field.choices if c.id not in rule.allowed)
    yield "one choice more is allowed", replace(rule, allowed=(*rule.allowed, *outside[:1]))
    yield "one choice less is allowed", replace(rule, allowed=rule.allowed[1:])


def _reaches(case: Case) -> Iterator[tuple[str, Constraint]]:
    other = "campaign" if case.constraint.within == "workbook" else "workbook"
    yield (
        f"within the {case.constraint.within} becomes {other}",
        replace(case.constraint, within=other),
    )


def _companies(case: Case) -> Iterator[tuple[str, Constraint]]:
    rule = case.constraint
    yield "the first companion forgotten", replace(rule, together=rule.together[1:])
    yield "the last companion forgotten", replace(rule, together=rule.together[:-1])


_EXACT = re.compile(r"EXACT\(")


def case_blind(formula: str) -> str:
    """The formula with every EXACT replaced by ``=``, which does not mind the case of letters."""
    while found := _EXACT.search(formula):
        first, second, end = _arguments(formula, found.end())
        formula = f"{formula[: found.start()]}(({first})=({second})){formula[end:]}"
    return formula


def _arguments(formula: str, start: int) -> tuple[str, str, int]:
    """The two arguments of a call whose bracket was opened, and where the call ends."""
    depth, quoted, comma = 0, False, start
    for place in range(start, len(formula)):
        sign = formula[place]
        quoted ^= sign == '"'
        if quoted or sign == '"':
            continue
        if sign == "," and depth == 0:
            comma = place
        if sign == ")" and depth == 0:
            return formula[start:comma], formula[comma + 1 : place], place + 1
        depth += (sign == "(") - (sign == ")")
    raise ValueError(f"an open bracket in {formula}")


def helper_bends(name: str) -> tuple[tuple[str, str, str], ...]:
    """How the formula of a helper cell may be got wrong: words, and a piece that is replaced.

    An empty piece stands for the whole formula. AssertionError for a helper that nobody knows.
    """
    base = name.rstrip("0123456789")
    assert base in _HELPERS, f"no bends are known for the helper cell {name}: add some"
    return _HELPERS[base]


_HELPERS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "khoa": (
        ("no key at all", "", '""'),
        ("the same key everywhere", "", '"k"'),
        ("keeps * in the key", '"*",""', '"*","*"'),
        ("keeps ? in the key", '"?",""', '"?","?"'),
        ("keeps ~ in the key", '"~",""', '"~","~"'),
        ("calls every key faithful", '"k","x")', '"k","k")'),
        ("calls cut keys faithful", "<=200)", "<=2000)"),
        ("takes a long date for a key", '"#~"', '"#¤"'),
    ),
    "truoc": (
        ("no earlier row at all", "", "0"),
        ("takes the row itself for an earlier one", "MOD(", "SUM("),
        ("looks for the next key that is less", ",0),", ",1),"),
    ),
}
