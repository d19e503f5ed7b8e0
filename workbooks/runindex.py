"""Look-ups into a run that several printed lists share: names by code, entries by id, notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from appraisal.decision import Decision
from appraisal.entry import Entry, EntryState
from appraisal.outcome import EntryResult, Referral
from appraisal.returned import Sender
from appraisal.run import Run
from appraisal.unit import Member, Unit
from schemas.campaign import APPRAISAL
from schemas.dates import format_date
from schemas.kinds import SenderKind
from schemas.message import text
from workbooks.words import APPRAISAL_WORD, DECISION

__all__ = ["RunIndex"]


@dataclass(frozen=True)
class RunIndex:
    """A run and the language of its messages, with what is looked up again and again."""

    run: Run
    lang: str = "vi"

    @cached_property
    def units(self) -> Mapping[str, Unit]:
        """Units by code."""
        return {unit.code: unit for unit in self.run.units}

    @cached_property
    def members(self) -> Mapping[str, Member]:
        """Members by code."""
        return {member.code: member for member in self.run.members}

    @cached_property
    def results(self) -> Mapping[str, EntryResult]:
        """Entry results by id, in the order of the outcome."""
        return {result.entry.id: result for result in self.run.outcome.entries}

    @cached_property
    def award_titles(self) -> Mapping[str, str]:
        """Titles of awards by id; ``appraisal`` is the appraisal itself."""
        return {APPRAISAL: APPRAISAL_WORD} | {a.id: a.title for a in self.run.campaign.awards}

    @cached_property
    def ranked_pools(self) -> Mapping[str, str]:
        """Printed name of each pool key, from the first entry of the pool."""
        names: dict[str, str] = {}
        for result in self.run.outcome.entries:
            names.setdefault(result.pool, self._pool_name(result))
        return names

    def unit_name(self, code: str) -> str:
        """The name of a unit, with its code where two share it; the code of an unknown one."""
        return self._unit_names.get(code, code)

    def group_label(self, group: str) -> str:
        """The label of a unit group."""
        return next((c.label for c in self.run.campaign.unit_groups if c.id == group), group)

    def member_name(self, code: str) -> str:
        """The name of a member, with the code where two share it; the code of an unknown one."""
        return self._member_names.get(code, code)

    @cached_property
    def _unit_names(self) -> Mapping[str, str]:
        return _distinct({unit.code: unit.name for unit in self.run.units})

    @cached_property
    def _member_names(self) -> Mapping[str, str]:
        return _distinct({member.code: member.name for member in self.run.members})

    def sender_name(self, sender: Sender | None) -> str:
        """Who sent a file, by name."""
        if sender is None:
            return ""
        if sender.kind is SenderKind.MEMBER:
            return self.member_name(sender.id)
        return self.unit_name(sender.id)

    def stage_title(self, stage_id: str) -> str:
        """The title of a stage."""
        stage = self.run.campaign.stage(stage_id)
        return stage.title if stage else stage_id

    def award_title(self, award_id: str) -> str:
        """The title of an award, or the word for the appraisal."""
        return self.award_titles.get(award_id, award_id)

    def blocked_words(self, blocks: tuple[str, ...]) -> str:
        """What is blocked, in words."""
        return "; ".join(self.award_title(award) for award in blocks)

    def referral_text(self, referral: Referral) -> str:
        """Why a case goes to the council, in words."""
        return text(referral.code, self.lang, **referral.params)

    def basis_text(self, basis: str) -> str:
        """A cited basis: symbol, date and title of a document of the definition, or the text."""
        for cited in self.run.campaign.legal_bases:
            if cited.id == basis:
                day = f" ngày {format_date(cited.day)}" if cited.day else ""
                whole = cited.symbol in cited.title
                return cited.title if whole else f"{cited.symbol}{day} {cited.title}".strip()
        return basis

    def body_name(self, result: EntryResult) -> str:
        """Which body appraised an entry: the route, and the unit whose own body it is."""
        routes = {route.id: route.name for route in self.run.campaign.routes}
        name = routes.get(result.route, result.route)
        return f"{name}: {self.units[result.body].name}" if result.body in self.units else name

    @staticmethod
    def state_note(entry: Entry) -> str:
        """Where an entry went: ``DD03-02`` for a merger; empty for most."""
        return entry.merged_into if entry.state is EntryState.MERGED else ""

    @staticmethod
    def decision_text(decision: Decision) -> str:
        """A decision as it is cited: what, by which document, by whom, when."""
        parts = [DECISION[decision.kind], decision.basis, decision.signatory]
        if decision.dated:
            parts.append(f"ngày {format_date(decision.dated)}")
        return ", ".join(part for part in parts if part)

    def _pool_name(self, result: EntryResult) -> str:
        campaign = self.run.campaign
        unit = self.units.get(result.entry.unit)
        names = {
            "route": self.body_name(result),
            "subject": next(
                (c.label for c in campaign.subjects if c.id == result.entry.subject), ""
            ),
            "group": self.group_label(unit.group) if unit else "",
        }
        return " – ".join(names[part] for part in campaign.pools.by if names.get(part))


def _distinct(names: Mapping[str, str]) -> Mapping[str, str]:
    """Names that no formula confuses: where two are equal but for case, the code is added."""
    count = Counter(name.casefold() for name in names.values())
    return {
        code: f"{name} ({code})" if count[name.casefold()] > 1 else name
        for code, name in names.items()
    }
