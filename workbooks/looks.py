"""What a file that is no workbook seems to be, so that its sender can be told."""

from __future__ import annotations

import re

__all__ = ["is_partial", "looks_like"]

_MAGIC = (
    (b"%PDF", "pdf"),
    (b"\xff\xd8\xff", "image"),
    (b"\x89PNG", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"{\\rtf", "word"),
    (b"Rar!", "zip"),
    (b"7z\xbc\xaf\x27\x1c", "zip"),
    (b"\x1f\x8b", "zip"),
    (b"L\0\0\0\x01\x14\x02\0", "link"),
)
_HEAD = 4096
_PARTIAL = (".crdownload", ".part", ".partial", ".download", ".opdownload", ".tmp", ".filepart")
_LINKS = (".url", ".webloc", ".gsheet", ".gdoc", ".desktop", ".lnk")
_LINK = re.compile(
    r"\[InternetShortcut\]|\[Desktop Entry\]|https?://\S+\s*\Z"
    r"|\{\s*\"(?:url|doc_id)\"\s*:|<key>URL</key>",
    re.IGNORECASE,
)
_MAIL_HEADER = re.compile(
    r"^(?:Received|Return-Path|Delivered-To|MIME-Version|Message-ID|From|To|Subject|Date):",
    re.IGNORECASE | re.MULTILINE,
)
_SENT = frozenset(("received:", "return-path:", "delivered-to:", "message-id:", "to:"))
"""A page that a browser keeps with its pictures (.mht) has none of these."""

_FIRST_HEADER = re.compile(r"\A(?:From \S|[A-Za-z][A-Za-z0-9-]*:\s)")
_XML = ("office:spreadsheet", "<office:document ")


def is_partial(name: str) -> bool:
    """Whether a name is one that programs give to a file while it is still coming."""
    return name.lower().endswith(_PARTIAL)


def looks_like(data: bytes, name: str) -> str:
    """One of word, xml, html, pdf, image, zip, csv, mail, link, unsynced, unknown.

    By content first; ``name`` decides only between csv, a link and unknown for plain text.
    """
    head = data[:_HEAD].lstrip()
    for magic, guess in _MAGIC:
        if head.startswith(magic):
            return guess
    if data[4:8] == b"ftyp" or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return "image"
    if not data.strip(b"\0"):
        return "unsynced"
    return _by_text(_as_text(data[:_HEAD]), name.lower())


def _by_text(text: str, name: str) -> str:
    lowered = text.lower()
    if any(mark in lowered for mark in _XML):
        return "xml"
    if _is_mail(text):
        return "mail"
    if any(tag in lowered for tag in ("<html", "<!doctype html", "<table")):
        return "html"
    if text and (_LINK.match(text.strip()) or name.endswith(_LINKS)):
        return "link"
    if "<key>url</key>" in lowered:
        return "link"
    if name.endswith((".csv", ".tsv")) and text:
        return "csv"
    return "csv" if _has_columns(text) else "unknown"


def _is_mail(text: str) -> bool:
    """Whether it begins with header lines, such as every mail has."""
    headers = text.replace("\r\n", "\n").partition("\n\n")[0]
    found = {header.lower() for header in _MAIL_HEADER.findall(headers)}
    sent = not _SENT.isdisjoint(found)
    return bool(_FIRST_HEADER.match(text)) and sent and len(found) >= 2


def _as_text(head: bytes) -> str:
    """The decoded beginning, empty if it is no text; a cut last character does no harm."""
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    if encoding != "utf-16" and b"\0" in head:
        return ""
    text = head.decode(encoding, errors="replace")
    return text if text.count("\ufffd") * 10 <= len(text) else ""


def _has_columns(text: str) -> bool:
    """Whether the first lines carry the same separator equally often."""
    lines = [line for line in text.splitlines()[:5] if line.strip()]
    if len(lines) < 2:
        return False
    counts = ({line.count(separator) for line in lines[:-1]} for separator in ",;\t")
    return any(len(count) == 1 and count != {0} for count in counts)
