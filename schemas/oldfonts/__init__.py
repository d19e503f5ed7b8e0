"""Text typed in the 8-bit Vietnamese fonts of before Unicode: which font, and what it says.

The code is told by the font of the cell, never by the characters alone: TCVN3 and VNI use the
same characters for different letters. Decode before anything is stripped: ư is U+00AD in TCVN3.
"""

from __future__ import annotations

from schemas.oldfonts.cell import codes_of, decoded_cell
from schemas.oldfonts.code import Code, OldFont, code_of_font
from schemas.oldfonts.reading import Decoded, Reading, decode, is_certain, suspected

__all__ = [
    "Code",
    "Decoded",
    "OldFont",
    "Reading",
    "code_of_font",
    "codes_of",
    "decode",
    "decoded_cell",
    "is_certain",
    "suspected",
]
