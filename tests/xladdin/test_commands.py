"""The functions behind the buttons: their names, the guide, and failures nobody foresaw."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest

from schemas.message import areas
from tests.sources import sources
from tests.workbooks.issued import registration
from tests.xladdin.memory import opened
from xladdin import commands, guide, session
from xladdin.buttons import BUTTONS


def test_every_function_is_that_of_a_button() -> None:
    assert set(commands.__all__) <= {button.function for button in BUTTONS}


def test_the_guide_opens_without_a_workbook(tmp_path: Path, monkeypatch: Any) -> None:
    (tmp_path / guide.GUIDE).write_text("<html>", encoding="utf-8")
    monkeypatch.setattr(guide, "_FOLDERS", (tmp_path / "none", tmp_path))
    host = opened(None)
    commands.open_guide(host)
    assert (host.opened, host.told) == ([tmp_path / guide.GUIDE], [])


def test_a_guide_that_is_not_there_is_told(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(guide, "_FOLDERS", (tmp_path,))
    host = opened(None)
    commands.open_guide(host)
    assert host.told[0].startswith(f"Không mở được bản hướng dẫn ({guide.GUIDE}).")


def test_a_guide_that_nothing_opens_is_told(tmp_path: Path, monkeypatch: Any) -> None:
    (tmp_path / guide.GUIDE).write_text("<html>", encoding="utf-8")
    monkeypatch.setattr(guide, "_FOLDERS", (tmp_path,))
    host = opened(None)

    def refuse(path: Path) -> None:
        raise OSError("no program")

    monkeypatch.setattr(host, "open_file", refuse)
    commands.open_guide(host)
    assert host.told[0].startswith("Không mở được bản hướng dẫn (")


def test_the_checkout_has_a_guide() -> None:
    host = opened(None)
    commands.open_guide(host)
    assert len(host.opened) == 1


@pytest.mark.parametrize("name", sorted(set(commands.__all__) - {"open_guide"}))
def test_what_nobody_foresaw_is_a_sentence_and_a_log(
    name: str, tmp_path: Path, monkeypatch: Any
) -> None:
    def broken(*_given: Any) -> None:
        raise ZeroDivisionError("a bug of ours")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(session.Session, "__init__", broken)
    host = opened(registration())
    getattr(commands, name)(host)
    log = tmp_path / "thidua-addin.log"
    assert "ZeroDivisionError: a bug of ours" in log.read_text("utf-8")
    assert host.told[0].startswith("Nút này gặp trục trặc ngoài dự kiến")
    assert str(log) in host.told[0]


def test_every_sentence_is_used() -> None:
    text = "".join(file.text for file in sources("xladdin"))
    assert [code for code in areas()["addin"] if f'"{code}"' not in text] == []
