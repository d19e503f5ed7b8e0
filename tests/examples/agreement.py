"""Brings ``results.json`` and the planned results to the same words, for comparison whole."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

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
    return {
        "files": [
            {key: line[key] for key in ("path", "sender", "status", "rows")}
            for line in found["files"]
        ],
        "units": [_stages(line, ("dang-ky", "bao-cao")) for line in found["units"]],
        "members": [_stages(line, ("cham-diem",)) for line in found["members"]],
        "entries": [_entry(line) for line in found["entries"]],
        "ballots": [_ballot(line) for line in found["ballots"]],
        "nominations": sorted(
            found["nominations"],
            key=lambda line: (_AWARDS.index(line["award"]), line["position"], line["entry"]),
        ),
        "balance": {key: found["balance"][key] for key in ("files", "stages", "rows")},
    }


_AWARDS = (
    "cong-nhan",
    "tieu-bieu",
    "htxsnv-tap-the",
    "htxsnv-ca-nhan",
    "htxsnv-tap-the-cs",
    "htxsnv-ca-nhan-cs",
)


def _stages(line: Json, stages: tuple[str, ...]) -> Json:
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
