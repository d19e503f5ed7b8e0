"""The words of the letter that a unit prints, signs and sends with its registration."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Letter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What stands in the letter beside the entries; line by line as the source's form has it.

    ``superior`` heads the left column, under it stands the unit's own name. ``number_field`` and
    ``date_field`` are header field ids. ``opening`` leads to the entries and may hold ``{unit}``.
    ``items`` are the field ids printed per entry, under their labels. ``on_behalf`` may hold
    ``{unit}``. ``proposal``: no source contains this letter.
    """

    superior: str
    number_field: str
    date_field: str
    subject: str
    addressees: tuple[str, ...]
    preamble: str
    opening: str
    items: tuple[str, ...]
    recipients: tuple[str, ...]
    on_behalf: str
    signer_title: str
    proposal: bool = False
    basis: str = ""
