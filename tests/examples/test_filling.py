"""Filled workbooks: real issued ones, the same bytes every time, and what is wrong on purpose."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from appraisal.returned import Sender
from examples.campaigns import plan
from examples.filling import Filling, encrypted, fill, foreign_document, sender_of, truncated
from schemas.cell import CellKind, RawCell, text_cell
from schemas.formpart import encode_form, stage_form
from schemas.kinds import SenderKind
from workbooks.gate import inspect
from workbooks.issue import write_form
from workbooks.plan import FormPlan, FormRow
from workbooks.read import read_return

CAMPAIGN = plan("don-duong-2024").campaign
SAVED = datetime(2024, 11, 12, 2, 30)
FORM = stage_form(CAMPAIGN, "bao-cao")


@pytest.fixture(scope="module")
def issued() -> bytes:
    """A report workbook with two entries and a spare row."""
    rows = [
        FormRow(
            entry_id=f"DD03-{k:02d}",
            shown={"doi_tuong": "tap-the", "ten": f"Chi bộ {k}", "ten_mo_hinh": f"Mô hình {k}"},
        )
        for k in (1, 2)
    ]
    return write_form(
        FormPlan(
            campaign=CAMPAIGN,
            stage=FORM,
            form_json=encode_form(CAMPAIGN, "bao-cao"),
            sender=Sender(kind=SenderKind.UNIT, id="DD03"),
            sender_name="Đảng ủy xã Lạc Lâm",
            group="xa-thi-tran",
            rows=(*rows, FormRow(entry_id="DD03-31", spare=True)),
            as_of=date(2024, 10, 15),
        )
    )


def test_a_filled_workbook_is_read_where_it_was_typed(issued: bytes) -> None:
    filling = Filling(
        saved_at=SAVED,
        header={"so_bc": "13-BC/ĐU", "ngay_bc": "12/11/2024"},
        rows={
            "DD03-01": {"ket_qua": "- Một\n- Hai", "chi_so_sau": Decimal("85.5")},
            "DD03-31": {"ten": "Chi bộ 9", "ten_mo_hinh": "Mô hình 9", "chi_so_sau": "85,5"},
        },
    )
    filled = fill(issued, filling)
    ret = read_return(filled, "nhan-ve/a.xlsx", {"bao-cao": FORM}, CAMPAIGN.id)
    assert (ret.rejected, ret.findings) == (None, ())
    assert ret.saved_at == SAVED.replace(tzinfo=UTC)
    assert ret.header == {
        "so_bc": (text_cell("13-BC/ĐU"),),
        "ngay_bc": (text_cell("12/11/2024"),),
    }
    found = {
        row.entry_id: [row.cells[name][0] for name in ("ten", "ket_qua", "chi_so_sau")]
        for row in ret.rows
    }
    number = RawCell(CellKind.NUMBER, Decimal("85.5"))
    assert found == {
        "DD03-01": [text_cell("Chi bộ 1"), text_cell("- Một\n- Hai"), number],
        "DD03-02": [text_cell("Chi bộ 2"), RawCell(), RawCell()],
        "DD03-31": [text_cell("Chi bộ 9"), RawCell(), text_cell("85,5")],
    }


def test_rows_sorted_after_issue_carry_their_content_to_other_ids(issued: bytes) -> None:
    filling = Filling(
        saved_at=SAVED,
        rows={"DD03-01": {"ket_qua": "Của một"}, "DD03-02": {"ket_qua": "Của hai"}},
        moved={"DD03-01": "DD03-02", "DD03-02": "DD03-01"},
    )
    ret = read_return(fill(issued, filling), "a.xlsx", {"bao-cao": FORM}, CAMPAIGN.id)
    found = {row.entry_id: (row.bound_to, row.cells["ket_qua"][0].value) for row in ret.rows}
    assert found == {
        "DD03-01": (("Chi bộ 2", "Mô hình 2"), "Của hai"),
        "DD03-02": (("Chi bộ 1", "Mô hình 1"), "Của một"),
    }


def test_the_same_filling_gives_the_same_bytes(issued: bytes) -> None:
    filling = Filling(saved_at=SAVED, rows={"DD03-01": {"ket_qua": "Xong"}})
    assert fill(issued, filling) == fill(issued, filling)


def test_another_campaign_on_the_card_is_another_campaign(issued: bytes) -> None:
    filled = fill(issued, Filling(saved_at=SAVED, campaign="don-duong-2023"))
    ret = read_return(filled, "a.xlsx", {"bao-cao": FORM}, CAMPAIGN.id)
    assert ret.rejected is not None
    assert ret.rejected.code == "READ-001"


def test_the_card_tells_the_sender(issued: bytes) -> None:
    assert sender_of(issued) == "DD03"


def test_spoiled_files_are_what_they_claim(issued: bytes) -> None:
    found = [
        inspect(data, "a.xlsx").code
        for data in (truncated(issued), encrypted(), foreign_document("Danh sách"))
    ]
    assert found == ["FILE-DAMAGED", "FILE-ENCRYPTED", "FILE-NOTZIP"]
