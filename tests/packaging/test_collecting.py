"""The bundle holds what Windows needs, nothing less, and only what the lock files allow."""

from __future__ import annotations

import hashlib
import json
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.packaging.conftest import ZIP, Collect, packed
from tests.packaging.loading import BUNDLE, FOLDER, script
from tests.packaging.wheelhouse import lock, sha256, wheel
from tests.sources import ROOT


def _wheels(house: Path) -> list[Path]:
    return sorted(house.glob("*.whl"))


def _wheel_names(files: dict[str, bytes]) -> list[str]:
    return [path for path in files if path.endswith(".whl")]


def _chosen(house: Path, own: Path, python: str, pinned: list[Path] | None = None) -> list[str]:
    """What is collected for one Python; wheels come from the folder without pip."""
    wheels = script("wheels")

    def download(pins: list[Any], python: str) -> list[Any]:
        names = {pin.name for pin in pins}
        there = [wheels.Wheel.read(path) for path in _wheels(house)]
        wanted = wheels.wanted_tags(python)
        return [wheel for wheel in there if wheel.name in names and wheel.tags & wanted]

    pins = script("pins").read_pins([lock(house.parent / "lock", pinned or _wheels(house))])
    chosen = script("collect").collected(wheels.Wheel.read(own), pins, python, download)
    return [wheel.path.name for wheel in chosen]


def test_the_bundle_holds_what_windows_needs_and_no_more(collected: Path) -> None:
    assert _wheel_names(packed(collected)) == [
        "wheels/click-8.1-py3-none-any.whl",
        "wheels/pywin32-312-cp312-cp312-win_amd64.whl",
        "wheels/thidua-0.1.0-py3-none-any.whl",
        "wheels/typing_extensions-4.0-py3-none-any.whl",
        "wheels/tzdata-2026.1-py3-none-any.whl",
        "wheels/xlwings-0.37.8-cp312-cp312-win_amd64.whl",
    ]


def test_markers_are_those_of_the_chosen_python_not_of_this_machine(house: Path, own: Path) -> None:
    assert _chosen(house, own, "3.13") == [
        "click-8.1-py3-none-any.whl",
        "pywin32-312-cp313-cp313-win_amd64.whl",
        "thidua-0.1.0-py3-none-any.whl",
        "tzdata-2026.1-py3-none-any.whl",
        "xlwings-0.37.8-cp313-cp313-win_amd64.whl",
    ]


def test_one_bundle_can_serve_several_pythons(
    house: Path, collect: Collect, tmp_path: Path
) -> None:
    both = ["--python-version", "3.12", "--python-version", "3.13"]
    run = collect(house, lock(tmp_path / "lock", _wheels(house)), *both)
    assert run.returncode == 0, run.stderr
    files = packed(tmp_path, "thidua-0.1.0-windows-py312-py313")
    assert files["bo-cai/pythons.txt"] == b"3.12 3.13\r\n"
    pywin32 = [sha256(path) for path in _wheels(house) if path.name.startswith("pywin32")]
    listed = files["wheels/requirements.txt"].decode().splitlines()
    hashes = " ".join(f"--hash=sha256:{digest}" for digest in sorted(pywin32))
    assert f"pywin32==312 {hashes}" in listed
    assert [line.split("==")[0] for line in listed] == [
        *("click", "pywin32", "thidua", "typing-extensions", "tzdata", "xlwings")
    ]


def test_what_no_lock_file_pins_stops_the_collection(house: Path, own: Path) -> None:
    known = [path for path in _wheels(house) if not path.name.startswith("pywin32")]
    with pytest.raises(script("wheels").WheelError) as refused:
        _chosen(house, own, "3.12", known)
    assert str(refused.value) == (
        "xlwings-0.37.8-cp312-cp312-win_amd64.whl needs "
        'pywin32>=224; platform_system == "Windows" on Python 3.12, but no lock file pins it'
    )


def test_a_file_with_another_hash_stops_the_collection(
    house: Path, collect: Collect, tmp_path: Path
) -> None:
    pins = lock(tmp_path / "lock", _wheels(house))
    wheel(house, "tzdata", "2026.1", files={"tzdata.py": "import os\n"})
    run = collect(house, pins)
    assert (run.returncode, (tmp_path / "target").exists()) == (1, False)
    assert "HASHES" in run.stderr and "tzdata" in run.stderr


def test_a_wheel_that_is_not_to_be_had_stops_the_collection(
    house: Path, collect: Collect, tmp_path: Path
) -> None:
    pins = lock(tmp_path / "lock", _wheels(house))
    (house / "pywin32-312-cp312-cp312-win_amd64.whl").unlink()
    run = collect(house, pins)
    assert run.returncode == 1
    assert "No matching distribution found for pywin32==312" in run.stderr


