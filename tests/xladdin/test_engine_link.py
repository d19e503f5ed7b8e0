"""The line to LibreOffice outlives the LibreOffice at its other end, but never hides a loss."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office import OfficeError
from tests.xladdin.engine.link import Link

NEW = {"url": "", "read_only": False, "allowed": {}, "very": []}


@pytest.fixture
def link(libreoffice: Path) -> Iterator[Link]:
    made = Link()
    yield made
    made.end()


def _kill_office(link: Link) -> None:
    """Its program only: the process that speaks for it lives on, as after a crash."""
    listed = subprocess.run(
        ["ps", "-ww", "-o", "pid=,args=", "-g", str(os.getsid(link.pid))],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = [line.split(None, 1) for line in listed.stdout.splitlines()]
    killed = [int(pid) for pid, words in found if "soffice.bin" in words]
    assert killed
    for pid in killed:
        os.kill(pid, signal.SIGKILL)


def test_a_death_between_two_workbooks_is_mended(
    link: Link, capfd: pytest.CaptureFixture[str]
) -> None:
    link.ask("close", book=link.ask("open", **NEW))
    _kill_office(link)
    book = link.ask("open", **NEW)
    assert len(link.ask("sheets", book=book)) == 1
    assert "LibreOffice is started anew" in capfd.readouterr().err


def test_a_death_with_a_workbook_open_is_told(link: Link) -> None:
    link.ask("open", **NEW)
    _kill_office(link)
    with pytest.raises(OfficeError):
        link.ask("open", **NEW)
