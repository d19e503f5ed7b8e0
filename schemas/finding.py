"""A finding: one thing to say about one place in somebody's workbook, register or definition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ["NOWHERE", "Finding", "Origin", "Severity"]


class Severity(StrEnum):
    """How much a finding weighs; only errors make a command end with exit code 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """Where something stands: file (workspace-relative, ``/``, NFC), sheet, A1 cell.

    Empty strings where a part does not apply (a whole file, a whole sheet). For the definition
    file, ``cell`` is the JSON path, such as ``stages[0].form.fields[2].label``.
    """

    file: str = ""
    sheet: str = ""
    cell: str = ""


NOWHERE = Origin()
"""The origin of what stands in no particular place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding; its text lives in ``schemas/messages/<lang>.json`` under ``code``.

    ``code`` is permanent (``FLD-001``). ``value`` is what was found, as text. ``params`` fill
    the placeholders of the message and its remedy; all are strings, ready to print.
    """

    code: str
    severity: Severity
    origin: Origin = NOWHERE
    value: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
