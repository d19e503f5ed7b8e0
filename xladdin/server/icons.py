"""The pictures of the buttons, drawn here: lines in a square, saved as PNG."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

__all__ = ["ICONS", "picture"]

_RED = (0xC0, 0x1F, 0x2E)
_WIDE = 0.055
"""Half the width of a line, as a part of the square's side."""

Point = tuple[float, float]
Line = Sequence[Point]

_RING: Line = (
    (0.50, 0.12), (0.69, 0.17), (0.83, 0.31), (0.88, 0.50), (0.83, 0.69), (0.69, 0.83),
    (0.50, 0.88), (0.31, 0.83), (0.17, 0.69), (0.12, 0.50), (0.17, 0.31), (0.31, 0.17),
    (0.50, 0.12),
)  # fmt: skip

ICONS: Mapping[str, Sequence[Line]] = {
    "check": (((0.14, 0.52), (0.40, 0.78), (0.86, 0.22)),),
    "previous": (((0.62, 0.16), (0.28, 0.50), (0.62, 0.84)), ((0.28, 0.50), (0.88, 0.50))),
    "next": (((0.38, 0.16), (0.72, 0.50), (0.38, 0.84)), ((0.72, 0.50), (0.12, 0.50))),
    "clear": (((0.20, 0.20), (0.80, 0.80)), ((0.80, 0.20), (0.20, 0.80))),
    "normalise": (
        ((0.12, 0.20), (0.88, 0.20)),
        ((0.12, 0.40), (0.64, 0.40)),
        ((0.12, 0.60), (0.88, 0.60)),
        ((0.12, 0.80), (0.50, 0.80)),
    ),
    "guide": (
        _RING,
        (
            (0.38, 0.40), (0.42, 0.31), (0.52, 0.28), (0.62, 0.34),
            (0.62, 0.43), (0.50, 0.52), (0.50, 0.60),
        ),
        ((0.50, 0.72), (0.50, 0.73)),
    ),
}  # fmt: skip
"""Lines by the name of the picture; (0, 0) is the upper left corner, (1, 1) the lower right."""


@cache
def picture(name: str, size: int) -> bytes:
    """A square PNG with a clear background; KeyError for an unknown name."""
    lines = ICONS[name]
    rows = bytearray()
    for y in range(size):
        rows.append(0)
        for x in range(size):
            rows += bytes((*_RED, _cover(lines, (x + 0.5) / size, (y + 0.5) / size, size)))
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    total = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", total)


def _cover(lines: Sequence[Line], x: float, y: float, size: int) -> int:
    """How much of a pixel is covered, 0 to 255: soft for one pixel around a line."""
    near = min(_gap(x, y, *pair) for line in lines for pair in pairwise(line))
    return round(255 * min(max((_WIDE - near) * size + 0.5, 0.0), 1.0))


def _gap(x: float, y: float, start: Point, end: Point) -> float:
    """The distance of a point from a piece of a line."""
    across, down = end[0] - start[0], end[1] - start[1]
    along = ((x - start[0]) * across + (y - start[1]) * down) / (across**2 + down**2)
    along = min(max(along, 0.0), 1.0)
    gap_x, gap_y = x - start[0] - along * across, y - start[1] - along * down
    return float((gap_x**2 + gap_y**2) ** 0.5)
