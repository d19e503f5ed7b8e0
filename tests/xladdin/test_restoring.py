"""Sửa biểu mẫu: the form of the card is the form that was issued, and what was typed stays."""

from __future__ import annotations

import copy
import io
import warnings
from collections.abc import Sequence
from functools import cache
from typing import Any

import openpyxl
import pytest

from tests.workbooks.issued import edited
from tests.workbooks.plans import HEADER, entry, form_plan, score_plan, text
from tests.workbooks.surveyed import honours_plan, outline_plan, survey_plan
from tests.xladdin.memory import MemoryHost, Page, opened
from workbooks import style
from workbooks.issue import write_form, write_scoring
from workbooks.layout import (
    FAULT_SHEET,
    MARKS_SHEET,
    RESULT_SHEET,
    VERDICT_SHEET,
    Layout,
    layout_of,
)
from workbooks.plan import HOME_UNIT, PERSONAL, FormPlan
from xladdin import commands, pristine
from xladdin.area import Area
from xladdin.looks import Condition, Look, Rule
from xladdin.pristine import pristine_form
from xladdin.session import open_session

SHEET = "Đăng ký"
PLANS = {
    "registration": lambda: form_plan(entry(), entry(ten=text("x")), header=HEADER, size=8),
    "outline": outline_plan,
    "survey": survey_plan,
    "honours": honours_plan,
}


class Tailor(MemoryHost):
    """A host that also keeps what a form got back."""

    def __init__(self, host: MemoryHost) -> None:
        self.__dict__ = host.__dict__
        self.looks: dict[tuple[int, int], Look] = {}
        self.rules: Sequence[Rule] = ()
        self.conditions: Sequence[Condition] = ()

    def _open(self, sheet: Any) -> Page:
        page: Page = sheet.impl.page
        assert page.flags is None, "the sheet is protected"
        return page

    def dress(self, sheet: Any, areas: Sequence[Area], look: Look) -> None:
        page = self._open(sheet)
        for area in areas:
            for row in range(area.top, area.bottom + 1):
                for column in range(area.left, area.right + 1):
                    self.looks[row, column] = look
                    page.formats[row, column] = look.number_format

    def validate(self, sheet: Any, rules: Sequence[Rule]) -> None:
        self._open(sheet)
        self.rules = rules

    def condition(self, sheet: Any, conditions: Sequence[Condition]) -> None:
        self._open(sheet)
        self.conditions = conditions


def tailor(data: bytes) -> Tailor:
    return Tailor(opened(data))


