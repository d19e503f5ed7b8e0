"""The page of codes is in step with the messages."""

from __future__ import annotations

from schemas.catalogue import findings_page
from schemas.message import catalogue
from tests.sources import ROOT


def test_the_page_is_what_the_command_writes() -> None:
    """Out of step? ``python -m schemas.catalogue > docs/findings.md``."""
    page = (ROOT / "docs" / "findings.md").read_text("utf-8")
    assert page == findings_page()


def test_the_page_has_every_code_once() -> None:
    heads = [line.split()[1] for line in findings_page().splitlines() if line.startswith("### ")]
    assert sorted(heads) == sorted(catalogue("vi"))
