"""The folder of a campaign: its names are those of the command line, and how it is chosen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli import merging, workspace
from tests.xladdin.district.workspace import merged_office
from tests.xladdin.memory import opened
from workbooks import results
from xladdin.district import workplace
from xladdin.district.workplace import choose_workspace, local_path, results_of, workspace_above
from xladdin.profile import Profile
from xladdin.refusal import Refusal


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile(root=tmp_path / "profile")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "Đợt 2024"
    (root / "ket-qua" / "da-chot").mkdir(parents=True)
    (root / "nhan-ve").mkdir()
    (root / "campaign.json").write_text("{}")
    return root


def test_the_names_are_those_of_the_command_line() -> None:
    own = (workplace.DEFINITION_FILE, workplace.RETURNS_DIR, workplace.RESULTS_DIR)
    assert own == (workspace.DEFINITION_FILE, workspace.RETURNS_DIR, workspace.RESULTS_DIR)
    assert (workplace.SEALED_DIR, workplace.PACKS_DIR) == (
        workspace.SEALED_DIR,
        workspace.PACKS_DIR,
    )
    assert workplace.RESULTS_FILE == results.RESULTS_FILE
    assert workplace.SUMMARY_FILE == merging.SUMMARY_FILE
    assert workplace.REPLACED == (
        merging.SUMMARY_FILE,
        merging.NOMINATIONS_FILE,
        merging.REVIEWS_FILE,
    )


def test_a_merge_replaces_no_other_workbooks(tmp_path: Path) -> None:
    made = {path.name for path in (merged_office(tmp_path) / "ket-qua").glob("*.xlsx")}
    assert made <= set(workplace.REPLACED)
    assert workplace.SUMMARY_FILE in made


@pytest.mark.parametrize("inside", ["", "ket-qua", "nhan-ve", "ket-qua/da-chot"])
def test_a_folder_inside_stands_for_the_workspace(
    folder: Path, profile: Profile, inside: str
) -> None:
    host = opened(None)
    host.folder = folder / inside
    assert choose_workspace(host, host.app(), profile, None) == folder
    assert host.dialogs == [("Chọn thư mục của đợt thi đua", None)]
    assert profile.last_workspace() == folder


def test_the_dialog_starts_at_the_workspace_or_where_it_was_last(
    folder: Path, profile: Profile
) -> None:
    host = opened(None)
    host.folder = None
    assert choose_workspace(host, host.app(), profile, folder) is None
    assert profile.last_workspace() is None
    profile.remember(folder)
    assert choose_workspace(host, host.app(), profile, None) is None
    assert [start for _, start in host.dialogs] == [folder, folder]


def test_any_other_folder_is_refused_and_not_remembered(tmp_path: Path, profile: Profile) -> None:
    host = opened(None)
    host.folder = tmp_path
    with pytest.raises(Refusal) as refused:
        choose_workspace(host, host.app(), profile, None)
    assert (refused.value.code, refused.value.params) == ("ADD-071", {"folder": str(tmp_path)})
    assert profile.last_workspace() is None


@pytest.mark.parametrize(
    ("name", "folder", "path"),
    [
        ("a.xlsx", "/đợt", Path("/đợt/a.xlsx")),
        ("Book1", "", None),
        ("a.xlsx", "https://coquan.sharepoint.com/dot", None),
    ],
)
def test_only_a_file_on_this_computer_has_a_path(
    tmp_path: Path, name: str, folder: str, path: Path | None
) -> None:
    data = (merged_office(tmp_path) / "ket-qua" / "Tong-hop.xlsx").read_bytes()
    host = opened(data, name, folder)
    assert local_path(host, host.book()) == path


def test_a_folder_that_is_not_there_is_no_workspace(tmp_path: Path) -> None:
    assert workspace_above(tmp_path / "none" / "deeper") is None


@pytest.mark.parametrize(
    "forged",
    [
        {"run": "--help"},
        {"run": 5},
        {"run": "80a0d334c71b\n"},
        {"as_of": "--help"},
        {"as_of": 20240111},
        {"as_of": "2024-13-01"},
        {"entries": 5},
        {"entries": [5]},
        {"entries": [{"id": 5}]},
        {"entries": [{}]},
    ],
    ids=str,
)
def test_forged_results_are_none(tmp_path: Path, forged: dict[str, object]) -> None:
    """Run, day and ids reach a command line and a sheet: what has not their shape is not read."""
    folder = tmp_path / "ket-qua"
    folder.mkdir()
    good = {"run": "80a0d334c71b", "as_of": "2024-01-11", "entries": [{"id": "DD01-01"}]}
    file = folder / "results.json"
    file.write_text(json.dumps(good))
    assert [found.run for found in results_of(tmp_path)] == ["80a0d334c71b"]
    file.write_text(json.dumps(good | forged))
    assert results_of(tmp_path) == ()
    file.write_text("[" * 100_000)
    assert results_of(tmp_path) == ()


def test_results_are_read_with_the_sealed_ones(tmp_path: Path) -> None:
    root = merged_office(tmp_path)
    sealed = root / "ket-qua" / "da-chot" / "abc"
    sealed.mkdir(parents=True)
    (sealed / "results.json").write_bytes((root / "ket-qua" / "results.json").read_bytes())
    (sealed.parent / "bad").mkdir()
    (sealed.parent / "bad" / "results.json").write_text('{"run": 1}')
    latest, kept = results_of(root)
    assert (latest.is_sealed, kept.is_sealed) == (False, True)
    assert latest.as_of == kept.as_of == "2024-01-11"
    assert latest.entries == {
        "dd01-01": "DD01-01",
        "dd01-02": "DD01-02",
        "dd02-01": "DD02-01",
    }
    assert results_of(tmp_path) == ()
