"""Fonts of cells as another library reads them, and ten thousand syllables out of real cells."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils.escape import unescape

from schemas.cell import CellKind, OldText, RawCell, text_cell
from schemas.oldfonts import Code, OldFont, code_of_font, decode
from tests.office import recalculate
from tests.schemas.oldtyped import syllables, typed_in
from tests.schemas.test_oldfonts import words_of_the_presets
from tests.workbooks import issued
from tests.workbooks.handmade import MAIN, sheet, workbook
from tests.workbooks.oldforms import FONTS, column_of, in_font, rich, typed_form
from workbooks.archive import open_archive
from workbooks.book import read_workbook
from workbooks.fontscan import book_fonts
from workbooks.gate import inspect
from workbooks.layout import CARD_SHEET

TODAY = "Times New Roman"
NAMES = (
    "Nguyễn Thị Mỹ Hạnh", "K'Brếp", "Ka Să Ha Quý", "Lơ Mu Ha Póh", "Trần Văn Được",
    "Đỗ Ngọc Ưng", "Huỳnh Thị Ánh Nguyệt", "Phạm Thị Ích", "Đặng Ỷ Lan", "Võ Ế",
)  # fmt: skip


def fonts_of(data: bytes) -> dict[tuple[str, int, int], list[tuple[str, str]]]:
    """What the product reads: (sheet, row, column) → text and old font of each run."""
    archive, report = open_archive(data), inspect(data, "a.xlsx")
    book = book_fonts(archive, [info.part for info in report.sheets])
    _, grids = read_workbook(data, "a.xlsx")
    found: dict[tuple[str, int, int], list[tuple[str, str]]] = {}
    for info in report.sheets if book else ():
        for (row, column), font in book.of_sheet(archive.read(info.part)).items() if book else ():
            text = str(grids[info.name].cell(row, column).stored.value)
            runs = [(text, font)] if isinstance(font, str) else list(font)
            found[info.name, row, column] = [run for run in _joined(runs) if run[0]]
    return found


def fonts_of_openpyxl(data: bytes) -> dict[tuple[str, int, int], list[tuple[str, str]]]:
    """The same by openpyxl; cells of fonts of today are left out here too."""
    found: dict[tuple[str, int, int], list[tuple[str, str]]] = {}
    for tab in openpyxl.load_workbook(BytesIO(data), rich_text=True).worksheets:
        for cell in (cell for row in tab.iter_rows() for cell in row):
            if not isinstance(cell.value, str | CellRichText):
                continue
            runs = list(_runs(cell))
            if any(code_of_font(font) for _, font in runs):
                found[tab.title, cell.row - 1, cell.column - 1] = _joined(runs)
    return found


def _runs(cell: Any) -> Iterator[tuple[str, str]]:
    value = cell.value if isinstance(cell.value, CellRichText) else [cell.value]
    for part in value:
        if isinstance(part, TextBlock):
            yield str(part.text), part.font.rFont or cell.font.name
        else:
            yield unescape(str(part)), cell.font.name


def _joined(runs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Neighbours of one font made one: programs cut runs for other reasons too."""
    joined: list[tuple[str, str]] = []
    for text, font in runs:
        if joined and joined[-1][1] == font:
            joined[-1] = (joined[-1][0] + text, font)
        else:
            joined.append((text, font))
    return joined


def motley() -> bytes:
    """Many fonts in one workbook: by style, by runs, on two sheets, beside numbers and dates."""
    book = openpyxl.Workbook()
    first, second = book.worksheets[0], book.create_sheet("Trang hai")
    in_font(first["B2"], "Céng hßa", ".VnTime")
    in_font(first["B3"], "céng hßa", ".VnTimeH")
    in_font(first["C3"], 12, ".VnTime")
    in_font(first["D3"], "Vieät Nam", "VNI-Times")
    in_font(first["E3"], "Việt Nam", "Arial")
    first["A5"] = rich(("¸", ".VnTimeH"), ("nh s¸ng ", ".VnTime"), ("Việt", TODAY))
    first["A6"] = rich(("Lê ", ""), ("Ñoâng", "VNI-Helve"))
    in_font(first["A7"], rich(("uû ", ""), ("x·\nKa §«", ".VnArial")), ".VnTime")
    in_font(first["A8"], rich(("Unicode", TODAY)), ".VnTime")
    in_font(second["Z40"], "tr\u00adêng", ".vntime")
    in_font(second["A1"], '="ViÖt"&" Nam"', ".VnTime")
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def whole_form() -> bytes:
    """An issued form whose every cell somebody gave an old font, hidden sheets and all."""

    def edit(book: Any) -> None:
        for tab in book.worksheets:
            for cell in (cell for row in tab.iter_rows() for cell in row):
                if isinstance(cell.value, str):
                    in_font(cell, cell.value, ".VnTimeH")

    return issued.edited(issued.registration(), edit)


