"""The VBA of the built file, run by pyOpenVBA: what a button starts, and what cannot bend it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from tests.xladdin.xlam.vba_host import Machine, Outcome, press
from xladdin.buttons import BUTTONS, Button
from xladdin.xlam.build import FILE_NAME, build_addin
from xladdin.xlam.recipe import recipe
from xladdin.xlam.upstream import Change

pytestmark = pytest.mark.usefixtures("xlwings")

HOME = "C:\\Users\\Nguyễn Thị Ánh\\AppData\\Local"
PYTHON = f"{HOME}\\Thidua\\venv\\Scripts\\python.exe"
EVIL = "C:\\evil\\python.exe"
MACHINE = Machine(
    variables={"LOCALAPPDATA": HOME, "TEMP": f"{HOME}\\Temp", "SYSTEMROOT": "C:\\Windows"},
    files={PYTHON: "", EVIL: ""},
)
ON_BOOK = [button for button in BUTTONS if button.on_book]
WITHOUT_BOOK = [button for button in BUTTONS if not button.on_book]
LOG = re.escape(f"{HOME}\\Temp") + r"\\xlwings-[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\.log"


@pytest.fixture(scope="module")
def xlam(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_addin(tmp_path_factory.mktemp("dist") / FILE_NAME)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tệp") / "Biểu mẫu.xlsx"
    openpyxl.Workbook().save(path)
    return path


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A return that brings settings of every kind: sheets, files beside it, code in a sheet."""
    folder = tmp_path_factory.mktemp("nhận về")
    rows = [("INTERPRETER_WIN", EVIL), ("INTERPRETER", EVIL), ("PYTHONPATH", "C:\\evil")]
    rows += [("ADD_WORKBOOK_TO_PYTHONPATH", "True"), ("USE UDF SERVER", "True")]
    rows += [("CONDA PATH", "C:\\evil"), ("CONDA ENV", "evil"), ("LICENSE_KEY", "key")]
    rows += [("TEMP DIR", "C:\\evil"), ("SHOW CONSOLE", "True"), ("TITLE", "evil")]
    workbook = openpyxl.Workbook()
    for name in ("thidua.conf", "xlwings.conf", "ThiduaAddin.conf"):
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    workbook.create_sheet("commands.py")["A1"] = "import os; os.system('calc')"
    path = folder / "Báo cáo.xlsx"
    workbook.save(path)
    for name in ("thidua.conf", "xlwings.conf"):
        text = "".join(f'"{key}","{value}"\n' for key, value in rows)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "xlwings.py").write_text("raise SystemExit('evil')", encoding="utf-8")
    return path


def _command(function: str, name: str) -> str:
    """The one command line that a button may start, as a pattern; only the log's name varies."""
    fixed = (
        f'"C:\\Windows\\System32\\cmd.exe" /C C: & cd "{HOME}\\Thidua\\venv\\Scripts" & '
        f'"{PYTHON}" -I -B -c "import xladdin.commands; xladdin.commands.{function}()"  '
        f'--wb="{name}" --from_xl=1 --app="C:\\Program Files\\Microsoft Office\\root\\Office16'
        f'\\Microsoft Excel" --hwnd="4711" 2> "'
    )
    return f'{re.escape(fixed)}{LOG}" '


def _sentence(key: str) -> list[tuple[str, str]]:
    return [("Thi đua", recipe().messages[key])]


def _started(outcome: Outcome, button: Button, name: str) -> bool:
    (command,) = outcome.commands
    return bool(re.fullmatch(_command(button.function, name), command))


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.id)
def test_a_button_starts_its_function_and_removes_the_log(
    xlam: Path, book: Path, button: Button
) -> None:
    outcome = press(xlam, button.id, MACHINE, book=book)
    assert _started(outcome, button, "Biểu mẫu.xlsx"), outcome.commands
    assert (outcome.told, outcome.plain) == ([], [])
    assert [bool(re.fullmatch(LOG, path)) for path in outcome.deleted] == [True]


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.id)
def test_a_hostile_workbook_chooses_nothing(xlam: Path, hostile: Path, button: Button) -> None:
    outcome = press(xlam, button.id, MACHINE, book=hostile)
    assert _started(outcome, button, "Báo cáo.xlsx"), outcome.commands
    assert outcome.looked_for == [PYTHON]
    assert set(outcome.created) == {"WScript.Shell", "Scripting.FileSystemObject"}
    assert outcome.told == []


