"""What every test shares: no network, how hypothesis runs, and the way to LibreOffice."""

from __future__ import annotations

import os
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.office import find_soffice

_OFFLINE = Path(__file__).parent / "offline"


def _cut_off() -> None:
    """Block the network here, and through ``PYTHONPATH`` in every Python process started."""
    inherited = os.environ.get("PYTHONPATH")
    if str(_OFFLINE) not in (inherited or "").split(os.pathsep):
        paths = [str(_OFFLINE), *([inherited] if inherited else [])]
        os.environ["PYTHONPATH"] = os.pathsep.join(paths)
    spec = spec_from_file_location("thidua_offline", _OFFLINE / "sitecustomize.py")
    if spec is None or spec.loader is None or getattr(sys, "_thidua_offline", False):
        return
    spec.loader.exec_module(module_from_spec(spec))
    sys._thidua_offline = True  # type: ignore[attr-defined]  # workers import this file twice


_cut_off()

# Nothing of a test is kept for the next one, and nothing of it in the user's own folder; what is
# kept of returns has tests of its own. With THIDUA_CACHE set, every test runs with it.
os.environ.setdefault("THIDUA_CACHE", "off")

# Machines differ in speed by a factor of ten; a slow one is not a fault of the code. In CI the
# examples are the same on every run, so that a red run can be repeated.
settings.register_profile(
    "thidua",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
    print_blob=True,
)
settings.load_profile("thidua")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test that asks for LibreOffice, so that ``-m "not libreoffice"`` leaves it out."""
    for item in items:
        if "libreoffice" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.libreoffice)


@pytest.fixture(scope="session")
def libreoffice() -> Path:
    """The path of ``soffice``; without it the test is skipped, but in CI (``CI=true``) it fails."""
    soffice = find_soffice()
    if soffice is not None:
        return soffice
    missing = "LibreOffice (soffice) is not installed: apt install libreoffice-calc python3-uno"
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)
