"""Checks one workbook by itself."""

from __future__ import annotations

from pathlib import Path

from appraisal.judge import judge_return
from appraisal.sheetorder import in_order
from cli.workspace import Unusable
from schemas.finding import Finding
from workbooks.read import read_standalone

__all__ = ["check_file"]


def check_file(path: Path) -> tuple[Finding, ...]:
    """Every finding of one workbook, in sheet order; WSP-015 where the file is not there."""
    if not path.is_file():
        raise Unusable.because("WSP-015", file=str(path))
    form, ret = read_standalone(path.read_bytes(), path.name)
    if ret.rejected is not None or form is None:
        return (ret.rejected,) if ret.rejected else ()
    return in_order((*ret.findings, *judge_return(None, form, ret).findings))
