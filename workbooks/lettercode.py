"""The check code that ties a signed letter to its file: computed by a formula and here alike.

Excel 2010 has no UNICODE, and CODE follows the code page of the computer. So a character counts
by its place in a fixed alphabet; a character outside it by its first place in the text itself,
behind the alphabet. Everything stays an exact integer far below 2^53, and every MOD far below
the limit of Excel's MOD (134,217,728 times the divisor).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from operator import mul

from appraisal.returned import Return
from schemas.cell import BLANK, RawCell
from schemas.field import Field
from schemas.form import StageForm
from schemas.rules.judge import column_count, reader_of
from schemas.rules.reading import Reader

__all__ = [
    "ALPHABET",
    "PRIME",
    "SEPARATOR",
    "code_formula",
    "code_of",
    "code_total",
    "key_formula",
    "key_part_formula",
    "letter_code",
    "part_limit",
    "row_key",
    "total_formula",
]

_SMALL = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz"
)
ALPHABET = " 0123456789" + _SMALL + _SMALL.upper() + ".,;:!?()[]{}<>/|+-*=%&@#_'$^~“”‘’–—…¦"
"""Every character with a place of its own; at most 255, so that a name can hold it."""

PRIME = 99991
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_SECOND = 9973
_FIRST = len(_LETTERS) ** 4
SEPARATOR = "¦"
"""Ends the text of each cell."""


def letter_code(values: Sequence[Sequence[str | Decimal]]) -> str:
    """The code ``ABCD-1234`` of cleaned cells: first the header, then each used row in order.

    Values are what ``clean_value`` gives. Changing, adding, dropping or moving any of them
    changes the code but for about one case in a hundred thousand.
    """
    return _code(code_total(values))


def code_total(values: Sequence[Sequence[str | Decimal]]) -> int:
    """What a code is made of: the sum of the keys of all rows, each by the weight of its place."""
    return sum(row_key(row)[1] * _weight(place) for place, row in enumerate(values))


def code_of(form: StageForm, ret: Return) -> str:
    """The code that a return's letter must bear; empty where the form has no letter."""
    if form.form is None or not form.form.letter:
        return ""
    header, columns = _columns(form.form.header), _columns(form.form.fields)
    return letter_code(
        [_cleaned(header, ret.header), *(_cleaned(columns, row.cells) for row in ret.rows)]
    )


_Column = tuple[str, int, Reader]


def _columns(fields: tuple[Field, ...]) -> tuple[_Column, ...]:
    """Field id, number of the column within it, and its reader, for every column."""
    return tuple(
        (field.id, index, reader)
        for field, reader in ((field, reader_of(field)) for field in fields)
        for index in range(column_count(field))
    )


def _cleaned(
    columns: tuple[_Column, ...], cells: Mapping[str, tuple[RawCell, ...]]
) -> list[str | Decimal]:
    """What ``clean_value`` makes of every column."""
    made: list[str | Decimal] = []
    for name, index, reader in columns:
        given = cells.get(name, ())
        cell = given[index] if index < len(given) else BLANK
        made.append(reader(cell.stored).clean)
    return made


def row_key(row: Sequence[str | Decimal]) -> tuple[str, int]:
    """The joined text and the key of the header or a used row."""
    limit = part_limit(len(row))
    text = "".join(_part(value)[:limit] + SEPARATOR for value in row)
    return text, _text_key(text)


def _code(total: int) -> str:
    first, second = total % _FIRST, total % _SECOND
    size = len(_LETTERS)
    letters = "".join(_LETTERS[first // size**k % size] for k in range(4))
    return f"{letters}-{second:04d}"


def _weight(place: int) -> int:
    return 1 + place * 7919 % 997


def total_formula(keys: str, places: str) -> str:
    """`code_total` of two ranges: the keys (0 where a row is not used) and places of all rows.

    The weights stand here and not with the keys, so that a row that comes into use makes those
    below it no work.
    """
    return f"SUMPRODUCT({keys}*(1+MOD({places}*7919,997)))"


def _text_key(text: str) -> int:
    if not text:
        return 32  # what the formula gives: the empty text is found at place 1 of the alphabet
    letters = ALPHABET + text
    first = dict(zip(reversed(letters), range(len(letters), 0, -1), strict=True))
    weights = _text_weights(max(1000, len(text)))
    total: int = sum(map(mul, map(first.__getitem__, text), weights))
    return total % PRIME


@lru_cache(maxsize=4)
def _text_weights(count: int) -> tuple[int, ...]:
    return tuple(place * place * 31 % 9973 + 1 for place in range(1, count + 1))


def part_limit(columns: int) -> int:
    """How many characters of each cell count, so that the joined row fits into one cell."""
    return 32_000 // max(columns, 1) - 1


def _part(value: str | Decimal) -> str:
    if isinstance(value, Decimal):
        return str(int((value * 1_000_000).to_integral_value(ROUND_HALF_UP)))
    return value


def key_part_formula(clean: str, limit: int) -> str:
    """The text of one cleaned cell, the same in every locale, at most ``limit`` characters."""
    return f'IF(ISNUMBER({clean}),TEXT(ROUND({clean}*1000000,0),"0"),LEFT({clean},{limit}))'


def key_formula(text: str, alphabet: str, ruler: str) -> str:
    """The key of one row; ``text`` is a cell, ``ruler`` a name of a column from row 1 down.

    A reference to the ruler up to row LEN yields 1, 2 … LEN inside SUMPRODUCT, not array-entered.
    """
    steps = f"ROW(INDEX({ruler},1):INDEX({ruler},MAX(1,LEN({text}))))"
    return (
        f"MOD(SUMPRODUCT(FIND(MID({text},{steps},1),{alphabet}&{text})"
        f"*(MOD({steps}*{steps}*31,{_SECOND})+1)),{PRIME})"
    )


def code_formula(total: str) -> str:
    """The code of the weighted sum of all row keys (a cell)."""
    size = len(_LETTERS)
    letters = "&".join(
        f'MID("{_LETTERS}",1+MOD(INT({total}/{size**k}),{size}),1)' for k in range(4)
    )
    return f'{letters}&"-"&TEXT(MOD({total},{_SECOND}),"0000")'
