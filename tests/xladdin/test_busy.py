"""A busy Excel is told apart from a real failure, by what COM says of it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.xladdin.memory import Failure, opened
from tests.xladdin.test_marks import faulty
from xladdin import commands
from xladdin.busy import is_busy


class ComError(Exception):
    """An error as pywin32 raises it."""

    def __init__(self, hresult: int, scode: int | None = None) -> None:
        super().__init__(hresult)
        self.hresult = hresult
        self.excepinfo = None if scode is None else (0, "Excel", None, None, 0, scode)


class ExcelBusyError(Exception):
    """Of xlwings, by its name."""


@pytest.mark.parametrize(
    ("error", "busy"),
    [
        (ComError(-2147418111), True),
        (ComError(-2147417846), True),
        (ComError(-2147352567, -2146777998), True),
        (ComError(-2147352567, -2146827284), False),
        (ComError(-2147352567), False),
        (ExcelBusyError(), True),
        (RuntimeError(-2147418111), False),
        (None, False),
    ],
)
def test_busy_is_known_by_its_codes(error: Exception | None, busy: bool) -> None:
    assert is_busy(error) is busy


def test_what_led_to_an_error_counts() -> None:
    try:
        try:
            raise ComError(-2147418111)
        except ComError as first:
            raise KeyError("x") from first
    except KeyError as second:
        assert is_busy(second)


def test_an_error_that_led_to_itself_ends() -> None:
    error = KeyError("x")
    error.__context__ = error
    assert not is_busy(error)


def test_excel_that_becomes_busy_halfway_is_said_to_be_so(monkeypatch: Any) -> None:
    host = opened(faulty())

    def busy(*_given: object) -> None:
        raise Failure from ComError(-2147352567, -2146777998)

    monkeypatch.setattr(host, "paint", busy)
    commands.check(host)
    assert host.told[0].startswith("Excel bận nên nút này phải dừng giữa chừng")
