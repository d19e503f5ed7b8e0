"""The licences of everything in the bundle, taken from the wheels themselves."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from wheels import Wheel, WheelError

__all__ = ["licence_files", "notice"]

_OURS = "thidua"
_WORDS = ("licen", "copying", "notice", "authors")
_SUFFIXES = frozenset({"", ".txt", ".md", ".rst", ".apache", ".bsd", ".mit", ".psf"})
_HEAD = """\
GIẤY PHÉP CỦA CÁC THÀNH PHẦN TRONG BỘ CÀI

Mỗi thành phần là tệp do tác giả phát hành, giữ nguyên không sửa. Nguyên văn giấy phép, nếu tác giả
có kèm, nằm trong thư mục giay-phep. Riêng xlwings: thư mục xlwings/pro bên trong có giấy phép khác
(phi thương mại hoặc trả tiền); Thi đua không dùng phần đó.

"""


def licence_files(wheels: Iterable[Wheel]) -> Mapping[str, bytes]:
    """Path in the bundle to content, for every licence text that a wheel carries.

    `WheelError` for a wheel, not ours, that neither names its licence nor carries a text.
    """
    found: dict[str, bytes] = {}
    for wheel in wheels:
        texts = [item for item in wheel.members if _is_licence(item)]
        if not texts and not wheel.licence and wheel.name != _OURS:
            raise WheelError(f"{wheel.path.name} says nothing about its licence")
        with zipfile.ZipFile(wheel.path) as archive:
            for item in texts:
                inside = item.split(".dist-info/", 1)[-1].removeprefix("licenses/")
                found[f"giay-phep/{wheel.name}-{wheel.version}/{inside}"] = archive.read(item)
    return found


def notice(wheels: Iterable[Wheel], others: Mapping[str, str]) -> str:
    """The list of components: name, version, licence; ``others`` are not wheels."""
    lines = dict(others)
    for wheel in wheels:
        unnamed = "phần mềm này" if wheel.name == _OURS else "xem giay-phep"
        lines[f"{wheel.name} {wheel.version}"] = wheel.licence or unnamed
    width = max(len(line) for line in lines)
    return _HEAD + "".join(f"{name:<{width}}  {said}\n" for name, said in sorted(lines.items()))


def _is_licence(member: str) -> bool:
    path = PurePosixPath(member)
    named = any(word in path.name.casefold() for word in _WORDS)
    if ".dist-info/licenses/" in member:
        return not member.endswith("/")
    return ".dist-info/" in member and named and path.suffix.casefold() in _SUFFIXES
