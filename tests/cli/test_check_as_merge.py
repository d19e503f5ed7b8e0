"""``thidua check`` and a merge say the same of a workbook, but for what needs the workspace.

The files are those of `tests.cli.bad_input` that carry a card of their own; they are read and
judged here as both commands do it, without their processes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from appraisal.judge import judge_alone, judge_return
from cli.workspace import open_workspace
from schemas.campaign import Campaign
from schemas.finding import Finding
from schemas.formpart import stage_form
from tests.cli.bad_input import KINDS
from tests.returned.kind import RETURNED, SCORES, Kind
from tests.returned.offices import OFFICES
from workbooks.book import read_workbook
from workbooks.card import read_card
from workbooks.read import read_return, read_standalone

NEEDS_THE_WORKSPACE = {
    "another campaign": {"READ-001"},
    "form of last year": {"READ-001"},
    "our form copied into the workbook of another campaign": {"READ-021", "READ-026"},
    "unknown stage": {"READ-003"},
}
"""Kind → codes that a merge alone can find: of which campaign and stages the workspace is."""

_Told = set[tuple[object, ...]]
_LARGEST = 2**20


def _told(*findings: Finding) -> _Told:
    return {
        (f.code, f.severity, f.origin, f.value, tuple(sorted(f.params.items()))) for f in findings
    }


def _merged(campaign: Campaign, data: bytes, file: str) -> _Told:
    forms = {stage.id: stage_form(campaign, stage.id) for stage in campaign.stages}
    ret = read_return(data, file, forms, campaign.id)
    if ret.rejected is not None:
        return _told(ret.rejected)
    judged = judge_return(campaign, forms[ret.stage], ret)
    return _told(*ret.findings, *judged.findings)


def _checked(data: bytes, file: str) -> _Told:
    form, ret = read_standalone(data, file)
    if ret.rejected is not None or form is None:
        return _told(*filter(None, [ret.rejected]))
    return _told(*judge_alone(form, ret)[1])


def _carded(data: bytes, name: str) -> bool:
    report, grids = read_workbook(data, name)
    return report.ok and read_card(grids) is not None


def _differing(office: str, kinds: Iterable[Kind], root: Path) -> Iterator[tuple[str, set[str]]]:
    """Kinds of which the two say something else, and the codes of what only one says."""
    OFFICES[office].make(root)
    campaign = open_workspace(root).campaign
    for kind in kinds:
        kind.make(root)
        path = root / kind.file
        if not path.is_file() or path.stat().st_size > _LARGEST:
            continue
        data = path.read_bytes()
        if _carded(data, kind.file):
            apart = _merged(campaign, data, kind.file) ^ _checked(data, kind.file)
            if apart:
                yield kind.name, {str(code) for code, *_ in apart}


def test_check_and_merge_say_the_same_of_a_file(tmp_path: Path) -> None:
    """Only kinds that are a file in an office: others change the office itself."""
    found: dict[str, set[str]] = {}
    for office in sorted({kind.office for kind in KINDS}):
        kinds = [k for k in KINDS if k.office == office and k.file in (RETURNED, SCORES)]
        found |= dict(_differing(office, kinds, tmp_path / office))
    assert found == NEEDS_THE_WORKSPACE
