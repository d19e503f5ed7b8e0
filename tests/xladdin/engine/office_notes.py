"""What hangs on cells, for the program `office_server`: notes, links, validations.

Standard library and uno only.
"""

from __future__ import annotations

import re
from typing import Any

import uno

from tests.xladdin.engine.office_books import Area, Open, Refusal, clipped
from tests.xladdin.engine.office_formulas import Formulas

__all__ = ["HANGING"]

Place = tuple[int, int]

_TYPES = {
    "ANY": "none",
    "WHOLE": "whole_number",
    "DECIMAL": "decimal",
    "DATE": "date",
    "TIME": "time",
    "TEXT_LEN": "text_length",
    "LIST": "list",
    "CUSTOM": "custom",
}
_OPERATORS = {
    "BETWEEN": "between",
    "NOT_BETWEEN": "not_between",
    "EQUAL": "equal_to",
    "NOT_EQUAL": "not_equal_to",
    "GREATER": "greater_than",
    "LESS": "less_than",
    "GREATER_EQUAL": "greater_than_or_equal",
    "LESS_EQUAL": "less_than_or_equal",
}
_ALERTS = {"STOP": "stop", "WARNING": "warning", "INFO": "information", "MACRO": "stop"}
_SAYINGS = {
    "in_cell_dropdown": "ShowList",
    "ignore_blank": "IgnoreBlankCells",
    "input_title": "InputTitle",
    "input_message": "InputMessage",
    "show_input": "ShowInputMessage",
    "error_title": "ErrorTitle",
    "error_message": "ErrorMessage",
    "show_error": "ShowErrorMessage",
}
_NOTES = 8  # com.sun.star.sheet.CellFlags.ANNOTATION
_LINK = "com.sun.star.text.TextField.URL"
_WORD = re.compile(r'"((?:[^"]|"")*)"')
_WORDS = re.compile(rf"={_WORD.pattern}(?:,{_WORD.pattern})*")
_PLAIN = re.compile(r"-?\d+(\.\d+)?")
_INSIDE = re.compile(r"#(?P<sheet>'(?:[^']|'')+'|[^!]+)!(?P<cells>.+)")


def notes(book: Open, sheet: str) -> list[Place]:
    """Where the notes of a sheet are, in the order of rows, then columns."""
    found = [one.Position for one in book.sheet(sheet).Annotations]
    return sorted((place.Row + 1, place.Column + 1) for place in found)


def note_texts(book: Open, sheet: str) -> list[tuple[int, int, str]]:
    """Every note of a sheet with its place."""
    found = list(book.sheet(sheet).Annotations)
    return [(one.Position.Row + 1, one.Position.Column + 1, one.String) for one in found]


def _cell(book: Open, sheet: str, row: int, column: int) -> Any:
    return book.sheet(sheet).getCellByPosition(column - 1, row - 1)


def note(book: Open, sheet: str, row: int, column: int) -> tuple[str, str] | None:
    """Text and author of a cell's note, or None."""
    found = _cell(book, sheet, row, column).Annotation
    return (found.String, found.Author) if found is not None and found.String else None


def add_note(book: Open, sheet: str, row: int, column: int, text: str) -> None:
    """Hang a note on a cell that has none."""
    book.need(sheet, "objects")
    if note(book, sheet, row, column) is not None:
        raise Refusal("the cell has a note already")
    place = _cell(book, sheet, row, column).CellAddress
    book.sheet(sheet).Annotations.insertNew(place, text)


def set_note(book: Open, sheet: str, row: int, column: int, text: str) -> None:
    """Replace the text of a note."""
    book.need(sheet, "objects")
    if note(book, sheet, row, column) is None:
        raise Refusal("the cell has no note")
    _cell(book, sheet, row, column).Annotation.String = text


def delete_note(book: Open, sheet: str, row: int, column: int) -> None:
    """Take a note off its cell."""
    book.need(sheet, "objects")
    if note(book, sheet, row, column) is None:
        raise Refusal("the cell has no note")
    _cell(book, sheet, row, column).clearContents(_NOTES)


def hyperlink(book: Open, sheet: str, row: int, column: int) -> str | None:
    """Where the link of a cell leads; one inside the workbook as ``#Sheet!A1``."""
    cell = _cell(book, sheet, row, column)
    for one in cell.TextFields:
        if hasattr(one, "URL"):
            url = str(one.URL)
            return re.sub(r"^#\$?(.+)\.([$A-Z]+[$\d]+(?::.*)?)$", r"#\1!\2", url)
    return None


