"""The units and council members of the two demo campaigns; members' names are invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["DON_DUONG", "LAC_DUONG", "Figures", "PlannedMember", "PlannedUnit"]

PARTY = "xay-dung-dang"
REFORM = "cai-cach-hanh-chinh"
FRONT = "mttq-doan-the"
ECONOMY = "kinh-te"
CULTURE = "van-hoa-xa-hoi"
DEFENCE = "quoc-phong-an-ninh"

COMMUNE = (PARTY, REFORM, FRONT, ECONOMY, ECONOMY, CULTURE, CULTURE, DEFENCE)
PARTY_OFFICE = (PARTY, PARTY, REFORM)

Figures = tuple[int, int, int, int]
_FIGURES = ("httnv_tap_the", "httnv_ca_nhan", "httnv_tap_the_cs", "httnv_ca_nhan_cs")
"""Collectives and people rated "hoàn thành tốt" by the standing board, then by the unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedUnit:
    """One unit; ``short`` stands in places and titles; ``where`` is ``xa`` for a commune, ``ca``
    for the police, ``qs`` for the military, ``cq`` for any other office.

    ``count`` models are registered (rows 1 to ``count``). ``body``: it has its own tổ thẩm định.
    ``figures``: base figure → number. ``symbol`` ends the numbers of its documents.
    """

    code: str
    name: str
    short: str
    group: str
    where: str
    fields: tuple[str, ...]
    count: int
    figures: Mapping[str, int] = field(default_factory=dict)
    body: bool = False
    symbol: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedMember:
    """One member of the council or of a unit's own tổ; ``only``: entries it is invited for."""

    code: str
    name: str
    position: str
    route: str
    home_unit: str
    only: tuple[str, ...] = ()


def _commune(code: str, kind: str, name: str, count: int, figures: Figures) -> PlannedUnit:
    return PlannedUnit(
        code=code,
        name=f"Đảng ủy {kind} {name}",
        short=f"{kind} {name}",
        group="xa-thi-tran",
        where="xa",
        fields=COMMUNE,
        count=count,
        figures=dict(zip(_FIGURES, figures, strict=True)),
        symbol="ĐU",
        body=figures[2] >= 10,
    )


def _office(
    code: str,
    name: str,
    short: str,
    group: str,
    fields: tuple[str, ...],
    count: int,
    figures: Figures,
    where: str = "cq",
) -> PlannedUnit:
    return PlannedUnit(
        code=code,
        name=name,
        short=short,
        group=group,
        where=where,
        fields=fields,
        count=count,
        figures=dict(zip(_FIGURES, figures, strict=True)),
        symbol="ĐU" if name.startswith("Đảng") else "CB",
    )


