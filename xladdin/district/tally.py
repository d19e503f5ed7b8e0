"""What is said after a merge: the counts of ``results.json``, in words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from schemas.dates import format_date
from schemas.message import text
from workbooks.covering import LETTERS_FILE
from xladdin.district.workplace import PACKS_DIR, Results

__all__ = ["closing_words", "counts", "day_of"]


def counts(results: Results) -> dict[str, int]:
    """Files ``seen merged superseded duplicate rejected``; ``errors``, ``warnings``; ``packs``."""
    said: dict[str, int] = dict(results.content["balance"]["files"])
    weights = [finding["severity"] for finding in _findings(results)]
    found = (results.path.parent / PACKS_DIR).glob("*.xlsx")
    packs = [path for path in found if path.name != LETTERS_FILE]
    return said | {
        "errors": weights.count("error"),
        "warnings": weights.count("warning"),
        "packs": len(packs),
    }


def closing_words(results: Results) -> str:
    """Campaign and day, how every file was accounted for, what is left to mend."""
    told = {name: str(number) for name, number in counts(results).items()}
    title = str(results.content["campaign"]["title"])
    lines = [
        text("ADD-073", "vi", title=title, day=day_of(results)),
        text("ADD-074", "vi", **told),
        text("ADD-076" if told["errors"] == "0" else "ADD-075", "vi", **told),
    ]
    if told["packs"] != "0":
        folder = str(results.path.parent / PACKS_DIR)
        lines.append(text("ADD-077", "vi", packs=told["packs"], folder=folder))
    return "\n\n".join(lines)


def day_of(results: Results) -> str:
    """The day that a merge counted with, as ``05/12/2024``."""
    return format_date(date.fromisoformat(results.as_of))


def _findings(results: Results) -> Iterator[Mapping[str, Any]]:
    """Also where the list is so long that it stands in a file of its own."""
    found = results.content["findings"]
    if isinstance(found, list):
        yield from found
        return
    with (results.path.parent / found["file"]).open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
