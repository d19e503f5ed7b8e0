"""Opens an add-in in LibreOffice and tells what it sees; runs under the Python that has ``uno``.

Started by ``test_libreoffice.py`` as a program of its own; the job (see `tests.uno_link`) holds
source (a file URL) and answer (a path). Nothing in the file is run. Standard library and uno only.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.uno_link import opened, run

__all__: list[str] = []

FILTER = "Calc MS Excel 2007 VBA XML"  # LibreOffice does not recognise .xlam by itself


def _look(context: Any, job: dict[str, Any]) -> None:
    document = opened(context, job["source"], FILTER)
    try:
        libraries = document.BasicLibraries
        seen = {
            "modules": {n: _library(libraries.getByName(n)) for n in libraries.ElementNames},
            "sheets": {sheet.Name: _cells(sheet) for sheet in document.Sheets},
            "visible": [sheet.Name for sheet in document.Sheets if sheet.IsVisible],
            "compatible": bool(libraries.VBACompatibilityMode),
        }
    finally:
        document.close(True)
    Path(job["answer"]).write_text(json.dumps(seen), encoding="utf-8")


def _library(library: Any) -> dict[str, list[object]]:
    """The kind (1 standard, 4 of a document) and the source of every module."""
    return {
        name: [library.getModuleInfo(name).ModuleType, library.getByName(name)]
        for name in library.ElementNames
    }


def _cells(sheet: Any) -> list[list[str]]:
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    last = cursor.RangeAddress
    block = sheet.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow)
    return [list(row) for row in block.DataArray]


if __name__ == "__main__":
    run(_look)