@pytest.mark.parametrize(
    "sheet",
    ["THIDUA.CONF", "Thidua.Conf", "XLWINGS.CONF", "_xlwings.conf", "Thidua.xlam.conf", "a.py"],
)
def test_settings_under_any_name_choose_nothing(xlam: Path, tmp_path: Path, sheet: str) -> None:
    """Sheets of the active workbook, files beside it and in the user's folder, variables."""
    workbook = openpyxl.Workbook()
    page = workbook.active
    assert page is not None
    page.title = sheet
    for key in ("INTERPRETER_WIN", "INTERPRETER", "Interpreter_Win", "PYTHONPATH", "CONDA PATH"):
        page.append((key, EVIL))
    path = tmp_path / "Báo cáo.xlsx"
    workbook.save(path)
    user = "C:\\Users\\Nguyễn Thị Ánh"
    text = f'"INTERPRETER_WIN","{EVIL}"\n'
    places = (f"{user}\\.thidua\\thidua.conf", f"{user}\\.xlwings\\xlwings.conf")
    (tmp_path / sheet).write_text(text, encoding="utf-8")
    machine = replace(
        MACHINE,
        files={**MACHINE.files, **dict.fromkeys(places, text)},
        variables={
            **MACHINE.variables,
            "USERPROFILE": user,
            "PYTHONPATH": "C:\\evil",
            "PYTHONHOME": "C:\\evil",
            "PYTHONSTARTUP": "C:\\evil\\a.py",
            "INTERPRETER_WIN": EVIL,
        },
    )
    outcome = press(xlam, "ThiduaKiemTra", machine, book=path)
    assert _started(outcome, BUTTONS[0], "Báo cáo.xlsx"), outcome.commands
    assert outcome.looked_for == [PYTHON]


@pytest.mark.parametrize(
    ("folder", "safe"),
    [
        ("https://coquan.sharepoint.com/sites/td/Tài liệu", True),
        ("https://coquan.sharepoint.com/sites/td/T%C3%A0i", False),
        ("https://d.docs.live.net/1?a=b", False),
        ("\\\\may-chu\\Thi đua", True),
        ("\\\\may-chu\\Thi đua & khen", False),
    ],
)
def test_where_a_workbook_lies_stays_out_of_the_command(
    xlam: Path, book: Path, folder: str, safe: bool
) -> None:
    """An address on the net or a share is in no command; one with signs of cmd is refused."""
    outcome = press(xlam, "ThiduaKiemTra", MACHINE, book=book, folder=folder, name="a.xlsx")
    if safe:
        assert _started(outcome, BUTTONS[0], "a.xlsx"), outcome.commands
    else:
        assert (outcome.commands, outcome.told) == ([], _sentence("UNSAFE_PATH"))


@pytest.mark.parametrize(
    "name",
    ["“Dân vận khéo”.xlsx", "＂＆calc＆＂.xlsx", "ʺ calc ʺ.xlsx", "a\u202excod.xlsx", "a'; b.xlsx"],
)
def test_signs_that_only_look_like_quotes_stay_inside_them(
    xlam: Path, book: Path, name: str
) -> None:
    """The command goes out in UTF-16: no code page makes quotes or ampersands of them."""
    outcome = press(xlam, "ThiduaKiemTra", MACHINE, book=book, name=name)
    assert _started(outcome, BUTTONS[0], name), outcome.commands
    assert outcome.commands[0].count('"') == 16


