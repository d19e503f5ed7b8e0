"""Up to 2,000 rows: small, quick, every fault listed, every status readable, sheets adjustable."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import product
from pathlib import Path
from zipfile import ZipFile

import pytest

from bench.capacity import PRESETS, blank_plan, full_plan
from schemas.cell import RawCell, text_cell
from schemas.load import read_definition
from schemas.preset import preset_bytes
from tests.workbooks.plans import (
    HEADER,
    differences,
    entry,
    form_plan,
    opened,
    recalculated,
    shown,
    text,
)
from tests.workbooks.surveyed import outline_plan
from tests.workbooks.test_issue import _messy
from workbooks.issue import write_form
from workbooks.layout import address, layout_of
from workbooks.measure import row_height
from workbooks.plan import FormPlan, FormRow
from workbooks.sheets import check
from workbooks.sheets.form import least_height
from workbooks.sheets.form_tally import form_tally
from workbooks.sheets.status import (
    STATUS_SIZE,
    STATUS_WIDTH,
    status_height,
    status_room,
    status_value,
)
from workbooks.sheets.tally import RowTally

MOST = 2000
CHECK = "Kiểm tra"


@cache
def _largest(preset: str) -> bytes:
    return write_form(blank_plan(preset, MOST))


def _parts(data: bytes) -> dict[str, str]:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.mark.parametrize("preset", PRESETS)
def test_registration_of_two_thousand_rows_is_under_a_million_bytes(preset: str) -> None:
    assert len(_largest(preset)) < 1_000_000


def test_a_full_one_is_too() -> None:
    assert len(write_form(full_plan(blank_plan("dan-van-kheo-2023", MOST)))) < 1_000_000


def test_tables_of_the_presets_have_thirty_rows_unless_they_say_otherwise() -> None:
    said = {}
    for preset in PRESETS:
        campaign, _ = read_definition(preset_bytes(preset))
        assert campaign is not None
        stage = next(s for s in campaign.stages if s.form and not s.form.outline)
        assert stage.form is not None
        said[preset] = stage.form.capacity
    assert said == {
        "don-duong-2024": 30,
        "dan-van-kheo-2023": 30,
        "lac-duong-2023": 30,
        "van-hoa-cong-so-2022": 20,
    }


def test_what_repeats_down_the_rows_is_written_once() -> None:
    """More formulas would weigh by rows; the letter's lines are at most 250."""
    parts = _parts(_largest("don-duong-2024"))
    whole = [f for sheet in parts.values() for f in re.findall(r"<f[^>]*>[^<]", sheet)]
    assert len(whole) < 500


@pytest.mark.parametrize("preset", PRESETS)
def test_shared_formulas_reach_other_sheets_by_name_and_hold_no_array(preset: str) -> None:
    parts = _parts(write_form(blank_plan(preset, 3)))
    texts = [
        found
        for sheet in parts.values()
        for found in re.findall(r'<f t="shared" ref="[^"]+" si="[0-9]+">([^<]+)</f>', sheet)
    ]
    bare = [re.sub(r'"[^"]*"', "", found) for found in texts]
    assert len(bare) > 40
    assert [found for found in bare if "!" in found or "{" in found] == []


def test_nothing_is_quadratic_in_the_rows() -> None:
    """What each row looks up in all rows are first exact matches, which spreadsheets index.

    Rows are compared one by one only where a duplicate is suspected whose key is not faithful.
    """
    sheet = _parts(_largest("lac-duong-2023"))["xl/worksheets/sheet6.xml"]
    down = re.findall(r'<f t="shared" ref="[A-Z]+3:[^"]+" si="[0-9]+">([^<]+)</f>', sheet)
    suspected = re.compile(r'"k"\),TRUE,SUMPRODUCT\([^,]+\)&gt;1\)')
    kept = [suspected.sub("", formula) for formula in down]
    assert kept != down
    tall = re.compile(r"\$[A-Z]+\$[0-9]+:\$[A-Z]+\$2002")
    assert {name for formula in kept for name in _callers(formula, tall)} == {"MATCH"}


