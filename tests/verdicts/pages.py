"""What a recalculated workbook says of its rows and of itself, beside what the rules say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from tests.verdicts.books import Book
from tests.verdicts.compare import WHOLE, Cell, Shown
from workbooks.labels import word
from workbooks.layout import CHECK_SHEET, address

__all__ = ["page_disagreements"]

_NUMBERS = re.compile(r"[0-9]+")
_ADDRESS = re.compile(r"[A-Z]+[0-9]+")
_AT_LEAST_LISTED = 100


def page_disagreements(
    book: Book, shown: Shown, cells: Sequence[Cell], found: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    """Everything that the status column, the counter or the check sheet says wrongly.

    ``found`` are the errors of ``thidua check`` by cell, which must say the same of the whole.
    """
    for said in (
        *(_outline(book, shown, cells) if book.layout.cells else _statuses(book, shown, cells)),
        *_counter(book, shown, cells),
        *_whole(book, shown, cells),
        *_listed(book, shown, cells),
        *_checked(book, cells, found),
    ):
        yield f"{book.name}: {said}"


def _by_row(book: Book, cells: Sequence[Cell]) -> dict[int, list[Cell]]:
    rows: dict[int, list[Cell]] = {number: [] for number in range(1, len(book.rows) + 1)}
    for cell in cells:
        if cell.row:
            rows[cell.row].append(cell)
    return rows


def _is_faulty(cell: Cell) -> bool:
    """Faulty before the merge: what waits for the merge counts as fine."""
    return bool(cell.errors) and not cell.waits


def _statuses(book: Book, shown: Shown, cells: Sequence[Cell]) -> Iterator[str]:
    at = book.layout
    for number, row in _by_row(book, cells).items():
        said = str(shown.at(at.sheet, at.first_row + number - 1, at.status_col))
        used, waits = row[0].used, any(cell.waits for cell in row)
        good = word("complete_later" if waits else "complete", "vi")
        if not used:
            wrong = said != ""
        elif any(map(_is_faulty, row)):
            wrong = said == "" or said.startswith(word("complete", "vi"))
        else:
            wrong = said != good
        if wrong:
            yield f"row {number} (used: {used}) says {said!r}"


def _outline(book: Book, shown: Shown, cells: Sequence[Cell]) -> Iterator[str]:
    """An outline has a status beside every answer."""
    at = book.layout
    for cell in cells:
        said = str(shown.at(at.sheet, int(cell.place.lstrip("ABC")) - 1, at.status_col))
        bad = said != "" and not said.startswith(word("complete", "vi"))
        if bad is not _is_faulty(cell) and not cell.waits:
            yield f"{cell.place} says {said!r}"


def _counter(book: Book, shown: Shown, cells: Sequence[Cell]) -> Iterator[str]:
    at = book.layout
    if at.cells:
        return
    said = str(shown.at(at.sheet, *at.counter))
    rows = _by_row(book, cells).values()
    used = [row for row in rows if row[0].used]
    good = sum(not any(map(_is_faulty, row)) for row in used)
    form = book.plan.stage.form
    every = [len(book.rows)] if form is not None and form.sparse else []
    wanted = [len(used), *every, good, len(used) - good]
    if [int(found) for found in _NUMBERS.findall(said)] != wanted:
        yield f"the counter says {said!r}, not {wanted}"


def whole_verdict(book: Book, cells: Sequence[Cell]) -> int:
    """1: nothing is in the workbook; 2: it is ticked as empty although it is not; 3: no tick."""
    any_used = any(cell.used for cell in cells if cell.row)
    typed = str(book.nil.content).strip(" \u00a0\u200b") if book.layout.nil else ""
    if typed:
        return (2 if any_used else 0) if typed in ("x", "X") else 3
    return 0 if any_used else 1


def _checked(
    book: Book, cells: Sequence[Cell], found: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    """What ``thidua check`` says of the whole, and where."""
    told = {
        (WHOLE[code], place) for place, codes in found.items() for code in codes if code in WHOLE
    }
    first = next(place for row, _, place in book.places() if row)
    at = book.layout.nil
    place = address(*at) if at else first
    whole = whole_verdict(book, cells)
    if told != ({(whole, place)} if whole else set()):
        yield f"the check says {sorted(told)} of the whole, not {whole} at {place}"


def _whole(book: Book, shown: Shown, cells: Sequence[Cell]) -> Iterator[str]:
    """The verdict on the workbook, the sum of all faults, and the sentence of the check sheet."""
    header = sum(cell.row == 0 for cell in cells)
    whole = whole_verdict(book, cells)
    told = shown.block("kq_muc")[0][header]
    if told != whole:
        yield f"as a whole it is judged {told!r}, not {whole}"
    wanted = sum(map(_is_faulty, cells)) + (whole > 0)
    values = [value for line in shown.block("kq_tong") for value in line]
    total = sum(value if isinstance(value, int | float) else 1e9 for value in values)
    if total != wanted:
        yield f"kq_tong says {total} faults, not {wanted}"
    said = str(shown.at(CHECK_SHEET, 1, 0))
    numbers = [int(found) for found in _NUMBERS.findall(said)]
    if numbers[:1] != ([wanted] if wanted else []) or (said == word("check_good", "vi")) != (
        not wanted
    ):
        yield f"the check sheet says {said!r} where {wanted} are faulty"


def _listed(book: Book, shown: Shown, cells: Sequence[Cell]) -> Iterator[str]:
    """The addresses on the check sheet are those of the faulty cells, in their order."""
    header = [cell.place for cell in cells if cell.row == 0 and _is_faulty(cell)]
    rows = [cell.place for cell in cells if cell.row and _is_faulty(cell)]
    column = [str(line[1]) for line in shown.sheets[CHECK_SHEET] if len(line) > 1]
    listed = [said for said in column if _ADDRESS.fullmatch(said)]
    if whole_verdict(book, cells):
        listed = listed[: len(header)] + listed[len(header) + 1 :]
    wanted = header + rows
    if listed != wanted[: len(listed)]:
        first = next(k for k, said in enumerate(listed) if said != (wanted + [""] * 9999)[k])
        yield f"line {first + 1} of the check sheet says {listed[first]}"
    elif len(listed) < min(len(wanted), _AT_LEAST_LISTED - 1):
        yield f"the check sheet lists {len(listed)} of {len(wanted)}"
