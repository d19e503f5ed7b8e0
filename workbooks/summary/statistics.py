"""Sheet "Thống kê": per unit and per field, how far the entries came, counted by formulas."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from appraisal.entry import EntryState
from appraisal.outcome import EntryResult
from schemas.dates import format_date
from schemas.lists import Statistics
from workbooks.layout import address
from workbooks.printed import CellValue, Head, Live, Printed, in_sheet
from workbooks.runindex import RunIndex
from workbooks.summary.register import ON_LIST, RegisterPlaces
from workbooks.words import MATCH, NO_MATCH, STATE
from workbooks.writer import Book

__all__ = ["STATISTICS", "StatisticsPlaces", "steps", "write_statistics"]

STATISTICS = "Thống kê"
_NAME, _FIRST = 1, 2
_ONE_PAGE = 25
"""So many units stand on a page; where there are more, their heads are repeated on the next."""
_KEPT = 2  # lines that `Printed.keep_end` takes along
_OUT = (EntryState.WITHDRAWN, EntryState.MERGED, EntryState.RETURNED)
_UNSAID = "Chưa ghi"

Line = tuple[str, str | None, Sequence[EntryResult]]
"""What stands in the line, the code where that is a unit, and the entries counted."""
Step = tuple[str, Callable[[EntryResult], bool], Callable[[str | None], str]]
"""Label, which entries count, and the test of a formula over the register (of one unit)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticsPlaces:
    """Where the sums over all units stand: ``row`` zero-based, one column per step."""

    sheet: Any
    row: int

    def total(self, step: int) -> str:
        """The sum of a step, from another sheet."""
        return in_sheet(self.sheet, address(self.row, _FIRST + step, absolute=True))


def steps(index: RunIndex, register: RegisterPlaces) -> list[Step]:
    """Registered, each kind of subject, then the declared columns."""
    campaign = index.run.campaign
    made: list[Step] = [("Đăng ký" if index.registers else "Đề nghị", lambda _: True, lambda _: "")]
    for subject in campaign.subjects:

        def is_subject(result: EntryResult, wanted: str = subject.id) -> bool:
            return result.entry.subject == wanted

        made.append((subject.label, is_subject, _test(register, "subject", subject.label)))
    for column in campaign.statistics.columns if campaign.statistics else ():
        listed = index.listed.get(column.award, frozenset())

        def is_listed(result: EntryResult, wanted: frozenset[str] = listed) -> bool:
            return result.entry.id in wanted

        test = _test(register, f"list:{column.award}", ON_LIST)
        made.append((column.label, is_listed, test))
    return made


def _test(register: RegisterPlaces, key: str, wanted: str) -> Callable[[str | None], str]:
    return lambda unit: f'({register.span(key, unit)}="{_quoted(wanted)}")'


def write_statistics(
    book: Book, sheet: Any, index: RunIndex, register: RegisterPlaces
) -> StatisticsPlaces:
    """Writes the sheet: every unit and its sum, then the choices of the field and their sum."""
    statistics = index.run.campaign.statistics
    assert statistics is not None
    counted = steps(index, register)
    heads = [
        Head(label="STT", width=5, align="center"),
        Head(label="Đơn vị", width=44),
        *[Head(label=label, width=12, align="center") for label, _, _ in counted],
    ]
    field = index.run.campaign.fields().get(statistics.field)
    and_field = f" VÀ {field.label.upper()}" if field else ""
    page = Printed(book, sheet, index.run, heads)
    page.title(
        f"THỐNG KÊ THEO ĐƠN VỊ{and_field}",
        f"{index.run.campaign.title} – số liệu tính đến ngày {format_date(index.run.as_of)}",
        *_gone(index),
    )
    units = _by_unit(index)
    if len(units) > _ONE_PAGE:
        page.head(freeze=_FIRST)
    else:
        page.head_row = page.heads_again(heads)
        sheet.freeze_panes(page.row, _FIRST)
    places = StatisticsPlaces(sheet=sheet, row=_table(page, units, counted, register, "unit"))
    if field is not None:
        page.row += 1
        second = page.row
        page.heads_again([heads[0], Head(label=field.label, width=44), *heads[_FIRST:]])
        key = field.id if field.id in register.columns else ""
        bottom = _table(page, _by_field(index, statistics), counted, register, key)
        _check(page, counted, (places.row, bottom))
        page.keep_end(second + _KEPT)
    return places


