"""Formats, validations and conditional formats in Excel's own object model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from xladdin.looks import Condition, Look, Rule

__all__ = [
    "Signs",
    "condition",
    "dress",
    "lay_out",
    "local_formula",
    "plain_references",
    "signs",
    "stand_at",
    "validate",
]

_NONE = -4142
_CONTINUOUS = 1
_UNDERLINED = 2
_EXPRESSION = 2
_A1_STYLE = 1
_LAST_COLUMN = 16384
_PLAIN = re.compile(r"-?[0-9]+\.[0-9]+")
_SHOWN = re.compile(r"=.*\(1(\D)5(\D)2\)")
_MOVES = re.compile(r"\$?[A-Z]{1,3}[0-9]+(?![0-9(])|(?<![$A-Z_a-z0-9])[A-Z]{1,3}\$[0-9]+")
"""A reference whose row or column is counted from the cell where it is typed."""

_HORIZONTAL = {"": 1, "general": 1, "left": -4131, "center": -4108, "right": -4152}
_VERTICAL = {"": -4107, "bottom": -4107, "center": -4108, "top": -4160}
_KINDS = {"none": 0, "whole": 1, "decimal": 2, "list": 3, "date": 4, "textLength": 6, "custom": 7}
_OPERATORS = {
    "between": 1,
    "notBetween": 2,
    "equal": 3,
    "notEqual": 4,
    "greaterThan": 5,
    "lessThan": 6,
    "greaterThanOrEqual": 7,
    "lessThanOrEqual": 8,
}
_LYING = 2
_A4 = 9
_STYLES = {"stop": 1, "warning": 2, "information": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What this computer writes between the parts of a number and of a list."""

    decimal: str
    listed: str


def signs(sheet: Any) -> Signs:
    """Read off a formula: that shows what Excel really takes, whatever Windows is set to."""
    shown = _SHOWN.fullmatch(local_formula(sheet, "SUM(1.5,2)"))
    if shown is None:
        raise ValueError("Excel shows a formula as nobody expected")
    return Signs(decimal=shown[1], listed=shown[2])


@contextmanager
def plain_references(sheet: Any) -> Iterator[None]:
    """References as ``A1`` while the block lasts: formulas of rules are read as they are shown."""
    app = sheet.Application
    before = app.ReferenceStyle
    app.ReferenceStyle = _A1_STYLE
    try:
        yield
    finally:
        app.ReferenceStyle = before


def stand_at(sheet: Any, made: Condition) -> None:
    """Goes to the first cell of a condition whose references move.

    Excel counts them from the active cell, the file counts them from the first cell.
    """
    if _MOVES.search(re.sub(r'"[^"]*"', "", made.formula)):
        sheet.Activate()
        sheet.Range(min(made.areas).a1.split(":")[0]).Select()


def _bgr(colour: str) -> int:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return red + green * 256 + blue * 65536


def dress(part: Any, look: Look) -> None:
    """Gives a Range of Excel a format."""
    part.NumberFormat = look.number_format
    part.Locked = look.locked
    part.WrapText = look.wrap
    part.HorizontalAlignment = _HORIZONTAL[look.horizontal]
    part.VerticalAlignment = _VERTICAL[look.vertical]
    part.Orientation = look.rotation
    if look.fill:
        part.Interior.Color = _bgr(look.fill)
    else:
        part.Interior.Pattern = _NONE
    part.Borders.LineStyle = _CONTINUOUS if look.border else _NONE
    if look.border:
        part.Borders.Color = _bgr(look.border)
    font = part.Font
    font.Name, font.Size = look.font, look.size
    font.Bold, font.Italic = look.bold, look.italic
    font.Color = _bgr(look.colour or "#000000")
    font.Underline = _UNDERLINED if look.underline else _NONE
    font.Strikethrough = font.Superscript = font.Subscript = False
    part.IndentLevel, part.ShrinkToFit = 0, False


def validate(part: Any, rule: Rule, written: Signs) -> None:
    """Adds a validation to a Range of Excel that has none; no more is said than there is to say."""
    made = part.Validation
    made.Delete()
    formulas = {
        name: _operand(written, kind, formula)
        for name, kind, formula in (
            ("Formula1", rule.kind, rule.formula1),
            ("Formula2", "", rule.formula2),
        )
        if formula
    }
    made.Add(
        Type=_KINDS[rule.kind],
        AlertStyle=_STYLES[rule.style],
        Operator=_OPERATORS[rule.operator],
        **formulas,
    )
    made.IgnoreBlank = rule.blank
    made.InputTitle, made.InputMessage = rule.prompt
    made.ErrorTitle, made.ErrorMessage = rule.error


def _operand(written: Signs, kind: str, formula: str) -> str:
    """A formula of the file as Excel takes it on this computer, with its own separators."""
    if kind == "list" and formula.startswith('"'):
        if formula[1:].lstrip()[:1] in ("=", "＝"):
            raise ValueError("a list of words that Excel would take for a formula")
        return written.listed.join(formula[1:-1].replace('""', '"').split(","))
    if kind in ("list", "custom"):
        return f"={formula}"
    if _PLAIN.fullmatch(formula):
        return formula.replace(".", written.decimal)
    return formula


def local_formula(sheet: Any, formula: str) -> str:
    """The formula in the language and with the separators of this Excel.

    Conditional formats take no other; a far cell translates it and is emptied again.
    """
    cell = sheet.Cells(1, _LAST_COLUMN)
    try:
        cell.Formula = f"={formula}"
        return str(cell.FormulaLocal)
    finally:
        cell.Clear()


def condition(part: Any, made: Condition, formula: str) -> None:
    """Adds a conditional format behind those that a Range of Excel has."""
    found = part.FormatConditions.Add(Type=_EXPRESSION, Formula1=formula)
    found.SetLastPriority()
    if made.fill:
        found.Interior.Color = _bgr(made.fill)
    if made.colour:
        found.Font.Color = _bgr(made.colour)
    found.StopIfTrue = made.last


def lay_out(sheet: Any, head: int) -> None:
    """The page in one message to the printer, for each of its own takes up to a second.

    Without a printer Excel refuses: what is printed, or stays in sight, is worth no failure.
    """
    app = sheet.Application
    with suppress(Exception):
        app.PrintCommunication = False
    with suppress(Exception):
        page = sheet.PageSetup
        page.Orientation = _LYING
        page.Zoom = False  # as many pages as it takes, one wide
        page.FitToPagesWide, page.FitToPagesTall = 1, False
        page.PrintTitleRows = f"${head}:${head}"
        page.CenterFooter = "&P/&N"
        page.PrintGridlines = True
        page.PaperSize = _A4
    with suppress(Exception):
        app.PrintCommunication = True
    with suppress(Exception):
        _freeze(app.ActiveWindow, sheet, head)


def _freeze(window: Any, sheet: Any, head: int) -> None:
    """Excel freezes what stands at the top of the window; the sheet must be the one in front."""
    if window.ActiveSheet.Name == sheet.Name:
        window.ScrollRow = 1
        window.SplitColumn, window.SplitRow = 0, head
        window.FreezePanes = True
