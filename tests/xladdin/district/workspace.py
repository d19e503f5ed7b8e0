"""A merged workspace of three units, for the buttons of the office that merges."""

from __future__ import annotations

import atexit
from datetime import date
from functools import cache
from pathlib import Path
from shutil import copytree, rmtree
from tempfile import mkdtemp

from cli.issuing import issue_stage
from cli.merging import merge_workspace
from tests.cli.office import AFTER, BEFORE, entry, intake, open_office, returned
from tests.xladdin.memory import MemoryHost, opened

__all__ = ["MERGED_ON", "merged_office", "result"]

MERGED_ON: date = AFTER


@cache
def _made() -> Path:
    home = Path(mkdtemp(prefix="thidua-"))
    atexit.register(rmtree, home, ignore_errors=True)
    root = open_office(home / "dot", intake=intake("DD01", "DD02"))
    issue_stage(root, "dang-ky", BEFORE)
    returned(root, "DD01", [entry("Một cửa số"), entry("Chợ không tiền mặt")])
    returned(root, "DD02", [entry("Tuyến đường hoa", tinh_moi="")], name="Xã Ka Đô, lần 1.xlsx")
    merge_workspace(root, MERGED_ON)
    return root


def merged_office(folder: Path) -> Path:
    """A copy for one test, in a folder such as users have them."""
    return Path(copytree(_made(), folder / "Đợt thi đua & khen 'thưởng' 2024"))


def result(path: Path, sheet: str = "", cell: str = "A1") -> MemoryHost:
    """A result opened in the program, with the cursor in a cell of a sheet."""
    host = opened(path.read_bytes(), path.name, str(path.parent))
    if sheet:
        host.place_cursor(sheet, cell)
    return host
