"""Long JSON documents: the bytes of `json.dumps`, whatever they hold."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from workbooks.jsontext import Lines, document_bytes, line_bytes

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(WORDS, VALUES, max_size=4))
def test_a_document_has_the_bytes_of_one_dump(document: dict[str, object]) -> None:
    told = {
        key: Lines(value, lambda line: line) if isinstance(value, list) else value
        for key, value in document.items()
    }
    whole = json.dumps(document, ensure_ascii=False, indent=1, separators=(",", ": "))
    assert document_bytes(told) == f"{whole}\n".encode()


@given(st.lists(VALUES, max_size=5))
def test_lines_are_one_text_each(lines: list[object]) -> None:
    data = line_bytes(Lines(lines, lambda line: line))
    wanted = [json.dumps(line, ensure_ascii=False) + "\n" for line in lines]
    assert data == "".join(wanted).encode()
