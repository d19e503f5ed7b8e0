"""The installed file: there, ours, of this version, unmarked, alone."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from tests.xladdin.setup.machines import ADDIN, ADDINS, EXCEL, POLICY, bare, healthy, usual_addin
from xladdin.setup.doctor.copy import edition, mark, place, second_copies
from xladdin.setup.doctor.result import Result
from xladdin.setup.machine import Hive

pytestmark = pytest.mark.usefixtures("xlwings")

FILE = {"file": str(ADDIN)}


def test_the_installed_add_in_is_well() -> None:
    machine = healthy()
    assert place(machine) == Result.good("ADD-127", **FILE)
    assert edition(machine) == Result.good("ADD-128")
    assert mark(machine) == Result.good("ADD-129")
    assert second_copies(machine) == Result.good("ADD-130")


def test_an_add_in_that_was_never_installed_is_told_once() -> None:
    machine = bare()
    assert place(machine) == Result.missing("ADD-127:none", **FILE)
    assert (edition(machine), mark(machine)) == (None, None)


def test_an_add_in_that_vanished_is_known_by_the_receipt() -> None:
    machine = healthy()
    del machine.files[ADDIN]
    assert place(machine) == Result.missing("ADD-127:gone", **FILE)


@pytest.mark.parametrize(
    ("data", "code"), [(b"", "ADD-127:empty"), (b"PK\x03\x04", "ADD-127:foreign")]
)
def test_an_empty_and_a_foreign_file_are_told(data: bytes, code: str) -> None:
    machine = healthy()
    machine.files[ADDIN] = data
    assert place(machine) == Result.missing(code, **FILE)
    assert edition(machine) is None


def test_an_older_add_in_is_told() -> None:
    machine = healthy()
    machine.files[ADDIN] = _with_another_ribbon(usual_addin())
    assert edition(machine) == Result.look("ADD-128:differs")


def test_an_add_in_for_another_python_is_of_this_version_too() -> None:
    machine = healthy()
    machine.files[ADDIN] = usual_addin(r"D:\Python 3.13\python.exe")
    assert edition(machine) == Result.good("ADD-128")


@pytest.mark.parametrize(
    ("zone", "policy", "result"),
    [
        (b"[ZoneTransfer]\r\nZoneId=3\r\n", 0, Result.missing("ADD-129:marked", **FILE)),
        (b"[ZoneTransfer]\r\nZoneId=4\r\n", 0, Result.missing("ADD-129:marked", **FILE)),
        (b"[ZoneTransfer]\r\nZoneId=3\r\n", 1, Result.missing("ADD-129:policy", **FILE)),
        (b"[ZoneTransfer]\r\nZoneId=0\r\n", 1, Result.good("ADD-129")),
    ],
)
def test_the_mark_of_the_web(zone: bytes, policy: int, result: Result) -> None:
    machine = healthy()
    machine.streams[(ADDIN, "Zone.Identifier")] = zone
    key = rf"{POLICY}\Excel\Security"
    machine.set(Hive.USER, key, "blockcontentexecutionfrominternet", policy)
    assert mark(machine) == result


def test_a_second_copy_is_told_wherever_excel_would_find_it() -> None:
    machine = healthy()
    machine.files[ADDINS / "Thidua.xlam"] = usual_addin()
    machine.set(Hive.USER, rf"{EXCEL}\Options", "OPEN1", '/R "D:\\cu\\THIDUA.XLAM"')
    machine.set(Hive.USER, rf"{EXCEL}\Options", "OPEN", "Solver.xlam")
    machine.set(Hive.USER, rf"{EXCEL}\Options", "DefaultPath", r"D:\Thidua.xlam")
    files = f'{ADDINS / "Thidua.xlam"}; /R "D:\\cu\\THIDUA.XLAM"'
    assert second_copies(machine) == Result.look("ADD-130:found", files=files)


def _with_another_ribbon(xlam: bytes) -> bytes:
    """The add-in of a version that had other buttons."""
    made = BytesIO()
    with ZipFile(BytesIO(xlam)) as old, ZipFile(made, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part.replace(b"large", b"normal") if "customUI" in name else part)
    return made.getvalue()
