"""Look-ups into a run that several printed lists share: names by code, entries by id, notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from appraisal.answer import Answer
from appraisal.body import bodies
from appraisal.decision import Decision
from appraisal.entry import Entry, EntryState
from appraisal.outcome import EntryResult, HonourMatch, Referral, Verdict
from appraisal.returned import Sender
from appraisal.run import Run
from appraisal.scope import in_scope
from appraisal.unit import Member, Unit
from schemas.award import Award
from schemas.campaign import APPRAISAL
from schemas.dates import format_date
from schemas.deadline import Deadline
from schemas.field import Field
from schemas.kinds import RouteBody, SenderKind, StageKind
from schemas.message import text
from schemas.scale import Scale
from workbooks.columns import chart_field, field_text
from workbooks.ties import Ties
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
    def by_unit(self) -> Mapping[str, Sequence[EntryResult]]:
        """Entry results by the code of their unit, in the order of the outcome."""
        found: dict[str, list[EntryResult]] = {}
        for result in self.run.outcome.entries:
            found.setdefault(result.entry.unit, []).append(result)
        return found

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

    @cached_property
    def body_names(self) -> Mapping[str, str]:
        """Names of the bodies that survey or appraise, by the code they send as."""
        return {body.code: body.name for body in bodies(self.run.campaign, self.run.units)}

    @cached_property
    def answers(self) -> Mapping[tuple[str, str], Answer]:
        """Answers by stage and printed id: outlines by the sender's code, surveys by honour."""
        return {(answer.stage, answer.id): answer for answer in self.run.answers}

    @cached_property
    def listed(self) -> Mapping[str, frozenset[str]]:
        """The entries on the list of each award."""
        return {
            award.award: frozenset(line.entry for line in award.nominations)
            for award in self.run.outcome.awards
        }

    @cached_property
    def ties(self) -> Ties:
        """The entries tied across the cuts of the awards."""
        return Ties(self.run.outcome.awards)

    @cached_property
    def awards(self) -> Mapping[str, Award]:
        """The declared awards by id."""
        return {award.id: award for award in self.run.campaign.awards}

    @cached_property
    def verdicts(self) -> Mapping[str, Mapping[str, Verdict]]:
        """What each award came to for each entry."""
        return {
            award.award: {verdict.entry: verdict for verdict in award.verdicts}
            for award in self.run.outcome.awards
        }

    @cached_property
    def registers(self) -> bool:
        """Whether entries begin with a registration; else they come with the nomination."""
        return any(stage.kind is StageKind.REGISTER for stage in self.run.campaign.stages)

    @cached_property
    def title_label(self) -> str:
        """What the campaign calls the title of an entry; '' where the title is the name."""
        roles = self.run.campaign.roles
        field = self.run.campaign.fields().get(roles.title)
        return field.label if field and roles.title != roles.name else ""

    @cached_property
    def counted_field(self) -> Field | None:
        """The choice by which entries are counted: that of the statistics, else a likely one."""
        campaign = self.run.campaign
        named = campaign.fields().get(campaign.statistics.field) if campaign.statistics else None
        return named or chart_field(campaign)

    @property
    def entry_label(self) -> str:
        """What heads the column that says which entry it is: its title, or who is nominated."""
        return self.title_label if self.registers and self.title_label else "Tập thể/Cá nhân"

    def entry_words(self, entry: Entry) -> str:
        """The title of a registered entry, the name of a nominated one."""
        return (entry.title or entry.name) if self.registers else (entry.name or entry.title)

    @cached_property
    def asked_for(self) -> tuple[Field, ...]:
        """The fields by which a nomination says what it asks for: awards require a value."""
        fields = self.run.campaign.fields()
        named = [
            requirement.condition.field
            for award in self.run.campaign.awards
            for requirement in award.requires
            if requirement.condition is not None
        ]
        return tuple(fields[field] for field in dict.fromkeys(named) if field in fields)

    def form_words(self, result: EntryResult) -> str:
        """What a nominee asks for, as its form says."""
        said = [field_text(result.entry, field) for field in self.asked_for]
        return "; ".join(filter(None, said))

    def sought(self, result: EntryResult) -> list[str]:
        """The awards that are meant for an entry: its subject, its route, and what it asks for."""
        campaign = self.run.campaign
        return [
            award.id
            for award in campaign.awards
            if in_scope(award, campaign, result.entry, result.route)
        ]

    def concerned(self, result: EntryResult, blocks: Sequence[str]) -> tuple[str, ...]:
        """What of the blocked concerns the entry: the appraisal, and awards meant for it."""
        meant = {APPRAISAL, *self.sought(result)}
        return tuple(block for block in blocks if block in meant)

    def concerning(self, result: EntryResult) -> tuple[HonourMatch, ...]:
        """The matches with the honours register by rules that may bar the entry from anything."""
        blocks = {rule.id: rule.blocks for rule in self.run.campaign.exclusions}
        return tuple(
            match
            for match in result.honours
            if self.concerned(result, blocks.get(match.rule, (APPRAISAL,)))
        )

    def scale_of(self, result: EntryResult) -> Scale:
        """The scale by which an entry is scored."""
        campaign = self.run.campaign
        known = {scale.id: scale for scale in campaign.scales}
        return known.get(result.scale) or campaign.scale_of(result.entry.subject)

    @cached_property
    def mixed_pools(self) -> frozenset[str]:
        """Pools in which entries scored by different scales are ranked together."""
        scales: dict[str, set[str]] = {}
        for result in self.run.outcome.entries:
            scales.setdefault(result.pool, set()).add(self.scale_of(result).id)
        return frozenset(pool for pool, found in scales.items() if len(found) > 1)

    def scored_scales(self) -> tuple[Scale, ...]:
        """The scales in use, in order of the scoring stages."""
        return self.run.campaign.scored_scales()

    def deadline(self, stage_id: str, sender: Sender) -> Deadline | None:
        """The deadline of a stage for a sender: that of its unit group where groups differ."""
        stage = self.run.campaign.stage(stage_id)
        if stage is None:
            return None
        unit = None if sender.kind is SenderKind.MEMBER else self.units.get(sender.id)
        return stage.deadline_for(unit.group) if unit else stage.deadline

    def unit_name(self, code: str) -> str:
        """The name of a unit, with its code where two share it; the code of an unknown one."""
        return self._unit_names.get(code, code)

    @cached_property
    def groups(self) -> frozenset[str]:
        """The ids of the unit groups."""
        return frozenset(choice.id for choice in self.run.campaign.unit_groups)

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
        if sender.kind is SenderKind.BODY:
            return self.body_names.get(sender.id, self.unit_name(sender.id))
        return self.unit_name(sender.id)

    def stage_title(self, stage_id: str) -> str:
        """The title of a stage."""
        stage = self.run.campaign.stage(stage_id)
        return stage.title if stage else stage_id

    @cached_property
    def stage_shorts(self) -> Mapping[str, str]:
        """Titles of stages up to a colon, where that tells each from the others."""
        titles = {stage.id: stage.title for stage in self.run.campaign.stages}
        heads = {stage: title.partition(":")[0].strip() for stage, title in titles.items()}
        count = Counter(heads.values())
        return {s: head if count[head] == 1 else titles[s] for s, head in heads.items()}

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
        """Which body appraised an entry: the unit whose own body it is, else the route.

        The route stands before the unit where the unit alone would not tell them apart.
        """
        routes = {route.id: route.name for route in self.run.campaign.routes}
        name = routes.get(result.route, result.route)
        if result.body not in self.units:
            return name
        unit = self.unit_name(result.body)
        own = [r for r in self.run.campaign.routes if r.body is RouteBody.UNIT]
        plain = len(own) == 1 and unit not in routes.values()
        return unit if plain else f"{name}: {unit}"

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
