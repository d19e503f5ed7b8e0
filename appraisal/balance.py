"""The balance: files, senders and rows, each counted on its own, must add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from appraisal.ledger import Balance, FileLine, FileStatus, RowCount, SenderStatus, StageLine

__all__ = ["BalanceError", "balance_of"]


class BalanceError(Exception):
    """The account lost or doubled something: a bug, never the fault of a return."""


def balance_of(
    files: Sequence[FileLine],
    lines: Sequence[StageLine],
    stages: Sequence[str],
    rows: RowCount,
    ignored: int = 0,
) -> Balance:
    """The balance of design §5; BalanceError if it does not close.

    ``rows.seen`` must have been counted in the files themselves, the others where rows ended up.
    """
    balance = Balance(
        files=_file_count(files),
        stages={stage: _sender_count(lines, stage) for stage in stages},
        rows=rows,
        ignored=ignored,
    )
    if not balance.closes():
        raise BalanceError(f"the balance does not close: {balance}")
    return balance


def _file_count(files: Sequence[FileLine]) -> dict[str, int]:
    found = Counter(line.status for line in files)
    return {"seen": len(files), **{str(status): found[status] for status in FileStatus}}


def _sender_count(lines: Sequence[StageLine], stage: str) -> dict[str, int]:
    found = Counter(line.status for line in lines if line.stage == stage)
    expected = sum(found.values()) - found[SenderStatus.NOT_EXPECTED]
    return {"expected": expected, **{str(status): found[status] for status in SenderStatus}}