def test_an_index_that_cannot_be_reached_is_named(house: Path, tmp_path: Path) -> None:
    download = script("download")
    pins = script("pins").read_pins([lock(tmp_path / "lock", _wheels(house)[:1])])
    nobody = ["--index-url=http://127.0.0.1:9/simple", "--retries=1", "--timeout=1"]
    with pytest.raises(download.Failed, match="the package index cannot be reached"):
        download.Downloading(tmp_path / "store", nobody)(list(pins.values()), "3.12")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("--lock", "nowhere.lock"),
            "collect: [Errno 2] No such file or directory: 'nowhere.lock'",
        ),
        (("--own-wheel", "setup.py"), "setup.py: not a wheel"),
        (("--own-wheel", "thidua-1.0-py3-none-any.whl"), "No such file or directory"),
        (("--python", "nowhere.nupkg"), "nowhere.nupkg: not a NuGet package"),
        (("--python-version", "3.10"), "invalid choice: '3.10' (choose from"),
    ],
)
def test_what_cannot_be_read_is_named(
    house: Path,
    own: Path,
    tmp_path: Path,
    words: tuple[str, str],
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    pins = lock(tmp_path / "lock", _wheels(house))
    fixed = ["--no-index", "--own-wheel", str(own), "--target", str(tmp_path / "target")]
    try:
        code = script("collect").main([*fixed, "--lock", str(pins), *words])
    except SystemExit as usage:  # from argparse
        code = usage.code
    assert code in {1, 2}
    assert said in capsys.readouterr().err
    assert not (tmp_path / "target").exists()


def test_a_version_that_its_asker_refuses_stops_the_collection(house: Path, own: Path) -> None:
    (house / "click-8.1-py3-none-any.whl").unlink()
    wheel(house, "click", "7.1")
    with pytest.raises(script("wheels").WheelError) as refused:
        _chosen(house, own, "3.12")
    assert str(refused.value) == (
        "thidua-0.1.0-py3-none-any.whl needs click>=8, but click-7.1-py3-none-any.whl is there"
    )


@pytest.mark.parametrize(
    ("tag", "python", "accepted"),
    [
        ("py3-none-any", "3.12", True),
        ("py2.py3-none-any", "3.12", True),
        ("cp312-cp312-win_amd64", "3.12", True),
        ("cp38-abi3-win_amd64", "3.12", True),
        ("cp312-none-win_amd64", "3.12", True),
        ("py3-none-win_amd64", "3.14", True),
        ("cp311-cp311-win_amd64", "3.12", False),
        ("cp313-abi3-win_amd64", "3.12", False),
        ("cp313-cp313t-win_amd64", "3.13", False),
        ("cp312-cp312-win32", "3.12", False),
        ("cp312-cp312-win_arm64", "3.12", False),
        ("cp312-cp312-manylinux_2_17_x86_64", "3.12", False),
        ("py2-none-any", "3.12", False),
    ],
)
def test_a_wheel_fits_by_its_tags(tag: str, python: str, accepted: bool, tmp_path: Path) -> None:
    wheels = script("wheels")
    made = wheels.Wheel.read(wheel(tmp_path, "thing", tag=tag))
    if accepted:
        wheels.fits(made, python)
    else:
        with pytest.raises(wheels.WheelError, match=f"does not fit Python {python} on win_amd64"):
            wheels.fits(made, python)


def test_a_wheel_fits_by_the_python_it_asks_for(tmp_path: Path) -> None:
    wheels = script("wheels")
    made = wheels.Wheel.read(wheel(tmp_path, "thing", metadata=["Requires-Python: >=3.13"]))
    wheels.fits(made, "3.13")
    with pytest.raises(wheels.WheelError, match=r"asks for Python >=3\.13, not 3\.12"):
        wheels.fits(made, "3.12")


def test_a_wheel_with_a_foreign_inside_is_refused(tmp_path: Path) -> None:
    wheels = script("wheels")
    made = wheel(tmp_path, "thing")
    renamed = made.rename(tmp_path / "other-1.0-py3-none-any.whl")
    with pytest.raises(wheels.WheelError, match=r"its METADATA is of thing 1\.0"):
        wheels.Wheel.read(renamed)


def test_a_wheel_without_a_word_about_its_licence_is_refused(tmp_path: Path) -> None:
    wheels = script("wheels")
    silent = wheels.Wheel.read(wheel(tmp_path, "tzdata", "2026.1", metadata=()))
    with pytest.raises(wheels.WheelError, match=r"tzdata-.*whl says nothing about its licence"):
        script("bundle").contents([silent], version="0.1.0", pythons=("3.12",))


def test_the_bundle_is_whole_and_in_the_form_windows_wants(collected: Path) -> None:
    files = packed(collected)
    copied = {path.relative_to(BUNDLE).as_posix() for path in BUNDLE.rglob("*") if path.is_file()}
    copied = {path for path in copied if "_cache" not in path and "__pycache__" not in path}
    made = {
        *("GIAY-PHEP.txt", "SHA256SUMS", "bo-cai/bundle.json", "bo-cai/pythons.txt"),
        "HUONG-DAN-CAI-DAT.txt",
        *("wheels/requirements.txt", "wheels/thidua.txt"),
        "giay-phep/xlwings-0.37.8/LICENSE.txt",
    }
    assert set(files) == copied | made | set(_wheel_names(files))
    for path in ("DOC-TRUOC.txt", "GIAY-PHEP.txt", "HUONG-DAN-CAI-DAT.txt"):
        assert files[path].startswith(b"\xef\xbb\xbf")
    for path in copied | {"GIAY-PHEP.txt", "HUONG-DAN-CAI-DAT.txt"}:
        assert files[path].count(b"\n") == files[path].count(b"\r\n") > 0, path
    assert "Python 3.12 bản 64-bit" in files["DOC-TRUOC.txt"].decode("utf-8-sig")
    assert "{" not in files["DOC-TRUOC.txt"].decode("utf-8-sig")


def test_the_bundle_says_what_it_holds(collected: Path) -> None:
    files = packed(collected)
    assert json.loads(files["bo-cai/bundle.json"]) == {
        "version": "0.1.0",
        "pythons": ["3.12"],
        "platform": "win-amd64",
        "longest": 120,
        "wheels": [path.removeprefix("wheels/") for path in _wheel_names(files)],
    }
    sums = files.pop("SHA256SUMS").decode().splitlines()
    assert sums == [f"{hashlib.sha256(data).hexdigest()} *{path}" for path, data in files.items()]
    listed = files["GIAY-PHEP.txt"].decode("utf-8-sig").split("\r\n\r\n")[-1].splitlines()
    assert [line.split() for line in listed] == [
        ["click", "8.1", "MIT"],
        ["pywin32", "312", "MIT"],
        ["thidua", "0.1.0", "phần", "mềm", "này"],
        ["typing-extensions", "4.0", "MIT"],
        ["tzdata", "2026.1", "MIT"],
        ["xlwings", "0.37.8", "MIT"],
    ]


def test_equal_wheels_make_equal_bytes(
    house: Path, collect: Collect, collected: Path, tmp_path: Path
) -> None:
    collect(house, lock(tmp_path / "lock", _wheels(house)))
    made = [folder / "target" / f"{ZIP}.zip" for folder in (tmp_path, collected)]
    assert made[0].read_bytes() == made[1].read_bytes()
    with zipfile.ZipFile(made[0]) as archive:
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_unpacked_folder_equals_the_zip(collected: Path) -> None:
    unpacked = {
        path.relative_to(collected / "open").as_posix(): path.read_bytes()
        for path in (collected / "open").rglob("*")
        if path.is_file()
    }
    assert unpacked == packed(collected)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("click>=8 --hash=sha256:" + "0" * 64, "not an exact version"),
        ("click==8.1\n", "click has no hash"),
        (
            f"click==8.1 --hash=sha256:{'0' * 64}\nclick==8.2 --hash=sha256:{'0' * 64}",
            "click is pinned differently elsewhere",
        ),
    ],
)
def test_a_loose_lock_file_is_refused(text: str, reason: str, tmp_path: Path) -> None:
    pins = script("pins")
    (tmp_path / "lock").write_text(text, encoding="utf-8")
    with pytest.raises(pins.PinError, match=reason):
        pins.read_pins([tmp_path / "lock"])


def test_the_lock_files_of_the_project_pin_what_thidua_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["addin"]]
    asked += metadata.requires("xlwings") or []
    windows = script("wheels").environment("3.12") | {"extra": ""}
    pins = script("pins").read_pins([ROOT / "requirements.lock", FOLDER / "requirements.lock"])
    for requirement in map(Requirement, asked):
        if requirement.marker is None or requirement.marker.evaluate(windows):
            pin = pins[canonicalize_name(requirement.name)]
            assert requirement.specifier.contains(pin.version), requirement
    (only,) = [
        line
        for line in (FOLDER / "requirements.in").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    assert only == f"pywin32=={pins['pywin32'].version}"
    assert len(pins["pywin32"].hashes) == 4  # one for each Python from 3.11 to 3.14
