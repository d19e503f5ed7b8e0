"""Whether a return holds entries, or the tick that there are none: the verdict on the whole.

The workbook says the same of itself ("CHƯA gửi được"); the cell to be mended is that of the tick,
or else the first one to be filled in.
"""

from __future__ import annotations

from collections.abc import Sequence

from appraisal.returned import Return
from schemas.field import Form
from schemas.finding import Finding, Origin, Severity
from schemas.value import JudgedRow

__all__ = ["empty_finding"]


def empty_finding(
    form: Form | None,
    ret: Return,
    rows: Sequence[JudgedRow],
    filled: Sequence[bool],
    *,
    alone: bool,
) -> Finding | None:
    """What is wrong with a return as a whole, or None.

    RET-027: something else than ``x`` stands where "there is nothing" is ticked. RET-023: it is
    ticked although rows count. RET-026: no row counts and nothing is ticked (an error); or printed
    rows count of which none was filled in (a warning of the merge: in the workbook their own faults
    tell it).

    Where rows may stay blank and nothing can be ticked, a blank return may be meant, so that at
    the merge it is a warning; ``alone``, in the workbook that may still be mended, an error.
    """
    places = ret.places
    origin = Origin(file=ret.path, sheet=places.sheet, cell=places.nil or places.first)
    if ret.nil_odd:
        params = {"label": form.nil if form else ""}
        return _error("RET-027", origin, ret.nil_odd, params)
    used, typed = sum(row.used for row in rows), sum(filled)
    if ret.nil:
        return _error("RET-023", origin, "", {"rows": str(typed or used)}) if used else None
    if typed or (used and alone):
        return None
    meant = form is not None and form.sparse and not form.nil and not alone
    weak = used > 0 or meant
    return Finding(
        code="RET-026", severity=Severity.WARNING if weak else Severity.ERROR, origin=origin
    )


def _error(code: str, origin: Origin, value: str, params: dict[str, str]) -> Finding:
    return Finding(code=code, severity=Severity.ERROR, origin=origin, value=value, params=params)
