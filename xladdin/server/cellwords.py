"""One word for every cell of a sheet: how it is filled, or its font."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xladdin.area import Area

__all__ = ["NO_FILL", "CellWords"]

NO_FILL = "-4142;;;;"
"""The word for cells without a fill, as the COM host writes it."""


class CellWords:
    """What the browser told, and what was changed since; all other cells have ``usual``."""

    def __init__(self, told: Iterable[tuple[str, Sequence[Area]]], usual: str) -> None:
        self._usual = usual
        self._columns: dict[int, dict[int, str]] = {}
        for word, areas in told:
            for area in areas:
                self.put(area, word)

    def put(self, area: Area, word: str) -> None:
        """Gives every cell of an area a word."""
        for column in range(area.left, area.right + 1):
            cells = self._columns.setdefault(column, {})
            cells.update(dict.fromkeys(range(area.top, area.bottom + 1), word))

    def common(self, areas: Iterable[Area]) -> str | None:
        """The word that all cells of some areas have; ``None`` where they differ."""
        found: set[str] = set()
        for area in areas:
            for column in range(area.left, area.right + 1):
                cells = self._columns.get(column, {})
                rows = range(area.top, area.bottom + 1)
                found.update(cells.get(row, self._usual) for row in rows)
                if len(found) > 1:
                    return None
        return found.pop() if found else None
