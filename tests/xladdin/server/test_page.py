"""The page's own script and that of xlwings, in Node, with a real server behind them."""

from __future__ import annotations

import copy
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from schemas.message import text
from tests.limits.issued import faulty
from tests.workbooks.issued import edited, registration
from tests.workbooks.plans import HEADER, entry, form_plan
from tests.workbooks.plans import text as typed
from tests.xladdin.server.browser import Browser, Outcome, sheet_of
from tests.xladdin.server.client import Client
from tests.xladdin.server.excel_model import calculated, model_of, payload_of
from tests.xladdin.test_verdict import spoiled
from workbooks import style
from workbooks.issue import write_form
from workbooks.layout import MARKS_SHEET, RESULT_SHEET
from xladdin.refusal import sentence

SHEET = "Đăng ký"


@pytest.fixture(scope="session")
def browser(node: str, server: Client, tmp_path_factory: pytest.TempPathFactory) -> Browser:
    return Browser(node, tmp_path_factory.mktemp("page"), server.url)


@cache
def _bad() -> dict[str, Any]:
    return model_of(calculated(spoiled(3)))


def bad() -> dict[str, Any]:
    """A registration full of faults, with a note, a colour and a pattern of somebody's own."""
    model = copy.deepcopy(_bad())
    sheet = next(one for one in model["sheets"] if one["name"] == SHEET)
    row = 1 + max(int(place.split(",")[0]) for place in sheet["cells"]) // 2
    for column, fill in enumerate(("Solid", "Gray25"), 2):
        told = {"color": "#00B0F0", "pattern": fill}
        sheet["cells"][f"{row},{column}"]["fill"] = told | (
            {"patternColor": "#FFC000"} if fill != "Solid" else {}
        )
    sheet["notes"].append([f"C{row + 1}", "Hỏi lại anh Bình"])
    return model


def look(model: dict[str, Any]) -> object:
    """Everything that marks may touch; empty cells that only a look had made are none."""
    return [
        {**sheet, "cells": {k: v for k, v in sheet["cells"].items() if v.get("fill") or "v" in v}}
        for sheet in model["sheets"]
    ]


def painted(outcome: Outcome) -> set[str]:
    cells = sheet_of(outcome.model, SHEET)["cells"].values()
    return {cell["fill"]["color"] for cell in cells if "fill" in cell}


@pytest.mark.parametrize("data", [registration(), faulty("don-duong-2024", "dang-ky")])
def test_the_page_sends_what_the_tests_of_the_server_send(data: bytes, browser: Browser) -> None:
    model = model_of(data)
    (sent,) = browser.press(model, "thidua-check").payloads
    assert ordered(sent) == ordered(payload_of(model))


def ordered(payload: dict[str, Any]) -> dict[str, Any]:
    """Areas and words in one order; they are sets."""
    for page in payload["args"][0]["sheets"].values():
        for key in ("formulas", "errors", "dates", "merged", "threads"):
            page[key] = sorted(page.get(key, []))
        for key in ("fills", "fonts"):
            page[key] = sorted([word, sorted(areas)] for word, areas in page.get(key, []))
    return payload


def test_check_marks_notes_and_lists(browser: Browser) -> None:
    outcome = browser.press(bad(), "thidua-check")
    sheet = sheet_of(outcome.model, SHEET)
    assert {f"#{colour[-6:]}" for colour in (style.BAD_FILL,)} <= painted(outcome)
    assert len(sheet["notes"]) > 20
    assert sheet["protection"] == sheet_of(bad(), SHEET)["protection"] is not None
    assert sheet_of(outcome.model, RESULT_SHEET)["visibility"] == "Visible"
    assert sheet_of(outcome.model, MARKS_SHEET)["visibility"] == "VeryHidden"
    assert outcome.model["sheets"][outcome.model["active"]]["name"] == SHEET
    assert outcome.said.startswith("Còn ")


def test_clear_gives_everything_its_former_look(browser: Browser) -> None:
    model = bad()
    outcome = browser.press(model, "thidua-check", "thidua-clear")
    assert look(outcome.model) == look(model)
    assert outcome.said == sentence("ADD-028")


def test_check_twice_is_check_once(browser: Browser) -> None:
    once = browser.press(bad(), "thidua-check")
    twice = browser.press(bad(), "thidua-check", "thidua-check")
    assert look(twice.model) == look(once.model)


def test_the_faults_are_walked_both_ways(browser: Browser) -> None:
    first = browser.press(bad(), "thidua-check")
    second = browser.press(bad(), "thidua-check", "thidua-next")
    back = browser.press(bad(), "thidua-check", "thidua-next", "thidua-previous")
    assert first.model["selection"] == back.model["selection"] != second.model["selection"]


