"""What the commands say of text typed in another spelling: its number, never a list."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from cli.commands import check, merge
from tests.cli.office import AFTER, intake, open_office
from tests.cli.spoiling import filled

TYPED = filled(ten_mo_hinh="Chợ  xanh", ngay_duyet="ngày 2 tháng 1 năm 2024")


def test_check_counts_other_spellings_and_lists_them_for_machines(tmp_path: Path) -> None:
    path = tmp_path / "DD03.xlsx"
    path.write_bytes(TYPED)
    done = CliRunner().invoke(check.command, [str(path)])
    assert done.exit_code == 0
    assert "DD03.xlsx: không có lỗi" in done.output
    assert "Đã đọc 2 ô theo cách ghi chuẩn" in done.output
    assert "FLD-05" not in done.output
    told = json.loads(CliRunner().invoke(check.command, [str(path), "--json"]).stdout)
    found = [(f["code"], f["severity"], f["cell"]) for f in told["findings"]]
    assert found == [("FLD-052", "info", "G11"), ("FLD-050", "info", "R11")]


def test_merge_counts_them_makes_no_pack_and_says_where_they_stand(tmp_path: Path) -> None:
    root = open_office(tmp_path / "dot", intake=intake("DD03"))
    (root / "nhan-ve" / "dang-ky" / "DD03.xlsx").write_bytes(TYPED)
    done = CliRunner().invoke(merge.command, ["-C", str(root), "--as-of", str(AFTER)])
    assert done.exit_code == 0, done.output
    assert "Đã chuẩn hóa cách ghi ở 2 ô khi đọc; liệt kê ở trang tính “Chuẩn hóa”" in done.output
    assert "0 gói bổ sung" in done.output
    assert "FLD-05" not in done.output
    told = json.loads((root / "ket-qua" / "results.json").read_text("utf-8"))
    found = [(f["code"], f["cell"]) for f in told["findings"] if f["code"].startswith("FLD-")]
    assert found == [("FLD-052", "G11"), ("FLD-050", "R11")]
    assert told["balance"]["rows"]["incomplete"] == 0


def test_a_run_without_them_says_nothing_of_them(tmp_path: Path) -> None:
    path = tmp_path / "DD03.xlsx"
    path.write_bytes(filled())
    assert "cách ghi" not in CliRunner().invoke(check.command, [str(path)]).output
