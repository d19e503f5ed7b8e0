"""A campaign with a scale for collectives and one for people, and preferences between equals."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache

from openpyxl.workbook import Workbook

from schemas.kinds import PreferenceOrder
from tests.workbooks.office import campaign, office_run
from tests.workbooks.summary.opened import opened, table, texts
from workbooks.runindex import RunIndex
from workbooks.summary import write_summary
from workbooks.summary.preferences import LAST, preference_key
from workbooks.summary.scalesheets import scale_sheets

BASES = ("Phiếu chấm", "Ma trận điểm")


@cache
def _book() -> Workbook:
    return opened(write_summary(office_run()))


def test_ballots_and_matrix_stand_once_per_scale() -> None:
    assert _book().sheetnames[:8] == [
        "Tổng quan",
        "Biểu tổng hợp hồ sơ đề nghị",
        "Phiếu chấm – tập thể",
        "Phiếu chấm – cá nhân",
        "Ma trận điểm – tập thể",
        "Ma trận điểm – cá nhân",
        "Bảng tổng hợp thẩm định",
        "Xếp loại theo mức",
    ]
    for sheet, scale in zip(_book().sheetnames[4:6], campaign().scored_scales(), strict=True):
        heads = list(table(_book(), sheet)[0])
        assert [h for h in heads if h.startswith("TB: ")] == [
            f"TB: {criterion.label}" for criterion in scale.criteria
        ]


def test_every_scored_entry_stands_on_one_matrix() -> None:
    run = office_run()
    found = [
        row[1]
        for sheet in _book().sheetnames[4:6]
        for row in _book()[sheet].iter_rows(values_only=True)
        if isinstance(row[0], int)
    ]
    assert sorted(map(str, found)) == sorted(r.entry.id for r in run.outcome.entries)


def test_scales_without_subjects_of_their_own_are_numbered() -> None:
    run = office_run()
    stages = tuple(replace(stage, subjects=()) for stage in run.campaign.stages)
    index = RunIndex(run=replace(run, campaign=replace(run.campaign, stages=stages)))
    assert [one.name("Ma trận điểm") for one in scale_sheets(index, BASES)] == [
        "Ma trận điểm (1)",
        "Ma trận điểm (2)",
    ]


def test_bands_are_counted_per_scale() -> None:
    rows = list(_book()["Xếp loại theo mức"].iter_rows(values_only=True))
    results = office_run().outcome.entries
    for scale, subject in (("tap-the", "tap-the"), ("ca-nhan", "ca-nhan")):
        declared = next(s for s in campaign().scales if s.id == scale)
        top = next(n for n, row in enumerate(rows) if row[0] == declared.title)
        mine = [r for r in results if r.entry.subject == subject]
        lines = {row[0]: row[2] for row in rows[top + 2 : top + 4 + len(declared.bands)]}
        assert lines == {
            **{b.label: sum(r.band == b.id for r in mine) for b in declared.bands},
            "Chưa xếp loại": 0,
            "Tổng cộng": len(mine),
        }
    assert rows[-1][2] == "Khớp"


def test_a_nominee_is_known_by_name_and_form() -> None:
    lines = table(_book(), "Bảng tổng hợp thẩm định")
    line = next(line for line in lines if line["Mã hồ sơ"] == "D02-01")
    assert (line["Tập thể/Cá nhân"], line["Hình thức đề nghị"]) == (
        "Phòng Giả định 2",
        "Bằng khen của Chủ tịch UBND tỉnh",
    )
    register = list(table(_book(), "Biểu tổng hợp hồ sơ đề nghị")[0])
    assert register[:5] == [
        "STT", "Mã hồ sơ", "Đơn vị", "Tóm tắt thành tích", "Tập thể/Cá nhân được đề nghị",
    ]  # fmt: skip
    assert "Hình thức đề nghị" in register
    assert "BIỂU TỔNG HỢP HỒ SƠ ĐỀ NGHỊ" in texts(_book(), "Biểu tổng hợp hồ sơ đề nghị")
    assert "Hồ sơ đề nghị" in texts(_book(), "Tổng quan")


def test_preferences_head_their_columns_and_are_explained() -> None:
    heads = list(table(_book(), "Ma trận điểm – tập thể")[0])
    assert heads[-8:-6] == ["Ưu tiên tập thể nhỏ", "Ưu tiên người trực tiếp lao động"]
    said = texts(_book(), "Ma trận điểm – tập thể")
    assert (
        "Bằng điểm thì xét thứ tự ưu tiên: Ưu tiên tập thể nhỏ; Ưu tiên người trực tiếp lao động."
        in said
    )


def test_preference_keys_are_higher_for_the_preferred() -> None:
    small, hands_on = campaign().preferences
    entry = office_run().outcome.entries[0].entry

    def key(preference: object, value: object) -> Decimal:
        assert preference in (small, hands_on, highest)
        chosen = next(p for p in (small, hands_on, highest) if p is preference)
        return preference_key(chosen, replace(entry, values={chosen.field: value}))  # type: ignore[dict-item]  # a value of any kind

    highest = replace(small, order=PreferenceOrder.HIGHEST)
    assert (key(small, Decimal(5)), key(small, Decimal(9)), key(small, None)) == (
        Decimal(-5),
        Decimal(-9),
        LAST,
    )
    assert (key(highest, Decimal(5)), key(highest, "text")) == (Decimal(5), LAST)
    assert (key(hands_on, "co"), key(hands_on, "khong"), key(hands_on, "x")) == (
        Decimal(0),
        Decimal(-1),
        LAST,
    )


def test_entries_of_both_scales_ranked_together_have_plain_ranks() -> None:
    run = office_run()
    entries = tuple(replace(r, pool="all") for r in run.outcome.entries)
    mixed = replace(run, outcome=replace(run.outcome, entries=entries))
    rows = opened(write_summary(mixed), formulas=True)["Ma trận điểm – cá nhân"].values
    ranks = [row[12] for row in rows if isinstance(row[0], int)]
    assert ranks and all(isinstance(rank, int) for rank in ranks)
