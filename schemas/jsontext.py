"""Reads the text of a definition as JSON, losing nothing: exact numbers, doubled keys told."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal

from schemas.build import Json
from schemas.finding import Finding, Origin, Severity
from schemas.text import n2, safe_text

__all__ = ["json_path", "quoted", "read_json", "shape_fault"]

_DEEPEST = 40
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")


class _Object(dict[str, Json]):
    """A JSON object that remembers the keys it was given twice."""

    doubled: tuple[str, ...] = ()


class _Bad(Decimal):
    """A number that cannot be used; ``text`` is how it was written."""

    text: str

    def __new__(cls, text: str) -> _Bad:
        made = super().__new__(cls, 0)
        made.text = text
        return made


def json_path(parts: tuple[str | int, ...]) -> str:
    """``("stages", 0, "form")`` → ``stages[0].form``; the whole file is ``$``."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)
    return text.removeprefix(".") or "$"


def quoted(value: object) -> str:
    """A JSON value as somebody would recognise it in the file, at most 80 characters."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return safe_text(text)[:80]


def shape_fault(code: str, file: str, path: str, value: str, **params: str) -> Finding:
    """A finding of the shape pass at a path of the file."""
    return Finding(
        code=code,
        severity=Severity.ERROR,
        origin=Origin(file=file, cell=path),
        value=value,
        params={"path": path, "value": value} | params,
    )


def read_json(data: bytes, file: str) -> tuple[Json, tuple[Finding, ...]]:
    """Parse a definition: numbers exact, text at level N2; ``None`` if it is not JSON.

    DEF-101 not JSON (line, column), DEF-102 not UTF-8, DEF-103 key given twice, DEF-104 a number
    that cannot be used, DEF-105 unprintable characters, DEF-106 nested too deeply.
    """
    try:
        tree = _parse(data.decode("utf-8-sig"))
    except UnicodeDecodeError as fault:
        at = str(fault.start + 1)
        return None, (shape_fault("DEF-102", file, "$", f"0x{data[fault.start]:02X}", at=at),)
    except json.JSONDecodeError as fault:
        where = {"line": str(fault.lineno), "column": str(fault.colno)}
        return None, (shape_fault("DEF-101", file, "$", _line(fault), **where),)
    except RecursionError:
        return None, (shape_fault("DEF-106", file, "$", ""),)
    if _is_deep(tree):
        return None, (shape_fault("DEF-106", file, "$", ""),)
    tree = _clean(tree)
    return tree, tuple(_faults(tree, (), file))


def _parse(text: str) -> Json:
    tree: Json = json.loads(
        text, object_pairs_hook=_pairs, parse_float=_number, parse_int=_number, parse_constant=_Bad
    )
    return tree


def _number(text: str) -> int | Decimal:
    if not _NUMBER.fullmatch(text):
        return _Bad(text)
    return Decimal(text) if "." in text else int(text)


def _pairs(pairs: list[tuple[str, Json]]) -> _Object:
    keys = [n2(key) for key, _ in pairs]
    made = _Object(zip(keys, (value for _, value in pairs), strict=True))
    made.doubled = tuple(sorted({key for key in keys if keys.count(key) > 1}))
    return made


def _clean(tree: Json) -> Json:
    """The same tree with every text at level N2, so that labels match what people pick."""
    if isinstance(tree, str):
        return n2(tree)
    if isinstance(tree, list):
        return [_clean(item) for item in tree]
    if isinstance(tree, dict):
        for key, item in tree.items():
            tree[key] = _clean(item)
    return tree


def _line(fault: json.JSONDecodeError) -> str:
    lines = fault.doc.split("\n")
    return safe_text(lines[fault.lineno - 1]).strip()[:80]


def _is_deep(tree: Json) -> bool:
    level: list[Json] = [tree]
    for _ in range(_DEEPEST):
        below: list[Json] = []
        for item in level:
            if isinstance(item, dict):
                below += item.values()
            elif isinstance(item, list):
                below += item
        level = below
    return bool(level)


def _faults(tree: Json, path: tuple[str | int, ...], file: str) -> Iterator[Finding]:
    where = json_path(path)
    if isinstance(tree, _Bad):
        yield shape_fault("DEF-104", file, where, tree.text[:40])
    elif isinstance(tree, str):
        if safe_text(tree) != tree:
            yield shape_fault("DEF-105", file, where, quoted(tree))
    elif isinstance(tree, list):
        for index, item in enumerate(tree):
            yield from _faults(item, (*path, index), file)
    elif isinstance(tree, dict):
        for key in tree.doubled if isinstance(tree, _Object) else ():
            yield shape_fault("DEF-103", file, json_path((*path, quoted(key))), quoted(key))
        for key, item in tree.items():
            yield from _faults(item, (*path, key), file)
