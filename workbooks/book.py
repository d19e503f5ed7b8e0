"""A stranger's file → its worksheets, whatever program saved it: gate first, then the reader."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from workbooks.gate import GateReport, inspect
from workbooks.gatereport import BookKind
from workbooks.grid import Grid, OtherSheets, UnreadableWorkbook, read_grids
from workbooks.odsbook import read_ods
from workbooks.xlsbook import read_xls

__all__ = ["read_workbook"]


def read_workbook(
    data: bytes, name: str, skip: Collection[str] = ()
) -> tuple[GateReport, Mapping[str, Grid]]:
    """Gate and reading in one: the report (not ``ok`` if either refused) and the grids.

    Sheets named in ``skip`` are not read, and of an .xlsx the gate looks at them only as far as
    that is safe. Never raises for anything a file may hold. Codes: those of the gate.
    """
    try:
        return _read(data, inspect(data, name, skip), skip)
    except OtherSheets:
        return _read(data, inspect(data, name), skip)


def _read(
    data: bytes, report: GateReport, skip: Collection[str]
) -> tuple[GateReport, Mapping[str, Grid]]:
    if not report.ok:
        return report, {}
    try:
        return report, _READERS[report.kind](data, report, skip)
    except UnreadableWorkbook as failure:
        return GateReport(ok=False, code=failure.code, params=failure.params), {}


_Reader = Callable[[bytes, GateReport, Collection[str]], Mapping[str, Grid]]

_READERS: Mapping[BookKind, _Reader] = {
    BookKind.XLSX: read_grids,
    BookKind.XLS: read_xls,
    BookKind.ODS: lambda data, _report, skip: read_ods(data, skip),
}
