"""Fields and constraints: what a form asks and what it accepts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from schemas.kinds import Capitals, ConstraintKind, FieldKind

__all__ = [
    "Choice",
    "Condition",
    "Constraint",
    "Field",
    "Form",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One choice of a list: a stable id and the label people see and pick."""

    id: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """True where the choice field ``field`` of the same row has one of ``values`` (choice ids)."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """One constraint of a field; only the attributes of its kind are set.

    REQUIRED: none. REQUIRED_WHEN: ``when``. ALLOWED_WHEN: ``when``, ``allowed`` (choice ids).
    LENGTH: ``min_length``/``max_length`` in characters. NUMBER_RANGE: ``minimum``/``maximum``.
    DATE_RANGE: ``earliest``/``latest``. NOT_BEFORE/NOT_AFTER: ``other`` (a date field of the row).
    DIGITS: ``min_length``/``max_length`` in digits.
    UNIQUE: ``within`` ``workbook`` or ``campaign``, ``together`` (further field ids of the key).
    ``blocks`` lists ``appraisal`` or award ids; empty blocks nothing. ``basis`` cites the source.
    """

    kind: ConstraintKind
    blocks: tuple[str, ...] = ()
    basis: str = ""
    when: Condition | None = None
    allowed: tuple[str, ...] = ()
    min_length: int | None = None
    max_length: int | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    earliest: date | None = None
    latest: date | None = None
    other: str = ""
    within: str = ""
    together: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a form. ``blocks`` is what a value of the wrong kind blocks.

    ``choices`` are resolved from the code list. ``step`` is for DECIMAL. ``width`` is a column
    width in characters. ``personal`` marks personal data. ``proposal`` marks what no source asks.
    ``section`` heads the field and those after it in an outline. ``capitals`` says what a text
    names, where ``capitals_when`` holds; no verdict looks at it.
    """

    id: str
    label: str
    kind: FieldKind
    list: str = ""
    choices: tuple[Choice, ...] = ()
    step: Decimal | None = None
    help: str = ""
    width: int = 18
    constraints: tuple[Constraint, ...] = ()
    blocks: tuple[str, ...] = ()
    personal: bool = False
    proposal: bool = False
    basis: str = ""
    section: str = ""
    capitals: Capitals | None = None
    capitals_when: Condition | None = None

    def constraint(self, kind: ConstraintKind) -> Constraint | None:
        """The field's constraint of a kind, or ``None``."""
        return next((c for c in self.constraints if c.kind is kind), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a stage asks: ``header`` once per workbook, ``fields`` once per entry.

    ``shown`` are field ids of earlier stages, printed locked. ``capacity`` is the number of rows
    for new entries (registration) or spare rows (later stages). An ``outline`` is answered once
    per workbook, one heading below the other: its fields make exactly one row. In a ``sparse``
    form a printed row may stay blank (not surveyed this time).
    """

    header: tuple[Field, ...]
    fields: tuple[Field, ...]
    capacity: int
    shown: tuple[str, ...] = ()
    letter: bool = False
    nil: str = ""
    outline: bool = False
    sparse: bool = False
