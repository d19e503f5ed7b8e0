"""Whom to write to after a merge: who has a correction pack, and whose files were kept out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from appraisal.addressee import Addressees
from appraisal.filename import FileIndex
from appraisal.ledger import FileLine, FileStatus
from appraisal.returned import Sender
from appraisal.run import Run
from cli.intaking import Intake
from cli.packing import Pack
from cli.senders import Senders
from cli.workspace import RETURNS_DIR, Workspace
from schemas.campaign import Campaign
from schemas.finding import Finding, Severity
from schemas.kinds import SenderKind
from workbooks.covering import CoverLine, KeptOut, PackLine

__all__ = ["cover_lines"]


@dataclass(slots=True)
class _Letter:
    """What gathers for one sender; ``guesses``: by what each file was found to be its own."""

    packs: list[PackLine] = field(default_factory=list)
    kept_out: list[KeptOut] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    guesses: list[str] = field(default_factory=list)


class _Known:
    """What is asked for every pack and every file, put together once.

    ``counted``: whose files count, by stage.
    """

    def __init__(self, workspace: Workspace, intake: Intake, run: Run) -> None:
        self.campaign = workspace.campaign
        self.as_of = run.as_of
        self.senders = Senders(workspace)
        self.addressees = Addressees(workspace.units, workspace.members)
        self.registered = _registered(workspace, intake)
        self.counted = {
            (line.sender, line.stage)
            for line in run.ledger.files
            if line.status is FileStatus.MERGED
        }


def cover_lines(
    workspace: Workspace, intake: Intake, run: Run, packs: Sequence[Pack]
) -> tuple[CoverLine, ...]:
    """A line for every sender with a pack or a file kept out, members last; then what is nobody's.

    The sender of a file that was kept out is what its card says, else the intake register, else
    the names of folder and file (marked as a guess); a file that stays nobody's is a line of its
    own. What is only to know is never among the faults.
    """
    known = _Known(workspace, intake, run)
    letters: dict[Sender, _Letter] = defaultdict(_Letter)
    for pack in packs:
        _add_pack(known, letters[pack.sender], pack)
    nobody: list[CoverLine] = []
    reasons = {(f.origin.file, f.code): f for f in run.findings if f.severity is Severity.ERROR}
    for line in run.ledger.files:
        reason = reasons.get((line.path, line.reason))
        if line.status is not FileStatus.REJECTED or reason is None:
            continue
        sender, guess = _sender(known, line)
        if sender is None:
            kept = KeptOut(file=_shown(line.path), reason=reason)
            nobody.append(CoverLine(who="", kept_out=(kept,)))
        else:
            _add_kept_out(known, letters[sender], (sender, guess, line), reason)
    order = sorted(letters, key=lambda sender: (sender.kind is SenderKind.MEMBER, sender))
    return (*(_line(known.senders, sender, letters[sender]) for sender in order), *nobody)


def _add_pack(known: _Known, letter: _Letter, pack: Pack) -> None:
    stage = known.campaign.stage(pack.stage)
    errors = tuple(one for one in pack.told if one.severity is Severity.ERROR)
    letter.packs.append(
        PackLine(
            file=pack.name,
            stage=stage.title if stage else pack.stage,
            errors=errors,
            warnings=len(pack.told) - len(errors),
        )
    )
    mend = known.campaign.supplement_until if pack.sender.kind is SenderKind.UNIT else None
    letter.days += _ahead(known, mend.last_day if mend else _due(known, pack.sender, pack.stage))


def _add_kept_out(
    known: _Known,
    letter: _Letter,
    who: tuple[Sender, str, FileLine],
    reason: Finding,
) -> None:
    sender, guess, line = who
    stage = line.stage or _folder(known.campaign, line.path)
    replaced = (sender, stage) in known.counted
    letter.kept_out.append(KeptOut(file=_shown(line.path), reason=reason, replaced=replaced))
    letter.guesses.append(guess)
    if replaced:
        return
    until = known.campaign.supplement_until
    days = _ahead(known, _due(known, sender, stage))
    letter.days += days or _ahead(known, until.last_day if until else None)


def _due(known: _Known, sender: Sender, stage_id: str) -> date | None:
    stage = known.campaign.stage(stage_id)
    deadline = stage.deadline_for(known.senders.who(sender)[0].group) if stage else None
    return deadline.last_day if deadline else None


def _ahead(known: _Known, day: date | None) -> list[date]:
    return [day] if day is not None and day >= known.as_of else []


def _registered(workspace: Workspace, intake: Intake) -> Mapping[str, frozenset[str]]:
    """Path → the senders that lines of the intake register name beside that file."""
    index = FileIndex(intake.returns)
    found: dict[str, frozenset[str]] = {}
    for line in workspace.intake:
        returns = index.find(line.file) if line.file and line.sender else ()
        for ret in returns if len(returns) == 1 else ():
            found[ret.path] = found.get(ret.path, frozenset()) | {line.sender}
    return found


def _sender(known: _Known, line: FileLine) -> tuple[Sender | None, str]:
    """Whose file it is, and the code that says by what that was guessed (empty: it says so)."""
    senders = known.senders
    if line.sender is not None and senders.known(line.sender.kind, line.sender.id):
        return line.sender, ""
    named = known.registered.get(line.path, frozenset())
    if len(named) == 1:
        (code,) = named
        for kind in (SenderKind.UNIT, SenderKind.MEMBER):
            if senders.known(kind, code):
                return Sender(kind=kind, id=code), "PAK-017"
    found = known.addressees.of(line.path)
    return found, "PAK-018" if found else ""


def _folder(campaign: Campaign, path: str) -> str:
    """The stage whose folder a file lies in, or empty."""
    parts = path.split("/")
    name = parts[1] if len(parts) > 2 and parts[0] == RETURNS_DIR else ""
    return name if campaign.stage(name) else ""


def _shown(path: str) -> str:
    return path.removeprefix(f"{RETURNS_DIR}/")


def _line(senders: Senders, sender: Sender, letter: _Letter) -> CoverLine:
    unit, member = senders.who(sender)
    name = member.name if member else unit.name
    sure = letter.packs or "" in letter.guesses
    return CoverLine(
        who=f"{name} ({sender.id})" if name != sender.id else name,
        member=sender.kind is SenderKind.MEMBER,
        contact=unit.contact,
        guess="" if sure else next(iter(letter.guesses), ""),
        until=min(letter.days, default=None),
        packs=tuple(letter.packs),
        kept_out=tuple(letter.kept_out),
    )
