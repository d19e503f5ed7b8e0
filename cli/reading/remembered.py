"""What returns said when they were read last, so that only new ones are read.

One file for each workspace, in the user's own cache folder: for content (SHA-256) and name of a
file what its reader said. It is sealed (HMAC) with the key of that folder and a fingerprint of
everything else that reading depends on: the program as it is installed, the libraries it reads
with, and the definition. Whatever is not exactly what was kept (gone, cut, altered, of another
version, of another key) is no memory at all, and the returns are read; nothing here is ever
needed, and nothing that goes wrong here is told.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path

from cli.cachefolder import cache_folder, secret_key
from cli.reading.codec import pack, unpack
from cli.reading.content import Content, read_content
from cli.reading.pool import Outcome, Progress
from cli.reading.worker import Reader
from cli.regular import read_regular
from cli.version import program_version

__all__ = ["Read", "Remembered", "reading_fingerprint", "remembered"]

Read = Callable[[Sequence[tuple[Path, str]], Reader, Progress | None], tuple[Outcome, ...]]
"""`cli.reading.pool.read_all`, or `Engine.read`."""

_MAGIC = b"thidua returns 1\n"
_SEAL = hashlib.sha256().digest_size
_LENGTH = 8
_SUFFIX = ".returns"
_MOST_BYTES = 200 * 2**20
"""Of one workspace; what comes after it is read every time. A return takes some 2 KB."""
_MOST_FILES = 30
"""Workspaces remembered; the one that was merged longest ago is forgotten."""
_TOGETHER = 32
"""Files that a thread hashes before it says so: to be told of each would cost more than that."""

_Key = tuple[str, str]


def remembered(root: Path, definition: str) -> Remembered | None:
    """The memory of a workspace; ``definition`` is the SHA-256 of its definition.

    ``None`` where the user has no folder for it.
    """
    folder = cache_folder()
    if folder is None:
        return None
    try:
        place = hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:32]
        fingerprint = reading_fingerprint(definition)
        return Remembered(folder / f"{place}{_SUFFIX}", secret_key(folder), fingerprint)
    except (OSError, ImportError):
        return None


class Remembered:
    """What was kept in one file, and what will be kept there."""

    def __init__(self, path: Path, key: bytes, fingerprint: bytes) -> None:
        self._path = path
        self._key = key
        self._fingerprint = fingerprint

    def read(
        self,
        read: Read,
        files: Sequence[tuple[Path, str]],
        reader: Reader,
        progress: Progress | None = None,
    ) -> tuple[Outcome, ...]:
        """What ``read`` would say of the files, which it is asked of those that are not known.

        The content of every file is read and hashed, whatever its time or size. Kept is what is
        there now, and only where a reader gave an answer: a file that was too slow is tried anew.
        """
        kept = self._load()
        found: dict[int, Outcome] = {}
        for index, outcome in _known(kept, files):
            found[index] = outcome
            if progress:
                progress(len(found), len(files))
        rest = [index for index in range(len(files)) if index not in found]
        told = read([files[index] for index in rest], reader, _after(progress, len(files), rest))
        fresh = dict(zip(rest, told, strict=True))
        now = {
            key: blob
            for index, (_, name) in enumerate(files)
            if index in found and (blob := kept[key := (found[index].sha256, name)])
        }
        for index, outcome in fresh.items():
            if not outcome.code:
                now[outcome.sha256, files[index][1]] = _blob(outcome)
        self._keep(kept, now)
        return tuple(
            found[index] if index in found else fresh[index] for index in range(len(files))
        )

    def _load(self) -> dict[_Key, bytes]:
        """What was kept; empty where there is nothing that bears our seal."""
        try:
            data = memoryview(read_regular(self._path))
            if data[: len(_MAGIC)] != _MAGIC:
                return {}
            seal, sealed = data[len(_MAGIC) :][:_SEAL], data[len(_MAGIC) + _SEAL :]
            if not hmac.compare_digest(seal, self._seal(sealed)):
                return {}
            start = _LENGTH + int.from_bytes(sealed[:_LENGTH], "big")
            listed = json.loads(bytes(sealed[_LENGTH:start]))
            kept: dict[_Key, bytes] = {}
            for sha256, name, length in listed:
                kept[sha256, name] = bytes(sealed[start : start + length])
                start += length
            return kept
        except (OSError, ValueError, TypeError):
            return {}

    def _keep(self, kept: dict[_Key, bytes], now: dict[_Key, bytes]) -> None:
        """Writes what is to be kept, all or nothing; the file's time says when it was of use."""
        with suppress(OSError):
            if now.keys() == kept.keys():
                os.utime(self._path)
                return
            self._write(now)
            _forget_oldest(self._path)

    def _write(self, now: dict[_Key, bytes]) -> None:
        listed, blobs, size = [], [], 0
        for (sha256, name), blob in now.items():
            size += len(blob)
            if size > _MOST_BYTES:
                break
            listed.append((sha256, name, len(blob)))
            blobs.append(blob)
        head = json.dumps(listed).encode()
        sealed = b"".join((len(head).to_bytes(_LENGTH, "big"), head, *blobs))
        descriptor, name = tempfile.mkstemp(dir=self._path.parent, suffix=_SUFFIX)
        try:
            with open(descriptor, "wb") as file:
                file.write(_MAGIC + self._seal(memoryview(sealed)))
                file.write(sealed)
            os.replace(name, self._path)
        except BaseException:
            with suppress(OSError):
                os.unlink(name)
            raise

    def _seal(self, sealed: memoryview) -> bytes:
        made = hmac.new(self._key, self._fingerprint, hashlib.sha256)
        made.update(sealed)
        return made.digest()


