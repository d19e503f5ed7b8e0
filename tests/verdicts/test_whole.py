"""The verdict on a workbook as a whole: its own, that of ``thidua check``, and ours by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from tests.verdicts.books import Book, Key, Typed, preset_books
from tests.verdicts.compare import checked, shown_by
from tests.verdicts.programs import recalculate_by_libreoffice
from tests.verdicts.stored import NOTHING, Stored, boolean, error, formula, number, text
from workbooks.layout import CHECK_SHEET

TICKS: Mapping[str, tuple[Stored, int]] = {
    "nothing": (NOTHING, 1),
    "x": (text("x"), 0),
    "X with spaces": (text("\u00a0 X "), 0),
    "spaces": (text(" \u200b"), 1),
    "another word": (text("có"), 3),
    "zero": (number("0"), 3),
    "FALSE": (boolean(False), 3),
    "an error value": (error("#N/A"), 3),
    "a formula that fails": (formula("1/0", error("#DIV/0!"), cached=True), 3),
    "a formula that ticks": (formula('"x"', text("x"), cached=False), 0),
}
"""What stands where "there is nothing" is ticked, and the verdict on the blank workbook."""

CODES = {1: "RET-026", 2: "RET-023", 3: "RET-027"}


def _blank(stage: str) -> Book:
    """The form of a stage with three rows and nothing in it."""
    book = next(b for b in preset_books(7, 3, design=False) if f"-{stage}-" in b.name)
    empty = Typed(NOTHING, "empty")
    rows = tuple(dict.fromkeys(row, empty) for row in book.rows)
    header: dict[Key, Typed] = dict.fromkeys(book.header, empty)
    return replace(book, header=header, rows=rows, nil=NOTHING, shown=({},) * len(rows))


def _filled(book: Book) -> Book:
    first = dict(book.rows[1])
    first[next(iter(first))] = Typed(text("gì đó"), "text")
    return replace(book, rows=(book.rows[0], first, *book.rows[2:]))


def _books() -> dict[str, tuple[Book, int]]:
    """By file name, each workbook and its verdict."""
    made: dict[str, tuple[Book, int]] = {}
    blank = _blank("dang-ky")
    for place, (tick, verdict) in enumerate(TICKS.values()):
        made[f"trong-{place}.xlsx"] = replace(blank, name=f"trong-{place}", nil=tick), verdict
        full = replace(_filled(blank), name=f"day-{place}", nil=tick)
        made[f"day-{place}.xlsx"] = full, {0: 2, 1: 0, 3: 3}[verdict]
    survey = _blank("khao-sat-q1")
    made["trong.xlsx"] = replace(survey, name="trong"), 1
    made["khao-sat.xlsx"] = replace(_filled(survey), name="khao-sat"), 0
    return made


@pytest.fixture(scope="module")
def seen(
    libreoffice: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[int, object, float, str, set[str]]]:
    """By file: our verdict, the workbook's, its sum of faults, its sentence, the check's codes."""
    folder = tmp_path_factory.mktemp("whole")
    books = _books()
    paths = [book.write(folder) for book, _ in books.values()]
    saved = recalculate_by_libreoffice(paths, folder / "libreoffice")
    found = checked(saved.values())
    made = {}
    for path in paths:
        book, verdict = books[path.name]
        shown = shown_by(saved[path])
        told = shown.block("kq_muc")[0][len(book.header)]
        faults = [value for line in shown.block("kq_tong") for value in line]
        total = sum(float(str(value)) for value in faults)
        codes = {code for cell in found[path.name].values() for code in cell}
        whole = {code for code in codes if code.startswith("RET-")}
        made[path.name] = verdict, told, total, str(shown.at(CHECK_SHEET, 1, 0)), whole
    return made


def test_workbook_and_check_say_the_same_of_the_whole(
    seen: Mapping[str, tuple[int, object, float, str, set[str]]],
) -> None:
    wrong = {
        name: (told, codes)
        for name, (verdict, told, _, _, codes) in seen.items()
        if told != verdict or codes != ({CODES[verdict]} if verdict else set())
    }
    assert wrong == {}
    assert {verdict for verdict, *_ in seen.values()} == {0, 1, 2, 3}


def test_a_workbook_that_is_wrong_as_a_whole_says_it_cannot_be_sent(
    seen: Mapping[str, tuple[int, object, float, str, set[str]]],
) -> None:
    for name, (verdict, _, total, said, _) in seen.items():
        assert total >= (verdict > 0), name
        assert said.startswith("CHƯA gửi được" if total else "Gửi được"), (name, said)
