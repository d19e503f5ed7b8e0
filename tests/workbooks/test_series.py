"""A workbook from a template is, part by part, the one that would have been written for it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.returned import Sender
from schemas.form import StageForm
from schemas.formpart import stage_form
from schemas.kinds import SenderKind
from tests.limits.issued import STAGES, campaign
from tests.workbooks.issued import UNIT, forms
from tests.workbooks.plans import DETAILS, MEMBER, SHOWN, entry, form_plan, score_plan
from workbooks import series as series_module
from workbooks.archive import open_archive
from workbooks.issue import write_form, write_scoring
from workbooks.layout import shows_honours
from workbooks.plan import FormPlan, FormRow, ScorePlan, ScoreRow
from workbooks.read import read_return
from workbooks.series import Series

_LONG = "Ban Chấp hành Đoàn Thanh niên Cộng sản Hồ Chí Minh huyện Đơn Dương, tỉnh Lâm Đồng, Cụm 3"
_SENDERS = (
    ("DV01", "Đảng ủy xã Ka Đô"),
    ("DV02", 'Đảng ủy xã "D\'Ran" & các chi bộ <thôn 1>'),
    ("X-Y.9", _LONG),
    ("1", "1"),
    ("btv", "Ban Thường vụ"),
)
_ODD = (
    "_x0041_",
    " đầu có dấu cách",
    "hai\ndòng",
    "&&&&& \"\" '' <<>>",
    "<r>đậm</r>",
    "\U00100001",
    "Ⅷ" * 200,
    "STT",
    "\u202eĐảo chiều",
    "=1+1",
)


def parts(data: bytes) -> Mapping[str, bytes]:
    """The parts of a workbook in their order, unpacked and checked."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def _plan(preset: str, stage: str, code: str, name: str, lang: str) -> FormPlan | ScorePlan:
    """A plan of three rows without answers."""
    made, form = campaign(preset), stage_form(campaign(preset), stage)
    group = made.unit_groups[-1].id if made.unit_groups else ""
    common = {"campaign": made, "stage": form, "form_json": "{}", "group": group, "lang": lang}
    if form.scale:
        member = replace(MEMBER, code=code, name=name, position=name[:9].strip())
        rows = tuple(_ballot(number) for number in range(1, 4))
        return ScorePlan(member=member, rows=rows, route_name="Tổ thẩm định", **common)  # type: ignore[arg-type]  # as named
    assert form.form is not None
    ids = [code] if form.form.outline else [f"{code}-{k:02d}" for k in range(1, 4)]
    return FormPlan(
        sender=Sender(kind=form.sender, id=code),
        sender_name=name,
        rows=tuple(
            FormRow(entry_id=row, spare=k > 1 and _later(form)) for k, row in enumerate(ids)
        ),
        **common,  # type: ignore[arg-type]  # as named
    )


def _later(form: StageForm) -> bool:
    return bool(form.shown) and not shows_honours(form)


def _ballot(number: int) -> ScoreRow:
    return ScoreRow(
        entry_id=f"DD0{number}-01",
        unit_name="Đảng ủy xã Ka Đô",
        name="Nguyễn Văn Thử",
        title=f"Mô hình số {number}",
        locked="home-unit" if number == 2 else "",
        details=DETAILS,
    )


def _both(series: Series, plan: FormPlan | ScorePlan) -> tuple[bytes, bytes]:
    if isinstance(plan, ScorePlan):
        return series.scoring(plan), write_scoring(plan)
    return series.form(plan), write_form(plan)


@pytest.mark.parametrize(("preset", "stage"), STAGES)
def test_every_stage_for_senders_of_all_kinds(preset: str, stage: str) -> None:
    series = Series(campaign(preset))
    for number, (code, name) in enumerate(_SENDERS):
        quick, slow = _both(series, _plan(preset, stage, code, name, "en" if number == 3 else "vi"))
        assert parts(quick) == parts(slow), name


@pytest.mark.parametrize("odd", _ODD)
def test_names_that_a_workbook_holds_otherwise(odd: str) -> None:
    series = Series(campaign("don-duong-2024"))
    for code, name in (("DV01", odd), ("DV02", "Đảng ủy xã Ka Đô"), ("DV03", odd)):
        for stage in ("dang-ky", "cham-diem"):
            quick, slow = _both(series, _plan("don-duong-2024", stage, code, name, "vi"))
            assert parts(quick) == parts(slow)


