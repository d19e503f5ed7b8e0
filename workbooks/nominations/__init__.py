"""``De-nghi-khen-thuong.xlsx``: dossier check, one list per award, and the annexes to them."""

from __future__ import annotations

from appraisal.run import Run
from workbooks.nominations.annexes import write_excluded, write_referred, write_waiting
from workbooks.nominations.awardlist import write_award
from workbooks.nominations.contents import CONTENTS, authorities, tab_colours, write_contents
from workbooks.nominations.dossiers import DOSSIERS, write_dossiers
from workbooks.nominations.sheetnames import sheet_names
from workbooks.runindex import RunIndex
from workbooks.writer import new_book

__all__ = ["write_nominations"]

_EXCLUDED = "Phụ lục loại"
_REFERRED = "Xin ý kiến"
_WAITING = "Chờ bổ sung"


def write_nominations(run: Run, lang: str = "vi") -> bytes:
    """The bytes of ``De-nghi-khen-thuong.xlsx``; equal runs give equal bytes.

    Where lists go to several authorities, a sheet first that says which goes where; their tabs
    have the colours of the authorities. Then the dossier check where the definition asks for
    one. Awards in declared order, an award without nominees too; then the annex of exclusions,
    the cases for the council, and, if there are any, the entries that wait to be mended.
    """
    index = RunIndex(run=run, lang=lang)
    taken = (CONTENTS, DOSSIERS, _EXCLUDED, _REFERRED, _WAITING)
    titles = [index.award_title(award.award) for award in run.outcome.awards]
    names = sheet_names(titles, taken)
    several = len(authorities(index)) > 1
    with new_book(run.campaign.title) as (book, buffer):
        if several:
            write_contents(book, book.sheet(CONTENTS), index, names)
        if run.campaign.dossier:
            write_dossiers(book, book.sheet(DOSSIERS), index)
        for award, name in zip(run.outcome.awards, names, strict=True):
            sheet = book.sheet(name)
            if several:
                sheet.set_tab_color(tab_colours(index)[index.awards[award.award].authority])
            write_award(book, sheet, index, award)
        write_excluded(book, book.sheet(_EXCLUDED), index)
        write_referred(book, book.sheet(_REFERRED), index)
        if any(result.waiting for result in run.outcome.entries):
            write_waiting(book, book.sheet(_WAITING), index)
    return buffer.getvalue()
