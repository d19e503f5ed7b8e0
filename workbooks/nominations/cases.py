"""A case for the council in words: what is asked, who is tied with whom, how the answer is kept."""

from __future__ import annotations

from collections.abc import Sequence

from appraisal.decision import DecisionKind
from appraisal.outcome import EntryResult, Referral
from schemas.campaign import APPRAISAL
from schemas.message import catalogue
from schemas.number import format_decimal
from schemas.text import safe_text
from workbooks.runindex import RunIndex
from workbooks.words import DECISION

__all__ = [
    "HOW_TO_RECORD",
    "by_reason",
    "places_left",
    "question",
    "recording",
    "rivals",
    "short_titles",
]

_TIE = "REF-001"
_CELL = 32_767
"""Characters that a cell holds."""
_RULES = frozenset({"REF-003", "REF-004", "REF-005", "REF-020"})
_FILES = frozenset({"REF-006"})
_CONTENT = frozenset({"REF-015", "REF-017"})
_DATA = frozenset({"REF-010", "REF-013"})
_ASKED = {
    "REF-014": "Chọn giữa các nhóm xếp hạng riêng",
    "REF-018": "Chờ kết quả duyệt để xét tiếp",
    "REF-019": "Chờ kết quả khảo sát để xét tiếp",
    "REF-020": "Kết luận có hay không có triển vọng",
    "REF-021": "Xác định đã được khen thưởng hay chưa",
    "REF-022": "Xác định đã được khen thưởng hay chưa",
    "REF-023": "Biểu quyết",
    "REF-025": "Chọn giữa các hồ sơ bằng điểm của một đơn vị",
    "REF-032": "Xác định có phải cùng một người",
    "REF-033": "Kết luận thay cho ô ghi sai",
}
"""What is asked in the cases that have words of their own."""
_REMEDIED = _DATA | {"REF-018", "REF-019", "REF-021", "REF-022", "REF-023", "REF-033"}
"""Cases whose remedy says better than a kind of decision what is to be done."""

_WHAT_FOLLOWS = "các đề nghị khen thưởng, xếp loại tiếp theo"
_SAID = {kind: f"“{label}”" for kind, label in DECISION.items()}
_SELECT = f"{_SAID[DecisionKind.SELECT]} hoặc {_SAID[DecisionKind.NOT_SELECT]}"
_FILE = f"{_SAID[DecisionKind.CHOOSE]} hoặc {_SAID[DecisionKind.UNITE]}"
HOW_TO_RECORD = (
    "Ghi ý kiến vào sổ quyết định (quyet-dinh.xlsx): loại quyết định như cột cuối, kèm mã hồ sơ, "
    "danh sách đề nghị hoặc quy tắc, lý do, căn cứ; sau đó tổng hợp lại."
)
"""The line over the cases that says where the answers go."""


def by_reason(result: EntryResult) -> list[list[Referral]]:
    """The referrals of an entry, those for the same reason together: the council decides once."""
    found: dict[tuple[object, ...], list[Referral]] = {}
    for referral in result.referred:
        reason = (referral.code, *sorted(referral.params.items()))
        found.setdefault(reason, []).append(referral)
    return list(found.values())


def short_titles(index: RunIndex, awards: Sequence[str]) -> str:
    """Titles of awards, those that differ only after a dash once: ``A – x; A – y`` is ``A``."""
    titles = [index.award_title(award) for award in dict.fromkeys(awards)]
    heads = [title.partition(" – ")[0] for title in titles]
    told = [
        head if heads.count(head) > 1 else title for head, title in zip(heads, titles, strict=True)
    ]
    return "; ".join(dict.fromkeys(told))


def question(index: RunIndex, result: EntryResult, referrals: Sequence[Referral]) -> str:
    """What the council is asked to decide, and for which appraisal or lists."""
    awards = list(dict.fromkeys(referral.award for referral in referrals))
    about = short_titles(index, awards)
    if APPRAISAL in awards:
        also = [_WHAT_FOLLOWS] if len(awards) > 1 else []
        about = "; ".join([index.award_title(APPRAISAL), *also])
    code = referrals[0].code
    if code == _TIE:
        tied = max(len(index.ties.across(result.entry.id, awards)), 1)
        places = places_left(referrals)
        number = f"{places} trong {tied}" if places and tied > 1 else "trong các"
        return f"Chọn {number} hồ sơ bằng điểm: {about}"
    if code in _FILES:
        return f"Chọn tệp được tính để xét tiếp: {about}"
    if code in _CONTENT:
        return f"Xác nhận nội dung hồ sơ, phiếu chấm có được tính hay không: {about}"
    if code in _ASKED:
        return f"{_ASKED[code]}: {about}"
    if code in _DATA:
        return f"Bổ sung số liệu hoặc quy định để xét tiếp: {about}"
    return f"Cho hay không cho xét tiếp: {about}"


def recording(index: RunIndex, referrals: Sequence[Referral]) -> str:
    """How the answer is kept: the kind of decision in the register, or what else to mend."""
    code = referrals[0].code
    if code in _RULES:
        return f"Cho xét tiếp: {_SAID[DecisionKind.WAIVE]}. Quyết riêng từng danh sách: {_SELECT}."
    if code in _FILES:
        return f"{_FILE}."
    if code in _CONTENT:
        return f"Nội dung đúng: {_SAID[DecisionKind.CONFIRM]}. Chọn giữa các tệp: {_FILE}."
    if code in _REMEDIED:
        return catalogue(index.lang)[code]["remedy"]
    return f"{_SELECT}."


def places_left(referrals: Sequence[Referral]) -> int | None:
    """The places for which those tied across a cut contend; None for another reason."""
    places = referrals[0].params.get("places", "")
    return int(places) if referrals[0].code == _TIE and places.isdecimal() else None


def rivals(index: RunIndex, result: EntryResult, referrals: Sequence[Referral]) -> str:
    """The others tied across the same cut: name, unit, id and total, one a line.

    Of a text longer than a cell can hold the rest is left out.
    """
    own = result.entry.id
    lines: list[str] = []
    length = 0
    for entry in index.ties.across(own, [referral.award for referral in referrals]):
        if entry == own:
            continue
        if length > _CELL:
            break
        lines.append(safe_text(_rival(index, index.results[entry])))
        length += len(lines[-1])
    return "\n".join(lines)


def _rival(index: RunIndex, other: EntryResult) -> str:
    entry = other.entry
    total = other.total
    said = "chưa có điểm" if total is None else format_decimal(total, index.run.campaign.decimals)
    who = ", ".join(part for part in (entry.name, index.unit_name(entry.unit)) if part)
    return f"{who} ({entry.id}): {said}"
