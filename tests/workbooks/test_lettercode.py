"""The key of a row, computed in one go, is the sum that the worksheet's formula stands for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workbooks.lettercode import ALPHABET, PRIME, SEPARATOR, row_key

_TEXTS = st.text(st.one_of(st.sampled_from(ALPHABET), st.characters(codec="utf-8")), max_size=40)


@given(st.lists(_TEXTS, min_size=1, max_size=5))
def test_row_key_is_the_sum_over_places_in_the_alphabet_and_in_the_text(row: list[str]) -> None:
    text = "".join(value + SEPARATOR for value in row)
    places = [(ALPHABET + text).index(char) + 1 for char in text]
    weights = [place * place * 31 % 9973 + 1 for place in range(1, len(text) + 1)]
    total = sum(place * weight for place, weight in zip(places, weights, strict=True))
    assert row_key(row) == (text, total % PRIME)


def test_row_key_of_a_text_longer_than_any_weights_kept() -> None:
    text = "Đ" * 3_000
    weights = sum(place * place * 31 % 9973 + 1 for place in range(1, 3_001))
    place = ALPHABET.index("Đ") + 1
    end = (ALPHABET.index(SEPARATOR) + 1) * (3_001 * 3_001 * 31 % 9973 + 1)
    assert row_key([text]) == (text + SEPARATOR, (place * weights + end) % PRIME)
