"""The classes of input: what people and programs leave in a cell, each a named generator.

Every class can be put into every kind of field, for anything can be pasted anywhere.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from schemas.cell import CellKind
from schemas.field import Field
from schemas.kinds import ConstraintKind, FieldKind
from tests.verdicts.plainvalue import Limits, good, limits, long_date, short_date, spelled
from tests.verdicts.stored import (
    NOTHING,
    Stored,
    boolean,
    day,
    error,
    formula,
    number,
    text,
)

__all__ = ["BY_DESIGN", "COPIES", "INPUTS", "PLAIN", "Slot"]

PLAIN = "plain good value"


@dataclass(frozen=True, slots=True)
class Slot:
    """The cell to be filled: its field, and what stands above it in the same column."""

    field: Field
    source: Random
    earlier: Sequence[Stored] = ()

    @property
    def bounds(self) -> Limits:
        """The limits of the field."""
        return limits(self.field)

    def pick(self, *texts: str) -> Stored:
        """One of some texts, as a shared or an inline string."""
        return text(self.source.choice(texts), inline=self.source.random() < 0.2)


Maker = Callable[[Slot], Stored]


def _good(slot: Slot) -> Stored:
    return good(slot.field, slot.source)


def _words(slot: Slot) -> str:
    """The good value as the text that somebody would type."""
    value = _good(slot).raw.value
    if isinstance(value, Decimal):
        return spelled(value)
    return str(value or "x")


def _label(slot: Slot) -> str:
    choices = slot.field.choices
    labels = [choice.label for choice in choices] or ["Tập thể", "Cá nhân", "Thủy lợi – hòa giải"]
    return slot.source.choice(labels)


def _near_limit(slot: Slot, beyond: int) -> Stored:
    """On a limit (``beyond`` 0), one step within (-1), one step without (1), far out (50)."""
    bounds, up = slot.bounds, slot.source.random() < 0.5
    if slot.field.kind is FieldKind.DATE:
        span = timedelta(days=beyond * 20 if beyond > 1 else beyond)
        at = bounds.latest + span if up else bounds.earliest - span
        return slot.pick(short_date(at))
    if slot.field.kind in (FieldKind.INTEGER, FieldKind.DECIMAL):
        shift = bounds.step * beyond * (1000 if beyond > 1 else 1)
        value = bounds.most + shift if up else bounds.least - shift
        written = number(format(value, "f"))
        return written if slot.source.random() < 0.5 else text(spelled(value))
    length = max(bounds.longest + beyond if up else bounds.shortest - beyond, 1)
    digits = slot.field.constraint(ConstraintKind.DIGITS) is not None
    return text(("7" if digits else "ă") * min(length, 32_767))


def _number_text(mark: str) -> Maker:
    return lambda slot: slot.pick(
        *(f"{whole}{mark}{part}" for whole in ("0", "8", "12", "7") for part in ("5", "25", "10")),
        spelled(slot.bounds.least + slot.bounds.step, mark),
        spelled(slot.bounds.most - slot.bounds.step, mark),
    )


def _over_step(slot: Slot) -> Stored:
    bounds = slot.bounds
    value = bounds.least + bounds.step * slot.source.randint(0, 5) + bounds.step / 4
    if slot.source.random() < 0.5:
        return number(format(value, "f"))
    return text(spelled(value))


def _dust(slot: Slot) -> Stored:
    """What binary arithmetic leaves: shown as 0,3, stored as 0.30000000000000004."""
    bounds = slot.bounds
    nearly = float(bounds.least + bounds.step * 3) * (1 + 2**-52)
    return number(
        slot.source.choice(
            (
                "0.30000000000000004", "8.4999999999999982", "2.2999999999999998", repr(nearly),
                "9.9999999999999982", repr(float(bounds.most) * (1 + 2**-52)), "4.9999999999999991",
            )
        )
    )  # fmt: skip


def _day_within(slot: Slot) -> date:
    bounds = slot.bounds
    return bounds.earliest + timedelta(
        days=slot.source.randint(0, (bounds.latest - bounds.earliest).days)
    )


def _serial(at: date) -> Decimal:
    return Decimal((at - date(1899, 12, 30)).days)


def _date_text(slot: Slot) -> Stored:
    at = _day_within(slot)
    return slot.pick(
        short_date(at), short_date(at, "-"), short_date(at, "."), f" {short_date(at)} ",
        f"{at.day}/{at.month}/{at.year}", f"\u00a0{at.day}-{at.month}-{at.year}",
    )  # fmt: skip


def _month_first(slot: Slot) -> Stored:
    at = _day_within(slot)
    return slot.pick(
        f"{at.month:02d}/{at.day:02d}/{at.year}", at.isoformat(), "12/31/2024", "12/2024"
    )


def _long_date(slot: Slot) -> Stored:
    at = _day_within(slot)
    return slot.pick(
        long_date(at), long_date(at).capitalize(), long_date(at).replace(" ", "\u00a0"),
        unicodedata.normalize("NFD", long_date(at)), "ngày 31 tháng 02 năm 2024", "ngày mai",
        f"Ngày {at.day} tháng {at.month:02d} năm {at.year}", at.isoformat(),
        f"{at.day} tháng {at.month} năm {at.year}",
    )  # fmt: skip


def _under_date_format(slot: Slot) -> Stored:
    """8,5 in a cell that somebody once gave a date format; a time of day; another day."""
    return day(Decimal(slot.source.choice(("8000", "2201", "2200", "100.5", "73050", "120"))))


def _by_case(slot: Slot) -> Stored:
    label = _label(slot)
    return slot.pick(label.lower(), label.upper(), label.title(), label.swapcase())


_TONES = {"hòa": "hoà", "hóa": "hoá", "ủy": "uỷ", "Thủy": "Thuỷ", "Hòa": "Hoà", "khóa": "khoá"}


def _by_tone(slot: Slot) -> Stored:
    """The other place of the tone mark: hoà for hòa."""
    label = _label(slot)
    for new, old in _TONES.items():
        label = label.replace(new, old)
    return slot.pick(label, "Thuỷ lợi", "uỷ ban")


def _nfd(slot: Slot) -> Stored:
    made = _label(slot) if slot.field.choices else _words(slot)
    return text(unicodedata.normalize("NFD", made + ("" if slot.field.choices else " Đảng ủy")))


def _near_choice(slot: Slot) -> Stored:
    label = _label(slot)
    at = slot.source.randrange(len(label))
    return slot.pick(label[:at] + label[at + 1 :] or "x", label + "t", label.replace(" ", "  "))


def _earlier(slot: Slot) -> Stored:
    """Something that stands above, or a good value in the first row."""
    typed = [stored for stored in slot.earlier if stored.raw.value not in (None, "")]
    return slot.source.choice(typed) if typed else _good(slot)


def _as_text(stored: Stored) -> str | None:
    value = stored.raw.value
    return value if stored.raw.kind is CellKind.TEXT and isinstance(value, str) else None


def _copied(change: Callable[[str, Random], str]) -> Maker:
    """A copy of what stands above, its text changed."""

    def make(slot: Slot) -> Stored:
        above = _earlier(slot)
        words = _as_text(above)
        if words is None or _is_long(words):
            return above if words is None else text(words)
        return text(change(words, slot.source))

    return make


def _is_long(words: str) -> bool:
    """Whether a change might not fit a cell any more."""
    return len(words) > 30_000


def _spaced(words: str, source: Random) -> str:
    made = words.replace(" ", source.choice((" ", "  ", "\u00a0", " \u200b")))
    return source.choice(("", " ", "\u00a0")) + made + source.choice(("", " ", "\t", "\n"))


_STEM = "Mô hình " * 25


def _same_beginning(slot: Slot) -> Stored:
    """Texts that differ only behind their 200th or 255th character."""
    fill = "z" * slot.source.choice((0, 60))
    return text(_STEM + fill + slot.source.choice(("một", "MỘT", "hai")))


def _formula(*made: tuple[str, Stored]) -> Maker:
    def make(slot: Slot) -> Stored:
        written, result = slot.source.choice(made)
        return formula(written, result, cached=slot.source.random() < 0.5)

    return make


def _formula_text(slot: Slot) -> Stored:
    words = _words(slot)
    words = words if len(words) < 200 and '"' not in words else "Tập thể"
    written = slot.source.choice((f'"{words}"', f'TRIM(" {words} ")', f'"{words}"&""'))
    made = " ".join(words.split(" ")) if written.startswith("TRIM") else words
    return formula(written, text(made), cached=slot.source.random() < 0.5)


def _formula_number(slot: Slot) -> Stored:
    value = slot.bounds.least + slot.bounds.step * slot.source.randint(0, 4)
    result = number(format(value, "f"))
    return formula(f"{value:f}+0", result, cached=slot.source.random() < 0.5)


def _apostrophe(slot: Slot) -> Stored:
    made = slot.pick("5", "8,5", "007", "=A1", "05/01/2024", _words(slot))
    return replace(made, quoted=True)


_MANY: Mapping[str, Maker] = {
    "empty": lambda slot: NOTHING,
    "blanks only": lambda slot: slot.pick(
        " ", "   ", "\u00a0", "\u200b", "\t", "\n", " \u00a0\n\ufeff"
    ),
    "invisible around good": lambda slot: slot.pick(
        f"\u00a0{_words(slot)}\u200b", f"\ufeff{_words(slot)} ", f"\u2060 {_words(slot)}\u00a0"
    ),
    "very long": lambda slot: slot.pick("đ" * 32_767, "Chi bộ " * 4_600, "9" * 400, "x" * 3_001),
    "number text, comma": _number_text(","),
    "number text, point": _number_text("."),
    "thousands groups": lambda slot: slot.pick(
        "1.234", "1,234", "1 234", "1.234.567", "12.345,6", "-2.500", "1,234.5", "1\u00a0234"
    ),
    "odd digits": lambda slot: slot.pick(
        "１２", "٣", "1e3", "5%", "5 xã", "--5", "5-", "1,2,3", ",5"
    ),
    "negative": lambda slot: slot.source.choice(
        (number("-5"), number("-0.25"), *map(text, ("-5", "-0,5", "− 5", "- 5", "-0")))
    ),
    "over step": _over_step,
    "on a limit": lambda slot: _near_limit(slot, 0),
    "just within": lambda slot: _near_limit(slot, -1),
    "just without": lambda slot: _near_limit(slot, 1),
    "far out of range": lambda slot: _near_limit(slot, 50),
    "binary dust": _dust,
    "number cell": lambda slot: number(
        slot.source.choice(("0", "1", "5", "8.5", "2024", "100", "45296", "45296.75", "1000000"))
    ),
    "many digits": lambda slot: slot.source.choice(
        (text("123456789012345"), text("1234567890123456"), number("123456789012345"),
         text("0,1234567890"), number("0.333333333333333"), text("0000000000000012"))
    ),
    "leading zeros": lambda slot: slot.pick("05", "007", "00", "000123", "08,5", "0912345678"),
    "007 and 7": lambda slot: slot.source.choice(
        (text("007"), text("7"), number("7"), text("7,0"))
    ),
    "date as text": _date_text,
    "date cell": lambda slot: day(_serial(_day_within(slot))),
    "date and time cell": lambda slot: day(_serial(_day_within(slot)) + Decimal("0.75")),
    "number under a date format": _under_date_format,
    "impossible date": lambda slot: slot.pick(
        "31/02/2024", "30/2/2024", "31/04/2024", "00/01/2024", "32/01/2024", "01/13/2024", "1/1/24"
    ),
    "29/02 of a leap year": lambda slot: slot.pick("29/02/2024", "29/2/2000", "29-02-2020"),
    "29/02 of a common year": lambda slot: slot.pick("29/02/2023", "29/2/1900", "29.02.2100"),
    "month first": _month_first,
    "long date": _long_date,
    "a year": lambda slot: slot.source.choice((number("2024"), text("2024"), text("01/2024"))),
    "good choice": lambda slot: text(_label(slot)),
    "choice, other case": _by_case,
    "choice, tone elsewhere": _by_tone,
    "composed letters (NFD)": _nfd,
    "choice, text behind": lambda slot: slot.pick(f"{_label(slot)}.", f"{_label(slot)} (xã)"),
    "near choice": _near_choice,
    "tick": lambda slot: slot.pick("x", "X", " x ", "x\u00a0"),
    "other tick": lambda slot: slot.pick("✓", "v", "xx", "có", "1", "*", "х"),
    "copy": _earlier,
    "copy, other case": _copied(
        lambda words, source: source.choice((words.upper(), words.lower()))
    ),
    "copy, other spaces": _copied(_spaced),
    "wildcards": lambda slot: slot.pick("Chi bộ *", "Chi bộ ?", "Chi bộ 1", "~Chi bộ", "*", "Chi*"),
    "same beginning": _same_beginning,
    "formula: text": _formula_text,
    "formula: number": _formula_number,
    "formula: empty text": _formula(('""', text("")), ('IF(TRUE,"","a")', text(""))),
    "formula: error": _formula(
        ("NA()", error("#N/A")), ("1/0", error("#DIV/0!")), ('0+"a"', error("#VALUE!"))
    ),
    "formula: TRUE": _formula(("1=1", boolean(True)), ("1=2", boolean(False))),
    "error value": lambda slot: error(
        slot.source.choice(("#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!"))
    ),
    "TRUE/FALSE": lambda slot: boolean(slot.source.random() < 0.5),
    "leading apostrophe": _apostrophe,
    "old font letters": lambda slot: slot.pick(
        "®¬n D\u00ad¬ng", "§¶ng uû x·", "ñôn vò", "Huyeän uûy"
    ),
    "Eth for Đ": lambda slot: slot.pick("Ðơn Dương", "ðảng ủy", _label(slot).replace("Đ", "Ð")),
    "wide spaces": lambda slot: slot.pick(
        "\u2003", "Đơn\u2003Dương", "\u3000", _words(slot) + "\u202f", "8\u20095"
    ),
    "rare line breaks": lambda slot: slot.pick(
        "a\u2028b", f"{_words(slot)}\u2029", "a\u0085b", "5\x0b", "a\x0cb", "8\x0c", "\u1680"
    ),
    "emoji": lambda slot: slot.pick("👍", "Đạt 👍🏽", "🇻🇳 Chi bộ", "x✅", "👍" * 9),
    "signs of a formula": lambda slot: slot.pick(
        "=1+1", "+84 912", "-abc", "@ten", "=A1", "+5", "-"
    ),
    "control characters": lambda slot: slot.pick(
        "a\x07b", "\x01", "Chi\x7fbộ", "Chi\u0081bộ", "a_x0041_b", "\x1f5"
    ),
    "line breaks": lambda slot: slot.pick(
        "dòng một\ndòng hai", f"\n{_words(slot)}\n", f"{_words(slot)}\r\n", "a\rb", "\n\n5"
    ),
    "tabs": lambda slot: slot.pick(
        f"\t{_words(slot)}", "a\tb", "5\t", "\t\tx", f"\t{_words(slot)}\n", "a\tb\nc", "\n\t5"
    ),
    "like HTML": lambda slot: slot.pick("<b>5</b>", "a &amp; b", "<5", "]]>", '"x"', "&#10;"),
    "like our marks": lambda slot: slot.pick("#?", "#!", "#~", "#N/A", "TRUE", "#", "FALSE"),
}  # fmt: skip

INPUTS: Mapping[str, Maker] = {PLAIN: _good, **_MANY}
"""By name, in the order of the printed table."""

COPIES = ("copy", "copy, other case", "copy, other spaces")
"""Classes that repeat what stands above; a whole row of them is a duplicate of several fields."""

BY_DESIGN = tuple(_MANY)
"""The classes of which every workbook has a row of their own."""
