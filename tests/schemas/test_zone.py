"""Moments in the time zone of a campaign."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from schemas.zone import in_zone


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2024, 1, 9, 17, 30, tzinfo=UTC),
        datetime(2024, 1, 9, 17, 30),
        datetime(2024, 1, 9, 12, 30, tzinfo=timezone(timedelta(hours=-5))),
    ],
)
def test_moment_is_shown_in_the_zone_and_without_a_zone_it_is_utc(moment: datetime) -> None:
    local = in_zone(moment, "Asia/Ho_Chi_Minh")
    assert (local.date().isoformat(), f"{local:%H:%M}") == ("2024-01-10", "00:30")
