"""What lies in the bundle, and the zip of it: the same bytes for the same wheels."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from notices import licence_files, notice
from wheels import Wheel

__all__ = ["contents", "write_folder", "write_zip"]

_HERE = Path(__file__).resolve().parent
_SOURCE = _HERE / "bundle"
_GUIDE = _HERE.parent.parent / "docs" / "cai-dat-windows.md"
_DATE = (1980, 1, 1, 0, 0, 0)
_TEXTS = frozenset({".cmd", ".txt", ".py", ".toml"})
_OWN_LONGEST = 120  # of pip in a new environment, compiled
_STORED = frozenset({".whl", ".zip"})
_MARKED = frozenset({".txt"})  # read in Notepad: with a byte order mark
_PLAIN = "bo-cai/thong-bao/"  # shown by TYPE in code page 65001: without one


def contents(
    wheels: Sequence[Wheel],
    *,
    version: str,
    pythons: tuple[str, ...],
    runtime: tuple[str, Mapping[str, bytes]] | None = None,
) -> Mapping[str, bytes]:
    """Path to content of every file of the bundle, SHA256SUMS last."""
    files = {path: _text(path, data) for path, data in _sources(version, pythons).items()}
    files |= {f"wheels/{wheel.path.name}": wheel.path.read_bytes() for wheel in wheels}
    files["wheels/requirements.txt"] = _requirements(wheels)
    files["wheels/thidua.txt"] = _requirements([w for w in wheels if w.name == "thidua"])
    files["bo-cai/bundle.json"] = _facts(wheels, version, pythons)
    files["bo-cai/pythons.txt"] = f"{' '.join(pythons)}\r\n".encode("ascii")
    others: dict[str, str] = {}
    if runtime is not None:
        number, parts = runtime
        files |= {f"python/{path}": data for path, data in parts.items()}
        files["giay-phep/python/LICENSE.txt"] = parts["LICENSE.txt"]
        others[f"Python {number}"] = "PSF-2.0"
    files |= licence_files(wheels)
    files["GIAY-PHEP.txt"] = _text("GIAY-PHEP.txt", notice(wheels, others).encode("utf-8"))
    ordered = dict(sorted(files.items()))
    return ordered | {"SHA256SUMS": _sums(ordered)}


def write_folder(files: Mapping[str, bytes], folder: Path) -> None:
    """The bundle as a folder, to look at or to sign before it is packed."""
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def write_zip(files: Mapping[str, bytes], file: Path) -> str:
    """The bundle as a zip in which all lies in one folder, and its SHA-256.

    Order, dates and attributes are fixed. The zip appears only when it is whole.
    """
    part = file.with_suffix(".part")
    with zipfile.ZipFile(part, "w") as archive:
        for path, data in files.items():
            entry = zipfile.ZipInfo(f"{file.stem}/{path}", _DATE)
            entry.create_system = 0
            stored = Path(path).suffix in _STORED
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    part.replace(file)
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _sources(version: str, pythons: tuple[str, ...]) -> Mapping[str, bytes]:
    """The files of packaging/windows/bundle, DOC-TRUOC.txt with the version, and the guide."""
    found = {
        path.relative_to(_SOURCE).as_posix(): path.read_bytes()
        for path in sorted(_SOURCE.rglob("*"))
        if path.is_file() and path.suffix in _TEXTS
    }
    letter = found["DOC-TRUOC.txt"].decode("utf-8")
    filled = letter.replace("{version}", version).replace("{pythons}", " hoặc ".join(pythons))
    guide = _GUIDE.read_bytes()
    return found | {"DOC-TRUOC.txt": filled.encode("utf-8"), "HUONG-DAN-CAI-DAT.txt": guide}


def _text(path: str, data: bytes) -> bytes:
    """A text as Windows wants it: lines end in CR LF; Notepad's files start with a mark."""
    text = data.decode("utf-8").replace("\r\n", "\n").replace("\n", "\r\n")
    marked = Path(path).suffix in _MARKED and not path.startswith(_PLAIN)
    return text.encode("utf-8-sig" if marked else "utf-8")


def _requirements(wheels: Iterable[Wheel]) -> bytes:
    """Every wheel by exact version and hash, for ``pip --require-hashes``."""
    hashes: dict[str, list[str]] = {}
    for wheel in wheels:
        hashes.setdefault(f"{wheel.name}=={wheel.version}", []).append(wheel.sha256)
    lines = [
        " ".join([pin, *(f"--hash=sha256:{digest}" for digest in sorted(digests))])
        for pin, digests in sorted(hashes.items())
    ]
    return "".join(f"{line}\n" for line in lines).encode("ascii")


def _facts(wheels: Sequence[Wheel], version: str, pythons: tuple[str, ...]) -> bytes:
    """What the program in bo-cai must know; ``longest`` is of the paths in the environment."""
    members = (_installed(member) for wheel in wheels for member in wheel.members)
    facts = {
        "version": version,
        "pythons": list(pythons),
        "platform": "win-amd64",
        "longest": max(_OWN_LONGEST, *(len(member) for member in members)),
        "wheels": sorted({wheel.path.name for wheel in wheels}),
    }
    return (json.dumps(facts, indent=1) + "\n").encode("ascii")


def _installed(member: str) -> str:
    """Where a file of a wheel ends up in the environment, compiled if it is a module."""
    path = Path("Lib/site-packages", member)
    if path.suffix == ".py":
        path = path.parent / "__pycache__" / f"{path.stem}.cpython-3xx.pyc"
    return path.as_posix()


def _sums(files: Mapping[str, bytes]) -> bytes:
    lines = (f"{hashlib.sha256(data).hexdigest()} *{path}\n" for path, data in files.items())
    return "".join(lines).encode("ascii")
