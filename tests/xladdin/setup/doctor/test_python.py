"""The Python of the buttons: named, there, safe to call, and able to import what they need."""

from __future__ import annotations

import sys
from dataclasses import replace
from importlib.metadata import version
from pathlib import PureWindowsPath

import pytest

from tests.xladdin.setup.machines import ADDIN, PYTHON, bare, healthy, told, usual_addin
from xladdin.refusal import Refusal
from xladdin.setup.doctor.python import _PROBE, _answer, interpreter, packages, path, python, source
from xladdin.setup.doctor.result import Result
from xladdin.setup.machine import Ran
from xladdin.setup.windows import ThisMachine
from xladdin.xlam.upstream import UpstreamError

pytestmark = pytest.mark.usefixtures("xlwings")

OTHER = PureWindowsPath(r"D:\Python 3.13\python.exe")
THIDUA = version("thidua")


def test_the_running_python_is_told() -> None:
    said = {"version": "3.12.7", "program": str(PYTHON)}
    assert python(healthy()) == Result.good("ADD-123", **said)


def test_a_python_of_the_store_is_told() -> None:
    machine = bare()
    base = PureWindowsPath(r"C:\Program Files\WINDOWSAPPS\PythonSoftwareFoundation.Python.3.12_q")
    machine.interpreter = replace(machine.interpreter, base=base)
    said = {"version": "3.12.7", "program": str(PYTHON)}
    assert python(machine) == Result.missing("ADD-123:store", **said)


def test_the_add_in_names_this_python() -> None:
    assert interpreter(healthy()) == Result.good("ADD-124", program=str(PYTHON))


def test_without_an_add_in_this_python_would_be_named() -> None:
    assert interpreter(bare()) == Result.good("ADD-124:planned", program=str(PYTHON))


def test_an_add_in_that_names_another_python_is_told() -> None:
    machine = healthy()
    machine.files[ADDIN] = usual_addin(str(OTHER))
    assert interpreter(machine) == Result.missing("ADD-124:gone", program=str(OTHER))
    machine.files[OTHER] = b"MZ"
    said = {"program": str(OTHER), "own": str(PYTHON)}
    assert interpreter(machine) == Result.look("ADD-124:other", **said)


@pytest.mark.parametrize(
    ("local", "code", "letters"),
    [
        (r"C:\Users\An & Bình\AppData\Local", "ADD-125:unsafe", "&"),
        (r"C:\Users\100% An!\AppData\Local", "ADD-125:unsafe", "! %"),
        (rf"C:\{'x' * 210}", "ADD-125:long", "244"),
    ],
)
def test_a_path_that_may_get_in_the_way_is_told(local: str, code: str, letters: str) -> None:
    machine = healthy()
    machine.variables["LOCALAPPDATA"] = local
    machine.files[PureWindowsPath(local) / "Thidua" / "Thidua.xlam.json"] = b""
    program = rf"{local}\Thidua\venv\Scripts\python.exe"
    assert path(machine) == Result.look(code, program=program, letters=letters)


def test_a_usual_path_with_vietnamese_letters_is_well() -> None:
    assert "ê" in str(PYTHON)
    assert path(healthy()) == Result.good("ADD-125")


def test_a_python_that_could_not_be_installed_is_refused() -> None:
    machine = bare()
    program = PureWindowsPath(r"D:\A&B\python.exe")
    machine.interpreter = replace(machine.interpreter, program=program)
    with pytest.raises(Refusal) as refused:
        path(machine)
    assert (refused.value.code, refused.value.params) == ("ADD-102", {"path": str(program)})


def test_what_the_python_of_the_buttons_has_is_told() -> None:
    machine = healthy()
    said = f"thidua {THIDUA}, xlwings 0.37.8, pywin32 311"
    assert packages(machine) == Result.good("ADD-126", packages=said)
    assert machine.ran == [[str(PYTHON), "-I", "-B", "-c", _PROBE]]


def test_what_it_cannot_import_is_told() -> None:
    machine = healthy()
    fault = {"pywin32": "No module named 'pythoncom'"}
    machine.programs["python.exe"] = told(fault)
    said = {"packages": "pywin32 (No module named 'pythoncom')", "program": str(PYTHON)}
    said["version"] = "0.37.8"
    assert packages(machine) == Result.missing("ADD-126:missing", **said)


def test_packages_of_another_version_are_told() -> None:
    machine = healthy()
    machine.programs["python.exe"] = told(thidua="0.0.9", xlwings="0.40.0")
    said = {
        "packages": "thidua 0.0.9, xlwings 0.40.0",
        "wanted": f"thidua {THIDUA}, xlwings 0.37.8",
    }
    assert packages(machine) == Result.look("ADD-126:other", **said)


@pytest.mark.parametrize(
    "ran", [None, Ran(code=1, output=""), Ran(code=0, output=""), Ran(code=0, output="3.12")]
)
def test_a_python_that_does_not_answer_is_told(ran: Ran | None) -> None:
    machine = healthy()
    machine.programs["python.exe"] = ran
    assert packages(machine) == Result.missing("ADD-126:failed", program=str(PYTHON))


def test_a_python_that_is_not_there_is_not_asked() -> None:
    machine = bare()
    del machine.files[PYTHON]
    assert (packages(machine), machine.ran) == (None, [])


def test_the_question_is_understood_by_a_real_python() -> None:
    """pywin32 is for Windows only; everything else has to be found here."""
    ran = ThisMachine().run([sys.executable, "-I", "-B", "-c", _PROBE])
    assert ran is not None and ran.code == 0
    answer = _answer(ran.output)
    assert answer is not None
    found, faults = answer
    expected = {"thidua": THIDUA, "xlwings": "0.37.8"}
    assert {name: found[name] for name in found if name != "pywin32"} == expected
    if sys.platform != "win32":
        assert faults == {"pywin32": "No module named 'pythoncom'"}


def test_this_installation_can_build() -> None:
    assert source(bare()) == Result.good("ADD-140", version="0.37.8")


def test_an_installation_without_xlwings_cannot_build(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_settings: object) -> bytes:
        raise UpstreamError("xlwings 0.37.8 is not installed")

    monkeypatch.setattr("xladdin.setup.install.addin_bytes", fail)
    with pytest.raises(Refusal) as refused:
        source(bare())
    assert refused.value.code == "ADD-103"
    assert refused.value.params["detail"] == "xlwings 0.37.8 is not installed"
