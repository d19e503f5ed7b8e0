"""What one check says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from xladdin.setup.machine import Machine

__all__ = ["Check", "Result", "State"]


class State(StrEnum):
    """``good``; ``look``: may be the cause of a fault; ``missing``: the buttons cannot work."""

    GOOD = "good"
    LOOK = "look"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One line of the doctor: its state, and the code and parameters of what it says."""

    state: State
    code: str
    params: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def good(cls, code: str, **params: str) -> Result:
        """All is well."""
        return cls(state=State.GOOD, code=code, params=params)

    @classmethod
    def look(cls, code: str, **params: str) -> Result:
        """Somebody should look at it."""
        return cls(state=State.LOOK, code=code, params=params)

    @classmethod
    def missing(cls, code: str, **params: str) -> Result:
        """Something that the buttons need is not there."""
        return cls(state=State.MISSING, code=code, params=params)


Check = Callable[[Machine], Result | None]
"""Looks at a machine; ``None`` where there is nothing to look at, because another check failed."""
