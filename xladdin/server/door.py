"""What the door offers: its buttons, their pictures and the files behind them."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ACTIONS", "ADDIN_ID", "SCRIPTS", "SIZES", "Action"]

ADDIN_ID = "6f0c2f0e-5f0b-4b57-9a55-2f1d8c7be3a1"
"""By this Excel knows the add-in again; it never changes."""

SIZES = (16, 32, 64, 80)
"""Pixels of the pictures that a manifest asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One button of the ribbon. ``function`` is the name in thidua.js, ``script`` that on the
    server, empty where the browser needs none. Labels and tips as on the desktop."""

    function: str
    script: str
    label: str
    tip: str
    icon: str


ACTIONS: tuple[Action, ...] = (
    Action(
        function="thidua-check",
        script="check",
        label="Kiểm tra",
        tip="Soát mọi ô theo đúng quy tắc khi tổng hợp. Ô sai được tô màu và có ghi chú; "
        "trang “Kết quả kiểm tra” liệt kê tất cả các lỗi.",
        icon="check",
    ),
    Action(
        function="thidua-previous",
        script="previous_fault",
        label="Lỗi trước",
        tip="Về ô có lỗi liền trước ô đang chọn. Cần bấm “Kiểm tra” trước.",
        icon="previous",
    ),
    Action(
        function="thidua-next",
        script="next_fault",
        label="Lỗi tiếp theo",
        tip="Đến ô có lỗi tiếp theo sau ô đang chọn. Cần bấm “Kiểm tra” trước.",
        icon="next",
    ),
    Action(
        function="thidua-clear",
        script="clear_marks",
        label="Xóa đánh dấu",
        tip="Bỏ màu, ghi chú và trang kết quả do nút “Kiểm tra” tạo ra; mọi ô trở lại như cũ.",
        icon="clear",
    ),
    Action(
        function="thidua-normalise",
        script="normalise",
        label="Chuẩn hóa",
        tip="Sửa khoảng trắng thừa, mã chữ, số và ngày tháng gõ dưới dạng chữ. "
        "Danh sách thay đổi hiện ra trước; đồng ý thì mới sửa.",
        icon="normalise",
    ),
    Action(
        function="thidua-guide",
        script="",
        label="Trợ giúp",
        tip="Mở bản hướng dẫn.",
        icon="guide",
    ),
)

SCRIPTS = frozenset(action.script for action in ACTIONS if action.script)
