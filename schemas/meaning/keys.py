"""Which keys belong to which kind, for constraints, exclusions, requirements and quotas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from schemas.finding import Finding
from schemas.meaning.fault import fault

__all__ = ["key_faults"]


def key_faults(
    item: object, path: str, needed: Iterable[str], allowed: Iterable[str], every: Iterable[str]
) -> Iterator[Finding]:
    """DEF-211 a key that the kind needs is missing, DEF-212 a key of another kind is set.

    ``needed`` must be set, ``allowed`` may be, all other of ``every`` may not.
    """
    kind = getattr(item, "kind", "")
    for key in needed:
        if not _is_set(item, key):
            yield fault("DEF-211", f"{path}.{key}", "", key=key, kind=kind)
    for key in every:
        if key not in needed and key not in allowed and _is_set(item, key):
            yield fault("DEF-212", f"{path}.{key}", key, key=key, kind=kind)


def _is_set(item: object, key: str) -> bool:
    value = getattr(item, key)
    if value is None or isinstance(value, str | tuple | Mapping):
        return bool(value)
    return not (isinstance(value, int) and value == 0 and key == "number")