def add_hyperlink(
    book: Open, sheet: str, row: int, column: int, address: str, text: str | None
) -> None:
    """Make a cell a link; its text is ``text``, or what it showed, or the address."""
    book.need(sheet, "insertHyperlinks")
    book.need_contents(sheet, [[row, column, 1, 1]])
    cell = _cell(book, sheet, row, column)
    inside = _INSIDE.fullmatch(address)
    link = book.document.createInstance(_LINK)
    link.URL = f"#{inside['sheet']}.{inside['cells']}" if inside else address
    link.Representation = text or cell.String or address
    cell.String = ""
    cell.Text.insertTextContent(cell.Text.createTextCursor(), link, False)


def validation(book: Open, sheet: str, areas: list[Area], formulas: bool = True) -> dict[str, Any]:
    """The rule of a range: ``type`` and, of a single rule, the rest in xlwings' words.

    Without ``formulas`` they may be left out, which is much faster.
    """
    table = book.sheet(sheet)
    blocks = [clipped(table, area) for area in areas]
    parts = [(block, part) for block in blocks for part in block.getCellFormatRanges()]
    formulas = formulas or len(parts) > 1
    rules = [_rule(book, block, part, formulas) for block, part in parts]
    kinds = {rule["type"] for rule in rules}
    if all(rule == rules[0] for rule in rules):
        return rules[0]
    return {"type": "mixed_criteria" if "none" in kinds else "inconsistent"}


def _rule(book: Open, block: Any, part: Any, formulas: bool) -> dict[str, Any]:
    found = part.Validation
    kind = _TYPES[found.Type.value]
    if kind == "none":
        return {"type": kind}
    place = block.getCellByPosition(0, 0).CellAddress
    rule: dict[str, Any] = {"type": kind, "alert_style": _ALERTS[found.ErrorAlertStyle.value]}
    rule |= {word: getattr(found, name) for word, name in _SAYINGS.items()}
    rule["in_cell_dropdown"] = bool(rule["in_cell_dropdown"])
    compared = kind not in ("list", "custom")
    rule["operator"] = _OPERATORS.get(found.getOperator().value) if compared else None
    texts = [_operand(book, found, index, place) if formulas else None for index in (0, 1)]
    rule["formula1"] = texts[0]
    between = rule["operator"] in ("between", "not_between")
    rule["formula2"] = texts[1] if between else None
    return rule


def _operand(book: Open, found: Any, index: int, place: Any) -> str | None:
    """A formula with its equal sign, a constant or a list without, as Excel says them."""
    said = found.getFormula2() if index else found.getFormula1()
    if not said:
        return None
    text = Formulas(book.document).translated(said, found.getSourcePosition(), place)
    if _WORDS.fullmatch(text):
        return ",".join(word.replace('""', '"') for word in _WORD.findall(text))
    return text[1:] if _PLAIN.fullmatch(text[1:]) else text


def set_validation(
    book: Open,
    sheet: str,
    areas: list[Area],
    kind: str,
    operator: str | None,
    formula1: str,
    formula2: str | None,
    dropdown: bool | None,
) -> None:
    """Give a range one rule; what it says when it refuses stays."""
    book.need(sheet, "never allowed")
    current = validation(book, sheet, areas)["type"]
    if current in ("mixed_criteria", "inconsistent"):
        raise Refusal("the cells have different validation rules")
    block = clipped(book.sheet(sheet), areas[0])
    rule = block.Validation
    names = {word: name for name, word in _TYPES.items()}
    rule.Type = uno.Enum("com.sun.star.sheet.ValidationType", names[kind])
    if operator is not None:
        words = {word: name for name, word in _OPERATORS.items()}
        rule.setOperator(uno.Enum("com.sun.star.sheet.ConditionOperator", words[operator]))
    place = block.getCellByPosition(0, 0).CellAddress
    rule.setSourcePosition(place)
    reader = Formulas(book.document)
    for index, formula in enumerate((formula1, formula2)):
        if formula is not None:
            rule.setTokens(index, reader.tokens(_as_formula(kind, formula), place))
    if dropdown is not None:
        rule.ShowList = int(dropdown)
    book.cells(sheet, areas).Validation = rule


def _as_formula(kind: str, text: str) -> str:
    """The words of a list are texts to LibreOffice."""
    if kind != "list" or text.startswith("="):
        return text
    return "=" + ",".join('"' + word.replace('"', '""') + '"' for word in text.split(","))


def delete_validation(book: Open, sheet: str, areas: list[Area]) -> None:
    """Take the rules off a range."""
    book.need(sheet, "never allowed")
    book.cells(sheet, areas).setPropertyToDefault("Validation")


HANGING = {
    one.__name__: one
    for one in (
        add_hyperlink,
        add_note,
        delete_note,
        delete_validation,
        hyperlink,
        note,
        note_texts,
        notes,
        set_note,
        set_validation,
        validation,
    )
}
"""Every question and order of this module by its name."""
