"""How the commands of the add-in speak: through the console that the command line hands them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, Protocol, TypeVar

from schemas.finding import Finding, Severity
from xladdin.refusal import Refusal

__all__ = ["Voice", "refusing"]

_Command = TypeVar("_Command", bound=Callable[..., Any])


class Voice(Protocol):
    """The part of the command line's console that is used here; it knows ``--lang`` and ``-q``."""

    lang: str
    as_json: bool

    def say(self, code: str, /, **params: str) -> None:
        """One sentence about the work."""

    def data(self, lines: Iterable[str]) -> None:
        """What the command was asked for."""

    def json(self, value: Mapping[str, object]) -> None:
        """Output for machines."""

    def findings(self, findings: Iterable[Finding]) -> None:
        """What is wrong, each with its remedy."""

    def record(self, finding: Finding) -> dict[str, object]:
        """A finding as output for machines."""


def refusing(command: _Command) -> _Command:
    """Says a `Refusal` in words, or as JSON, and ends with exit code 2."""

    @wraps(command)
    def wrapper(*args: Any, console: Voice, **kwargs: Any) -> Any:
        try:
            return command(*args, console=console, **kwargs)
        except Refusal as refusal:
            finding = Finding(code=refusal.code, severity=Severity.ERROR, params=refusal.params)
        if console.as_json:
            console.json({"findings": [console.record(finding)]})
        console.findings((finding,))
        sys.exit(2)

    return wrapper  # type: ignore[return-value]  # same signature, for click
