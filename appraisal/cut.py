"""The cut: who stands within the places, who is tied across it, who is below (rules R25–R27)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from appraisal.ranking import Key

__all__ = ["Cut", "cut"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Entry ids, each group sorted. ``room``: places left for ``tied``.

    ``unplaced`` have no rank while not all contenders have room.
    """

    inside: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()
    room: int = 0


def cut(keys: Mapping[str, Key | None], slots: int | None) -> Cut:
    """The cut among contenders by their keys (higher first); ``None`` slots let everybody in.

    Below the first group that does not fit whole nobody is inside, however many places are left.
    """
    if slots is None or len(keys) <= slots:
        return Cut(inside=tuple(sorted(keys)))
    groups: dict[Key, list[str]] = {}
    unplaced = []
    for entry, key in keys.items():
        if key is None:
            unplaced.append(entry)
        else:
            groups.setdefault(key, []).append(entry)
    inside: list[str] = []
    tied: list[str] = []
    below: list[str] = []
    over = False
    for key in sorted(groups, reverse=True):
        group = groups[key]
        room = slots - len(inside)
        if over or room <= 0:
            below += group
        elif len(group) <= room:
            inside += group
        else:
            tied, over = group, True
    return Cut(
        inside=tuple(sorted(inside)),
        tied=tuple(sorted(tied)),
        below=tuple(sorted(below)),
        unplaced=tuple(sorted(unplaced)),
        room=max(0, slots - len(inside)),
    )
