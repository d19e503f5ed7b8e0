"""The units and councils of the demo for "Dân vận khéo"; places and people are invented."""

from __future__ import annotations

from .demo import Seat
from .units import PlannedUnit

__all__ = ["BOARD", "COMMUNES", "SEATS", "UNITS"]

BOARD = "DV19"
"""The Ban Dân vận itself, where individuals register."""

_PARTY, _REFORM, _RURAL = "xay-dung-dang", "cai-cach-hanh-chinh", "nong-thon-moi"
_POVERTY, _CUSTOM, _ORDER = "giam-ngheo", "nep-song", "an-ninh-trat-tu"
_ALL = (_PARTY, _REFORM, _RURAL, _RURAL, _POVERTY, _POVERTY, _CUSTOM, _ORDER)


def _commune(code: str, kind: str, name: str, count: int) -> PlannedUnit:
    return PlannedUnit(
        code=code,
        name=f"Khối Dân vận {kind} {name}",
        short=f"{kind} {name}",
        group="khoi-dan-van-xa",
        where="xa",
        fields=_ALL,
        count=count,
        body=True,
        symbol="KDV",
    )


def _office(
    code: str, name: str, group: str, count: int, symbol: str, *fields: str, where: str = "cq"
) -> PlannedUnit:
    return PlannedUnit(
        code=code, name=name, short=name, group=group, where=where, fields=fields, count=count,
        symbol=symbol,
    )  # fmt: skip


COMMUNES = (
    _commune("DV01", "thị trấn", "Tân Lập", 9),
    _commune("DV02", "xã", "Hòa An", 8),
    _commune("DV03", "xã", "Phú Sơn", 9),
    _commune("DV04", "xã", "Đông Thịnh", 8),
    _commune("DV05", "xã", "Bình Sơn", 8),
    _commune("DV06", "xã", "Thúy Sơn", 8),
    _commune("DV07", "xã", "Ka Lin", 7),
    _commune("DV08", "xã", "Đạ Lang", 6),
)

UNITS = (
    *COMMUNES,
    _office("DV09", "Văn phòng HĐND và UBND huyện", "co-quan", 4, "VP", _REFORM, _PARTY),
    _office("DV10", "Phòng Nội vụ huyện", "co-quan", 4, "PNV", _REFORM, _PARTY),
    _office("DV11", "Phòng Lao động – Thương binh và Xã hội huyện", "co-quan", 4, "LĐTBXH",
            _POVERTY, _REFORM),
    _office("DV12", "Phòng Nông nghiệp và Phát triển nông thôn huyện", "co-quan", 4, "NN",
            _RURAL, _POVERTY),
    _office("DV13", "Trung tâm Y tế huyện", "co-quan", 5, "TTYT", _REFORM, _CUSTOM, _POVERTY),
    _office("DV14", "Công an huyện", "llvt", 6, "CAH", _ORDER, _REFORM, where="ca"),
    _office("DV15", "Ban Chỉ huy Quân sự huyện", "llvt", 4, "BCH", _ORDER, _RURAL, where="qs"),
    _office("DV16", "Ủy ban Mặt trận Tổ quốc Việt Nam huyện", "mttq-doan-the", 5, "MTTQ",
            _PARTY, _POVERTY, _CUSTOM),
    _office("DV17", "Hội Liên hiệp Phụ nữ huyện", "mttq-doan-the", 5, "HPN", _CUSTOM, _RURAL),
    _office("DV18", "Huyện đoàn", "mttq-doan-the", 5, "ĐTN", _RURAL, _ORDER, _REFORM),
    _office(BOARD, "Ban Dân vận Huyện ủy", "ban-dan-van", 4, "BDV", _PARTY, _CUSTOM),
    _office("DV20", "Phòng Tư pháp huyện", "co-quan", 0, "TP", _REFORM),
    _office("DV21", "Hội Cựu chiến binh huyện", "mttq-doan-the", 0, "CCB", _ORDER),
)  # fmt: skip

_POSTS = (
    "Phó Bí thư Thường trực Đảng ủy, Trưởng Khối Dân vận",
    "Chủ tịch Ủy ban Mặt trận Tổ quốc, Phó Trưởng Khối Dân vận",
    "Chủ tịch Hội Liên hiệp Phụ nữ",
    "Bí thư Đoàn Thanh niên",
    "Chủ tịch Hội Nông dân",
)
_SIZES = {"DV01": 4, "DV02": 5, "DV03": 3, "DV04": 4, "DV05": 3, "DV06": 3, "DV07": 4, "DV08": 5}


def _council(unit: PlannedUnit) -> tuple[Seat, ...]:
    return tuple(
        Seat(f"X{unit.code[-1]}{place:02d}", f"{post} {unit.short}", "xa", unit.code)
        for place, post in enumerate(_POSTS[: _SIZES[unit.code]], start=1)
    )


SEATS = (
    Seat("HD01", "Trưởng ban Dân vận Huyện ủy", "huyen", BOARD),
    Seat("HD02", "Phó Chủ tịch Ủy ban Mặt trận Tổ quốc huyện", "huyen", "DV16"),
    Seat("HD03", "Chủ tịch Hội Liên hiệp Phụ nữ huyện", "huyen", "DV17"),
    Seat("HD04", "Chủ tịch Hội Nông dân huyện", "huyen", ""),
    Seat("HD05", "Phó Trưởng phòng Nội vụ", "huyen", "DV10"),
    Seat("HD06", "Phó Trưởng Công an huyện", "huyen", "DV14"),
    Seat("HD07", "Chính trị viên Ban Chỉ huy Quân sự huyện", "huyen", "DV15"),
    Seat(
        "KM01", "Trưởng phòng Giáo dục và Đào tạo (khách mời)", "huyen", "", ("DV13-01", "DV18-02")
    ),
    Seat("KM02", "Trưởng phòng Văn hóa và Thông tin (khách mời)", "huyen", "", ("DV17-01",)),
    *(seat for unit in COMMUNES for seat in _council(unit)),
)
