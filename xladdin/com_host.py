"""Excel on Windows, through COM: what the object model of xlwings has no words for.

Every name of Excel's own object model that the add-in uses stands in this module.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlwings as xw

from xladdin import com_form
from xladdin.area import Area
from xladdin.host import Traits
from xladdin.looks import Condition, Look, Rule
from xladdin.refusal import Refusal

__all__ = ["ComHost", "Flags", "joined"]

_TITLE = "Thi đua"
_VERY_HIDDEN = 2
_SOLID = 1
_NO_PATTERN = -4142
_IN_FRONT = 0x1000 | 0x40000  # system modal, topmost
_WORKSHEET = -4167
_EXCEL_LINKS = 1
_LONGEST_REFERENCE = 250
_ALLOWED = (
    "AllowFormattingCells",
    "AllowFormattingColumns",
    "AllowFormattingRows",
    "AllowInsertingColumns",
    "AllowInsertingRows",
    "AllowInsertingHyperlinks",
    "AllowDeletingColumns",
    "AllowDeletingRows",
    "AllowSorting",
    "AllowFiltering",
    "AllowUsingPivotTables",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flags:
    """How a sheet is protected; ``allowed`` holds the ``Allow…`` that are on."""

    drawings: bool
    contents: bool
    scenarios: bool
    interface_only: bool
    selection: int
    allowed: frozenset[str]


def joined(areas: Sequence[Area]) -> Iterator[str]:
    """References of many areas (``C12:C40,E3``), as long as Excel takes them."""
    part: list[str] = []
    for area in areas:
        if part and len(",".join([*part, area.a1])) > _LONGEST_REFERENCE:
            yield ",".join(part)
            part = []
        part.append(area.a1)
    if part:
        yield ",".join(part)


class ComHost:
    """The running Excel; a `xladdin.host.Host`."""

    def book(self) -> Any:
        """The workbook whose button was pressed."""
        try:
            return xw.Book.caller()
        except Exception as error:  # xlwings raises a bare one where there is no workbook
            raise Refusal("ADD-001") from error

    def obstacle(self, book: Any) -> str:
        """Checked from what hides everything to what hides little."""
        try:
            app, workbook = book.app.api, book.api
            tests: tuple[tuple[str, Callable[[], bool]], ...] = (
                ("ADD-009", lambda: not app.Ready),
                ("ADD-004", lambda: app.ActiveProtectedViewWindow is not None),
                ("ADD-005", lambda: bool(workbook.ReadOnly)),
                ("ADD-007", lambda: bool(workbook.ProtectStructure)),
                ("ADD-008", lambda: workbook.ActiveSheet.Type != _WORKSHEET),
            )
            return next((code for code, found in tests if found()), "")
        except Exception:  # while a cell is being edited Excel rejects every call
            return "ADD-009"

    def tell(self, words: str) -> None:
        """In front of every window, also of Excel's own."""
        _message(words, buttons=0x40)

    def ask(self, words: str) -> bool:
        """Yes and No; anything else is No."""
        return _message(words, buttons=0x24) == 6

    def traits(self, book: Any) -> Traits:
        """Macros and links to other workbooks or data."""
        api = book.api
        linked = api.LinkSources(_EXCEL_LINKS) is not None or api.Connections.Count > 0
        return Traits(has_macros=bool(api.HasVBProject), has_links=linked)

    def protection(self, sheet: Any) -> object | None:
        """All flags that ``Protect`` takes, and which cells may be selected."""
        api = sheet.api
        if not (api.ProtectContents or api.ProtectDrawingObjects or api.ProtectScenarios):
            return None
        rights = api.Protection
        return Flags(
            drawings=bool(api.ProtectDrawingObjects),
            contents=bool(api.ProtectContents),
            scenarios=bool(api.ProtectScenarios),
            interface_only=bool(api.ProtectionMode),
            selection=int(api.EnableSelection),
            allowed=frozenset(name for name in _ALLOWED if getattr(rights, name)),
        )

    def unprotect(self, sheet: Any) -> bool:
        """With an empty password: Excel then refuses instead of asking for one."""
        api = sheet.api
        try:
            api.Unprotect("")
        except Exception:  # a wrong password is an error of COM
            return False
        return not (api.ProtectContents or api.ProtectDrawingObjects or api.ProtectScenarios)

    def protect(self, sheet: Any, flags: object) -> None:
        """The very flags that were found."""
        if not isinstance(flags, Flags):
            raise TypeError(flags)
        sheet.api.Protect(
            DrawingObjects=flags.drawings,
            Contents=flags.contents,
            Scenarios=flags.scenarios,
            UserInterfaceOnly=flags.interface_only,
            **{name: name in flags.allowed for name in _ALLOWED},
        )
        sheet.api.EnableSelection = flags.selection

    def conceal(self, sheet: Any) -> None:
        """Very hidden: not in the list of hidden sheets either."""
        sheet.api.Visible = _VERY_HIDDEN

    def solid(self, colour: str) -> str:
        """``pattern;pattern colour;colour;theme colour;tint``; Excel's colours are BGR."""
        red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
        return f"{_SOLID};;{red + green * 256 + blue * 65536};;"

    def fill(self, sheet: Any, areas: Sequence[Area]) -> str | None:
        """Excel answers with nothing where the cells of a range differ."""
        found = {_fill(sheet.api.Range(reference).Interior) for reference in joined(areas)}
        return found.pop() if len(found) == 1 else None

    def paint(self, sheet: Any, areas: Sequence[Area], fill: str) -> None:
        """One multiple range at a time."""
        pattern, behind, colour, theme, tint = fill.split(";")
        for reference in joined(areas):
            interior = sheet.api.Range(reference).Interior
            interior.Pattern = int(pattern)
            if behind:
                interior.PatternColor = int(behind)
            if theme:
                interior.ThemeColor = int(theme)
                interior.TintAndShade = float(tint)
            elif colour:
                interior.Color = int(colour)

    def notes(self, sheet: Any) -> Mapping[str, str]:
        """Notes of old; threaded comments are not touched."""
        return {note.Parent.Address.replace("$", ""): note.Text() for note in sheet.api.Comments}

    def is_hidden(self, sheet: Any, area: Area) -> bool:
        """By hand, by a filter or by an outline alike."""
        spot = sheet.range(area.first).api
        return bool(spot.EntireRow.Hidden or spot.EntireColumn.Hidden)

    def dress(self, sheet: Any, areas: Sequence[Area], look: Look) -> None:
        """See `xladdin.com_form`."""
        for reference in joined(areas):
            com_form.dress(sheet.api.Range(reference), look)

    def validate(self, sheet: Any, rules: Sequence[Rule]) -> None:
        """Of the whole sheet: what was pasted may have brought others along."""
        sheet.api.Cells.Validation.Delete()
        for rule in rules:
            for reference in joined(rule.areas):
                com_form.validate(sheet.api.Range(reference), rule)

    def condition(self, sheet: Any, conditions: Sequence[Condition]) -> None:
        """Of the whole sheet, in their order."""
        sheet.api.Cells.FormatConditions.Delete()
        for condition in conditions:
            formula = com_form.local_formula(sheet.api, condition.formula)
            for reference in joined(condition.areas):
                com_form.condition(sheet.api.Range(reference), condition, formula)

    def save_copy(self, book: Any, path: Path) -> None:
        """``SaveCopyAs``: the open workbook keeps its name and its state."""
        try:
            book.api.SaveCopyAs(str(path))
        except Exception as error:  # COM tells every obstacle with one and the same error
            raise OSError(str(error)) from error

    def open_file(self, path: Path) -> None:
        """As a double click would."""
        start: Callable[[Path], None] | None = getattr(os, "startfile", None)
        if start is None:  # only Windows has it
            raise OSError(f"nothing opens {path}")
        start(path)


