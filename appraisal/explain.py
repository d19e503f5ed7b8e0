"""Why this one and not that one: the whole chain of an entry in words (design §1, promise 4)."""

from __future__ import annotations

from appraisal.explain_awards import award_lines
from appraisal.explain_checks import check_lines
from appraisal.explain_council import council_lines
from appraisal.explain_entry import entry_lines
from appraisal.explain_sums import ballot_lines, mark_lines
from appraisal.explain_words import Words, words_of
from appraisal.nearmiss import NONE_NEAR, near_misses
from appraisal.run import Run
from schemas.text import fold_key

__all__ = ["explain"]


def explain(run: Run, entry_id: str, lang: str = "vi") -> tuple[str, ...]:
    """The lines that explain an entry: cells, arrival, checks, ballots, sums, awards, decisions.

    Texts EXP-001 to EXP-299, reasons of the REF codes. An unknown id gets its near misses.
    """
    words = words_of(run, lang)
    wanted = fold_key(entry_id)
    result = next((r for key, r in words.results.items() if fold_key(key) == wanted), None)
    if result is None:
        return _unknown(words, entry_id)
    sections = (
        entry_lines(words, result),
        check_lines(words, result),
        ballot_lines(words, result),
        mark_lines(words, result),
        award_lines(words, result),
        council_lines(words, result),
    )
    return tuple(line for section in sections for line in section)


def _unknown(words: Words, entry_id: str) -> tuple[str, ...]:
    near = near_misses(entry_id, words.results)
    lines = [words.phrase("EXP-190", entry=entry_id)]
    if near != NONE_NEAR:
        lines.append(words.phrase("EXP-191", entries=near))
    return tuple(lines)
