"""An answer: one row of a stage that makes no entries, an outline or a survey of the honours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from appraisal.entry import Received
from appraisal.returned import Sender
from schemas.finding import NOWHERE, Origin
from schemas.value import Value

__all__ = ["Answer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a sender answered in one row of an outline (the unit's report) or about one honour.

    ``id`` is the printed id (the sender's code in an outline, the honour's code in a survey),
    ``name`` and ``title`` what was printed beside it. ``values``: field id → value, header fields
    included; ``cells``: field id → origin. ``faults``: field id → codes of its errors. ``doubt``:
    finding code of an undecided question about which return counts, or empty.
    """

    stage: str
    sender: Sender
    id: str
    name: str = ""
    title: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    cells: Mapping[str, Origin] = field(default_factory=dict)
    faults: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    received: Received = field(default_factory=Received)
    complete: bool = True
    doubt: str = ""
    origin: Origin = NOWHERE
