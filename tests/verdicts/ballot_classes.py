"""What members type or paste into scoring workbooks: classes of input for each kind of column.

Each typed cell says how a spreadsheet program would have saved it, and which raw cell that is.
A tab beside a line break is left out: LibreOffice hands it to formulas as character 1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from schemas.cell import BLANK, CellKind, RawCell
from schemas.scale import Criterion

__all__ = ["COMMENTS", "LOOKS", "POINTS", "TICKS", "Maker", "TypedCell", "good_points"]

LOOKS = ("", "general", "date", "quoted")
"""Own format of the cell, General as pasted, a date format, text behind an apostrophe."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedCell:
    """One cell as saved: ``kind`` n, s, str, b, e or empty; stored ``value``; ``formula``.

    ``raw`` is what it is in words of the product, said here and not read by the product.
    """

    kind: str = ""
    value: str = ""
    formula: str = ""
    look: str = ""
    raw: RawCell = BLANK


Maker = Callable[[Random, Criterion | None], TypedCell]


def _text(value: str, look: str = "", formula: str = "") -> TypedCell:
    raw = RawCell(CellKind.TEXT, value, bool(formula)) if value or formula else BLANK
    return TypedCell(
        kind="str" if formula else "s", value=value, formula=formula, look=look, raw=raw
    )


def _number(value: Decimal | str, look: str = "", formula: str = "") -> TypedCell:
    """A number as a double; the product reads its 15 significant digits."""
    shown = repr(float(value))
    raw = RawCell(CellKind.NUMBER, Decimal(f"{float(value):.15g}"), bool(formula))
    return TypedCell(kind="n", value=shown, formula=formula, look=look, raw=raw)


def _bool(value: bool, look: str = "", formula: str = "") -> TypedCell:
    raw = RawCell(CellKind.BOOL, value, bool(formula))
    return TypedCell(kind="b", value=str(int(value)), formula=formula, look=look, raw=raw)


def _error(value: str, look: str = "", formula: str = "") -> TypedCell:
    raw = RawCell(CellKind.ERROR, value, bool(formula))
    return TypedCell(kind="e", value=value, formula=formula, look=look, raw=raw)


def _dated(serial: int, formula: str = "") -> TypedCell:
    """A whole number with a date format; 60 is the day that never was, so it is not used."""
    day = date(1899, 12, 30) + timedelta(days=serial + (serial < 60))
    raw = RawCell(CellKind.DATE, day, bool(formula))
    return TypedCell(kind="n", value=str(serial), formula=formula, look="date", raw=raw)


def _units(item: Criterion | None) -> tuple[Decimal, Decimal]:
    return (item.maximum, item.step) if item else (Decimal(10), Decimal("0.5"))


def good_points(random: Random, item: Criterion | None) -> Decimal:
    """Points that every rule accepts."""
    most, step = _units(item)
    return step * random.randint(0, int(most / step))


def _spelled(value: Decimal, sign: str) -> str:
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", sign)


def _pick(*values: str) -> Maker:
    return lambda random, item: _text(random.choice(values))


def _typed_good(sign: str) -> Maker:
    def make(random: Random, item: Criterion | None) -> TypedCell:
        return _text(_spelled(good_points(random, item), sign))

    return make


def _around(before: str, after: str) -> Maker:
    def make(random: Random, item: Criterion | None) -> TypedCell:
        text = _spelled(good_points(random, item), random.choice(",."))
        return _text(before + text + after)

    return make


def _off_step(random: Random, item: Criterion | None) -> Decimal:
    _, step = _units(item)
    shift = step * Decimal(random.choice(("0.5", "0.2", "0.9")))
    return good_points(random, item) + shift if random.random() < 0.9 else step / 2


def _pasted(random: Random) -> str:
    return random.choice(("", "general"))


def _formula_number(random: Random, item: Criterion | None) -> TypedCell:
    first = good_points(random, item)
    value = first * random.choice((1, 1, 2))
    text = format(first, "f")
    return _number(value, _pasted(random), f"{text}*{int(value / first) if first else 1}")


def _dates_in(random: Random, item: Criterion | None) -> TypedCell:
    most, _ = _units(item)
    return _dated(random.randint(1, max(min(int(most), 59), 1)))


