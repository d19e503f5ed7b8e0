"""The verdict on rows: values, faults, what they block, and what only the merge can see."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.spelling import RESPELLED
from schemas.cell import BLANK, CellKind, RawCell, text_cell
from schemas.field import Choice, Condition, Constraint, Field
from schemas.finding import Finding, Severity
from schemas.kinds import ConstraintKind, FieldKind
from schemas.message import catalogue, render
from schemas.rules import (
    campaign_keys,
    clean_value,
    helper_cells,
    helper_values,
    is_used,
    judge_header,
    judge_rows,
    verdict_messages,
    verdict_value,
)
from schemas.rules.oldtext import DOUBTS, MAYBE, REMARK
from schemas.value import CellFault, JudgedRow, Value

K = ConstraintKind
D = Decimal
SUBJECTS = (Choice(id="tap-the", label="Tập thể"), Choice(id="ca-nhan", label="Cá nhân"))
PERSON = Condition(field="doi_tuong", values=("ca-nhan",))


def _field(kind: FieldKind, *constraints: Constraint, step: Decimal | None = None) -> Field:
    return Field(
        id="o",
        label="Ô nhập",
        kind=kind,
        constraints=constraints,
        blocks=("appraisal",),
        choices=SUBJECTS if kind in (FieldKind.CHOICE, FieldKind.MULTI_CHOICE) else (),
        step=step,
    )


def _one(field: Field, *cells: RawCell) -> JudgedRow:
    return judge_rows((field,), ({field.id: cells},), (True,))[0]


def _codes(row: JudgedRow) -> list[str]:
    return [fault.code for fault in row.faults]


def _number(text: str, formula: bool = False) -> RawCell:
    return RawCell(CellKind.NUMBER, D(text), formula)


def _text(text: str) -> RawCell:
    return RawCell(CellKind.TEXT, text)


JAN_5 = date(2024, 1, 5)
NFD = "Ca\u0301 nha\u0302n"
NOON = RawCell(CellKind.DATE, JAN_5, serial=D("45296.5"))

VALUES = [
    (FieldKind.TEXT, _text("  Tổ\u00a0 3 "), "Tổ 3", []),
    (FieldKind.TEXT, _text(" \u00a0\u200b"), None, []),
    (FieldKind.TEXT, _text(NFD), "Cá nhân", []),
    (FieldKind.TEXT, _text("Ðơn Dương"), "Đơn Dương", []),
    (FieldKind.TEXT, _number("5"), "5", []),
    (FieldKind.TEXT, _number("8.5"), "8,5", []),
    (FieldKind.TEXT, _number("123456789012345"), "123456789012345", []),
    (FieldKind.TEXT, _text("007"), "007", []),
    (FieldKind.TEXT, RawCell(CellKind.DATE, JAN_5), "05/01/2024", ["FLD-014"]),
    (FieldKind.TEXT, RawCell(CellKind.BOOL, True), None, ["FLD-004"]),
    (FieldKind.TEXT, RawCell(CellKind.ERROR, "#N/A"), None, ["FLD-001"]),
    (FieldKind.TEXT, RawCell(CellKind.BLANK, None, True), None, ["FLD-002"]),
    (FieldKind.TEXT, RawCell(CellKind.TEXT, "abc", True), "abc", ["FLD-003"]),
    (FieldKind.LONG_TEXT, _text(" a \r\n\r\n b  c \n"), "a\n\nb c", []),
    (FieldKind.CHOICE, _text("Cá nhân "), "ca-nhan", []),
    (FieldKind.CHOICE, _text(NFD), "ca-nhan", []),
    (FieldKind.CHOICE, _text("cá nhân"), None, ["FLD-012"]),
    (FieldKind.CHOICE, _text("Cộng đồng"), None, ["FLD-011"]),
    (FieldKind.CHOICE, _number("1"), None, ["FLD-011"]),
    (FieldKind.INTEGER, _number("12"), D(12), []),
    (FieldKind.INTEGER, _text("012"), D(12), []),
    (FieldKind.INTEGER, _text("8,5"), None, ["FLD-007"]),
    (FieldKind.INTEGER, _text("1.234"), None, ["FLD-006"]),
    (FieldKind.INTEGER, _text("12 người"), None, ["FLD-005"]),
    (FieldKind.DECIMAL, _text("8,5"), D("8.5"), []),
    (FieldKind.DECIMAL, _text("8.5"), D("8.5"), []),
    (FieldKind.DECIMAL, _text("-0,5"), D("-0.5"), []),
    (FieldKind.DECIMAL, RawCell(CellKind.DATE, date(2024, 5, 8)), D(45420), ["FLD-031"]),
    (FieldKind.DECIMAL, NOON, D("45296.5"), ["FLD-031"]),
    (FieldKind.INTEGER, NOON, None, ["FLD-007", "FLD-031"]),
    (FieldKind.INTEGER, RawCell(CellKind.DATE, date(1900, 1, 18)), D(18), ["FLD-031"]),
    (FieldKind.TEXT, NOON, "05/01/2024", ["FLD-014"]),
    (FieldKind.DATE, NOON, JAN_5, []),
    (FieldKind.CHOICE, NOON, None, ["FLD-011"]),
    (FieldKind.DECIMAL, RawCell(CellKind.BOOL, False), None, ["FLD-005"]),
    (FieldKind.DATE, _text("5/1/2024"), JAN_5, []),
    (FieldKind.DATE, _text("05-01-2024"), JAN_5, []),
    (FieldKind.DATE, _text("ngày 05 tháng 01 năm 2024"), JAN_5, []),
    (FieldKind.DATE, RawCell(CellKind.DATE, JAN_5), JAN_5, []),
    (FieldKind.DATE, _number("45296"), JAN_5, []),
    (FieldKind.DATE, _number("45296.75"), JAN_5, []),
    (FieldKind.DATE, _number("2024"), None, ["FLD-046"]),
    (FieldKind.DATE, _number("2024.5"), None, ["FLD-010"]),
    (FieldKind.DATE, _number("2201"), date(1906, 1, 9), []),
    (FieldKind.DATE, _number("1900"), None, ["FLD-010"]),
    (FieldKind.DATE, _text("2024"), None, ["FLD-046"]),
    (FieldKind.DATE, _text("năm 2024"), None, ["FLD-046"]),
    (FieldKind.DATE, _text("1789"), None, ["FLD-009"]),
    (FieldKind.DATE, _text("5 tháng 1 năm 2024"), JAN_5, []),
    (FieldKind.DATE, _text("Ngày 5, tháng 01, năm 2024"), JAN_5, []),
    (FieldKind.DATE, _text("ngày 5/1/2024"), None, ["FLD-009"]),
    (FieldKind.DATE, _text(" 2024-01-05 "), JAN_5, []),
    (FieldKind.DATE, _text("2024-02-30"), None, ["FLD-030"]),
    (FieldKind.DATE, _text("20-4-01-05"), None, ["FLD-009"]),
    (FieldKind.DATE, _text("2024/01/05"), None, ["FLD-049"]),
    (FieldKind.DATE, _text("2024-1-5"), JAN_5, []),
    (FieldKind.DATE, _text("03/2023"), None, ["FLD-045"]),
    (FieldKind.DATE, _text("tháng 3 năm 2023"), None, ["FLD-045"]),
    (FieldKind.DATE, _text("Tháng 03/2023"), None, ["FLD-045"]),
    (FieldKind.DATE, _text("2023-03"), None, ["FLD-045"]),
    (FieldKind.DATE, _text("5/3/23"), None, ["FLD-047"]),
    (FieldKind.DATE, _text("12/25/2023"), None, ["FLD-048"]),
    (FieldKind.DATE, _text("ngày 03/25/2023"), None, ["FLD-048"]),
    (FieldKind.DATE, _text("13/13/2023"), None, ["FLD-030"]),
    (FieldKind.DATE, _text("5/3"), None, ["FLD-054"]),
    (FieldKind.DATE, _text("ngày 5 tháng 3"), None, ["FLD-054"]),
    (FieldKind.DATE, _text("29/02/2023"), None, ["FLD-030"]),
    (FieldKind.DATE, _text("29/02/2024"), date(2024, 2, 29), []),
    (FieldKind.DATE, _text("01/13/2024"), None, ["FLD-048"]),
]


@pytest.mark.parametrize(("kind", "cell", "value", "codes"), VALUES)
def test_a_cell_has_its_value_and_its_fault(
    kind: FieldKind, cell: RawCell, value: Value, codes: list[str]
) -> None:
    row = _one(_field(kind), cell)
    assert (row.values, _codes(row)) == ({"o": value}, codes)


def test_a_fault_says_where_what_and_what_it_blocks() -> None:
    field = _field(FieldKind.TEXT, Constraint(kind=K.LENGTH, max_length=3, blocks=("giay-khen",)))
    assert _one(field, _text("abcd")).faults == (
        CellFault(
            field="o",
            column=0,
            code="FLD-019",
            params={"label": "Ô nhập", "value": "abcd", "length": "4", "limit": "3"},
            blocks=("giay-khen",),
            rule=0,
        ),
    )


def test_a_wrong_kind_blocks_what_the_field_blocks_and_a_warning_blocks_nothing() -> None:
    wrong = _one(_field(FieldKind.INTEGER), _text("abc"))
    warned = _one(_field(FieldKind.TEXT), RawCell(CellKind.TEXT, "abc", True))
    assert [fault.blocks for fault in wrong.faults] == [("appraisal",)]
    assert [(fault.blocks, fault.warning) for fault in warned.faults] == [((), True)]
    assert (wrong.complete, warned.complete) == (False, True)


def test_the_kind_comes_first_then_constraints_in_the_order_of_the_definition() -> None:
    field = _field(
        FieldKind.DECIMAL,
        Constraint(kind=K.NUMBER_RANGE, maximum=D(5)),
        Constraint(kind=K.UNIQUE, within="workbook"),
        step=D("0.5"),
    )
    cell = RawCell(CellKind.NUMBER, D("7.25"), True)
    rows = judge_rows((field,), ({"o": (cell,)}, {"o": (cell,)}))
    assert _codes(rows[0]) == ["FLD-008", "FLD-003", "FLD-021", "FLD-026"]
    assert [fault.rule for fault in rows[0].faults] == [-1, -1, 0, 1]


def test_required_is_not_asked_of_unused_rows() -> None:
    field = _field(FieldKind.TEXT, Constraint(kind=K.REQUIRED))
    rows = judge_rows((field,), ({"o": (_text(" "),)}, {}), (True, False))
    assert [(row.used, row.values, _codes(row)) for row in rows] == [
        (True, {"o": None}, ["FLD-015"]),
        (False, {"o": None}, []),
    ]
    assert rows[1].complete is False


@pytest.mark.parametrize(
    ("cell", "used"),
    [
        (BLANK, False),
        (_text(" \u00a0\t\u200b"), False),
        (_text("x"), True),
        (_number("0"), True),
        (RawCell(CellKind.ERROR, "#N/A"), True),
        (RawCell(CellKind.BOOL, False), True),
        (RawCell(CellKind.BLANK, None, True), True),
    ],
)
def test_a_row_is_used_where_a_cell_is_not_blank(cell: RawCell, used: bool) -> None:
    fields = (_field(FieldKind.TEXT),)
    assert is_used(fields, {"o": (cell,)}) is used
    assert judge_rows(fields, ({"o": (cell,)},))[0].used is used


def _person_form(*more: Field) -> tuple[Field, ...]:
    subject = Field(id="doi_tuong", label="Đối tượng", kind=FieldKind.CHOICE, choices=SUBJECTS)
    return (subject, *more)


def test_required_when_follows_the_choice() -> None:
    form = _person_form(_field(FieldKind.TEXT, Constraint(kind=K.REQUIRED_WHEN, when=PERSON)))
    rows = judge_rows(
        form, [{"doi_tuong": (_text(label),)} for label in ("Cá nhân", "Tập thể", "cá nhân", NFD)]
    )
    told = [[(fault.field, fault.code, fault.seen) for fault in row.faults] for row in rows]
    assert told == [
        [("o", "FLD-016", True)],
        [],
        [("doi_tuong", "FLD-012", True)],
        [("o", "FLD-016", False)],
    ]
    assert rows[0].faults[0].params == {
        "label": "Ô nhập",
        "value": "",
        "other": "Đối tượng",
        "choices": "Cá nhân",
    }


def test_allowed_when_limits_choices_and_ticks() -> None:
    only = Constraint(kind=K.ALLOWED_WHEN, when=PERSON, allowed=("ca-nhan",))
    single = judge_rows(
        _person_form(_field(FieldKind.CHOICE, only)),
        [
            {"doi_tuong": (_text("Cá nhân"),), "o": (_text("Tập thể"),)},
            {"doi_tuong": (_text("Cá nhân"),), "o": (_text("Cá nhân"),)},
            {"doi_tuong": (_text("Tập thể"),), "o": (_text("Tập thể"),)},
        ],
    )
    ticked = judge_rows(
        _person_form(_field(FieldKind.MULTI_CHOICE, only)),
        [{"doi_tuong": (_text("Cá nhân"),), "o": (_text("x"), _text("X"))}],
    )
    assert [_codes(row) for row in single] == [["FLD-017"], [], []]
    assert [(item.column, item.code, item.params["value"]) for item in ticked[0].faults] == [
        (0, "FLD-017", "Tập thể")
    ]
    assert ticked[0].values["o"] == ("tap-the", "ca-nhan")


def test_a_condition_may_look_at_a_shown_field() -> None:
    subject = _person_form()
    asked = _field(FieldKind.TEXT, Constraint(kind=K.REQUIRED_WHEN, when=PERSON))
    cells = {"doi_tuong": (_text("Cá nhân"),)}
    judged = judge_rows((asked,), (cells,), (True,), subject)[0]
    assert (judged.values, _codes(judged)) == ({"o": None}, ["FLD-016"])
    assert (judged.faults[0].seen, judged.waits) == (True, ())
    assert _told(asked, (asked,), {"o": (BLANK,)}) == ""  # not used
    header = judge_header((asked,), {})
    place = verdict_value(asked, 0, header, {}, (asked,))
    assert verdict_messages(asked, 0, (asked,))[place - 1].code == "FLD-028"
    assert judge_rows((asked,), (cells,), None, subject)[0].used is False


def test_ticks_of_a_multi_choice_field() -> None:
    field = _field(FieldKind.MULTI_CHOICE, Constraint(kind=K.REQUIRED))
    assert _one(field, _text(" x "), BLANK).values == {"o": ("tap-the",)}
    assert _codes(_one(field, BLANK, _text(" "))) == ["FLD-015"]
    wrong = _one(field, BLANK, _text("có"))
    assert [(item.column, item.code, item.params["label"]) for item in wrong.faults] == [
        (1, "FLD-013", "Cá nhân")
    ]


DATES = (
    Field(
        id="duyet",
        label="Ngày xét duyệt",
        kind=FieldKind.DATE,
        constraints=(Constraint(kind=K.NOT_AFTER, other="lam"),),
    ),
    Field(
        id="lam",
        label="Ngày bắt đầu triển khai",
        kind=FieldKind.DATE,
        constraints=(
            Constraint(kind=K.NOT_BEFORE, other="duyet"),
            Constraint(kind=K.DATE_RANGE, earliest=date(2024, 1, 5), latest=date(2024, 12, 31)),
        ),
    ),
)


@pytest.mark.parametrize(
    ("approved", "begun", "codes"),
    [
        ("08/01/2024", "08/01/2024", []),
        ("08/01/2024", "05/01/2024", ["FLD-025", "FLD-024"]),
        ("04/01/2024", "04/01/2024", ["FLD-022"]),
        ("01/01/2024", "01/01/2025", ["FLD-023"]),
        ("", "05/01/2024", []),
        ("31/02/2024", "05/01/2024", ["FLD-030"]),
    ],
)
def test_two_dates_stand_in_order(approved: str, begun: str, codes: list[str]) -> None:
    row = judge_header(DATES, {"duyet": (text_cell(approved),), "lam": (text_cell(begun),)})
    assert _codes(row) == codes


def test_the_order_of_two_dates_reads_as_an_office_writes() -> None:
    row = judge_header(DATES, {"duyet": (_text("8/1/2024"),), "lam": (_text("5/1/2024"),)})
    fault = row.faults[1]
    said = render(Finding(code=fault.code, severity=Severity.ERROR, params=fault.params))
    assert said.message == (
        "“Ngày bắt đầu triển khai” (05/01/2024) sớm hơn “Ngày xét duyệt” (08/01/2024)."
    )


def _titles(*titles: str) -> list[list[tuple[str, str, bool]]]:
    field = _field(FieldKind.TEXT, Constraint(kind=K.UNIQUE, within="workbook"))
    rows = judge_rows((field,), [{"o": (text_cell(title),)} for title in titles])
    return [[(item.code, item.params["row"], item.warning) for item in row.faults] for row in rows]


def test_duplicates_name_each_other() -> None:
    assert _titles("Tổ tự quản", "Khác", "tổ  tự QUẢN", "", "") == [
        [("FLD-026", "3", False)],
        [],
        [("FLD-026", "1", False)],
        [],
        [],
    ]


def test_another_place_of_the_tone_is_a_near_duplicate() -> None:
    assert _titles("Hòa bình", "Hoà bình", "Hoa bình") == [
        [("FLD-027", "2", True)],
        [("FLD-027", "1", True)],
        [],
    ]


def test_a_date_written_out_is_a_near_duplicate_of_the_same_day() -> None:
    field = _field(FieldKind.DATE, Constraint(kind=K.UNIQUE, within="workbook"))
    typed = ("5/1/2024", "ngày 05 tháng 01 năm 2024", "6/1/2024", "05.01.2024")
    rows = judge_rows((field,), [{"o": (text_cell(text),)} for text in typed])
    assert [[(item.code, item.params["row"]) for item in row.faults] for row in rows] == [
        [("FLD-026", "4")],
        [("FLD-027", "1")],
        [],
        [("FLD-026", "1")],
    ]


def test_wildcards_and_leading_zeros_are_no_duplicates() -> None:
    assert _titles("a*", "abc", "a?c", "007", "7", "<7", "~a*") == [[]] * 7


def test_together_fields_are_part_of_the_key() -> None:
    name = Field(id="ten", label="Tên", kind=FieldKind.TEXT)
    title = _field(FieldKind.TEXT, Constraint(kind=K.UNIQUE, within="workbook", together=("ten",)))
    table = [("A", "x"), ("B", "x"), ("a", "X"), ("", "x"), ("", "x")]
    rows = judge_rows(
        (name, title), [{"ten": (text_cell(a),), "o": (text_cell(b),)} for a, b in table]
    )
    assert [_codes(row) for row in rows] == [["FLD-026"], [], ["FLD-026"], ["FLD-026"], ["FLD-026"]]


_SOME = ["a", "A", " a", "b", "b ", "", "c*", "hòa", "hoà"]


@given(
    st.lists(st.sampled_from(_SOME), max_size=12).flatmap(
        lambda titles: st.tuples(st.just(titles), st.permutations(range(len(titles))))
    )
)
def test_shuffling_rows_moves_duplicates_with_them(case: tuple[list[str], list[int]]) -> None:
    titles, order = case
    straight, moved = _titles(*titles), _titles(*(titles[place] for place in order))
    codes = [[code for code, _, _ in found] for found in straight]
    assert [[code for code, _, _ in found] for found in moved] == [codes[place] for place in order]


def test_uniqueness_in_the_campaign_is_not_judged_by_workbook() -> None:
    field = _field(FieldKind.TEXT, Constraint(kind=K.UNIQUE, within="campaign"))
    rows = judge_rows((field,), [{"o": (_text("a"),)}] * 2)
    assert [_codes(row) for row in rows] == [[], []]
    assert "FLD-026" not in [message.code for message in verdict_messages(field, 0)]


def test_a_key_over_the_campaign_ignores_case_and_the_place_of_the_tone() -> None:
    rule = Constraint(kind=K.UNIQUE, within="campaign", together=("so", "ngay"))
    field = _field(FieldKind.TEXT, rule)
    one = campaign_keys(field, rule, {"o": "Tổ Hòa giải", "so": D("8.50"), "ngay": JAN_5})
    two = campaign_keys(field, rule, {"o": "tổ hoà giải", "so": D("8.5"), "ngay": JAN_5})
    other = campaign_keys(field, rule, {"o": "tổ hoa giải", "so": D("8.5"), "ngay": JAN_5})
    assert one is not None
    assert (one == two, one == other) == (True, False)
    assert campaign_keys(field, rule, {"o": None, "so": D(1), "ngay": JAN_5}) is None


def test_the_in_cell_verdict_leaves_to_the_merge_what_it_cannot_see() -> None:
    field = _field(FieldKind.CHOICE, Constraint(kind=K.REQUIRED))
    messages = verdict_messages(field, 0)
    assert [(message.code, message.text) for message in messages] == [
        ("FLD-001", "“Ô nhập”: ô chứa giá trị lỗi. Xóa và gõ lại."),
        ("FLD-004", "“Ô nhập”: nội dung không hợp lệ. Xóa và gõ lại."),
        ("FLD-011", "“Ô nhập”: không có trong danh sách. Chọn trong danh sách thả xuống."),
        ("FLD-015", "Chưa nhập “Ô nhập”."),
        ("FLD-028", "“Ô nhập”: kiểm tra khi tổng hợp."),
    ]
    assert [message.warning for message in messages] == [False, False, False, False, True]
    cells = {"o": (_text(NFD),)}
    row = judge_rows((field,), (cells,))[0]
    assert (row.values, row.faults) == ({"o": "ca-nhan"}, ())
    assert row.waits == (("o", 0),)
    assert verdict_value(field, 0, row, cells) == 5


def _told(field: Field, form: tuple[Field, ...], cells: Mapping[str, tuple[RawCell, ...]]) -> str:
    """What the cell of a field says, as a code."""
    row = judge_rows(form, (cells,))[0]
    place = verdict_value(field, 0, row, cells, form)
    return verdict_messages(field, 0, form)[place - 1].code if place else ""


def test_a_cell_waits_where_its_condition_waits() -> None:
    asked = _field(FieldKind.TEXT, Constraint(kind=K.REQUIRED_WHEN, when=PERSON))
    form = _person_form(asked)
    subjects = ("Cá nhân", "Tập thể", NFD, "Ta\u0323\u0302p the\u0309\u0302", "cá nhân", "Khác", "")
    cells = [{"doi_tuong": (text_cell(subject),)} for subject in subjects]
    assert [_told(asked, form, row) for row in cells] == [
        "FLD-016", "", "FLD-028", "FLD-028", "", "", "",
    ]  # fmt: skip
    filled = {"doi_tuong": (_text(NFD),), "o": (_text("có"),)}
    assert _told(asked, form, filled) == ""


def test_a_choice_waits_only_where_it_may_be_not_allowed() -> None:
    only = Constraint(kind=K.ALLOWED_WHEN, when=PERSON, allowed=("ca-nhan",))
    field = _field(FieldKind.CHOICE, only)
    form = _person_form(field)
    table = [("Cá nhân", "Tập thể"), (NFD, "Tập thể"), (NFD, "Cá nhân"), (NFD, "Khác"), (NFD, "")]
    cells = [{"doi_tuong": (_text(a),), "o": (text_cell(b),)} for a, b in table]
    assert [_told(field, form, row) for row in cells] == ["FLD-017", "FLD-028", "", "FLD-011", ""]
    own = {"doi_tuong": (_text("Cá nhân"),), "o": (_text("Ta\u0323\u0302p thể"),)}
    row = judge_rows(form, (own,))[0]
    assert [(item.code, item.seen) for item in row.faults] == [("FLD-017", False)]
    assert _told(field, form, own) == "FLD-028"


LONG_DATE = "ngày 08 tháng 01 năm 2024"


@pytest.mark.parametrize(
    ("approved", "begun", "told", "seen"),
    [
        (LONG_DATE, "05/01/2024", ("FLD-028", "FLD-028"), [False, False]),
        ("08/01/2024", "05/01/2024", ("FLD-025", "FLD-024"), [True, True]),
        (LONG_DATE, "01/01/2024", ("FLD-028", "FLD-022"), [False, False, True]),
        (LONG_DATE, "09/01/2024", ("FLD-028", "FLD-028"), []),
        (LONG_DATE, "", ("FLD-028", ""), []),
        ("ngày 31 tháng 02 năm 2024", "05/01/2024", ("FLD-028", "FLD-028"), [False]),
        ("ngày mai", "05/01/2024", ("FLD-009", ""), [True]),
    ],
)
def test_the_order_waits_for_a_long_date(
    approved: str, begun: str, told: tuple[str, str], seen: list[bool]
) -> None:
    cells = {"duyet": (text_cell(approved),), "lam": (text_cell(begun),)}
    row = judge_header(DATES, cells)
    assert tuple(_told(field, DATES, cells) for field in DATES) == told
    assert [item.seen for item in row.faults] == seen


def test_a_sure_fault_goes_before_waiting() -> None:
    """A duplicate is one however the letters are composed; length must wait for them."""
    rules = (Constraint(kind=K.LENGTH, max_length=8), Constraint(kind=K.UNIQUE, within="workbook"))
    field = _field(FieldKind.TEXT, *rules)
    cells: list[dict[str, tuple[RawCell, ...]]] = [{"o": (_text(text),)} for text in (NFD, NFD)]
    first, _ = judge_rows((field,), cells)
    assert first.waits == (("o", 0),)
    place = verdict_value(field, 0, first, cells[0])
    assert verdict_messages(field, 0)[place - 1].code == "FLD-026"
    alone = {"o": (_text("x" * 7 + "a\u0301"),)}
    assert (_codes(_one(field, *alone["o"])), _told(field, (field,), alone)) == ([], "FLD-028")


@pytest.mark.parametrize(
    "text", ["a\u0085", "\u1680", "a\u2028b", "a\u2029b", "a\vb", "\u3000", "\f"]
)
def test_rare_spaces_are_left_to_the_merge(text: str) -> None:
    field = _field(FieldKind.TEXT, Constraint(kind=K.REQUIRED))
    row = _one(field, _text(text))
    assert row.waits == (("o", 0),)
    assert [item.seen for item in row.faults] == [False] * (row.values["o"] is None)


def test_a_label_in_foreign_composed_letters_is_no_label_for_cell_and_merge() -> None:
    """Only letters that the cell can point at are composed; of others both sides say the same."""
    choices = (Choice(id="a", label="Ça va"),)
    field = Field(id="o", label="Ô", kind=FieldKind.CHOICE, choices=choices)
    cells = {"o": (_text("C\u0327a va"),)}
    row = judge_rows((field,), (cells,))[0]
    assert (row.values, _codes(row), row.waits) == ({"o": None}, ["FLD-012"], ())
    assert _told(field, (field,), cells) == "FLD-011"


def test_a_date_in_a_number_cell_counts_and_is_warned_of() -> None:
    limits = Constraint(kind=K.NUMBER_RANGE, maximum=D(100))
    cell = RawCell(CellKind.DATE, date(2024, 5, 8))  # day number 45420
    plain = _one(_field(FieldKind.INTEGER), cell)
    assert (plain.values, plain.complete, plain.faults[0].warning) == ({"o": D(45420)}, True, True)
    ruled = _one(_field(FieldKind.DECIMAL, limits, step=D("0.7")), cell)
    assert [(item.code, item.warning, item.seen) for item in ruled.faults] == [
        ("FLD-008", False, True),
        ("FLD-031", True, False),
        ("FLD-021", False, True),
    ]


def test_a_time_of_day_is_a_fraction_wherever_the_cell_sees_it() -> None:
    clean = {
        kind: clean_value(_field(kind), 0, NOON)
        for kind in FieldKind
        if kind is not FieldKind.MULTI_CHOICE
    }
    assert clean == {
        FieldKind.TEXT: "45296,5",
        FieldKind.LONG_TEXT: "45296,5",
        FieldKind.CHOICE: "45296,5",
        FieldKind.INTEGER: D("45296.5"),
        FieldKind.DECIMAL: D("45296.5"),
        FieldKind.DATE: D(45296),
    }
    digits = _field(FieldKind.TEXT, Constraint(kind=K.DIGITS))
    assert _codes(_one(digits, NOON)) == ["FLD-014", "FLD-032"]
    step = _field(FieldKind.DECIMAL, step=D("0.5"))
    assert _codes(_one(step, NOON)) == ["FLD-031"]
    unique = _field(FieldKind.DECIMAL, Constraint(kind=K.UNIQUE, within="workbook"))
    morning = RawCell(CellKind.DATE, JAN_5, serial=D("45296.25"))
    rows = judge_rows((unique,), [{"o": (cell,)} for cell in (NOON, morning, NOON)])
    assert [_codes(row) for row in rows] == [
        ["FLD-031", "FLD-026"],
        ["FLD-031"],
        ["FLD-031", "FLD-026"],
    ]


def test_formulas_that_show_nothing_leave_a_row_unused() -> None:
    fields = (_field(FieldKind.TEXT, Constraint(kind=K.REQUIRED)),)
    shown = [
        RawCell(CellKind.TEXT, "", True),
        RawCell(CellKind.TEXT, " \u00a0", True),
        RawCell(CellKind.BLANK, None, True),
        RawCell(CellKind.TEXT, "a", True),
        RawCell(CellKind.ERROR, "#N/A", True),
    ]
    rows = judge_rows(fields, [{"o": (cell,)} for cell in shown])
    assert [row.used for row in rows] == [False, False, True, True, True]
    assert [is_used(fields, {"o": (cell,)}) for cell in shown] == [row.used for row in rows]
    assert [_codes(row) for row in rows] == [
        [],
        [],
        ["FLD-002"],
        ["FLD-003"],
        ["FLD-001", "FLD-003"],
    ]


def test_the_helpers_of_duplicates_name_key_and_earlier_row() -> None:
    rule = Constraint(kind=K.UNIQUE, within="workbook", together=("so",))
    title = _field(FieldKind.TEXT, rule)
    number = Field(id="so", label="Số", kind=FieldKind.DECIMAL)
    table = [("A b", "8,50"), ("", "1"), ("a  B", "8.5"), ("a*", ""), ("A?", ""), ("x" * 300, "1")]
    rows = [{"o": (text_cell(a),), "so": (text_cell(b),)} for a, b in table]
    values = [
        (row["o", "khoa0"], row["o", "truoc0"]) for row in helper_values((title, number), rows)
    ]
    assert values == [
        ("ka b\t8,5", D(0)),
        ("", D(0)),
        ("ka b\t8,5", D(1)),
        ("xa\t", D(0)),
        ("xa\t", D(4)),
        ("x" + "x" * 200, D(0)),
    ]
    unused = helper_values((title, number), rows, [False] + [True] * 5)
    assert (unused[0]["o", "khoa0"], unused[2]["o", "truoc0"]) == ("", D(0))
    assert unused[4] == {("o", "khoa0"): "xa\t", ("o", "truoc0"): D(4)}
    assert [cell.name for cell in helper_cells(title, (title, number))] == ["khoa0", "truoc0"]
    campaign = _field(FieldKind.TEXT, Constraint(kind=K.UNIQUE, within="campaign"))
    assert helper_cells(campaign) == ()
    assert helper_values((campaign,), [{"o": (_text("a"),)}]) == ({},)


def test_a_long_label_still_leaves_room_for_the_remedy() -> None:
    label = "Kết quả thực hiện so với mục tiêu đã đăng ký từ đầu năm của tập thể, cá nhân " * 3
    field = Field(
        id="o",
        label=label,
        kind=FieldKind.DATE,
        constraints=(Constraint(kind=K.NOT_BEFORE, other="p"),),
    )
    other = Field(id="p", label=label, kind=FieldKind.DATE)
    texts = [message.text for message in verdict_messages(field, 0, (field, other))]
    assert max(map(len, texts)) <= 120
    assert texts[-2].endswith("Kiểm tra lại hai ngày.")


EVERYTHING = [
    (kind, cell)
    for kind in FieldKind
    for cell in (
        *(cell for _, cell, _, _ in VALUES),
        _text("x" * 30),
        _text("-7"),
        _text("99"),
        _text("0,3"),
        _text("01/01/1999"),
        _text("01/01/2099"),
    )
]


def _strict(kind: FieldKind) -> Field:
    numeric = kind in (FieldKind.INTEGER, FieldKind.DECIMAL)
    limits: Mapping[bool, tuple[Constraint, ...]] = {
        True: (Constraint(kind=K.NUMBER_RANGE, minimum=D(0), maximum=D(50)),),
        False: (Constraint(kind=K.LENGTH, min_length=4, max_length=20),),
    }
    dated = (Constraint(kind=K.DATE_RANGE, earliest=JAN_5, latest=date(2024, 12, 31)),)
    ruled = dated if kind is FieldKind.DATE else limits[numeric]
    twice = Constraint(kind=K.UNIQUE, within="workbook")
    return _field(kind, Constraint(kind=K.REQUIRED), *ruled, twice, step=D("0.5"))


def _all_faults() -> list[CellFault]:
    found: list[CellFault] = []
    for kind, cell in EVERYTHING:
        cells = {"o": (cell,)}
        for row in judge_rows((_strict(kind),), (cells, cells, {}), (True, True, True)):
            found += row.faults
    found += [item for row in _condition_rows() for item in row.faults]
    field = _field(FieldKind.TEXT, Constraint(kind=K.UNIQUE, within="workbook"))
    number = _field(FieldKind.TEXT, Constraint(kind=K.DIGITS, min_length=3, max_length=4))
    for text in ("09 12", "00", "00012"):
        found += _one(number, _text(text)).faults
    near = judge_rows((field,), [{"o": (_text(text),)} for text in ("hòa", "hoà")])
    return found + [item for row in near for item in row.faults]


def _condition_rows() -> list[JudgedRow]:
    asked = _field(FieldKind.TEXT, Constraint(kind=K.REQUIRED_WHEN, when=PERSON))
    only = _field(
        FieldKind.CHOICE, Constraint(kind=K.ALLOWED_WHEN, when=PERSON, allowed=("ca-nhan",))
    )
    person = _text("Cá nhân")
    first = judge_rows(_person_form(asked), ({"doi_tuong": (person,)},))
    cells = {"doi_tuong": (person,), "o": (_text("Tập thể"),)}
    second = judge_rows(_person_form(only), (cells,))
    dates = {"duyet": (_text("8/1/2024"),), "lam": (_text("5/1/2024"),)}
    return [*first, *second, judge_header(DATES, dates)]


def test_every_code_of_a_field_can_happen_and_has_all_its_words() -> None:
    """FLD-028 is told in cells only, old fonts and other spellings have tests of their own."""
    faults = _all_faults()
    for lang in ("vi", "en"):
        for fault in faults:
            said = render(
                Finding(code=fault.code, severity=Severity.ERROR, params=fault.params), lang
            )
            assert f"“{fault.params['label']}”" in said.message
    codes = {code for code in catalogue("vi") if code.startswith("FLD-") and ":" not in code}
    assert codes - {fault.code for fault in faults} == {
        "FLD-028",
        *RESPELLED,
        *DOUBTS,
        REMARK,
        MAYBE,
    }


@given(st.text(alphabet="0123456789,.-/ \u00a0ngàytháx#?!", max_size=14))
def test_a_verdict_always_has_a_place(typed: str) -> None:
    """Whatever is typed, the twin names a message, or 0; and a clean cell is never an error."""
    for kind in FieldKind:
        field = _strict(kind)
        cells = {"o": (text_cell(typed),)}
        row = judge_rows((field,), (cells, cells), (True, True))[0]
        place = verdict_value(field, 0, row, cells)
        assert 0 <= place <= len(verdict_messages(field, 0))
        assert isinstance(clean_value(field, 0, cells["o"][0]), str | Decimal)
