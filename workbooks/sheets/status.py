"""The status of an entry row in words: "Đủ", or its first faults as far as they fit the cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from schemas.rules.formula import literal
from workbooks.labels import word
from workbooks.measure import line_count, row_height
from workbooks.sheets.tally import RowTally

__all__ = [
    "SHOWN",
    "STATUS_SIZE",
    "STATUS_WIDTH",
    "status_formula",
    "status_height",
    "status_room",
    "status_value",
]

SHOWN = 3
"""At most so many faults of a row are told in words."""

STATUS_WIDTH = 60.0
"""The width of the status column in characters: nobody prints it."""

STATUS_SIZE = 10.0
"""The size of its letters in points."""

_REST = 14  # characters of " (còn 12 lỗi)", and one to spare
_WORD = "x" * 8 + " "  # wider and longer than what an average word takes
_MOST = 2_000


def status_height(messages: Iterable[str], lang: str) -> float:
    """Points for a row whose status holds any one of the messages and how many remain."""
    rest = word("more", lang, n=99)
    return row_height((text + rest, STATUS_WIDTH, STATUS_SIZE, False) for text in messages)


def status_room(height: float) -> int:
    """How many characters the status of a row of this height holds, whatever they are."""
    lines = 1
    while row_height([("\n" * lines, STATUS_WIDTH, STATUS_SIZE, False)]) <= height:
        lines += 1
    text = _WORD * (_MOST // len(_WORD))
    return next(n for n in range(_MOST) if line_count(text[:n], STATUS_WIDTH, STATUS_SIZE) > lines)


def status_formula(cells: Sequence[str], room: int, lang: str) -> str:
    """The status of a row: empty, "Đủ", or whole texts of its first faults and how many remain.

    ``cells`` refer to used, number of faults, number of waiting cells, and three texts. The first
    text always stands there (see `status_height`), the next ones where the ``room`` allows.
    """
    used, faults, waiting, *texts = cells
    good, later = literal(word("complete", lang)), literal(word("complete_later", lang))
    shown = f'{texts[0]}&IF({faults}>1,{_rest(faults, 1, lang)},"")'
    for count in range(2, SHOWN + 1):
        size = "+".join(f"LEN({text})" for text in texts[:count])
        fits = f"{size}+{count - 1}+IF({faults}>{count},{_REST},0)<={room}"
        whole = '&" "&'.join(texts[:count])
        more = f'IF({faults}>{count},{_rest(faults, count, lang)},"")'
        shown = f"IF(AND({faults}>={count},{fits}),{whole}&{more},{shown})"
    fine = f"IF({waiting}=0,{good},{later})"
    return f'IF({used}=0,"",IF({faults}=0,{fine},{shown}))'


def status_value(row: RowTally, texts: Sequence[str], room: int, lang: str) -> str:
    """What `status_formula` shows; ``texts`` are all faults of the row in words."""
    if not row.used:
        return ""
    if not texts:
        return word("complete_later" if row.waiting else "complete", lang)
    count, told = len(texts), SHOWN
    while told > 1 and not _fits(texts, told, room):
        told -= 1
    rest = word("more", lang, n=count - told) if count > told else ""
    return " ".join(texts[:told]) + rest


def _fits(texts: Sequence[str], told: int, room: int) -> bool:
    size = sum(map(len, texts[:told])) + told - 1 + (_REST if len(texts) > told else 0)
    return len(texts) >= told and size <= room


def _rest(faults: str, told: int, lang: str) -> str:
    before, after = word("more", lang, n="§").split("§")
    return f"{literal(before)}&({faults}-{told})&{literal(after)}"
