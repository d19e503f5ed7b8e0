"""What is said to Excel: its own object model, played by objects that remember.

Nobody has run this against Excel; these tests hold the words and the order, not the effect.
"""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from xladdin.area import Area, parse_area
from xladdin.looks import Condition, Look, Rule

pytest.importorskip("xlwings")
from xladdin import com_form
from xladdin.com_host import ComHost, Flags, joined
from xladdin.refusal import Refusal


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


def test_a_busy_excel_is_not_taken_for_a_password() -> None:
    api = Excel()

    def busy(_password: str) -> None:
        raise ComError(-2147418111)

    vars(api)["Unprotect"] = busy
    with pytest.raises(ComError):
        ComHost().unprotect(sheet(api))


def test_a_password_is_not_asked_for() -> None:
    assert ComHost().unprotect(sheet(Excel(password="bí mật"))) is False


class Book:
    """A workbook as `ComHost.obstacle` looks at it."""

    def __init__(self, **given: Any) -> None:
        ready = {"Ready": True, "ActiveProtectedViewWindow": None} | given
        own = {"ReadOnly": False, "ProtectStructure": False, "kind": -4167} | given
        own = {"MultiUserEditing": False, "selected": 1} | own
        window = SimpleNamespace(SelectedSheets=SimpleNamespace(Count=own["selected"]))
        self.app = SimpleNamespace(api=SimpleNamespace(ActiveWindow=window, **ready))
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
        ({"MultiUserEditing": True}, "ADD-180"),
        ({"selected": 2}, "ADD-181"),
    ],
)
def test_obstacles_have_their_codes(given: dict[str, Any], code: str) -> None:
    assert ComHost().obstacle(Book(**given)) == code


def test_while_a_cell_is_edited_excel_rejects_every_call() -> None:
    assert ComHost().obstacle(SimpleNamespace()) == "ADD-009"


class ComError(Exception):
    """An error as pywin32 raises it."""

    def __init__(self, hresult: int, told: str = "", scode: int = 0) -> None:
        super().__init__(hresult, "Exception occurred.")
        self.hresult = hresult
        self.excepinfo = (0, "Microsoft Excel", told or None, None, 0, scode)


def test_a_workbook_that_excel_is_too_busy_to_give_is_not_a_missing_one(monkeypatch: Any) -> None:
    xw: Any = pytest.importorskip("xlwings")
    engine = SimpleNamespace(N_COM_ATTEMPTS=0)
    monkeypatch.setattr(xw, "_xlwindows", engine, raising=False)
    for error, code in ((ComError(-2147418111), "ADD-009"), (Exception("no caller"), "ADD-001")):
        monkeypatch.setattr(xw.Book, "caller", _raising(error))
        with pytest.raises(Refusal, match=code):
            ComHost().book()
    assert engine.N_COM_ATTEMPTS > 100


def _raising(error: Exception) -> Any:
    def raise_it(*_given: object) -> None:
        raise error

    return raise_it


def _book(**api: Any) -> Any:
    return SimpleNamespace(api=SimpleNamespace(**api))


def test_the_place_of_a_workbook_is_what_excel_says() -> None:
    where = "https://d.docs.live.net/1/DD03.xlsx"
    assert ComHost().place(_book(FullName=where)) == where


def test_a_copy_that_fails_is_told_in_the_words_of_excel_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"

    def fail(where: str) -> None:
        Path(where).write_bytes(b"half")
        raise ComError(-2147352567, "Đĩa đầy.", -2146827284)

    with pytest.raises(OSError, match=r"^Đĩa đầy$"):
        ComHost().save_copy(_book(SaveCopyAs=fail), path)
    assert not path.exists()
    with pytest.raises(OSError, match=r"^$"):
        ComHost().save_copy(_book(SaveCopyAs=_raising(RuntimeError("(-2, 'x')"))), path)
    with pytest.raises(ComError):
        ComHost().save_copy(_book(SaveCopyAs=_raising(ComError(-1, scode=-2146777998))), path)


def _spot(address: str) -> Any:
    return SimpleNamespace(Parent=SimpleNamespace(Address=address))


def test_conversations_take_no_notes_and_old_excels_have_none() -> None:
    new = SimpleNamespace(CommentsThreaded=[_spot("$C$12"), _spot("$D$3")])
    assert ComHost().noteless(sheet(new)) == {"C12", "D3"}
    assert ComHost().noteless(sheet(SimpleNamespace())) == ()


