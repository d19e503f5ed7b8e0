"""Holes in texts, and packed parts put together around them."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbooks.holes import Holes, measured, reworded, with_holes
from workbooks.template import template_of

_FIRST, _SECOND = "\U00100000", "\U00100001"


@reworded
def _loud(text: str, times: int) -> str:
    return text.upper() + "!" * times


@measured
def _size(words: tuple[tuple[str, float], ...]) -> float:
    return max(len(word) * factor for word, factor in words)


def _archive(**contents: str) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content.encode())
    return target.getvalue()


def _contents(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_functions_are_as_they_were_without_holes() -> None:
    assert (_loud("a", 2), _size((("ab", 2.0), ("c", 1.0)))) == ("A!!", 4.0)


def test_a_reworded_text_is_made_anew_for_every_sender() -> None:
    holes = Holes(["ab", "c"])
    with with_holes(holes):
        loud = _loud(f"<{_FIRST}>", 1)
        twice = _loud(loud + _SECOND, 2)
    assert (loud, twice) == ("\U00100002", "\U00100003")
    assert holes.texts(["xy", "z"]) == ["xy", "z", "<XY>!", "<XY>!Z!!"]


def test_another_measure_is_another_template() -> None:
    holes = Holes(["ab", "c"])
    with with_holes(holes):
        assert _size(((f"{_FIRST}{_SECOND}", 2.0), ("d", 1.0))) == 6.0
        assert _size((("plain", 1.0),)) == 5.0
    assert holes.texts(["a", "bc"]) == ["a", "bc"]
    assert holes.texts(["ab", "cd"]) is None


def test_a_hole_inside_a_tag_makes_no_template() -> None:
    assert template_of(_archive(a=f'<c r="{_FIRST}"/>'), Holes(["x"])) is None


def test_shared_strings_that_fall_together_are_refused() -> None:
    strings = f"<sst><si><t>{_FIRST}</t></si><si><t>cố định</t></si><si><t>{_SECOND}</t></si></sst>"
    data = _archive(**{"xl/sharedStrings.xml": strings, "b": "<b/>"})
    template = template_of(data, Holes(["x", "y"]))
    assert template is not None
    assert template.filled(["cố định", "y"]) is None
    assert template.filled(["y", "y"]) is None
    made = template.filled(["a&b", "<y>"])
    assert made is not None
    told = strings.replace(_FIRST, "a&amp;b").replace(_SECOND, "&lt;y&gt;")
    assert _contents(made) == {"xl/sharedStrings.xml": told, "b": "<b/>"}


@settings(max_examples=60, deadline=None)
@given(
    pieces=st.lists(
        st.one_of(
            st.sampled_from([_FIRST, _SECOND]),
            st.text("aĐ €", max_size=5),
            st.integers(300, 2000).map(lambda count: "lặp lại " * (count // 8)),
        ),
        max_size=12,
    ),
    texts=st.lists(st.text("xyĐ&<", max_size=8), min_size=2, max_size=2),
)
def test_any_part_is_filled_as_by_replacing(pieces: list[str], texts: list[str]) -> None:
    plain = "".join(pieces)
    template = template_of(_archive(a=plain, b="b"), Holes(["1", "2"]))
    assert template is not None
    made = template.filled(texts)
    assert made is not None
    first, second = (text.replace("&", "&amp;").replace("<", "&lt;") for text in texts)
    filled = "".join(first if p == _FIRST else second if p == _SECOND else p for p in pieces)
    assert _contents(made) == {"a": filled, "b": "b"}


@pytest.mark.parametrize("length", [65_534, 65_535, 65_536, 200_000])
def test_long_texts_take_several_plain_blocks(length: int) -> None:
    template = template_of(_archive(a=f"<t>{_FIRST}</t>"), Holes(["1"]))
    assert template is not None
    made = template.filled(["x" * length])
    assert made is not None
    assert _contents(made) == {"a": f"<t>{'x' * length}</t>"}
