"""Lists a campaign asks for beside its awards: statistics, publicity schedule, dossier check."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.honours import HonourFilter
from schemas.kinds import DossierKind

__all__ = ["DossierItem", "PublicitySlot", "Statistics", "StatisticsColumn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticsColumn:
    """One column of the statistics: how many entries are on the list of ``award``."""

    label: str
    award: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """Counts per unit and per choice of ``field``: registered, by subject, then ``columns``."""

    field: str
    columns: tuple[StatisticsColumn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicitySlot:
    """One period of the publicity schedule and the models it makes known.

    Models are lines of the honours register (``honours``) or the entries on the list of
    ``award``. ``stage`` is the survey whose answers stand beside them, ``means`` its field that
    says by which means.
    """

    id: str
    label: str
    honours: HonourFilter | None = None
    award: str = ""
    stage: str = ""
    means: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierItem:
    """One part of a dossier, a column of the list "Kiểm tra hồ sơ".

    FIELDS: all of ``fields`` that are asked of the nominee are filled without a fault. CHANNEL:
    the return of ``stage`` came by a recognised channel. PAPER: its paper set arrived. ``awards``
    are those that need it (empty: all).
    """

    id: str
    label: str
    kind: DossierKind
    fields: tuple[str, ...] = ()
    stage: str = ""
    awards: tuple[str, ...] = ()
    basis: str = ""
