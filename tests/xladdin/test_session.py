"""Protection of sheets: taken away for a moment, given back whatever happens."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workbooks.plans import HEADER, entry, form_plan
from tests.xladdin.memory import Failure, MemoryHost, opened
from workbooks.issue import write_form
from xladdin.refusal import Refusal
from xladdin.session import open_session


@pytest.fixture
def host() -> MemoryHost:
    return opened(write_form(form_plan(entry(), header=HEADER)))


def flags(host: MemoryHost) -> dict[str, object]:
    return {name: page.flags for name, page in host.pages.items()}


def test_sheets_are_open_only_inside_the_block(host: MemoryHost) -> None:
    before = flags(host)
    session = open_session(host)
    with session.writable(["Đăng ký", "Kiểm tra"]):
        assert [host.pages[name].flags for name in ("Đăng ký", "Kiểm tra")] == [None, None]
    assert flags(host) == before
    assert before["Đăng ký"] is not None


def test_a_failure_inside_closes_them_too(host: MemoryHost) -> None:
    before = flags(host)
    with pytest.raises(Failure), open_session(host).writable(["Đăng ký"]):
        raise Failure
    assert flags(host) == before


def test_a_password_on_one_leaves_all_as_they_were(host: MemoryHost) -> None:
    host.pages["Kiểm tra"].password = "CAFE"
    before = flags(host)
    with (
        pytest.raises(Refusal, match="ADD-006"),
        open_session(host).writable(["Đăng ký", "Kiểm tra"]),
    ):
        pytest.fail("nothing may be done")
    assert flags(host) == before


def test_one_that_cannot_be_closed_does_not_keep_the_others_open(
    host: MemoryHost, monkeypatch: Any
) -> None:
    before = flags(host)
    protect = host.protect

    def sometimes(sheet: Any, found: object) -> None:
        if sheet.name == "Kiểm tra":
            raise Failure
        protect(sheet, found)

    monkeypatch.setattr(host, "protect", sometimes)
    with pytest.raises(Failure), open_session(host).writable(["Đăng ký", "Kiểm tra"]):
        pass
    assert flags(host) == before | {"Kiểm tra": None}


def test_an_open_sheet_stays_open(host: MemoryHost) -> None:
    host.pages["Đăng ký"].flags = None
    with open_session(host).writable(["Đăng ký"]):
        pass
    assert host.pages["Đăng ký"].flags is None
