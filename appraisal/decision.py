"""What the council and the office settled, from ``quyet-dinh.xlsx``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from schemas.finding import NOWHERE, Origin

__all__ = ["Decision", "DecisionKind"]


class DecisionKind(StrEnum):
    """Kinds of decision (the value is what stands in the register, by its label).

    CHOOSE: ``file`` counts. UNITE: the returns of the same sender and stage are united (the later
    wins where both hold an entry). WITHDRAW, APPROVE, RETURN, HOLD, CONFIRM: of ``entry``; APPROVE
    also of all entries of ``unit``. VOTE: the meeting on ``entry`` for ``award``: ``votes`` for it
    of ``voters`` members, absent ones counted.
    MERGE: ``entry`` into entry ``value``. TRANSFER: ``entry`` to unit ``value``. SELECT /
    NOT_SELECT: ``entry`` for ``award`` (settles a referred tie or case). WAIVE: ``rule`` for
    ``entry`` or ``unit``. REPLACE_MEMBER: ``member`` by member ``value``. QUORUM: on route
    ``rule`` the least number of counted ballots becomes ``value``. CONFIRM: the changed content
    of ``entry`` is right, its ballots count.
    """

    CHOOSE = "chon-tep"
    UNITE = "hop-nhat"
    WITHDRAW = "rut"
    APPROVE = "duyet"
    RETURN = "tra-lai"
    HOLD = "tam-dung"
    CONFIRM = "xac-nhan"
    MERGE = "gop"
    TRANSFER = "chuyen"
    SELECT = "chon"
    NOT_SELECT = "khong-chon"
    WAIVE = "mien"
    REPLACE_MEMBER = "thay-thanh-vien"
    QUORUM = "tuc-so"
    VOTE = "bieu-quyet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One line of the decisions register; unused attributes are empty.

    ``basis`` is the minutes or document that settles it, ``signatory`` who signed.
    """

    kind: DecisionKind
    entry: str = ""
    unit: str = ""
    file: str = ""
    stage: str = ""
    member: str = ""
    award: str = ""
    rule: str = ""
    value: str = ""
    reason: str = ""
    basis: str = ""
    signatory: str = ""
    dated: date | None = None
    votes: int | None = None
    voters: int | None = None
    origin: Origin = NOWHERE
