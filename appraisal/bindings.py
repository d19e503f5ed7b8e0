"""Ids bound to their content: rows that were sorted, shifted or retyped after issue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from appraisal.judge import JudgedReturn, raw_text
from appraisal.returned import ReturnedRow
from appraisal.winners import LiveFile
from schemas.campaign import Roles
from schemas.finding import Finding, Severity
from schemas.text import match_key, n2

__all__ = ["printed_change", "role_text", "shifts"]


@dataclass(frozen=True, slots=True)
class _Content:
    """The name and title of an entry as keys to compare by."""

    name: str
    title: str

    def __bool__(self) -> bool:
        return bool(self.name or self.title)

    def unlike(self, other: _Content) -> bool:
        """Whether both name and title are another's (blanks say nothing)."""
        names = bool(self.name and other.name) and self.name != other.name
        return names and bool(self.title and other.title) and self.title != other.title

    def renamed(self, other: _Content) -> bool:
        """Whether the title is the same and the name is another."""
        return self.title == other.title and bool(other.name) and self.name != other.name


def _renamed(live: LiveFile, entry_id: str, earlier: JudgedReturn, roles: Roles) -> Finding:
    """ENT-017: a warning, for a corrected spelling and another person look alike to us."""
    before = role_text(earlier, earlier.typed[entry_id], roles.name)
    now = role_text(live.judged, live.judged.typed[entry_id], roles.name)
    finding = _changed("ENT-017", live, entry_id, earlier, before=before, now=now)
    return replace(finding, severity=Severity.WARNING)


def role_text(judged: JudgedReturn, index: int, field_id: str) -> str:
    """What a row says in a role field: its value, or what was typed where that is unusable."""
    value = judged.rows[index].values.get(field_id)
    if isinstance(value, str):
        return value
    cells = judged.ret.rows[index].cells.get(field_id, ())
    return n2(raw_text(cells[0])) if cells else ""


def shifts(live: LiveFile, roles: Roles) -> Mapping[str, Finding]:
    """Entry id → ENT-006, ENT-007 or ENT-017 where a resubmission gives an id another content.

    ENT-006: the content stood beside another id in an earlier return, whose id no longer holds
    it. ENT-007: name and title are both other than before. ENT-017 (a warning): only the name is.
    Compared with each superseded return of the sender, the latest first.
    """
    now = _contents(live.judged, roles, frozenset(live.rows))
    found: dict[str, Finding] = {}
    for earlier in live.earlier:
        before = _contents(earlier, roles)
        owners: dict[_Content, list[str]] = {}
        for entry_id, content in sorted(before.items()):
            owners.setdefault(content, []).append(entry_id)
        for entry_id, content in now.items():
            old = before.get(entry_id)
            if entry_id in found or not content.title or old == content:
                continue
            moved = [o for o in owners.get(content, ()) if now.get(o) != content]
            if moved:
                found[entry_id] = _changed("ENT-006", live, entry_id, earlier, other=moved[0])
            elif old is not None and content.unlike(old):
                found[entry_id] = _changed("ENT-007", live, entry_id, earlier)
            elif old is not None and content.renamed(old):
                found[entry_id] = _renamed(live, entry_id, earlier, roles)
    return found


def _contents(
    judged: JudgedReturn, roles: Roles, rows: frozenset[int] | None = None
) -> dict[str, _Content]:
    """The content of each entry id; of an id printed twice the first."""
    found: dict[str, _Content] = {}
    for entry_id, index in judged.typed.items():
        if rows is None or index in rows:
            name = match_key(role_text(judged, index, roles.name))
            title = match_key(role_text(judged, index, roles.title))
            found[entry_id] = _Content(name, title)
    return {entry_id: content for entry_id, content in found.items() if content}


def _changed(
    code: str, live: LiveFile, entry_id: str, earlier: JudgedReturn, **params: str
) -> Finding:
    ret = live.judged.ret
    row = next(row for n, row in enumerate(ret.rows) if row.entry_id == entry_id and n in live.rows)
    return Finding(
        code=code,
        severity=Severity.ERROR,
        origin=ret.places.id_cell(ret.path, row.row),
        value=entry_id,
        params={"earlier": earlier.ret.path, **params},
    )


def printed_change(row: ReturnedRow, name: str, title: str) -> tuple[str, str] | None:
    """What was printed and what is registered, where they differ by matching key; else ``None``.

    A part that is empty on either side says nothing.
    """
    pairs = ((row.bound_to[0], name), (row.bound_to[1], title))
    differing = [
        (printed, registered)
        for printed, registered in pairs
        if printed and registered and match_key(printed) != match_key(registered)
    ]
    if not differing:
        return None
    printed, registered = zip(*differing, strict=True)
    return " — ".join(printed), " — ".join(registered)
