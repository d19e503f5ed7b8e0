"""Room for text: what fits, what wraps, what is never cut."""

from __future__ import annotations

import pytest

from workbooks.measure import MAX_HEIGHT, line_count, row_height, text_ems


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 1),
        ("Đạt", 1),
        ("a\nb\nc", 3),
        ("Tuyên truyền bằng mã QR tại nhà văn hóa thôn", 3),
        ("x" * 60, 4),
    ],
)
def test_lines_in_a_column_of_twenty(text: str, lines: int) -> None:
    assert line_count(text, 20, 12) == lines


def test_marks_take_no_room_and_capitals_more() -> None:
    assert text_ems("ệ") == text_ems("e") and text_ems("Đ") == text_ems("D")
    assert text_ems("HUYỆN ỦY") > text_ems("huyện ủy")


def test_bold_wraps_earlier() -> None:
    text = "Số phiếu hợp lệ của hội đồng thẩm định"
    widths = range(5, 60)
    assert all(line_count(text, w, 12, True) >= line_count(text, w, 12) for w in widths)
    assert any(line_count(text, w, 12, True) > line_count(text, w, 12) for w in widths)


def test_a_row_is_as_tall_as_its_tallest_cell() -> None:
    one = row_height([("a", 10, 12, False)])
    assert row_height([("a", 10, 12, False), ("a\nb\nc", 10, 12, False)]) == pytest.approx(
        one + 2 * 12 * 1.32, abs=0.01
    )
    assert row_height([("a\n" * 200, 10, 12, False)]) == MAX_HEIGHT
