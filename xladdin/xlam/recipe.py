"""The text sources in ``ribbon/``: what the add-in is made of, read into values."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from xladdin.xlam.settings import Settings
from xladdin.xlam.upstream import Change, Upstream

__all__ = ["Recipe", "recipe"]

_SOURCES = Path(__file__).with_name("ribbon")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Everything the build takes from ``ribbon/``.

    ``project``, ``guid``: name and id of the VBA project. ``sheet``: the settings sheet.
    ``messages``: its rows of sentences. ``settings``: the usual settings. ``module``: the source
    of the buttons (LF). ``ribbon``: the ribbon part, as it stands in the file.
    """

    project: str
    guid: str
    sheet: str
    messages: Mapping[str, str]
    settings: Settings
    upstream: Upstream
    module: str
    ribbon: bytes


@cache
def recipe() -> Recipe:
    """Read the sources that lie beside this module."""
    table = tomllib.loads(_text("settings.toml"))
    xlwings = table["xlwings"]
    return Recipe(
        project=table["project"]["name"],
        guid=table["project"]["guid"],
        sheet=table["sheet"]["name"],
        messages=table["messages"],
        settings=Settings(**table["settings"]),
        upstream=Upstream(
            version=xlwings["version"],
            file=xlwings["file"],
            sha256=xlwings["sha256"],
            changes=tuple(_change(entry) for entry in xlwings["changes"]),
        ),
        module=_text("Thidua.bas"),
        ribbon=_text("customUI14.xml").encode(),
    )


def _text(name: str) -> str:
    """A source with LF, also where a checkout has put CRLF."""
    return (_SOURCES / name).read_text(encoding="utf-8")


def _change(entry: Mapping[str, str]) -> Change:
    return Change(
        why=entry["why"],
        start=entry["from"],
        upto=entry.get("upto"),
        to_end=bool(entry.get("to_end")),
        put=entry["put"],
    )
