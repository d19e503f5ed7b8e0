"""Ranges of cells, their fonts and notes, as xlwings asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.xladdin.engine.bases import base, closed
from tests.xladdin.engine.link import Refused
from tests.xladdin.engine.place import COLUMNS, ROWS, Area, written
from tests.xladdin.engine.validation import DataValidation
from tests.xladdin.engine.values import from_line, to_line

if TYPE_CHECKING:
    from tests.xladdin.engine.names import Name
    from tests.xladdin.engine.sheets import Sheet

__all__ = ["Font", "Note", "Range"]


class _NoCom:
    """What stands in the place of a COM object: there is one, and it can do nothing."""

    def __getattr__(self, name: str) -> Any:
        raise NotImplementedError(f"Range.api.{name}: there is no COM behind LibreOffice")


def _rgb(number: int) -> tuple[int, int, int]:
    return number >> 16 & 255, number >> 8 & 255, number & 255


def _number(color: Any) -> int | None:
    """0xRRGGBB of a tuple, of ``#RRGGBB`` or of COM's number, which is 0xBBGGRR."""
    if color is None:
        return None
    if isinstance(color, int):
        red, green, blue = reversed(_rgb(color))
    elif isinstance(color, str):
        red, green, blue = _rgb(int(color.removeprefix("#"), 16))
    else:
        red, green, blue = color
    return int(red) << 16 | int(green) << 8 | int(blue)


def _look(name: str) -> property:
    """A look that LibreOffice keeps under the same word and the same values."""

    def read(self: Range) -> Any:
        return self.ask(name, name)

    def write(self: Range, value: Any) -> None:
        self.ask(f"{name}=", f"set_{name}", value=value)

    return property(read, write)


