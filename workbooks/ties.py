"""Which entries are tied with which across the cuts of the awards, found once for a whole run."""

from __future__ import annotations

from collections.abc import Iterable

from appraisal.outcome import AwardResult

__all__ = ["Ties"]


class Ties:
    """Who is tied with whom across the cuts of ``awards``, for many entries."""

    def __init__(self, awards: Iterable[AwardResult]) -> None:
        self._cuts: list[tuple[str, ...]] = []
        self._mine: dict[tuple[str, str], set[int]] = {}
        self._united: dict[frozenset[int], tuple[str, ...]] = {}
        for award in awards:
            for place in award.places:
                for entry in place.tied_at_cut:
                    self._mine.setdefault((award.award, entry), set()).add(len(self._cuts))
                self._cuts.append(place.tied_at_cut)

    def across(self, entry: str, awards: Iterable[str]) -> tuple[str, ...]:
        """The entries tied across any cut of these awards with this one, itself too, by id."""
        cuts = frozenset(cut for award in awards for cut in self._mine.get((award, entry), ()))
        if cuts not in self._united:
            every = {tied for cut in cuts for tied in self._cuts[cut]}
            self._united[cuts] = tuple(sorted(every))
        return self._united[cuts]