def _callers(formula: str, area: re.Pattern[str]) -> set[str]:
    """The functions whose argument a whole column is."""
    called = set()
    for match in area.finditer(formula):
        depth, at = 0, match.start() - 1
        while at >= 0 and (depth or formula[at] != "("):
            depth += {")": 1, "(": -1}.get(formula[at], 0)
            at -= 1
        name = re.search(r"([A-Z]+)$", formula[:at])
        called.add(name[1] if name else "")
    return called


@pytest.mark.parametrize("preset", PRESETS)
def test_long_workbooks_show_what_another_program_computes(
    preset: str, tmp_path: Path, libreoffice: Path
) -> None:
    blank = blank_plan(preset, 90)
    full = full_plan(blank)
    mixed = replace(blank, rows=full.rows[:40] + blank.rows[40:60] + full.rows[60:80])
    data = write_form(replace(mixed, rows=mixed.rows + blank.rows[80:]))
    assert differences(shown(data), recalculated(data, tmp_path)) == []


def _faulty(count: int) -> FormPlan:
    return form_plan(*({"ten": text(f"Người {k}")} for k in range(count)), size=count)


def test_at_thirty_rows_every_judged_cell_has_a_line() -> None:
    for plan in (_faulty(30), *(blank_plan(preset, 30) for preset in PRESETS)):
        layout = layout_of(plan.stage, 30)
        tally = form_tally(plan, layout)
        cells = len(tally.columns) * 30 + len(tally.header_columns) + 1
        sheet = opened(write_form(plan))[CHECK]
        assert sheet.max_row - 6 == cells
        assert cells <= check.LINES


def test_every_fault_is_listed_with_its_place() -> None:
    plan = _faulty(30)
    values = shown(write_form(plan))
    faults = form_tally(plan, layout_of(plan.stage, 30)).faults()
    assert len(faults) > 250
    listed = [values.get((CHECK, f"D{row}")) for row in range(7, 7 + len(faults) + 1)]
    assert listed == [*(fault.text for fault in faults), None]
    assert (CHECK, "A5") not in values


def test_faults_without_a_line_are_counted_above_the_list(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, libreoffice: Path
) -> None:
    monkeypatch.setattr(check, "LINES", 7)
    plan = _messy()
    faults = form_tally(plan, layout_of(plan.stage, len(plan.rows))).faults()
    data = write_form(plan)
    values = shown(data)
    assert len(faults) == 12
    told = "Còn 5 lỗi chưa liệt kê: sửa các lỗi dưới đây rồi xem lại."
    assert values[CHECK, "A5"] == told
    assert [values.get((CHECK, f"D{row}")) for row in range(7, 15)] == [
        *(fault.text for fault in faults[:7]),
        None,
    ]
    assert differences(values, recalculated(data, tmp_path)) == []


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_blank_row_has_room_for_any_one_fault(preset: str, lang: str) -> None:
    plan = replace(blank_plan(preset, 3), lang=lang)
    tally = form_tally(plan, layout_of(plan.stage, 3))
    height = least_height(tally, lang)
    rest = {"vi": " (còn 12 lỗi)", "en": " (12 more)"}[lang]
    texts = [message + rest for column in tally.messages for message in column]
    needed = [row_height([(t, STATUS_WIDTH, STATUS_SIZE, False)]) for t in texts]
    assert max(needed) <= height <= 48


