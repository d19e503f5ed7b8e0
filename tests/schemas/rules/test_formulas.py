"""What a cell of the workbook says, the merge says: every formula against its Python twin.

The grid puts every class of input into every kind of field; LibreOffice recalculates it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from schemas.cell import BLANK, CellKind, RawCell, text_cell
from schemas.field import Choice, Condition, Constraint, Field
from schemas.kinds import ConstraintKind, FieldKind
from schemas.rules import judge_rows, named_lists, verdict_messages, verdict_value
from tests.schemas.rules.probe import Sheet, disagreements

K = ConstraintKind
Cells = tuple[RawCell, ...]


def _number(text: str) -> RawCell:
    return RawCell(CellKind.NUMBER, Decimal(text))


def _choices(*labels: str) -> tuple[Choice, ...]:
    return tuple(Choice(id=f"c{place}", label=label) for place, label in enumerate(labels))


SUBJECTS = _choices("Tập thể", "Cá nhân", "Hộ gia đình")
LONG_LIST = _choices(*(f"Xã số {place:02d}, huyện Đơn Dương" for place in range(60)), "10")

TYPED = (
    "", " ", "\u00a0", "\u200b", "\u00a0 \u200b\t", "a", "ab", "abc", "  abc   d ",
    "Tập thể", " Tập  thể ", "Tập\u00a0thể", "tập thể", "TẬP THỂ", "Tâp thể", "Tập thể\u200b",
    "Ta\u0323\u0302p the\u0309\u0302", "Cá nhân", "Hộ gia đình", "Khác",
    "Xã số 07, huyện Đơn Dương", "Xã số 07 huyện Đơn Dương", "dòng một\ndòng hai", "\n\n", "x" * 10,
    "x" * 11, "x" * 20, "x" * 21, "đ" * 300, "x", "X", " x ", "xx", "✓", "v", "co", "không",
    "0", "5", "05", "007", "100", "101", "-5", "- 5", "--5", "-", "+5", "5-", "5-3", "8,5", "8.5",
    "8,25", "8,26", "0,1", "0,3", "2,2", "7,99", "0,15", ",5", "5,", "-,5", "-0", "-0,5", "1,2,3",
    "1.2,3", "1.234", "-1.234", "1,234", "0,125", "12,345", "1.234.567", "1234,5678", "1234567,891",
    "123456789012345", "1234567890123456", "12345678901234,5", "0,00001", "1e3", "1E3", "5%",
    "$5", "5 xã", "12 345", "１２", "٣", "1/2", "#?", "#!", "#~", "#N/A", "=1+1", "'5", "TRUE",
    "5/3/2024", "05/03/2024", "5-3-2024", "5.3.2024", "5/3-2024", "5/3.2024", " 05/03/2024 ",
    "05 /03/2024", "29/02/2024", "29/02/2023", "29/02/1900", "29/02/2000", "31/04/2024",
    "31/12/2200", "01/01/2201", "31/12/1899", "01/03/1900", "00/01/2024", "01/00/2024",
    "01/13/2024", "13/01/2024", "32/01/2024", "99/01/2024", "1/1/24", "1/1/02024", "001/1/2024",
    "1//2024", "/1/2024", "1/1/", "1/1/2024/", "1/2/3/2024", "1/1/202a", "a/1/2024", "+1/1/2024",
    "1/-1/2024", "01012024", "2024-01-05", "2024", "01/2024", "5/3/2024 10:00",
    "ngày 05 tháng 3 năm 2024", "Ngày 5 tháng 3 năm 2024", "ngày 31 tháng 02 năm 2024",
    "nga\u0300y 05 tha\u0301ng 3 na\u0306m 2024", "năm 2024", "01/01/2023", "31/12/2023",
    "01/01/2025", "31/12/2024", "Ðơn Dương", "Đơn\u2003Dương", "\u3000", "®¬n D­¬ng", "ñôn vò",
    "a*b", "a?b", "~a", "<5", ">5", 'nói "thật"', "5\u00a0", "\u00a05", "5\u200b", "8\u202f5",
    "a\u0085b", "\u0085", "Tập\u1680thể", "Tập\u2028thể", "Tập\u2029thể", "a\vb", "a\fb", "\v",
    "Tập thể\u3000", "\u2003", "\u2003\u3000", "Tạ\u0302p the\u0309\u0302", "tập\u3000thể",
    "Khác\u3000hẳn", "c\u0327a", "o\u0308", "ta\u0340", "\u3000" * 12, "a\u0301" * 11,
    "a\u0301" * 30, "😀", "😀" * 9, "ß", "ÀẢÃÁẠ", "１２/01/2024", "05／01／2024", "--", "-,",
    "-1,2,", "1-2", "1-", "-1-", "5/3/1900", "31/12/1900", "01/01/1901", "29/02/1904", "31/04/1901",
    "1/1/0001", "1/1/9999", "30/02/2024", "1/12/2024", "12/1/2024", "-1/1/2024", "1.5.2024",
    "1-5-2024", "1,5,2024", "NGÀY 05 THÁNG 3 NĂM 2024", "ngày 5 tháng 3 năm 2024.",
    "ngày 5 tháng 3 năm 20２4", "ng ng ng ng ng ng ng 2024", "ngày 5\u3000tháng 3 năm 2024",
    "5 tháng 3 năm 2024", "5 THÁNG 3 NĂM 2024", "5 tha\u0301ng 3 năm 2024", "tháng 3 năm 2024",
    "tháng 3/2024", "ngày 5/3/2024", "ngày 5/3/24", "mồng 5 tháng 3", "a th 2024", "xem th1 2024",
    "2024-02-30", "2024-1-5", "2024/01/05", "20-4-01-05", "202a-01-05", "2024-01-5 ", "-024-01-05",
    "2024-01-05\u00a0", "２024-01-05", "\u3000024-01-05", "12/25/2023", "5/3", "năm 2024 th 2024",
    "ng", "NG 5", "nG", "n", "0912345678", "091 234 5678",
    "\u30000912345678", "00", "000", "09123456789", "#~#", "#", "# ?", "8,5,", "0008,50", "-08,5",
    "99,99999999",
)  # fmt: skip

NUMBERS = """
0 1 5 10 100 100.5 101 -1 -0.5 0.1 0.3 0.25 8.5 8.26 7.99 0.00001 2.2 99.99 1234.5678 2024 2200
2201 2300 45000 45296 45296.75 109939 109940 60 123456789012345 12345678901 0.333333333333333
1000000 20.05 44926 45657
"""

STORED = (
    RawCell(CellKind.ERROR, "#N/A"),
    RawCell(CellKind.ERROR, "#DIV/0!"),
    RawCell(CellKind.BOOL, True),
    RawCell(CellKind.BOOL, False),
    *map(_number, NUMBERS.split()),
    RawCell(CellKind.DATE, date(2024, 1, 5)),
    RawCell(CellKind.DATE, date(2024, 2, 29)),
    RawCell(CellKind.DATE, date(2023, 6, 30)),
    RawCell(CellKind.DATE, date(1906, 1, 9)),
    RawCell(CellKind.DATE, date(1906, 1, 8)),
    RawCell(CellKind.DATE, date(2200, 12, 31)),
    RawCell(CellKind.DATE, date(1900, 3, 1)),
    RawCell(CellKind.DATE, date(1900, 4, 10)),
)

INPUTS = (BLANK, *map(text_cell, TYPED), *STORED)

KINDS = (
    Field(
        id="chu",
        label="Chữ",
        kind=FieldKind.TEXT,
        constraints=(
            Constraint(kind=K.REQUIRED),
            Constraint(kind=K.LENGTH, min_length=3, max_length=10),
        ),
    ),
    Field(
        id="dai",
        label="Chữ dài",
        kind=FieldKind.LONG_TEXT,
        constraints=(Constraint(kind=K.LENGTH, max_length=20),),
    ),
    Field(id="chon", label="Đối tượng", kind=FieldKind.CHOICE, choices=SUBJECTS),
    Field(
        id="xa",
        label="Xã",
        kind=FieldKind.CHOICE,
        list="don-vi",
        choices=LONG_LIST,
        constraints=(Constraint(kind=K.REQUIRED),),
    ),
    Field(
        id="nhieu",
        label="Bám sát",
        kind=FieldKind.MULTI_CHOICE,
        choices=_choices("Nghị quyết", "Chuyên đề"),
        constraints=(Constraint(kind=K.REQUIRED),),
    ),
    Field(
        id="nguyen",
        label="Số nguyên",
        kind=FieldKind.INTEGER,
        constraints=(
            Constraint(kind=K.NUMBER_RANGE, minimum=Decimal(0), maximum=Decimal(100)),
            Constraint(kind=K.REQUIRED),
        ),
    ),
    Field(
        id="buoc",
        label="Bước 0,25",
        kind=FieldKind.DECIMAL,
        step=Decimal("0.25"),
        constraints=(
            Constraint(kind=K.NUMBER_RANGE, minimum=Decimal("0.5"), maximum=Decimal("99.75")),
        ),
    ),
    Field(
        id="day_so",
        label="Số điện thoại",
        kind=FieldKind.TEXT,
        constraints=(
            Constraint(kind=K.DIGITS, min_length=3, max_length=10),
            Constraint(kind=K.REQUIRED),
        ),
    ),
    Field(id="muoi", label="Bước 0,1", kind=FieldKind.DECIMAL, step=Decimal("0.1")),
    Field(id="le", label="Số lẻ", kind=FieldKind.DECIMAL),
    Field(
        id="ngay",
        label="Ngày",
        kind=FieldKind.DATE,
        constraints=(
            Constraint(kind=K.DATE_RANGE, earliest=date(2023, 1, 1), latest=date(2024, 12, 31)),
            Constraint(kind=K.REQUIRED),
        ),
    ),
)


def test_every_kind_of_input_in_every_kind_of_field(libreoffice: Path, tmp_path: Path) -> None:
    rows = tuple(
        {field.id: (cell,) * (2 if field.id == "nhieu" else 1) for field in KINDS}
        for cell in INPUTS
    )
    compared, found = disagreements([Sheet(KINDS, rows)], tmp_path)
    assert found == []
    assert compared == len(INPUTS) * (12 * 2 + 1)
    assert _told(KINDS, rows) == {
        "chu": "FLD-001 FLD-004 FLD-015 FLD-018 FLD-019 FLD-028",
        "dai": "FLD-001 FLD-004 FLD-019 FLD-028",
        "chon": "FLD-001 FLD-004 FLD-011 FLD-028",
        "xa": "FLD-001 FLD-004 FLD-011 FLD-015 FLD-028",
        "nhieu": "FLD-001 FLD-013 FLD-015",
        "nguyen": "FLD-001 FLD-005 FLD-006 FLD-007 FLD-020 FLD-021 FLD-015",
        "buoc": "FLD-001 FLD-005 FLD-006 FLD-008 FLD-020 FLD-021",
        "day_so": "FLD-001 FLD-004 FLD-032 FLD-033 FLD-034 FLD-015 FLD-028",
        "muoi": "FLD-001 FLD-005 FLD-006 FLD-008",
        "le": "FLD-001 FLD-005 FLD-006",
        "ngay": "FLD-001 FLD-009 FLD-022 FLD-023 FLD-015 FLD-028",
    }


def _told(fields: tuple[Field, ...], rows: Sequence[Mapping[str, Cells]]) -> dict[str, str]:
    """By field, the codes that some cell of its first column is told, in their order."""
    judged = judge_rows(fields, rows, [True] * len(rows))
    found = {}
    for field in fields:
        codes = [message.code for message in verdict_messages(field, 0, fields)]
        places = {
            verdict_value(field, 0, row, cells, fields)
            for row, cells in zip(judged, rows, strict=True)
        }
        found[field.id] = " ".join(codes[place - 1] for place in sorted(places - {0}))
    return found


PERSON = Condition(field="doi_tuong", values=("c1", "c2"))
RELATED = (
    Field(
        id="doi_tuong",
        label="Đối tượng",
        kind=FieldKind.CHOICE,
        choices=SUBJECTS,
        constraints=(Constraint(kind=K.REQUIRED),),
    ),
    Field(
        id="nam_sinh",
        label="Năm sinh",
        kind=FieldKind.INTEGER,
        constraints=(Constraint(kind=K.REQUIRED_WHEN, when=PERSON),),
    ),
    Field(
        id="hinh_thuc",
        label="Hình thức",
        kind=FieldKind.CHOICE,
        choices=_choices("Cờ thi đua", "Bằng khen", "Giấy khen"),
        constraints=(
            Constraint(kind=K.ALLOWED_WHEN, when=PERSON, allowed=("c1", "c2")),
            Constraint(kind=K.UNIQUE, within="workbook", together=("ten",)),
        ),
    ),
    Field(
        id="ten",
        label="Tên",
        kind=FieldKind.TEXT,
        constraints=(
            Constraint(kind=K.UNIQUE, within="campaign"),
            Constraint(kind=K.UNIQUE, within="workbook"),
        ),
    ),
    Field(
        id="nhieu",
        label="Nội dung",
        kind=FieldKind.MULTI_CHOICE,
        choices=_choices("Một", "Hai", "Ba"),
        constraints=(
            Constraint(kind=K.ALLOWED_WHEN, when=PERSON, allowed=("c0",)),
            Constraint(kind=K.REQUIRED_WHEN, when=PERSON),
        ),
    ),
    Field(
        id="ly_do",
        label="Lý do",
        kind=FieldKind.LONG_TEXT,
        constraints=(
            Constraint(kind=K.REQUIRED_WHEN, when=Condition(field="nhieu", values=("c0", "c2"))),
        ),
    ),
    Field(
        id="ngay_duyet",
        label="Ngày duyệt",
        kind=FieldKind.DATE,
        constraints=(Constraint(kind=K.NOT_AFTER, other="ngay_lam"),),
    ),
    Field(
        id="ngay_lam",
        label="Ngày làm",
        kind=FieldKind.DATE,
        constraints=(
            Constraint(kind=K.NOT_BEFORE, other="ngay_duyet"),
            Constraint(kind=K.UNIQUE, within="workbook"),
        ),
    ),
    Field(
        id="diem",
        label="Điểm",
        kind=FieldKind.DECIMAL,
        constraints=(Constraint(kind=K.UNIQUE, within="workbook"),),
    ),
)

# doi_tuong | nam_sinh | hinh_thuc | ten | nhieu (3) | ly_do | ngay_duyet | ngay_lam | diem
RELATED_TABLE = """
Tập thể||Cờ thi đua|Chi bộ A|||||08/01/2024|08/01/2024|8,5
Cá nhân||Cờ thi đua|chi bộ a|x||||08/01/2024|05/01/2024|8.5
Cá nhân|1980|Bằng khen|Nguyễn Văn A|x|X|||05/01/2024|08/01/2024|0
Hộ gia đình|1980|giấy khen|Nguyễn  Văn A|||x|vì|31/02/2024|08/01/2024|
Cá nhân|abc|Giấy khen|Trần Thị Hòa|||||08/01/2024|hôm qua|00
cá nhân|||Trần Thị Hoà|||||08/01/2024||-0
Ca\u0301 nha\u0302n|||Chi bộ A*|||||ngày 08 tháng 01 năm 2024|05/01/2024|0,10
Tập thể||Bằng khen|Chi bộ A?|v||||||0,1
||||||||||
 |\u00a0|||||||||
