"""Returns that lie elsewhere: listed whole, fetched as they are, and named as in ``nhan-ve``."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from cli.cluster import storage
from cli.cluster.engine import DaskEngine
from cli.cluster.storage import Item, Storage
from cli.reading.content import Unread
from cli.workspace import Unusable, return_names, walk_returns
from schemas.load import read_definition
from tests.cli.reading.readers import obeying

_HERE = Storage(url="memory://kho")


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A storage in memory that is empty before and after."""
    monkeypatch.setattr(storage, "_PAUSES", (0.0, 0.0))
    found = import_module("fsspec").filesystem("memory")
    found.store.clear()
    found.pseudo_dirs[:] = [""]
    yield found
    found.store.clear()
    found.pseudo_dirs[:] = [""]


def _engine(root: Path, where: Storage) -> DaskEngine:
    campaign, _ = read_definition((root / "campaign.json").read_bytes())
    assert campaign is not None
    return DaskEngine(campaign, "", where)


def test_what_is_no_return_is_counted_as_in_the_workspace(messy: Path) -> None:
    paths, ignored = walk_returns(messy)
    there = Storage(url=f"file://{messy / 'nhan-ve'}")
    assert _engine(messy, there).walk(messy) == (paths, ignored)
    assert ignored == 1
    found, _ = there.items()
    assert {(messy / "nhan-ve" / i.path, i.folder) for i in found} == {
        (path, path.is_dir()) for path in paths
    }


def test_a_file_is_fetched_as_it_is(memory: Any) -> None:
    memory.pipe("/kho/a/Đơn vị.xlsx", b"PK")
    memory.pipe("/kho/~$a.xlsx", b"")
    memory.pipe("/khoc/b.xlsx", b"other")
    assert _HERE.items() == ((Item(key="/kho/a/Đơn vị.xlsx", path="a/Đơn vị.xlsx", size=2),), 1)
    (item,), _ = _HERE.items()
    assert _HERE.fetch(item) == b"PK"


def test_why_a_file_cannot_be_fetched(memory: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    memory.pipe("/kho/a", b"abc")
    key = "/kho/a"
    assert _HERE.fetch(Item(key="/kho/b", path="b", size=3)) == Unread(code="WSP-029")
    assert _HERE.fetch(Item(key=key, path="a", size=2)) == Unread(code="WSP-028")
    assert _HERE.fetch(Item(key=key, path="a", size=4)) == Unread(code="WSP-028")
    assert _HERE.fetch(Item(key=key, path="a", folder=True)) == Unread(code="WSP-031")
    assert _HERE.fetch(Item(key=key, path="a")) == b"abc"
    big = Item(key=key, path="a", size=2**40)
    assert _HERE.fetch(big) == Unread(code="WSP-011", params={"limit": "50"})
    monkeypatch.setattr(storage, "MAX_FILE_BYTES", 2)
    assert _HERE.fetch(Item(key=key, path="a")) == Unread(code="WSP-011", params={"limit": "0"})


@pytest.mark.parametrize(
    ("faults", "found"),
    [
        ([ConnectionError(), RuntimeError()], b"abc"),
        ([OSError(5, "io")] * 3, Unread(code="WSP-010", params={"reason": "@WSP-004:device"})),
        ([ValueError("x")] * 3, Unread(code="WSP-010", params={"reason": "ValueError"})),
    ],
)
def test_a_fetch_that_fails_is_tried_three_times(
    memory: Any, monkeypatch: pytest.MonkeyPatch, faults: list[Exception], found: object
) -> None:
    memory.pipe("/kho/a", b"abc")
    left, real = list(faults), type(memory).cat_file

    def stumbling(self: Any, *args: Any, **options: Any) -> bytes:
        if left:
            raise left.pop(0)
        read: bytes = real(self, *args, **options)
        return read

    monkeypatch.setattr(type(memory), "cat_file", stumbling)
    assert _HERE.fetch(Item(key="/kho/a", path="a", size=3)) == found


def test_a_place_that_is_not_there_is_said(memory: Any, tmp_path: Path) -> None:
    memory.pipe("/tệp", b"abc")
    for url in ("memory://nowhere", "memory://tệp", f"file://{tmp_path / 'x'}"):
        with pytest.raises(Unusable) as refused:
            Storage(url=url).items()
        assert [f.code for f in refused.value.findings] == ["CLU-006"]
    with pytest.raises(Unusable) as refused:
        Storage(url="unknown://x").items()
    assert [(f.code, f.params["reason"]) for f in refused.value.findings] == [
        ("CLU-007", "ValueError")
    ]


def test_a_folder_that_cannot_be_listed_ends_the_merge(
    memory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it holds would be passed over."""
    memory.pipe("/kho/a/b", b"abc")
    real = type(memory).ls

    def refusing(self: Any, path: str, *args: Any, **options: Any) -> Any:
        if path.rstrip("/").endswith("/a"):
            raise PermissionError(13, "denied")
        return real(self, path, *args, **options)

    monkeypatch.setattr(type(memory), "ls", refusing)
    with pytest.raises(Unusable) as refused:
        _HERE.items()
    assert [(f.code, f.params["reason"]) for f in refused.value.findings] == [
        ("CLU-007", "@WSP-004:denied")
    ]


def test_keys_that_are_no_paths_are_a_line_each(memory: Any, messy: Path) -> None:
    """Keys of an object store may hold what no path holds."""
    for key, said in {"a/b": b"1", "a/../b": b"12", "x\ny": b"123", "a/./b": b"1234"}.items():
        memory.store[f"/kho/{key}"] = _kept(memory, f"/kho/{key}", said)
    engine = _engine(messy, _HERE)
    paths, _ = engine.walk(messy)
    names = return_names(paths, messy)
    assert names == (
        "nhan-ve/a/../b",
        "nhan-ve/a/b",
        "nhan-ve/a/b (2)",
        "nhan-ve/x\\u000ay",
    )
    found = engine.read(list(zip(paths, names, strict=True)), obeying, None)
    assert [outcome.value[1] for outcome in found] == [2, 4, 1, 3]


def _kept(memory: Any, path: str, data: bytes) -> Any:
    return import_module("fsspec.implementations.memory").MemoryFile(memory, path, data)


def test_what_only_this_process_sees_is_read_by_it(memory: Any, messy: Path) -> None:
    memory.pipe("/kho/một.xlsx", b"abcd")
    engine = _engine(messy, _HERE)
    paths, _ = engine.walk(messy)
    (found,) = engine.read([(paths[0], "nhan-ve/một.xlsx")], obeying, None)
    assert found.value == ("nhan-ve/một.xlsx", 4)
