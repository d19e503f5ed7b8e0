"""Whether a definition surely fits the schema: the quick answer, without loading ``jsonschema``.

It knows the words that ``campaign.schema.json`` uses and no others, and says yes only where every
one of them is kept. Anything else (a fault, a word or a value it does not know) is no, and then
`schemas.shape` asks ``jsonschema``, which alone says what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

__all__ = ["fits"]

_Schema = Mapping[str, Any]
_Test = Callable[[Any, Any, _Schema, "_Checker"], bool]


def fits(tree: object, schema: _Schema, is_day: Callable[[object], bool]) -> bool:
    """True where the value fits; ``is_day`` judges what the schema calls a date."""
    return _Checker(schema, is_day).holds(tree, schema)


class _Checker:
    def __init__(self, root: _Schema, is_day: Callable[[object], bool]) -> None:
        self.parts: _Schema = root.get("$defs", {})
        self.is_day = is_day

    def holds(self, value: Any, schema: _Schema) -> bool:
        """Every word of the schema is known and kept."""
        return all(
            key in _WORDLESS or (key in _TESTS and _TESTS[key](value, told, schema, self))
            for key, told in schema.items()
        )


_WORDLESS = {"title", "description", "$schema", "$id", "$defs"}
_KINDS: Mapping[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: type(value) is int,
    "number": lambda value: type(value) in (int, Decimal),
    "null": lambda value: value is None,
}


def _type(value: Any, told: str | list[str], schema: _Schema, checker: _Checker) -> bool:
    return any(_KINDS[kind](value) for kind in ([told] if isinstance(told, str) else told))


def _ref(value: Any, told: str, schema: _Schema, checker: _Checker) -> bool:
    name = told.removeprefix("#/$defs/")
    return name in checker.parts and checker.holds(value, checker.parts[name])


def _properties(
    value: Any, told: Mapping[str, _Schema], schema: _Schema, checker: _Checker
) -> bool:
    if not isinstance(value, dict):
        return True
    return all(checker.holds(value[key], part) for key, part in told.items() if key in value)


def _additional(value: Any, told: _Schema | bool, schema: _Schema, checker: _Checker) -> bool:
    if not isinstance(value, dict):
        return True
    others = [value[key] for key in value if key not in schema.get("properties", {})]
    if isinstance(told, bool):
        return told or not others
    return all(checker.holds(other, told) for other in others)


def _names(value: Any, told: _Schema, schema: _Schema, checker: _Checker) -> bool:
    return not isinstance(value, dict) or all(checker.holds(key, told) for key in value)


def _items(value: Any, told: _Schema, schema: _Schema, checker: _Checker) -> bool:
    return not isinstance(value, list) or all(checker.holds(item, told) for item in value)


def _unique(value: Any, told: bool, schema: _Schema, checker: _Checker) -> bool:
    """Python finds more things equal (1 and true) than JSON does: then it is no."""
    if not told or not isinstance(value, list):
        return True
    return all(item not in value[:place] for place, item in enumerate(value))


def _format(value: Any, told: str, schema: _Schema, checker: _Checker) -> bool:
    return told == "date" and checker.is_day(value)


def _required(value: Any, told: list[str], schema: _Schema, checker: _Checker) -> bool:
    return not isinstance(value, dict) or all(key in value for key in told)


def _pattern(value: Any, told: str, schema: _Schema, checker: _Checker) -> bool:
    return not isinstance(value, str) or re.search(told, value) is not None


def _enum(value: Any, told: list[Any], schema: _Schema, checker: _Checker) -> bool:
    return isinstance(value, str) and value in told


def _const(value: Any, told: Any, schema: _Schema, checker: _Checker) -> bool:
    return type(value) is type(told) and bool(value == told)


def _at_least(kinds: tuple[type, ...], measure: Callable[[Any], Any]) -> _Test:
    return lambda value, told, schema, checker: (
        type(value) is bool or not isinstance(value, kinds) or measure(value) >= told
    )


def _at_most(kinds: tuple[type, ...], measure: Callable[[Any], Any]) -> _Test:
    return lambda value, told, schema, checker: (
        type(value) is bool or not isinstance(value, kinds) or measure(value) <= told
    )


def _itself(value: Any) -> Any:
    return value


_TESTS: Mapping[str, _Test] = {
    "$ref": _ref,
    "additionalProperties": _additional,
    "const": _const,
    "enum": _enum,
    "format": _format,
    "items": _items,
    "maxItems": _at_most((list,), len),
    "maxLength": _at_most((str,), len),
    "maximum": _at_most((int, Decimal), _itself),
    "minItems": _at_least((list,), len),
    "minLength": _at_least((str,), len),
    "minimum": _at_least((int, Decimal), _itself),
    "pattern": _pattern,
    "properties": _properties,
    "propertyNames": _names,
    "required": _required,
    "type": _type,
    "uniqueItems": _unique,
}
