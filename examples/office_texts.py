"""Texts of a three-year review, heading by heading, and of achievements; plainly made up."""

from __future__ import annotations

from random import Random

from .filling import Typed

__all__ = ["COUNTS", "PEOPLE", "review", "summary"]

_HEADINGS: dict[str, tuple[str, ...]] = {
    "thuan_loi": (
        "{U} được cấp trên quan tâm chỉ đạo; đội ngũ cán bộ, công chức, viên chức đoàn kết, "
        "{n} % có trình độ đại học trở lên.",
        "Trụ sở, trang thiết bị của {u} được đầu tư; cán bộ, công chức, viên chức đồng thuận "
        "hưởng ứng phong trào.",
    ),
    "kho_khan": (
        "Dịch bệnh Covid-19 kéo dài, khối lượng công việc tăng; một số bộ phận thiếu biên chế.",
        "Cơ sở vật chất của một số đơn vị trực thuộc {u} còn hạn chế, đường truyền chưa ổn định.",
    ),
    "xay_dung_vb": (
        "{U} ban hành kế hoạch thực hiện giai đoạn 2019 - 2025, kế hoạch hằng năm và quy chế văn "
        "hóa công sở.",
        "Ban hành kế hoạch, bộ quy tắc ứng xử và các văn bản đôn đốc thực hiện phong trào.",
    ),
    "phan_cong": (
        "Giao Văn phòng là đầu mối; mỗi phòng, đơn vị cử một người theo dõi, hằng quý kiểm tra.",
        "Phân công lãnh đạo phụ trách từng nội dung, đưa kết quả vào đánh giá hằng tháng.",
    ),
    "tuyen_truyen": (
        "Tuyên truyền qua cuộc họp giao ban, trang thông tin điện tử, màn hình ở bộ phận một cửa.",
        "Quán triệt tại hội nghị cán bộ, công chức; niêm yết quy tắc ứng xử ở các phòng làm việc.",
    ),
    "danh_gia_tuyen_truyen": (
        "Mỗi tuần một thông điệp văn hóa công sở gửi qua hệ thống quản lý văn bản, dễ nhớ, dễ làm.",
        "Tổ chức thi tìm hiểu trực tuyến, {n} lượt người tham gia.",
    ),
    "quy_che": (
        "100 % phòng, đơn vị có nội quy, quy chế; sửa đổi, bổ sung năm 2021.",
        "Quy chế văn hóa công sở của {u} được rà soát hằng năm.",
    ),
    "cai_cach": (
        "Niêm yết công khai thủ tục; tỷ lệ giải quyết đúng hạn đạt 9{d} %, rút ngắn bình quân "
        "{d} ngày.",
        "Đơn giản hóa {n} thủ tục, mở rộng tiếp nhận trực tuyến mức độ 3, 4.",
    ),
    "cong_nghe": (
        "100 % văn bản đi được ký số; họp không giấy tờ từ năm 2020.",
        "Dùng hệ thống quản lý văn bản và điều hành đến tận đơn vị trực thuộc.",
    ),
    "canh_quan": (
        "Phòng làm việc gọn gàng, có cây xanh; thứ Sáu hằng tuần tổng vệ sinh.",
        "Cải tạo khuôn viên, bố trí nơi tiếp dân thuận tiện, hạn chế đồ nhựa dùng một lần.",
    ),
    "phong_trao": (
        "Phát động thi đua theo quý gắn với chỉ tiêu nhiệm vụ; có {d} phong trào theo chuyên đề.",
        "Mỗi phòng đăng ký một việc khó để làm trong năm, cuối năm chấm điểm.",
    ),
    "cn_ky_cuong": (
        "Chấp hành giờ làm việc; không có trường hợp bị xử lý kỷ luật.",
        "Kiểm tra đột xuất giờ làm việc, nhắc nhở {d} trường hợp, không tái phạm.",
    ),
    "cn_chuyen_nghiep": (
        "Công việc được giao có hạn, có người chịu trách nhiệm, xử lý đúng quy trình.",
        "Bồi dưỡng nghiệp vụ cho {n} lượt người.",
    ),
    "cn_thai_do": (
        "Tận tụy, trách nhiệm; hướng dẫn người dân, doanh nghiệp một lần, đủ, dễ hiểu.",
        "Mức hài lòng của người dân qua khảo sát đạt 9{d} %.",
    ),
    "cn_ung_xu": (
        "Thực hiện 4 xin, 4 luôn; không có phản ánh về thái độ giao tiếp.",
        "Giao tiếp lịch sự, lắng nghe; xin lỗi bằng văn bản khi chậm trả kết quả.",
    ),
    "cn_dao_duc": (
        "Giữ gìn đạo đức, lối sống; gương mẫu nơi cư trú.",
        "Thực hiện nêu gương của người đứng đầu, không có đơn thư về lối sống.",
    ),
    "cn_trang_phuc": (
        "Trang phục lịch sự, đeo thẻ khi làm việc; thứ Hai đầu tuần mặc đồng phục.",
        "Quy định trang phục công sở được thực hiện nghiêm túc.",
    ),
    "cach_lam_hay": (
        "“Ngày thứ Năm không hẹn” tại bộ phận tiếp nhận; “Phòng làm việc kiểu mẫu”.",
        "“Phút nói không với giấy tờ thừa”; sổ tay văn hóa công sở dạng điện tử.",
    ),
    "tac_dong": (
        "Góp phần hoàn thành các chỉ tiêu nhiệm vụ; gắn với học tập và làm theo tư tưởng, đạo đức, "
        "phong cách Hồ Chí Minh.",
        "Tinh thần phục vụ nhân dân chuyển biến rõ, {d} tập thể được nêu gương học tập Bác.",
    ),
    "kiem_tra": (
        "Hằng năm kiểm tra chéo giữa các phòng, kết quả đưa vào chấm điểm thi đua.",
        "Lồng ghép kiểm tra văn hóa công sở với kiểm tra công vụ.",
    ),
    "bieu_duong": (
        "Biểu dương tại hội nghị tổng kết hằng năm; khen thưởng kịp thời, đúng người, đúng việc.",
        "Nêu gương trên trang thông tin điện tử, khen thưởng theo quý.",
    ),
    "ket_qua_chung": (
        "Phong trào được {u} triển khai đồng bộ, nền nếp, được hưởng ứng.",
        "Nhận thức về văn hóa công sở chuyển biến tích cực, chất lượng phục vụ tăng.",
    ),
    "ton_tai": (
        "Một số phòng, đơn vị triển khai chưa thường xuyên; nhân rộng điển hình còn chậm.",
        "Việc kiểm tra chưa đều; một số ít người chưa đeo thẻ khi làm việc.",
    ),
    "nguyen_nhan": (
        "Khách quan: ảnh hưởng của dịch bệnh. Chủ quan: vai trò người đứng đầu có nơi chưa rõ.",
        "Khách quan: nhiệm vụ đột xuất nhiều. Chủ quan: đôn đốc chưa quyết liệt.",
    ),
    "bai_hoc": (
        "Người đứng đầu gương mẫu; việc nhỏ làm đều; kiểm tra đi đôi với biểu dương.",
        "Gắn phong trào với chỉ tiêu nhiệm vụ và đánh giá hằng tháng.",
    ),
    "kien_nghi": (
        "Đề nghị tỉnh ban hành bộ tiêu chí chấm điểm thống nhất; tiếp tục thực hiện đến năm 2025.",
        "Đề nghị tổ chức trao đổi kinh nghiệm giữa các khối; đến năm 2025 giữ vững kết quả.",
    ),
}
"""Heading of the outline → what units write under it."""

