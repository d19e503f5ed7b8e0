"""``results.json``: the whole result for machines, by ``schemas/results.schema.json``.

Documented key by key in ``docs/results.md``. What does not apply is ``null``; decimals are
strings with a decimal point; exact figures are fractions ``n/d``; paths have ``/``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from hashlib import sha256
from importlib import resources

from appraisal.answer import Answer
from appraisal.ballot import Ballot
from appraisal.body import bodies
from appraisal.entry import Entry
from appraisal.ledger import FileLine, SenderStatus
from appraisal.outcome import EntryResult
from appraisal.returned import Sender
from appraisal.run import Run
from schemas.field import Field
from schemas.finding import Finding
from schemas.kinds import SenderKind
from schemas.message import render
from schemas.number import plain
from workbooks.columns import value_text
from workbooks.jsontext import Lines, document_bytes, line_bytes

__all__ = ["MAX_LINES", "RESULTS_FILE", "is_whole", "results_files", "results_json"]

RESULTS_FILE = "results.json"
MAX_LINES = 50_000
"""Longer lists of ballots or findings go to a JSON-lines file of their own."""

Json = dict[str, object]


def is_whole(document: object) -> bool:
    """Whether what was read from a ``results.json`` has all that it must, of the kind it must be.

    Of use where a reader stumbled: then either the file is at fault or we are.
    """
    from jsonschema import Draft202012Validator

    schema = json.loads(resources.files("schemas").joinpath("results.schema.json").read_bytes())
    return bool(Draft202012Validator(schema).is_valid(document))


def results_files(
    run: Run,
    lang: str = "vi",
    *,
    registers: Mapping[str, str] | None = None,
    outputs: Mapping[str, str] | None = None,
    program: str = "",
) -> Mapping[str, bytes]:
    """File name → bytes: JSON-lines files where lists are long, and ``results.json`` as the last.

    A list of more than `MAX_LINES` ballots or findings becomes ``{"file", "lines"}`` in
    ``results.json``; the file is named with the first 16 hex digits of its SHA-256.
    ``registers`` and ``outputs`` are SHA-256 by name: of the definition and the registers as they
    were read, and of the other files of the run, to which those JSON-lines files are added.
    ``program`` is the release that writes them.
    """
    made = _document(run, lang)
    hashes = dict(outputs or {})
    files: dict[str, bytes] = {}
    for key in ("ballots", "findings"):
        lines = made[key]
        if isinstance(lines, Lines) and len(lines.items) > MAX_LINES:
            data = line_bytes(lines)
            name = f"results-{key}-{sha256(data).hexdigest()[:16]}.jsonl"
            files[name] = data
            hashes[name] = sha256(data).hexdigest()
            made[key] = {"file": name, "lines": len(lines.items)}
    made["program"] = program
    made["registers"] = dict(sorted((registers or {}).items()))
    made["outputs"] = dict(sorted(hashes.items()))
    files[RESULTS_FILE] = document_bytes(made)
    return files


def results_json(run: Run, lang: str = "vi") -> bytes:
    """The bytes of ``results.json`` (UTF-8, LF); long lists are only named, see `results_files`."""
    return results_files(run, lang)[RESULTS_FILE]


def _document(run: Run, lang: str) -> Json:
    campaign, outcome = run.campaign, run.outcome
    fields = campaign.fields()
    return {
        "campaign": {"id": campaign.id, "title": campaign.title, "year": campaign.year},
        "as_of": run.as_of.isoformat(),
        "run": run.code,
        "files": Lines(sorted(run.ledger.files, key=lambda f: f.path), _file),
        "units": _units(run),
        "members": _members(run),
        "bodies": _bodies(run),
        "entries": Lines(sorted(outcome.entries, key=lambda r: r.entry.id), _entry),
        "answers": Lines(_answers(run), partial(_answer, fields=fields)),
        "ballots": Lines(_ballots(outcome.entries), _ballot),
        "nominations": _nominations(run),
        "findings": Lines(run.findings, partial(_finding, lang=lang)),
        "balance": _balance(run),
    }


def _file(line: FileLine) -> Json:
    return {
        "path": line.path,
        "sha256": line.sha256,
        "stage": line.stage or None,
        "sender": {"kind": str(line.sender.kind), "id": line.sender.id} if line.sender else None,
        "status": str(line.status),
        "reason": line.reason or None,
        "rows": line.rows,
    }


def _units(run: Run) -> list[Json]:
    stages = _stages(run)
    return [
        {
            "code": unit.code,
            "name": unit.name,
            "group": unit.group,
            "stages": stages.get(Sender(kind=SenderKind.UNIT, id=unit.code), {}),
        }
        for unit in sorted(run.units, key=lambda unit: unit.code)
    ]


def _members(run: Run) -> list[Json]:
    stages = _stages(run)
    return [
        {
            "code": member.code,
            "name": member.name,
            "route": member.route,
            "stages": stages.get(Sender(kind=SenderKind.MEMBER, id=member.code), {}),
        }
        for member in sorted(run.members, key=lambda member: (member.code, member.route))
    ]


def _bodies(run: Run) -> list[Json]:
    """The bodies that survey or appraise on the day of the run, by route, then by code."""
    stages = _stages(run)
    return [
        {
            "code": body.code,
            "name": body.name,
            "route": body.route,
            "unit": body.unit or None,
            "stages": stages.get(Sender(kind=SenderKind.BODY, id=body.code), {}),
        }
        for body in bodies(run.campaign, run.units, run.as_of)
    ]


def _answers(run: Run) -> Sequence[Answer]:
    order = {stage.id: place for place, stage in enumerate(run.campaign.stages)}
    return sorted(run.answers, key=lambda a: (order.get(a.stage, 99), a.stage, a.sender, a.id))


def _answer(answer: Answer, fields: Mapping[str, Field]) -> Json:
    return {
        "stage": answer.stage,
        "sender": {"kind": str(answer.sender.kind), "id": answer.sender.id},
        "id": answer.id,
        "name": answer.name,
        "title": answer.title,
        "complete": answer.complete,
        "values": {
            key: text
            for key, value in sorted(answer.values.items())
            if (text := value_text(fields[key], value) if key in fields else str(value or ""))
        },
        "file": answer.origin.file or None,
        "sheet": answer.origin.sheet or None,
        "row": _row(answer.origin.cell),
    }


def _row(cell: str) -> int | None:
    digits = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ$")
    return int(digits) if digits.isdecimal() else None


def _stages(run: Run) -> dict[Sender, dict[str, str]]:
    found: dict[Sender, dict[str, str]] = {}
    for line in run.ledger.lines:
        found.setdefault(line.sender, {})[line.stage] = str(line.status)
    order = {stage.id: place for place, stage in enumerate(run.campaign.stages)}
    return {
        sender: dict(sorted(lines.items(), key=lambda item: (order.get(item[0], 99), item[0])))
        for sender, lines in found.items()
    }


def _entry(result: EntryResult) -> Json:
    entry = result.entry
    return {
        "id": entry.id,
        "unit": entry.unit,
        "subject": entry.subject,
        "name": entry.name,
        "title": entry.title,
        "state": str(entry.state),
        "status": "complete" if entry.complete else "incomplete",
        "blocked": sorted(entry.blocked),
        "late": _late(entry),
        "route": result.route,
        "pool": result.pool,
        "scale": result.scale or None,
        "approved": result.approved,
        "surveys": _surveys(result),
        "total": None if result.total is None else format(result.total, "f"),
        "total_exact": None if result.total_exact is None else _fraction(result.total_exact),
        "ballots_valid": result.valid,
        "ballots_expected": result.expected,
        "rank": result.rank,
        "band": result.band or None,
        "recognised": result.recognised,
        "criteria": {key: _fraction(mean) for key, mean in sorted(result.criteria.items())},
        "awards": list(result.awards),
        "exclusions": [
            {"rule": rule.rule, "reason": rule.reason, "basis": rule.basis}
            for rule in result.exclusions
            if rule.waived_by is None
        ],
        **_checked(result),
        "referred": [{"award": r.award, "reason": r.code} for r in result.referred],
    }


def _surveys(result: EntryResult) -> list[Json]:
    return [
        {
            "rule": line.rule,
            "stage": line.stage,
            "field": line.field,
            "value": line.value,
            "promising": line.promising,
        }
        for line in result.surveys
    ]


def _checked(result: EntryResult) -> Json:
    """What was found in the honours register, in the dossier, and how the meeting voted."""
    return {
        "honours": [
            {
                "rule": match.rule,
                "code": match.honour.code,
                "number": match.honour.number,
                "certain": match.certain,
                "doubt": match.doubt or None,
            }
            for match in result.honours
        ],
        "dossier": [
            {"item": line.item, "asked": line.asked, "lacks": list(line.lacks)}
            for line in result.dossier
        ],
        "votes": [
            {
                "award": vote.award,
                "votes": vote.votes,
                "voters": vote.voters,
                "share": _fraction(vote.share),
                "carried": vote.carried,
            }
            for vote in result.votes
        ],
    }


def _late(entry: Entry) -> bool | None:
    """True where any return was late; None where for some nobody can tell."""
    told = [received.late for received in entry.received.values()]
    return True if True in told else None if None in told else False


def _fraction(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"


def _ballots(results: Iterable[EntryResult]) -> Sequence[Ballot]:
    every = (ballot for result in results for ballot in result.ballots)
    return sorted(every, key=lambda ballot: (ballot.entry, ballot.member))


def _ballot(ballot: Ballot) -> Json:
    return {
        "entry": ballot.entry,
        "member": ballot.member,
        "status": str(ballot.status),
        "scores": {
            key: None if score is None else plain(score)
            for key, score in sorted(ballot.scores.items())
        },
        "file": ballot.origin.file or None,
        "sheet": ballot.origin.sheet or None,
        "row": ballot.row or None,
    }


def _nominations(run: Run) -> list[Json]:
    return [
        {"award": n.award, "entry": n.entry, "position": n.position, "tied": n.tied}
        for award in run.outcome.awards
        for n in sorted(award.nominations, key=lambda n: (n.position, n.entry))
    ]


def _finding(finding: Finding, lang: str) -> Json:
    words = render(finding, lang)
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "file": finding.origin.file or None,
        "sheet": finding.origin.sheet or None,
        "cell": finding.origin.cell or None,
        "value": finding.value,
        "message": words.message,
        "remedy": words.remedy,
    }


def _balance(run: Run) -> Json:
    balance, rows = run.ledger.balance, run.ledger.balance.rows
    files = ("seen", "merged", "superseded", "duplicate", "rejected")
    statuses = ["expected", *(str(status) for status in SenderStatus)]
    return {
        "files": {key: balance.files[key] for key in files},
        "stages": {
            stage.id: {
                key.replace("-", "_"): balance.stages[stage.id].get(key, 0) for key in statuses
            }
            for stage in run.campaign.stages
            if stage.id in balance.stages
        },
        "rows": {
            "seen": rows.seen,
            "judged": rows.judged,
            "superseded": rows.superseded,
            "duplicate": rows.duplicate,
            "complete": rows.complete,
            "incomplete": rows.incomplete,
        },
    }
