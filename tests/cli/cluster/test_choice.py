"""``thidua merge --engine dask``: what it needs, what it writes beside the results."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cli.cluster.entryfile import write_entries
from cli.cluster.treefile import write_tree
from cli.main import main
from cli.merging import merge_workspace
from tests.cli.cluster.results import written
from tests.cli.office import AFTER

_KEPT = ("Ho-so.parquet", "Tong-hop-theo-cay-don-vi.csv")


def _run(*words: str) -> tuple[int, str]:
    answer = CliRunner().invoke(main, ["merge", "--as-of", AFTER.isoformat(), *words])
    assert answer.exception is None or isinstance(answer.exception, SystemExit)
    return answer.exit_code, answer.output


def _table(data: bytes) -> Any:
    arrow = import_module("pyarrow")
    return import_module("pyarrow.parquet").read_table(arrow.BufferReader(data))


def test_the_command_writes_the_same_results_and_keeps_the_entries(
    office: Path, local: Mapping[str, bytes]
) -> None:
    code, said = _run("-C", str(office), "--engine", "dask")
    assert code == 1  # the office is a messy one
    assert written(office) == local
    kept = written(office, "ket-qua-cum")
    assert tuple(kept) == _KEPT
    assert all(f"Đã ghi: {office / 'ket-qua-cum' / name}" in said for name in _KEPT)
    _check_entries(kept[_KEPT[0]], json.loads(local["results.json"]))
    _check_tree(kept[_KEPT[1]], json.loads(local["results.json"]))


def _check_entries(data: bytes, results: Mapping[str, Any]) -> None:
    """The Parquet file says what ``results.json`` says."""
    table = _table(data)
    about = {"thidua.campaign": "don-duong-2024", "thidua.run": results["run"]}
    about["thidua.as_of"] = AFTER.isoformat()
    assert {k.decode(): v.decode() for k, v in table.schema.metadata.items()} == about
    same: tuple[str, ...] = (
        "id",
        "unit",
        "subject",
        "name",
        "title",
        "state",
        "route",
        "pool",
        "total",
    )
    same += ("total_exact", "rank", "recognised", "awards", "blocked")
    rows = table.to_pylist()
    assert len(rows) > 2
    assert [{key: row[key] for key in same} for row in rows] == [
        {key: entry[key] for key in same} for entry in results["entries"]
    ]
    assert [row["complete"] for row in rows] == [
        entry["status"] == "complete" for entry in results["entries"]
    ]
    files = {line["path"] for line in results["files"]}
    for row in rows:
        assert row["unit_path"] == [row["unit"]]
        assert dict(row["values"])["ten_mo_hinh"] == [row["title"]]
        place = dict(row["cells"])["ten_mo_hinh"]
        assert (place["file"] in files, place["sheet"], place["cell"][0]) == (True, "Đăng ký", "G")


def _check_tree(data: bytes, results: Mapping[str, Any]) -> None:
    """The CSV file sums up to ``results.json``, counted here another way."""
    assert data.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))
    told = {line["Mã đơn vị"] or line["Tên đơn vị"]: line for line in lines}
    assert list(told) == ["DD01", "DD02", "DD03", "(không thuộc đơn vị nào)", "Toàn bộ"]
    entries = Counter(entry["unit"] for entry in results["entries"])
    senders = Counter((f["sender"] or {"id": ""})["id"] for f in results["files"])
    for unit in ("DD01", "DD02", "DD03"):
        assert (told[unit]["Hồ sơ"], told[unit]["Tệp nhận về"]) == (
            str(entries[unit]),
            str(senders[unit]),
        )
    balance, whole = results["balance"]["files"], told["Toàn bộ"]
    assert {
        "seen": whole["Tệp nhận về"],
        "merged": whole["Tệp đã tổng hợp"],
        "superseded": whole["Tệp bị thay thế"],
        "duplicate": whole["Tệp trùng"],
        "rejected": whole["Tệp bị từ chối"],
    } == {name: str(count) for name, count in balance.items() if name != "ignored"}
    assert (whole["Số đơn vị"], whole["Hồ sơ"]) == ("3", str(len(results["entries"])))
    assert {line["Mã lần tổng hợp"] for line in lines} == {results["run"]}


def test_entries_of_one_run_are_the_same_bytes_and_hold_every_kind_of_value(
    office: Path,
) -> None:
    run = merge_workspace(office, AFTER, cache=False).run
    assert write_entries(run) == write_entries(run)
    first = run.outcome.entries[0]
    values = {"b": None, "a": Decimal("1.50"), "c": ("x", "y"), "d": date(2024, 1, 3), "e": "=1"}
    entry = replace(first.entry, values=values, faults={"b": ("FLD-015", "FLD-041")})
    changed = replace(run, outcome=replace(run.outcome, entries=(replace(first, entry=entry),)))
    (row,) = _table(write_entries(changed)).to_pylist()
    assert dict(row["values"]) == {
        "a": ["1.5"],
        "b": [],
        "c": ["x", "y"],
        "d": ["2024-01-03"],
        "e": ["=1"],
    }
    assert row["faults"] == [("b", ["FLD-015", "FLD-041"])]


def test_what_looks_like_a_formula_stays_a_text(office: Path) -> None:
    run = merge_workspace(office, AFTER, cache=False).run
    units = tuple(replace(unit, name="=HYPERLINK(1)") for unit in run.units)
    lines = list(csv.reader(write_tree(replace(run, units=units), "en").decode().splitlines()))
    assert lines[0][1:4] == ["Unit code", "Unit", "Part of (code)"]
    assert [line[2] for line in lines[1:4]] == ["'=HYPERLINK(1)"] * 3


@pytest.mark.parametrize("module", ["distributed", "fsspec", "pyarrow"])
def test_what_is_not_installed_is_one_sentence(
    office: Path, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    code, said = _run("-C", str(office), "--engine", "dask")
    assert (code, said.splitlines()) == (
        2,
        [
            "LỖI CLU-001",
            "    Máy này chưa cài phần chạy trên cụm máy tính (thiếu «" + module + "»). Cài bằng "
            'lệnh: pip install "thidua[cluster]"; hoặc bỏ --engine dask để tổng hợp ngay trên '
            "máy này.",
        ],
    )
    assert not (office / "ket-qua" / "results.json").exists()


@pytest.mark.parametrize("option", ["--scheduler", "--returns"])
def test_options_of_the_cluster_ask_for_it(office: Path, option: str) -> None:
    code, said = _run("-C", str(office), option, "tcp://127.0.0.1:9")
    assert (code, said.count("CLU-009"), option in said) == (2, 1, True)


def test_no_workspace_is_said_as_ever(tmp_path: Path) -> None:
    code, said = _run("-C", str(tmp_path), "--engine", "dask")
    assert (code, "WSP-001" in said) == (2, True)
    (tmp_path / "campaign.json").write_text("{}")
    code, said = _run("-C", str(tmp_path), "--engine", "dask")
    assert (code, "DEF-" in said) == (2, True)


def test_a_merge_on_this_machine_loads_nothing_of_the_cluster() -> None:
    program = (
        "import sys, cli.commands.merge\n"
        "heavy = ('dask', 'distributed', 'fsspec', 'pyarrow', 'cli.cluster')\n"
        "print([name for name in heavy if name in sys.modules])\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (run.stdout.strip(), run.stderr) == ("[]", "")