def _table(
    page: Printed,
    lines: Sequence[Line],
    counted: Sequence[Step],
    register: RegisterPlaces,
    key: str,
) -> int:
    """The lines and their sum, whose row is returned; without a ``key`` counts are plain."""
    live, first = bool(key) and register.live, page.row
    for number, (name, unit, results) in enumerate(lines, start=1):
        here = address(page.row, _NAME) if name != _UNSAID else '""'
        cells: list[CellValue] = []
        for _, counts, test in counted:
            found = sum(map(counts, results))
            if not live:
                cells.append(found)
                continue
            equal = f"({register.span(key, unit)}={here})"
            formula = f"=SUMPRODUCT({_product(equal, test(unit))})"
            cells.append(Live(formula=formula, cached=found))
        page.line([number, name, *cells])
    everyone = [result for _, _, results in lines for result in results]
    sums: list[CellValue] = []
    for column, (_, counts, _) in enumerate(counted, start=_FIRST):
        formula = f"=SUM({page.column_range(column, first, max(page.row - 1, first))})"
        value = sum(map(counts, everyone))
        sums.append(Live(formula=formula, cached=value) if lines else 0)
    return page.line(["", "Tổng cộng", *sums], bold=True)


def _product(here: str, test: str) -> str:
    return f"{here}*{test}" if test else f"--{here}"


def _by_unit(index: RunIndex) -> list[Line]:
    known = [code for code, unit in index.units.items() if unit.active_on(index.run.as_of)]
    others = sorted(index.by_unit.keys() - set(known))
    return [(index.unit_name(code), code, index.by_unit.get(code, ())) for code in known + others]


def _by_field(index: RunIndex, statistics: Statistics) -> list[Line]:
    results = index.run.outcome.entries
    field = index.run.campaign.fields()[statistics.field]
    lines: list[Line] = [
        (choice.label, None, [r for r in results if r.entry.values.get(field.id) == choice.id])
        for choice in field.choices
    ]
    said = {result.entry.id for _, _, found in lines for result in found}
    unsaid = [result for result in results if result.entry.id not in said]
    return [*lines, *([(_UNSAID, None, unsaid)] if unsaid else [])]


def _gone(index: RunIndex) -> list[str]:
    """How many of those who registered are no longer in the campaign."""
    states = [result.entry.state for result in index.run.outcome.entries]
    counts = _counts((state, states.count(state)) for state in _OUT)
    return [f"Số đăng ký kể cả hồ sơ không còn xét: {counts}."] if counts else []


def _counts(found: Iterable[tuple[EntryState, int]]) -> str:
    return ", ".join(f"{count:02d} {STATE[state].lower()}" for state, count in found if count)


def _check(page: Printed, counted: Sequence[Step], rows: tuple[int, int]) -> None:
    """Both tables count the same entries."""
    cells = [[address(row, _FIRST + k) for k in range(len(counted))] for row in rows]
    equal = ",".join(f"{one}={other}" for one, other in zip(*cells, strict=True))
    look = page.book.format(italic=True)
    page.book.put(page.sheet, page.row, _NAME, "Đối chiếu hai bảng:", look)
    formula = f'=IF(AND({equal}),"{MATCH}","{NO_MATCH}")'
    page.book.formula(page.sheet, page.row, _FIRST, formula, page.book.format(bold=True), MATCH)
    page.row += 1


def _quoted(text: str) -> str:
    return text.replace('"', '""')
