"""A workspace is opened whole, or refused; a register that is not there weighs as declared."""

from datetime import date
from pathlib import Path

import pytest

from cli.creating import create_workspace
from cli.intaking import take_in
from cli.issued import given_ballots, issued_ballots
from cli.issuing import issue_stage
from cli.running import make_run
from cli.workspace import Unusable, Workspace, open_workspace, relative_path, walk_returns
from schemas.formpart import encode_form, stage_form
from schemas.load import read_definition
from tests.cli.office import AFTER, IN_TIME, entry, intake, open_office, returned
from workbooks.issue import write_scoring
from workbooks.plan import ScorePlan, ScoreRow
from workbooks.register import Value
from workbooks.registers import (
    DECISIONS_FILE,
    HONOURS_FILE,
    INTAKE_FILE,
    MEMBERS_FILE,
    UNITS_FILE,
    write_registers,
)

SCORE = "cham-diem"


def scoring_book(workspace: Workspace, entry_id: str) -> bytes:
    """The scoring workbook of the first member, with one entry."""
    campaign = workspace.campaign
    row = ScoreRow(
        entry_id=entry_id, unit_name="Đảng ủy xã", name="Chi bộ", title="Mô hình A", subject=""
    )
    return write_scoring(
        ScorePlan(
            campaign=campaign,
            stage=stage_form(campaign, SCORE),
            form_json=encode_form(campaign, SCORE),
            member=workspace.members[0],
            rows=(row,),
            as_of=AFTER,
        )
    )


def test_missing_registers_weigh_as_the_campaign_needs_them(tmp_path: Path) -> None:
    """Only IDOC counts at Đơn Dương, so its intake register is required; decisions never are."""
    root = open_office(tmp_path / "dot")
    for name in (INTAKE_FILE, DECISIONS_FILE, MEMBERS_FILE):
        (root / name).unlink()
    workspace = open_workspace(root)
    assert [(f.origin.file, f.code, str(f.severity)) for f in workspace.findings] == [
        (MEMBERS_FILE, "REG-012", "error"),
        (INTAKE_FILE, "REG-012", "error"),
        (DECISIONS_FILE, "REG-012", "warning"),
    ]
    assert (workspace.members, workspace.intake, workspace.decisions) == ((), (), ())


def test_lock_files_and_the_like_are_counted_apart(tmp_path: Path) -> None:
    root = open_office(tmp_path / "dot")
    returns = root / "nhan-ve" / "thư mục con"
    returns.mkdir()
    for name in ("b.xlsx", "a.docx", "~$b.xlsx", ".DS_Store", "Thumbs.db", "desktop.ini"):
        (returns / name).write_bytes(b"x")
    paths, ignored = walk_returns(root)
    assert [relative_path(path, root) for path in paths] == [
        "nhan-ve/thư mục con/a.docx",
        "nhan-ve/thư mục con/b.xlsx",
    ]
    assert ignored == 4


@pytest.mark.parametrize(
    ("preset", "code", "severity"),
    [("don-duong-2024", "REG-012", "warning"), ("dan-van-kheo-2023", "REG-018", "error")],
)
def test_missing_honours_register_weighs_as_the_campaign_looks_at_it(
    tmp_path: Path, preset: str, code: str, severity: str
) -> None:
    root = tmp_path / "dot"
    create_workspace(preset, root)
    campaign, _ = read_definition((root / "campaign.json").read_bytes())
    assert campaign is not None
    unit: dict[str, Value] = {"code": "X1", "name": "Một", "group": campaign.unit_groups[0].id}
    units = write_registers(campaign, {UNITS_FILE: (unit,)})[UNITS_FILE]
    (root / UNITS_FILE).write_bytes(units)
    (root / HONOURS_FILE).unlink()
    found = [(f.origin.file, f.code, str(f.severity)) for f in open_workspace(root).findings]
    assert found == [(HONOURS_FILE, code, severity)]


def test_honours_are_read_and_belong_to_the_run(tmp_path: Path) -> None:
    root = open_office(tmp_path / "dot")
    day = date(2024, 6, 1)
    before = make_run(workspace := open_workspace(root), take_in(workspace, day), day)
    line: dict[str, Value] = {"name": "Chi bộ 1", "award": "Bằng khen", "number": "12/QĐ"}
    books = write_registers(workspace.campaign, {HONOURS_FILE: (line,)})
    (root / HONOURS_FILE).write_bytes(books[HONOURS_FILE])
    after = make_run(workspace := open_workspace(root), take_in(workspace, day), day)
    assert [h.name for h in workspace.honours] == ["Chi bộ 1"]
    assert (before.honours, after.honours) == ((), workspace.honours)
    assert HONOURS_FILE in workspace.digests
    assert before.code != after.code


def test_register_of_honours_that_cannot_be_read_refuses_the_workspace(tmp_path: Path) -> None:
    root = open_office(tmp_path / "dot")
    (root / HONOURS_FILE).write_bytes(b"not a workbook")
    with pytest.raises(Unusable) as refused:
        open_workspace(root)
    assert [(f.origin.file, f.code) for f in refused.value.findings] == [(HONOURS_FILE, "REG-001")]


def test_handed_are_those_whose_scoring_workbooks_were_issued(tmp_path: Path) -> None:
    root = open_office(tmp_path / "dot", intake=intake("DD01"))
    issue_stage(root, "dang-ky", IN_TIME)
    returned(root, "DD01", [entry("Mô hình A")])
    before = take_in(open_workspace(root), AFTER)
    assert dict(before.given) == {SCORE: {}}
    assert before.account.ledger.balance.stages[SCORE]["expected"] == 0
    folder = root / "phat-hanh" / SCORE
    folder.mkdir(parents=True, exist_ok=True)
    data = scoring_book(open_workspace(root), "DD01-01")
    (folder / "TV1-cham-diem.xlsx").write_bytes(data)
    after = take_in(workspace := open_workspace(root), AFTER)
    assert issued_ballots(root, workspace.campaign) == {"TV1": frozenset({"DD01-01"})}
    assert given_ballots(workspace.campaign, after.given) == {"TV1": frozenset({"DD01-01"})}
    told = {i.sender.id: str(i.status) for i in after.account.ledger.lines if i.stage == SCORE}
    assert told == {"TV1": "missing"} | dict.fromkeys(["TV2", "TV3", "TV4", "TV5"], "not-expected")
