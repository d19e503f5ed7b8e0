"""The words of scoring workbooks that count ballots or say what a row is."""

from __future__ import annotations

from collections.abc import Mapping

from workbooks.labels import LANGUAGES

__all__ = ["score_word"]

_BOTH: Mapping[str, tuple[str, str]] = {
    # Formulas: literals joined by &; a placeholder stands for a formula.
    "overview": (
        '"Phải chấm "&({all}-{conflict})&" hồ sơ · Đã chấm "&{done}'
        '&" · Còn lại "&({blank}+{half}+{bad})'
        '&" (chưa chấm "&{blank}&", chấm dở "&{half}&", có ô sai "&{bad}&")'
        ' · Không chấm "&{abstain}&" · Xung đột lợi ích "&{conflict}',
        '"To score: "&({all}-{conflict})&" · Scored: "&{done}'
        '&" · Left: "&({blank}+{half}+{bad})'
        '&" (not begun "&{blank}&", partly scored "&{half}&", faulty "&{bad}&")'
        ' · Abstained: "&{abstain}&" · Conflicts: "&{conflict}',
    ),
    "overview_shown": (
        "Phải chấm {due} hồ sơ · Đã chấm {done} · Còn lại {left}"
        " (chưa chấm {blank}, chấm dở {half}, có ô sai {bad})"
        " · Không chấm {abstain} · Xung đột lợi ích {conflict}",
        "To score: {due} · Scored: {done} · Left: {left}"
        " (not begun {blank}, partly scored {half}, faulty {bad})"
        " · Abstained: {abstain} · Conflicts: {conflict}",
    ),
    "ready": ("Gửi được", "Ready to send"),
    "not_ready": (
        "CHƯA gửi được: còn {n} chỗ phải chấm hoặc sửa",
        "NOT ready to send: {n} places to score or to mend",
    ),
    "unused": (" – điểm đã nhập không được tính", " – the points entered do not count"),
}


def score_word(key: str, lang: str, /, **params: str | int) -> str:
    """One word or sentence with its placeholders filled; a missing placeholder raises."""
    text = _BOTH[key][LANGUAGES.index(lang)]
    return text.format(**params) if params else text
