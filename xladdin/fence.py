"""The last look at a form made anew from a workbook's own card, before any of it is written.

Labels, choices and ids of the card may be anybody's. They stand in quotes wherever our writer puts
them into formulas; should one ever get out of them, nothing is written at all.
"""

from __future__ import annotations

from collections.abc import Iterator

from schemas.rules.excel_functions import FUNCTIONS
from schemas.rules.excel_syntax import Kind, parse, walk
from workbooks.layout import LISTS_SHEET, VERDICT_SHEET
from xladdin.looks import Rule
from xladdin.pristine import Pristine

__all__ = ["is_ours"]

_FUNCTIONS = FUNCTIONS.keys() - {"HYPERLINK"}
"""What our formulas are made of: nothing that reaches out of the workbook."""


def is_ours(made: Pristine) -> bool:
    """Whether every formula uses only functions and sheets of ours, and every list is of words."""
    sheets = {LISTS_SHEET, VERDICT_SHEET, made.sheet}
    listed = all(_is_list_of_words(rule) for rule in made.rules)
    return listed and all(_is_harmless(formula, sheets) for formula in set(_formulas(made)))


def _formulas(made: Pristine) -> Iterator[str]:
    """Every formula, without its sign in front."""
    yield from (text[1:] for text in made.words.values() if text.startswith("="))
    yield from (condition.formula for condition in made.conditions)
    for rule in made.rules:
        listed = rule.kind == "list" and rule.formula1.startswith('"')
        yield from filter(None, ("" if listed else rule.formula1, rule.formula2))


def _is_list_of_words(rule: Rule) -> bool:
    """Excel takes a list that begins with an equals sign for a formula."""
    if rule.kind != "list" or not rule.formula1.startswith('"'):
        return True
    return rule.formula1[1:].lstrip()[:1] not in ("=", "＝")


def _is_harmless(formula: str, sheets: set[str]) -> bool:
    tree, _ = parse(formula)
    if tree is None:
        return False
    for node in walk(tree):
        if node.kind is Kind.CALL and node.word.upper() not in _FUNCTIONS:
            return False
        if node.sheet and _plain(node.sheet) not in sheets:
            return False
    return True


def _plain(sheet: str) -> str:
    """The name of a sheet as it stands on its tab."""
    inner = sheet.removesuffix("!")
    return inner[1:-1].replace("''", "'") if inner.startswith("'") else inner
