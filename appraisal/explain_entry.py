"""The first part of an explanation: what the entry says, where it stands, how it arrived."""

from __future__ import annotations

import re

from appraisal.entry import Entry, EntryState, Received
from appraisal.explain_words import Words
from appraisal.outcome import EntryResult
from schemas.campaign import Deadline
from schemas.finding import Finding
from schemas.message import render

__all__ = ["entry_lines"]

_STATES = {
    EntryState.REGISTERED: "EXP-011",
    EntryState.APPROVED: "EXP-012",
    EntryState.RETURNED: "EXP-013",
    EntryState.WITHDRAWN: "EXP-014",
    EntryState.MERGED: "EXP-015",
    EntryState.TRANSFERRED: "EXP-016",
}
_ROW = re.compile(r"[0-9]+")


def entry_lines(words: Words, result: EntryResult) -> list[str]:
    """Who it is, its values with their cells, its arrivals, its faults."""
    entry = result.entry
    lines = [
        words.phrase("EXP-001", entry=entry.id, title=entry.title or "–", name=entry.name or "–"),
        words.say("EXP-002", unit=words.unit(entry.unit), subject=words.subject(entry)),
        words.say("EXP-010", state=words.phrase(_STATES[entry.state], into=entry.merged_into)),
        words.phrase("EXP-003"),
        *_values(words, entry),
        words.phrase("EXP-004"),
        *_arrivals(words, entry),
        words.phrase("EXP-007"),
        *_faults(words, result),
    ]
    return lines


def _values(words: Words, entry: Entry) -> list[str]:
    lines = []
    for field in words.run.campaign.fields().values():
        value = entry.values.get(field.id)
        if value is None or value == ():
            continue
        shown = words.value(field.id, value)
        origin = entry.cells.get(field.id)
        place = words.place(origin) if origin else ""
        lines.append(words.say("EXP-020", label=field.label, value=shown) + _after(place))
    return lines or [words.say("EXP-021")]


def _after(place: str) -> str:
    return f" – {place}" if place else ""


def _arrivals(words: Words, entry: Entry) -> list[str]:
    """One line per stage in declared order: document, day, channel, deadline."""
    lines = []
    for stage in words.run.campaign.stages:
        if stage.id not in entry.received and stage.id not in entry.rows:
            continue
        got = entry.received.get(stage.id, Received())
        names = {channel.id: channel.name for channel in words.run.campaign.channels}
        deadline = stage.deadline_for(words.group_of(entry.unit))
        line = words.say(
            "EXP-030",
            stage=stage.title,
            document=got.document or "–",
            day=words.day(got.on),
            channel=names.get(got.channel, got.channel) or "–",
            deadline=_deadline(words, deadline),
        )
        row = entry.rows.get(stage.id)
        place = words.place(row) if row else ""
        lines.append(f"{line}; {_timely(words, got, bool(deadline))}{_after(place)}")
    return lines or [words.say("EXP-036")]


def _deadline(words: Words, deadline: Deadline | None) -> str:
    if deadline is None:
        return "–"
    last = words.day(deadline.last_day)
    return words.phrase("EXP-037", wording=deadline.text or last, day=last)


def _timely(words: Words, got: Received, bound: bool) -> str:
    if not bound:
        verdict = words.phrase("EXP-031")
    elif got.late is None:
        verdict = words.phrase("EXP-032")
    elif got.late:
        verdict = words.phrase("EXP-033", days=str(got.days_late))
    else:
        verdict = words.phrase("EXP-034")
    keyed_in = "; " + words.phrase("EXP-035") if got.keyed_in else ""
    paper = ""
    if got.paper_on is not None:
        document = got.paper_document or "–"
        paper = "; " + words.phrase("EXP-292", day=words.day(got.paper_on), document=document)
    return verdict + keyed_in + paper


def _faults(words: Words, result: EntryResult) -> list[str]:
    entry = result.entry
    lines = [_fault(words, finding) for finding in words.run.findings if _ours(finding, entry)]
    if not lines:
        lines.append(words.say("EXP-040" if entry.complete else "EXP-041"))
    for block in entry.blocked:
        lines.append(words.say("EXP-042", what=words.award(block)))
    until = words.run.campaign.supplement_until
    if result.waiting and until:
        lines.append(words.say("EXP-043", day=words.day(until.last_day)))
    return lines


def _fault(words: Words, finding: Finding) -> str:
    said = render(finding, words.lang)
    return words.say("EXP-044", code=finding.code, message=said.message) + _after(
        words.place(finding.origin)
    )


def _ours(finding: Finding, entry: Entry) -> bool:
    """Whether a finding stands in one of the entry's rows."""
    number = _ROW.search(finding.origin.cell)
    return number is not None and any(
        (row.file, row.sheet) == (finding.origin.file, finding.origin.sheet)
        and (found := _ROW.search(row.cell)) is not None
        and found.group() == number.group()
        for row in entry.rows.values()
    )
