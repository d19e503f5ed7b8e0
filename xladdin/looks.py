"""How cells of a form look and behave: what "Sửa biểu mẫu" gives back."""

from __future__ import annotations

from dataclasses import dataclass

from xladdin.area import Area

__all__ = ["Condition", "Look", "Rule"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The format of a cell. Colours are ``#RRGGBB``, empty for none; ``border`` that of a box.

    ``horizontal`` and ``vertical`` are the words of the file format, empty for the usual.
    """

    number_format: str
    locked: bool
    fill: str = ""
    border: str = ""
    font: str = ""
    size: float = 11.0
    bold: bool = False
    italic: bool = False
    underline: bool = False
    colour: str = ""
    wrap: bool = False
    horizontal: str = ""
    vertical: str = ""
    rotation: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A data validation. ``kind``: list, whole, decimal, textLength, custom or none.

    ``formula1`` of a list is a text of choices with commas in quotes, or a name. ``style``: stop,
    warning or information. A rule without a kind has only its prompt.
    """

    areas: tuple[Area, ...]
    kind: str
    operator: str
    formula1: str
    formula2: str
    blank: bool
    style: str
    prompt: tuple[str, str]
    error: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A conditional format by formula (no ``=`` in front), in the order in which they are tried."""

    areas: tuple[Area, ...]
    formula: str
    fill: str
    colour: str
    last: bool
