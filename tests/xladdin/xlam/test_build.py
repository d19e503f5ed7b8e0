"""Thidua.xlam: the same bytes everywhere, and the sources in it are the sources beside it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.sources import PACKAGES, ROOT
from tests.xladdin.xlam.package_checker import problems_of, project_of, settings_of
from tests.xladdin.xlam.second_readers import compound_streams, olevba_sources, pyopenvba_issues
from xladdin.xlam.build import FILE_NAME, addin_bytes, addin_modules, build_addin
from xladdin.xlam.recipe import recipe
from xladdin.xlam.settings import Settings

pytestmark = pytest.mark.usefixtures("xlwings")

SOURCES = ROOT / "xladdin" / "xlam" / "ribbon"


@pytest.fixture(scope="module")
def xlam() -> bytes:
    return addin_bytes()


def _sources() -> dict[str, str]:
    return {module.name: module.source for module in addin_modules(recipe())}


def test_the_add_in_is_sound(xlam: bytes) -> None:
    assert problems_of(xlam) == []


def test_the_project_has_our_names_and_the_two_libraries(xlam: bytes) -> None:
    project = project_of(xlam)
    assert project.name == "ThiduaAddin"
    assert [(module.name, module.document) for module in project.modules] == [
        ("ThisWorkbook", True),
        ("Sheet1", True),
        ("Sheet2", True),
        ("Thidua", False),
        ("xlwings", False),
    ]
    assert project.references == [
        "stdole {00020430-0000-0000-C000-000000000046}",
        "Office {2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}",
    ]


def test_the_module_of_the_buttons_is_the_file(xlam: bytes) -> None:
    text = (SOURCES / "Thidua.bas").read_text(encoding="ascii")
    (found,) = (m.source for m in project_of(xlam).modules if m.name == "Thidua")
    assert found == text.replace("\n", "\r\n")


def test_the_ribbon_is_the_file(xlam: bytes) -> None:
    with ZipFile(BytesIO(xlam)) as archive:
        found = archive.read("customUI/customUI14.xml")
    assert found == (SOURCES / "customUI14.xml").read_bytes().replace(b"\r\n", b"\n")


def test_olevba_reads_the_same_sources(xlam: bytes) -> None:
    found = olevba_sources(xlam)
    wanted = {name: text.replace("\r\n", "\n") for name, text in _sources().items()}
    assert {name: text.replace("\r\n", "\n") for name, text in found.items()} == wanted


def test_compoundfiles_reads_it_without_a_warning(xlam: bytes, tmp_path: Path) -> None:
    with ZipFile(BytesIO(xlam)) as archive:
        data = archive.read("xl/vbaProject.bin")
    assert set(compound_streams(data, tmp_path)) == {
        "PROJECT",
        "PROJECTwm",
        "VBA/_VBA_PROJECT",
        "VBA/dir",
        *(f"VBA/{name}" for name in _sources()),
    }


def test_pyopenvba_finds_no_fault(tmp_path: Path) -> None:
    assert pyopenvba_issues(build_addin(tmp_path / FILE_NAME)) == ([], True)


def test_two_builds_are_the_same_elsewhere_and_at_another_time(xlam: bytes, tmp_path: Path) -> None:
    """Another folder, another process, another time zone, other hashes of texts."""
    for package in PACKAGES:
        if package != "cli":
            leave = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / package, tmp_path / "Bản sao" / package, ignore=leave)
    program = (
        "import sys, xladdin.xlam.build as b\n"
        "sys.stdout.buffer.write(b.addin_bytes())\n"
        "print(b.__file__, file=sys.stderr)\n"
    )
    for seed, zone in (("1", "Asia/Ho_Chi_Minh"), ("4242", "America/Los_Angeles")):
        home = str(tmp_path / "Bản sao")
        run = subprocess.run(
            [sys.executable, "-B", "-c", program],
            cwd=home,
            env=os.environ
            | {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": home, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=False,
        )
        assert run.stderr.decode().strip() == str(tmp_path / "Bản sao/xladdin/xlam/build.py")
        assert run.stdout == xlam


def test_the_settings_sheet_holds_interpreter_and_sentences(xlam: bytes) -> None:
    usual = r"%LOCALAPPDATA%\Thidua\venv\Scripts\python.exe"
    assert settings_of(xlam) == {"INTERPRETER_WIN": usual, **recipe().messages}


def test_settings_change_the_interpreter_and_nothing_else(xlam: bytes) -> None:
    other = Settings(interpreter=r"D:\Thi đua\python.exe")
    assert settings_of(addin_bytes(other)) == settings_of(xlam) | {
        "INTERPRETER_WIN": r"D:\Thi đua\python.exe"
    }
    assert problems_of(addin_bytes(other)) == []


def test_a_build_writes_one_file_and_replaces_an_old_one(xlam: bytes, tmp_path: Path) -> None:
    target = tmp_path / "dist" / FILE_NAME
    assert build_addin(target) == target
    target.write_bytes(b"old")
    build_addin(target)
    assert target.read_bytes() == xlam
    assert list(target.parent.iterdir()) == [target]


def test_a_failed_build_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError("the disk is gone")

    target = tmp_path / FILE_NAME
    target.write_bytes(b"old")
    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(OSError, match="the disk is gone"):
        build_addin(target)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(FILE_NAME, b"old")]


@pytest.mark.parametrize(
    "word",
    [
        "xlwings.pro",  # under another licence
        "LICENSE_KEY",
        "Declare ",  # functions of Windows: blocked by policies of Office
        "Environ(",  # these four lose letters beyond the code page of Windows
        "GetAttr",
        "Open FileName",
        "Kill ",
        "ADD_WORKBOOK_TO_PYTHONPATH",
        "prepare_sys_path",
        "UDF",
        "CONDA PATH",
        "USERPROFILE",
        "Auto_",  # nothing runs by itself
        "Workbook_Open",
    ],
)
def test_the_vba_is_free_of(word: str) -> None:
    assert [name for name, text in _sources().items() if word in text] == []


def test_the_runner_of_xlwings_does_not_look_at_the_active_workbook() -> None:
    assert "ActiveWorkbook" not in _sources()["xlwings"]


def test_the_licence_of_xlwings_stands_in_its_module() -> None:
    text = _sources()["xlwings"]
    assert "Copyright (C) 2014-present, Zoomer Analytics LLC." in text
    assert "THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS" in text
    assert "'Changed for Thi dua" in text
