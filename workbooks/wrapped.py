"""What is wrapped in a file that is no workbook itself: names in a zip, attachments of a mail.

Only names are read, to tell whoever unpacks them what to look for; nothing is taken out. Bounded,
and never raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING

from workbooks.archive import Archive
from workbooks.container import Container

if TYPE_CHECKING:
    from email.message import Message

__all__ = ["attached", "attached_in_outlook", "named", "packed"]

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods", ".xlsb")

_SHOWN = 5
_LONGEST = 80
_MAX_MAIL = 2**20
_MAX_PARTS = 200
_CONTENT_LINES = re.compile(rb"(?m)^[A-Za-z0-9+/=]{60,}\r?\n?")
_LONG_HEADERS = re.compile(rb"(?m)^[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*")
_LONGEST_HEADER = 2_000
"""Bytes of a header that are looked at: the parser of mails takes minutes for endless ones."""
_ATTACHMENT = "__attach_version1.0_"
_LONG_NAME = "__substg1.0_3707001F"


def packed(archive: Archive) -> tuple[str, ...]:
    """The names of the workbooks in a zip archive, in its order."""
    names = (name.rpartition("/")[2] for name in archive.names())
    return tuple(_readable(name) for name in names if name.lower().endswith(WORKBOOKS))


def attached(mail: bytes) -> tuple[str, ...]:
    """The file names of the attachments of a mail (.eml), whose contents are not decoded."""
    import email
    import email.policy  # takes long to load, and is of use for mails only

    headers = _LONG_HEADERS.sub(_cut, _CONTENT_LINES.sub(b"", mail)[:_MAX_MAIL])
    try:
        message: Message = email.message_from_bytes(headers, policy=email.policy.default)
        names = [_file_name(part) for part in islice(message.walk(), _MAX_PARTS)]
    except Exception:  # the parser trips over headers that no standard allows
        return ()
    return tuple(name for name in names if name)


def attached_in_outlook(container: Container) -> tuple[str, ...]:
    """The file names of the attachments of a mail as Outlook keeps it (.msg)."""
    storages = sorted(name for name in container.names if name.startswith(_ATTACHMENT))
    contents = (container.inner(f"{name}/{_LONG_NAME}") for name in storages[:_MAX_PARTS])
    return tuple(content.decode("utf-16-le", "replace") for content in contents if content)


def named(names: Iterable[str]) -> str:
    """A short list of names that a message can show: without anything that does not print."""
    shown = ["".join(c for c in name if c.isprintable())[:_LONGEST] for name in names]
    more = ["…"] if len(shown) > _SHOWN else []
    return "; ".join([*filter(None, shown[:_SHOWN]), *more])


def _cut(header: re.Match[bytes]) -> bytes:
    whole = header[0]
    return whole if len(whole) <= _LONGEST_HEADER else whole[:_LONGEST_HEADER] + b"\n"


def _file_name(part: Message) -> str:
    return str(part.get_filename() or "")


def _readable(name: str) -> str:
    """A name that a zip program wrote as UTF-8 without saying so."""
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name
