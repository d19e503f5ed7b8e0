"""Issued workbooks with every class of input in them: what is typed where, and how it was made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

from appraisal.returned import Sender
from schemas.campaign import Campaign
from schemas.field import Field
from schemas.form import StageForm, columns_of
from schemas.formpart import encode_form, stage_form
from schemas.kinds import FieldKind, SenderKind, StageKind
from schemas.load import read_definition
from schemas.preset import preset_bytes, presets
from schemas.value import Value
from tests.verdicts.definitions import RANDOM_STAGE, random_campaign
from tests.verdicts.inputs import BY_DESIGN, COPIES, INPUTS, PLAIN, Slot
from tests.verdicts.plainvalue import good
from tests.verdicts.stored import NOTHING, Stored, boolean, error, text
from tests.verdicts.stored import number as figure
from tests.verdicts.typed import type_into
from workbooks.issue import write_form
from workbooks.layout import Layout, address, layout_of, shows_honours
from workbooks.plan import FormPlan, FormRow

__all__ = ["Book", "Key", "Typed", "preset_books", "random_book"]

Key = tuple[str, int]
"""Field id and index inside the field."""

_SENDERS = {SenderKind.UNIT: "DD03", SenderKind.BODY: "btv"}
_BLANK = ("empty", "blanks only", "formula: empty text")
_TICKS = (
    *map(text, ("x", "X", " x\u00a0", "xx", "không", "#!", "\u200b ")),
    *map(error, ("#N/A", "#REF!")),
    boolean(False),
    figure("0"),
)
_HONOUR = ("Đảng ủy xã Ka Đô", "Chi bộ số", "DD03", "2023", "12-QĐ/HU")


@dataclass(frozen=True, slots=True)
class Typed:
    """One cell that was filled: its content and the class of input it belongs to."""

    stored: Stored
    made_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A workbook: the plan it was issued by, and everything that was typed into it.

    ``rows`` and ``shown`` (what was typed into printed columns of spare rows) are parallel to the
    rows of the plan. ``nil`` is what stands where the form can be ticked as empty.
    """

    name: str
    plan: FormPlan
    header: Mapping[Key, Typed]
    rows: tuple[Mapping[Key, Typed], ...]
    nil: Stored = NOTHING
    shown: tuple[Mapping[str, Stored], ...] = field(default=())

    @property
    def layout(self) -> Layout:
        """Where everything stands."""
        return layout_of(self.plan.stage, len(self.plan.rows))

    def places(self) -> Iterator[tuple[int, Key, str]]:
        """Row (0 the header, k the k-th entry row), cell and address of every judged cell."""
        at = self.layout
        for name, place in at.header.items():
            yield 0, (name, 0), address(*place)
        for number in range(1, len(self.rows) + 1):
            for name, places in at.cells.items():
                yield from ((number, (name, k), address(*p)) for k, p in enumerate(places))
            for name, columns in at.inputs.items():
                row = at.first_row + number - 1
                yield from ((number, (name, k), address(row, c)) for k, c in enumerate(columns))

    def typed(self, row: int, key: Key) -> Typed:
        """What was typed into a cell."""
        return self.rows[row - 1][key] if row else self.header[key]

    def write(self, folder: Path) -> Path:
        """Issues the workbook blank and types everything into it."""
        at = self.layout
        cells = {where: self.typed(row, key).stored for row, key, where in self.places()}
        if at.nil:
            cells[address(*at.nil)] = self.nil
        for number, shown in enumerate(self.shown):
            for name, stored in shown.items():
                cells[address(at.first_row + number, at.shown[name][0])] = stored
        path = folder / f"{self.name}.xlsx"
        path.write_bytes(type_into(write_form(self.plan), self.plan.stage.sheet, cells))
        return path


def random_book(seed: int, rows: int) -> Book:
    """A random definition with one row of every class, and ``rows`` rows at random."""
    source = Random(f"random {seed}")
    campaign = random_campaign(source)
    return _book(f"dn{seed:04d}", campaign, RANDOM_STAGE, source, rows)


def preset_books(seed: int, rows: int, *, design: bool = True) -> Iterator[Book]:
    """One workbook of every stage with a form of every built-in campaign.

    With ``design`` also a row of every class; an outline has one row whatever is asked.
    """
    for info in presets():
        campaign = _preset(info.id)
        for stage in campaign.stages:
            if stage.form is not None:
                name = f"{info.id}-{stage.id}-{seed:03d}"
                source = Random(f"{name} {seed}")
                yield _book(name, campaign, stage.id, source, rows, design=design)


@cache
def _preset(name: str) -> Campaign:
    campaign, findings = read_definition(preset_bytes(name))
    assert campaign is not None, findings
    return campaign


def _book(
    name: str,
    campaign: Campaign,
    stage_id: str,
    source: Random,
    rows: int,
    *,
    design: bool = True,
) -> Book:
    stage = stage_form(campaign, stage_id)
    form = stage.form
    assert form is not None
    design = design and not form.outline
    count = 1 if form.outline else rows + design * len(BY_DESIGN)
    filled = tuple(_Filler(form.fields, source).rows(count, design=design))
    nil = source.choice(_TICKS) if form.nil and source.random() < 0.3 else NOTHING
    plan = _plan(campaign, stage, stage_id, source, count)
    return Book(
        name=name,
        plan=plan,
        header=_Filler(form.header, source).row(),
        rows=filled,
        nil=nil,
        shown=tuple(_by_hand(stage, row, source) for row in plan.rows),
    )


