"""The line to LibreOffice waits until its other end is ready, and says why where it never is."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.office import python_with_uno

_ROOT = Path(__file__).parents[1]

_PROGRAM = """
import json, sys
from tests import uno_link  # it imports uno, which makes com.sun.star importable
from com.sun.star.beans import UnknownPropertyException
from com.sun.star.connection import NoConnectException

states, dead = json.loads(sys.argv[1]), sys.argv[2] == "dead"
tries = []

class Manager:
    def createInstanceWithContext(self, name, context):
        return None if context.state == "no desktop" else name

class Context:
    def __init__(self, state):
        self.state = state
    @property
    def ServiceManager(self):
        if self.state == "no manager":
            raise UnknownPropertyException("cannot get value ServiceManager", None)
        return Manager()

class Local:
    def __init__(self):
        self.ServiceManager = self
    def createInstanceWithContext(self, name, context):
        return self
    def resolve(self, address):
        state = states[min(len(tries), len(states) - 1)]
        tries.append(state)
        if state == "no line":
            raise NoConnectException("nobody listens", None)
        return Context(state)

class Soffice:
    returncode = 77
    killed = False
    def poll(self):
        return 77 if dead else None
    def kill(self):
        self.killed = True

uno_link.uno.getComponentContext = Local
soffice = Soffice()
try:
    found = uno_link._connect("p", soffice, 0.5).state
except SystemExit as end:
    found = str(end)
print(json.dumps([found, tries, soffice.killed]))
"""


def _connected(states: list[str], soffice: str) -> tuple[str, list[str], bool]:
    command = [python_with_uno(), "-c", _PROGRAM, json.dumps(states), soffice]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=True)
    found, tries, killed = json.loads(done.stdout)
    return found, tries, killed


@pytest.mark.usefixtures("libreoffice")
def test_the_line_waits_until_there_is_a_desktop() -> None:
    states = ["no line", "no manager", "no desktop", "ready"]
    assert _connected(states, "alive") == ("ready", states, False)


@pytest.mark.usefixtures("libreoffice")
@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ("no line", "com.sun.star.connection.NoConnectException: nobody listens"),
        (
            "no manager",
            "com.sun.star.beans.UnknownPropertyException: cannot get value ServiceManager",
        ),
        ("no desktop", "it has no desktop yet"),
    ],
)
def test_one_that_is_never_ready_is_ended_with_its_last_obstacle(state: str, reason: str) -> None:
    found, tries, killed = _connected([state], "alive")
    assert (found, killed) == (f"soffice did not answer; the last try: {reason}", True)
    assert 2 <= len(tries) <= 7


@pytest.mark.usefixtures("libreoffice")
def test_one_that_ended_is_not_waited_for() -> None:
    found, tries, killed = _connected(["no manager"], "dead")
    assert found == "soffice ended with 77 before it could be reached"
    assert (tries, killed) == (["no manager"], False)
