"""The buttons "Lỗi tiếp theo" and "Lỗi trước": from fault to fault of the latest check."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xladdin.area import Area, parse_area
from xladdin.refusal import Refusal, sentence
from xladdin.remembered import Kind, recall
from xladdin.session import Session, is_shown

__all__ = ["go", "step"]

Place = tuple[str, str]


def step(session: Session, *, forward: bool) -> None:
    """Selects the fault after, or before, the selected cell.

    `Refusal` ADD-030 without a check, ADD-186 where it found nothing that has a cell, ADD-031
    after the last fault, ADD-032 before the first.
    """
    records = recall(session)
    walk = [(r.sheet, cell) for r in records if r.kind is Kind.WALK for cell in r.cells]
    walk = [place for place in walk if place[0] in session.sheets]
    if not walk:
        listed = next((r.sheet for r in records if r.kind is Kind.SHEET), "")
        raise Refusal("ADD-186", sheet=listed) if listed else Refusal("ADD-030")
    index = _index(session, walk, forward=forward)
    if not 0 <= index < len(walk):
        raise Refusal("ADD-031" if forward else "ADD-032")
    hidden = go(session, walk[index])
    if hidden:
        session.host.tell(hidden)


def _index(session: Session, walk: Sequence[Place], *, forward: bool) -> int:
    """Where the next fault stands in the walk; from a sheet without faults it is the first."""
    front = session.book.sheets.active.name
    chosen = session.book.selection
    own = [index for index, (sheet, _) in enumerate(walk) if sheet == front]
    if not own or chosen is None:
        return 0 if forward else len(walk) - 1
    here = (chosen.row - 1, chosen.column - 1)
    reached = _merged(chosen)
    spots = {index: _spot(walk[index]) for index in own}
    if forward:
        if reached is not None:
            spots = {i: spot for i, spot in spots.items() if spot not in reached}
        return next((i for i, spot in spots.items() if spot > here), own[-1] + 1)
    return next((i for i in reversed(own) if spots[i] < here), own[0] - 1)


def _merged(chosen: Any) -> Area | None:
    """The merged cells that are selected as one: a fault inside them has been reached."""
    if chosen.merge_cells is not True:  # nor where only some are
        return None
    rows, columns = chosen.shape
    top, left = chosen.row - 1, chosen.column - 1
    return Area(top=top, left=left, bottom=top + rows - 1, right=left + columns - 1)


def _spot(place: Place) -> tuple[int, int]:
    area = parse_area(place[1])
    return area.top, area.left


def go(session: Session, place: Place) -> str:
    """Brings a cell to the front; what there is to say of it if it cannot be seen, else nothing."""
    name, cell = place
    sheet, area = session.sheets[name], parse_area(cell)
    shown = is_shown(sheet)
    if not shown:
        told = sentence("ADD-188", sheet=name, cell=cell)
    elif session.host.is_hidden(sheet, area):
        told = sentence("ADD-024", cell=cell)
    else:
        told = ""
    if shown:
        sheet.activate()
        sheet.range(area.first, area.last).select()
    return told
