"""The engine over LibreOffice is held to xlwings: to its base classes and to what Excel's offers.

Excel's engine cannot be imported without Windows, so its source is read.
"""

from __future__ import annotations

import ast
import inspect
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("xlwings", reason="xlwings is not installed: pip install -e .[dev]")

from tests.xladdin.engine import application, names, ranges, sheets, validation
from tests.xladdin.engine.bases import GAPS, base, is_abstract, members

CLASSES = {
    one.__name__: one
    for one in (
        application.App,
        application.Apps,
        application.Book,
        application.Books,
        names.Name,
        names.Names,
        ranges.Font,
        ranges.Note,
        ranges.Range,
        sheets.Sheet,
        sheets.Sheets,
        validation.DataValidation,
    )
}

# What the engine's classes need among themselves and xlwings does not know.
OWN = {
    "App": {"count"},
    "Book": {"ask"},
    "DataValidation": {"rule"},
    "Range": {"area", "ask", "bounds"},
    "Sheet": {"ask"},
}

# Where Excel's engine has another signature than the base class, and xlwings calls it that way.
AS_EXCEL = {("Sheets", "add")}

Shape = tuple[str, tuple[str, ...], int]
"""Kind of a member, names of its parameters, and how many of them have a default."""


def _shape(value: Any) -> Shape:
    if isinstance(value, property):
        return ("settable" if value.fset else "readable", (), 0)
    function = getattr(value, "__func__", value)
    given = list(inspect.signature(function).parameters.values())
    if given and given[0].name == "self":
        given = given[1:]
    filled = sum(one.default is not inspect.Parameter.empty for one in given)
    return "method", tuple(one.name for one in given), filled


@cache
def _excel() -> dict[str, dict[str, Shape]]:
    """The classes of xlwings' engine over COM with their members."""
    spec = find_spec("xlwings._xlwindows")
    assert spec is not None and spec.origin is not None
    tree = ast.parse(Path(spec.origin).read_text(encoding="utf-8"))
    return {
        node.name: dict(_members(node))
        for node in tree.body
        if isinstance(node, ast.ClassDef) and node.name in CLASSES
    }


def _members(node: ast.ClassDef) -> list[tuple[str, Shape]]:
    settable = {
        mark.value.id
        for one in node.body
        if isinstance(one, ast.FunctionDef)
        for mark in one.decorator_list
        if isinstance(mark, ast.Attribute) and isinstance(mark.value, ast.Name)
    }
    found: list[tuple[str, Shape]] = []
    for one in node.body:
        if isinstance(one, ast.Assign) and isinstance(one.value, ast.Name):
            found += [
                (to.id, ("settable", (), 0)) for to in one.targets if isinstance(to, ast.Name)
            ]
        if not isinstance(one, ast.FunctionDef):
            continue
        marks = {mark.id for mark in one.decorator_list if isinstance(mark, ast.Name)}
        if "property" in marks:
            kind = "settable" if one.name in settable else "readable"
            found.append((one.name, (kind, (), 0)))
        elif not any(isinstance(mark, ast.Attribute) for mark in one.decorator_list):
            given = [arg.arg for arg in one.args.args if arg.arg != "self"]
            found.append((one.name, ("method", tuple(given), len(one.args.defaults))))
    return found


def _implemented(kind: type) -> dict[str, Any]:
    own = {
        name: value
        for name, value in members(kind).items()
        if name not in GAPS.get(kind.__name__, ())
    }
    return own


@pytest.mark.parametrize("name", CLASSES)
def test_every_abstract_member_is_implemented_or_named_as_a_gap(name: str) -> None:
    asked = {key for key, value in members(getattr(base, name)).items() if is_abstract(value)}
    assert asked - _implemented(CLASSES[name]).keys() == GAPS.get(name, frozenset())


@pytest.mark.parametrize("name", CLASSES)
def test_signatures_are_those_of_the_base_class(name: str) -> None:
    asked = members(getattr(base, name))
    for key, value in _implemented(CLASSES[name]).items():
        if key in asked and (name, key) not in AS_EXCEL:
            assert (key, _shape(value)) == (key, _shape(asked[key]))


@pytest.mark.parametrize("name", CLASSES)
def test_nothing_is_offered_that_excel_does_not_offer(name: str) -> None:
    """A base class may do a thing for every engine; what it leaves abstract, Excel must have."""
    excel, asked = _excel()[name], members(getattr(base, name))
    ready = {key for key, value in asked.items() if not is_abstract(value)}
    assert _implemented(CLASSES[name]).keys() - excel.keys() - ready == OWN.get(name, set())


@pytest.mark.parametrize(("name", "key"), sorted(AS_EXCEL))
def test_signatures_that_differ_are_those_of_excel(name: str, key: str) -> None:
    assert _shape(vars(CLASSES[name])[key]) == _excel()[name][key]


def test_gaps_belong_to_classes_of_the_engine() -> None:
    assert GAPS.keys() <= CLASSES.keys()


@pytest.mark.parametrize(
    ("name", "gap"), [(name, gap) for name in GAPS for gap in sorted(GAPS[name])]
)
def test_a_gap_says_its_name(name: str, gap: str) -> None:
    value: Any = vars(CLASSES[name])[gap]
    asked = getattr(value, "fget", value)
    with pytest.raises(NotImplementedError, match=rf"^{name}\.{gap} is not in the engine"):
        asked(None)
