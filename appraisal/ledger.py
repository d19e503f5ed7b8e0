"""The account of files, units and rows: everything that came in is somewhere in here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from appraisal.returned import Sender

__all__ = ["Balance", "FileLine", "FileStatus", "Ledger", "RowCount", "SenderStatus", "StageLine"]


class FileStatus(StrEnum):
    """What became of a file."""

    MERGED = "merged"
    SUPERSEDED = "superseded"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"


class SenderStatus(StrEnum):
    """What became of a sender (unit or member) in a stage."""

    MERGED = "merged"
    LATE = "late"
    NIL = "nil"
    REJECTED = "rejected"
    MISSING = "missing"
    NOT_EXPECTED = "not-expected"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """One file: ``reason`` is the finding code that decided its status, or empty.

    ``letter_code`` is the check code that the signed letter of the file must bear, if it has one.
    """

    path: str
    sha256: str
    stage: str
    sender: Sender | None
    status: FileStatus
    reason: str
    rows: int
    letter_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageLine:
    """How one sender stands in one stage, with what the late/missing list prints."""

    sender: Sender
    stage: str
    status: SenderStatus
    received_on: date | None = None
    days_late: int = 0
    channel: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCount:
    """Rows: seen = judged + superseded + duplicate; judged = complete + incomplete."""

    seen: int = 0
    judged: int = 0
    superseded: int = 0
    duplicate: int = 0
    complete: int = 0
    incomplete: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """The sums that must close. ``ignored`` are lock files and the like, counted apart.

    ``stages``: stage id → count per SenderStatus value plus ``expected``.
    """

    files: Mapping[str, int]
    stages: Mapping[str, Mapping[str, int]]
    rows: RowCount
    ignored: int = 0

    def closes(self) -> bool:
        """Whether every sum of design §5 closes."""
        files, rows = self.files, self.rows
        return (
            files["seen"] == sum(files[str(status)] for status in FileStatus)
            and all(
                line["expected"]
                == line["merged"] + line["late"] + line["nil"] + line["rejected"] + line["missing"]
                for line in self.stages.values()
            )
            and rows.seen == rows.judged + rows.superseded + rows.duplicate
            and rows.judged == rows.complete + rows.incomplete
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Files and senders, sorted by path and by (stage order, sender).

    ``received``: path → day of receipt (ISO) of the files the intake register knows.
    """

    files: tuple[FileLine, ...]
    lines: tuple[StageLine, ...]
    balance: Balance
    received: Mapping[str, str] = field(default_factory=dict)
