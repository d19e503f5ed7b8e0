"""Speaks to a running server over HTTP, as the page does, and in ways the page never would."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any

__all__ = ["Answer", "Client"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body read."""
        return json.loads(self.body)


class Client:
    """``process`` is the server; ``said`` what it wrote until its end."""

    def __init__(self, port: int, process: subprocess.Popen[str]) -> None:
        self.port = port
        self.process = process
        self.said = ""

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """One request on a connection of its own; ``_`` in names of headers stands for ``-``."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            named = {key.replace("_", "-"): value for key, value in headers.items()}
            connection.request(method, path, body, named)
            found = connection.getresponse()
            return Answer(status=found.status, headers=dict(found.headers), body=found.read())
        finally:
            connection.close()

    def press(self, script: str, payload: object) -> Answer:
        """Presses a button."""
        return self.ask(
            "POST",
            f"/xlwings/custom-scripts-call/{script}",
            json.dumps(payload).encode("utf-8"),
            Content_Type="application/json",
        )
