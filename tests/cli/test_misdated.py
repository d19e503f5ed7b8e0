"""A clock behind its own results is told on the terminal and changes nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from appraisal.returned import Return
from cli.misdated import misdated
from cli.workspace import Workspace, open_workspace
from schemas.message import render
from tests.cli.office import open_office
from tests.machine.scene import run

TODAY = date(2024, 1, 10)


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    return open_workspace(open_office(tmp_path / "dot"))


def dated(path: Path, day: str, **more: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"as_of": day, **more}))


def said(office: Workspace, *returns: Return) -> list[tuple[str, str]]:
    return [(f.code, render(f).message) for f in misdated(office, returns, TODAY)]


def test_results_and_seal_of_a_day_to_come_are_told(office: Workspace) -> None:
    results = office.root / "ket-qua"
    dated(results / "results.json", "2024-01-11")
    dated(results / "da-chot" / "abc" / "niem-phong.json", "2024-02-01", sequence=1)
    assert said(office) == [
        (
            "WSP-036",
            "Hôm nay theo đồng hồ máy là 10/01/2024, sớm hơn ngày của kết quả đang có trong "
            "ket-qua (11/01/2024).",
        ),
        (
            "WSP-036",
            "Hôm nay theo đồng hồ máy là 10/01/2024, sớm hơn ngày của bản đã chốt gần nhất "
            "(01/02/2024).",
        ),
    ]


@pytest.mark.parametrize("day", ["2024-01-10", "2023-12-31", "no day", ""])
def test_results_of_today_or_earlier_or_of_no_day_are_not(office: Workspace, day: str) -> None:
    dated(office.root / "ket-qua" / "results.json", day)
    assert said(office) == []


def test_returns_saved_more_than_a_day_from_now_are_told_once(office: Workspace) -> None:
    """18:00 in UTC is the next day in Việt Nam."""
    plain = Return(path="nhan-ve/a.xlsx", sha256="a")
    saved = [
        datetime(2024, 1, 11, 16, 59, tzinfo=UTC),
        datetime(2024, 1, 11, 17, 0, tzinfo=UTC),
        datetime(2031, 1, 1, tzinfo=UTC),
    ]
    returns = [replace(plain, path=f"nhan-ve/{k}.xlsx", saved_at=at) for k, at in enumerate(saved)]
    ((code, message),) = said(office, plain, *returns)
    assert code == "WSP-044"
    assert message.startswith(
        "Có 2 tệp ghi ngày lưu sau hôm nay (10/01/2024): nhan-ve/1.xlsx, nhan-ve/2.xlsx. "
    )


def test_merge_tells_it_and_exits_as_ever(tmp_path: Path) -> None:
    root = open_office(tmp_path / "dot")
    dated(root / "ket-qua" / "results.json", "2999-12-31")
    warned = run(root, "merge")
    assert "CẢNH BÁO WSP-036  ket-qua/results.json" in warned.stderr
    again = run(root, "merge")
    assert (again.returncode, again.stdout) == (warned.returncode, warned.stdout)
    assert "WSP-036" not in again.stderr
