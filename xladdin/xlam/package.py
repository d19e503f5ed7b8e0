"""The add-in package: the macro workbook of XlsxWriter with the ribbon part, as ``.xlam``."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

__all__ = ["package_bytes"]

_TYPES = "[Content_Types].xml"
_RELATIONS = "_rels/.rels"
_RIBBON = "customUI/customUI14.xml"
_MACRO_WORKBOOK = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_ADDIN = b"application/vnd.ms-excel.addin.macroEnabled.main+xml"
_RIBBON_RELATION = (
    b'<Relationship Id="rIdRibbon"'
    b' Type="http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"'
    b' Target="customUI/customUI14.xml"/>'
)
_LAST = b"</Relationships>"


def package_bytes(macro_workbook: bytes, ribbon: bytes) -> bytes:
    """Return the add-in; equal input gives equal bytes on every platform.

    Parts are stored, not deflated: versions of zlib differ in what they write. Times are those
    that zip has for nothing, the first of January 1980.
    """
    parts = _parts(macro_workbook)
    parts[_TYPES] = _replaced(parts[_TYPES], _MACRO_WORKBOOK, _ADDIN)
    parts[_RELATIONS] = _replaced(parts[_RELATIONS], _LAST, _RIBBON_RELATION + _LAST)
    parts[_RIBBON] = ribbon
    first = [_TYPES, _RELATIONS]
    out = BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for name in [*first, *sorted(set(parts) - set(first))]:
            info = ZipInfo(name)
            info.create_system = 0  # else it tells the system of the build
            archive.writestr(info, parts[name])
    return out.getvalue()


def _parts(macro_workbook: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(macro_workbook)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _replaced(text: bytes, old: bytes, new: bytes) -> bytes:
    if text.count(old) != 1:
        raise ValueError(f"{old!r} stands {text.count(old)} times instead of once")
    return text.replace(old, new)