def reading_fingerprint(definition: str) -> bytes:
    """32 bytes over all that reading depends on but the file: program, libraries, definition.

    Of our own modules and tables size and time count too: a program that is being worked on keeps
    its version.
    """
    from importlib.metadata import version

    home = Path(__file__).parents[2]
    parts = [definition, program_version(), sys.version]
    parts += [f"{name} {version(name)}" for name in ("python-calamine", "xlrd", "defusedxml")]
    for package in ("schemas", "appraisal", "workbooks", "cli/reading"):
        parts += sorted(_files(home / package))
    return hashlib.sha256("\n".join(parts).encode()).digest()


def _files(folder: Path) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False) and entry.name != "__pycache__":
                yield from _files(Path(entry.path))
            elif entry.is_file():
                found = entry.stat()
                yield f"{entry.path} {found.st_size} {found.st_mtime_ns}"


def _known(
    kept: dict[_Key, bytes], files: Sequence[tuple[Path, str]]
) -> Iterator[tuple[int, Outcome]]:
    """The files of which it is known what they say; several are read and hashed at once."""
    if not kept:
        return
    from concurrent.futures import ThreadPoolExecutor

    threads = ThreadPoolExecutor(os.cpu_count())
    try:
        parts = (files[at : at + _TOGETHER] for at in range(0, len(files), _TOGETHER))
        digests = chain.from_iterable(threads.map(_digests, parts))
        for index, ((_, name), sha256) in enumerate(zip(files, digests, strict=True)):
            blob = kept.get((sha256, name))
            if blob is not None and (outcome := _recalled(blob, sha256)):
                yield index, outcome
    finally:
        threads.shutdown(wait=False, cancel_futures=True)


def _recalled(blob: bytes, sha256: str) -> Outcome | None:
    try:
        return Outcome(value=unpack(blob), sha256=sha256)
    except Exception:  # whatever is wrong with it, the file is read
        return None


def _digests(files: Sequence[tuple[Path, str]]) -> list[str]:
    """Of a file that cannot be read now, none: whoever reads it says why."""
    return [_digest(path) for path, _ in files]


def _digest(path: Path) -> str:
    found = read_content(path)
    return found.sha256 if isinstance(found, Content) else ""


def _blob(outcome: Outcome) -> bytes:
    return bytes(outcome.packed) or pack(outcome.value)


def _after(progress: Progress | None, files: int, rest: Sequence[int]) -> Progress | None:
    """Progress over the rest, as progress over all."""
    if progress is None:
        return None
    return lambda done, _: progress(files - len(rest) + done, files)


def _forget_oldest(path: Path) -> None:
    others = [other for other in path.parent.glob(f"*{_SUFFIX}") if other != path]
    others.sort(key=lambda other: other.stat().st_mtime, reverse=True)
    for other in others[_MOST_FILES - 1 :]:
        other.unlink()
