"""What a demo must come to, computed from the plan alone: a second opinion on every figure.

Nothing of the product's own sums is imported; the arithmetic is done anew, with fractions, straight
from the planned points and from the quotas, floors and routes that the preset declares.
"""

from __future__ import annotations

import json
from fractions import Fraction

from schemas.campaign import APPRAISAL
from schemas.kinds import Effect

from .balance import Json, balance, bodies, files, members, units
from .campaigns import plan
from .places import give, mendable, refers
from .plan import FINAL, Book, PlannedEntry
from .scores import in_conflict, seats, to_appraise
from .totals import Result, rank_all, result_of, shown
from .units import PlannedMember

__all__ = ["expected", "expected_json"]


def expected(preset: str) -> Json:
    """The final results of a demo in the words of ``results.json``, with lists sorted alike.

    ``entries[].exclusions`` are rule ids, ``entries[].referred`` the awards (or ``appraisal``).
    """
    book = plan(preset)
    results = [result_of(book, entry) for _, entry in sorted(book.entries.items())]
    rank_all(book, results)
    nominations: list[Json] = []
    for award in book.campaign.awards:
        nominations += give(book, award, results)
    return {
        "files": files(book),
        "units": units(book),
        "members": members(book),
        "bodies": bodies(book),
        "entries": [_as_json(book, result) for result in results],
        "ballots": [line for result in results for line in _ballots(book, result.entry)],
        "nominations": nominations,
        "balance": balance(book),
    }


def expected_json(preset: str) -> bytes:
    """`expected` as a file: UTF-8, sorted keys."""
    text = json.dumps(expected(preset), ensure_ascii=False, indent=1, sort_keys=True)
    return f"{text}\n".encode()


def _as_json(book: Book, result: Result) -> Json:
    entry = result.entry
    return {
        "id": entry.id,
        "unit": entry.unit,
        "subject": entry.subject,
        "name": entry.name,
        "title": entry.title,
        "state": "withdrawn" if entry.withdrawn else entry.state,
        "status": "incomplete" if entry.faulty else "complete",
        "blocked": sorted(entry.blocked),
        "late": entry.late,
        "route": entry.route,
        "total": None if result.exact is None else f"{float(shown(result.exact)):.2f}",
        "total_exact": None if result.exact is None else _fraction(result.exact),
        "ballots_valid": result.valid,
        "ballots_expected": result.expected,
        "rank": result.rank,
        "band": result.band,
        "recognised": result.recognised,
        "criteria": {name: _fraction(mean) for name, mean in sorted(result.means.items())},
        "awards": [
            award.id
            for award in book.campaign.awards
            if result.verdicts.get(award.id) == "nominated"
        ],
        "exclusions": sorted(
            rule.id
            for rule in book.campaign.exclusions
            if rule.effect is Effect.EXCLUDE and rule.id in entry.facts - entry.waived
        ),
        "referred": _referred(book, result),
    }


def _fraction(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"


def _referred(book: Book, result: Result) -> list[str]:
    """The awards for which the council must decide; ``appraisal`` for the entry as a whole.

    A case of the whole entry is settled when the council has decided and nothing is open.
    """
    entry = result.entry
    if entry.withdrawn or entry.state == "returned":
        return []
    whole = (
        entry.held
        or entry.paused
        or any(
            refers(rule, entry) and APPRAISAL in rule.blocks for rule in book.campaign.exclusions
        )
    )
    whole = whole or (not mendable(book) and APPRAISAL in entry.blocked)
    awards = {award for award, verdict in result.verdicts.items() if verdict == "referred"}
    if _decided(book, entry) and not {"referred", "waiting"} & set(result.verdicts.values()):
        whole = False
    return sorted(awards | ({APPRAISAL} if whole else set()))


def _decided(book: Book, entry: PlannedEntry) -> bool:
    kinds = ("chon", "khong-chon")
    lines = book.decisions.get(FINAL, ())
    return any(line["kind"] in kinds and line.get("entry") == entry.id for line in lines)


def _ballots(book: Book, entry: PlannedEntry) -> list[Json]:
    """One line per seat: what became of the ballot, and the points of those that count."""
    lines: list[Json] = []
    for member in seats(book, entry):
        status = _status(book, member, entry)
        scores: dict[str, str] = {}
        if status == "counted":
            points = entry.ballots[member.code].points
            scale = book.campaign.scale_of(entry.subject)
            names = [criterion.id for criterion in scale.criteria]
            scores = {n: f"{p.normalize():f}" for n, p in zip(names, points, strict=True)}
        lines.append({"entry": entry.id, "member": member.code, "status": status, "scores": scores})
    return lines


def _status(book: Book, member: PlannedMember, entry: PlannedEntry) -> str:
    if not to_appraise(book, entry):
        return "not-issued"
    ballot = entry.ballots.get(member.code)
    if in_conflict(book, member, entry) or (ballot and ballot.mark == "conflict"):
        return "conflict"
    if ballot is None:
        return "absent"
    if ballot.mark == "abstain":
        return "abstained"
    if entry.held:
        return "held"
    return "incomplete" if ballot.mark or not ballot.usable else "counted"
