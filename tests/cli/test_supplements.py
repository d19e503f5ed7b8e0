"""A second issue writes only what is new; a supplement is united with the first part."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cli.intaking import take_in
from cli.issuing import issue_stage
from cli.merging import merge_workspace
from cli.workspace import open_workspace
from schemas.campaign import Campaign
from schemas.formpart import stage_form
from schemas.kinds import FieldKind
from schemas.load import read_definition
from tests.cli.office import BEFORE, entry, intake, open_office, opened, returned
from workbooks.layout import layout_of
from workbooks.register import Value
from workbooks.registers import UNITS_FILE, write_registers

REPORTS = date(2024, 10, 1)
RESULTS = date(2024, 11, 30)


def issued(root: Path, stage: str) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in (root / "phat-hanh" / stage).iterdir()}


def add_unit(root: Path, code: str) -> None:
    """The office adds a unit to its register, as it stands."""
    campaign, _ = read_definition((root / "campaign.json").read_bytes())
    assert campaign is not None
    figures: dict[str, Value] = {f"figure:{f.id}": Decimal(10) for f in campaign.figures}
    lines: tuple[Mapping[str, Value], ...] = tuple(
        {"code": c, "name": f"Đảng ủy xã {c}", "group": campaign.unit_groups[0].id, **figures}
        for c in ("DD01", "DD02", "DD03", code)
    )
    (root / UNITS_FILE).write_bytes(write_registers(campaign, {UNITS_FILE: lines})[UNITS_FILE])


def report(root: Path, source: Path, said: str) -> None:
    """A report comes back with the free text of its first entry filled."""
    campaign, _ = read_definition((root / "campaign.json").read_bytes())
    assert campaign is not None
    form = stage_form(campaign, "bao-cao")
    assert form.form is not None
    book = opened(source)
    rows = sum(1 for r in book["_thidua"].iter_rows(min_col=4, max_col=4) if r[0].value)
    where = layout_of(form, rows)
    sheet = book[form.sheet]
    column = where.inputs[long_text(campaign)][0]
    sheet.cell(where.first_row + 1, column + 1).value = said
    book.save(root / "nhan-ve" / "bao-cao" / source.name)


def told(root: Path) -> dict[str, object]:
    """What the reports say of each entry."""
    workspace = open_workspace(root)
    field = long_text(workspace.campaign)
    entries = take_in(workspace, RESULTS).account.entries
    return {entry.id: entry.values.get(field) for entry in entries}


def long_text(campaign: Campaign) -> str:
    """The first free text that the report asks for."""
    form = stage_form(campaign, "bao-cao").form
    assert form is not None
    return next(field.id for field in form.fields if field.kind is FieldKind.LONG_TEXT)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """DD01 registered one entry, was issued a report, and registered a second one later."""
    root = open_office(tmp_path_factory.mktemp("made") / "dot", intake=intake("DD01"))
    issue_stage(root, "dang-ky", BEFORE)
    returned(root, "DD01", [entry("Một cửa số")])
    issue_stage(root, "bao-cao", REPORTS)
    return root


def test_unit_added_later_is_the_only_one_issued(office: Path) -> None:
    before = issued(office, "dang-ky")
    add_unit(office, "DD04")
    made = issue_stage(office, "dang-ky", BEFORE)
    assert [path.name for path in made.written] == ["DD04-Dang-uy-xa-DD04-dang-ky.xlsx"]
    assert made.kept == 3
    after = issued(office, "dang-ky")
    assert {name: after[name] for name in before} == before
    assert issue_stage(office, "dang-ky", BEFORE).written == ()


def test_entry_added_later_goes_out_alone_and_is_united_with_the_first_part(office: Path) -> None:
    first = issued(office, "bao-cao")
    assert sorted(first) == ["DD01-Dang-uy-xa-DD01-bao-cao.xlsx"]
    returned(office, "DD01", [entry("Một cửa số"), entry("Chợ không tiền mặt")])
    supplement = issue_stage(office, "bao-cao", REPORTS).written
    assert [path.name for path in supplement] == ["DD01-Dang-uy-xa-DD01-bao-cao-bo-sung-1.xlsx"]
    assert issued(office, "bao-cao").items() > first.items()
    assert issue_stage(office, "bao-cao", REPORTS).written == ()
    report(office, office / "phat-hanh" / "bao-cao" / next(iter(first)), "Một cửa: xong.")
    report(office, supplement[0], "Chợ: xong.")
    merge_workspace(office, RESULTS)
    results = json.loads((office / "ket-qua" / "results.json").read_text("utf-8"))
    assert [(f["path"], f["status"]) for f in results["files"] if f["stage"] == "bao-cao"] == [
        ("nhan-ve/bao-cao/DD01-Dang-uy-xa-DD01-bao-cao-bo-sung-1.xlsx", "merged"),
        ("nhan-ve/bao-cao/DD01-Dang-uy-xa-DD01-bao-cao.xlsx", "merged"),
    ]
    assert told(office) == {"DD01-01": "Một cửa: xong.", "DD01-02": "Chợ: xong."}
    lost = [f for f in results["findings"] if f["code"] in ("RET-020", "RET-021", "RET-022")]
    assert lost == []
    unit = next(u for u in results["units"] if u["code"] == "DD01")
    assert unit["stages"]["bao-cao"] in ("merged", "late")


def test_half_written_workbook_of_a_killed_issue_counts_as_not_issued(office: Path) -> None:
    folder = office / "phat-hanh" / "dang-ky"
    whole = folder / "DD02-Dang-uy-xa-DD02-dang-ky.xlsx"
    whole.rename(folder / ".dang-ghi-999-DD02.xlsx")
    written = issue_stage(office, "dang-ky", BEFORE).written
    assert [path.name for path in written] == [whole.name]
