"""A cell as its fonts say: the one place where texts of old fonts become Unicode.

Whoever makes grids calls `decoded_cell` with the fonts of each text cell, before anything is
stripped from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from schemas.cell import CellKind, OldText, RawCell
from schemas.oldfonts.code import Code, OldFont, code_of_font
from schemas.oldfonts.reading import Evidence, Reading, evidence, in_letters, reading_of, suspected

__all__ = ["codes_of", "decoded_cell"]

Runs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stretch:
    """Neighbouring runs of one code (``None``: of fonts of today, or unknown): text and font."""

    code: Code | None
    known: bool
    pieces: tuple[tuple[str, OldFont | None], ...]

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.pieces)


def decoded_cell(raw: RawCell, runs: Runs) -> RawCell:
    """The cell with its text decoded by the fonts of its runs; any other cell as it is.

    ``runs``: (text, font name) in order, together the text; an unknown font is empty. Runs of one
    code are judged together, since people draw a single capital in a font of capitals. Where any
    of it is unsure, and where a text of no old font reads like an old code, the text stays as it is
    and ``old`` tells the guess. A single word of ASCII in a font of capitals stays: it may be an
    identifier or a tick.
    """
    if raw.kind is not CellKind.TEXT or not isinstance(raw.value, str):
        return raw
    text = raw.value
    stretches = _stretches(_fitting(text, runs))
    old = any(stretch.code for stretch in stretches)
    if text.isascii() and (not old or len(text.split()) < 2):
        return raw
    readings = {code: _reading(code, stretches) for code in Code} if old else {}
    unsure = any(said in (Reading.UNSURE, Reading.MIXED) for said in readings.values())
    told = [_told(stretch, readings) for stretch in stretches]
    if unsure or any(found for _, found in told):
        sayable = not any(_is_broken(code, stretches) for code in readings)
        guess = "".join(said for said, _ in told) if sayable else ""
        guess = "" if guess == text else guess
        return replace(raw, old=OldText(text, _names(runs), unsure=True, guess=guess))
    decoded = "".join(said for said, _ in told)
    if decoded == text:
        return raw
    return replace(raw, value=decoded, old=OldText(text, _names(runs)))


def codes_of(font: str) -> str:
    """The codes of the old fonts that `OldText.font` names, as people call them: ``TCVN3``."""
    found = (code_of_font(name) for name in font.split(","))
    return ", ".join(dict.fromkeys(old.code.value for old in found if old is not None))


def _fitting(text: str, runs: Runs) -> Runs:
    """Runs that are together the text; where two readers of a file disagree, its only font."""
    if "".join(said for said, _ in runs) == text:
        return runs
    names = {name for said, name in runs if said.strip()}
    return [(text, names.pop() if len(names) == 1 else "")]


def _stretches(runs: Runs) -> list[_Stretch]:
    pieces = [(text, code_of_font(name), bool(name.strip())) for text, name in runs if text]
    same = [
        ("".join(text for text, *_ in group), font, known)
        for (font, known), group in groupby(pieces, key=lambda piece: piece[1:])
    ]
    return [
        _Stretch(code=code, known=known, pieces=tuple((text, font) for text, font, _ in group))
        for (code, known), group in groupby(
            same, key=lambda piece: (piece[1].code if piece[1] else None, piece[2])
        )
    ]


def _found(code: Code, stretches: Sequence[_Stretch]) -> frozenset[Evidence]:
    mine = (evidence(stretch.text, code) for stretch in stretches if stretch.code is code)
    return frozenset(one for found in mine for one in found)


def _reading(code: Code, stretches: Sequence[_Stretch]) -> Reading:
    """What all stretches of a code come to together; PLAIN with capitals where only ASCII stands.

    Text of Unicode under an old font stays as it is.
    """
    found = _found(code, stretches)
    said = reading_of(found)
    return Reading.DECODED if said is Reading.PLAIN and found <= {Evidence.SAME} else said


def _is_broken(code: Code, stretches: Sequence[_Stretch]) -> bool:
    return Evidence.BROKEN in _found(code, stretches)


def _told(stretch: _Stretch, readings: Mapping[Code, Reading]) -> tuple[str, bool]:
    """What a stretch says, or would say, and whether it is suspected without an old font."""
    if stretch.code is None:
        guess = suspected(stretch.text, known=stretch.known)
        return guess or stretch.text, bool(guess)
    if readings[stretch.code] is Reading.PLAIN:
        return stretch.text, False
    return "".join(_in_letters(stretch)), False


def _in_letters(stretch: _Stretch) -> Iterator[str]:
    return (in_letters(text, font) if font else text for text, font in stretch.pieces)


def _names(runs: Runs) -> str:
    """The old fonts in order; empty where there is none."""
    names = (name.strip() for text, name in runs if text.strip() and code_of_font(name))
    return ", ".join(dict.fromkeys(names))
