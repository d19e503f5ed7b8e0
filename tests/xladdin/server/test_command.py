"""``thidua serve``: what it says before it serves, and what it does not do without being asked."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.sources import ROOT, Source, imports, sources
from xladdin.refusal import Refusal, sentence
from xladdin.server.command import Address, address_of, command
from xladdin.server.manifest import manifest

_PAID = ("xlwings.pro", "xlwings.server", "xlwings_server")


def run(*args: str, **environment: str) -> tuple[int, str, str]:
    # an office's key must not decide what a test sees
    bare = {"XLWINGS_LICENSE_KEY": "", **environment}
    found = CliRunner().invoke(command, list(args), env=bare)
    return found.exit_code, found.stdout, found.stderr


def _paid(files: tuple[Source, ...]) -> list[str]:
    return [
        f"{file.path} imports {name}"
        for file in files
        for _, name in imports(file)
        if any(f"{name}.".startswith(f"{paid}.") for paid in _PAID)
    ]


def test_only_this_door_imports_the_paid_part() -> None:
    found = _paid(
        sources("schemas", "appraisal", "workbooks", "cli", "xladdin", "examples", "bench")
    )
    assert found == [
        "xladdin/server/app.py imports xlwings_server.main",
        "xladdin/server/scripts.py imports xlwings.server.script",
    ]


def test_nothing_else_imports_this_door() -> None:
    files = sources("schemas", "appraisal", "workbooks", "cli", "xladdin", "examples")
    found = {
        file.path
        for file in files
        for _, name in imports(file)
        if name.startswith("xladdin.server") and not file.path.startswith("xladdin/server/")
    }
    assert found == set()


def test_the_buttons_of_the_desktop_and_the_command_load_nothing_of_the_extra() -> None:
    program = (
        "import sys\n"
        "import xladdin.commands\n"
        "desktop = [name for name in sys.modules if name.startswith('xladdin.server')]\n"
        "import xladdin.server.command\n"
        "heavy = ('xlwings', 'xlwings_server', 'uvicorn', 'fastapi')\n"
        "print(desktop, [name for name in heavy if name in sys.modules])\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    desktop, heavy = run.stdout.strip().split("] [")
    assert (desktop, heavy, run.stderr) == ("[", "]", "")


def test_without_the_extra_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xladdin.server.command.is_installed", lambda: False)
    code, out, err = run(XLWINGS_LICENSE_KEY="noncommercial")
    assert (code, out, err) == (2, "", sentence("ADD-160") + "\n")


def test_without_a_key_the_terms_are_stated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xladdin.server.command.is_installed", lambda: True)
    code, out, err = run()
    assert (code, out) == (2, "")
    assert err == sentence("ADD-161", variable="XLWINGS_LICENSE_KEY") + "\n"
    assert "PolyForm Noncommercial 1.0.0" in err


def test_a_key_that_does_not_hold_is_told_the_same(server_extra: str) -> None:
    bare = {**os.environ, "XLWINGS_LICENSE_KEY": "made-up", "PYTHONUTF8": "1"}
    program = "from xladdin.server.command import command; command()"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    run = subprocess.run(
        [sys.executable, "-c", program, "--port", port],
        cwd=ROOT, env=bare, capture_output=True, text=True, encoding="utf-8", timeout=60,
        check=False,
    )  # fmt: skip
    told = sentence("ADD-161", variable="XLWINGS_LICENSE_KEY") + "\n"
    assert (run.returncode, run.stdout, run.stderr) == (2, "", told)


def test_a_port_in_use_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xladdin.server.command.is_installed", lambda: True)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        code, _, err = run("--port", port, XLWINGS_LICENSE_KEY="noncommercial")
    assert (code, err) == (2, sentence("ADD-163", host="127.0.0.1", port=port) + "\n")


@pytest.mark.parametrize("files", [("cert.pem",), ("cert.pem", "key.pem")])
def test_a_certificate_that_is_none_is_told(files: tuple[str, ...], tmp_path: Path) -> None:
    for name in files:
        (tmp_path / name).write_text("?", encoding="utf-8")
    options = [part for name, option in zip(files, ("--cert", "--key"), strict=False)
               for part in (option, str(tmp_path / name))]  # fmt: skip
    code, _, err = run(*options, XLWINGS_LICENSE_KEY="noncommercial")
    assert (code, err) == (2, sentence("ADD-162") + "\n")


def test_the_manifest_is_written_without_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xladdin.server.command.is_installed", lambda: False)
    target = tmp_path / "thi đua.xml"
    code, _, err = run("--url", "https://thidua.xa.vn", "--manifest", str(target))
    assert (code, err) == (0, "")
    assert target.read_text(encoding="utf-8") == manifest("https://thidua.xa.vn")


def test_a_manifest_without_https_is_warned_of(tmp_path: Path) -> None:
    code, _, err = run("--manifest", str(tmp_path / "m.xml"))
    assert (code, err) == (0, sentence("ADD-165", url="http://localhost:8000") + "\n")


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    code, _, err = run("--url", "https://a.vn", "--manifest", str(tmp_path / "no" / "m.xml"))
    assert code == 2
    assert err.startswith(f"Không ghi được {tmp_path / 'no' / 'm.xml'}: ")


def test_only_this_machine_is_the_default() -> None:
    (host,) = [option.default for option in command.params if option.name == "host"]
    assert host == "127.0.0.1"


@pytest.mark.parametrize(
    ("host", "url", "secure", "wanted"),
    [
        ("127.0.0.1", "", False, ("http://localhost:8000", "localhost:8000", 4)),
        ("127.0.0.1", "", True, ("https://localhost:8000", "localhost:8000", 4)),
        ("::1", "", True, ("https://localhost:8000", "localhost:8000", 4)),
        ("0.0.0.0", "https://thidua.xa.vn", False, ("https://thidua.xa.vn", "thidua.xa.vn", 1)),
        ("10.0.0.5", "", True, ("https://10.0.0.5:8000", "10.0.0.5:8000", 1)),
    ],
)
def test_an_address(host: str, url: str, secure: bool, wanted: tuple[str, str, int]) -> None:
    found = address_of(host, 8000, url, secure=secure)
    assert (found.url, found.hosts[0], len(found.hosts)) == wanted


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(Refusal, match="ADD-179"):
        address_of("127.0.0.1", 8000, "thidua.xa.vn/x", secure=False)


def test_loopback_goes_by_all_its_names() -> None:
    found = Address(host="127.0.0.1", port=8000, url="https://thidua.xa.vn")
    assert found.hosts == ("thidua.xa.vn", "localhost:8000", "127.0.0.1:8000", "[::1]:8000")
