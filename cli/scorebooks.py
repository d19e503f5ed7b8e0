"""The scoring workbooks that go out to council members: first issues and supplements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from appraisal.ballots import conflict_of, person_keys, personal_fields
from appraisal.entry import Entry
from appraisal.exclusions import OUT_OF_PLAY
from appraisal.outcome import EntryResult
from appraisal.panel import roster_of, route_of
from appraisal.pending import pending
from appraisal.unit import Member, Unit
from appraisal.waiver import Waivers
from cli.formbooks import file_name
from cli.issued import Issued
from cli.workspace import Workspace
from schemas.campaign import APPRAISAL, Stage
from schemas.formpart import decode_form
from schemas.kinds import Effect, ExclusionKind, RouteBody
from workbooks.plan import ScorePlan, ScoreRow
from workbooks.series import Series

__all__ = ["ScoreBooks"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreBooks:
    """What a scoring stage's workbooks are made from; ``issued`` by member what went out already.

    ``begun``: scoring has started. ``form_json`` is the form part of the stage, ``series`` writes
    the workbooks.
    """

    workspace: Workspace
    stage: Stage
    as_of: date
    issued: Mapping[str, Issued]
    begun: bool
    form_json: str
    series: Series

    def books(self, results: Iterable[EntryResult]) -> Iterator[tuple[str, bytes]]:
        """File name and workbook for each member who has something to score, or something new."""
        campaign = self.workspace.campaign
        form = decode_form(self.form_json)
        rows = self._rows(results)
        for member in self.workspace.members:
            if not rows[member.code]:
                continue
            had = self.issued.get(member.code)
            part = had.parts if had else 0
            route, group = self._seat(member)
            plan = ScorePlan(
                campaign=campaign,
                stage=form,
                form_json=self.form_json,
                member=member,
                rows=tuple(rows[member.code]),
                route_name=route,
                group=group,
                submission=had.submissions + 1 if had else 1,
                part=part,
                as_of=self.as_of,
            )
            yield (
                file_name(member.code, member.name, self.stage.id, part),
                self.series.scoring(plan),
            )

    def _seat(self, member: Member) -> tuple[str, str]:
        """The name of the member's route, and the group whose deadline is the member's."""
        routes = {route.id: route for route in self.workspace.campaign.routes}
        route = routes.get(member.route)
        if route is None:
            return "", ""
        own = route.body is RouteBody.UNIT
        groups = {unit.code: unit.group for unit in self.workspace.units}
        return route.name, groups.get(member.home_unit, "") if own else ""

    def _rows(self, results: Iterable[EntryResult]) -> dict[str, list[ScoreRow]]:
        """Per member the entries of the member's body to be appraised and not yet issued."""
        workspace = self.workspace
        campaign = workspace.campaign
        roster = roster_of(campaign, workspace.members, workspace.decisions, self.as_of)
        personal = personal_fields(campaign)
        units = {unit.code: unit for unit in workspace.units}
        waivers = Waivers(workspace.decisions)
        rows: dict[str, list[ScoreRow]] = defaultdict(list)
        for result in results:
            entry = result.entry
            unit = units.get(entry.unit)
            group = unit.group if unit else ""
            route = route_of(campaign, entry, group)
            if route is None or not self._to_appraise(result, group, waivers):
                continue
            panel = roster.panel(route, entry)
            names = person_keys(personal, entry)
            for member in panel.people():
                had = self.issued.get(member.code)
                if had is None or entry.id not in had.entries:
                    locked = conflict_of(entry, panel, member, None, names)
                    rows[member.code].append(_score_row(entry, unit, locked))
        return rows

    def _to_appraise(self, result: EntryResult, group: str, waivers: Waivers) -> bool:
        """Whether members are to score it in this stage.

        Neither out, nor blocked, nor excluded, nor waiting for a report, an approval or a survey:
        once that is there, a supplement follows.
        """
        entry, stage = result.entry, self.stage
        mine = (not stage.subjects or entry.subject in stage.subjects) and stage.asks(group)
        shut = any(APPRAISAL in rule.blocks and not rule.waived_by for rule in result.exclusions)
        if not mine or shut or entry.state in OUT_OF_PLAY or APPRAISAL in entry.blocked:
            return False
        campaign = self.workspace.campaign
        waits = pending(campaign, entry, self.as_of, self.begun, waivers, group)
        return not waits and not self._unreported(entry, group, waivers)

    def _unreported(self, entry: Entry, group: str, waivers: Waivers) -> bool:
        """A stage without which there is no appraisal has not come back yet."""
        campaign = self.workspace.campaign
        for rule in campaign.exclusions:
            if rule.kind is not ExclusionKind.MISSING_STAGE or rule.effect is not Effect.EXCLUDE:
                continue
            stage = campaign.stage(rule.stage)
            asked = stage is not None and stage.asks(group) and APPRAISAL in rule.blocks
            waived = waivers.of(rule, entry) is not None
            if asked and rule.stage not in entry.rows and not waived:
                return True
        return False


def _score_row(entry: Entry, unit: Unit | None, locked: str) -> ScoreRow:
    return ScoreRow(
        entry_id=entry.id,
        unit_name=unit.name if unit else entry.unit,
        name=entry.name,
        title=entry.title,
        subject=entry.subject,
        locked=locked,
        details=entry.values,
    )
