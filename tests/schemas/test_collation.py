"""Our order of Vietnamese texts against an implementation that is not ours: ICU, through Node."""

from __future__ import annotations

import json
import random
import shutil
import subprocess

import pytest

from schemas.text import sort_key, sort_key_name
from tests.schemas.oldtyped import syllables

NODE = shutil.which("node")

SCRIPT = (
    "const words = JSON.parse(require('fs').readFileSync(0));"
    "const given = process.argv[1] === 'names';"
    "const collator = new Intl.Collator('vi');"
    "if (collator.resolvedOptions().locale !== 'vi') process.exit(3);"
    "const parts = (name) => { const w = name.split(' ');"
    " return [w[w.length - 1], w.slice(1, -1).join(' '), w.length > 1 ? w[0] : '']; };"
    "const key = given ? parts : (word) => [word];"
    "const order = (a, b) => { const x = key(a), y = key(b);"
    " for (let i = 0; i < x.length; i++) {"
    " const c = collator.compare(x[i], y[i]); if (c) return c; }"
    " return 0; };"
    "console.log(JSON.stringify(words.sort(order)))"
)

SIGNED = (
    "K'Brếp", "K Brếp", "H'Hen Niê", "Y Bhăm", "Đỗ-Hà", "Tổ 1", "Tổ 1A", "Thôn 3", "Thôn 12",
    "Xã (mới)", "Ha Noi", "Hà Nội", "HÀ NỘI", "hà nội", "hòa", "hoa", "Wil", "Jơ", "Zơ", "Fơ",
)  # fmt: skip


def _by_icu(texts: list[str], kind: str) -> list[str]:
    assert NODE is not None
    done = subprocess.run(
        [NODE, "-e", SCRIPT, kind], input=json.dumps(texts), capture_output=True, text=True
    )
    if done.returncode == 3:
        pytest.skip("this Node has no Vietnamese collation")
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def _words(seed: int) -> list[str]:
    chance = random.Random(seed)
    known = sorted(syllables())
    small = chance.sample(known, 2600)
    cased = [word.capitalize() for word in small[:400]] + [word.upper() for word in small[400:600]]
    return [*small, *cased, *SIGNED]


def _names(seed: int) -> list[str]:
    """Two to four syllables, few different ones, so that many names share a part."""
    chance = random.Random(seed)
    few = [word.capitalize() for word in chance.sample(sorted(syllables()), 60)]
    return sorted({" ".join(chance.choices(few, k=chance.choice((2, 3, 4)))) for _ in range(2200)})


@pytest.mark.skipif(NODE is None, reason="Node is not installed")
def test_words_stand_in_the_order_of_icu() -> None:
    words = _words(1)
    assert sorted(words, key=sort_key) == _by_icu(words, "words")


@pytest.mark.skipif(NODE is None, reason="Node is not installed")
def test_names_stand_in_the_order_of_icu_part_by_part() -> None:
    names = _names(2)
    assert len(names) >= 2000
    assert sorted(names, key=sort_key_name) == _by_icu(names, "names")
