"""Returns that share their equal parts are equal to what they were, and smaller together."""

from __future__ import annotations

import copy
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from appraisal.returned import Places, Return, ReturnedRow
from appraisal.sharing import Sharing
from schemas.cell import BLANK, CellKind, OldText, RawCell, text_cell

_CELLS = st.sampled_from(
    (
        BLANK,
        text_cell("x"),
        text_cell("Xuất sắc"),
        text_cell("Một cửa " * 9),
        RawCell(CellKind.TEXT, "x", True),
        RawCell(CellKind.TEXT, "x", old=OldText("x", ".VnTime")),
        RawCell(CellKind.TEXT, ""),
        RawCell(CellKind.BLANK, None, True),
        RawCell(CellKind.ERROR, "x"),
        RawCell(CellKind.BOOL, True),
        RawCell(CellKind.NUMBER, Decimal(1)),
        RawCell(CellKind.DATE, date(2024, 1, 5), serial=Decimal("45296.5")),
    )
)
_COLUMNS = st.lists(_CELLS, max_size=3).map(tuple)
_HELD = st.dictionaries(st.sampled_from(("ten", "x", "linh_vuc")), _COLUMNS)
_ROWS = st.builds(ReturnedRow, row=st.integers(1, 9), entry_id=st.just("U1-01"), cells=_HELD)
_PLACES = st.builds(
    Places,
    sheet=st.sampled_from(("Đăng ký", "Biểu")),
    columns=st.dictionaries(st.just("ten"), st.sampled_from((("C",), ("C", "D")))),
    nil=st.sampled_from(("", "C7")),
)
_RETURNS = st.builds(
    Return,
    path=st.sampled_from(("nhan-ve/a.xlsx", "nhan-ve/b.xlsx")),
    sha256=st.just("0" * 64),
    header=_HELD,
    rows=st.lists(_ROWS, max_size=3).map(tuple),
    unused=st.lists(_ROWS, max_size=2).map(tuple),
    places=_PLACES,
)


@given(st.lists(_RETURNS, max_size=4))
def test_shared_returns_are_equal_to_what_they_were(returns: list[Return]) -> None:
    sharing = Sharing()
    assert [sharing.of(copy.deepcopy(ret)) for ret in returns] == returns


def test_equal_parts_are_held_once() -> None:
    def made(title: str) -> Return:
        cells = {
            "ten": (text_cell(title),),
            "linh_vuc": (text_cell("Y tế"),),
            "tick": (RawCell(), text_cell("x")),
        }
        row = ReturnedRow(row=11, entry_id="U1-01", cells=cells)
        places = Places(sheet="Đăng ký", columns={"ten": ("C",)})
        return Return(path="a", sha256="", header=dict(cells), rows=(row,), places=places)

    sharing = Sharing()
    long = "Tuyến đường hoa của chi bộ " * 3
    first, second = (sharing.of(made(f"{long}{k}")) for k in (1, 2))
    one, two = first.rows[0].cells, second.rows[0].cells
    assert first.places is second.places
    assert one["linh_vuc"] is two["linh_vuc"] is first.header["linh_vuc"]
    assert one["tick"][0] is BLANK and one["tick"][1] is two["tick"][1]
    assert [cells["ten"][0].value for cells in (one, two)] == [f"{long}1", f"{long}2"]
    assert all(a is b for a, b in zip(one, two, strict=True))
