"""What a file is instead of a workbook, and so which sentence helps its sender.

Codes: FILE-NOTZIP looks_like (see `LOOKS`); FILE-ZIP and FILE-MAIL names, where workbooks or
attachments are wrapped in it; FILE-DAMAGED missing-part; FILE-ENCRYPTED.
"""

from __future__ import annotations

from workbooks.archive import Archive, Refused
from workbooks.container import Container
from workbooks.looks import is_partial, looks_like
from workbooks.wrapped import attached, attached_in_outlook, named, packed

__all__ = [
    "LOOKS",
    "broken_container",
    "mime",
    "no_old_workbook",
    "no_workbook",
    "no_zip",
    "while_coming",
]

LOOKS = (
    *("word", "powerpoint", "xlsb", "xml", "html", "pdf", "image", "zip", "csv", "numbers"),
    *("mail", "link", "partial", "unsynced", "unknown"),
)
"""What a file may look like; each has a name and a way to mend it in the catalogue."""

_WORKBOOK = "xl/workbook.xml"
_FOREIGN = {
    "word/document.xml": "word",
    "ppt/presentation.xml": "powerpoint",
    "xl/workbook.bin": "xlsb",
    "Index/Document.iwa": "numbers",
    "Index.zip": "numbers",
}
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_OPEN_KINDS = {"text": "word", "presentation": "powerpoint"}
_OLD_FOREIGN = {
    "WordDocument": "word",
    "PowerPoint Document": "powerpoint",
    "__properties_version1.0": "mail",
}
_ENCRYPTED = "EncryptedPackage"
_BROKEN = frozenset(("FILE-DAMAGED", "FILE-EMPTY", "FILE-NOTZIP"))


def mime(archive: Archive) -> str:
    """The kind of an OpenDocument file: spreadsheet, text, presentation; empty for any other."""
    if "mimetype" not in archive:
        return ""
    kind = archive.read("mimetype").decode("ascii", "replace").strip()
    found = kind.removeprefix(_OPEN_DOCUMENT).removesuffix("-template")
    return found if found != kind else ""


def no_workbook(archive: Archive) -> Refused:
    """A zip archive without a workbook of Excel or OpenDocument."""
    for part, guess in _FOREIGN.items():
        if part in archive:
            return _looking(guess)
    if mime(archive) in _OPEN_KINDS:
        return _looking(_OPEN_KINDS[mime(archive)])
    if "[Content_Types].xml" in archive or "xl/styles.xml" in archive:
        return Refused("FILE-DAMAGED", reason="missing-part", part=_WORKBOOK)
    inside = named(packed(archive))
    return Refused("FILE-ZIP", names=inside) if inside else _looking("zip")


def no_old_workbook(container: Container) -> Refused:
    """An old container without a workbook: encrypted, or of another program."""
    if _ENCRYPTED in container.names:
        return Refused("FILE-ENCRYPTED")
    found = [guess for name, guess in _OLD_FOREIGN.items() if name in container.names]
    guess = found[0] if found else "unknown"
    return _mail(attached_in_outlook(container)) if guess == "mail" else _looking(guess)


def broken_container(data: bytes, refused: Refused) -> Refused:
    """The same, unless it still tells that it was encrypted, or of another program."""
    if _ENCRYPTED.encode("utf-16-le") in data:
        return Refused("FILE-ENCRYPTED")
    names = (name for name in _OLD_FOREIGN if name.encode("utf-16-le") in data)
    found = next(names, "")
    return _looking(_OLD_FOREIGN[found]) if found else refused


def no_zip(data: bytes, name: str) -> Refused:
    """Neither an archive nor an old container; ``name`` is the name of the file."""
    guess = looks_like(data, name)
    return _mail(attached(data)) if guess == "mail" else _looking(guess)


def while_coming(refused: Refused, name: str) -> Refused:
    """The same, or that the file had not come whole, where its name says so."""
    known = refused.params.get("looks_like", "unknown") in ("unknown", "unsynced")
    if is_partial(name) and refused.code in _BROKEN and known:
        return _looking("partial")
    return refused


def _mail(names: tuple[str, ...]) -> Refused:
    inside = named(names)
    return Refused("FILE-MAIL", names=inside) if inside else _looking("mail")


def _looking(guess: str) -> Refused:
    return Refused("FILE-NOTZIP", looks_like=guess)
