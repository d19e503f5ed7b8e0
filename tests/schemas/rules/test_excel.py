"""The static check finds what a spreadsheet would refuse, and lets our formulas pass."""

from __future__ import annotations

import pytest

from schemas.rules.excel import check_formula


@pytest.mark.parametrize(
    "formula",
    [
        "1",
        "A1+$B$2*2%",
        'IF(A1=0,0,IF(EXACT(B1,"x"),1,0))',
        "INDEX('Đăng ký'!$A$1:$AZ$60,10,4)",
        "INDEX('Tờ ''khai'''!$A:$C,1,1)&_kiem!A1",
        'SUMPRODUCT(--ISNUMBER(FIND({"a","b;c","d""e"},A1)))>0',
        "SUMPRODUCT(--EXACT(A1,dm_don_vi))",
        'SUBSTITUTE(A1,"NOW() ;{",")")',
        "SUM({1,2;3,-4.5})",
        'IF(TRUE,"' + "x" * 255 + '",FALSE)',
    ],
)
def test_a_fine_formula_has_no_problem(formula: str) -> None:
    assert check_formula(formula) == ()


@pytest.mark.parametrize(
    ("formula", "problem"),
    [
        ("=A1", "begins with ="),
        ("{=SUM(A1:A3)}", "begins with {"),
        ("TODAY()-A1", "volatile function: TODAY"),
        ("OFFSET(A1,1,1)", "volatile function: OFFSET"),
        ("VALUE(A1)", "function that follows the locale: VALUE"),
        ("DATEVALUE(A1)", "function that follows the locale: DATEVALUE"),
        ("XLOOKUP(A1,B1:B2,C1:C2)", "not a function of Excel 2010: XLOOKUP"),
        ("IFS(A1,1)", "not a function of Excel 2010: IFS"),
        ("_xlfn.CONCAT(A1)", "not a function of Excel 2010: _xlfn.CONCAT"),
        ("Sum(A1)", "not a function of Excel 2010: Sum"),
        ("SUM(A1;B1)", "not part of a formula: ';'"),
        ("ten_la+1", "unknown name: ten_la"),
        ("SUM(A1", "a bracket is not closed"),
        ("SUM(A1))", "a closing bracket too many"),
        ("A1,B1", "a comma outside of a function"),
        ("SUM(#REF!)", "an error value: #REF!"),
        ("SUM({1,A1})", "not an array of constants: {1,A1}"),
        ("SUM({1,})", "an array with an empty item: {1,}"),
        ('"' + "x" * 256 + '"', 'a literal of more than 255 characters: "xxxxxxxxxxxxxxxxxxx…'),
        ("1" + "+1" * 4096, "8194 characters, at most 8192"),
        ("ABS(" * 65 + "1" + ")" * 65, "65 levels, at most 64"),
        ("SUM(" + ",".join("1" * 256) + ")", "more than 255 arguments"),
    ],
)
def test_a_bad_formula_has_its_problem(formula: str, problem: str) -> None:
    assert problem in check_formula(formula)


def test_a_declared_name_is_known() -> None:
    assert check_formula("tong+1", {"tong"}) == ()
