"""One trial: workbooks issued, filled, recalculated by LibreOffice, and judged three times."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from schemas.cell import CellKind
from schemas.kinds import FieldKind
from schemas.rules.nodate import NO_DATE
from schemas.rules.oldtext import DOUBTS, MAYBE
from schemas.text import n1_flat
from tests.verdicts.books import Book
from tests.verdicts.compare import WARNING, Cell, checked, shown_by, verdicts
from tests.verdicts.pages import page_disagreements
from tests.verdicts.programs import recalculate_by_gnumeric, recalculate_by_libreoffice
from tests.verdicts.table import Table

__all__ = ["MERGE_ONLY", "Trial"]

MERGE_ONLY: Mapping[str, str] = {
    "composed letters": "\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b\u0340\u0341",
    "letters like Đ": "ÐðƉɖ",
    "wide spaces": "".join(map(chr, (*range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, 0x1680))),
    "rare line breaks": "\u0085\u2028\u2029\v\f",
    "letters of old fonts": "®µ¸¶¹¨ª¬\u00adñÑ",
    "long date": "",
    "a rule that looks at a cell that waits": "",
}
"""Why a workbook may leave a cell to the merge; anything else that waits is a disagreement."""

_ALIKE = dict.fromkeys(NO_DATE, NO_DATE[0]) | {"FLD-012": "FLD-011"}
"""Codes that a formula does not tell apart, and the one that the workbook shows for them."""

_LONG_DATE = re.compile(r".* th|[0-9]{4}-[0-9]+-[0-9]+", re.IGNORECASE | re.DOTALL)


@dataclass(slots=True)
class Trial:
    """Runs books in a folder and keeps the account; ``gnumeric`` asks that program as well."""

    folder: Path
    gnumeric: bool = False
    table: Table = field(default_factory=Table)
    cells: int = 0
    waiting: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def run(self, books: Sequence[Book]) -> None:
        """Writes, recalculates and compares; what disagrees is added to ``wrong``.

        What only Gnumeric says otherwise is added to ``elsewhere``.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        paths = [book.write(self.folder) for book in books]
        saved = recalculate_by_libreoffice(paths, self.folder / "libreoffice")
        found = checked(saved.values())
        third = recalculate_by_gnumeric(paths, self.folder / "gnumeric") if self.gnumeric else {}
        for book, path in zip(books, paths, strict=True):
            shown = shown_by(saved[path])
            cells = list(verdicts(book, shown, found[path.name]))
            self._account(cells)
            self.wrong += page_disagreements(book, shown, cells, found[path.name])
            if path in third:
                others = verdicts(book, shown_by(third[path]), found[path.name])
                self.elsewhere += _otherwise(cells, others)

    def _account(self, cells: Sequence[Cell]) -> None:
        rows: dict[int, dict[str, list[Cell]]] = {}
        for cell in cells:
            rows.setdefault(cell.row, {}).setdefault(cell.field.id, []).append(cell)
        for cell in cells:
            self.cells += 1
            self.table.add(cell)
            reason = why_wrong(cell)
            if cell.waits:
                why = _why_waits(cell, rows[cell.row])
                self.waiting[why] += 1
                reason = reason or ("waits without a reason" if not why else "")
            if reason:
                self.wrong.append(f"{_told(cell)}: {reason}")


def why_wrong(cell: Cell) -> str:
    """In what the three verdicts on a cell differ; empty where they agree."""
    if cell.told is None:
        return "the workbook gives no verdict"
    found = [code for code in cell.found if code.removeprefix(WARNING) != MAYBE]
    if set(found) & set(DOUBTS):
        return ""  # a text of an old code is asked about, and nothing else is told of it
    if _codes(cell) != sorted(code for code in found if not _by_saving(cell, code)):
        return "the check of the saved file differs from the rules"
    seen = [fault.code for fault in cell.errors if fault.seen]
    first = seen[0] if seen else ""
    if cell.waits:
        return "the workbook leaves to the merge what it sees" if seen else ""
    if bool(cell.told) is not bool(cell.errors):
        return "the workbook differs from the rules"
    return "" if cell.told == _ALIKE.get(first, first) else "the workbook tells another fault"


def _codes(cell: Cell) -> list[str]:
    marked = (WARNING * fault.warning + fault.code for fault in cell.faults)
    return sorted(code for code in marked if not _by_saving(cell, code))


def _by_saving(cell: Cell, code: str) -> bool:
    """LibreOffice saves TRUE and error values as formulas, which is then warned of."""
    return code == WARNING + "FLD-003" and cell.raw.kind in (CellKind.BOOL, CellKind.ERROR)


def _why_waits(cell: Cell, row: Mapping[str, Sequence[Cell]]) -> str:
    """The reason among `MERGE_ONLY`, from what stands in the cell; empty where there is none."""
    text = str(cell.raw.value) if cell.raw.kind is CellKind.TEXT else ""
    if cell.field.kind is FieldKind.DATE:
        if _LONG_DATE.match(n1_flat(text)):
            return "long date"
    elif cell.field.kind is not FieldKind.MULTI_CHOICE:
        for why, letters in MERGE_ONLY.items():
            if any(letter in text for letter in letters):
                return why
    asked = {c.when.field if c.when else c.other for c in cell.field.constraints}
    waits = any(other.waits for name in asked for other in row.get(name, ()))
    return "a rule that looks at a cell that waits" if waits else ""


def _otherwise(cells: Iterable[Cell], others: Iterable[Cell]) -> Iterator[str]:
    for cell, other in zip(cells, others, strict=True):
        if cell.told != other.told:
            yield f"{_told(cell)}: there {other.told!r}"


def _told(cell: Cell) -> str:
    """File, cell, input and the three verdicts on one line."""
    value = repr(cell.raw.value)
    formula = " by a formula" if cell.raw.formula else ""
    rules = ",".join(WARNING * fault.warning + fault.code for fault in cell.faults) or "fine"
    return (
        f"{cell.book} {cell.place} {cell.field.kind} [{cell.made_by}] {value[:60]}{formula}: "
        f"workbook {cell.told or 'fine'}, rules {rules}, check {','.join(cell.found) or 'fine'}"
    )
