"""An issued workbook that another program saved is judged the same, or refused in plain words."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from appraisal.returned import Sender
from cli.merging import merge_workspace
from schemas.cell import BLANK, CellKind, RawCell, text_cell
from schemas.formpart import encode_form, stage_form
from schemas.kinds import SenderKind
from schemas.load import read_definition
from schemas.rules import ABSTAIN, CONFLICT
from tests.cli.office import intake, open_office
from tests.office import recalculate_all
from tests.workbooks.plans import HEADER, entry, form_plan, number, score_plan, text
from tests.workbooks.resaved import REWRITERS, parts_of, zipped
from tests.workbooks.stated import checked
from tests.workbooks.surveyed import outline_plan
from workbooks.book import read_workbook
from workbooks.card import read_card
from workbooks.gate import SheetState, inspect
from workbooks.issue import write_form, write_scoring
from workbooks.layout import CARD_SHEET, LISTS_SHEET, VERDICT_SHEET
from workbooks.plan import FormRow
from workbooks.read import read_standalone

LONG = "Tài liệu gửi trước 03 ngày;\nđảng viên góp ý trực tuyến & tại chỗ.  " * 25


def _registration() -> bytes:
    """Good rows and bad ones: every kind of cell, texts that a program may be tempted to change."""
    return write_form(
        form_plan(
            entry(tinh_moi=text(LONG), ten=text("007"), du_kien_kq=text("=1+1 là phép cộng")),
            entry(
                ten_mo_hinh=text("Mô hình  \u00a0<hai> & “ba”"),
                ngay_duyet=(RawCell(CellKind.DATE, date(2024, 1, 5)),),
                ngay_trien_khai=number("45323"),
            ),
            entry(
                linh_vuc=text("Nông nghiệp"),
                ngay_duyet=text("31/02/2024"),
                bam_sat=(text_cell("v"), BLANK, BLANK),
                ten=number("8.5"),
            ),
            entry(doi_tuong=text("Cá nhân"), ngay_sinh=number("1980"), ten=text("TRUE")),
            entry(ten=(RawCell(CellKind.BOOL, True),), cap_duyet=text("   ")),
            header=HEADER,
            size=8,
        )
    )


def _outline() -> bytes:
    return write_form(
        outline_plan(
            {
                "dac_diem": text("   "),
                "so_cb": text("một trăm"),
                "chi_dao": text("Đã ban hành kế hoạch.\nĐã quán triệt."),
                "kenh_tt": (text_cell("x"), BLANK),
                "hoi_nghi": text("Rồi"),
                "ngay_hn": text("05/06/2024"),
            },
            header={"so_bc_sk": text("15/BC-SNN")},
        )
    )


def _scoring() -> bytes:
    plan = score_plan({}, {}, {}, {}, locked={4: "home-unit"})
    scale = plan.stage.scale
    assert scale is not None
    full: dict[str, tuple[RawCell, ...]] = {
        c.id: (RawCell(CellKind.NUMBER, c.maximum - c.step),) for c in scale.criteria
    }
    some = dict(full)
    first, second = scale.criteria[:2]
    some[first.id] = (RawCell(CellKind.NUMBER, first.maximum + 1),)
    some[second.id] = text("chín")
    del some[scale.criteria[-1].id]
    return write_scoring(score_plan(full, some, {ABSTAIN: text("x")}, {CONFLICT: text("x")}))


ORIGINALS: Mapping[str, Callable[[], bytes]] = {
    "dang-ky": _registration,
    "bao-cao": _outline,
    "cham-diem": _scoring,
}
OLD = {"LibreOffice xls": ".xls", "LibreOffice ods": ".ods"}
"""Ways of saving that are read as they are, with the wish to send another kind next time."""

WISH = "READ-030"
BLANKS = "FLD-053"
OFFICE = ("LibreOffice xlsx", "LibreOffice xls and back", "LibreOffice ods and back")


@dataclass(frozen=True, slots=True, kw_only=True)
class Saves:
    """The originals by name, what LibreOffice made of them by name and way; and other formats."""

    folder: Path
    originals: Mapping[str, Path]
    saved: Mapping[tuple[str, str], Path]
    others: Mapping[str, Path]


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The three filled workbooks as they went out of the unit's Excel."""
    folder = tmp_path_factory.mktemp("goc")
    paths = {}
    for name, make in ORIGINALS.items():
        paths[name] = folder / f"{name}.xlsx"
        paths[name].write_bytes(make())
    return paths


