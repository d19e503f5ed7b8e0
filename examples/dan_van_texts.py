"""Texts of "Dân vận khéo" models: titles and the nine items of a registration; all made up."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

__all__ = ["ModelText", "Texts"]

_TITLES: dict[str, tuple[str, ...]] = {
    "xay-dung-dang": (
        "Chi bộ sinh hoạt cùng Nhân dân, nghe dân nói, làm dân tin",
        "Đảng viên gương mẫu nhận giúp đỡ hộ khó khăn",
        "Dân vận khéo trong phát triển đảng viên ở khu dân cư",
        "Tổ dân vận cộng đồng lắng nghe và trả lời ý kiến Nhân dân",
        "Cán bộ về cơ sở mỗi tháng một ngày cùng dân",
        "Đối thoại định kỳ giữa người đứng đầu cấp ủy với Nhân dân",
        "Sổ tay dân vận của đảng viên phụ trách hộ",
        "Phát huy vai trò người có uy tín trong vận động quần chúng",
    ),
    "cai-cach-hanh-chinh": (
        "Trả kết quả thủ tục hành chính tại nhà cho người già, người khuyết tật",
        "Ngày thứ Bảy vì dân ở bộ phận một cửa",
        "Đoàn viên hướng dẫn người dân nộp hồ sơ trực tuyến",
        "Công sở thân thiện, nụ cười công chức",
        "Tổ công nghệ số cộng đồng giúp dân dùng dịch vụ công",
        "Xin lỗi khi chậm, cảm ơn khi được góp ý",
        "Giải quyết kiến nghị của dân qua nhóm Zalo khu dân cư",
    ),
    "nong-thon-moi": (
        "Vận động Nhân dân hiến đất mở đường giao thông nông thôn",
        "Thắp sáng đường quê",
        "Tuyến đường hoa tự quản",
        "Dân vận khéo trong thu gom, phân loại rác tại nguồn",
        "Hàng rào xanh, cổng ngõ sạch",
        "Vận động góp công bê tông hóa kênh mương nội đồng",
        "Nhà sạch, vườn đẹp, đường thông thoáng",
        "Camera an ninh kết hợp đèn đường từ nguồn đóng góp của dân",
        "Tổ phụ nữ tự quản đoạn đường kiểu mẫu",
    ),
    "giam-ngheo": (
        "Ngân hàng bò giúp hộ nghèo phát triển chăn nuôi",
        "Hũ gạo tình thương",
        "Mỗi đoàn thể giúp một hộ thoát nghèo có địa chỉ",
        "Tổ góp vốn xoay vòng giúp nhau làm kinh tế",
        "Vận động trồng dâu nuôi tằm tăng thu nhập cho hộ cận nghèo",
        "Mái ấm cho người nghèo từ ngày công của cộng đồng",
        "Lớp học nghề buổi tối cho lao động nông thôn",
        "Phiên chợ không đồng",
    ),
    "nep-song": (
        "Vận động tổ chức việc cưới tiết kiệm, không ép uống rượu bia",
        "Việc tang văn minh, không rải vàng mã",
        "Dòng họ tự quản thực hiện nếp sống văn minh",
        "Xóa bỏ tục thách cưới trong đồng bào dân tộc thiểu số",
        "Câu lạc bộ gia đình hạnh phúc, không bạo lực",
        "Ban nhạc hiếu không phục vụ sau 22 giờ",
        "Vận động không tảo hôn, không hôn nhân cận huyết thống",
    ),
    "an-ninh-trat-tu": (
        "Tiếng kẻng an ninh",
        "Tổ tự quản an ninh trật tự liên gia",
        "Cổng trường an toàn giao thông",
        "Cảm hóa, giúp đỡ người lầm lỗi tái hòa nhập cộng đồng",
        "Vận động giao nộp vũ khí, vật liệu nổ, công cụ hỗ trợ",
        "Nhóm hộ tự phòng, tự quản phòng cháy, chữa cháy",
        "Bộ đội giúp dân ngày Chủ nhật xanh",
        "Phòng, chống đua xe, gây rối trong thanh thiếu niên",
        "Dân vận khéo vận động thanh niên lên đường nhập ngũ",
    ),
}
_STATE = (
    "Qua rà soát, {place} còn {n} hộ chưa tham gia; việc vận động trước đây chủ yếu qua loa, họp.",
    "Nhiều ý kiến của Nhân dân ở {place} chậm được trả lời, phong trào ở khu dân cư chưa đều.",
    "Năm 2022 tại {place} mới có {n} hộ thực hiện, cách làm còn dàn trải, chưa có người theo dõi.",
)
_AIM = (
    "Đến hết năm 2023 có {p}% số hộ ở {place} tham gia; không có đơn thư vượt cấp.",
    "Vận động được ít nhất {n} hộ; {p}% người dân được hỏi hài lòng.",
    "Duy trì ít nhất {n} hộ tham gia thường xuyên, có sơ kết từng quý.",
)
_WAY = (
    "Khảo sát từng hộ, phân công người phụ trách, đến tận nhà vận động, công khai kết quả ở nhà "
    "văn hóa hằng tháng.",
    "Bàn với dân ở cuộc họp tổ, ký cam kết, đảng viên và đoàn viên làm trước, biểu dương kịp thời.",
    "Chọn hộ có uy tín làm điểm, tổ chức tham quan, sau đó nhân ra cả khu dân cư.",
)
_FORCE = (
    "Tổ dân vận chủ trì; Mặt trận và các đoàn thể phối hợp; {n} tình nguyện viên tham gia.",
    "Cấp ủy chỉ đạo, đoàn thể thực hiện, người có uy tín hỗ trợ vận động.",
)
_MEANS = (
    "Nhân dân đóng góp {m} triệu đồng và {n} ngày công; không dùng ngân sách.",
    "Kinh phí {m} triệu đồng từ nguồn xã hội hóa, công khai thu chi.",
)
_TIME = (
    "Từ tháng 3 đến tháng 9/2023, sơ kết vào tháng 6.",
    "Từ tháng 02/2023 đến hết năm 2023, đánh giá hằng quý.",
)
_OUTPUT = (
    "{n} hộ thực hiện tốt, một bản cam kết cộng đồng, một sổ theo dõi.",
    "Một tổ tự quản hoạt động nền nếp; {p}% kiến nghị được trả lời đúng hạn.",
)
_SPREAD = (
    "Chi phí thấp, các khu dân cư khác có thể làm theo ngay; duy trì bằng quy ước.",
    "Có thể nhân rộng ra các đơn vị cùng chức năng trong huyện từ năm 2024.",
)
_DONE = (
    "Đã vận động được {n} hộ tham gia, đạt {p}% so với đăng ký; dư luận đồng tình.",
    "Hoàn thành các nội dung đã đăng ký, {p}% ý kiến được trả lời; đã sơ kết ngày 30/6/2023.",
)
_SEEN = (
    "Mô hình triển khai đúng kế hoạch, người dân đồng thuận, kết quả bước đầu rõ.",
    "Có chuyển biến, cần tiếp tục vận động các hộ còn lại.",
    "Cách làm phù hợp, đề nghị đơn vị ghi chép sổ theo dõi đầy đủ hơn.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelText:
    """One model: its title and what is said of it, by field id; what reports and surveys say."""

    title: str
    field: str
    items: dict[str, str]
    done: str
    seen: str


class Texts:
    """Hands out models, each title once; the same random source gives the same texts."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._used: set[str] = set()

    def write(self, fields: tuple[str, ...], place: str, whose: str) -> ModelText:
        """A model for a place, from one of the fields of work; ``whose`` tells titles apart."""
        rng = self._rng
        field = rng.choice(fields)
        title = self._title(field, whose)
        said = {"place": place, "n": "", "p": "", "m": ""}

        def text(patterns: tuple[str, ...]) -> str:
            said.update(n=str(rng.randint(12, 140)), p=str(rng.randint(80, 98)),
                        m=str(rng.randint(5, 90)))  # fmt: skip
            return rng.choice(patterns).format(**said)

        return ModelText(
            title=title,
            field=field,
            items={
                "ly_do": text(_STATE),
                "muc_tieu": text(_AIM),
                "cach_thuc": text(_WAY),
                "dia_ban": f"Nhân dân, đoàn viên, hội viên tại {place}.",
                "luc_luong": text(_FORCE),
                "nguon_luc": text(_MEANS),
                "thoi_gian": text(_TIME),
                "san_pham": text(_OUTPUT),
                "nhan_rong": text(_SPREAD),
            },
            done=text(_DONE),
            seen=text(_SEEN),
        )

    def _title(self, field: str, whose: str) -> str:
        """A title not used before; then titles with whose they are, then numbered ones."""
        titles = list(_TITLES[field])
        self._rng.shuffle(titles)
        wanted = [*titles, *(f"{title} {whose}" for title in titles)]
        numbered = (f"{titles[0]} {whose} (nhóm {k})" for k in range(2, 99))
        title = next(t for t in (*wanted, *numbered) if t not in self._used)
        self._used.add(title)
        return title
