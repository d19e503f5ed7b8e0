"""Whichever call to the program fails, nothing of a button's work is left half done.

Each button is pressed once for every call that it makes, and that call fails.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.workbooks.plans import HEADER, entry, form_plan, text
from tests.xladdin.injected import MOMENTS, injected
from tests.xladdin.memory import MemoryHost, opened
from tests.xladdin.test_marks import SHEET, cells, faulty, state
from tests.xladdin.test_restoring import Tailor
from workbooks.issue import write_form
from workbooks.layout import CARD_SHEET
from xladdin import commands, restoring
from xladdin.pristine import Pristine, pristine_form
from xladdin.refusal import sentence

FAILED = sentence("ADD-010", log="").split("\n")[0]
AGAIN = {"normalise": sentence("ADD-042")}
"""What is said where all was done already, and only the last word was lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button, and the workbook that it is pressed on."""

    make: Callable[[Path], MemoryHost]
    button: Callable[[Any], None]


def _plain(_folder: Path) -> MemoryHost:
    host = opened(faulty())
    title, day, _ = (host.book().sheets[SHEET].range(cell).impl.area for cell in cells())
    host.pages[SHEET].fills[title.top, title.left] = "grid 00FF00"
    host.pages[SHEET].notes[day.top, day.left] = "Hỏi lại anh Tư"
    return host


def _checked(folder: Path) -> MemoryHost:
    host = _plain(folder)
    commands.check(host)
    host.told.clear()
    return host


def _pasted(_folder: Path) -> MemoryHost:
    host = Tailor(opened(faulty()))
    host.pages[SHEET].values[9, 2] = "chép đè"
    return host


def _untidy(_folder: Path) -> MemoryHost:
    row = entry(ten_mo_hinh=text("  Mô hình   chợ xanh "), ngay_duyet=text("05/01/2024"))
    other = entry(ten_mo_hinh=text("To\u0302\u0309 tự quản"), ten=text("=1+1 là tên"))
    return opened(write_form(form_plan(row, other, header=HEADER, size=2)))


def _saved(_folder: Path) -> MemoryHost:
    """In a folder of its own: copies that were made stay there."""
    host = opened(faulty(), "DD03-dang-ky.xlsx", tempfile.mkdtemp(dir=_folder))
    commands.check(host)
    host.told.clear()
    return host


MARKING = {
    "check": Press(make=_plain, button=commands.check),
    "check again": Press(make=_checked, button=commands.check),
    "clear": Press(make=_checked, button=commands.clear_marks),
}
MENDING = {
    "restore": Press(make=_pasted, button=commands.restore_form),
    "normalise": Press(make=_untidy, button=commands.normalise),
    "prepare": Press(make=_saved, button=commands.prepare_submission),
}


def _protection(host: MemoryHost) -> dict[str, object]:
    """Of the sheets that are not ours alone."""
    return {name: page.flags for name, page in host.pages.items() if page.flags is not None}


def _cut_off(press: Press, moment: str, folder: Path) -> Iterator[tuple[str, MemoryHost]]:
    """The workbook after each press in which another call failed, and the name of that call."""
    number = 0
    while True:
        number += 1
        host = press.make(folder)
        before = _protection(host)
        with injected(host, number, moment) as injector:
            press.button(host)
        if not injector.of:
            assert number > 30, "the calls are counted"
            return
        where = f"call {number}, {injector.of}"
        assert _protection(host) == before, where
        assert host.book().app.impl.switches == {"screen_updating": True, "enable_events": True}
        assert len(host.told) == 1, f"{where}: {host.told}"
        yield where, host


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("name", MARKING)
def test_after_a_failed_call_everything_is_as_before_or_can_be_cleared(
    name: str, moment: str, tmp_path: Path
) -> None:
    clean = state(_plain(tmp_path))
    failed = 0
    for where, host in _cut_off(MARKING[name], moment, tmp_path):
        failed += host.told[0].startswith(FAILED)
        commands.clear_marks(host)
        assert state(host) == clean, where
    assert failed > 25


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("name", MENDING)
def test_after_a_failed_call_the_button_can_be_pressed_again(
    name: str, moment: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Pristine] = []  # the same each time, and slow to make

    def once(*given: Any) -> Pristine:
        made.append(made[0] if made else pristine_form(*given))
        return made[0]

    monkeypatch.setattr(restoring, "pristine_form", once)
    press = MENDING[name]
    whole = press.make(tmp_path)
    press.button(whole)
    (told,) = whole.told
    failed = 0
    for where, host in _cut_off(press, moment, tmp_path):
        failed += host.told[0].startswith(FAILED)
        press.button(host)
        assert _done(host) == _done(whole), where
        assert len(host.told) == 2
        assert host.told[1].split()[:2] == told.split()[:2] or host.told[1] == AGAIN.get(name)
    assert failed > 25


def _done(host: MemoryHost) -> object:
    """Everything but the card: the number of a submission is used once, also of a lost one."""
    given = (host.looks, host.rules, host.conditions) if isinstance(host, Tailor) else ()
    pages = host.pages.values()
    return given, [(p.name, p.look(), p.content()) for p in pages if p.name != CARD_SHEET]
