"""An entry: one registered model or nominated collective or person, from all its returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from appraisal.decision import Decision
from schemas.finding import Origin
from schemas.value import Value

__all__ = ["Entry", "EntryState", "Received"]


class EntryState(StrEnum):
    """The life of an entry (design §5)."""

    REGISTERED = "registered"
    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    MERGED = "merged-into"
    TRANSFERRED = "transferred"


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """How the return of one stage that holds the entry arrived.

    ``on`` and ``channel`` come from the intake register (``None``/empty where it says nothing).
    ``late`` is ``None`` where nothing but ``saved_at`` could tell. ``document`` is the intake
    number and date as text; ``keyed_in`` marks "nhập hộ". ``paper_on`` and ``paper_document`` say
    when the paper set that goes beside the return arrived.
    """

    on: date | None = None
    channel: str = ""
    late: bool | None = None
    days_late: int = 0
    document: str = ""
    keyed_in: bool = False
    paper_on: date | None = None
    paper_document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry with its values and where each stands.

    ``values``: field id → value over all stages; header fields of the return included.
    ``cells``: field id → origin of the (first) cell. ``rows``: stage id → origin of the row's id
    cell. ``received``: stage id → how it arrived. ``complete``: no error fault in any stage.
    ``blocked``: what its faults block (``appraisal`` or award ids, sorted). ``unregistered``:
    first seen in a later stage. ``held``: why its ballots are held (finding code) or empty.
    ``doubt``: finding code of an undecided question about which return counts, or empty.
    ``history``: the decisions that changed its state, in register order. ``faults``: field id →
    codes of the errors in its cells.
    """

    id: str
    unit: str
    subject: str
    name: str
    title: str
    values: Mapping[str, Value] = field(default_factory=dict)
    cells: Mapping[str, Origin] = field(default_factory=dict)
    rows: Mapping[str, Origin] = field(default_factory=dict)
    received: Mapping[str, Received] = field(default_factory=dict)
    state: EntryState = EntryState.REGISTERED
    merged_into: str = ""
    complete: bool = True
    blocked: tuple[str, ...] = ()
    unregistered: bool = False
    held: str = ""
    doubt: str = ""
    history: tuple[Decision, ...] = ()
    faults: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
