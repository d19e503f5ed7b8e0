"""The scan of whole workbooks finds each fault that is planted, and nothing in a clean one."""

from __future__ import annotations

import warnings
from io import BytesIO
from zipfile import ZipFile

import pytest

from tests.limits.formulas import skeleton
from tests.limits.planted import SHEET, STYLES, WORKBOOK, clean, planted
from tests.limits.workbook import problems

_TYPES, _STRINGS, _APP = "[Content_Types].xml", "xl/sharedStrings.xml", "docProps/app.xml"
_RELS, _SHEET_RELS = "xl/_rels/workbook.xml.rels", "xl/worksheets/_rels/sheet1.xml.rels"
_LINES = "\n" * 254
_LONG = "x" * 32768
_DV = '<dataValidation type="list"'
_FIRST_DV = "validation B4:B6: "


def test_a_clean_workbook_has_no_problem() -> None:
    assert problems(clean()) == ()


_PACKAGE = [
    (_TYPES, None, "[Content_Types].xml: missing"),
    (_TYPES, ('"/xl/styles.xml"', '"/xl/x.xml"'), "xl/styles.xml: no content type"),
    (_TYPES, ('"/xl/theme/theme1.xml"', '"/xl/styles.xml"'), "xl/styles.xml: two content types"),
    (_TYPES, ('"/xl/theme/theme1.xml"', '"/xl/a.xml"'),
     "xl/a.xml: a content type without its part"),
    ("xl/extra.xml", "<a/>", "xl/extra.xml: no relationship leads to it"),
    ("xl/extra.bin", b"a", "xl/extra.bin: no content type"),
    ("xl/comments1.xml", None, f"{_SHEET_RELS}: xl/comments1.xml is missing"),
    ("xl/comments1.xml", "<a>",
     "xl/comments1.xml: not well-formed: no element found: line 1, column 3"),
    (_RELS, ('Id="rId2"', 'Id="rId1"'), f"{_RELS}: rId1 twice"),
    (WORKBOOK, ('r:id="rId2"', 'r:id="rId8"'), "xl/workbook.xml: rId8 leads nowhere"),
    (WORKBOOK, ('r:id="rId2"', 'r:id="rId8"'), "Trang 2: its part is missing"),
    (
        _SHEET_RELS,
        ("relationships/comments", "relationships/printerSettings"),
        f"{_SHEET_RELS}: a relationship that ours never have: printerSettings",
    ),
    (
        _SHEET_RELS,
        ('Target="../comments1.xml"', f'Target="http://{"a" * 2073}" TargetMode="External"'),
        f"{_SHEET_RELS}: a link of 2080 characters",
    ),
    ("xl/worksheets/_rels/sheet9.xml.rels", "<a/>",
     "xl/worksheets/_rels/sheet9.xml.rels: relationships of a part that is missing"),
    (_APP, ("<Company></Company>", f"<Company>{'x' * 256}</Company>"),
     f"{_APP}: a property of more than 255 characters"),
    (_APP, None, f"{_APP}: missing"),
    (STYLES, None, "xl/styles.xml: missing"),
    (_STRINGS, ('uniqueCount="9"', 'uniqueCount="8"'), "sharedStrings: uniqueCount 8, not 9"),
    (_STRINGS, ('count="9"', 'count="3"'), "sharedStrings: count is less than uniqueCount"),
    (_STRINGS, ("<t>Chữ</t>", f"<t>{_LONG}</t>"),
     "sharedStrings: more than 32767 characters: xxxxxxxxxxxxxxxxxxxx…"),
    (_STRINGS, ("<t>Chữ</t>", f"<t>a{_LINES}</t>"),
     f"sharedStrings: more than 253 line breaks: {('a' + _LINES)[:20]!r}…"),
    (STYLES, ('<cellXfs count="3">', '<cellXfs count="4">'), "styles: cellXfs counts 4, not 3"),
    (STYLES, ('fontId="1" fillId="0" borderId="0" xfId="0" applyFont', 'fontId="7" fillId="0" '
     'borderId="0" xfId="0" applyFont'), "styles: format 1 has fontId 7 of 4"),
    (STYLES, ('<xf numFmtId="0" fontId="1"', '<xf numFmtId="170" fontId="1"'),
     "styles: format 1 has the unknown number format 170"),
    (STYLES, ("Times New Roman", "x" * 32), "styles: a font name of more than 31 characters"),
    (STYLES, ("<xf numFmtId=\"0\" fontId=\"1\"", '<xf numFmtId="0" fontId="0"/>' * 64000 +
     '<xf numFmtId="0" fontId="1"'), "styles: 64003 formats"),
    (STYLES, ('<font><b/>', "<font/>" * 512 + "<font><b/>"), "styles: more than 512 fonts"),
    (STYLES, ("<fonts", "<numFmts>" + "".join(f'<numFmt numFmtId="{k}" formatCode="0"/>'
     for k in range(164, 365)) + "</numFmts><fonts"), "styles: more than 200 number formats"),
]  # fmt: skip

