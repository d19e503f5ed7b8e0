"""The page in Node, on a workbook behind the interface of Office.js and before a real server."""

from __future__ import annotations

import copy
import importlib.util
import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Browser", "Outcome", "sheet_of"]

_HERE = Path(__file__).resolve().parent
_OURS = _HERE.parents[2] / "xladdin" / "server" / "project" / "static" / "js" / "thidua.js"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of some presses: the workbook, what the pane said last, what was sent."""

    model: dict[str, Any]
    said: str
    is_asking: bool
    payloads: list[dict[str, Any]]
    orders: int
    syncs: int


class Browser:
    """``folder``: where the scripts are put, since Node wants to be told that they are modules."""

    def __init__(self, node: str, folder: Path, url: str) -> None:
        self._node = node
        self._url = url
        self._js = folder / "js"
        found = importlib.util.find_spec("xlwings_server")
        assert found is not None and found.origin is not None
        shutil.copytree(Path(found.origin).parent / "static" / "js", self._js)
        shutil.copy(_OURS, self._js)
        (self._js / "package.json").write_text('{"type": "module"}', encoding="utf-8")

    def press(
        self,
        model: dict[str, Any],
        *steps: str,
        api: int = 18,
        fail: int = 0,
        url: str = "",
        platform: str = "PC",
    ) -> Outcome:
        """Presses buttons (``thidua-check``) and answers (``yes``) one after the other.

        ``fail``: the number of the order at which Excel gives up.
        """
        given = {
            "model": copy.deepcopy(model),
            "js": str(self._js),
            "url": url or self._url,
            "api": api,
            "platform": platform,
            "fail": fail,
            "steps": steps,
        }
        run = subprocess.run(
            [self._node, str(_HERE / "fake_excel.mjs")],
            input=json.dumps(given),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert run.returncode == 0, run.stderr
        assert run.stderr == ""
        found = json.loads(run.stdout)
        return Outcome(
            model=found["model"],
            said=found["last"],
            is_asking=found["asking"],
            payloads=found["payloads"],
            orders=found["orders"],
            syncs=found["syncs"],
        )


def sheet_of(model: dict[str, Any], name: str) -> dict[str, Any]:
    """A sheet of a model; AssertionError where it is not there."""
    found = [sheet for sheet in model["sheets"] if sheet["name"] == name]
    assert len(found) == 1, [sheet["name"] for sheet in model["sheets"]]
    return dict(found[0])
