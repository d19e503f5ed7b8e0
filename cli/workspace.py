"""A workspace: one folder per campaign (design §5), opened whole or refused with findings."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from appraisal.decision import Decision
from appraisal.honour import Honour
from appraisal.intake import IntakeLine
from appraisal.unit import Member, Unit
from cli.reading.names import shown_name
from cli.regular import read_regular
from schemas.campaign import Campaign
from schemas.finding import Finding, Origin, Severity
from schemas.kinds import ExclusionKind
from schemas.load import read_definition
from schemas.reason import reason_of
from workbooks.registers import (
    DECISIONS_FILE,
    HONOURS_FILE,
    INTAKE_FILE,
    MEMBERS_FILE,
    UNITS_FILE,
    read_decisions,
    read_honours,
    read_intake,
    read_members,
    read_units,
)

__all__ = [
    "DEFINITION_FILE",
    "ISSUED_DIR",
    "PACKS_DIR",
    "RESULTS_DIR",
    "RETURNS_DIR",
    "SEALED_DIR",
    "Unusable",
    "Workspace",
    "is_return_name",
    "is_workbook_name",
    "open_workspace",
    "relative_path",
    "return_names",
    "walk_returns",
]

DEFINITION_FILE = "campaign.json"
ISSUED_DIR = "phat-hanh"
RETURNS_DIR = "nhan-ve"
RESULTS_DIR = "ket-qua"
PACKS_DIR = "bo-sung"
SEALED_DIR = "da-chot"

_UNREAD = {"REG-001", "REG-002", "WSP-002"}
"""A whole register is lost: results without its decisions or members would be wrong ones."""

_NOT_RETURNS = {".ds_store", "thumbs.db", "desktop.ini"}
_WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")


_Content = Callable[[str], bytes | None]


class Unusable(Exception):
    """The workspace cannot be worked with; ``findings`` say why (exit code 2)."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(len(findings))
        self.findings = findings

    @classmethod
    def because(cls, code: str, /, **params: str) -> Unusable:
        """Unusable for one reason."""
        return cls((_error(code, "", **params),))


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """An opened workspace; ``findings`` are those of the definition and the registers.

    ``digests``: SHA-256 by file name of the definition and the registers, as they were read.
    """

    root: Path
    campaign: Campaign
    units: tuple[Unit, ...]
    members: tuple[Member, ...]
    intake: tuple[IntakeLine, ...]
    decisions: tuple[Decision, ...]
    findings: tuple[Finding, ...]
    digests: dict[str, str]
    honours: tuple[Honour, ...] = ()


def open_workspace(root: Path) -> Workspace:
    """Opens a workspace; `Unusable` where the definition or a register cannot serve.

    Codes: WSP-001 no workspace here, WSP-009 no folder at all, WSP-002 a file cannot be read,
    REG-… and DEF-… of what is in it (REG-019, a warning: the honours register is empty, yet a
    rule looks at it). A faulty line of a register is a finding, not a refusal;
    a register of which nothing can be read is one.
    """
    if root.exists() and not root.is_dir():
        raise Unusable.because("WSP-009", folder=str(root))
    if not (root / DEFINITION_FILE).is_file():
        raise Unusable.because("WSP-001", folder=str(root.resolve()))
    findings: list[Finding] = []
    digests: dict[str, str] = {}

    def content(name: str) -> bytes | None:
        data = _content(root / name, findings)
        if data is not None:
            digests[name] = hashlib.sha256(data).hexdigest()
        return data

    definition = content(DEFINITION_FILE)
    if definition is None:
        raise Unusable(tuple(findings))
    campaign, found = read_definition(definition, DEFINITION_FILE)
    if campaign is None or any(f.severity is Severity.ERROR for f in found):
        raise Unusable((*findings, *found))
    findings += found
    units, members, intake, decisions = _registers(campaign, content, findings)
    honours: tuple[Honour, ...] = ()
    if (data := content(HONOURS_FILE)) is not None:
        honours, found = read_honours(data, HONOURS_FILE, campaign)
        findings += found
        if not honours and not found and _excludes_honoured(campaign):
            empty = _error("REG-019", HONOURS_FILE, file=HONOURS_FILE)
            findings.append(replace(empty, severity=Severity.WARNING))
    findings = [_weighed(finding, campaign) for finding in findings]
    if any(f.code in _UNREAD for f in findings):
        raise Unusable(tuple(findings))
    if not units:
        raise Unusable((*findings, _error("WSP-003", UNITS_FILE, file=UNITS_FILE)))
    return Workspace(
        root=root,
        campaign=campaign,
        units=units,
        members=members,
        intake=intake,
        decisions=decisions,
        findings=tuple(findings),
        digests=digests,
        honours=honours,
    )


