"""The shape pass: does a definition fit ``campaign.schema.json``; every fault at once.

Findings DEF-101 to DEF-139, each with the path in the file and what was expected there.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from schemas.build import Json
from schemas.finding import Finding
from schemas.fits import fits
from schemas.jsontext import json_path, quoted, read_json, shape_fault

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

__all__ = ["definition_schema", "read_shape"]

_UNREADABLE = ("DEF-101", "DEF-102", "DEF-106")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

_TYPES = {
    "object": "DEF-131",
    "object|null": "DEF-132",
    "array": "DEF-133",
    "string": "DEF-134",
    "string|null": "DEF-135",
    "integer": "DEF-136",
    "number|string": "DEF-137",
    "number|string|null": "DEF-138",
    "boolean": "DEF-139",
}
_LIMITS = {
    "pattern": "DEF-115",
    "format": "DEF-116",
    "minimum": "DEF-117",
    "maximum": "DEF-118",
    "minLength": "DEF-119",
    "maxLength": "DEF-120",
    "minItems": "DEF-121",
    "maxItems": "DEF-122",
    "uniqueItems": "DEF-123",
    "const": "DEF-124",
}

_Path = tuple[str | int, ...]


def read_shape(data: bytes, file: str) -> tuple[Json, tuple[Finding, ...]]:
    """Parse a definition and check it; with any finding the value must not be built.

    The value is ``None`` where there is no JSON. One place gets one kind of finding: what could
    not be read is not judged again.
    """
    tree, findings = read_json(data, file)
    if any(finding.code in _UNREADABLE for finding in findings):
        return None, findings
    if fits(tree, definition_schema(), _is_day):
        return tree, findings
    told = {finding.origin.cell for finding in findings}
    errors = sorted(_validator().iter_errors(tree), key=_place)
    departures = (finding for error in errors for finding in _explain(error, file))
    return tree, (*findings, *(found for found in departures if found.origin.cell not in told))


@cache
def definition_schema() -> dict[str, Any]:
    """``campaign.schema.json`` as a value."""
    text = resources.files("schemas").joinpath("campaign.schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


@cache
def _validator() -> Draft202012Validator:
    """Loaded only for a definition with a fault: it takes longer than all the rest."""
    from jsonschema import Draft202012Validator, FormatChecker

    checker = FormatChecker(formats=())
    checker.checks("date")(_is_day)
    return Draft202012Validator(definition_schema(), format_checker=checker)


def _is_day(value: object) -> bool:
    if not isinstance(value, str):
        return True
    try:
        return bool(_DAY.fullmatch(value) and date.fromisoformat(value))
    except ValueError:
        return False


def _place(error: ValidationError) -> tuple[tuple[str, int], ...]:
    parts = (*error.absolute_path, str(error.validator))
    return tuple(("", part) if isinstance(part, int) else (str(part), -1) for part in parts)


def _explain(error: ValidationError, file: str) -> Iterator[Finding]:
    path: _Path = tuple(error.absolute_path)
    found, rule = error.instance, error.validator
    if rule == "required":
        key = _missing_key(error)
        yield shape_fault("DEF-111", file, json_path((*path, key)), "", key=key)
    elif rule == "additionalProperties":
        yield from _unknown_keys(error, path, file)
    elif rule == "type":
        yield shape_fault(_TYPES[_wanted(error)], file, json_path(path), quoted(found))
    elif rule == "enum":
        yield _enum(error, path, file)
    elif "propertyNames" in error.absolute_schema_path:
        yield shape_fault("DEF-125", file, json_path((*path, quoted(found))), quoted(found))
    else:
        yield _limit(error, path, file)


def _rule_value(error: ValidationError) -> Any:
    return error.validator_value


def _missing_key(error: ValidationError) -> str:
    """One error stands for one missing key, and names it only in its message."""
    keys: list[str] = _rule_value(error)
    return next(key for key in keys if repr(key) in error.message)


def _unknown_keys(error: ValidationError, path: _Path, file: str) -> Iterator[Finding]:
    schema: Any = error.schema
    found: Any = error.instance
    known = list(schema["properties"])
    for key in (key for key in found if key not in known):
        near, name = _nearest(key, known), quoted(key)
        code = "DEF-112" if near else "DEF-113"
        where = json_path((*path, name))
        yield shape_fault(code, file, where, name, near=near, known=", ".join(known))


def _enum(error: ValidationError, path: _Path, file: str) -> Finding:
    known = [str(word) for word in _rule_value(error)]
    value = quoted(error.instance)
    near = _nearest(value, known)
    code = "DEF-114" if near else "DEF-126"
    return shape_fault(code, file, json_path(path), value, near=near, known=", ".join(known))


def _limit(error: ValidationError, path: _Path, file: str) -> Finding:
    code = _LIMITS[str(error.validator)]
    limit = str(_rule_value(error))
    if code == "DEF-115" and "a-z" not in limit:
        code = "DEF-127" if "/" in limit else "DEF-128"
    return shape_fault(code, file, json_path(path), quoted(error.instance), limit=limit)


def _wanted(error: ValidationError) -> str:
    wanted = _rule_value(error)
    return wanted if isinstance(wanted, str) else "|".join(wanted)


def _nearest(word: str, known: list[str]) -> str:
    return next(iter(difflib.get_close_matches(word.lower(), known, n=1, cutoff=0.6)), "")
