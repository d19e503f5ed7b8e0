"""The built-in campaigns: ready definitions made from real documents."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable

__all__ = ["PresetInfo", "preset_bytes", "presets"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PresetInfo:
    """What a list of presets shows: the preset's id is the campaign's id."""

    id: str
    title: str
    year: int
    office: str


def presets() -> tuple[PresetInfo, ...]:
    """Every built-in campaign, ordered by id."""
    return tuple(_info(file) for _, file in sorted(_files().items()))


def preset_bytes(preset_id: str) -> bytes:
    """The definition of a preset, byte for byte; KeyError where there is none."""
    return _files()[preset_id].read_bytes()


def _files() -> dict[str, Traversable]:
    folder = resources.files("schemas").joinpath("presets")
    found = [item for item in folder.iterdir() if item.name.endswith(".json")]
    return {item.name.removesuffix(".json"): item for item in found}


def _info(file: Traversable) -> PresetInfo:
    tree = json.loads(file.read_bytes())
    return PresetInfo(
        id=tree["id"], title=tree["title"], year=tree["year"], office=tree["office"]["name"]
    )
