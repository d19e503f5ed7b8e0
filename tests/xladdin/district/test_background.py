"""The merge behind "Tổng hợp": a real one in processes of its own, and everything in its way."""

from __future__ import annotations

import io
import json
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.xladdin.district.recording import Recorder, notes
from tests.xladdin.district.workspace import merged_office
from tests.xladdin.memory import opened
from xladdin.district import background, merging
from xladdin.district.background import Background
from xladdin.district.lock import is_held, lock
from xladdin.district.mergerun import Ended, merge_command, refusal_words, run_merge
from xladdin.district.tally import counts
from xladdin.district.workplace import results_of
from xladdin.launching import start_detached
from xladdin.profile import Profile, own_profile

RECORDING = Path(__file__).with_name("recording.py")
READING = "Thi đua: đang đọc tệp nhận về "
COMPUTING = "Thi đua: đã đọc xong tệp nhận về, đang tính điểm, xếp hạng và lập bảng…"


@pytest.fixture
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Profile:
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "Nguyễn Thị Ánh"))
    return own_profile()


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return merged_office(tmp_path)


def _run(workspace: Path, profile: Profile, told: Path, fault: str = "", **given: Any) -> int:
    program = Recorder(told, fault)
    return Background(workspace, program, profile, sleep=lambda _: None, **given).run()


def _awaited(told: Path) -> list[tuple[str, str]]:
    """The last thing said is the message."""
    for _ in range(600):
        said = notes(told)
        if said and said[-1][0] == "tell":
            return said
        time.sleep(0.1)
    raise AssertionError(notes(told))


def test_a_click_merges_in_the_background_and_opens_the_summary(
    workspace: Path, profile: Profile, tmp_path: Path
) -> None:
    """From the button to the message, with nothing played but Excel."""
    told = tmp_path / "ghi chép.jsonl"
    for path in (workspace / "ket-qua").rglob("*"):
        if path.is_file():
            path.unlink()
    host = opened(None)
    host.folder = workspace / "nhan-ve"

    def start(command: Any) -> None:
        words = command[command.index("xladdin.district.background") + 1 :]
        start_detached([sys.executable, str(RECORDING), str(told), *words])

    merging.merge(host, profile, start)
    said = _awaited(told)
    bar = [words for what, words in said if what == "status"]
    assert bar[-1] == ""
    assert all(words.startswith(READING) or words == COMPUTING for words in bar[:-1])
    summary = workspace / "ket-qua" / "Tong-hop.xlsx"
    assert said[-2] == ("open", str(summary))
    results = json.loads((workspace / "ket-qua" / "results.json").read_text("utf-8"))
    errors = sum(finding["severity"] == "error" for finding in results["findings"])
    warnings = sum(finding["severity"] == "warning" for finding in results["findings"])
    packs = len(list((workspace / "ket-qua" / "bo-sung").glob("DD*.xlsx")))
    year, month, day = results["as_of"].split("-")
    assert results["balance"]["files"]["seen"] == results["balance"]["files"]["merged"] == 2
    assert (errors > 0, packs) == (True, 1)
    assert said[-1][1].split("\n\n") == [
        f"Đã tổng hợp xong: {results['campaign']['title']}, tính đến ngày {day}/{month}/{year}.",
        "Tệp nhận về: 2, trong đó 2 tệp được tính, 0 tệp đã thay bằng bản sau, 0 tệp trùng, "
        "0 tệp bị loại.",
        f"Còn {errors} lỗi phải bổ sung và {warnings} điểm nên xem lại; xem trang “Lỗi cần bổ "
        "sung”.",
        f"Có 1 tệp để gửi lại đơn vị bổ sung, trong thư mục {workspace / 'ket-qua' / 'bo-sung'}.",
    ]
    (log,) = (profile.root / "nhat-ky").iterdir()
    assert str(summary) in log.read_text("utf-8")
    assert not is_held(profile.lock_file(workspace))


def test_without_errors_it_says_so(workspace: Path, profile: Profile, tmp_path: Path) -> None:
    """Exit code 0; an empty campaign has its own two returns taken away."""
    for path in (workspace / "nhan-ve").rglob("*.xlsx"):
        path.unlink()
    assert _run(workspace, profile, tmp_path / "told") == 0
    results = results_of(workspace)[0]
    left = "Không có lỗi" if counts(results)["errors"] == 0 else "Còn "
    assert notes(tmp_path / "told")[-1][1].split("\n\n")[2].startswith(left)


