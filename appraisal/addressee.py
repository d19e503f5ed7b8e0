"""Whose a file that cannot be read is likely to be: by the names of the file and its folders."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from appraisal.returned import Sender
from appraisal.unit import Member, Unit
from schemas.kinds import SenderKind
from schemas.text import ascii_name

__all__ = ["Addressees"]

_APART = re.compile(r"[^a-z0-9]+")
_PLACES = ("xa", "phuong", "thi-tran", "dac-khu")
"""Words with which the name of a place begins inside the name of its office."""


class Addressees:
    """The units and members whom paths may name, for many paths."""

    def __init__(self, units: Iterable[Unit], members: Iterable[Member] = ()) -> None:
        who = [(Sender(kind=SenderKind.UNIT, id=unit.code), unit.name) for unit in units]
        who += [(Sender(kind=SenderKind.MEMBER, id=one.code), one.name) for one in members]
        self._who = who

    def of(self, path: str) -> Sender | None:
        """The one unit or member that the path names, by code, else by name, if it is one.

        ``path`` is relative to the workspace. Codes must stand apart from other letters and digits
        and hold a letter; of a name the whole must stand there, or all from the word "xã" or
        "phường" on. A guess to be shown as one: nothing is decided by it.
        """
        shown = f"-{_slug(path.removeprefix('nhan-ve/'))}-"
        for spelt in self._spelt:
            lengths = dict[Sender, int]()
            for spelling, sender in spelt:
                if spelling in shown:
                    lengths[sender] = max(lengths.get(sender, 0), len(spelling))
            best = [who for who, length in lengths.items() if length == max(lengths.values())]
            if best:
                return best[0] if len(best) == 1 else None
        return None

    @cached_property
    def _spelt(self) -> tuple[list[tuple[str, Sender]], ...]:
        """By code and by name, how each is spelt between dashes."""
        return tuple(
            [(f"-{s}-", sender) for sender, name in self._who for s in spellings(sender, name)]
            for spellings in (_codes, _names)
        )


def _codes(sender: Sender, name: str) -> Iterator[str]:
    code = _slug(sender.id)
    if any(char.isalpha() for char in code):
        yield code


def _names(sender: Sender, name: str) -> Iterator[str]:
    whole = _slug(name)
    yield whole
    for word in _PLACES:
        head, found, tail = whole.partition(f"-{word}-")
        if found and head:
            yield f"{word}-{tail}"


def _slug(text: str) -> str:
    """Bare small letters and digits, everything else one dash."""
    parts = (_APART.sub("-", ascii_name(part).lower()) for part in text.split("/"))
    return "-".join(parts).strip("-")