_BOOK = [
    (('name="Trang 2"', 'name="Đăng Ký"'), "sheet đăng ký: the name twice"),
    (('name="Trang 2"', f'name="{"x" * 32}"'), f"sheet {'x' * 32}: 32 characters"),
    (('name="Trang 2"', 'name="a/b"'), "sheet a/b: a character that names may not have"),
    (('name="Trang 2"', "name=\"a'\""), "sheet a': an apostrophe at an end"),
    (('name="Trang 2"', 'name="History"'), "sheet History: a name that Excel keeps for itself"),
    (('sheetId="2"', 'sheetId="1"'), "workbook: a sheet id twice"),
    (('sheetId="2"', 'sheetId="2" state="veryHidden"'), "sheet Trang 2: very hidden"),
    (('sheetId="1"', 'sheetId="1" state="hidden"'), "workbook: activeTab 0 is no visible sheet"),
    (("<workbookView", '<workbookView activeTab="2"'), "workbook: activeTab 2 is no visible sheet"),
    (("<workbookView", '<workbookView firstSheet="9"'),
     "workbook: firstSheet 9 is no visible sheet"),
    (('name="so"', 'name="diem"'), "name diem: twice"),
    (('name="so"', 'name="so 1"'), "name so 1: not a name"),
    (('name="so"', 'name="R1C1"'), "name R1C1: not a name"),
    (('name="so"', 'name="r"'), "name r: not a name"),
    (('name="so"', f'name="{"x" * 256}"'), f"name {'x' * 256}: not a name"),
    (('name="so"', 'name="so1"'), "name so1: reads like a cell"),
    (('name="so"', 'name="so" localSheetId="3"'), "name so: belongs to sheet 3, which is missing"),
    (("$A$7<", "$A7<"), "name so: a relative reference in a name: 'Đăng ký'!$A7"),
    (("'Đăng ký'!$A$7<", "'Đăng ký'!$A7:$C8<"), "name so: a relative reference in a name: $C8"),
    (("'Đăng ký'!$A$7<", "'Đăng ký'!A7:$C7<"),
     "name so: a relative reference in a name: 'Đăng ký'!A7"),
    (("'Đăng ký'!$A$7<", "$A$7<"), "name so: a reference without a sheet in a name: $A$7"),
    (("'Đăng ký'!$A$7<", "'Ba'!$A$7<"), "name so: the sheet is missing: 'Ba'!$A$7"),
    (("'Đăng ký'!$A$7<", "#REF!<"), "name so: an error value: #REF!"),
    (("'Đăng ký'!$A$7<", '"a"<'), 'name so: does not stand for cells: "a"'),
    (("'Đăng ký'!$3:$3", "'Đăng ký'!$A$3"),
     "name _xlnm.Print_Titles: not rows or columns of its sheet: 'Đăng ký'!$A$3"),
    (("'Đăng ký'!$3:$3", "'Trang 2'!$3:$3"),
     "name _xlnm.Print_Titles: not rows or columns of its sheet: 'Trang 2'!$3:$3"),
    (('name="_xlnm.Print_Area" localSheetId="0"', 'name="_xlnm.Print_Area"'),
     "name _xlnm.Print_Area: belongs to no sheet"),
    (('name="_xlnm.Print_Area" localSheetId="0"', 'name="_xlnm.Print_Area" localSheetId="1"'),
     "name _xlnm.Print_Area: not of its own sheet: ['Đăng ký']"),
    (('name="_xlnm.Print_Area"', 'name="_xlnm.Criteria"'),
     "name _xlnm.Criteria: not one of ours"),
]  # fmt: skip

