"""Checks one workbook by itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from appraisal.judge import judge_alone
from schemas.finding import Finding, Origin, Severity
from schemas.reason import reason_of
from workbooks.read import read_standalone

__all__ = ["Checked", "check_file"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What there is to say of one file. ``unusable``: nothing of it could be read at all.

    ``letter_code`` is the code that the signed letter must bear, empty where there is no letter.
    """

    findings: tuple[Finding, ...]
    letter_code: str = ""
    unusable: bool = False


def check_file(path: Path) -> Checked:
    """Every finding of one workbook, in sheet order.

    WSP-015 where the file is not there, WSP-025 a folder, WSP-002 unreadable.
    """
    if path.is_dir():
        return _unusable("WSP-025", path)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return _unusable("WSP-015", path)
    except OSError as error:
        return _unusable("WSP-002", path, reason=reason_of(error))
    form, ret = read_standalone(data, path.name)
    if ret.rejected is not None or form is None:
        return Checked(findings=(ret.rejected,) if ret.rejected else ())
    _, findings = judge_alone(form, ret)
    return Checked(findings=findings, letter_code=ret.letter_code)


def _unusable(code: str, path: Path, **more: str) -> Checked:
    params = {"file": str(path), **more}
    origin = Origin(file=str(path))
    finding = Finding(code=code, severity=Severity.ERROR, origin=origin, params=params)
    return Checked(findings=(finding,), unusable=True)
