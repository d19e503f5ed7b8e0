"""Returns typed in old fonts: judged by what they say, asked about, and sent back in Unicode."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

from appraisal.judge import JudgedReturn, judge_return
from appraisal.returned import Return
from schemas.finding import Finding, Origin, Severity
from schemas.formpart import encode_form
from schemas.message import render
from schemas.oldfonts import Code
from tests.cli.office import entry
from tests.schemas.oldtyped import typed_in
from tests.workbooks import issued
from tests.workbooks.oldforms import in_font, rich, typed_form
from tests.workbooks.plans import DETAILS, SHOWN, form_plan, opened, text
from workbooks.issue import write_form
from workbooks.layout import address
from workbooks.pack import write_pack
from workbooks.plan import FormRow
from workbooks.read import read_return
from workbooks.writer import FONT

PATH = "nhan-ve/dang-ky/DD03.xlsx"
WHOLE = {
    **{(field, 1): value for field, value in entry("Chợ xanh Đạ Ròn").items()},
    ("so_vb", 0): "12-CV/ĐU",
    ("ngay_vb", 0): "05/01/2024",
}


def read(data: bytes) -> Return:
    ret = read_return(data, PATH, issued.forms(), "don-duong-2024")
    assert ret.rejected is None
    return ret


def judged(ret: Return) -> JudgedReturn:
    return judge_return(issued.campaign(), issued.form(ret.stage), ret)


def wrong(verdict: JudgedReturn) -> list[tuple[str, str, Severity]]:
    """Code, cell and weight of what is to be mended."""
    return [
        (f.code, f.origin.cell, f.severity)
        for f in verdict.findings
        if f.severity is not Severity.INFO
    ]


def place(field: str, number: int) -> str:
    where = issued.layout()
    if number == 0:
        return address(*where.header[field])
    return address(where.first_row + number - 1, where.inputs[field][0])


def answer(verdict: JudgedReturn) -> bytes:
    """The pack that goes back."""
    return write_pack(
        issued.campaign(),
        issued.form(),
        encode_form(issued.campaign(), "dang-ky"),
        verdict,
        verdict.findings,
        "Đảng ủy xã Ka Đô",
        "",
        date(2024, 2, 1),
    )


def test_a_form_typed_in_old_fonts_says_the_same() -> None:
    """Values, verdicts and content; what is said besides is for information."""
    plain = read(typed_form(WHOLE))
    for code in Code:
        old = read(typed_form(WHOLE, code))
        assert old.content_key == plain.content_key
        assert judged(old).rows[0].values == judged(plain).rows[0].values
        assert (wrong(judged(old)), wrong(judged(plain))) == ([], [])
        assert judged(old).complete(0)


def test_decoded_cells_are_told_with_before_and_after() -> None:
    verdict = judged(read(typed_form(WHOLE, Code.TCVN3)))
    told = next(f for f in verdict.findings if f.origin.cell == place("ten_mo_hinh", 1))
    assert (told.code, told.severity) == ("FLD-041", Severity.INFO)
    said = render(told).message
    assert typed_in(WHOLE["ten_mo_hinh", 1], Code.TCVN3) in said
    assert ".VnTime" in said
    assert "Chợ xanh Đạ Ròn" in said


def test_the_letter_bears_the_code_of_what_is_stored() -> None:
    """The worksheet makes the code of the letter, and sees no fonts."""
    stored = {key: typed_in(value, Code.TCVN3) for key, value in WHOLE.items()}
    letters = [read(typed_form(stored, font=font)).letter_code for font in (".VnTime", FONT)]
    assert letters[0] == letters[1] != read(typed_form(WHOLE)).letter_code


def test_what_reads_both_ways_is_asked_of_the_unit() -> None:
    """A field, the header, and a text whose font was changed without converting it."""
    data = typed_form(WHOLE)
    data = typed_form({("ten", 1): "Lê", ("so_vb", 0): "Lê"}, font=".VnTime", data=data)
    data = typed_form({("ten_mo_hinh", 1): "Chî xanh ViÖt Nam"}, font=FONT, data=data)
    verdict = judged(read(data))
    assert sorted(wrong(verdict)) == sorted(
        [
            ("FLD-040", place("so_vb", 0), Severity.ERROR),
            ("FLD-040", place("ten", 1), Severity.ERROR),
            ("FLD-043", place("ten_mo_hinh", 1), Severity.ERROR),
        ]
    )
    assert not verdict.complete(0)
    told = {f.origin.cell: render(f).message for f in verdict.findings}
    assert told[place("ten", 1)].endswith("ô dùng phông .VnTime, nên “Lê” có thể phải đọc là “Lờ”.")
    assert told[place("ten_mo_hinh", 1)].endswith("có phải là “Chợ xanh Việt Nam” không?")


def test_runs_in_a_returned_form_are_read_by_their_fonts() -> None:
    def edit(book: Any) -> None:
        cell = book[issued.form().sheet][place("ten", 1)]
        cell.value = rich(("¸", ".VnTimeH"), ("nh s¸ng ", ".VnTime"), ("Ka Đô", FONT))

    verdict = judged(read(issued.edited(typed_form(WHOLE), edit)))
    assert (verdict.rows[0].values["ten"], wrong(verdict)) == ("Ánh sáng Ka Đô", [])


def test_a_font_for_the_whole_sheet_spoils_nothing_printed() -> None:
    """Ctrl+A and another font: headings, ids, ticks and chosen labels stay what they are."""

    def edit(book: Any) -> None:
        for cell in (c for row in book[issued.form().sheet].iter_rows() for c in row):
            if isinstance(cell.value, str):
                in_font(cell, cell.value, ".VnTimeH")

    plain, old = read(typed_form(WHOLE)), read(issued.edited(typed_form(WHOLE), edit))
    assert (wrong(judged(old)), old.row_ids) == ([], plain.row_ids)
    assert judged(old).rows[0].values == judged(plain).rows[0].values


def test_the_pack_stands_in_unicode_and_its_answer_is_accepted() -> None:
    data = typed_form(WHOLE, Code.VNI)
    data = typed_form({("ten", 1): "mô hình"}, font="VNI-Times", data=data)
    ret = read(data)
    first = judged(ret)
    assert wrong(first) == [("FLD-040", place("ten", 1), Severity.ERROR)]
    pack = answer(first)
    sheet = opened(pack)[issued.form().sheet]
    cells = [sheet[place(field, number)] for field, number in WHOLE]
    assert {cell.font.name for cell in cells} == {FONT}
    assert sheet[place("ten", 1)].value == "mô hình"
    assert sheet[place("ten_mo_hinh", 1)].value == "Chợ xanh Đạ Ròn"
    comment = sheet[place("ten", 1)].comment
    assert comment is not None
    assert "mơ hình" in comment.text
    kept = read(pack)  # they looked: it is right as it stands
    assert (wrong(judged(kept)), kept.submission) == ([], ret.submission + 1)
    assert kept.content_key != ret.content_key
    mended = read(typed_form({("ten", 1): "mơ hình"}, data=pack))
    assert judged(mended).rows[0].values["ten"] == "mơ hình"


def test_garbage_left_in_the_pack_is_asked_again() -> None:
    data = typed_form({("ten", 1): "Đảng uû x· Hßa B×nh"}, font=".VnTime", data=typed_form(WHOLE))
    first = judged(read(data))
    assert [code for code, _, _ in wrong(first)] == ["FLD-040"]
    assert [code for code, _, _ in wrong(judged(read(answer(first))))] == ["FLD-043"]


def test_who_an_unregistered_entry_is_is_asked_too() -> None:
    """Typed beside the fields in a spare row of a later stage; what is printed is never asked."""
    shown = {**SHOWN, **DETAILS, "ten": "Lê"}
    rows = (
        FormRow(entry_id="DD03-01", shown=shown, cells={}),
        FormRow(entry_id="DD03-31", spare=True, cells={"ten": text("Lê"), "ket_qua": text("Đã")}),
    )
    plan = form_plan(stage="bao-cao", rows=rows)
    (column,) = [c for c, f in enumerate(plan.stage.shown) if f.id == "ten"]

    def edit(book: Any) -> None:
        for cell in (c for row in book[plan.stage.sheet].iter_rows() for c in row):
            if cell.value == "Lê":
                in_font(cell, "Lê", ".VnTime")

    ret = read(issued.edited(write_form(plan), edit))
    (letters,) = ret.places.columns["ten"]
    doubts = [f for f in judged(ret).findings if f.code == "FLD-040"]
    assert column >= 0
    spare = next(row for row in ret.rows if row.entry_id == "DD03-31")
    assert [f.origin.cell for f in doubts] == [f"{letters}{spare.row}"]


def test_the_same_characters_in_another_font_are_an_answer() -> None:
    asked = read(typed_form({("ten", 1): "Lê"}, font=".VnTime", data=typed_form(WHOLE)))
    told = read(typed_form({("ten", 1): "Lê"}, data=typed_form(WHOLE)))
    assert asked.content_key != told.content_key
    assert replace(asked, rows=()).header == told.header


def test_findings_go_into_results_as_text() -> None:
    """Whatever stood in the cell, the message is plain text that JSON can carry."""
    verdict = judged(read(typed_form({("ten", 1): "ViÖt 25 °C"}, font=".VnTime")))
    found: list[Finding] = [f for f in verdict.findings if f.code == "FLD-042"]
    assert [f.origin for f in found] == [
        Origin(file=PATH, sheet=issued.form().sheet, cell=place("ten", 1))
    ]
    assert json.loads(json.dumps(render(found[0]).message)).count("ViÖt 25 °C") == 1
