"""Recognition: threshold by unit group, floors, bands (rule R14)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from appraisal.recognition import recognise
from schemas.scale import Threshold
from tests.appraisal.worked import SCALE, ballots, campaign, entry, judged, unit

HIGH = {"moi": Fraction(30), "hieu-qua": Fraction(40)}


@pytest.mark.parametrize(
    ("total", "recognised", "band"),
    [
        ("100", True, "tot"),
        ("90", True, "tot"),
        ("89.99", True, "kha"),
        ("70", True, "kha"),
        ("69.99", False, "trung-binh"),
        ("50", False, "trung-binh"),
        ("0", False, "yeu"),
    ],
)
def test_threshold_and_bands_include_their_lowest_point(
    total: str, recognised: bool, band: str
) -> None:
    """R14: at least."""
    got = recognise(SCALE, Fraction(total), HIGH, "xa")
    assert (got.recognised, got.band, got.floors_failed) == (recognised, band, ())


def test_every_floor_must_be_reached() -> None:
    """R14: mới 19,99 < 20 and hiệu quả 29,99 < 30 fail; 20 and 30 do not."""
    low = {"moi": Fraction(1999, 100), "hieu-qua": Fraction(2999, 100)}
    assert recognise(SCALE, Fraction(95), low, "").floors_failed == ("moi", "hieu-qua")
    even = {"moi": Fraction(20), "hieu-qua": Fraction(30)}
    assert recognise(SCALE, Fraction(95), even, "").recognised


def test_threshold_of_the_unit_group() -> None:
    """R14: 65 is enough for xã (60) and not for phòng (70)."""
    definition = campaign(recognise=Threshold(value=Decimal(70), by_group={"xa": Decimal(60)}))
    entries = [entry("U1-01"), entry("U2-01")]
    scored = [line for item in entries for line in ballots(item.id, 65, 65, 65)]
    units = [unit("U1", "xa"), unit("U2", "phong")]
    outcome = judged(definition, entries, scored, units=units)
    assert [r.recognised for r in outcome.entries] == [True, False]
