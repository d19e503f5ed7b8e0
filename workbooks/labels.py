"""The static words of issued workbooks in both languages; messages have their own catalogue."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["HONOUR_HEADS", "LANGUAGES", "word", "words"]

LANGUAGES = ("vi", "en")

HONOUR_HEADS = ("name", "title", "honour_unit", "honour_year", "honour_number")
"""The keys of the heads over what is printed of a line of the honours register."""

_BOTH: Mapping[str, tuple[str, str]] = {
    # form sheet
    "sender": ("Đơn vị: {name} (mã {code})", "Unit: {name} (code {code})"),
    "sender_body": (
        "Cơ quan khảo sát, đánh giá: {name} (mã {code})",
        "Surveying body: {name} (code {code})",
    ),
    "member": (
        "Người chấm: {name} – {position} (mã {code})",
        "Appraiser: {name} – {position} (code {code})",
    ),
    "due": (
        "Hạn gửi: {text}. Nơi nhận: {to}",
        "Due: {text}. Send to: {to}",
    ),
    "due_text": ("{text} (chậm nhất hết ngày {last})", "{text} (at the latest on {last})"),
    "due_none": ("Nơi nhận: {to}", "Send to: {to}"),
    "supplement": (" – phiếu bổ sung số {part}", " – supplement no. {part}"),
    "again": (" – gửi lần {submission}", " – submission {submission}"),
    "index": ("STT", "No."),
    "id": ("Mã hồ sơ", "Entry id"),
    "unit": ("Đơn vị", "Unit"),
    "name": ("Tập thể, cá nhân", "Who"),
    "title": ("Tên mô hình, thành tích", "What"),
    "honour_id": ("Mã", "Code"),
    "honour_unit": ("Đơn vị", "Unit"),
    "honour_year": ("Năm công nhận, khen thưởng", "Year of the honour"),
    "honour_number": ("Số quyết định", "Decision number"),
    "sender_code": ("Mã đơn vị", "Unit code"),
    "body_code": ("Mã cơ quan", "Body code"),
    "outline_label": ("Nội dung", "Heading"),
    "outline_answer": ("Đơn vị báo cáo", "Answer"),
    "status": ("Tình trạng", "Status"),
    "nil": ("Đánh dấu x nếu không đăng ký", "Tick x if there is nothing to register"),
    "nil_hint": (
        "Chỉ đánh dấu khi đơn vị không có hồ sơ nào.",
        "Tick only where the unit has no entry at all.",
    ),
    "complete": ("Đủ", "Complete"),
    "complete_later": ("Đủ (có ô kiểm tra khi tổng hợp)", "Complete (some cells checked later)"),
    "more": (" (còn {n} lỗi)", " ({n} more)"),
    "hint_tick": ("Đánh dấu x", "Tick x"),
    "hint_text": ("Nhập chữ", "Text"),
    "hint_shown": ("In sẵn", "Printed"),
    "hint_formula": ("Tự động", "Automatic"),
    "counter": (
        '"Số hồ sơ: "&{used}&" · Đủ: "&{good}&" · Còn thiếu/sai: "&{bad}',
        '"Entries: "&{used}&" · Complete: "&{good}&" · To mend: "&{bad}',
    ),
    "counter_outline": (
        '"Đã điền "&{done}&"/{all} mục · Còn thiếu/sai: "&{bad}',
        '"Filled "&{done}&"/{all} headings · To mend: "&{bad}',
    ),
    "counter_sparse": (
        '"Đã điền: "&{used}&"/{all} dòng · Đủ: "&{good}&" · Còn thiếu/sai: "&{bad}',
        '"Filled: "&{used}&"/{all} rows · Complete: "&{good}&" · To mend: "&{bad}',
    ),
    "page": ("Trang &P/&N", "Page &P/&N"),
    "more_sheet": ("Xem lỗi ở trang “{sheet}”", "Faults: sheet “{sheet}”"),
    # letter: an official paper, always in Vietnamese
    "party_head": ("ĐẢNG CỘNG SẢN VIỆT NAM",) * 2,
    "state_head": ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",) * 2,
    "state_motto": ("Độc lập - Tự do - Hạnh phúc",) * 2,
    "letter_to": ("Kính gửi:",) * 2,
    "letter_number": ("Số ",) * 2,
    "letter_number_blank": ("Số       -CV/……",) * 2,
    "letter_place": ("…….., ",) * 2,
    "letter_date_blank": ("…….., ngày     tháng     năm {year}",) * 2,
    "letter_nil": ("{unit} báo cáo: không có đăng ký.",) * 2,
    "letter_recipients": ("Nơi nhận:",) * 2,
    "letter_code": ("Mã kiểm tra: ",) * 2,
    "letter_overflow": ("(Còn tiếp: nội dung đầy đủ ở biểu đăng ký kèm theo.)",) * 2,
    # verdict on the workbook
    "empty_nil": (
        "Chưa có hồ sơ nào: nhập hồ sơ, hoặc đánh dấu x vào ô “{nil}”",
        "No entry yet: fill one in, or tick “{nil}”",
    ),
    "empty": (
        "Chưa có hồ sơ nào: hãy nhập ít nhất một hồ sơ",
        "No entry yet: fill in at least one",
    ),
    "nil_full": (
        "Đã đánh dấu “{nil}” nhưng vẫn có hồ sơ: bỏ dấu x hoặc xóa hồ sơ",
        "“{nil}” is ticked although there are entries: clear the one or the other",
    ),
    "empty_sparse": (
        "Chưa điền dòng nào: hãy điền ít nhất một dòng",
        "No row is filled in yet: fill in at least one",
    ),
    "empty_nil_sparse": (
        "Chưa điền dòng nào: điền ít nhất một dòng, hoặc đánh dấu x vào ô “{nil}”",
        "No row is filled in yet: fill one in, or tick “{nil}”",
    ),
    "nil_full_sparse": (
        "Đã đánh dấu “{nil}” nhưng vẫn có dòng đã điền: bỏ dấu x hoặc xóa nội dung các dòng",
        "“{nil}” is ticked although rows are filled in: clear the one or the other",
    ),
    "empty_outline": (
        "Chưa điền nội dung nào",
        "Nothing is filled in yet",
    ),
    "empty_nil_outline": (
        "Chưa điền nội dung nào: điền các mục, hoặc đánh dấu x vào ô “{nil}”",
        "Nothing is filled in yet: fill in the headings, or tick “{nil}”",
    ),
    "nil_full_outline": (
        "Đã đánh dấu “{nil}” nhưng vẫn có nội dung: bỏ dấu x hoặc xóa nội dung các mục",
        "“{nil}” is ticked although headings are filled in: clear the one or the other",
    ),
    "nil_odd": (
        "Ô “{nil}” chỉ được để trống hoặc đánh dấu x",
        "“{nil}” may only be empty or ticked x",
    ),
    # check sheet
    "check_title": ("KIỂM TRA TRƯỚC KHI GỬI", "CHECK BEFORE SENDING"),
    "check_bad": ('"CHƯA gửi được: còn "&{n}&" lỗi"', '"NOT ready to send: "&{n}&" faults"'),
    "check_good": ("Gửi được", "Ready to send"),
    "check_note": (
        "Bấm vào địa chỉ ô để đến đúng chỗ cần sửa. Trang này tự cập nhật khi nhập.",
        "Click an address to go to the cell. This sheet updates itself as you type.",
    ),
    "check_cell": ("Ô", "Cell"),
    "check_entry": ("Hồ sơ", "Entry"),
    "check_what": ("Cần sửa", "To mend"),
    "check_common": ("Phần chung", "Common part"),
    "check_rest": (
        '"Còn "&{n}&" lỗi chưa liệt kê: sửa các lỗi dưới đây rồi xem lại."',
        '"Not listed yet: "&{n}&" faults; mend those below and look again."',
    ),
    # fault sheet
    "fault_sheet_title": (
        "DANH SÁCH NỘI DUNG CẦN BỔ SUNG, CHỈNH SỬA",
        "LIST OF WHAT TO MEND",
    ),
    "fault_to": ("Kính gửi: {who}", "To: {who}"),
    "fault_intro": (
        "Qua kiểm tra, tệp đã gửi còn những nội dung dưới đây chưa đủ hoặc chưa đúng. Đề nghị bổ "
        "sung, hoàn thiện ngay trong tệp này rồi gửi lại (lần gửi {submission}). Nội dung đã gửi "
        "được giữ nguyên; các ô cần sửa được tô màu và có ghi chú.",
        "The points below are missing or wrong in what was sent. Please mend them in this file and "
        "send it again (submission {submission}). What was sent is kept; cells to mend are "
        "coloured and carry a note.",
    ),
    "fault_until": (
        "Hạn bổ sung: {text}.",
        "Mend by: {text}.",
    ),
    "fault_made": ("Lập ngày {day}.", "Made on {day}."),
    "fault_count": ("Số nội dung cần xem lại: {n}", "Points to look at: {n}"),
    "fault_where": ("Vị trí", "Place"),
    "fault_level": ("Mức độ", "Weight"),
    "fault_found": ("Nội dung đã gửi", "Found"),
    "fault_typed": ("Nội dung trong ô", "In the cell"),
    "fault_expected": ("Vấn đề", "Problem"),
    "fault_remedy": ("Cách sửa", "Remedy"),
    "fault_blank": ("(để trống)", "(blank)"),
    "fault_whole": ("Cả tệp", "Whole file"),
    "level_error": ("Phải sửa", "Must"),
    "level_warning": ("Nên xem lại", "Should"),
    "level_info": ("Để biết", "Note"),
    # scoring
    "score_total": ("Tổng điểm", "Total"),
    "score_total_hint": ("Tự cộng, tối đa {n}", "Automatic, at most {n}"),
    "score_max": ("{label}\n(tối đa {n})", "{label}\n(at most {n})"),
    "score_step": ("Bước {step}", "Step {step}"),
    "abstain": ("Không chấm", "Abstain"),
    "conflict": ("Xung đột lợi ích", "Conflict of interest"),
    "comment": ("Nhận xét", "Comment"),
    "locked": ("Xung đột lợi ích – không chấm", "Conflict of interest – not scored"),
    "locked_home-unit": (
        "Xung đột lợi ích: hồ sơ của đơn vị mình",
        "Conflict of interest: entry of your own unit",
    ),
    "locked_personal": (
        "Xung đột lợi ích: có liên quan đến cá nhân người chấm",
        "Conflict of interest: personal relation",
    ),
    "declared": ("Xung đột lợi ích (tự khai)", "Conflict of interest (declared)"),
    "abstained": ("Không chấm", "Abstained"),
    "score_sign": ("NGƯỜI CHẤM", "APPRAISER"),
    "score_sign_hint": ("(Ký, ghi rõ họ tên)", "(Signature, full name)"),
    "score_day": ("Ngày ….. tháng ….. năm {year}", "Date: ….."),
    "details": ("Hồ sơ", "Entries"),
    "details_title": ("NỘI DUNG HỒ SƠ THẨM ĐỊNH", "THE ENTRIES TO APPRAISE"),
    "details_none": ("(không có)", "(none)"),
    "details_back": ("Về dòng chấm", "Back to scoring"),
}


def words(lang: str) -> Mapping[str, str]:
    """All words of a language; another language than Vietnamese and English is a KeyError."""
    place = {name: index for index, name in enumerate(LANGUAGES)}[lang]
    return {key: pair[place] for key, pair in _BOTH.items()}


def word(key: str, lang: str, /, **params: str | int) -> str:
    """One word or sentence with its placeholders filled; a missing placeholder raises."""
    text = _BOTH[key][LANGUAGES.index(lang)]
    return text.format(**params) if params else text
