"""Files, senders and rows of the plan, counted: what the account must balance to."""

from __future__ import annotations

from collections.abc import Mapping

from .places import Json
from .plan import Book

__all__ = ["balance", "files", "members", "units"]

_STATUSES = ("merged", "late", "nil", "rejected", "missing")


def files(book: Book) -> list[Json]:
    """Every planned file by path, with what is to become of it."""
    lines: list[Json] = []
    for planned in book.returns:
        kind = "member" if planned.stage == "cham-diem" else "unit"
        sender = {"kind": kind, "id": planned.sender} if planned.sender else None
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
    """How every unit stands in the two stages in which units return workbooks."""
    stages = ("dang-ky", "bao-cao")
    return [
        {
            "code": unit.code,
            "stages": {s: book.senders.get(s, {}).get(unit.code, "merged") for s in stages},
        }
        for unit in sorted(book.units, key=lambda unit: unit.code)
    ]


def members(book: Book) -> list[Json]:
    """How every member stands in the scoring."""
    said = book.senders.get("cham-diem", {})
    codes = sorted(member.code for member in book.members)
    return [{"code": code, "stages": {"cham-diem": said.get(code, "merged")}} for code in codes]


def balance(book: Book) -> Json:
    """The three sums of files, senders and rows."""
    counted = {"seen": len(book.returns)} | {
        status: sum(planned.status == status for planned in book.returns)
        for status in ("merged", "superseded", "duplicate", "rejected")
    }
    return {"files": counted, "stages": _stages(book), "rows": _rows(book)}


def _stages(book: Book) -> Json:
    counts: Json = {}
    lines = {"cham-diem": [line["stages"] for line in members(book)]}
    for stage in ("dang-ky", "bao-cao"):
        lines[stage] = [line["stages"] for line in units(book)]
    for stage in ("dang-ky", "bao-cao", "cham-diem"):
        said = [str(line[stage]) for line in lines[stage] if isinstance(line, Mapping)]
        found = {status: said.count(status) for status in _STATUSES}
        found["not_expected"] = said.count("not-expected")
        counts[stage] = {"expected": len(said) - found["not_expected"], **found}
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
