"""What is packed comes back as it was, and nothing but plain values is ever made of bytes."""

from __future__ import annotations

import os
import pickle
import sys
import zlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.returned import Places, Return, ReturnedRow, Sender
from cli.reading import codec
from cli.reading.codec import pack, unpack
from schemas.cell import CellKind, OldText, RawCell
from schemas.finding import Finding, Origin, Severity
from schemas.kinds import SenderKind

_TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
_VALUES = st.one_of(st.none(), _TEXT, st.booleans(), st.dates(), st.decimals(allow_nan=False))
_CELLS = st.builds(
    RawCell,
    st.sampled_from(CellKind),
    _VALUES,
    st.booleans(),
    st.none() | st.decimals(allow_nan=False),
    st.none() | st.builds(OldText, _TEXT, _TEXT, st.booleans(), _TEXT),
)
_ROWS = st.builds(
    ReturnedRow,
    row=st.integers(1, 2**20),
    entry_id=_TEXT,
    cells=st.dictionaries(_TEXT, st.lists(_CELLS, max_size=3).map(tuple), max_size=3),
    told_total=st.none() | st.decimals(allow_nan=False),
)


@settings(max_examples=25)
@given(st.lists(_ROWS, max_size=4).map(tuple), _TEXT)
def test_what_was_packed_comes_back(rows: tuple[ReturnedRow, ...], path: str) -> None:
    found = Finding(code="X", severity=Severity.ERROR, origin=Origin(path), params={"file": path})
    ret = Return(
        path=path,
        sha256="0" * 64,
        sender=Sender(kind=SenderKind.UNIT, id="DD01"),
        saved_at=datetime(2024, 1, 10, tzinfo=UTC),
        rows=rows,
        places=Places(sheet="Đăng ký", columns={"a": ("B", "C")}),
        findings=(found,),
    )
    assert unpack(pack(ret)) == ret


@dataclass(frozen=True)
class Loose:
    """A record without slots, which goes the common way and does not come back."""

    value: int


@pytest.mark.parametrize(
    "value", [Decimal("1.50"), Fraction(1, 3), date(2024, 1, 10), (1, "a", None, [b"b"], {"c"})]
)
def test_plain_values_come_back(value: object) -> None:
    assert unpack(pack(value)) == value


class _Deed:
    def __reduce__(self) -> tuple[object, ...]:
        return os.getpid, ()


@pytest.mark.parametrize("value", [os.getpid, _Deed(), Loose(1), pack, type, object])
def test_nothing_else_is_looked_up_or_called(value: object) -> None:
    with pytest.raises(pickle.UnpicklingError):
        unpack(zlib.compress(pickle.dumps(value)))


def test_no_module_is_loaded_because_bytes_name_it() -> None:
    for module in ("this", "cli.reading.nowhere"):
        with pytest.raises(pickle.UnpicklingError):
            unpack(zlib.compress(f"c{module}\nany\n.".encode()))
    assert "this" not in sys.modules


def test_a_dotted_name_leads_nowhere() -> None:
    with pytest.raises(pickle.UnpicklingError):
        unpack(zlib.compress(f"c{codec.__name__}\nio.BytesIO\n.".encode()))


def test_a_record_of_too_few_values_is_refused() -> None:
    sound = pack(Origin("a", "b", "c"))
    with pytest.raises(pickle.UnpicklingError):
        unpack(zlib.compress(pickle.dumps(_Short(), protocol=pickle.HIGHEST_PROTOCOL)))
    assert unpack(sound) == Origin("a", "b", "c")


class _Short:
    def __reduce__(self) -> tuple[object, ...]:
        return codec._made, (Origin, "a")
