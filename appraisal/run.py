"""One run of a merge as a value: everything the outputs are written from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from appraisal.answer import Answer
from appraisal.honour import Honour
from appraisal.ledger import Ledger
from appraisal.outcome import Outcome
from appraisal.unit import Member, Unit
from schemas.campaign import Campaign
from schemas.finding import Finding

__all__ = ["Run"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run; ``code`` is 12 hex digits over all inputs and ``as_of``, printed in every footer.

    ``findings`` are all findings of the run sorted by file, sheet, row, column, code. ``answers``
    are the outlines and surveys of the honours by stage order, then sender and id; ``honours`` is
    the honours register in file order.
    """

    campaign: Campaign
    units: tuple[Unit, ...]
    members: tuple[Member, ...]
    as_of: date
    code: str
    ledger: Ledger
    outcome: Outcome
    findings: tuple[Finding, ...]
    answers: tuple[Answer, ...] = ()
    honours: tuple[Honour, ...] = ()
