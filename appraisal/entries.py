"""Entries over the stages: registered, reported on, scored; no row is dropped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from appraisal.answer import Answer
from appraisal.answers import AnswerBook, gather_answers
from appraisal.ballot import ScoredRow
from appraisal.bindings import printed_change, role_text, shifts
from appraisal.body import bodies, body_code, takes_group
from appraisal.decision import Decision
from appraisal.draft import Draft, RowKey
from appraisal.entry import Entry
from appraisal.honour import Honour
from appraisal.judge import raw_text
from appraisal.nearmiss import NearMisses
from appraisal.panel import route_of
from appraisal.returned import Return, Sender
from appraisal.states import apply_decisions, confirmed, transfers
from appraisal.uniqueness import judge_uniqueness
from appraisal.unit import Unit
from appraisal.winners import LiveFile
from schemas.campaign import Campaign, Stage
from schemas.finding import Finding, Origin, Severity
from schemas.kinds import SenderKind, StageKind

__all__ = ["EntryBook", "build_entries", "unit_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryBook:
    """``incomplete`` are the live rows with an error, whether they belong to an entry or not.

    ``answers`` are the rows of stages that make no entries, by stage order, sender and id.
    """

    entries: tuple[Entry, ...]
    scored: tuple[ScoredRow, ...]
    incomplete: frozenset[RowKey]
    findings: tuple[Finding, ...]
    answers: tuple[Answer, ...] = ()


def unit_of(entry_id: str) -> str:
    """The unit part of a printed id: ``DD03-07`` → ``DD03``; empty where it has none."""
    unit, dash, number = entry_id.rpartition("-")
    return unit if dash and number.isdecimal() else ""


def build_entries(
    campaign: Campaign,
    units: Sequence[Unit],
    live: Mapping[str, Sequence[LiveFile]],
    decisions: Sequence[Decision],
    honours: Sequence[Honour] = (),
) -> EntryBook:
    """Gather the live rows of every stage into entries and answers (ENT-001 … ENT-023).

    ``live``: stage id → files that count, sorted by sender and part; the order settles which of
    two rows with one id is kept (the first). ``honours`` are what surveys of the honours ask
    about. The stage in which entries begin is read first, wherever it stands.
    """
    book = _Book(campaign, units, decisions)
    first = campaign.entry_stage
    if first is not None:
        book.register(first, live.get(first.id, ()))
    for stage in campaign.stages:
        files = live.get(stage.id, ())
        if stage.kind is StageKind.SCORE:
            for file in files:
                book.score(stage, file)
        elif not stage.makes_entries:
            book.answer(gather_answers(stage, files, honours, units, book.bodies))
        elif first is None or stage.id != first.id:
            for file in files:
                book.follow(stage, file)
    return book.close()


class _Book:
    """The drafts and findings of one account while stages are read in order."""

    def __init__(
        self, campaign: Campaign, units: Sequence[Unit], decisions: Sequence[Decision]
    ) -> None:
        self.campaign, self.decisions = campaign, decisions
        self.units = {unit.code: unit.group for unit in units}
        self.bodies = bodies(campaign, units)
        self.answers: list[Answer] = []
        self.transfers = transfers(decisions)
        self.confirmed = confirmed(decisions)
        self.confirmations_used: set[str] = set()
        self.drafts: dict[str, Draft] = {}
        self.scored: list[ScoredRow] = []
        self.scored_by: dict[tuple[str, str, str], Origin] = {}
        self.incomplete: set[RowKey] = set()
        self.findings: list[Finding] = []
        self._near = NearMisses()

    def register(self, stage: Stage, files: Sequence[LiveFile]) -> None:
        """Rows of the stage in which entries begin; ids of other units only after their owners'."""
        foreign: list[tuple[LiveFile, int]] = []
        for file in files:
            for index in file.rows:
                if self._owned(file.judged.ret, index):
                    self._begin(stage, file, index)
                else:
                    foreign.append((file, index))
        for file, index in foreign:
            self._begin_foreign(stage, file, index)
        for file in files:
            for entry_id, finding in shifts(file, self.campaign.roles).items():
                self._changed(entry_id, finding)

    def _owned(self, ret: Return, index: int) -> bool:
        """Whether the row has no id or one of the sender's own; bodies own what they send."""
        entry_id, sender = ret.rows[index].entry_id, ret.sender
        if sender is None or sender.kind is not SenderKind.UNIT:
            return True
        return not entry_id or unit_of(entry_id) == sender.id

    def _begin(self, stage: Stage, file: LiveFile, index: int) -> Draft | None:
        if self._misses_id(file, index) or self._taken(stage, file, index):
            return None
        entry_id = file.judged.ret.rows[index].entry_id
        sender = file.judged.ret.sender
        unit = sender.id if sender else ""
        if sender is not None and sender.kind is SenderKind.BODY:
            unit = unit_of(entry_id)
        owners = {unit, *self.transfers.get(entry_id, ())}
        draft = Draft(id=entry_id, unit=unit, owners=owners)
        draft.identify(file, index, self.campaign.roles)
        draft.take(stage, file, index)
        self.drafts[entry_id] = draft
        return draft

    def _begin_foreign(self, stage: Stage, file: LiveFile, index: int) -> None:
        ret = file.judged.ret
        self._row("ENT-002", ret, index, unit=ret.sender.id if ret.sender else "")
        draft = self._begin(stage, file, index)
        if draft is not None:
            draft.held = "ENT-002"
            draft.faulty.add((ret.path, index))

    def answer(self, book: AnswerBook) -> None:
        """Rows of an outline or of a survey of the honours: nobody's entry."""
        self.answers += book.answers
        self.incomplete |= book.incomplete
        self.findings += book.findings

    def follow(self, stage: Stage, file: LiveFile) -> None:
        """Rows of a later stage: they add to their entry, they never overwrite.

        Unused rows of a sparse form say nothing.
        """
        ret = file.judged.ret
        for index in (n for n in file.rows if file.judged.rows[n].used):
            draft = self.drafts.get(ret.rows[index].entry_id)
            owners = self._owners(draft, ret.sender) if draft else frozenset()
            if draft is None:
                self._first_seen_late(stage, file, index)
            elif ret.sender is not None and ret.sender.id not in owners:
                self._of_others(ret, index, ret.sender, draft, owners)
            elif not self._taken(stage, file, index):
                finding = self._printed(draft, ret, index)
                if finding is not None:
                    self._changed(draft.id, finding)
                draft.take(stage, file, index)

    def _of_others(
        self, ret: Return, index: int, sender: Sender, draft: Draft, owners: frozenset[str]
    ) -> None:
        kind = f"@ENT-010:{sender.kind}"
        unit = sender.kind is SenderKind.UNIT
        owner = draft.unit if unit else ", ".join(sorted(owners)) or "—"
        self._row("ENT-010", ret, index, kind=kind, unit=sender.id, owner_kind=kind, owner=owner)

    def _owners(self, draft: Draft, sender: Sender | None) -> frozenset[str]:
        """Who may answer for an entry: its units, or the bodies to which its units give it."""
        if sender is None or sender.kind is SenderKind.UNIT:
            return frozenset(draft.owners)
        entry = draft.entry()
        groups = {unit: self.units.get(unit, "") for unit in draft.owners}
        routes = {unit: route_of(self.campaign, entry, group) for unit, group in groups.items()}
        return frozenset(body_code(route, unit) for unit, route in routes.items()) - {""}

    def _surveyable(self, entry_id: str, sender: Sender | None) -> bool:
        """Whether an id nobody registered may be an entry of the body that answers for it."""
        if sender is None or sender.kind is not SenderKind.BODY:
            return True
        unit = unit_of(entry_id)
        group = self.units.get(unit)
        routes = self.campaign.routes if group is not None else ()
        taking = (route for route in routes if takes_group(route, group or ""))
        return sender.id in {body_code(route, unit) for route in taking}

    def _first_seen_late(self, stage: Stage, file: LiveFile, index: int) -> None:
        ret = file.judged.ret
        entry_id = ret.rows[index].entry_id
        if entry_id and not self._surveyable(entry_id, ret.sender):
            self._row("ENT-021", ret, index, near=self._resembling(entry_id))
        elif not self._owned(ret, index):
            self._begin_foreign(stage, file, index)
        elif self._begin(stage, file, index) is not None:
            self._row("ENT-008", ret, index, Severity.WARNING, stage=stage.title)
        draft = self.drafts.get(entry_id)
        if draft is not None:
            draft.unregistered = True

    def _resembling(self, entry_id: str) -> str:
        """The entries known by now that resemble an id."""
        for known in islice(self.drafts, len(self._near), None):
            self._near.add(known)
        return self._near.of(entry_id)

    def score(self, stage: Stage, file: LiveFile) -> None:
        """Rows of a scoring workbook: one per entry and member, held where the content changed."""
        ret = file.judged.ret
        for index in file.rows:
            if self._misses_id(file, index) or self._scored_before(stage, file, index):
                continue
            row = file.judged.scored[index]
            draft = self.drafts.get(row.entry)
            if draft and not self._scores(stage, draft.subject):
                self._row("ENT-023", ret, index, stage=stage.title)
                continue
            held = file.rows[index]
            if draft is None:
                self._row("ENT-009", ret, index)
                self._begin_scored(stage, ret, index)
            else:
                held = held or self._held(draft, ret, index)
            if not file.judged.complete(index):
                self.incomplete.add((ret.path, index))
            if row.entry in self.drafts:
                self.scored.append(replace(row, held=held))

    def _scores(self, stage: Stage, subject: str) -> bool:
        """Whether a scoring stage is for a subject, by the scale that the subject is judged by."""
        scale = self.campaign.stage_scale(stage)
        own = self.campaign.scale_of(subject)
        return scale.id == own.id and (
            not stage.subjects or not subject or subject in stage.subjects
        )

    def _begin_scored(self, stage: Stage, ret: Return, index: int) -> None:
        row = ret.rows[index]
        unit = unit_of(row.entry_id)
        if unit in self.units:
            self.drafts[row.entry_id] = Draft(
                id=row.entry_id,
                unit=unit,
                owners={unit, *self.transfers.get(row.entry_id, ())},
                subject=stage.subjects[0] if len(stage.subjects) == 1 else "",
                name=row.bound_to[0],
                title=row.bound_to[1],
                unregistered=True,
            )

    def _held(self, draft: Draft, ret: Return, index: int) -> str:
        finding = self._printed(draft, ret, index)
        if finding is None or self._confirms(draft.id):
            return ""
        self.findings.append(finding)
        return finding.code

    def _scored_before(self, stage: Stage, file: LiveFile, index: int) -> bool:
        ret = file.judged.ret
        row = ret.rows[index]
        key = (stage.id, ret.sender.id if ret.sender else "", row.entry_id)
        first = self.scored_by.get(key)
        if first is None:
            self.scored_by[key] = ret.places.id_cell(ret.path, row.row)
            return False
        self._repeated(ret, index, first)
        return True

    def _taken(self, stage: Stage, file: LiveFile, index: int) -> bool:
        """Whether another row of the stage already speaks for the entry; that is an error."""
        ret = file.judged.ret
        draft = self.drafts.get(ret.rows[index].entry_id)
        if draft is None or stage.id not in draft.rows:
            return False
        self._repeated(ret, index, draft.rows[stage.id])
        return True

    def _repeated(self, ret: Return, index: int, first: Origin) -> None:
        code = "ENT-003" if first.file == ret.path else "ENT-004"
        self._row(code, ret, index, first=first.cell, file=first.file)

    def _misses_id(self, file: LiveFile, index: int) -> bool:
        ret = file.judged.ret
        row = ret.rows[index]
        if row.entry_id:
            return False
        inputs = (row.cells.get(name, ()) for name in file.judged.inputs)
        typed = (raw_text(cell) for cells in inputs for cell in cells)
        content = role_text(file.judged, index, self.campaign.roles.title)
        self._row("ENT-001", ret, index, content=content or next(filter(None, typed), "—"))
        return True

    def _printed(self, draft: Draft, ret: Return, index: int) -> Finding | None:
        """ENT-005 where the content printed beside the id is not what is registered."""
        row = ret.rows[index]
        change = printed_change(row, draft.name, draft.title)
        if change is None:
            return None
        return Finding(
            code="ENT-005",
            severity=Severity.ERROR,
            origin=ret.places.id_cell(ret.path, row.row),
            value=draft.id,
            params={"printed": change[0], "registered": change[1]},
        )

    def _changed(self, entry_id: str, finding: Finding) -> None:
        """Hold the entry unless a decision confirms what it says now; a warning holds nothing."""
        draft = self.drafts.get(entry_id)
        if draft is not None and not self._confirms(entry_id):
            if finding.severity is Severity.ERROR:
                draft.held = draft.held or finding.code
            self.findings.append(finding)

    def _confirms(self, entry_id: str) -> bool:
        if entry_id not in self.confirmed:
            return False
        self.confirmations_used.add(entry_id)
        return True

    def _row(
        self,
        code: str,
        ret: Return,
        index: int,
        severity: Severity = Severity.ERROR,
        **params: str,
    ) -> None:
        """A finding about a row, at its id cell; with an error the row is incomplete."""
        row = ret.rows[index]
        origin = ret.places.id_cell(ret.path, row.row)
        if severity is Severity.ERROR:
            self.incomplete.add((ret.path, index))
        self.findings.append(
            Finding(code=code, severity=severity, origin=origin, value=row.entry_id, params=params)
        )

    def close(self) -> EntryBook:
        """Apply the decisions, judge what is unique in the campaign, report confirmations."""
        self.findings += apply_decisions(self.drafts, self.decisions, frozenset(self.units))
        self.findings += judge_uniqueness(self.campaign, self.drafts)
        for entry_id, decision in self.confirmed.items():
            if entry_id in self.drafts:
                self.findings.append(_confirmation(decision, entry_id in self.confirmations_used))
        faulty = (key for draft in self.drafts.values() for key in draft.faulty)
        return EntryBook(
            entries=tuple(draft.entry() for _, draft in sorted(self.drafts.items())),
            scored=tuple(sorted(self.scored, key=lambda r: (r.entry, r.member, r.origin))),
            incomplete=frozenset((*self.incomplete, *faulty)),
            findings=tuple(self.findings),
            answers=tuple(self.answers),
        )


def _confirmation(decision: Decision, used: bool) -> Finding:
    return Finding(
        code="ENT-015" if used else "ENT-016",
        severity=Severity.INFO if used else Severity.WARNING,
        origin=decision.origin,
        value=decision.entry,
        params={"basis": decision.basis or "—"},
    )