def _noise(random: Random, item: Criterion | None) -> TypedCell:
    """Points that some sum of binary fractions missed by its last bits."""
    points = float(good_points(random, item)) or 0.3
    return _number(Decimal(repr(points * (1 + random.choice((-1, 1)) * 2.3e-16))))


POINTS: Mapping[str, Maker] = {
    "empty": lambda random, item: TypedCell(),
    "good number": lambda random, item: _number(good_points(random, item), _pasted(random)),
    "good, comma": _typed_good(","),
    "good, point": _typed_good("."),
    "zero": lambda random, item: random.choice(
        (_number("0"), _number("0", "general"), _text("0"), _text("0,0"), _text("00"), _text("-0"))
    ),
    "maximum": lambda random, item: random.choice(
        (_number(_units(item)[0]), _text(_spelled(_units(item)[0], ",")))
    ),
    "over, number": lambda random, item: _number(
        _units(item)[0] + _units(item)[1] * random.randint(1, 9), _pasted(random)
    ),
    "over, text": lambda random, item: _text(
        _spelled(_units(item)[0] + _units(item)[1] * random.randint(1, 9), random.choice(",."))
    ),
    "just over": lambda random, item: _number(_units(item)[0] + Decimal("0.0000001")),
    "negative, number": lambda random, item: _number(
        -_units(item)[1] * random.randint(1, 9), _pasted(random)
    ),
    "negative, text": lambda random, item: _text(
        "-" + _spelled(_units(item)[1] * random.randint(1, 9), random.choice(",."))
    ),
    "off step, number": lambda random, item: _number(_off_step(random, item), _pasted(random)),
    "off step, text": lambda random, item: _text(_spelled(_off_step(random, item), ",")),
    "three decimals": _pick("1.234", "8,125", "0.500", "-1,000", "12,345", "10.000"),
    "four decimals": _pick("8,5000", "10.0000", "0,2500", "7,12345", "1,0001"),
    "leading zeros": lambda random, item: _text(
        "00" + _spelled(good_points(random, item), random.choice(",."))
    ),
    "trailing zero": lambda random, item: _text(f"{int(good_points(random, item))},0"),
    "plus sign": _around("+", ""),
    "unit": _pick("8 điểm", "8đ", "10 đ", "8,5 điểm", "8/10", "điểm 8"),
    "words": _pick("tám", "không", "chưa chấm", "xem lại", "?", "-", "—", "n/a", "null", "O"),
    "grouped": _pick("1.000,5", "1 000", "1,000.0", "10.000.000"),
    "percent, exponent": _pick("50%", "1e1", "1E+1", "8^1", "5E-1", "1/2", "½"),
    "signs alone": _pick(",", ".", "-", "-,", ",5", "5,", "8,,5", "8.5.0", "--5", "5-", "- 5"),
    "other digits": _pick("８", "८", "８,５", "\u22121", "Ⅷ", "8²"),
    "spaces": lambda random, item: _text(random.choice((" ", "   ", "\t", "\n", " \n "))),
    "no-break spaces": _pick("\u00a0", "\u00a0 \u00a0", "\u200b", "\ufeff"),
    "wide spaces": _pick("\u3000", "\u2003", "\u202f"),
    "spaces around": _around("  ", "\u00a0 "),
    "line break around": _around("\n", "\n"),
    "space within": _pick("8 ,5", "1 0", "8, 5", "- 1", "1\u00a00"),
    "very long": lambda random, item: _text(
        random.choice(("9" * 16, "0" * 20, "1" * 400, "chấm " * 1000, "8," + "5" * 14))
    ),
    "huge or tiny": lambda random, item: _number(
        random.choice(("1E300", "-1E300", "1E-20", "123456789012345", "1E15"))
    ),
    "binary noise": _noise,
    "date in range": _dates_in,
    "date over": lambda random, item: _dated(random.randint(41000, 46000)),
    "date format, half": lambda random, item: _number(
        good_points(random, item) + random.choice((Decimal(0), Decimal("0.5"))), "general"
    ),
    "date as text": _pick("05/8", "8/5/2024", "05/08/2024", "29/02/2023", "ngày 8 tháng 5"),
    "TRUE, FALSE": lambda random, item: _bool(random.random() < 0.5, "general"),
    "word TRUE": _pick("TRUE", "FALSE", "true"),
    "error": lambda random, item: _error(
        random.choice(("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?")), _pasted(random)
    ),
    "text of an error": _pick("#N/A", "#REF!", "#!", "#?", "#~"),
    "apostrophe": lambda random, item: _text(
        _spelled(good_points(random, item), ","), look="quoted"
    ),
    "typed apostrophe": _around("'", ""),
    "tick": _pick("x", "X", "v"),
    "formula, number": _formula_number,
    "formula, text": lambda random, item: random.choice(
        (
            _text("8,5", _pasted(random), '"8,5"'),
            _text("2", _pasted(random), 'MID("123",2,1)'),
            _text("tám", _pasted(random), '"t"&"ám"'),
        )
    ),
    "formula, spaces": lambda random, item: _text("  ", "general", 'REPT(" ",2)'),
    "formula, no text": lambda random, item: _text("", "general", 'IF(1=1,"")'),
    "formula, error": lambda random, item: random.choice(
        (_error("#DIV/0!", "general", "1/0"), _error("#N/A", "general", "NA()"))
    ),
    "formula, TRUE": lambda random, item: _bool(True, "general", "1=1"),
    "formula as text": _pick("=4+4", "=SUM(A1:A2)", "@8", "+4+4"),
}
"""Class → what stands in a score cell."""


