"""Which lines without an id are no entries: by the words that stand in them, and no others."""

from decimal import Decimal

import pytest

from schemas.cell import CellKind, RawCell, text_cell
from workbooks.closing import Line, line_kind


def kind(*texts: object, signed: bool = False, below: bool = True, points: bool = False) -> Line:
    cells = [
        text_cell(text) if isinstance(text, str) else RawCell(CellKind.NUMBER, Decimal(str(text)))
        for text in texts
    ]
    few = len(cells) < (2 if below else 1)
    return line_kind(cells, below=below, signed=signed, few=few, points=points)


@pytest.mark.parametrize(
    "texts",
    [
        ("Tổng cộng", 3, 5),
        ("TỔNG CỘNG:", "03", "5 hồ sơ"),
        ("Tổng số: 12 mô hình",),
        ("Cộng", 4),
        ("Tổng số hồ sơ", 4),
    ],
)
def test_total_is_a_total_wherever_it_stands(texts: tuple[object, ...]) -> None:
    assert kind(*texts) is Line.TOTAL
    assert kind(*texts, below=False) is Line.TOTAL


@pytest.mark.parametrize(
    "texts",
    [
        ("Tổng công ty Cà phê", "Mô hình tưới tiết kiệm"),
        ("Cộng đồng dân cư thôn 1", "Đường hoa"),
        ("Tổng cộng", "Mô hình tưới tiết kiệm"),
        ("Tổng cộng", "Tập thể", 3),
        ("Nơi nhận nuôi trẻ mồ côi", "Mái ấm tình thương"),
        ("Chi bộ thôn 2", "ngày 05 tháng 01 năm 2024"),
        ("Nguyễn Thị Ngày", "Năm tháng không quên"),
        ("Trường Tiểu học Ka Đô", "Sân chơi an toàn"),
        ("- Chi bộ thôn 3", "Đường hoa"),
    ],
)
def test_what_may_be_an_entry_stays_one(texts: tuple[str, ...]) -> None:
    assert kind(*texts) is Line.ENTRY
    assert kind(*texts, below=False) is Line.ENTRY


@pytest.mark.parametrize(
    "texts",
    [
        ("Nơi nhận:",),
        ("Nơi nhận:", "TM. ĐẢNG ỦY"),
        ("Người lập biểu", "THỦ TRƯỞNG ĐƠN VỊ"),
        ("Ka Đô, ngày 05 tháng 01 năm 2024",),
        ("Ngày … tháng … năm 2024",),
        ("KT. BÍ THƯ", "(Ký, ghi rõ họ tên)"),
    ],
)
def test_end_of_a_letter_is_no_entry(texts: tuple[str, ...]) -> None:
    assert kind(*texts) is Line.CLOSING


def test_lines_under_a_signature_are_told_by_their_first_word() -> None:
    assert kind("- Như trên;", "BÍ THƯ", signed=True) is Line.CLOSING
    assert kind("- Lưu: VT.", "Nguyễn Văn Mẫu", signed=True) is Line.CLOSING
    assert kind("Nguyễn Văn Mẫu", signed=True) is Line.TEXT
    assert kind("Nguyễn Văn Mẫu", "Trần Thị Mẫu", signed=True) is Line.SIGNED
    assert kind("- Chi bộ 3", "Tập thể", "Đường hoa", "Văn hóa", signed=True) is Line.ENTRY


def test_numbers_alone_are_no_entry_but_may_be_a_ballot() -> None:
    assert kind(3, 5) is Line.FIGURES
    assert kind(3, 5, points=True) is Line.ENTRY
    assert kind(0, 0, points=True) is Line.FIGURES
    assert kind(3, 5, below=False) is Line.ENTRY
    ghosts = [RawCell(CellKind.ERROR, "#N/A"), RawCell(CellKind.TEXT, "", True)]
    assert line_kind(ghosts, below=True, signed=False, few=False, points=True) is Line.FIGURES
