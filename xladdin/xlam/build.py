"""``Thidua.xlam``, built from the text sources in ``ribbon/`` and the VBA of xlwings."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from xladdin.xlam.package import package_bytes
from xladdin.xlam.recipe import Recipe, recipe
from xladdin.xlam.settings import Settings
from xladdin.xlam.upstream import runner_source
from xladdin.xlam.vba.project import Module, Project, document_source, project_bytes
from xladdin.xlam.workbook import CODE_NAMES, workbook_bytes

__all__ = ["FILE_NAME", "addin_bytes", "addin_modules", "build_addin", "write_whole"]

FILE_NAME = "Thidua.xlam"


def addin_bytes(settings: Settings | None = None) -> bytes:
    """Return the whole add-in; equal settings give equal bytes, on every platform.

    Without ``settings`` those of ``ribbon/settings.toml`` hold. ``UpstreamError`` where the
    pinned xlwings is not installed. Excel and Windows are not needed.
    """
    parts = recipe()
    project = Project(name=parts.project, guid=parts.guid, modules=addin_modules(parts))
    macro_workbook = workbook_bytes(parts, settings or parts.settings, project_bytes(project))
    return package_bytes(macro_workbook, parts.ribbon)


def addin_modules(parts: Recipe) -> tuple[Module, ...]:
    """The modules of the add-in with their sources (ASCII, CRLF), in the order of the project."""
    workbook, *sheets = CODE_NAMES
    documents = [(workbook, "workbook"), *((sheet, "sheet") for sheet in sheets)]
    return (
        *(
            Module(name=name, source=document_source(name, owner), document=True)
            for name, owner in documents
        ),
        Module(name="Thidua", source=_crlf(parts.module)),
        Module(name="xlwings", source=_crlf(runner_source(parts.upstream))),
    )


def build_addin(target: Path, settings: Settings | None = None) -> Path:
    """Write the add-in to ``target`` and return it; an old file stays whole until the new is."""
    write_whole(target, addin_bytes(settings))
    return target


def write_whole(target: Path, data: bytes) -> None:
    """Write a file that appears under its name only when it is complete; makes its folder."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(draft, 0o644)
        os.replace(draft, target)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def _crlf(text: str) -> str:
    return text.replace("\n", "\r\n")
