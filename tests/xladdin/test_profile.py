"""The add-in's folder in the user's profile: bounded logs, the last workspace, locks."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from xladdin.district.lock import is_held, lock
from xladdin.profile import Profile, own_profile


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return own_profile({"LOCALAPPDATA": str(tmp_path / "Nguyễn Thị Ánh")})


def test_the_profile_is_where_windows_says() -> None:
    temporary = Path(tempfile.gettempdir()) / "Thidua"
    assert own_profile({"LOCALAPPDATA": "/hồ sơ"}).root == Path("/hồ sơ/Thidua")
    assert own_profile({}).root == temporary
    assert own_profile({"LOCALAPPDATA": "khong-day-du"}).root == temporary


def test_only_the_latest_logs_are_kept(profile: Profile) -> None:
    for number in range(1, 31):
        path, log = profile.open_log("tong-hop")
        with log:
            log.write(f"lần {number}\n")
        assert path.name == f"tong-hop-{number:04d}.log"
    left = sorted((profile.root / "nhat-ky").iterdir())
    assert [path.name for path in left] == [f"tong-hop-{n:04d}.log" for n in range(11, 31)]
    assert left[-1].read_text("utf-8") == "lần 30\n"


def test_a_file_of_another_name_is_no_log(profile: Profile) -> None:
    """Somebody kept a log under another name; neither is it deleted nor does it stop the next."""
    profile.open_log("tong-hop")[1].close()
    folder = profile.root / "nhat-ky"
    others = ["tong-hop-cu2024.log", "tong-hop-0007 (2).log", "tong-hop-x-9999.log"]
    for name in others:
        (folder / name).write_text("giữ")
    (folder / "tong-hop-9999.log").write_text("")
    names = []
    for _ in range(25):
        path, log = profile.open_log("tong-hop")
        log.close()
        names.append(path.name)
    assert names == [f"tong-hop-{number}.log" for number in range(10_000, 10_025)]
    assert [name for name in others if (folder / name).exists()] == others


def test_logs_of_another_kind_stay(profile: Profile) -> None:
    other, log = profile.open_log("cai-dat")
    log.close()
    for _ in range(25):
        profile.open_log("tong-hop")[1].close()
    assert other.exists()


def test_the_last_workspace_is_remembered_while_it_is_there(
    profile: Profile, tmp_path: Path
) -> None:
    assert profile.last_workspace() is None
    folder = tmp_path / "Đợt 2024"
    folder.mkdir()
    profile.remember(folder)
    assert profile.last_workspace() == folder
    folder.rmdir()
    assert profile.last_workspace() is None
    (profile.root / "thu-muc-gan-day.txt").write_bytes(b"\xff\xfe\x00")
    assert profile.last_workspace() is None


def test_a_workspace_has_one_lock_however_it_is_written(profile: Profile, tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    one = profile.lock_file(tmp_path / "a")
    assert profile.lock_file(tmp_path / "a" / "b" / "..") == one
    assert profile.lock_file(tmp_path / "a" / "b") != one


def test_a_lock_is_held_once_and_says_by_whom(tmp_path: Path) -> None:
    import os

    path = tmp_path / "khoa" / "a.lock"
    assert not is_held(path)
    with lock(path) as mine, lock(path) as second:
        assert (mine, second, is_held(path)) == (True, False, True)
        assert path.read_text() == f"{os.getpid()}\n"
    assert not is_held(path)


def test_a_lock_ends_with_its_process_however_it_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    program = (
        "import sys; from pathlib import Path; from xladdin.district.lock import lock\n"
        "with lock(Path(sys.argv[1])) as mine:\n"
        "    print(mine, flush=True); sys.stdin.read()\n"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", program, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "True\n"
    assert is_held(path)
    holder.kill()
    holder.communicate()
    assert path.read_text() == f"{holder.pid}\n"
    assert not is_held(path)
    with lock(path) as mine:
        assert mine


def test_where_no_lock_can_be_made_none_is_held(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert not is_held(tmp_path / "file" / "a.lock")
    with pytest.raises(OSError), lock(tmp_path / "file" / "a.lock"):
        raise AssertionError("no such place")