_FRAME = [
    (("</worksheet>", "<extLst/></worksheet>"), "a part that ours never have: extLst"),
    (("</worksheet>", '<x14:a xmlns:x14="urn:x14"/></worksheet>'),
     "an element that Excel 2010 has not: {urn:x14}a"),
    (("</worksheet>", "<cols/></worksheet>"), "a part twice: cols"),
    (("</worksheet>", "<printOptions/></worksheet>"),
     "parts out of order: dimension sheetViews sheetFormatPr cols sheetData autoFilter mergeCells "
     "conditionalFormatting conditionalFormatting dataValidations hyperlinks pageMargins "
     "headerFooter rowBreaks legacyDrawing printOptions"),
    (('<sheetView tabSelected="1"', "<sheetView"), "the sheet that opens is not selected"),
    (('<sheetView tabSelected="1"', '<sheetView tabSelected="1" zoomScale="5"'), "zoom 5"),
    (('workbookViewId="0"/>', 'workbookViewId="0"><selection activeCell="A0"/></sheetView>'),
     "view: activeCell A0"),
    (('min="2" max="2"', 'min="1" max="2"'), "columns 1 to 2 after column 1"),
    (('width="30.7109375"', 'width="256"'), "column 2 is 256 wide"),
    (("&amp;LBiểu", "x" * 256), "oddFooter of 263 characters"),
    (('rowBreaks count="1"', 'rowBreaks count="2"'), "rowBreaks counts 2, not 1"),
    (('rowBreaks count="1" manualBreakCount="1">', 'rowBreaks count="1027">' + "<brk/>" * 1026),
     "1027 rowBreaks"),
    (('<row r="4"', '<row r="3"'), "row 3 after row 3"),
    (('<row r="4"', '<row r="4" ht="410"'), "row 4 is 410 high"),
    (('<c r="B3"', '<c r="B4"'), "cell B4 in row 3"),
    (('<c r="B3"', '<c r="A3"'), "cell A3 stands too late"),
    (('<dimension ref="A1:C8"/>', ""), "no dimension"),
    (('ref="A1:C8"', 'ref="A1:B8"'), "C1: outside of the dimension"),
    (('<c r="B1" s="1"/>', '<c r="B1" s="3"/>'), "B1: format 3 of 3"),
    (('<c r="B4" t="s"><v>4</v>', '<c r="B4" t="s"><v>9</v>'), "B4: shared text 9 of 9"),
    (('<c r="B4" t="s"><v>4</v>', '<c r="B4"><v>bốn</v>'), "B4: not a number: 'bốn'"),
    (('<c r="B4" t="s"><v>4</v>', '<c r="B4"><v/>'),
     "B4: an empty result that is not said to be text"),
    (('<c r="B4" t="s"><v>4</v>', '<c r="B4" t="b"><v>2</v>'), "B4: not a truth value: 2"),
    (('<c r="B4" t="s"><v>4</v>', '<c r="B4" t="e"><v>#SAI</v>'), "B4: not an error value: #SAI"),
    (('<c r="B4" t="s"><v>4</v>', '<c r="B4" t="str"><v>a</v>'),
     "B4: a result without its formula"),
    (('<c r="B4" t="s"><v>4</v>', '<c r="B4" t="d"><v>4</v>'), "B4: unknown kind d"),
    (('<c r="B4" t="s"><v>4</v>', f'<c r="B4" t="inlineStr"><is><t>{_LONG}</t></is>'),
     "B4: more than 32767 characters: xxxxxxxxxxxxxxxxxxxx…"),
    (("<v>có</v>", f"<v>{_LONG}</v>"), "C4: more than 32767 characters: xxxxxxxxxxxxxxxxxxxx…"),
]  # fmt: skip

