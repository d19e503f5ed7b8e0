"""``thidua addin`` as somebody types it: every word that it prints, on every kind of computer."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path, PureWindowsPath

import pytest
from click.testing import CliRunner, Result

from cli.main import main
from tests.sources import ROOT
from tests.xladdin.setup.machines import (
    ADDIN,
    ADDINS,
    CMD,
    EXCEL,
    LOCAL,
    POLICY,
    PYTHON,
    FakeMachine,
    bare,
    healthy,
    told,
    usual_addin,
)
from xladdin.setup.doctor.examination import CHECKS
from xladdin.setup.doctor.result import State
from xladdin.setup.machine import Hive
from xladdin.xlam.build import addin_bytes
from xladdin.xlam.settings import Settings
from xladdin.xlam.upstream import UpstreamError

pytestmark = pytest.mark.usefixtures("xlwings")

USUAL = r"%LOCALAPPDATA%\Thidua\venv\Scripts\python.exe"
THIDUA = version("thidua")

On = Callable[[FakeMachine], Callable[..., Result]]


def thidua(*words: str) -> Result:
    return CliRunner().invoke(main, ["addin", *words], catch_exceptions=False)


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> On:
    """The command on a given computer."""

    def choose(machine: FakeMachine) -> Callable[..., Result]:
        monkeypatch.setattr("xladdin.setup.command.ThisMachine", lambda: machine)
        return thidua

    return choose


def test_build_says_what_it_wrote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = thidua("build")
    data = (tmp_path / "Thidua.xlam").read_bytes()
    assert (done.exit_code, done.stderr, data) == (0, "", addin_bytes())
    assert done.stdout == (
        f"Đã dựng Thidua.xlam: {len(data)} byte, SHA-256 {sha256(data).hexdigest()}.\n"
        f"Các nút sẽ chạy bằng: {USUAL}.\n"
    )


def test_build_writes_where_it_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "phát hành"
    folder.mkdir()
    named = tmp_path / "mới" / "Thử.XLAM"
    assert thidua("build", "-q", str(folder)).exit_code == 0
    assert thidua("build", "-q", str(named)).exit_code == 0
    assert (folder / "Thidua.xlam").read_bytes() == named.read_bytes() == addin_bytes()


def test_build_takes_another_interpreter_and_tells_a_machine(tmp_path: Path) -> None:
    target, program = tmp_path / "a.xlam", r"D:\Thi đua\python.exe"
    done = thidua("build", str(target), "--interpreter", program, "--json")
    data = target.read_bytes()
    assert data == addin_bytes(Settings(interpreter=program))
    assert json.loads(done.stdout) == {
        "bytes": len(data),
        "file": str(target),
        "interpreter": program,
        "sha256": sha256(data).hexdigest(),
    }


def test_build_speaks_english(tmp_path: Path) -> None:
    done = thidua("build", str(tmp_path / "a.xlam"), "--lang", "en")
    assert done.stdout.startswith(f"Built {tmp_path / 'a.xlam'}: ")


def test_build_refuses_a_name_that_excel_would_refuse(tmp_path: Path) -> None:
    done = thidua("build", str(tmp_path / "Thidua.xlsm"))
    assert (done.exit_code, done.stdout, list(tmp_path.iterdir())) == (2, "", [])
    assert done.stderr == (
        f"LỖI ADD-101\n    «{tmp_path / 'Thidua.xlsm'}» không dùng làm tên phần bổ trợ được: Excel "
        "chỉ nhận tệp có đuôi .xlam. Ghi tên tệp như Thidua.xlam, hoặc tên một thư mục đã có.\n"
    )


@pytest.mark.parametrize("path", ["", "python", r"C:\a&b\python.exe"])
def test_build_refuses_an_unsafe_interpreter(tmp_path: Path, path: str) -> None:
    done = thidua("build", str(tmp_path / "a.xlam"), "--interpreter", path)
    assert (done.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert done.stderr == (
        f"LỖI ADD-102\n    «{path}» không dùng làm đường dẫn tới Python cho các nút được. Cần "
        "đường dẫn đầy đủ trên Windows tới python.exe, ví dụ "
        r"C:\ThiDua\moi-truong\Scripts\python.exe, "
        "không có các ký tự & ^ % ! =. Nếu Python nằm trong thư mục có ký tự ấy, hãy cài lại vào "
        "thư mục khác.\n"
    )


def test_build_without_xlwings_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_settings: object) -> bytes:
        raise UpstreamError("xlwings 0.37.8 is not installed")

    monkeypatch.setattr("xladdin.setup.install.addin_bytes", fail)
    done = thidua("build", str(tmp_path / "a.xlam"), "--json")
    (finding,) = json.loads(done.stdout)["findings"]
    assert (done.exit_code, finding["code"]) == (2, "ADD-103")
    assert "python -m pip install xlwings==0.37.8" in done.stderr


def test_build_into_a_place_that_refuses_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    done = thidua("build", str(tmp_path / "a" / "b.xlam"))
    assert (done.exit_code, done.stderr.splitlines()[0]) == (2, "LỖI ADD-116:build")


def test_install_says_what_it_did(on: On) -> None:
    machine = bare()
    done = on(machine)("install")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == (
        f"Đã cài phần bổ trợ: {ADDIN}.\n"
        f"Các nút sẽ chạy bằng: {USUAL}.\n"
        "Mở Excel: thẻ «Thi đua» nằm trên thanh công cụ. "
        "Nếu không thấy, chạy thidua addin doctor.\n"
    )
    assert machine.files[ADDIN] == usual_addin()


def test_install_says_what_it_replaced_removed_and_left(on: On) -> None:
    machine = healthy()
    machine.files[ADDIN] = usual_addin(str(PYTHON))
    machine.files[ADDINS / "Thidua.xlam"] = usual_addin()
    further = PureWindowsPath(r"D:\Chung")
    machine.set(Hive.USER, rf"{EXCEL}\Options", "AltStartup", str(further))
    machine.files[further / "Thidua.xlam"] = b"x"
    lines = on(machine)("install").stdout.splitlines()
    assert lines[0] == f"Đã thay phần bổ trợ cũ bằng bản của chương trình này: {ADDIN}."
    assert lines[2:4] == [
        "Đã gỡ bản thứ hai của phần bổ trợ để thẻ «Thi đua» không hiện hai lần: "
        f"{ADDINS / 'Thidua.xlam'}.",
        f"Để nguyên {further / 'Thidua.xlam'}: tệp này không phải do chương trình này đặt, hoặc "
        "đang bị khóa. Nếu đó là bản cũ của phần bổ trợ, hãy tự xóa.",
    ]


def test_install_again_says_that_nothing_was_to_do(on: On) -> None:
    done = on(healthy())("install")
    assert done.stdout.splitlines()[0] == f"Đã có đúng bản này, không phải cài lại: {ADDIN}."


def test_install_tells_a_machine(on: On) -> None:
    xlstart = r"D:\Khoi dong"
    machine = healthy()
    done = on(machine)("install", "--json", "--xlstart", xlstart, "--interpreter", str(PYTHON))
    assert json.loads(done.stdout) == {
        "file": rf"{xlstart}\Thidua.xlam",
        "interpreter": str(PYTHON),
        "left": [],
        "outcome": "new",
        "removed": [str(ADDIN)],
        "sha256": sha256(usual_addin(str(PYTHON))).hexdigest(),
    }


def test_install_that_the_disk_refuses_gives_its_reason(on: On) -> None:
    machine = bare()
    machine.locked[ADDIN] = errno.ENOSPC
    done = on(machine)("install")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == (
        f"LỖI ADD-116\n    Không ghi được {ADDIN}: hết chỗ trên ổ đĩa. Đóng hẳn Excel, kiểm tra "
        "quyền ghi của thư mục rồi chạy lại lệnh.\n"
    )


def test_remove_says_what_went_and_what_is_left(on: On) -> None:
    done = on(healthy())("remove")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == (
        f"Đã gỡ {ADDIN}.\n"
        rf"Còn lại thư mục {LOCAL}\Thidua (môi trường Python của Thi đua); lệnh này không xóa nó. "
        "Muốn gỡ cả phần đó, chạy go-bo.cmd trong bộ cài đặt.\n"
    )


def test_remove_of_nothing_says_so(on: On) -> None:
    machine = bare()
    machine.folders.clear()
    done = on(machine)("remove")
    assert done.stdout == ("Không thấy phần bổ trợ Thi đua nào trên máy này, không có gì để gỡ.\n")
    machine.files[ADDIN] = b"x"
    told = json.loads(on(machine)("remove", "--json").stdout)
    assert told == {"home": None, "left": [str(ADDIN)], "removed": []}


def test_the_doctor_of_a_healthy_computer(on: On) -> None:
    done = on(healthy())("doctor")
    assert (done.exit_code, done.stderr) == (0, "")
    assert (
        done.stdout
        == rf"""tốt      Windows: Windows 10.0.19045.
