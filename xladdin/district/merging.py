"""The button "Tổng hợp": the folder is chosen here, the work is done by a process of its own.

VBA waits for the function behind a button to end. So that Excel stays free meanwhile, this one
only asks, looks at what stands in the way, and starts `xladdin.district.background`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from schemas.reason import reason_of
from xladdin.district.lock import is_held
from xladdin.district.workplace import (
    PACKS_DIR,
    REPLACED,
    RESULTS_DIR,
    choose_workspace,
    local_path,
    workspace_above,
)
from xladdin.host import OfficeHost
from xladdin.launching import Start, own_python, start_detached
from xladdin.profile import Profile, own_profile
from xladdin.refusal import Refusal, sentence

__all__ = ["merge"]


def merge(host: OfficeHost, profile: Profile | None = None, start: Start = start_detached) -> None:
    """Chooses the workspace and starts the merge; a cancelled dialog does nothing.

    `Refusal` ADD-086 where Excel cannot be reached, ADD-071 no workspace, ADD-072 a merge of it is
    running, ADD-080 a workbook that would be replaced is open, ADD-084 the process does not start.
    """
    own = profile or own_profile()
    app = host.app()
    workspace = choose_workspace(host, app, own, _here(host, app))
    if workspace is None:
        return
    if is_held(own.lock_file(workspace)):
        raise Refusal("ADD-072", folder=str(workspace))
    books = list(_open_within(host, app, workspace))
    locked = [path for _, path in books if _is_replaced(path, workspace)]
    if locked:
        raise Refusal("ADD-080", files=_listed(locked))
    unsaved = [path for book, path in books if host.unsaved(book)]
    if unsaved and not host.ask(sentence("ADD-081", files=_listed(unsaved))):
        return
    command = own_python("xladdin.district.background", str(workspace), f"--excel={app.pid}")
    try:
        start(command)
    except OSError as error:
        raise Refusal("ADD-084", reason=reason_of(error)) from error


def _here(host: OfficeHost, app: Any) -> Path | None:
    """The workspace that the active workbook lies in, if any."""
    book = app.books.active if len(app.books) else None
    path = local_path(host, book) if book is not None else None
    return workspace_above(path.parent) if path else None


def _open_within(host: OfficeHost, app: Any, workspace: Path) -> Iterator[tuple[Any, Path]]:
    """The open workbooks that lie in the workspace, by their place in it."""
    root = _plain(workspace)
    for book in app.books:
        path = local_path(host, book)
        if path is not None and root in (plain := _plain(path)).parents:
            yield book, plain.relative_to(root)


def _plain(path: Path) -> Path:
    """One spelling of a path: drives, links and, on Windows, small letters."""
    return Path(os.path.normcase(os.path.realpath(path)))


def _is_replaced(path: Path, workspace: Path) -> bool:
    names = {_plain(workspace / RESULTS_DIR / name) for name in REPLACED}
    whole = _plain(workspace) / path
    return whole in names or whole.parent == _plain(workspace / RESULTS_DIR / PACKS_DIR)


def _listed(paths: list[Path]) -> str:
    return "\n".join(f"– {path}" for path in sorted(paths))
