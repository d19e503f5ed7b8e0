"""The forms that go out to units and bodies in one stage: first issues and supplements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from appraisal.body import Body, HonourBodies, bodies, body_code
from appraisal.entry import Entry
from appraisal.exclusions import OUT_OF_PLAY
from appraisal.honour import Honour
from appraisal.outcome import EntryResult
from appraisal.panel import route_of
from appraisal.returned import Sender
from appraisal.unit import Unit
from cli.issued import Issued
from cli.workspace import Workspace
from schemas.campaign import APPRAISAL, Stage
from schemas.form import StageForm
from schemas.formpart import decode_form
from schemas.honours import HonourFilter
from schemas.kinds import ExclusionKind, SenderKind
from schemas.text import ascii_name, match_key
from schemas.value import Value
from workbooks.honourlines import selected
from workbooks.plan import FormPlan, FormRow
from workbooks.series import Series

__all__ = ["FormBooks", "file_name"]

Books = Iterator[tuple[str, bytes]]

_REFUSING = (ExclusionKind.FIELD, ExclusionKind.UNAPPROVED)
"""Rules by which a body refuses an entry: it is not surveyed any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormBooks:
    """What a stage's forms are made from; ``issued`` says by sender what went out already.

    ``form_json`` is the form part of the stage, ``series`` writes the workbooks. Every method
    yields file names and workbooks, in the order of the register. A supplement holds only what
    is new since.
    """

    workspace: Workspace
    stage: Stage
    as_of: date
    issued: Mapping[str, Issued]
    form_json: str
    series: Series

    def blank(self) -> Books:
        """Blank rows for each unit, where entries begin."""
        form = self._form()
        capacity = form.form.capacity if form.form else 0
        for unit in self._asked():
            if unit.code not in self.issued:
                rows = [
                    FormRow(entry_id=_entry_id(unit.code, number, capacity))
                    for number in range(1, capacity + 1)
                ]
                yield self._book(form, _of_unit(unit), rows)

    def outlines(self) -> Books:
        """One outline for each unit, or each body where bodies answer."""
        form = self._form()
        if self.stage.sender is SenderKind.BODY:
            known = bodies(self.workspace.campaign, self.workspace.units, self.as_of)
            senders = [self._of_body(body) for body in known]
        else:
            senders = [_of_unit(unit) for unit in self._asked()]
        for sender in senders:
            if sender.code not in self.issued:
                yield self._book(form, sender, [FormRow(entry_id=sender.code)])

    def reports(self, entries: Iterable[Entry]) -> Books:
        """Each unit's entries with what earlier stages say, and spare rows in the first issue."""
        form = self._form()
        by_unit: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            if entry.state not in OUT_OF_PLAY and not entry.unregistered:
                by_unit[entry.unit].append(entry)
        for unit in self.workspace.units:
            fresh = self._fresh(unit.code, by_unit[unit.code])
            if fresh and self.stage.asks(unit.group):
                rows = [_entry_row(entry, form) for entry in fresh]
                if unit.code not in self.issued:
                    rows += self._spare_rows(form, unit)
                yield self._book(form, _of_unit(unit), rows)

    def surveys(self, results: Iterable[EntryResult]) -> Books:
        """Each body's entries in play and not refused; what is refused later stays where it is."""
        form = self._form()
        campaign = self.workspace.campaign
        groups = {unit.code: unit.group for unit in self.workspace.units}
        by_body: dict[str, list[Entry]] = defaultdict(list)
        for result in results:
            entry = result.entry
            group = groups.get(entry.unit, "")
            if self._surveyed(result) and self.stage.asks(group):
                route = route_of(campaign, entry, group)
                by_body[body_code(route, entry.unit)].append(entry)
        for body in bodies(campaign, self.workspace.units):
            fresh = self._fresh(body.code, by_body[body.code])
            if fresh:
                rows = [_entry_row(entry, form) for entry in fresh]
                yield self._book(form, self._of_body(body), rows)

    def honoured(self, wanted: HonourFilter) -> Books:
        """The lines of the honours register that the stage asks about, to the body of each."""
        form = self._form()
        units = self.workspace.units
        known = bodies(self.workspace.campaign, units)
        owners = HonourBodies(known, units)
        names = {match_key(unit.code): unit.name for unit in units}
        by_body: dict[str, list[Honour]] = defaultdict(list)
        for honour in selected(self.workspace.honours, wanted):
            by_body[owners.of(honour)].append(honour)
        for body in known:
            had = self.issued.get(body.code)
            given = had.entries if had else frozenset()
            fresh = [honour for honour in by_body[body.code] if honour.code not in given]
            if fresh:
                rows = [_honour_row(honour, names) for honour in fresh]
                yield self._book(form, self._of_body(body), rows)

    def _form(self) -> StageForm:
        return decode_form(self.form_json)

    def _asked(self) -> list[Unit]:
        units = self.workspace.units
        return [u for u in units if u.active_on(self.as_of) and self.stage.asks(u.group)]

    def _fresh(self, sender: str, entries: Iterable[Entry]) -> list[Entry]:
        had = self.issued.get(sender)
        return [entry for entry in entries if had is None or entry.id not in had.entries]

    def _surveyed(self, result: EntryResult) -> bool:
        kinds = {rule.id: rule.kind for rule in self.workspace.campaign.exclusions}
        refused = any(
            kinds.get(rule.rule) in _REFUSING and APPRAISAL in rule.blocks and not rule.waived_by
            for rule in result.exclusions
        )
        entry = result.entry
        return entry.state not in OUT_OF_PLAY and not entry.unregistered and not refused

    def _spare_rows(self, form: StageForm, unit: Unit) -> list[FormRow]:
        """Rows for entries that were never registered; their ids follow the registration's."""
        first = self.workspace.campaign.entry_stage
        taken = first.form.capacity if first and first.form else 0
        spare = form.form.capacity if form.form else 0
        return [
            FormRow(entry_id=_entry_id(unit.code, taken + k, taken), spare=True)
            for k in range(1, spare + 1)
        ]

    def _of_body(self, body: Body) -> _Addressee:
        groups = {unit.code: unit.group for unit in self.workspace.units}
        group = groups.get(body.unit, "")
        return _Addressee(code=body.code, name=body.name, group=group, kind=SenderKind.BODY)

    def _book(
        self, form: StageForm, sender: _Addressee, rows: Sequence[FormRow]
    ) -> tuple[str, bytes]:
        had = self.issued.get(sender.code)
        part = had.parts if had else 0
        plan = FormPlan(
            campaign=self.workspace.campaign,
            stage=form,
            form_json=self.form_json,
            sender=Sender(kind=sender.kind, id=sender.code),
            sender_name=sender.name,
            group=sender.group,
            submission=had.submissions + 1 if had else 1,
            part=part,
            rows=tuple(rows),
            as_of=self.as_of,
        )
        return file_name(sender.code, sender.name, self.stage.id, part), self.series.form(plan)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Addressee:
    """Who gets a workbook."""

    code: str
    name: str
    group: str
    kind: SenderKind


def _of_unit(unit: Unit) -> _Addressee:
    return _Addressee(code=unit.code, name=unit.name, group=unit.group, kind=SenderKind.UNIT)


def _entry_row(entry: Entry, form: StageForm) -> FormRow:
    shown: dict[str, Value] = {field.id: entry.values.get(field.id) for field in form.shown}
    return FormRow(entry_id=entry.id, shown=shown)


def _honour_row(honour: Honour, names: Mapping[str, str]) -> FormRow:
    """The line as it is printed; a unit that the register names by its code is told by its name."""
    year = str(honour.year or "")
    unit = names.get(match_key(honour.unit), honour.unit)
    told = (honour.name, honour.title, unit, year, honour.number)
    return FormRow(entry_id=honour.code, honour=told)


def _entry_id(code: str, number: int, capacity: int) -> str:
    return f"{code}-{number:0{max(2, len(str(capacity)))}d}"


def file_name(code: str, name: str, stage_id: str, part: int) -> str:
    """``DD01-Dang-uy-xa-Ka-Do-dang-ky.xlsx``, a supplement with its number."""
    supplement = f"-bo-sung-{part}" if part else ""
    return f"{code}-{ascii_name(name)}-{stage_id}{supplement}.xlsx"