def test_a_form_without_faults_is_left_alone(browser: Browser) -> None:
    model = model_of(write_form(form_plan(entry(), header=HEADER)))
    outcome = browser.press(model, "thidua-check")
    assert look(outcome.model) == look(model)
    assert outcome.said.startswith(sentence("ADD-022"))


def test_an_excel_without_notes_has_colours_and_the_list(browser: Browser) -> None:
    model = bad()
    outcome = browser.press(model, "thidua-check", api=17)
    assert sheet_of(outcome.model, SHEET)["notes"] == sheet_of(model, SHEET)["notes"]
    assert sheet_of(outcome.model, RESULT_SHEET)
    assert sentence("ADD-171") in outcome.said
    cleared = browser.press(outcome.model, "thidua-clear", api=17)
    assert look(cleared.model) == look(model)


def test_excel_on_the_web_has_notes_without_a_size(browser: Browser) -> None:
    outcome = browser.press(bad(), "thidua-check", platform="OfficeOnline")
    assert {len(note) for note in sheet_of(outcome.model, SHEET)["notes"]} == {2}
    assert len(sheet_of(outcome.model, SHEET)["notes"]) > 20


def test_an_old_excel_is_told_so(browser: Browser) -> None:
    outcome = browser.press(bad(), "thidua-check", api=12)
    assert (outcome.said, outcome.orders) == (sentence("ADD-176"), 0)


def test_a_password_is_told_and_nothing_is_marked(browser: Browser) -> None:
    model = bad()
    next(one for one in model["sheets"] if one["name"] == SHEET)["password"] = "1234"
    outcome = browser.press(model, "thidua-check")
    assert outcome.said == sentence("ADD-006", sheet=SHEET)
    assert outcome.model == model


def test_whenever_excel_gives_up_the_sheet_is_whole_and_protected(browser: Browser) -> None:
    model = bad()
    whole = browser.press(model, "thidua-check").orders
    assert whole > 20
    for order in (1, 2, 5, whole // 3, whole - 1, whole):
        outcome = browser.press(model, "thidua-check", fail=order)
        kept = sheet_of(outcome.model, SHEET)["protection"]
        assert kept == sheet_of(model, SHEET)["protection"], order
        if look(outcome.model) != look(model):  # not all could be taken away
            assert outcome.said == sentence("ADD-170"), order
            outcome = browser.press(outcome.model, "thidua-clear")
        assert look(outcome.model) == look(model), order


def test_normalise_asks_first(browser: Browser) -> None:
    model = model_of(write_form(form_plan(entry(ten=typed("  Dân  vận  khéo ")), header=HEADER)))
    asked = browser.press(model, "thidua-normalise")
    assert asked.is_asking
    assert "Dân vận khéo" in asked.said
    assert asked.model == model


def test_normalise_changes_what_it_showed(browser: Browser) -> None:
    model = model_of(write_form(form_plan(entry(ten=typed("  Dân  vận  khéo ")), header=HEADER)))
    done = browser.press(model, "thidua-normalise", "yes")
    before, after = sheet_of(model, SHEET), sheet_of(done.model, SHEET)
    changed = {p: c["v"] for p, c in after["cells"].items() if c != before["cells"][p]}
    assert list(changed.values()) == ["Dân vận khéo"]
    assert after["protection"] == before["protection"] is not None
    assert done.said == sentence("ADD-043", count="1")


def test_a_strange_workbook_is_told(browser: Browser) -> None:
    def forget(book: Any) -> None:
        del book["_thidua"]

    model = model_of(edited(registration(), forget))
    outcome = browser.press(model, "thidua-check")
    assert outcome.said == sentence("ADD-002", book="DD03.xlsx")
    assert outcome.model == model


def test_a_server_out_of_reach_is_told(browser: Browser) -> None:
    outcome = browser.press(bad(), "thidua-check", url="http://127.0.0.1:9")
    assert outcome.orders == 0
    assert "fetch failed" in outcome.said or outcome.said == text("ADD-168")


def test_the_guide_opens_in_the_browser(browser: Browser, server: Client) -> None:
    outcome = browser.press(bad(), "thidua-guide")
    assert outcome.orders == 0
    assert server.ask("GET", "/thidua/huong-dan").status == 200


def test_a_conversation_takes_no_note(browser: Browser) -> None:
    first = browser.press(bad(), "thidua-check")
    cell = sheet_of(first.model, SHEET)["notes"][3][0]
    model = bad()
    next(one for one in model["sheets"] if one["name"] == SHEET)["threads"] = [cell]
    outcome = browser.press(model, "thidua-check")
    noted = [note[0] for note in sheet_of(outcome.model, SHEET)["notes"]]
    assert cell not in noted
    assert len(noted) > 20


def test_the_folder_of_the_page_is_in_the_package() -> None:
    here = Path(__file__).resolve().parents[3] / "xladdin" / "server" / "project"
    assert (here / "static" / "js" / "thidua.js").is_file()
