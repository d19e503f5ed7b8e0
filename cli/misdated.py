"""Days that cannot be right: a clock behind its own results, returns saved in the future.

Sentences for the terminal only. What counts never hangs on them, so the same inputs and the same
day still give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from appraisal.arrivals import saved_moment
from appraisal.returned import Return
from cli.sealing import MANIFEST_FILE, last_seal
from cli.workspace import RESULTS_DIR, Workspace
from schemas.campaign import Campaign
from schemas.dates import format_date
from schemas.finding import Finding, Origin, Severity

__all__ = ["misdated"]

_RESULTS_FILE = "results.json"
_SHOWN = 5


def misdated(workspace: Workspace, returns: Iterable[Return], today: date) -> Iterator[Finding]:
    """What is dated after today, by the clock of this machine; not asked where a day was given.

    WSP-036 the results already there or the latest seal, WSP-044 returns by more than a day.
    """
    yield from _results(workspace.root, today)
    yield from _returns(workspace.campaign, returns, today)


def _results(root: Path, today: date) -> Iterator[Finding]:
    places = {"results": root / RESULTS_DIR / _RESULTS_FILE}
    if (seal := last_seal(root)) is not None:
        places["seal"] = seal / MANIFEST_FILE
    for what, path in places.items():
        day = _as_of(path)
        if day is not None and day > today:
            yield Finding(
                code="WSP-036",
                severity=Severity.WARNING,
                origin=Origin(file=path.relative_to(root).as_posix()),
                value=format_date(day),
                params={"what": f"@WSP-036:{what}", "today": format_date(today)},
            )


def _as_of(path: Path) -> date | None:
    try:
        return date.fromisoformat(json.loads(path.read_bytes())["as_of"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _returns(campaign: Campaign, returns: Iterable[Return], today: date) -> Iterator[Finding]:
    last = today + timedelta(days=1)  # a file may come from another time zone
    late = [
        ret
        for ret in returns
        if (moment := saved_moment(campaign, ret)) is not None and moment.date() > last
    ]
    if late:
        names = ", ".join(ret.path for ret in late[:_SHOWN])
        yield Finding(
            code="WSP-044",
            severity=Severity.WARNING,
            origin=Origin(),
            params={
                "count": str(len(late)),
                "files": names + (", …" if late[_SHOWN:] else ""),
                "today": format_date(today),
            },
        )
