"""cai-dat.cmd and go-bo.cmd run in a real interpreter of batch files, in folders with hard names.

Wine's cmd.exe is not that of Windows: what it shows is that the files call the right programs with
the right arguments, and touch the right folders. Skipped where Wine or MinGW is missing, and in CI,
whose outcome must not hang on what somebody installed on the machine by hand.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.packaging.loading import BUNDLE, script
from tests.packaging.wine import Call, Wine, compiler, find_wine

pytestmark = pytest.mark.skipif(
    bool(os.environ.get("CI")) or not (find_wine() and compiler()),
    reason="CI, or Wine or MinGW missing: apt install wine64 wine gcc-mingw-w64-x86-64",
)

FOLDERS = ("Bộ cài Thi đua (1)", "R&D 100% !x! ^y", "%PATH% = 'a' & b; c, d")
PROBE = ("-I", "-B", "-X", "utf8", "bo-cai", "probe")
INSTALL = ("-I", "-B", "-X", "utf8", "bo-cai", "install")
REMOVE = ("-c", "from cli.main import main; main(prog_name='thidua')", "addin", "remove", "--quiet")
ISOLATED = ("-I", "-B", "-X", "utf8")


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wine]:
    """One Windows for all tests of this module."""
    made = Wine.start(tmp_path_factory.mktemp("wine"))
    yield made
    made.stop()


@pytest.fixture
def wine(windows: Wine) -> Iterator[Wine]:
    """The same, without what another test has set."""
    windows.variables.clear()
    yield windows
    windows.variables.clear()


@pytest.fixture
def bundle(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The files of the bundle that batch files look at, in a folder with a hard name."""
    folder = tmp_path / str(getattr(request, "param", FOLDERS[1]))
    make = script("bundle")
    for path, data in make._sources("0.1.0", ("3.12", "3.13")).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(make._text(path, data))
    (folder / "wheels").mkdir()
    (folder / "wheels" / "requirements.txt").touch()
    (folder / "bo-cai" / "pythons.txt").write_bytes(b"3.12 3.13\r\n")
    (folder / "bo-cai" / "bundle.json").write_bytes(b"{}")
    return folder


def _called(program: Path, folder: Path, *arguments: str) -> Call:
    return Call(program=Wine.path(program), folder=Wine.path(folder), arguments=arguments)


def _sentence(name: str) -> bytes:
    """The first line of a text that TYPE shows."""
    text = (BUNDLE / "bo-cai" / "thong-bao" / name).read_text(encoding="utf-8")
    return text.strip().splitlines()[0].encode()


@pytest.mark.parametrize("bundle", FOLDERS, indirect=True)
def test_the_python_that_is_told_is_used(wine: Wine, bundle: Path, tmp_path: Path) -> None:
    python = wine.stand_in(tmp_path / "Nguyễn Thị Ánh & con" / "python.exe")
    wine.variables |= {"THIDUA_PYTHON": wine.path(python), "STUB_FITS": "con", "STUB_CODE": "7"}
    ran = wine.batch(bundle / "cai-dat.cmd", "/im-lang", "/lam-lai")
    assert wine.calls() == [
        _called(python, bundle, *PROBE),
        _called(python, bundle, *INSTALL, "--quiet", "--rebuild"),
    ]
    assert ran.returncode == 7


def test_a_told_python_that_does_not_fit_is_named(wine: Wine, bundle: Path, tmp_path: Path) -> None:
    python = wine.stand_in(tmp_path / "python.exe")
    wine.variables |= {"THIDUA_PYTHON": wine.path(python)}
    ran = wine.batch(bundle / "cai-dat.cmd")
    assert wine.calls() == [_called(python, bundle, *PROBE)]
    assert (ran.returncode, _sentence("python-khong-hop.txt") in ran.stdout) == (3, True)


@pytest.mark.parametrize("bundle", FOLDERS, indirect=True)
def test_the_launcher_is_asked_for_each_version(wine: Wine, bundle: Path, tmp_path: Path) -> None:
    launcher = wine.stand_in(tmp_path / "launcher" / "py.exe")
    wine.variables |= {"WINEPATH": wine.path(launcher.parent), "STUB_FITS": "-3.13"}
    ran = wine.batch(bundle / "cai-dat.cmd")
    assert wine.calls() == [
        _called(launcher, bundle, "-3.12", *PROBE),
        _called(launcher, bundle, "-3.13", *PROBE),
        _called(launcher, bundle, "-3.13", *INSTALL),
    ]
    assert ran.returncode == 0


