"""A forged card: its texts become no formula, its sizes keep no button busy, its names no path."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.workbooks.issued import edited
from tests.workbooks.plans import HEADER, entry, form_plan, score_plan, text
from tests.workbooks.surveyed import outline_plan
from tests.xladdin.forged import forge_form, forge_key, forge_texts
from tests.xladdin.memory import MemoryHost, opened
from tests.xladdin.test_restoring import tailor
from workbooks.card import Card
from workbooks.issue import write_form, write_scoring
from workbooks.layout import CARD_SHEET, layout_of
from xladdin import com_form, commands, restoring
from xladdin.area import Area
from xladdin.district import explanation
from xladdin.fence import is_ours
from xladdin.inert import inert
from xladdin.looks import Condition, Rule
from xladdin.pristine import Pristine, pristine_form, pristine_scoring
from xladdin.session import open_session

SHEET = "Đăng ký"
KINDS: Mapping[str, Callable[[], bytes]] = {
    "table": lambda: write_form(form_plan(entry(), header=HEADER)),
    "outline": lambda: write_form(outline_plan()),
    "scoring": lambda: write_scoring(score_plan({}, {})),
}
TEXTS = ("label", "help", "title", "section", "nil", "basis", "campaign_title", "stage_title")
FORMULAS = (
    '=HYPERLINK("http://x.example","a")',
    "=cmd|' /C calc'!A0",
    "+cmd|' /C calc'!A0",
    "-1+cmd|' /C calc'!A0",
    "@SUM(1)",
    "＝1+1",
    "\t=1+1",
    "\n=1+1",
    "'=1+1",
    '"&WEBSERVICE("http://x.example")&"',
    'a",WEBSERVICE("http://x.example"),"',
    "'!A1)+WEBSERVICE(\"x\")+('",
)
UNWRITABLE = ("\x00\x01", "\ud800", "x" * 32_760)
BUTTONS = ("check", "clear_marks", "next_fault", "normalise", "restore_form", "prepare_submission")


def made(card: Card) -> Pristine:
    """The form as "Sửa biểu mẫu" makes it anew."""
    assert card.form is not None
    scored = card.form.scale is not None
    return (
        pristine_scoring(card, card.form, "vi", ())
        if scored
        else pristine_form(card, card.form, "vi")
    )


def written(host: MemoryHost) -> Mapping[str, set[str]]:
    """Every formula that stands in the workbook, by sheet."""
    return {name: set(map(str, page.formulas.values())) for name, page in host.pages.items()}


@pytest.mark.parametrize("words", FORMULAS)
@pytest.mark.parametrize("kind", KINDS)
def test_no_text_of_a_card_becomes_a_formula(
    monkeypatch: pytest.MonkeyPatch, kind: str, words: str
) -> None:
    """Labels, hints and choices alike, even where the form does not stand in its place."""
    monkeypatch.setattr(restoring, "_MOST", -1)
    host = tailor(KINDS[kind]())
    before = written(host)
    raw: list[str] = []
    monkeypatch.setattr("tests.xladdin.memory.Range._put", _heard(raw))
    forge_texts(host, words, TEXTS)
    commands.restore_form(host)
    now = written(host)
    assert {name: now[name] - told for name, told in before.items() if now[name] - told} == {}
    assert not [told for told in raw if told.lstrip()[:1] in "+-@＝＋－＠"], raw
    assert not [rule for rule in host.rules if rule.formula1.lstrip('"').lstrip().startswith("=")]


def _heard(raw: list[str]) -> Callable[[Any, Any, Any], None]:
    """Keeps every text that is written into a cell that is not text."""
    from tests.xladdin.memory import Range

    put = Range._put

    def heard(self: Any, place: Any, value: object) -> None:
        if isinstance(value, str) and value and self.page.formats.get(place) != "@":
            raw.append(value)
        put(self, place, value)

    return heard


@pytest.mark.parametrize("words", UNWRITABLE)
@pytest.mark.parametrize("kind", KINDS)
def test_texts_that_no_file_can_hold_are_a_sentence(
    monkeypatch: pytest.MonkeyPatch, kind: str, words: str
) -> None:
    monkeypatch.setattr(restoring, "_MOST", -1)
    host = tailor(KINDS[kind]())
    forge_texts(host, words, TEXTS)
    commands.restore_form(host)
    assert not any("trục trặc" in told for told in host.told), host.told


@pytest.mark.parametrize("kind", KINDS)
def test_the_fence_lets_our_own_forms_through(kind: str) -> None:
    assert is_ours(made(open_session(opened(KINDS[kind]())).card()))


@pytest.mark.parametrize(
    "formula",
    [
        'HYPERLINK("http://x.example")',
        'WEBSERVICE("http://x.example")',
        "'C:\\x\\[y.xlsx]Z'!A1",
        "[1]Z!A1",
        "Khác!A1",
        "cmd|'/C calc'!A0",
        'CALL("a","b")',
        'IF(1,REGISTER.ID("a","b"),0)',
        "1+",
    ],
)
def test_the_fence_stops_what_reaches_out(formula: str) -> None:
    form = made(open_session(opened(KINDS["table"]())).card())
    spot = (Area(top=9, left=0, bottom=9, right=0),)
    shown = Condition(areas=spot, formula=formula, fill="", colour="", last=False)
    checked = Rule(
        areas=spot, kind="custom", operator="between", formula1=formula, formula2="", blank=True,
        style="stop", prompt=("", ""), error=("", ""),
    )  # fmt: skip
    assert not is_ours(replace(form, words={**form.words, (9, 0): f"={formula}"}))
    assert not is_ours(replace(form, conditions=(*form.conditions, shown)))
    assert not is_ours(replace(form, rules=(*form.rules, checked)))
    assert not is_ours(replace(form, rules=(replace(checked, formula1="1", formula2=formula),)))


@pytest.mark.parametrize("listed", ['"=HYPERLINK(1),b"', '" =A1"', '"＝A1"'])
def test_a_list_of_words_is_no_formula_for_excel(listed: str) -> None:
    form = made(open_session(opened(KINDS["table"]())).card())
    rule = replace(next(r for r in form.rules if r.kind == "list"), formula1=listed)
    assert not is_ours(replace(form, rules=(rule,)))
    with pytest.raises(ValueError, match="formula"):
        com_form._operand(com_form.Signs(decimal=",", listed=";"), "list", listed)


@pytest.mark.parametrize(
    ("told", "cell", "text_cell"),
    [
        ("", "", ""),
        ("Tên", "Tên", "Tên"),
        ("=1", "'=1", "=1"),
        (" \t+1", "' \t+1", " \t+1"),
        ("＠a", "'＠a", "＠a"),
        ("'a", "''a", "''a"),
    ],
)
def test_words_stay_words(told: str, cell: str, text_cell: str) -> None:
    assert (inert(told), inert(told, "")) == (cell, text_cell)


@pytest.mark.parametrize("line", ["=1", "+1", "-1", "@a", "＝1", "＋1", " =1", "\n＠a", "'a"])
def test_a_line_of_an_explanation_stays_words(line: str) -> None:
    assert explanation._inert(line) == f"'{line}"


@pytest.mark.parametrize(
    "typed",
    ["=1+1", "=cmd|'/C calc'!A0", "+1+1", "-1-1", "@SUM(1)", "'=1", "1/2", "＝1"],
)
def test_what_a_unit_typed_becomes_no_formula_when_it_is_normalised(typed: str) -> None:
    """Text with spaces behind it, in a cell for whole numbers: without them it stays text."""
    host = opened(write_form(outline_plan({"so_cb": text(f"{typed}  ")})))
    before = written(host)
    commands.normalise(host)
    assert len(host.asked) == 1
    page = next(page for page in host.pages.values() if typed in page.values.values())
    assert written(host) == before
    assert [at for at, value in page.values.items() if value == typed] == [(10, 1)]


SIZES: Mapping[str, Callable[[dict[str, Any]], object]] = {
    "lines above the table": lambda tree: tree["form"].update(
        header=[{**tree["form"]["header"][0], "id": f"h{k}"} for k in range(3_000)]
    ),
    "choices": lambda tree: _first(tree, "choice").update(
        choices=[{"id": f"c{k}", "label": f"Chọn {k}"} for k in range(30_000)]
    ),
    "constraints": lambda tree: _constrained(tree).update(
        constraints=_constrained(tree)["constraints"] * 1_000
    ),
    "fields of a key": lambda tree: tree["form"]["fields"][0].update(
        constraints=[{"kind": "unique", "within": "workbook", "together": ["ten"] * 5_000}]
    ),
    "capacity": lambda tree: tree["form"].update(capacity=10**9),
    "columns": lambda tree: tree["form"].update(
        fields=[{**tree["form"]["fields"][0], "id": f"f{k}"} for k in range(100_000)]
    ),
    "characters": lambda tree: tree["form"]["fields"][0].update(help="x" * 3_000_000),
}


def _first(tree: dict[str, Any], kind: str) -> dict[str, Any]:
    found: dict[str, Any] = next(f for f in tree["form"]["fields"] if f["kind"] == kind)
    return found


def _constrained(tree: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(f for f in tree["form"]["fields"] if f.get("constraints"))
    return found


@pytest.mark.parametrize("what", SIZES)
def test_a_form_of_monstrous_size_is_refused_at_once(what: str) -> None:
    host = tailor(KINDS["table"]())
    forge_form(host, SIZES[what])
    begun = time.perf_counter()
    for button in ("check", "normalise", "restore_form"):
        getattr(commands, button)(host)
    assert time.perf_counter() - begun < 10
    assert [told.split(",")[0] for told in host.told] == [
        "Tệp “DD03.xlsx” là biểu mẫu của đợt nhưng trang ẩn mang quy tắc đã bị hỏng hoặc của phiên "
        "bản khác"
    ] * 3


CARDS = {
    "rows": ("1000000000", "-5", "0", "9" * 5_000, "abc", ""),
    "submission": ("-1", "0", "9" * 30, "9" * 4_200, "1_0"),
    "part": ("-1", "9" * 30),
    "sender": ("..\\..\\x", "C:", "CON", "NUL.", "a\nb", "\u202egnp.exe", "x" * 5_000, "=1+1", ""),
    "sender_kind": ("", "root"),
    "stage": ("..\\..\\evil", "x/y", "LPT1", "=cmd"),
    "form_chunks": ("1000000000", "0", "-3", "9" * 5_000),
    "form_1": ("", "[", "[" * 30_000, '{"a":' * 5_000, "null", '"x"', "9" * 29_000),
    "campaign": ("=1", "\u202e", ""),
    "format": ("", "thidua-2"),
    "prepared": ("-1", "9" * 5_000, "x"),
}


@pytest.mark.parametrize(
    ("key", "value"),
    [(key, value) for key, values in CARDS.items() for value in values],
    ids=lambda given: str(given)[:12],
)
def test_a_forged_key_of_the_card_is_a_sentence_at_most(
    tmp_path: Path, key: str, value: str
) -> None:
    """Whatever it says, copies stand in the folder of the workbook, under a plain name."""
    begun = time.perf_counter()
    for button in BUTTONS:
        host = tailor(KINDS["table"]())
        host.book().impl._fullname = f"{tmp_path}/DD03.xlsx"
        forge_key(host, key, value)
        getattr(commands, button)(host)
        assert not any("trục trặc" in told for told in host.told), (button, host.told)
        for path in host.copies:
            assert path.parent == tmp_path
            assert path.name.isascii()
            assert not set(path.name) & set('\\/:*?"<>|\n')
            assert len(path.name) <= 110
    assert time.perf_counter() - begun < 20


def test_rows_that_are_gone_above_the_table_are_told() -> None:
    """The lines above the table stood there; nothing points to a cell above the first."""
    at = layout_of(form_plan().stage, 6)
    gone = edited(
        write_form(form_plan(entry(), header=HEADER)),
        lambda book: book[SHEET].delete_rows(1, at.head_row),
    )
    host = opened(gone)
    commands.check(host)
    assert not any("trục trặc" in told for told in host.told), host.told
    assert CARD_SHEET in host.pages
