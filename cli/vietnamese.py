"""Click's own words in Vietnamese: headings of the help and sentences about wrong arguments."""

from __future__ import annotations

import sys

__all__ = ["translate_click"]

_WORDS = {
    "Aborted!": "Đã dừng.",
    "Error: {message}": "Lỗi: {message}",
    "Usage:": "Cách dùng:",
    "Options": "Tùy chọn",
    "Positional arguments": "Tham số",
    "Commands": "Các lệnh",
    "file": "Tệp",
    "directory": "Thư mục",
    "path": "Đường dẫn",
    "{name} {filename!r} does not exist.": "{name} «{filename}» không có.",
    "{name} {filename!r} is a file.": "{name} «{filename}» là một tệp, không phải thư mục.",
    "{name} {filename!r} is a directory.": "{name} «{filename}» là một thư mục, không phải tệp.",
    "{name} {filename!r} is not readable.": "{name} «{filename}» không đọc được.",
    "{name} {filename!r} is not writable.": "{name} «{filename}» không ghi được.",
    "Invalid value: {message}": "Giá trị không hợp lệ: {message}",
    "Invalid value for {param_hint}: {message}": "Giá trị không hợp lệ cho {param_hint}: {message}",
    "Missing command.": "Thiếu tên lệnh.",
    "Missing argument": "Thiếu tham số",
    "Missing option": "Thiếu tùy chọn",
    "Missing parameter": "Thiếu tham số",
    "Missing {param_type}": "Thiếu {param_type}",
    "No such option {name!r}.": "Không có tùy chọn «{name}».",
    "No such option: {name}": "Không có tùy chọn «{name}».",
    "No such command {name!r}.": "Không có lệnh «{name}».",
    "Did you mean {possibility}?": "Có phải {possibility}?",
    "(Did you mean one of: {possibilities}?)": "(Có phải một trong: {possibilities}?)",
    "Did you mean one of: {possibilities}?": "Có phải một trong: {possibilities}?",
    "Got unexpected extra argument ({args})": "Thừa tham số ({args}).",
    "Got unexpected extra arguments ({args})": "Thừa các tham số ({args}).",
    "Option {name!r} does not take a value.": "Tùy chọn «{name}» không nhận giá trị.",
    "Option {name!r} requires an argument.": "Tùy chọn «{name}» cần một giá trị.",
    "Option {name!r} requires {nargs} arguments.": "Tùy chọn «{name}» cần {nargs} giá trị.",
    "Choose from:\n\t{choices}": "Chọn một trong:\n\t{choices}",
    "{value!r} is not one of {choices}.": "«{value}» không phải một trong {choices}.",
    "{value!r} is not {choice}.": "«{value}» không phải là {choice}.",
    "{value!r} is not a valid {number_type}.": "«{value}» không phải là số hợp lệ.",
    "{value} is not in the range {range}.": "{value} nằm ngoài khoảng {range}.",
    "Show the version and exit.": "In số phiên bản rồi thoát.",
    "Show this message and exit.": "In hướng dẫn này rồi thoát.",
    "Try '{command} {option}' for help.": "Gõ «{command} {option}» để xem hướng dẫn.",
    "%(prog)s, version %(version)s": "%(prog)s, phiên bản %(version)s",
    "default: {default}": "mặc định: {default}",
    "required": "bắt buộc",
}

_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "types", "termui")


def translate_click() -> None:
    """Makes click speak Vietnamese.

    Click asks ``gettext`` under the names ``_`` and ``ngettext`` of each of its modules; a
    compiled catalogue would need a file per installation, so the names are set here.
    """
    for name in _MODULES:
        module = sys.modules.get(f"click.{name}")
        for word, answer in (("_", _one), ("ngettext", _many)):
            if hasattr(module, word):
                setattr(module, word, answer)


def _one(message: str) -> str:
    return _WORDS.get(message, message)


def _many(one: str, many: str, count: int) -> str:
    return _one(one if count == 1 else many)
