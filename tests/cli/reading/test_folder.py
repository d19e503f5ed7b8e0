"""A whole merge over a folder of odd things: each is one line, and the others count as before."""

from __future__ import annotations

import json
import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.checking import check_file, check_files
from cli.reading import content
from cli.workspace import return_names, walk_returns
from tests.cli.office import AFTER, BEFORE, entry, intake, open_office, returned
from tests.cli.reading.alike import read_both_ways
from tests.cli.test_commands import thidua
from tests.workbooks.handmade import workbook
from workbooks.read import read_standalone

GOOD = "nhan-ve/dang-ky/"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three units returned; nothing is wrong."""
    units = ("DD01", "DD02", "DD03")
    root = open_office(tmp_path_factory.mktemp("made") / "dot", intake=intake(*units))
    assert thidua("issue", "dang-ky", "-C", str(root), "--as-of", str(BEFORE)).exit_code == 0
    for unit in units:
        returned(root, unit, [entry(f"Mô hình {unit}")])
    return root


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "dot"))


def _merged(root: Path) -> dict[str, tuple[str, str | None]]:
    done = thidua("merge", "-C", str(root), "--as-of", str(AFTER))
    assert "Traceback" not in done.output
    told = json.loads((root / "ket-qua" / "results.json").read_text("utf-8"))
    files = told["balance"]["files"]
    assert files["seen"] == len(told["files"])
    assert files["seen"] == sum(files[way] for way in files if way not in ("seen", "ignored"))
    return {file["path"]: (file["status"], file["reason"]) for file in told["files"]}


def _fifo(folder: Path) -> Callable[[], object] | None:
    os.mkfifo(folder / "xau.xlsx")
    return None


def _socket(folder: Path) -> Callable[[], object] | None:
    plug = socket.socket(socket.AF_UNIX)
    here = Path.cwd()
    os.chdir(folder)  # a path of a socket is short
    plug.bind("xau.xlsx")
    os.chdir(here)
    return plug.close


def _folder(folder: Path) -> None:
    (folder / "xau.xlsx").mkdir()


def _loop(folder: Path) -> None:
    (folder / "xau.xlsx").symlink_to(folder / "xau.xlsx")


def _way_back(folder: Path) -> None:
    (folder / "xau.xlsx").symlink_to(folder.parent)


def _way_back_without_suffix(folder: Path) -> None:
    (folder / "xau").symlink_to(folder.parent)


def _nowhere(folder: Path) -> None:
    (folder / "xau.xlsx").symlink_to("khong-co.xlsx")


@pytest.mark.parametrize(
    ("make", "code", "name"),
    [
        (_fifo, "WSP-030", "xau.xlsx"),
        (_socket, "WSP-030", "xau.xlsx"),
        (_folder, "WSP-031", "xau.xlsx"),
        (_loop, "WSP-032", "xau.xlsx"),
        (_way_back, "WSP-032", "xau.xlsx"),
        (_way_back_without_suffix, "WSP-032", "xau"),
        (_nowhere, "WSP-032", "xau.xlsx"),
    ],
)
def test_what_is_no_file_is_one_rejected_line(
    make: Callable[[Path], Callable[[], object] | None], code: str, name: str, office: Path
) -> None:
    before = _merged(office)
    undo = make(office / "nhan-ve" / "dang-ky")
    assert _merged(office) == before | {GOOD + name: ("rejected", code)}
    if undo:
        undo()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"b\xe1o c\xe1o.xlsx", "b\\udce1o c\\udce1o.xlsx"),
        (b"hai\nd\xc3\xb2ng.xlsx", "hai\\u000adòng.xlsx"),
        (b"chuong\x07\x1b[31m.xlsx", "chuong\\u0007\\u001b[31m.xlsx"),
        ("ngược\u202exslx.exe".encode(), "ngược\\u202exslx.exe"),
        (b"$(touch x);'\"`&|.xlsx", "$(touch x);'\"`&|.xlsx"),
        (b"=1+1.xlsx", "=1+1.xlsx"),
        (b"-C.xlsx", "-C.xlsx"),
        (b"d" * 250 + b".xlsx", "d" * 250 + ".xlsx"),
    ],
)
def test_any_name_is_a_line_in_every_output(name: bytes, shown: str, office: Path) -> None:
    """The file is a good one, of a unit that had sent none: the name takes nothing from it."""
    folder = office / "nhan-ve" / "dang-ky"
    good = next(folder.glob("DD03-*.xlsx"))
    target = os.path.join(os.fsencode(folder), name)
    os.rename(good, target)
    assert _merged(office)[GOOD + shown] == ("merged", None)
    Path(os.fsdecode(target)).write_bytes(b"spoiled")
    assert _merged(office)[GOOD + shown] == ("rejected", "FILE-NOTZIP")


def test_a_path_of_the_longest_kind_is_read(office: Path) -> None:
    folder = office / "nhan-ve" / "dang-ky"
    good = next(folder.glob("DD03-*.xlsx"))
    deep = folder.joinpath(*["d" * 250] * 14)
    deep.mkdir(parents=True)
    os.rename(good, deep / "x.xlsx")
    named = GOOD + "/".join(["d" * 250] * 14) + "/x.xlsx"
    assert _merged(office)[named] == ("merged", None)


def test_names_that_look_alike_are_told_apart(tmp_path: Path) -> None:
    """Composed and decomposed letters, and a file that is called like the second of them."""
    names = ["e\u0301.xlsx", "é.xlsx", "é.xlsx (2)"]
    for name in names:
        (tmp_path / name).touch()
    paths = [tmp_path / name for name in names]
    assert return_names(paths, tmp_path) == ("é.xlsx", "é.xlsx (3)", "é.xlsx (2)")


def test_a_return_that_vanishes_between_listing_and_reading(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths, ignored = walk_returns(office)
    gone = next(path for path in paths if path.name.startswith("DD02"))
    gone.unlink()
    monkeypatch.setattr("cli.intaking.walk_returns", lambda _: (paths, ignored))
    told = {file: reason for file, (_, reason) in _merged(office).items()}
    assert sorted(told.values(), key=str) == [None, None, "WSP-029"]


def test_a_return_that_is_being_written(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "PAUSE", 0.0)
    real = os.open

    def opened(file: Any, *flags: Any) -> int:
        if isinstance(file, Path) and file.name.startswith("DD02"):
            file.write_bytes(file.read_bytes() + b"more")
        return real(file, *flags)

    monkeypatch.setattr(os, "open", opened)
    told = {file: reason for file, (_, reason) in _merged(office).items()}
    assert sorted(told.values(), key=str) == [None, None, "WSP-028"]


def test_returns_read_in_processes_are_those_read_in_this_one(office: Path) -> None:
    """Of whole campaigns the demos tell (``tests/examples``)."""
    (office / "nhan-ve" / "rac.xlsx").write_bytes(workbook())
    (office / "nhan-ve" / "cut.xlsx").write_bytes(workbook()[:-40])
    told, here = read_both_ways(office)
    assert told == here
    assert [ret.rejected is None for ret in here] == [False, True, True, True, False]


def test_checking_goes_the_same_way(office: Path, tmp_path: Path) -> None:
    good = next((office / "nhan-ve" / "dang-ky").glob("DD01-*.xlsx"))
    _fifo(tmp_path)
    (tmp_path / "nowhere.xlsx").symlink_to(tmp_path / "nothing")
    odd = [tmp_path / "xau.xlsx", tmp_path / "none.xlsx", tmp_path, tmp_path / "nowhere.xlsx"]
    found = check_files([good, *odd])
    form, ret = read_standalone(good.read_bytes(), good.name)
    assert form is not None
    assert found[0].letter_code == ret.letter_code
    assert [(c.unusable, [f.code for f in c.findings]) for c in found[1:]] == [
        (True, ["WSP-030"]),
        (True, ["WSP-015"]),
        (True, ["WSP-025"]),
        (True, ["WSP-015"]),
    ]
    assert check_file(good) == found[0]
