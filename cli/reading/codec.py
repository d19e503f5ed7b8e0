"""What was read of a file as bytes: for the pipe of a reading process, and for keeping.

Pickle, with two differences. Our frozen records go as the plain tuple of their fields, which is
several times faster than what Python does for slotted dataclasses. And coming back, nothing is
called but the makers of records, enums, days and exact numbers: bytes that went bad can give a
wrong value, which is why kept ones bear a seal, but they cannot call anything else.
"""

from __future__ import annotations

import io
import pickle
import sys
import zlib
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from operator import attrgetter
from typing import Any

from appraisal.returned import Return
from appraisal.sharing import Sharing

__all__ = ["pack", "unpack"]

_PLAIN = {date, datetime, time, timedelta, timezone, Decimal, Fraction}

_Reducer = Callable[[Any], tuple[Any, ...]]


def pack(value: object) -> bytes:
    """Any value that pickle takes, pressed: a return is 2 KB in place of 7."""
    file = io.BytesIO()
    _Packer(file, pickle.HIGHEST_PROTOCOL).dump(value)
    return zlib.compress(file.getbuffer(), 1)


def unpack(data: bytes | memoryview) -> Any:
    """What was packed; UnpicklingError for anything that `pack` makes no use of.

    Returns share what they have alike: thousands of them are kept.
    """
    value = _Unpacker(io.BytesIO(zlib.decompress(data))).load()
    return _sharing.of(value) if isinstance(value, Return) else value


class _Reducers(dict[type, _Reducer]):
    """How records are taken apart, found out when the first of a kind is met."""

    def __missing__(self, kind: type) -> _Reducer:
        names = _slots(kind)
        if not names:
            raise KeyError(kind)
        values = attrgetter(*names)
        if len(names) == 1:
            self[kind] = lambda record: (_made, (kind, values(record)))
        else:
            self[kind] = lambda record: (_made, (kind, *values(record)))
        return self[kind]


class _Packer(pickle.Pickler):
    dispatch_table = _Reducers()


class _Unpacker(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """Records, enums and plain values only, and what puts records together; imports nothing."""
        if (found := _known.get((module, name))) is None:
            loaded = module in sys.modules and "." not in name
            found = super().find_class(module, name) if loaded else None
            if not (found is _made or _is_plain(found)):
                raise pickle.UnpicklingError(f"{module}.{name}")
            _known[module, name] = found
        return found


_known: dict[tuple[str, str], Any] = {}
"""What `_Unpacker` has let pass."""

_sharing = Sharing()

_setters: dict[type, tuple[Callable[[Any, Any], None], ...]] = {}
"""By kind of record, what fills its fields, in their order."""


def _made(kind: type, *values: object) -> object:
    """A record of the values of its fields."""
    if (setters := _setters.get(kind)) is None:
        setters = tuple(getattr(kind, name).__set__ for name in _slots(kind))
        _setters[kind] = setters
    if len(setters) != len(values):
        raise pickle.UnpicklingError(kind.__qualname__)
    record: object = object.__new__(kind)
    for put, value in zip(setters, values):  # noqa: B905 - as many, and this is done very often
        put(record, value)
    return record


def _is_plain(found: object) -> bool:
    return isinstance(found, type) and (
        found in _PLAIN or issubclass(found, Enum) or bool(_slots(found))
    )


def _slots(kind: type) -> tuple[str, ...]:
    """The fields of a record with slots; none of any other kind."""
    if not is_dataclass(kind) or "__slots__" not in vars(kind):
        return ()
    return tuple(field.name for field in fields(kind))
