"""Exact rounding of fractions, and the reading of a figure: exact, or as printed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from schemas.campaign import Campaign
from schemas.kinds import Compare, Rounding

__all__ = ["Reading", "printed", "reading_of", "whole"]


def whole(value: Fraction, rounding: Rounding) -> int:
    """A whole number from an exact fraction (0 or more); half-up sends x,5 to the next above."""
    if rounding is Rounding.DOWN:
        return value.__floor__()
    if rounding is Rounding.UP:
        return value.__ceil__()
    return (value + Fraction(1, 2)).__floor__()


def printed(value: Fraction, decimals: int, rounding: Rounding) -> Decimal:
    """A figure of 0 or more as it is printed, with exactly ``decimals`` decimals (rule R13).

    It is rounded from the exact fraction, never from another rounding.
    """
    return Decimal(whole(value * 10**decimals, rounding)).scaleb(-decimals)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a figure is read where it is compared: exactly, or as printed (design §6, rule R13)."""

    compare: Compare
    decimals: int
    rounding: Rounding

    def of(self, value: Fraction) -> Fraction:
        """The figure as this reading compares it."""
        if self.compare is Compare.EXACT:
            return value
        return Fraction(printed(value, self.decimals, self.rounding))

    def other(self) -> Reading:
        """The reading that the definition did not choose."""
        exact = self.compare is Compare.EXACT
        return Reading(
            compare=Compare.PRINTED if exact else Compare.EXACT,
            decimals=self.decimals,
            rounding=self.rounding,
        )


def reading_of(campaign: Campaign) -> Reading:
    """The reading that a definition declares."""
    return Reading(compare=campaign.compare, decimals=campaign.decimals, rounding=campaign.rounding)
