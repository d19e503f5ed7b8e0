"""Sums, ranks, quotas, the whole appraisal and the account at growing sizes, in CPU seconds.

``python -m bench.scoring [MOST]``: entries from 1,000 up to MOST (100,000) for the sums and the
whole appraisal, ten times as many for ranks and quotas alone, a tenth for the returns of the
account. "Growth" is the time against that of a tenth of the size: 10 is linear.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Sequence
from fractions import Fraction

from appraisal.account import account
from appraisal.appraise import appraise
from appraisal.ballots import ballot_box, ballots_of, person_keys, personal_fields
from appraisal.cut import cut
from appraisal.panel import roster_of, route_of
from appraisal.quota import Declared, Pot, allotments
from appraisal.ranking import Key, ranks, whole_keys
from appraisal.totals import tally
from bench.scoringreturns import ACCOUNT_DAY, returned
from bench.scoringworld import AS_OF, ENTRIES, FIGURE, World, preset, units_of, world
from schemas.award import Quota, QuotaBase
from schemas.kinds import BaseKind, QuotaKind

Row = tuple[str, int, float]


def main() -> None:
    """Measures every way at every size and prints one table."""
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    sizes = _sizes(most)
    rows: list[Row] = []
    for count in sizes:
        made = world(count)
        rows.append(("totals, 9 members × 5 criteria", count, _timed(lambda m=made: sums(m))))  # type: ignore[misc]  # mypy cannot type a default in a lambda
        rows.append(("whole appraisal", count, _timed(lambda m=made: whole(m))))  # type: ignore[misc]  # mypy cannot type a default in a lambda
        del made
    for count in _sizes(most * 10):
        rows.append(("ranks and cut", count, _timed(_ranking(count))))
        rows.append(("quota per unit and group", count, _timed(_quotas(count))))
    for count in _sizes(max(most // 10, 1000)):
        rows.append((f"account of returns, {ENTRIES} rows each", count, _timed(_account(count))))
    report(rows)


def _sizes(most: int) -> list[int]:
    return [size for size in (1_000, 10_000, 100_000, 1_000_000) if size <= most]


def _timed(work: Callable[[], object]) -> float:
    """CPU seconds; what was made before is no work for the collector."""
    gc.collect()
    gc.freeze()
    start = time.process_time()
    found = work()
    spent = time.process_time() - start
    del found
    gc.unfreeze()
    return spent


def sums(made: World) -> list[Fraction | None]:
    """The exact total of every entry, from the rows of the members."""
    campaign = made.campaign
    box = ballot_box(made.scored, made.issued)
    roster = roster_of(campaign, made.members, (), AS_OF)
    groups = {unit.code: unit.group for unit in made.units}
    personal = personal_fields(campaign)
    totals = []
    for entry in made.entries:
        route = route_of(campaign, entry, groups[entry.unit])
        assert route is not None
        names = person_keys(personal, entry)
        panel = roster.panel(route, entry)
        ballots, _ = ballots_of(entry, campaign.scale, panel, box, names)
        totals.append(tally(entry.id, campaign.scale, route, ballots, None)[0].total)
    assert sum(total is not None for total in totals) > len(totals) * 9 // 10
    return totals


def whole(made: World) -> object:
    """The whole appraisal with decisions and honours."""
    outcome = appraise(
        made.campaign,
        made.units,
        made.members,
        made.entries,
        made.scored,
        made.issued,
        made.decisions,
        AS_OF,
        made.honours,
    )
    assert len(outcome.entries) == len(made.entries)
    return outcome


def _ranking(count: int) -> Callable[[], object]:
    keys: dict[str, Key] = {
        f"X-{n:07d}": (Fraction(n * 7919 % 90_001, 18), Fraction(n % 41, 9), Fraction(n % 61, 9))
        for n in range(count)
    }

    def work() -> object:
        whole_numbers = whole_keys(keys)
        places = ranks(whole_numbers)
        assert len(places) == count
        return cut(dict(whole_numbers), count // 5)

    return work


def _quotas(count: int) -> Callable[[], object]:
    campaign = preset()
    units = units_of(campaign, count)
    base = QuotaBase(kind=BaseKind.FIGURE, id=FIGURE)

    def work() -> object:
        found = 0
        for per in ("unit", "group"):
            quota = Quota(kind=QuotaKind.SHARE, share=Fraction(1, 5), base=base, per=per)
            declared = Declared(
                cases=(),
                marks={},
                given={},
                everyone={},
                units=units,
                figures={FIGURE: "Số người"},
                as_of=AS_OF,
                routes=campaign.routes,
            )
            parts = {unit.code if per == "unit" else unit.group for unit in units}
            found += len(allotments(quota, [Pot(partition=part) for part in parts], declared))
        assert found == count + len({unit.group for unit in units})
        return found

    return work


def _account(count: int) -> Callable[[], object]:
    campaign = preset()
    units = units_of(campaign, count)
    returns, lines, decisions = returned(campaign, units)

    def work() -> object:
        found = account(campaign, units, (), returns, lines, decisions, ACCOUNT_DAY)
        assert len(found.entries) == count * ENTRIES
        return found

    return work


def report(rows: Sequence[Row]) -> None:
    """One line per way and size, with the growth against a tenth of it."""
    print("| what | size | CPU seconds | µs each | growth |")
    print("|---|---|---|---|---|")
    known = {(what, size): spent for what, size, spent in rows}
    for what, size, spent in rows:
        before = known.get((what, size // 10))
        growth = f"{spent / before:.1f}" if before else "–"
        print(f"| {what} | {size:,} | {spent:.2f} | {spent / size * 1e6:.0f} | {growth} |")


if __name__ == "__main__":
    main()
