"""Units and council members, as the office's registers list them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from schemas.finding import NOWHERE, Origin

__all__ = ["Member", "Unit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One unit of ``don-vi.xlsx``; ``figures`` are base figures for quotas by figure id."""

    code: str
    name: str
    group: str
    parent: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    successor_of: str = ""
    figures: Mapping[str, Decimal] = field(default_factory=dict)
    contact: str = ""

    def active_on(self, day: date) -> bool:
        """Whether the unit exists on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One member of ``hoi-dong.xlsx``.

    ``home_unit`` is a unit code; on a route whose body is the unit it is also the unit whose
    entries the member scores. ``stands_in_for`` is the code of the member who is replaced.
    ``only``: the entries for which the member is invited by topic; empty: all of the body.
    ``origin`` is where that stands in the register; it makes no difference to who the member is.
    """

    code: str
    name: str
    position: str
    route: str
    home_unit: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    stands_in_for: str = ""
    only: tuple[str, ...] = ()
    origin: Origin = field(default=NOWHERE, compare=False)

    def active_on(self, day: date) -> bool:
        """Whether the member sits on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )
