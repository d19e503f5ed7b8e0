"""Blocks every way to a network but loopback, in this process and in Python processes it starts.

The product needs no server and no network (design §1); with this in force the tests prove it.
"""

from __future__ import annotations

import sys
from typing import Any

_LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")
_EVENTS = {"socket.connect": 1, "socket.sendto": 1, "socket.bind": 1, "socket.getaddrinfo": 0}


def guard(event: str, args: tuple[Any, ...]) -> None:
    """An audit hook: ConnectionRefusedError for any address that is neither local nor a file."""
    place = _EVENTS.get(event)
    if place is None:
        return
    address = args[place]
    host = address[0] if isinstance(address, tuple) else address
    if isinstance(address, tuple) or event == "socket.getaddrinfo":
        name = host.decode() if isinstance(host, bytes) else str(host or "127.0.0.1")
        if not name.startswith(_LOOPBACK):
            raise ConnectionRefusedError(f"the tests run without a network: {event} {name}")


sys.addaudithook(guard)
