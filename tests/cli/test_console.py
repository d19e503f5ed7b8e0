"""What is printed reaches any console, also one with a legacy code page."""

import io
import os
import subprocess
import sys

import pytest

from cli.console import Console, make_streams_safe
from schemas.finding import Finding, Origin, Severity


@pytest.mark.parametrize("encoding", ["cp437", "cp1258", "cp932"])
def test_vietnamese_prints_on_a_legacy_code_page(encoding: str) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-c", "from cli.main import main; main()", "presets"],
        capture_output=True,
        env=environment,
        check=False,
    )
    printed = done.stdout.decode(encoding)
    assert done.returncode == 0, done.stderr
    assert "don-duong-2024" in printed


@pytest.mark.skipif(os.name == "nt", reason="a closed pipe shows otherwise on Windows")
@pytest.mark.parametrize("flags", [[], ["--json"]])
def test_reader_that_has_seen_enough_ends_the_command_quietly(flags: list[str]) -> None:
    """``thidua presets | head -1`` is no fault of the disk."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-c", "from cli.main import main; main()", "presets", *flags],
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, b"")


def test_letters_without_room_fold_to_their_bare_form(monkeypatch: pytest.MonkeyPatch) -> None:
    buffer = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(buffer, encoding="ascii"))
    make_streams_safe()
    print("Huyện ủy Đơn Dương – đủ")
    sys.stdout.flush()
    assert buffer.getvalue() == b"Huyen uy Don Duong ? du" + os.linesep.encode()


def test_finding_is_printed_with_place_what_and_remedy() -> None:
    console = Console(lang="vi", as_json=False, quiet=False)
    finding = Finding(
        code="REG-005",
        severity=Severity.ERROR,
        origin=Origin(file="don-vi.xlsx", sheet="Đơn vị", cell="E5"),
        value="31/02/2024",
        params={"column": "Hiệu lực từ ngày"},
    )
    assert console.finding_lines(finding) == (
        "LỖI REG-005  don-vi.xlsx – Đơn vị!E5",
        "    «31/02/2024» ở cột «Hiệu lực từ ngày» không phải là ngày có thật. "
        "Ghi ngày theo dạng dd/mm/yyyy, ví dụ 05/01/2024.",
    )
