"""Law changes, code does not (design §1, promise 5): what a campaign says stands in no code.

Preset ids, levels, offices, documents, routes, scales, criteria, awards, unit groups and fields
of the built-in campaigns are looked for in every module and message that ships.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from schemas.preset import preset_bytes, presets
from tests.sources import ROOT

_SHIPPED = ("schemas", "appraisal", "workbooks", "cli", "xladdin")
_TEXT = {".py", ".json", ".txt"}

_PLAIN_WORDS = {
    "tap-the": "the contract of results.json names the kinds of subject",
    "ca-nhan": "the contract of results.json names the kinds of subject",
    "tập thể": "a word of the field's own language, in headings of lists",
    "cá nhân": "a word of the field's own language, in headings of lists",
}
"""What a preset says that is a term of the product too, and why."""


def _shipped() -> Iterator[Path]:
    for package in _SHIPPED:
        for path in sorted((ROOT / package).rglob("*")):
            if path.suffix in _TEXT and "presets" not in path.parts:
                yield path


@cache
def _texts() -> tuple[tuple[str, str], ...]:
    return tuple(
        (path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8").casefold())
        for path in _shipped()
    )


def _found(word: str) -> list[str]:
    pattern = re.compile(rf"(?<![\w-]){re.escape(word.casefold())}(?![\w-]|\.xlsx)")
    return [path for path, text in _texts() if pattern.search(text)]


def _said(tree: dict[str, Any]) -> Iterator[str]:
    """Every name by which the campaign's own law could have crept into code."""
    yield tree["id"]
    yield tree["document"]["number"]
    yield from (tree["office"][key] for key in ("name", "superior", "place", "authority"))
    yield from (level["name"] for level in tree["levels"])
    yield from (basis["symbol"] for basis in tree["legal_bases"])
    yield from (group["label"] for group in tree["unit_groups"])
    for route in tree["routes"]:
        yield route["name"]
    for scale in tree["scales"]:
        yield scale["title"]
        yield from (item["label"] for item in scale["criteria"])
        yield from (item["id"] for item in scale["criteria"] if "_" in item["id"])
    for award in tree["awards"]:
        yield award["title"]
        yield award["authority"]
        yield award["id"]
    yield from (rule["id"] for rule in tree["exclusions"] if "-" in rule["id"])


@pytest.mark.parametrize("preset", [info.id for info in presets()])
def test_no_code_and_no_message_holds_what_a_preset_says(preset: str) -> None:
    words = sorted({word for word in _said(json.loads(preset_bytes(preset))) if word})
    found = {word: places for word in words if (places := _found(word))}
    assert {word: at for word, at in found.items() if word.casefold() not in _PLAIN_WORDS} == {}


def test_the_search_finds_a_word_that_is_there() -> None:
    assert "schemas/kinds.py" in _found("khao-sat")
    assert _found("trimmed-mean-of-nothing") == []