@pytest.mark.parametrize("preset", PRESETS)
def test_what_the_room_allows_fits_the_cell(preset: str) -> None:
    plan = blank_plan(preset, 3)
    tally = form_tally(plan, layout_of(plan.stage, 3))
    height = least_height(tally, "vi")
    room = status_room(height)
    messages = sorted({text for column in tally.messages for text in column}, key=len)
    row = RowTally(used=True, flat=(), clean=(), verdicts=())
    several = 0
    for first, second, third in product(messages[::3], messages[::2], messages[:8]):
        said = status_value(row, [first, second, third, "…"], room, "vi")
        several += said.count(". ") > 1
        assert row_height([(said, STATUS_WIDTH, STATUS_SIZE, False)]) <= height
    assert several > 20


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["a" * 60], "a" * 60),
        (["a" * 130, "b"], f"{'a' * 130} (còn 1 lỗi)"),
        (["a" * 50, "b" * 49], f"{'a' * 50} {'b' * 49}"),
        (["a" * 50, "b" * 50], f"{'a' * 50} (còn 1 lỗi)"),
        (["a" * 30, "b" * 30, "c" * 30], f"{'a' * 30} {'b' * 30} {'c' * 30}"),
        (["a" * 20, "b" * 20, "c" * 20, "d"], f"{'a' * 20} {'b' * 20} {'c' * 20} (còn 1 lỗi)"),
        (["a" * 40, "b" * 40, "c" * 40, "d"], f"{'a' * 40} {'b' * 40} (còn 2 lỗi)"),
    ],
)
def test_status_tells_whole_faults_as_far_as_they_fit(texts: list[str], said: str) -> None:
    row = RowTally(used=True, flat=(), clean=(), verdicts=(1,) * len(texts))
    assert status_value(row, texts, 100, "vi") == said


def test_status_height_grows_with_the_longest_message() -> None:
    assert status_height(["Ngắn."], "vi") < status_height(["Dài. " * 40], "vi")


def test_long_faults_in_the_status_are_what_another_program_joins(
    tmp_path: Path, libreoffice: Path
) -> None:
    """One, two, three and more faults in a row."""
    wrong: tuple[dict[str, tuple[RawCell, ...]], ...] = (
        {"ngay_duyet": text("x")},
        {"ngay_duyet": text("x"), "linh_vuc": text("y")},
        {"ngay_duyet": text("x"), "linh_vuc": text("y"), "cap_duyet": text("z")},
        {"ngay_duyet": text("x"), "linh_vuc": text("y"), "cap_duyet": (), "doi_tuong": ()},
    )
    rows = [entry(ten_mo_hinh=text(f"Mô hình số {k}"), **x) for k, x in enumerate(wrong)]
    plan = form_plan(*rows, header=HEADER, size=6)
    data = write_form(plan)
    layout = layout_of(plan.stage, 6)
    places = [(layout.sheet, address(layout.first_row + k, layout.status_col)) for k in range(6)]
    said = [str(shown(data).get(place, "")) for place in places]
    faults = [len(row.places) for row in form_tally(plan, layout).rows]
    rest = [int(found[1]) if (found := re.search(r"còn (\d+) lỗi", x)) else 0 for x in said]
    assert faults == [1, 2, 3, 4, 0, 0]
    assert [count - left for count, left in zip(faults, rest, strict=True)] == [1, 2, 1, 2, 0, 0]
    assert differences(shown(data), recalculated(data, tmp_path)) == []


@pytest.mark.parametrize("make", [form_plan, outline_plan])
def test_heights_and_widths_may_be_changed_on_every_protected_sheet(make: object) -> None:
    assert callable(make)
    parts = _parts(write_form(make()))
    names = re.findall(r'<sheet name="([^"]+)" sheetId="([0-9]+)"', parts["xl/workbook.xml"])
    shown_sheets = {name for name, _ in names if not name.startswith("_")}
    free = set()
    for name, number in names:
        tag = re.search(r"<sheetProtection [^>]*>", parts[f"xl/worksheets/sheet{number}.xml"])
        assert tag is not None, name
        if 'formatRows="0"' in tag[0] and 'formatColumns="0"' in tag[0]:
            free.add(name)
    assert free >= shown_sheets


def test_spare_and_fixed_rows_of_a_table_share_their_formulas(
    tmp_path: Path, libreoffice: Path
) -> None:
    """Printed entries are used whatever stands in them: their used cell is a constant."""
    shown_fields = {"ten": "Đảng ủy xã Ka Đô", "ten_mo_hinh": "Chi bộ số"}
    rows = (
        FormRow(entry_id="DD03-31", spare=True),
        FormRow(entry_id="DD03-01", shown=shown_fields),
        FormRow(entry_id="DD03-32", spare=True, cells={"ket_qua": (text_cell("Tốt."),)}),
        FormRow(entry_id="DD03-02", shown=shown_fields),
    )
    data = write_form(form_plan(stage="bao-cao", rows=rows))
    assert differences(shown(data), recalculated(data, tmp_path)) == []
