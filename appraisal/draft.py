"""A draft: an entry while its rows are being gathered; the one mutable thing of the account."""

from __future__ import annotations

from appraisal.bindings import role_text
from appraisal.decision import Decision
from appraisal.entry import Entry, EntryState, Received
from appraisal.judge import JudgedReturn
from appraisal.returned import Return
from appraisal.winners import LiveFile
from schemas.campaign import Roles, Stage
from schemas.finding import Origin
from schemas.value import Value

__all__ = ["Draft", "RowKey", "row_faults", "row_places"]

RowKey = tuple[str, int]
"""Path of a return and index of a row in it."""


class Draft:
    """See `appraisal.entry.Entry`.

    ``owners`` are the units that may report on it, ``keys``: stage id → the row that speaks for
    it, ``faulty`` those of its rows that are incomplete.
    """

    def __init__(
        self,
        *,
        id: str,
        unit: str,
        owners: set[str],
        subject: str = "",
        name: str = "",
        title: str = "",
        unregistered: bool = False,
    ) -> None:
        self.id = id
        self.unit = unit
        self.owners = owners
        self.unregistered = unregistered
        self.subject = subject
        self.name = name
        self.title = title
        self.values: dict[str, Value] = {}
        self.cells: dict[str, Origin] = {}
        self.rows: dict[str, Origin] = {}
        self.received: dict[str, Received] = {}
        self.keys: dict[str, RowKey] = {}
        self.faulty: set[RowKey] = set()
        self.blocked: set[str] = set()
        self.faults: dict[str, set[str]] = {}
        self.held = ""
        self.doubt = ""
        self.state = EntryState.REGISTERED
        self.merged_into = ""
        self.history: list[Decision] = []

    def take(self, stage: Stage, live: LiveFile, index: int) -> None:
        """Take over the row of a stage; what an earlier stage said stays."""
        judged, ret = live.judged, live.judged.ret
        row = ret.rows[index]
        places = row_places(stage, ret, row.row)
        for name, value in {**judged.header.values, **judged.rows[index].values}.items():
            self.values.setdefault(name, value)
            self.cells.setdefault(name, places.get(name, Origin(file=ret.path)))
        if self.unregistered and judged.shown:
            for name, value in judged.shown[index].items():
                self.values.setdefault(name, value)
                self.cells.setdefault(name, ret.places.cell(ret.path, name, row.row))
        self.rows[stage.id] = ret.places.id_cell(ret.path, row.row)
        self.received[stage.id] = live.arrived[index]
        self.keys[stage.id] = (ret.path, index)
        self.blocked |= judged.blocked(index)
        for name, codes in row_faults(judged, index).items():
            self.faults.setdefault(name, set()).update(codes)
        if not judged.complete(index):
            self.faulty.add((ret.path, index))
        self.doubt = self.doubt or live.rows[index]

    def identify(self, live: LiveFile, index: int, roles: Roles) -> None:
        """Who and what the entry is: by the role fields, else by what was printed in the row."""
        judged, printed = live.judged, live.judged.ret.rows[index].bound_to
        shown = judged.shown[index] if judged.shown else {}
        subject = judged.rows[index].values.get(roles.subject) or shown.get(roles.subject)
        self.subject = subject if isinstance(subject, str) else ""
        self.name = role_text(judged, index, roles.name) or printed[0]
        self.title = role_text(judged, index, roles.title) or printed[1]

    def entry(self) -> Entry:
        """The entry as a value."""
        return Entry(
            id=self.id,
            unit=self.unit,
            subject=self.subject,
            name=self.name,
            title=self.title,
            values=self.values,
            cells=self.cells,
            rows=self.rows,
            received=self.received,
            state=self.state,
            merged_into=self.merged_into,
            complete=not self.faulty,
            blocked=tuple(sorted(self.blocked)),
            unregistered=self.unregistered,
            held=self.held,
            doubt=self.doubt,
            history=tuple(self.history),
            faults={name: tuple(sorted(codes)) for name, codes in sorted(self.faults.items())},
        )


def row_faults(judged: JudgedReturn, index: int) -> dict[str, list[str]]:
    """Field id → codes of the errors in its cells, each once, sorted; the header's included."""
    found: dict[str, set[str]] = {}
    for fault in (*judged.header.faults, *judged.rows[index].faults):
        if not fault.warning:
            found.setdefault(fault.field, set()).add(fault.code)
    return {name: sorted(codes) for name, codes in found.items()}


def row_places(stage: Stage, ret: Return, row: int) -> dict[str, Origin]:
    """Field id → origin of its (first) cell."""
    form, places = stage.form, ret.places
    if form is None:
        return {}
    found = {spec.id: places.cell(ret.path, spec.id, row) for spec in form.fields}
    for spec in form.header:
        address = places.header.get(spec.id, "")
        found[spec.id] = Origin(file=ret.path, sheet=places.sheet, cell=address)
    return found
