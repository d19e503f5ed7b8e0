"""The dossier check: which parts of an entry's dossier lack what (rule R44)."""

from __future__ import annotations

from collections.abc import Mapping

from appraisal.entry import Entry, Received
from appraisal.outcome import DossierLine
from appraisal.panel import holds
from appraisal.scope import in_scope
from appraisal.survey import asked
from schemas.campaign import Campaign
from schemas.field import Field
from schemas.kinds import ConstraintKind, DossierKind
from schemas.lists import DossierItem

__all__ = ["dossier_of"]


def dossier_of(campaign: Campaign, entry: Entry, route: str, group: str) -> tuple[DossierLine, ...]:
    """One line per declared item; ``route`` and ``group`` are those of the entry and its unit.

    A field lacks where it is asked of the entry and blank, or where its cell has an error. An
    item of kind channel or paper lacks itself. An item is asked where one of its awards may be
    given to the entry; one of fields only where it asks a field of it.
    """
    if not campaign.dossier:
        return ()
    fields = campaign.fields()
    return tuple(
        _line(item, campaign, entry, fields, group)
        if _needed(item, campaign, entry, route)
        else DossierLine(item=item.id, asked=False)
        for item in campaign.dossier
    )


def _needed(item: DossierItem, campaign: Campaign, entry: Entry, route: str) -> bool:
    """Whether an award that needs the item may be given to the entry."""
    awards = (award for award in campaign.awards if award.id in item.awards)
    return not item.awards or any(in_scope(award, campaign, entry, route) for award in awards)


def _line(
    item: DossierItem, campaign: Campaign, entry: Entry, fields: Mapping[str, Field], group: str
) -> DossierLine:
    if item.kind is DossierKind.FIELDS:
        return _filled(item, campaign, entry, fields)
    stage = campaign.stage(item.stage)
    if stage is not None and not asked(stage, group):
        return DossierLine(item=item.id, asked=False)
    received = entry.received.get(item.stage, Received())
    if item.kind is DossierKind.PAPER:
        there = received.paper_on is not None
    else:
        known = {channel.id for channel in campaign.channels if channel.recognised}
        there = received.channel in known
    return DossierLine(item=item.id, asked=True, lacks=() if there else (item.id,))


def _filled(
    item: DossierItem, campaign: Campaign, entry: Entry, fields: Mapping[str, Field]
) -> DossierLine:
    """The fields of an item: what is asked and blank lacks, and what is wrong."""
    any_asked = False
    lacks = []
    for field_id in item.fields:
        value = entry.values.get(field_id)
        blank = value is None or value in ("", ())
        wrong = bool(entry.faults.get(field_id))
        wanted = field_id in fields and _asks(fields[field_id], campaign, entry)
        any_asked = any_asked or wanted or wrong or not blank
        if wrong or (wanted and blank):
            lacks.append(field_id)
    return DossierLine(item=item.id, asked=any_asked, lacks=tuple(lacks))


def _asks(field: Field, campaign: Campaign, entry: Entry) -> bool:
    """Whether the form asks the field of the entry, always or on a condition that holds."""
    return any(
        constraint.kind is ConstraintKind.REQUIRED
        or (
            constraint.kind is ConstraintKind.REQUIRED_WHEN
            and constraint.when is not None
            and holds(constraint.when, entry, campaign.roles)
        )
        for constraint in field.constraints
    )
