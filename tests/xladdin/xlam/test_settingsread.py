"""Which files are taken for our add-in."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.xladdin.setup.machines import usual_addin
from tests.xladdin.xlam.package_checker import settings_of
from workbooks.writer import new_book
from xladdin.xlam.settingsread import settings_in

pytestmark = pytest.mark.usefixtures("xlwings")


def _workbook(*rows: tuple[str, str], sheet: str = "thidua.conf") -> bytes:
    with new_book("x") as (book, buffer):
        conf = book.sheet(sheet)
        for row, (key, value) in enumerate(rows):
            book.put(conf, row, 0, key)
            book.put(conf, row, 1, value)
    return buffer.getvalue()


def _zip(**parts: str) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_x", ".x"), text)
    return made.getvalue()


def test_every_row_of_our_add_in_is_read() -> None:
    assert settings_in(usual_addin()) == settings_of(usual_addin())


def test_any_file_with_our_settings_sheet_is_ours() -> None:
    """Also one that an older version has built, or that Excel has saved since."""
    assert settings_in(_workbook(("INTERPRETER_WIN", "x"), ("OLD", "y"))) == {
        "INTERPRETER_WIN": "x",
        "OLD": "y",
    }


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"MZ",
        b"PK\x03\x04",
        _workbook(("INTERPRETER_WIN", "x"), sheet="xlwings.conf"),
        _workbook(("TITLE", "x")),
        _zip(a_xml="<a/>"),
        _zip(xl__workbook_xml="<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
        _zip(xl__workbook_xml="<a"),
        _zip(xl__workbook_xml=" " * 5_000_000),
    ],
    ids=range(9),
)
def test_anything_else_is_not(data: bytes) -> None:
    assert settings_in(data) is None


def test_an_add_in_that_was_cut_off_is_not() -> None:
    assert settings_in(usual_addin()[:-30]) is None


@settings(max_examples=60)
@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_a_damaged_file_never_raises(where: int, bits: int) -> None:
    data = bytearray(usual_addin())
    data[where % len(data)] ^= bits
    found = settings_in(bytes(data))
    assert found is None or "INTERPRETER_WIN" in found
