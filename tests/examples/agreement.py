"""Brings ``results.json`` and the planned results to the same words, for comparison whole."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from schemas.kinds import SenderKind
from schemas.load import read_definition

__all__ = ["found_results"]

Json = dict[str, Any]

_ENTRY = (
    "id", "unit", "subject", "name", "title", "state", "status", "blocked", "late", "route",
    "total", "total_exact", "ballots_valid", "ballots_expected", "rank", "band", "recognised",
    "criteria", "awards",
)  # fmt: skip


def found_results(root: Path) -> Json:
    """The results of a finished run, cut down to what the plan says anything about."""
    found = json.loads((root / "ket-qua" / "results.json").read_text(encoding="utf-8"))
    campaign, _ = read_definition((root / "campaign.json").read_bytes())
    assert campaign is not None
    awards = [award.id for award in campaign.awards]
    stages = {
        sender: [stage.id for stage in campaign.stages if stage.sender is sender]
        for sender in SenderKind
    }
    return {
        "files": [
            {key: line[key] for key in ("path", "sender", "status", "rows")}
            for line in found["files"]
        ],
        "units": [_stages(line, stages[SenderKind.UNIT]) for line in found["units"]],
        "members": [_stages(line, stages[SenderKind.MEMBER]) for line in found["members"]],
        "bodies": [_stages(line, stages[SenderKind.BODY]) for line in found.get("bodies", [])],
        "entries": [_entry(line) for line in found["entries"]],
        "ballots": [_ballot(line) for line in found["ballots"]],
        "nominations": sorted(
            found["nominations"],
            key=lambda line: (awards.index(line["award"]), line["position"], line["entry"]),
        ),
        "balance": {key: found["balance"][key] for key in ("files", "stages", "rows")},
    }


def _stages(line: Json, stages: list[str]) -> Json:
    return {"code": line["code"], "stages": {stage: line["stages"][stage] for stage in stages}}


def _ballot(line: Json) -> Json:
    counted = line["status"] == "counted"
    scores = (
        {name: f"{Decimal(points).normalize():f}" for name, points in line["scores"].items()}
        if counted
        else {}
    )
    return {key: line[key] for key in ("entry", "member", "status")} | {"scores": scores}


def _entry(line: Json) -> Json:
    return {
        **{key: line[key] for key in _ENTRY},
        "exclusions": sorted(rule["rule"] for rule in line["exclusions"]),
        "referred": sorted({case["award"] for case in line["referred"]}),
    }