def loaded(data: bytes, sheet: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl cannot keep a computed print area
        return openpyxl.load_workbook(io.BytesIO(data))[sheet]


@pytest.mark.parametrize("kind", sorted(PLANS))
def test_the_form_of_the_card_is_the_form_that_was_issued(kind: str) -> None:
    """Read off the workbook that really went out, with the real campaign and typed rows."""
    plan: FormPlan = PLANS[kind]()
    data = write_form(plan)
    card = open_session(opened(data)).card()
    assert card.form is not None
    made = pristine_form(card, card.form, "vi")
    sheet, at = loaded(data, plan.stage.sheet), layout_of(plan.stage, len(plan.rows))
    assert made.layout == at
    assert made.looks == pristine._looks(sheet, at)
    assert list(made.rules) == list(pristine._rules(sheet))
    assert list(made.conditions) == list(pristine._conditions(sheet))
    words = dict(pristine._words(sheet, at))
    words.pop(at.counter), (got := dict(made.words)).pop(at.counter)
    assert got == words


@cache
def pasted() -> bytes:
    """Somebody pasted over the table: heads, states and formats are gone, the typed text is new."""
    plan = form_plan(entry(), header=HEADER, size=6)
    at = layout_of(plan.stage, 6)

    def paste(book: Any) -> None:
        sheet = book[SHEET]
        column = at.inputs["ten_mo_hinh"][0] + 1
        sheet.cell(at.head_row + 1, column).value = "Khác"
        sheet.cell(at.first_row + 1, at.status_col + 1).value = "Đủ"
        spot = sheet.cell(at.first_row + 2, column)
        spot.value, spot.number_format = "12/5", "dd-mmm"
        sheet.data_validations.dataValidation.clear()

    return edited(write_form(plan), paste)


def test_heads_and_states_come_back_and_what_was_typed_stays() -> None:
    host = tailor(pasted())
    before = copy.deepcopy(host.pages[SHEET])
    commands.restore_form(host)
    page, at = host.pages[SHEET], layout_of(form_plan().stage, 6)
    head = (at.head_row, at.inputs["ten_mo_hinh"][0])
    state = (at.first_row, at.status_col)
    assert page.values[head] == "Tên mô hình *"
    assert page.formulas[state] == f"=INDEX(kq_tinh_trang,ROW()-{at.first_row})"
    states = {(row, at.status_col) for row in range(at.first_row, at.last_row + 1)}
    ours = states | {head, at.counter}
    typed = {place: value for place, value in page.values.items() if place not in ours}
    assert typed == {place: v for place, v in before.values.items() if place not in ours}
    assert page.flags == before.flags
    assert host.told == [host.told[0]]
    assert host.told[0].startswith("Đã trả lại định dạng")


def test_formats_validations_and_conditions_come_back() -> None:
    host = tailor(pasted())
    commands.restore_form(host)
    at = layout_of(form_plan().stage, 6)
    spot = (at.first_row + 1, at.inputs["ten_mo_hinh"][0])
    look = host.looks[spot]
    assert (look.number_format, look.locked, look.fill) == ("@", False, style.INPUT_FILL)
    issued = loaded(write_form(form_plan(entry(), header=HEADER, size=6)), SHEET)
    assert list(host.rules) == list(pristine._rules(issued))
    assert list(host.conditions) == list(pristine._conditions(issued))
    assert len(host.rules) > 10


def test_merged_cells_that_were_pasted_are_taken_apart() -> None:
    host = tailor(pasted())
    issued, at = list(host.pages[SHEET].merged), layout_of(form_plan().stage, 6)
    assert issued
    row, columns = at.first_row + 1, at.inputs["ten_mo_hinh"][0]
    host.pages[SHEET].merged += [
        Area(top=row, left=columns, bottom=row + 1, right=columns + 2),
        Area(top=at.last_row, left=at.status_col, bottom=at.last_row + 2, right=at.status_col),
    ]
    commands.restore_form(host)
    assert host.pages[SHEET].merged == issued


def test_an_outline_keeps_its_own_merged_cells() -> None:
    host = tailor(write_form(outline_plan()))
    (name,) = [page.name for page in host.pages.values() if page.name == outline_plan().stage.sheet]
    issued = list(host.pages[name].merged)
    row = next(iter(layout_of(outline_plan().stage, 1).cells.values()))[0][0]
    host.pages[name].merged.append(Area(top=row, left=0, bottom=row, right=1))
    commands.restore_form(host)
    assert host.pages[name].merged == issued
    assert any(area.top > row for area in issued)


def test_the_question_comes_first() -> None:
    host = tailor(pasted())
    host.answer = False
    before = copy.deepcopy([page.content() for page in host.pages.values()])
    commands.restore_form(host)
    assert host.asked[0].startswith(f"Trả lại cho trang “{SHEET}” định dạng")
    assert [page.content() for page in host.pages.values()] == before
    assert (host.looks, host.told) == ({}, [])


def test_marks_of_the_office_in_a_pack_keep_their_colour() -> None:
    data = edited(pasted(), lambda book: book.create_sheet(FAULT_SHEET))
    host = tailor(data)
    at = layout_of(form_plan().stage, 6)
    spot = (at.first_row, at.inputs["ten_mo_hinh"][0])
    host.pages[SHEET].notes[spot] = "Cần viết rõ"
    commands.restore_form(host)
    assert host.looks[spot].fill == style.MARK_FILL
    assert host.looks[spot[0] + 1, spot[1]].fill == style.INPUT_FILL


def test_a_form_that_was_moved_is_left_alone() -> None:
    host = tailor(edited(pasted(), lambda book: book[SHEET].insert_cols(1)))
    before = copy.deepcopy([page.content() for page in host.pages.values()])
    commands.restore_form(host)
    assert host.told[0].startswith(f"Trang “{SHEET}” không còn ở đúng chỗ")
    assert [page.content() for page in host.pages.values()] == before


def test_a_workbook_without_our_names_is_of_another_version() -> None:
    def forget(book: Any) -> None:
        del book.defined_names["kq_muc"]

    host = tailor(edited(pasted(), forget))
    commands.restore_form(host)
    assert host.told[0].startswith("Biểu mẫu này do phiên bản khác")


def _scoring() -> tuple[bytes, Layout]:
    plan = score_plan({}, {}, {}, {}, locked={1: HOME_UNIT, 3: PERSONAL})
    return write_scoring(plan), layout_of(plan.stage, 4)


def test_a_scoring_workbook_gets_totals_states_and_locks_back() -> None:
    data, at = _scoring()
    total = at.total_col
    assert total is not None

    def paste(book: Any) -> None:
        sheet = book["Chấm điểm"]
        for row in range(at.first_row, at.last_row + 1):
            sheet.cell(row + 1, total + 1).value = 80
            sheet.cell(row + 1, at.status_col + 1).value = "Xong"
        sheet.cell(4, at.status_col + 1).value = "Nộp được"
        sheet.data_validations.dataValidation.clear()

    host, whole = tailor(edited(data, paste)), opened(data)
    commands.restore_form(host)
    page, wanted = host.pages["Chấm điểm"], whole.pages["Chấm điểm"]
    assert page.formulas == wanted.formulas
    locked = [page.values[row, at.status_col] for row in (at.first_row, at.first_row + 2)]
    assert locked == ["Xung đột lợi ích – không chấm"] * 2
    column = at.inputs[score_plan({}).stage.scale.criteria[0].id][0]  # type: ignore[union-attr]  # it has one
    assert [host.looks[at.first_row + k, column].locked for k in range(4)] == [
        True, False, True, False,
    ]  # fmt: skip
    assert host.rules == tuple(pristine._rules(loaded(data, "Chấm điểm")))
    assert host.told[0].startswith("Đã trả lại định dạng")


def test_why_a_row_is_not_scored_is_left_as_it_was_printed() -> None:
    data, at = _scoring()
    host = tailor(data)
    before = dict(host.pages["Chấm điểm"].values)
    commands.restore_form(host)
    after = host.pages["Chấm điểm"].values
    for row in (at.first_row, at.first_row + 2):
        assert after[row, at.status_col] == before[row, at.status_col]
    assert before[at.first_row, at.status_col] == "Xung đột lợi ích: hồ sơ của đơn vị mình"


def test_without_the_hidden_verdicts_nobody_knows_the_locks() -> None:
    data, _ = _scoring()
    host = tailor(data)
    host.pages[VERDICT_SHEET].values.pop((2, 0))
    before = copy.deepcopy([page.content() for page in host.pages.values()])
    commands.restore_form(host)
    assert host.told[0].startswith("Biểu mẫu này do phiên bản khác")
    assert [page.content() for page in host.pages.values()] == before


def test_a_filter_is_told_before_anything_changes() -> None:
    host = tailor(pasted())
    host.pages[SHEET].filtered = True
    before = copy.deepcopy([page.content() for page in host.pages.values()])
    commands.restore_form(host)
    assert host.told[0].startswith(f"Trang “{SHEET}” đang lọc dữ liệu")
    assert ([page.content() for page in host.pages.values()], host.asked) == (before, [])


def test_marks_are_taken_away_before() -> None:
    """Else their colours would be overwritten, and their notes stay behind without a memory."""
    host = tailor(write_form(form_plan(entry(ngay_duyet=text("hôm nay")), header=HEADER)))
    commands.check(host)
    assert {MARKS_SHEET, RESULT_SHEET} <= set(host.pages)
    assert host.pages[SHEET].notes
    commands.restore_form(host)
    assert not {MARKS_SHEET, RESULT_SHEET} & set(host.pages)
    assert host.pages[SHEET].notes == {}
