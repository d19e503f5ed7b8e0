"""Commands of other packages: listed without loading, missing with a sentence, speaking as ours."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

import click
import pytest
from click.testing import CliRunner

from cli import plugins
from cli.main import main
from tests.sources import ROOT

LISTED = [
    "presets",
    "new",
    "issue",
    "check",
    "merge",
    "verify",
    "explain",
    "demo",
    "addin",
    "serve",
]


@dataclass
class _Entry:
    """An entry point that gives ``command``, or raises it."""

    command: object

    def load(self) -> object:
        if isinstance(self.command, Exception):
            raise self.command
        return self.command


@pytest.fixture
def plug(monkeypatch: pytest.MonkeyPatch) -> Any:
    def put(*commands: object) -> None:
        entries = [_Entry(command) for command in commands]
        monkeypatch.setattr(plugins, "entry_points", lambda **_asked: entries)

    return put


def test_the_help_lists_them_and_loads_none() -> None:
    program = (
        "import sys\n"
        "from click.testing import CliRunner\n"
        "from cli.main import main\n"
        "answer = CliRunner().invoke(main, ['--help'])\n"
        "print(answer.output)\n"
        "heavy = ['xladdin', 'xlwings', 'pandas', 'openpyxl', 'xlsxwriter']\n"
        "print([name for name in heavy if name in sys.modules])\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        env={"PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert run.returncode == 0, run.stderr
    lines = run.stdout.split("Các lệnh:")[1].splitlines()
    named = [line.split()[0] for line in lines if line.startswith("  ") and line[2] != " "]
    assert named[: len(LISTED)] == LISTED
    assert run.stdout.splitlines()[-1] == "[]"


def test_the_entry_points_of_the_add_in_are_declared() -> None:
    """Installed from a checkout before they were? ``pip install --no-deps -e .``"""
    found = importlib.metadata.entry_points(group="thidua.commands")
    assert {one.name: one.value for one in found} == {
        "addin": "xladdin.setup.command:command",
        "serve": "xladdin.server.command:command",
    }


def test_a_command_that_is_not_installed_is_a_sentence(plug: Any) -> None:
    plug()
    answer = CliRunner().invoke(main, ["addin", "build"])
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert answer.stderr == (
        "Lỗi: Bản cài này chưa có lệnh «addin». Cài lại thidua từ bộ cài đặt (cai-dat.cmd).\n"
    )


def test_a_command_whose_extra_is_missing_is_a_sentence(plug: Any) -> None:
    plug(ModuleNotFoundError("No module named 'starlette'", name="starlette"))
    answer = CliRunner().invoke(main, ["serve"])
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert answer.stderr == (
        "Lỗi: Lệnh «serve» cần thành phần starlette mà bản cài này chưa có. Gõ: python -m pip "
        'install "thidua[server]". Máy không nối mạng: dùng bộ cài đặt có kèm phần này.\n'
    )


def _sample() -> click.Group:
    """A group as another package would bring it, with a command that asks for a console."""

    @click.group("addin")
    def group() -> None:
        pass

    @group.command("say")
    @click.option("--name", default="an")
    def say(console: Any, name: str) -> None:
        if console.as_json:
            console.json({"name": name, "lang": console.lang})
        else:
            console.say("ADD-112", file=name)

    @group.command("plain")
    def plain() -> None:
        click.echo("plain")

    return group


def test_the_common_options_hold_as_everywhere(plug: Any) -> None:
    plug(_sample())
    run = CliRunner().invoke
    assert run(main, ["addin", "say"]).stdout == "Đã gỡ an.\n"
    assert run(main, ["addin", "say", "--lang", "en", "--name", "x"]).stdout == "Removed x.\n"
    assert run(main, ["addin", "say", "-q"]).output == ""
    said = run(main, ["addin", "say", "--json", "--lang", "en", "--as-of", "10/01/2024"])
    assert json.loads(said.stdout) == {"name": "an", "lang": "en"}


def test_a_command_that_asks_for_no_console_is_left_as_it_is(plug: Any) -> None:
    plug(_sample())
    assert CliRunner().invoke(main, ["addin", "plain"]).stdout == "plain\n"
    refused = CliRunner().invoke(main, ["addin", "plain", "--json"])
    assert (refused.exit_code, "Không có tùy chọn «--json»" in refused.stderr) == (2, True)


def test_the_options_of_a_command_are_those_of_our_own(plug: Any) -> None:
    group = _sample()
    plug(group)
    first = CliRunner().invoke(main, ["addin", "say", "--help"]).stdout
    assert CliRunner().invoke(main, ["addin", "say", "--help"]).stdout == first
    ours = CliRunner().invoke(main, ["presets", "--help"]).stdout
    names = [param.name for param in group.commands["say"].params]
    assert names == ["name", "as_of", "lang", "as_json", "quiet"]
    common = ours.split("Tùy chọn:\n")[1].splitlines()
    assert first.split("Tùy chọn:\n")[1].splitlines()[1:] == common


def test_what_the_disk_refuses_is_a_sentence(plug: Any) -> None:
    group = click.Group("addin")

    @group.command("write")
    def write(console: Any) -> None:
        raise PermissionError(13, "Permission denied", "a.xlam")

    plug(group)
    answer = CliRunner().invoke(main, ["addin", "write"])
    assert (answer.exit_code, "WSP-026" in answer.stderr) == (2, True)
