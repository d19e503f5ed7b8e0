"""Writes docs/input-faults.md (``python -m tests.cli.input_faults_page``)."""

from __future__ import annotations

from pathlib import Path

from schemas.message import catalogue
from tests.cli.bad_input import KINDS
from tests.returned.kind import Kind

__all__ = ["PAGE", "page"]

PAGE = Path(__file__).resolve().parents[2] / "docs" / "input-faults.md"
_WORDS = 14

_HEAD = """# What bad input is answered with

Every kind below is made at run time by `tests/returned/` and `tests/cli/bad_input.py`, put into a
small office and merged by `tests/cli/test_bad_input.py`: the merge ends, the finding stands at its
cell, the file that came in is unchanged, and the account of files, units and rows closes. Exit
code 0 means that nothing has to be mended; 1 that results were written and errors are to be mended;
2 that nothing was written and the former results are whole. The messages begin as shown;
`docs/findings.md` has them whole, with remedies.

This page is written by `python -m tests.cli.input_faults_page`; do not edit it.
"""

_COLUMNS = """
| What came in | The file is | Finding | Cell | Exit | The message begins |
|---|---|---|---|---|---|
"""


def page() -> str:
    """The page as it must stand now: one table per group, its kinds in the order of trial."""
    groups: dict[str, list[Kind]] = {}
    for kind in KINDS:
        groups.setdefault(kind.group, []).append(kind)
    return _HEAD + "".join(_table(heading, kinds) for heading, kinds in groups.items())


def _table(heading: str, kinds: list[Kind]) -> str:
    return f"\n## {heading}\n{_COLUMNS}" + "".join(_line(kind) for kind in kinds)


def _line(kind: Kind) -> str:
    words = catalogue("vi")[kind.code]["message"].split() if kind.code else []
    begins = " ".join(words[:_WORDS]) + (" …" if len(words) > _WORDS else "")
    cells = (
        kind.name,
        kind.status or "no return",
        f"`{kind.code}`" if kind.code else "none",
        f"`{kind.cell}`" if kind.cell else "",
        str(kind.exit_code),
        begins.replace("|", "\\|"),
    )
    return "| " + " | ".join(cells) + " |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