def test_a_refusal_is_told_in_words_with_the_log(
    workspace: Path, profile: Profile, tmp_path: Path
) -> None:
    (workspace / "nhan-ve").rename(workspace / "nhận về")
    before = (workspace / "ket-qua" / "results.json").read_bytes()
    assert _run(workspace, profile, tmp_path / "told") == 2
    *shown, (_, told) = notes(tmp_path / "told")
    log = profile.root / "nhat-ky" / "tong-hop-0001.log"
    assert [what for what, _ in shown if what == "open"] == []
    assert told.startswith("Chưa tổng hợp được; kết quả cũ vẫn nguyên.\n\n")
    assert "nhan-ve" in told
    assert told.endswith(f"Nhật ký: {log}")
    assert ("WSP-018" in told, "WSP-018" in log.read_text("utf-8")) == (False, True)
    assert (workspace / "ket-qua" / "results.json").read_bytes() == before


def test_a_result_that_another_excel_holds_open_is_told(
    workspace: Path, profile: Profile, tmp_path: Path
) -> None:
    """As Windows answers for a workbook open in Excel; the command line itself is the real one."""
    program = (
        "import sys\nfrom pathlib import Path\nfrom cli.main import main\nold = Path.open\n"
        "def refuse(path, mode='r', *more, **named):\n"
        "    if path.name == 'Tong-hop.xlsx' and mode == 'r+b':\n"
        "        raise PermissionError(13, 'Permission denied', str(path))\n"
        "    return old(path, mode, *more, **named)\n"
        "Path.open = refuse\nmain(sys.argv[1:])\n"
    )
    words = merge_command(workspace)
    command = [sys.executable, "-X", "utf8", "-c", program, *words[words.index("cli") + 1 :]]
    before = (workspace / "ket-qua" / "Tong-hop.xlsx").read_bytes()
    assert _run(workspace, profile, tmp_path / "told", command=command) == 2
    told = notes(tmp_path / "told")[-1][1]
    assert "Không thay được «Tong-hop.xlsx» vì tệp đang mở trong Excel" in told
    assert (workspace / "ket-qua" / "Tong-hop.xlsx").read_bytes() == before


@pytest.mark.parametrize(
    "program",
    [
        "raise ZeroDivisionError('một lỗi của chúng ta')",
        "import os; os.abort()",
        "import sys; sys.stderr.write('progress 1/2\\n'); sys.exit(0)",
        "import sys; sys.exit(2)",
    ],
    ids=["traceback", "killed", "no results", "refusal without words"],
)
def test_a_crash_is_told_with_the_log_and_never_as_success(
    workspace: Path, profile: Profile, tmp_path: Path, program: str
) -> None:
    """Python ends with 1 after a traceback, as a merge with errors does."""
    command = [sys.executable, "-X", "utf8", "-c", program]
    assert _run(workspace, profile, tmp_path / "told", command=command) == 3
    said = notes(tmp_path / "told")
    log = profile.root / "nhat-ky" / "tong-hop-0001.log"
    assert said[-2:] == [
        ("status", ""),
        (
            "tell",
            "Việc tổng hợp dừng giữa chừng do trục trặc ngoài dự kiến.\n\nBấm lại nút; nếu vẫn "
            f"vậy, gửi tệp nhật ký sau cho người phụ trách: {log}",
        ),
    ]
    if "Zero" in program:
        assert "ZeroDivisionError: một lỗi của chúng ta" in log.read_text("utf-8")


def test_a_program_that_cannot_start_is_a_crash(
    workspace: Path, profile: Profile, tmp_path: Path
) -> None:
    assert _run(workspace, profile, tmp_path / "told", command=[str(tmp_path / "none")]) == 3
    log = profile.root / "nhat-ky" / "tong-hop-0001.log"
    assert "FileNotFoundError" in log.read_text("utf-8")


@pytest.mark.parametrize("fault", ["busy", "closed"])
def test_the_merge_ends_whatever_excel_does(
    workspace: Path, profile: Profile, tmp_path: Path, fault: str
) -> None:
    (workspace / "ket-qua" / "results.json").unlink()
    assert _run(workspace, profile, tmp_path / "told", fault) == 0
    said = notes(tmp_path / "told")
    summary = workspace / "ket-qua" / "Tong-hop.xlsx"
    assert (workspace / "ket-qua" / "results.json").exists()
    assert (("open", str(summary)) in said) is (fault == "busy")
    assert said[-1][1].endswith(f"mở tệp này: {summary}") is (fault == "closed")