@pytest.fixture(scope="module")
def saves(
    libreoffice: Path, originals: Mapping[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Saves:
    """Saved by LibreOffice as xlsx, and as xls and ods and from there as xlsx again."""
    folder = tmp_path_factory.mktemp("luu")
    sources = list(originals.values())
    saved = dict(zip(originals, recalculate_all(sources, folder / "xlsx"), strict=True))
    found = {(name, OFFICE[0]): path for name, path in saved.items()}
    others = {"pdf": recalculate_all(sources[:1], folder / "pdf", "pdf")[0]}
    for way, fmt in zip(OFFICE[1:], ("xls", "ods"), strict=True):
        old = recalculate_all(sources, folder / fmt, fmt)
        found |= {
            (name, f"LibreOffice {fmt}"): path for name, path in zip(originals, old, strict=True)
        }
        again = recalculate_all(old, folder / f"{fmt}-xlsx")
        found |= {(name, way): path for name, path in zip(originals, again, strict=True)}
    return Saves(folder=folder, originals=originals, saved=found, others=others)


def _same(path: Path, original: Path) -> None:
    """Same findings, same content, same card."""
    assert _findings(path) == _findings(original)
    form, ret = read_standalone(path.read_bytes(), "tep.xlsx")
    first_form, first = read_standalone(original.read_bytes(), "tep.xlsx")
    assert form == first_form
    assert (ret.content_key, ret.letter_code) == (first.content_key, first.letter_code)
    cards = [read_card(read_workbook(p.read_bytes(), p.name)[1]) for p in (path, original)]
    assert cards[0] is not None
    assert cards[0] == cards[1]


def _findings(path: Path) -> list[dict[str, object]]:
    """What ``check`` says; of a cell with nothing but blanks some programs keep fewer, or none."""
    said = [found for found in checked(path) if found["code"] not in (BLANKS, WISH)]
    return [{**found, "value": str(found["value"]).strip()} for found in said]


@pytest.mark.parametrize("name", ORIGINALS)
def test_originals_have_faults_to_lose(name: str, originals: Mapping[str, Path]) -> None:
    found = [finding["code"] for finding in checked(originals[name])]
    assert len(set(found)) >= 3


@pytest.mark.parametrize("way", (*OFFICE, *OLD))
@pytest.mark.parametrize("name", ORIGINALS)
def test_saved_by_libreoffice_is_judged_the_same(name: str, way: str, saves: Saves) -> None:
    _same(saves.saved[name, way], saves.originals[name])


@pytest.mark.parametrize("way", OLD)
@pytest.mark.parametrize("name", ORIGINALS)
def test_other_kind_of_workbook_is_read_with_one_wish(name: str, way: str, saves: Saves) -> None:
    """A warning: it makes no row incomplete, and the command still ends clean."""
    (told,) = (found for found in checked(saves.saved[name, way]) if found["code"] == WISH)
    assert told["severity"] == "warning"
    assert told["message"] == f"Đã đọc được tệp {OLD[way]}; tệp vẫn được tính."


@pytest.mark.parametrize("way", (*OFFICE, *OLD))
def test_hidden_sheets_stay_and_stay_hidden(way: str, saves: Saves) -> None:
    """Very hidden becomes hidden in some formats; nothing depends on the difference."""
    path = saves.saved["dang-ky", way]
    states = {sheet.name: sheet.state for sheet in inspect(path.read_bytes(), path.name).sheets}
    hidden = {states[name] for name in (CARD_SHEET, VERDICT_SHEET, LISTS_SHEET)}
    assert hidden <= {SheetState.HIDDEN, SheetState.VERY_HIDDEN}


@pytest.mark.parametrize("way", REWRITERS)
@pytest.mark.parametrize("name", ORIGINALS)
def test_stored_otherwise_is_judged_the_same(
    name: str, way: str, originals: Mapping[str, Path], tmp_path: Path
) -> None:
    path = tmp_path / "luu lai.xlsx"
    path.write_bytes(REWRITERS[way](originals[name].read_bytes()))
    _same(path, originals[name])


@pytest.mark.skipif(shutil.which("ssconvert") is None, reason="Gnumeric is not installed")
@pytest.mark.parametrize("name", ORIGINALS)
def test_saved_by_gnumeric_is_judged_the_same(
    name: str, originals: Mapping[str, Path], tmp_path: Path
) -> None:
    path = tmp_path / "gnumeric.xlsx"
    command = ["ssconvert", "--export-type=Gnumeric_Excel:xlsx2", str(originals[name]), str(path)]
    subprocess.run(command, check=True, capture_output=True)
    _same(path, originals[name])


TOLD = {
    "xlsb": (
        "FILE-NOTZIP",
        "Đây là tệp Excel nhị phân (.xlsb), không phải tệp Excel dạng .xlsx.",
        "This is a binary Excel file (.xlsb), not an Excel .xlsx workbook.",
    ),
    "csv": (
        "FILE-NOTZIP",
        "Đây là tệp chữ (CSV), không phải tệp Excel dạng .xlsx.",
        "This is a text file (CSV), not an Excel .xlsx workbook.",
    ),
    "pdf": (
        "FILE-NOTZIP",
        "Đây là tệp PDF, không phải tệp Excel dạng .xlsx.",
        "This is a PDF file, not an Excel .xlsx workbook.",
    ),
    "docx": (
        "FILE-NOTZIP",
        "Đây là văn bản Word, không phải tệp Excel dạng .xlsx.",
        "This is a Word document, not an Excel .xlsx workbook.",
    ),
    "zip": (
        "FILE-ZIP",
        "Tệp nén chứa: DD03-dang-ky.xlsx.",
        "The compressed folder holds: DD03-dang-ky.xlsx.",
    ),
    "jpg": (
        "FILE-NOTZIP",
        "Đây là ảnh, không phải tệp Excel dạng .xlsx.",
        "This is a picture, not an Excel .xlsx workbook.",
    ),
}
"""Code and message in both languages, by the ending of the file that came."""

REMEDIES = {
    "xlsb": (
        "Mở tệp bằng Excel, chọn Lưu thành (Save As), kiểu «Sổ làm việc Excel (*.xlsx)», rồi "
        "đặt tệp mới vào nhan-ve thay tệp này; đổi tên đuôi tệp thì không được.",
        "Open it in Excel, choose Save As, «Excel Workbook (*.xlsx)», and put the new file "
        "into nhan-ve instead of this one; renaming it is not enough.",
    ),
    "csv": (
        "Nhờ đơn vị gửi chính biểu mẫu Excel (.xlsx) đã điền; tệp CSV chỉ giữ chữ của một "
        "trang, đã mất trang nhận dạng, mã đơn vị và các trang khác nên không đọc thay được.",
        "Ask the unit for the filled Excel form (.xlsx) itself; a CSV file keeps the text of "
        "one sheet only and has lost the hidden sheet, the unit's code and all other sheets.",
    ),
    "pdf": (
        "Nhờ đơn vị gửi chính tệp Excel (.xlsx) đã điền; bản in hay bản quét PDF chỉ gửi kèm "
        "công văn, không thay được biểu mẫu.",
        "Ask the unit for the filled Excel file (.xlsx) itself; a print or a scan may go with "
        "the letter but cannot stand for the form.",
    ),
    "docx": (
        "Nhờ đơn vị nhập vào biểu mẫu Excel đã phát hành rồi gửi tệp .xlsx; bảng dán sang "
        "Word không còn mã hồ sơ và các ô kiểm tra nên không thay được biểu mẫu.",
        "Ask the unit to fill in the issued Excel form and send the .xlsx file; a table "
        "pasted into Word has lost its entry ids and checks and cannot stand for the form.",
    ),
    "zip": (
        "Giải nén rồi đặt từng tệp Excel vào nhan-ve, mỗi đơn vị một tệp; tệp nén không được "
        "mở tự động.",
        "Unpack it and put each Excel file into nhan-ve; compressed folders are not opened by "
        "themselves.",
    ),
    "jpg": (
        "Nhờ đơn vị gửi chính tệp Excel (.xlsx) đã điền; ảnh chụp màn hình hay ảnh văn bản "
        "không thay được biểu mẫu.",
        "Ask the unit for the filled Excel file (.xlsx) itself; a photo or a screenshot "
        "cannot stand for the form.",
    ),
}
"""How to mend it, by the same endings."""


def _other_kinds(original: bytes) -> dict[str, bytes]:
    """What clerks send instead, as far as no other program is needed to make it."""
    return {
        "xlsb": zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"\x83\x01"}),
        "csv": "STT;Mã;Tên\n1;DD03-01;Chi bộ số\n2;DD03-02;Vườn rau\n".encode("utf-8-sig"),
        "docx": zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}),
        "zip": zipped({"DD03-dang-ky.xlsx": original}),
        "jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(64),
    }


