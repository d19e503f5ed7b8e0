"""Writes the tables of docs/definition.md (``python -m tests.schemas.definition_page``)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from schemas.shape import definition_schema

__all__ = ["PAGE", "is_current", "tables"]

PAGE = Path(__file__).resolve().parents[2] / "docs" / "definition.md"
_START, _END = "<!-- tables: start -->\n", "<!-- tables: end -->\n"
_FIRST = "campaign.json"


def tables() -> str:
    """One table per object of the schema, top level first, every key in its declared order."""
    schema = definition_schema()
    parts = {_FIRST: schema, **schema["$defs"]}
    return "\n".join(_table(name, part) for name, part in parts.items())


def is_current(page: str) -> bool:
    """Whether the generated part of the page is what the schema says now."""
    return page.split(_START)[1].split(_END)[0] == tables()


def _table(name: str, part: dict[str, Any]) -> str:
    nothing = " May be null." if "null" in part["type"] else ""
    lines = [
        f"### {name}",
        "",
        f"{part['title']}. {part['description']}{nothing}",
        "",
        "| key | tên | needed | holds | meaning |",
        "|---|---|---|---|---|",
    ]
    for key, spec in part["properties"].items():
        needed = "yes" if key in part["required"] else ""
        meaning = spec["description"].replace("|", "\\|")
        lines.append(f"| `{key}` | {spec['title']} | {needed} | {_holds(spec)} | {meaning} |")
    return "\n".join([*lines, ""])


def _holds(spec: dict[str, Any]) -> str:
    if "$ref" in spec:
        name = spec["$ref"].rpartition("/")[2]
        return f"[{name}](#{name})"
    kind = spec["type"]
    if kind == "array":
        return f"list of {_holds(spec['items'])}"
    if kind == "object":
        return f"key → {_holds(spec['additionalProperties'])}"
    words = " or ".join([kind] if isinstance(kind, str) else kind).replace(
        "number or string", "number"
    )
    return f"{_form(spec, words)}{_limits(spec)}"


def _form(spec: dict[str, Any], words: str) -> str:
    pattern = spec.get("pattern", "")
    if "enum" in spec:
        return ", ".join(f"`{word}`" for word in spec["enum"])
    if spec.get("format") == "date":
        return words.replace("string", "date")
    if "/" in pattern:
        return "fraction"
    return "id" if pattern.startswith("^[a-z") else words.replace("string", "text")


def _limits(spec: dict[str, Any]) -> str:
    if spec["type"] == "integer" and "minimum" in spec:
        return f" {spec['minimum']}–{spec['maximum']}"
    return f", at most {spec['maxLength']}" if "maxLength" in spec else ""


def main() -> None:
    """Write the tables into the page."""
    page = PAGE.read_text("utf-8")
    head, rest = page.split(_START)
    tail = rest.split(_END)[1]
    PAGE.write_text(f"{head}{_START}{tables()}{_END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