_FORMULAS = [
    (('<c r="A7" s="1">', '<c r="A7" s="1" cm="1">'), "A7: carries metadata of newer Excels"),
    (("<f>SUM(diem)</f>", '<f t="array" ref="A7">SUM(diem)</f>'), "A7: a formula of kind array"),
    (("<f>SUM(diem)</f>", "<f/>"), "A7: an empty formula"),
    (("<f>SUM(diem)</f>", "<f>diem+1</f>"), "A7: an operator over a range: diem in diem+1"),
    (("<f>SUM(diem)</f>", "<f>_xlfn.CONCAT(diem)</f>"),
     "A7: not a function of Excel 2010: _xlfn.CONCAT in _xlfn.CONCAT(diem)"),
    (("<f>SUM(diem)</f>", "<f>SUM('Ba'!A1)</f>"),
     "A7: the sheet is missing: 'Ba'!A1 in SUM('Ba'!A1)"),
    ((">ROW()-3<", ">'Trang 2'!A1<"),
     "A4: another sheet in a shared formula: 'Trang 2'!A1 in 'Trang 2'!A1"),
    (('ref="A4:A6" si="0"', 'ref="A4:A6"'), "A4: a shared formula without a number"),
    (('ref="A4:A6" si="0"', 'si="0"'), "A4: a shared formula without its area: None"),
    (('ref="A4:A6" si="0"', 'ref="A4:A5" si="0"'), "A6: shares formula 0 outside of A4:A5"),
    (('ref="A4:A6" si="0"', 'ref="A3:A6" si="0"'), "A4: master of A3:A6, but not its first cell"),
    (('ref="A4:A6" si="0"', 'ref="A4:A6" si="7"'),
     "A5: shares formula 0, which no cell before it holds"),
    (('ref="C4:C6" si="1"', 'ref="C4:C6" si="0"'), "C4: a second master of shared formula 0"),
    (('<c r="A5"><f t="shared" si="0"/>', '<c r="A5"><f t="shared" ref="A5" si="0"/>'),
     "A5: shares formula 0 but names an area"),
]  # fmt: skip

_OVER = [
    (('sqref="B4:B6"><cfRule', 'sqref="B6:B4"><cfRule'), "condition B6:B4: not an area: B6:B4"),
    (('sqref="B4:B6"><cfRule', 'sqref=""><cfRule'), "condition : no area"),
    (('<formula>$B4=""</formula>', ""), "condition B4:B6: not one formula"),
    (('dxfId="1"', 'dxfId="2"'), "condition B4:B6: format 2 of 2"),
    (('priority="2"', 'priority="1"'), "condition B4:B6: priority 1"),
    (('priority="2"', ""), "condition B4:B6: priority missing"),
    (('$B4=""', "'Trang 2'!$B4"),
     "condition B4:B6: another sheet in a conditional format: 'Trang 2'!$B4 in 'Trang 2'!$B4"),
    (('dataValidations count="2"', 'dataValidations count="3"'), "validations: counts 3, not 2"),
    ((_DV, '<dataValidation type="lists"'), f"{_FIRST_DV}unknown kind lists"),
    (('promptTitle="Nhập"', f'promptTitle="{"x" * 33}"'),
     f"{_FIRST_DV}promptTitle of 33 characters, at most 32"),
    (('prompt="Chọn có"', f'prompt="{"x" * 256}"'),
     f"{_FIRST_DV}prompt of 256 characters, at most 255"),
    (('error="Sai"', f'error="{"x" * 226}"'),
     f"{_FIRST_DV}error of 226 characters, at most 225"),
    (('error="Sai"', f'errorTitle="{"x" * 33}"'),
     f"{_FIRST_DV}errorTitle of 33 characters, at most 32"),
    (('<formula1>"có,không"</formula1>', ""), f"{_FIRST_DV}no formula"),
    (('"có,không"', '"có,,không"'),
     f'{_FIRST_DV}a list with an empty or indented item: "có,,không" in "có,,không"'),
    (('"có,không"', f'"{"x" * 256}"'),
     f'{_FIRST_DV}256 characters, at most 255 in "{"x" * 59}'),
    (('"có,không"', "INDEX(diem,1)"),
     f"{_FIRST_DV}a list that is neither a name nor a range: INDEX(diem,1)"),
    (("<formula2>9</formula2>", ""), "validation C4:C6: no second formula"),
    (('sqref="C4:C6"><formula1>', 'sqref="B6:C6"><formula1>'),
     "validations lie over each other: Area(top=4, left=2, bottom=6, right=2), "
     "Area(top=6, left=2, bottom=6, right=3)"),
    (('hyperlink ref="A8"', 'hyperlink ref="A0"'), "link A0: not an area"),
    (("'Trang 2'!A1\" display", "'Trang 3'!A1\" display"),
     "link A8: leads nowhere: 'Trang 3'!A1"),
    (('display="Sang trang 2"', f'display="{"x" * 256}"'), "link A8: more than 255 characters"),
    (("<hyperlinks>", "<hyperlinks>" + '<hyperlink ref="A8"/>' * 65529), "65530 links"),
    (('mergeCells count="1"', 'mergeCells count="2"'), "merged areas: counts 2, not 1"),
    (('mergeCell ref="A1:C1"', 'mergeCell ref="A1"'), "merged A1: one cell"),
    (('mergeCell ref="A1:C1"', 'mergeCell ref="C1:A1"'), "merged C1:A1: not an area"),
    (('<mergeCell ref="A1:C1"/>', '<mergeCell ref="A1:C1"/><mergeCell ref="C1:D2"/>'),
     "merged areas lie over each other: Area(top=1, left=1, bottom=1, right=3), "
     "Area(top=1, left=3, bottom=2, right=4)"),
    (('mergeCell ref="A1:C1"', 'mergeCell ref="A3:A4"'),
     "merged inside the filtered table: Area(top=3, left=1, bottom=4, right=1)"),
]  # fmt: skip


