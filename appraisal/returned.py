"""A return: one workbook that came back, read but not yet judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from schemas.cell import RawCell
from schemas.finding import Finding, Origin
from schemas.kinds import SenderKind

__all__ = ["Places", "Return", "ReturnedRow", "Sender"]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Sender:
    """Who sent it: a unit code, a member code or a body id."""

    kind: SenderKind
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where things stand in the file as returned (columns may have moved).

    ``columns``: field id → column letters (several for multi-choice). ``header``: header field
    id → A1 address. Scoring workbooks use criterion ids and ``_abstain``, ``_conflict``,
    ``_comment`` as field ids, and ``_id`` for the printed entry id (column B where absent).
    ``nil`` is the address of the "Không có đăng ký" tick, ``first`` that of the first cell of the
    entries that people fill in. ``cells``: field id → A1 addresses of an
    outline, whose fields stand below each other; they go before ``columns``.
    """

    sheet: str = ""
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    header: Mapping[str, str] = field(default_factory=dict)
    nil: str = ""
    first: str = ""
    cells: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def id_cell(self, file: str, row: int) -> Origin:
        """The origin of the printed entry id of a sheet row (1-based)."""
        letters = self.columns.get("_id", ("B",))
        return Origin(file=file, sheet=self.sheet, cell=f"{letters[0]}{row}")

    def cell(self, file: str, field_id: str, row: int, column: int = 0) -> Origin:
        """The origin of a field's cell in a sheet row (1-based)."""
        if field_id in self.cells:
            found = self.cells[field_id]
            cell = found[column] if column < len(found) else ""
            return Origin(file=file, sheet=self.sheet, cell=cell)
        letters = self.columns.get(field_id, ())
        address = f"{letters[column]}{row}" if column < len(letters) else ""
        return Origin(file=file, sheet=self.sheet, cell=address)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedRow:
    """One used row: sheet row (1-based), the printed entry id, and raw cells by field id.

    A row is used where any input cell is not blank, or, in stages after registration, where its
    id was printed. ``bound_to`` is what the workbook was issued with for this id (``name`` and
    ``title`` printed in a later stage), as raw text; empty in registrations. ``told_total`` and
    ``told_complete`` are what the workbook's own formulas say (``None`` where nothing is stored);
    they are compared, never believed.
    """

    row: int
    entry_id: str
    cells: Mapping[str, tuple[RawCell, ...]]
    bound_to: tuple[str, str] = ("", "")
    told_total: Decimal | None = None
    told_complete: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """One file that came back. ``rejected`` is the finding that keeps it out, else ``None``.

    ``path`` is relative to the workspace, with ``/`` and NFC. ``content_key`` is a hash of the
    normalised content (stage, sender, header, rows), empty where rejected. ``submission`` counts
    from 1; ``part`` is 0 for the first issue and k for supplement k. ``saved_at`` is what the
    file says of itself. ``letter_code`` is what its signed letter must bear. ``row_ids`` are all
    entry ids printed in the form, used or not; ``unused`` the printed rows of a sparse form in
    which nothing was filled in: no rows, kept for the pack that goes back. ``nil`` tells that the
    tick for "nothing to send" is set, ``nil_odd`` what else stands in its cell.
    """

    path: str
    sha256: str
    stage: str = ""
    sender: Sender | None = None
    submission: int = 1
    part: int = 0
    fingerprint: str = ""
    saved_at: datetime | None = None
    content_key: str = ""
    letter_code: str = ""
    nil: bool = False
    nil_odd: str = ""
    header: Mapping[str, tuple[RawCell, ...]] = field(default_factory=dict)
    rows: tuple[ReturnedRow, ...] = ()
    unused: tuple[ReturnedRow, ...] = ()
    row_ids: tuple[str, ...] = ()
    places: Places = field(default_factory=Places)
    findings: tuple[Finding, ...] = ()
    rejected: Finding | None = None