DON_DUONG = (
    _commune("DD01", "thị trấn", "Thạnh Mỹ", 9, (3, 4, 12, 16)),
    _commune("DD02", "thị trấn", "D'Ran", 8, (3, 4, 8, 9)),
    _commune("DD03", "xã", "Lạc Lâm", 8, (2, 3, 7, 9)),
    _commune("DD04", "xã", "Lạc Xuân", 8, (3, 3, 7, 8)),
    _commune("DD05", "xã", "Ka Đô", 9, (2, 3, 11, 14)),
    _commune("DD06", "xã", "Ka Đơn", 7, (2, 3, 6, 8)),
    _commune("DD07", "xã", "Quảng Lập", 5, (2, 2, 4, 6)),
    _commune("DD08", "xã", "Pró", 6, (2, 3, 5, 6)),
    _commune("DD09", "xã", "Tu Tra", 8, (3, 3, 8, 9)),
    _commune("DD10", "xã", "Đạ Ròn", 4, (2, 2, 5, 6)),
    _office("DD11", "Văn phòng Huyện ủy", "Văn phòng Huyện ủy", "dang-doan-the",
            (REFORM, REFORM, PARTY), 4, (2, 3, 0, 0)),
    _office("DD12", "Ban Tổ chức Huyện ủy", "Ban Tổ chức Huyện ủy", "dang-doan-the",
            PARTY_OFFICE, 5, (2, 3, 0, 0)),
    _office("DD13", "Ủy ban Kiểm tra Huyện ủy", "Ủy ban Kiểm tra Huyện ủy", "dang-doan-the",
            PARTY_OFFICE, 3, (1, 2, 0, 0)),
    _office("DD14", "Ban Tuyên giáo Huyện ủy", "Ban Tuyên giáo Huyện ủy", "dang-doan-the",
            (PARTY, CULTURE, CULTURE), 5, (2, 3, 0, 0)),
    _office("DD15", "Ban Dân vận Huyện ủy", "Ban Dân vận Huyện ủy", "dang-doan-the",
            (FRONT, PARTY), 4, (2, 2, 0, 0)),
    _office("DD16", "Ủy ban Mặt trận Tổ quốc Việt Nam huyện", "Mặt trận Tổ quốc huyện",
            "dang-doan-the", (FRONT, FRONT, CULTURE), 6, (2, 3, 0, 0)),
    _office("DD17", "Chi bộ Phòng Nội vụ", "Phòng Nội vụ", "nha-nuoc",
            (REFORM,), 4, (2, 3, 0, 0)),
    _office("DD18", "Đảng bộ Văn phòng HĐND và UBND huyện", "Văn phòng HĐND và UBND huyện",
            "nha-nuoc", (REFORM,), 0, (2, 3, 0, 0)),
    _office("DD19", "Đảng ủy Công an huyện", "Công an huyện", "llvt",
            (DEFENCE, DEFENCE, REFORM), 6, (3, 4, 0, 0), "ca"),
    _office("DD20", "Đảng ủy Quân sự huyện", "Ban Chỉ huy Quân sự huyện", "llvt",
            (DEFENCE,), 3, (3, 3, 0, 0), "qs"),
    _office("DD21", "Chi bộ Phòng Nông nghiệp và Phát triển nông thôn",
            "Phòng Nông nghiệp và Phát triển nông thôn", "nha-nuoc",
            (ECONOMY,), 3, (2, 2, 0, 0)),
    _office("DD22", "Chi bộ Trung tâm Y tế huyện", "Trung tâm Y tế huyện", "su-nghiep",
            (CULTURE,), 0, (3, 4, 0, 0)),
)  # fmt: skip

LAC_DUONG = (
    _commune("LD01", "thị trấn", "Lạc Dương", 6, (3, 4, 11, 15)),
    _commune("LD02", "xã", "Lát", 5, (3, 3, 6, 8)),
    _commune("LD03", "xã", "Đạ Nhim", 4, (2, 3, 5, 6)),
    _commune("LD04", "xã", "Đạ Sar", 5, (3, 3, 5, 7)),
    _commune("LD05", "xã", "Đạ Chais", 3, (2, 3, 4, 5)),
    _commune("LD06", "xã", "Đưng K'Nớ", 3, (2, 2, 4, 5)),
    _office("LD07", "Văn phòng Huyện ủy", "Văn phòng Huyện ủy", "dang-doan-the",
            (REFORM, PARTY), 3, (2, 3, 0, 0)),
    _office("LD08", "Ban Tổ chức Huyện ủy", "Ban Tổ chức Huyện ủy", "dang-doan-the",
            PARTY_OFFICE, 3, (2, 3, 0, 0)),
    _office("LD09", "Ban Dân vận Huyện ủy", "Ban Dân vận Huyện ủy", "dang-doan-the",
            (FRONT, PARTY), 3, (2, 2, 0, 0)),
    _office("LD10", "Ủy ban Mặt trận Tổ quốc Việt Nam huyện", "Mặt trận Tổ quốc huyện",
            "dang-doan-the", (FRONT, CULTURE), 3, (2, 3, 0, 0)),
    _office("LD11", "Đảng ủy Công an huyện", "Công an huyện", "llvt",
            (DEFENCE, REFORM), 4, (5, 6, 0, 0), "ca"),
    _office("LD12", "Chi bộ Phòng Giáo dục và Đào tạo", "Phòng Giáo dục và Đào tạo", "nha-nuoc",
            (CULTURE, REFORM), 0, (3, 3, 0, 0)),
)  # fmt: skip
