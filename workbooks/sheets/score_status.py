"""The status of a scored row in words: its faults, or what the ballot is."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.rules.score_formula import score_status_messages
from workbooks.labels import word
from workbooks.scorewords import score_word

__all__ = ["BLANK_STATE", "kind_formula", "kind_value", "status_text", "status_words", "told"]

BLANK_STATE = 1
"""The state of an entry that is not scored yet."""

_COVERED = 4
"""From this state on a tick covers the ballot: abstained, conflict."""


def told(lang: str) -> tuple[str, ...]:
    """What the kinds of a row say, from 0: the states, then covered ones whose points are lost."""
    states = [message.text for message in score_status_messages(lang)]
    lost = [text + score_word("unused", lang) for text in states[_COVERED - 1 :]]
    return word("complete", lang), *states, *lost


def kind_formula(state: str, points: str) -> str:
    """The kind of a row; ``points`` is a formula above 0 where any score cell is not blank."""
    return f"{state}+IF(AND({state}>={_COVERED},{points}>0),2,0)"


def kind_value(state: int, *, points: bool) -> int:
    """What `kind_formula` computes."""
    return state + (2 if state >= _COVERED and points else 0)


def status_text(row: str) -> str:
    """The formula of the status of the entry row whose number, from 1, the text ``row`` gives.

    Names: ``kq_phieu`` states, ``kq_loai`` kinds, ``kq_loi`` number of faults, ``kq_tinh_trang``
    the faults in words, ``dm_phieu`` what the kinds say.
    """
    faulty = f"AND(INDEX(kq_loi,{row})>0,INDEX(kq_phieu,{row})<>{BLANK_STATE})"
    said = f"INDEX(dm_phieu,INDEX(kq_loai,{row})+1)"
    return f"IF({faulty},INDEX(kq_tinh_trang,{row}),{said})"


def status_words(state: int, kind: int, faults: str, texts: Sequence[str]) -> str:
    """What `status_text` shows; ``faults``: those of the row in words, ``texts``: see `told`."""
    return faults if faults and state != BLANK_STATE else texts[kind]
