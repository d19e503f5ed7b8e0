"""LibreOffice recalculates the summary: every formula gives what we cached and what is right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from io import BytesIO
from operator import add
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from appraisal.run import Run
from schemas.campaign import Campaign
from schemas.kinds import Aggregation, Compare
from tests.office import recalculate
from tests.workbooks.movement import movement_run
from tests.workbooks.office import office_run
from tests.workbooks.runs import NEAR_TIES, NOISY, campaign, empty_run, make_run
from workbooks.summary import write_summary

Cell = str | int | float | None
Figures = Mapping[tuple[str, str], Cell]


def _formulas(data: bytes) -> dict[tuple[str, str], str]:
    book = openpyxl.load_workbook(BytesIO(data))
    return {
        (sheet.title, cell.coordinate): str(cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def _figures(book: Workbook, places: Mapping[tuple[str, str], str]) -> Figures:
    """What the formulas show; an empty text is read back as nothing by some programs."""
    return {place: book[place[0]][place[1]].value or None for place in places}


def _recalculated(data: bytes, folder: Path) -> Workbook:
    path = folder / "Tong-hop.xlsx"
    path.write_bytes(data)
    return openpyxl.load_workbook(recalculate(path, folder / "lai"), data_only=True)


def _median(plan: Campaign) -> Campaign:
    routes = [replace(route, aggregation=Aggregation.MEDIAN) for route in plan.routes]
    return replace(plan, routes=tuple(routes))


@pytest.mark.parametrize("make", [make_run, empty_run, movement_run, office_run])
def test_every_formula_recalculates_to_what_was_cached(
    make: Callable[[], Run], libreoffice: Path, tmp_path: Path
) -> None:
    data = write_summary(make())
    places = _formulas(data)
    cached = _figures(openpyxl.load_workbook(BytesIO(data), data_only=True), places)
    assert _figures(_recalculated(data, tmp_path), places) == cached


def test_matrix_recalculates_to_our_decimals(libreoffice: Path, tmp_path: Path) -> None:
    run = make_run()
    shown = _matrix(_recalculated(write_summary(run), tmp_path))
    expected = {
        r.entry.id: (r.valid, None if r.total is None else r.total, r.rank)
        for r in run.outcome.entries
        if r.ballots
    }
    assert shown == expected


@pytest.mark.parametrize("make", [movement_run, office_run])
def test_preferences_and_scales_recalculate_to_our_ranks(
    make: Callable[[], Run], libreoffice: Path, tmp_path: Path
) -> None:
    run = make()
    book = _recalculated(write_summary(run), tmp_path)
    shown: dict[str, tuple[int, Decimal | None, int | None]] = {}
    for sheet in book.sheetnames:
        if sheet.startswith("Ma trận điểm"):
            shown |= _matrix(book, sheet)
    expected = {r.entry.id: (r.valid, r.total, r.rank) for r in run.outcome.entries if r.ballots}
    assert shown == expected
    assert len({rank for _, _, rank in shown.values()}) > 2


def test_near_ties_keep_equal_ranks(libreoffice: Path, tmp_path: Path) -> None:
    """The float sums of these pairs differ in the last digits; their ranks may not."""
    run = make_run()
    noise = [(_float_mean(run, one), _float_mean(run, two)) for one, two in NEAR_TIES]
    assert any(one != two for one, two in noise)
    shown = _matrix(_recalculated(write_summary(run), tmp_path))
    assert [(shown[one] == shown[two]) for one, two in NEAR_TIES] == [True] * len(NEAR_TIES)
    assert shown[NOISY][1] == Decimal("82.13")
    exact = {r.entry.id: r.total_exact for r in run.outcome.entries}
    assert exact[NOISY] == Fraction("82.125")


def test_exact_reading_recalculates_too(libreoffice: Path, tmp_path: Path) -> None:
    run = _ranked_exactly(make_run(replace(campaign(), compare=Compare.EXACT)))
    data = write_summary(run)
    places = _formulas(data)
    cached = _figures(openpyxl.load_workbook(BytesIO(data), data_only=True), places)
    assert _figures(_recalculated(data, tmp_path), places) == cached


def test_a_median_recalculates(libreoffice: Path, tmp_path: Path) -> None:
    made = make_run()
    run = replace(made, campaign=_median(made.campaign))
    shown = _matrix(_recalculated(write_summary(run), tmp_path))
    middle = {}
    for result in made.outcome.entries:
        totals = sorted(b.total for b in result.ballots if b.total is not None)
        if result.total is not None and len(totals) % 2:
            middle[result.entry.id] = totals[len(totals) // 2]
    assert middle and {entry: shown[entry][1] for entry in middle} == middle


def _matrix(
    book: Workbook, name: str = "Ma trận điểm"
) -> dict[str, tuple[int, Decimal | None, int | None]]:
    """Entry → count, total, rank, as the recalculated matrix shows them."""
    sheet = book[name]
    rows = list(sheet.iter_rows(values_only=True))
    head = next(row for row in rows if row[0] == "STT")
    count, total, rank = (head.index(label) for label in ("Số phiếu hợp lệ", "Điểm TB", "Xếp hạng"))
    found: dict[str, tuple[int, Decimal | None, int | None]] = {}
    for row in rows:
        if isinstance(row[0], int):
            figure = row[total]
            shown = None if figure in (None, "") else Decimal(str(figure))
            place = row[rank] or None
            assert isinstance(row[count], int) and (place is None or isinstance(place, int))
            found[str(row[1])] = (int(str(row[count])), shown, place)
    return found


def _added(numbers: Iterable[float]) -> float:
    """One after the other, as a worksheet adds; ``sum`` of newer Pythons hides the noise."""
    return reduce(add, numbers, 0.0)


def _float_mean(run: Run, entry: str) -> float:
    result = next(r for r in run.outcome.entries if r.entry.id == entry)
    totals = [
        _added(float(score or 0) for score in ballot.scores.values())
        for ballot in result.ballots
        if ballot.total is not None
    ]
    return (_added(totals) - max(totals) - min(totals)) / (len(totals) - 2)


def _ranked_exactly(run: Run) -> Run:
    """The run with ranks, bands and recognition by the exact figures, counted one by one."""
    plan = run.campaign

    def key(entry: object) -> tuple[Fraction, ...]:
        result = next(r for r in run.outcome.entries if r is entry)
        assert result.total_exact is not None
        return (result.total_exact, *(result.criteria[c] for c in plan.scale.tie_breaks))

    results = []
    for result in run.outcome.entries:
        if result.total_exact is None:
            results.append(result)
            continue
        pool = [r for r in run.outcome.entries if r.pool == result.pool and r.total is not None]
        failed = tuple(
            c.id for c in plan.scale.criteria if c.floor and result.criteria[c.id] < c.floor
        )
        exact = result.total_exact
        results.append(
            replace(
                result,
                rank=1 + sum(key(other) > key(result) for other in pool),
                floors_failed=failed,
                band=next(b.id for b in plan.scale.bands if exact >= Fraction(b.lowest)),
                recognised=exact >= Fraction(plan.scale.recognise.value) and not failed,
            )
        )
    return replace(run, outcome=replace(run.outcome, entries=tuple(results)))