@pytest.mark.parametrize("renamed", [False, True])
@pytest.mark.parametrize("kind", TOLD)
def test_other_formats_are_refused_with_the_format_to_send(
    kind: str, renamed: bool, saves: Saves, tmp_path: Path
) -> None:
    """By content, so that a file renamed to .xlsx is told the same."""
    path = tmp_path / f"DD03.{'xlsx' if renamed else kind}"
    made = _other_kinds(saves.originals["dang-ky"].read_bytes())
    path.write_bytes(made[kind] if kind in made else saves.others[kind].read_bytes())
    code, *messages = TOLD[kind]
    for lang, message, remedy in zip(("vi", "en"), messages, REMEDIES[kind], strict=True):
        (finding,) = checked(path, lang)
        assert (finding["code"], finding["severity"]) == (code, "error")
        assert (finding["message"], finding["remedy"]) == (message, remedy)


def test_macro_workbook_is_read_with_a_warning(
    originals: Mapping[str, Path], tmp_path: Path
) -> None:
    """.xlsm: the macros are never run, the cells are judged as in .xlsx."""
    original = originals["dang-ky"]
    path = tmp_path / "DD03.xlsm"
    path.write_bytes(zipped({**parts_of(original.read_bytes()), "xl/vbaProject.bin": b"VBA"}))
    found = _findings(path)
    assert [f for f in found if f["code"] != "READ-010"] == _findings(original)
    (told,) = (f for f in found if f["code"] == "READ-010")
    assert told["severity"] == "warning"


