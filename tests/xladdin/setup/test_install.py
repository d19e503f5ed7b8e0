"""Installing and removing on every kind of computer: nothing foreign goes, nothing in silence."""

from __future__ import annotations

import errno
import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path, PureWindowsPath

import pytest

from tests.xladdin.setup.machines import (
    ADDIN,
    ADDINS,
    HOME,
    LOCAL,
    NO_EXCEL,
    PYTHON,
    RECEIPT,
    ROAMING,
    WITH_EXCEL,
    FakeMachine,
    bare,
    healthy,
    usual_addin,
)
from xladdin.refusal import Refusal
from xladdin.setup.install import Installed, Removed, install, own_interpreter, remove
from xladdin.setup.machine import Hive, Interpreter, Ran
from xladdin.setup.receipt import Receipt, installed_places, read_receipt
from xladdin.setup.windows import ThisMachine
from xladdin.xlam.settingsread import settings_in

pytestmark = pytest.mark.usefixtures("xlwings")

USUAL = r"%LOCALAPPDATA%\Thidua\venv\Scripts\python.exe"
OTHER = PureWindowsPath(r"D:\Python 3.13\python.exe")
FURTHER = PureWindowsPath(r"D:\Excel chung")
FOREIGN = b"PK\x03\x04 somebody else's"


def _refused(machine: FakeMachine, code: str, **given: PureWindowsPath | str) -> dict[str, str]:
    """The parameters of the refusal, after which the computer is as it was."""
    before = dict(machine.files)
    with pytest.raises(Refusal) as refused:
        install(machine, **given)  # type: ignore[arg-type]  # each test gives one of the two
    assert (refused.value.code, machine.files) == (code, before)
    return refused.value.params


def test_the_add_in_is_put_into_the_start_folder_with_a_receipt() -> None:
    machine = bare()
    digest = sha256(usual_addin()).hexdigest()
    assert install(machine) == Installed(
        file=ADDIN, outcome="new", interpreter=USUAL, sha256=digest, removed=(), left=()
    )
    assert machine.files[ADDIN] == usual_addin()
    assert json.loads(machine.files[RECEIPT]) == {
        "file": str(ADDIN),
        "interpreter": USUAL,
        "sha256": digest,
    }
    assert set(machine.files) - set(bare().files) == {ADDIN, RECEIPT}


def test_the_same_add_in_is_not_written_again() -> None:
    machine = healthy()
    machine.locked[ADDIN] = errno.EACCES
    assert install(machine).outcome == "same"


def test_the_same_add_in_with_the_mark_of_the_web_is_written_again() -> None:
    machine = healthy()
    machine.streams[(ADDIN, "Zone.Identifier")] = b"[ZoneTransfer]\r\nZoneId=3\r\n"
    assert (install(machine).outcome, machine.streams) == ("replaced", {})


@pytest.mark.parametrize("old", [b"", "other"])
def test_an_older_add_in_and_an_empty_file_are_replaced(old: bytes | str) -> None:
    machine = healthy()
    machine.files[ADDIN] = usual_addin(str(OTHER)) if isinstance(old, str) else old
    assert install(machine).outcome == "replaced"
    assert machine.files[ADDIN] == usual_addin()


def test_another_interpreter_is_taken_where_it_is_there() -> None:
    machine = bare()
    machine.files[OTHER] = b"MZ"
    assert install(machine, interpreter=str(OTHER)).interpreter == str(OTHER)
    settings = settings_in(machine.files[ADDIN])
    assert settings is not None and settings["INTERPRETER_WIN"] == str(OTHER)


@pytest.mark.parametrize(
    ("program", "setting"),
    [
        (PYTHON, USUAL),
        (PYTHON.with_name("pythonw.exe"), USUAL),
        (PureWindowsPath(str(PYTHON).upper()), r"%LOCALAPPDATA%\THIDUA\VENV\SCRIPTS\PYTHON.EXE"),
        (OTHER, str(OTHER)),
        (OTHER.with_name("PythonW.exe"), str(OTHER)),
    ],
)
def test_the_own_interpreter_is_named_for_every_user(
    program: PureWindowsPath, setting: str
) -> None:
    machine = bare()
    machine.interpreter = Interpreter(program=program, version="3.12.7", base=OTHER.parent)
    assert own_interpreter(machine) == setting


def test_nothing_is_installed_without_windows() -> None:
    machine = bare()
    machine.windows = ""
    assert _refused(machine, "ADD-110") == {}


def test_nothing_is_removed_without_windows() -> None:
    machine = healthy()
    machine.windows = ""
    with pytest.raises(Refusal, match="ADD-110"):
        remove(machine)
    assert machine.files == healthy().files


