"""Rules that keep the batch files working in folders and code pages that nobody has tried.

Each rule is tried on a file that breaks it, so that a rule that sees nothing is noticed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pytest

from tests.packaging.loading import BUNDLE, script

FILES = ("cai-dat.cmd", "go-bo.cmd")
_LABEL = re.compile(r"^:(\w+)")
_JUMP = re.compile(r"\b(?:goto|call) :(\w+)", re.IGNORECASE)
_USED = re.compile(r"%(\w+)(?::[^%]*)?%")
_SET = re.compile(r'^(?:if .* )?set (?:/p )?"?(\w+)=', re.IGNORECASE)
_PATHS = frozenset(
    {"HERE", "BASE", "FOLDER", "LEFT", "LOG", "PYTHON", "CANDIDATE", "LAUNCHER", "XLAM", "STARTED"}
    | {"THIDUA_DIR", "THIDUA_PYTHON", "LOCALAPPDATA", "APPDATA", "TEMP", "SystemRoot", "KEPT"}
    | {"ProgramFiles", "SystemDrive", "CMDCMDLINE", "USUAL"}
)
_GIVEN = frozenset(
    {"LOCALAPPDATA", "APPDATA", "TEMP", "SystemRoot", "ProgramFiles", "SystemDrive", "DATE"}
    | {"TIME", "ERRORLEVEL", "CMDCMDLINE", "THIDUA_DIR", "THIDUA_PYTHON"}
)
_SAFE_UNQUOTED = frozenset(
    {"PROBE", "FLAGS", "SELECT", "VERSIONS", "CODE", "CODEPAGE", "ERRORLEVEL", "DATE", "TIME"}
)


def _lines(text: str) -> list[str]:
    """The lines that are run: without remarks, options that show them, and spaces around."""
    kept = [line.strip() for line in text.splitlines()]
    return [line for line in kept if line and not re.match(r"rem\b", line, re.IGNORECASE)]


def _outside_quotes(line: str) -> str:
    return re.sub(r'"[^"]*"', '""', line)


def not_ascii(text: str) -> list[str]:
    """Lines that cmd.exe would read differently in another code page."""
    return [line for line in text.splitlines() if not line.isascii()]


def unquoted_paths(text: str) -> list[str]:
    """Lines in which a path stands outside quotes, where ``&`` or a space would cut it."""
    return [
        line
        for line in _lines(text)
        if _PATHS & set(_USED.findall(_outside_quotes(line)))
        or re.search(r"%~[a-z]*0|%%~", _outside_quotes(line))
    ]


def unknown_expansions(text: str) -> list[str]:
    """Variables that stand outside quotes without being known to hold safe words only."""
    used = {name for line in _lines(text) for name in _USED.findall(_outside_quotes(line))}
    return sorted(used - _SAFE_UNQUOTED)


def unset_variables(text: str) -> list[str]:
    """Variables that are read but never set here: whoever starts the file could set them."""
    lines = _lines(text)
    given = {found[1] for line in lines if (found := _SET.match(line))}
    given |= {name for line in lines for name in re.findall(r'do set "(\w+)=', line)}
    used = {name for line in lines for name in _USED.findall(line)}
    return sorted(used - given - _GIVEN)


def lost_jumps(text: str) -> list[str]:
    """Labels that are jumped to and missing, and labels that nobody jumps to."""
    lines = _lines(text)
    there = [found[1] for line in lines if (found := _LABEL.match(line))]
    wanted = {name for line in lines for name in _JUMP.findall(line)}
    doubled = {name for name in there if there.count(name) > 1}
    return sorted((wanted ^ set(there)) | doubled)


def blocks(text: str) -> list[str]:
    """Parentheses that group commands: a ``)`` in an expanded path would end them."""
    grouping = re.compile(r"(?:\bdo|\belse|^if\b.*) \($|^\)")
    return [line for line in _lines(text) if grouping.search(line)]


def open_ends(text: str) -> list[str]:
    """Labels that the flow falls into: every routine and ending is left by EXIT or GOTO."""
    lines = _lines(text)
    loose = []
    for before, line in pairwise(lines):
        if _LABEL.match(line) and line[1:] in _called(text):
            ended = re.match(r"(?:exit /b|goto)\b", before, re.IGNORECASE)
            loose += [] if ended else [line]
    return loose


def _called(text: str) -> set[str]:
    return {name for line in _lines(text) for name in re.findall(r"\bcall :(\w+)", line)}


def called_with_paths(text: str) -> list[str]:
    """``call`` reads its line twice: a path with ``%`` or ``^`` among its words would change."""
    return [
        line
        for line in _lines(text)
        if (found := re.search(r"\bcall :\w+(.*)", line)) and _PATHS & set(_USED.findall(found[1]))
    ]


def weak_exit_codes(text: str) -> list[str]:
    """``if errorlevel 1`` takes a crash, which is a negative number, for a success."""
    return [line for line in _lines(text) if re.search(r"if (?:not )?errorlevel\b", line.lower())]


def beyond_the_user(text: str) -> list[str]:
    """What needs administrator rights, a network or a program that policies forbid."""
    programs = ("powershell", "wscript", "cscript", "mshta", "curl", "bitsadmin", "certutil")
    forbidden = (*programs, "reg add", "reg delete", "setx", "runas", "net use")
    return [line for line in _lines(text) if any(word in line.lower() for word in forbidden)]


def deleted_addin(text: str) -> list[str]:
    """Lines that delete a Thidua.xlam, which may be somebody else's: a batch file cannot tell."""
    removing = re.compile(r'\b(?:del|erase|rmdir|rd)\b.*("%XLAM%"|\.xlam")', re.IGNORECASE)
    return [line for line in _lines(text) if removing.search(line)]


