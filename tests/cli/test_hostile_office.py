"""What stands in the office's folders may be forged too: nothing blocks, nothing leaves them."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli.commands import merge, verify
from cli.journal import FORWARD, read_journal
from cli.lock import hold
from cli.regular import read_regular
from cli.staging import is_inside
from cli.workspace import Unusable, open_workspace
from tests.cli.office import AFTER, intake, open_office
from tests.cli.spoiling import filled

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes and links of POSIX")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """DD01 sent a whole registration; merged and sealed."""
    root = open_office(tmp_path_factory.mktemp("made") / "dot", intake=intake("DD01"))
    whole = filled(unit="DD01", ten_mo_hinh="Một cửa số", ten="Chi bộ Một cửa số")
    (root / "nhan-ve" / "dang-ky" / "DD01.xlsx").write_bytes(whole)
    words = ["-C", str(root), "--as-of", str(AFTER), "--seal"]
    CliRunner().invoke(merge.command, words, catch_exceptions=False)
    return root


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "dot"))


def _recorded(office: Path, **changed: Any) -> None:
    path = office / "ket-qua" / "results.json"
    path.write_text(json.dumps(json.loads(path.read_bytes()) | changed), encoding="utf-8")


def _verify(office: Path) -> Result:
    return CliRunner().invoke(verify.command, ["-C", str(office)], catch_exceptions=False)


def _merge(office: Path) -> Result:
    words = ["-C", str(office), "--as-of", str(AFTER)]
    return CliRunner().invoke(merge.command, words, catch_exceptions=False)


def _codes(refused: Unusable) -> set[str]:
    return {finding.code for finding in refused.findings}


@pytest.mark.parametrize(
    "changed",
    [
        {"outputs": {"../../secret.xlsx": "0" * 64}},
        {"outputs": {"/etc/hostname": "0" * 64}},
        {"outputs": {"C:\\x.xlsx": "0" * 64}},
        {"run": "../../.."},
        {"run": "\x1b[31m"},
        {"entries": [{}]},
        {"findings": [{}]},
        {"nominations": [1]},
        {"files": [{"path": "../x"}]},
    ],
    ids=str,
)
def test_verify_refuses_a_forged_record(office: Path, changed: dict[str, Any]) -> None:
    _recorded(office, **changed)
    done = _verify(office)
    assert (done.exit_code, "WSP-051" in done.output) == (2, True)


@pytest.mark.parametrize(
    "content", [b"[" * 200_000, b"[]", b"\xff\xfe{", b""], ids=["deep", "list", "bytes", "empty"]
)
def test_verify_refuses_what_is_no_record(office: Path, content: bytes) -> None:
    (office / "ket-qua" / "results.json").write_bytes(content)
    assert "WSP-051" in _verify(office).output


def test_a_record_without_one_of_its_parts_is_not_true(office: Path) -> None:
    path = office / "ket-qua" / "results.json"
    whole = json.loads(path.read_bytes())
    del whole["campaign"]
    path.write_text(json.dumps(whole), encoding="utf-8")
    done = _verify(office)
    assert (done.exit_code, "WSP-072" in done.output) == (1, True)


@pytest.mark.parametrize(
    "content",
    [b"[]", b'{"entries": [{}]}', b"[" * 200_000],
    ids=["list", "entries", "deep"],
)
def test_merge_survives_a_forged_seal(office: Path, content: bytes) -> None:
    (sealed,) = (office / "ket-qua" / "da-chot").glob("*/results.json")
    sealed.write_bytes(content)
    assert _merge(office).exit_code in (0, 1)
    told = json.loads((office / "ket-qua" / "results.json").read_bytes())["findings"]
    assert "WSP-024" in {finding["code"] for finding in told}


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize("make", [_pipe, _endless, Path.mkdir])
@pytest.mark.parametrize("name", ["don-vi.xlsx", "hoi-dong.xlsx"])
def test_a_register_that_is_no_file_is_refused(
    office: Path, name: str, make: Callable[[Path], None]
) -> None:
    (office / name).unlink()
    make(office / name)
    with pytest.raises(Unusable) as refused:
        open_workspace(office)
    assert "WSP-002" in _codes(refused.value)


@pytest.mark.parametrize("make", [_pipe, _endless, Path.mkdir])
def test_an_output_that_is_no_file_is_told(office: Path, make: Callable[[Path], None]) -> None:
    path = office / "ket-qua" / "Tong-hop.xlsx"
    path.unlink()
    make(path)
    done = _verify(office)
    assert (done.exit_code, "WSP-057" in done.output) == (1, True)


def test_only_regular_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "so.xlsx").write_bytes(b"PK")
    assert read_regular(tmp_path / "so.xlsx") == b"PK"
    _pipe(tmp_path / "ong")
    for odd in ("ong", ".", "gone"):
        with pytest.raises(OSError):
            read_regular(tmp_path / odd)


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("Tong-hop.xlsx", True),
        ("bo-sung/DD01.xlsx", True),
        ("..", False),
        ("../x", False),
        ("x/../../y", False),
        ("/etc/passwd", False),
        ("C:x", False),
        ("a\\b", False),
        ("a\0b", False),
        ("", False),
        (5, False),
    ],
)
def test_names_from_files_stay_inside(name: object, inside: bool) -> None:
    assert is_inside(name) is inside


@pytest.mark.parametrize("name", ["../nan-nhan", "a\0b", 5, "x/../../../nan-nhan"])
def test_a_forged_journal_moves_nothing(office: Path, name: object) -> None:
    victim = office / "nan-nhan"
    victim.write_text("quý", encoding="utf-8")
    moves = [{"name": name, "new": None, "old": hashlib.sha256("quý".encode()).hexdigest()}]
    seal = hashlib.sha256(json.dumps(moves, sort_keys=True).encode()).hexdigest()
    journal = office / "ket-qua" / FORWARD
    journal.write_text(json.dumps({"moves": moves, "sha256": seal}), encoding="utf-8")
    assert read_journal(office / "ket-qua", FORWARD) is None
    assert victim.read_text(encoding="utf-8") == "quý"


def test_the_note_of_the_holder_is_never_written_through_a_link(tmp_path: Path) -> None:
    victim = tmp_path / "nan-nhan"
    victim.write_text("quý", encoding="utf-8")
    (tmp_path / ".dang-chay.json").symlink_to(victim)
    with hold(tmp_path):
        assert not (tmp_path / ".dang-chay.json").is_symlink()
    assert victim.read_text(encoding="utf-8") == "quý"


@pytest.mark.parametrize("make", [_pipe, Path.mkdir])
def test_an_odd_note_of_the_holder_holds_nobody_up(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / ".dang-chay.json")
    with hold(tmp_path):
        pass


def test_a_lock_that_is_a_link_is_refused(tmp_path: Path) -> None:
    victim = tmp_path / "nan-nhan"
    victim.write_text("quý", encoding="utf-8")
    (tmp_path / ".dang-chay.lock").symlink_to(victim)
    with pytest.raises(Unusable), hold(tmp_path):
        pass
    assert victim.read_text(encoding="utf-8") == "quý"