||||x||||||
Tập thể||Bằng khen|007|||||||7
Tập thể||Bằng khen|7|||||||7,0
Tập thể||Giấy khen|<7|||||||1.234
Tập thể||Giấy khen|LONG1|||||||1.234
Tập thể||Giấy khen|LONG2|||||||#?
Tập thể||Giấy khen|LONG1|||||||
Cá nhân|2000|Giấy khen|ĐẢNG ỦY Ơ|x|||có|1/1/2024|1/1/2024|
Cá nhân|2000|Giấy khen|đảng ủy ơ|x|||\u00a0|1/1/2024|01/01/2024|
Ca\u0301 nha\u0302n||Cờ thi đua|Chi bộ B*|||x||2/1/2024|ngày 02 tháng 01 năm 2024|1000000
Ca\u0301 nha\u0302n|1990|Bằng khen|Chi bộ B*||x||vì|ngày 03 tháng 01 năm 2024|2/1/2024|1000000,0
Tập\u3000thể|1990|Cờ thi đua|LONG3|x|x||vì|3/1/2024|hôm nay|0,333333333333333
Kha\u0301c||Cờ thi đua|LONG3 a|||||||0,333333333333334
Cá nhân||Ba\u0300ng khen|Chi bộ B?|||||||0,3
Cá nhân|1|Cờ thi đua\u3000|CHI BỘ B~|x|||1|ngày x|1/1/2024|#?
Cá nhân|1|Cờ  thi đua|chi bộ b*|x|||1|ngày x|ngày 01 tháng 01 năm 2024|1.234
"""


def _related_rows() -> tuple[dict[str, tuple[RawCell, ...]], ...]:
    columns = [(field.id, max(len(field.choices), 1)) for field in RELATED]
    widths = [(name, width if name == "nhieu" else 1) for name, width in columns]
    rows = []
    for line in RELATED_TABLE.strip("\n").split("\n"):
        typed = line.replace("LONG", "z" * 300).split("|")
        row: dict[str, tuple[RawCell, ...]] = {}
        for name, width in widths:
            row[name] = tuple(text_cell(text) for text in typed[:width])
            typed = typed[width:]
        assert typed == []
        rows.append(row)
    return tuple(rows)


def test_conditions_order_and_duplicates(libreoffice: Path, tmp_path: Path) -> None:
    rows = _related_rows()
    compared, found = disagreements([Sheet(RELATED, rows)], tmp_path)
    assert found == []
    helpers = 2 * 4  # key and earlier place, of four fields that stand only once
    assert compared == len(rows) * (11 * 2 + 1 + helpers)
    assert _told(RELATED, rows) == {
        "doi_tuong": "FLD-011 FLD-015 FLD-028",
        "nam_sinh": "FLD-005 FLD-016 FLD-028",
        "hinh_thuc": "FLD-011 FLD-017 FLD-026 FLD-028",
        "ten": "FLD-026",
        "nhieu": "FLD-013 FLD-016 FLD-028",
        "ly_do": "FLD-016",
        "ngay_duyet": "FLD-009 FLD-025 FLD-028",
        "ngay_lam": "FLD-009 FLD-024 FLD-026 FLD-028",
        "diem": "FLD-005 FLD-006 FLD-026",
    }


PLACES = _choices(*(f"Thôn {place}, xã Đạ Ròn" for place in range(30)))
MANY = tuple(f"c{place}" for place in range(0, 30, 2))
FEW = Condition(field="thon", values=MANY)
LISTED = (
    Field(id="thon", label="Thôn", kind=FieldKind.CHOICE, list="thon", choices=PLACES),
    Field(
        id="den",
        label="Chuyển đến",
        kind=FieldKind.CHOICE,
        list="thon",
        choices=PLACES,
        constraints=(
            Constraint(kind=K.REQUIRED_WHEN, when=FEW),
            Constraint(kind=K.ALLOWED_WHEN, when=FEW, allowed=("c1", "c3")),
            Constraint(kind=K.UNIQUE, within="workbook", together=("nhom", "so")),
        ),
    ),
    Field(
        id="nhom",
        label="Nhóm",
        kind=FieldKind.MULTI_CHOICE,
        choices=_choices("A", "B"),
        constraints=(Constraint(kind=K.UNIQUE, within="workbook", together=("so",)),),
    ),
    Field(id="so", label="Số", kind=FieldKind.DECIMAL),
)


def _listed_rows() -> tuple[dict[str, tuple[RawCell, ...]], ...]:
    """Every odd row once more: enough of the same, and of what differs in one cell only."""
    rows = []
    for place in range(90):
        thon = f"Thôn {place % 32}, xã Đạ Ròn".replace(
            " xã", "\u3000xã" if place % 11 == 0 else " xã"
        )
        den = f"Thôn {place % 7}, xã Đạ Ròn" if place % 5 else ""
        ticks = ("x" if place % 2 else "", "X" if place % 3 else "v" if place % 9 == 0 else "")
        number = _number("0.5") if place % 4 else text_cell("0,50")
        rows.append(
            {
                "thon": (text_cell(thon),),
                "den": (text_cell(den),),
                "nhom": (text_cell(ticks[0]), text_cell(ticks[1])),
                "so": (number if place % 13 else BLANK,),
            }
        )
    return tuple(rows)


def test_long_lists_and_keys_of_several_cells(libreoffice: Path, tmp_path: Path) -> None:
    rows = _listed_rows()
    compared, found = disagreements([Sheet(LISTED, rows)], tmp_path)
    assert found == []
    assert compared == len(rows) * (5 * 2 + 1 + 4)
    assert set(named_lists(LISTED)) == {
        "dm_thon", "dm__ky_tu", "dm__den_0_khi", "dm__den_1_khi", "dm__den_1_ngoai",
    }  # fmt: skip
    assert _told(LISTED, rows) == {
        "thon": "FLD-011 FLD-028",
        "den": "FLD-016 FLD-017 FLD-026 FLD-028",
        "nhom": "FLD-026",
        "so": "",
    }


PRINTED = (
    Field(
        id="ly_do",
        label="Lý do",
        kind=FieldKind.TEXT,
        constraints=(Constraint(kind=K.REQUIRED_WHEN, when=PERSON),),
    ),
    Field(
        id="chon",
        label="Chọn",
        kind=FieldKind.CHOICE,
        choices=SUBJECTS,
        constraints=(Constraint(kind=K.ALLOWED_WHEN, when=PERSON, allowed=("c0",)),),
    ),
    Field(
        id="ngay",
        label="Ngày",
        kind=FieldKind.DATE,
        constraints=(Constraint(kind=K.NOT_BEFORE, other="ngay_lam"),),
    ),
)


def test_rules_look_at_printed_fields_like_at_any_other(libreoffice: Path, tmp_path: Path) -> None:
    table = [
        ("", "", "x"),
        ("vì", "Cá nhân", "1/1/2024"),
        ("", "Tập thể", ""),
        ("", "", "1/1/2024"),
    ]
    rows = tuple(
        {"ly_do": (text_cell(a),), "chon": (text_cell(b),), "ngay": (text_cell(c),)}
        for a, b, c in table
    )
    both = tuple({**row, **SHOWN} for row in rows)
    sheets = [Sheet(PRINTED, both, BESIDE), Sheet(PRINTED, rows)]
    assert disagreements(sheets, tmp_path) == (4 * (7 + len(BESIDE)) + 4 * 7, [])
    judged = judge_rows(PRINTED, both, None, BESIDE)
    assert [[(item.code, item.seen) for item in row.faults] for row in judged] == [
        [("FLD-016", True), ("FLD-009", True)],
        [("FLD-017", True), ("FLD-024", True)],
        [("FLD-016", True)],
        [("FLD-016", True), ("FLD-024", True)],
    ]
    assert [row.waits for row in judged] == [()] * 4
    assert _told(PRINTED, rows) == {  # of fields that stand nowhere nobody can tell
        "ly_do": "FLD-028",
        "chon": "FLD-028",
        "ngay": "FLD-009 FLD-028",
    }


SHOWN = {"doi_tuong": (text_cell("Cá nhân"),), "ngay_lam": (text_cell("05/01/2024"),)}
BESIDE = tuple(field for field in RELATED if field.id in SHOWN)


def test_rows_are_duplicates_by_what_is_printed_beside_them(
    libreoffice: Path, tmp_path: Path
) -> None:
    unique = Constraint(kind=K.UNIQUE, within="workbook", together=("ten",))
    fields = (Field(id="so", label="Số", kind=FieldKind.TEXT, constraints=(unique,)),)
    names = (Field(id="ten", label="Tên", kind=FieldKind.TEXT),)
    table = [("1", "Chi bộ 1"), ("1", "Chi bộ 2"), ("2", "Chi bộ 1"), ("1", "chi  bộ 1"), ("", "a")]
    rows = tuple({"so": (text_cell(a),), "ten": (text_cell(b),)} for a, b in table)
    compared, found = disagreements([Sheet(fields, rows, names)], tmp_path)
    assert (compared, found) == (5 * (1 + 2 + 2 + 1), [])
    judged = judge_rows(fields, rows, None, names)
    assert [[fault.code for fault in row.faults] for row in judged] == [
        ["FLD-026"], [], [], ["FLD-026"], [],
    ]  # fmt: skip
