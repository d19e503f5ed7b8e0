"""docs/definition.md names every key of the schema."""

from __future__ import annotations

import json
import re

from schemas.load import read_definition
from schemas.shape import definition_schema
from tests.schemas.definition_page import PAGE, is_current
from tests.schemas.extended import extended


def test_page_is_what_the_schema_says() -> None:
    assert is_current(PAGE.read_text("utf-8")), "python -m tests.schemas.definition_page"


def test_page_explains_every_key() -> None:
    page = PAGE.read_text("utf-8")
    schema = definition_schema()
    for name, part in {"campaign.json": schema, **schema["$defs"]}.items():
        section = page.split(f"### {name}\n")[1].split("\n### ")[0]
        keys = re.findall(r"^\| `(\w+)` \| [^|]+ \| (?:yes)? \| [^|]+ \| .+ \|$", section, re.M)
        assert keys == list(part["properties"]), name


def test_quotas_of_the_page_are_accepted() -> None:
    page = PAGE.read_text("utf-8").split("### How many")[1].split("### ")[0]
    written = re.findall(r'`(?:"unit_limit": \d+` of the award beside `)?"quota": (\{.*?\})`', page)
    written += re.findall(r'`(\{"kind": "share".*?\})`', page)
    quotas = [json.loads(text) for text in written]
    first, group = quotas[0], re.findall(r'"by_group": (\{.*?\}\})', page)[0]
    bases = [json.loads(text) for text in re.findall(r'"base": (\{"kind": "figure".*?\})', page)]
    quotas.append(first | {"by_group": json.loads(group)})
    quotas += [{"kind": "share", "share": "20/100", "base": base, "per": "unit"} for base in bases]
    quotas.append(quotas[-1] | {"base": bases[0] | {"plus": ["htxsnv"]}})
    assert len(quotas) == 7
    for quota in quotas:
        value = extended()
        value["unit_groups"].append({"id": "don-vi", "label": "Đơn vị"})
        value["figures"].append({"id": "httnv", "label": "Số hoàn thành tốt nhiệm vụ"})
        value["awards"][9]["quota"] = quota
        assert read_definition(json.dumps(value).encode())[1] == (), quota
