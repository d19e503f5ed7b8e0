"""Every kind has one rule that says the truth about itself: codes, lists, helpers, words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

import pytest

from appraisal.spelling import RESPELLED
from schemas.cell import BLANK, CellKind, RawCell, text_cell
from schemas.field import Choice, Condition, Constraint, Field
from schemas.kinds import ConstraintKind, FieldKind
from schemas.message import LANGUAGES, catalogue
from schemas.rules import (
    CellRefs,
    column_count,
    constraint_rules,
    helper_cells,
    helper_values,
    hint,
    judge_rows,
    kind_rules,
    named_lists,
    validation,
    verdict_formula,
    verdict_messages,
)
from schemas.rules.oldtext import DOUBTS, MAYBE, REMARK
from schemas.rules.registry import cases_of
from schemas.rules.validation import MAX_TEXT, MAX_TITLE

K = ConstraintKind
D = Decimal
CHOICES = (Choice(id="a", label="Tập thể"), Choice(id="b", label="Cá nhân"))
MANY = tuple(Choice(id=f"m{place}", label=f"Thôn {place}, xã Đạ Ròn") for place in range(40))
WHEN = Condition(field="hoi", values=("a",))
LONG_WHEN = Condition(field="thon", values=tuple(choice.id for choice in MANY[:20]))
ASKED = Field(id="hoi", label="Hỏi", kind=FieldKind.CHOICE, choices=CHOICES)
PLACE = Field(id="thon", label="Thôn", kind=FieldKind.CHOICE, list="thon", choices=MANY)
DAY = Field(id="moc", label="Mốc", kind=FieldKind.DATE)
OTHERS = (ASKED, PLACE, DAY)

TEXTS = (FieldKind.TEXT, FieldKind.LONG_TEXT)
CHOSEN = (FieldKind.CHOICE, FieldKind.MULTI_CHOICE)
NUMBERS = (FieldKind.INTEGER, FieldKind.DECIMAL)

SAMPLES: Mapping[ConstraintKind, tuple[tuple[FieldKind, ...], Constraint]] = {
    K.REQUIRED: (tuple(FieldKind), Constraint(kind=K.REQUIRED)),
    K.REQUIRED_WHEN: (tuple(FieldKind), Constraint(kind=K.REQUIRED_WHEN, when=LONG_WHEN)),
    K.ALLOWED_WHEN: (CHOSEN, Constraint(kind=K.ALLOWED_WHEN, when=WHEN, allowed=("b", "m1"))),
    K.LENGTH: (TEXTS, Constraint(kind=K.LENGTH, min_length=3, max_length=9)),
    K.NUMBER_RANGE: (NUMBERS, Constraint(kind=K.NUMBER_RANGE, minimum=D(2), maximum=D(50))),
    K.DATE_RANGE: (
        (FieldKind.DATE,),
        Constraint(kind=K.DATE_RANGE, earliest=date(2024, 1, 2), latest=date(2024, 6, 30)),
    ),
    K.NOT_BEFORE: ((FieldKind.DATE,), Constraint(kind=K.NOT_BEFORE, other="moc")),
    K.NOT_AFTER: ((FieldKind.DATE,), Constraint(kind=K.NOT_AFTER, other="moc")),
    K.UNIQUE: (tuple(FieldKind), Constraint(kind=K.UNIQUE, within="workbook")),
    K.DIGITS: ((FieldKind.TEXT,), Constraint(kind=K.DIGITS, min_length=3, max_length=5)),
}

TYPED = [
    *("", " ", "x", "X", "v", "ab", "abc", "hòa bình", "hoà bình", "Tập thể", "Cá nhân", "tập thể"),
    *("Khác hẳn", "Ta\u0323\u0302p the\u0309\u0302", "Thôn 1, xã Đạ Ròn", "Thôn 7, xã Đạ Ròn"),
    *("0", "5", "99", "8,3", "1.234", "-7", "12 xã", "x" * 30, "01/01/2024", "05/01/2024"),
    *("31/12/2024", "31/02/2024", "001", "0123456", "ngày 05 tháng 01 năm 2024", "hôm nay"),
    *("03/2024", "năm 2024", "5/1/24", "01/25/2024", "2024/01/05", "5/1"),
]
STORED = [
    RawCell(CellKind.ERROR, "#N/A"),
    RawCell(CellKind.BOOL, True),
    RawCell(CellKind.NUMBER, D(60)),
    RawCell(CellKind.NUMBER, D("7.25")),
    RawCell(CellKind.DATE, date(2024, 5, 8)),
]
CELLS = [BLANK, *map(text_cell, TYPED), *STORED]


def _field(kind: FieldKind, *constraints: Constraint) -> Field:
    listed = {FieldKind.CHOICE: (*CHOICES, *MANY[:30]), FieldKind.MULTI_CHOICE: CHOICES}
    return Field(
        id="o",
        label="Ô nhập",
        kind=kind,
        choices=listed.get(kind, ()),
        constraints=constraints,
        step=D("0.5") if kind is FieldKind.DECIMAL else None,
    )


def _cases() -> Iterator[tuple[Field, ConstraintKind | None]]:
    for kind in FieldKind:
        yield _field(kind), None
    for rule, (kinds, constraint) in SAMPLES.items():
        for kind in kinds:
            yield _field(kind, constraint), rule


def _refs(fields: tuple[Field, ...]) -> CellRefs:
    keys = [(field.id, place) for field in fields for place in range(column_count(field))]
    helpers = [(field.id, cell.name) for field in fields for cell in helper_cells(field, fields)]
    return CellRefs(
        raw={key: f"INDEX(bieu,ROW(),{place + 1})" for place, key in enumerate(keys)},
        clean={key: f"B{place + 1}" for place, key in enumerate(keys)},
        clean_column={key: "$B$1:$B$9" for key in keys},
        used="A1",
        fields={field.id: field for field in fields},
        place="ROW()",
        helper={key: f"C{place + 1}" for place, key in enumerate(helpers)},
        helper_column={key: "$C$1:$C$9" for key in helpers},
    )


def _found(field: Field) -> set[tuple[str, int, bool]]:
    """Code, constraint and whether the worksheet sees it, of every fault that can be provoked."""
    found: set[tuple[str, int, bool]] = set()
    for asked in ("Tập thể", "Cá nhân"):
        rows = [
            {
                "o": (cell,) * column_count(field),
                "hoi": (text_cell(asked),),
                "thon": (text_cell("Thôn 3, xã Đạ Ròn"),),
                "moc": (text_cell("03/01/2024"),),
            }
            for cell in (*CELLS, *CELLS[:12])
        ]
        for row in judge_rows((*OTHERS, field), rows):
            found |= {(f.code, f.rule, f.seen) for f in row.faults if f.field == "o"}
    return found


def test_every_kind_has_exactly_one_rule_of_its_own() -> None:
    assert {kind: rule.kind for kind, rule in kind_rules().items()} == {k: k for k in FieldKind}
    assert {kind: rule.kind for kind, rule in constraint_rules().items()} == {k: k for k in K}
    assert set(SAMPLES) == set(K)


@pytest.mark.parametrize("kind", list(FieldKind))
def test_a_kind_gives_exactly_the_codes_it_lists(kind: FieldKind) -> None:
    rule, found = kind_rules()[kind], _found(_field(kind))
    assert {code for code, _, _ in found} == set(rule.codes)
    assert {code for code, _, seen in found if not seen} & set(rule.codes) >= set(rule.notes)
    told = {code for test in rule.tests(_field(kind), 0) for code in test.codes}
    assert told == set(rule.codes) - set(rule.notes)


@pytest.mark.parametrize("kind", list(K))
def test_a_constraint_gives_exactly_the_codes_it_lists(kind: ConstraintKind) -> None:
    rule, (kinds, constraint) = constraint_rules()[kind], SAMPLES[kind]
    found = {f for asked in kinds for f in _found(_field(asked, constraint)) if f[1] == 0}
    assert {code for code, _, _ in found} == set(rule.codes)
    assert {code for code, _, seen in found if seen} == set(rule.codes) - set(rule.notes)
    field = _field(kinds[0], constraint)
    case = cases_of(field, {other.id: other for other in OTHERS})[0]
    assert {code for test in rule.tests(case, 0) for code in test.codes} == set(rule.codes) - set(
        rule.notes
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_stands_in_the_catalogue_and_a_told_one_has_words_for_the_cell(
    lang: str,
) -> None:
    codes = {code for rule in kind_rules().values() for code in rule.codes}
    codes |= {code for rule in constraint_rules().values() for code in rule.codes}
    known = catalogue(lang)
    assert codes == {code for code in known if code.startswith("FLD-") and ":" not in code} - {
        "FLD-002",
        "FLD-003",
        "FLD-028",
        *RESPELLED,
        *DOUBTS,
        REMARK,
        MAYBE,
    }  # of the judge itself: formulas, the note, old fonts, and what was spelled otherwise
    first = {m.code for f, _ in _cases() for m in verdict_messages(f, 0, (*OTHERS, f), lang)}
    assert [code for code in first if "cell" not in known[code]] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_words_of_every_rule_fit_their_places(lang: str) -> None:
    for field, _ in _cases():
        made = validation(field, 0, lang, (*OTHERS, field))
        assert made is not None
        assert 0 < len(made.prompt) <= MAX_TEXT
        assert 0 < len(made.error.strip()) <= MAX_TEXT
        assert max(len(made.prompt_title), len(made.error_title)) <= MAX_TITLE
        assert "{" not in made.prompt + made.error + hint(field, 0, lang)
        assert 0 < len(hint(field, 0, lang)) <= 60
        for told in verdict_messages(field, 0, (*OTHERS, field), lang):
            assert 0 < len(told.text) <= 120


def test_formulas_name_only_declared_lists_and_lists_are_never_empty() -> None:
    for field, _ in _cases():
        fields = (*OTHERS, field)
        refs, lists = _refs(fields), named_lists(fields)
        for place in range(column_count(field)):
            names = set(re.findall(r"dm_[\w.]+", verdict_formula(field, place, refs)))
            assert names <= set(lists)
        assert all(cells and "" not in cells for cells in lists.values())


def test_helper_cells_and_their_values_have_the_same_names() -> None:
    for field, _ in _cases():
        named = {("o", cell.name) for cell in helper_cells(field, (*OTHERS, field))}
        values = helper_values((*OTHERS, field), [{"o": (text_cell("x"),)}, {}])
        assert [set(row) for row in values] == [named, named]


def test_only_uniqueness_in_the_campaign_is_left_to_the_merge_altogether() -> None:
    samples = [constraint for _, constraint in SAMPLES.values()]
    samples.append(Constraint(kind=K.UNIQUE, within="campaign"))
    left = [item for item in samples if constraint_rules()[item.kind].merge_only(item)]
    assert left == [Constraint(kind=K.UNIQUE, within="campaign")]
    field = _field(FieldKind.TEXT, *left)
    made = validation(field, 0)
    assert made is not None
    assert made.prompt.endswith(". Không trùng trong cả đợt: kiểm tra khi tổng hợp.")
    assert hint(field, 0) == "Nhập chữ; không trùng trong cả đợt: kiểm tra khi tổng hợp"


HINTS = [
    (_field(FieldKind.CHOICE), "Chọn trong danh sách"),
    (_field(FieldKind.MULTI_CHOICE), "Đánh dấu x"),
    (_field(FieldKind.INTEGER), "Số nguyên"),
    (_field(FieldKind.DECIMAL), "Số, bước 0,5"),
    (_field(FieldKind.DECIMAL, SAMPLES[K.NUMBER_RANGE][1]), "Số, bước 0,5 từ 2 đến 50"),
    (_field(FieldKind.INTEGER, Constraint(kind=K.NUMBER_RANGE, minimum=D(1))),
     "Số nguyên từ 1 trở lên"),
    (_field(FieldKind.INTEGER, Constraint(kind=K.NUMBER_RANGE, minimum=D(0), maximum=D(10**9))),
     "Số nguyên từ 0 trở lên"),
    (_field(FieldKind.DATE), "dd/mm/yyyy"),
    (_field(FieldKind.TEXT), "Nhập chữ"),
    (_field(FieldKind.TEXT, SAMPLES[K.LENGTH][1]), "Từ 3 đến 9 ký tự"),
    (_field(FieldKind.TEXT, Constraint(kind=K.LENGTH, min_length=1, max_length=9)),
     "Tối đa 9 ký tự"),
    (_field(FieldKind.TEXT, Constraint(kind=K.LENGTH, min_length=5)), "Ít nhất 5 ký tự"),
    (_field(FieldKind.TEXT, SAMPLES[K.DIGITS][1]), "Chữ số từ 3 đến 5"),
    (_field(FieldKind.TEXT, Constraint(kind=K.DIGITS, min_length=12, max_length=12)),
     "Chữ số (đúng 12)"),
    (_field(FieldKind.TEXT, Constraint(kind=K.DIGITS)), "Chữ số"),
    (_field(FieldKind.TEXT, SAMPLES[K.UNIQUE][1]), "Nhập chữ; không trùng hồ sơ khác"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "words"), HINTS)
def test_a_hint_says_what_belongs_into_the_cells(field: Field, words: str) -> None:
    assert hint(field, 0) == words
