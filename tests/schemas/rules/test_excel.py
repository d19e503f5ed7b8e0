"""The judge of formulas finds what Excel 2010 refuses or bends, and lets our formulas pass."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.rules.excel import Place, check_formula, row_width
from schemas.rules.excel_functions import FUNCTIONS
from schemas.rules.excel_syntax import Kind, Node, parse, walk
from schemas.rules.excel_text import longest


@pytest.mark.parametrize(
    "formula",
    [
        "1",
        "A1+$B$2*2%",
        'IF(A1=0,0,IF(EXACT(B1,"x"),1,0))',
        "INDEX('Đăng ký'!$A$1:$AZ$60,10,4)",
        "INDEX('Tờ ''khai'''!$A$1:$C$9,1,1)&_kiem!A1",
        'SUMPRODUCT(--ISNUMBER(FIND({"a","b;c","d""e"},A1)))>0',
        "SUMPRODUCT(--EXACT(A1,dm_don_vi))",
        'SUBSTITUTE(A1,"NOW() ;{",")")',
        "SUM({1,2;3,-4.5})",
        'IF(TRUE,"' + "x" * 255 + '",FALSE)',
        "-2^2--3%",
        "IF(A1,,1)",
        'IF(_kiem!$A$3=0,"",HYPERLINK("#\'Đăng ký\'!"&B1,B1))',
        "SUMPRODUCT((A1:A9=B1)*ISNUMBER(C1:C9)*((D1:D9>D1)+(D1:D9=D1)))",
        'SUMPRODUCT(--ISNUMBER(FIND("; Có; ","; "&$D$7:$D$36&"; ")))',
        "SUMPRODUCT(FIND(MID(A1,ROW($A$1:INDEX($A$1:$A$99,MAX(1,LEN(A1)))),1),B1))",
        "SUMPRODUCT(MAX((A1:A9=B1)*C1:C9))",
        "MATCH(1,INDEX(A1:D9,B1,0),0)",
        "SUMPRODUCT((A1:A9=B1:D1)*(F1:F9=1)*MAX(A1:A3)*INDEX(A1:A4,2))",
        "SUM(IF(A1>1,B1:B9,C1:C9))",
        "SUMPRODUCT(--(A5:A5=B1))",
        "A5:A5+1",
        "INDEX(A1:A9,3)+INDEX(A1:I1,9)+INDEX(A1:C9,9,3)",
        "IF(OR(A1:A9),1,COUNTIF(A1:A9,LEFT(B1,255)))",
        'SUMIF(A1:A9,"x",B1:B9)+COUNTIFS(A1:A9,1,B1:B9,2)+LOOKUP(A1,{1,5},{2,6})',
        "CHOOSE(2,A1,B1)+ROW()+ROW(A5)+COLUMN()",
        'TEXT(A1,"00")&CHAR(10)&REPT(" ",20)',
        "SUM(" + ",".join("1" * 255) + ")",
        "ABS(" * 64 + "1" + ")" * 64,
        "1" + "+1" * 2000,
        "123456789012345*1000000000000000000000",
    ],
)
def test_a_fine_formula_has_no_problem(formula: str) -> None:
    assert check_formula(formula) == ()


_LONG = '"' + "x" * 200 + '"'

_REFUSED = [
    ("=A1", "begins with ="),
    ("{=SUM(A1:A3)}", "begins with {"),
    ("TODAY()-A1", "volatile function: TODAY"),
    ("OFFSET(A1,1,1)", "volatile function: OFFSET"),
    ("VALUE(A1)", "function that follows the locale: VALUE"),
    ("DATEVALUE(A1)", "function that follows the locale: DATEVALUE"),
    ("CODE(A1)", "function that follows the locale: CODE"),
    ("XLOOKUP(A1,B1:B2,C1:C2)", "not a function of Excel 2010: XLOOKUP"),
    ("IFS(A1,1)", "not a function of Excel 2010: IFS"),
    ("_xlfn.CONCAT(A1)", "not a function of Excel 2010: _xlfn.CONCAT"),
    ("RANK.EQ(1,A1:A2)", "not a function of Excel 2010: RANK.EQ"),
    ("Sum(A1)", "not a function of Excel 2010: Sum"),
    ("SUM()", "SUM with 0 arguments"),
    ("IF(A1)", "IF with 1 arguments"),
    ("MID(A1,2)", "MID with 2 arguments"),
    ("COUNTIFS(A1:A2,1,B1:B2)", "COUNTIFS with 3 arguments"),
    ("SUMIFS(A1:A2,B1:B2,1,C1:C2)", "SUMIFS with 4 arguments"),
    ("SUM(A1;B1)", "not part of a formula: ';'"),
    ("SUM(A1\u00a0)", "not part of a formula: '\\xa0'"),
    ("ten_la+1", "unknown name: ten_la"),
    ("SUM(A1", "a bracket is not closed"),
    ("(A1", "a bracket is not closed"),
    ("SUM(A1))", "a closing bracket too many"),
    ("A1,B1", "a comma outside of a function"),
    ("SUM((A1,B1))", "a comma outside of a function"),
    ("A1 B1", "an intersection: B1"),
    ('"a""b" "c"', 'an operand or operator is missing before: "c"'),
    ("A1+", "the formula ends too early"),
    ("+", "the formula ends too early"),
    ("(" * 101 + "1" + ")" * 101, "more than 100 brackets in each other"),
    ("SUM(#REF!)", "an error value: #REF!"),
    ("SUM({1,A1})", "not an array of constants: {1,A1}"),
    ("SUM({1 2})", "not an array of constants: {1 2}"),
    ("SUM(1,", "a bracket is not closed"),
    ("Trang!SUM(1)", "an operand or operator is missing before: SUM(1)"),
    ("SUM({1,})", "an array with an empty item: {1,}"),
    ("SUM({1,2;3})", "an array with rows of different length: {1,2;3}"),
    ('SUM({"' + "x" * 256 + '"})', "a literal of more than 255 characters in an array"),
    ('"' + "x" * 256 + '"', 'a literal of more than 255 characters: "xxxxxxxxxxxxxxxxxxx…'),
    ("1" + "+1" * 4096, "8194 characters, at most 8192"),
    ("&".join([_LONG] * 40), "about 16600 bytes inside Excel, at most 16384"),
    ("ABS(" * 65 + "1" + ")" * 65, "65 levels, at most 64"),
    ("SUM(" + ",".join("1" * 256) + ")", "more than 255 arguments"),
    ("1234567890123456", "a number of more than 15 digits: 1234567890123456"),
    ("1E308", "a number beyond Excel: 1E308"),
    ("XFE1+1", "a reference beyond the sheet: XFE1"),
    ("A1048577", "a reference beyond the sheet: A1048577"),
    ("A0", "a reference beyond the sheet: A0"),
    ("SUM(A:C)", "whole rows or columns: A:C"),
    ("SUM($3:$4)", "whole rows or columns: $3:$4"),
    ("SUM(Trang1:Trang3!A1)", "a reference across sheets: Trang1:Trang3!A1"),
    ("'[b.xlsx]Trang'!A1", "a reference to another workbook: '[b.xlsx]Trang'!A1"),
    ("A1!B2", "a sheet name that must stand in quotes: A1!B2"),
    ('TEXT(A1,"0.00")', 'TEXT with a format that follows the locale: TEXT(A1,"0.00")'),
    ('TEXT(A1,"dd/mm")', 'TEXT with a format that follows the locale: TEXT(A1,"dd/mm")'),
    ("CHAR(160)", "CHAR beyond the first 127 follows the code page: CHAR(160)"),
    ("A1:A3", "the result is a range: A1:A3"),
    ("dm_don_vi", "the result is a range: dm_don_vi"),
    ('{"a","b"}', 'the result is an array: {"a","b"}'),
    ("INDEX(A1:B9,0,1)", "the result is a range: INDEX(A1:B9,0,1)"),
    ("INDEX(A1:B9,,1)", "the result is a range: INDEX(A1:B9,,1)"),
    ("SUM(A1:A3*2)", "an operator over a range: A1:A3"),
    ('OR(A1:A3="x")', "an operator over a range: A1:A3"),
    ("SUM(-dm_so)", "an operator over a range: dm_so"),
    ("MAX(ROW(A1:A3))+ROW(A1:A3)", "an operator over an array: ROW(A1:A3)"),
    ('OR(EXACT(A1,{"a","b"}))', 'EXACT wants one value, not an array: {"a","b"}'),
    ("SUM(LEN(A1:A3))", "LEN wants one value, not a range: A1:A3"),
    ("IF(A1:A3,1,0)", "IF wants one value, not a range: A1:A3"),
    ("MATCH(A1:A2,B1:B9,0)", "MATCH wants one value, not a range: A1:A2"),
    ("SUMPRODUCT(IF(A1:A3=1,B1:B3,0))", "IF reduces an array inside SUMPRODUCT: A1:A3=1"),
    ("SUMPRODUCT(IFERROR(1/A1:A3,0))", "IFERROR reduces an array inside SUMPRODUCT: 1/A1:A3"),
    ("SUMPRODUCT(CHOOSE(A1:A3,1,2))", "CHOOSE reduces an array inside SUMPRODUCT: A1:A3"),
    ("SUMPRODUCT(N(A1:A3))", "N reduces an array inside SUMPRODUCT: A1:A3"),
    ("SUMPRODUCT(LEN(T(A1:A3)))", "T reduces an array inside SUMPRODUCT: A1:A3"),
    ("SUMPRODUCT(--AND(A1:A3>1,B1))", "AND reduces an array inside SUMPRODUCT: A1:A3>1"),
    ("SUMPRODUCT(--OR(A1:A3,B1))", "OR reduces an array inside SUMPRODUCT: A1:A3"),
    ("SUMPRODUCT(INDEX(A1:A9,B1:B3))", "INDEX reduces an array inside SUMPRODUCT: B1:B3"),
    (
        'SUMPRODUCT(--EXACT(INDEX(dm_x,ROW()-9),"x"))',
        "INDEX reduces an array inside SUMPRODUCT: ROW()-9",
    ),
    ("SUMPRODUCT(--ISEVEN(A1:A3))", "ISEVEN reduces an array inside SUMPRODUCT: A1:A3"),
    ("COUNTIF(LEFT(A1,2),1)", "COUNTIF wants a reference: LEFT(A1,2)"),
    ("SUMPRODUCT(COUNTIF(A1:A3&B1:B3,1))", "COUNTIF wants a reference: A1:A3&B1:B3"),
    ("SUMPRODUCT((A1:A9=1)*B1:B8)", "ranges of different size: (A1:A9=1)*B1:B8"),
    (
        "SUMPRODUCT(LEN(A1:A9)*(B1:C1=1)*LEN(B1:B8))",
        "ranges of different size: LEN(A1:A9)*(B1:C1=1)*LEN(B1:B8)",
    ),
    ("SUMPRODUCT(A1:A9,B2:B9)", "ranges of different size: SUMPRODUCT(A1:A9,B2:B9)"),
    ("COUNTIFS(A1:A9,1,B1:B8,2)", "ranges of different size: COUNTIFS(A1:A9,1,B1:B8,2)"),
    ("SUM(A1:LEN(B1))", "a range must begin and end with a reference: LEN(B1)"),
    ("INDEX(A1:C9,4)", "INDEX of rows and columns by one number: INDEX(A1:C9,4)"),
    ("INDEX(A1:A9,10)", "INDEX beyond its range: INDEX(A1:A9,10)"),
    ("INDEX(A1:C9,2,4)", "INDEX beyond its range: INDEX(A1:C9,2,4)"),
    ('MATCH(A1&"|"&B1,C1:C9,0)', 'MATCH with a text over 255 characters: A1&"|"&B1'),
    ("COUNTIF(A1:A9,LOWER(B1))", "COUNTIF with a text over 255 characters: LOWER(B1)"),
    ("MATCH(LEFT(A1,256),C1:C9,0)", "MATCH with a text over 255 characters: LEFT(A1,256)"),
    (
        'COUNTIF(A1:A9,"="&LEFT(A1,255))',
        'COUNTIF with a text over 255 characters: "="&LEFT(A1,255)',
    ),
    (
        f"HYPERLINK({_LONG}&{_LONG})",
        f"HYPERLINK with a text over 255 characters: {_LONG[:39]}…",
    ),
]


@pytest.mark.parametrize(("formula", "problem"), _REFUSED)
def test_a_bad_formula_has_its_problem(formula: str, problem: str) -> None:
    assert problem in check_formula(formula)


@pytest.mark.parametrize(
    ("place", "formula", "problem"),
    [
        ("shared", "Trang!A1", "another sheet in a shared formula: Trang!A1"),
        ("shared", "SUM({1,2})", "an array constant in a shared formula: {1,2}"),
        ("condition", "'Trang 1'!A1=1", "another sheet in a conditional format: 'Trang 1'!A1"),
        ("condition", "SUM({1})=A1", "an array constant in a conditional format: {1}"),
        ("condition", "SUM((A1,B1))>0", "a comma outside of a function"),
        ("condition", "A1:A3=1", "an operator over a range: A1:A3"),
        ("validation", "Trang!$A$1:$A$3", "another sheet in a data validation: Trang!$A$1"),
        ("validation", "{1,2}", "an array constant in a data validation: {1,2}"),
        ("validation", '"a,,b"', 'a list with an empty or indented item: "a,,b"'),
        ("validation", '"a, b"', 'a list with an empty or indented item: "a, b"'),
        ("validation", '"' + "x" * 256 + '"', "256 characters, at most 255"),
        ("validation", "1" + "+1" * 128, "257 characters, at most 255"),
        ("name", "Trang!$A$1:$B2", "a relative reference in a name: $B2"),
        ("name", "$A$1", "a reference without a sheet in a name: $A$1"),
    ],
)
def test_a_place_refuses_what_a_cell_may_hold(place: Place, formula: str, problem: str) -> None:
    assert problem in check_formula(formula, place=place)


@pytest.mark.parametrize(
    ("place", "formula"),
    [
        ("shared", "IF($A3=0,0,INDEX(bieu,ROW()+8,3))"),
        ("condition", "AND(INDEX(bieu,ROW()-9,1)=1,$C8<>0)"),
        ("validation", '"' + "x" * 127 + "," + "y" * 127 + '"'),
        ("validation", "dm_don_vi"),
        ("validation", "$A$1:$A$9"),
        ("name", "'Đăng ký'!$A$1:$N$41"),
        ("name", "Trang!$A$1:INDEX(Trang!$B$1:$B$9,MIN(9,bieu+1))"),
    ],
)
def test_a_place_takes_what_fits_it(place: Place, formula: str) -> None:
    assert check_formula(formula, {"bieu"}, place=place) == ()


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("'Đăng ký'!$A9:$S9", 19),
        ("_kiem!$C1:$C1", 1),
        ("'Đăng ký'!$A9:$S10", 0),
        ("'Đăng ký'!$A$9:$S9", 0),
        ("'Đăng ký'!A9:$S9", 0),
        ("'Đăng ký'!$A9:S9", 0),
        ("'Đăng ký'!$S9:$A9", 0),
        ("'Đăng ký'!$A9", 0),
        ("$A9:$S9", 0),
        ("SUM('Đăng ký'!$A9:$S9)", 0),
        ("'Đăng ký'!$A9:", 0),
    ],
)
def test_a_name_that_moves_along_is_one_row_of_fixed_columns(text: str, width: int) -> None:
    assert row_width(text) == width
    assert (check_formula(text, place="name") == ()) == (width > 0)


def test_a_name_that_stays_does_not_move_along() -> None:
    assert row_width("'Đăng ký'!$A$9:$S$9") == 0


@pytest.mark.parametrize(
    ("place", "formula", "problem"),
    [
        ("cell", "INDEX(dong,1,1)", ""),
        ("shared", 'IF(ISBLANK(INDEX(Dong,1,5)),"",INDEX(dong,1,2)&"")', ""),
        ("cell", "INDEX(dong,1,6)", "outside of INDEX(…,1,number)"),
        ("cell", "INDEX(dong,1,0)", "outside of INDEX(…,1,number)"),
        ("cell", "INDEX(dong,2,1)", "outside of INDEX(…,1,number)"),
        ("cell", "INDEX(dong,3)", "outside of INDEX(…,1,number)"),
        ("cell", "INDEX(dong,1,A1)", "outside of INDEX(…,1,number)"),
        ("cell", "SUM(dong)", "outside of INDEX(…,1,number)"),
        ("cell", "INDEX(INDEX(dong,1,1):dong,1,1)", "outside of INDEX(…,1,number)"),
        ("cell", "LEN(dong)", "LEN wants one value, not a range: dong"),
        ("condition", "INDEX(dong,1,1)=1", "a name that moves along in a condition"),
        ("validation", "INDEX(dong,1,1)=1", "a name that moves along in a validation"),
        ("name", "INDEX(dong,1,1)", "a name that moves along in a name"),
    ],
)
def test_a_name_that_moves_along_gives_single_cells_to_cells(
    place: Place, formula: str, problem: str
) -> None:
    told = check_formula(formula, place=place, rows={"dong": 5})
    assert any(problem in text for text in told) if problem else told == ()


def test_a_declared_name_is_known_in_any_case() -> None:
    assert check_formula("tong+TONG", {"Tong"}) == ()


def test_a_name_of_several_cells_is_no_single_value() -> None:
    assert check_formula("kq+1", {"kq"}, ranges={"kq"}) == ("an operator over a range: kq",)
    assert check_formula("SUM(kq)+INDEX(kq,3)", {"kq"}, ranges={"kq"}) == ()


@pytest.mark.parametrize(
    ("formula", "most"),
    [
        ('"a""b"', 3),
        ("A1", None),
        ("12", 24),
        ("1+LEN(A1)", 24),
        ('"ab"&"c"', 3),
        ('"ab"&A1', 32769),
        ("LEFT(A1)", 1),
        ("RIGHT(A1,7)", 7),
        ("MID(A1,B1,200)", 200),
        ("LEFT(A1,B1)", 32767),
        ('LEFT("abc",9)', 3),
        ("TRIM(LEFT(A1,9))", 9),
        ("UPPER(A1)", 32767),
        ('REPT("ab",20)', 40),
        ("REPT(A1,2)", 32767),
        ('REPT("a",B1)', 32767),
        ('SUBSTITUTE(LEFT(A1,9),"ab","c")', 9),
        ('SUBSTITUTE(LEFT(A1,9),"a","")', 9),
        ('SUBSTITUTE(LEFT(A1,9),"a","bc")', 32767),
        ('SUBSTITUTE(A1,"a","b")', 32767),
        ('IF(A1>1,"abc",LEFT(B1,9))', 9),
        ('IF(A1>1,"abc",B1)', None),
        ('IFERROR(LEFT(B1,9),"")', 9),
        ('CHOOSE(A1,"a","bcd")', 3),
        ("ISTEXT(A1)", None),
    ],
)
def test_a_formula_tells_how_long_its_text_can_get(formula: str, most: int | None) -> None:
    tree, _ = parse(formula)
    assert tree is not None
    assert longest(tree) == most


def _shown(node: Node) -> str:
    """The tree with a bracket around every part."""
    parts = [_shown(part) for part in node.parts]
    if node.kind is Kind.CALL:
        return f"{node.word}({','.join(parts)})"
    if node.kind is Kind.OPERATOR and len(parts) == 1:
        return f"({node.word}{parts[0]})"
    return f"({node.word.join(parts)})" if parts else node.text


@pytest.mark.parametrize(
    ("formula", "tree"),
    [
        ("1+2*3^4", "(1+(2*(3^4)))"),
        ("1*2+3", "((1*2)+3)"),
        ("-2^2", "((-2)^2)"),
        ("1&2=3&4", "((1&2)=(3&4))"),
        ("--A1:B2", "(--(A1:B2))"),
        ("(1+2)*3", "((1+2)*3)"),
        ("SUM(1,(2+3)*4)", "SUM(1,((2+3)*4))"),
        ("1<2=TRUE", "(1<2<TRUE)"),  # one chain, named by its first sign
    ],
)
def test_operators_bind_as_in_excel(formula: str, tree: str) -> None:
    node, problem = parse(formula)
    assert node is not None
    assert (_shown(node), problem) == (tree, "")


_LEAVES = st.sampled_from(["1", "A1", '"a,b"', "TRUE", "$B$2:$C$9", "ten", "'Tờ 1'!A1", "1.5"])
_GROWN = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/&=<"), inner).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"SUM({','.join(parts)})"),
        inner.map(lambda part: f"({part})"),
        inner.map(lambda part: f"-{part}"),
    ),
    max_leaves=12,
)


@given(_GROWN)
def test_every_formula_that_is_put_together_is_read_to_its_last_sign(formula: str) -> None:
    tree, problem = parse(formula)
    assert problem == ""
    assert tree is not None
    leaves = [node.text for node in walk(tree) if not node.parts]
    kept = formula.replace("'Tờ 1'!", "").replace("SUM", "")
    for sign in "()+-*/&=<,:":
        kept = kept.replace(sign, "")
    joined = "".join(leaves).replace("'Tờ 1'!", "").replace(",", "")
    assert joined == kept


@given(st.text(alphabet="A1$:(),\"'!{}+-*&%<>=SUMIF;# .", max_size=30))
def test_any_text_gets_an_answer(text: str) -> None:
    found = check_formula(text)
    assert all(found)
    assert (parse(text)[0] is None) <= bool(found)


def test_every_function_says_how_many_arguments_it_takes() -> None:
    wrong = [
        (name, count)
        for name, function in FUNCTIONS.items()
        for count in range(4)
        if function.fits(count) and count < function.required
    ]
    assert wrong == []
    assert {name: FUNCTIONS[name].required for name in ("IF", "MID", "ROW", "NA", "SUM")} == {
        "IF": 2,
        "MID": 3,
        "ROW": 0,
        "NA": 0,
        "SUM": 1,
    }
    assert [FUNCTIONS["IF"].fits(count) for count in range(5)] == [False, False, True, True, False]
