"""The verdict on the open workbook: the very one that ``thidua check`` gives on its file.

Nothing is judged here. Blocks of values become a return, and the rules of `schemas` judge it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from appraisal.judge import JudgedReturn, judge_alone
from appraisal.returned import Return
from appraisal.spelling import is_respelled
from schemas.finding import Finding, Severity
from schemas.form import StageForm
from workbooks.card import Card
from workbooks.gate import GateReport
from workbooks.grid import Grid
from workbooks.read import return_of
from xladdin.inputs import typed_inputs
from xladdin.lettering import decoded_grid
from xladdin.session import Session

__all__ = ["Verdict", "judge_open"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What there is to say of the open workbook, in sheet order.

    ``judged`` is ``None`` where no form was found in it; ``findings`` then say why. What is only
    spelled otherwise is no finding here: the button "Chuẩn hóa" shows it. Nor is a sheet that
    somebody added (READ-021): that it is not read is said when the file comes in.
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
    ret = _read(session, report, card, form)
    if ret.rejected is not None:
        findings: tuple[Finding, ...] = (ret.rejected,)
        return Verdict(card=card, form=form, ret=ret, judged=None, findings=findings)
    judged, told = judge_alone(form, ret)
    findings = tuple(finding for finding in told if _belongs_here(finding))
    return Verdict(card=card, form=form, ret=ret, judged=judged, findings=findings)


def _belongs_here(finding: Finding) -> bool:
    """Not what is only spelled otherwise, nor that somebody keeps a sheet of their own here."""
    return not is_respelled(finding) and finding.code != "READ-021"


def _read(session: Session, report: GateReport, card: Card, form: StageForm) -> Return:
    """The return, texts of old fonts decoded; read twice only where there are such texts."""
    ret = return_of(session.book.name, "", report, session.grids, card, form)
    name = ret.places.sheet
    if ret.rejected is not None or name not in session.sheets:
        return ret
    grid = decoded_grid(session.sheets[name], session.grids[name], typed_inputs(form, ret))
    if grid is None:
        return ret
    return return_of(session.book.name, "", report, _Decoded(session.grids, grid), card, form)


class _Decoded(Mapping[str, Grid]):
    """The sheets of an open workbook, one of them decoded; the others are read when asked for."""

    def __init__(self, grids: Mapping[str, Grid], grid: Grid) -> None:
        self._grids = grids
        self._grid = grid

    def __getitem__(self, name: str) -> Grid:
        return self._grid if name == self._grid.name else self._grids[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._grids)

    def __len__(self) -> int:
        return len(self._grids)
