"""Equal parts of many returns held once: thousands of them stay in memory for a whole merge.

Every return comes out of a process of its own with its own copies of field ids, of places that
are the same in every copy of a form, and of short texts such as choices, ticks and days.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from appraisal.returned import Places, Return, ReturnedRow
from schemas.cell import BLANK, CellKind, RawCell

__all__ = ["Sharing"]

_Cells = tuple[RawCell, ...]

_SHORT = 40
"""Characters of the longest text that is looked for among those of other returns."""

_MOST = 2**14
"""Different short texts, and different places, that are remembered."""


class Sharing:
    """What the returns so far had; each return comes back equal, made of parts already there."""

    def __init__(self) -> None:
        self._texts: dict[str, _Cells] = {}
        self._keys: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._places: dict[object, Places] = {}

    def of(self, ret: Return) -> Return:
        """An equal return."""
        return replace(
            ret,
            header=self._cells(ret.header),
            rows=tuple(map(self._row, ret.rows)),
            unused=tuple(map(self._row, ret.unused)),
            places=self._place(ret.places),
        )

    def _row(self, row: ReturnedRow) -> ReturnedRow:
        return replace(row, cells=self._cells(row.cells))

    def _cells(self, cells: Mapping[str, _Cells]) -> dict[str, _Cells]:
        keys = tuple(cells)
        keys = self._keys.setdefault(keys, keys)
        found = (
            self._one(held) if len(held) == 1 else tuple(self._one((cell,))[0] for cell in held)
            for held in cells.values()
        )
        return dict(zip(keys, found, strict=True))

    def _one(self, held: _Cells) -> _Cells:
        """A cell alone, as the first such one was held."""
        cell = held[0]
        if cell.value is None:
            return _NOTHING if cell == BLANK else held
        if cell.kind is not CellKind.TEXT or len(str(cell.value)) > _SHORT:
            return held
        known = self._texts.get(str(cell.value))
        if known is not None:
            return known if known[0] == cell else held
        if len(self._texts) < _MOST:
            self._texts[str(cell.value)] = held
        return held

    def _place(self, places: Places) -> Places:
        key = (
            places.sheet,
            places.nil,
            places.first,
            *(tuple(said.items()) for said in (places.columns, places.header, places.cells)),
        )
        known = self._places.get(key)
        if known is None and len(self._places) < _MOST:
            self._places[key] = places
        return known or places


_NOTHING: _Cells = (BLANK,)
