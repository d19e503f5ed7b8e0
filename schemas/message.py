"""The one place where a code becomes words: catalogues per area and language, rendered strictly."""

from __future__ import annotations

import json
import string
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from schemas.finding import Finding

__all__ = [
    "LANGUAGES",
    "PARTS",
    "Rendered",
    "areas",
    "asked",
    "catalogue",
    "cell_text",
    "placeholders",
    "render",
    "text",
    "title",
]

LANGUAGES = ("vi", "en")
PARTS = ("title", "message", "remedy", "letter", "cell")
"""Parts of a catalogue entry; the last two may be absent.

``remedy`` speaks to whom runs the program; ``letter`` says the same to the sender, where that is
another; ``cell`` is the short text of an in-cell verdict.
"""

_FORMATTER = string.Formatter()

_REFERRING = frozenset(
    (
        *("basis", "bits", "how", "is_now", "kind", "label", "level", "looks_like", "owner_kind"),
        *("reason", "remedy", "verdict", "was", "what", "why", "you"),
    )
)
"""Params that may name another text. Those that quote what somebody typed are not among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A finding in words: a short title, what was found and expected, and how to mend it."""

    title: str
    message: str
    remedy: str


def render(finding: Finding, lang: str = "vi") -> Rendered:
    """The finding in words. ``{value}`` falls back to the finding's own value.

    KeyError where the code is unknown or a placeholder is missing: a bug, never printed.
    """
    entry, params = catalogue(lang)[finding.code], _params(finding, lang)
    return Rendered(
        title=_fill(entry["title"], params),
        message=_fill(entry["message"], params).rstrip(),
        remedy=_fill(entry["remedy"], params),
    )


def asked(finding: Finding, lang: str = "vi") -> str:
    """What the sender does about a finding, in words to the sender: for letters and packs."""
    entry = catalogue(lang)[finding.code]
    return _fill(entry.get("letter", entry["remedy"]), _params(finding, lang, "letter"))


def _params(finding: Finding, lang: str, part: str = "message") -> Mapping[str, str]:
    return {"value": finding.value, **_worded(finding.params, lang, part)}


def _worded(params: Mapping[str, str], lang: str, part: str = "message") -> dict[str, str]:
    """A parameter ``@CODE:word`` names a text of the catalogue; any other stands for itself."""
    return {
        key: _named(value[1:], lang, part) if _refers(key, value, lang) else value
        for key, value in params.items()
    }


def _named(code: str, lang: str, part: str) -> str:
    entry = catalogue(lang)[code]
    return entry.get(part, entry["message"])


def _refers(key: str, value: str, lang: str) -> bool:
    named = key in _REFERRING and value.startswith("@") and ":" in value
    return named and value[1:] in catalogue(lang)


def text(code: str, lang: str = "vi", /, **params: str) -> str:
    """The message of a code; KeyError where the code or a placeholder is missing."""
    return _fill(catalogue(lang)[code]["message"], _worded(params, lang))


def title(code: str, lang: str = "vi", /, **params: str) -> str:
    """The title of a code; KeyError where the code or a placeholder is missing."""
    return _fill(catalogue(lang)[code]["title"], params)


def cell_text(code: str, lang: str = "vi", /, **params: str) -> str:
    """The short in-cell text of a code; KeyError where the code has none."""
    return _fill(catalogue(lang)[code]["cell"], params)


def placeholders(template: str) -> frozenset[str]:
    """The names of the placeholders of a template."""
    return frozenset(name for _, name, _, _ in _FORMATTER.parse(template) if name is not None)


def areas(lang: str = "vi") -> Mapping[str, tuple[str, ...]]:
    """The codes of every area of a language, areas and codes sorted."""
    return {name: tuple(sorted(entries)) for name, entries in sorted(_read(lang).items())}


@cache
def catalogue(lang: str) -> Mapping[str, Mapping[str, str]]:
    """Every entry of a language by code; ValueError where two areas share a code."""
    merged: dict[str, Mapping[str, str]] = {}
    for area, entries in sorted(_read(lang).items()):
        for code, entry in entries.items():
            if code in merged:
                raise ValueError(f"{lang}/{area}.json: {code} stands in another area too")
            merged[code] = entry
    return merged


@cache
def _read(lang: str) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    if lang not in LANGUAGES:
        raise ValueError(f"no messages in language {lang!r}")
    folder = resources.files("schemas") / "messages" / lang
    found: dict[str, Mapping[str, Mapping[str, str]]] = {}
    for file in folder.iterdir():
        if file.name.endswith(".json"):
            entries = json.loads(file.read_text("utf-8"), object_pairs_hook=_no_twice)
            found[file.name.removesuffix(".json")] = entries
    return found


def _no_twice(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError(f"a key stands twice in a message file: {[key for key, _ in pairs]}")
    return made


def _fill(template: str, params: Mapping[str, str]) -> str:
    return template.format_map(params) if "{" in template or "}" in template else template
