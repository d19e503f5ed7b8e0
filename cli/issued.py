"""What has been issued: the cards of the workbooks in ``phat-hanh``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cli.output import STAGING
from cli.workspace import ISSUED_DIR, Unusable
from schemas.campaign import Campaign
from schemas.kinds import SenderKind
from schemas.reason import reason_of
from workbooks.book import read_workbook
from workbooks.card import Card, read_card
from workbooks.layout import DERIVED_SHEETS

__all__ = ["Issued", "given_ballots", "issued_ballots", "issued_stages", "issued_workbooks"]


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
        _report, grids = read_workbook(_content(path), path.name, DERIVED_SHEETS)
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


def issued_stages(root: Path, campaign: Campaign) -> Mapping[str, Mapping[str, Issued]]:
    """What members and bodies were given: stage id → sender code → what, each file read once.

    Only stages of members and bodies are looked at; of units the register says who is asked.
    """
    return {
        stage.id: issued_workbooks(root, stage.id)
        for stage in campaign.stages
        if stage.sender is not SenderKind.UNIT
    }


def issued_ballots(root: Path, campaign: Campaign) -> Mapping[str, frozenset[str]]:
    """Member code → the entries that the member was given to score, over all scoring stages."""
    return given_ballots(campaign, issued_stages(root, campaign))


def given_ballots(
    campaign: Campaign, given: Mapping[str, Mapping[str, Issued]]
) -> Mapping[str, frozenset[str]]:
    """What `issued_ballots` says, of stages that were read already."""
    found: dict[str, frozenset[str]] = {}
    for stage in campaign.scoring():
        for member, issued in given.get(stage.id, {}).items():
            found[member] = found.get(member, frozenset()) | issued.entries
    return found
