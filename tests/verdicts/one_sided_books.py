"""Whole workbooks issued while one rule of the formulas is changed, and what a unit then sees.

The rows are those of a registration; each but the first has one fault. The workbook is issued
blank, typed into, recalculated by LibreOffice, and judged by ``thidua check``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from schemas.cell import RawCell, text_cell
from schemas.rules import constraint_rules, kind_rules
from tests.office import recalculate_all
from tests.verdicts.books import Book, Typed
from tests.verdicts.compare import Shown, checked, shown_by
from tests.verdicts.one_sided_changes import Change, Rule, standing, worksheet_changes
from tests.verdicts.one_sided_inputs import designed
from tests.verdicts.stored import NOTHING, text
from tests.workbooks.plans import HEADER, Cells, entry, form_plan
from workbooks.labels import word

__all__ = ["EXAMPLES", "Example", "RowSaid", "said_by_rows"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A rule by kind, a change of its formulas by its words, and an entry that shows it.

    ``typed`` goes into ``field``; ``found`` are the codes that ``thidua check`` gives the row.
    """

    kind: str
    words: str
    field: str
    typed: str
    found: tuple[str, ...]

    @property
    def change(self) -> Change:
        """The change, as the registry gives it."""
        rules: tuple[Rule, ...] = (*kind_rules().values(), *constraint_rules().values())
        rule = next(rule for rule in rules if rule.kind == self.kind)
        return next(c for c in worksheet_changes(rule, designed(rule)) if c.words == self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSaid:
    """What a row says of itself, whether that means complete, and the codes of the check."""

    status: str
    complete: bool
    found: tuple[str, ...]


EXAMPLES = (
    Example(kind="required", words="left out", field="ten", typed="", found=("FLD-015",)),
    Example(kind="choice", words="blind for case", field="linh_vuc", typed="xây dựng đảng",
            found=("FLD-012",)),
    Example(kind="date", words="takes 31 April for 1 May", field="ngay_duyet", typed="31/04/2024",
            found=("FLD-030",)),
    Example(kind="length", words="shortest one down", field="ten_mo_hinh", typed="Bốn4",
            found=("FLD-018",)),
    Example(kind="choice", words="forgets the character U+00A0", field="linh_vuc",
            typed="Xây\u00a0dựng Đảng", found=()),
)  # fmt: skip
"""Each in a row of its own; of the last one the workbook complains, though nothing is wrong."""


def said_by_rows(folder: Path) -> list[list[RowSaid]]:
    """By workbook (first the unchanged one, then one per example) what its rows say."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [_book("dung").write(folder)]
    for number, example in enumerate(EXAMPLES):
        book = _book(f"lech{number}")
        with standing(example.change.rule):
            paths.append(book.write(folder))
    saved = recalculate_all(paths, folder / "luu")
    found = checked(saved)
    book = _book("dung")
    return [_rows(book, shown_by(path), found[path.name]) for path in saved]


def _book(name: str) -> Book:
    rows = [entry(ngay_trien_khai=_typed("01/06/2024"), ten_mo_hinh=_typed("Mô hình đầu"))]
    for number, example in enumerate(EXAMPLES):
        more = {"ngay_trien_khai": _typed("01/06/2024"), "ten_mo_hinh": _typed(f"Mô hình {number}")}
        rows.append({**entry(**more), example.field: _typed(example.typed)})
    plan = form_plan(size=len(rows))
    blank = Book(name=name, plan=plan, header={}, rows=tuple({} for _ in rows))
    places = [(row, key) for row, key, _ in blank.places()]
    return Book(
        name=name,
        plan=plan,
        header={key: _stored(HEADER, key) for row, key in places if row == 0},
        rows=tuple(
            {key: _stored(cells, key) for row, key in places if row == number}
            for number, cells in enumerate(rows, start=1)
        ),
    )


def _typed(words: str) -> tuple[RawCell, ...]:
    return (text_cell(words),)


def _stored(cells: Cells, key: tuple[str, int]) -> Typed:
    given = cells.get(key[0], ())
    words = given[key[1]].value if key[1] < len(given) else None
    return Typed(text(str(words)) if words else NOTHING, "example")


def _rows(book: Book, shown: Shown, found: Mapping[str, Sequence[str]]) -> list[RowSaid]:
    at, said = book.layout, list[RowSaid]()
    for number in range(1, len(book.rows) + 1):
        status = str(shown.at(at.sheet, at.first_row + number - 1, at.status_col))
        places = [where for row, _, where in book.places() if row == number]
        codes = tuple(code for where in places for code in found.get(where, ()))
        complete = status.startswith(word("complete", "vi"))
        said.append(RowSaid(status=status, complete=complete, found=codes))
    return said
