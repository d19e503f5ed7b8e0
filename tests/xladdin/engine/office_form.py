"""What gives a form its look and its checks back, for the program `office_server`.

Areas are those of `office_books`; the words of looks and rules are those of `xladdin.looks`.
Standard library and uno only.
"""

from __future__ import annotations

from typing import Any

import uno
from com.sun.star.sheet.ConditionEntryType import CONDITION
from com.sun.star.sheet.ConditionFormatOperator import EXPRESSION

from tests.xladdin.engine.office_books import Area, Open
from tests.xladdin.engine.office_cells import format_key
from tests.xladdin.engine.office_formulas import Formulas

__all__ = ["FORM"]

_HORIZONTAL = {"": "STANDARD", "general": "STANDARD", "left": "LEFT", "center": "CENTER"}
_HORIZONTAL |= {"right": "RIGHT"}
_VERTICAL = {"": 3, "bottom": 3, "center": 2, "top": 1}
_KINDS = {
    "none": "ANY",
    "whole": "WHOLE",
    "decimal": "DECIMAL",
    "list": "LIST",
    "date": "DATE",
    "textLength": "TEXT_LEN",
    "custom": "CUSTOM",
}
_OPERATORS = {
    "between": "BETWEEN",
    "notBetween": "NOT_BETWEEN",
    "equal": "EQUAL",
    "notEqual": "NOT_EQUAL",
    "greaterThan": "GREATER",
    "lessThan": "LESS",
    "greaterThanOrEqual": "GREATER_EQUAL",
    "lessThanOrEqual": "LESS_EQUAL",
}
_STYLES = {"stop": "STOP", "warning": "WARNING", "information": "INFO"}


def _colour(text: str) -> int:
    return int(text.removeprefix("#"), 16) if text else -1


def dress(book: Open, sheet: str, areas: list[Area], look: dict[str, Any]) -> None:
    """Give cells a format; what they hold stays."""
    book.need(sheet, "never allowed")
    cells = book.cells(sheet, areas)
    cells.NumberFormat = format_key(book, look["number_format"])
    protection = uno.createUnoStruct("com.sun.star.util.CellProtection")
    protection.IsLocked = look["locked"]
    cells.CellProtection = protection
    cells.IsTextWrapped = look["wrap"]
    word = _HORIZONTAL[look["horizontal"]]
    cells.HoriJustify = uno.Enum("com.sun.star.table.CellHoriJustify", word)
    cells.VertJustify = _VERTICAL[look["vertical"]]
    cells.RotateAngle = look["rotation"] * 100
    cells.CellBackColor = _colour(look["fill"])
    cells.CharFontName, cells.CharHeight = look["font"], look["size"]
    cells.CharWeight = 150.0 if look["bold"] else 100.0
    slant = "ITALIC" if look["italic"] else "NONE"
    cells.CharPosture = uno.Enum("com.sun.star.awt.FontSlant", slant)
    cells.CharColor = _colour(look["colour"] or "#000000")
    _border(cells, look["border"])


def _border(cells: Any, colour: str) -> None:
    line = uno.createUnoStruct("com.sun.star.table.BorderLine2")
    if colour:
        line.Color = _colour(colour)
        line.LineWidth = line.OuterLineWidth = 26
    for side in ("Left", "Right", "Top", "Bottom"):
        setattr(cells, f"{side}Border", line)


def validate(book: Open, sheet: str, rules: list[dict[str, Any]]) -> None:
    """Replace every data validation of a sheet."""
    book.need(sheet, "never allowed")
    whole = book.sheet(sheet)
    whole.setPropertyToDefault("Validation")
    for rule in rules:
        book.cells(sheet, rule["areas"]).Validation = _filled(book, sheet, whole.Validation, rule)


def _filled(book: Open, sheet: str, made: Any, rule: dict[str, Any]) -> Any:
    made.Type = uno.Enum("com.sun.star.sheet.ValidationType", _KINDS[rule["kind"]])
    word = _OPERATORS[rule["operator"]]
    made.setOperator(uno.Enum("com.sun.star.sheet.ConditionOperator", word))
    made.ErrorAlertStyle = uno.Enum(
        "com.sun.star.sheet.ValidationAlertStyle", _STYLES[rule["style"]]
    )
    made.IgnoreBlankCells = rule["blank"]
    made.InputTitle, made.InputMessage = rule["prompt"]
    made.ErrorTitle, made.ErrorMessage = rule["error"]
    made.ShowInputMessage = made.ShowErrorMessage = True
    made.ShowList = 1
    row, column, _, _ = rule["areas"][0]
    place = book.sheet(sheet).getCellByPosition(column - 1, row - 1).CellAddress
    made.setSourcePosition(place)
    reader = Formulas(book.document)
    for index, formula in enumerate((rule["formula1"], rule["formula2"])):
        if formula:
            text = formula.replace(",", '","') if _is_list(rule, formula) else formula
            made.setTokens(index, reader.tokens(text, place))
    return made


def _is_list(rule: dict[str, Any], formula: str) -> bool:
    return bool(rule["kind"] == "list") and formula.startswith('"')


def condition(book: Open, sheet: str, conditions: list[dict[str, Any]]) -> None:
    """Replace every conditional format of a sheet; the first one is tried first."""
    book.need(sheet, "never allowed")
    table = book.sheet(sheet)
    for one in table.ConditionalFormats.getConditionalFormats():
        table.ConditionalFormats.removeByID(one.ID)
    reader = Formulas(book.document)
    styles = _styles(book, f"thidua-{table.RangeAddress.Sheet}", conditions)
    for style, wanted in zip(styles, conditions, strict=True):
        cells = book.document.createInstance("com.sun.star.sheet.SheetCellRanges")
        for area in wanted["areas"]:
            cells.addRangeAddress(book.cells(sheet, [area]).RangeAddress, False)
        key = table.ConditionalFormats.createByRange(cells)
        known = table.ConditionalFormats.getConditionalFormats()
        made = next(one for one in known if key == one.ID)
        made.createEntry(CONDITION, 0)
        row, column, _, _ = wanted["areas"][0]
        place = table.getCellByPosition(column - 1, row - 1).CellAddress
        entry = made.getByIndex(0)
        entry.Operator = EXPRESSION
        entry.Formula1 = reader.own(reader.tokens(wanted["formula"], place), place)
        entry.StyleName = style


def _styles(book: Open, stem: str, conditions: list[dict[str, Any]]) -> list[str]:
    """Styles for conditions; LibreOffice changes none while any sheet is protected."""
    shut = [table for table in book.document.Sheets if table.isProtected()]
    for table in shut:
        table.unprotect("")
    try:
        return [
            _style(book, f"{stem}-{number}", wanted) for number, wanted in enumerate(conditions)
        ]
    finally:
        for table in shut:
            table.protect("")


def _style(book: Open, name: str, wanted: dict[str, Any]) -> str:
    styles = book.document.StyleFamilies.getByName("CellStyles")
    if not styles.hasByName(name):
        styles.insertByName(name, book.document.createInstance("com.sun.star.style.CellStyle"))
    made = styles.getByName(name)
    if wanted["fill"]:
        made.CellBackColor = _colour(wanted["fill"])
    if wanted["colour"]:
        made.CharColor = _colour(wanted["colour"])
    return name


FORM = {one.__name__: one for one in (condition, dress, validate)}
"""Every order of this module by its name."""
