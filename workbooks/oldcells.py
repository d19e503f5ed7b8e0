"""What is said of texts of old fonts in a register: what was decoded, and what is in doubt."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.cell import RawCell
from schemas.finding import Finding, Origin, Severity
from schemas.rules.reading import quoted

__all__ = ["decoded_note", "doubt"]


def decoded_note(cells: Mapping[str, RawCell], origin: Origin) -> tuple[Finding, ...]:
    """REG-020, once for a register: how many of its cells were decoded, the first as an example.

    ``cells`` by A1 address, in the order of the sheet; ``origin`` is the sheet.
    """
    told = {cell: raw.old for cell, raw in cells.items() if raw.old is not None}
    if not told:
        return ()
    first, old = next(iter(told.items()))
    fonts = dict.fromkeys(name for one in told.values() for name in one.font.split(", "))
    params = {
        "count": str(len(told)),
        "font": ", ".join(fonts),
        "cell": first,
        "after": quoted(cells[first]),
    }
    return (
        Finding(
            code="REG-020", severity=Severity.INFO, origin=origin, value=old.text, params=params
        ),
    )


def doubt(label: str, cell: RawCell, origin: Origin) -> Finding:
    """REG-021: a cell that may be of an old code or not; what it says is used as it stands."""
    return Finding(
        code="REG-021",
        severity=Severity.WARNING,
        origin=origin,
        value=quoted(cell),
        params={"column": label},
    )
