"""What pip and build do for the bundle: download pinned wheels, build our own, take hashes."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from packaging.requirements import Requirement
from pins import Pin
from wheels import PLATFORM, Wheel

__all__ = ["Downloading", "Failed", "built_wheel", "lock_lines"]


_UNREACHED = ("Retrying (", "ProxyError", "ConnectionError")
_REACH = "the package index cannot be reached; look at the network, HTTPS_PROXY, PIP_INDEX_URL.\n"


class Failed(RuntimeError):
    """A program that was started did not do its part; the text is what it said."""


class Downloading:
    """Downloads pinned wheels into a folder, those of each Python into one of their own.

    ``sources``: options of pip that say where to look; none means the index that pip is set up for.
    """

    def __init__(self, store: Path, sources: Sequence[str] = ()) -> None:
        self._store = store
        self._sources = tuple(sources)

    def __call__(self, pins: Sequence[Pin], python: str) -> list[Wheel]:
        """These wheels, for this Python on 64-bit Windows; pip checks their hashes.

        `Failed` where one is not to be had, or has another hash.
        """
        folder = self._store / python
        folder.mkdir(parents=True, exist_ok=True)
        before = set(folder.glob("*.whl"))
        asked = self._store / f"{python}.txt"
        asked.write_text("".join(f"{pin.line}\n" for pin in pins), encoding="utf-8")
        options = ["--require-hashes", "--requirement", str(asked), *self._sources]
        _download(options, python, folder)
        return [Wheel.read(path) for path in sorted(set(folder.glob("*.whl")) - before)]


def built_wheel(root: Path, folder: Path) -> Path:
    """Our own wheel, built from the checkout without a network."""
    _run(["-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(root)])
    (built,) = folder.glob("*.whl")
    return built


def lock_lines(package: str, pythons: Sequence[str], folder: Path) -> str:
    """The pin of a package with the hashes of its wheels for 64-bit Windows."""
    requirement = Requirement(package)
    for python in pythons:
        _download([str(requirement)], python, folder)
    files = sorted(folder.glob("*.whl"))
    hashes = sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in files)
    lines = [f"{requirement}", *(f"    --hash=sha256:{digest}" for digest in hashes)]
    return " \\\n".join(lines) + "\n"


def _download(options: Sequence[str], python: str, folder: Path) -> None:
    fixed = ["--only-binary=:all:", "--no-deps", "--disable-pip-version-check", "--quiet"]
    platform = [f"--platform={PLATFORM}", f"--python-version={python}", "--implementation=cp"]
    _run(["-m", "pip", "download", *fixed, *platform, f"--dest={folder}", *options])


def _run(arguments: Sequence[str]) -> None:
    # The dates in our own wheel are the builder's, whatever the caller's shell has set.
    kept = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    ran = subprocess.run(
        [sys.executable, *arguments], capture_output=True, encoding="utf-8", env=kept, check=False
    )
    if ran.returncode != 0:
        told = f"{ran.stdout}{ran.stderr}".strip()
        reach = _REACH if any(word in told for word in _UNREACHED) else ""
        raise Failed(f"{reach}{' '.join(arguments[:3])} failed:\n{told}")
