"""The page of all finding codes: ``python -m schemas.catalogue > docs/findings.md``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping

from schemas.message import areas, catalogue

__all__ = ["findings_page", "main"]

_HEAD = """# Danh mục mã thông báo

Mã cố định, không đổi nghĩa và không dùng lại. Chữ trong ngoặc nhọn là phần thay đổi theo từng
trường hợp. Tệp này do `python -m schemas.catalogue > docs/findings.md` viết ra từ
`schemas/messages/`; không sửa tay.

*Codes are permanent. This page is written by the command above; do not edit it.*
"""


def findings_page() -> str:
    """Every code of every area, in Vietnamese with the English title and message, as Markdown."""
    vi, en = catalogue("vi"), catalogue("en")
    lines = [_HEAD]
    for area, codes in areas("vi").items():
        lines.append(f"\n## {area}\n")
        for code in codes:
            lines += _entry(code, vi[code], en[code])
    return "\n".join(lines).rstrip("\n") + "\n"


def _entry(code: str, vi: Mapping[str, str], en: Mapping[str, str]) -> Iterator[str]:
    yield f"### {code} · {vi['title']}\n"
    yield f"- Thông báo: {_one_line(vi['message'])}"
    if vi["remedy"].strip():
        yield f"- Cách sửa: {_one_line(vi['remedy'])}"
    if "letter" in vi:
        yield f"- Gửi đơn vị, thành viên: {_one_line(vi['letter'])}"
    if "cell" in vi:
        yield f"- Trong ô: {_one_line(vi['cell'])}"
    yield f"- *{_one_line(en['title'])}: {_one_line(en['message'])}*\n"


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace("*", "\\*").replace("_", "\\_")


def main() -> None:
    """Write the page to standard output as UTF-8 with ``\\n``, whatever the console is."""
    sys.stdout.buffer.write(findings_page().encode("utf-8"))


if __name__ == "__main__":
    main()
