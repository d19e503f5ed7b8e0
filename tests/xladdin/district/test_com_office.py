"""What the buttons of the merging office say to Excel; nobody has run this against Excel."""

from __future__ import annotations

import atexit
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("xlwings")
from xladdin import com_host
from xladdin.com_host import ComHost
from xladdin.district import com_program
from xladdin.district.com_program import ComProgram
from xladdin.refusal import Refusal


class Dialog:
    """Excel's dialog for folders; ``answer`` is what is chosen."""

    def __init__(self, answer: str) -> None:
        self.answer = answer
        self.kind = 0

    def Show(self) -> int:
        return -1 if self.answer else 0

    def SelectedItems(self, index: int) -> str:
        return {1: self.answer}[index]


@pytest.mark.parametrize("answer", ["D:\\Thi đua", ""])
def test_the_folder_dialog_is_that_of_excel(answer: str) -> None:
    dialog = Dialog(answer)

    def dialogs(kind: int) -> Dialog:
        dialog.kind = kind
        return dialog

    app = SimpleNamespace(api=SimpleNamespace(FileDialog=dialogs))
    chosen = ComHost().choose_folder(app, "Chọn", Path("D:/Đợt"))
    assert chosen == (Path(answer) if answer else None)
    said = vars(dialog)
    assert (said["kind"], said["Title"], said["AllowMultiSelect"]) == (4, "Chọn", False)
    assert said["InitialFileName"] == f"{Path('D:/Đợt')}\\"


def test_a_footer_that_excel_does_not_say_is_empty() -> None:
    setup = SimpleNamespace(CenterFooter="&9 Mã lần tổng hợp: 80a0d334c71b")
    sheet = SimpleNamespace(api=SimpleNamespace(PageSetup=setup))
    assert ComHost().footer(sheet) == "&9 Mã lần tổng hợp: 80a0d334c71b"
    assert ComHost().footer(SimpleNamespace(api=object())) == ""


def test_a_change_is_what_excel_would_ask_about() -> None:
    for saved in (True, False):
        assert ComHost().unsaved(SimpleNamespace(api=SimpleNamespace(Saved=saved))) is not saved


class Windows:
    """The part of xlwings that knows Excel's windows: only those of workbooks lead to Excel."""

    def __init__(self, *workbook_windows: int) -> None:
        self.known = workbook_windows
        self.N_COM_ATTEMPTS = 0

    def App(self, xl: Any) -> Any:
        if isinstance(xl, int) and xl not in self.known:
            return SimpleNamespace(api=SimpleNamespace())
        pid = getattr(xl, "pid", 0)
        return SimpleNamespace(api=SimpleNamespace(Name="Microsoft Excel"), xl=xl, pid=pid)

    def cleanup(self) -> None:
        raise AssertionError("would end every Excel without a workbook window")


def _xlwings(monkeypatch: pytest.MonkeyPatch, windows: Windows) -> dict[int, Any]:
    """The programs that xlwings then knows, by process."""
    apps: dict[int, Any] = {}
    fake = SimpleNamespace(_xlwindows=windows, App=lambda impl: impl, apps=apps)
    monkeypatch.setattr(com_host, "xw", fake)
    monkeypatch.setattr(com_program, "xw", fake)
    return apps


def test_excel_is_found_by_the_window_of_the_button(monkeypatch: pytest.MonkeyPatch) -> None:
    _xlwings(monkeypatch, Windows(4711))
    monkeypatch.setattr(sys, "argv", ["-c", "--wb=", "--from_xl=1", "--hwnd=4711"])
    assert ComHost().app().xl == 4711


@pytest.mark.parametrize("number", [4711, 12])
def test_without_a_workbook_it_is_the_running_excel_or_none(
    monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Another Excel than that of the button is never taken."""
    _xlwings(monkeypatch, Windows())
    monkeypatch.setattr(sys, "argv", ["-c", "--hwnd=4711"])
    running = SimpleNamespace(Hwnd=number)
    client = SimpleNamespace(GetActiveObject=lambda name: {"Excel.Application": running}[name])
    monkeypatch.setitem(sys.modules, "win32com.client", client)
    if number == 4711:
        assert ComHost().app().xl is running
        return
    with pytest.raises(Refusal) as refused:
        ComHost().app()
    assert refused.value.code == "ADD-086"


def test_without_any_excel_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    _xlwings(monkeypatch, Windows())
    monkeypatch.setattr(sys, "argv", ["-c"])
    monkeypatch.setitem(sys.modules, "win32com.client", None)
    with pytest.raises(Refusal) as refused:
        ComHost().app()
    assert refused.value.code == "ADD-086"


def test_the_background_process_asks_once_and_ends_no_excel(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    windows = Windows()
    apps = _xlwings(monkeypatch, windows)
    gone: list[Any] = []
    monkeypatch.setattr(atexit, "unregister", gone.append)
    program = ComProgram(99)
    assert (windows.N_COM_ATTEMPTS, gone) == (1, [windows.cleanup])
    with pytest.raises(LookupError):
        program.status("Đang đọc")
    done: list[Any] = []
    books = SimpleNamespace(open=lambda path, **given: done.append((path, given)))
    app = SimpleNamespace(books=books, activate=lambda: done.append("activate"), status_bar=None)
    apps[99] = app
    program.status("Đang đọc")
    assert app.status_bar == "Đang đọc"
    program.status("")
    assert app.status_bar is False
    program.open(Path("Tong-hop.xlsx"))
    assert done == [("Tong-hop.xlsx", {"update_links": False}), "activate"]


@pytest.mark.parametrize("number", [99, 98])
def test_an_excel_without_a_workbook_is_found_too(
    monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Of its windows only those of workbooks lead to it; another Excel is left alone."""
    _xlwings(monkeypatch, Windows())
    running = SimpleNamespace(pid=number)
    client = SimpleNamespace(GetActiveObject=lambda name: {"Excel.Application": running}[name])
    monkeypatch.setitem(sys.modules, "win32com.client", client)
    program = ComProgram(99)
    if number == 99:
        program.status("Đang đọc")
        return
    with pytest.raises(LookupError):
        program.status("Đang đọc")


def test_a_button_ends_no_excel_either(monkeypatch: pytest.MonkeyPatch) -> None:
    windows = Windows(4711)
    _xlwings(monkeypatch, windows)
    gone: list[Any] = []
    monkeypatch.setattr(atexit, "unregister", gone.append)
    monkeypatch.setattr(sys, "argv", ["-c", "--hwnd=4711"])
    ComHost().app()
    assert gone == [windows.cleanup]


def test_elsewhere_than_on_windows_there_is_no_excel() -> None:
    with pytest.raises(LookupError):
        ComProgram(99).open(Path("a.xlsx"))
    with pytest.raises(OSError):
        ComProgram(99).tell("xong")