_SERIES = Series(campaign("don-duong-2024"))


@settings(max_examples=12, deadline=None)
@given(
    name=st.text(st.characters(codec="utf-8"), min_size=1, max_size=120),
    code=st.text("ABĐ01&-.", min_size=1, max_size=9),
)
def test_any_name_and_code(name: str, code: str) -> None:
    quick, slow = _both(_SERIES, _plan("don-duong-2024", "dang-ky", code, name, "vi"))
    assert parts(quick) == parts(slow)


def test_the_bytes_do_not_depend_on_what_was_written_before() -> None:
    plans = [_plan("don-duong-2024", "dang-ky", *sender, "vi") for sender in _SENDERS]
    forwards, backwards = Series(plans[0].campaign), Series(plans[0].campaign)
    made = [_both(forwards, plan)[0] for plan in plans]
    again = [_both(backwards, plan)[0] for plan in reversed(plans)]
    assert made == again[::-1]


def test_only_what_a_shape_needs_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []

    def counting(plan: FormPlan) -> bytes:
        written.append(plan.sender_name)
        return write_form(plan)

    monkeypatch.setattr(series_module, "write_form", counting)
    series = Series(campaign("don-duong-2024"))
    for number in range(12):
        plan = _plan(
            "don-duong-2024", "dang-ky", f"DV{number:02d}", f"Đảng ủy xã số {number}", "vi"
        )
        assert isinstance(plan, FormPlan)
        series.form(plan)
    assert len(written) == 1
    long = _plan("don-duong-2024", "dang-ky", "DV12", _LONG, "vi")
    assert isinstance(long, FormPlan)
    series.form(long)
    series.form(replace(long, sender=Sender(kind=SenderKind.UNIT, id="DV13")))
    assert len(written) == 3  # the long name takes another line; the code is foreign to the rows


@pytest.mark.parametrize(
    "plan",
    [
        form_plan(entry()),
        form_plan(rows=(FormRow(entry_id="DD03-01", shown=SHOWN),), stage="bao-cao"),
        form_plan(header={"so_vb": entry()["ten"]}),
    ],
)
def test_a_form_with_content_is_written_by_itself(plan: FormPlan) -> None:
    assert Series(plan.campaign).form(plan) == write_form(plan)


def test_a_plan_of_another_campaign_is_written_by_itself() -> None:
    plan = form_plan()
    assert Series(campaign("lac-duong-2023")).form(plan) == write_form(plan)


def test_entries_that_hold_a_hole_character_are_written_by_themselves() -> None:
    plan = score_plan({}, {})
    odd = replace(plan, rows=(replace(plan.rows[0], title="\U00100000"), plan.rows[1]))
    assert Series(plan.campaign).scoring(odd) == write_scoring(odd)


def test_other_entries_or_locks_are_another_shape() -> None:
    plan = score_plan({}, {})
    series = Series(plan.campaign)
    first, second = plan.rows
    others: list[Callable[[], ScorePlan]] = [
        lambda: plan,
        lambda: replace(plan, rows=(replace(first, locked="personal"), second)),
        lambda: replace(plan, rows=(first, replace(second, details={}))),
        lambda: replace(plan, route_name=""),
        lambda: replace(plan, part=2, submission=3),
    ]
    for other in others:
        assert parts(series.scoring(other())) == parts(write_scoring(other()))


def test_our_own_reader_takes_it() -> None:
    plan = form_plan(size=4)
    made = series_module.Series(plan.campaign)
    made.form(plan)
    data = made.form(replace(plan, sender=Sender(kind=SenderKind.UNIT, id=UNIT)))
    archive = open_archive(data)
    assert {name: archive.read(name) for name in archive.names()} == parts(write_form(plan))
    ret = read_return(data, "a.xlsx", forms(), plan.campaign.id)
    assert (ret.rejected, ret.row_ids) == (None, tuple(f"DD03-{k:02d}" for k in range(1, 5)))
