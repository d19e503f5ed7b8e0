"""Where returns may lie in place of ``nhan-ve``: any location that fsspec knows.

A file there is called in outputs as if it lay in ``nhan-ve``: the same returns give the same
results wherever they lie. Nothing is ever written there.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cli.cluster.library import library
from cli.reading.content import Unread
from cli.workspace import Unusable, is_return_name, is_workbook_name
from schemas.reason import reason_of
from workbooks.gate import MAX_FILE_BYTES

__all__ = ["Item", "Storage"]

_PAUSES = (0.5, 2.0)
"""Seconds before a fetch that failed is tried again: networks stumble."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One file of a storage: its whole key, its path below the location, bytes (-1 unknown)."""

    key: str
    path: str
    size: int = -1
    folder: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """A location by its URL; credentials come from the surroundings of whoever opens it."""

    url: str

    @property
    def is_disk(self) -> bool:
        """Whether its files have paths on this machine or a share."""
        return self._is("file", "local")

    @property
    def is_here_only(self) -> bool:
        """Whether no other process sees it."""
        return self._is("memory")

    def items(self) -> tuple[tuple[Item, ...], int]:
        """Every file that is to be accounted for, and how many are not, as `walk_returns` counts.

        `Unusable` CLU-006 where there is no such folder, CLU-007 where it cannot be listed whole.
        """
        found: list[Item] = []
        ignored = 0
        try:
            for item in self._walked():
                if item.folder or is_return_name(item.path.rsplit("/", 1)[-1]):
                    found.append(item)
                else:
                    ignored += 1
        except (FileNotFoundError, NotADirectoryError) as error:
            raise Unusable.because("CLU-006", url=self.url) from error
        except Exception as error:  # every storage has its own kinds of errors
            raise Unusable.because("CLU-007", url=self.url, reason=_said(error)) from error
        return tuple(found), ignored

    def fetch(self, item: Item) -> bytes | Unread:
        """The bytes of a file as they are now, or why not.

        WSP-031 a folder, WSP-011 too big, WSP-028 another size than when it was listed, WSP-029
        gone, WSP-010 cannot be read, after three tries.
        """
        if item.folder:
            return Unread(code="WSP-031")
        if item.size > MAX_FILE_BYTES:
            return _too_big()
        for pause in _PAUSES:
            try:
                return self._fetched(item)
            except FileNotFoundError:
                return Unread(code="WSP-029")
            except Exception:  # every storage has its own kinds of errors
                time.sleep(pause)
        try:
            return self._fetched(item)
        except Exception as error:  # as above
            return Unread(code="WSP-010", params={"reason": _said(error)})

    def _fetched(self, item: Item) -> bytes | Unread:
        system, _ = self._opened()
        most = MAX_FILE_BYTES if item.size < 0 else item.size
        data: bytes = system.cat_file(item.key, end=most + 1)
        if len(data) > MAX_FILE_BYTES:
            return _too_big()
        return data if item.size in (-1, len(data)) else Unread(code="WSP-028")

    def _walked(self) -> Iterator[Item]:
        system, base = self._opened()
        if not system.isdir(base):
            raise FileNotFoundError(base)
        system.invalidate_cache()
        waiting = [base]
        while waiting:  # `walk` of fsspec passes over folders below that cannot be listed
            folder = waiting.pop()
            for info in system.ls(folder, detail=True):
                item = _item(info, base)
                if item.key.rstrip("/") == folder.rstrip("/"):
                    continue  # some stores keep an empty object in the name of a folder
                if info["type"] == "directory":
                    waiting.append(item.key)
                    if is_workbook_name(item.path):
                        yield replace(item, folder=True)
                else:
                    yield item

    def _opened(self) -> tuple[Any, str]:
        system, base = library("fsspec.core").url_to_fs(self.url)
        return system, base

    def _is(self, *protocols: str) -> bool:
        scheme, mark, _ = self.url.partition("://")
        return (scheme if mark else "file") in protocols


def _item(info: Mapping[str, Any], base: str) -> Item:
    size = info.get("size")
    key = str(info["name"])
    return Item(
        key=key,
        path=key.removeprefix(base).strip("/"),
        size=-1 if size is None else int(size),
    )


def _too_big() -> Unread:
    return Unread(code="WSP-011", params={"limit": str(MAX_FILE_BYTES // 2**20)})


def _said(error: BaseException) -> str:
    return reason_of(error) if isinstance(error, OSError) and error.errno else type(error).__name__
