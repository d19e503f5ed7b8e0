"""Reads a campaign definition: shape first, then meaning; every fault a finding."""

from __future__ import annotations

import json
import re
from typing import Any

from schemas.build import Json, build
from schemas.campaign import Campaign
from schemas.finding import Finding, Severity
from schemas.jsontext import read_json
from schemas.meaning import judge_meaning
from schemas.shape import read_shape

__all__ = ["read_definition", "select_scale"]


def read_definition(
    data: bytes, file: str = "campaign.json"
) -> tuple[Campaign | None, tuple[Finding, ...]]:
    """Read a definition from its bytes (UTF-8, a byte order mark is allowed).

    The campaign is ``None`` if the shape is broken (DEF-1xx: every fault of the shape is
    reported, none of the meaning); otherwise the findings are those of the meaning (DEF-2xx),
    in the order of the file.
    """
    tree, faults = read_shape(data, file)
    if faults or not isinstance(tree, dict):
        return None, faults
    campaign = build(Campaign, _resolved(tree))
    return campaign, judge_meaning(campaign, file)


def select_scale(data: bytes, scale_id: str) -> bytes:
    """The same definition with another of its scales selected; everything else byte for byte.

    Raises KeyError where the definition has no such scale, ValueError where it cannot be read.
    """
    campaign, faults = read_definition(data)
    if campaign is None or any(fault.severity is Severity.ERROR for fault in faults):
        raise ValueError("the definition has faults")
    if scale_id not in {scale.id for scale in campaign.scales}:
        raise KeyError(scale_id)
    if scale_id == campaign.scale_id:
        return data
    text = data.decode("utf-8")
    for found in re.finditer(r'("scale"\s*:\s*)"[^"]*"', text):
        changed = f"{text[: found.start()]}{found[1]}{json.dumps(scale_id)}{text[found.end() :]}"
        tree, _ = read_json(changed.encode(), "")
        if isinstance(tree, dict) and tree.get("scale") == scale_id:
            return changed.encode()
    raise ValueError("the selected scale is not written in the usual way")


def _resolved(tree: dict[str, Json]) -> dict[str, Any]:
    """The tree as the dataclasses want it: lists as a sequence, fields with their choices."""
    made: dict[str, Any] = {**tree, "scale_id": tree["scale"]}
    del made["scale"]
    lists: dict[str, Any] = made["lists"]
    made["lists"] = [{"id": key, **spec} for key, spec in lists.items()]
    made["stages"] = [_resolved_stage(stage, lists) for stage in made["stages"]]
    return made


def _resolved_stage(stage: dict[str, Any], lists: dict[str, Any]) -> dict[str, Any]:
    form = stage["form"]
    if form is None:
        return stage
    parts = {part: [_resolved_field(f, lists) for f in form[part]] for part in ("header", "fields")}
    return {**stage, "form": {**form, **parts}}


def _resolved_field(field: dict[str, Any], lists: dict[str, Any]) -> dict[str, Any]:
    known = lists.get(field.get("list", ""))
    return {**field, "choices": known["choices"]} if known else field
