"""Formulas in Excel's English notation, for the program `office_server`.

LibreOffice keeps formulas as tokens; its parser writes and reads them the way Excel does.
Standard library and uno only.
"""

from __future__ import annotations

import re
from typing import Any

from com.sun.star.sheet.AddressConvention import OOO, XL_A1
from com.sun.star.sheet.FormulaLanguage import XL_ENGLISH

from tests.xladdin.engine.office_books import Refusal

__all__ = ["Formulas"]

_ALL = 0x7FFFFFFF
_QUOTED = re.compile(r"""("[^"]*"|'[^']*')""")
_TRUTH = re.compile(r"\b(TRUE|FALSE)\(\)")


class Formulas:
    """Reads and writes the formulas of one document."""

    def __init__(self, document: Any) -> None:
        self._parser = document.createInstance("com.sun.star.sheet.FormulaParser")
        self._own = document.createInstance("com.sun.star.sheet.FormulaParser")
        self._own.CompileEnglish = True
        self._own.FormulaConvention = OOO
        mapper = document.createInstance("com.sun.star.sheet.FormulaOpCodeMapper")
        self._parser.CompileEnglish = True
        self._parser.FormulaConvention = XL_A1
        self._parser.OpCodeMap = mapper.getAvailableMappings(XL_ENGLISH, _ALL)

    def of(self, cell: Any) -> str:
        """The formula of a cell, with its equal sign."""
        return self.text(cell.getTokens(), cell.CellAddress)

    def text(self, tokens: Any, place: Any) -> str:
        """Tokens as text, with the equal sign, seen from a cell."""
        parts = _QUOTED.split(f"={self._parser.printFormula(tokens, place)}")
        parts[::2] = [_TRUTH.sub(r"\1", part) for part in parts[::2]]
        return "".join(parts)

    def tokens(self, formula: str, place: Any) -> Any:
        """What a formula, with or without its equal sign, says at a cell."""
        return self._parser.parseFormula(formula.removeprefix("="), place)

    def translated(self, formula: str, source: Any, place: Any) -> str:
        """A formula in LibreOffice's notation, true at ``source``, as Excel's seen from a cell."""
        return self.text(self._own.parseFormula(formula, source), place)

    def own(self, tokens: Any, place: Any) -> str:
        """Tokens in LibreOffice's own notation, seen from a cell."""
        return str(self._own.printFormula(tokens, place))

    def put(self, cell: Any, formula: str) -> None:
        """Set one cell; what LibreOffice cannot read at all is refused."""
        tokens = self.tokens(formula, cell.CellAddress)
        if not tokens:
            raise Refusal(f"not a formula: {formula!r}")
        cell.setTokens(tokens)

    def fill(self, block: Any, formula: str) -> None:
        """Set every cell; relative references move from the first one."""
        at = block.RangeAddress
        for row in range(at.EndRow - at.StartRow + 1):
            for column in range(at.EndColumn - at.StartColumn + 1):
                self._put_from(block, formula, block.getCellByPosition(column, row))

    def _put_from(self, block: Any, formula: str, cell: Any) -> None:
        first = block.getCellByPosition(0, 0)
        cell.setTokens(self.tokens(formula, first.CellAddress))
