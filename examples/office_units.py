"""Units of a province and their own councils; the members' names are invented elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from .demo import Seat
from .units import PlannedUnit

__all__ = ["COUNCILS", "PROVINCE", "seats"]

DISTRICT, OFFICE, PARTY, FRONT, SERVICE = (
    "huyen",
    "so-nganh",
    "co-quan-dang",
    "mat-tran-doan-the",
    "su-nghiep",
)

_UNITS = (
    ("UBND thành phố Lào Cai", "thành phố Lào Cai", DISTRICT, 17, 5),
    ("UBND thị xã Sa Pa", "thị xã Sa Pa", DISTRICT, 16, 4),
    ("UBND huyện Bảo Thắng", "huyện Bảo Thắng", DISTRICT, 14, 3),
    ("UBND huyện Bảo Yên", "huyện Bảo Yên", DISTRICT, 17, 4),
    ("UBND huyện Văn Bàn", "huyện Văn Bàn", DISTRICT, 22, 5),
    ("UBND huyện Bát Xát", "huyện Bát Xát", DISTRICT, 21, 4),
    ("UBND huyện Mường Khương", "huyện Mường Khương", DISTRICT, 16, 4),
    ("UBND huyện Bắc Hà", "huyện Bắc Hà", DISTRICT, 19, 3),
    ("UBND huyện Si Ma Cai", "huyện Si Ma Cai", DISTRICT, 10, 0),
    ("Sở Tài chính", "Sở Tài chính", OFFICE, 9, 5),
    ("Sở Kế hoạch và Đầu tư", "Sở Kế hoạch và Đầu tư", OFFICE, 10, 4),
    ("Sở Y tế", "Sở Y tế", OFFICE, 21, 5),
    ("Sở Giáo dục và Đào tạo", "Sở Giáo dục và Đào tạo", OFFICE, 40, 4),
    ("Sở Tư pháp", "Sở Tư pháp", OFFICE, 9, 4),
    ("Sở Nông nghiệp và Phát triển nông thôn", "Sở Nông nghiệp và PTNT", OFFICE, 18, 5),
    ("Sở Thông tin và Truyền thông", "Sở Thông tin và Truyền thông", OFFICE, 8, 4),
    ("Sở Tài nguyên và Môi trường", "Sở Tài nguyên và Môi trường", OFFICE, 12, 4),
    ("Thanh tra tỉnh", "Thanh tra tỉnh", OFFICE, 7, 3),
    ("Văn phòng UBND tỉnh", "Văn phòng UBND tỉnh", OFFICE, 13, 3),
    ("Văn phòng Tỉnh ủy", "Văn phòng Tỉnh ủy", PARTY, 7, 3),
    ("Ban Tổ chức Tỉnh ủy", "Ban Tổ chức Tỉnh ủy", PARTY, 6, 3),
    ("Ban Tuyên giáo Tỉnh ủy", "Ban Tuyên giáo Tỉnh ủy", PARTY, 6, 3),
    ("Ban Dân vận Tỉnh ủy", "Ban Dân vận Tỉnh ủy", PARTY, 4, 0),
    ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "Mặt trận Tổ quốc tỉnh", FRONT, 5, 3),
    ("Hội Liên hiệp Phụ nữ tỉnh", "Hội Liên hiệp Phụ nữ tỉnh", FRONT, 5, 0),
    ("Tỉnh đoàn Lào Cai", "Tỉnh đoàn", FRONT, 6, 3),
    ("Hội Nông dân tỉnh", "Hội Nông dân tỉnh", FRONT, 5, 0),
    ("Trường Cao đẳng Lào Cai", "Trường Cao đẳng Lào Cai", SERVICE, 15, 4),
    ("Đài Phát thanh – Truyền hình tỉnh", "Đài Phát thanh – Truyền hình tỉnh", SERVICE, 9, 4),
    (
        "Ban Quản lý dự án Đầu tư xây dựng tỉnh",
        "Ban Quản lý dự án ĐTXD tỉnh",
        SERVICE,
        6,
        3,
    ),
)  # name, short, group, subordinate units, seats of its own council (0: it proposes nobody)

_POSTS = (
    "Chủ tịch Hội đồng TĐKT",
    "Phó Chủ tịch Thường trực Hội đồng TĐKT",
    "Ủy viên, Chủ tịch Công đoàn",
    "Ủy viên, Trưởng bộ phận Tổ chức cán bộ",
    "Ủy viên, Thư ký Hội đồng TĐKT",
)

_SYMBOLS = {DISTRICT: "UBND", OFFICE: "SLC", PARTY: "TU", FRONT: "ĐTLC", SERVICE: "SNLC"}

PROVINCE = tuple(
    PlannedUnit(
        code=f"LC{number:02d}",
        name=name,
        short=short,
        group=group,
        where="cq",
        fields=(),
        count=below,
        symbol=_SYMBOLS[group],
    )
    for number, (name, short, group, below, _) in enumerate(_UNITS, start=1)
)
"""The units; ``count`` is the number of communes or of subordinate units of each."""

COUNCILS = {
    f"LC{number:02d}": members for number, (*_, members) in enumerate(_UNITS, start=1) if members
}
"""Unit → seats of its own council."""


def seats(route: str) -> Iterator[Seat]:
    """The seats of every council; the code of a member begins with the number of its unit."""
    for unit in PROVINCE:
        for place in range(COUNCILS.get(unit.code, 0)):
            code = f"HD{unit.code[2:]}{place + 1}"
            yield Seat(code, f"{_POSTS[place]} {unit.short}", route, unit.code)
