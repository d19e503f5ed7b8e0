"""Our changes to the VBA of xlwings: each finds its text once, or the build stops."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import distribution

import pytest

from xladdin.xlam.recipe import recipe
from xladdin.xlam.upstream import Change, Upstream, UpstreamError, changed, runner_source

pytestmark = pytest.mark.usefixtures("xlwings")

TEXT = "one\ntwo\nthree\ntwo and a half\nfour\n"


def _change(start: str, put: str = "X", upto: str | None = None, to_end: bool = False) -> Change:
    return Change(why="a reason", start=start, put=put, upto=upto, to_end=to_end)


@pytest.mark.parametrize(
    ("change", "result"),
    [
        (_change("three"), "one\ntwo\nX\ntwo and a half\nfour\n"),
        (_change("one", upto="three"), "Xthree\ntwo and a half\nfour\n"),
        (_change("three", upto="two"), "one\ntwo\nXtwo and a half\nfour\n"),
        (_change("three", to_end=True), "one\ntwo\nX"),
        (_change("one", put=""), "\ntwo\nthree\ntwo and a half\nfour\n"),
    ],
)
def test_a_change_is_made(change: Change, result: str) -> None:
    assert changed(TEXT, [change]) == result


def test_changes_are_made_in_their_order() -> None:
    assert changed("a", [_change("a", "b"), _change("b", "c")]) == "c"


@pytest.mark.parametrize(
    ("change", "count"),
    [
        (_change("five"), "'five' 0 times"),
        (_change("two"), "'two' 2 times"),
        (_change("three", upto="one"), "'one' 0 times"),
        (_change("one", upto="two"), "'two' 2 times"),
    ],
)
def test_a_change_without_its_place_stops_the_build(change: Change, count: str) -> None:
    with pytest.raises(UpstreamError, match=rf"{count} instead of once \(for: a reason\)"):
        changed(TEXT, [change])


def _upstream() -> Upstream:
    return recipe().upstream


def test_another_version_of_xlwings_stops_the_build() -> None:
    with pytest.raises(UpstreamError, match=r"xlwings 0\.1 is needed, not 0\.37\.8"):
        runner_source(replace(_upstream(), version="0.1"))


def test_another_text_of_xlwings_stops_the_build() -> None:
    with pytest.raises(UpstreamError, match="is not the file we know"):
        runner_source(replace(_upstream(), sha256="0" * 64))


def test_xlwings_is_read_but_never_imported() -> None:
    """The part of xlwings under another licence is not even looked at."""
    assert _upstream().file == "xlwings/xlwings_custom_addin.bas"
    assert distribution("xlwings").version == _upstream().version


def test_every_change_says_why() -> None:
    assert [change for change in _upstream().changes if len(change.why) < 10] == []


@pytest.mark.parametrize("number", range(len(recipe().upstream.changes)))
def test_every_change_is_needed_by_a_later_reader(number: int) -> None:
    """No change is idle: without it the text is another."""
    changes = _upstream().changes
    rest = (*changes[:number], *changes[number + 1 :])
    try:
        text = runner_source(replace(_upstream(), changes=rest))
    except UpstreamError:
        return
    assert text != runner_source(_upstream())


def test_the_sheet_is_the_one_that_the_vba_looks_for() -> None:
    text = runner_source(_upstream())
    (name,) = (line for line in text.splitlines() if "PROJECT_NAME As String" in line)
    assert name == 'Public Const PROJECT_NAME As String = "thidua"'
    assert recipe().sheet == "thidua.conf"


def test_every_sentence_is_on_the_sheet_and_the_reverse() -> None:
    code = recipe().module + runner_source(_upstream())
    assert [key for key in recipe().messages if f'"{key}"' not in code] == []
    used = {"TITLE", "NO_WORKBOOK", "PROTECTED_VIEW", "UNSAFE_PATH"}
    used |= {"NO_PYTHON", "BLOCKED", "FAILED"}
    assert set(recipe().messages) == used
