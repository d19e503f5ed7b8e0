"""The sheet "Kết quả kiểm tra": its name among others, and how it is printed."""

from __future__ import annotations

import unicodedata
from types import SimpleNamespace
from typing import Any

import pytest

from schemas.finding import Finding, Origin, Severity
from tests.workbooks.plans import HEADER, entry, form_plan, text
from tests.xladdin.memory import opened
from tests.xladdin.test_marks import faulty, state
from workbooks.issue import write_form
from workbooks.labels import word
from workbooks.layout import MARKS_SHEET, RESULT_SHEET
from xladdin import commands
from xladdin.com_host import ComHost
from xladdin.marking import mark
from xladdin.marks import plan_marks
from xladdin.resultsheet import free_name
from xladdin.session import open_session

SECOND, THIRD = f"{RESULT_SHEET} (2)", f"{RESULT_SHEET} (3)"


@pytest.mark.parametrize(
    ("taken", "wanted"),
    [
        ([], RESULT_SHEET),
        (["Đăng ký", "Kết quả"], RESULT_SHEET),
        ([RESULT_SHEET], SECOND),
        ([RESULT_SHEET.upper()], SECOND),
        ([unicodedata.normalize("NFD", RESULT_SHEET.upper())], SECOND),
        ([SECOND.lower(), RESULT_SHEET.lower()], THIRD),
        ([SECOND], RESULT_SHEET),
    ],
)
def test_the_name_is_one_that_no_sheet_has(taken: list[str], wanted: str) -> None:
    assert free_name(taken) == wanted


@pytest.mark.parametrize("name", [RESULT_SHEET, RESULT_SHEET.upper()])
def test_a_chart_of_that_name_stands_in_no_way(name: str) -> None:
    """xlwings lists no charts that are a sheet; their names are taken all the same."""
    host = opened(faulty())
    host.book().impl.charts.append(name)
    before = state(host)
    commands.check(host)
    assert SECOND in host.told[0]
    assert {SECOND, MARKS_SHEET} <= set(host.pages)
    commands.check(host)
    assert [page for page in host.pages if page.startswith(RESULT_SHEET)] == [SECOND]
    commands.clear_marks(host)
    assert state(host) == before


def test_the_list_is_ready_for_paper() -> None:
    host = opened(faulty())
    commands.check(host)
    page = host.pages[RESULT_SHEET]
    assert (page.paper, page.frozen) == (("landscape", "1 x 0", "4:4", "&P/&N"), 4)
    assert host.calls["lay out"] == 1


# What is said to Excel


class Talking:
    """An object of Excel that notes what it is told; ``mute`` are the names it refuses."""

    def __init__(self, log: list[tuple[str, Any]], mute: tuple[str, ...] = (), **has: Any) -> None:
        vars(self).update(log=log, mute=mute, **has)

    def __setattr__(self, name: str, value: Any) -> None:
        if name in vars(self)["mute"]:
            raise RuntimeError("-2146827284: no printer is installed")
        vars(self)["log"].append((name, value))


PAGE = [
    ("Orientation", 2),
    ("Zoom", False),
    ("FitToPagesWide", 1),
    ("FitToPagesTall", False),
    ("PrintTitleRows", "$4:$4"),
    ("CenterFooter", "&P/&N"),
    ("PrintGridlines", True),
    ("PaperSize", 9),
]
PANES = [("ScrollRow", 1), ("SplitColumn", 0), ("SplitRow", 4), ("FreezePanes", True)]
QUIET, AGAIN = ("PrintCommunication", False), ("PrintCommunication", True)


def laid_out(front: str = RESULT_SHEET, mute: tuple[str, ...] = ()) -> list[tuple[str, Any]]:
    log: list[tuple[str, Any]] = []
    window = Talking(log, mute, ActiveSheet=SimpleNamespace(Name=front))
    app = Talking(log, mute, ActiveWindow=window)
    page = Talking(log, mute)
    api = SimpleNamespace(Application=app, PageSetup=page, Name=RESULT_SHEET)
    ComHost().lay_out(SimpleNamespace(api=api), 4)
    return log


def test_the_printer_is_spoken_to_once() -> None:
    assert laid_out() == [QUIET, *PAGE, AGAIN, *PANES]


def test_rows_are_frozen_on_the_sheet_in_front_alone() -> None:
    assert laid_out(front="Đăng ký") == [QUIET, *PAGE, AGAIN]


@pytest.mark.parametrize(
    ("mute", "said"),
    [
        (("PrintCommunication",), [*PAGE, *PANES]),  # Excel 2007
        (("Orientation",), [QUIET, AGAIN, *PANES]),
        (("PaperSize",), [QUIET, *PAGE[:-1], AGAIN, *PANES]),
        (("ScrollRow",), [QUIET, *PAGE, AGAIN]),
    ],
    ids=["old Excel", "no printer", "no such paper", "no window"],
)
def test_what_excel_refuses_does_no_harm(
    mute: tuple[str, ...], said: list[tuple[str, Any]]
) -> None:
    assert laid_out(mute=mute) == said


def test_charts_have_names_too() -> None:
    sheets = [SimpleNamespace(Name="Đăng ký"), SimpleNamespace(Name="Biểu đồ")]
    book = SimpleNamespace(api=SimpleNamespace(Sheets=sheets))
    assert ComHost().sheet_names(book) == ["Đăng ký", "Biểu đồ"]


def listed(**origin: str) -> str:
    """The link of a finding on the list."""
    host = opened(faulty())
    found = Finding(
        code="READ-004",
        severity=Severity.INFO,
        origin=Origin(file="a.xlsx", **origin),
        params={"sheet": "x"},
    )
    mark(open_session(host), plan_marks([found]), [found], "")
    page = host.pages[RESULT_SHEET]
    return page.formulas.get((4, 1), str(page.values.get((4, 1))))


def test_a_link_leads_to_the_cell_or_to_the_top_of_its_sheet() -> None:
    assert listed(sheet="Đăng ký", cell="C12") == """=HYPERLINK("#'Đăng ký'!C12","C12")"""
    assert listed(sheet="Đăng ký") == """=HYPERLINK("#'Đăng ký'!A1","Đăng ký")"""
    assert listed() == word("fault_whole", "vi")


def test_quotes_in_the_name_of_a_sheet_do_not_end_the_formula() -> None:
    quoted = """=HYPERLINK("#'Xã ""A"" ''B'''!A1","Xã ""A"" 'B'")"""
    assert listed(sheet="""Xã "A" 'B'""") == quoted


def test_a_long_text_is_cut_on_the_list() -> None:
    typed = entry(ngay_duyet=text("hôm" * 500))
    host = opened(write_form(form_plan(typed, header=HEADER)))
    commands.check(host)
    assert host.pages[RESULT_SHEET].values[4, 3] == ("hôm" * 500)[:250]
