"""The second part of an explanation: ballots, quorum, arithmetic, floors, band and rank."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from appraisal.ballot import Ballot, BallotStatus
from appraisal.exclusions import OUT_OF_PLAY
from appraisal.explain_words import Words
from appraisal.outcome import EntryResult
from appraisal.rounding import printed, reading_of
from appraisal.totals import quorum_needed, used_totals
from schemas.award import Preference
from schemas.campaign import Route
from schemas.kinds import Aggregation, Compare, Rounding
from schemas.scale import Scale

__all__ = ["ballot_lines", "mark_lines"]

_WHY = {
    BallotStatus.CONFLICT: "EXP-062",
    BallotStatus.ABSTAINED: "EXP-063",
    BallotStatus.INCOMPLETE: "EXP-064",
    BallotStatus.ABSENT: "EXP-065",
    BallotStatus.NOT_ISSUED: "EXP-066",
    BallotStatus.HELD: "EXP-067",
}
_CONFLICTS = {"personal": "EXP-068", "home-unit": "EXP-069", "declared": "EXP-070"}
_METHODS = {
    Aggregation.MEAN: "EXP-080",
    Aggregation.MEDIAN: "EXP-081",
    Aggregation.TRIMMED_MEAN: "EXP-082",
}
ROUNDINGS = {
    Rounding.HALF_UP: "EXP-086",
    Rounding.DOWN: "EXP-087",
    Rounding.UP: "EXP-088",
}
_NEIGHBOURS = 2


def ballot_lines(words: Words, result: EntryResult) -> list[str]:
    """The body, each ballot with its place and scores, the quorum, the arithmetic."""
    lines = [words.phrase("EXP-050")]
    route = next((r for r in words.run.campaign.routes if r.id == result.route), None)
    if route is None:
        return [*lines, words.say("EXP-052")]
    body = f" – {words.unit(result.body)}" if result.body else ""
    lines.append(words.say("EXP-051", route=route.name) + body)
    if all(ballot.status is BallotStatus.NOT_ISSUED for ballot in result.ballots):
        return [*lines, words.say("EXP-053")]
    scale = words.scale(result)
    if len(words.run.campaign.scored_scales()) > 1:
        lines.append(words.say("EXP-291", scale=scale.title))
    lines += [_ballot(words, ballot, scale) for ballot in result.ballots]
    lines += _quorum(words, result, route)
    return [*lines, *_arithmetic(words, result, route)]


def _ballot(words: Words, ballot: Ballot, scale: Scale) -> str:
    place = words.place(ballot.origin)
    tail = f" – {place}" if place else ""
    who = words.person(ballot.member)
    scores = _scores(words, ballot, scale)
    if ballot.total is not None:
        total = words.number(ballot.total)
        return words.say("EXP-060", member=who, scores=scores, total=total) + tail
    why = words.phrase(_WHY[ballot.status])
    if ballot.conflict:
        why += f" ({words.phrase(_CONFLICTS[ballot.conflict])})"
    return words.say("EXP-061", member=who, why=why, scores=scores) + tail


def _scores(words: Words, ballot: Ballot, scale: Scale) -> str:
    """Each criterion with its points and cell, a dash where it is blank."""
    if not any(score is not None for score in ballot.scores.values()):
        return words.phrase("EXP-071")
    shown = []
    for criterion in scale.criteria:
        score = ballot.scores.get(criterion.id)
        points = "–" if score is None else words.number(score)
        cell = ballot.cells[criterion.id].cell if criterion.id in ballot.cells else ""
        shown.append(f"{criterion.label} {points}" + (f" [{cell}]" if cell else ""))
    return " + ".join(shown)


def _quorum(words: Words, result: EntryResult, route: Route) -> list[str]:
    share = route.quorum_share * result.expected
    lines = [
        words.say(
            "EXP-072",
            share=words.fraction(route.quorum_share),
            expected=str(result.expected),
            exact=words.exact(share),
            rounded=str(share.__ceil__()),
            least=str(route.quorum_min),
        )
    ]
    if result.quorum != quorum_needed(route, result.expected):
        lines.append(words.say("EXP-073", needed=str(result.quorum)))
    enough = result.valid >= result.quorum
    numbers = {"valid": str(result.valid), "needed": str(result.quorum)}
    return [*lines, words.say("EXP-074" if enough else "EXP-075", **numbers)]


def _arithmetic(words: Words, result: EntryResult, route: Route) -> list[str]:
    """The mean written out, what was left out of it, and the figure as printed."""
    if result.total_exact is None or result.total is None:
        return [words.say("EXP-085")]
    totals = sorted(Fraction(b.total) for b in result.ballots if b.total is not None)
    used = used_totals(route.aggregation, totals)
    lines = [words.say(_METHODS[route.aggregation])]
    if route.aggregation is Aggregation.TRIMMED_MEAN:
        high, low = words.exact(totals[-1]), words.exact(totals[0])
        lines.append(words.say("EXP-083", highest=high, lowest=low))
    terms = " + ".join(words.exact(points) for points in used)
    lines.append(f"  ({terms}) ÷ {len(used)} = {words.exact(result.total_exact)}")
    campaign = words.run.campaign
    rounding = words.phrase(ROUNDINGS[campaign.rounding])
    lines.append(
        words.say(
            "EXP-084",
            exact=words.fraction(result.total_exact),
            printed=words.printed(result.total),
            decimals=str(campaign.decimals),
            rounding=rounding,
        )
    )
    return lines


def mark_lines(words: Words, result: EntryResult) -> list[str]:
    """Floors, threshold, band, pool, rank with its neighbours."""
    lines = [words.phrase("EXP-090")]
    if result.recognised is None:
        lacking = result.total_exact is None and not result.exclusions
        in_play = result.entry.state not in OUT_OF_PLAY
        return [*lines, words.say("EXP-089" if lacking and in_play else "EXP-091")]
    campaign = words.run.campaign
    exact = campaign.compare is Compare.EXACT
    lines.append(words.say("EXP-092" if exact else "EXP-093"))
    lines += _floors(words, result)
    lines += _threshold(words, result)
    return [*lines, *_rank(words, result)]


def _read(words: Words, value: Fraction) -> str:
    """A figure as the definition compares it."""
    campaign = words.run.campaign
    if campaign.compare is Compare.EXACT:
        return words.exact(value)
    return words.printed(printed(value, campaign.decimals, campaign.rounding))


def _floors(words: Words, result: EntryResult) -> list[str]:
    lines = []
    for criterion in words.scale(result).criteria:
        mean = result.criteria.get(criterion.id)
        if mean is None:
            continue
        shown = {"label": criterion.label, "mean": _read(words, mean)}
        if criterion.floor is None:
            lines.append(words.say("EXP-094", **shown))
        else:
            code = "EXP-096" if criterion.id in result.floors_failed else "EXP-095"
            lines.append(words.say(code, floor=words.number(criterion.floor), **shown))
    return lines


def _threshold(words: Words, result: EntryResult) -> list[str]:
    scale = words.scale(result)
    group = words.group_of(result.entry.unit)
    least = scale.recognise.for_group(group)
    assert result.total_exact is not None
    reached = reading_of(words.run.campaign).of(result.total_exact) >= Fraction(least)
    total = _read(words, result.total_exact)
    code = "EXP-097" if reached else "EXP-098"
    lines = [words.say(code, total=total, threshold=words.number(least))]
    lines.append(words.say("EXP-099" if result.recognised else "EXP-100"))
    labels = {band.id: band.label for band in scale.bands}
    if result.band:
        lines.append(words.say("EXP-101", band=labels.get(result.band, result.band)))
    return lines


def _rank(words: Words, result: EntryResult) -> list[str]:
    if result.rank is None:
        return []
    pool = [
        r
        for r in words.run.outcome.entries
        if r.pool == result.pool and r.rank is not None and r.total is not None
    ]
    pool.sort(key=lambda r: (r.rank or 0, r.entry.id))
    rank = str(result.rank)
    lines = [words.say("EXP-102", pool=words.pool(result), rank=rank, count=str(len(pool)))]
    if result.tied:
        others = [r.entry.id for r in pool if r.rank == result.rank and r is not result]
        lines.append(words.say("EXP-103", entries=words.entries(others)))
    spot = pool.index(result)
    preferred = [
        one
        for one in words.run.campaign.preferences
        if any(r.entry.values.get(one.field) is not None for r in pool)
    ]
    for other in pool[max(0, spot - _NEIGHBOURS) : spot + _NEIGHBOURS + 1]:
        lines.append(_neighbour(words, other, other is result, preferred))
    return lines


def _neighbour(
    words: Words, result: EntryResult, own: bool, preferred: Sequence[Preference]
) -> str:
    scale = words.scale(result)
    labels = {criterion.id: criterion.label for criterion in scale.criteria}
    breaks = [
        f"{labels[c]} {_read(words, result.criteria[c])}"
        for c in scale.tie_breaks
        if c in result.criteria
    ]
    breaks += [
        f"{one.label}: {words.value(one.field, result.entry.values.get(one.field)) or '–'}"
        for one in preferred
    ]
    assert result.total_exact is not None
    line = words.say(
        "EXP-104",
        rank=str(result.rank),
        entry=words.entry(result.entry.id),
        total=_read(words, result.total_exact),
    )
    if breaks:
        line += words.phrase("EXP-105", values="; ".join(breaks))
    return ("→ " + line.strip()) if own else line
