"""The count by the tree of units as a CSV file: UTF-8 with its mark, so that Excel reads it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from appraisal.run import Run
from cli.cluster.unittree import COUNTS, Node, unit_tree
from schemas.message import text

__all__ = ["write_tree"]

_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS = ("level", "code", "name", "parent", "units", *COUNTS, "own", "run")


def write_tree(run: Run, lang: str) -> bytes:
    """One line for each unit with all below it, one for what has no unit, one for the whole.

    The last two columns are the unit's own entries and the code of the run.
    """
    nodes = unit_tree(run)
    made = io.StringIO(newline="")
    lines = csv.writer(made, lineterminator="\r\n")
    lines.writerow([text(f"CLU-011:{column}", lang) for column in _COLUMNS])
    for node in nodes:
        lines.writerow(_line(node, run, lang))
    lines.writerow(_total(nodes, run, lang))
    return ("\ufeff" + made.getvalue()).encode()


def _line(node: Node, run: Run, lang: str) -> list[str]:
    unit = node.unit
    who = (
        ("", text("CLU-011:none", lang), "")
        if unit is None
        else (unit.code, unit.name, unit.parent)
    )
    return [
        str(node.level or ""),
        *map(_harmless, who),
        str(node.units),
        *(str(node.counts[name]) for name in COUNTS),
        str(node.own["entries"]),
        run.code,
    ]


def _total(nodes: tuple[Node, ...], run: Run, lang: str) -> list[str]:
    def summed(values: Iterator[int]) -> str:
        return str(sum(values))

    return [
        "",
        "",
        text("CLU-011:all", lang),
        "",
        summed(1 for node in nodes if node.unit),
        *(summed(node.own[name] for node in nodes) for name in COUNTS),
        summed(node.own["entries"] for node in nodes),
        run.code,
    ]


def _harmless(said: str) -> str:
    """What a spreadsheet would take for a formula stands behind an apostrophe."""
    return f"'{said}" if said.startswith(_FORMULAS) else said
