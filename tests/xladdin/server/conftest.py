"""What the tests of the second door share: the server of xlwings, Node, and one running server."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

from tests.xladdin.server.client import Client

__all__ = ["node", "server", "server_extra"]

_ROOT = Path(__file__).resolve().parents[3]
_SECONDS_TO_START = 60


def _missing(words: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(words)
    pytest.skip(words)


@pytest.fixture(scope="session")
def server_extra() -> str:
    """The version of xlwings Server; without it the test is skipped, but in CI it fails."""
    try:
        return distribution("xlwings-server").version
    except PackageNotFoundError:
        _missing("xlwings-server is not installed: pip install -e .[server]")
    raise AssertionError


@pytest.fixture(scope="session")
def node() -> str:
    """The path of Node; without it the test is skipped, but in CI it fails."""
    found = shutil.which("node")
    if found is None:
        _missing("Node is not installed: apt install nodejs")
    return str(found)


@pytest.fixture(scope="session")
def server(server_extra: str) -> Iterator[Client]:
    """``thidua serve`` in a process of its own, on a free port of loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # The licence names research and testing among what it permits; an office sets its own key.
    environment = {**os.environ, "XLWINGS_LICENSE_KEY": "noncommercial", "PYTHONUTF8": "1"}
    program = "from xladdin.server.command import command; command()"
    running = subprocess.Popen(
        [sys.executable, "-c", program, "--port", str(port)],
        cwd=_ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    client = Client(port, running)
    try:
        _await(client)
        yield client
    finally:
        running.terminate()
        running.wait(timeout=20)
        client.said = running.stdout.read() if running.stdout else ""
        if running.stdout:
            running.stdout.close()
    # whatever the tests sent: no traceback, and nothing that stood in a workbook
    assert "Traceback" not in client.said
    assert [word for word in ("Ka Đô", "Đăng ký", "DD03") if word in client.said] == []


def _await(client: Client) -> None:
    end = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < end and client.process.poll() is None:
        try:
            with urllib.request.urlopen(f"{client.url}/", timeout=5):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    client.process.terminate()
    said = client.process.stdout.read() if client.process.stdout else ""
    pytest.fail(f"the server did not start: {said}")
