"""What is said to Excel: its own object model, played by objects that remember.

Nobody has run this against Excel; these tests hold the words and the order, not the effect.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from xladdin.area import Area, parse_area
from xladdin.looks import Condition, Look, Rule

pytest.importorskip("xlwings")
from xladdin import com_form
from xladdin.com_host import ComHost, Flags, joined


class Interior:
    """The background of cells as Excel has it; ``None`` is what differs within a range."""

    def __init__(self, **given: Any) -> None:
        self.Pattern: Any = -4142
        self.PatternColor: Any = 0
        self.TintAndShade: Any = 0
        self._theme: Any = 0
        self._colour: Any = 16777215
        for name, value in given.items():
            setattr(self, name, value)

    @property
    def Color(self) -> Any:
        return self._colour

    @Color.setter
    def Color(self, value: Any) -> None:
        self._colour, self._theme = value, 0
        if self.Pattern == -4142:
            self.Pattern = 1

    @property
    def ThemeColor(self) -> Any:
        return self._theme

    @ThemeColor.setter
    def ThemeColor(self, value: Any) -> None:
        self._theme, self._colour = value, {5: 0xC47244}[value]


class Excel:
    """A sheet of Excel: ranges by their reference, protection by its flags."""

    def __init__(self, password: str = "") -> None:
        self.asked: list[str] = []
        self.looks: dict[str, Interior] = {}
        self.password = password
        self.given: dict[str, Any] = {}
        self.ProtectContents = True
        self.ProtectDrawingObjects = True
        self.ProtectScenarios = False
        self.ProtectionMode = False
        self.EnableSelection = 0
        self.Protection = SimpleNamespace(
            **{name: name == "AllowFormattingRows" for name in _RIGHTS}
        )

    def Range(self, reference: str) -> Any:
        self.asked.append(reference)
        return SimpleNamespace(Interior=self.looks.setdefault(reference, Interior()))

    def Unprotect(self, password: str) -> None:
        if password != self.password:
            raise RuntimeError("-2146827284")
        self.ProtectContents = self.ProtectDrawingObjects = False

    def Protect(self, **given: Any) -> None:
        self.given = given


_RIGHTS = (
    "AllowFormattingCells", "AllowFormattingColumns", "AllowFormattingRows",
    "AllowInsertingColumns", "AllowInsertingRows", "AllowInsertingHyperlinks",
    "AllowDeletingColumns", "AllowDeletingRows", "AllowSorting", "AllowFiltering",
    "AllowUsingPivotTables",
)  # fmt: skip


def sheet(api: Any) -> Any:
    return SimpleNamespace(api=api)


def test_references_are_joined_as_long_as_excel_takes_them() -> None:
    areas = [Area(top=row, left=2, bottom=row + 1, right=3) for row in range(0, 900, 3)]
    parts = list(joined(areas))
    assert ",".join(parts).split(",") == [area.a1 for area in areas]
    assert max(map(len, parts)) <= 250
    assert len(parts) == -(-sum(len(area.a1) + 1 for area in areas) // 250)


@pytest.mark.parametrize(
    "before",
    [
        Interior(),
        Interior(Color=255),
        Interior(Pattern=1, ThemeColor=5, TintAndShade=0.4),
        Interior(Pattern=-4124, PatternColor=77, _colour=13),
    ],
    ids=["none", "plain", "theme", "pattern"],
)
def test_a_fill_comes_back_as_it_was(before: Interior) -> None:
    host, api = ComHost(), Excel()
    api.looks["C12"] = before
    was = vars(before).copy()
    spot = [parse_area("C12")]
    word = host.fill(sheet(api), spot)
    assert word is not None
    host.paint(sheet(api), spot, host.solid("#F8CBAD"))
    assert (before.Pattern, before.Color) == (1, 0xADCBF8)
    assert host.fill(sheet(api), spot) == host.solid("#F8CBAD")
    host.paint(sheet(api), spot, word)
    assert host.fill(sheet(api), spot) == word
    assert before.Pattern == was["Pattern"]


@pytest.mark.parametrize(
    "mixed",
    [{"Pattern": None}, {"Pattern": 1, "_colour": None}, {"Pattern": 1, "TintAndShade": None}],
)
def test_a_range_of_several_looks_has_no_fill(mixed: dict[str, Any]) -> None:
    api = Excel()
    api.looks["C12:D13"] = Interior(**mixed)
    assert ComHost().fill(sheet(api), [parse_area("C12:D13")]) is None


def test_protection_comes_back_with_the_same_flags() -> None:
    host, api = ComHost(), Excel()
    flags = host.protection(sheet(api))
    assert flags == Flags(
        drawings=True,
        contents=True,
        scenarios=False,
        interface_only=False,
        selection=0,
        allowed=frozenset({"AllowFormattingRows"}),
    )
    assert host.unprotect(sheet(api)) is True
    assert host.protection(sheet(api)) is None
    host.protect(sheet(api), flags)
    rights = {name: name == "AllowFormattingRows" for name in _RIGHTS}
    wanted = {"DrawingObjects": True, "Contents": True, "Scenarios": False}
    assert api.given == {**wanted, "UserInterfaceOnly": False, **rights}


def test_a_password_is_not_asked_for() -> None:
    assert ComHost().unprotect(sheet(Excel(password="bí mật"))) is False


class Book:
    """A workbook as `ComHost.obstacle` looks at it."""

    def __init__(self, **given: Any) -> None:
        ready = {"Ready": True, "ActiveProtectedViewWindow": None} | given
        own = {"ReadOnly": False, "ProtectStructure": False, "kind": -4167} | given
        self.app = SimpleNamespace(api=SimpleNamespace(**ready))
        front = SimpleNamespace(Type=own["kind"])
        self.api = SimpleNamespace(ActiveSheet=front, **own)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, ""),
        ({"Ready": False}, "ADD-009"),
        ({"ActiveProtectedViewWindow": object()}, "ADD-004"),
        ({"ReadOnly": True}, "ADD-005"),
        ({"ProtectStructure": True}, "ADD-007"),
        ({"kind": 3}, "ADD-008"),
    ],
)
def test_obstacles_have_their_codes(given: dict[str, Any], code: str) -> None:
    assert ComHost().obstacle(Book(**given)) == code


def test_while_a_cell_is_edited_excel_rejects_every_call() -> None:
    assert ComHost().obstacle(SimpleNamespace()) == "ADD-009"


class Validation:
    """A validation of Excel that remembers what it was made of."""

    def __init__(self) -> None:
        self.made: dict[str, Any] = {}

    def Delete(self) -> None:
        self.made = {}

    def Add(self, **given: Any) -> None:
        self.made = given


def _rule(kind: str, formula1: str, formula2: str = "") -> Rule:
    return Rule(
        areas=(parse_area("C12"),), kind=kind, operator="between", formula1=formula1,
        formula2=formula2, blank=True, style="warning", prompt=("a", "b"), error=("c", "d"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        (_rule("list", '"Có,Không"'), (3, "Có;Không", "")),
        (_rule("list", "dm_linh_vuc"), (3, "=dm_linh_vuc", "")),
        (_rule("textLength", "0", "40"), (6, "0", "40")),
        (_rule("decimal", "0.5", "10"), (2, "0,5", "10")),
        (_rule("none", ""), (0, "", "")),
    ],
)
def test_a_validation_speaks_with_the_signs_of_the_computer(
    rule: Rule, wanted: tuple[int, str, str]
) -> None:
    made = Validation()
    app = SimpleNamespace(International={3: ",", 5: ";"})
    com_form.validate(SimpleNamespace(Validation=made, Application=app), rule)
    assert (made.made["Type"], made.made["Formula1"], made.made["Formula2"]) == wanted
    assert (made.made["AlertStyle"], made.made["Operator"]) == (2, 1)
    assert (vars(made)["InputTitle"], vars(made)["ErrorMessage"]) == ("a", "d")


def test_a_formula_is_translated_in_a_cell_that_is_emptied_again() -> None:
    cell = SimpleNamespace(FormulaLocal="=A(1;2)", cleared=0)
    cell.Clear = lambda: setattr(cell, "cleared", cell.cleared + 1)
    api = SimpleNamespace(Cells=lambda row, column: cell)
    assert com_form.local_formula(api, "A(1,2)") == "=A(1;2)"
    assert (cell.Formula, cell.cleared) == ("=A(1,2)", 1)


def test_a_condition_is_tried_last_of_all() -> None:
    made = SimpleNamespace(Interior=SimpleNamespace(), Font=SimpleNamespace(), last=0)
    made.SetLastPriority = lambda: setattr(made, "last", 1)
    formats = SimpleNamespace(Add=lambda **given: vars(made).update(given) or made)
    spec = Condition(
        areas=(parse_area("C12"),), formula="x", fill="#F8CBAD", colour="#9C0006", last=True
    )
    com_form.condition(SimpleNamespace(FormatConditions=formats), spec, "=x")
    assert (made.Type, made.Formula1, made.last, made.StopIfTrue) == (2, "=x", 1, True)
    assert (made.Interior.Color, made.Font.Color) == (0xADCBF8, 0x06009C)


def test_a_look_is_given_whole() -> None:
    part = SimpleNamespace(
        Interior=SimpleNamespace(), Borders=SimpleNamespace(), Font=SimpleNamespace()
    )
    com_form.dress(part, Look(number_format="@", locked=False, fill="#FFFDE7", font="A", wrap=True))
    assert (part.NumberFormat, part.Locked, part.WrapText) == ("@", False, True)
    assert (part.Interior.Color, part.Borders.LineStyle, part.Font.Name) == (0xE7FDFF, -4142, "A")
