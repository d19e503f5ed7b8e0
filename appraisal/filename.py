"""File names as the registers write them: found again among the returns whatever their spelling."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from appraisal.returned import Return

__all__ = ["FileIndex", "name_key"]


def name_key(text: str) -> str:
    """A path or file name to compare by: NFC, without case, ``/`` between folders."""
    plain = unicodedata.normalize("NFC", text.strip()).replace("\\", "/")
    return plain.removeprefix("./").strip("/").casefold()


class FileIndex:
    """Finds returns by SHA-256, by path, by the end of a path, or by file name.

    ``.xlsx`` may be left out. Whole paths win over ends of paths.
    """

    def __init__(self, returns: Iterable[Return]) -> None:
        self._by_name: dict[str, list[Return]] = defaultdict(list)
        self._by_path: dict[str, list[Return]] = defaultdict(list)
        for ret in sorted(returns, key=lambda item: item.path):
            path = name_key(ret.path)
            parts = path.split("/")
            self._by_path[path].append(ret)
            self._by_name[ret.sha256.casefold()].append(ret)
            for start in range(len(parts)):
                self._by_name["/".join(parts[start:])].append(ret)

    def find(self, name: str) -> tuple[Return, ...]:
        """The returns a register line may mean, sorted by path; several if it is ambiguous."""
        key = name_key(name)
        if not key:
            return ()
        for spelling in (key, f"{key}.xlsx"):
            found = self._by_path.get(spelling) or self._by_name.get(spelling)
            if found:
                return tuple(found)
        return ()