def _by_hand(stage: StageForm, row: FormRow, source: Random) -> dict[str, Stored]:
    """What a unit types into the printed columns of a spare row: who a new entry is."""
    if not row.spare or source.random() < 0.4:
        return {}
    return {
        one.id: good(one, source) for one in stage.shown if one.kind is not FieldKind.MULTI_CHOICE
    }


def _plan(
    campaign: Campaign, stage: StageForm, stage_id: str, source: Random, count: int
) -> FormPlan:
    sender = _SENDERS[stage.sender]
    outline = stage.form is not None and stage.form.outline
    ids = [sender] if outline else [f"DD03-{k:03d}" for k in range(1, count + 1)]
    return FormPlan(
        campaign=campaign,
        stage=stage,
        form_json=encode_form(campaign, stage_id),
        sender=Sender(kind=stage.sender, id=sender),
        sender_name="Đảng ủy xã Ka Đô",
        group=campaign.unit_groups[0].id,
        rows=tuple(_printed(stage, entry_id, source, k) for k, entry_id in enumerate(ids)),
    )


def _printed(stage: StageForm, entry_id: str, source: Random, number: int) -> FormRow:
    """A row as it goes out: of an entry, of a line of the honours register, spare, or new."""
    if shows_honours(stage):
        return FormRow(entry_id=entry_id, honour=(f"{_HONOUR[0]} {number}", *_HONOUR[1:]))
    if not stage.shown or stage.stage_kind is StageKind.REGISTER:
        return FormRow(entry_id=entry_id)
    if source.random() < 0.3:
        return FormRow(entry_id=entry_id, spare=True)
    shown: dict[str, Value] = {one.id: _shown(one, source, number) for one in stage.shown}
    return FormRow(entry_id=entry_id, shown=shown)


def _shown(one: Field, source: Random, number: int) -> Value:
    if one.kind is FieldKind.CHOICE:
        return source.choice(one.choices).id
    if one.kind is FieldKind.DATE:
        return date(2023, 1, 1) + timedelta(days=source.randint(0, 700))
    return f"Chi bộ số {number}"


@dataclass(slots=True)
class _Filler:
    """Fills rows of a form, class by class and at random."""

    fields: tuple[Field, ...]
    source: Random
    columns: dict[Key, list[Stored]] = field(default_factory=dict)
    done: list[dict[Key, Typed]] = field(default_factory=list)

    def rows(self, count: int, *, design: bool) -> Iterator[Mapping[Key, Typed]]:
        """One row of every class, and rows of different moods between them."""
        planned: list[str] = list(BY_DESIGN) if design else []
        planned += [""] * (count - len(planned))
        self.source.shuffle(planned)
        for made_by in planned:
            yield self._keep(self._of(made_by) if made_by else self._mood())

    def row(self) -> Mapping[Key, Typed]:
        """One row of any mood."""
        return self._keep(self._mood()) if self.fields else {}

    def _of(self, made_by: str) -> dict[Key, Typed]:
        """A row of one class; a blank one would not count, so something good stands in it."""
        made = self._all(made_by)
        whole = made_by not in _BLANK or self.source.random() < 0.3
        return made if whole else made | self._some(1, [PLAIN])

    def _keep(self, row: dict[Key, Typed]) -> dict[Key, Typed]:
        for key, typed in row.items():
            self.columns.setdefault(key, []).append(typed.stored)
        self.done.append(row)
        return row

    def _mood(self) -> dict[Key, Typed]:
        mood = self.source.choices(("good", "spoilt", "wild", "copy", "sparse", "blank"),
                                   (3, 4, 4, 2, 2, 1))[0]  # fmt: skip
        names = list(INPUTS)
        if mood == "good":
            return self._all(PLAIN)
        if mood == "spoilt":
            return self._all(PLAIN) | self._some(2, names)
        if mood == "wild":
            return self._some(len(self._keys()), names)
        if mood == "copy" and self.done:
            return self._copy(self.source.choice(self.done))
        if mood == "sparse":
            wanted = self.source.randint(1, len(self._keys()))
            return self._all("empty") | self._some(wanted, [PLAIN, PLAIN, *names])
        return self._all("empty") | self._some(1, ["empty", "empty", "blanks only"])

    def _copy(self, above: Mapping[Key, Typed]) -> dict[Key, Typed]:
        """The whole row again, each cell in another spelling, one of them perhaps changed."""
        made = {
            key: self._made(key, name, [above[key].stored])
            if above[key].stored.shape != NOTHING.shape
            else above[key]
            for key, name in ((key, self.source.choice(COPIES)) for key in above)
        }
        return made | (self._some(1, [PLAIN]) if self.source.random() < 0.4 else {})

    def _keys(self) -> list[tuple[Field, int]]:
        return [(one, index) for one in self.fields for index in range(len(columns_of((one,))))]

    def _all(self, made_by: str) -> dict[Key, Typed]:
        return {(one.id, k): self._made((one.id, k), made_by) for one, k in self._keys()}

    def _some(self, count: int, names: Sequence[str]) -> dict[Key, Typed]:
        keys = self._keys()
        chosen = self.source.sample(keys, min(count, len(keys)))
        return {
            (one.id, k): self._made((one.id, k), self.source.choice(names)) for one, k in chosen
        }

    def _made(self, key: Key, made_by: str, above: Sequence[Stored] | None = None) -> Typed:
        one = next(one for one in self.fields if one.id == key[0])
        earlier = self.columns.get(key, []) if above is None else above
        return Typed(INPUTS[made_by](Slot(one, self.source, earlier)), made_by)
