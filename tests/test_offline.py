"""Nothing leaves the office: the whole suite runs with every socket but loopback blocked."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

_OUTSIDE = ("192.0.2.1", 9)  # TEST-NET-1: reserved, never anybody's address
_CALL = "import socket; socket.create_connection(('192.0.2.1', 9), 1)"


def test_a_connection_to_the_outside_is_refused_before_it_is_tried() -> None:
    with pytest.raises(ConnectionRefusedError, match="without a network"):
        socket.create_connection(_OUTSIDE, timeout=1)


def test_a_name_is_not_even_looked_up() -> None:
    with pytest.raises(ConnectionRefusedError, match="without a network"):
        socket.getaddrinfo("example.org", 443)


def test_a_datagram_is_not_sent() -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one,
        pytest.raises(ConnectionRefusedError, match="without a network"),
    ):
        one.sendto(b"x", _OUTSIDE)


def test_loopback_stays_open() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5) as client,
    ):
        assert client.getpeername() == server.getsockname()


def test_processes_that_a_test_starts_are_offline_too() -> None:
    found = subprocess.run(
        [sys.executable, "-c", _CALL], capture_output=True, text=True, check=False
    )
    assert found.returncode == 1
    assert "the tests run without a network" in found.stderr
