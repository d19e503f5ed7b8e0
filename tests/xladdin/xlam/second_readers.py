"""Programs of others that read what we build; in CI each must be there, elsewhere it may miss."""

from __future__ import annotations

import importlib
import os
import warnings
from pathlib import Path
from typing import Any

import pytest

__all__ = ["compound_streams", "needed", "olevba_sources", "pyopenvba_issues"]


def needed(module: str) -> Any:
    """A module of the extra ``dev``; without it the test is skipped, but in CI it fails.

    What a library of others warns of while it is loaded is not ours to mend.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return importlib.import_module(module)
        except ImportError as missing:
            if os.environ.get("CI"):
                pytest.fail(f"{missing}: pip install -e .[dev]")
            pytest.skip(str(missing))


def olevba_sources(xlam: bytes) -> dict[str, str]:
    """The modules that olevba finds, by name, with their sources (CRLF)."""
    parser = needed("oletools.olevba").VBA_Parser("Thidua.xlam", data=xlam)
    try:
        return {
            Path(name).stem: code
            for _, path, name, code in parser.extract_macros()
            if path.startswith("VBA/")
        }
    finally:
        parser.close()


def compound_streams(data: bytes, folder: Path) -> dict[str, int]:
    """The streams that compoundfiles finds, by path, with their lengths; a warning is an error."""
    module = needed("compoundfiles")
    path = folder / "vbaProject.bin"
    path.write_bytes(data)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with module.CompoundFileReader(str(path)) as reader:
            return dict(_walk(reader, reader.root, ""))


def _walk(reader: Any, entity: Any, path: str) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for child in entity:
        if child.isdir:
            found += _walk(reader, child, f"{path}{child.name}/")
        else:
            with reader.open(child) as stream:
                found.append((path + child.name, len(stream.read())))
    return found


def pyopenvba_issues(path: Path) -> tuple[list[str], bool]:
    """What pyOpenVBA's checks find fault with, and whether they looked at everything."""
    module = needed("pyopenvba")
    report = module.check_file(path)
    with module.ExcelFile(path) as file:
        found = file.vba_project().validate()
    return [str(issue) for issue in [*report.issues, *found]], bool(report.complete)
