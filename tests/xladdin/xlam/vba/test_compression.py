"""Compression of VBA: the example of the specification, and every text comes back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.xladdin.xlam.project_reader import decompressed
from tests.xladdin.xlam.second_readers import needed
from xladdin.xlam.vba.compression import CompressionError, compress

WORDS = st.sampled_from(["Dim ", "As ", "String", "\r\n", "End ", "If ", "x", " = ", '"', "Sub"])


def test_the_example_without_repetition() -> None:
    """MS-OVBA 3.2.1."""
    wanted = (
        "01 19 b0 00 61 62 63 64 65 66 67 68 00 69 6a 6b 6c 6d 6e 6f 70 00 71 72 73 74 75 76 2e"
    )
    assert compress(b"abcdefghijklmnopqrstuv.") == bytes.fromhex(wanted)


def test_the_example_of_normal_text() -> None:
    """MS-OVBA 3.2.2."""
    wanted = (
        "01 2f b0 00 23 61 61 61 62 63 64 65 82 66 00 70 61 67 68 69 6a 01 38 08 61 6b 6c 00 30 6d "
        "6e 6f 70 06 71 02 70 04 10 72 73 74 75 76 10 77 78 79 7a 00 3c"
    )
    text = b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa"
    assert decompressed(bytes.fromhex(wanted)) == decompressed(compress(text)) == text


def test_the_example_of_one_letter() -> None:
    """MS-OVBA 3.2.3."""
    assert compress(b"a" * 73) == bytes.fromhex("01 03 b0 02 61 45 00")


@given(st.lists(WORDS, max_size=4000))
def test_every_text_comes_back(words: list[str]) -> None:
    text = "".join(words).encode("ascii")
    assert decompressed(compress(text)) == text


@pytest.mark.parametrize("length", [0, 1, 4095, 4096, 4097, 8192, 8193])
def test_every_length_comes_back(length: int) -> None:
    text = (b"Dim aFewLetters As String\r\n" * 400)[:length]
    assert decompressed(compress(text)) == text


@pytest.mark.parametrize("length", [1, 4096, 9000])
def test_another_reader_finds_the_same_text(length: int) -> None:
    text = (b"Public Sub Anything(ByVal i As Long)\r\n" * 300)[:length]
    read = needed("oletools.olevba").decompress_stream(bytearray(compress(text)))
    assert bytes(read) == text


def test_what_does_not_shrink_is_refused() -> None:
    """Random bytes would need a raw chunk."""
    seed, noise = 1, bytearray()
    for _ in range(4096):
        seed = seed * 1103515245 + 12345 & 0x7FFFFFFF
        noise.append(seed >> 16 & 0xFF)
    with pytest.raises(CompressionError, match="a chunk of 4096 bytes grows"):
        compress(bytes(noise))
