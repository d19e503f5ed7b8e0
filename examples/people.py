"""Names of people that are plainly invented: an ordinary family name, then "Mẫu", "Thử", "Giả"."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

__all__ = ["invented_names"]

_FAMILIES = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Phan",
    "Vũ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
)
_MIDDLES = ("Văn", "Thị", "Đức", "Ngọc", "Minh", "Thanh")
_INVENTED = ("Mẫu", "Thử", "Giả Định", "Ví Dụ")
_ORDINALS = (
    "Một",
    "Hai",
    "Ba",
    "Bốn",
    "Năm",
    "Sáu",
    "Bảy",
    "Tám",
    "Chín",
    "Mười",
)
_HIGHLAND = ("K'", "Ka", "Ya", "Ma")


def invented_names(rng: Random) -> Iterator[str]:
    """Endless different names, such as "Trần Thị Thử Chín"; every ninth a K'Ho or Churu one."""
    seen: set[str] = set()
    number = 0
    while True:
        number += 1
        given = f"{rng.choice(_INVENTED)} {rng.choice(_ORDINALS)}"
        if number % 9 == 0:
            name = f"{rng.choice(_HIGHLAND)} {given}"
        else:
            name = f"{rng.choice(_FAMILIES)} {rng.choice(_MIDDLES)} {given}"
        if name not in seen:
            seen.add(name)
            yield name