def test_the_stub_of_the_store_is_never_started(wine: Wine, bundle: Path, tmp_path: Path) -> None:
    stub = wine.stand_in(tmp_path / "Microsoft" / "WindowsApps" / "python.exe")
    wine.variables |= {"WINEPATH": wine.path(stub.parent), "STUB_FITS": "python"}
    ran = wine.batch(bundle / "cai-dat.cmd")
    assert wine.calls() == []
    assert (ran.returncode, _sentence("khong-co-python.txt") in ran.stdout) == (3, True)


def test_a_python_on_the_path_is_found(wine: Wine, bundle: Path, tmp_path: Path) -> None:
    python = wine.stand_in(tmp_path / "Thư mục & khác" / "python.exe")
    wine.variables |= {"WINEPATH": wine.path(python.parent), "STUB_FITS": "python"}
    assert wine.batch(bundle / "cai-dat.cmd").returncode == 0
    assert wine.calls() == [_called(python, bundle, *PROBE), _called(python, bundle, *INSTALL)]


def test_a_python_in_the_registry_is_found(wine: Wine, bundle: Path, tmp_path: Path) -> None:
    python = wine.stand_in(tmp_path / "R&D (2)" / "python.exe")
    key = "HKCU\\Software\\Python\\PythonCore\\3.13\\InstallPath"
    value = ["/v", "ExecutablePath", "/t", "REG_SZ", "/d", wine.path(python), "/f"]
    wine.run(["reg", "add", key, *value], tmp_path)
    wine.variables |= {"STUB_FITS": "python"}
    try:
        ran = wine.batch(bundle / "cai-dat.cmd")
    finally:
        wine.run(["reg", "delete", "HKCU\\Software\\Python", "/f"], tmp_path)
    assert wine.calls() == [_called(python, bundle, *PROBE), _called(python, bundle, *INSTALL)]
    assert ran.returncode == 0


def test_the_python_of_the_bundle_comes_last(wine: Wine, bundle: Path, tmp_path: Path) -> None:
    carried = wine.stand_in(bundle / "python" / "python.exe")
    other = wine.stand_in(tmp_path / "other" / "python.exe")
    fits = carried.relative_to(tmp_path).parent.as_posix().replace("/", "\\")
    wine.variables |= {"WINEPATH": wine.path(other.parent), "STUB_FITS": fits}
    assert wine.batch(bundle / "cai-dat.cmd").returncode == 0
    assert wine.calls() == [
        _called(other, bundle, *PROBE),
        _called(other, bundle, *PROBE),
        _called(carried, bundle, *PROBE),
        _called(carried, bundle, *INSTALL),
    ]


def test_a_python_that_an_earlier_run_left_is_found(
    wine: Wine, bundle: Path, tmp_path: Path
) -> None:
    kept = wine.stand_in(tmp_path / "Thi đua" / "python-3.12.9" / "python.exe")
    (tmp_path / "Thi đua" / "thidua-marker.json").write_text("{}", encoding="utf-8")
    wine.variables |= {"THIDUA_DIR": wine.path(tmp_path / "Thi đua"), "STUB_FITS": "python-3.12.9"}
    assert wine.batch(bundle / "cai-dat.cmd").returncode == 0
    assert wine.calls() == [_called(kept, bundle, *PROBE), _called(kept, bundle, *INSTALL)]


def test_the_folder_is_found_from_anywhere(wine: Wine, bundle: Path, tmp_path: Path) -> None:
    """As a double click on a link or a script of the IT officer starts it."""
    moved = bundle.rename(tmp_path / "R&D (1) !x!")  # Wine loses % in %~dp0
    python = wine.stand_in(tmp_path / "python.exe")
    wine.variables |= {"THIDUA_PYTHON": wine.path(python), "STUB_FITS": "python"}
    (tmp_path / "elsewhere").mkdir()
    start = tmp_path / "elsewhere" / "begin.cmd"
    target = wine.path(moved / "cai-dat.cmd")
    start.write_text(f'@"{target}" /im-lang\r\n', encoding="ascii")
    assert wine.batch(start).returncode == 0
    assert wine.calls() == [
        _called(python, moved, *PROBE),
        _called(python, moved, *INSTALL, "--quiet"),
    ]


