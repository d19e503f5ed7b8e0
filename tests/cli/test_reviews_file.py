"""``Tong-hop-bao-cao.xlsx`` goes with the others: written where it is due, gone where it is not."""

import hashlib
import json
from pathlib import Path

import pytest

from cli.merging import REVIEWS_FILE, merge_workspace
from tests.cli.office import AFTER, intake, open_office
from tests.cli.spoiling import filled


@pytest.fixture
def office(tmp_path: Path) -> Path:
    root = open_office(tmp_path / "dot", intake=intake("DD02"))
    (root / "nhan-ve" / "dang-ky" / "DD02.xlsx").write_bytes(filled(unit="DD02"))
    return root


def test_a_campaign_without_reports_by_headings_writes_none(office: Path) -> None:
    report = merge_workspace(office, AFTER)
    assert REVIEWS_FILE not in {path.name for path in report.written}
    assert not (office / "ket-qua" / REVIEWS_FILE).exists()


def test_it_is_written_named_and_sealed_with_its_hash(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cli.merging.write_reviews", lambda run, lang: b"merged reports")
    report = merge_workspace(office, AFTER, seal=True)
    assert office / "ket-qua" / REVIEWS_FILE in report.written
    assert (office / "ket-qua" / REVIEWS_FILE).read_bytes() == b"merged reports"
    assert report.sealed is not None
    manifest = json.loads((report.sealed / "niem-phong.json").read_bytes())
    assert manifest["outputs"][REVIEWS_FILE] == hashlib.sha256(b"merged reports").hexdigest()
    assert (report.sealed / REVIEWS_FILE).read_bytes() == b"merged reports"


def test_a_stale_one_is_removed(office: Path) -> None:
    folder = office / "ket-qua"
    folder.mkdir(exist_ok=True)
    (folder / REVIEWS_FILE).write_bytes(b"of an earlier definition")
    merge_workspace(office, AFTER)
    assert not (folder / REVIEWS_FILE).exists()
