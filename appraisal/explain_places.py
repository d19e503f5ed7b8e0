"""Places in an explanation: whose they are, how the number came about, who has them."""

from __future__ import annotations

from collections.abc import Mapping

from appraisal.explain_words import Words
from appraisal.outcome import AwardResult, EntryResult, Place, Verdict, VerdictKind
from schemas.award import Award, Quota
from schemas.kinds import BaseKind, QuotaKind, Rounding

__all__ = ["place_lines"]

_BASES = {
    BaseKind.FIGURE: "EXP-124",
    BaseKind.ENTRIES: "EXP-125",
    BaseKind.RECOGNISED: "EXP-126",
    BaseKind.AWARD: "EXP-127",
}
_ROUNDINGS = {
    Rounding.HALF_UP: "EXP-086",
    Rounding.DOWN: "EXP-087",
    Rounding.UP: "EXP-088",
}
_WHERE = {
    "campaign": "EXP-270",
    "group": "EXP-271",
    "unit": "EXP-272",
    "route": "EXP-273",
    "body": "EXP-274",
    "unit-subject": "EXP-275",
}


def place_lines(
    words: Words, result: EntryResult, award: Award, given: AwardResult, verdict: Verdict
) -> list[str]:
    """Whose places they are, how many there were and why, who is within and who is tied."""
    lines = []
    if award.unit_limit:
        lines.append(words.say("EXP-276", limit=str(award.unit_limit)))
    if award.pools is not None:
        ranking = words.pool(result, award.pools.by)
        lines.append(words.say("EXP-277", pool=ranking, reason=award.pools.reason or "–"))
    group = words.group_of(result.entry.unit)
    quota = award.quota.for_group(group)
    place = next((p for p in given.places if p.partition == verdict.partition), None)
    if place is None or quota.kind is QuotaKind.NONE:
        return _indented([*lines, words.say("EXP-121")])
    lines.append(words.say(_WHERE[quota.per], **_whose(words, result)))
    if group in award.quota.by_group:
        lines.append(words.say("EXP-278", group=words.group(group)))
    lines += _quota(words, result, quota, place)
    lines += _who_else(words, result, given, place)
    if place.reserved:
        lines.append(words.say("EXP-128", entries=words.entries(place.reserved)))
    if place.tied_at_cut:
        lines.append(words.say("EXP-129", entries=words.entries(place.tied_at_cut)))
    return _indented(lines)


def _indented(lines: list[str]) -> list[str]:
    return ["  " + line for line in lines]


def _whose(words: Words, result: EntryResult) -> dict[str, str]:
    """The names of what an entry shares its places with; a text takes those it needs."""
    return {
        "group": words.group(words.group_of(result.entry.unit)),
        "unit": words.unit(result.entry.unit),
        "route": words.route(result.route),
        "body": words.unit(result.body) if result.body else words.route(result.route),
        "subject": words.subject(result.entry),
    }


def _quota(words: Words, result: EntryResult, quota: Quota, place: Place) -> list[str]:
    counts = {"candidates": str(place.candidates), "taken": str(place.taken)}
    if place.slots is None:
        return [words.say("EXP-123", **counts)]
    total = words.say("EXP-122", slots=str(place.slots), **counts)
    if place.exact is None or place.base is None or quota.base is None:
        return [total]
    rounding = Rounding.DOWN if quota.legal else quota.rounding
    base = words.phrase(
        _BASES[quota.base.kind],
        name=_base_name(words, quota),
        where=_where(words, quota, result),
    )
    sums = words.say(
        "EXP-140",
        share=words.share(quota.share),
        base=words.exact(place.base),
        what=base,
        exact=words.exact(place.exact),
        rounding=words.phrase(_ROUNDINGS[rounding]),
        slots=str(place.slots),
    )
    reading = [words.say("EXP-279", reading=quota.base.reading)] if quota.base.reading else []
    return [*reading, sums, total]


def _where(words: Words, quota: Quota, result: EntryResult) -> str:
    """The units whose figures are summed for a partition."""
    if quota.per == "group":
        return words.phrase("EXP-146", group=words.group(words.group_of(result.entry.unit)))
    if quota.per in ("unit", "unit-subject") or (quota.per == "body" and result.body):
        return words.unit(result.entry.unit)
    if quota.per in ("route", "body"):
        return words.phrase("EXP-280", route=words.route(result.route))
    return words.phrase("EXP-147")


def _base_name(words: Words, quota: Quota) -> str:
    base = quota.base
    if base is None:
        return ""
    if base.kind is BaseKind.AWARD:
        return words.award(base.id)
    labels = {figure.id: figure.label for figure in words.run.campaign.figures}
    return " + ".join(labels.get(one, one) for one in (base.id, *base.plus))


def _who_else(words: Words, result: EntryResult, given: AwardResult, place: Place) -> list[str]:
    """The others in the same places: who has one, who is referred."""
    texts: Mapping[VerdictKind, str] = {
        VerdictKind.NOMINATED: "EXP-281",
        VerdictKind.REFERRED: "EXP-282",
    }
    lines = []
    for kind, code in texts.items():
        others = [
            verdict.entry
            for verdict in given.verdicts
            if verdict.kind is kind
            and verdict.partition == place.partition
            and verdict.entry != result.entry.id
        ]
        if others:
            lines.append(words.say(code, entries=words.some(others)))
    return lines
