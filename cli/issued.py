"""What has been issued: the cards of the workbooks in ``phat-hanh``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cli.output import STAGING
from cli.reason import reason_of
from cli.workspace import ISSUED_DIR, Unusable
from schemas.campaign import Campaign
from schemas.kinds import StageKind
from workbooks.card import Card, read_card
from workbooks.grid import read_workbook

__all__ = ["Issued", "issued_ballots", "issued_workbooks"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """What one sender has been given so far in a stage: next part, last number, entry ids."""

    parts: int
    submissions: int
    entries: frozenset[str]


def issued_workbooks(root: Path, stage_id: str) -> dict[str, Issued]:
    """What the issued workbooks of a stage say of themselves, by sender code."""
    cards: dict[str, list[Card]] = defaultdict(list)
    for path in sorted((root / ISSUED_DIR / stage_id).glob("*.xlsx")):
        if path.name.startswith(("~$", STAGING)) or not path.is_file():
            continue
        _report, grids = read_workbook(_content(path), path.name)
        card = read_card(grids)
        if card is not None and card.stage == stage_id:
            cards[card.sender.id].append(card)
    return {
        sender: Issued(
            parts=max(card.part for card in mine) + 1,
            submissions=max(card.submission for card in mine),
            entries=frozenset(
                entry.id for card in mine for entry in card.entries.values() if entry.name
            ),
        )
        for sender, mine in cards.items()
    }


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unusable.because("WSP-002", file=path.name, reason=reason_of(error)) from error


def issued_ballots(root: Path, campaign: Campaign) -> Mapping[str, frozenset[str]]:
    """Member code → the entries that the member was given to score, over all scoring stages."""
    found: dict[str, frozenset[str]] = {}
    for stage in campaign.stages:
        if stage.kind is StageKind.SCORE:
            for member, issued in issued_workbooks(root, stage.id).items():
                found[member] = found.get(member, frozenset()) | issued.entries
    return found
