"""One kind of file that comes back: how it is made, and what a merge must say of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

__all__ = ["FORM", "RETURNED", "SCORES", "Kind", "grouped", "rejected", "returned"]

FORM = "Đăng ký"
RETURNED = "nhan-ve/dang-ky/xau.xlsx"
SCORES = "nhan-ve/cham-diem/xau.xlsx"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind: its name, how it gets into an office, and what a merge then says.

    ``code`` at ``cell`` is the finding about ``file``, of any severity; an empty ``code`` says
    that nothing is found. ``also`` are the only other codes of the same severity about it, and
    ``clean`` asks that no error or warning at all is (for what is found as an INFO). ``status``
    is what the account of files says (empty where it is no return); ``says`` stands in the
    message. ``holds``: entry ids with the titles that the results must have. ``office`` is one of
    `tests.returned.offices.OFFICES`, and ``group`` the heading of the page that it stands under.
    """

    name: str
    make: Callable[[Path], object]
    code: str
    cell: str = ""
    also: tuple[str, ...] = ()
    says: str = ""
    file: str = RETURNED
    status: str = "merged"
    exit_code: int = 1
    group: str = ""
    office: str = "dang-ky"
    clean: bool = False
    holds: Mapping[str, str] = field(default_factory=dict)


def returned(name: str, make: Callable[[], bytes], code: str, cell: str = "", **more: Any) -> Kind:
    """A file that came back as a unit would send it, made when it is tried."""
    path = more.get("file", RETURNED)

    def put(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(make())

    return Kind(name=name, make=put, code=code, cell=cell, **more)


def rejected(name: str, make: Callable[[], bytes], code: str, says: str = "", **more: Any) -> Kind:
    """One that is kept out, with the sentence that helps."""
    return returned(name, make, code, status="rejected", says=says, **more)


def grouped(heading: str, *kinds: Kind) -> tuple[Kind, ...]:
    """The kinds under a heading of the page; those that have one already keep it."""
    return tuple(kind if kind.group else replace(kind, group=heading) for kind in kinds)
