"""Checks workbooks by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from appraisal.judge import judge_alone
from cli.reading.limits import LIMITS, Limits
from cli.reading.names import shown_name
from cli.reading.pool import Outcome, failure, read_all
from schemas.finding import Finding, Origin, Severity
from workbooks.read import read_standalone

__all__ = ["Checked", "check_file", "check_files"]

_UNUSABLE = {"WSP-010": "WSP-002", "WSP-029": "WSP-015", "WSP-031": "WSP-025", "WSP-032": "WSP-015"}
"""What is said of a file that was named by hand, where a merge says it of one that came back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What there is to say of one file. ``unusable``: nothing of it could be read at all.

    ``letter_code`` is the code that the signed letter must bear, empty where there is no letter.
    """

    findings: tuple[Finding, ...]
    letter_code: str = ""
    unusable: bool = False


def check_file(path: Path) -> Checked:
    """Every finding of one workbook, in sheet order; codes as `check_files`."""
    return check_files((path,))[0]


def check_files(paths: Sequence[Path], limits: Limits = LIMITS) -> tuple[Checked, ...]:
    """Every finding of each workbook, in sheet order; read as a merge reads returns.

    WSP-015 where the file is not there, WSP-025 a folder, WSP-002 unreadable, and those of
    `cli.reading.pool`.
    """
    files = [(path, shown_name(path.name)) for path in paths]
    outcomes = read_all(files, read_standalone, limits=limits)
    return tuple(_checked(path, found) for path, found in zip(paths, outcomes, strict=True))


def _checked(path: Path, found: Outcome) -> Checked:
    if found.code:
        return _failed(path, found)
    form, ret = found.value
    if ret.rejected is not None or form is None:
        return Checked(findings=(ret.rejected,) if ret.rejected else ())
    _, findings = judge_alone(form, ret)
    return Checked(findings=findings, letter_code=ret.letter_code)


def _failed(path: Path, found: Outcome) -> Checked:
    """What has bytes was a workbook, if one that no reader survives; what has none is unusable."""
    if found.sha256 or found.code == "WSP-011":
        return Checked(findings=(failure(found, shown_name(path.name)),))
    name = shown_name(str(path))
    finding = Finding(
        code=_UNUSABLE.get(found.code, found.code),
        severity=Severity.ERROR,
        origin=Origin(file=name),
        params={"file": name, **found.params},
    )
    return Checked(findings=(finding,), unusable=True)
