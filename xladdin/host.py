"""What the add-in needs of the spreadsheet program beyond the object model of xlwings.

One method per need. Books, sheets and ranges are those of xlwings. `xladdin.com_host` is Excel.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from xladdin.area import Area
from xladdin.looks import Condition, Look, Rule

__all__ = ["FormHost", "Host", "OfficeHost", "Traits"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What the merge warns of in a file: macros, links to other workbooks."""

    has_macros: bool = False
    has_links: bool = False


class Host(Protocol):
    """The program that shows the workbook. ``Any`` stands for objects of xlwings.

    A *fill* is a word of the host's own for how the background of cells looks: pattern, colours,
    theme and tint. Equal looks have equal words; ``paint`` gives back what ``fill`` read.
    """

    def book(self) -> Any:
        """The workbook that the button was pressed on; `Refusal` ADD-001 where there is none."""

    def obstacle(self, book: Any) -> str:
        """Why the workbook cannot be worked on now, as a code (ADD-…); empty if it can."""

    def place(self, book: Any) -> str:
        """Where the file lies: a path, an address on the net, or its name where it lies nowhere."""

    def tell(self, words: str) -> None:
        """Shows a message and waits until it is read."""

    def ask(self, words: str) -> bool:
        """Asks a question that is answered by yes or no."""

    def sheet_names(self, book: Any) -> Collection[str]:
        """The names of all sheets, those of charts too, which xlwings does not list."""

    def traits(self, book: Any) -> Traits:
        """What the file brings along."""

    def protection(self, sheet: Any) -> object | None:
        """How a sheet is protected, every flag of it; ``None`` where it is not."""

    def unprotect(self, sheet: Any) -> bool:
        """Takes a protection without password away; ``False`` where a password holds it."""

    def protect(self, sheet: Any, flags: object) -> None:
        """Protects a sheet as `protection` had found it, without password."""

    def conceal(self, sheet: Any) -> None:
        """Hides a sheet so that no menu of the program lists it."""

    def solid(self, colour: str) -> str:
        """The fill of one colour, ``#RRGGBB``."""

    def fill(self, sheet: Any, areas: Sequence[Area]) -> str | None:
        """The fill that all cells of some areas have; ``None`` where they differ. Few calls."""

    def paint(self, sheet: Any, areas: Sequence[Area], fill: str) -> None:
        """Gives areas a fill, in as few calls as the program allows."""

    def notes(self, sheet: Any) -> Mapping[str, str]:
        """The text of every note by its cell (``C12``)."""

    def noteless(self, sheet: Any) -> Collection[str]:
        """Cells (``C12``) that take no note, for a conversation of the program is there."""

    def fit_note(self, note: Any, words: str) -> None:
        """Gives a new note of xlwings room for all its words."""

    def lay_out(self, sheet: Any, head: int) -> None:
        """Readies a table for paper and eye: lying, one page wide, its pages numbered.

        The rows down to ``head``, from 1, stay in sight; that one is repeated on every page. Where
        the program cannot (no printer), the sheet stays as it is.
        """

    def is_filtered(self, sheet: Any) -> bool:
        """Whether a filter hides rows: what is then done to a block passes by some of them."""

    def is_hidden(self, sheet: Any, area: Area) -> bool:
        """Whether the first cell of an area stands in a hidden row or column."""

    def save_copy(self, book: Any, path: Path) -> None:
        """Writes a copy of the workbook as it is now; OSError where it cannot be written."""

    def open_file(self, path: Path) -> None:
        """Opens a file with the program that belongs to it; OSError where none does."""


class FormHost(Host, Protocol):
    """A host that can also give a form its look and its checks back."""

    def part(self, sheet: Any, areas: Sequence[Area]) -> None:
        """Takes merged cells apart, also those that only reach into the areas."""

    def dress(self, sheet: Any, areas: Sequence[Area], look: Look) -> None:
        """Gives cells a format; what they hold stays."""

    def validate(self, sheet: Any, rules: Sequence[Rule]) -> None:
        """Replaces every data validation of a sheet."""

    def condition(self, sheet: Any, conditions: Sequence[Condition]) -> None:
        """Replaces every conditional format of a sheet; the first one is tried first."""


class OfficeHost(Host, Protocol):
    """A host for the office that merges: it also knows the program without a workbook."""

    def app(self) -> Any:
        """The program, also without a workbook; `Refusal` ADD-086 where it cannot be reached."""

    def choose_folder(self, app: Any, title: str, start: Path | None) -> Path | None:
        """The program's own folder dialog; ``None`` where it is cancelled."""

    def unsaved(self, book: Any) -> bool:
        """Whether a workbook has changes that its file has not."""

    def footer(self, sheet: Any) -> str:
        """The middle of the printed footer, with its codes of format; empty where there is none."""
