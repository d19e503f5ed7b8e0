"""Sheet names from award titles: short, allowed, different."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workbooks.nominations.sheetnames import MAX_NAME, sheet_names


def test_a_single_title_is_not_numbered() -> None:
    assert sheet_names(["Giấy khen"]) == ["Giấy khen"]


def test_titles_are_cut_at_words_and_numbered() -> None:
    long = "Đề nghị xếp loại hoàn thành xuất sắc nhiệm vụ"
    assert sheet_names([long, "Cờ: thi đua/tỉnh"]) == [
        "1. Đề nghị xếp loại hoàn thành",
        "2. Cờ thi đua tỉnh",
    ]


def test_titles_that_begin_alike_are_named_by_what_differs() -> None:
    assert sheet_names(["Bằng khen – tập thể", "Bằng khen – cá nhân", "Cờ – tỉnh"]) == [
        "1. Tập thể",
        "2. Cá nhân",
        "3. Cờ – tỉnh",
    ]


def test_a_quoted_name_that_titles_share_gives_room_to_what_tells_them_apart() -> None:
    titles = (
        'Công nhận mô hình "Dân vận khéo"',
        'Mô hình "Dân vận khéo" tiêu biểu',
        'Mô hình "Dân vận khéo"',
        'Giấy khen phong trào "Ba sạch" của đơn vị',
    )
    assert sheet_names(titles) == [
        "1. Công nhận mô hình",
        "2. Mô hình tiêu biểu",
        '3. Mô hình "Dân vận khéo"',
        '4. Giấy khen phong trào "Ba',
    ]


def test_a_name_already_taken_gets_a_mark() -> None:
    assert sheet_names(["Xin ý kiến"], ["Xin ý kiến"]) == ["Xin ý kiến (2)"]
    assert sheet_names(["History"]) == ["History (2)"]


def test_a_title_of_forbidden_characters_still_names_a_sheet() -> None:
    assert sheet_names(["[]:*?/\\'"]) == ["Danh sách"]


@given(st.lists(st.text(max_size=60), min_size=1, max_size=12))
def test_names_are_always_allowed_and_different(titles: list[str]) -> None:
    names = sheet_names(titles, ["Xin ý kiến"])
    assert len(names) == len(titles)
    assert len({name.casefold() for name in (*names, "Xin ý kiến")}) == len(names) + 1
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= MAX_NAME
        assert not set("[]:*?/\\") & set(name)
        assert name[0] != "'" and name[-1] != "'"
