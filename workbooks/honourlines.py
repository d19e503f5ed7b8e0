"""Lines of the honours register as lists print them, and which of them a filter selects."""

from __future__ import annotations

from collections.abc import Iterable

from appraisal.honour import Honour
from schemas.campaign import Campaign
from schemas.dates import format_date
from schemas.honours import HonourFilter
from schemas.message import text
from schemas.text import match_key
from workbooks.runindex import RunIndex

__all__ = ["award_words", "document_words", "honour_words", "match_words", "selected"]


def selected(honours: Iterable[Honour], wanted: HonourFilter) -> list[Honour]:
    """The lines that a filter selects, in file order; an empty tuple of it means any."""
    return [honour for honour in honours if _fits(honour, wanted)]


def _fits(honour: Honour, wanted: HonourFilter) -> bool:
    other = wanted.other_movements and not honour.movement and bool(honour.movement_text.strip())
    return (
        (not wanted.awards or honour.award in wanted.awards)
        and (not wanted.movements or other or honour.movement in wanted.movements)
        and (not wanted.years or honour.year in wanted.years)
        and (not wanted.decided or (honour.dated is not None and _year(honour) in wanted.decided))
    )


def _year(honour: Honour) -> int | None:
    return honour.dated.year if honour.dated else None


def award_words(campaign: Campaign, honour: Honour) -> str:
    """The award and the movement of a line: by the list's label, else as typed."""
    lists = campaign.honours
    awards = {choice.id: choice.label for choice in (lists.awards if lists else ())}
    movements = {choice.id: choice.label for choice in (lists.movements if lists else ())}
    said = (
        awards.get(honour.award, honour.award_text),
        movements.get(honour.movement, honour.movement_text),
        f"năm {honour.year}" if honour.year else "",
    )
    return ", ".join(part for part in said if part)


def document_words(honour: Honour) -> str:
    """Number and day of the decision: ``QĐ số 12/QĐ-UBND ngày 05/01/2022``."""
    number = f"QĐ số {honour.number}" if honour.number else ""
    day = f"ngày {format_date(honour.dated)}" if honour.dated else ""
    return " ".join(part for part in (number, day) if part)


def honour_words(campaign: Campaign, honour: Honour) -> str:
    """A line whole: who, where, what for, by which decision."""
    born = f"sinh năm {honour.born}" if honour.born else ""
    parts = (
        honour.name,
        born,
        honour.unit if match_key(honour.unit) != match_key(honour.name) else "",
        award_words(campaign, honour),
        document_words(honour),
    )
    said = ", ".join(part for part in parts if part)
    return f"{said} (mã {honour.code})" if honour.code else said


def match_words(index: RunIndex, doubt: str) -> str:
    """Why a match is in doubt, in words; '' where nothing is said."""
    return text(doubt, index.lang) if doubt else ""
