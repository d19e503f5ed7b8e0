"""The libraries of the extra ``cluster``: loaded when they are used, refused with one sentence."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from cli.workspace import Unusable

__all__ = ["EXTRA", "library"]

EXTRA = "cluster"
"""The extra of the installation that brings dask, distributed, fsspec and pyarrow."""


def library(name: str) -> Any:
    """A module of the extra; CLU-001 where it is not installed. It is untyped: `Any` ends here."""
    try:
        return import_module(name)
    except ImportError as missing:
        lacking = missing.name or name
        raise Unusable.because("CLU-001", module=lacking, extra=EXTRA) from missing
