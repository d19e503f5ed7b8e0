"""A case made by hand, for tests of what looks at a single one."""

from __future__ import annotations

from appraisal.case import Case
from appraisal.entry import Entry
from appraisal.standing import Standing
from appraisal.totals import Tally
from tests.appraisal.worked import ROUTE

__all__ = ["case_of"]


def case_of(item: Entry, standing: Standing) -> Case:
    """A case of the one route, in one pool, without sums."""
    return Case(
        entry=item,
        group="xa",
        route=ROUTE,
        body="",
        pool="all",
        pool_name="",
        order=(0, 0, 0, ""),
        tally=Tally(),
        standing=standing,
    )
