"""The honours register of the demo: earlier models, and commendations that may be the same."""

from __future__ import annotations

from datetime import date

from .dan_van_surveys import team_of
from .filling import Filling, Typed
from .plan import Book, Line, moment
from .returns import add_return, typed_day

__all__ = ["EARLIER", "commend", "keep_register", "look_back"]

_RECOGNISED, _EXEMPLARY = (
    'Công nhận mô hình "Dân vận khéo"',
    'Mô hình "Dân vận khéo" tiêu biểu',
)
_MOVEMENT = 'Phong trào thi đua "Dân vận khéo"'
_FIRST = "khao-sat-q1"

EARLIER = {
    "MH-01": ("DV01", "Chi bộ thôn 2, thị trấn Tân Lập", "Chi bộ làm gương, dân tin theo", 2021),
    "MH-02": ("DV01", "Hội Liên hiệp Phụ nữ thị trấn Tân Lập", "Tuyến đường nở hoa", 2022),
    "MH-03": ("Khối Dân vận xã Hoà An", "Hội Nông dân xã Hòa An", "Góp công làm thủy lợi", 2022),
    "MH-04": ("Khối Dân vận xã Phú Sơn", "Tổ dân vận thôn 4", "Đèn đường từ hũ tiết kiệm", 2022),
    "MH-05": ("DV04", "Ban Công tác Mặt trận thôn 1", "Không rải vàng mã trên đường", 2021),
    "MH-06": ("DV06", "Đoàn Thanh niên xã Thúy Sơn", "Thanh niên đổi rác lấy cây xanh", 2022),
    "MH-07": ("Xã Suối Cạn (đã sáp nhập)", "Hội Cựu chiến binh", "Cựu chiến binh giữ rừng", 2021),
    "MH-08": ("DV14", "Công an huyện", "Tiếng loa an ninh", 2022),
    "MH-09": ("DV16", "Ủy ban Mặt trận Tổ quốc Việt Nam huyện", "Đồng thuận từ gốc", 2021),
    "MH-10": ("DV17", "Hội Liên hiệp Phụ nữ huyện", "Biến rác thành tiền", 2022),
}  # fmt: skip
"""Code → unit as it stands in the register, who, which model, which year."""

_BODIES = {
    "DV01": ("MH-01", "MH-02"),
    "DV02": ("MH-03",),
    "DV03": ("MH-04",),
    "DV04": ("MH-05",),
    "DV06": ("MH-06",),
    "huyen": ("MH-07", "MH-08", "MH-09", "MH-10"),
}
"""Who surveys which of them: the commune that the line names, else the board."""

_UNSEEN = {"MH-05", "MH-09"}
"""Not surveyed in that quarter: the row stays blank."""


def keep_register(book: Book) -> None:
    """Everything that stood in the register when the campaign began."""
    for place, (code, (unit, name, title, year)) in enumerate(EARLIER.items()):
        book.honours.append(
            _line(
                code=code,
                subject="tap-the",
                name=name,
                unit=unit,
                title=title,
                award=_EXEMPLARY if place % 3 == 1 else _RECOGNISED,
                movement=_MOVEMENT,
                year=year,
                number=f"{40 + place}-QĐ/BDV",
                dated=date(year, 10, 12),
            )
        )
    book.honours.append(  # too long ago for the survey of this year
        _line(code="MH-11", subject="tap-the", name="Hội Nông dân xã Bình Sơn", unit="DV05",
              title="Cánh đồng không đốt rơm rạ", award=_RECOGNISED, movement=_MOVEMENT, year=2020,
              number="31-QĐ/BDV", dated=date(2020, 10, 14))
    )  # fmt: skip
    book.honours.append(  # a movement in other words: nobody knows that it is this one
        _line(code="MH-12", subject="tap-the", name="Chi bộ thôn 3, xã Ka Lin", unit="DV07",
              title="Buôn làng sáng, xanh", award=_RECOGNISED, movement="PTTĐ DVK", year=2022,
              number="52-QĐ/BDV", dated=date(2022, 10, 12))
    )  # fmt: skip


def commend(book: Book, entry_id: str, code: str, **other: str) -> None:
    """A commendation for the very model of an entry; ``other`` replaces what the line says."""
    entry = book.entries[entry_id]
    born = str(entry.typed.get("ngay_sinh") or "")[-4:]
    said = {
        "code": code,
        "subject": entry.subject,
        "name": entry.name,
        "unit": entry.unit,
        "born": born,
        "title": entry.title,
        "award": "Giấy khen",
        "movement": "Thi đua thường xuyên",
        "number": f"{200 + len(book.honours)}/QĐ-UBND",
        **other,
    }
    book.honours.append(_line(**said, year=2022, dated=date(2022, 12, 20)))
    entry.facts.add("da-khen")


def _line(**said: str | int | date) -> Line:
    return {key: str(value) if isinstance(value, int) else value for key, value in said.items()}


def look_back(book: Book, day: date) -> None:
    """The survey of the first quarter: earlier models, by the body of each."""
    for body, codes in _BODIES.items():
        rows = {code: _seen() for code in codes if code not in _UNSEEN}
        filling = Filling(
            header={"doan_ks_q1": team_of(book, body)}, rows=rows, saved_at=moment(day)
        )
        name = f"{body} quy I.xlsx"
        add_return(book, _FIRST, body, day, filling, name=name)
    absent = set(book.bodies) - set(_BODIES)
    book.senders[_FIRST] = dict.fromkeys(absent, "not-expected")


def _seen() -> dict[str, Typed]:
    return {
        "ngay_ks_q1": typed_day(date(2023, 3, 14)),
        "duy_tri": "Được củng cố, lan tỏa",
        "nhan_xet_q1": "Mô hình được duy trì nền nếp, thêm nhiều hộ làm theo.",
        "tuyen_truyen_q1": (0, 2),
    }
