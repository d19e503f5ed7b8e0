"""The scripts of packaging/windows as modules: that folder is on no search path on purpose."""

from __future__ import annotations

import importlib
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

from tests.sources import ROOT

__all__ = ["BUNDLE", "COLLECT", "FOLDER", "installer", "script"]

FOLDER = ROOT / "packaging" / "windows"
COLLECT = FOLDER / "collect.py"
BUNDLE = FOLDER / "bundle"


@cache
def _modules(folder: Path) -> dict[str, ModuleType]:
    """All modules of a folder, imported as they import each other, and taken off again."""
    names = sorted(path.stem for path in folder.glob("*.py") if path.stem != "__main__")
    outside = {name: sys.modules.pop(name) for name in names if name in sys.modules}
    sys.path.insert(0, str(folder))
    try:
        return {name: importlib.import_module(name) for name in names}
    finally:
        sys.path.remove(str(folder))
        for name in names:
            sys.modules.pop(name, None)
        sys.modules.update(outside)


def script(name: str) -> ModuleType:
    """One of the modules that make the bundle, such as ``wheels``."""
    return _of(FOLDER, name)


def installer(name: str) -> ModuleType:
    """One of the modules of the installer inside the bundle, such as ``environment``."""
    return _of(BUNDLE / "bo-cai", name)


def _of(folder: Path, name: str) -> ModuleType:
    found = _modules(folder)[name]
    assert Path(found.__file__ or "").parent == folder
    return found
