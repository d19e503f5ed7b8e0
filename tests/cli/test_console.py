"""What is printed reaches any console, also one with a legacy code page."""

import io
import json
import os
import subprocess
import sys

import pytest

from cli.console import Console, make_streams_safe, one_line, plain_json
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


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("Huyện ủy Đơn Dương – «đủ»", "Huyện ủy Đơn Dương – «đủ»"),
        ("\x1b[2J\x1b]0;x\x07\x9b31m[red]", "[2J]0;x31m[red]"),
        ("một\nLỖI hai\r\n\tba\u2028bốn", "một LỖI hai ba bốn"),
        ("exe.\u202excod\u202c\0", "exe.xcod"),
        ("a" * 2_001, "a" * 1_999 + "…"),
    ],
)
def test_what_a_stranger_typed_stays_on_its_line_and_does_nothing(said: str, printed: str) -> None:
    assert one_line(said) == printed


def test_json_on_a_terminal_says_the_same_in_plain_characters() -> None:
    value = {"value": "\x9b31m\u202eĐơn\u2028\x7f\x1b"}
    written = json.dumps(value, ensure_ascii=False)
    plain = plain_json(written)
    assert json.loads(plain) == value
    assert plain.isprintable()
    assert "Đơn" in plain


def test_finding_in_a_hostile_file_prints_on_two_lines(capsys: pytest.CaptureFixture[str]) -> None:
    origin = Origin(file="nhan-ve/a\x1b[31m.xlsx", sheet="=1\nLỖI", cell="A1")
    finding = Finding(
        code="REG-005",
        severity=Severity.ERROR,
        origin=origin,
        value="[link=http://x]\x07",
        params={"column": "{value}"},
    )
    Console(lang="vi", as_json=False, quiet=False).findings((finding,))
    assert capsys.readouterr().err.splitlines() == [
        "LỖI REG-005  nhan-ve/a[31m.xlsx – =1 LỖI!A1",
        "    «[link=http://x]» ở cột «{value}» không phải là ngày có thật. "
        "Ghi ngày theo dạng dd/mm/yyyy, ví dụ 05/01/2024.",
    ]
