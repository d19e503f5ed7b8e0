"""Inputs by design, for every kind of field and of constraint: every change of a rule shows.

Whoever adds a kind adds its inputs here; without them `designed` fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import product, zip_longest

from schemas.cell import BLANK, CellKind, RawCell, text_cell
from schemas.field import Choice, Condition, Constraint, Field
from schemas.kinds import ConstraintKind, FieldKind
from schemas.rules import ConstraintRule, KindRule, column_count
from schemas.text import N1_INVISIBLE, N1_SPACES

__all__ = ["Design", "Row", "designed", "own_fields"]

Row = Mapping[str, tuple[RawCell, ...]]
Maker = Callable[[], "Design"]
K = ConstraintKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """One form and its rows, made so that every part of one rule matters to some cell."""

    fields: tuple[Field, ...]
    rows: tuple[Row, ...]


def designed(rule: KindRule | ConstraintRule) -> Design:
    """The inputs of a rule; AssertionError where nobody has thought of any."""
    table: Mapping[str, Maker] = {**_KINDS, **_CONSTRAINTS}
    assert str(rule.kind) in table, f"no inputs are known for {rule.kind}: add some to this module"
    return table[str(rule.kind)]()


def own_fields(rule: KindRule | ConstraintRule, design: Design) -> tuple[Field, ...]:
    """The fields of a design that the rule judges, but for the tick that makes rows count."""
    asked = [field for field in design.fields if field is not _COUNT]
    if isinstance(rule, KindRule):
        return tuple(field for field in asked if field.kind is rule.kind)
    return tuple(field for field in asked if field.constraint(rule.kind))


def _number(value: str) -> RawCell:
    return RawCell(CellKind.NUMBER, Decimal(value))


def _texts(*values: str) -> tuple[RawCell, ...]:
    return tuple(map(text_cell, values))


def _choices(*labels: str) -> tuple[Choice, ...]:
    return tuple(Choice(id=f"c{place}", label=label) for place, label in enumerate(labels))


ERROR = RawCell(CellKind.ERROR, "#N/A")
TRUE = RawCell(CellKind.BOOL, True)
DAY = RawCell(CellKind.DATE, date(2024, 1, 5))
ODD = (*N1_SPACES, *N1_INVISIBLE)
_COUNT = Field(id="stt", label="Có", kind=FieldKind.MULTI_CHOICE, choices=_choices("Có"))
"""Ticked in every row, so that every row counts."""

_REQUIRED = Constraint(kind=K.REQUIRED)
_UNIQUE = Constraint(kind=K.UNIQUE, within="workbook")


def _alone(*columns: tuple[Field, Iterable[RawCell]]) -> Design:
    """Every cell in a row of its own, beside the same of the other fields."""
    rows = zip_longest(*(cells for _, cells in columns), fillvalue=BLANK)
    made = [
        {
            "stt": (text_cell("x"),),
            **{
                field.id: (cell, *(BLANK,) * (column_count(field) - 1))
                for (field, _), cell in zip(columns, row, strict=True)
            },
        }
        for row in rows
    ]
    return Design(fields=(_COUNT, *(field for field, _ in columns)), rows=tuple(made))


def _crossed(fields: Sequence[Field], *columns: Sequence[Sequence[RawCell]]) -> Design:
    """Every combination of what may stand in each field (one tuple of cells per field)."""
    made = [
        {"stt": (text_cell("x"),)}
        | {field.id: tuple(cells) for field, cells in zip(fields, row, strict=True)}
        for row in product(*columns)
    ]
    return Design(fields=(_COUNT, *fields), rows=tuple(made))


def _each(cells: Iterable[RawCell]) -> list[tuple[RawCell, ...]]:
    return [(cell,) for cell in cells]


_LATER = ("ba\u0300 con", "\u00d1\u00f4n", "Ta\u0323\u0302p the\u0309\u0302", "a\u0301" * 11)


def _text_of(kind: FieldKind) -> Design:
    length = Constraint(kind=K.LENGTH, min_length=3, max_length=10)
    field = Field(id="chu", label="Chữ", kind=kind, constraints=(_REQUIRED, length, _UNIQUE))
    plain = _texts("", "   ", "abc", "ABD", "ab", "x" * 11, "12,25", "#!", "#?", *_LATER)
    stored = (ERROR, TRUE, DAY, _number("12.25"), _number("100"), _number("1000000"), _number("7"))
    return _alone((field, (*plain, *_texts(*ODD), *stored)))


LABELS = _choices("Tập thể", "Cá nhân", "Hộ gia đình", "12,25", "100", "Nghề à")
PLACES = _choices("Đà Ròn", *(f"Xã số {k:02d}, huyện Đơn Dương" for k in range(60)), "Ña Loan")


def _choice() -> Design:
    few = Field(id="chon", label="Chọn", kind=FieldKind.CHOICE, choices=LABELS,
                constraints=(_REQUIRED,))  # fmt: skip
    many = Field(id="xa", label="Xã", kind=FieldKind.CHOICE, list="don-vi", choices=PLACES,
                 constraints=(_REQUIRED,))  # fmt: skip
    typed = _texts(
        "", " ", "Tập thể", " Tập  thể ", "tập thể", "TẬP THỂ", "Tập thẻ", "Khác hẳn", "100,0",
        "Cá nhân", "Hộ gia đình", "Nghề a\u0300", "Nghề à", "#!", "#?", "Tập\u3000thể", "?",
        "Kha\u0301c hẳn", "Tập thể\u00d1", *ODD, *(f"Tập thể{c}" for c in ODD),
    )  # fmt: skip
    stored = (ERROR, TRUE, DAY, _number("12.25"), _number("100"), _number("7"))
    listed = _texts(
        "Đà Ròn", "Đa\u0300 Ròn", "đà ròn", "Xã số 00, huyện Đơn Dương", "Ña Loan", "ña loan",
        "Xã số 59, huyện Đơn Dương", "Xã số 60, huyện Đơn Dương", "Xã số 07 huyện Đơn Dương",
        *(f"{c}Đà Ròn" for c in ODD), *ODD,
    )  # fmt: skip
    return _alone((few, (*typed, *stored)), (many, (*listed, *stored)))


def _ticks() -> Design:
    field = Field(id="nhieu", label="Nội dung", kind=FieldKind.MULTI_CHOICE,
                  choices=_choices("Một", "Hai"), constraints=(_REQUIRED,))  # fmt: skip
    typed = _texts("", " ", "x", "X", " x ", "xx", "v", "#!", "#?", *ODD, *(f"x{c}" for c in ODD))
    return _alone((field, (*typed, ERROR, TRUE, DAY, _number("5"))))


_TYPED_NUMBERS = (
    "", " ", "0", "5", "05", "-5", "- 5", "8,5", "8.5", "8,25", "8.25", "8,3", ",5", "5,", "-,5",
    "1,2,34", "1.234", "0,125", "12,345", "1.234.567", "123456789012345", "1234567890123456",
    "5%", "abc", "#!", "#?", "99", "100", "101", "0,75", "0,5",
)  # fmt: skip


def _numbers_of(kind: FieldKind) -> Design:
    decimal = kind is FieldKind.DECIMAL
    limits = Constraint(kind=K.NUMBER_RANGE, minimum=Decimal(0), maximum=Decimal(10) ** 15)
    field = Field(id="so", label="Số", kind=kind, step=Decimal("0.25") if decimal else None,
                  constraints=(_REQUIRED, limits))  # fmt: skip
    stored = [*map(_number, ["0", "5", "6", "7.5", "8.25", "8.3", "-5"]), ERROR, TRUE, DAY,
              RawCell(CellKind.DATE, date(2024, 1, 6))]  # fmt: skip
    return _alone((field, (*_texts(*_TYPED_NUMBERS, *ODD, *(f"5{c}" for c in ODD)), *stored)))


_TYPED_DATES = (
    "", " ", "5/3/2024", "05-03-2024", "5.3.2024", "5/3-2024", "29/02/2023", "29/02/2024",
    "01/13/2024", "31/04/2024", "005/1/2024", "5/003/2024", "31/12/2024", "31/12/1900",
    "01/01/1901",
    "31/12/2200", "01/01/2201", "hôm qua", "2024", "#!", "#?", "#~", "Ngày 05 tháng 3 năm 2024",
    "ngày 31 tháng 02 năm 2024", "1/2/3/2024", "5/3/24", "nhày",
    "5 tháng 3 năm 2024", "ngày 5/3/2024", "03/2024", "2024/03/05", "5/3",
    "2024-03-05", "2024-03.05", "2024.03-05", "2024-03-5x",
)  # fmt: skip

_DAY_NUMBERS = ("0", "1", "2200", "2201", "45657", "45657.75", "109939", "109939.5", "109940")


def _date() -> Design:
    limits = Constraint(kind=K.DATE_RANGE, earliest=date(1901, 1, 1), latest=date(2024, 12, 31))
    near = Field(id="gan", label="Ngày gần", kind=FieldKind.DATE, constraints=(_REQUIRED, limits))
    free = Field(id="ngay", label="Ngày", kind=FieldKind.DATE, constraints=(_REQUIRED,))
    stored = (*map(_number, _DAY_NUMBERS), ERROR, TRUE, DAY)
    cells = (*_texts(*_TYPED_DATES, *ODD, *(f"5/3/2024{c}" for c in ODD)), *stored)
    return _alone((near, cells), (free, cells))


_KINDS: Mapping[str, Maker] = {
    FieldKind.TEXT: lambda: _text_of(FieldKind.TEXT),
    FieldKind.LONG_TEXT: lambda: _text_of(FieldKind.LONG_TEXT),
    FieldKind.CHOICE: _choice,
    FieldKind.MULTI_CHOICE: _ticks,
    FieldKind.INTEGER: lambda: _numbers_of(FieldKind.INTEGER),
    FieldKind.DECIMAL: lambda: _numbers_of(FieldKind.DECIMAL),
    FieldKind.DATE: _date,
}

_FORMS = _choices("Một", "Hai")


def _any_kind(*constraints: Constraint) -> tuple[Field, ...]:
    """A field of every kind with the same constraints."""
    return tuple(
        Field(
            id=f"f_{kind.name.lower()}",
            label=str(kind),
            kind=kind,
            choices=_FORMS if kind in (FieldKind.CHOICE, FieldKind.MULTI_CHOICE) else (),
            constraints=constraints,
        )
        for kind in FieldKind
    )


_GOOD = {FieldKind.CHOICE: "Một", FieldKind.MULTI_CHOICE: "x", FieldKind.INTEGER: "5",
         FieldKind.DECIMAL: "5,5", FieldKind.DATE: "5/3/2024"}  # fmt: skip


def _filled(field: Field, text: str) -> tuple[RawCell, ...]:
    """The text in the last column of the field, so that ticks are not only the first one."""
    return (*(BLANK,) * (column_count(field) - 1), text_cell(text))


def _required() -> Design:
    fields = _any_kind(_REQUIRED)
    rows = [
        {"stt": (text_cell("x"),)}
        | {f.id: _filled(f, _GOOD.get(f.kind, "chữ") if text == "good" else text) for f in fields}
        for text in ("good", "", "\u00a0", "\u200b", "\u3000")
    ]
    return Design(fields=(_COUNT, *fields), rows=tuple(rows))


_ASKED = Field(id="hoi", label="Đối tượng", kind=FieldKind.CHOICE, choices=LABELS)
_TICKED = Field(id="danh", label="Nội dung", kind=FieldKind.MULTI_CHOICE, choices=_FORMS)
_LISTED = Field(id="thon", label="Thôn", kind=FieldKind.CHOICE, list="don-vi", choices=PLACES)
_OF_FEW = Condition(field="hoi", values=("c1", "c5"))
_OF_TICKS = Condition(field="danh", values=("c1",))
_OF_MANY = Condition(field="thon", values=tuple(f"c{k}" for k in range(0, 62) if k != 2))
_ASKED_CELLS = _each(_texts("", "Tập thể", "Cá nhân", "cá nhân", "Ca\u0301 nha\u0302n",
                            "Nghề a\u0300", "Khác", "Ñ"))  # fmt: skip
_LISTED_CELLS = _each(_texts("", "Đà Ròn", "đà ròn", "Đa\u0300 Ròn", "Xã số 01, huyện Đơn Dương",
                             "Ña Loan", "?", "x"))  # fmt: skip
_TICKED_CELLS = [_texts("x", ""), _texts("", "X"), _texts("", "")]
_ELSEWHERE = Field(id="noi_khac", label="Nơi khác", kind=FieldKind.TEXT, constraints=(
    Constraint(kind=K.REQUIRED_WHEN, when=Condition(field="giai_doan_truoc", values=("c1",))),
))  # fmt: skip


def _required_when() -> Design:
    """What three conditions ask, each in every state, crossed with blank and filled fields."""
    fields: list[Field] = [_ASKED, _TICKED, _LISTED]
    for place, when in enumerate((_OF_FEW, _OF_TICKS, _OF_MANY)):
        fields += [
            Field(
                id=f"{one.id}_{place}",
                label=one.label,
                kind=one.kind,
                choices=one.choices,
                constraints=(Constraint(kind=K.REQUIRED_WHEN, when=when),),
            )
            for one in _any_kind()
        ]
    asked = [*zip(_ASKED_CELLS, _LISTED_CELLS, _TICKED_CELLS * 3, strict=False)]
    rows = [
        {"stt": (text_cell("x"),), "hoi": hoi, "thon": thon, "danh": danh}
        | {f.id: _filled(f, _GOOD.get(f.kind, "chữ") if full else "") for f in fields[3:]}
        for (hoi, thon, danh), full in product(asked, (True, False))
    ]
    # The first stays blank: whether it is required, no cell can tell.
    return Design(fields=(_COUNT, _ELSEWHERE, *fields), rows=tuple(rows))


def _allowed_when() -> Design:
    when = (_OF_FEW, _OF_MANY)
    few = [Field(id=f"khen{k}", label="Hình thức", kind=FieldKind.CHOICE,
                 choices=_choices("Cờ", "Bằng khen", "Giấy khen"),
                 constraints=(Constraint(kind=K.ALLOWED_WHEN, when=w, allowed=("c1",)),))
           for k, w in enumerate(when)]  # fmt: skip
    two = Constraint(kind=K.ALLOWED_WHEN, when=_OF_FEW, allowed=("c1", "c2"))
    many = Field(id="den", label="Chuyển đến", kind=FieldKind.CHOICE, list="don-vi", choices=PLACES,
                 constraints=(two,))  # fmt: skip
    one = Constraint(kind=K.ALLOWED_WHEN, when=_OF_FEW, allowed=("c0",))
    ticks = Field(id="viec", label="Việc", kind=FieldKind.MULTI_CHOICE,
                  choices=_choices("Một", "Hai", "Ba"), constraints=(one,))  # fmt: skip
    taken = list(zip_longest(
        _texts("", "Cờ", "cờ", "Bằng khen", "Giấy khen", "Giâ\u0301y khen", ""),
        _texts("Đà Ròn", "đà ròn", "Xã số 00, huyện Đơn Dương", "Xã số 02, huyện Đơn Dương",
               "Ña Loan", "Xã số 01, huyện Đơn Dương", "?"),
        [_texts("x", "", ""), _texts("", "x", ""), _texts("", "", "X"), _texts("x", "v", "x")] * 2,
    ))  # fmt: skip
    rows = [
        {"stt": (text_cell("x"),), "hoi": hoi, "thon": thon, "khen0": (khen,), "khen1": (khen,),
         "den": (den,), "viec": viec}
        for (hoi, thon), (khen, den, viec) in product(
            zip(_ASKED_CELLS, _LISTED_CELLS, strict=True),
            [(khen or BLANK, den or BLANK, viec) for khen, den, viec in taken],
        )
    ]  # fmt: skip
    return Design(fields=(_COUNT, _ASKED, _LISTED, *few, many, ticks), rows=tuple(rows))


def _length() -> Design:
    rule = Constraint(kind=K.LENGTH, min_length=3, max_length=10)
    cells = _texts("", "a", "ab", "abc", "abcd", "x" * 9, "x" * 10, "x" * 11, "  ab ", "đ" * 10,
                   "đ" * 300, "a\u0301", "a\u0301" * 10, "a\u0301" * 11, "\u00d1" * 11)  # fmt: skip
    kinds = (FieldKind.TEXT, FieldKind.LONG_TEXT)
    fields = [Field(id=f"d_{k.name}", label=k, kind=k, constraints=(rule,)) for k in kinds]
    return _alone(*((field, (*cells, _number("12"), _number("123"), DAY)) for field in fields))


def _number_range() -> Design:
    whole = Constraint(kind=K.NUMBER_RANGE, minimum=Decimal(-2), maximum=Decimal(50))
    part = Constraint(kind=K.NUMBER_RANGE, minimum=Decimal("0.5"), maximum=Decimal("99.75"))
    integer = Field(id="nguyen", label="Nguyên", kind=FieldKind.INTEGER, constraints=(whole,))
    decimal = Field(id="le", label="Lẻ", kind=FieldKind.DECIMAL, step=Decimal("0.25"),
                    constraints=(part,))  # fmt: skip
    free = Field(id="tuy", label="Tùy", kind=FieldKind.DECIMAL, constraints=(part,))
    texts = _texts("", "-4", "-3", "-2", "-1", "49", "50", "51", "a")
    steps = [*_texts("0,25", "0,5", "0,75", "99,5", "99,75", "100"), _number("0.5"), BLANK]
    fine = _texts("0,49", "0,50", "0,51", "99,74", "99,75", "99,76")
    return _alone((integer, texts), (decimal, steps), (free, fine))


_AROUND = ("31/12/2022", "1/1/2023", "02/01/2023", "30/12/2024", "31-12-2024", "1.1.2025", "",
           "29/02/2024", "2024", "ngày 01 tháng 01 năm 2026")  # fmt: skip


def _date_range() -> Design:
    rule = Constraint(kind=K.DATE_RANGE, earliest=date(2023, 1, 1), latest=date(2024, 12, 31))
    field = Field(id="ngay", label="Ngày", kind=FieldKind.DATE, constraints=(rule,))
    return _alone((field, (*_texts(*_AROUND), DAY, _number("44926"), _number("45658"))))


def _order(kind: ConstraintKind) -> Design:
    other = Field(id="moc", label="Mốc", kind=FieldKind.DATE)
    mine = Field(id="ngay", label="Ngày", kind=FieldKind.DATE,
                 constraints=(Constraint(kind=kind, other="moc"),))  # fmt: skip
    cells = _texts("", "1/1/2024", "02/01/2024", "3.1.2024", "ngày 02 tháng 01 năm 2024", "ngày x",
                   "31/02/2024")  # fmt: skip
    return _crossed((other, mine), _each(cells), _each((*cells, DAY)))


def _unique() -> Design:
    both = Constraint(kind=K.UNIQUE, within="workbook", together=("so", "lop"))
    campaign = Constraint(kind=K.UNIQUE, within="campaign")
    name = Field(id="ten", label="Tên", kind=FieldKind.TEXT, constraints=(_UNIQUE,))
    number = Field(id="so", label="Số", kind=FieldKind.DECIMAL, constraints=(_UNIQUE,))
    day = Field(id="ngay", label="Ngày", kind=FieldKind.DATE, constraints=(_UNIQUE,))
    ticks = Field(id="lop", label="Lớp", kind=FieldKind.MULTI_CHOICE, choices=_FORMS,
                  constraints=(_UNIQUE,))  # fmt: skip
    pair = Field(id="doi", label="Đôi", kind=FieldKind.TEXT, constraints=(both,))
    later = Field(id="dot", label="Cả đợt", kind=FieldKind.TEXT, constraints=(campaign,))
    stem = "z" * 220
    columns = (
        (name, _texts("Chi bộ A", "chi bộ a", "Chi bộ B", "Chi bộ *", "Chi bộ ?", "", "Khóa",
                      "Khoá", stem + "một", stem + "MỘT", stem + "hai", "ab", "a~b", "x*y", "X*Y",
                      "#?", "ho\u0300a", "HO\u0300A", "7", "07", "z" * 201, "z" * 200, "x~y",
                      "xy*")),
        (number, (*_texts("8,5", "8.5", "7", "07", "0", "-0", "1.234", "1.234", "", "a", "a"),
                  _number("8.5"), _number("9"))),
        (day, (*_texts("5/1/2024", "05.01.2024", "ngày 05 tháng 01 năm 2024",
                       "ngày 05 tháng 01 năm 2024", "6/1/2024", "x", "x"), _number("45296"))),
        (ticks, _texts("x", "X", "x", "", "", "", "", "", "", "v", "v")),
        (pair, _texts("đôi", "ĐÔI", "ba", "ba", "đôi", "", "một", "", "một", "năm", "năm")),
        (later, _texts("cả đợt", "Cả đợt", "khác")),
    )  # fmt: skip
    return _alone(*columns)


def _digits() -> Design:
    rule = Constraint(kind=K.DIGITS, min_length=3, max_length=5)
    field = Field(id="so_dt", label="Điện thoại", kind=FieldKind.TEXT, constraints=(rule,))
    typed = _texts(
        "",
        "01",
        "012",
        "0123",
        "01234",
        "012345",
        "0" * 40,
        "abc",
        "0123a",
        "01 23",
        "+0123",
        "\u00a00123",
        "01\u3000",
        "０１２３",
        "012\u3000",
        "ba\u0300",
    )
    return _alone((field, (*typed, _number("12"), _number("123"), _number("12.5"), DAY, ERROR)))


_CONSTRAINTS: Mapping[str, Maker] = {
    K.REQUIRED: _required,
    K.REQUIRED_WHEN: _required_when,
    K.ALLOWED_WHEN: _allowed_when,
    K.LENGTH: _length,
    K.NUMBER_RANGE: _number_range,
    K.DATE_RANGE: _date_range,
    K.NOT_BEFORE: lambda: _order(K.NOT_BEFORE),
    K.NOT_AFTER: lambda: _order(K.NOT_AFTER),
    K.UNIQUE: _unique,
    K.DIGITS: _digits,
}
