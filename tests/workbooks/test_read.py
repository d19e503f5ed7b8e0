"""Reading what came back: used rows with their places, or the one reason why not."""

from decimal import Decimal
from typing import Any

import pytest

from appraisal.returned import Return, Sender
from schemas.cell import BLANK, CellKind, RawCell
from schemas.formpart import encode_form
from schemas.kinds import SenderKind
from tests.cli.spoiling import scored
from tests.verdicts.stored import formula, text
from tests.verdicts.typed import type_into
from tests.workbooks.issued import (
    UNIT,
    campaign,
    edited,
    form,
    forms,
    layout,
    registration,
    typed,
)
from workbooks.issue import write_form
from workbooks.layout import CARD_SHEET, SCORE_SHOWN, address, layout_of
from workbooks.plan import FormPlan, FormRow
from workbooks.read import read_return, read_standalone

TITLE = form().title_field
NAME = form().name_field


def read(data: bytes, path: str = "nhan-ve/a.xlsx") -> Return:
    return read_return(data, path, forms(), campaign().id)


def said(ret: Return) -> list[tuple[str, str]]:
    return [(str(f.severity), f.code) for f in ret.findings]


def title_cell(row: int) -> str:
    return address(row - 1, layout().inputs[TITLE][0])


def test_blank_workbook_is_a_return_without_rows() -> None:
    ret = read(registration())
    assert ret.rejected is None
    assert (ret.stage, ret.sender) == ("dang-ky", Sender(kind=SenderKind.UNIT, id=UNIT))
    assert (ret.rows, ret.nil, ret.findings) == ((), False, ())
    assert ret.row_ids == ("DD03-01", "DD03-02", "DD03-03", "DD03-04", "DD03-05")


def test_typed_row_comes_with_id_cells_and_places() -> None:
    ret = read(typed(registration(), {(TITLE, 2): "Chợ xanh", (NAME, 2): 2024}))
    assert [(row.entry_id, row.row) for row in ret.rows] == [("DD03-02", layout().first_row + 2)]
    row = ret.rows[0]
    assert row.cells[TITLE] == (RawCell(CellKind.TEXT, "Chợ xanh"),)
    assert row.cells[NAME] == (RawCell(CellKind.NUMBER, Decimal(2024)),)
    assert row.cells["linh_vuc"] == (BLANK,)
    origin = ret.places.cell(ret.path, TITLE, row.row)
    assert (origin.file, origin.sheet, origin.cell) == (
        "nhan-ve/a.xlsx",
        "Đăng ký",
        title_cell(row.row),
    )


def test_cells_of_spaces_only_do_not_use_a_row() -> None:
    assert read(typed(registration(), {(TITLE, 1): " \u00a0\u200b "})).rows == ()


def test_nil_tick_and_header_are_read() -> None:
    nil = layout().nil
    assert nil is not None

    def tick(book: Any) -> None:
        book["Đăng ký"].cell(nil[0] + 1, nil[1] + 1).value = "X"

    ret = read(edited(typed(registration(), {("so_vb", 0): "12-CV/ĐU"}), tick))
    assert ret.nil is True
    assert ret.header["so_vb"] == (RawCell(CellKind.TEXT, "12-CV/ĐU"),)


@pytest.mark.parametrize(
    ("typed", "nil", "odd"),
    [
        (None, False, ""),
        (" \u00a0\u200b", False, ""),
        ("x", True, ""),
        ("\u00a0X ", True, ""),
        ("xx", False, "xx"),
        ("có", False, "có"),
        (0, False, "0"),
        (False, False, "FALSE"),
        ("#N/A", False, "#N/A"),
        ("\u2003", False, "\u2003"),
        ("=A1", False, "="),
    ],
)
def test_only_an_x_is_a_tick(typed: object, nil: bool, odd: str) -> None:
    place = layout().nil
    assert place is not None

    def tick(book: Any) -> None:
        book["Đăng ký"].cell(place[0] + 1, place[1] + 1).value = typed

    ret = read(edited(registration(), tick))
    assert (ret.nil, ret.nil_odd) == (nil, odd)
    assert ret.places.nil == address(*place)


def test_the_first_cell_to_fill_in_is_known() -> None:
    column = min(column for columns in layout().inputs.values() for column in columns)
    assert read(registration()).places.first == address(layout().first_row, column)


