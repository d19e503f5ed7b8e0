"""A Python to carry along, from the official NuGet package: a zip with a whole Python in tools/."""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

__all__ = ["RuntimeFault", "read_runtime"]

_AMD64 = 0x8664
_TOOLS = "tools/"
_NEEDED = ("python.exe", "LICENSE.txt", "Lib/venv/__init__.py", "Lib/ensurepip/__init__.py")
_VERSION = re.compile(r"<version>\s*(\d+\.\d+\.\d+)\s*</version>")


class RuntimeFault(ValueError):
    """A file that is not a Python for 64-bit Windows which can make environments."""


def read_runtime(package: Path, pythons: tuple[str, ...]) -> tuple[str, Mapping[str, bytes]]:
    """The version, such as ``3.12.10``, and the files, as ``python.exe`` or ``Lib/os.py``.

    `RuntimeFault` where the package is not whole, not for 64-bit Windows, or not of a version that
    the bundle has wheels for.
    """
    try:
        with zipfile.ZipFile(package) as archive:
            names = [name for name in archive.namelist() if not name.endswith("/")]
            specs = [name for name in names if name.endswith(".nuspec") and "/" not in name]
            spec = archive.read(specs[0]).decode("utf-8-sig") if specs else ""
            files = {  # names are escaped as in addresses: "script%20(dev).tmpl"
                unquote(name).removeprefix(_TOOLS): archive.read(name)
                for name in names
                if name.startswith(_TOOLS)
            }
    except (OSError, zipfile.BadZipFile) as error:
        raise RuntimeFault(f"{package.name}: not a NuGet package ({error})") from None
    version = _VERSION.search(spec)
    if version is None:
        raise RuntimeFault(f"{package.name}: no final version of Python in its .nuspec")
    _check(package, version[1], files, pythons)
    return version[1], files


def _check(
    package: Path, version: str, files: Mapping[str, bytes], pythons: tuple[str, ...]
) -> None:
    minor = version.rpartition(".")[0]
    if minor not in pythons:
        raise RuntimeFault(f"{package.name}: Python {version}, but the wheels are for {pythons}")
    library = f"python{minor.replace('.', '')}.dll"
    missing = [name for name in (*_NEEDED, library) if name not in files]
    if not any(name.startswith("Lib/ensurepip/_bundled/pip-") for name in files):
        missing.append("Lib/ensurepip/_bundled/pip-*.whl")
    if missing:
        raise RuntimeFault(f"{package.name}: without {', '.join(missing)}")
    strange = [name for name in files if _strange(name)]
    if strange:
        raise RuntimeFault(f"{package.name}: unsafe path {strange[0]}")
    if _machine(files["python.exe"]) != _AMD64:
        raise RuntimeFault(f"{package.name}: not for 64-bit Windows (x64)")


def _strange(name: str) -> bool:
    return ".." in name.split("/") or name.startswith("/") or ":" in name or "\\" in name


def _machine(program: bytes) -> int:
    """The machine that a Windows program is for, from its header; 0 where it is none."""
    if program[:2] != b"MZ" or len(program) < 0x40:
        return 0
    (offset,) = struct.unpack_from("<I", program, 0x3C)
    if program[offset : offset + 4] != b"PE\0\0" or len(program) < offset + 6:
        return 0
    (machine,) = struct.unpack_from("<H", program, offset + 4)
    return int(machine)
