"""The chain of figures of one entry, as ``thidua explain`` says it, and a sheet that shows it."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schemas.message import text, title
from schemas.text import safe_text
from workbooks import style
from workbooks.sheets.anchors import sheet_name
from workbooks.writer import FONT
from xladdin.area import Area
from xladdin.district.workplace import RETURNS_DIR
from xladdin.host import Host
from xladdin.inert import inert
from xladdin.launching import own_python, piped
from xladdin.refusal import Refusal

__all__ = ["Explained", "explain_entry", "link", "write_explanation"]

_SECONDS = 600
_WIDTHS = (90, 24)
_LONGEST = 2_000
_LONGEST_LINK = 250
_HEADING = re.compile(r"[0-9]+[.] ")
_NO_WORDS = re.compile(r"[0-9.,/:% ]+$|(?i:true|false)$")
"""What a spreadsheet would take for a number, a day or a truth."""
_WHOLE = "$"
"""The "cell" of a definition as a whole."""
_UNLINKED = frozenset("#[]%")


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """What ``thidua explain --json`` says: ``run`` and ``as_of`` name what it was worked out of.

    ``total`` is a decimal with a point, ``None`` without one.
    """

    campaign: str
    run: str
    entry: str
    total: str | None
    rank: int | None
    lines: tuple[str, ...]


def explain_entry(
    workspace: Path, entry: str, day: str, run: Callable[[Sequence[str]], Any] = piped
) -> Explained:
    """Has the command line explain an entry as of a day (``05/12/2024``).

    `Refusal` ADD-092 with what the command says where it refuses. RuntimeError where it crashes.
    """
    where = ("-C", str(workspace), "--as-of", day, "--json", "--", entry)
    process = run(own_python("cli", "explain", *where))
    try:
        out, err = process.communicate(timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise
    if process.returncode not in (0, 2):
        raise RuntimeError(err)
    said = json.loads(out)
    if process.returncode == 2:
        raise Refusal("ADD-092", entry=entry, problem="\n".join(_problems(said["findings"])))
    return Explained(
        campaign=said["campaign"],
        run=said["run"],
        entry=said["entry"],
        total=said["total"],
        rank=said["rank"],
        lines=tuple(said["lines"]),
    )


def _problems(findings: Sequence[dict[str, str | None]]) -> Iterator[str]:
    for finding in findings[:5]:
        cell = finding["cell"] if finding["cell"] != _WHOLE else ""
        place = " – ".join(filter(None, (finding["file"], finding["sheet"], cell)))
        told = f"{finding['message']} {finding['remedy']}".strip()
        yield f"{place}: {told}" if place else told


def write_explanation(
    host: Host, sheet: Any, workspace: Path, told: Explained, about: str, warnings: Sequence[str]
) -> None:
    """Fills an empty sheet of xlwings: the heading, what to beware of, the chain line by line.

    Nothing that a unit typed becomes a formula. A line that names a cell of a returned file has a
    link to it in the second column.
    """
    top = [title("ADD-094", "vi", entry=told.entry).upper(), told.campaign, about]
    lines = [*top, *warnings, "", *told.lines]
    first = len(lines) - len(told.lines) + 1
    whole = sheet.range((1, 1), (len(lines), len(_WIDTHS)))
    whole.font.name = FONT
    whole.wrap_text = True
    whole.vertical_alignment = "top"
    for column, room in enumerate(_WIDTHS, 1):
        sheet.range((1, column), (1, column)).column_width = room
    links = [link(workspace, line) if row >= first else "" for row, line in enumerate(lines, 1)]
    block = [[_inert(line), found] for line, found in zip(lines, links, strict=True)]
    sheet.range((1, 1), (len(lines), 2)).raw_value = block
    if warnings:
        places = Area(top=len(top), left=0, bottom=len(top) + len(warnings) - 1, right=0)
        host.paint(sheet, [places], host.solid(style.WARN_FILL))
    sheet.range((first, 2), (len(lines), 2)).font.color = style.LINK_TEXT
    bold = [1, *range(len(top) + 1, len(top) + len(warnings) + 1), first]
    bold += [row for row, line in enumerate(lines, 1) if row > first and _HEADING.match(line)]
    for row in bold:
        sheet.range((row, 1), (row, 1)).font.bold = True
    heads = [row for row in bold if row >= first]
    spots = [Area(top=row - 1, left=0, bottom=row - 1, right=len(_WIDTHS) - 1) for row in heads]
    host.paint(sheet, spots, host.solid(style.HEAD_FILL))
    host.lay_out(sheet, 1)


def _inert(line: str) -> str:
    """A line that no spreadsheet takes for anything but words."""
    told = safe_text(line)[:_LONGEST]
    return f"'{told}" if _NO_WORDS.match(told) else inert(told)


def link(workspace: Path, line: str) -> str:
    """A formula that opens the cell a line names at its end; empty where there is none.

    Only a workbook that lies among the returns is linked to, whatever the line says.
    """
    found = _place().search(line)
    if found is None:
        return ""
    returns = (workspace / RETURNS_DIR).resolve()
    file = (workspace / found["file"]).resolve()
    if file.suffix.casefold() != ".xlsx" or returns not in file.parents or not file.is_file():
        return ""
    shown = f"{found['sheet']}!{found['cell']}"
    target = f"{file}#{sheet_name(found['sheet'])}!{found['cell']}"
    if _UNLINKED & set(str(file)) or max(len(target), len(shown)) > _LONGEST_LINK:
        return ""
    return "=HYPERLINK({},{})".format(*(_quoted(part) for part in (target, shown)))


def _place() -> re.Pattern[str]:
    """How the catalogue writes a place: ``tệp …, trang “…”, ô C12`` at the end of a line."""
    wording = re.escape(text("EXP-005", "vi", file="\x01", sheet="\x02", cell="\x03"))
    inside = {
        "\x01": rf"(?P<file>{RETURNS_DIR}/.+?)",
        "\x02": "(?P<sheet>.+?)",
        "\x03": "(?P<cell>[A-Z]{1,3}[0-9]{1,7})",
    }
    for mark, group in inside.items():
        wording = wording.replace(mark, group)
    return re.compile(f"(?:.*){wording}$")


def _quoted(part: str) -> str:
    return '"' + part.replace('"', '""') + '"'
