"""Lines of a returned table that are no entries: sums, signature blocks, remains of formulas.

Asked only of lines without an entry id. A line is left out of the entries only where every text
in it is one of the words below, or where it holds no text at all; whatever else was typed stays a
row without an id, which is an error, or is told as text under the table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from schemas.cell import CellKind, RawCell
from schemas.text import fold_key, n1_flat

__all__ = ["Line", "line_kind"]


class Line(StrEnum):
    """What a line without an entry id is; the value is the finding code that tells of it."""

    ENTRY = ""
    TOTAL = "READ-015"
    CLOSING = "READ-016"
    SIGNED = "READ-017"
    FIGURES = "READ-018"
    TEXT = "READ-009"


_FEW = 3
"""Cells of a line under a signature block, from which on it may be an entry again."""

_TOTAL = re.compile(
    r"(?:tong )?cong(?: don)?|tong(?: so)?|total|"
    r"(?:tong cong|tong so|cong) (?:(?:cac|so) )?(?:mo hinh|ho so|ca nhan|tap the|diem|dong)"
)
_COUNT = re.compile(r"[0-9][0-9.,]*(?: \S+){0,3}")
_CLOSING = re.compile(
    r"noi nhan.*|nguoi lap(?: (?:bieu|bang|danh sach))?|nguoi tong hop|"
    r"(?:tm|t/m|kt|tl|tuq|q)\. ?.*|t/m .*|thu truong(?: (?:co quan|don vi))*|xac nhan cua .*|"
    r"(?:.{1,40}, ?)?ngay[ .…]*[0-9]*[ .…]*thang[ .…]*[0-9]*[ .…]*nam[ .…]*[0-9]*[ .…]*"
)
_SIGNED = re.compile(
    r"[-+•*] ?\S.*|\(.*\)|(?:pho )?(?:bi thu|chu tich|giam doc|truong|hieu truong|chi huy)(?: .*)?|"
    r"da ky"
)
"""All of them as `fold_key` writes them: lower-case letters without marks."""


def line_kind(
    cells: Sequence[RawCell], *, below: bool, signed: bool, few: bool, points: bool
) -> Line:
    """What a line is by its cells that are not blank, from left to right.

    ``below``: it stands under the last entry id; ``signed``: under a line of a signature block;
    ``few``: too few of its inputs are filled in for an entry; ``points``: of a scoring workbook,
    where numbers alone may be a ballot.
    """
    texts = [key for cell in cells if cell.kind is CellKind.TEXT and (key := _key(cell))]
    if texts and _is_total(texts):
        return Line.TOTAL
    if not below:
        return Line.TEXT if few and texts else Line.ENTRY
    if not texts:
        bare = all(cell.formula or cell.kind is CellKind.ERROR or not cell.value for cell in cells)
        return Line.FIGURES if bare or not points else Line.ENTRY
    if any(_CLOSING.fullmatch(text) for text in texts) and all(map(_is_closing, texts)):
        return Line.CLOSING
    if signed and len(cells) <= _FEW and _SIGNED.fullmatch(texts[0]):
        return Line.CLOSING
    if signed and len(cells) <= _FEW and not few:
        return Line.SIGNED
    return Line.TEXT if few else Line.ENTRY


def _key(cell: RawCell) -> str:
    return fold_key(n1_flat(str(cell.value))).rstrip(" :.")


def _is_total(texts: Sequence[str]) -> bool:
    """ "Tổng cộng" in front, and behind it nothing but numbers, be they with their unit."""
    first, *others = texts
    word, _, count = first.partition(":")
    said = [text for text in (count.strip(), *others) if text]
    return _TOTAL.fullmatch(word.strip()) is not None and all(map(_COUNT.fullmatch, said))


def _is_closing(text: str) -> bool:
    return bool(_CLOSING.fullmatch(text) or _SIGNED.fullmatch(text))
