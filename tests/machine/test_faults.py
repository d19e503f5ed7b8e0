"""A disk that refuses, at any step: the earlier results stay, a sentence says what to do."""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.machine.scene import MERGE, SEAL, Ended, Scene, Victims, made_scene, run, tree


@pytest.fixture(scope="module")
def victims() -> Iterator[Victims]:
    with Victims() as served:
        yield served


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return made_scene(tmp_path_factory.mktemp("scene"), MERGE)


def codes(ended: Ended) -> list[str]:
    return re.findall(r"^LỖI (WSP-\d+)", ended.said, re.MULTILINE)


def checked(scene: Scene, root: Path, ended: Ended) -> None:
    """Refused with one sentence and the old results whole, or done with the new ones whole."""
    assert "Traceback" not in ended.said, ended.said
    left = scene.found(root)
    if ended.status == 2:
        assert len(codes(ended)) == 1, ended.said
        assert left == ("journal" if codes(ended) == ["WSP-037"] else "old"), ended.said
    else:
        assert (ended.status, left) == (1, "new"), ended.said


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES], ids=["full", "denied"])
@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from there on"])
def test_refusal_of_any_step_leaves_results_of_one_run(
    scene: Scene, victims: Victims, tmp_path: Path, number: int, lasting: bool
) -> None:
    fault = str(-number if lasting else number)
    steps = victims.run(scene.copy(tmp_path / "dot"), scene.words, 0, fault).steps
    assert steps > 40
    for at in range(1 + number % 2 + lasting, steps + 1, 8):
        root = scene.copy(tmp_path / "dot")
        ended = victims.run(root, scene.words, at, fault)
        checked(scene, root, ended)
    assert victims.run(root, scene.words).status == 1
    assert tree(root) == scene.after


def test_refused_seal_says_that_the_merge_is_done(
    victims: Victims, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    scene = made_scene(tmp_path_factory.mktemp("sealing"), SEAL)
    fault = str(-errno.ENOSPC)
    steps = victims.run(scene.copy(tmp_path / "dot"), SEAL, 0, fault).steps
    merge = victims.run(scene.copy(tmp_path / "dot"), MERGE, 0, fault).steps
    root = scene.copy(tmp_path / "dot")
    ended = victims.run(root, SEAL, merge + (steps - merge) // 2, fault)
    assert (ended.status, codes(ended)) == (2, ["WSP-039"])
    assert "Đã tổng hợp xong nhưng chưa chốt được vào" in ended.said
    assert scene.found(root) == "new"
    assert list((root / "ket-qua" / "da-chot").iterdir()) == []
    assert victims.run(root, SEAL).status == 1
    assert tree(root) == scene.after


def test_read_only_workspace_is_a_sentence(scene: Scene, victims: Victims, tmp_path: Path) -> None:
    root = scene.copy(tmp_path / "dot")
    ended = victims.run(root, MERGE, 1, str(-errno.EROFS))
    assert (ended.status, codes(ended)) == (2, ["WSP-004"])
    assert "Không ghi được «dot»: ổ đĩa chỉ cho đọc. Kết quả cũ vẫn còn nguyên." in ended.said
    assert tree(root) == scene.before


@contextmanager
def small_disk(place: Path, size: str) -> Iterator[Path]:
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("a disk of its own takes root")
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("this machine mounts nothing")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_disk_that_is_really_full_keeps_the_old_results(scene: Scene, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "2m") as disk:
        seen = set()
        for room in (0, 16, 400):
            root = scene.copy(disk / "dot")
            ballast = disk / "ballast"
            free = shutil.disk_usage(disk).free
            ballast.write_bytes(b"x" * (free - room * 1024))
            done = run(root, *MERGE)
            checked(scene, root, Ended(status=done.returncode, steps=0, said=done.stderr))
            seen.add(done.returncode)
            assert done.returncode == 1 or "hết chỗ trên ổ đĩa" in done.stderr
            ballast.unlink()
            assert run(root, *MERGE).returncode == 1
            assert tree(root) == scene.after
        assert seen == {1, 2}


def test_results_folder_gone_in_between_is_a_sentence(scene: Scene, tmp_path: Path) -> None:
    root = scene.copy(tmp_path / "dot")
    code = (
        "import shutil, sys, cli.output as output\n"
        "real = output._check_free\n"
        "def gone(targets):\n"
        "    targets = list(targets)\n"
        "    shutil.rmtree(targets[0].parent)\n"
        "    real(targets)\n"
        "output._check_free = gone\n"
        "from cli.main import main\n"
        "main()"
    )
    words = [MERGE[0], "-C", str(root), *MERGE[1:]]
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 2
    assert re.findall(r"^LỖI (WSP-\d+)", done.stderr, re.MULTILINE) == ["WSP-004"]
    assert "không còn tệp hoặc thư mục này" in done.stderr
    assert run(root, *MERGE).returncode == 1
    assert tree(root) == scene.after