TICKS: Mapping[str, Maker] = {
    "empty": lambda random, item: TypedCell(),
    "x": _pick("x"),
    "X": _pick("X"),
    "x in spaces": _pick(" x", "x ", "\u00a0X\u00a0", "\tx", "x\n", "\u200bx"),
    "several": _pick("xx", "x x", "XX", "x,x", "x."),
    "other mark": _pick("v", "✓", "✗", "có", "Có", "không", "đ", "*", "?", "o", "K", "y"),
    "other x": _pick("х", "Х", "×", "ｘ", "x\u0301", "χ"),
    "number": lambda random, item: _number(random.choice(("0", "1", "2.5")), _pasted(random)),
    "number as text": _pick("0", "1"),
    "spaces": lambda random, item: _text(random.choice((" ", "  ", "\t", "\n"))),
    "no-break spaces": _pick("\u00a0", "\u200b", "\u00a0\u00a0"),
    "wide spaces": _pick("\u3000", "\u2003"),
    "very long": lambda random, item: _text("x" * random.choice((256, 2000))),
    "TRUE, FALSE": lambda random, item: _bool(random.random() < 0.5, "general"),
    "word TRUE": _pick("TRUE", "true"),
    "error": lambda random, item: _error(random.choice(("#N/A", "#REF!")), _pasted(random)),
    "text of an error": _pick("#N/A", "#!", "#?"),
    "date": lambda random, item: _dated(random.randint(41000, 46000)),
    "apostrophe": lambda random, item: _text("x", look="quoted"),
    "formula, x": lambda random, item: random.choice(
        (_text("x", "general", '"x"'), _text("X", "general", 'UPPER("x")'))
    ),
    "formula, text": lambda random, item: _text("có", "general", '"c"&"ó"'),
    "formula, number": lambda random, item: _number("1", "general", "3-2"),
    "formula, error": lambda random, item: _error("#DIV/0!", "general", "1/0"),
    "formula, TRUE": lambda random, item: _bool(True, "general", "1=1"),
    "formula, spaces": lambda random, item: _text("  ", "general", 'REPT(" ",2)'),
}
"""Class → what stands in a tick cell."""

COMMENTS: Mapping[str, Maker] = {
    "empty": lambda random, item: TypedCell(),
    "words": _pick("Tốt", "Cần bổ sung minh chứng.", "Hồ sơ đủ;\nđề nghị xem lại"),
    "composed": _pick("To\u0302\u0301t", "Ðạt"),
    "number": lambda random, item: _number("8.5", _pasted(random)),
    "spaces": _pick(" ", "\u00a0"),
    "very long": lambda random, item: _text("Nhận xét dài. " * random.choice((20, 2000))),
    "formula as text": _pick("=Tôi là tác giả", "+1", "@a"),
    "text of an error": _pick("#N/A", "#!", "#?"),
    "TRUE, FALSE": lambda random, item: _bool(True, "general"),
    "error": lambda random, item: _error("#N/A", "general"),
    "date": lambda random, item: _dated(45296),
    "formula, text": lambda random, item: _text("tốt", "general", '"t"&"ốt"'),
}
"""Class → what stands in a comment cell."""
