"""Old results stay whole: a workbook open in Excel, a late lock, a killed run, a full disk."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.commands import merge
from tests.cli.office import AFTER, intake, open_office
from tests.cli.spoiling import filled

SUMMARY = "Tong-hop.xlsx"
LISTS = "De-nghi-khen-thuong.xlsx"


def merged(root: Path) -> Result:
    words = ["-C", str(root), "--as-of", str(AFTER)]
    return CliRunner().invoke(merge.command, words, catch_exceptions=False)


def results(root: Path) -> dict[str, bytes]:
    folder = root / "ket-qua"
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Merged once with a fault in DD02's return; then DD02 mended it: a merge would change all."""
    root = open_office(tmp_path_factory.mktemp("made") / "dot", intake=intake("DD02"))
    place = root / "nhan-ve" / "dang-ky" / "DD02.xlsx"
    place.write_bytes(filled(unit="DD02", tinh_moi=None))
    assert merged(root).exit_code == 1
    place.write_bytes(filled(unit="DD02"))
    return root


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "dot"))


def test_summary_open_in_excel_is_a_sentence(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = results(office)
    real = Path.open

    def locked(self: Path, mode: str = "r", *args: object, **more: object) -> object:
        if self.name == SUMMARY and mode == "r+b":
            raise PermissionError(13, "Permission denied", str(self))
        return real(self, mode)

    monkeypatch.setattr(Path, "open", locked)
    done = merged(office)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.startswith(
        f"LỖI WSP-005\n    Không thay được «{SUMMARY}» vì tệp đang mở trong Excel"
    )
    assert results(office) == before


@pytest.mark.parametrize("refusing", [SUMMARY, LISTS, "results.json"])
def test_workbook_opened_while_results_are_replaced_undoes_all(
    office: Path, monkeypatch: pytest.MonkeyPatch, refusing: str
) -> None:
    before = results(office)
    real = os.replace

    def late(source: Path, target: Path) -> None:
        if target.name == refusing:
            raise PermissionError(13, "Permission denied", str(target))
        real(source, target)

    monkeypatch.setattr(os, "replace", late)
    done = merged(office)
    assert done.exit_code == 2
    assert f"«{refusing}»" in done.stderr
    assert results(office) == before
    monkeypatch.undo()
    assert merged(office).exit_code == 0
    after = results(office)
    assert sorted(before.keys() - after.keys()) == [
        "bo-sung/DD02-Dang-uy-xa-DD02-dang-ky.xlsx",
        "bo-sung/Thu-gui-don-vi.xlsx",
    ]
    assert {name for name in after if after[name] == before[name]} == set()


def test_run_killed_between_staging_and_replacing_leaves_old_results(office: Path) -> None:
    before = results(office)
    code = (
        "import os, cli.output as output\n"
        "output._check_free = lambda targets: os._exit(9)\n"
        "from cli.main import main\n"
        "main()"
    )
    words = ["merge", "-C", str(office), "--as-of", str(AFTER)]
    killed = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, check=False)
    assert killed.returncode == 9
    left = [p.name for p in (office / "ket-qua").iterdir() if p.name.startswith(".dang-ghi")]
    assert len(left) == 1
    assert {k: v for k, v in results(office).items() if not k.startswith(".dang-ghi")} == before
    after = merged(office)
    assert after.exit_code == 0
    assert "chưa tệp kết quả nào bị thay, các tệp ghi dở đã được xóa" in after.stderr
    assert not [name for name in results(office) if name.startswith(".dang-ghi")]


def test_full_disk_is_a_sentence_in_vietnamese(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = results(office)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    done = merged(office)
    assert done.exit_code == 2
    assert "hết chỗ trên ổ đĩa. Kết quả cũ vẫn còn nguyên." in done.stderr
    assert "No space" not in done.stderr
    assert results(office) == before
