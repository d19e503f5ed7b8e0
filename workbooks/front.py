"""What stands in front of an issued workbook: the guide, in a pack the list of faults before it."""

from __future__ import annotations

from typing import Any

from schemas.campaign import Deadline
from workbooks.layout import FAULT_SHEET, GUIDE_SHEET
from workbooks.plan import FormPlan, ScorePlan
from workbooks.sheets.faults import FaultList, write_faults
from workbooks.sheets.guide import Guide, write_guide
from workbooks.writer import Book

__all__ = ["write_front"]


def write_front(
    book: Book,
    sheets: dict[str, Any],
    plan: FormPlan | ScorePlan,
    guide: Guide,
    until: Deadline | None,
) -> None:
    """Writes the guide and, in a pack, the faults with the last day to mend them.

    The sheet that is to be read first is the one the workbook opens on.
    """
    write_guide(book, sheets[GUIDE_SHEET], guide)
    if not plan.faults:
        sheets[GUIDE_SHEET].activate()
        return
    about = FaultList(
        title=plan.campaign.title,
        stage=plan.stage.stage_title,
        office=plan.campaign.office.name,
        who=guide.who,
        name=_addressed(plan),
        sheet=plan.stage.sheet,
        submission=plan.submission,
        until=until,
        as_of=plan.as_of,
        lang=plan.lang,
    )
    write_faults(book, sheets[FAULT_SHEET], about, plan.faults)
    sheets[FAULT_SHEET].activate()


def _addressed(plan: FormPlan | ScorePlan) -> str:
    name, code = (
        (plan.member.name, plan.member.code)
        if isinstance(plan, ScorePlan)
        else (plan.sender_name, plan.sender.id)
    )
    return f"{name} ({code})" if name != code else name
