"""The Python that a bundle can carry along: what is taken from its package, what is refused."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from tests.packaging.conftest import ZIP, Collect, packed
from tests.packaging.loading import script
from tests.packaging.wheelhouse import lock


def _program(machine: int) -> bytes:
    """The head of a Windows program for this machine."""
    return b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\0\0" + struct.pack("<H", machine)


def _package(
    folder: Path,
    machine: int = 0x8664,
    *,
    version: str = "3.12.9",
    skip: str = "",
    more: str = "tools/Lib/a%20(b).txt",
) -> Path:
    """A NuGet package of Python in small."""
    path = folder / f"python.{version}.nupkg"
    spec = f"<package><metadata><id>python</id><version>{version}</version></metadata></package>"
    parts: dict[str, str | bytes] = {
        "python.nuspec": spec,
        "[Content_Types].xml": "",
        "tools/python.exe": _program(machine),
        "tools/python312.dll": "",
        "tools/LICENSE.txt": "PSF\n",
        "tools/Lib/venv/__init__.py": "",
        "tools/Lib/ensurepip/__init__.py": "",
        "tools/Lib/ensurepip/_bundled/pip-25.0-py3-none-any.whl": "",
        more: "",
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            if name != skip:
                archive.writestr(name, data)
    return path


def test_a_python_can_travel_along(house: Path, collect: Collect, tmp_path: Path) -> None:
    pins = lock(tmp_path / "lock", sorted(house.glob("*.whl")))
    run = collect(house, pins, "--python", str(_package(tmp_path)))
    assert run.returncode == 0, run.stderr
    files = packed(tmp_path, f"{ZIP}-python-3.12.9")
    assert {path for path in files if path.startswith("python/")} == {
        "python/python.exe",
        "python/python312.dll",
        "python/LICENSE.txt",
        "python/Lib/venv/__init__.py",
        "python/Lib/ensurepip/__init__.py",
        "python/Lib/ensurepip/_bundled/pip-25.0-py3-none-any.whl",
        "python/Lib/a (b).txt",
    }
    assert files["python/python.exe"] == _program(0x8664)
    assert files["giay-phep/python/LICENSE.txt"] == b"PSF\n"
    assert "Python 3.12.9" in files["GIAY-PHEP.txt"].decode("utf-8-sig")


@pytest.mark.parametrize(
    ("package", "reason"),
    [
        ({"machine": 0x14C}, "not for 64-bit Windows"),
        ({"machine": 0xAA64}, "not for 64-bit Windows"),
        ({"version": "3.13.1"}, r"Python 3\.13\.1, but the wheels are for"),
        ({"skip": "tools/Lib/venv/__init__.py"}, r"without Lib/venv/__init__\.py"),
        ({"skip": "tools/python312.dll"}, r"without python312\.dll"),
        (
            {"skip": "tools/Lib/ensurepip/_bundled/pip-25.0-py3-none-any.whl"},
            r"without Lib/ensurepip/_bundled/pip-\*\.whl",
        ),
        ({"skip": "python.nuspec"}, "no final version"),
        ({"version": "3.12.0-rc1"}, "no final version"),
        ({"more": "tools/../../evil.cmd"}, r"unsafe path \.\./\.\./evil\.cmd"),
        ({"more": "tools/Lib/%2e%2e/%2E%2E/evil.cmd"}, "unsafe path"),
        ({"more": "tools//evil.cmd"}, "unsafe path /evil"),
        ({"more": "tools/C%3A/evil.cmd"}, "unsafe path C:/evil"),
        ({"more": "tools/a%5Cevil.cmd"}, "unsafe path"),
    ],
)
def test_a_python_that_cannot_carry_the_wheels_is_refused(
    package: dict[str, int | str], reason: str, tmp_path: Path
) -> None:
    runtime = script("runtime")
    with pytest.raises(runtime.RuntimeFault, match=reason):
        runtime.read_runtime(_package(tmp_path, **package), ("3.12",))  # type: ignore[arg-type]  # a table of keywords


def test_a_file_that_is_no_package_is_refused(tmp_path: Path) -> None:
    runtime = script("runtime")
    (tmp_path / "x.nupkg").write_bytes(b"MZ")
    with pytest.raises(runtime.RuntimeFault, match="not a NuGet package"):
        runtime.read_runtime(tmp_path / "x.nupkg", ("3.12",))
