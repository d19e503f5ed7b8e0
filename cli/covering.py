"""Whom to write to after a merge: who has a correction pack, and whose files were kept out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from appraisal.addressee import addressee
from appraisal.filename import FileIndex
from appraisal.ledger import FileLine, FileStatus
from appraisal.returned import Sender
from appraisal.run import Run
from cli.intaking import Intake
from cli.packing import Pack, who_sent
from cli.workspace import RETURNS_DIR, Workspace
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


def cover_lines(
    workspace: Workspace, intake: Intake, run: Run, packs: Sequence[Pack]
) -> tuple[CoverLine, ...]:
    """A line for every sender with a pack or a file kept out, members last; then what is nobody's.

    The sender of a file that was kept out is what its card says, else the intake register, else
    the names of folder and file (marked as a guess); a file that stays nobody's is a line of its
    own. What is only to know is never among the faults.
    """
    letters: dict[Sender, _Letter] = defaultdict(_Letter)
    for pack in packs:
        _add_pack(workspace, run, letters[pack.sender], pack)
    nobody: list[CoverLine] = []
    registered = _registered(workspace, intake)
    reasons = {(f.origin.file, f.code): f for f in run.findings if f.severity is Severity.ERROR}
    for line in run.ledger.files:
        reason = reasons.get((line.path, line.reason))
        if line.status is not FileStatus.REJECTED or reason is None:
            continue
        sender, guess = _sender(workspace, line, registered)
        if sender is None:
            kept = KeptOut(file=_shown(line.path), reason=reason)
            nobody.append(CoverLine(who="", kept_out=(kept,)))
        else:
            _add_kept_out(workspace, run, letters[sender], (sender, guess, line), reason)
    order = sorted(letters, key=lambda sender: (sender.kind is SenderKind.MEMBER, sender))
    return (*(_line(workspace, sender, letters[sender]) for sender in order), *nobody)


def _add_pack(workspace: Workspace, run: Run, letter: _Letter, pack: Pack) -> None:
    stage = workspace.campaign.stage(pack.stage)
    errors = tuple(one for one in pack.told if one.severity is Severity.ERROR)
    letter.packs.append(
        PackLine(
            file=pack.name,
            stage=stage.title if stage else pack.stage,
            errors=errors,
            warnings=len(pack.told) - len(errors),
        )
    )
    mend = workspace.campaign.supplement_until if pack.sender.kind is SenderKind.UNIT else None
    letter.days += _ahead(run, mend.last_day if mend else _due(workspace, pack.sender, pack.stage))


def _add_kept_out(
    workspace: Workspace,
    run: Run,
    letter: _Letter,
    who: tuple[Sender, str, FileLine],
    reason: Finding,
) -> None:
    sender, guess, line = who
    stage = line.stage or _folder(workspace, line.path)
    counted = {
        (other.sender, other.stage)
        for other in run.ledger.files
        if other.status is FileStatus.MERGED
    }
    replaced = (sender, stage) in counted
    letter.kept_out.append(KeptOut(file=_shown(line.path), reason=reason, replaced=replaced))
    letter.guesses.append(guess)
    if replaced:
        return
    until = workspace.campaign.supplement_until
    days = _ahead(run, _due(workspace, sender, stage))
    letter.days += days or _ahead(run, until.last_day if until else None)


def _due(workspace: Workspace, sender: Sender, stage_id: str) -> date | None:
    stage = workspace.campaign.stage(stage_id)
    deadline = stage.deadline_for(who_sent(workspace, sender)[0].group) if stage else None
    return deadline.last_day if deadline else None


def _ahead(run: Run, day: date | None) -> list[date]:
    return [day] if day is not None and day >= run.as_of else []


def _registered(workspace: Workspace, intake: Intake) -> Mapping[str, frozenset[str]]:
    """Path → the senders that lines of the intake register name beside that file."""
    index = FileIndex(intake.returns)
    found: dict[str, frozenset[str]] = {}
    for line in workspace.intake:
        returns = index.find(line.file) if line.file and line.sender else ()
        for ret in returns if len(returns) == 1 else ():
            found[ret.path] = found.get(ret.path, frozenset()) | {line.sender}
    return found


def _sender(
    workspace: Workspace, line: FileLine, registered: Mapping[str, frozenset[str]]
) -> tuple[Sender | None, str]:
    """Whose file it is, and the code that says by what that was guessed (empty: it says so)."""
    kinds = _kinds(workspace)
    if line.sender is not None and line.sender.id in kinds[line.sender.kind]:
        return line.sender, ""
    named = registered.get(line.path, frozenset())
    if len(named) == 1:
        (code,) = named
        for kind in (SenderKind.UNIT, SenderKind.MEMBER):
            if code in kinds[kind]:
                return Sender(kind=kind, id=code), "PAK-017"
    found = addressee(line.path, workspace.units, workspace.members)
    return found, "PAK-018" if found else ""


def _kinds(workspace: Workspace) -> Mapping[SenderKind, frozenset[str]]:
    units = frozenset(unit.code for unit in workspace.units)
    routes = frozenset(route.id for route in workspace.campaign.routes)
    return {
        SenderKind.UNIT: units,
        SenderKind.MEMBER: frozenset(member.code for member in workspace.members),
        SenderKind.BODY: units | routes,
    }


def _folder(workspace: Workspace, path: str) -> str:
    """The stage whose folder a file lies in, or empty."""
    parts = path.split("/")
    name = parts[1] if len(parts) > 2 and parts[0] == RETURNS_DIR else ""
    return name if workspace.campaign.stage(name) else ""


def _shown(path: str) -> str:
    return path.removeprefix(f"{RETURNS_DIR}/")


def _line(workspace: Workspace, sender: Sender, letter: _Letter) -> CoverLine:
    unit, member = who_sent(workspace, sender)
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