def test_the_played_excel_would_show_a_workbook_that_chooses(
    tmp_path: Path, hostile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test above can fail: with settings from the active workbook the other program runs."""
    parts = recipe()
    fault = Change(
        why="a wilful fault",
        start="    If GetConfigFromSheet(ThisWorkbook).Exists(configKey) = True Then\n"
        "        GetConfig = GetConfigFromSheet(ThisWorkbook).Item(configKey)",
        put="    If GetConfigFromSheet(ActiveWorkbook).Exists(configKey) = True Then\n"
        "        GetConfig = GetConfigFromSheet(ActiveWorkbook).Item(configKey)",
    )
    faulty = replace(parts.upstream, changes=(*parts.upstream.changes, fault))
    monkeypatch.setattr("xladdin.xlam.build.recipe", lambda: replace(parts, upstream=faulty))
    outcome = press(build_addin(tmp_path / FILE_NAME), "ThiduaKiemTra", MACHINE, book=hostile)
    assert EVIL in outcome.commands[0]


@pytest.mark.parametrize("sign", [*'&^%!="|<>', "\t"])
@pytest.mark.parametrize("button", [ON_BOOK[0], ON_BOOK[-1]], ids=lambda button: button.id)
def test_a_path_that_cmd_would_read_is_refused(
    xlam: Path, book: Path, button: Button, sign: str
) -> None:
    """In the name as well as in the folder."""
    for folder, name in (("D:\\Thi dua", f"a{sign}calc{sign}.xlsx"), (f"D:\\a{sign}b", "a.xlsx")):
        outcome = press(xlam, button.id, MACHINE, book=book, folder=folder, name=name)
        assert (outcome.commands, outcome.told) == ([], _sentence("UNSAFE_PATH"))


@pytest.mark.parametrize("sign", [*'&^%!="|<>'])
@pytest.mark.parametrize("button", WITHOUT_BOOK, ids=lambda button: button.id)
def test_a_button_without_a_book_leaves_such_a_name_out(
    xlam: Path, book: Path, button: Button, sign: str
) -> None:
    outcome = press(xlam, button.id, MACHINE, book=book, name=f"a{sign}calc{sign}.xlsx")
    assert _started(outcome, button, ""), outcome.commands


@pytest.mark.parametrize(
    "name",
    ["Lê An – báo cáo (2).xlsx", "ĐƠN VỊ 'A', số 1; #2.xlsm", "各单位.xlsx", "$@~`{}[]+.xlsx"],
)
def test_a_name_of_other_letters_is_taken_as_it_is(xlam: Path, book: Path, name: str) -> None:
    outcome = press(xlam, "ThiduaKiemTra", MACHINE, book=book, folder="D:\\Thi đua 2024", name=name)
    assert _started(outcome, BUTTONS[0], name), outcome.commands


@pytest.mark.parametrize("button", ON_BOOK, ids=lambda button: button.id)
def test_without_a_workbook_the_user_is_told(xlam: Path, button: Button) -> None:
    outcome = press(xlam, button.id, MACHINE)
    assert (outcome.commands, outcome.told) == ([], _sentence("NO_WORKBOOK"))


@pytest.mark.parametrize("button", ON_BOOK, ids=lambda button: button.id)
def test_in_protected_view_the_user_is_told(xlam: Path, book: Path, button: Button) -> None:
    """Also while another workbook is open: it is not the one in front."""
    outcome = press(xlam, button.id, MACHINE, book=book, protected_view=True)
    assert (outcome.commands, outcome.told) == ([], _sentence("PROTECTED_VIEW"))


@pytest.mark.parametrize("button", WITHOUT_BOOK, ids=lambda button: button.id)
def test_merge_and_help_need_no_workbook(xlam: Path, button: Button) -> None:
    assert _started(press(xlam, button.id, MACHINE), button, "")


def test_without_python_the_user_is_told(xlam: Path, book: Path) -> None:
    outcome = press(xlam, "ThiduaKiemTra", replace(MACHINE, files={EVIL: ""}), book=book)
    assert (outcome.commands, outcome.told) == ([], _sentence("NO_PYTHON"))


def test_where_windows_starts_nothing_the_user_is_told(xlam: Path, book: Path) -> None:
    outcome = press(xlam, "ThiduaKiemTra", replace(MACHINE, may_start=False), book=book)
    assert (outcome.commands, outcome.told) == ([], _sentence("BLOCKED"))


def test_without_script_host_the_user_is_told_all_the_same(xlam: Path, book: Path) -> None:
    machine = replace(MACHINE, has_script_host=False)
    outcome = press(xlam, "ThiduaKiemTra", machine, book=book)
    assert (outcome.commands, outcome.plain) == ([], [recipe().messages["BLOCKED"]])


@pytest.mark.parametrize(("log", "shown"), [("Traceback: lỗi", "\r\n\r\nTraceback: lỗi"), ("", "")])
def test_what_python_says_at_a_failure_is_shown(
    xlam: Path, book: Path, log: str, shown: str
) -> None:
    machine = replace(MACHINE, exit_code=1, log=log)
    outcome = press(xlam, "ThiduaKiemTra", machine, book=book)
    assert outcome.told == [("Thi đua", recipe().messages["FAILED"] + shown)]
    assert len(outcome.deleted) == 1
