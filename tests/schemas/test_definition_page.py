"""docs/definition.md names every key of the schema."""

from __future__ import annotations

import re

from schemas.shape import definition_schema
from tests.schemas.definition_page import PAGE, is_current


def test_page_is_what_the_schema_says() -> None:
    assert is_current(PAGE.read_text("utf-8")), "python -m tests.schemas.definition_page"


def test_page_explains_every_key() -> None:
    page = PAGE.read_text("utf-8")
    schema = definition_schema()
    for name, part in {"campaign.json": schema, **schema["$defs"]}.items():
        section = page.split(f"### {name}\n")[1].split("\n### ")[0]
        keys = re.findall(r"^\| `(\w+)` \| [^|]+ \| (?:yes)? \| [^|]+ \| .+ \|$", section, re.M)
        assert keys == list(part["properties"]), name
