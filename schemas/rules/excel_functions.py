"""The worksheet functions that our formulas may use: arguments, and what becomes of arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["FUNCTIONS", "LOCALE", "VOLATILE", "Function"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """How a function takes its arguments, one letter each; the last ``repeats`` go on and on.

    ``v`` wants one value, and inside SUMPRODUCT goes over an array value by value; ``s`` wants one
    value even there (IF, CHOOSE, INDEX, N, T … reduce an array silently or need array entry);
    ``w`` takes a range as a whole, but inside SUMPRODUCT would reduce the array (AND, OR);
    ``a`` takes ranges and arrays; ``r`` wants a reference; ``x`` computes its argument as an array
    (SUMPRODUCT); ``b`` is handed on as it is. ``required`` counts the arguments that must stand.
    ``result``: ``one`` value, ``each`` (an array where a ``v`` got one), ``branch`` (what the
    ``b`` are), ``index`` and ``place`` (INDEX; ROW and COLUMN).
    """

    name: str
    result: str
    letters: str
    required: int
    repeats: int = 0

    def letter(self, place: int) -> str:
        """The letter of the place-th argument from 0; empty where there may be none."""
        if place < len(self.letters):
            return self.letters[place]
        if not self.repeats:
            return ""
        over = (place - len(self.letters)) % self.repeats
        return self.letters[len(self.letters) - self.repeats + over]

    def fits(self, count: int) -> bool:
        """Whether it takes so many arguments (pairs must be whole)."""
        if count < self.required:
            return False
        if count <= len(self.letters):
            return self.repeats != 2 or count % 2 == len(self.letters) % 2
        return bool(self.repeats) and (count - len(self.letters)) % self.repeats == 0


_EACH = """
ABS v, CEILING vv, CHAR v, CLEAN v, DATE vvv, DAY v, DAYS360 vv|v, EXACT vv, EXP v,
FIND vv|v, FLOOR vv, INT v, ISBLANK v, ISERR v, ISERROR v, ISLOGICAL v, ISNA v, ISNONTEXT v,
ISNUMBER v, ISTEXT v, LEFT v|v, LEN v, LN v, LOG v|v, LOG10 v, LOWER v, MID vvv, MOD vv, MONTH v,
NOT v, POWER vv, PROPER v, REPLACE vvvv, REPT vv, RIGHT v|v, ROUND vv, ROUNDDOWN vv, ROUNDUP vv,
SEARCH vv|v, SIGN v, SQRT v, SUBSTITUTE vvv|v, TEXT vv, TRIM v, TRUNC v|v, UPPER v, WEEKDAY v|v,
YEAR v, CONCATENATE v+, COUNTIF rv, COUNTIFS rv++, SUMIF rv|r, SUMIFS rrv++, AVERAGEIF rv|r,
AVERAGEIFS rrv++, MATCH va|s, LOOKUP va|a, LARGE av, SMALL av, RANK vr|s
"""
_ONE = """
AND w+, OR w+, AVERAGE a+, COLUMNS a, COUNT a+, COUNTA a+, COUNTBLANK r, FALSE, HLOOKUP sas|s,
HYPERLINK s|s, ISEVEN s, ISODD s, ISREF b, MAX a+, MEDIAN a+, MIN a+, MODE a+, N s, NA, PRODUCT a+,
QUOTIENT ss, ROWS a, STDEV a+, SUBTOTAL sr+, SUM a+, SUMPRODUCT x+, T s, TRUE, VAR a+, VLOOKUP sas|s
"""
_BRANCH = "IF sb|b, IFERROR sb, CHOOSE sb+"

VOLATILE = frozenset(["CELL", "INDIRECT", "INFO", "NOW", "OFFSET", "RAND", "RANDBETWEEN", "TODAY"])
"""They make a workbook compute itself anew at every keystroke, and "changed" when it is closed."""

LOCALE = frozenset(["CODE", "DATEVALUE", "DOLLAR", "FIXED", "NUMBERVALUE", "TIMEVALUE", "VALUE"])
"""They read or write numbers, dates and letters as the computer's own region does."""


def _function(text: str, result: str) -> Function:
    """``SUMIF rv|r``: before the bar what must stand; ``+`` repeats the last, ``++`` two."""
    name, _, letters = text.strip().partition(" ")
    must, _, more = letters.partition("|")
    repeats = letters.count("+")
    plain = (must + more).replace("+", "")
    return Function(
        name=name,
        result=result,
        letters=plain,
        required=len(must.replace("+", "")),
        repeats=repeats,
    )


def _functions() -> dict[str, Function]:
    found = []
    for listed, result in ((_EACH, "each"), (_ONE, "one"), (_BRANCH, "branch")):
        found += [_function(text, result) for text in listed.split(",")]
    found.append(_function("INDEX bs|ss", "index"))
    found += [_function(f"{name} |r", "place") for name in ("ROW", "COLUMN")]
    return {function.name: function for function in found}


FUNCTIONS: Mapping[str, Function] = _functions()
"""By name; all of them Excel 2010 writes without a prefix (RANK.EQ and others would need _xlfn)."""
