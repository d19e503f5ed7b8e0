"""``De-nghi-khen-thuong.xlsx``: one list per award, and the annexes that go with them."""

from __future__ import annotations

from appraisal.run import Run
from workbooks.nominations.annexes import write_excluded, write_referred, write_waiting
from workbooks.nominations.awardlist import write_award
from workbooks.nominations.sheetnames import sheet_names
from workbooks.runindex import RunIndex
from workbooks.writer import new_book

__all__ = ["write_nominations"]

_EXCLUDED = "Phụ lục loại"
_REFERRED = "Xin ý kiến"
_WAITING = "Chờ bổ sung"


def write_nominations(run: Run, lang: str = "vi") -> bytes:
    """The bytes of ``De-nghi-khen-thuong.xlsx``; equal runs give equal bytes.

    Awards in declared order, an award without nominees too; then the annex of exclusions, the
    cases for the council, and, if there are any, the entries that wait to be mended.
    """
    index = RunIndex(run=run, lang=lang)
    taken = (_EXCLUDED, _REFERRED, _WAITING)
    titles = [index.award_title(award.award) for award in run.outcome.awards]
    with new_book(run.campaign.title) as (book, buffer):
        for award, name in zip(run.outcome.awards, sheet_names(titles, taken), strict=True):
            write_award(book, book.sheet(name), index, award)
        write_excluded(book, book.sheet(_EXCLUDED), index)
        write_referred(book, book.sheet(_REFERRED), index)
        if any(result.waiting for result in run.outcome.entries):
            write_waiting(book, book.sheet(_WAITING), index)
    return buffer.getvalue()
