"""The Vietnamese words of the summary and the nomination lists: sheet names, heads, statuses."""

from __future__ import annotations

from appraisal.ballot import BallotStatus
from appraisal.decision import DecisionKind
from appraisal.entry import EntryState
from appraisal.ledger import FileStatus, SenderStatus
from schemas.finding import Severity
from schemas.kinds import Aggregation, Rounding

__all__ = [
    "AGGREGATION",
    "APPRAISAL_WORD",
    "BALLOT",
    "COUNTED",
    "DECISION",
    "DIFFERS",
    "FILE",
    "FOOTER_PAGE",
    "FOOTER_RUN",
    "MATCH",
    "NOT_RECOGNISED",
    "NO_MATCH",
    "RECOGNISED",
    "ROUNDING",
    "SENDER",
    "SEVERITY",
    "STATE",
    "SUMMARY_SHEETS",
    "TIED",
]

FOOTER_RUN = "Mã lần tổng hợp:"
FOOTER_PAGE = "Trang"

SUMMARY_SHEETS = {
    "overview": "Tổng quan",
    "register": "Biểu tổng hợp đăng ký",
    "ballots": "Phiếu chấm",
    "matrix": "Ma trận điểm",
    "ranking": "Bảng tổng hợp thẩm định",
    "bands": "Xếp loại theo mức",
    "missing": "Thiếu, trễ hạn",
    "findings": "Lỗi cần bổ sung",
    "files": "Tệp nhận về",
    "balance": "Cân đối",
}

COUNTED = "Hợp lệ"
BALLOT = {
    BallotStatus.COUNTED: COUNTED,
    BallotStatus.CONFLICT: "Xung đột lợi ích",
    BallotStatus.ABSTAINED: "Không chấm",
    BallotStatus.INCOMPLETE: "Chấm chưa đủ",
    BallotStatus.ABSENT: "Vắng",
    BallotStatus.NOT_ISSUED: "Chưa phát phiếu",
    BallotStatus.HELD: "Tạm giữ",
}
FILE = {
    FileStatus.MERGED: "Đã tổng hợp",
    FileStatus.SUPERSEDED: "Đã có tệp khác thay thế",
    FileStatus.DUPLICATE: "Trùng với tệp đã nhận",
    FileStatus.REJECTED: "Không nhận",
}
SENDER = {
    SenderStatus.MERGED: "Đã tổng hợp",
    SenderStatus.LATE: "Trễ hạn",
    SenderStatus.NIL: "Không có đăng ký",
    SenderStatus.REJECTED: "Tệp không nhận được",
    SenderStatus.MISSING: "Chưa gửi",
    SenderStatus.NOT_EXPECTED: "Không phải gửi",
}
STATE = {
    EntryState.REGISTERED: "Đã đăng ký",
    EntryState.APPROVED: "Đã duyệt",
    EntryState.RETURNED: "Trả lại",
    EntryState.WITHDRAWN: "Đã rút",
    EntryState.MERGED: "Đã gộp",
    EntryState.TRANSFERRED: "Đã chuyển đơn vị",
}
SEVERITY = {Severity.ERROR: "Lỗi", Severity.WARNING: "Cảnh báo", Severity.INFO: "Lưu ý"}
DECISION = {
    DecisionKind.CHOOSE: "Chọn tệp được tính",
    DecisionKind.UNITE: "Hợp nhất các tệp",
    DecisionKind.WITHDRAW: "Rút hồ sơ",
    DecisionKind.APPROVE: "Duyệt hồ sơ",
    DecisionKind.RETURN: "Trả lại hồ sơ",
    DecisionKind.HOLD: "Tạm dừng xét",
    DecisionKind.CONFIRM: "Xác nhận nội dung hồ sơ",
    DecisionKind.MERGE: "Gộp hồ sơ",
    DecisionKind.TRANSFER: "Chuyển đơn vị",
    DecisionKind.SELECT: "Chọn đề nghị",
    DecisionKind.NOT_SELECT: "Không chọn đề nghị",
    DecisionKind.WAIVE: "Miễn áp dụng quy định",
    DecisionKind.REPLACE_MEMBER: "Thay thành viên",
    DecisionKind.QUORUM: "Ấn định số phiếu tối thiểu",
    DecisionKind.VOTE: "Kết quả biểu quyết",
}
AGGREGATION = {
    Aggregation.MEAN: "trung bình cộng tổng điểm của các phiếu hợp lệ",
    Aggregation.MEDIAN: "trung vị tổng điểm của các phiếu hợp lệ",
    Aggregation.TRIMMED_MEAN: (
        "trung bình cộng sau khi bỏ một phiếu cao nhất và một phiếu thấp nhất (từ 05 phiếu)"
    ),
}
ROUNDING = {
    Rounding.HALF_UP: "làm tròn theo quy tắc thông thường",
    Rounding.DOWN: "lấy phần nguyên",
    Rounding.UP: "làm tròn lên",
}

RECOGNISED = "Công nhận"
NOT_RECOGNISED = "Không công nhận"
TIED = "Đồng hạng"
MATCH = "Khớp"
NO_MATCH = "Không khớp"
APPRAISAL_WORD = "Thẩm định"
DIFFERS = {"recognised": "công nhận", "band": "xếp loại", "rank": "xếp hạng"}
