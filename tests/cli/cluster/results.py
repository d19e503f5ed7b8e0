"""What a merge wrote, byte for byte."""

from __future__ import annotations

from pathlib import Path

__all__ = ["written"]


def written(root: Path, folder: str = "ket-qua") -> dict[str, bytes]:
    """Every file of the results by its path in them."""
    paths = sorted(path for path in (root / folder).rglob("*") if path.is_file())
    return {path.relative_to(root / folder).as_posix(): path.read_bytes() for path in paths}
