"""The words and figures of an explanation: texts by code, decimals by language, names of things."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from appraisal.entry import Entry
from appraisal.outcome import EntryResult
from appraisal.run import Run
from appraisal.unit import Member
from schemas.dates import format_date
from schemas.finding import Origin
from schemas.kinds import FieldKind
from schemas.message import text
from schemas.number import format_decimal, plain
from schemas.scale import Scale
from schemas.value import Value

__all__ = ["Words", "words_of"]

_SHOWN_DECIMALS = 6
_SHOWN_ENTRIES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """How one run speaks in one language; lines of a section are indented by two spaces."""

    run: Run
    lang: str
    members: Mapping[str, Member]
    units: Mapping[str, str]
    results: Mapping[str, EntryResult]

    def say(self, code: str, /, **params: str) -> str:
        """A line of the section."""
        return "  " + self.phrase(code, **params)

    def phrase(self, code: str, /, **params: str) -> str:
        """A text of the catalogue, as it is."""
        return text(code, self.lang, **params)

    def number(self, value: Decimal) -> str:
        """Points with the decimal mark of the language."""
        return format_decimal(value) if self.lang == "vi" else plain(value)

    def printed(self, value: Decimal) -> str:
        """A figure with exactly the decimals it is printed with."""
        shown = format(value, "f")
        return shown.replace(".", ",") if self.lang == "vi" else shown

    def exact(self, value: Fraction) -> str:
        """A fraction as a decimal: whole if it ends, else six decimals and an ellipsis."""
        shift = 10**_SHOWN_DECIMALS
        digits = Decimal((value * shift).__floor__()).scaleb(-_SHOWN_DECIMALS)
        return self.number(digits) + ("" if Fraction(digits) == value else "…")

    def fraction(self, value: Fraction) -> str:
        """A fraction as such: ``247/3``, or a whole number."""
        return str(value)

    def share(self, value: Fraction) -> str:
        """A share as a percentage where that is a whole number, else as a fraction."""
        percent = value * 100
        return f"{percent}%" if percent.denominator == 1 else str(value)

    def day(self, value: date | None) -> str:
        """A date, or a dash."""
        return format_date(value) if value else "–"

    def place(self, origin: Origin) -> str:
        """File, sheet and cell, or an empty text."""
        if not origin.file:
            return ""
        parts = {"file": origin.file, "sheet": origin.sheet, "cell": origin.cell or "–"}
        return self.phrase("EXP-005", **parts)

    def person(self, code: str) -> str:
        """A member's name with the code."""
        member = self.members.get(code)
        return f"{member.name} ({code})" if member else code

    def unit(self, code: str) -> str:
        """A unit's name with the code."""
        name = self.units.get(code)
        return f"{name} ({code})" if name else code

    def entry(self, entry_id: str) -> str:
        """An entry's id with the name of the nominee."""
        known = self.results.get(entry_id)
        return f"{entry_id} ({known.entry.name})" if known and known.entry.name else entry_id

    def entries(self, ids: Iterable[str]) -> str:
        """Several entries with their names."""
        return ", ".join(self.entry(entry_id) for entry_id in ids)

    def some(self, ids: Sequence[str]) -> str:
        """The first entries with their names, and how many more there are."""
        shown = self.entries(ids[:_SHOWN_ENTRIES])
        more = len(ids) - _SHOWN_ENTRIES
        return shown if more <= 0 else self.phrase("EXP-290", entries=shown, more=str(more))

    def group_of(self, unit_code: str) -> str:
        """The group of a unit, empty where the unit is unknown."""
        return next((u.group for u in self.run.units if u.code == unit_code), "")

    def route(self, route_id: str) -> str:
        """The name of a route."""
        names = {route.id: route.name for route in self.run.campaign.routes}
        return names.get(route_id, route_id or "–")

    def scale(self, result: EntryResult) -> Scale:
        """The scale an entry is scored by."""
        return self.run.campaign.scale_of(result.entry.subject)

    def group(self, group_id: str) -> str:
        """The label of a unit group."""
        labels = {group.id: group.label for group in self.run.campaign.unit_groups}
        return labels.get(group_id, group_id or "–")

    def rule(self, rule_id: str) -> str:
        """What an exclusion is about, in the words of the definition."""
        reasons = {rule.id: rule.reason for rule in self.run.campaign.exclusions}
        return reasons.get(rule_id, rule_id)

    def label(self, field_id: str) -> str:
        """How a form calls a field."""
        field = self.run.campaign.fields().get(field_id)
        return field.label if field else field_id

    def value(self, field_id: str, value: Value) -> str:
        """A field's value as its form shows it: labels of choices, dates, decimals."""
        field = self.run.campaign.fields().get(field_id)
        labels = {choice.id: choice.label for choice in field.choices} if field else {}
        if isinstance(value, date):
            return format_date(value)
        if isinstance(value, Decimal):
            return self.number(value)
        if isinstance(value, tuple):
            return "; ".join(labels.get(item, item) for item in value)
        chosen = field is not None and field.kind is FieldKind.CHOICE
        return labels.get(value or "", value or "") if chosen else value or ""

    def subject(self, entry: Entry) -> str:
        """The label of an entry's subject kind."""
        labels = {choice.id: choice.label for choice in self.run.campaign.subjects}
        return labels.get(entry.subject, entry.subject or "–")

    def pool(self, result: EntryResult, by: Sequence[str] | None = None) -> str:
        """A pool in words: route and body, subject, unit group, as far as they divide.

        ``by``: how an award divides otherwise than the campaign.
        """
        campaign = self.run.campaign
        parts = campaign.pools.by if by is None else by
        routes = {route.id: route.name for route in campaign.routes}
        groups = {group.id: group.label for group in campaign.unit_groups}
        unit = next((u for u in self.run.units if u.code == result.entry.unit), None)
        names = {
            "route": routes.get(result.route, result.route)
            + (f", {self.unit(result.body)}" if result.body else ""),
            "subject": self.subject(result.entry),
            "group": groups.get(unit.group, unit.group) if unit else "–",
        }
        return " – ".join(names[part] for part in parts) or self.phrase("EXP-106")

    def early(self, award_id: str) -> bool:
        """Whether an award is a list made before the appraisal."""
        awards = self.run.campaign.awards
        return any(award.id == award_id and not award.appraised for award in awards)

    def award(self, award_id: str) -> str:
        """An award's title, or the appraisal in words."""
        titles = {award.id: award.title for award in self.run.campaign.awards}
        return titles.get(award_id) or self.phrase("EXP-006")


def words_of(run: Run, lang: str) -> Words:
    """The words of a run."""
    return Words(
        run=run,
        lang=lang,
        members={member.code: member for member in run.members},
        units={unit.code: unit.name for unit in run.units},
        results={result.entry.id: result for result in run.outcome.entries},
    )
