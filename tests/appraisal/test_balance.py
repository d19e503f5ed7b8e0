"""The balance adds up or says that it does not."""

from __future__ import annotations

import pytest

from appraisal.balance import BalanceError, balance_of
from appraisal.ledger import FileLine, FileStatus, RowCount, SenderStatus, StageLine
from appraisal.returned import Sender
from schemas.kinds import SenderKind

CLOSED = RowCount(seen=9, judged=6, superseded=2, duplicate=1, complete=4, incomplete=2)


def file_line(number: int, status: FileStatus) -> FileLine:
    return FileLine(
        path=str(number), sha256="", stage="", sender=None, status=status, reason="", rows=0
    )


def stage_line(stage: str, number: int, status: SenderStatus) -> StageLine:
    return StageLine(
        sender=Sender(kind=SenderKind.UNIT, id=str(number)), stage=stage, status=status
    )


def test_balance_counts_files_and_senders_of_each_stage() -> None:
    files = [
        file_line(n, status)
        for n, status in enumerate([FileStatus.MERGED, FileStatus.MERGED, FileStatus.REJECTED])
    ]
    lines = [
        stage_line("dang-ky", 1, SenderStatus.LATE),
        stage_line("dang-ky", 2, SenderStatus.MISSING),
        stage_line("dang-ky", 3, SenderStatus.NOT_EXPECTED),
    ]
    balance = balance_of(files, lines, ["dang-ky", "bao-cao"], CLOSED, ignored=4)
    zero = dict.fromkeys(("merged", "late", "nil", "rejected", "missing", "not-expected"), 0)
    assert balance.files == {
        "seen": 3,
        "merged": 2,
        "superseded": 0,
        "duplicate": 0,
        "rejected": 1,
    }
    assert balance.stages == {
        "dang-ky": {**zero, "expected": 2, "late": 1, "missing": 1, "not-expected": 1},
        "bao-cao": {**zero, "expected": 0},
    }
    assert (balance.rows, balance.ignored, balance.closes()) == (CLOSED, 4, True)


@pytest.mark.parametrize(
    "rows",
    [
        RowCount(seen=10, judged=6, superseded=2, duplicate=1, complete=4, incomplete=2),
        RowCount(seen=9, judged=6, superseded=2, duplicate=1, complete=3, incomplete=2),
    ],
)
def test_rows_that_do_not_add_up_are_a_bug(rows: RowCount) -> None:
    with pytest.raises(BalanceError, match="does not close"):
        balance_of([], [], [], rows)