@pytest.mark.parametrize(
    ("formula", "told"), [("TRUE()", False), ("true()", False), ("NOT(FALSE())", True)]
)
def test_truth_value_stored_as_its_own_formula_is_no_formula(
    formula: str, told: bool, originals: Mapping[str, Path], tmp_path: Path
) -> None:
    """LibreOffice stores a typed TRUE so; a formula that somebody wrote is still told."""
    parts = parts_of(originals["dang-ky"].read_bytes())
    name = next(n for n, xml in parts.items() if b't="b"><v>1</v>' in xml)
    cell = f't="b"><f aca="false">{formula}</f><v>1</v>'.encode()
    path = tmp_path / "DD03.xlsx"
    path.write_bytes(zipped({**parts, name: parts[name].replace(b't="b"><v>1</v>', cell)}))
    found = _findings(path)
    assert [f for f in found if f["code"] != "FLD-003"] == _findings(originals["dang-ky"])
    assert any(f["code"] == "FLD-003" for f in found) is told


UNITS = ("DD01", "DD02", "DD03")
AS_OF = date(2024, 1, 11)


def _office(root: Path) -> Path:
    """A workspace to which three units returned filled forms, as issued but for what was typed."""
    open_office(root, intake=intake(*UNITS))
    campaign, _ = read_definition((root / "campaign.json").read_bytes())
    assert campaign is not None
    folder = root / "nhan-ve" / "dang-ky"
    folder.mkdir(parents=True, exist_ok=True)
    for unit in UNITS:
        rows = [
            FormRow(entry_id=f"{unit}-{k:02d}", cells=cells) for k, cells in enumerate(FILLED, 1)
        ]
        plan = replace(
            form_plan(rows=tuple(rows), header=HEADER),
            campaign=campaign,
            stage=stage_form(campaign, "dang-ky"),
            form_json=encode_form(campaign, "dang-ky"),
            sender=Sender(kind=SenderKind.UNIT, id=unit),
            sender_name=f"Đảng ủy xã {unit}",
        )
        (folder / f"{unit}.xlsx").write_bytes(write_form(plan))
    return root


