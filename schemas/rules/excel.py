"""Static check of worksheet formulas against Excel 2010: what a spreadsheet would refuse or bend.

Limits: 8,192 characters, 64 levels of functions, text literals of 255 characters, 255 arguments.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

__all__ = ["FUNCTIONS", "MAX_LENGTH", "MAX_LEVELS", "MAX_LITERAL", "check_formula"]

MAX_LENGTH = 8192
MAX_LEVELS = 64
MAX_LITERAL = 255
MAX_ARGUMENTS = 255

_ALLOWED = """
ABS AND AVERAGE AVERAGEIF AVERAGEIFS CEILING CHAR CHOOSE CLEAN CODE COLUMN COLUMNS
CONCATENATE COUNT COUNTA COUNTBLANK COUNTIF COUNTIFS DATE DAY DAYS360 DOLLAR EXACT EXP FALSE
FIND FIXED FLOOR HLOOKUP HYPERLINK IF IFERROR INDEX INT ISBLANK ISERR ISERROR ISEVEN ISLOGICAL
ISNA ISNONTEXT ISNUMBER ISODD ISREF ISTEXT LARGE LEFT LEN LN LOG LOG10 LOOKUP LOWER MATCH MAX
MEDIAN MID MIN MOD MODE MONTH N NA NOT ODD OR POWER PRODUCT PROPER QUOTIENT RANK RANK.EQ
REPLACE REPT RIGHT ROUND ROUNDDOWN ROUNDUP ROW ROWS SEARCH SIGN SMALL SQRT STDEV SUBSTITUTE
SUBTOTAL SUM SUMIF SUMIFS SUMPRODUCT T TEXT TRIM TRUE TRUNC UPPER VAR VLOOKUP WEEKDAY
YEAR
"""
_VOLATILE = "CELL INDIRECT INFO NOW OFFSET RAND RANDBETWEEN TODAY"
_LOCALE = "DATEVALUE NUMBERVALUE TIMEVALUE VALUE"

FUNCTIONS = frozenset(_ALLOWED.split())
"""Functions of Excel 2010 that our formulas may use."""

_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")
    |(?P<array>\{[^{}"]*(?:"(?:[^"]|"")*"[^{}"]*)*\})
    |(?P<sheet>'(?:[^']|'')*'!|[A-Za-z_][\w.]*!)
    |(?P<error>\#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!))
    |(?P<call>[A-Za-z_][\w.]*\()
    |(?P<ref>\$?[A-Za-z]{1,3}\$?[0-9]+(?![\w.(]))
    |(?P<span>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w.(])|\$?[0-9]+:\$?[0-9]+)
    |(?P<number>[0-9]+(?:\.[0-9]+)?(?:[Ee][+-]?[0-9]+)?)
    |(?P<name>[^\W\d][\w.]*)
    |(?P<open>\()
    |(?P<close>\))
    |(?P<comma>,)
    |(?P<operator><>|<=|>=|[-+*/^&=<>:%])
    |(?P<space>\ +)
    |(?P<strange>.)""",
    re.VERBOSE | re.DOTALL,
)
_ITEM = re.compile(r'"(?:[^"]|"")*"|-?[0-9]+(?:\.[0-9]+)?|TRUE|FALSE')


def check_formula(text: str, names: Collection[str] = ()) -> tuple[str, ...]:
    """Every static problem of a formula without its leading ``=``; empty where it is fine.

    ``names`` are the defined names it may use; names that begin with ``dm_`` always may.
    """
    problems = []
    if len(text) + 1 > MAX_LENGTH:
        problems.append(f"{len(text) + 1} characters, at most {MAX_LENGTH}")
    if text.startswith(("=", "{")):
        problems.append(f"begins with {text[0]}")
    return (*problems, *_token_problems(text), *_shape_problems(text, frozenset(names)))


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    for found in _TOKEN.finditer(text):
        yield found.lastgroup or "", found.group()


def _token_problems(text: str) -> Iterator[str]:
    for kind, token in _tokens(text):
        if kind == "text" and len(token[1:-1].replace('""', '"')) > MAX_LITERAL:
            yield f"a literal of more than {MAX_LITERAL} characters: {token[:20]}…"
        elif kind == "array":
            yield from _array_problems(token)
        elif kind == "strange":
            yield f"not part of a formula: {token!r}"
        elif kind == "error":
            yield f"an error value: {token}"


def _array_problems(token: str) -> Iterator[str]:
    inner, place = token[1:-1], 0
    while place < len(inner):
        found = _ITEM.match(inner, place)
        if not found:
            yield f"not an array of constants: {token[:30]}"
            return
        if len(found.group()) > MAX_LITERAL + 2:
            yield f"a literal of more than {MAX_LITERAL} characters in an array"
        place = found.end()
        if place < len(inner) and inner[place] not in ",;":
            yield f"not an array of constants: {token[:30]}"
            return
        place += 1
    if not inner or inner[-1] in ",;":
        yield f"an array with an empty item: {token[:30]}"


def _shape_problems(text: str, names: frozenset[str]) -> Iterator[str]:
    """Functions, names, levels and brackets; ``stack`` holds [is a function, commas]."""
    stack: list[list[int]] = []
    deepest = 0
    for kind, token in _tokens(text):
        if kind == "call":
            yield from _function_problems(token[:-1])
            stack.append([1, 0])
            deepest = max(deepest, sum(level[0] for level in stack))
        elif kind == "open":
            stack.append([0, 0])
        elif kind == "close":
            if not stack:
                yield "a closing bracket too many"
            elif stack.pop()[1] >= MAX_ARGUMENTS:
                yield f"more than {MAX_ARGUMENTS} arguments"
        elif kind == "comma":
            if not stack or not stack[-1][0]:
                yield "a comma outside of a function"
            else:
                stack[-1][1] += 1
        elif kind == "name" and not _is_known(token, names):
            yield f"unknown name: {token}"
    if stack:
        yield "a bracket is not closed"
    if deepest > MAX_LEVELS:
        yield f"{deepest} levels, at most {MAX_LEVELS}"


def _function_problems(name: str) -> Iterator[str]:
    if name.upper() in _VOLATILE.split():
        yield f"volatile function: {name}"
    elif name.upper() in _LOCALE.split():
        yield f"function that follows the locale: {name}"
    elif name not in FUNCTIONS:
        yield f"not a function of Excel 2010: {name}"


def _is_known(name: str, names: frozenset[str]) -> bool:
    return name in ("TRUE", "FALSE") or name in names or name.startswith("dm_")