@closed
class Range(base.Range):  # type: ignore[misc]  # xlwings' base classes are untyped
    """One area of a sheet, or several; like Excel's, it tells of the first and changes all."""

    def __init__(self, sheet: Sheet, areas: list[Area]) -> None:
        self._sheet = sheet
        self.areas = areas

    def ask(self, member: str, do: str, **given: Any) -> Any:
        """Have LibreOffice do something with all areas, and count it."""
        return self._sheet.ask(f"Range.{member}", do, areas=self.areas, **given)

    @property
    def area(self) -> Area:
        """The first area."""
        return self.areas[0]

    @property
    def bounds(self) -> tuple[int, int, int, int]:
        """First row and column, last row and column of the first area."""
        row, column, rows, columns = self.area
        return row, column, row + rows - 1, column + columns - 1

    @property
    def coords(self) -> tuple[Any, int, int, int, int]:
        return (self._sheet, *self.area)

    @property
    def api(self) -> Any:
        return _NoCom()

    @property
    def sheet(self) -> Sheet:
        return self._sheet

    def __len__(self) -> int:
        return sum(rows * columns for _, _, rows, columns in self.areas)

    @property
    def row(self) -> int:
        return self.area[0]

    @property
    def column(self) -> int:
        return self.area[1]

    @property
    def shape(self) -> tuple[int, int]:
        return self.area[2], self.area[3]

    @property
    def raw_value(self) -> Any:
        found = self._sheet.ask("Range.raw_value", "read", area=self.area)
        rows = tuple(tuple(from_line(value) for value in row) for row in found)
        return rows[0][0] if self.shape == (1, 1) else rows

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        self.ask("raw_value=", "write", values=self._block(value))

    def _block(self, value: Any) -> Any:
        """A single value, or rows of values of the shape of the range."""
        if not isinstance(value, (list, tuple)):
            return to_line(value)
        rows = value if value and isinstance(value[0], (list, tuple)) else [value]
        shapes = {(len(rows), len(row)) for row in rows}
        if shapes != {self.shape}:
            raise NotImplementedError(f"Range.raw_value: {shapes} assigned to {self.shape}")
        return [[to_line(cell) for cell in row] for row in rows]

    @property
    def formula(self) -> Any:
        found = self._sheet.ask("Range.formula", "formulas", area=self.area)
        return found[0][0] if self.shape == (1, 1) else tuple(tuple(row) for row in found)

    @formula.setter
    def formula(self, value: Any) -> None:
        self._sheet.ask("Range.formula=", "set_formulas", area=self.area, values=self._block(value))

    formula2 = formula

    @property
    def has_array(self) -> bool:
        return False

    def clear_contents(self) -> None:
        self.ask("clear_contents", "clear", contents=True, formats=False)

    def clear_formats(self) -> None:
        self.ask("clear_formats", "clear", contents=False, formats=True)

    def clear(self) -> None:
        self.ask("clear", "clear", contents=True, formats=True)

    def end(self, direction: str) -> Range:
        words = {"d": "down", "u": "up", "l": "left", "r": "right"}
        found = self._sheet.ask(
            "Range.end",
            "edge",
            row=self.row,
            column=self.column,
            direction=words.get(direction, direction),
        )
        return Range(self._sheet, [tuple(found)])

    @property
    def font(self) -> Font:
        return Font(self)

    @property
    def data_validation(self) -> DataValidation:
        return DataValidation(self)

    column_width = _look("column_width")
    row_height = _look("row_height")
    row_hidden = _look("row_hidden")
    column_hidden = _look("column_hidden")
    number_format = _look("number_format")
    wrap_text = _look("wrap_text")
    horizontal_alignment = _look("horizontal_alignment")
    vertical_alignment = _look("vertical_alignment")

    @property
    def color(self) -> tuple[int, int, int] | None:
        found = self.ask("color", "color")
        return None if found is None else _rgb(found)

    @color.setter
    def color(self, color_or_rgb: Any) -> None:
        self.ask("color=", "set_color", value=_number(color_or_rgb))

    def set_colors(self, colors: Any) -> None:
        """Cell by cell, as through COM."""
        for row, line in enumerate(colors, 1):
            for column, color in enumerate(line, 1):
                if color is not ...:
                    self(row, column).color = color

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        text = ",".join(written(area, row_absolute, col_absolute) for area in self.areas)
        book, sheet = self._sheet.book.name, self._sheet.name
        return f"'[{book}]{sheet}'!{text}" if external else text

    @property
    def address(self) -> str:
        return self.get_address(True, True, False)

    def autofit(self, axis: str | None = None) -> None:
        self.ask("autofit", "autofit", axis=axis)

    @property
    def hyperlink(self) -> str:
        found = self._sheet.ask("Range.hyperlink", "hyperlink", row=self.row, column=self.column)
        if found is None:
            raise Exception("The cell doesn't seem to contain a hyperlink!")
        return str(found)

    def add_hyperlink(
        self, address: str, text_to_display: str | None = None, screen_tip: str | None = None
    ) -> None:
        """The screen tip is not kept: LibreOffice has none."""
        self._sheet.ask(
            "Range.add_hyperlink",
            "add_hyperlink",
            row=self.row,
            column=self.column,
            address=address,
            text=text_to_display,
        )

    @property
    def name(self) -> Name | None:
        sheet = self._sheet.name
        for _, name in self._sheet.book.names.snapshot():
            said = name.refers_to
            for title in (sheet, "'" + sheet.replace("'", "''") + "'"):
                if said == f"={title}!{self.address}":
                    return name
        return None

    @name.setter
    def name(self, value: str) -> None:
        title = self._sheet.name.replace("'", "''")
        self._sheet.book.names.add(value, f"='{title}'!{self.address}")

    def __call__(self, arg1: int, arg2: int | None = None) -> Range:
        row, column, _, columns = self.area
        if arg2 is None:
            down, right = divmod(arg1 - 1, columns)
        else:
            down, right = arg1 - 1, arg2 - 1
        if not (1 <= row + down <= ROWS and 1 <= column + right <= COLUMNS):
            raise Refused(f"there is no cell {down} below and {right} right of {self.address}")
        return Range(self._sheet, [(row + down, column + right, 1, 1)])

    @property
    def rows(self) -> Range:
        return Range(self._sheet, self.areas)

    @property
    def columns(self) -> Range:
        return Range(self._sheet, self.areas)

    def select(self) -> None:
        self.ask("select", "select")

    @property
    def merge_area(self) -> Range:
        return Range(self._sheet, [tuple(self.ask("merge_area", "merge_area"))])

    @property
    def merge_cells(self) -> bool | None:
        found = self.ask("merge_cells", "merge_cells")
        return None if found is None else bool(found)

    def merge(self, across: bool) -> None:
        self.ask("merge", "merge", across=bool(across))

    def unmerge(self) -> None:
        self.ask("unmerge", "unmerge")

    @property
    def note(self) -> Note | None:
        found = self._sheet.ask("Range.note", "note", row=self.row, column=self.column)
        return None if found is None else Note(self._sheet, self.row, self.column)

    def add_note(self, text: str) -> Note:
        self._sheet.ask("Range.add_note", "add_note", row=self.row, column=self.column, text=text)
        return Note(self._sheet, self.row, self.column)


