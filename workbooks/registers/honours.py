"""The honours register read into values: what was already awarded, spelt as typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from appraisal.honour import Honour
from schemas.campaign import Campaign
from schemas.dates import parse_date
from schemas.field import Choice
from schemas.finding import Finding
from schemas.text import match_key
from workbooks.register import Line, read_register
from workbooks.registers.faults import line_fault
from workbooks.registers.forms import honours_register

__all__ = ["read_honours"]

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,19}")
_YEAR = re.compile(r"(19|20)[0-9]{2}")


def read_honours(
    data: bytes, file: str, campaign: Campaign
) -> tuple[tuple[Honour, ...], tuple[Finding, ...]]:
    """The honours in file order, every line of them: a faulty one is in doubt, never passed over.

    A blank code becomes ``KT-001`` by the number of the line. REG-016 a code twice, REG-015 an
    unusable one (such a line bears the code of its number), REG-013 not a year or a day long
    after the campaign (it counts as not said), and the
    codes of `read_register`. A unit that stands in no register is no fault: it may be long gone.
    """
    register = honours_register(campaign)
    labels = {column.id: column.label for column in register.columns}
    lines, findings = read_register(data, file, register)
    codes, more = _codes(lines)
    honours: list[Honour] = []
    for line, code in zip(lines, codes, strict=True):
        years: dict[str, int | None] = {}
        for column in ("born", "year"):
            latest = campaign.year if column == "born" else campaign.year + 1
            years[column] = _year(line.text(column), latest)
            if line.text(column) and years[column] is None:
                more.append(line_fault("REG-013", line, column, column=labels[column]))
        made = _honour(campaign, line, code, years["born"], years["year"])
        if made.dated is not None and made.dated.year > campaign.year + 1:
            more.append(line_fault("REG-013", line, "dated", column=labels["dated"]))
            made = replace(made, dated=None)
        honours.append(made)
    return tuple(honours), (*findings, *more)


def _honour(
    campaign: Campaign, line: Line, code: str, born: int | None, year: int | None
) -> Honour:
    lists = campaign.honours
    award, movement = line.text("award"), line.text("movement")
    return Honour(
        code=code,
        name=line.text("name"),
        subject=line.text("subject"),
        unit=line.text("unit"),
        born=born,
        title=line.text("title"),
        award=_listed(award, lists.awards if lists else ()),
        award_text=award,
        movement=_listed(movement, lists.movements if lists else ()),
        movement_text=movement,
        year=year,
        number=line.text("number"),
        dated=line.day("dated"),
        note=line.text("note"),
        origin=line.origin,
    )


def _listed(wording: str, choices: Sequence[Choice]) -> str:
    """The id of the choice a wording stands for; empty where it is on no list."""
    key = match_key(wording)
    return next((c.id for c in choices if key in (match_key(c.label), match_key(c.id))), "")


def _year(text: str, latest: int) -> int | None:
    """A year from 1900 to ``latest``, or that of a whole date; ``None`` for anything else."""
    day = parse_date(text)
    year = day.year if day else int(text) if _YEAR.fullmatch(text) else None
    return year if year is not None and year <= latest else None


def _codes(lines: Sequence[Line]) -> tuple[list[str], list[Finding]]:
    """The code of each line: its own where that is usable and the first, else by its number."""
    findings: list[Finding] = []
    first: dict[str, int] = {}
    for place, line in enumerate(lines):
        code = line.text("code")
        if code and not _CODE.fullmatch(code):
            findings.append(line_fault("REG-015", line, "code"))
        elif code and code.casefold() in first:
            cell = lines[first[code.casefold()]].origins["code"].cell
            findings.append(line_fault("REG-016", line, "code", first=cell))
        elif code:
            first[code.casefold()] = place
    taken, own = set(first), {place: lines[place].text("code") for place in first.values()}
    codes: list[str] = []
    for place in range(len(lines)):
        code = own.get(place) or _free(f"KT-{place + 1:03d}", taken)
        taken.add(code.casefold())
        codes.append(code)
    return codes, findings


def _free(code: str, taken: set[str]) -> str:
    """The code, or with a number behind it where another line bears it already."""
    found, number = code, 1
    while found.casefold() in taken:
        number += 1
        found = f"{code}-{number}"
    return found
