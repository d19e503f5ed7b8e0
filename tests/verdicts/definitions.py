"""Definitions at random: a built-in campaign with one more report that asks everything there is.

Every definition is JSON read by `schemas.load` like any other. Each of its reports has every kind
of field and of constraint, with limits, order and conditions drawn anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from schemas.campaign import Campaign
from schemas.field import Condition, Field
from schemas.kinds import FieldKind
from schemas.load import read_definition
from schemas.preset import preset_bytes

__all__ = ["RANDOM_STAGE", "random_campaign"]

RANDOM_STAGE = "bao-cao-thu"
_PRESET = "don-duong-2024"
_ROWS = "o"

_SHORT = (
    "Tập thể", "Cá nhân", "Hộ gia đình", "Thủy lợi – hòa giải", "Đơn Dương", "Đạt", "Không đạt",
    "Ủy ban xã, phường", "10", "Có", "chưa có", "Khóa XIII", "Cờ \"thi đua\"", "Loại *", "x",
)  # fmt: skip
_STEPS = ("0.1", "0.25", "0.5", "0.01", "0.2", "1", "2.5", "5", "0.001", "10")


@dataclass(slots=True)
class _Draft:
    """A form that grows: its fields, and the lists that they name."""

    source: Random
    prefix: str
    lists: dict[str, Any] = field(default_factory=dict)
    fields: list[dict[str, Any]] = field(default_factory=list)

    def add(self, kind: str, *rules: Mapping[str, Any], **more: Any) -> str:
        """A field with its constraints in any order; returns its id."""
        name = f"{self.prefix}{len(self.fields) + 1}"
        ruled = [dict(rule) for rule in rules]
        self.source.shuffle(ruled)
        made = {"id": name, "label": f"Mục {name}", "kind": kind, "constraints": ruled, **more}
        self.fields.append(made)
        return name

    def maybe(self, rule: Mapping[str, Any], chance: float = 0.5) -> tuple[Mapping[str, Any], ...]:
        """The rule, or nothing."""
        return (rule,) if self.source.random() < chance else ()

    def listed(self, count: int) -> str:
        """A new list of so many choices; a long one does not fit inside a formula."""
        name = f"ds-{self.prefix}{len(self.lists) + 1}"
        labels = self.source.sample(_SHORT, min(count, len(_SHORT)))
        labels += [f"Xã số {k:02d}, huyện Đơn Dương" for k in range(count - len(labels))]
        choices = [{"id": f"c{k}", "label": label} for k, label in enumerate(labels)]
        self.lists[name] = {"choices": choices}
        return name

    def some(self, name: str) -> list[str]:
        """Some choices of a list, not all of them."""
        ids = [choice["id"] for choice in self.lists[name]["choices"]]
        return sorted(self.source.sample(ids, self.source.randint(1, max(len(ids) // 2, 1))))


def random_campaign(source: Random) -> Campaign:
    """A whole campaign that our own loader finds nothing wrong with."""
    tree = json.loads(preset_bytes(_PRESET))
    rows = _Draft(source, _ROWS)
    printed = source.random() < 0.3
    _rows(rows)
    if printed:
        asked = {"field": "doi_tuong", "values": [source.choice(("tap-the", "ca-nhan"))]}
        rows.add("text", {"kind": "required-when", "when": asked})
        rows.add("text", {"kind": "unique", "within": "workbook", "together": ["ten"]})
        rows.add("date", {"kind": "not-before", "other": "ngay_trien_khai"})
    head = _Draft(source, "d")
    _head(head)
    stage = dict(next(s for s in tree["stages"] if s["id"] == "bao-cao"))
    shown = ["doi_tuong", "ten", "ten_mo_hinh", "ngay_trien_khai"] if printed else []
    form = {"header": head.fields, "fields": rows.fields, "capacity": 30, "shown": shown}
    if source.random() < 0.5:
        form["nil"] = "Không có báo cáo"
    more = {"id": RANDOM_STAGE, "title": "Báo cáo thử", "sheet": "Báo cáo thử", "form": form}
    tree["stages"].insert(2, {**stage, **more})
    tree["lists"] |= rows.lists | head.lists
    campaign, findings = read_definition(json.dumps(tree).encode())
    assert campaign is not None, findings
    assert not findings, findings
    return _asking_ticks(campaign, source)


def _asking_ticks(campaign: Campaign, source: Random) -> Campaign:
    """Some conditions now ask a tick: rules can, though our definitions do not let them yet."""
    stages = []
    for stage in campaign.stages:
        if stage.id == RANDOM_STAGE and stage.form is not None:
            ticks = next(f for f in stage.form.fields if f.kind is FieldKind.MULTI_CHOICE)
            fields = tuple(_asking(one, ticks, source) for one in stage.form.fields)
            stage = replace(stage, form=replace(stage.form, fields=fields))
        stages.append(stage)
    return replace(campaign, stages=tuple(stages))


def _asking(one: Field, ticks: Field, source: Random) -> Field:
    rules = []
    for rule in one.constraints:
        own = rule.when is not None and rule.when.field.startswith(_ROWS)
        if own and one.id != ticks.id and source.random() < 0.3:
            wanted = source.sample([c.id for c in ticks.choices], len(ticks.choices) - 1)
            rule = replace(rule, when=Condition(field=ticks.id, values=tuple(wanted)))
        rules.append(rule)
    return replace(one, constraints=tuple(rules))


def _required(draft: _Draft) -> tuple[Mapping[str, Any], ...]:
    return draft.maybe({"kind": "required"})


def _when(draft: _Draft, asked: Mapping[str, str]) -> dict[str, Any]:
    name = draft.source.choice(sorted(asked))
    return {"field": name, "values": draft.some(asked[name])}


def _needed(draft: _Draft, asked: Mapping[str, str]) -> dict[str, Any]:
    return {"kind": "required-when", "when": _when(draft, asked)}


def _rows(draft: _Draft) -> None:
    """The columns: two that others depend on, then one or two of every kind."""
    source = draft.source
    asked: dict[str, str] = {}
    first, many = draft.listed(source.choice((2, 3, 5))), draft.listed(source.choice((2, 3)))
    asked[draft.add("choice", *_required(draft), list=first)] = first
    draft.add("multi-choice", *_required(draft), list=many)
    _chosen(draft, asked)
    name = _texts(draft, asked)
    _numbers(draft, asked, name)
    _days(draft, asked)


def _chosen(draft: _Draft, asked: dict[str, str]) -> None:
    source = draft.source
    for size in (4, source.choice((14, 45))):
        listed = draft.listed(size)
        rules = [
            {"kind": "allowed-when", "when": _when(draft, asked), "allowed": draft.some(listed)}
            for _ in range(source.choice((1, 1, 2)))
        ]
        more = draft.maybe(_needed(draft, asked))
        asked[draft.add("choice", *rules, *more, *_required(draft), list=listed)] = listed
    again = draft.listed(3)
    draft.add("multi-choice", _needed(draft, asked), list=again)


def _length(source: Random, most: int) -> dict[str, Any]:
    least = source.choice((None, 2, 5, 20))
    longest = source.choice((None, most, most // 2))
    rule: dict[str, Any] = {"kind": "length"}
    rule |= {"min_length": least} if least else {}
    rule |= {"max_length": longest} if longest or not least else {}
    return rule if longest or least else {**rule, "max_length": most}


def _texts(draft: _Draft, asked: Mapping[str, str]) -> str:
    source = draft.source
    unique = {"kind": "unique", "within": "workbook"}
    campaign = {"kind": "unique", "within": "campaign"}
    name = draft.add(
        "text",
        unique,
        *draft.maybe(campaign),
        *_required(draft),
        *draft.maybe(_length(source, 120)),
    )
    together = [name, *([source.choice(sorted(asked))] if source.random() < 0.5 else [])]
    both = {**unique, "together": together}
    draft.add("text", both, *draft.maybe(unique, 0.3), *draft.maybe(_needed(draft, asked)))
    least = source.choice((None, 3, 9))
    digits = {"kind": "digits", "max_length": source.choice((9, 10, 12))}
    digits |= {"min_length": least} if least else {}
    draft.add("text", digits, *_required(draft), *draft.maybe(unique, 0.3))
    long = (_length(source, 1500), *_required(draft), *draft.maybe(_needed(draft, asked)))
    draft.add("long-text", *long, *draft.maybe(unique, 0.4))
    return name


def _span(source: Random, step: str) -> dict[str, Any]:
    unit = float(step)
    least = source.choice((None, 0, -5, 1, -2 * unit))
    most = source.choice((None, 10 + unit, 100, 1 + 20 * unit, 2000))
    rule: dict[str, Any] = {"kind": "number-range"}
    rule |= {"minimum": _plain(least)} if least is not None else {}
    if most is not None or least is None:
        rule["maximum"] = _plain(most if most is not None else 1000)
    return rule


def _plain(value: float) -> str:
    return format(round(value, 4), "f").rstrip("0").rstrip(".") or "0"


def _numbers(draft: _Draft, asked: Mapping[str, str], name: str) -> None:
    source = draft.source
    unique = {"kind": "unique", "within": "workbook"}
    needed = _needed(draft, asked)
    draft.add("integer", _span(source, "1"), *_required(draft), *draft.maybe(needed))
    step = source.choice(_STEPS)
    decimal = (_span(source, step), *_required(draft), *draft.maybe(unique))
    draft.add("decimal", *decimal, *draft.maybe(needed), step=step)
    draft.add("decimal", *draft.maybe({**unique, "together": [name]}), *_required(draft))


def _days(draft: _Draft, asked: Mapping[str, str]) -> None:
    source = draft.source
    unique = {"kind": "unique", "within": "workbook"}
    start = date(2023, 1, 1) + timedelta(days=source.randint(0, 500))
    end = start + timedelta(days=source.choice((0, 30, 365, 800)))
    span = {"kind": "date-range", "earliest": start.isoformat(), "latest": end.isoformat()}
    for key in ("earliest", "latest"):
        if source.random() < 0.2 and len(span) == 3:
            del span[key]
    first, second = (f"{draft.prefix}{len(draft.fields) + k}" for k in (1, 2))
    before = {"kind": "not-after", "other": second}
    draft.add("date", span, *draft.maybe(before), *_required(draft))
    after = {"kind": "not-before", "other": first}
    draft.add("date", after, *_required(draft), *draft.maybe(unique, 0.4))
    third = ({**after, "other": source.choice((first, second))}, {**before, "other": second})
    draft.add("date", *third, *draft.maybe(_needed(draft, asked)))


def _head(draft: _Draft) -> None:
    source = draft.source
    day = draft.add("date", {"kind": "required"})
    draft.add("text", *_required(draft), _length(source, 40))
    draft.add("date", {"kind": "not-before", "other": day}, *_required(draft))
    draft.add("integer", _span(source, "1"), *_required(draft))
    listed = draft.listed(3)
    chosen = draft.add("choice", *_required(draft), list=listed)
    when = {"kind": "required-when", "when": {"field": chosen, "values": draft.some(listed)}}
    draft.add("long-text", when)
