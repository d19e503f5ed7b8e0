"""How the rules of the meaning pass report: one finding with the path in the file."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from schemas.finding import Finding, Origin, Severity

__all__ = ["fault", "unknown"]

_SHOWN = 12


def fault(code: str, path: str, value: object = "", **params: object) -> Finding:
    """A fault at ``path`` (``stages[0].deadline``); every parameter becomes text."""
    texts = {key: str(param) for key, param in params.items()}
    return Finding(
        code=code,
        severity=Severity.ERROR,
        origin=Origin(cell=path),
        value=str(value),
        params={"path": path, "value": str(value)} | texts,
    )


def unknown(code: str, path: str, value: str, known: Iterable[str], **params: object) -> Finding:
    """A reference to an id that does not exist; the nearest known ids come first."""
    names = list(known)
    near = difflib.get_close_matches(value, names, n=3, cutoff=0.5)
    listed = [*near, *(name for name in names if name not in near)]
    text = ", ".join(listed[:_SHOWN]) + (" …" if len(listed) > _SHOWN else "")
    return fault(code, path, value, known=text or "–", **params)
