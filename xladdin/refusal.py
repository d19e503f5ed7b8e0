"""Why a button does nothing: one sentence of the catalogue instead of a traceback."""

from __future__ import annotations

from schemas.finding import Finding, Severity
from schemas.message import render

__all__ = ["Refusal", "sentence"]


class Refusal(Exception):
    """A button cannot do its work; ``code`` and ``params`` name the sentence (ADD-…)."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


def sentence(code: str, /, **params: str) -> str:
    """What is said to the user: message and remedy, in Vietnamese. KeyError: unknown code."""
    told = render(Finding(code=code, severity=Severity.ERROR, params=params), "vi")
    return f"{told.message}\n\n{told.remedy}" if told.remedy else told.message