def test_a_log_that_cannot_be_written_stops_nothing(
    wine: Wine, bundle: Path, tmp_path: Path
) -> None:
    """Another window may hold it: then cmd.exe starts no program whose output goes there."""
    told = wine.run(["cmd", "/c", "echo %TEMP%"], tmp_path).stdout.decode().strip()
    log = wine.drive(told) / "thidua-tim-python.log"
    log.unlink(missing_ok=True)
    log.mkdir(parents=True)
    wrong = wine.stand_in(tmp_path / "wrong" / "python.exe")
    carried = wine.stand_in(bundle / "python" / "python.exe")
    wine.variables |= {"WINEPATH": wine.path(wrong.parent), "STUB_FITS": "!x!"}
    try:
        assert wine.batch(bundle / "cai-dat.cmd", "/im-lang").returncode == 0
    finally:
        log.rmdir()
    assert {call.program for call in wine.calls()} == {wine.path(wrong), wine.path(carried)}
    assert wine.calls()[-1] == _called(carried, bundle, *INSTALL, "--quiet")


@pytest.mark.parametrize("lost", ["wheels/requirements.txt", "bo-cai/folders.py"])
def test_a_bundle_that_is_not_unpacked_is_refused(wine: Wine, bundle: Path, lost: str) -> None:
    (bundle / lost).unlink()
    ran = wine.batch(bundle / "cai-dat.cmd", "/im-lang")
    assert (ran.returncode, b"Extract All" in ran.stdout, wine.calls()) == (5, True, [])


def test_an_unknown_word_is_refused(wine: Wine, bundle: Path) -> None:
    assert wine.batch(bundle / "cai-dat.cmd", "/x").returncode == 2
    assert wine.batch(bundle / "go-bo.cmd", "/x").returncode == 2


def _installed(wine: Wine, base: Path) -> Path:
    """An installation, with a campaign and a foreign folder beside it; the interpreter."""
    for name in ("venv", "venv.cu", "python-3.12.9"):
        (base / name / "Lib").mkdir(parents=True)
        (base / name / "Lib" / "x.py").touch()
        (base / name / "thidua-marker.json").write_text("{}", encoding="utf-8")
    (base / "thidua-marker.json").write_text("{}", encoding="utf-8")
    for name in ("dot-2024", "venv.moi", "python-mine"):
        (base / name).mkdir()
        (base / name / "Tổng hợp.xlsx").touch()
    return wine.stand_in(base / "venv" / "Scripts" / "python.exe")


def _left(base: Path) -> set[str]:
    return {path.name for path in base.iterdir() if path.is_dir()}


@pytest.mark.parametrize("bundle", FOLDERS, indirect=True)
def test_removing_takes_the_addin_and_our_folders(wine: Wine, bundle: Path, tmp_path: Path) -> None:
    base = tmp_path / "Hồ sơ & của tôi"
    python = _installed(wine, base)
    wine.variables |= {"THIDUA_DIR": wine.path(base)}
    ran = wine.batch(bundle / "go-bo.cmd", "/im-lang")
    assert wine.calls() == [
        _called(python, bundle, *ISOLATED, "-c", "import xladdin"),
        _called(python, bundle, *ISOLATED, *REMOVE),
    ]
    assert (ran.returncode, _sentence("da-go.txt") in ran.stdout) == (0, True)
    assert _left(base) == {"dot-2024", "venv.moi", "python-mine"}


def test_removing_stops_while_excel_holds_the_addin(
    wine: Wine, bundle: Path, tmp_path: Path
) -> None:
    base = tmp_path / "Thidua"
    _installed(wine, base)
    before = _left(base)
    wine.variables |= {"THIDUA_DIR": wine.path(base), "STUB_CODE": "2"}
    ran = wine.batch(bundle / "go-bo.cmd")
    assert (ran.returncode, _sentence("chua-go.txt") in ran.stdout) == (4, True)
    assert _left(base) == before