@closed
class Note(base.Note):  # type: ignore[misc]  # xlwings' base classes are untyped
    """The note of a cell."""

    def __init__(self, sheet: Sheet, row: int, column: int) -> None:
        self._sheet = sheet
        self._row, self._column = row, column

    def _ask(self, member: str, do: str, **given: Any) -> Any:
        return self._sheet.ask(f"Note.{member}", do, row=self._row, column=self._column, **given)

    def _found(self, member: str) -> tuple[str, str]:
        found = self._ask(member, "note")
        if found is None:
            raise Refused("the note is gone")
        return found[0], found[1]

    @property
    def api(self) -> Any:
        return _NoCom()

    @property
    def text(self) -> str:
        return self._found("text")[0]

    @text.setter
    def text(self, value: str) -> None:
        self._ask("text=", "set_note", text=value)

    @property
    def author(self) -> str:
        return self._found("author")[1]

    @property
    def location(self) -> Range:
        return Range(self._sheet, [(self._row, self._column, 1, 1)])

    def delete(self) -> None:
        self._ask("delete", "delete_note")


@closed
class Font(base.Font):  # type: ignore[misc]  # xlwings' base classes are untyped
    """The font of a range."""

    def __init__(self, parent: Range) -> None:
        self._range = parent

    def _get(self, word: str) -> Any:
        return self._range.ask(f"font.{word}", "font", word=word)

    def _set(self, word: str, value: Any) -> None:
        self._range.ask(f"font.{word}=", "set_font", word=word, value=value)

    @property
    def api(self) -> Any:
        return _NoCom()

    @property
    def bold(self) -> bool | None:
        found = self._get("bold")
        return None if found is None else bool(found)

    @bold.setter
    def bold(self, value: bool) -> None:
        self._set("bold", value)

    @property
    def italic(self) -> bool | None:
        found = self._get("italic")
        return None if found is None else bool(found)

    @italic.setter
    def italic(self, value: bool) -> None:
        self._set("italic", value)

    @property
    def size(self) -> float | None:
        found = self._get("size")
        return None if found is None else float(found)

    @size.setter
    def size(self, value: float) -> None:
        self._set("size", value)

    @property
    def color(self) -> tuple[int, int, int]:
        found = self._get("color")
        return _rgb(0 if found is None else found)

    @color.setter
    def color(self, color_or_rgb: Any) -> None:
        self._set("color", _number(color_or_rgb))

    @property
    def name(self) -> str | None:
        found = self._get("name")
        return None if found is None else str(found)

    @name.setter
    def name(self, value: str) -> None:
        self._set("name", value)
