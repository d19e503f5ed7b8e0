"""What a run that was ended had left in the results, taken up by the next command."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cli.lock import hold
from cli.output import Repaired, needs_repair, repair
from cli.staging import clear_staging, unfinished_in
from cli.workspace import RESULTS_DIR, SEALED_DIR
from schemas.finding import Finding, Origin, Severity

__all__ = ["Tell", "mend", "mend_if_needed", "unsaid"]

Tell = Callable[[Finding], None]
"""Takes one sentence for the terminal, at once: also where the command is refused later."""


def unsaid(_finding: Finding) -> None:
    """Says nothing: for callers that have no terminal."""


def mend(root: Path, tell: Tell) -> None:
    """Repairs the results (`cli.output.repair`) and says so (WSP-035); for a holder of the lock."""
    results = root / RESULTS_DIR
    done = repair(results)
    if done is not Repaired.NOTHING:
        severity = Severity.WARNING if done is Repaired.MIXED else Severity.INFO
        tell(_said(done.value, severity))
    if clear_staging(results / SEALED_DIR):
        tell(_said("seal", Severity.WARNING))


def mend_if_needed(root: Path, tell: Tell) -> None:
    """The same for a command that only reads: it takes the lock only where there is a need.

    WSP-041 … WSP-043 where another run is writing at this moment.
    """
    results = root / RESULTS_DIR
    if needs_repair(results) or unfinished_in(results / SEALED_DIR):
        with hold(root):
            mend(root, tell)


def _said(what: str, severity: Severity) -> Finding:
    origin = Origin(file=RESULTS_DIR)
    return Finding(
        code="WSP-035", severity=severity, origin=origin, params={"what": f"@WSP-035:{what}"}
    )
