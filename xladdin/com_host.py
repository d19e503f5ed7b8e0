"""Excel on Windows, through COM: what the object model of xlwings has no words for.

Every name of Excel's own object model that the add-in uses stands in this module.
"""

from __future__ import annotations

import atexit
import ctypes
import importlib
import os
import re
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlwings as xw

from schemas.text import safe_text
from xladdin import com_form
from xladdin.area import Area
from xladdin.busy import is_busy
from xladdin.host import Traits
from xladdin.looks import Condition, Look, Rule
from xladdin.refusal import Refusal

__all__ = ["ComHost", "Flags", "joined"]

_TITLE = "Thi đua"
_LONGEST_MESSAGE = 4_000
_FILL_WORD = re.compile(
    r"-?[0-9]{1,5};-?[0-9]{0,8};-?[0-9]{0,8};"
    r"(?:;|(?:[1-9]|1[0-2]);-?[0-9.]{1,25}(?:e-[0-9]{1,3})?)"
)
_VERY_HIDDEN = 2
_SOLID = 1
_NO_PATTERN = -4142
_IN_FRONT = 0x1000 | 0x40000  # system modal, topmost
_WORKSHEET = -4167
_EXCEL_LINKS = 1
_FOLDER_DIALOG = 4
_LONGEST_REFERENCE = 250
_MOST_TRIES = 5_000
_NOTE_WIDTH = 260.0  # points
_NOTE_LINE, _NOTE_LETTERS = 13.0, 48
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
        _end_waiting()
        try:
            return xw.Book.caller()
        except Exception as error:  # xlwings raises a bare one where there is no workbook
            raise Refusal("ADD-009" if is_busy(error) else "ADD-001") from error

    def obstacle(self, book: Any) -> str:
        """Checked from what hides everything to what hides little."""
        try:
            app, workbook = book.app.api, book.api
            tests: tuple[tuple[str, Callable[[], bool]], ...] = (
                ("ADD-009", lambda: not app.Ready),
                ("ADD-004", lambda: app.ActiveProtectedViewWindow is not None),
                ("ADD-005", lambda: bool(workbook.ReadOnly)),
                ("ADD-180", lambda: bool(workbook.MultiUserEditing)),
                ("ADD-007", lambda: bool(workbook.ProtectStructure)),
                ("ADD-008", lambda: workbook.ActiveSheet.Type != _WORKSHEET),
                ("ADD-181", lambda: app.ActiveWindow.SelectedSheets.Count > 1),
            )
            return next((code for code, found in tests if found()), "")
        except Exception:  # while a cell is being edited Excel rejects every call
            return "ADD-009"

    def place(self, book: Any) -> str:
        """``FullName``; xlwings would look up what a sheet of the workbook says of OneDrive."""
        return str(book.api.FullName)

    def tell(self, words: str) -> None:
        """In front of every window, also of Excel's own."""
        _message(words, buttons=0x40)

    def ask(self, words: str) -> bool:
        """Yes and No; anything else is No."""
        return _message(words, buttons=0x24) == 6

    def sheet_names(self, book: Any) -> Collection[str]:
        """``Sheets`` has charts and old macro sheets too, ``Worksheets`` has not."""
        return [str(sheet.Name) for sheet in book.api.Sheets]

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
        except Exception as error:  # a wrong password is an error of COM
            if is_busy(error):
                raise
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

    def lay_out(self, sheet: Any, head: int) -> None:
        """See `xladdin.com_form`."""
        com_form.lay_out(sheet.api, head)

    def is_filtered(self, sheet: Any) -> bool:
        """Rows are hidden by a filter; that an arrow is shown is none."""
        return bool(sheet.api.FilterMode)

    def paint(self, sheet: Any, areas: Sequence[Area], fill: str) -> None:
        """One multiple range at a time; ValueError for a word that `fill` never says."""
        if not _FILL_WORD.fullmatch(fill):
            raise ValueError(f"no fill: {fill[:60]!r}")
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

    def noteless(self, sheet: Any) -> Collection[str]:
        """Cells with a threaded comment: Excel refuses a note beside it."""
        try:
            threads = sheet.api.CommentsThreaded
        except Exception as error:  # Excel before 2021 has none
            if is_busy(error):
                raise
            return ()
        return {thread.Parent.Address.replace("$", "") for thread in threads}

    def fit_note(self, note: Any, words: str) -> None:
        """Wide and high enough: Excel's own size shows four short lines and cuts off the rest."""
        lines = sum(len(line) // _NOTE_LETTERS + 1 for line in words.split("\n"))
        shape = note.api.Shape
        shape.Width, shape.Height = _NOTE_WIDTH, _NOTE_LINE * (lines + 1)

    def is_hidden(self, sheet: Any, area: Area) -> bool:
        """By hand, by a filter or by an outline alike."""
        spot = sheet.range(area.first).api
        return bool(spot.EntireRow.Hidden or spot.EntireColumn.Hidden)

    def part(self, sheet: Any, areas: Sequence[Area]) -> None:
        """Excel locks and unlocks no part of merged cells."""
        for reference in joined(areas):
            whole = sheet.api.Range(reference)
            if whole.MergeCells is not False:  # nothing is said where only some are
                whole.UnMerge()

    def dress(self, sheet: Any, areas: Sequence[Area], look: Look) -> None:
        """See `xladdin.com_form`."""
        for reference in joined(areas):
            com_form.dress(sheet.api.Range(reference), look)

    def validate(self, sheet: Any, rules: Sequence[Rule]) -> None:
        """Of the whole sheet: what was pasted may have brought others along."""
        sheet.api.Cells.Validation.Delete()
        signs = com_form.signs(sheet.api)
        with com_form.plain_references(sheet.api):
            for rule in rules:
                for reference in joined(rule.areas):
                    com_form.validate(sheet.api.Range(reference), rule, signs)

    def condition(self, sheet: Any, conditions: Sequence[Condition]) -> None:
        """Of the whole sheet, in their order."""
        sheet.api.Cells.FormatConditions.Delete()
        with com_form.plain_references(sheet.api):
            for condition in conditions:
                formula = com_form.local_formula(sheet.api, condition.formula)
                com_form.stand_at(sheet.api, condition)
                for reference in joined(condition.areas):
                    com_form.condition(sheet.api.Range(reference), condition, formula)

    def save_copy(self, book: Any, path: Path) -> None:
        """``SaveCopyAs``: the open workbook keeps its name and its state."""
        try:
            book.api.SaveCopyAs(str(path))
        except Exception as error:  # COM tells every obstacle with one and the same error
            if is_busy(error):
                raise
            with suppress(OSError):  # what there is of it would be taken for a copy
                path.unlink(missing_ok=True)
            raise OSError(_told(error)) from error

    def open_file(self, path: Path) -> None:
        """As a double click would."""
        start: Callable[[Path], None] | None = getattr(os, "startfile", None)
        if start is None:  # only Windows has it
            raise OSError(f"nothing opens {path}")
        start(path)

    def app(self) -> Any:
        """By the window that the button was pressed in; without a workbook by the running Excel.

        Excel hands its object model out by the window of a workbook only.
        """
        _end_waiting()
        given = next((word for word in sys.argv if word.startswith("--hwnd=")), "")
        try:
            app = _program(int(given.removeprefix("--hwnd=")))
            _ = app.api.Name  # the window is looked at only now
            return app
        except Exception:  # no window of a workbook
            return _running(given.removeprefix("--hwnd="))

    def choose_folder(self, app: Any, title: str, start: Path | None) -> Path | None:
        """Excel's own dialog; with a sign at its end the start is a folder, not a name."""
        dialog = app.api.FileDialog(_FOLDER_DIALOG)
        dialog.Title = title
        dialog.AllowMultiSelect = False
        if start is not None:
            dialog.InitialFileName = f"{start}\\"
        if not dialog.Show():
            return None
        return Path(str(dialog.SelectedItems(1)))

    def unsaved(self, book: Any) -> bool:
        """Excel counts a recalculation as a change."""
        return not book.api.Saved

    def footer(self, sheet: Any) -> str:
        """Without a printer Excel may refuse to say it."""
        try:
            return str(sheet.api.PageSetup.CenterFooter)
        except Exception:  # COM tells every obstacle with one and the same error
            return ""


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


def _end_waiting() -> None:
    """Lets a busy Excel be an error after a second or so; xlwings would ask it without end.

    At the end of our process xlwings would also kill every Excel that shows it no window of a
    workbook, another program's hidden one too. There is no public switch for either.
    """
    engine = getattr(xw, "_xlwindows", None)
    if engine is not None:
        engine.N_COM_ATTEMPTS = _MOST_TRIES
        with suppress(AttributeError):  # another xlwings may have none
            atexit.unregister(engine.cleanup)


def _told(error: Exception) -> str:
    """What Excel itself says of an error, in its own language; empty where it says nothing."""
    told = getattr(error, "excepinfo", None)
    return str(told[2] or "").strip().rstrip(".") if isinstance(told, tuple) else ""


def _program(window: object) -> Any:
    """The App of xlwings for a window or an object of Excel; there is no public way to either."""
    engine: Any = vars(xw)["_xlwindows"]
    return xw.App(impl=engine.App(xl=window))


def _running(window: str) -> Any:
    """The Excel that Windows knows as the running one, if it is the one the button is in."""
    try:
        found = importlib.import_module("win32com.client").GetActiveObject("Excel.Application")
        if str(found.Hwnd) == window:
            return _program(found)
    except Exception as error:  # none is known
        raise Refusal("ADD-086") from error
    raise Refusal("ADD-086")


def _message(words: str, *, buttons: int) -> int:
    """A message window with every letter of Vietnamese, in front of all others."""
    told = safe_text(words)
    if len(told) > _LONGEST_MESSAGE:  # Windows would push the buttons off the screen
        told = f"{told[:_LONGEST_MESSAGE]}…"
    windows: Any = getattr(ctypes, "windll", None)
    if windows is None:
        raise OSError("message windows are of Windows")
    return int(windows.user32.MessageBoxW(None, told, _TITLE, buttons | _IN_FRONT))
