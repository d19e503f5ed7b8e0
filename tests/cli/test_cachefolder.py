"""What is kept lies where its user alone can write, or nowhere."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cli.cachefolder import ENVIRONMENT, OFF, cache_folder, secret_key


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the variable names; it is not there yet."""
    folder = tmp_path / "kept"
    monkeypatch.setenv(ENVIRONMENT, str(folder))
    return folder


def test_the_folder_is_made_for_its_user_alone(told: Path) -> None:
    assert cache_folder() == told
    assert told.stat().st_mode & 0o777 == 0o700
    assert cache_folder() == told


@pytest.mark.parametrize("word", [OFF, ""])
def test_it_can_be_switched_off(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, word)
    assert cache_folder() is None


def test_without_the_variable_it_is_the_user_s_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(ENVIRONMENT)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "own"))
    assert cache_folder() == tmp_path / "own" / "thidua"


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o701])
def test_a_folder_open_to_others_is_not_used(mode: int, told: Path) -> None:
    told.mkdir()
    told.chmod(mode)
    assert cache_folder() is None


def test_a_link_and_a_file_are_no_folder(told: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    told.symlink_to(tmp_path / "elsewhere")
    assert cache_folder() is None
    told.unlink()
    told.touch()
    assert cache_folder() is None


def test_a_folder_that_cannot_be_made_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "file" / "kept"))
    assert cache_folder() is None


def test_the_key_stays_and_is_the_user_s_alone(tmp_path: Path) -> None:
    key = secret_key(tmp_path)
    assert len(key) == 32 and secret_key(tmp_path) == key
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


def test_half_a_key_is_made_anew(tmp_path: Path) -> None:
    key = secret_key(tmp_path)
    (tmp_path / "key").write_bytes(key[:7])
    other = secret_key(tmp_path)
    assert len(other) == 32 and other != key


def test_a_key_that_others_read_is_refused(tmp_path: Path) -> None:
    secret_key(tmp_path)
    os.chmod(tmp_path / "key", 0o644)
    with pytest.raises(PermissionError):
        secret_key(tmp_path)
