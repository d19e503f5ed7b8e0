"""What an office may set in its Thidua.xlam: where the Python of thidua lies."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Settings", "SettingsError"]

# C:\…, \\server\share\… or %VARIABLE%\…; then no character that cmd.exe reads anything into.
_WHOLE_PATH = re.compile(
    r'(?:[A-Za-z]:|\\\\[^\\/:*?"<>|&^%!=]+|%[A-Za-z_][A-Za-z0-9_]*%)'
    r'(?:\\[^\\/:*?"<>|&^%!=\x00-\x1f]+)+\.exe',
    re.IGNORECASE,
)


class SettingsError(ValueError):
    """A setting that would make the add-in unsafe or useless."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The rows of the settings sheet that differ from office to office.

    ``interpreter``: the whole Windows path of ``python.exe``; it may start with one environment
    variable in per cent signs and holds none of ``& ^ % ! =`` otherwise, else ``SettingsError``.
    """

    interpreter: str

    def __post_init__(self) -> None:
        if not _WHOLE_PATH.fullmatch(self.interpreter):
            raise SettingsError(f"not the whole path of a Windows program: {self.interpreter!r}")
