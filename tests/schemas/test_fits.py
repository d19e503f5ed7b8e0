"""The quick answer is that of ``jsonschema``, on every definition and whatever is done to it."""

from __future__ import annotations

import copy
import random
import subprocess
import sys
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import shape
from schemas.fits import fits
from schemas.jsontext import read_json
from schemas.preset import preset_bytes, presets
from tests.sources import ROOT

_TREES = {info.id: read_json(preset_bytes(info.id), "x")[0] for info in presets()}
_VALUES: tuple[Any, ...] = (
    None, True, 0, 1, -5, 10**12, "", "a", "A b", "x" * 5000, "2024-02-30", "2024-02-29", "1/2",
    Decimal("1.5"), [], {}, ["a", "a"], ["a", 1], [True, 1], {"id": "a"}, [{"id": "a"}] * 2,
)  # fmt: skip


def _valid(tree: object) -> bool:
    return bool(shape._validator().is_valid(tree))


def _quick(tree: object) -> bool:
    return fits(tree, shape.definition_schema(), shape._is_day)


@pytest.mark.parametrize("name", sorted(_TREES))
def test_every_preset_fits(name: str) -> None:
    assert _quick(_TREES[name]) and _valid(_TREES[name])


def _spoilt(tree: Any, chance: random.Random) -> Any:
    """The tree with one thing changed, gone, added or doubled, at any place."""
    tree = copy.deepcopy(tree)
    at = tree
    while True:
        keys = list(at) if isinstance(at, dict) else list(range(len(at)))
        key = chance.choice(keys)
        if isinstance(at[key], dict | list) and at[key] and chance.random() < 0.85:
            at = at[key]
            continue
        match chance.randrange(4):
            case 0:
                del at[key]
            case 1 if isinstance(at, list):
                at.append(copy.deepcopy(at[key]))
            case 2 if isinstance(at, dict):
                at[chance.choice(["moi", "id", "label", "a b"])] = chance.choice(_VALUES)
            case _:
                at[key] = chance.choice(_VALUES)
        return tree


@settings(max_examples=60)
@given(st.sampled_from(sorted(_TREES)), st.integers(0, 2**32))
def test_a_spoilt_definition_is_judged_as_by_jsonschema(name: str, seed: int) -> None:
    tree = _spoilt(_TREES[name], random.Random(seed))
    assert _quick(tree) is _valid(tree)


@pytest.mark.parametrize("word", ["oneOf", "not", "patternProperties", "dependentRequired"])
def test_a_word_it_does_not_know_is_left_to_jsonschema(word: str) -> None:
    assert fits({}, {"type": "object"}, shape._is_day)
    assert not fits({}, {"type": "object", word: {}}, shape._is_day)


def test_a_sound_definition_is_read_without_jsonschema() -> None:
    program = (
        "import sys\n"
        "from schemas.load import read_definition\n"
        "from schemas.preset import preset_bytes\n"
        "campaign, found = read_definition(preset_bytes('don-duong-2024'))\n"
        "assert campaign is not None and found == ()\n"
        "print('jsonschema' in sys.modules)\n"
        "read_definition(b'{}')\n"
        "print('jsonschema' in sys.modules)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (run.stdout.split(), run.stderr) == (["False", "True"], "")
