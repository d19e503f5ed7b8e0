"""``Tong-hop.xlsx``: the district summary workbook, one module per sheet."""

from __future__ import annotations

from appraisal.run import Run
from workbooks.runindex import RunIndex
from workbooks.summary.balance import write_balance
from workbooks.summary.ballots import write_ballots
from workbooks.summary.bands import write_bands
from workbooks.summary.files import write_files
from workbooks.summary.findings import write_findings
from workbooks.summary.matrix import write_matrix
from workbooks.summary.missing import write_missing
from workbooks.summary.overview import write_overview
from workbooks.summary.ranking import write_ranking
from workbooks.summary.register import write_register
from workbooks.words import SUMMARY_SHEETS
from workbooks.writer import new_book

__all__ = ["write_summary"]


def write_summary(run: Run, lang: str = "vi") -> bytes:
    """The bytes of ``Tong-hop.xlsx``; equal runs give equal bytes.

    Counts, totals, ranks, bands and recognition are formulas over the sheet of ballots, written
    with the values of our own sums. ``lang`` is the language of messages; labels are Vietnamese.
    """
    index = RunIndex(run=run, lang=lang)
    with new_book(run.campaign.title) as (book, buffer):
        sheets = {key: book.sheet(name) for key, name in SUMMARY_SHEETS.items()}
        register = write_register(book, sheets["register"], index)
        ballots = write_ballots(book, sheets["ballots"], index)
        matrix = write_matrix(book, sheets["matrix"], index, ballots)
        ranking = write_ranking(book, sheets["ranking"], index, matrix)
        write_bands(book, sheets["bands"], index, ranking)
        write_missing(book, sheets["missing"], index)
        write_findings(book, sheets["findings"], index)
        write_files(book, sheets["files"], index)
        write_balance(book, sheets["balance"], index)
        write_overview(book, sheets["overview"], index, register, ranking)
    return buffer.getvalue()
