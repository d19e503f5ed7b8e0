"""``Tong-hop.xlsx``: the district summary workbook, one module per sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from appraisal.run import Run
from workbooks.runindex import RunIndex
from workbooks.summary.balance import write_balance
from workbooks.summary.ballots import write_ballots
from workbooks.summary.bands import write_bands
from workbooks.summary.detail import DETAIL_PREFIX, Detail
from workbooks.summary.files import write_files
from workbooks.summary.findings import write_findings
from workbooks.summary.matrix import write_matrix
from workbooks.summary.missing import write_missing
from workbooks.summary.overview import write_overview
from workbooks.summary.publicity import PUBLICITY, write_publicity
from workbooks.summary.ranking import write_ranking
from workbooks.summary.register import write_register
from workbooks.summary.scalesheets import ScaleSheet, scale_sheets
from workbooks.summary.spelling import SPELLING, has_spelling, write_spelling
from workbooks.summary.statistics import STATISTICS, write_statistics
from workbooks.summary.surveys import SURVEYS, has_surveys, write_surveys
from workbooks.tablerows import table_sheet
from workbooks.words import SUMMARY_SHEETS
from workbooks.writer import new_book

__all__ = ["DETAIL_PREFIX", "SUMMARY_FILE", "summary_files", "write_summary"]

SUMMARY_FILE = "Tong-hop.xlsx"

_PER_SCALE = ("ballots", "matrix")
_MANY = 2_000
"""From so many entries on the parts wait in files for their zip, not in memory."""
_NOMINATED = "Biểu tổng hợp hồ sơ đề nghị"


def write_summary(run: Run, lang: str = "vi") -> bytes:
    """The bytes of ``Tong-hop.xlsx`` alone; see `summary_files`."""
    return summary_files(run, lang)[SUMMARY_FILE]


def summary_files(run: Run, lang: str = "vi") -> Mapping[str, bytes]:
    """``Tong-hop.xlsx``, and a CSV file for each list longer than the definition's limit, by name.

    Equal runs give equal bytes.

    Counts, totals, ranks, bands and recognition are formulas over the sheets of ballots, written
    with the values of our own sums. Sheets that only some campaigns ask for (statistics, surveys,
    publicity) stand only there, that of other spellings where there are any, and ballots and matrix
    once per point scale. ``lang`` is the language of messages; labels are Vietnamese.
    """
    index = RunIndex(run=run, lang=lang)
    campaign = run.campaign
    detail = Detail(most=campaign.limits.detail_rows)
    scored = scale_sheets(index, [SUMMARY_SHEETS[key] for key in _PER_SCALE])
    with new_book(campaign.title) as (book, buffer):
        names = _names(index, scored)
        book.workbook.in_memory = len(index.results) < _MANY
        sheets = {key: table_sheet(book, name) for key, name in names.items()}
        register = write_register(book, sheets["register"], index, detail)
        matrices = []
        for place, one in enumerate(scored):
            ballots = write_ballots(book, sheets[f"ballots{place}"], index, one, detail)
            sheet = sheets[f"matrix{place}"]
            matrices.append(write_matrix(book, sheet, index, one, ballots, detail))
        ranking = write_ranking(book, sheets["ranking"], index, matrices, detail)
        write_bands(book, sheets["bands"], index, ranking, scored)
        statistics = None
        if STATISTICS in names:
            statistics = write_statistics(book, sheets[STATISTICS], index, register)
        if SURVEYS in names:
            write_surveys(book, sheets[SURVEYS], index)
        if PUBLICITY in names:
            write_publicity(book, sheets[PUBLICITY], index)
        write_missing(book, sheets["missing"], index)
        write_findings(book, sheets["findings"], index)
        if SPELLING in names:
            write_spelling(book, sheets[SPELLING], index)
        write_files(book, sheets["files"], index, detail)
        write_balance(book, sheets["balance"], index)
        write_overview(book, sheets["overview"], index, register, ranking, statistics)
    return {SUMMARY_FILE: buffer.getvalue(), **detail.files}


def _names(index: RunIndex, scored: Sequence[ScaleSheet]) -> dict[str, str]:
    """The sheets in order, by key: ballots and matrix per scale, lists where they are asked."""
    campaign = index.run.campaign
    names: dict[str, str] = {}
    for key, name in SUMMARY_SHEETS.items():
        if key == "register" and not index.registers:
            names[key] = _NOMINATED
        elif key in _PER_SCALE:
            names |= {f"{key}{place}": one.name(name) for place, one in enumerate(scored)}
        else:
            names[key] = name
        if key == "bands":
            asked = (
                (STATISTICS, campaign.statistics is not None),
                (SURVEYS, has_surveys(campaign)),
                (PUBLICITY, bool(campaign.publicity)),
            )
            names |= {sheet: sheet for sheet, wanted in asked if wanted}
        if key == "findings" and has_spelling(index):
            names[SPELLING] = SPELLING
    return names
