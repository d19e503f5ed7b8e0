"""Plays what a clerk does in a workbook, step by step, through LibreOffice's own commands.

Started by ``tests.office.play`` as a program of its own; the job (see `uno_link`) holds ``plays``,
each with source and target (file URLs) and its steps, lists whose first word is a key of
``_STEPS``. Prints one JSON list: for every play what its ``tell`` steps saw. Standard library and
uno only.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import uno
import unohelper  # type: ignore[import-not-found]  # LibreOffice's, like uno
from com.sun.star.datatransfer import DataFlavor, XTransferable

from tests.uno_link import opened, run, saved, setting, typed

__all__: list[str] = []

_PLAIN = "text/plain;charset=utf-16"


class _Text(unohelper.Base, XTransferable):  # type: ignore[misc]  # both are untyped
    """A plain text as another program puts it on the clipboard."""

    def __init__(self, text: str) -> None:
        self._text = text

    # The names are UNO's.
    def getTransferData(self, flavor: Any) -> str:
        return self._text

    def getTransferDataFlavors(self) -> tuple[Any, ...]:
        flavor = DataFlavor()
        flavor.MimeType = flavor.HumanPresentableName = _PLAIN
        flavor.DataType = uno.getTypeByName("string")
        return (flavor,)

    def isDataFlavorSupported(self, flavor: Any) -> bool:
        return str(flavor.MimeType) == _PLAIN


class _Play:
    """One workbook, what stands beside it, and what was seen."""

    def __init__(self, context: Any, source: str) -> None:
        self._context = context
        self._documents = {"": opened(context, source)}
        self._document = self._documents[""]
        self.seen: list[Any] = []

    def open(self, url: str, *options: str) -> None:
        """Open another file, or go to it; the workbook itself is ``""``."""
        if url not in self._documents:
            self._documents[url] = opened(self._context, url, *options)
        self._document = self._documents[url]

    def put(self, sheet: str, cell: str, value: Any) -> None:
        typed(self._document, sheet, cell, value)

    def select(self, sheet: str, cells: str) -> None:
        """Select cells; "" is the first sheet, whatever its name."""
        sheets = self._document.Sheets
        table = sheets.getByName(sheet) if sheet else sheets.getByIndex(0)
        controller = self._document.CurrentController
        controller.setActiveSheet(table)
        controller.select(table.getCellRangeByName(cells))

    def command(self, name: str, settings: Mapping[str, Any]) -> None:
        helper = self._made("com.sun.star.frame.DispatchHelper")
        frame = self._document.CurrentController.Frame
        given = tuple(setting(key, value) for key, value in settings.items())
        helper.executeDispatch(frame, f".uno:{name}", "", 0, given)

    def clip(self, text: str) -> None:
        board = self._made("com.sun.star.datatransfer.clipboard.SystemClipboard")
        board.setContents(_Text(text), None)

    def drag(self, sheet: str, cells: str, to: str) -> None:
        """What dragging a selection by its border does."""
        table = self._document.Sheets.getByName(sheet)
        target = table.getCellRangeByName(to).CellAddress
        table.moveRange(target, table.getCellRangeByName(cells).RangeAddress)

    def resize(self, sheet: str, cell: str, height: int, width: int) -> None:
        """Height and width in 1/100 mm."""
        place = self._document.Sheets.getByName(sheet).getCellRangeByName(cell)
        place.Rows.getByIndex(0).Height = height
        place.Columns.getByIndex(0).Width = width

    def protect(self, sheet: str, on: bool) -> None:
        """Protects the sheet without a password, or takes the protection off."""
        table = self._document.Sheets.getByName(sheet)
        if on:
            table.protect("")
        else:
            table.unprotect("")

    def tell(self, sheet: str, cells: str) -> None:
        """See (formula or text, whether locked) of every cell, row by row."""
        block = self._document.Sheets.getByName(sheet).getCellRangeByName(cells)
        at = block.RangeAddress
        rows, columns = at.EndRow - at.StartRow + 1, at.EndColumn - at.StartColumn + 1
        grid = [[block.getCellByPosition(c, r) for c in range(columns)] for r in range(rows)]
        self.seen.append([[(x.Formula, x.CellProtection.IsLocked) for x in row] for row in grid])

    def save(self, target: str) -> None:
        saved(self._documents[""], target)

    def close(self) -> None:
        for document in self._documents.values():
            document.close(True)

    def _made(self, service: str) -> Any:
        return self._context.ServiceManager.createInstanceWithContext(service, self._context)


_STEPS: Mapping[str, Callable[..., None]] = {
    "open": _Play.open,
    "put": _Play.put,
    "select": _Play.select,
    "do": _Play.command,
    "clip": _Play.clip,
    "drag": _Play.drag,
    "resize": _Play.resize,
    "protect": _Play.protect,
    "tell": _Play.tell,
}


def _perform(context: Any, job: dict[str, Any]) -> None:
    seen = []
    for play in job["plays"]:
        stage = _Play(context, play["source"])
        for number, step in enumerate(play["steps"]):
            _take(stage, number, step)
        if play["target"]:
            stage.save(play["target"])
        stage.close()
        seen.append(stage.seen)
    Path(job["told"]).write_text(json.dumps(seen), encoding="utf-8")


def _take(stage: _Play, number: int, step: list[Any]) -> None:
    try:
        _STEPS[step[0]](stage, *step[1:])
    except Exception:
        print(f"LibreOffice failed at step {number}: {step}", file=sys.stderr)
        raise


if __name__ == "__main__":
    run(_perform)
