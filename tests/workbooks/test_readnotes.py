"""What reading tells of a form: exactly for a file of a unit, bounded for a hostile one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from appraisal.returned import Return, Sender
from schemas.finding import Finding, Severity
from schemas.formpart import encode_form
from schemas.kinds import SenderKind
from schemas.message import LANGUAGES, render
from tests.workbooks import surveyed
from tests.workbooks.issued import campaign, edited, form, forms, layout, registration, typed
from workbooks.brief import cut, named, row_runs
from workbooks.issue import write_form
from workbooks.layout import CARD_SHEET, address, column_letters, layout_of
from workbooks.plan import FormPlan, FormRow
from workbooks.read import read_return

SHEET = form().sheet
TITLE, NAME = form().title_field, form().name_field
AT = layout()
FIRST = AT.first_row + 1
"""Number of the first entry row."""
BELOW = AT.last_row + 2
"""Number of the first row under the table."""


def read(edit: Callable[[Any], object], data: bytes | None = None) -> Return:
    ret = read_return(edited(data or registration(), edit), "a.xlsx", forms(), campaign().id)
    for finding in ret.findings:
        for lang in LANGUAGES:
            assert "{" not in render(finding, lang).message
    return ret


def told(ret: Return, *codes: str) -> list[Finding]:
    return [finding for finding in ret.findings if finding.code in codes]


def letters(field: str) -> str:
    return column_letters(AT.inputs[field][0])


def number_field() -> str:
    """A number field of the report, since the registration has none."""
    fields = form("bao-cao").form
    assert fields is not None
    return next(f.id for f in fields.fields if f.kind.value in ("integer", "decimal"))


def test_a_text_merged_over_rows_counts_for_all_of_them() -> None:
    data = typed(registration(), {(TITLE, 1): "Chợ xanh", (NAME, 1): "A", (NAME, 2): "B"})
    area = f"{letters(TITLE)}{FIRST}:{letters(TITLE)}{FIRST + 1}"
    ret = read(lambda book: book[SHEET].merge_cells(area), data)
    (found,) = told(ret, "READ-022", "READ-023")
    assert (found.code, found.severity, found.value) == ("READ-022", Severity.INFO, "Chợ xanh")
    assert found.params == {"range": area, "rows": str(FIRST + 1), "first": str(FIRST)}
    assert [row.cells[TITLE][0].value for row in ret.rows] == ["Chợ xanh", "Chợ xanh"]


def test_a_number_merged_over_rows_counts_for_the_first_and_is_warned_of() -> None:
    name, at = number_field(), layout_of(form("bao-cao"), 3)
    column, first = at.inputs[name][0], at.first_row + 1
    other = next(columns[0] for key, columns in at.inputs.items() if key != name)
    area = f"{column_letters(column)}{first}:{column_letters(column)}{first + 1}"

    def merge(book: Any) -> None:
        sheet = book[form("bao-cao").sheet]
        for row in (first, first + 1):
            sheet.cell(row, other + 1).value = "Có"
        sheet.cell(first, column + 1).value = 12
        sheet.merge_cells(area)

    ret = read(merge, _report())
    (found,) = told(ret, "READ-022", "READ-023")
    assert (found.code, found.severity, found.value) == ("READ-023", Severity.WARNING, "12")
    assert found.params == {"range": area, "rows": str(first + 1), "first": str(first)}
    assert found.origin.cell == address(first - 1, column)
    assert [str(row.cells[name][0].value) for row in ret.rows] == ["12", "None"]


def _report() -> bytes:
    plan = FormPlan(
        campaign=campaign(),
        stage=form("bao-cao"),
        form_json=encode_form(campaign(), "bao-cao"),
        sender=Sender(kind=SenderKind.UNIT, id="DD03"),
        sender_name="Đảng ủy xã Ka Đô",
        rows=tuple(FormRow(entry_id=f"DD03-0{k}") for k in range(1, 4)),
    )
    return write_form(plan)


def test_hidden_columns_of_inputs_are_told_with_their_letters() -> None:
    def hide(book: Any) -> None:
        for column in (letters(TITLE), letters(NAME), "A"):
            book[SHEET].column_dimensions[column].hidden = True

    ret = read(hide, typed(registration(), {(TITLE, 1): "Chợ xanh"}))
    (found,) = told(ret, "READ-036")
    assert found.severity is Severity.INFO
    assert found.params == {"count": "2", "columns": f"{letters(NAME)}, {letters(TITLE)}"}
    assert ret.rows[0].cells[TITLE][0].value == "Chợ xanh"


@pytest.mark.parametrize(("count", "codes"), [(5, ["READ-021"] * 5), (6, ["READ-031"])])
def test_of_many_added_sheets_the_first_and_the_number_are_told(
    count: int, codes: list[str]
) -> None:
    def add(book: Any) -> None:
        for k in range(1, count + 1):
            book.create_sheet(f"Thêm {k}")["A1"] = "x"

    found = told(read(add), "READ-021", "READ-031")
    assert [finding.code for finding in found] == codes
    if count > 5:
        sheets = "«Thêm 1», «Thêm 2», «Thêm 3», «Thêm 4», «Thêm 5», … (+1)"
        assert found[0].params == {"count": "6", "sheets": sheets, "form": SHEET}


def test_of_many_added_columns_the_rest_is_counted() -> None:
    first = AT.status_col + 2

    def add(book: Any) -> None:
        for k in range(45):
            book[SHEET].cell(AT.head_row + 1, first + 1 + k).value = f"Cột {k + 1}"

    found = told(read(add), "READ-020", "READ-032")
    assert [finding.code for finding in found] == ["READ-020"] * 40 + ["READ-032"]
    names = [column_letters(first + k) for k in range(40, 45)]
    assert found[-1].params == {"count": "5", "columns": ", ".join(names)}
    assert found[-1].value == "Cột 41; Cột 42; Cột 43; Cột 44; Cột 45"


def test_of_many_lines_without_id_the_rest_is_told_in_two() -> None:
    """Words and bare figures by turns: neither is told more than 41 times."""

    def add(book: Any) -> None:
        sheet = book[SHEET]
        for k in range(200):
            sheet.cell(BELOW + k, 3).value = f"Ghi chú {k}" if k % 2 == 0 else k

    found = read(add).findings
    codes = [finding.code for finding in found]
    assert codes == ["READ-009", "READ-018"] * 20 + ["READ-029", "READ-018"]
    texts, figures = found[-2:]
    assert (texts.params["count"], figures.params["count"]) == ("80", "80")
    assert texts.params["rows"].startswith(f"{BELOW + 40}, {BELOW + 42}, ")
    assert texts.params["rows"].endswith(f", …, {BELOW + 198}")
    assert texts.value.startswith("Ghi chú 40; Ghi chú 42; ")
    assert max(len(str(value)) for f in found for value in f.params.values()) < 600


def test_of_many_merged_ranges_the_rest_is_counted() -> None:
    """Two rows each, in as many columns as the form has; then the same again further down."""
    ids = [f"DD03-{k:02d}" for k in range(1, 91)]

    def merge(book: Any) -> None:
        sheet = book[SHEET]
        for k, key in enumerate(ids):
            sheet.cell(BELOW + k, AT.id_col + 1).value = key
            sheet.cell(BELOW + k, AT.inputs[NAME][0] + 1).value = "Chi bộ"
        for k in range(0, 90, 2):
            sheet.cell(BELOW + k, AT.inputs[TITLE][0] + 1).value = f"Mô hình {k}"
            sheet.merge_cells(f"{letters(TITLE)}{BELOW + k}:{letters(TITLE)}{BELOW + k + 1}")

    found = told(read(merge), "READ-022", "READ-033")
    assert [finding.code for finding in found] == ["READ-022"] * 40 + ["READ-033"]
    assert found[-1].params["count"] == "5"
    assert found[-1].value == "Mô hình 80; Mô hình 82; Mô hình 84; Mô hình 86; Mô hình 88"


def test_of_many_words_beside_an_outline_the_rest_is_counted() -> None:
    stage = surveyed.form(surveyed.OUTLINE)
    first = layout_of(stage, 1)
    below = first.last_row + 3

    def add(book: Any) -> None:
        for k in range(45):
            book[stage.sheet].cell(below + k, 2).value = f"Thêm {k}"

    data = edited(write_form(surveyed.outline_plan({})), add)
    ret = read_return(data, "a.xlsx", {stage.stage_id: stage}, surveyed.campaign().id)
    found = told(ret, "RET-064", "RET-065")
    assert [finding.code for finding in found] == ["RET-064"] * 40 + ["RET-065"]
    assert found[-1].params == {"count": "5", "rows": f"{below + 40}–{below + 44}"}
    assert found[-1].value == "Thêm 40; Thêm 41; Thêm 42; Thêm 43; Thêm 44"


def test_two_forms_in_one_file_are_called_by_their_titles() -> None:
    def copy(book: Any) -> None:
        card = book.copy_worksheet(book[CARD_SHEET])
        for row in card.iter_rows():
            if row[0].value == "sender":
                row[1].value = "DD04"

    ret = read(copy)
    assert ret.rejected is not None
    title = f"{campaign().title}, {form().stage_title}"
    title = form().stage_title if campaign().title in form().stage_title else title
    forms_said = f"«{cut(f'{title} (DD03)', 120)}», «{cut(f'{title} (DD04)', 120)}»"
    assert (ret.rejected.code, ret.rejected.params) == ("READ-026", {"forms": forms_said})


def test_lists_are_short_whatever_they_hold() -> None:
    assert named(["A", "B"]) == "«A», «B»"
    assert named("ABCDEFG") == "«A», «B», «C», «D», «E», … (+2)"
    assert named(["x" * 200]) == f"«{'x' * 119}…»"
    assert row_runs([18, 12, 13, 15, 14]) == "12–15, 18"
    assert row_runs([]) == ""
    odd = row_runs(list(range(1, 20_001, 2)))
    assert (odd[:9], odd[-14:], odd.count(",")) == ("1, 3, 5, ", ", 77, …, 19999", 40)
