"""What a workbook carries besides cells: macros, links to elsewhere, objects of other programs.

Found by the kinds of the relationships of all parts and by the names of the parts, since either
may be disguised. Nothing of it is opened; it is told, so that the office knows what came in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

__all__ = ["Foreign", "foreign_parts"]

_MACROS = frozenset(
    ("vbaproject", "wordvbadata", "vbaprojectsignature", "xlmacrosheet", "xlintlmacrosheet")
)
_LINKS = frozenset(
    ("externallink", "externallinkpath", "connections", "querytable", "volatiledependencies")
)
_OBJECTS = frozenset(
    (
        "oleobject",
        "package",
        "control",
        "activexcontrolbinary",
        "dialogsheet",
        "extensibility",
        "webextension",
        "webextensiontaskpanes",
        "attachedtoolbars",
    )
)
_MACRO_PARTS = ("/macrosheets/", "vbaproject.bin")
_LINK_PARTS = ("xl/externallinks/", "xl/connections.", "xl/querytables/")
_OBJECT_PARTS = (
    "xl/embeddings/",
    "xl/activex/",
    "xl/dialogsheets/",
    "xl/webextensions/",
    "customui/",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """Whether there are macros, links or queries to elsewhere, and embedded objects or add-ins."""

    macros: bool = False
    links: bool = False
    objects: bool = False


def foreign_parts(names: Iterable[str], kinds: Collection[str]) -> Foreign:
    """By the casefolded names of all parts and the casefolded last words of relationship types."""
    parts = tuple(names)
    return Foreign(
        macros=not _MACROS.isdisjoint(kinds) or any(m in n for n in parts for m in _MACRO_PARTS),
        links=not _LINKS.isdisjoint(kinds) or any(n.startswith(_LINK_PARTS) for n in parts),
        objects=not _OBJECTS.isdisjoint(kinds) or any(n.startswith(_OBJECT_PARTS) for n in parts),
    )
