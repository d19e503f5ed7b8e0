"""The "Ghi chú" of an entry on the printed lists: everything that a reader must be told."""

from __future__ import annotations

from fractions import Fraction

from appraisal.decision import Decision, DecisionKind
from appraisal.entry import Entry, EntryState
from appraisal.outcome import EntryResult, Vote
from appraisal.rounding import printed
from schemas.campaign import APPRAISAL
from schemas.dates import format_date
from schemas.kinds import FieldKind, Rounding
from schemas.number import format_decimal
from schemas.text import fold_key
from workbooks.columns import field_text, value_text
from workbooks.runindex import RunIndex
from workbooks.words import DIFFERS, STATE, TIED

__all__ = ["approval_text", "register_note", "result_note", "survey_text", "vote_text"]

_APPROVING = "duyet"


def register_note(index: RunIndex, result: EntryResult) -> str:
    """How the entry arrived and where it stands: late, keyed in, withdrawn, waiting, excluded."""
    entry = result.entry
    notes = [_arrival(index, entry), _state(index, entry)]
    if entry.unregistered:
        notes.append("Chưa đăng ký")
    if not entry.complete:
        blocked = index.blocked_words(index.concerned(result, entry.blocked))
        notes.append(f"Còn lỗi, chưa xét: {blocked}" if blocked else "Còn lỗi cần bổ sung")
    if result.waiting:
        notes.append("Chờ bổ sung")
    if entry.held:
        notes.append("Phiếu chấm tạm giữ, chờ xác nhận nội dung hồ sơ")
    if entry.doubt:
        notes.append("Chưa xác định tệp nào được tính")
    notes += [_excluded(index, result), _referred(index, result)]
    return "; ".join(note for note in notes if note)


def result_note(index: RunIndex, result: EntryResult) -> str:
    """What explains the result: floors, ties, both readings, exclusions, referrals, decisions.

    An approval has a column of its own on the register.
    """
    scale = index.scale_of(result)
    notes = [
        f"Dưới điểm sàn: {scale.criterion(criterion).label}" for criterion in result.floors_failed
    ]
    if result.ballots and result.total is None:
        notes.append(_no_total(result))
    if result.tied:
        notes.append(TIED)
    if result.differs:
        words = [DIFFERS.get(part, index.award_title(part)) for part in result.differs]
        notes.append(f"Cách đọc điểm (đã hoặc chưa làm tròn) làm thay đổi: {', '.join(words)}")
    notes += [_excluded(index, result), _referred(index, result)]
    notes += [
        f"Theo quyết định: {index.decision_text(decision)}"
        for decision in result.decisions
        if decision.kind is not DecisionKind.APPROVE
    ]
    return "; ".join(note for note in notes if note)


def approval_text(index: RunIndex, result: EntryResult) -> str:
    """Whether the entry was approved, by which document of which day; '' where nothing is said."""
    if result.approved is None:
        return ""
    if not result.approved:
        return "Chưa được duyệt"
    decided = [
        decision
        for decision in (*result.entry.history, *result.decisions)
        if decision.kind is DecisionKind.APPROVE
    ]
    said = _document(decided[-1]) if decided else _approving_fields(index, result.entry)
    return said or "Đã duyệt"


def _document(decision: Decision) -> str:
    """A decision as a document is cited: number, day, who signed."""
    day = f"ngày {format_date(decision.dated)}" if decision.dated else ""
    return ", ".join(part for part in (decision.basis, day, decision.signatory) if part)


def _approving_fields(index: RunIndex, entry: Entry) -> str:
    """What the entry itself says of its approval: the first number and the first day."""
    asked = [f for f in index.run.campaign.fields().values() if _APPROVING in fold_key(f.label)]
    number, day = (
        next((field_text(entry, field) for field in asked if field.kind is kind), "")
        for kind in (FieldKind.TEXT, FieldKind.DATE)
    )
    return ", ".join(part for part in (number, f"ngày {day}" if day else "") if part)


def survey_text(index: RunIndex, result: EntryResult) -> str:
    """What each survey found, in order of the stages: ``Khảo sát quý 2: Có triển vọng``."""
    fields = index.run.campaign.fields()
    return "\n".join(
        f"{index.stage_shorts.get(line.stage, line.stage)}: "
        f"{value_text(fields[line.field], tuple(line.value.split('; ')))}"
        for line in result.surveys
        if line.field in fields
    )


def vote_text(vote: Vote) -> str:
    """A vote of the meeting: ``7/9 (77,7%)`` of all members, never rounded up to a threshold."""
    if not vote.voters:
        return f"{vote.votes}/{vote.voters}"
    share = printed(Fraction(100 * vote.votes, vote.voters), 1, Rounding.DOWN)
    return f"{vote.votes}/{vote.voters} ({format_decimal(share, 1)}%)"


def _no_total(result: EntryResult) -> str:
    if result.valid < result.quorum:
        return f"Không đủ số phiếu hợp lệ ({result.valid}/{result.quorum})"
    return "Chưa tính điểm"


def _arrival(index: RunIndex, entry: Entry) -> str:
    notes = []
    for stage, received in entry.received.items():
        title = index.stage_title(stage)
        if received.late:
            days = f" {received.days_late} ngày" if received.days_late else ""
            notes.append(f"{title}: trễ hạn{days}")
        if received.keyed_in:
            notes.append(f"{title}: nhập hộ ({received.document or 'bản giấy'})")
    return "; ".join(notes)


def _state(index: RunIndex, entry: Entry) -> str:
    if entry.state in {EntryState.REGISTERED, EntryState.APPROVED}:
        return ""
    words = " ".join(part for part in (STATE[entry.state], index.state_note(entry)) if part)
    dated = [decision.dated for decision in entry.history if decision.dated]
    return f"{words} ngày {format_date(dated[-1])}" if dated else words


def _excluded(index: RunIndex, result: EntryResult) -> str:
    return "; ".join(
        f"{'Được miễn' if rule.waived_by else 'Loại'}: {rule.reason}" for rule in result.exclusions
    )


def _referred(index: RunIndex, result: EntryResult) -> str:
    """What goes to the council, in declared order; the appraisal stands for all that follows."""
    asked = {referral.award for referral in result.referred}
    shown = [APPRAISAL] if APPRAISAL in asked else [a for a in index.award_titles if a in asked]
    titles = "; ".join(index.award_title(award) for award in shown)
    return f"Xin ý kiến: {titles}" if titles else ""