@pytest.fixture
def profile(wine: Wine, tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    """A Thidua.xlam where Excel starts it, and the usual folder of installations."""
    told = wine.run(["cmd", "/c", "echo %APPDATA%*%LOCALAPPDATA%"], tmp_path).stdout.decode()
    roaming, local = (wine.drive(folder) for folder in told.strip().split("*"))
    addin = roaming / "Microsoft" / "Excel" / "XLSTART" / "Thidua.xlam"
    addin.parent.mkdir(parents=True, exist_ok=True)
    addin.write_bytes(b"somebody's")
    (local / "Thidua").mkdir(parents=True)
    yield addin, local / "Thidua"
    addin.unlink(missing_ok=True)
    shutil.rmtree(local / "Thidua")


def test_an_addin_that_nothing_tells_of_is_left(
    wine: Wine, bundle: Path, tmp_path: Path, profile: tuple[Path, Path]
) -> None:
    base, (addin, _) = tmp_path / "Thidua", profile
    python = _installed(wine, base)
    wine.variables |= {"THIDUA_DIR": wine.path(base), "STUB_IMPORT": "1"}
    ran = wine.batch(bundle / "go-bo.cmd")
    assert wine.calls() == [_called(python, bundle, *ISOLATED, "-c", "import xladdin")]
    assert (ran.returncode, _sentence("khong-ro.txt") in ran.stdout) == (1, True)
    assert addin.read_bytes() == b"somebody's"
    assert _left(base) == {"dot-2024", "venv.moi", "python-mine"}


def test_an_addin_that_was_noted_down_is_moved_and_not_lost(
    wine: Wine, bundle: Path, tmp_path: Path, profile: tuple[Path, Path]
) -> None:
    base, (addin, usual) = tmp_path / "Thidua", profile
    _installed(wine, base)
    (usual / "Thidua.xlam.json").touch()
    wine.variables |= {"THIDUA_DIR": wine.path(base), "STUB_IMPORT": "1"}
    ran = wine.batch(bundle / "go-bo.cmd")
    assert (ran.returncode, _sentence("da-cat.txt") in ran.stdout) == (0, True)
    assert (addin.exists(), [path.name for path in usual.iterdir()]) == (
        False,
        ["Thidua.xlam.da-go"],
    )
    assert _left(base) == {"dot-2024", "venv.moi", "python-mine"}


def test_a_folder_that_was_chosen_when_installing_is_found_again(
    wine: Wine, bundle: Path, tmp_path: Path, profile: tuple[Path, Path]
) -> None:
    base, (_, usual) = tmp_path / "R&D (1)" / "Thidua", profile  # Wine reads no UTF-8 from files
    python = _installed(wine, base)
    (usual / "noi-cai.txt").write_text(f"{wine.path(base)}\n", encoding="utf-8")
    assert wine.batch(bundle / "go-bo.cmd").returncode == 0
    assert wine.calls()[-1] == _called(python, bundle, *ISOLATED, *REMOVE)
    assert _left(base) == {"dot-2024", "venv.moi", "python-mine"}
    assert list(usual.iterdir()) == []
    again = wine.batch(bundle / "go-bo.cmd")
    assert (again.returncode, _sentence("khong-co-gi.txt") in again.stdout) == (1, True)


def test_a_python_that_was_in_use_is_removed_by_the_next_run(
    wine: Wine, bundle: Path, tmp_path: Path
) -> None:
    base = tmp_path / "Thidua"
    (base / "python-3.12.9").mkdir(parents=True)
    (base / "python-3.12.9" / "thidua-marker.json").write_text("{}", encoding="utf-8")
    wine.variables |= {"THIDUA_DIR": wine.path(base)}
    assert wine.batch(bundle / "go-bo.cmd").returncode == 0
    assert _left(base) == set()


def test_the_copy_in_the_folder_removes_that_folder(
    wine: Wine, bundle: Path, tmp_path: Path
) -> None:
    base = tmp_path / bundle.name / "nơi cài"
    _installed(wine, base)
    (base / "go-bo.cmd").write_bytes((bundle / "go-bo.cmd").read_bytes())
    assert wine.batch(base / "go-bo.cmd").returncode == 0
    assert _left(base) == {"dot-2024", "venv.moi", "python-mine"}


def test_nothing_to_remove_is_said(wine: Wine, bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "Thidua" / "venv").mkdir(parents=True)
    wine.variables |= {"THIDUA_DIR": wine.path(tmp_path / "Thidua")}
    ran = wine.batch(bundle / "go-bo.cmd")
    assert (ran.returncode, _sentence("khong-co-gi.txt") in ran.stdout) == (1, True)
    assert _left(tmp_path / "Thidua") == {"venv"}