@pytest.mark.parametrize("name", ["APPDATA", "LOCALAPPDATA"])
def test_nothing_is_installed_without_a_profile(name: str) -> None:
    machine = bare()
    del machine.variables[name]
    assert _refused(machine, "ADD-109") == {}


def test_a_python_of_the_store_would_write_where_excel_does_not_look() -> None:
    machine = bare()
    base = PureWindowsPath(r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12_q")
    machine.interpreter = Interpreter(program=PYTHON, version="3.12.7", base=base)
    machine.files[OTHER] = b"MZ"
    assert _refused(machine, "ADD-111") == {}
    assert _refused(machine, "ADD-111", xlstart=FURTHER) == {}
    assert _refused(machine, "ADD-111", interpreter=str(OTHER)) == {}
    done = install(machine, xlstart=FURTHER, interpreter=str(OTHER))
    assert done.file == FURTHER / "Thidua.xlam"


@pytest.mark.parametrize("path", ["python", r"C:\A&B\python.exe", "/usr/bin/python3"])
def test_an_unsafe_interpreter_is_refused(path: str) -> None:
    assert _refused(bare(), "ADD-102", interpreter=path) == {"path": path}


def test_an_interpreter_that_is_not_there_is_refused() -> None:
    assert _refused(bare(), "ADD-113", interpreter=str(OTHER)) == {"path": str(OTHER)}


def test_nothing_is_done_while_excel_is_open() -> None:
    machine = healthy()
    machine.programs["tasklist.exe"] = WITH_EXCEL
    machine.files[ADDIN] = usual_addin(str(OTHER))
    assert _refused(machine, "ADD-114") == {}
    with pytest.raises(Refusal, match="ADD-114"):
        remove(machine)
    assert ADDIN in machine.files


def test_excel_is_looked_for_among_the_programs_of_this_user() -> None:
    machine = bare()
    install(machine)
    program = r"C:\Windows\System32\tasklist.exe"
    filters = ["/NH", "/FO", "CSV", "/FI", "IMAGENAME eq EXCEL.EXE"]
    assert machine.ran == [[program, *filters, "/FI", r"USERNAME eq UBND\Lê An"]]


def test_an_account_that_windows_does_not_resolve_counts_every_excel() -> None:
    class Unresolved(FakeMachine):
        def run(self, words: Sequence[str]) -> Ran | None:
            super().run(words)
            return Ran(code=1, output="ERROR") if "/FI" in words[6:] else WITH_EXCEL

    machine = Unresolved()
    machine.__dict__.update(bare().__dict__)
    assert _refused(machine, "ADD-114") == {}


def test_a_foreign_file_of_the_name_is_never_overwritten() -> None:
    machine = bare()
    machine.files[ADDIN] = FOREIGN
    assert _refused(machine, "ADD-115") == {"file": str(ADDIN)}


@pytest.mark.parametrize(
    ("number", "reason"),
    [(errno.EACCES, "denied"), (errno.ENOSPC, "full"), (errno.EIO, "denied")],
)
def test_a_disk_that_refuses_is_told_with_its_reason(number: int, reason: str) -> None:
    machine = bare()
    machine.locked[ADDIN] = number
    told = {"file": str(ADDIN), "reason": f"@WSP-004:{reason}"}
    assert _refused(machine, "ADD-116") == told


def test_a_file_that_vanishes_at_once_is_noticed() -> None:
    machine = bare()
    machine.eaten.add(ADDIN)
    assert _refused(machine, "ADD-117") == {"file": str(ADDIN)}


def test_second_copies_go_and_are_named() -> None:
    machine = bare()
    machine.set(
        Hive.USER, r"Software\Microsoft\Office\16.0\Excel\Options", "AltStartup", str(FURTHER)
    )
    machine.files[ADDINS / "Thidua.xlam"] = usual_addin(str(OTHER))
    machine.files[FURTHER / "Thidua.xlam"] = FOREIGN
    done = install(machine)
    assert done.removed == (ADDINS / "Thidua.xlam",)
    assert done.left == (FURTHER / "Thidua.xlam",)
    assert machine.files[FURTHER / "Thidua.xlam"] == FOREIGN


def test_a_second_copy_that_is_locked_is_left_and_named() -> None:
    machine = bare()
    copy = ADDINS / "Thidua.xlam"
    machine.files[copy] = usual_addin()
    machine.locked[copy] = errno.EACCES
    assert (install(machine).left, copy in machine.files) == ((copy,), True)


def test_another_start_folder_takes_the_add_in_from_the_usual_one() -> None:
    machine = healthy()
    done = install(machine, xlstart=FURTHER)
    assert (done.file, done.removed) == (FURTHER / "Thidua.xlam", (ADDIN,))
    assert installed_places(machine).file == FURTHER / "Thidua.xlam"
    back = install(machine)
    assert (back.file, back.removed) == (ADDIN, (FURTHER / "Thidua.xlam",))


def test_remove_takes_exactly_what_install_put_there() -> None:
    machine = bare()
    before = dict(machine.files)
    install(machine)
    assert remove(machine) == Removed(removed=(ADDIN,), left=(), home=HOME)
    assert machine.files == before


def test_remove_finds_an_add_in_in_another_start_folder() -> None:
    machine = bare()
    install(machine, xlstart=FURTHER)
    assert remove(machine).removed == (FURTHER / "Thidua.xlam",)


def test_remove_leaves_a_foreign_file_and_says_so() -> None:
    machine = bare()
    machine.files[ADDIN] = FOREIGN
    machine.folders.remove(HOME)
    assert remove(machine) == Removed(removed=(), left=(ADDIN,), home=None)
    assert machine.files[ADDIN] == FOREIGN


def test_an_empty_file_goes_only_where_the_receipt_names_it() -> None:
    machine = healthy()
    machine.files[ADDIN] = b""
    machine.files[ADDINS / "Thidua.xlam"] = b""
    done = remove(machine)
    assert (done.removed, done.left) == ((ADDIN,), (ADDINS / "Thidua.xlam",))


@pytest.mark.parametrize("name", ["Báo cáo.xlsx", "Thidua.xlam.bak", "thidua"])
@pytest.mark.parametrize("content", [b"", usual_addin()], ids=["empty", "an add-in"])
def test_a_forged_receipt_deletes_no_other_file(name: str, content: bytes) -> None:
    """It may be written by anybody who reaches the profile; only a Thidua.xlam goes by it."""
    foreign = PureWindowsPath(r"D:\Huyện") / name
    machine = healthy()
    machine.files[foreign] = content
    machine.files[RECEIPT] = json.dumps(
        {"file": str(foreign), "sha256": "", "interpreter": USUAL}
    ).encode()
    assert remove(machine).removed == (ADDIN,)
    assert machine.files[foreign] == content


@pytest.mark.parametrize("file", ["Thidua.xlam", r"\Thidua.xlam", r"C:Thidua.xlam", "", "\x00"])
def test_a_receipt_without_a_whole_path_is_none(file: str) -> None:
    """It would be looked for wherever the command happens to be started."""
    machine = healthy()
    told = {"file": file, "sha256": "", "interpreter": USUAL}
    machine.files[RECEIPT] = json.dumps(told).encode()
    assert read_receipt(machine, RECEIPT) is None


def test_remove_without_an_add_in_does_nothing() -> None:
    assert remove(bare()) == Removed(removed=(), left=(), home=HOME)


def test_remove_of_a_locked_add_in_keeps_the_receipt() -> None:
    machine = healthy()
    machine.locked[ADDIN] = errno.EACCES
    with pytest.raises(Refusal) as refused:
        remove(machine)
    assert refused.value.code == "ADD-118"
    assert {ADDIN, RECEIPT} <= set(machine.files)


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b'{"file": "x"}', b"\xff", b"[" * 9_999])
def test_a_damaged_receipt_is_none(text: bytes) -> None:
    machine = healthy()
    machine.files[RECEIPT] = text
    assert read_receipt(machine, RECEIPT) is None
    assert remove(machine).removed == (ADDIN,)


