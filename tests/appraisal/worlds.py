"""Small campaigns at random, and how they look to the appraisal (rules R21–R34, R45–R53)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from appraisal.decision import Decision, DecisionKind
from appraisal.entry import Entry, EntryState
from appraisal.outcome import Outcome
from schemas.award import Award, Pools, Preference, Quota, QuotaBase, Requirement
from schemas.campaign import Campaign
from schemas.field import Choice
from schemas.kinds import (
    BaseKind,
    ExclusionKind,
    PreferenceOrder,
    QuotaKind,
    RequirementKind,
    Rounding,
    RouteBody,
    TiePolicy,
)
from tests.appraisal.runners import Runner, World
from tests.appraisal.worked import (
    NO_QUOTA,
    RECOGNISED,
    ROUTE,
    campaign,
    entry,
    judged,
    member,
    needs,
    row,
    rule,
    unit,
)

__all__ = ["appraised", "quotas", "tame_worlds", "worlds"]

UNITS = ("U1", "U2", "U3")
PERS = ("campaign", "group", "unit", "route", "body", "unit-subject")
TROUBLES = ("", "", "", "", "held", "doubt", "faulty", "barred", "gone")
VOTES = Requirement(kind=RequirementKind.VOTES, share=Fraction(2, 3))
POINTS = (None, 60, 70, 75, 75, 80, 80, 85)
CROWD = (None, 75, 80, 80, 80)
OPEN_DAY, LATE_DAY = date(2024, 12, 1), date(2024, 12, 20)


@st.composite
def quotas(draw: st.DrawFn, earlier: Sequence[str] = (), tame: bool = False) -> Quota:
    """A quota of any kind and division; ``tame``: nothing that one's own award may lower."""
    kind = draw(st.sampled_from([QuotaKind.NONE, *[QuotaKind.NUMBER, QuotaKind.SHARE] * 2]))
    per = draw(st.sampled_from(PERS))
    rounding, legal = draw(st.sampled_from(Rounding)), draw(st.booleans())
    if kind is QuotaKind.NONE:
        return replace(NO_QUOTA, per=per)
    if kind is QuotaKind.NUMBER:
        return Quota(kind=kind, number=draw(st.integers(0, 3)), per=per, legal=legal)
    bases = [
        QuotaBase(kind=BaseKind.ENTRIES),
        QuotaBase(kind=BaseKind.RECOGNISED),
        QuotaBase(kind=BaseKind.FIGURE, id="a"),
        QuotaBase(kind=BaseKind.FIGURE, id="a", plus=("b",)),
    ]
    if not tame:
        bases += [QuotaBase(kind=BaseKind.AWARD, id=award) for award in earlier]
    share = draw(st.sampled_from([Fraction(1, 5), Fraction(1, 3), Fraction(1, 2), Fraction(1)]))
    base = draw(st.sampled_from(bases))
    return Quota(kind=kind, share=share, base=base, per=per, rounding=rounding, legal=legal)


@st.composite
def _awards(draw: st.DrawFn, tame: bool, crowded: bool) -> tuple[Award, ...]:
    made: list[Award] = []
    policies = [t for t in TiePolicy if not tame or t is not TiePolicy.INCLUDE_ALL]
    for number in range(draw(st.integers(1, 2 if crowded else 3))):
        earlier = [award.id for award in made]
        requires = [RECOGNISED] if not crowded and draw(st.booleans()) else []
        if earlier and not crowded and draw(st.booleans()):
            requires.append(needs(draw(st.sampled_from(earlier))))
        if earlier and not tame and draw(st.integers(0, 3)) == 0:
            before = draw(st.sampled_from(earlier))
            requires.append(Requirement(kind=RequirementKind.NOT_AWARD, award=before))
        if draw(st.integers(0, 4)) == 0:
            requires.append(VOTES)
        quota = draw(quotas(earlier, tame))
        for group in ("xa", "phong"):
            if draw(st.integers(0, 2)) == 0:
                own = draw(quotas(earlier, tame))
                quota = replace(quota, by_group={**quota.by_group, group: own})
        by = draw(st.sampled_from([None, (), ("subject",), ("group", "subject"), ("route",)]))
        award_id = f"thuong-{number}"
        made.append(
            Award(
                id=award_id,
                title=f"Danh hiệu {award_id}",
                list_title=f"Danh sách {award_id}",
                authority="Ban Thường vụ",
                routes=(),
                subjects=draw(st.sampled_from([(), (), ("tap-the",)])),
                requires=tuple(requires),
                quota=quota,
                ties=draw(st.sampled_from(policies)),
                proposal=True,
                appraised=draw(st.integers(0, 4)) > 0,
                pools=None if by is None else Pools(by=by, reason="thử"),
                unit_limit=draw(st.sampled_from([0, 1, 2] if crowded else [0, 0, 1, 2])),
            )
        )
    return tuple(made)


