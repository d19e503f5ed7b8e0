"""The buttons "Kiểm tra" and "Xóa đánh dấu"."""

from __future__ import annotations

from schemas.finding import Severity
from schemas.message import render, text
from xladdin.marking import clear_all, mark
from xladdin.marks import MarkPlan, plan_marks
from xladdin.refusal import Refusal, sentence
from xladdin.session import Session
from xladdin.verdict import Verdict, judge_open
from xladdin.walking import go

__all__ = ["check", "checked", "clear_marks", "counted"]


def check(session: Session) -> None:
    """Judges, marks, lists, says the counts and goes to the first fault.

    `Refusal` ADD-025 where no form is found in the workbook; nothing is marked then.
    """
    verdict = checked(session)
    plan = plan_marks(verdict.findings)
    sheet = mark(session, plan, verdict.findings, counted(verdict))
    hidden = "" if not plan.walk else go(session, plan.walk[0])
    session.host.tell("\n\n".join(filter(None, (_closing(verdict, plan, sheet), hidden))))


def checked(session: Session) -> Verdict:
    """The verdict; `Refusal` ADD-025 where the workbook cannot be judged."""
    verdict = judge_open(session)
    if verdict.judged is None:
        told = render(verdict.findings[0], "vi")
        raise Refusal("ADD-025", problem=told.message, remedy=told.remedy)
    return verdict


def clear_marks(session: Session) -> None:
    """Takes the marks away and says so."""
    session.host.tell(sentence("ADD-028" if clear_all(session) else "ADD-029"))


def counted(verdict: Verdict) -> str:
    """One line: how many faults there are."""
    errors, warnings = verdict.count(Severity.ERROR), verdict.count(Severity.WARNING)
    if errors:
        return text("ADD-020", "vi", errors=str(errors), warnings=str(warnings))
    return text("ADD-021" if verdict.findings else "ADD-022", "vi", warnings=str(warnings))


def _closing(verdict: Verdict, plan: MarkPlan, sheet: str) -> str:
    """The closing message: counts, where to look (``sheet``), the code of the letter."""
    counts = {
        "errors": str(verdict.count(Severity.ERROR)),
        "warnings": str(verdict.count(Severity.WARNING)),
    }
    if not verdict.findings:
        said = [sentence("ADD-022")]
    elif not plan.walk:
        said = [counted(verdict), sentence("ADD-185", sheet=sheet)]
    else:
        code = "ADD-021" if counts["errors"] == "0" else "ADD-020"
        said = [sentence(code, sheet=sheet, **counts)]
    if plan.left_out:
        notes = {"notes": str(len(plan.notes)), "rest": str(plan.left_out)}
        said.append(sentence("ADD-027", sheet=sheet, **notes))
    if verdict.ret.letter_code:
        said.append(sentence("ADD-023", code=verdict.ret.letter_code))
    return "\n\n".join(said)
