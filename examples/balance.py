"""Files, senders and rows of the plan, counted: what the account must balance to."""

from __future__ import annotations

from collections.abc import Iterable

from schemas.campaign import Stage
from schemas.kinds import SenderKind

from .plan import Book

__all__ = ["Json", "balance", "bodies", "files", "members", "units"]

Json = dict[str, object]

_STATUSES = ("merged", "late", "nil", "rejected", "missing")


def files(book: Book) -> list[Json]:
    """Every planned file by path, with what is to become of it."""
    kinds = {stage.id: str(stage.sender) for stage in book.campaign.stages}
    lines: list[Json] = []
    for planned in book.returns:
        sender = {"kind": kinds[planned.stage], "id": planned.sender} if planned.sender else None
        lines.append(
            {
                "path": f"nhan-ve/{planned.stage}/{planned.path}",
                "sender": sender,
                "status": planned.status,
                "rows": planned.rows,
            }
        )
    return sorted(lines, key=lambda line: str(line["path"]))


def units(book: Book) -> list[Json]:
    """How every unit stands in the stages in which units return workbooks."""
    return _lines(book, SenderKind.UNIT, (unit.code for unit in book.units))


def members(book: Book) -> list[Json]:
    """How every member stands in the scoring."""
    return _lines(book, SenderKind.MEMBER, (member.code for member in book.members))


def bodies(book: Book) -> list[Json]:
    """How every body stands in the surveys."""
    return _lines(book, SenderKind.BODY, book.bodies)


def _lines(book: Book, sender: SenderKind, codes: Iterable[str]) -> list[Json]:
    stages = book.stages(sender)
    return [
        {"code": code, "stages": {stage.id: _status(book, stage, code) for stage in stages}}
        for code in sorted(codes)
    ]


def _status(book: Book, stage: Stage, code: str) -> str:
    return book.senders.get(stage.id, {}).get(code, "merged")


def balance(book: Book) -> Json:
    """The three sums of files, senders and rows."""
    counted = {"seen": len(book.returns)} | {
        status: sum(planned.status == status for planned in book.returns)
        for status in ("merged", "superseded", "duplicate", "rejected")
    }
    return {"files": counted, "stages": _stages(book), "rows": _rows(book)}


def _stages(book: Book) -> Json:
    senders: dict[SenderKind, list[str]] = {
        SenderKind.UNIT: [unit.code for unit in book.units],
        SenderKind.MEMBER: [member.code for member in book.members],
        SenderKind.BODY: list(book.bodies),
    }
    counts: Json = {}
    for stage in book.campaign.stages:
        said = [_status(book, stage, code) for code in senders[stage.sender]]
        found = {status: said.count(status) for status in _STATUSES}
        found["not_expected"] = said.count("not-expected")
        counts[stage.id] = {"expected": len(said) - found["not_expected"], **found}
    return counts


def _rows(book: Book) -> dict[str, int]:
    by_status = {
        status: sum(planned.rows for planned in book.returns if planned.status == status)
        for status in ("merged", "superseded", "duplicate")
    }
    incomplete = sum(p.incomplete for p in book.returns if p.status == "merged")
    return {
        "seen": sum(by_status.values()),
        "judged": by_status["merged"],
        "superseded": by_status["superseded"],
        "duplicate": by_status["duplicate"],
        "complete": by_status["merged"] - incomplete,
        "incomplete": incomplete,
    }
