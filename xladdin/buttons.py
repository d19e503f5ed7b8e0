"""The buttons of the ribbon tab and the function of ``xladdin.commands`` that each starts."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["BUTTONS", "Button"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """One button: ``id`` is that of the ribbon and the name of its VBA procedure.

    ``label`` is what the user reads; ``function`` the name in ``xladdin.commands``; ``on_book``
    whether it works on the active workbook, so that without one VBA refuses and Python never runs.
    """

    id: str
    label: str
    function: str
    on_book: bool = True


BUTTONS: tuple[Button, ...] = (
    Button(id="ThiduaKiemTra", label="Kiểm tra", function="check"),
    Button(id="ThiduaLoiTruoc", label="Lỗi trước", function="previous_fault"),
    Button(id="ThiduaLoiTiepTheo", label="Lỗi tiếp theo", function="next_fault"),
    Button(id="ThiduaXoaDanhDau", label="Xóa đánh dấu", function="clear_marks"),
    Button(id="ThiduaChuanHoa", label="Chuẩn hóa", function="normalise"),
    Button(id="ThiduaSuaBieuMau", label="Sửa biểu mẫu", function="restore_form"),
    Button(id="ThiduaChuanBiNop", label="Chuẩn bị nộp", function="prepare_submission"),
    Button(id="ThiduaTongHop", label="Tổng hợp", function="merge", on_book=False),
    Button(id="ThiduaGiaiThich", label="Giải thích", function="explain"),
    Button(id="ThiduaTroGiup", label="Trợ giúp", function="open_guide", on_book=False),
)
