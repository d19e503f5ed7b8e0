"""The button "Chuẩn bị nộp": a last look, the number of the submission, a copy to send."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from schemas.finding import Severity
from schemas.message import text
from schemas.reason import reason_of
from schemas.text import ascii_name
from workbooks.card import MOST_NUMBER, Card
from workbooks.grid import Grid
from workbooks.layout import CARD_SHEET
from xladdin.checking import checked, counted
from xladdin.marking import clear_all, mark
from xladdin.marks import plan_marks
from xladdin.refusal import Refusal, sentence
from xladdin.session import Session
from xladdin.verdict import Verdict

__all__ = ["PREPARED", "prepare"]

PREPARED = "prepared"
"""Key on the card: the submission that a copy was last made for; reading returns ignores it."""

_NUMBER = re.compile(r"-lan-[0-9]+$")


def prepare(session: Session) -> None:
    """Judges, stamps the card and saves a copy beside the workbook; nothing is sent.

    With faults left it asks first. Marks are taken away, so that the copy has none. A number is
    used once: it is one more than the last where a copy was made before. `Refusal` ADD-011, -012,
    -013 where there is no place for a copy, ADD-014 where it cannot be written; the card is then
    as it was and the cells are marked again, or ADD-189 says that they are not.
    """
    folder = _folder(session)
    verdict = checked(session)
    errors = verdict.count(Severity.ERROR)
    if errors and not session.host.ask(sentence("ADD-050", errors=str(errors))):
        return
    number, path = _target(session, verdict.card, folder)
    marked = clear_all(session)
    try:
        _save(session, number, path)
    except BaseException as error:
        if marked and not _marked_again(session, verdict) and isinstance(error, Refusal):
            raise Refusal("ADD-189", **error.params) from error
        raise
    told = [sentence("ADD-051", file=path.name, folder=str(folder), number=str(number))]
    if marked:
        told.append(sentence("ADD-190"))
    if verdict.ret.letter_code:
        told.append(sentence("ADD-023", code=verdict.ret.letter_code))
    session.host.tell("\n\n".join(told))


def _save(session: Session, number: int, path: Path) -> None:
    """Stamps and copies; the card is as it was where that fails."""
    with session.quiet(), session.writable([CARD_SHEET]), _stamped(session, number):
        try:
            session.host.save_copy(session.book, path)
        except OSError as error:
            raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> Refusal:
    reason = reason_of(error) if error.errno else str(error) or text("ADD-184")
    return Refusal("ADD-014", file=path.name, reason=reason)


def _marked_again(session: Session, verdict: Verdict) -> bool:
    """Marks as "Kiểm tra" does, for whoever got no copy goes on mending."""
    try:
        mark(session, plan_marks(verdict.findings), verdict.findings, counted(verdict))
    except Exception:  # what failed first is told
        return False
    return True


def _folder(session: Session) -> Path:
    """Where the workbook lies; `Refusal` where it lies nowhere on this computer."""
    name = session.host.place(session.book)
    if "://" in name:
        raise Refusal("ADD-012", book=session.book.name)
    path = Path(name)
    if not path.is_absolute():
        raise Refusal("ADD-011", book=session.book.name)
    if path.suffix.casefold() != ".xlsx":
        raise Refusal("ADD-013", book=session.book.name)
    return path.parent


def _target(session: Session, card: Card, folder: Path) -> tuple[int, Path]:
    """The number of this submission, and a file that is not there yet.

    `Refusal` ADD-003 where the card leaves no number that another card may have.
    """
    number = card.submission
    made = _said(session.grids[CARD_SHEET], PREPARED)
    if made.isascii() and made.isdecimal() and len(made) <= len(str(MOST_NUMBER)):
        number = max(number, int(made) + 1)
    path = folder / _name(session.book.name, card, number)
    try:
        while path.exists():
            number += 1
            path = folder / _name(session.book.name, card, number)
    except OSError as error:
        raise _unwritable(path, error) from error
    if number > MOST_NUMBER:
        raise Refusal("ADD-003", book=session.book.name)
    return number, path


def _name(opened: str, card: Card, number: int) -> str:
    """``DD01-Dang-uy-xa-Ka-Do-dang-ky-lan-2.xlsx``: the issued name, where it still has that."""
    code = ascii_name(card.sender.id)
    stem = _NUMBER.sub("", Path(opened).stem)
    part = f"-bo-sung-{card.part}" if card.part else ""
    if not (stem.startswith(f"{code}-") and stem.endswith(f"-{card.stage}{part}")):
        stem = f"{code}-{card.stage}{part}"
    return f"{ascii_name(stem)}-lan-{number}.xlsx"


@contextmanager
def _stamped(session: Session, number: int) -> Iterator[None]:
    """The card with the number; as it was where the block fails."""
    grid: Grid = session.grids[CARD_SHEET]
    rows = {"submission": _row(grid, "submission"), PREPARED: _row(grid, PREPARED)}
    before = {key: (_key(grid, row), _key(grid, row, 1)) for key, row in rows.items()}
    try:
        for key, row in rows.items():
            _write(session, row, (key, str(number)))
        yield
    except BaseException:
        for key, row in rows.items():
            _write(session, row, before[key])
        raise


def _write(session: Session, row: int, pair: tuple[str, str]) -> None:
    part = session.sheets[CARD_SHEET].range((row + 1, 1), (row + 1, 2))
    part.number_format = "@"
    part.raw_value = [[text or None for text in pair]]


def _row(grid: Grid, key: str) -> int:
    """The row of a key of the card; a new one below the last."""
    keys = {_key(grid, row): row for row in range(grid.rows)}
    return keys.get(key, max(row for told, row in keys.items() if told) + 1)


def _said(grid: Grid, key: str) -> str:
    return next((_key(grid, row, 1) for row in range(grid.rows) if _key(grid, row) == key), "")


def _key(grid: Grid, row: int, column: int = 0) -> str:
    value = grid.cell(row, column).value
    return "" if value is None else str(value)
