"""The words of the guide sheet in both languages."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["guide_word"]

_BOTH: Mapping[str, tuple[str, str]] = {
    "task": ("Việc cần làm", "What to do"),
    "until": ("Thời hạn", "Until when"),
    "until_none": (
        "Văn bản chưa ấn định thời hạn; thực hiện theo thông báo của cơ quan nhận.",
        "No date is set yet; the receiving office will announce it.",
    ),
    "to": ("Nơi nhận, cách gửi", "Where to send"),
    "to_whom": ("Gửi về: {to}.", "Send to: {to}."),
    "channels": (
        "Chỉ ghi nhận văn bản gửi qua: {names}.",
        "Only what is sent by this channel counts: {names}.",
    ),
    "who_may": ("Đối tượng", "Who may be entered"),
    "basis": ("Căn cứ", "Legal basis"),
    "document": (
        "Văn bản số {number} của {office}: {subject};",
        "{number} of {office}: {subject};",
    ),
    "document_day": (
        "Văn bản số {number} ngày {day} của {office}: {subject};",
        "{number} of {day}, {office}: {subject};",
    ),
    "guidance": ("Nội dung chỉ đạo", "Directions"),
    "scale": ("Thang điểm", "Point scale"),
    "proposal": (
        "Thang điểm đề xuất, cơ quan sửa trước khi phát hành.",
        "A proposed scale; the office edits it before issue.",
    ),
    "criterion": (
        "{label}: tối đa {maximum} điểm, bước {step} điểm.",
        "{label}: at most {maximum} points, in steps of {step}.",
    ),
    "criterion_floor": (
        "{label}: tối đa {maximum} điểm, bước {step} điểm; điểm sàn {floor}.",
        "{label}: at most {maximum} points, in steps of {step}; floor {floor}.",
    ),
    "band": ("{label}: từ {low} đến dưới {high} điểm", "{label}: {low} to below {high} points"),
    "band_top": ("{label}: từ {low} điểm trở lên", "{label}: {low} points and more"),
    "pass": (
        "Công nhận khi tổng điểm đạt từ {points}/{total} điểm và mọi tiêu chí đạt điểm sàn.",
        "Recognised from {points} of {total} points, with every criterion at its floor.",
    ),
    "bands": ("Xếp mức theo tổng điểm: {bands}.", "Bands of the total: {bands}."),
    "legend": ("Chú giải màu", "Colours"),
    "color_input": ("Ô để nhập.", "A cell to fill in."),
    "color_locked": (
        "Ô in sẵn hoặc tự tính, đã khóa.",
        "A printed or computed cell, locked.",
    ),
    "color_bad": (
        "Ô còn thiếu hoặc sai; cột “Tình trạng” nói rõ phải sửa gì.",
        "A cell that is missing or wrong; the status column says what to mend.",
    ),
    "color_later": (
        "Ô được kiểm tra khi tổng hợp; không cần sửa nếu nội dung đã đúng.",
        "A cell that will be checked when merged; leave it if it is right.",
    ),
    "color_good": ("Hồ sơ đã đủ.", "The entry is complete."),
    "color_good_scores": ("Hồ sơ đã chấm đủ.", "The ballot is complete."),
    "color_good_outline": ("Mục đã đủ.", "The heading is complete."),
    "how": ("Cách điền", "How to fill in"),
    "fill_1": (
        "Mở trang “{sheet}”, điền phần chung ở trên rồi điền mỗi hồ sơ một dòng; cột có dấu * là "
        "bắt buộc.",
        "Open the sheet “{sheet}”; fill in the common part, then one line per entry; columns with "
        "* are required.",
    ),
    "fill_1_outline": (
        "Mở trang “{sheet}”, trả lời từng mục vào ô màu vàng bên phải, lần lượt từ trên xuống; mục "
        "có dấu * là bắt buộc. Cột “Tình trạng” cho biết mục nào đã đủ, mục nào còn phải sửa.",
        "Open the sheet “{sheet}”; answer each heading in the yellow cell on its right, from top "
        "to bottom; headings with * are required. The status column says what is still to mend.",
    ),
    "fill_1_sparse": (
        "Mở trang “{sheet}”, điền phần chung ở trên rồi điền dòng của những hồ sơ được xem xét "
        "trong kỳ này; dòng của hồ sơ chưa xem xét thì để trống cả dòng. Cột có dấu * là bắt buộc "
        "đối với dòng có điền.",
        "Open the sheet “{sheet}”; fill in the common part, then the rows of what was looked at "
        "this time; leave the other rows blank. Columns with * are required in rows that are used.",
    ),
    "fill_numbers": (
        "Mục số liệu chỉ ghi số (ví dụ 12), không ghi kèm đơn vị tính; không có thì ghi 0.",
        "Figures: only the number (such as 12), without a unit; where there is none, type 0.",
    ),
    "fill_lines": (
        "Xuống dòng trong một ô: bấm Alt+Enter. Dòng tự cao lên theo nội dung; chữ bị che thì kéo "
        "cao dòng. Mục dài quá khoảng 25 dòng không hiện hết trên một ô khi in, nhưng tệp vẫn giữ "
        "đủ nội dung.",
        "A new line within a cell: Alt+Enter. Rows grow with their text; drag them taller where "
        "text is cut off. More than about 25 lines do not show in one cell in print, but the file "
        "keeps them all.",
    ),
    "fill_4_outline": (
        "Không thêm, bớt hoặc đổi chỗ các dòng; không sửa mã đơn vị.",
        "Do not add, remove or move rows, and do not change the unit code.",
    ),
    "fill_nil_other": (
        "Trường hợp “{nil}”: đánh dấu x vào ô đó rồi vẫn gửi tệp.",
        "Where “{nil}” is the case: tick it and still send the file.",
    ),
    "fill_2": (
        "Ô có danh sách: bấm mũi tên cạnh ô để chọn. Ngày ghi đủ ngày/tháng/năm, ví dụ 05/01/2024.",
        "Cells with a list: choose with the arrow. Dates as dd/mm/yyyy, such as 05/01/2024.",
    ),
    "fill_3": (
        "Dán từ tệp khác: dùng Dán đặc biệt, chọn Giá trị (Paste Special, Values) để giữ định dạng "
        "của biểu. Chuyển nội dung sang ô khác: sao chép rồi dán giá trị, không cắt (Ctrl+X), "
        "không kéo ô. Dán xong mà ô bị khóa: bấm Ctrl+Z để hoàn tác, hoặc chọn Xem lại, Bỏ bảo vệ "
        "trang tính (Review, Unprotect Sheet; không có mật khẩu).",
        "Pasting from another file: use Paste Special, Values, to keep the form as it is. Moving "
        "text to another cell: copy it and paste the values; do not cut (Ctrl+X) or drag cells. If "
        "a paste has locked cells: undo it (Ctrl+Z), or choose Review, Unprotect Sheet (there is "
        "no password).",
    ),
    "fill_4": (
        "Không sửa mã hồ sơ, không sắp xếp lại các dòng; dòng không dùng thì để trống.",
        "Do not change entry ids or sort rows; leave unused rows blank.",
    ),
    "fill_5": (
        "Chữ dài bị che: kéo rộng cột hoặc cao dòng.",
        "Text cut off: widen the column or the row.",
    ),
    "fill_nil": (
        "Nếu đơn vị không có hồ sơ nào: đánh dấu x vào ô “{nil}” rồi vẫn gửi tệp.",
        "If the unit has no entry: tick “{nil}” and still send the file.",
    ),
    "score_1": (
        "Mở trang “{sheet}”; bấm mã hồ sơ để đọc nội dung đăng ký và báo cáo của hồ sơ đó.",
        "Open the sheet “{sheet}”; click an entry id to read the entry.",
    ),
    "score_2": (
        "Cho điểm từng tiêu chí; tổng điểm tự cộng khi đã đủ. Ô trống là chưa chấm, không phải 0 "
        "điểm.",
        "Score each criterion; the total appears when all are filled. Blank is not zero.",
    ),
    "score_3": (
        "“Không chấm” và “Xung đột lợi ích”: đánh dấu x, áp dụng cho cả phiếu của hồ sơ đó.",
        "“Abstain” and “Conflict of interest”: tick x; it covers the whole ballot.",
    ),
    "score_4": (
        "Dòng màu xám là hồ sơ có xung đột lợi ích đã biết, không chấm.",
        "Grey rows are known conflicts of interest and are not scored.",
    ),
    "send": ("Cách gửi", "How to send"),
    "send_check": (
        "Mở trang “{check}”: chỉ gửi khi đầu trang ghi “Gửi được”.",
        "Open the sheet “{check}”: send when it says “Ready to send”.",
    ),
    "send_letter": (
        "In trang “{letter}”, ký, đóng dấu và gửi kèm tệp này; mã kiểm tra trên công văn phải khớp "
        "với tệp gửi đi.",
        "Print the sheet “{letter}”, sign it and send it with this file; its check code must match "
        "the file.",
    ),
    "send_name": (
        "Lưu tệp dạng .xlsx; có thể đổi tên tệp, không xóa trang nào của tệp.",
        "Save as .xlsx; the file may be renamed; do not delete sheets.",
    ),
    "send_keep": (
        "Cần sửa sau khi gửi: sửa ngay trong tệp này rồi gửi lại, không lập tệp mới.",
        "To change something later: change this file and send it again.",
    ),
}


def guide_word(key: str, lang: str, /, **params: str) -> str:
    """One sentence with its placeholders filled; a missing placeholder raises."""
    text = _BOTH[key][("vi", "en").index(lang)]
    return text.format(**params)
