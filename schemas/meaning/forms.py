"""Forms: lists and steps of fields, shown fields, the letter."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.campaign import Campaign, Stage
from schemas.field import Field
from schemas.finding import Finding
from schemas.form import columns_of
from schemas.formpart import MOST_CHOICES, MOST_COLUMNS, MOST_CONSTRAINTS
from schemas.kinds import FieldKind, SenderKind, StageKind
from schemas.letter import Letter
from schemas.meaning.fault import fault, unknown
from schemas.meaning.scope import Spot, beginning, condition_faults, field_map, spots, visible

__all__ = ["form_faults"]

_CHOICES = (FieldKind.CHOICE, FieldKind.MULTI_CHOICE)
_TEXTS = (FieldKind.TEXT, FieldKind.LONG_TEXT)


def form_faults(campaign: Campaign) -> Iterator[Finding]:
    """DEF-204, 211, 212, 221 to 224, 228 per field; DEF-231 to 236, 255 to 260, 300 to 302."""
    known, first = field_map(campaign), beginning(campaign)
    for spot in spots(campaign):
        yield from _list(campaign, spot.field, spot.path)
        yield from _step(spot.field, spot.path)
        yield from _capitals(campaign, known, spot)
    for index, stage in enumerate(campaign.stages):
        yield from _shown(known, stage, index)
        yield from _width(stage, index, known)
        yield from _bounds(stage, f"stages[{index}].form", known)
        yield from _letter(stage, f"stages[{index}]")
        yield from _outline(stage, f"stages[{index}].form")
        yield from _rows(stage, f"stages[{index}].form", index == first)
        if stage.honours is not None:
            yield from _beside_honours(campaign, stage, f"stages[{index}].form")


def _list(campaign: Campaign, field: Field, path: str) -> Iterator[Finding]:
    """DEF-221 a choice field names a list, DEF-222 no other does, DEF-204 the list exists."""
    if field.kind in _CHOICES:
        names = [known.id for known in campaign.lists]
        if not field.list:
            yield fault("DEF-221", f"{path}.list", field.id)
        elif field.list not in names:
            yield unknown("DEF-204", f"{path}.list", field.list, names)
    elif field.list:
        yield fault("DEF-222", f"{path}.list", field.list, kind=field.kind)


def _step(field: Field, path: str) -> Iterator[Finding]:
    """DEF-223 only decimal fields have a step, DEF-224 and it is above zero."""
    if field.step is None:
        return
    if field.kind is not FieldKind.DECIMAL:
        yield fault("DEF-223", f"{path}.step", field.step, kind=field.kind)
    elif field.step <= 0:
        yield fault("DEF-224", f"{path}.step", field.step)


def _capitals(campaign: Campaign, known: dict[str, Spot], spot: Spot) -> Iterator[Finding]:
    """DEF-212 only texts have capitals, DEF-211 a condition is one of capitals; DEF-228."""
    field, when, path = spot.field, spot.field.capitals_when, f"{spot.path}.capitals"
    if field.capitals is not None and field.kind not in _TEXTS:
        yield fault("DEF-212", path, field.capitals, key="capitals", kind=field.kind)
    if when is None:
        return
    if field.capitals is None:
        yield fault("DEF-211", path, "", key="capitals", kind="capitals_when")
    yield from condition_faults(known, when, f"{path}_when")
    if when.field in known and when.field not in visible(campaign.stages[spot.stage], spot.part):
        yield fault("DEF-228", f"{path}_when.field", when.field)


def _shown(known: dict[str, Spot], stage: Stage, number: int) -> Iterator[Finding]:
    """DEF-206 unknown field, DEF-231 not a column of an earlier stage."""
    for index, name in enumerate(stage.form.shown if stage.form else ()):
        path = f"stages[{number}].form.shown[{index}]"
        spot = known.get(name)
        if spot is None:
            yield unknown("DEF-206", path, name, known)
        elif spot.stage >= number or spot.part == "header":
            yield fault("DEF-231", path, name)


def _outline(stage: Stage, path: str) -> Iterator[Finding]:
    """DEF-255 what an outline cannot have, DEF-256 sections stand in an outline only."""
    form = stage.form
    if form is None:
        return
    if not form.outline:
        for part in ("header", "fields"):
            for index, field in enumerate(getattr(form, part)):
                if field.section:
                    yield fault("DEF-256", f"{path}.{part}[{index}].section", field.section)
        return
    keys = [key for key in ("header", "shown", "letter", "nil", "sparse") if getattr(form, key)]
    for key in [*keys, *(["capacity"] if form.capacity > 1 else [])]:
        yield fault("DEF-255", f"{path}.{key}", key, key=key, kind="outline")
    if stage.kind is StageKind.REGISTER:
        yield fault("DEF-255", f"{path}.outline", "outline", key="outline", kind=stage.kind)


def _rows(stage: Stage, path: str, first: bool) -> Iterator[Finding]:
    """DEF-255 only printed rows may stay blank, DEF-258 units need rows for new entries."""
    form = stage.form
    if form is None or form.outline:
        return
    if form.sparse and first:
        yield fault("DEF-255", f"{path}.sparse", "sparse", key="sparse", kind=stage.kind)
    if form.capacity < 1 and stage.sender is not SenderKind.BODY:
        yield fault("DEF-258", f"{path}.capacity", form.capacity, stage=stage.id)


def _beside_honours(campaign: Campaign, stage: Stage, path: str) -> Iterator[Finding]:
    """DEF-260: beside a line of the honours register only who and what it is can be printed."""
    roles = (campaign.roles.subject, campaign.roles.name, campaign.roles.title)
    for index, name in enumerate(stage.form.shown if stage.form else ()):
        if name not in roles:
            yield fault("DEF-260", f"{path}.shown[{index}]", name, known=", ".join(roles))


def _width(stage: Stage, number: int, known: dict[str, Spot]) -> Iterator[Finding]:
    """DEF-232: no more columns than a workbook can carry in its form part."""
    if stage.form is None:
        return
    shown = tuple(known[name].field for name in stage.form.shown if name in known)
    count = len(columns_of((*shown, *stage.form.fields)))
    if count > MOST_COLUMNS:
        yield fault("DEF-232", f"stages[{number}].form.fields", count, limit=MOST_COLUMNS)


def _bounds(stage: Stage, path: str, known: dict[str, Spot]) -> Iterator[Finding]:
    """What every reader of the form part refuses: it could keep the rules busy without end.

    DEF-300 lines above the table, DEF-301 choices of a form, DEF-302 constraints of a field.
    """
    if stage.form is None:
        return
    header = stage.form.header
    if len(header) > MOST_COLUMNS:
        yield fault("DEF-300", f"{path}.header", len(header), limit=MOST_COLUMNS)
    shown = tuple(known[name].field for name in stage.form.shown if name in known)
    choices = sum(len(field.choices) for field in (*shown, *stage.form.fields, *header))
    if choices > MOST_CHOICES:
        yield fault("DEF-301", path, choices, limit=MOST_CHOICES)
    for part in ("header", "fields"):
        for index, field in enumerate(getattr(stage.form, part)):
            count = len(field.constraints)
            if count > MOST_CONSTRAINTS:
                where = f"{path}.{part}[{index}].constraints"
                yield fault("DEF-302", where, count, limit=MOST_CONSTRAINTS)


def _letter(stage: Stage, path: str) -> Iterator[Finding]:
    """DEF-233 a letter is asked for but has no words, DEF-234 the other way round."""
    asked = stage.form is not None and stage.form.letter
    if asked and stage.letter is None:
        yield fault("DEF-233", f"{path}.letter", stage.id)
    if stage.letter is not None and not asked:
        yield fault("DEF-234", f"{path}.letter", stage.id)
    if stage.letter is not None and stage.form is not None:
        yield from _letter_fields(stage.letter, stage, f"{path}.letter")


def _letter_fields(letter: Letter, stage: Stage, path: str) -> Iterator[Finding]:
    """DEF-235 header fields and DEF-236 columns that the letter prints stand in the same form."""
    header = {field.id: field for field in stage.form.header} if stage.form else {}
    columns = [field.id for field in stage.form.fields] if stage.form else []
    for key in ("number_field", "date_field"):
        name = getattr(letter, key)
        if name not in header:
            yield unknown("DEF-235", f"{path}.{key}", name, header)
    day = header.get(letter.date_field)
    if day is not None and day.kind is not FieldKind.DATE:
        yield fault("DEF-227", f"{path}.date_field", letter.date_field)
    for index, name in enumerate(letter.items):
        if name not in columns:
            yield unknown("DEF-236", f"{path}.items[{index}]", name, columns)
