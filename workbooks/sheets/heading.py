"""The lines on top of a form: campaign, stage, sender, deadline."""

from __future__ import annotations

from schemas.campaign import Deadline
from schemas.kinds import SenderKind
from schemas.text import safe_text
from workbooks.due import due_text
from workbooks.labels import word
from workbooks.plan import FormPlan, ScorePlan

__all__ = ["due_line", "heading_lines", "sender_line", "title_line"]


def heading_lines(plan: FormPlan) -> tuple[str, str, str, str]:
    """Campaign (the office where the stage bears its title), stage, sender, deadline."""
    above = plan.campaign.title
    if above == plan.stage.stage_title:
        above = plan.campaign.office.name.upper()
    return above, title_line(plan), sender_line(plan), due_line(plan)


def title_line(plan: FormPlan | ScorePlan) -> str:
    """The stage, and whether it is a supplement or a further submission."""
    title = plan.stage.stage_title
    if plan.part:
        title += word("supplement", plan.lang, part=plan.part)
    if plan.submission > 1:
        title += word("again", plan.lang, submission=plan.submission)
    return title


def sender_line(plan: FormPlan) -> str:
    """Who fills it in: a unit, or the body that surveys."""
    key = "sender_body" if plan.sender.kind is SenderKind.BODY else "sender"
    return word(key, plan.lang, name=safe_text(plan.sender_name), code=plan.sender.id)


def due_line(plan: FormPlan | ScorePlan) -> str:
    """The last day of the sender's group, and where to send it."""
    stage = plan.campaign.stage(plan.stage.stage_id)
    send_to = stage.send_to if stage else ""
    deadline: Deadline | None = stage.deadline_for(plan.group) if stage else None
    if deadline is None:
        return word("due_none", plan.lang, to=send_to)
    return word("due", plan.lang, text=due_text(deadline, plan.lang), to=send_to)
