"""What an entry still waits for before it can be appraised (rule R37)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from appraisal.approval import approved
from appraisal.decision import Decision
from appraisal.entry import Entry
from appraisal.survey import asked, contradicted, over, survey_lines, surveyed
from appraisal.waiver import Waivers, waiver_of
from schemas.award import Exclusion
from schemas.campaign import APPRAISAL, Campaign
from schemas.kinds import ExclusionKind

__all__ = ["pending"]


def pending(
    campaign: Campaign,
    entry: Entry,
    as_of: date,
    begun: bool,
    decisions: Iterable[Decision] | Waivers = (),
    group: str = "",
) -> tuple[str, ...]:
    """The UNAPPROVED, SURVEY and MISSING_STAGE rules of the appraisal that are still open.

    Rule ids in declared order, without those a decision waives for the entry. What a survey
    found against an earlier one waits for the council, not for a survey: it is not pending.
    ``begun``: scoring has started; ``group`` is the group of the entry's unit.
    """
    known = decisions if isinstance(decisions, Waivers) else tuple(decisions)
    return tuple(
        rule.id
        for rule in campaign.exclusions
        if APPRAISAL in rule.blocks
        and _open(rule, entry, campaign, as_of, begun, group)
        and waiver_of(rule, entry, known) is None
    )


def _open(
    rule: Exclusion, entry: Entry, campaign: Campaign, as_of: date, begun: bool, group: str
) -> bool:
    match rule.kind:
        case ExclusionKind.UNAPPROVED:
            return approved(rule, entry, as_of) is None
        case ExclusionKind.SURVEY:
            if contradicted(survey_lines(rule, entry, campaign)):
                return False
            return surveyed(rule, entry, campaign, as_of, begun, group) is None
        case ExclusionKind.MISSING_STAGE:
            stage = campaign.stage(rule.stage)
            if stage is None or rule.stage in entry.rows or not asked(stage, group):
                return False
            return not over(stage, as_of, begun, group)
        case _:
            return False
