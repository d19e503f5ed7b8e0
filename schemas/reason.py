"""Why the disk refused, as a word of the catalogue: the system's own words are in English."""

from __future__ import annotations

import errno

__all__ = ["reason_of"]

_WORDS = {
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.EROFS: "read-only",
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.ENOENT: "gone",
    errno.ENOTDIR: "gone",
    errno.EISDIR: "folder",
    errno.EEXIST: "taken",
    errno.ENAMETOOLONG: "long",
    errno.EBUSY: "busy",
    errno.EIO: "device",
    errno.ELOOP: "loop",
    errno.ENODEV: "special",
    errno.EFBIG: "big",
}


def reason_of(error: OSError) -> str:
    """A parameter ``@WSP-004:word`` of the catalogue; the bare number where there is no word."""
    word = _WORDS.get(error.errno or 0)
    return f"@WSP-004:{word}" if word else f"errno {error.errno}"