def test_rows_of_formulas_that_show_nothing_are_unused() -> None:
    """A unit links its rows to a list of its own, of which only one line is filled."""

    cells = {
        title_cell(layout().first_row + row): formula('""', text(""), cached=True) for row in (1, 3)
    }
    cells[title_cell(layout().first_row + 2)] = text("Chợ xanh")
    ret = read(type_into(registration(), "Đăng ký", cells))
    assert [row.entry_id for row in ret.rows] == ["DD03-02"]


def test_content_key_sees_through_bytes_spaces_and_composed_letters() -> None:
    one = read(typed(registration(), {(TITLE, 1): "Chợ  xanh "}))
    same = read(typed(registration(), {(TITLE, 1): "Chơ\u0323 xanh"}))
    other = read(typed(registration(), {(TITLE, 1): "Chợ xanh hơn"}))
    assert one.sha256 != same.sha256
    assert one.content_key == same.content_key
    assert one.content_key != other.content_key


def test_hidden_sheet_gone_is_recognised_by_headings_with_a_warning() -> None:
    data = edited(typed(registration(), {(TITLE, 1): "A"}), lambda b: b.remove(b[CARD_SHEET]))
    ret = read(data)
    assert ret.rejected is None
    assert said(ret) == [("warning", "READ-005")]
    assert (ret.stage, ret.sender) == ("dang-ky", Sender(kind=SenderKind.UNIT, id=UNIT))
    assert [row.entry_id for row in ret.rows] == ["DD03-01"]


def test_visibility_of_the_hidden_sheet_proves_nothing() -> None:
    def show(book: Any) -> None:
        book[CARD_SHEET].sheet_state = "visible"

    assert read(edited(registration(), show)).findings == ()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda book: book["Đăng ký"].insert_rows(1, 3),
        lambda book: book["Đăng ký"].insert_cols(1),
        lambda book: setattr(book["Đăng ký"], "title", "Sheet1"),
    ],
    ids=["rows-inserted", "column-inserted", "sheet-renamed"],
)
def test_moved_form_is_read_by_its_headings(spoil: Any) -> None:
    filled = typed(registration(), {(TITLE, 2): "Chợ xanh", ("so_vb", 0): "12-CV/ĐU"})
    ret = read(edited(filled, spoil))
    assert ret.rejected is None
    assert said(ret) == [("info", "READ-008")]
    assert [(r.entry_id, r.cells[TITLE]) for r in ret.rows] == [
        ("DD03-02", (RawCell(CellKind.TEXT, "Chợ xanh"),))
    ]
    assert ret.header["so_vb"] == (RawCell(CellKind.TEXT, "12-CV/ĐU"),)


def test_lost_column_is_named() -> None:
    column = layout().inputs[TITLE][0]

    def cut(book: Any) -> None:
        book["Đăng ký"].delete_cols(column + 1)

    ret = read(edited(typed(registration(), {(NAME, 1): "Chi bộ 1"}), cut))
    found = [(f.code, f.params) for f in ret.findings if f.code == "READ-007"]
    assert found == [("READ-007", {"columns": "Tên mô hình"})]


def test_text_under_the_table_is_said_but_is_no_entry() -> None:
    row = layout().last_row + 3

    def sign(book: Any) -> None:
        book["Đăng ký"].cell(row + 1, 3).value = "Nhờ xem giúp"
        book["Đăng ký"].cell(row + 3, 3).value = "Nơi nhận: như trên"

    ret = read(edited(typed(registration(), {(TITLE, 1): "A"}), sign))
    assert [r.entry_id for r in ret.rows] == ["DD03-01"]
    assert [(f.code, f.value, f.params) for f in ret.findings] == [
        ("READ-009", "Nhờ xem giúp", {"row": str(row + 1)}),
        ("READ-016", "Nơi nhận: như trên", {"row": str(row + 3)}),
    ]


def test_row_without_id_that_holds_an_entry_is_kept() -> None:
    row = layout().last_row + 2

    def add(book: Any) -> None:
        sheet = book["Đăng ký"]
        sheet.cell(row + 1, layout().inputs[NAME][0] + 1).value = "Chi bộ 9"
        sheet.cell(row + 1, layout().inputs[TITLE][0] + 1).value = "Mô hình chín"

    ret = read(edited(registration(), add))
    assert [(r.row, r.entry_id) for r in ret.rows] == [(row + 1, "")]


