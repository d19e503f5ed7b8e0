"""Formats, validations and conditional formats in Excel's own object model."""

from __future__ import annotations

import re
from typing import Any

from xladdin.looks import Condition, Look, Rule

__all__ = ["condition", "dress", "local_formula", "validate"]

_NONE = -4142
_CONTINUOUS = 1
_EXPRESSION = 2
_DECIMAL_SIGN, _LIST_SIGN = 3, 5  # indexes of Application.International
_LAST_COLUMN = 16384
_PLAIN = re.compile(r"-?[0-9]+\.[0-9]+")

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
_STYLES = {"stop": 1, "warning": 2, "information": 3}


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


def validate(part: Any, rule: Rule) -> None:
    """Adds a validation to a Range of Excel that has none."""
    made = part.Validation
    made.Delete()
    made.Add(
        Type=_KINDS[rule.kind],
        AlertStyle=_STYLES[rule.style],
        Operator=_OPERATORS[rule.operator],
        Formula1=_operand(part.Application, rule.kind, rule.formula1),
        Formula2=_operand(part.Application, "", rule.formula2),
    )
    made.IgnoreBlank = rule.blank
    made.InputTitle, made.InputMessage = rule.prompt
    made.ErrorTitle, made.ErrorMessage = rule.error


def _operand(app: Any, kind: str, formula: str) -> str:
    """A formula of the file as Excel takes it on this computer, with its own separators."""
    if kind == "list" and formula.startswith('"'):
        return str(app.International[_LIST_SIGN]).join(formula.strip('"').split(","))
    if kind in ("list", "custom"):
        return f"={formula}"
    if _PLAIN.fullmatch(formula):
        return formula.replace(".", str(app.International[_DECIMAL_SIGN]))
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