COUNTS = {
    "so_van_ban": (4, 40),
    "so_hoi_nghi_tuyen_truyen": (2, 25),
    "so_luot_tuyen_truyen": (80, 2400),
    "so_cuoc_kiem_tra": (2, 18),
    "so_tap_the_khen": (1, 20),
    "so_ca_nhan_khen": (3, 60),
}
"""Count of the review → from, to."""

_DEEDS = (
    "Xây dựng “Phòng làm việc kiểu mẫu”, {n} lượt đơn vị đến học tập; 03 năm liền không có hồ sơ "
    "trễ hạn.",
    "Tham mưu bộ quy tắc ứng xử, rút ngắn {d} ngày giải quyết thủ tục; mức hài lòng đạt 9{d} %.",
    "Duy trì họp không giấy tờ, tiết kiệm {n} triệu đồng mỗi năm; không có phản ánh của người dân.",
    "Đi đầu thực hiện kỷ luật, kỷ cương; hướng dẫn {n} lượt người dân làm thủ tục trực tuyến.",
    "Sáng kiến sắp xếp hồ sơ điện tử áp dụng toàn cơ quan; hoàn thành xuất sắc nhiệm vụ 02 năm.",
    "Vận động xây dựng cơ quan xanh, sạch, đẹp; 100 % công chức đeo thẻ, mặc đúng quy định.",
)

PEOPLE = ("Chuyên viên", "Trưởng phòng", "Phó Trưởng phòng", "Nhân viên phục vụ", "Văn thư")
"""Positions of people who are proposed; the last two are direct workers."""


def review(short: str, rng: Random) -> dict[str, Typed]:
    """The whole review of a unit: a text under every heading, a number for every count."""
    cells: dict[str, Typed] = {
        name: _written(rng.choice(texts), short, rng) for name, texts in _HEADINGS.items()
    }
    cells.update({name: rng.randint(low, high) for name, (low, high) in COUNTS.items()})
    return cells


def summary(short: str, rng: Random) -> str:
    """What an achievement is said to be, in one paragraph."""
    first, second = rng.sample(_DEEDS, 2)
    return f"{_written(first, short, rng)} {_written(second, short, rng)}"


def _written(text: str, short: str, rng: Random) -> str:
    return text.format(
        u=short, U=short[0].upper() + short[1:], n=rng.randint(12, 96), d=rng.randint(2, 9)
    )
