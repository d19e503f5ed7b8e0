"""xlwings Server with our buttons: its own application, run from the project folder beside us."""

from __future__ import annotations

import importlib
import os
from collections.abc import Collection
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from xladdin.server.guard import Guard

__all__ = ["PROJECT", "application", "is_installed"]

PROJECT = Path(__file__).resolve().parent / "project"
"""What xlwings Server calls a project: our scripts, page and JavaScript."""

_FIXED = {
    "XLWINGS_ENVIRONMENT": "prod",
    "XLWINGS_PROJECT_NAME": "Thi dua",
    "XLWINGS_ENABLE_ALPINEJS_CSP": "false",
    "XLWINGS_ENABLE_BOOTSTRAP": "false",
    "XLWINGS_ENABLE_EXAMPLES": "false",
    "XLWINGS_ENABLE_HOTRELOAD": "false",
    "XLWINGS_ENABLE_HTMX": "false",
    "XLWINGS_ENABLE_SOCKETIO": "false",
    "XLWINGS_ENABLE_TESTS": "false",
    "XLWINGS_ENABLE_WASM": "false",
    "XLWINGS_CORS_ALLOW_ORIGINS": "[]",
    "XLWINGS_APP_PATH": "",
    "XLWINGS_STATIC_URL_PATH": "/static",
    "XLWINGS_LOG_LEVEL": "WARNING",
}
"""What must not depend on the machine. Settings of sign-in (XLWINGS_AUTH_…) stay the office's."""


def is_installed() -> bool:
    """Whether the extra ``server`` is there; imports nothing of it."""
    return all(find_spec(name) is not None for name in ("xlwings", "xlwings_server", "uvicorn"))


def application(*, url: str, hosts: Collection[str]) -> Any:
    """The ASGI application; once per process, because xlwings Server reads its settings once.

    ImportError without the extra; ``xlwings.LicenseError`` for a licence key that does not hold.
    """
    os.environ.update(_FIXED, XLWINGS_PROJECT_DIR=str(PROJECT), DOTENV_PATH=os.devnull)
    served = importlib.import_module("xlwings_server.main")
    return Guard(served.main_app, url=url, hosts=hosts)