@st.composite
def worlds(draw: st.DrawFn, tame: bool = False, crowded: bool = False) -> World:
    """Up to eight entries of three units in two groups, up to three awards, open cases, decisions.

    ``tame``: no open case, no decision, and only awards that a better score cannot cost.
    ``crowded``: many equals for few places, nothing required of them.
    """
    groups = {code: draw(st.sampled_from(["xa", "phong"])) for code in UNITS}
    own_body = draw(st.booleans())
    routes = {"xa": ("co-so", own_body), "phong": ("huyen", False)}
    runners = []
    for number in range(draw(st.integers(4 if crowded else 0, 8))):
        code = draw(st.sampled_from(UNITS))
        route, own = routes[groups[code]]
        runners.append(
            Runner(
                id=f"{code}-{number:02}",
                unit=code,
                group=groups[code],
                subject=draw(st.sampled_from(["tap-the", "tap-the", "ca-nhan"])),
                route=route,
                body=code if own else "",
                name=draw(st.sampled_from(["Hoa", "Lan", f"Tổ {number}"])),
                points=draw(st.sampled_from(CROWD if crowded else POINTS)),
                wish=draw(st.sampled_from([None, 5, 5, 3])),
                trouble="" if tame else draw(st.sampled_from(TROUBLES)),
            )
        )
    awards = draw(_awards(tame, crowded))
    pairs = [(award.id, who.id) for award in awards for who in runners]
    chosen = {pair: draw(st.sampled_from([None, None, True, False])) for pair in pairs}
    asked = {award.id for award in awards if VOTES in award.requires}
    votes = {
        pair: draw(st.sampled_from([None, (2, 3), (3, 3), (1, 3)]))
        for pair in pairs
        if pair[0] in asked
    }
    figure = st.sampled_from([None, 0, 1, 2, 3, 5, 6]) if not tame else st.integers(0, 6)
    figures = {code: {name: draw(figure) for name in ("a", "b")} for code in UNITS}
    return World(
        runners=tuple(runners),
        awards=awards,
        pools=draw(st.sampled_from([("route", "subject"), ("route",), ("subject",), ()])),
        groups=groups,
        routes=routes,
        figures={
            code: {name: n for name, n in said.items() if n is not None}
            for code, said in figures.items()
        },
        chosen={} if tame else {pair: yes for pair, yes in chosen.items() if yes is not None},
        votes={pair: vote for pair, vote in votes.items() if vote is not None},
        lapsed=False if tame else draw(st.booleans()),
    )


def tame_worlds() -> st.SearchStrategy[World]:
    """Worlds in which a better score can only help."""
    return worlds(tame=True)


def appraised(world: World, backwards: bool = False) -> Outcome:
    """The outcome of the appraisal itself; ``backwards``: everything handed over the other way."""
    people = [member("HD", route="huyen")]
    people += [member("CS", route="co-so")] if not world.routes["xa"][1] else []
    if world.routes["xa"][1]:
        people += [member(f"CS-{code}", route="co-so", home_unit=code) for code in UNITS]
    entries = [_entry(who) for who in world.runners]
    scored = [
        row(who.id, _scorer(who), who.points) for who in world.runners if who.points is not None
    ]
    units = [unit(code, world.groups[code], **world.figures[code]) for code in UNITS]
    decisions = _decisions(world)
    if backwards:
        people, entries, scored = people[::-1], entries[::-1], scored[::-1]
        units, decisions = units[::-1], decisions[::-1]
    as_of = LATE_DAY if world.lapsed else OPEN_DAY
    return judged(_campaign(world), entries, scored, people, units, decisions, as_of)


def _scorer(who: Runner) -> str:
    if who.route == "huyen":
        return "HD"
    return f"CS-{who.unit}" if who.body else "CS"


def _campaign(world: World) -> Campaign:
    co_so = replace(
        ROUTE,
        id="co-so",
        groups=("xa",),
        body=RouteBody.UNIT if world.routes["xa"][1] else RouteBody.CAMPAIGN,
        home_unit_conflict=False,
    )
    return campaign(
        routes=(co_so, replace(ROUTE, home_unit_conflict=False)),
        awards=world.awards,
        pools=Pools(by=world.pools, reason="thử"),
        figures=(Choice(id="a", label="A"), Choice(id="b", label="B")),
        exclusions=(rule("cam", ExclusionKind.FIELD, field="xep_loai", values=("cam",)),),
        preferences=(
            Preference(field="so_nguoi", order=PreferenceOrder.LOWEST, label="Tập thể nhỏ"),
        ),
    )


def _entry(who: Runner) -> Entry:
    values: dict[str, object] = {"doi_tuong": who.subject}
    if who.wish is not None:
        values["so_nguoi"] = Decimal(who.wish)
    if who.trouble == "barred":
        values["xep_loai"] = "cam"
    made = entry(who.id, name=who.name, subject=who.subject, values=values)
    match who.trouble:
        case "doubt":
            return replace(made, doubt="RET-021")
        case "faulty":
            return replace(made, complete=False, blocked=("appraisal",))
        case "gone":
            return replace(made, state=EntryState.WITHDRAWN)
        case _:
            return made


def _decisions(world: World) -> list[Decision]:
    held = [
        Decision(kind=DecisionKind.HOLD, entry=who.id, reason="Thanh tra")
        for who in world.runners
        if who.trouble == "held"
    ]
    picks = [
        Decision(
            kind=DecisionKind.SELECT if yes else DecisionKind.NOT_SELECT, award=award, entry=one
        )
        for (award, one), yes in world.chosen.items()
    ]
    votes = [
        Decision(kind=DecisionKind.VOTE, award=award, entry=one, votes=vote, voters=voters)
        for (award, one), (vote, voters) in world.votes.items()
    ]
    return [*held, *picks, *votes]
