"""Only a whole Windows path without signs of the command line is taken as the interpreter."""

from __future__ import annotations

import pytest

from xladdin.xlam.recipe import recipe
from xladdin.xlam.settings import Settings, SettingsError


@pytest.mark.parametrize(
    "path",
    [
        r"%LOCALAPPDATA%\Thidua\venv\Scripts\python.exe",
        r"C:\Program Files\Thidua\python.exe",
        r"D:\Thi đua 2024\Python 3.11\PYTHON.EXE",
        r"\\may-chu\phan mem\thidua\python.exe",
    ],
)
def test_a_whole_path_is_taken(path: str) -> None:
    assert Settings(interpreter=path).interpreter == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "python",  # would be looked for in the current folder
        "python.exe",
        r".\python.exe",
        r"C:python.exe",
        r"\python.exe",
        r"C:\Python\python",
        r"C:\A&B\python.exe",
        r"C:\A^B\python.exe",
        r"C:\A%TEMP%B\python.exe",
        r"C:\A!B\python.exe",
        r"C:\A=B\python.exe",
        'C:\\A"B\\python.exe',
        r"C:\A|B\python.exe",
        "C:\\A\nB\\python.exe",
        r"%LOCALAPPDATA%%TEMP%\python.exe",
        r"%LOCAL APPDATA%\python.exe",
        r"%LOCALAPPDATA%python.exe",
        r"\\may&chu\thidua\python.exe",
        "C:/Python/python.exe",
        r"C:\Python\\python.exe",
        "C:\\Python\\python.exe\n",
    ],
)
def test_another_path_is_refused(path: str) -> None:
    with pytest.raises(SettingsError, match="not the whole path"):
        Settings(interpreter=path)


def test_the_usual_interpreter_needs_no_administrator() -> None:
    assert recipe().settings == Settings(
        interpreter=r"%LOCALAPPDATA%\Thidua\venv\Scripts\python.exe"
    )
