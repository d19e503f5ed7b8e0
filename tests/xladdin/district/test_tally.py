"""What is said after a merge: counted from ``results.json``, also where its lists stand apart."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from xladdin.district.tally import closing_words, counts
from xladdin.district.workplace import Results

FILES = {"seen": 9, "merged": 4, "superseded": 2, "duplicate": 2, "rejected": 1}


def _results(folder: Path, findings: object) -> Results:
    content: dict[str, Any] = {
        "campaign": {"title": "Đợt 2024"},
        "balance": {"files": FILES},
        "findings": findings,
    }
    path = folder / "results.json"
    return Results(path=path, run="0123456789ab", as_of="2024-12-05", content=content)


def test_without_errors_or_packs_it_is_said_so(tmp_path: Path) -> None:
    results = _results(tmp_path, [{"severity": "warning"}, {"severity": "info"}])
    assert counts(results) == {**FILES, "errors": 0, "warnings": 1, "packs": 0}
    assert closing_words(results).split("\n\n") == [
        "Đã tổng hợp xong: Đợt 2024, tính đến ngày 05/12/2024.",
        "Tệp nhận về: 9, trong đó 4 tệp được tính, 2 tệp đã thay bằng bản sau, 2 tệp trùng, "
        "1 tệp bị loại.",
        "Không có lỗi phải bổ sung; 1 điểm nên xem lại.",
    ]


def test_a_long_list_is_read_from_its_own_file(tmp_path: Path) -> None:
    lines = [{"severity": word} for word in ("error", "warning", "error", "info")]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    (tmp_path / "results-findings-a.jsonl").write_text(text, encoding="utf-8")
    (tmp_path / "bo-sung").mkdir()
    for name in ("a.xlsx", "b.xlsx", "c.txt"):
        (tmp_path / "bo-sung" / name).write_bytes(b"")
    results = _results(tmp_path, {"file": "results-findings-a.jsonl", "lines": 4})
    said = counts(results)
    assert (said["errors"], said["warnings"], said["packs"]) == (2, 1, 2)
    assert closing_words(results).endswith(
        f"Có 2 tệp để gửi lại đơn vị bổ sung, trong thư mục {tmp_path / 'bo-sung'}."
    )