FILLED = (
    entry(ten=text("007"), tinh_moi=text(LONG)),
    entry(
        ten_mo_hinh=text("Vườn rau"), linh_vuc=text("Nông nghiệp"), ngay_duyet=text("31/02/2024")
    ),
    entry(ten_mo_hinh=text("Đường hoa"), ten=(RawCell(CellKind.BOOL, True),)),
)


def _merged(root: Path) -> dict[str, object]:
    """The results but for what names the very bytes of the files."""
    merge_workspace(root, AS_OF)
    results = json.loads((root / "ket-qua" / "results.json").read_text("utf-8"))
    for file in results["files"]:
        del file["sha256"]
    del results["run"], results["outputs"]
    return dict(results)


def test_merge_of_saves_by_three_programs_is_the_merge_of_the_originals(
    libreoffice: Path, tmp_path: Path
) -> None:
    first = _office(tmp_path / "goc")
    second = Path(shutil.copytree(first, tmp_path / "luu"))
    one, two, three = (second / "nhan-ve" / "dang-ky" / f"{unit}.xlsx" for unit in UNITS)
    shutil.copy(recalculate_all([one], tmp_path / "xlsx")[0], one)
    two.write_bytes(REWRITERS["openpyxl"](two.read_bytes()))
    three.write_bytes(REWRITERS["inline strings"](three.read_bytes()))
    before, after = _merged(first), _merged(second)
    assert len(before["findings"]) >= 9  # type: ignore[arg-type]  # a list in the results
    assert after == before


def test_merge_of_other_kinds_is_the_merge_of_the_originals(
    libreoffice: Path, tmp_path: Path
) -> None:
    """One unit saved its return as .xls, one as .ods; neither loses a cell, a row or a finding."""
    first = _office(tmp_path / "goc")
    second = Path(shutil.copytree(first, tmp_path / "luu"))
    one, two, _ = (second / "nhan-ve" / "dang-ky" / f"{unit}.xlsx" for unit in UNITS)
    for path, fmt in ((one, "xls"), (two, "ods")):
        shutil.copy(recalculate_all([path], tmp_path / fmt, fmt)[0], path)
    before, after = _merged(first), _merged(second)
    found = after["findings"]
    assert isinstance(found, list)
    wishes = [finding for finding in found if finding["code"] == WISH]
    assert [finding["file"][-9:] for finding in wishes] == ["DD01.xlsx", "DD02.xlsx"]
    after["findings"] = [finding for finding in found if finding not in wishes]
    assert after == before
