"""Small real wheels, made on the spot, and lock files that pin them."""

from __future__ import annotations

import base64
import hashlib
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

__all__ = ["lock", "sha256", "wheel"]


def sha256(path: Path) -> str:
    """The hash of a file, as lock files name it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def wheel(
    folder: Path,
    name: str,
    version: str = "1.0",
    *,
    tag: str = "py3-none-any",
    requires: Iterable[str] = (),
    metadata: Iterable[str] = ("License-Expression: MIT",),
    files: Mapping[str, str] | None = None,
) -> Path:
    """A wheel that pip installs; ``files`` are modules and further files of its dist-info."""
    stem = f"{name.replace('-', '_')}-{version}"
    lines = ["Metadata-Version: 2.4", f"Name: {name}", f"Version: {version}", *metadata]
    lines += [f"Requires-Dist: {line}" for line in requires]
    pure = str(tag.endswith("-any")).lower()
    content = dict(files or {f"{name.replace('-', '_')}.py": ""})
    content[f"{stem}.dist-info/METADATA"] = "\n".join(lines) + "\n"
    content[f"{stem}.dist-info/WHEEL"] = (
        f"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: {pure}\nTag: {tag}\n"
    )
    rows = [f"{path},{_record(text)},{len(text.encode())}" for path, text in content.items()]
    content[f"{stem}.dist-info/RECORD"] = "\n".join([*rows, f"{stem}.dist-info/RECORD,,"]) + "\n"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{stem}-{tag}.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for inside, text in content.items():
            archive.writestr(zipfile.ZipInfo(inside, (2024, 1, 1, 0, 0, 0)), text)
    return path


def lock(file: Path, wheels: Iterable[Path]) -> Path:
    """A lock file that pins these wheels by the hashes they have."""
    pins: dict[str, list[str]] = {}
    for path in wheels:
        name, version = path.name.split("-")[:2]
        pins.setdefault(f"{name}=={version}", []).append(sha256(path))
    lines = []
    for pin, hashes in pins.items():
        allowed = [f"    --hash=sha256:{digest}" for digest in hashes]
        lines.append(" \\\n".join([pin, *allowed]) + "\n    # via thidua\n")
    file.write_text("# made by hand\n" + "".join(lines), encoding="utf-8")
    return file


def _record(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return "sha256=" + base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
