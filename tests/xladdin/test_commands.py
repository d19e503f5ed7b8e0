"""The functions behind the buttons: their names, the guide, and failures nobody foresaw."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any

import pytest

from schemas.message import areas
from tests.sources import sources
from tests.workbooks.issued import registration
from tests.xladdin.memory import opened
from xladdin import commands, session
from xladdin.buttons import BUTTONS

WITHOUT_SESSION = {"explain", "merge", "open_guide"}


def test_every_button_has_its_function() -> None:
    assert set(commands.__all__) == {button.function for button in BUTTONS}


@pytest.mark.parametrize("name", sorted(set(commands.__all__) - WITHOUT_SESSION))
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
    unused = [code for code in areas()["addin"] if not re.search(f'"@?{code}"', text)]
    assert unused == []