tốt      Excel: Excel 16.0.17928.20114, 64-bit.
tốt      Thư mục khởi động: Excel mở các tệp trong {ADDIN.parent} mỗi khi khởi động.
tốt      Python: Python 3.12.7, {PYTHON}.
tốt      Dựng phần bổ trợ: chương trình này dựng được Thidua.xlam (xlwings 0.37.8).
tốt      Thidua.xlam: {ADDIN}.
tốt      Phiên bản: phần bổ trợ đúng là bản của chương trình này.
tốt      Dấu «tải từ Internet»: tệp không mang dấu này.
tốt      Bản thứ hai: không có bản thứ hai.
tốt      Python của các nút: phần bổ trợ gọi {PYTHON}, đúng Python đang chạy lệnh này.
tốt      Đường dẫn: đường dẫn tới Python không có ký tự gây trở ngại.
tốt      Thành phần Python: thidua {THIDUA}, xlwings 0.37.8, pywin32 311.
tốt      Bị Excel tắt: Excel không tắt phần bổ trợ.
tốt      Macro: Excel hỏi trước khi chạy macro (mức thường); tệp trong thư mục tin cậy chạy ngay.
tốt      Thư mục tin cậy: Excel tin cậy {ADDIN.parent}.
tốt      Quy định về phần bổ trợ: không có quy định nào cấm.
tốt      Chặn chương trình con: Microsoft Defender không chặn Excel chạy chương trình khác.
tốt      cmd.exe: chạy được.
tốt      Windows Script Host: không bị tắt.
tốt      Thư mục tạm: {LOCAL}\Temp ghi được.
tốt      Chỗ trống: còn 50.123 MB.
Không thiếu gì: 21 điều tốt, 0 điều cần xem.
"""
    )


def _broken() -> FakeMachine:
    """Everything that can be wrong at once."""
    machine = healthy()
    base = PureWindowsPath(r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12_q")
    machine.interpreter = type(machine.interpreter)(program=PYTHON, version="3.12.7", base=base)
    machine.registry.clear()
    del machine.files[ADDIN], machine.files[CMD]
    machine.files[ADDINS / "Thidua.xlam"] = usual_addin()
    machine.programs["python.exe"] = told({"pywin32": "DLL load failed"})
    machine.folders.clear()
    machine.room = 9_000_000
    blamed = r"c:\users\lê an\thidua.xlam".encode("utf-16-le")
    machine.set(Hive.USER, rf"{EXCEL}\Resiliency\DisabledItems", "1", blamed)
    machine.set(Hive.COMPUTER, rf"{POLICY}\Excel\Security", "VBAWarnings", 4)
    trusted = rf"{POLICY}\Excel\Security\Trusted Locations"
    machine.set(Hive.USER, trusted, "AllLocationsDisabled", 1)
    machine.set(Hive.USER, rf"{EXCEL}\Security", "RequireAddinSig", 1)
    guard = r"SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
    machine.set(Hive.COMPUTER, guard, "D4F940AB-401B-4EFC-AADC-AD5F3C50688A", "1")
    script_host = r"Software\Microsoft\Windows Script Host\Settings"
    machine.set(Hive.COMPUTER, script_host, "Enabled", 0)
    return machine


def test_the_doctor_of_a_broken_computer(on: On) -> None:
    done = on(_broken())("doctor")
    assert (done.exit_code, done.stderr) == (1, "")
    expected = (Path(__file__).with_name("broken_computer.txt")).read_text("utf-8")
    assert done.stdout == expected


def test_the_doctor_tells_a_machine(on: On) -> None:
    whole = json.loads(on(_broken())("doctor", "--json").stdout)
    assert whole["ready"] is False
    said = {one["check"]: (one["state"], one["code"]) for one in whole["checks"]}
    assert said == {
        "windows": ("good", "ADD-120"),
        "excel": ("missing", "ADD-121:none"),
        "start-folder": ("good", "ADD-122"),
        "python": ("missing", "ADD-123:store"),
        "source": ("good", "ADD-140"),
        "place": ("missing", "ADD-127:gone"),
        "second-copies": ("look", "ADD-130:found"),
        "interpreter": ("good", "ADD-124:planned"),
        "path": ("good", "ADD-125"),
        "packages": ("missing", "ADD-126:missing"),
        "disabled": ("missing", "ADD-134:disabled"),
        "macros": ("missing", "ADD-131:blocked"),
        "locations": ("look", "ADD-132:off"),
        "signature": ("missing", "ADD-133:signed"),
        "child-processes": ("missing", "ADD-135:blocked"),
        "command-line": ("missing", "ADD-136:gone"),
        "script-host": ("look", "ADD-137:off"),
        "temporary-folder": ("missing", "ADD-138:none"),
        "space": ("look", "ADD-139:little"),
    }
    first = whole["checks"][1]
    assert (first["title"], first["message"]) == (
        "Excel",
        "không thấy Microsoft Excel trên máy này.",
    )
    assert json.loads(on(healthy())("doctor", "--json").stdout)["ready"] is True


def test_what_should_only_be_looked_at_is_no_failure(on: On) -> None:
    machine = healthy()
    machine.room = 1
    done = on(machine)("doctor", "--lang", "en")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[-3:] == [
        "look     Room: only 0 MB are free on the user's disk.",
        "         Make room for at least 100 MB.",
        "Nothing is missing: 20 good, 1 to look at.",
    ]


def test_a_check_that_cannot_look_does_not_stop_the_others(on: On) -> None:
    machine = healthy()
    machine.unreadable.add(ADDIN)
    checks = json.loads(on(machine)("doctor", "--json").stdout)["checks"]
    blind = {one["check"] for one in checks if one["code"] == "ADD-141"}
    assert blind == {"place", "edition", "mark", "interpreter", "path", "packages"}
    assert len(checks) == len(CHECKS)


def test_a_computer_without_a_profile_is_told_what_lacks(on: On) -> None:
    machine = healthy()
    machine.variables["APPDATA"] = ""
    checks = json.loads(on(machine)("doctor", "--json").stdout)["checks"]
    assert ("start-folder", "ADD-109") in [(one["check"], one["code"]) for one in checks]


def test_the_states_have_words_of_their_own(on: On) -> None:
    words = [line[:9].strip() for line in on(_broken())("doctor").stdout.splitlines()[:-1]]
    assert set(words) - {""} == {"tốt", "cần xem", "thiếu"}
    assert len(State) == 3


@pytest.mark.skipif(os.name == "nt", reason="this is what another system than Windows says")
def test_the_real_commands_say_that_the_buttons_need_windows() -> None:
    def run(*words: str) -> tuple[int, str, str]:
        done = subprocess.run(
            [sys.executable, "-c", "from cli.main import main; main()", "addin", *words],
            cwd=ROOT,
            env=os.environ | {"PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    refused = (
        "LỖI ADD-110\n    Lệnh này cần Windows: phần bổ trợ chạy trong Excel trên Windows, còn máy "
        "này không chạy Windows. Chưa có gì bị thay đổi. Trên máy này vẫn dựng được tệp bằng lệnh "
        "thidua addin build, rồi chép sang máy có Excel.\n"
    )
    assert run("install") == (2, "", refused)
    assert run("remove") == (2, "", refused)
    assert run("doctor") == (
        1,
        "thiếu    Windows: máy này không chạy Windows, mà các nút chỉ chạy trong Excel trên "
        "Windows.\n"
        "         Tệp vẫn dựng được ở đây bằng lệnh thidua addin build; các lệnh thidua khác vẫn "
        "dùng được.\n"
        "tốt      Dựng phần bổ trợ: chương trình này dựng được Thidua.xlam (xlwings 0.37.8).\n"
        "Chưa đủ: 1 điều còn thiếu, 0 điều cần xem, 1 điều tốt.\n",
        "",
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("instal",), "Lỗi: Không có lệnh «instal». Có phải 'install'?"),
        (("install", "x"), "Lỗi: Thừa tham số (x)."),
        (("build", "a.xlam", "b.xlam"), "Lỗi: Thừa tham số (b.xlam)."),
        (("doctor", "--fix"), "Lỗi: Không có tùy chọn «--fix»."),
        (("install", "--interpreter"), "Lỗi: Tùy chọn «--interpreter» cần một giá trị."),
    ],
)
def test_wrong_words_are_answered_in_vietnamese(words: tuple[str, ...], said: str) -> None:
    done = thidua(*words)
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (2, said)


def test_the_help_names_the_commands_in_the_order_of_the_work() -> None:
    listed = thidua("--help").stdout.split("Các lệnh:\n")[1].splitlines()
    assert [line.split()[0] for line in listed] == ["build", "install", "remove", "doctor"]
