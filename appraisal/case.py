"""A case: one entry on its way through the sums, and its mark under one reading of the figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from appraisal.entry import Entry
from appraisal.exclusions import OUT_OF_PLAY, Standing
from appraisal.pools import mixes_scales
from appraisal.preference import preferred
from appraisal.ranking import Key, rank_key, ranks, whole_keys
from appraisal.recognition import Recognition, recognise
from appraisal.rounding import Reading
from appraisal.scaleof import scale_of
from appraisal.totals import Tally
from schemas.campaign import APPRAISAL, Campaign, Route

__all__ = ["Case", "Mark", "marks_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An entry with its body, pool, sums and standing; nothing here depends on a reading.

    ``group`` is the unit group ("" where the unit is unknown); ``pool_name`` is the
    pool in words, ``order`` sorts pools in lists.
    """

    entry: Entry
    group: str
    route: Route | None
    body: str
    pool: str
    pool_name: str
    order: tuple[int, int, int, str]
    tally: Tally
    standing: Standing

    @property
    def in_play(self) -> bool:
        """Whether the entry is still in the campaign."""
        return self.entry.state not in OUT_OF_PLAY

    @property
    def open(self) -> bool:
        """Whether its missing total may still come: mendable faults, held ballots."""
        held = bool(self.entry.held) or self.tally.short_of_held
        return APPRAISAL in self.standing.blocked or held


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What the sums mean under one reading; all ``None`` for what is not appraised.

    ``key``: total, tie-break criteria, preferences. ``plain``: without the criteria, for pools
    that hold entries of different scales. Keys are in whole numbers that mean nothing by
    themselves; only keys of one run and reading can be compared.
    """

    total: Fraction | None = None
    key: Key | None = None
    plain: Key | None = None
    rank: int | None = None
    tied: bool = False
    recognition: Recognition | None = None


def marks_of(campaign: Campaign, cases: Sequence[Case], reading: Reading) -> dict[str, Mark]:
    """The mark of every case by entry id; ranks among the appraised of each pool (R13–R20)."""
    mixed = mixes_scales(campaign, campaign.pools)
    scored = {case.entry.id: _scored(case, campaign, reading) for case in cases}
    known = {entry: one for entry, one in scored.items() if one is not None}
    keys = whole_keys({entry: one.key for entry, one in known.items()})
    plain = whole_keys({entry: one.plain for entry, one in known.items()})
    by_pool: dict[str, dict[str, Key]] = {}
    for case in cases:
        entry = case.entry.id
        if entry in known:
            by_pool.setdefault(case.pool, {})[entry] = plain[entry] if mixed else keys[entry]
    places = {entry: rank for pool in by_pool.values() for entry, rank in ranks(pool).items()}
    return {
        entry: Mark()
        if one is None
        else Mark(
            total=one.total,
            key=keys[entry],
            plain=plain[entry],
            rank=places[entry][0],
            tied=places[entry][1],
            recognition=one.recognition,
        )
        for entry, one in scored.items()
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scored:
    """The figures of an appraised entry under one reading, and its keys as they are read."""

    total: Fraction
    key: Key
    plain: Key
    recognition: Recognition


def _scored(case: Case, campaign: Campaign, reading: Reading) -> _Scored | None:
    exact = case.tally.total
    if exact is None or not case.in_play or case.standing.bars(APPRAISAL):
        return None
    scale = scale_of(campaign, case.entry.subject)
    wishes = preferred(campaign.preferences, case.entry, campaign.roles)
    total = reading.of(exact)
    means = {criterion: reading.of(mean) for criterion, mean in case.tally.means.items()}
    return _Scored(
        total=total,
        key=rank_key(total, means, scale.tie_breaks, wishes),
        plain=rank_key(total, means, (), wishes),
        recognition=recognise(scale, total, means, case.group),
    )
