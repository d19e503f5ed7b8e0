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
    return _whole(value.numerator, value.denominator, rounding)


def _whole(above: int, below: int, rounding: Rounding) -> int:
    if rounding is Rounding.DOWN:
        return above // below
    if rounding is Rounding.UP:
        return -(-above // below)
    return (2 * above + below) // (2 * below)


def _steps(value: Fraction, decimals: int, rounding: Rounding) -> int:
    """How many units of the last printed decimal a figure is printed as."""
    return _whole(value.numerator * 10**decimals, value.denominator, rounding)


def printed(value: Fraction, decimals: int, rounding: Rounding) -> Decimal:
    """A figure of 0 or more as it is printed, with exactly ``decimals`` decimals (rule R13).

    It is rounded from the exact fraction, never from another rounding.
    """
    return Decimal(_steps(value, decimals, rounding)).scaleb(-decimals)


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
        return Fraction(_steps(value, self.decimals, self.rounding), 10**self.decimals)

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
