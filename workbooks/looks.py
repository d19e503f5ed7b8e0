"""What a file that is no workbook seems to be, so that its sender can be told."""

from __future__ import annotations

__all__ = ["looks_like"]

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
)
_HEAD = 4096


def looks_like(data: bytes, name: str) -> str:
    """One of word, xml, html, pdf, image, zip, csv, unknown.

    By content first; ``name`` decides only between csv and unknown for plain text.
    """
    head = data[:_HEAD].lstrip()
    for magic, guess in _MAGIC:
        if head.startswith(magic):
            return guess
    if data[4:8] == b"ftyp" or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return "image"
    text = _as_text(data[:_HEAD])
    lowered = text.lower()
    if "office:spreadsheet" in lowered:
        return "xml"
    if any(tag in lowered for tag in ("<html", "<!doctype html", "<table")):
        return "html"
    if name.lower().endswith((".csv", ".tsv")) and text:
        return "csv"
    return "csv" if _has_columns(text) else "unknown"


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
