"""A row of a form as JSON, and the JSON Schema that says of it what the rules say of its cells.

Made from the definition alone, and read by another program (`jsonschema`). JSON Schema knows
no order of two fields and no other rows: not-before, not-after and unique are not in it. A date is
its day number there, a choice its label; nothing is cleaned, so that only plain spellings compare.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from schemas.cell import CellKind, RawCell
from schemas.field import Condition, Constraint, Field
from schemas.kinds import ConstraintKind, FieldKind
from schemas.value import JudgedRow

__all__ = ["EXPRESSED", "KIND", "failed", "faulted", "instance", "row_schema", "validator"]

KIND = "kind"
"""What is wrong with the content of a field, before any constraint."""

K = ConstraintKind
EXPRESSED = frozenset(
    {KIND, K.REQUIRED, K.REQUIRED_WHEN, K.ALLOWED_WHEN, K.LENGTH, K.NUMBER_RANGE, K.DATE_RANGE,
     K.DIGITS}
)  # fmt: skip

_NUMBER = re.compile(r"-?[0-9]{1,11}([.,]([0-9]{1,2}|[0-9]{4}))?")
_NAMES = "$comment"


def validator(fields: Sequence[Field]) -> Draft202012Validator:
    """The schema of a form, ready to be asked."""
    schema = row_schema(fields)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def row_schema(fields: Sequence[Field]) -> dict[str, Any]:
    """One object per row; every part says in its ``$comment`` what fails there."""
    by_id = {field.id: field for field in fields}
    return {
        "type": "object",
        "properties": {field.id: {**_kind(field), _NAMES: KIND} for field in fields},
        "allOf": [
            {**made, _NAMES: f"{field.id} {rule.kind}"}
            for field in fields
            for rule in field.constraints
            for made in _rule(field, rule, by_id)
        ],
    }


def _kind(field: Field) -> dict[str, Any]:
    match field.kind:
        case FieldKind.CHOICE:
            return {"enum": [choice.label for choice in field.choices]}
        case FieldKind.MULTI_CHOICE:
            ids = [choice.id for choice in field.choices]
            return {"type": "array", "items": {"enum": ids}}
        case FieldKind.INTEGER | FieldKind.DATE:
            return {"type": "integer"}
        case FieldKind.DECIMAL:
            return {"type": "number", **({"multipleOf": field.step} if field.step else {})}
        case FieldKind.TEXT | FieldKind.LONG_TEXT:
            return {"type": "string"}


def _rule(field: Field, rule: Constraint, by_id: Mapping[str, Field]) -> Iterator[dict[str, Any]]:
    own = field.id
    lengths = _some(minLength=rule.min_length, maxLength=rule.max_length)
    match rule.kind:
        case K.REQUIRED:
            yield {"required": [own]}
        case K.REQUIRED_WHEN if rule.when:
            yield {"if": _holds(rule.when, by_id), "then": {"required": [own]}}
        case K.ALLOWED_WHEN if rule.when:
            other = [c.label for c in field.choices if c.id not in rule.allowed]
            yield {"if": _holds(rule.when, by_id), "then": _of(own, {"not": {"enum": other}})}
        case K.LENGTH:
            yield _of(own, lengths)
        case K.NUMBER_RANGE:
            limits = _some(minimum=rule.minimum, maximum=rule.maximum)
            yield _of(own, {"if": {"type": _kind(field)["type"]}, "then": limits})
        case K.DATE_RANGE:
            first, last = (day and day.toordinal() for day in (rule.earliest, rule.latest))
            yield _of(own, _some(minimum=first, maximum=last))
        case K.DIGITS:
            figures = {"pattern": "^[0-9]+$"}
            yield _of(own, {"if": figures, "then": lengths, "else": figures})


def _of(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"properties": {name: schema}}


def _some(**limits: object) -> dict[str, Any]:
    return {name: limit for name, limit in limits.items() if limit is not None}


def _holds(when: Condition, by_id: Mapping[str, Field]) -> dict[str, Any]:
    other = by_id[when.field]
    if other.kind is FieldKind.MULTI_CHOICE:
        ticked = {"contains": {"enum": list(when.values)}}
        return {"required": [other.id], **_of(other.id, ticked)}
    labels = [choice.label for choice in other.choices if choice.id in when.values]
    return {"required": [other.id], **_of(other.id, {"enum": labels})}


def instance(fields: Sequence[Field], cells: Mapping[str, Sequence[RawCell]]) -> dict[str, Any]:
    """The row as JSON; blank fields are not in it."""
    made = {field.id: _value(field, cells.get(field.id, ())) for field in fields}
    return {name: value for name, value in made.items() if value not in (None, [])}


def _value(field: Field, cells: Sequence[RawCell]) -> object:
    if field.kind is FieldKind.MULTI_CHOICE:
        ticked = zip(field.choices, cells, strict=True)
        return [c.id if cell.value == "x" else cell.value for c, cell in ticked if cell.value]
    value = cells[0].value if cells else None
    if field.kind is FieldKind.DATE:
        return _day(value)
    if field.kind in (FieldKind.INTEGER, FieldKind.DECIMAL):
        if cells and cells[0].kind is CellKind.TEXT and _NUMBER.fullmatch(str(value)):
            value = Decimal(str(value).replace(",", "."))
        if isinstance(value, Decimal) and value == int(value):
            return int(value)
    return value


def _day(value: object) -> object:
    if isinstance(value, date):
        return value.toordinal()
    try:
        return datetime.strptime(str(value), "%d/%m/%Y").toordinal() if value else None
    except ValueError:
        return str(value)


def failed(known: Draft202012Validator, row: dict[str, Any]) -> set[tuple[str, str]]:
    """Field and kind of everything that the schema finds wrong."""
    return {_named(known.schema, error) for error in known.iter_errors(row)}


def _named(schema: Any, error: ValidationError) -> tuple[str, str]:
    path = list(error.absolute_schema_path)
    if path[0] == "properties":
        return str(path[1]), KIND
    name, kind = schema["allOf"][path[1]][_NAMES].split(" ")
    return name, kind


def faulted(fields: Sequence[Field], row: JudgedRow) -> set[tuple[str, str]]:
    """Field and kind of every fault of a judged row, as far as a schema can express them."""
    by_id = {field.id: field for field in fields}
    found = {
        (item.field, KIND if item.rule < 0 else by_id[item.field].constraints[item.rule].kind.value)
        for item in row.faults
        if not item.warning
    }
    return {(name, kind) for name, kind in found if kind in EXPRESSED}
