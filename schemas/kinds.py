"""The enumerated words of a definition: kinds of stage, field, constraint, quota, tie policy …"""

from __future__ import annotations

from enum import StrEnum

__all__ = [
    "Aggregation",
    "BaseKind",
    "Capitals",
    "Compare",
    "ConstraintKind",
    "DossierKind",
    "Effect",
    "ExclusionKind",
    "FieldKind",
    "MatchKind",
    "PreferenceOrder",
    "QuotaKind",
    "RequirementKind",
    "Rounding",
    "RouteBody",
    "SenderKind",
    "StageKind",
    "TiePolicy",
]


class StageKind(StrEnum):
    """The five kinds of stage; a stage id is its kind, or that with a suffix (``khao-sat-q1``)."""

    REGISTER = "dang-ky"
    SURVEY = "khao-sat"
    REPORT = "bao-cao"
    NOMINATE = "de-nghi"
    SCORE = "cham-diem"


class SenderKind(StrEnum):
    """Who returns a workbook of a stage."""

    UNIT = "unit"
    MEMBER = "member"
    BODY = "body"


class FieldKind(StrEnum):
    """What a field holds. A multi-choice field has one column per choice, ticked with ``x``."""

    TEXT = "text"
    LONG_TEXT = "long-text"
    CHOICE = "choice"
    MULTI_CHOICE = "multi-choice"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"


class Capitals(StrEnum):
    """Whose capitals a text has: those of the names of people."""

    PERSON = "person"


class ConstraintKind(StrEnum):
    """The kinds of constraint; each has one module under ``schemas/rules``."""

    REQUIRED = "required"
    REQUIRED_WHEN = "required-when"
    ALLOWED_WHEN = "allowed-when"
    LENGTH = "length"
    NUMBER_RANGE = "number-range"
    DATE_RANGE = "date-range"
    NOT_BEFORE = "not-before"
    NOT_AFTER = "not-after"
    UNIQUE = "unique"
    DIGITS = "digits"


class Aggregation(StrEnum):
    """How ballot totals become one total (design §6)."""

    MEAN = "mean"
    MEDIAN = "median"
    TRIMMED_MEAN = "trimmed-mean"


class Rounding(StrEnum):
    """How a figure is rounded."""

    HALF_UP = "half-up"
    DOWN = "down"
    UP = "up"


class Compare(StrEnum):
    """Which reading of a total thresholds, ranks and ties use."""

    PRINTED = "printed"
    EXACT = "exact"


class RouteBody(StrEnum):
    """``CAMPAIGN``: one council for the route; ``UNIT``: each unit's own body scores its own."""

    CAMPAIGN = "campaign"
    UNIT = "unit"


class TiePolicy(StrEnum):
    """What happens to entries tied across a cut."""

    INCLUDE_ALL = "include-all"
    EXCLUDE_ALL = "exclude-all"
    REFER = "refer"


class QuotaKind(StrEnum):
    """No quota, a fixed number of places, or a share of a base."""

    NONE = "none"
    NUMBER = "number"
    SHARE = "share"


class BaseKind(StrEnum):
    """What a share is a share of: a unit figure, or a count on the declared set of entries."""

    FIGURE = "figure"
    ENTRIES = "entries"
    RECOGNISED = "recognised"
    AWARD = "award"


class RequirementKind(StrEnum):
    """What an award can require of an entry.

    AWARD: an earlier award is given too; NOT_AWARD: it is not given to the same nominee (one form
    per achievement). APPROVED and SURVEY: what the exclusion ``rule`` asks for is there, which is
    more than that the rule does not bar yet. VOTES: the meeting voted for it.
    """

    RECOGNISED = "recognised"
    THRESHOLD = "threshold"
    BAND = "band"
    FIELD = "field"
    AWARD = "award"
    NOT_AWARD = "not-award"
    APPROVED = "approved"
    SURVEY = "survey"
    VOTES = "votes"


class MatchKind(StrEnum):
    """Whom a line of the honours register must name: the nominee, its unit, or the same title."""

    NOMINEE = "nominee"
    UNIT = "unit"
    TITLE = "title"


class PreferenceOrder(StrEnum):
    """Which value of a field is preferred: the lowest or highest number, or in listed order."""

    LOWEST = "lowest"
    HIGHEST = "highest"
    LISTED = "listed"


class DossierKind(StrEnum):
    """What an item of a dossier is checked by: filled fields, the channel, or the paper set."""

    FIELDS = "fields"
    CHANNEL = "channel"
    PAPER = "paper"


class Effect(StrEnum):
    """What an exclusion rule does; without a cited basis it may only refer."""

    EXCLUDE = "exclude"
    REFER = "refer"
    HOLD = "hold"


class ExclusionKind(StrEnum):
    """The machine-readable condition of an exclusion.

    LATE: the return of ``stage`` arrived after its deadline. CHANNEL: it came by a channel that
    is not recognised. MISSING_STAGE: no return of ``stage`` holds the entry. FIELD: ``field`` has
    one of ``values``. ORDER: ``earlier`` is after ``later`` (both date fields). DUPLICATE: an
    entry of the campaign has the same ``fields`` by matching key. UNREGISTERED: first seen in a
    later stage. AFTER_DAY: the date ``field`` is after the last day of ``day``. UNAPPROVED: neither
    a decision approves the entry nor ``field`` has one of ``values``, once ``day`` is over.
    SURVEY: none of the survey fields ``fields`` has one of ``values``, once their stages are over.
    HONOURED: a line of the honours register that ``honours`` selects names it; ``field`` is where
    the unit declares it itself. PAPER: the paper set of ``stage`` has not arrived.
    """

    LATE = "late"
    CHANNEL = "channel"
    MISSING_STAGE = "missing-stage"
    FIELD = "field"
    ORDER = "order"
    DUPLICATE = "duplicate"
    UNREGISTERED = "unregistered"
    AFTER_DAY = "after-day"
    UNAPPROVED = "unapproved"
    SURVEY = "survey"
    HONOURED = "honoured"
    PAPER = "paper"
