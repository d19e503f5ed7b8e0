"""The dossier check (rule R44)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from appraisal.dossier import dossier_of
from appraisal.entry import Entry, Received
from appraisal.outcome import DossierLine
from schemas.campaign import Campaign
from schemas.field import Condition, Constraint, Field, Form
from schemas.kinds import ConstraintKind, DossierKind
from schemas.lists import DossierItem
from tests.appraisal.worked import REGISTER, award, campaign, entry, field, having

PEOPLE = Condition(field="doi_tuong", values=("ca-nhan",))


def _asked(field_id: str, when: Condition | None = None) -> Field:
    kind = ConstraintKind.REQUIRED if when is None else ConstraintKind.REQUIRED_WHEN
    return replace(field(field_id), constraints=(Constraint(kind=kind, when=when),))


ITEMS = (
    DossierItem(id="to-trinh", label="Tờ trình", kind=DossierKind.FIELDS, fields=("so", "ngay")),
    DossierItem(id="sang-kien", label="QĐ sáng kiến", kind=DossierKind.FIELDS, fields=("qd_sk",)),
    DossierItem(id="kenh", label="Kênh gửi", kind=DossierKind.CHANNEL, stage="dang-ky"),
    DossierItem(id="ban-giay", label="Bản giấy", kind=DossierKind.PAPER, stage="dang-ky"),
)


def _campaign(items: tuple[DossierItem, ...] = ITEMS, **changes: object) -> Campaign:
    fields = (_asked("so"), _asked("ngay"), _asked("qd_sk", PEOPLE), field("ghi_chu"))
    form = Form(header=(), fields=fields, capacity=1)
    return campaign(stages=(replace(REGISTER, form=form),), dossier=items, **changes)


def _entry(received: Received | None = None, **changes: object) -> Entry:
    full = Received(on=date(2024, 1, 5), channel="idoc", paper_on=date(2024, 1, 6))
    return entry("U1-01", received={"dang-ky": received or full}, **changes)


def _lacks(target: Entry, definition: Campaign | None = None) -> list[tuple[bool, tuple[str, ...]]]:
    lines = dossier_of(definition or _campaign(), target, "huyen", "xa")
    return [(line.asked, line.lacks) for line in lines]


FULL = {"so": "12/TTr", "ngay": "01/5/2022"}


def test_whole_dossier_of_a_collective() -> None:
    """R44: what is asked of people only is not asked."""
    assert dossier_of(_campaign(), _entry(values=FULL), "huyen", "xa") == (
        DossierLine(item="to-trinh", asked=True),
        DossierLine(item="sang-kien", asked=False),
        DossierLine(item="kenh", asked=True),
        DossierLine(item="ban-giay", asked=True),
    )


def test_blank_and_faulty_cells_lack() -> None:
    """R44: a blank that is asked, and a cell with an error; a condition that holds asks."""
    target = _entry(values={"so": "12/TTr", "doi_tuong": "ca-nhan"}, faults={"so": ("FLD-001",)})
    assert _lacks(target)[:2] == [(True, ("so", "ngay")), (True, ("qd_sk",))]


def test_filled_though_not_asked_is_shown() -> None:
    """R44: a collective may cite an initiative."""
    assert _lacks(_entry(values={**FULL, "qd_sk": "3/QĐ"}))[1] == (True, ())


@pytest.mark.parametrize(
    ("channel", "lacks"),
    [("idoc", ()), ("buu-chinh", ("kenh",)), ("", ("kenh",)), ("bo-cau", ("kenh",))],
)
def test_channel(channel: str, lacks: tuple[str, ...]) -> None:
    """R44: only a recognised channel makes the item whole."""
    assert _lacks(_entry(Received(channel=channel), values=FULL))[2] == (True, lacks)


def test_paper_and_a_stage_that_never_arrived() -> None:
    """R44."""
    assert _lacks(_entry(Received(channel="idoc"), values=FULL))[3] == (True, ("ban-giay",))
    nothing = replace(_entry(values=FULL), received={})
    assert _lacks(nothing)[2:] == [(True, ("kenh",)), (True, ("ban-giay",))]


def test_stage_that_does_not_ask_the_group() -> None:
    """R44: nothing lacks of what nobody asked."""
    definition = _campaign()
    stages = tuple(replace(stage, groups=("phong",)) for stage in definition.stages)
    found = _lacks(replace(_entry(values=FULL), received={}), replace(definition, stages=stages))
    assert found[2:] == [(False, ()), (False, ())]


@pytest.mark.parametrize(
    ("changes", "asked"),
    [
        ({}, True),
        ({"subjects": ("ca-nhan",)}, False),
        ({"subjects": ("tap-the",)}, True),
        ({"routes": ("khac",)}, False),
        ({"requires": (having("xep_loai", "co"),)}, False),
        ({"requires": (having("xep_loai", "bang-khen"),)}, True),
    ],
)
def test_item_of_one_award(changes: dict[str, object], asked: bool) -> None:
    """R44: asked only where the award may be given to the entry."""
    items = (replace(ITEMS[0], awards=("co-thi-dua",)),)
    definition = _campaign(items, awards=(replace(award("co-thi-dua"), **changes),))  # type: ignore[arg-type]  # any attribute of a test
    target = _entry(values={"xep_loai": "bang-khen"})
    assert _lacks(target, definition) == [(asked, ("so", "ngay") if asked else ())]


def test_no_dossier_declared() -> None:
    """R44."""
    assert _lacks(_entry(), _campaign(())) == []