@pytest.mark.parametrize("make", [motley, whole_form])
def test_fonts_are_those_that_another_library_reads(make: Any) -> None:
    data = make()
    theirs = fonts_of_openpyxl(data)
    ours = fonts_of(data)
    formulas = {key for key in theirs if theirs[key][0][0].startswith("=")}
    assert {key: ours[key] for key in theirs if key not in formulas} == {
        key: theirs[key] for key in theirs if key not in formulas
    }
    assert len(theirs) >= 8


def test_fonts_saved_by_libreoffice_are_those_that_another_library_reads(
    libreoffice: Path, tmp_path: Path
) -> None:
    source = tmp_path / "nguon.xlsx"
    source.write_bytes(motley())
    data = recalculate(source, tmp_path / "ra").read_bytes()
    ours, theirs = fonts_of(data), fonts_of_openpyxl(data)
    assert ours.pop(("Trang hai", 0, 0)) == [("ViÖt Nam", ".VnTime")]  # it was computed
    theirs.pop(("Trang hai", 0, 0), None)
    assert ours == theirs
    assert len(ours) >= 7  # A8 came out in one font of today
    _, grids = read_workbook(data, "a.xlsx")
    cells = {key: grids["Sheet"].cell(*key).value for key in [(1, 1), (2, 1), (4, 0), (6, 0)]}
    assert cells == {
        (1, 1): "Cộng hòa",
        (2, 1): "CỘNG HÒA",
        (4, 0): "Ánh sáng Việt",
        (6, 0): "uỷ xã\nKa Đô",
    }
    assert grids["Trang hai"].cell(0, 0).value == "Việt Nam"
    assert grids["Trang hai"].cell(39, 25).value == "trường"


def test_cells_are_read_as_their_fonts_say() -> None:
    _, grids = read_workbook(motley(), "a.xlsx")
    grid = grids["Sheet"]
    assert grid.cell(1, 1) == RawCell(CellKind.TEXT, "Cộng hòa", old=OldText("Céng hßa", ".VnTime"))
    assert grid.cell(2, 2).value == 12
    assert grid.cell(2, 4) == text_cell("Việt Nam")
    assert grid.cell(5, 0).value == "Lê Đông"
    assert grid.cell(7, 0) == text_cell("Unicode")


def test_parts_with_other_prefixes_and_cells_without_references() -> None:
    """Strange but legal: prefixed names, a row without a number, the font of style 0."""
    fonts = '<x:font><x:name val="Arial"/></x:font><x:font><x:name val="&#46;VnTime"/></x:font>'
    styles = (
        f'<x:styleSheet xmlns:x="{MAIN}"><x:fonts>{fonts}</x:fonts>'
        '<x:cellStyleXfs><x:xf fontId="0"/></x:cellStyleXfs>'
        '<x:cellXfs><x:xf fontId="1"/><x:xf/></x:cellXfs>'
        '<x:dxfs><x:dxf><x:font><x:name val="VNI-Times"/></x:font></x:dxf></x:dxfs></x:styleSheet>'
    )
    strings = (
        f'<sst xmlns="{MAIN}" count="2" uniqueCount="2"><si><t>hßa</t></si>'
        '<si><r><t xml:space="preserve">hßa </t></r><r><rPr><rFont val="Arial"/></rPr><t>x</t></r>'
        '<rPh sb="0" eb="1"><t>hßa</t></rPh></si></sst>'
    )
    rows = (
        '<row><c t="s"><v>0</v></c><c s="1" t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'
        '<row><c r="B2" t="inlineStr"><is><t>b×nh</t></is></c><c><v>7</v></c></row>'
    )
    data = workbook({**sheet(rows), "xl/styles.xml": styles, "xl/sharedStrings.xml": strings})
    _, grids = read_workbook(data, "a.xlsx")
    cells = grids["Đăng ký"].cells
    assert {place: cell.value for place, cell in cells.items()} == {
        (0, 0): "hòa",
        (0, 1): "hßa",
        (0, 2): "hòa x",
        (1, 1): "bình",
        (1, 2): 7,
    }
    assert cells[0, 1].doubtful


def test_what_nobody_typed_is_not_decoded() -> None:
    """The card stays, letter for letter, under a font of capitals."""
    _, before = read_workbook(issued.registration(), "a.xlsx")
    _, after = read_workbook(whole_form(), "a.xlsx")
    assert after[CARD_SHEET].cells == before[CARD_SHEET].cells


# Proof: words and names through real cells


def proved() -> list[str]:
    """Syllables behind a word that leaves no doubt, the words of the presets, and names."""
    made = syllables()
    lines = [" ".join(("Việt", *made[start : start + 12])) for start in range(0, len(made), 12)]
    return [*lines, *(f"Việt {word}" for word in (*words_of_the_presets(), *NAMES))]


def as_typed(text: str, code: Code) -> str:
    """TCVN3 has no capitals with tones: they come small out of a font of small letters."""
    return text.lower() if code is Code.TCVN3 else text


def _column(data: bytes) -> list[RawCell]:
    _, grids = read_workbook(data, "a.xlsx")
    (grid,) = grids.values()
    return [grid.cell(row, 0) for row in range(grid.rows)]


