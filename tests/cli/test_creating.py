"""A workspace that was begun and not finished is begun anew; nobody else's file goes with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli import output, staging
from cli.creating import BEGUN_FILE, DEMO_FILE, create_workspace, demo_folder
from cli.workspace import Unusable
from tests.cli.test_repair import Dead, tree

PRESET = "don-duong-2024"


def cut_short(root: Path, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    """``new``, ended before it wrote its file number ``at``."""
    real = staging.write_whole
    written: list[Path] = []

    def write(path: Path, data: bytes) -> None:
        if len(written) == at:
            raise Dead
        written.append(path)
        real(path, data)

    with monkeypatch.context() as patch, pytest.raises(Dead):
        patch.setattr(output, "write_whole", write)
        create_workspace(PRESET, root)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    root = tmp_path_factory.mktemp("whole") / "dot"
    create_workspace(PRESET, root)
    return tree(root)


@pytest.mark.parametrize("at", range(6))
def test_new_that_was_cut_short_is_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: dict[str, bytes], at: int
) -> None:
    root = tmp_path / "dot"
    cut_short(root, monkeypatch, at)
    assert not (root / "campaign.json").exists()
    create_workspace(PRESET, root)
    assert tree(root) == whole


def test_what_a_clerk_changed_or_added_meanwhile_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "dot"
    cut_short(root, monkeypatch, 3)
    (root / "don-vi.xlsx").write_bytes(b"typed by hand")
    (root / "nhan-ve" / "dang-ky" / "x.xlsx").write_bytes(b"a return")
    with pytest.raises(Unusable) as refusal:
        create_workspace(PRESET, root)
    assert [f.code for f in refusal.value.findings] == ["WSP-006"]
    assert tree(root) == {"don-vi.xlsx": b"typed by hand", "nhan-ve/dang-ky/x.xlsx": b"a return"}


def test_finished_workspace_is_never_taken_for_a_begun_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: dict[str, bytes]
) -> None:
    """Ended after the last file and before the plan of it was removed."""
    root = tmp_path / "dot"
    real = Path.unlink

    def unlink(self: Path, missing_ok: bool = False) -> None:
        if self.name == BEGUN_FILE:
            raise Dead
        real(self, missing_ok)

    with monkeypatch.context() as patch, pytest.raises(Dead):
        patch.setattr(Path, "unlink", unlink)
        create_workspace(PRESET, root)
    assert (root / BEGUN_FILE).exists()
    with pytest.raises(Unusable) as refusal:
        create_workspace(PRESET, root)
    assert [f.code for f in refusal.value.findings] == ["WSP-006"]
    assert tree(root) == whole


def test_demo_that_was_cut_short_begins_anew(tmp_path: Path, whole: dict[str, bytes]) -> None:
    with pytest.raises(Dead), demo_folder(tmp_path):
        create_workspace(PRESET, tmp_path)
        (tmp_path / "ket-qua").mkdir()
        (tmp_path / "ket-qua" / "results.json").write_bytes(b"{}")
        raise Dead
    assert (tmp_path / DEMO_FILE).exists()
    with demo_folder(tmp_path):
        create_workspace(PRESET, tmp_path)
    assert tree(tmp_path) == whole


def test_demo_removes_nothing_that_is_not_of_a_demo(tmp_path: Path) -> None:
    (tmp_path / "campaign.json").write_bytes(b"an office's own")
    with pytest.raises(Unusable) as refusal, demo_folder(tmp_path):
        raise AssertionError("begun in a folder that is not empty")
    assert [f.code for f in refusal.value.findings] == ["WSP-006"]
    assert tree(tmp_path) == {"campaign.json": b"an office's own"}
    (tmp_path / DEMO_FILE).touch()
    (tmp_path / "thu-moi.docx").write_bytes(b"a letter")
    with pytest.raises(Unusable) as refusal, demo_folder(tmp_path):
        raise AssertionError("begun beside a stranger's file")
    assert tree(tmp_path) == {DEMO_FILE: b"", "thu-moi.docx": b"a letter"}


def test_two_demos_in_one_folder_do_not_meet(tmp_path: Path) -> None:
    with demo_folder(tmp_path):
        with pytest.raises(Unusable) as refusal, demo_folder(tmp_path):
            raise AssertionError("two demos in one folder")
        assert [f.code for f in refusal.value.findings] == ["WSP-041"]
        assert (tmp_path / DEMO_FILE).exists()