def _fill(interior: Any) -> str | None:
    """The word for a look; ``None`` where any part of it differs within the range.

    A plain colour has neither theme nor tint. Of a gradient only its kind is kept.
    """
    pattern = interior.Pattern
    if pattern is None:
        return None
    if int(pattern) == _NO_PATTERN:
        return f"{_NO_PATTERN};;;;"
    behind = "" if int(pattern) == _SOLID else interior.PatternColor
    colour, tint = interior.Color, interior.TintAndShade
    if None in (behind, colour, tint):
        return None
    theme = _theme(interior)
    look = f"{int(pattern)};{behind and int(behind)};{int(colour)}"
    return f"{look};{theme};{float(tint)!r}" if theme else f"{look};;"


def _theme(interior: Any) -> int:
    """The colour of the theme that a look follows; 0 where it follows none."""
    try:
        return max(int(interior.ThemeColor or 0), 0)
    except Exception:  # Excel has no answer where the colour is plain
        return 0


def _message(words: str, *, buttons: int) -> int:
    """A message window with every letter of Vietnamese, in front of all others."""
    windows: Any = getattr(ctypes, "windll", None)
    if windows is None:
        raise OSError("message windows are of Windows")
    return int(windows.user32.MessageBoxW(None, words, _TITLE, buttons | _IN_FRONT))