@pytest.mark.parametrize("code", Code)
def test_words_come_back_out_of_cells(code: Code) -> None:
    words = proved()
    assert len({word for text in words for word in text.split()}) > 10_000
    texts = [as_typed(text, code) for text in words]
    cells = _column(column_of((typed_in(text, code), FONTS[code]) for text in texts))
    assert [cell.value for cell in cells] == texts
    assert not any(cell.doubtful for cell in cells)
    capitals = column_of((typed_in(text, Code.TCVN3), ".VnTimeH") for text in words)
    assert [cell.value for cell in _column(capitals)] == [text.upper() for text in words]


def test_words_composed_and_decomposed_stay_what_they_are() -> None:
    """Unicode of either form, in a font of today and in an old one."""
    words = proved()
    for font in (TODAY, ".VnTime", "VNI-Times"):
        for form in ("NFC", "NFD"):
            typed = [unicodedata.normalize(form, text) for text in words]
            cells = _column(column_of((text, font) for text in typed))
            assert cells == [text_cell(text) for text in typed]


@pytest.mark.parametrize("code", Code)
def test_words_come_back_out_of_cells_saved_by_libreoffice(
    code: Code, libreoffice: Path, tmp_path: Path
) -> None:
    texts = [as_typed(text, code) for text in proved()]
    source = tmp_path / "nguon.xlsx"
    source.write_bytes(column_of((typed_in(text, code), FONTS[code]) for text in texts))
    saved = recalculate(source, tmp_path / "ra").read_bytes()
    assert [cell.value for cell in _column(saved)] == texts


@pytest.mark.parametrize(
    ("stored", "font", "text"),
    [
        (
            "Céng hßa x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc",
            ".VnTime",
            "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc",
        ),
        (
            "Céng hßa x· héi chñ nghÜa ViÖt Nam",
            ".VnTimeH",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        ),
        (
            "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, Ñoäc laäp - Töï do - Haïnh phuùc",
            "VNI-Times",
            "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc",
        ),
        (
            "CHUÛ TÒCH HOÄI ÑOÀNG NHAÂN DAÂN HUYEÄN",
            "VNI-Helve-Condense",
            "CHỦ TỊCH HỘI ĐỒNG NHÂN DÂN HUYỆN",
        ),
    ],
)
def test_published_examples_come_back_out_of_cells(stored: str, font: str, text: str) -> None:
    (cell,) = _column(column_of([(stored, font)]))
    assert cell == RawCell(CellKind.TEXT, text, old=OldText(stored, font))
    assert decode(text, OldFont(code=Code.TCVN3)).text == text


def test_a_form_without_old_fonts_is_not_scanned() -> None:
    archive, report = open_archive(issued.registration()), inspect(issued.registration(), "a.xlsx")
    assert book_fonts(archive, [info.part for info in report.sheets]) is None


def test_one_text_in_many_cells_of_an_old_font_is_decoded_once() -> None:
    """A hostile sheet: the longest text, again and again."""
    text = ("ViÖt " * 6554)[:32_767]
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 501)
    )
    strings = f'<sst xmlns="{MAIN}" count="1" uniqueCount="1"><si><t>{text}</t></si></sst>'
    styles = (
        f'<styleSheet xmlns="{MAIN}"><fonts><font><name val=".VnTime"/></font></fonts>'
        '<cellXfs><xf fontId="0"/></cellXfs></styleSheet>'
    )
    data = workbook({**sheet(rows), "xl/styles.xml": styles, "xl/sharedStrings.xml": strings})
    start = time.process_time()
    _, grids = read_workbook(data, "a.xlsx")
    assert time.process_time() - start < 5
    cells: Mapping[tuple[int, int], RawCell] = grids["Đăng ký"].cells
    assert {str(cell.value)[:5] for cell in cells.values()} == {"Việt "}


def test_a_filled_form_of_an_old_font_says_what_was_typed() -> None:
    data = typed_form({("ten_mo_hinh", 1): "Chợ xanh", ("ten", 2): "Đỗ Ngọc"}, Code.VNI)
    _, grids = read_workbook(data, "a.xlsx")
    old = sorted(str(cell.value) for g in grids.values() for cell in g.cells.values() if cell.old)
    assert old == ["Chợ xanh", "Đỗ Ngọc"]


@pytest.mark.parametrize("name", [".Vn&#84;ime", "&#46;&#86;&#x6e;Time", ".vNtIME", ".VNTIME"])
def test_old_font_is_known_however_its_name_is_written(name: str) -> None:
    styles = (
        f'<styleSheet xmlns="{MAIN}"><fonts><font><name val="{name}"/></font></fonts>'
        '<cellXfs><xf fontId="0"/></cellXfs></styleSheet>'
    )
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>ViÖt Nam</t></is></c></row>'
    _, grids = read_workbook(workbook({**sheet(row), "xl/styles.xml": styles}), "a.xlsx")
    assert str(grids["Đăng ký"].cell(0, 0).value).casefold() == "việt nam"
