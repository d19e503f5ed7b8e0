"""The program in bo-cai installs, repairs and refuses: real environments, made on this system.

The bundle is one of small wheels, said to be for this Python and this system; everything else is
the code that runs on Windows. What differs there (renames that fail because a file is in use, the
list of programs, paths) is tried with stand-ins.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.packaging.loading import BUNDLE, installer, script
from tests.packaging.wheelhouse import wheel

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
MODULES = (
    "jsonschema",
    "markdown_it",
    "python_calamine",
    "xlwings",
    "xladdin/__init__",
    "xladdin/xlam/__init__",
    "xladdin/xlam/build",
    "xladdin/commands",
    "xladdin/setup/__init__",
    "xladdin/setup/command",
)
MAIN = """\
import json, os, sys
VERSION = {version!r}
def main(prog_name):
    if not sys.flags.isolated:
        sys.exit("not isolated")
    print(prog_name, VERSION, *sys.argv[1:])
    sys.exit(int(os.environ.get("THIDUA_TEST_" + sys.argv[-1].upper(), "0")))
"""
CONSOLE_SCRIPT = "[console_scripts]\nthidua = cli.main:main\n"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="stands in for Windows on other systems")


def _unpacked(folder: Path, version: str, **changes: object) -> Path:
    """A bundle of one wheel in a folder with a hard name."""
    root = folder / f"R&D (1) 100% !x! ^ Bộ cài {version}"
    files = {f"{name}.py": "" for name in MODULES}
    files |= {"cli/__init__.py": "", "cli/main.py": MAIN.format(version=version)}
    files |= {f"thidua-{version}.dist-info/entry_points.txt": CONSOLE_SCRIPT}
    made = wheel(folder / f"made-{version}", "thidua", version, files=files)
    wheels = [script("wheels").Wheel.read(made)]
    make = script("bundle")
    make.write_folder(make.contents(wheels, version=version, pythons=(PYTHON,)), root)
    facts = json.loads((root / "bo-cai/bundle.json").read_text(encoding="utf-8"))
    facts |= {"platform": sysconfig.get_platform(), **changes}
    (root / "bo-cai/bundle.json").write_text(json.dumps(facts), encoding="utf-8")
    return root


def _run(
    root: Path, base: Path | None, *words: str, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Starts bo-cai as cai-dat.cmd does."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("THIDUA")}
    told = {"THIDUA_DIR": str(base)} if base else {}
    isolated = ["-I", "-B", "-X", "utf8", "bo-cai"]
    return subprocess.run(
        [sys.executable, *isolated, *(words or ("install", "--quiet"))],
        cwd=root,
        env=kept | told | variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def _marker(folder: Path) -> dict[str, object]:
    return dict(json.loads((folder / "thidua-marker.json").read_text(encoding="utf-8")))


def _version(base: Path) -> str:
    """What the environment says that it holds."""
    program = "import cli.main; print(cli.main.VERSION)"
    asked = [str(base / "venv/bin/python"), "-I", "-c", program]
    return subprocess.run(asked, capture_output=True, encoding="utf-8", check=False).stdout.strip()


def _folders(base: Path) -> set[str]:
    return {path.name for path in base.iterdir() if path.is_dir()}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str]:
    """Version 1 of the bundle, the folder it was installed into, and what the user saw."""
    folder = tmp_path_factory.mktemp("first")
    root = _unpacked(folder, "1.0")
    base = folder / "Nguyễn Thị Ánh" / "Thidua"
    ran = _run(root, base)
    assert ran.returncode == 0, ran.stdout + (base / "cai-dat.log").read_text(encoding="utf-8")
    return root, base, ran.stdout


@pytest.fixture
def installed(first: tuple[Path, Path, str], tmp_path: Path) -> tuple[Path, Path]:
    """A bundle and an installation of it, to be spoilt; links keep the copy cheap."""
    root, base, _ = first
    copy = tmp_path / "Thidua"
    shutil.copytree(base, copy, symlinks=True)
    return root, copy


def test_an_installation_makes_the_environment_and_hands_over(
    first: tuple[Path, Path, str],
) -> None:
    root, base, seen = first
    assert seen.splitlines() == [
        f"Cài đặt Thi đua 1.0. Nhật ký: {base / 'cai-dat.log'}",
        f"Đang cài phần chương trình vào {base / 'venv'}. Việc này mất một đến vài phút, "
        "xin đừng tắt cửa sổ…",
        "Đang chuyển sang phần chương trình mới…",
        "Đang đưa thẻ «Thi đua» vào Excel…",
        "thidua 1.0 addin install",
        "Đang kiểm tra máy…",
        "thidua 1.0 addin doctor",
        "Đã cài xong. Hãy mở Excel: thẻ «Thi đua» nằm trên thanh công cụ. "
        f"Muốn gỡ, bấm đúp vào {base / 'go-bo.cmd'}.",
    ]
    assert _folders(base) == {"venv", "bo-cai"}
    assert _marker(base / "venv")["whole"] is True
    assert base.stat().st_mode & 0o077 == 0  # nobody else may put a program there
    assert (base / "go-bo.cmd").read_bytes() == (root / "go-bo.cmd").read_bytes()
    texts = {path.name for path in (BUNDLE / "bo-cai/thong-bao").iterdir()}
    assert {path.name for path in (base / "bo-cai/thong-bao").iterdir()} == texts


def test_no_command_holds_the_path_it_was_built_under(first: tuple[Path, Path, str]) -> None:
    _, base, _ = first
    scripts = [path for path in (base / "venv/bin").iterdir() if not path.is_symlink()]
    assert [path.name for path in scripts] == ["thidua"]
    assert "venv.moi" not in scripts[0].read_text(encoding="utf-8")
    assert str(base / "venv/bin/python") in scripts[0].read_text(encoding="utf-8")


def test_the_log_tells_every_program_and_its_end(first: tuple[Path, Path, str]) -> None:
    _, base, _ = first
    lines = (base / "cai-dat.log").read_text(encoding="utf-8").splitlines()
    started = [line for line in lines if line.startswith("> ")]
    kinds = ["-m venv", "pip --isolated", "-m pip check", "-c", "--force-reinstall"]
    kinds += ["addin install", "addin doctor"]
    assert len(started) == len(kinds)
    assert [kind in line for kind, line in zip(kinds, started, strict=True)] == [True] * 7
    assert lines.count("= 0") == 7


def test_a_second_run_only_renews_the_addin(first: tuple[Path, Path, str]) -> None:
    root, base, _ = first
    before = (base / "venv/pyvenv.cfg").stat().st_mtime_ns
    ran = _run(root, base)
    assert ran.returncode == 0
    assert "đã có đủ và đúng phiên bản" in ran.stdout
    assert (base / "venv/pyvenv.cfg").stat().st_mtime_ns == before


def test_an_upgrade_takes_the_place_of_the_old_one(
    installed: tuple[Path, Path], tmp_path: Path
) -> None:
    _, base = installed
    ran = _run(_unpacked(tmp_path, "2.0"), base, PIP_INDEX_URL="http://x", PYTHONHOME="/nowhere")
    assert ran.returncode == 0, ran.stdout
    assert (_version(base), _folders(base)) == ("2.0", {"venv", "bo-cai"})


def test_a_wheel_that_was_changed_is_not_installed(
    first: tuple[Path, Path, str], tmp_path: Path
) -> None:
    root = _unpacked(tmp_path, "2.0")
    (spoilt,) = (root / "wheels").glob("*.whl")
    spoilt.write_bytes(spoilt.read_bytes() + b"x")
    pip = installer("environment")._pip(first[1] / "venv/bin/python", "-r", "wheels/thidua.txt")
    ran = subprocess.run(pip, cwd=root, capture_output=True, encoding="utf-8", check=False)
    assert (ran.returncode, "DO NOT MATCH THE HASHES" in ran.stderr) == (1, True)
    assert _version(first[1]) == "1.0"


@pytest.mark.parametrize("state", ["building", "between", "switched"])
def test_what_a_killed_run_left_is_mended(
    installed: tuple[Path, Path], state: str, tmp_path: Path
) -> None:
    root, base = installed
    unfinished = base / {"building": "venv.moi", "between": "venv.moi", "switched": "venv"}[state]
    if state != "building":
        (base / "venv").rename(base / "venv.cu")
    unfinished.mkdir()
    (unfinished / "thidua-marker.json").write_text('{"whole": false}', encoding="utf-8")
    ran = _run(root, base)
    assert ran.returncode == 0, ran.stdout
    assert "Lần cài trước bị dừng giữa chừng" in ran.stdout
    assert "đã có đủ và đúng phiên bản" in ran.stdout
    assert (_version(base), _folders(base)) == ("1.0", {"venv", "bo-cai"})


def test_a_folder_that_is_not_ours_is_left_alone(
    first: tuple[Path, Path, str], tmp_path: Path
) -> None:
    root, _, _ = first
    (tmp_path / "Thidua/venv").mkdir(parents=True)
    (tmp_path / "Thidua/venv/mine.txt").touch()
    ran = _run(root, tmp_path / "Thidua")
    assert (ran.returncode, "không phải do bộ cài này tạo ra" in ran.stdout) == (6, True)
    assert (tmp_path / "Thidua/venv/mine.txt").exists()


@pytest.mark.parametrize("sign", list('&^%!="|<>'))
def test_a_folder_that_excel_could_not_run_is_refused(
    first: tuple[Path, Path, str], tmp_path: Path, sign: str
) -> None:
    root, _, _ = first
    told = _run(root, tmp_path / f"a{sign}b")
    user = _run(root, None, LOCALAPPDATA=str(tmp_path / f"a{sign}b"))
    assert (told.returncode, user.returncode) == (6, 6)
    assert f"đường dẫn có ký tự {sign}:" in told.stdout
    assert "THIDUA_DIR" in user.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("variables", "said"),
    [({}, "LOCALAPPDATA"), ({"THIDUA_DIR": "Thidua"}, "phải là đường dẫn trọn vẹn")],
)
def test_a_folder_that_is_not_known_is_refused(
    first: tuple[Path, Path, str], variables: Mapping[str, str], said: str
) -> None:
    ran = _run(first[0], None, **variables)
    assert (ran.returncode, said in ran.stdout) == (6, True)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"pythons": ["3.10"]}, f"version {PYTHON}, not one of 3.10"),
        ({"platform": "win32"}, f"built for {sysconfig.get_platform()}, not win32"),
    ],
)
def test_a_python_that_does_not_fit_is_refused(
    changes: dict[str, object], reason: str, tmp_path: Path
) -> None:
    root = _unpacked(tmp_path, "1.0", **changes)
    probed = _run(root, None, "probe")
    assert (probed.returncode, probed.stdout) == (3, f"{reason}\n")
    installed = _run(root, tmp_path / "base")
    assert (installed.returncode, reason in installed.stdout) == (3, True)
    assert not (tmp_path / "base").exists()


def test_a_python_that_fits_says_so(first: tuple[Path, Path, str]) -> None:
    probed = _run(first[0], None, "probe")
    assert (probed.returncode, probed.stdout) == (0, "fits\n")


def test_a_bundle_without_a_wheel_is_refused(tmp_path: Path) -> None:
    root = _unpacked(tmp_path, "1.0")
    (lost,) = (root / "wheels").glob("*.whl")
    lost.unlink()
    ran = _run(root, tmp_path / "base")
    assert (ran.returncode, f"thiếu tệp wheels/{lost.name}" in ran.stdout) == (5, True)


def test_a_second_window_waits_for_no_one(first: tuple[Path, Path, str]) -> None:
    import fcntl

    root, base, _ = first
    with (base / "cai-dat.lock").open("a+b") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        ran = _run(root, base)
    assert (ran.returncode, "đang chạy" in ran.stdout) == (9, True)


@pytest.mark.parametrize(
    ("variables", "code", "said"),
    [
        ({"THIDUA_TEST_INSTALL": "2"}, 8, "chưa đưa được thẻ «Thi đua» vào Excel"),
        ({"THIDUA_TEST_DOCTOR": "1"}, 1, "máy còn điểm phải xử lý"),
    ],
)
def test_what_thidua_says_of_the_addin_decides_the_end(
    first: tuple[Path, Path, str], variables: dict[str, str], code: int, said: str
) -> None:
    ran = _run(first[0], first[1], **variables)
    assert (ran.returncode, said in ran.stdout) == (code, True)


LISTED = """#!/bin/sh
[ "$6 $7" = "/FI USERNAME eq CQ\\\\anh" ] || [ "$#" = 5 ] || exit 1
echo '"EXCEL.EXE","4711","Console","1","90,000 K"'
"""
OTHERS = """#!/bin/sh
case "$7" in "USERNAME eq CQ\\\\anh") echo INFO: No tasks are running.;; *) echo EXCEL.EXE;; esac
"""
UNRESOLVED = """#!/bin/sh
[ "$#" = 5 ] || exit 1
echo '"Excel.exe","4711","Console","1","90,000 K"'
"""


@pytest.mark.parametrize(
    ("tasklist", "code"), [(LISTED, 4), (UNRESOLVED, 4), (OTHERS, 0), ("#!/bin/sh\nexit 1\n", 0)]
)
def test_an_open_excel_of_this_user_is_to_be_closed_first(
    first: tuple[Path, Path, str], tmp_path: Path, tasklist: str, code: int
) -> None:
    program = tmp_path / "System32" / "tasklist.exe"
    program.parent.mkdir()
    program.write_text(tasklist, encoding="utf-8")
    program.chmod(0o755)
    system = {"SYSTEMROOT": str(tmp_path), "USERDOMAIN": "CQ", "USERNAME": "anh"}
    ran = _run(first[0], first[1], **system)
    assert (ran.returncode, "Excel đang mở nên chưa cài." in ran.stdout) == (code, code == 4)


def test_every_sentence_is_used_and_every_used_sentence_is_there() -> None:
    import re
    import tomllib

    code = "".join(path.read_text(encoding="utf-8") for path in (BUNDLE / "bo-cai").glob("*.py"))
    said = {*re.findall(r'(?:say|ask)\("(\w+)"', code), *re.findall(r"Code\.\w+, \"(\w+)\"", code)}
    said |= set(re.findall(r'"(step_\w+)"', code))
    texts = tomllib.loads((BUNDLE / "bo-cai/messages.toml").read_text(encoding="utf-8"))
    assert said == set(texts)
