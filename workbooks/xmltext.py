"""Text as it stands between the tags of an XML document."""

from __future__ import annotations

__all__ = ["escape"]


def escape(text: str) -> str:
    """The text with ``&``, ``<`` and ``>`` escaped, as `xml.sax.saxutils.escape` does.

    That one loads the network modules of the standard library with it.
    """
    return text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")