def _registers(
    campaign: Campaign, content: _Content, findings: list[Finding]
) -> tuple[tuple[Unit, ...], tuple[Member, ...], tuple[IntakeLine, ...], tuple[Decision, ...]]:
    units: tuple[Unit, ...] = ()
    members: tuple[Member, ...] = ()
    intake: tuple[IntakeLine, ...] = ()
    decisions: tuple[Decision, ...] = ()
    if (data := content(UNITS_FILE)) is not None:
        units, found = read_units(data, UNITS_FILE, campaign)
        findings += found
    if (data := content(MEMBERS_FILE)) is not None:
        members, found = read_members(data, MEMBERS_FILE, campaign, units)
        findings += found
    if (data := content(INTAKE_FILE)) is not None:
        intake, found = read_intake(data, INTAKE_FILE, campaign)
        findings += found
    if (data := content(DECISIONS_FILE)) is not None:
        decisions, found = read_decisions(data, DECISIONS_FILE, campaign)
        findings += found
    return units, members, intake, decisions


def _content(path: Path, findings: list[Finding]) -> bytes | None:
    try:
        return read_regular(path)
    except FileNotFoundError:
        findings.append(_error("REG-012", path.name, file=path.name))
    except OSError as error:
        reason = reason_of(error)
        findings.append(_error("WSP-002", path.name, file=path.name, reason=reason))
    return None


def _weighed(finding: Finding, campaign: Campaign) -> Finding:
    """A missing register is a fault only where the definition cannot do without it.

    That of decisions never is; that of intake where a channel or a paper set counts, that of
    honours where a rule, a survey or a list looks at it (REG-018: no entry is then named).
    """
    kinds = {rule.kind for rule in campaign.exclusions}
    optional = {DECISIONS_FILE}
    if not kinds & {ExclusionKind.CHANNEL, ExclusionKind.PAPER}:
        optional.add(INTAKE_FILE)
    filters = [stage.honours for stage in campaign.stages]
    filters += [slot.honours for slot in campaign.publicity]
    if not _excludes_honoured(campaign) and not any(filters):
        optional.add(HONOURS_FILE)
    if finding.code != "REG-012":
        return finding
    if finding.origin.file in optional:
        return replace(finding, severity=Severity.WARNING)
    return replace(finding, code="REG-018") if finding.origin.file == HONOURS_FILE else finding


def _excludes_honoured(campaign: Campaign) -> bool:
    return any(rule.kind is ExclusionKind.HONOURED for rule in campaign.exclusions)


def walk_returns(root: Path) -> tuple[tuple[Path, ...], int]:
    """Every file under ``nhan-ve`` that is to be accounted for, sorted, and how many are not.

    Lock files of Excel (``~$…``), ``.DS_Store``, ``Thumbs.db`` and the like are no returns.
    A link to a folder is a line of the account and is not followed: it may lead anywhere, or back
    here. A folder called like a workbook is one too, besides the files in it.
    `Unusable` where a folder is gone or cannot be listed: what it holds would be passed over.
    """
    if not (root / RETURNS_DIR).is_dir():
        raise Unusable.because("WSP-018", folder=RETURNS_DIR)
    returns: list[Path] = []
    ignored = 0
    for path in _files(root / RETURNS_DIR):
        if is_return_name(path.name):
            returns.append(path)
        else:
            ignored += 1
    returns.sort(key=lambda path: (relative_path(path, root), path.as_posix()))
    return tuple(returns), ignored


def is_return_name(name: str) -> bool:
    """Whether a file so called is accounted for: no lock file of Excel, no note of a system."""
    return not name.startswith(("~$", ".~lock.")) and name.lower() not in _NOT_RETURNS


def is_workbook_name(name: str) -> bool:
    """Whether it is called like a workbook; a folder called so is a line of the account too."""
    return name.lower().endswith(_WORKBOOKS)


def _files(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder, onerror=_unlisted):
        linked = [name for name in folders if _is_link(os.path.join(parent, name))]
        folders[:] = [name for name in folders if name not in linked]
        called_so = [name for name in folders if is_workbook_name(name)]
        for name in (*names, *linked, *called_so):
            yield Path(parent, name)


def _is_link(path: str) -> bool:
    """Junctions of Windows are links too; Python tells of them from 3.12 on."""
    is_junction: Callable[[str], bool] = getattr(os.path, "isjunction", lambda _: False)
    return os.path.islink(path) or is_junction(path)


def _unlisted(error: OSError) -> None:
    folder = str(error.filename or "")
    raise Unusable.because("WSP-019", folder=folder, reason=reason_of(error)) from error


def return_names(paths: Sequence[Path], root: Path) -> tuple[str, ...]:
    """What outputs call each file of `walk_returns`: its path, told apart where two look alike.

    Names may differ in nothing but composed letters; the second is then ``… (2)``.
    """
    names: list[str] = []
    plain = [relative_path(path, root) for path in paths]
    taken = set(plain)
    given: set[str] = set()
    for name in plain:
        number, told = 1, name
        while told in given or (number > 1 and told in taken):
            number += 1
            told = f"{name} ({number})"
        given.add(told)
        names.append(told)
    return tuple(names)


def relative_path(path: Path, root: Path) -> str:
    """The path as outputs name it: relative to the workspace, ``/``, NFC, every letter visible.

    A letter that is none (control letters, bytes of an old system) stands as its number.
    """
    return shown_name(path.relative_to(root).as_posix())


def _error(code: str, place: str, /, **params: str) -> Finding:
    origin = Origin(file=place)
    return Finding(code=code, severity=Severity.ERROR, origin=origin, params=params)
