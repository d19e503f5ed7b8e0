"""Between plain JSON values and our dataclasses, driven by the dataclasses' own annotations."""

from __future__ import annotations

import dataclasses
import re
import types
import typing
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache

__all__ = ["Json", "build", "dump"]

Json = typing.Union[  # noqa: UP007 - a recursive alias needs the quoted form
    str, int, Decimal, bool, None, list["Json"], dict[str, "Json"]
]
"""What a parsed JSON text holds; numbers with a point are ``Decimal``, never float."""

T = typing.TypeVar("T")

_DECIMAL = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,9})?")
_FRACTION = re.compile(r"[0-9]{1,9}/[1-9][0-9]{0,8}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def build(cls: type[T], data: object, path: str = "") -> T:
    """Build a dataclass from a JSON object, strictly; absent keys take the declared default.

    Raises ValueError with the path for an unknown or missing key and for a value of another
    type. No meaning is judged.
    """
    if not isinstance(data, dict):
        raise ValueError(f"{path or '$'}: not an object")
    fields = {field.name: field for field in dataclasses.fields(cls)}  # type: ignore[arg-type]  # callers pass dataclasses only
    unknown = [key for key in data if key not in fields]
    if unknown:
        raise ValueError(f"{path}.{unknown[0]}: unknown key")
    hints = _hints(typing.cast(typing.Hashable, cls))
    found: dict[str, object] = {}
    for name, field in fields.items():
        if name in data:
            found[name] = _value(hints[name], data[name], f"{path}.{name}".lstrip("."))
        elif _required(field):
            raise ValueError(f"{path}.{name}: missing")
    return cls(**found)


def dump(value: object) -> Json:
    """The JSON form of a dataclass (or a part); attributes equal to their default are left out."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: dump(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if _required(field) or getattr(value, field.name) != _default(field)
        }
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [dump(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): dump(item) for key, item in value.items()}
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(f"no JSON form for {type(value).__name__}")


@cache
def _hints(cls: typing.Hashable) -> dict[str, typing.Any]:
    return typing.get_type_hints(cls)


def _required(field: dataclasses.Field[typing.Any]) -> bool:
    missing = dataclasses.MISSING
    return field.default is missing and field.default_factory is missing


def _default(field: dataclasses.Field[typing.Any]) -> object:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default


def _value(hint: typing.Any, data: object, path: str) -> object:
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        return _optional(hint, data, path)
    if origin is tuple:
        item = typing.get_args(hint)[0]
        return tuple(_value(item, v, f"{path}[{i}]") for i, v in enumerate(_list(data, path)))
    if origin is not None:
        return _mapping(typing.get_args(hint)[1], data, path)
    if dataclasses.is_dataclass(hint):
        return build(typing.cast("type[object]", hint), data, path)
    return _leaf(hint, data, path)


def _optional(hint: typing.Any, data: object, path: str) -> object:
    if data is None:
        return None
    inner = next(arg for arg in typing.get_args(hint) if arg is not types.NoneType)
    return _value(inner, data, path)


def _list(data: object, path: str) -> list[object]:
    if isinstance(data, list):
        return data
    raise ValueError(f"{path}: not a list")


def _mapping(hint: typing.Any, data: object, path: str) -> dict[str, object]:
    if isinstance(data, dict):
        return {str(key): _value(hint, item, f"{path}.{key}") for key, item in data.items()}
    raise ValueError(f"{path}: not an object")


def _leaf(hint: type, data: object, path: str) -> object:
    if hint is bool or hint is int:
        if type(data) is hint:
            return data
    elif hint is Decimal:
        text = "" if isinstance(data, bool) else str(data)
        if _DECIMAL.fullmatch(text):
            return Decimal(format(Decimal(text).normalize(), "f"))
    elif isinstance(data, str):
        return _from_text(hint, data, path)
    raise ValueError(f"{path}: {data!r} is not {hint.__name__}")


def _from_text(hint: type, text: str, path: str) -> object:
    if hint is str:
        return text
    if hint is Fraction and _FRACTION.fullmatch(text):
        return Fraction(text)
    if hint is date and _DAY.fullmatch(text):
        return date.fromisoformat(text)
    if issubclass(hint, Enum):
        return hint(text)
    raise ValueError(f"{path}: {text!r} is not {hint.__name__}")
