"""``Tong-hop-bao-cao.xlsx``: the units' reports merged, one sheet per outline."""

from __future__ import annotations

from appraisal.run import Run
from schemas.campaign import Campaign, Stage
from workbooks.nominations.sheetnames import sheet_names
from workbooks.reviews.merged import write_merged
from workbooks.runindex import RunIndex
from workbooks.writer import new_book

__all__ = ["outline_stages", "write_reviews"]


def outline_stages(campaign: Campaign) -> tuple[Stage, ...]:
    """The stages that are answered once per unit, heading by heading."""
    return tuple(stage for stage in campaign.stages if stage.form and stage.form.outline)


def write_reviews(run: Run, lang: str = "vi") -> bytes | None:
    """The bytes of ``Tong-hop-bao-cao.xlsx``; ``None`` where no stage is an outline.

    Equal runs give equal bytes. Counts are summed by formulas that carry our sums.
    """
    stages = outline_stages(run.campaign)
    if not stages:
        return None
    index = RunIndex(run=run, lang=lang)
    with new_book(run.campaign.title) as (book, buffer):
        for stage, name in zip(stages, sheet_names([s.sheet for s in stages]), strict=True):
            write_merged(book, book.sheet(name), index, stage)
    return buffer.getvalue()
