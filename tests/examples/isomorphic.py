"""One definition, law not code: every id and label of a campaign renamed, and the sums done again.

The definition is renamed as JSON text and read anew; what came in is renamed value by value. The
outcome of the renamed campaign must be the outcome of the original with its ids renamed, and
nothing else: code that knows a name by heart would break the likeness.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

from appraisal.appraise import appraise
from appraisal.outcome import Outcome
from cli.intaking import take_in
from cli.issued import issued_ballots
from cli.workspace import open_workspace
from schemas.campaign import Campaign
from schemas.finding import Finding, Origin
from schemas.load import read_definition

__all__ = ["Likeness", "likeness"]

Json = Any

_WORDS = {"campaign", "group", "unit", "route", "body", "unit-subject", "subject", "appraisal"}
"""Words of the definition language that stand where ids stand."""

_LANGUAGE = {
    "aggregation", "body", "by", "compare", "effect", "kind", "match", "order", "per", "rounding",
    "schema_version", "sender", "style", "ties", "time_zone", "within",
}  # fmt: skip
"""Keys whose values are words of the definition language."""

_LABELS = {"label", "list_title", "name", "reading", "reason", "title"}
_KEYED = {"by_group", "deadlines", "lists"}
"""Keys of objects whose own keys are ids."""

_SENT = re.compile(r"[=|:]")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """The skeleton of the original with its ids renamed, and that of the renamed campaign."""

    renamed: Json
    again: Json
    ids: int
    faults: tuple[Finding, ...]


def likeness(root: Path) -> Likeness:
    """Both outcomes of a finished run on its own day; ``ids`` is how many ids were renamed."""
    results = json.loads((root / "ket-qua" / "results.json").read_bytes())
    as_of = date.fromisoformat(results["as_of"])
    text = json.loads((root / "campaign.json").read_bytes())
    workspace = open_workspace(root)
    made = take_in(workspace, as_of).account
    issued = issued_ballots(root, workspace.campaign)
    issued = {
        code: issued.get(code, frozenset()) | made.issued.get(code, frozenset())
        for code in issued.keys() | made.issued.keys()
    }
    inputs = (
        workspace.units, workspace.members, made.entries, made.scored, issued,
        workspace.decisions, as_of, workspace.honours,
    )  # fmt: skip
    names = _Names(text)
    data = json.dumps(names.definition(text), ensure_ascii=False).encode()
    campaign, faults = read_definition(data)
    assert campaign is not None, faults
    first = _sums(workspace.campaign, inputs)
    second = _sums(campaign, tuple(names.value(item) for item in inputs))
    return Likeness(
        renamed=names.tokens(_skeleton(first)),
        again=_in_order(_skeleton(second)),
        ids=len(names.new),
        faults=faults,
    )


def _sums(campaign: Campaign, inputs: tuple[Any, ...]) -> Outcome:
    units, members, entries, scored, issued, decisions, as_of, honours = inputs
    return appraise(
        campaign, units, members, entries, scored, issued, decisions, as_of, honours=honours
    )


class _Names:
    """A new name for every id of a definition; stage ids keep their kind in front."""

    def __init__(self, tree: Json) -> None:
        stages = {stage["id"]: stage["kind"] for stage in tree["stages"]}
        self.new = {
            old: f"{stages[old]}-{_digest(old)}" if old in stages else f"r{_digest(old)}"
            for old in sorted({*_ids(tree)} - _WORDS)
        }

    def definition(self, tree: Json, key: str = "") -> Json:
        """The definition with every id and every label replaced."""
        if key == "roles":
            return {role: self.new[field] for role, field in tree.items()}
        if isinstance(tree, dict):
            return {
                self.new.get(name, name) if key in _KEYED else name: self.definition(item, name)
                for name, item in tree.items()
            }
        if isinstance(tree, list):
            return [self.definition(item, key) for item in tree]
        if not isinstance(tree, str) or key in _LANGUAGE:
            return tree
        return f"Nhãn {_digest(tree)}" if key in _LABELS and tree else self.new.get(tree, tree)

    def value(self, value: Any) -> Any:
        """A value of the core with every id in it replaced."""
        if isinstance(value, Origin | Enum):
            return value
        if isinstance(value, str):
            return self.new.get(value, value)
        if isinstance(value, Mapping):
            return {self.value(k): self.value(v) for k, v in value.items()}
        if isinstance(value, tuple | frozenset):
            return type(value)(self.value(item) for item in value)
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            fields = (field.name for field in dataclasses.fields(value))
            return dataclasses.replace(
                value, **{name: self.value(getattr(value, name)) for name in fields}
            )
        return value

    def tokens(self, tree: Json) -> Json:
        """A skeleton with every id replaced, also inside keys such as ``route=a|subject=b``."""
        if isinstance(tree, dict):
            return {self.tokens(k): self.tokens(v) for k, v in tree.items()}
        if isinstance(tree, list):
            return _ordered([self.tokens(item) for item in tree])
        if isinstance(tree, str):
            parts = _SENT.split(tree)
            marks = [*_SENT.findall(tree), ""]
            return "".join(self.new.get(p, p) + mark for p, mark in zip(parts, marks, strict=True))
        return tree


def _ids(tree: Json, key: str = "") -> Iterator[str]:
    if isinstance(tree, dict):
        yield from tree if key in _KEYED else ()
        if "id" in tree and key != "":
            yield tree["id"]
        for name, item in tree.items():
            yield from _ids(item, name)
    elif isinstance(tree, list):
        for item in tree:
            yield from _ids(item, key)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _in_order(tree: Json) -> Json:
    """The same with every list in order: ids sort otherwise once they are renamed."""
    if isinstance(tree, dict):
        return {key: _in_order(item) for key, item in tree.items()}
    return _ordered([_in_order(item) for item in tree]) if isinstance(tree, list) else tree


def _ordered(items: list[Json]) -> list[Json]:
    return sorted(items, key=lambda item: json.dumps(item, sort_keys=True))


def _skeleton(outcome: Outcome) -> Json:
    """What was decided, without words: figures, verdicts, codes; lists in an order of their own."""
    entries = {
        result.entry.id: {
            "pool": result.pool,
            "route": result.route,
            "scale": result.scale,
            "ballots": {b.member: [str(b.status), str(b.total)] for b in result.ballots},
            "sums": [str(result.total_exact), str(result.rank), str(result.tied)],
            "means": {name: str(mean) for name, mean in result.criteria.items()},
            "band": result.band,
            "recognised": result.recognised,
            "approved": result.approved,
            "exclusions": _ordered([rule.rule for rule in result.exclusions]),
            "referred": _ordered([{r.award: r.code} for r in result.referred]),
            "surveys": _ordered([{line.stage: line.value} for line in result.surveys]),
            "honours": _ordered([{m.rule: [m.honour.code, m.certain]} for m in result.honours]),
            "dossier": _ordered([{line.item: _ordered([*line.lacks])} for line in result.dossier]),
            "votes": _ordered([{v.award: f"{v.votes}/{v.voters}"} for v in result.votes]),
            "differs": _ordered([*result.differs]),
        }
        for result in outcome.entries
    }
    awards = {
        award.award: {
            "places": _ordered([_place(place) for place in award.places]),
            "nominations": [f"{n.entry} {n.position} {n.tied}" for n in award.nominations],
            "verdicts": {v.entry: str(v.kind) for v in award.verdicts},
        }
        for award in outcome.awards
    }
    findings = _ordered([finding.code for finding in outcome.findings])
    return {"entries": entries, "awards": awards, "findings": findings}


def _place(place: Any) -> Json:
    figures = [str(place.base), str(place.exact), str(place.slots), str(place.taken)]
    return {place.partition: [*figures, _ordered([*place.tied_at_cut, *place.reserved])]}
