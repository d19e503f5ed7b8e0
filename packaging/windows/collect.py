"""Makes the bundle for Windows: ``python packaging/windows/collect.py --target dist/windows``.

It downloads the pinned wheels for 64-bit Windows with pip, builds thidua's own, checks every one of
them and that none is missing, and packs them with cai-dat.cmd. Runs on Linux and Windows.

This folder is no package and stands on no search path: its name is that of the library
``packaging``, which it uses. It is started as a script.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from bundle import contents, write_folder, write_zip
from download import Downloading, Failed, built_wheel, lock_lines
from packaging.requirements import Requirement
from packaging.utils import NormalizedName
from pins import Pin, PinError, read_pins
from runtime import RuntimeFault, read_runtime
from wheels import Wheel, WheelError, closure, fits

__all__ = ["collected", "main"]

_HERE = Path(__file__).resolve().parent
_ROOT = _HERE.parent.parent
_LOCKS = (_ROOT / "requirements.lock", _HERE / "requirements.lock")
_ROOTS = (Requirement("thidua[addin]"),)
_PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def collected(
    own: Wheel, pins: Mapping[NormalizedName, Pin], python: str, download: Downloading
) -> list[Wheel]:
    """Every wheel that thidua with its add-in needs on one Python, by name; all are checked.

    `WheelError`: something needed is not pinned, does not fit, or is not what was pinned.
    """
    held = {own.name: own}
    while True:
        there, missing = closure(_ROOTS, held.values(), python)
        if not missing:
            break
        unpinned = [said for name, said in missing.items() if name not in pins]
        if unpinned:
            raise WheelError(f"{unpinned[0]}, but no lock file pins it")
        for wheel in download([pins[name] for name in missing], python):
            _check(wheel, pins)
            held[wheel.name] = wheel
    wheels = [held[name] for name in sorted(there)]
    for wheel in wheels:
        fits(wheel, python)
    return wheels


def _check(wheel: Wheel, pins: Mapping[NormalizedName, Pin]) -> None:
    pin = pins.get(wheel.name)
    if pin is None or str(wheel.version) != pin.version:
        raise WheelError(f"{wheel.path.name} is not the version that is pinned")
    if wheel.sha256 not in pin.hashes:
        raise WheelError(f"{wheel.path.name} is not a file that the lock file allows")


def _bundle(asked: argparse.Namespace, pythons: tuple[str, ...], store: Path) -> Path:
    """Collects, packs, and says what came of it; the path of the zip."""
    pins = read_pins(asked.lock or _LOCKS)
    runtime = read_runtime(asked.python, pythons) if asked.python else None
    own = Wheel.read(asked.own_wheel or built_wheel(_ROOT, store / "own"))
    download = Downloading(store, _sources(asked))
    found: dict[str, Wheel] = {}
    for python in pythons:
        for wheel in collected(own, pins, python, download):
            found[wheel.path.name] = wheel
    wheels = [found[name] for name in sorted(found, key=str.casefold)]
    files = contents(wheels, version=str(own.version), pythons=pythons, runtime=runtime)
    carried = f"-python-{runtime[0]}" if runtime else ""
    short = "-".join(f"py{python.replace('.', '')}" for python in pythons)
    target: Path = asked.target
    target.mkdir(parents=True, exist_ok=True)
    zipped = target / f"thidua-{own.version}-windows-{short}{carried}.zip"
    digest = write_zip(files, zipped)
    if asked.folder:
        write_folder(files, asked.folder)
    _report(wheels, files, zipped, digest)
    return zipped


def _report(wheels: Iterable[Wheel], files: Mapping[str, bytes], zipped: Path, digest: str) -> None:
    for wheel in wheels:
        print(f"{wheel.path.stat().st_size:>10,}  {wheel.path.name}  {wheel.licence}")
    unpacked = sum(len(data) for data in files.values())
    print(f"{unpacked:>10,}  {len(files)} files, unpacked")
    print(f"{zipped.stat().st_size:>10,}  {zipped}\nSHA-256 {digest}")


def _sources(asked: argparse.Namespace) -> list[str]:
    links = [f"--find-links={folder.resolve()}" for folder in asked.find_links]
    return [*(["--no-index"] if asked.no_index else []), *links]


def _renew(package: str) -> None:
    """Writes requirements.lock beside this file: what only Windows needs, with its hashes."""
    name = Requirement(package).name
    with tempfile.TemporaryDirectory() as folder:
        text = lock_lines(package, _PYTHONS, Path(folder))
    head = "# Made by: make windows-lock. Wheels for 64-bit Windows, Python " + ", ".join(_PYTHONS)
    _LOCKS[1].write_text(f"{head}\n{text}    # via xlwings\n", encoding="utf-8")
    print(f"{name}: {_LOCKS[1]}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Makes the bundle for 64-bit Windows.")
    add = parser.add_argument
    add("--target", type=Path, default=Path("dist/windows"), help="folder of the zip")
    add("--folder", type=Path, help="writes the bundle unpacked there, too")
    add(
        "--python-version",
        action="append",
        choices=_PYTHONS,
        help="minor version of the Python on the machines; may be given again (default: 3.12)",
    )
    add("--python", type=Path, metavar="FILE", help="NuGet package of Python to carry along")
    add("--own-wheel", type=Path, metavar="FILE", help="wheel of thidua, instead of building it")
    add("--lock", type=Path, action="append", help="lock file, instead of the project's two")
    add("--find-links", type=Path, action="append", default=[], help="folder with wheels")
    add("--no-index", action="store_true", help="asks no package index")
    add("--renew-lock", action="store_true", help="only renews packaging/windows/requirements.lock")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0, or 1 with a sentence about what stopped it."""
    asked = _parser().parse_args(arguments)
    pythons = tuple(dict.fromkeys(asked.python_version or ["3.12"]))
    try:
        if asked.renew_lock:
            lines = (_HERE / "requirements.in").read_text(encoding="utf-8").splitlines()
            _renew(next(line for line in lines if line and not line.startswith("#")))
            return 0
        with tempfile.TemporaryDirectory() as store:
            _bundle(asked, pythons, Path(store))
    except (PinError, WheelError, RuntimeFault, Failed, OSError) as fault:
        print(f"collect: {fault}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
