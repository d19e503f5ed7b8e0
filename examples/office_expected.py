"""What the office-culture demo must come to beside the awards: dossiers, votes and answers.

Told from the plan alone: from what was typed, from the intake register and from the minutes.
"""

from __future__ import annotations

from collections.abc import Mapping

from schemas.kinds import DossierKind, FieldKind
from schemas.lists import DossierItem

from .filling import Typed
from .plan import Book, PlannedEntry

__all__ = ["answers", "dossiers", "votes"]

Line = tuple[str, bool, list[str]]
Answer = tuple[bool, dict[str, str]]


def dossiers(book: Book) -> dict[str, list[Line]]:
    """Entry → each part of the dossier: whether it is asked for, and what lacks."""
    return {
        key: [_item(book, entry, item) for item in book.campaign.dossier]
        for key, entry in book.entries.items()
    }


def _item(book: Book, entry: PlannedEntry, item: DossierItem) -> Line:
    wanted = entry.chosen["hinh_thuc"] in item.awards
    if not wanted:
        return item.id, False, []
    if item.kind is DossierKind.FIELDS:
        head = _head(book, entry.unit)
        proposes = head.get("trinh_tinh") == book.label("trinh_tinh", "co")
        asked = [f for f in item.fields if proposes or not f.endswith(("to_trinh", "bien_ban"))]
        said = {**head, **entry.typed}
        return item.id, bool(asked), [f for f in asked if said.get(f) in (None, "", "Không")]
    channels = {str(line["channel"]) for line in book.intake if _about(line, entry.unit)}
    known = {c.id for c in book.campaign.channels if c.recognised and not c.paper}
    paper = {c.id for c in book.campaign.channels if c.paper}
    enough = channels & (paper if item.kind is DossierKind.PAPER else known)
    return item.id, True, [] if enough else [item.id]


def _about(line: Mapping[str, object], unit: str) -> bool:
    return line["sender"] == unit and line["stage"] == "de-nghi"


def _head(book: Book, unit: str) -> dict[str, str]:
    """The head as it stands in the end: what a correction pack adds stands beside the first."""
    head: dict[str, str] = {}
    for planned in book.returns:
        if planned.stage == "de-nghi" and planned.sender == unit:
            head |= planned.filling.header
    return head


def votes(book: Book) -> dict[str, list[tuple[str, int, int, str, bool]]]:
    """Entry → award, votes for it, members, the share that is needed, carried (two thirds)."""
    return {
        key: [
            (award, yes, members, "2/3", 3 * yes >= 2 * members)
            for award, (yes, members) in entry.votes.items()
        ]
        for key, entry in book.entries.items()
        if entry.votes
    }


def answers(book: Book) -> dict[tuple[str, str], Answer]:
    """(stage, unit) → whether it is whole, and what is understood of it, as text."""
    found: dict[tuple[str, str], Answer] = {}
    for planned in book.returns:
        stage = book.campaign.stage(planned.stage)
        if stage is None or stage.form is None or not stage.form.outline:
            continue
        (cells,) = planned.filling.rows.values()
        kinds = {field.id: field.kind for field in stage.form.fields}
        values = {name: _text(typed, kinds[name]) for name, typed in cells.items()}
        said = {name: value for name, value in values.items() if value}
        found[planned.stage, planned.sender] = (not planned.incomplete, said)
    return found


def _text(typed: Typed, kind: FieldKind) -> str:
    """What a cell holds; words where a number is asked are not understood."""
    text = "" if typed is None else str(typed)
    return "" if kind is FieldKind.INTEGER and not text.isdigit() else text
