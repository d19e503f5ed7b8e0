"""Bad returns, registers and definitions by kind: how each is made and what must be said of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.cli.spoiling import (
    blank,
    carded,
    changed,
    filled,
    ole,
    saved_at,
    scored,
    set_cell,
    twice_in_zip,
)
from tests.returned import formats, forms, handed, hostile, oldfonts, surveys, typed
from tests.returned.kind import FORM, SCORES, Kind, grouped, rejected, returned
from tests.workbooks.handmade import pack, sheet, workbook
from workbooks.layout import CARD_SHEET

__all__ = ["KINDS"]


def _typed(name: str, code: str, cell: str, **fields: Any) -> Kind:
    return returned(name, lambda: filled(**fields), code, cell)


def _scored(name: str, code: str, cell: str, points: object) -> Kind:
    return returned(name, lambda: scored({1: points}), code, cell, file=SCORES)


def _register(
    name: str, file: str, code: str, cell: str, exit_code: int = 1, **cells: object
) -> Kind:
    def put(root: Path) -> None:
        (root / "nhan-ve" / "dang-ky" / "DD03.xlsx").write_bytes(filled())
        set_cell(root / file, cells)

    return Kind(
        name=name, make=put, code=code, cell=cell, file=file, status="", exit_code=exit_code
    )


def _defined(name: str, code: str, cell: str, edit: Callable[[dict[str, Any]], object]) -> Kind:
    def put(root: Path) -> None:
        path = root / "campaign.json"
        definition = json.loads(path.read_text("utf-8"))
        edit(definition)
        path.write_text(json.dumps(definition, ensure_ascii=False), "utf-8")

    return _unusable(name, put, code, cell)


def _unusable(
    name: str, put: Callable[[Path], object], code: str, cell: str = "", file: str = "campaign.json"
) -> Kind:
    return Kind(name=name, make=put, code=code, cell=cell, file=file, status="", exit_code=2)


def _rewritten(edit: Callable[[bytes], bytes], file: str = "campaign.json") -> Any:
    return lambda root: (root / file).write_bytes(edit((root / file).read_bytes()))


_VOTE: dict[str, Any] = {
    "A4": "Kết quả biểu quyết",
    "B4": "DD01-01",
    "G4": "Công nhận mô hình mới, cách làm sáng tạo",
}


def _decided(name: str, code: str, cell: str, **cells: Any) -> Kind:
    return _register(name, "quyet-dinh.xlsx", code, cell, J4="Họp", K4="BB 01", **cells)


HONOURS = "khen-thuong.xlsx"
_HONOUR: dict[str, Any] = {
    f"{column}{row}": value
    for row in (4, 5)
    for column, value in {"C": f"Chi bộ {row}", "G": "Bằng khen", "J": f"{row}/QĐ"}.items()
}


def _honoured(name: str, code: str, cell: str, exit_code: int = 1, **cells: object) -> Kind:
    return _register(name, HONOURS, code, cell, exit_code, **cells)


def _excluding(then: Callable[[Path], object]) -> Callable[[Path], object]:
    """An office that excludes by what was honoured."""
    rule = {
        "id": "da-khen",
        "kind": "honoured",
        "reason": "Đã được khen",
        "effect": "refer",
        "blocks": ["tieu-bieu"],
        "waivable": True,
        "basis": "943-CV/HU",
        "honours": {"awards": ["bang-khen"], "match": "nominee"},
    }

    def put(root: Path) -> None:
        (root / "nhan-ve" / "dang-ky" / "DD03.xlsx").write_bytes(filled())
        path = root / "campaign.json"
        definition = json.loads(path.read_text("utf-8"))
        definition["exclusions"].append(rule)
        offered = {"id": "bang-khen", "label": "Bằng khen"}
        definition["honours"] = {"awards": [offered], "movements": [offered]}
        path.write_text(json.dumps(definition, ensure_ascii=False), "utf-8")
        then(root)

    return put


def _unsheeted(*names: str, **cells: object) -> bytes:
    """The filled registration without some sheets, and with other words in the form."""

    def edit(book: Any) -> None:
        for name in names:
            book.remove(book[name])
        for address, value in cells.items():
            book[FORM][address].value = value

    return changed(edit)


def _in_form(edit: Callable[[Any], object]) -> bytes:
    return changed(lambda book: edit(book[FORM]))


def _no_id(sheet: Any) -> None:
    for column, value in {"D": "Chi bộ chín", "G": "Mô hình chín"}.items():
        sheet[f"{column}17"].value = value


def _conflicting(root: Path) -> None:
    """The second submission was saved before the first; nothing else tells them apart."""
    second = saved_at(filled(submission=2), "2024-01-03T08:00:00Z")
    first = saved_at(filled(linh_vuc="Kinh tế"), "2024-01-04T08:00:00Z")
    folder = root / "nhan-ve" / "dang-ky"
    (folder / "xau.xlsx").write_bytes(first)
    (folder / "lan-hai.xlsx").write_bytes(second)


def _twice(root: Path) -> None:
    for name in ("mot.xlsx", "xau.xlsx"):
        (root / "nhan-ve" / "dang-ky" / name).write_bytes(filled())


def _other_dtd() -> bytes:
    part = "xl/worksheets/sheet1.xml"
    text = sheet("")[part]
    return workbook({part: '<!DOCTYPE x [<!ENTITY a "b">]>' + text})


GATE = (
    rejected("empty file", lambda: b"", "FILE-EMPTY"),
    rejected(
        "cut short on its way", lambda: blank()[:20_000], "FILE-DAMAGED", "tệp bị cắt giữa chừng"
    ),
    rejected("with a password", lambda: ole("EncryptedPackage"), "FILE-ENCRYPTED"),
    rejected(
        "Word document", lambda: pack({"word/document.xml": "<a/>"}), "FILE-NOTZIP", "văn bản Word"
    ),
    rejected("PDF", lambda: b"%PDF-1.7\n" + bytes(100), "FILE-NOTZIP", "tệp PDF"),
    rejected(
        "CSV renamed to .xlsx", lambda: "STT,Tên\n1,Chợ\n".encode(), "FILE-NOTZIP", "tệp chữ (CSV)"
    ),
    rejected(
        "zip bomb",
        lambda: workbook({"xl/media/a.png": bytes(40 * 2**20)}),
        "FILE-BOMB",
        "tỷ lệ nén quá cao",
    ),
    rejected(
        "two parts of one name", lambda: twice_in_zip(blank()), "FILE-BOMB", "hai phần trùng tên"
    ),
    rejected(
        "cell at XFD1048576",
        lambda: workbook(sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
        "FILE-FARCELL",
    ),
    rejected("DOCTYPE inside", _other_dtd, "FILE-DTD"),
)

RETURNS = (
    rejected("another campaign", lambda: carded(campaign="lac-duong-2023"), "READ-001"),
    rejected("foreign workbook", lambda: workbook(), "READ-002"),
    rejected("unknown stage", lambda: carded(stage="vong-ba"), "READ-003"),
    rejected("form sheet deleted", lambda: _unsheeted(FORM), "READ-004"),
    rejected(
        "hidden sheet deleted and headings changed",
        lambda: _unsheeted(CARD_SHEET, G9="Nội dung", H9="Loại", I9="Mới"),
        "READ-002",
    ),
    rejected("unknown unit code", lambda: filled(unit="DD99"), "RET-002"),
    returned("hidden sheet deleted", lambda: _unsheeted(CARD_SHEET), "READ-005", exit_code=0),
    returned(
        "column deleted",
        lambda: _in_form(lambda s: s.delete_cols(9)),
        "READ-007",
        also=("FLD-015",),
    ),
    returned(
        "id of another unit",
        lambda: _in_form(lambda s: setattr(s["B11"], "value", "DD01-05")),
        "ENT-002",
        "B11",
    ),
    returned("row without an id", lambda: _in_form(_no_id), "ENT-001", "B17", also=("FLD-015",)),
    returned(
        "nil ticked, rows filled",
        lambda: _in_form(lambda s: setattr(s["C8"], "value", "x")),
        "RET-023",
        "C8",
    ),
    Kind(
        name="same file twice",
        make=_twice,
        code="RET-010",
        status="duplicate",
        exit_code=0,
    ),
    Kind(
        name="resubmission, orders disagree", make=_conflicting, code="RET-020", status="superseded"
    ),
)

CELLS = (
    _typed("choice not in the list", "FLD-011", "H11", linh_vuc="Lĩnh vực lạ"),
    _typed("impossible date", "FLD-030", "R11", ngay_duyet="31/02/2024"),
    _typed("text too long", "FLD-019", "G11", ten_mo_hinh="Mô hình " + "rất dài " * 60),
    _typed("formula without a value", "FLD-002", "G11", ten_mo_hinh='="Chợ"&" xanh"'),
    _typed("#N/A", "FLD-001", "G11", ten_mo_hinh="#N/A"),
    _typed("required cell blank", "FLD-015", "I11", tinh_moi=None),
    _typed("approved after the start", "FLD-024", "S11", ngay_trien_khai="01/01/2024"),
    _scored("score as ambiguous text", "SCO-002", "F8", "1.500"),
    _scored("score over the maximum", "SCO-004", "F8", "99"),
    _scored("score off the step", "SCO-005", "F8", "1,37"),
)

REGISTERS = (
    _register("heading of a register missing", "hoi-dong.xlsx", "REG-002", "", 2, D3="Nơi chấm"),
    _register("unknown route of a member", "hoi-dong.xlsx", "REG-004", "D4", D4="Tổ lạ"),
    _register("home unit not in the register", "hoi-dong.xlsx", "REG-009", "E4", E4="DD77"),
    _register("unit code twice", "don-vi.xlsx", "REG-006", "A7", A7="DD01", B7="X", C7="llvt"),
    _register("unusable unit code", "don-vi.xlsx", "REG-008", "A7", A7="Đ 1", B7="X", C7="llvt"),
    _register("date of a register impossible", "don-vi.xlsx", "REG-005", "E4", E4="30/02/2024"),
    _register("figure is no number", "don-vi.xlsx", "REG-007", "H4", H4="mười"),
    _register("error value in a register", "don-vi.xlsx", "REG-010", "H4", H4="#REF!"),
    _register("intake line without a channel", "van-ban-den.xlsx", "REG-003", "D4", D4=None),
    _register("unknown channel", "van-ban-den.xlsx", "REG-004", "D4", D4="Zalo"),
    _register(
        "decision lacking a column",
        "quyet-dinh.xlsx",
        "REG-011",
        "A4",
        A4="Miễn áp dụng quy định",
        B4="DD01-01",
        J4="Họp",
        K4="BB 01",
    ),
    _register(
        "decision naming an unknown entry",
        "quyet-dinh.xlsx",
        "ENT-012",
        "A4",
        A4="Rút hồ sơ",
        B4="DD01-99",
        J4="Họp",
        K4="BB 01",
    ),
    _decided("approval of an unknown unit", "ENT-022", "A4", A4="Duyệt hồ sơ", C4="DD77"),
    _decided("approval of nobody", "REG-011", "A4", A4="Duyệt hồ sơ"),
    _decided("vote typed 7/9 in one cell", "REG-017", "N4", **_VOTE, N4="7/9"),
    _decided("vote turned into a date", "REG-017", "N4", **_VOTE, N4=datetime(2024, 9, 7)),
    _decided("vote without the number of members", "REG-011", "A4", **_VOTE, N4=7),
    _decided("more votes than members", "REG-014", "N4", **_VOTE, N4=9, O4=7),
    _decided("half a vote", "REG-014", "N4", **_VOTE, N4=2.5, O4=7),
    _decided("vote on an award that asks for none", "SUM-031", "A4", **_VOTE, N4=5, O4=7),
    _register("member invited to an unknown entry", "hoi-dong.xlsx", "ENT-018", "I4", I4="DD01-99"),
    _honoured("code of an honoured line twice", "REG-016", "A5", **_HONOUR, A4="MH-1", A5="mh-1"),
    _honoured("unusable code of an honoured line", "REG-015", "A4", **_HONOUR, A4="Mô hình 1"),
    _honoured("year of birth is no year", "REG-013", "E4", **_HONOUR, E4="bảy mươi"),
    _honoured("honour without its decision", "REG-003", "J5", **{**_HONOUR, "J5": None}),
    _honoured("heading of the honours missing", "REG-002", "", 2, **_HONOUR, G3="Hình thức KT"),
    Kind(
        name="register of honours gone",
        make=_excluding(lambda root: (root / HONOURS).unlink()),
        code="REG-018",
        file=HONOURS,
        status="",
    ),
    Kind(
        name="register of honours empty",
        make=_excluding(lambda root: None),
        code="REG-019",
        file=HONOURS,
        status="",
        exit_code=0,
    ),
    Kind(
        name="register of honours damaged",
        make=_rewritten(lambda data: data[:3000], HONOURS),
        code="REG-001",
        file=HONOURS,
        status="",
        exit_code=2,
    ),
    Kind(
        name="register of decisions damaged",
        make=_rewritten(lambda data: data[:3000], "quyet-dinh.xlsx"),
        code="REG-001",
        file="quyet-dinh.xlsx",
        status="",
        exit_code=2,
    ),
)

UNUSABLE = (
    _unusable(
        "definition cut short",
        _rewritten(lambda data: data.decode()[:5000].encode()),
        "DEF-101",
        "$",
    ),
    _unusable(
        "definition not UTF-8",
        _rewritten(lambda data: data.decode().encode("utf-16")),
        "DEF-102",
        "$",
    ),
    _defined("key missing", "DEF-111", "year", lambda d: d.pop("year")),
    _defined("unknown key", "DEF-113", "nam", lambda d: d.update(nam=2024)),
    _defined("number as text", "DEF-136", "year", lambda d: d.update(year="hai")),
    _defined(
        "impossible deadline",
        "DEF-116",
        "stages[0].deadline.day",
        lambda d: d["stages"][0]["deadline"].update(day="2024-13-45"),
    ),
    _unusable(
        "no register of units",
        lambda root: (root / "don-vi.xlsx").unlink(),
        "REG-012",
        file="don-vi.xlsx",
    ),
    _unusable(
        "no folder of returns", lambda root: shutil.rmtree(root / "nhan-ve"), "WSP-018", file=""
    ),
)

KINDS = (
    *grouped("Files that no form can be read from", *GATE),
    *grouped("Forms that came back changed", *RETURNS),
    *forms.KINDS,
    *handed.KINDS,
    *surveys.KINDS,
    *formats.KINDS,
    *hostile.KINDS,
    *grouped("One cell typed wrong", *CELLS),
    *typed.KINDS,
    *oldfonts.KINDS,
    *grouped("Registers of the office", *REGISTERS),
    *grouped("A workspace that cannot be used", *UNUSABLE),
)