def wild_removals(text: str) -> list[str]:
    """Lines that remove by a pattern in the current folder, which may be another one."""
    removing = re.compile(r"\b(?:rmdir|rd|del|erase)\b", re.IGNORECASE)
    bare = re.compile(r"in \([^\")]*\*[^\")]*\)|\s\*")
    return [line for line in _lines(text) if removing.search(line) and bare.search(line)]


def delayed(text: str) -> list[str]:
    """Delayed expansion, which eats ``!`` in paths; it must be switched off in so many words."""
    switch = "setlocal EnableExtensions DisableDelayedExpansion"
    lines = _lines(text)
    return [] if lines[:2] == ["@echo off", switch] else lines[:2]


Rule = Callable[[str], list[str]]
RULES: dict[Rule, str] = {
    not_ascii: "echo Đã xong",
    unquoted_paths: "del %BASE%\\x",
    unknown_expansions: "echo %USERNAME%",
    unset_variables: 'echo "%SOMETHING%"',
    lost_jumps: "goto :nowhere",
    blocks: 'if exist "x" (',
    open_ends: "call :x\necho\n:x\nexit /b 0",
    called_with_paths: 'call :remove "%BASE%"',
    weak_exit_codes: "if errorlevel 1 goto :end",
    beyond_the_user: "powershell -Command x",
    wild_removals: 'for /d %%S in (*) do rmdir /s /q "%%S"',
    deleted_addin: 'del /f /q "%XLAM%" >nul',
    delayed: "@echo off\nsetlocal EnableDelayedExpansion",
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("name", FILES)
def test_a_batch_file_keeps_the_rule(rule: Rule, name: str) -> None:
    assert rule((BUNDLE / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(("rule", "breaks"), RULES.items(), ids=lambda rule: str(rule)[:12])
def test_each_rule_sees_a_file_that_breaks_it(rule: Rule, breaks: str) -> None:
    assert rule(breaks) != []


@pytest.mark.parametrize("name", FILES)
def test_every_text_that_is_shown_is_there_and_every_text_is_shown(name: str) -> None:
    shown = {
        found
        for file in FILES
        for line in _lines((BUNDLE / file).read_text(encoding="utf-8"))
        for found in re.findall(r"(?:thong-bao\\|call :say )([a-z-]+\.txt)", line)
    }
    texts = {path.name for path in (BUNDLE / "bo-cai" / "thong-bao").iterdir()}
    assert shown == texts


@pytest.mark.parametrize("name", FILES)
def test_the_exit_codes_at_the_head_are_those_that_are_used(name: str) -> None:
    text = (BUNDLE / name).read_text(encoding="utf-8")
    head = text[: text.index("setlocal")]
    listed = {int(found) for found in re.findall(r"(?:rem  | )\s(\d)  ?\w", head)}
    set_here = {int(found) for found in re.findall(r'set "CODE=(\d)"', text)}
    assert set_here <= listed, (set_here, listed)


def test_texts_for_the_window_have_no_mark_and_fit_its_width() -> None:
    make = script("bundle")
    for path in sorted((BUNDLE / "bo-cai" / "thong-bao").iterdir()):
        data = make._text(f"bo-cai/thong-bao/{path.name}", path.read_bytes())
        assert not data.startswith(b"\xef\xbb\xbf")
        assert data.endswith(b"\r\n")
        assert max(len(line) for line in data.decode("utf-8").splitlines()) <= 100, path.name
