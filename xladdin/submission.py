"""The button "Chuẩn bị nộp": a last look, the number of the submission, a copy to send."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from schemas.finding import Severity
from schemas.text import ascii_name
from workbooks.card import Card
from workbooks.grid import Grid
from workbooks.layout import CARD_SHEET
from xladdin.checking import checked
from xladdin.marking import clear_all
from xladdin.refusal import Refusal, sentence
from xladdin.session import Session

__all__ = ["PREPARED", "prepare"]

PREPARED = "prepared"
"""Key on the card: the submission that a copy was last made for; reading returns ignores it."""

_NUMBER = re.compile(r"-lan-[0-9]+$")


def prepare(session: Session) -> None:
    """Judges, stamps the card and saves a copy beside the workbook; nothing is sent.

    With faults left it asks first. Marks are taken away, so that the copy has none. A number is
    used once: it is one more than the last where a copy was made before. `Refusal` ADD-011, -012,
    -013 where there is no place for a copy, ADD-014 where it cannot be written; the card is then
    as it was.
    """
    folder = _folder(session)
    verdict = checked(session)
    errors = verdict.count(Severity.ERROR)
    if errors and not session.host.ask(sentence("ADD-050", errors=str(errors))):
        return
    number, path = _target(session, verdict.card, folder)
    clear_all(session)
    with session.quiet(), session.writable([CARD_SHEET]), _stamped(session, number):
        try:
            session.host.save_copy(session.book, path)
        except OSError as error:
            reason = error.strerror or str(error)
            raise Refusal("ADD-014", file=path.name, reason=reason) from error
    told = [sentence("ADD-051", file=path.name, folder=str(folder), number=str(number))]
    if verdict.ret.letter_code:
        told.append(sentence("ADD-023", code=verdict.ret.letter_code))
    session.host.tell("\n\n".join(told))


def _folder(session: Session) -> Path:
    """Where the workbook lies; `Refusal` where it lies nowhere on this computer."""
    name = session.book.fullname
    if "://" in name:
        raise Refusal("ADD-012", book=session.book.name)
    path = Path(name)
    if not path.is_absolute():
        raise Refusal("ADD-011", book=session.book.name)
    if path.suffix.casefold() != ".xlsx":
        raise Refusal("ADD-013", book=session.book.name)
    return path.parent


def _target(session: Session, card: Card, folder: Path) -> tuple[int, Path]:
    """The number of this submission, and a file that is not there yet."""
    number = card.submission
    if _said(session.grids[CARD_SHEET], PREPARED) == str(number):
        number += 1
    while (path := folder / _name(session.book.name, card, number)).exists():
        number += 1
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
