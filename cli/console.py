"""What the commands print: data on stdout, messages on stderr, on any console code page."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TextIO

import click

from schemas.finding import Finding, Severity
from schemas.message import render, text
from schemas.text import safe_text

__all__ = ["Console", "make_streams_safe", "one_line", "plain_json"]

_SEVERITY_CODES = {
    Severity.ERROR: "WSP-901",
    Severity.WARNING: "WSP-902",
    Severity.INFO: "WSP-903",
}

_ROOT = "$"  # a definition as a whole

_BREAKS = re.compile("[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_NOT_PLAIN = re.compile("[\x7f-\xa0\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_LONGEST = 2_000


def one_line(said: str) -> str:
    """A text as it may stand on a terminal: one line of at most 2,000 characters.

    What a stranger typed, or named a file, cannot move the cursor, colour or erase anything, turn
    the writing direction or begin a line that looks like ours.
    """
    plain = safe_text(_BREAKS.sub(" ", said))
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"


def plain_json(text: str) -> str:
    """The same JSON with every character that a terminal obeys or hides written as an escape."""
    return _NOT_PLAIN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def make_streams_safe() -> None:
    """Lets every letter print: UTF-8 where the console takes it, plain letters where it cannot.

    A legacy code page (cp437, cp1258) has no room for all Vietnamese letters; the error handler
    ``thidua-fold`` then prints the bare letter in place of raising.
    """
    import codecs
    import unicodedata

    def fold(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeEncodeError):
            raise error
        bad = error.object[error.start : error.end].replace("đ", "d").replace("Đ", "D")
        bare = "".join(c for c in unicodedata.normalize("NFD", bad) if c.isascii())
        return (bare or "?", error.end)

    codecs.register_error("thidua-fold", fold)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="thidua-fold")


class Console:
    """Prints for one command: ``--lang``, ``--json`` and ``-q`` in one place."""

    def __init__(self, *, lang: str, as_json: bool, quiet: bool, as_of: date | None = None) -> None:
        self.lang = lang
        self.as_json = as_json
        self.quiet = quiet
        self.as_of = as_of

    def say(self, code: str, /, **params: str) -> None:
        """One sentence about the work (stdout; stderr with ``--json``; nothing with ``-q``)."""
        if not self.quiet:
            click.echo(one_line(text(code, self.lang, **params)), file=self._messages())

    def data(self, lines: Iterable[str]) -> None:
        """What the command was asked for, also with ``-q``."""
        for line in lines:
            click.echo(one_line(line))

    def json(self, value: Mapping[str, object]) -> None:
        """Machine output on stdout."""
        self.json_text(json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2) + "\n")

    def json_text(self, written: str) -> None:
        """JSON that was written already, on stdout."""
        click.echo(plain_json(written), nl=False)

    def findings(self, findings: Iterable[Finding], limit: int | None = None) -> None:
        """Findings one by one: place, what, remedy. Beyond ``limit`` only their number."""
        shown = list(findings)
        for finding in shown[:limit]:
            for line in self.finding_lines(finding):
                click.echo(one_line(line), err=True)
        if limit is not None and len(shown) > limit:
            click.echo(text("WSP-904", self.lang, count=str(len(shown) - limit)), err=True)

    def record(self, finding: Finding) -> dict[str, object]:
        """A finding as machine output has it."""
        shown = render(finding, self.lang)
        origin = finding.origin
        return {
            "code": finding.code,
            "severity": str(finding.severity),
            "file": origin.file or None,
            "sheet": origin.sheet or None,
            "cell": origin.cell or None,
            "value": finding.value,
            "message": shown.message,
            "remedy": shown.remedy,
        }

    def finding_lines(self, finding: Finding) -> tuple[str, str]:
        """The two printed lines of a finding."""
        shown = render(finding, self.lang)
        word = text(_SEVERITY_CODES[finding.severity], self.lang)
        origin = finding.origin
        place = origin.file
        if origin.sheet:
            place += f" – {origin.sheet}"
        if origin.cell and origin.cell != _ROOT:
            place += f"!{origin.cell}" if origin.sheet else f" – {origin.cell}"
        head = f"{word} {finding.code}  {place}".rstrip()
        return head, f"    {shown.message} {shown.remedy}".rstrip()

    def _messages(self) -> TextIO:
        return sys.stderr if self.as_json else sys.stdout
