"""The account: which returns count, what became of every file, sender and row, and the entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from appraisal.answer import Answer
from appraisal.arrivals import arrival_findings
from appraisal.ballot import ScoredRow
from appraisal.bookkeeping import keep_books
from appraisal.choices import GroupKey, group_key
from appraisal.copies import Candidate, gather_candidates
from appraisal.decision import Decision
from appraisal.entries import build_entries
from appraisal.entry import Entry
from appraisal.honour import Honour
from appraisal.intake import IntakeLine
from appraisal.judge import JudgedReturn, judge_return
from appraisal.ledger import Ledger
from appraisal.misfiled import misfiled
from appraisal.returned import Return
from appraisal.senders import Senders, unknown_invitations
from appraisal.sheetorder import cell_position, in_order
from appraisal.sifted import Sifted, sift
from appraisal.states import withdrawn
from appraisal.unit import Member, Unit
from appraisal.winners import LiveFile, Settled, settle
from schemas.campaign import Campaign
from schemas.finding import Finding
from schemas.form import StageForm
from schemas.formpart import stage_form
from schemas.kinds import StageKind

__all__ = ["Account", "Judge", "account"]

Judge = Callable[[Campaign, StageForm, Return], JudgedReturn]
"""What gives the verdict on one return: `judge_return`, or who has its answer ready."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What came in, accounted for.

    ``entries`` sorted by id, ``scored`` by entry and member, ``answers`` (outlines and surveys of
    the honours) by stage order, sender and id. ``issued``: member → the entries
    printed in the scoring workbooks that came back from that member (nobody else is in it).
    ``judged`` and ``live`` are the files of which at least one row counts, or that say nil;
    superseded files whose entries are still alive are among them.
    """

    ledger: Ledger
    entries: tuple[Entry, ...]
    scored: tuple[ScoredRow, ...]
    issued: Mapping[str, frozenset[str]]
    judged: Mapping[str, JudgedReturn]
    live: tuple[str, ...]
    findings: tuple[Finding, ...]
    answers: tuple[Answer, ...] = ()


def account(
    campaign: Campaign,
    units: Sequence[Unit],
    members: Sequence[Member],
    returns: Sequence[Return],
    intake: Sequence[IntakeLine],
    decisions: Sequence[Decision],
    as_of: date,
    ignored: int = 0,
    honours: Sequence[Honour] = (),
    handed: Mapping[str, frozenset[str]] | None = None,
    judge: Judge = judge_return,
) -> Account:
    """Account for all returns of all stages; the order of returns changes nothing.

    ``ignored`` counts lock files and the like. ``handed``: stage id → the members or bodies that
    were really given a workbook of it (``None``: nobody knows). Findings carry RET-, ENT- and the
    codes of the rules, sorted by file, sheet, row, column, code. The balance always closes
    (BalanceError would be a bug). Rules: design §5.
    """
    senders = Senders(campaign, units, members, handed)
    sifted = sift(campaign, senders, returns, intake, decisions)
    groups = _settle_groups(campaign, senders, sifted, decisions, judge)
    live = _live_files(groups)
    book = build_entries(campaign, units, live, decisions, honours)
    ledger, sender_findings = keep_books(
        campaign, senders, sifted, groups, book, as_of=as_of, ignored=ignored
    )
    files = [file for stage_files in live.values() for file in stage_files]
    findings = (
        *sifted.findings,
        *misfiled(campaign, senders, sifted.accepted, sifted.originals),
        *(finding for settled in groups.values() for finding in settled.findings),
        *(finding for file in files for finding in _file_findings(campaign, senders, file)),
        *book.findings,
        *unknown_invitations(members, book.entries),
        *sender_findings,
    )
    return Account(
        ledger=ledger,
        entries=book.entries,
        scored=book.scored,
        issued=_issued(campaign, sifted.accepted),
        judged={file.judged.ret.path: file.judged for file in files},
        live=tuple(sorted(file.judged.ret.path for file in files)),
        findings=in_order(findings),
        answers=book.answers,
    )


def _settle_groups(
    campaign: Campaign,
    senders: Senders,
    sifted: Sifted,
    decisions: Sequence[Decision],
    judge: Judge,
) -> dict[GroupKey, Settled]:
    """Each group of competing returns settled, in order of stage, sender and part."""
    gone = withdrawn(decisions)
    groups: dict[GroupKey, Settled] = {}
    for stage in campaign.stages:
        form = None
        of_stage = [ret for ret in sifted.accepted if ret.stage == stage.id]
        competing: dict[GroupKey, list[Candidate]] = defaultdict(list)
        for candidate in gather_candidates(
            campaign, senders, stage, of_stage, sifted.originals, sifted.arrivals.lines
        ):
            competing[group_key(candidate.ret)].append(candidate)
        for key, candidates in sorted(competing.items()):
            form = form or stage_form(campaign, stage.id)
            judged = {item.path: judge(campaign, form, item.ret) for item in candidates}
            groups[key] = settle(
                candidates,
                judged,
                chosen=sifted.choices.chosen.get(key, ""),
                united=key in sifted.choices.united,
                withdrawn=gone,
                mend_until=campaign.supplement_until,
            )
    return groups


def _live_files(groups: Mapping[GroupKey, Settled]) -> dict[str, list[LiveFile]]:
    found: dict[str, list[LiveFile]] = defaultdict(list)
    for (stage, _, _), settled in groups.items():
        found[stage] += settled.live
    return found


def _file_findings(campaign: Campaign, senders: Senders, file: LiveFile) -> Iterable[Finding]:
    """What reading and judging found in a live file, without the rows that do not count."""
    ret = file.judged.ret
    dead = {row.row for n, row in enumerate(ret.rows) if n not in file.rows}
    for finding in (*ret.findings, *file.judged.findings):
        if cell_position(finding.origin.cell)[0] not in dead:
            yield finding
    stage = campaign.stage(ret.stage)
    if stage is not None:
        deadline = senders.deadline(stage, ret.sender)
        yield from arrival_findings(campaign, stage, deadline, ret, file.own)


def _issued(campaign: Campaign, accepted: Iterable[Return]) -> dict[str, frozenset[str]]:
    scoring = {stage.id for stage in campaign.stages if stage.kind is StageKind.SCORE}
    found: dict[str, frozenset[str]] = {}
    for ret in accepted:
        if ret.stage in scoring and ret.sender is not None:
            printed = {*ret.row_ids, *(row.entry_id for row in ret.rows)} - {""}
            found[ret.sender.id] = found.get(ret.sender.id, frozenset()) | printed
    return found
