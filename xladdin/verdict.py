"""The verdict on the open workbook: the very one that ``thidua check`` gives on its file.

Nothing is judged here. Blocks of values become a return, and the rules of `schemas` judge it.
"""

from __future__ import annotations

from dataclasses import dataclass

from appraisal.judge import JudgedReturn, judge_alone
from appraisal.returned import Return
from schemas.finding import Finding, Severity
from schemas.form import StageForm
from workbooks.card import Card
from workbooks.gate import GateReport
from workbooks.read import return_of
from xladdin.session import Session

__all__ = ["Verdict", "judge_open"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What there is to say of the open workbook, in sheet order.

    ``judged`` is ``None`` where no form was found in it; ``findings`` then say why.
    """

    card: Card
    form: StageForm
    ret: Return
    judged: JudgedReturn | None
    findings: tuple[Finding, ...]

    def count(self, severity: Severity) -> int:
        """How many findings have a weight."""
        return sum(finding.severity is severity for finding in self.findings)


def judge_open(session: Session) -> Verdict:
    """Judges the open workbook by the form that it carries; `Refusal` where it is none of ours."""
    card = session.card()
    form = card.form
    if form is None:
        raise ValueError("a session's card has a form")
    traits = session.host.traits(session.book)
    report = GateReport(ok=True, has_macros=traits.has_macros, has_links=traits.has_links)
    ret = return_of(session.book.name, "", report, session.grids, card, form)
    if ret.rejected is not None:
        findings: tuple[Finding, ...] = (ret.rejected,)
        return Verdict(card=card, form=form, ret=ret, judged=None, findings=findings)
    judged, findings = judge_alone(form, ret)
    return Verdict(card=card, form=form, ret=ret, judged=judged, findings=findings)
