"""Which return counts: one of the contents a sender sent for a stage (design §5).

Ordered by intake register, submission number, saved-at; a key that is missing on either side is
skipped. Where the orders disagree, or nothing orders two contents, or a superseded file holds an
entry the winner lacks, that is an error until the decisions register says which.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from appraisal.copies import Candidate, Span
from appraisal.entry import Received
from appraisal.judge import JudgedReturn
from schemas.campaign import Deadline
from schemas.dates import format_date
from schemas.finding import Finding, Origin, Severity

__all__ = ["Comparison", "LiveFile", "Settled", "compare", "settle"]

_NEVER = (0, 0)
"""For a span that is unknown of all: it tells nothing apart."""

_KEYS = ("RET-011", "RET-012", "RET-013")
"""What is said of a superseded file, by the key that decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """``sign`` > 0: the first is later; 0: nothing tells. ``code`` names the deciding key."""

    sign: int
    agree: bool
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveFile:
    """The rows of one file that count: index in ``ret.rows`` → finding code of a doubt, or empty.

    ``arrived`` says how each of these rows arrived, ``own`` how the file did (in time where all
    its rows are). ``earlier`` are the files it superseded, the latest first.
    """

    judged: JudgedReturn
    rows: Mapping[int, str]
    arrived: Mapping[int, Received]
    own: Received
    earlier: tuple[JudgedReturn, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What became of a group: the winner first among the live files, the rest superseded.

    ``superseded``: path → finding code that decided. ``superseded_rows`` counts rows that do not
    count, those of the winner included. ``arrived`` is how the sender stands.
    """

    winner: str
    live: tuple[LiveFile, ...]
    superseded: Mapping[str, str]
    superseded_rows: int
    arrived: Received
    findings: tuple[Finding, ...]


def compare(one: Candidate, other: Candidate) -> Comparison:
    """Which of two contents is the later one, and whether all keys say the same."""
    pairs = (
        (one.days, other.days),
        (one.submissions, other.submissions),
        (one.moments, other.moments),
    )
    signs = [_signs(mine, theirs) for mine, theirs in pairs]
    every = {sign for found in signs for sign in found}
    for found, code in zip(signs, _KEYS, strict=True):
        if found:
            return Comparison(sign=found[0], agree=len(every) == 1, code=code)
    return Comparison(sign=0, agree=True)


def _signs(mine: Span, theirs: Span) -> tuple[int, ...]:
    """What one key says: nothing, one sign, or both (the one came before and after the other).

    Of both the last arrival decides and stands first.
    """
    if mine is None or theirs is None or mine == theirs:
        return ()
    if mine[0] >= theirs[1]:
        return (1,)
    if mine[1] <= theirs[0]:
        return (-1,)
    return (1, -1) if mine[1] > theirs[1] else (-1, 1)


def settle(
    candidates: Sequence[Candidate],
    judged: Mapping[str, JudgedReturn],
    *,
    chosen: str = "",
    united: bool = False,
    withdrawn: frozenset[str] = frozenset(),
    mend_until: Deadline | None = None,
) -> Settled:
    """Settle a group of at least one content.

    ``chosen`` is the path a decision chose, ``united`` whether one united the files, ``withdrawn``
    the entries a decision withdrew. A winner that came late, but no later than ``mend_until``,
    mends: its entries that an earlier file held in time stay in time. Findings: RET-011 …
    RET-015, RET-020 … RET-022, RET-024, RET-025.
    """
    ranked = _ranked(candidates, chosen)
    group = _Group(ranked, judged, decided=bool(chosen), united=united, withdrawn=withdrawn)
    group.order()
    group.rescue()
    group.lateness(mend_until)
    return group.settled()


def _ranked(candidates: Sequence[Candidate], chosen: str) -> tuple[Candidate, ...]:
    """The winner first, then what would win without it, and so on."""
    rest = sorted(candidates, key=lambda item: item.path)
    ranked = [item for item in rest if item.path == chosen]
    rest = [item for item in rest if item.path != chosen]
    return (*ranked, *(_by_time(rest) if _in_line(rest) else _by_defeats(rest)))


def _by_time(rest: Sequence[Candidate]) -> list[Candidate]:
    """The latest first, where one order of time holds for all; equals by path, the last first."""

    def moment(item: Candidate) -> tuple[tuple[int, int], ...]:
        return tuple(span or _NEVER for span in (item.days, item.submissions, item.moments))

    return sorted(rest, key=lambda item: (moment(item), item.path), reverse=True)


def _in_line(rest: Sequence[Candidate]) -> bool:
    """Whether each key is unknown of all, or known of all and its spans lie one after another."""
    for name in ("days", "submissions", "moments"):
        spans: list[Span] = [getattr(item, name) for item in rest]
        known = sorted({span for span in spans if span is not None})
        if known and None in spans:
            return False
        if any(one[1] > other[0] for one, other in pairwise(known)):
            return False
    return True


def _by_defeats(rest: Sequence[Candidate]) -> list[Candidate]:
    """Who is beaten by nobody that is left, the last by path; where all are beaten, the last."""
    beats = [[compare(a, b).sign < 0 for a in rest] for b in rest]
    defeats = [sum(beats[b][a] for b in range(len(rest)) if b != a) for a in range(len(rest))]
    left, ranked = list(range(len(rest))), []
    while left:
        latest = next((a for a in reversed(left) if not defeats[a]), left[-1])
        left.remove(latest)
        ranked.append(rest[latest])
        for a in left:
            defeats[a] -= beats[latest][a]
    return ranked


class _Group:
    """The state of one settling."""

    def __init__(
        self,
        ranked: Sequence[Candidate],
        judged: Mapping[str, JudgedReturn],
        *,
        decided: bool,
        united: bool,
        withdrawn: frozenset[str],
    ) -> None:
        self.winner, self.others = ranked[0], tuple(ranked[1:])
        self.judged = judged
        self.decided, self.united, self.withdrawn = decided, united, withdrawn
        self.findings: list[Finding] = []
        self.reasons: dict[str, str] = {}
        self.mended: frozenset[str] = frozenset()
        self.rows = {item.path: dict[int, str]() for item in ranked}
        ret = self.winner.ret
        self.rows[ret.path] = dict.fromkeys(range(len(ret.rows)), "")

    def order(self) -> None:
        """Say why each other file is superseded; doubt what an open question leaves open."""
        for other in self.others:
            found = compare(self.winner, other)
            code = "RET-014" if self.decided else found.code
            if not self.decided and (found.sign == 0 or not found.agree):
                code = "RET-021" if found.sign == 0 else "RET-020"
                differing = self._differing(other)
                if self.united and not differing:
                    code = "RET-015"
                for index in differing:
                    self.rows[self.winner.path][index] = code
            self.reasons[other.path] = code
            self._say(code, other, **_shown(self.winner, ""), **_shown(other, "their_"))

    def _differing(self, other: Candidate) -> list[int]:
        mine, theirs = self.judged[self.winner.path], self.judged[other.path]
        headers = mine.header.values == theirs.header.values
        twins = theirs.typed
        return [
            index
            for index in self.rows[self.winner.path]
            if (twin := twins.get(self.winner.ret.rows[index].entry_id)) is not None
            and not (headers and _same(mine, index, theirs, twin))
        ]

    def rescue(self) -> None:
        """Keep the entries that only superseded files hold: silence withdraws nothing."""
        if self.decided and not self.united:
            return
        held = set(self.judged[self.winner.path].typed)
        for other in self.others:
            lacking: list[str] = []
            for entry_id, index in self.judged[other.path].typed.items():
                if entry_id not in held:
                    held.add(entry_id)
                    settled = self.united or entry_id in self.withdrawn
                    self.rows[other.path][index] = "" if settled else "RET-022"
                    self._displace(entry_id)
                    lacking += [] if settled else [entry_id]
            if lacking:
                self.reasons[other.path] = "RET-022"
                self._say("RET-022", other, entries=", ".join(sorted(lacking)))

    def _displace(self, entry_id: str) -> None:
        """A printed but empty row of the winner does not count beside a filled one."""
        rows = self.winner.ret.rows
        for index in [n for n in self.rows[self.winner.path] if rows[n].entry_id == entry_id]:
            del self.rows[self.winner.path][index]

    def lateness(self, mend_until: Deadline | None) -> None:
        """Say where an earlier file was in time and the one that counts is not; mend that."""
        came = self.winner.arrived
        earlier = [other for other in self.others if other.in_time]
        if not (came.late and came.on and earlier):
            return
        if mend_until is not None and came.on <= mend_until.last_day:
            self.mended = frozenset(
                entry_id for other in earlier for entry_id in self.judged[other.path].typed
            )
        shown = {**_shown(self.winner, ""), **_shown(earlier[0], "their_")}
        self._say("RET-025" if self.mended else "RET-024", earlier[0], **shown)

    def settled(self) -> Settled:
        """The result; the mended entries of the winner count as in time."""
        everyone = (self.winner, *self.others)
        live = tuple(
            self._live(item) for item in everyone if item is self.winner or self.rows[item.path]
        )
        total = sum(len(item.ret.rows) for item in everyone)
        came = self.winner.arrived
        return Settled(
            winner=self.winner.path,
            live=live,
            superseded=self.reasons,
            superseded_rows=total - sum(len(item.rows) for item in live),
            arrived=_in_time(came) if self.mended else came,
            findings=tuple(self.findings),
        )

    def _live(self, item: Candidate) -> LiveFile:
        rows, ret = self.rows[item.path], item.ret
        first = item is self.winner
        kept = self.mended if first else frozenset[str]()
        arrived = {
            index: _in_time(item.arrived) if ret.rows[index].entry_id in kept else item.arrived
            for index in rows
        }
        mended = bool(kept) and not any(came.late for came in arrived.values())
        return LiveFile(
            judged=self.judged[item.path],
            rows=rows,
            arrived=arrived,
            own=_in_time(item.arrived) if mended else item.arrived,
            earlier=tuple(self.judged[other.path] for other in self.others) if first else (),
        )

    def _say(self, code: str, other: Candidate, **params: str) -> None:
        errors = ("RET-020", "RET-021", "RET-022")
        self.findings.append(
            Finding(
                code=code,
                severity=Severity.ERROR if code in errors else Severity.INFO,
                origin=Origin(file=other.path),
                params={"winner": self.winner.path, **params},
            )
        )


def _same(one: JudgedReturn, index: int, other: JudgedReturn, twin: int) -> bool:
    """Whether two rows say the same: equal as typed, or equal and sound once normalised."""
    typed, there = one.ret.rows[index].cells, other.ret.rows[twin].cells
    if all(typed.get(name) == there.get(name) for name in one.inputs):
        return True
    mine, theirs = one.rows[index], other.rows[twin]
    sound = mine.complete and theirs.complete
    return sound and mine.values == theirs.values and _comments(one, index, other, twin)


def _comments(one: JudgedReturn, index: int, other: JudgedReturn, twin: int) -> bool:
    """For scored rows, whether marks and comment agree too."""
    if not one.scored:
        return True
    mine, theirs = (
        (row.abstained, row.conflict, row.comment)
        for row in (one.scored[index], other.scored[twin])
    )
    return mine == theirs


def _in_time(arrived: Received) -> Received:
    return replace(arrived, late=False, days_late=0)


def _shown(item: Candidate, prefix: str) -> dict[str, str]:
    """The keys of a content as the findings print them; a dash where one is missing."""
    texts = {
        "received": format_date(date.fromordinal(item.days[1])) if item.days else "—",
        "number": str(item.submissions[1]) if item.submissions else "—",
        "saved": f"{format_date(item.saved)} {item.saved:%H:%M}" if item.saved else "—",
    }
    return {f"{prefix}{name}": text for name, text in texts.items()}