def test_formula_in_an_input_cell_is_marked() -> None:
    ret = read(typed(registration(), {(TITLE, 1): '="Chợ"&" xanh"'}))
    assert ret.rows[0].cells[TITLE][0].formula is True


def test_workbook_of_another_campaign_is_rejected() -> None:
    ret = read_return(registration(), "a.xlsx", forms(), "lac-duong-2023")
    assert ret.rejected is not None
    assert (ret.rejected.code, ret.rejected.params) == (
        "READ-001",
        {"found": "don-duong-2024", "ours": "lac-duong-2023"},
    )


def test_form_sheet_deleted_is_rejected_with_its_sender() -> None:
    ret = read(edited(registration(), lambda b: b.remove(b["Đăng ký"])))
    assert ret.rejected is not None
    assert (ret.rejected.code, ret.rejected.params) == ("READ-004", {"sheet": "Đăng ký"})
    assert ret.sender == Sender(kind=SenderKind.UNIT, id=UNIT)


def test_foreign_workbook_and_broken_file_are_rejected() -> None:
    def strip(book: Any) -> None:
        for name in book.sheetnames:
            book.remove(book[name])
        book.create_sheet("Sheet1")["A1"] = "Danh sách"

    foreign = read(edited(registration(), strip))
    broken = read(registration()[:2000])
    assert [r.rejected.code for r in (foreign, broken) if r.rejected] == [
        "READ-002",
        "FILE-DAMAGED",
    ]


def test_standalone_check_reads_by_the_form_carried() -> None:
    carried, ret = read_standalone(typed(registration(), {(TITLE, 1): "A"}), "a.xlsx")
    assert carried == form()
    assert [r.entry_id for r in ret.rows] == ["DD03-01"]


def test_spare_report_row_with_only_a_name_typed_is_an_entry() -> None:
    """In a spare row the printed columns are typed into: who it is counts, before any result."""
    stage = form("bao-cao")
    plan = FormPlan(
        campaign=campaign(),
        stage=stage,
        form_json=encode_form(campaign(), "bao-cao"),
        sender=Sender(kind=SenderKind.UNIT, id=UNIT),
        sender_name="Đảng ủy xã Ka Đô",
        rows=(
            FormRow(entry_id="DD03-01", shown={NAME: "Chi bộ 1", TITLE: "Chợ xanh"}),
            FormRow(entry_id="DD03-31", spare=True),
            FormRow(entry_id="DD03-32", spare=True),
        ),
    )
    where = layout_of(stage, 3)

    def name(book: Any) -> None:
        sheet = book[stage.sheet]
        sheet.cell(where.first_row + 2, where.shown[NAME][0] + 1).value = "Chi bộ 9"

    ret = read(edited(write_form(plan), name))
    assert [(row.entry_id, row.bound_to) for row in ret.rows] == [
        ("DD03-01", ("Chi bộ 1", "Chợ xanh")),
        ("DD03-31", ("Chi bộ 9", "")),
    ]


def test_form_on_a_sheet_renamed_like_a_printed_one_is_still_found() -> None:
    """Printed sheets are passed over at first; a form that hides under such a name is not lost."""

    def swap(book: Any) -> None:
        book["Kiểm tra"].title = "Cũ"
        book["Đăng ký"].title = "Kiểm tra"

    ret = read(edited(typed(registration(), {(TITLE, 2): "Chợ xanh"}), swap))
    assert [(r.entry_id, r.cells[TITLE]) for r in ret.rows] == [
        ("DD03-02", (RawCell(CellKind.TEXT, "Chợ xanh"),))
    ]


@pytest.mark.parametrize("key", SCORE_SHOWN)
def test_a_printed_heading_that_was_overwritten_keeps_the_ballot(key: str) -> None:
    """Unit, name and title stand there to be read; who the row is about the card says too."""
    stage = form("cham-diem")
    where = layout_of(stage, 1)

    def overwrite(book: Any) -> None:
        book[stage.sheet].cell(where.head_row + 1, where.shown[key][0] + 1).value = "Đã xem"

    ret = read(edited(scored({}), overwrite))
    assert (ret.rejected, ret.findings) == (None, ())
    (row,) = ret.rows
    assert row.bound_to == ("Chi bộ Một cửa số", "Một cửa số")
    assert row.cells[stage.scale.criteria[0].id if stage.scale else ""][0].value in ("1", 1)
