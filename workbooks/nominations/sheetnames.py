"""Names of sheets made from titles that a definition gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import repeat

from schemas.text import n1_flat, safe_text

__all__ = ["MAX_NAME", "sheet_names"]

MAX_NAME = 31
"""Longest sheet name that a spreadsheet program accepts, in UTF-16 units."""

_FORBIDDEN = dict.fromkeys(map(ord, "[]:*?/\\"), " ")
_RESERVED = "history"
_LOOSE = "' –-,;"
_QUOTED = re.compile(r'"[^"]+"|“[^”]+”')


def sheet_names(titles: Sequence[str], taken: Iterable[str] = ()) -> list[str]:
    """One name per title: numbered where there are several, short, allowed and all different."""
    used = {name.casefold() for name in taken} | {_RESERVED}
    names = []
    for number, title in enumerate(map(_telling, titles, repeat(titles)), start=1):
        prefix = f"{number}. " if len(titles) > 1 else ""
        name = prefix + _short(title, titles, MAX_NAME - len(prefix))
        again = 2
        while name.casefold() in used:
            mark = f" ({again})"
            name = prefix + _short(title, titles, MAX_NAME - len(prefix) - len(mark)) + mark
            again += 1
        used.add(name.casefold())
        names.append(name)
    return names


def _telling(title: str, titles: Sequence[str]) -> str:
    """The part of a title that tells it from the others: ``A – B`` is ``B`` where many begin so."""
    head, dash, tail = title.partition(" – ")
    alike = sum(other.startswith(head + dash) for other in titles)
    return tail[:1].upper() + tail[1:] if dash and tail and alike > 1 else title


def _short(title: str, titles: Sequence[str], room: int) -> str:
    """The title without what a sheet name may not hold; cut at a word."""
    clean = _clean(title)
    if _units(clean) > room:
        clean = _clean(_unquoted(title, titles)) or clean
    if _units(clean) > room:
        while clean and _units(clean) > room:
            clean = clean[:-1]
        head, gap, _ = clean.rpartition(" ")
        clean = head if gap and len(head) > room // 2 else clean
    return clean.strip(_LOOSE) or "Danh sách"


def _unquoted(title: str, titles: Sequence[str]) -> str:
    """The title without the names in quotation marks that other titles give too."""
    for name in _QUOTED.findall(title):
        if sum(name in other for other in titles) > 1:
            title = title.replace(name, " ")
    return title


def _clean(title: str) -> str:
    return n1_flat(safe_text(title).translate(_FORBIDDEN)).strip("' ")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
