"""Matches with the honours register: certain, in doubt, none (rules R38, R40)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.entry import Entry
from appraisal.exclusions import standings
from appraisal.honour import Honour
from appraisal.honourmatch import likeness, matches, register_of
from appraisal.nominee import NomineeKey, born_of, nominee_key
from appraisal.unit import Unit
from schemas.award import Exclusion
from schemas.campaign import Campaign
from schemas.field import Condition, Constraint
from schemas.finding import Origin
from schemas.honours import HonourFilter
from schemas.kinds import ConstraintKind, ExclusionKind, FieldKind, MatchKind
from schemas.text import fold_key
from tests.appraisal.worked import REGISTER, campaign, entry, field, rule

PEOPLE = Condition(field="doi_tuong", values=("ca-nhan",))
BORN = replace(
    field("nam_sinh", FieldKind.INTEGER, personal=True),
    constraints=(Constraint(kind=ConstraintKind.REQUIRED_WHEN, when=PEOPLE),),
)
UNITS = (
    Unit(code="U1", name="Phòng Nội vụ", group="phong"),
    Unit(code="U2", name="Xã Hòa Bình", group="xa", successor_of="U9"),
    Unit(code="U9", name="Xã Thanh Hòa", group="xa", valid_to=date(2023, 6, 30)),
)
NOMINEE, UNIT, TITLE = MatchKind.NOMINEE, MatchKind.UNIT, MatchKind.TITLE


def _campaign() -> Campaign:
    assert REGISTER.form is not None
    form = replace(REGISTER.form, fields=(*REGISTER.form.fields, BORN))
    return campaign(stages=(replace(REGISTER, form=form),))


CAMPAIGN = _campaign()


def _person(name: str = "Nguyễn Thị Hòa", born: int | None = 1980, unit: str = "U1") -> Entry:
    values = {"doi_tuong": "ca-nhan", "nam_sinh": None if born is None else Decimal(born)}
    return entry(f"{unit}-01", subject="ca-nhan", name=name, values=values)


def _collective(name: str = "Chi bộ thôn 1", unit: str = "U1") -> Entry:
    return entry(f"{unit}-01", name=name)


def _line(name: Any = "Nguyễn Thị Hòa", **changes: Any) -> Honour:
    made = Honour(
        code="KT-001",
        name=name,
        unit="Phòng Nội vụ",
        born=1980,
        award="co",
        award_text="Cờ thi đua",
        movement="cchc",
        movement_text="Cải cách hành chính",
        year=2021,
        number="12/QĐ-UBND",
        dated=date(2022, 1, 20),
        origin=Origin("khen-thuong.xlsx", "Khen thưởng", "A5"),
    )
    return replace(made, **changes)


def _rule(match: MatchKind = NOMINEE, **changes: Any) -> Exclusion:
    wanted = replace(HonourFilter(match=match), **changes)
    return rule("e1", ExclusionKind.HONOURED, honours=wanted)


def _said(target: Entry, line: Honour, match: MatchKind = NOMINEE, **changes: Any) -> str:
    """``certain``, the word of the doubt, or ``none``."""
    register = register_of([line], UNITS)
    found = matches(_rule(match, **changes), target, CAMPAIGN, register)
    if not found:
        return "none"
    return "certain" if found[0].certain else found[0].doubt.removeprefix("REF-021:")


# Nominee: name × unit × year of birth, one row per class of the rule (R40).
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "certain"),
        ({"unit": "U1"}, "certain"),
        ({"unit": "u1"}, "certain"),
        ({"unit": "PHÒNG NỘI VỤ"}, "certain"),
        ({"name": "NGUYỄN THỊ HOÀ"}, "certain"),
        ({"name": "Bà Nguyễn Thị Hòa"}, "certain"),
        ({"name": "Đ/c Nguyễn Thị Hòa"}, "certain"),
        ({"name": "Nguyễn Thị Hoa"}, "name"),
        ({"name": "NGUYEN THI HOA"}, "name"),
        ({"name": "Nguyễn Thị Hà"}, "none"),
        ({"name": "Đại úy Nguyễn Thị Hòa"}, "rank"),
        ({"name": "Ông, ThS. Nguyễn Thị Hòa"}, "rank"),
        ({"name": "BS.CKII Nguyễn Thị Hoà (Trưởng khoa)"}, "rank"),
        ({"name": "Nguyễn Thị Hòa - Trưởng phòng"}, "rank"),
        ({"name": "Thượng tá NGUYEN THI HOA", "born": None, "unit": "Phòng Tài chính"}, "rank"),
        ({"name": "Đại úy Nguyễn Thị Hòa", "born": 1981, "unit": "Phòng Tài chính"}, "none"),
        ({"name": "Nguyễn T. Hòa"}, "near"),
        ({"name": "N.T. Hòa", "born": None}, "near"),
        ({"name": "Nguyễn Hòa"}, "near"),
        ({"name": "Nguyễn Thị Thu Hòa", "unit": ""}, "near"),
        ({"name": "Nguyễn Hòa", "unit": "Phòng Tài chính"}, "near"),
        ({"name": "Nguyễn Hòa", "born": 1981}, "none"),
        ({"name": "Nguyễn Hòa", "born": None, "unit": "Phòng Tài chính"}, "none"),
        ({"name": "Nguyễn Văn Hòa"}, "none"),
        ({"name": "Hòa"}, "none"),
        ({"unit": "Phòng Tài chính"}, "unit"),
        ({"unit": ""}, "unit-missing"),
        ({"born": None}, "born-missing"),
        ({"born": 1981}, "born"),
        ({"born": 1981, "unit": "Phòng Tài chính"}, "none"),
        ({"born": 1981, "unit": ""}, "unit-missing"),
        ({"born": None, "unit": "Phòng Tài chính"}, "unit"),
        ({"born": 1981, "unit": "Phong Noi vu"}, "born"),
        ({"name": "Nguyễn Thị Hoa", "born": 1981}, "name"),
        ({"subject": "ca-nhan"}, "certain"),
        ({"subject": "tap-the"}, "subject"),
        ({"name": "Nguyễn Thị Hoa", "born": 1981, "unit": "Phòng Tài chính"}, "none"),
    ],
)
def test_nominee_person(changes: dict[str, Any], expected: str) -> None:
    """R40: certain only by name, unit and year; another person only by unit *and* year."""
    assert _said(_person(), _line(**changes)) == expected


def test_title_before_a_name_without_diacritics_is_doubtful() -> None:
    """R40: "Ong" is no title, yet it looks like one."""
    assert _said(_person("Ông Nguyễn Thị Hòa"), _line("Ong Nguyen Thi Hoa")) == "name"
    assert _said(_person("Ong Nguyen Thi Hoa"), _line("Ông Nguyễn Thị Hòa")) == "name"


@pytest.mark.parametrize("born", [1980, None])
def test_nominee_person_without_year_in_the_entry_is_doubtful(born: int | None) -> None:
    """R40: a year missing on either side, or on both."""
    assert _said(_person(born=None), _line(born=born)) == "born-missing"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "certain"),
        ({"unit": "Phòng Tài chính"}, "unit"),
        ({"unit": ""}, "unit-missing"),
        ({"name": "Chi bộ thon 1"}, "name"),
        ({"name": "Chi bộ thôn 2"}, "none"),
        ({"born": 1980}, "born-missing"),
        ({"subject": "ca-nhan"}, "subject"),
    ],
)
def test_nominee_collective(changes: dict[str, Any], expected: str) -> None:
    """R40: a collective needs no year; another unit is always a doubt, never another one."""
    line = _line(**{"name": "Chi bộ thôn 1", "born": None, **changes})
    assert _said(_collective(), line) == expected


def test_nominee_of_a_unit_that_was_succeeded() -> None:
    """R40: what the former unit is called counts as the unit."""
    line = _line("Chi bộ thôn 1", born=None, unit="Xã Thanh Hoà")
    assert _said(_collective(unit="U2"), line) == "certain"
    assert _said(_collective(unit="U1"), line) == "unit"


@pytest.mark.parametrize(
    ("wanted", "changes", "expected"),
    [
        ({"awards": ("co",)}, {}, "certain"),
        ({"awards": ("bang-khen",)}, {}, "none"),
        ({"awards": ("co",)}, {"award": "", "award_text": "Cờ của tỉnh"}, "award"),
        ({"awards": ("co",)}, {"award": "", "award_text": ""}, "award"),
        ({"movements": ("cchc",)}, {}, "certain"),
        ({"movements": ("vhcs",)}, {}, "none"),
        ({"movements": ("cchc",)}, {"movement": "", "movement_text": "Cải cách"}, "movement"),
        ({"movements": ("cchc",)}, {"movement": "", "movement_text": ""}, "movement"),
        (
            {"movements": ("cchc",), "other_movements": True},
            {"movement": "", "movement_text": "Cải cách"},
            "certain",
        ),
        (
            {"movements": ("cchc",), "other_movements": True},
            {"movement": "", "movement_text": " "},
            "movement",
        ),
        ({"years": (2021,)}, {}, "certain"),
        ({"years": (2020,)}, {}, "none"),
        ({"years": (2021,)}, {"year": None}, "year"),
        ({"decided": (2022,)}, {}, "certain"),
        ({"decided": (2021,)}, {}, "none"),
        ({"decided": (2022,)}, {"dated": None}, "decided"),
        ({"awards": ("co",), "decided": (2021,)}, {"award": "", "award_text": ""}, "none"),
        ({}, {"award": "", "movement": "", "year": None, "dated": None}, "certain"),
    ],
)
def test_filter(wanted: dict[str, Any], changes: dict[str, Any], expected: str) -> None:
    """R40: a known other award, movement, year or day rules a line out; an unknown one does not."""
    assert _said(_person(), _line(**changes), **wanted) == expected


@pytest.mark.parametrize(
    ("name", "changes", "expected"),
    [
        ("Xã Hòa Bình", {}, "certain"),
        ("XÃ HOÀ BÌNH", {}, "certain"),
        ("U2", {"unit": ""}, "certain"),
        ("Xã Hòa Bình", {"unit": "Xã Hòa Bình"}, "certain"),
        ("Xã Hòa Bình", {"unit": "Huyện khác"}, "unit"),
        ("Xã Hoa Binh", {}, "name"),
        ("Xã Thanh Hòa", {}, "predecessor"),
        ("Hội Nông dân", {"unit": "Xã Hòa Bình"}, "collective"),
        ("Hội Nông dân", {"unit": "Xã Thanh Hòa"}, "collective"),
        ("Hội Nông dân", {"unit": "Xa Hoa Binh"}, "collective"),
        ("Hội Nông dân", {"unit": "Phòng Nội vụ"}, "none"),
        ("Trần Văn Bình", {"unit": "Xã Hòa Bình", "subject": "ca-nhan"}, "none"),
        ("Trần Văn Bình", {"unit": "Xã Hòa Bình", "born": 1970}, "none"),
    ],
)
def test_unit(name: str, changes: dict[str, Any], expected: str) -> None:
    """R40: the unit itself, another collective of it, a person of it."""
    line = _line(name, **{"unit": "", "born": None, **changes})
    assert _said(_person(unit="U2"), line, UNIT) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "certain"),
        ({"title": "MÔ HÌNH U1-01"}, "certain"),
        ({"title": "Mo hinh U1-01"}, "title"),
        ({"title": "Mô hình khác"}, "none"),
        ({"title": ""}, "title-missing"),
        ({"name": "Lê Văn Tám"}, "nominee"),
        ({"name": "Lê Văn Tám", "title": ""}, "none"),
        ({"born": 1981, "unit": "Phòng Tài chính"}, "nominee"),
        ({"born": None}, "born-missing"),
    ],
)
def test_title(changes: dict[str, Any], expected: str) -> None:
    """R40: the same title of the same nominee; the same title of another is a doubt."""
    line = _line(**{"title": "Mô hình U1-01", **changes})
    assert _said(_person(), line, TITLE) == expected


def test_all_doubts_are_kept_the_weightiest_first() -> None:
    """R40."""
    line = _line("Nguyễn Thị Hoa", unit="", born=None, award="", award_text="")
    register = register_of([line], UNITS)
    wanted = HonourFilter(awards=("co",))
    found = likeness(wanted, line, _person(), CAMPAIGN, register)
    assert found is not None
    assert found.doubts == (
        "REF-021:name",
        "REF-021:unit-missing",
        "REF-021:born-missing",
        "REF-021:award",
    )


def test_matches_are_listed_in_register_order() -> None:
    """R40: certain and doubtful ones."""
    differing: list[dict[str, Any]] = [{"unit": ""}, {"name": "Ai khác"}, {}, {"born": 1979}]
    lines = [_line(**changes, code=f"KT-00{n}") for n, changes in enumerate(differing, 1)]
    found = matches(_rule(), _person(), CAMPAIGN, register_of(lines, UNITS))
    assert [(m.honour.code, m.certain, m.doubt) for m in found] == [
        ("KT-001", False, "REF-021:unit-missing"),
        ("KT-003", True, ""),
        ("KT-004", False, "REF-021:born"),
    ]


def test_circle_of_succession_ends() -> None:
    """R40: a register that says U1 follows U2 and U2 follows U1 ends nowhere else."""
    units = (
        Unit(code="U1", name="Một", group="xa", successor_of="U2"),
        Unit(code="U2", name="Hai", group="xa", successor_of="U1"),
    )
    register = register_of([], units)
    assert register.is_unit("Hai", "U1")
    assert not register.is_unit("Ba", "U1")


def test_nominee_key() -> None:
    """R38: persons without a title before the name; the year from a personal date or number."""
    assert nominee_key(CAMPAIGN, _person("Ông  Trần văn HOÀ")) == nominee_key(
        CAMPAIGN, _person("Trần Văn Hòa")
    )
    key = nominee_key(CAMPAIGN, _person("An"))
    assert key == NomineeKey(name="an", unit="U1", born=1980)
    assert nominee_key(CAMPAIGN, _collective("Bà An")).name == "bà an".replace("à", "à")


@pytest.mark.parametrize(
    ("value", "born"),
    [(Decimal(1980), 1980), (date(1980, 2, 3), 1980), (Decimal(80), None), (None, None)],
)
def test_year_of_birth(value: object, born: int | None) -> None:
    """R38."""
    target = entry("U1-01", subject="ca-nhan", values={"nam_sinh": value})
    assert born_of(CAMPAIGN, target) == born


# How one name may be typed: the tone on either vowel, capitals, spaces, composed or not.
_SPELLINGS = st.sampled_from(
    [
        "Hoàng Thị Thúy",
        "Hoàng Thị Thuý",
        "HOÀNG THỊ THÚY",
        "HOÀNG THỊ THUÝ",
        "hoàng  thị thúy ",
        "Hòang Thị Thúy",
        "Hoa\u0300ng Thi\u0323 Thúy",
    ]
)


@given(_SPELLINGS, _SPELLINGS, st.sampled_from(UNITS), st.sampled_from([None, 1980, 1981]))
def test_spelling_of_tones_and_capitals_never_changes_a_match(
    one: str, other: str, unit: Unit, born: int | None
) -> None:
    """R40: the same answer for every spelling, on both sides."""
    line = _line(one, unit=unit.name, born=born)
    plain = _line("Hoàng Thị Thúy", unit=unit.name.upper(), born=born)
    assert _said(_person(other), line) == _said(_person("Hoàng Thị Thúy"), plain)


_WORDS = st.text(alphabet="aáàảâăeéêioòóôơuúưyỳdđhntm AĐHN", min_size=1, max_size=12)


@given(
    st.lists(_WORDS, min_size=1, max_size=6),
    _WORDS,
    st.sampled_from(["", "U1", "Phòng Nội vụ", "Phòng Tài chính", "Phong Noi vu"]),
    st.sampled_from([None, 1980, 1981]),
    st.sampled_from([None, 1980]),
    st.booleans(),
)
def test_never_silent(
    names: list[str],
    own: str,
    unit: str,
    born: int | None,
    own_born: int | None,
    person: bool,
) -> None:
    """R40: whatever has an equal folded name is listed, or another by both unit and year."""
    lines = [_line(name, unit=unit, born=born) for name in (*names, own, own.upper())]
    target = _person(own, own_born) if person else _collective(own)
    found = matches(_rule(), target, CAMPAIGN, register_of(lines, UNITS))
    listed = {id(match.honour) for match in found}
    years = person and born is not None and own_born is not None and born != own_born
    another = years and unit == "Phòng Tài chính"
    for line in lines:
        if fold_key(line.name).strip() and fold_key(line.name) == fold_key(own):
            assert (id(line) in listed) is not another
    known = born == own_born == 1980 if person else born is None
    for match in found:
        assert not match.certain or (known and unit in ("U1", "Phòng Nội vụ"))


def test_time_grows_with_entries_and_lines_only() -> None:
    """R40: names are indexed, so that entries are not compared with every line."""
    lines = [_line(f"Tên {number}", code=f"KT-{number:05}") for number in range(5000)]
    register = register_of(lines, UNITS)
    counts = {
        kind: len(register.candidates(kind, _person("Tên 4711"))) for kind in (NOMINEE, TITLE)
    }
    assert counts == {NOMINEE: 1, TITLE: 1}


def test_classes_by_a_second_reading() -> None:
    """R40: all combinations of name, unit and year against the rule as the source words it."""
    names = {"Nguyễn Thị Hòa": "strong", "Nguyen Thi Hoa": "weak", "Lê An": "none"}
    units = {"U1": True, "Phòng Tài chính": False, "": None}
    years = (1980, 1981, None)
    for (name, kind), (unit, same), born, own in product(
        names.items(), units.items(), years, (1980, None)
    ):
        said = _said(_person(born=own), _line(name, unit=unit, born=born))
        both = born is not None and own is not None
        if kind == "none" or (both and born != own and same is False):
            expected = "none"
        elif kind == "strong" and same and both and born == own:
            expected = "certain"
        else:
            expected = "doubt"
        assert (said if said in ("none", "certain") else "doubt") == expected


OFFICES = (
    Unit(code="U1", name="UBND thành phố Lào Cai", group="xa"),
    Unit(code="U2", name="UBND huyện Bảo Yên", group="xa"),
)


@pytest.mark.parametrize(
    ("name", "unit", "expected"),
    [
        ("UBND thành phố Lào Cai", "", "certain"),
        ("Ủy ban nhân dân thành phố Lào Cai", "", "name"),
        ("Uỷ ban nhân dân TP. Lào Cai", "", "name"),
        ("Phòng Tài chính", "UBND TP Lào Cai", "collective"),
        ("Ủy ban nhân dân huyện Bảo Yên", "", "none"),
    ],
)
def test_unit_written_out_or_abbreviated_is_in_doubt(name: str, unit: str, expected: str) -> None:
    """R40: the same office under a longer or shorter name is a case, not another office."""
    register = register_of([_line(name, unit=unit, born=None)], OFFICES)
    found = matches(_rule(UNIT), _collective(), CAMPAIGN, register)
    said = "certain" if found and found[0].certain else found[0].doubt[8:] if found else "none"
    assert said == expected


def test_line_of_a_rule_on_units_that_names_no_unit_is_told() -> None:
    """R40: the register says "Thành phố", which nobody can attribute; people and others apart."""
    lines = [
        _line("Thành phố", unit="", born=None, code="KT-001"),
        _line("Sở Xây dựng", unit="", born=None, code="KT-002", year=2020),
        _line("Nguyễn Thị Hòa", unit="", code="KT-003"),
        _line("UBND huyện Bảo Yên", unit="", born=None, code="KT-004"),
    ]
    unit_rule = _rule(UNIT, years=(2021,))
    nominee_rule = replace(_rule(NOMINEE), id="e2")
    definition = replace(CAMPAIGN, exclusions=(unit_rule, nominee_rule))
    _, findings = standings(definition, [], [], date(2024, 5, 1), False, OFFICES, lines)
    assert [(f.code, f.params["code"]) for f in findings] == [("SUM-036", "KT-001")]


def test_without_a_question_for_the_year_a_match_without_years_is_in_doubt() -> None:
    """R38: the office struck "bắt buộc" from the year of birth; people are not collectives yet."""
    assert REGISTER.form is not None
    year = replace(BORN, constraints=())
    fields = tuple(replace(f, personal=False) for f in REGISTER.form.fields)
    form = replace(REGISTER.form, fields=(*fields, year))
    loose = campaign(stages=(replace(REGISTER, form=form),))
    register = register_of([_line(born=None)], UNITS)
    found = matches(_rule(), _person(born=None), loose, register)
    assert [(m.certain, m.doubt) for m in found] == [(False, "REF-021:born-missing")]
