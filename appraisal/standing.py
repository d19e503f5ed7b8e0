"""A standing: how an entry stands before the sums, what bars it and what is undecided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from appraisal.decision import Decision
from appraisal.outcome import AppliedRule, HonourMatch, Referral, SurveyLine
from schemas.campaign import APPRAISAL

__all__ = ["Standing"]

_HOLDS = ("REF-002", "REF-003")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How an entry stands before the sums.

    ``applied``: exclusions, waived ones too. ``referrals``: by ``appraisal`` or award id.
    ``waiting``: what its faults block while they may be mended: the appraisal, or awards that the
    entry may get. ``blocked``: what of these they block at all. ``decisions``: those that had an
    effect here. ``apart``: ids of the awards that are made before the appraisal: only what names
    them touches them (rule R39).

    ``answers``: id of an UNAPPROVED or SURVEY rule → whether what it asks for is there, ``None``
    while that is open; a waived rule is answered. ``questions``: why it is open, or, beside the
    answer ``True``, what the council must settle of it. ``approved`` is about all such rules.
    """

    applied: tuple[AppliedRule, ...] = ()
    referrals: tuple[Referral, ...] = ()
    waiting: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
    apart: frozenset[str] = frozenset()
    answers: Mapping[str, bool | None] = field(default_factory=dict)
    questions: Mapping[str, Referral] = field(default_factory=dict)
    approved: bool | None = None
    surveys: tuple[SurveyLine, ...] = ()
    honours: tuple[HonourMatch, ...] = ()

    def bars(self, what: str) -> tuple[str, ...]:
        """The rules in force that bar the appraisal, or an award (or the appraisal before it)."""
        if not self.applied:
            return ()
        named = self._named(what)
        return tuple(
            rule.rule for rule in self.applied if not rule.waived_by and named & set(rule.blocks)
        )

    def open_for(self, award: str) -> tuple[Referral, ...]:
        """Why the entry is referred for an award, by reasons on the award or on the whole."""
        if not self.referrals:
            return ()
        named = self._named(award)
        return tuple(r for r in self.referrals if r.award in named)

    def held_for(self, award: str) -> bool:
        """Whether a hold lies on the entry for an award, or on the whole entry."""
        return any(r.code in _HOLDS for r in self.open_for(award))

    def waits_for(self, award: str) -> bool:
        """Whether its faults block an award, or the whole entry, and may still be mended."""
        return bool(self.waiting) and bool(self._named(award) & set(self.waiting))

    def still_waits(self) -> bool:
        """Whether mending its faults would open anything: what a rule bars stays barred."""
        return any(not self.bars(what) for what in self.waiting)

    def awaits(self) -> tuple[Referral, ...]:
        """The approval and surveys that may still come; nobody is asked about them."""
        return tuple(q for rule, q in self.questions.items() if self.answers[rule] is None)

    def _named(self, award: str) -> set[str]:
        """What a rule, a referral or a fault must name to touch an award."""
        return {award} if award in self.apart else {award, APPRAISAL}
