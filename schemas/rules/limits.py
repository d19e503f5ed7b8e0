"""The words of a range, as prompts and hints tell it."""

from __future__ import annotations

from schemas.message import text

__all__ = ["counts", "limits"]


def limits(first: str, last: str, lang: str) -> str:
    """From … to …, from …, up to …, or nothing; begins with a space."""
    if not first and not last:
        return ""
    code = "PRM-020" if first and last else "PRM-021" if first else "PRM-022"
    return text(code, lang, first=first, last=last)


def counts(least: int, most: int | None, lang: str) -> str:
    """Exactly so many, from … to …, from …, up to …, or nothing; begins with a space."""
    if least and least == most:
        return text("PRM-024", lang, number=str(least))
    return limits(str(least) if least else "", "" if most is None else str(most), lang)
