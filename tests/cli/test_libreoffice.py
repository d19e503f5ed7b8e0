"""A return filled and saved by LibreOffice, not by a library, goes through check and merge."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.commands import check, issue, merge
from schemas.field import Field
from schemas.formpart import stage_form
from schemas.kinds import FieldKind
from schemas.load import read_definition
from tests.cli.office import AFTER, BEFORE, entry, intake, open_office
from tests.office import fill_and_save
from workbooks.layout import Layout, address, layout_of


def typed(root: Path, entries: list[dict[str, str]]) -> list[tuple[str, str, str]]:
    """What a clerk types, cell by cell, into the registration form."""
    campaign, _ = read_definition((root / "campaign.json").read_bytes())
    assert campaign is not None
    form = stage_form(campaign, "dang-ky")
    assert form.form is not None
    where: Layout = layout_of(form, form.form.capacity)
    header = {"so_vb": "12-CV/ĐU", "ngay_vb": "3/1/2024"}
    edits = [(form.sheet, address(*where.header[key]), text) for key, text in header.items()]
    fields: dict[str, Field] = {field.id: field for field in form.form.fields}
    for number, values in enumerate(entries):
        for key, text in values.items():
            row, column = where.first_row + number, where.inputs[key][0]
            assert text == "x" or fields[key].kind is not FieldKind.MULTI_CHOICE
            edits.append((form.sheet, address(row, column), text))
    return edits


@pytest.fixture(scope="module")
def office(libreoffice: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """DD01 returned two good entries, DD02 a good and a faulty one, both saved by LibreOffice."""
    root = open_office(
        tmp_path_factory.mktemp("libreoffice") / "dot", intake=intake("DD01", "DD02")
    )
    words = ["dang-ky", "-C", str(root), "--as-of", str(BEFORE)]
    assert CliRunner().invoke(issue.command, words).exit_code == 0
    returns = {
        "DD01": [entry("Một cửa số"), entry("Chợ không tiền mặt")],
        "DD02": [entry("Tuyến đường hoa"), entry("Vườn rau", linh_vuc="Nông nghiệp")],
    }
    for unit, entries in returns.items():
        issued = next((root / "phat-hanh" / "dang-ky").glob(f"{unit}-*.xlsx"))
        fill_and_save(issued, root / "nhan-ve" / f"{unit} da dien.xlsx", typed(root, entries))
    return root


def test_check_agrees_with_what_libreoffice_shows(office: Path) -> None:
    good = CliRunner().invoke(check.command, [str(office / "nhan-ve" / "DD01 da dien.xlsx")])
    bad = CliRunner().invoke(
        check.command, [str(office / "nhan-ve" / "DD02 da dien.xlsx"), "--json"]
    )
    assert good.exit_code == 0, good.output
    assert bad.exit_code == 1
    errors = [f for f in json.loads(bad.stdout)["findings"] if f["severity"] == "error"]
    assert [(f["code"], f["value"]) for f in errors] == [("FLD-011", "Nông nghiệp")]


def test_merge_takes_the_saved_workbooks_in_whole(office: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(office, tmp_path / "dot"))
    done = CliRunner().invoke(merge.command, ["-C", str(root), "--as-of", str(AFTER)])
    assert done.exit_code == 1
    results = json.loads((root / "ket-qua" / "results.json").read_text("utf-8"))
    assert [(e["id"], e["title"], e["status"]) for e in results["entries"]] == [
        ("DD01-01", "Một cửa số", "complete"),
        ("DD01-02", "Chợ không tiền mặt", "complete"),
        ("DD02-01", "Tuyến đường hoa", "complete"),
        ("DD02-02", "Vườn rau", "incomplete"),
    ]
    assert results["balance"]["rows"]["judged"] == 4
    told_otherwise = [f for f in results["findings"] if f["code"] in ("RET-060", "RET-061")]
    assert told_otherwise == []