@pytest.mark.parametrize(("part", "change", "problem"), _PACKAGE)
def test_a_fault_of_the_package_is_found(
    part: str, change: tuple[str, str] | str | bytes | None, problem: str
) -> None:
    assert problem in problems(planted({part: change}))


@pytest.mark.parametrize(("change", "problem"), _BOOK)
def test_a_fault_of_sheets_and_names_is_found(change: tuple[str, str], problem: str) -> None:
    assert problem in problems(planted({WORKBOOK: change}))


@pytest.mark.parametrize(("change", "problem"), [*_FRAME, *_FORMULAS, *_OVER])
def test_a_fault_of_a_sheet_is_found(change: tuple[str, str], problem: str) -> None:
    assert f"Đăng ký: {problem}" in problems(planted({SHEET: change}))


def test_a_part_that_stands_twice_in_the_package_is_found() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of what is planted here
        buffer = BytesIO(clean())
        with ZipFile(buffer, "a") as archive:
            archive.writestr(STYLES, archive.read(STYLES))
    assert problems(buffer.getvalue()) == (f"{STYLES}: twice in the package",)


def test_no_sheet_that_shows_is_found() -> None:
    hidden = {WORKBOOK: ('<sheets><sheet name="Đăng ký" sheetId="1" r:id="rId1"/><sheet name='
                         '"Trang 2" sheetId="2"', '<sheets><sheet name="Đăng ký" sheetId="1" '
                         'state="hidden" r:id="rId1"/><sheet name="Trang 2" sheetId="2" '
                         'state="hidden"')}  # fmt: skip
    assert "workbook: no sheet is visible" in problems(planted(hidden))


def test_a_sheet_selected_beside_the_one_that_opens_is_found() -> None:
    change = {"xl/worksheets/sheet2.xml": ("<sheetView ", '<sheetView tabSelected="1" ')}
    assert problems(planted(change)) == ("Trang 2: selected beside another",)


def test_two_notes_of_a_cell_and_an_overlong_one_are_found() -> None:
    note = '<comment ref="B4" authorId="0"><text><t>{}</t></text></comment>'
    change = {"xl/comments1.xml": ("<commentList>", "<commentList>" + note.format(_LONG))}
    assert problems(planted(change)) == (
        "Đăng ký: note B4: more than 32767 characters: xxxxxxxxxxxxxxxxxxxx…",
        "Đăng ký: B4: two notes",
    )


def test_a_chart_of_a_sheet_that_is_missing_is_found() -> None:
    drawn = "<c:chart xmlns:c=\"{0}/drawingml/2006/chart\"><c:f>'Ba'!$A$1:$A$9</c:f></c:chart>"
    chart = drawn.format("http://schemas.openxmlformats.org")
    assert problems(planted({"xl/chart1.xml": chart}))[-1:] == (
        "xl/chart1.xml: the sheet is missing: 'Ba'!$A$1 in 'Ba'!$A$1:$A$9",
    )


def test_formulas_are_the_same_only_where_they_move_along() -> None:
    assert skeleton("A3+$B3*$C$1", 3) == skeleton("A4+$B4*$C$1", 4)
    assert skeleton("SUM(S3:S9)", 3) != skeleton("SUM(S9:S9)", 9)
    assert skeleton("SUM(S$3:S3)", 3) == skeleton("SUM(S$3:S8)", 8)
