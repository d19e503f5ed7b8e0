"""The ribbon: sound XML, Vietnamese texts, and a button for every function and the reverse."""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.sources import ROOT
from tests.xladdin.xlam.second_readers import needed
from xladdin.buttons import BUTTONS
from xladdin.xlam.recipe import recipe

NAMESPACE = "{http://schemas.microsoft.com/office/2009/07/customui}"
SOURCE = ROOT / "xladdin" / "xlam" / "ribbon" / "customUI14.xml"
# Names in Microsoft's lists of Excel's controls for Office 2013, 2016, 2019 and three channels of
# Microsoft 365 (OfficeDev/office-fluent-ui-command-identifiers): in all six.
ICONS = {
    "ClearFormats",
    "Consolidate",
    "DataValidationCircleInvalid",
    "DataValidationClearValidationCircles",
    "ErrorChecking",
    "FileSendAsAttachment",
    "FormatPainter",
    "Help",
    "PivotTableInsert",
    "ReplaceDialog",
    "ReviewNextComment",
    "ReviewPreviousComment",
    "TraceError",
    "TracePrecedents",
}
TABS = {"TabReview"}
PROCEDURE = re.compile(
    r"^Public Sub (\w+)\(control As IRibbonControl\)\n    (.+)\nEnd Sub$", re.MULTILINE
)
CALL = re.compile(
    r'(If ThiduaReady\(\) Then )?RunPython "import xladdin\.commands; xladdin\.commands\.(\w+)\(\)"'
)


@pytest.fixture(scope="module")
def root() -> ElementTree.Element:
    return ElementTree.parse(SOURCE).getroot()


def _buttons(root: ElementTree.Element) -> list[dict[str, str]]:
    return [dict(element.attrib) for element in root.iter(f"{NAMESPACE}button")]


def _schema() -> Path:
    """Microsoft's schema of the ribbon: named by CUSTOMUI14_XSD, or beside the checkout."""
    named = os.environ.get("CUSTOMUI14_XSD")
    path = Path(named) if named else ROOT.parent / "shared" / "data" / "customui14.xsd"
    if not path.is_file():
        pytest.skip("Microsoft's customui14.xsd is not here; CUSTOMUI14_XSD may name it")
    return path


def _faults(text: str) -> list[str]:
    schema = needed("xmlschema").XMLSchema(str(_schema()))
    return [str(fault.reason) for fault in schema.iter_errors(text)]


def test_the_ribbon_follows_the_schema_of_microsoft() -> None:
    assert _faults(SOURCE.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('size="large"', 'size="huge"'),
        ('keytip="KT"', 'keytip="KTRA"'),
        ("<button id=", '<button colour="red" id='),
        ("2009/07/customui", "2006/01/customui"),
        ('label="Nộp"', 'label="Nộp" onAction="x"'),
    ],
)
def test_the_schema_sees_a_fault(old: str, new: str) -> None:
    text = SOURCE.read_text(encoding="utf-8")
    assert old in text
    assert _faults(text.replace(old, new, 1)) != []


def test_every_button_is_in_the_table_and_the_reverse(root: ElementTree.Element) -> None:
    shown = [(b["id"], b["label"], b["onAction"]) for b in _buttons(root)]
    assert shown == [(b.id, b.label, f"Thidua.{b.id}") for b in BUTTONS]


def test_every_callback_starts_its_function_and_the_reverse() -> None:
    """Nothing but a fixed function is started, and only buttons without a book skip the guard."""
    found = []
    for name, body in PROCEDURE.findall(recipe().module):
        call = CALL.fullmatch(body)
        assert call, f"{name}: {body}"
        found.append((name, call[2], bool(call[1])))
    assert found == [(b.id, b.function, b.on_book) for b in BUTTONS]
    assert recipe().module.count("RunPython") == len(BUTTONS)
    assert recipe().module.count("IRibbonControl") == len(BUTTONS)


def test_names_of_functions_are_names_of_python() -> None:
    names = [button.function for button in BUTTONS]
    assert len(set(names)) == len(names)
    assert all(name.isidentifier() and not name.startswith("_") for name in names)


def test_ids_are_unique_and_begin_alike(root: ElementTree.Element) -> None:
    ids = [
        element.attrib["id"] for element in root.iter() if element is not root and element.attrib
    ]
    assert [name for name, count in Counter(ids).items() if count > 1] == []
    assert [name for name in ids if not re.fullmatch(r"Thidua[A-Za-z]{2,30}", name)] == []


def test_icons_are_of_the_lists_and_none_stands_twice(root: ElementTree.Element) -> None:
    icons = [button["imageMso"] for button in _buttons(root)]
    assert set(icons) <= ICONS
    assert len(set(icons)) == len(icons)
    places = [tab.attrib["insertAfterMso"] for tab in root.iter(f"{NAMESPACE}tab")]
    assert set(places) <= TABS


def test_key_tips_are_short_and_none_hides_another(root: ElementTree.Element) -> None:
    tips = [button["keytip"] for button in _buttons(root)]
    assert [tip for tip in tips if not re.fullmatch("[A-Z]{1,3}", tip)] == []
    assert [(a, b) for i, a in enumerate(tips) for b in tips[i + 1 :] if _hides(a, b)] == []


def _hides(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def test_texts_are_composed_and_within_their_lengths(root: ElementTree.Element) -> None:
    limits = {"label": 22, "screentip": 50, "supertip": 300}
    for element in root.iter():
        for name, text in element.attrib.items():
            assert unicodedata.is_normalized("NFC", text)
            assert text == " ".join(text.split())
            assert len(text) <= limits.get(name, 60), text
    for button in _buttons(root):
        assert button["supertip"].endswith(".")
        assert not button["screentip"].endswith(".")
        assert button["screentip"] != button["label"]


def test_small_buttons_come_in_columns_of_three(root: ElementTree.Element) -> None:
    """Excel stacks small buttons by three; a rest would leave a hole."""
    for group in root.iter(f"{NAMESPACE}group"):
        sizes = "".join(button.attrib["size"][0] for button in group)
        assert [run for run in re.findall("n+", sizes) if len(run) % 3] == []