def test_an_excel_that_never_listens_is_given_up(
    workspace: Path, profile: Profile, tmp_path: Path
) -> None:
    class Deaf(Recorder):
        def _note(self, what: str, words: str) -> None:
            raise RuntimeError("-2147418111")

    waited: list[float] = []
    told = tmp_path / "told"
    made = Background(workspace, Deaf(told), profile, sleep=waited.append).run()
    assert (made, [what for what, _ in notes(told)]) == (0, ["tell"])
    assert sum(waited) == 60.0  # half a minute for the bar, half a minute for the summary


def test_a_second_merge_says_that_one_is_running(
    workspace: Path, profile: Profile, tmp_path: Path
) -> None:
    with lock(profile.lock_file(workspace)):
        assert _run(workspace, profile, tmp_path / "told") == 4
    assert notes(tmp_path / "told") == [
        (
            "tell",
            f"Đợt ở thư mục “{workspace}” đang được tổng hợp.\n\nChờ lần tổng hợp đó xong; tiến "
            "độ hiện ở thanh trạng thái ở cuối cửa sổ Excel.",
        )
    ]
    assert not (profile.root / "nhat-ky").exists()


def test_the_message_waits_without_the_lock(
    workspace: Path, profile: Profile, tmp_path: Path
) -> None:
    """A message that nobody has read yet must not keep the next merge away."""
    held: list[bool] = []

    class Reader(Recorder):
        def tell(self, words: str) -> None:
            held.append(is_held(profile.lock_file(workspace)))

    Background(workspace, Reader(tmp_path / "told"), profile, command=["none"]).run()
    assert held == [False]


def test_a_profile_that_takes_nothing_is_told(workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert _run(workspace, Profile(root=tmp_path / "file"), tmp_path / "told") == 3
    assert notes(tmp_path / "told")[0][1].startswith("Không bắt đầu tổng hợp được: ")


def test_progress_is_heard_while_the_merge_runs_and_the_log_is_bounded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("xladdin.district.mergerun._LOGGED", 30)
    program = (
        "import sys, time\n"
        "def say(words): sys.stderr.write(words + '\\n'); sys.stderr.flush()\n"
        "for done in (1, 2, 3):\n    say(f'progress {done}/3'); time.sleep(0.3)\n"
        "say('merged 0123456789ab')\nsay('LỖI FLD-015  a.xlsx')\nsay('    Thiếu.')\n"
        "print('x' * 50)\nprint('y' * 50)\nsys.exit(1)\n"
    )
    heard: list[tuple[int, int]] = []
    log = io.StringIO()
    ended = run_merge(
        [sys.executable, "-X", "utf8", "-c", program],
        log,
        lambda done, total: heard.append((done, total)),
        pause=0.05,
    )
    assert ended == Ended(code=1, run="0123456789ab", stderr=("LỖI FLD-015  a.xlsx", "    Thiếu."))
    assert ended.done
    assert list(dict.fromkeys(heard))[-3:] == [(1, 3), (2, 3), (3, 3)]
    assert len(log.getvalue()) <= 30 + 51


def test_faults_are_told_by_place_and_sentence() -> None:
    stderr = [
        "LỖI WSP-018",
        "    Không thấy thư mục nhan-ve.",
        "CẢNH BÁO REG-003  don-vi.xlsx – Đơn vị!C4",
        "    Mã lặp lại.",
        "Usage: thidua merge",
    ]
    assert refusal_words(stderr) == (
        "Không thấy thư mục nhan-ve.\ndon-vi.xlsx – Đơn vị!C4: Mã lặp lại.\nUsage: thidua merge"
    )
    assert refusal_words([]) == ""
    assert len(refusal_words(["    " + "x" * 5_000])) == 1_200


def test_the_module_runs_by_itself_and_ends_where_there_is_no_excel(
    workspace: Path, profile: Profile, tmp_path: Path
) -> None:
    """The very command of the button; without Windows nobody can be told, the log says it."""
    pytest.importorskip("xlwings")
    host = opened(None)
    host.folder = workspace
    commands: list[list[str]] = []
    merging.merge(host, profile, lambda command: commands.append(list(command)))
    import subprocess

    ended = subprocess.run(commands[0], capture_output=True, text=True, check=False)
    assert "message windows are of Windows" in ended.stderr
    log = (profile.root / "nhat-ky" / "tong-hop-0001.log").read_text("utf-8")
    assert "Đã tổng hợp xong: " in log
    assert f"mở tệp này: {workspace / 'ket-qua' / 'Tong-hop.xlsx'}" in log


def test_a_folder_and_an_excel_are_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        background.main(["."])
    assert "--excel" in capsys.readouterr().err