@pytest.mark.parametrize(("merged", "done"), [(False, []), (None, ["B2:C9"]), (True, ["B2:C9"])])
def test_only_merged_cells_are_taken_apart(merged: bool | None, done: list[str]) -> None:
    taken: list[str] = []
    api = SimpleNamespace(
        Range=lambda where: SimpleNamespace(MergeCells=merged, UnMerge=lambda: taken.append(where))
    )
    ComHost().part(sheet(api), [parse_area("B2:C9")])
    assert taken == done


def test_a_note_gets_room_for_all_its_lines() -> None:
    shape = SimpleNamespace(Width=96.0, Height=55.5)
    words = "Sai ngày.\n" + "Viết ngày theo mẫu ngày/tháng/năm, ví dụ 05/01/2024. " * 4
    ComHost().fit_note(_book(Shape=shape), words)
    assert shape.Width == 260.0
    assert shape.Height == 13.0 * (1 + 5 + 1)


def test_a_filter_is_one_that_hides() -> None:
    assert ComHost().is_filtered(sheet(SimpleNamespace(FilterMode=True))) is True
    assert ComHost().is_filtered(sheet(SimpleNamespace(FilterMode=False))) is False


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
    signs = com_form.Signs(decimal=",", listed=";")
    com_form.validate(SimpleNamespace(Validation=made), rule, signs)
    said = {key: value for key, value in made.made.items() if key.startswith("Formula")}
    formulas = {f"Formula{place}": told for place, told in enumerate(wanted[1:], 1) if told}
    assert (made.made["Type"], said) == (wanted[0], formulas)
    assert (made.made["AlertStyle"], made.made["Operator"]) == (2, 1)
    assert (vars(made)["InputTitle"], vars(made)["ErrorMessage"]) == ("a", "d")


@pytest.mark.parametrize(
    ("shown", "signs"),
    [("=SUM(1,5;2)", (",", ";")), ("=SUM(1.5,2)", (".", ",")), ("=SUMME(1,5;2)", (",", ";"))],
)
def test_the_signs_are_read_off_a_formula(shown: str, signs: tuple[str, str]) -> None:
    cell = SimpleNamespace(FormulaLocal=shown, Clear=lambda: None)
    api = SimpleNamespace(Cells=lambda row, column: cell)
    found = com_form.signs(api)
    assert (found.decimal, found.listed) == signs
    assert cell.Formula == "=SUM(1.5,2)"


@pytest.mark.parametrize(
    ("formula", "moves"),
    [
        ('EXACT($C9,"Đủ")', True),
        ("LEN(C$9)>0", True),
        ("LEN($C$9)>0", False),
        ('A($B$2)="C9"', False),
        ("IF(COLUMN()=11,0,INDEX(kq_muc,ROW()-6,COLUMN()-5))>0", False),
    ],
)
def test_where_references_move_excel_stands_at_the_first_cell(formula: str, moves: bool) -> None:
    done: list[str] = []
    api = SimpleNamespace(
        Activate=lambda: done.append("sheet"),
        Range=lambda where: SimpleNamespace(Select=lambda: done.append(where)),
    )
    areas = (parse_area("D20"), parse_area("C9:C22"))
    made = Condition(areas=areas, formula=formula, fill="", colour="", last=False)
    com_form.stand_at(api, made)
    assert done == (["sheet", "C9"] if moves else [])


def test_references_are_read_as_letters_and_numbers_for_a_while() -> None:
    app = SimpleNamespace(ReferenceStyle=-4150)
    with (
        pytest.raises(ZeroDivisionError),
        com_form.plain_references(SimpleNamespace(Application=app)),
    ):
        assert app.ReferenceStyle == 1
        raise ZeroDivisionError
    assert app.ReferenceStyle == -4150


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
    font = part.Font
    marks = (font.Underline, font.Strikethrough, font.Superscript, font.Subscript)
    assert marks == (-4142, False, False, False)
    assert (part.IndentLevel, part.ShrinkToFit) == (0, False)


def test_a_message_is_cut_and_holds_no_signs_that_turn_letters_round(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown: list[tuple[str, str]] = []

    def box(_: None, words: str, title: str, __: int) -> int:
        shown.append((words, title))
        return 6

    windows = SimpleNamespace(user32=SimpleNamespace(MessageBoxW=box))
    monkeypatch.setattr("xladdin.com_host.ctypes.windll", windows, raising=False)
    assert ComHost().ask("Đồng ý \u202egpj.exe?")
    ComHost().tell("a" * 4_001)
    assert shown == [("Đồng ý gpj.exe?", "Thi đua"), ("a" * 4_000 + "…", "Thi đua")]
