"""Workbooks as somebody with bad intentions would send them: a forged card, a forged memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from tests.xladdin.memory import MemoryHost, Page
from workbooks.layout import CARD_SHEET, MARKS_SHEET

__all__ = ["forge_form", "forge_key", "forge_memory", "forge_texts", "record"]

_CHUNK = 30_000


def forge_key(host: MemoryHost, key: str, value: str) -> None:
    """Puts another value to a key of the card."""
    card = host.pages[CARD_SHEET].values
    rows = {str(told): row for (row, column), told in card.items() if column == 0}
    row = rows.get(key, max(rows.values()) + 1)
    card[row, 0], card[row, 1] = key, value


def forge_form(host: MemoryHost, change: Callable[[dict[str, Any]], object]) -> None:
    """Changes the form part that the card carries."""
    card = host.pages[CARD_SHEET].values
    said = {str(card[row, 0]): str(card.get((row, 1))) for row, column in card if column == 0}
    chunks = [said[f"form_{k}"] for k in range(1, int(said["form_chunks"]) + 1)]
    tree = json.loads("".join(chunks))
    change(tree)
    text = json.dumps(tree, ensure_ascii=False)
    parts = [text[start : start + _CHUNK] for start in range(0, len(text), _CHUNK)]
    forge_key(host, "form_chunks", str(len(parts)))
    for number, part in enumerate(parts, 1):
        forge_key(host, f"form_{number}", part)


def forge_texts(host: MemoryHost, words: str, keys: Sequence[str]) -> None:
    """Puts the same words wherever the form part has one of these keys."""

    def put(tree: Any) -> None:
        for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
            if isinstance(value, dict | list):
                put(value)
            elif key in keys and isinstance(value, str):
                tree[key] = words

    forge_form(host, put)


def record(kind: str, sheet: str, cells: str = "", ours: object = "", former: object = "") -> Any:
    """A line of the memory as it is written."""
    return [kind, sheet, cells, json.dumps(ours), json.dumps(former)]


def forge_memory(host: MemoryHost, *lines: Sequence[object]) -> None:
    """A memory that no check has written."""
    page = Page(MARKS_SHEET, state="veryHidden")
    for row, line in enumerate(lines):
        page.values |= {(row, column): value for column, value in enumerate(line)}
    host.book().impl.pages.append(page)
