"""Lists of names and of rows as messages say them: bounded, whatever a file holds of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

__all__ = ["MOST_NAMES", "cut", "named", "row_runs"]

MOST_NAMES = 5
"""How many names a message gives before it only counts."""

_MOST_RUNS = 40
_LONGEST = 500
_LONGEST_NAME = 120


def cut(text: str, longest: int = _LONGEST) -> str:
    """A text with its end left out where it is longer."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def named(names: Iterable[str]) -> str:
    """Names in quotes, the first of them only where there are many: ``«A», «B», … (+12)``."""
    given = [cut(name, _LONGEST_NAME) for name in names]
    quoted = [f"«{name}»" for name in given[:MOST_NAMES]]
    rest = len(given) - len(quoted)
    return ", ".join([*quoted, f"… (+{rest})"] if rest else quoted)


def row_runs(rows: Sequence[int]) -> str:
    """Row numbers as people write them: ``12–15, 18``; of very many runs the first and the last."""
    parts: list[str] = []
    for _, run in groupby(enumerate(sorted(rows)), key=lambda item: item[1] - item[0]):
        numbers = [row for _, row in run]
        parts.append(f"{numbers[0]}–{numbers[-1]}" if len(numbers) > 1 else str(numbers[0]))
    if len(parts) > _MOST_RUNS:
        parts = [*parts[: _MOST_RUNS - 1], "…", parts[-1]]
    return ", ".join(parts)
