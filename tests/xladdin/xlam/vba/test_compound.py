"""Compound files: what is put in is found again by readers that share no code with the writer."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.xladdin.xlam.compound_reader import Compound, read_compound
from tests.xladdin.xlam.second_readers import needed
from xladdin.xlam.vba.compound import Folder, compound_file

NAMES = st.text("ABCXYZabcxyz_0129", min_size=1, max_size=31)
# Around the sizes where something changes: mini sector, sector, the cut-off, a whole table.
SIZES = st.sampled_from([1, 63, 64, 65, 511, 512, 513, 4095, 4096, 4097, 65_000, 66_000])


def _folder(entries: dict[str, int]) -> dict[str, bytes]:
    alone = {name.upper(): name for name in entries}
    return {
        name: bytes([65 + number % 26]) * entries[name]
        for number, name in enumerate(alone.values())
    }


@given(st.dictionaries(NAMES, SIZES, max_size=40), st.dictionaries(NAMES, SIZES, max_size=12))
def test_every_stream_is_found_again(outside: dict[str, int], inside: dict[str, int]) -> None:
    streams, below = _folder(outside), _folder(inside)
    streams = {name: data for name, data in streams.items() if name.upper() != "VBA"}
    root: Folder = {**streams, "VBA": below, "short": b"x"}
    found = read_compound(compound_file(root))
    wanted = {**streams, "short": b"x"} | {f"VBA/{name}": data for name, data in below.items()}
    if "SHORT" not in {name.upper() for name in streams}:
        assert found == Compound(streams=wanted, problems=[])


def test_olefile_finds_the_same() -> None:
    streams = {f"Module{number}": bytes([number]) * (number * 700 + 1) for number in range(1, 30)}
    data = compound_file({"VBA": streams, "PROJECT": b"text"})
    with needed("olefile").OleFileIO(BytesIO(data)) as file:
        found = {"/".join(path): file.openstream(path).read() for path in file.listdir()}
    assert found == {f"VBA/{name}": text for name, text in streams.items()} | {"PROJECT": b"text"}


def test_names_are_ordered_by_length_first() -> None:
    data = compound_file({"bb": b"1", "A": b"2", "c": b"3", "aaa": b"4"})
    assert list(read_compound(data).streams) == ["A", "c", "bb", "aaa"]


def test_a_file_of_many_tables_is_sound() -> None:
    """Two megabytes need more than thirty sectors of table."""
    root = {"big": b"\1" * 2_000_000, "small": b"\2"}
    assert read_compound(compound_file(root)) == Compound(streams=root, problems=[])


@pytest.mark.parametrize(
    ("root", "message"),
    [
        ({"a": b""}, "the stream a is empty"),
        ({"a" * 32: b"x"}, "a name of more than 31 letters"),
        ({"a": b"x" * 8_000_000}, "more than 7 MB do not fit"),
    ],
)
def test_what_does_not_fit_is_refused(root: Folder, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        compound_file(root)
