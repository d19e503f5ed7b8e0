"""Writes docs/input-faults.md (``python -m tests.cli.input_faults_page``)."""

from __future__ import annotations

from pathlib import Path

from schemas.message import catalogue
from tests.cli.bad_input import KINDS, Kind

__all__ = ["PAGE", "page"]

PAGE = Path(__file__).resolve().parents[2] / "docs" / "input-faults.md"
_WORDS = 14

_HEAD = """# What bad input is answered with

Every kind below is made at run time by `tests/cli/bad_input.py`, put into a small office and
merged by `tests/cli/test_bad_input.py`: the merge ends, the finding stands at its cell, the file
that came in is unchanged, and the account of files, units and rows closes. Exit code 1 means
that results were written and errors are to be mended; 2 that nothing was written and the former
results are whole. The messages begin as shown; `docs/findings.md` has them whole, with remedies.

This page is written by `python -m tests.cli.input_faults_page`; do not edit it.

| What came in | Finding | Cell | The file is | Exit | The message begins |
|---|---|---|---|---|---|
"""


def page() -> str:
    """The page as it must stand now, one line per kind in the order in which they are tried."""
    return _HEAD + "".join(_line(kind) for kind in KINDS)


def _line(kind: Kind) -> str:
    words = catalogue("vi")[kind.code]["message"].split()
    begins = " ".join(words[:_WORDS]) + (" …" if len(words) > _WORDS else "")
    cells = (
        kind.name,
        f"`{kind.code}`",
        f"`{kind.cell}`" if kind.cell else "",
        kind.status or "no return",
        str(kind.exit_code),
        begins.replace("|", "\\|"),
    )
    return "| " + " | ".join(cells) + " |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
