"""Which release of the program this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

__all__ = ["program_version"]


def program_version() -> str:
    """The release, such as ``0.1.0``; empty where the program was never installed."""
    try:
        return version("thidua")
    except PackageNotFoundError:
        return ""
