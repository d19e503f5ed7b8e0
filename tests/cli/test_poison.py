"""Nothing that anybody typed becomes a formula, a link, a path or a command in any output."""

from __future__ import annotations

import io
import itertools
import json
import os
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import examples.workspace as playing
from cli.commands import explain, merge, verify
from cli.commands.demo import run_demo
from cli.console import Console
from examples.campaigns import DEMOS, plan
from examples.filling import Filling, Typed, fill
from schemas.kinds import FieldKind
from tests.returned.poison import MARK, POISONS, executable, poisoned, token
from workbooks.covering import LETTERS_FILE
from workbooks.registers import write_registers

_CONTENT = playing._content
_SAFE_NAME = re.compile("(?:[A-Za-z0-9][A-Za-z0-9._-]*/)*[A-Za-z0-9][A-Za-z0-9._-]*")
_NAMES = ("name", "contact", "position", "title", "reason", "basis", "signatory", "note")


class _Poisoner:
    """Puts a token before every free text of forms and registers, the next poison each time.

    The same text gets the same token wherever it stands, so that names still match.
    """

    def __init__(self, preset: str) -> None:
        self.free = {
            field.id
            for stage in plan(preset).campaign.stages
            if stage.form
            for field in (*stage.form.header, *stage.form.fields)
            if field.kind in (FieldKind.TEXT, FieldKind.LONG_TEXT)
        }
        self.numbers = itertools.count()
        self.known: dict[str, str] = {}

    def _marked(self, text: str) -> str:
        if text not in self.known:
            self.known[text] = f"{token(next(self.numbers))} {text}"
        return self.known[text]

    def cells(self, cells: Mapping[str, Typed]) -> dict[str, Typed]:
        return {
            name: self._marked(typed) if name in self.free and isinstance(typed, str) else typed
            for name, typed in cells.items()
        }

    def fill(self, data: bytes, filling: Filling) -> bytes:
        header = {
            name: self._marked(text) if name in self.free else text
            for name, text in filling.header.items()
        }
        rows = {entry: self.cells(cells) for entry, cells in filling.rows.items()}
        return poisoned(fill(data, replace(filling, header=header, rows=rows)))

    def registers(self, campaign: Any, lines: Mapping[str, Any]) -> Mapping[str, bytes]:
        marked = {
            file: tuple(
                {
                    key: self._marked(value) if key in _NAMES and isinstance(value, str) else value
                    for key, value in line.items()
                }
                for line in of_file
            )
            for file, of_file in lines.items()
        }
        return {name: poisoned(data) for name, data in write_registers(campaign, marked).items()}


def _content(*words: Any) -> bytes:
    """What comes back; nothing from whom nothing was asked, since a poison spoilt what he sent."""
    try:
        return _CONTENT(*words)
    except (KeyError, ValueError):
        return b""


_PRESETS = sorted(DEMOS) if os.environ.get("THIDUA_POISON") else ("dan-van-kheo-2023",)
"""Each is a whole campaign; ``THIDUA_POISON=all`` plays every one of them."""


@pytest.fixture(scope="module", params=_PRESETS)
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole campaign, every free text of which begins with a poison."""
    root = tmp_path_factory.mktemp("poison") / "dot"
    poisoner = _Poisoner(request.param)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(playing, "fill", poisoner.fill)
        patch.setattr(playing, "write_registers", poisoner.registers)
        patch.setattr(playing, "_content", _content)
        run_demo(Console(lang="vi", as_json=False, quiet=True), request.param, root)
    assert next(poisoner.numbers) >= len(POISONS)
    return root


def _written(root: Path) -> Iterator[tuple[str, bytes]]:
    for folder in ("ket-qua", "phat-hanh"):
        for path in sorted((root / folder).rglob("*")):
            if path.is_file():
                yield path.relative_to(root).as_posix(), path.read_bytes()


def _is_file_name(fault: str) -> bool:
    """The letters name the packs, whose names keep plain letters only of what was typed."""
    return LETTERS_FILE in fault and "changed in t: " in fault and ".xlsx" in fault


def test_poison_is_only_ever_text_in_what_is_written(played: Path) -> None:
    faults: list[str] = []
    met: set[int] = set()
    for name, data in _written(played):
        assert _SAFE_NAME.fullmatch(name), name
        if name.endswith((".xlsx", ".docx")):
            found = [f"{name}: {fault}" for fault in executable(data)]
            faults += [fault for fault in found if not _is_file_name(fault)]
            met |= _met(data)
    assert faults == []
    assert len(met) >= 25


def _met(data: bytes) -> set[int]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        text = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "ignore")
    return {n for n in range(len(POISONS)) if f"{MARK}a{n:02}" in text}


def test_poison_reaches_no_screen(played: Path) -> None:
    results = json.loads((played / "ket-qua" / "results.json").read_text("utf-8"))
    entries = [entry["id"] for entry in results["entries"]][:20]
    where = ["-C", str(played), "--as-of", results["as_of"]]
    runs = [CliRunner().invoke(merge.command, [*where, *more]) for more in ([], ["--json"])]
    runs += [CliRunner().invoke(explain.command, [entry, *where]) for entry in entries[:3]]
    runs.append(CliRunner().invoke(verify.command, where[:2]))
    for done in runs:
        assert done.exit_code in (0, 1), done.output
        strange = {c for c in done.output if not c.isprintable() and c != "\n"}
        assert strange - {"\u00ad"} == set()
        assert not [line for line in done.output.splitlines() if line.startswith(f"LỖI {MARK}")]