class _Drive(ThisMachine):
    """This computer's disk in the place of drive C, and a Windows around it."""

    windows = "10.0.19045"

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def interpreter(self) -> Interpreter:
        return Interpreter(program=PYTHON, version="3.12.7", base=LOCAL)

    def variable(self, name: str) -> str:
        return {"APPDATA": str(ROAMING), "LOCALAPPDATA": str(LOCAL)}.get(name, "")

    def run(self, words: Sequence[str]) -> Ran | None:
        return NO_EXCEL

    def _place(self, path: PureWindowsPath) -> Path:
        return self.root.joinpath(*path.relative_to("C:\\").parts)


def test_real_files_come_whole_and_go_again(tmp_path: Path) -> None:
    machine = _Drive(tmp_path)
    machine.write(PYTHON, b"MZ")
    before = _tree(tmp_path)
    assert install(machine).outcome == "new"
    assert machine._place(ADDIN).read_bytes() == usual_addin()
    assert read_receipt(machine, RECEIPT) == Receipt(
        file=str(ADDIN), sha256=sha256(usual_addin()).hexdigest(), interpreter=USUAL
    )
    assert install(machine).outcome == "same"
    assert remove(machine) == Removed(removed=(ADDIN,), left=(), home=HOME)
    assert _tree(tmp_path) == before


def _tree(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
