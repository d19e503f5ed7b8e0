"""Answers gathered: the rows of outlines and of surveys of the honours, which make no entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from appraisal.answer import Answer
from appraisal.bindings import printed_change
from appraisal.body import Body, HonourBodies
from appraisal.draft import RowKey, row_faults, row_places
from appraisal.honour import Honour
from appraisal.nearmiss import NearMisses
from appraisal.returned import Return, Sender
from appraisal.unit import Unit
from appraisal.winners import LiveFile
from schemas.campaign import Stage
from schemas.finding import Finding, Origin, Severity
from schemas.kinds import SenderKind

__all__ = ["AnswerBook", "gather_answers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerBook:
    """The answers of one stage by sender and id; ``incomplete`` are the live rows with an error."""

    answers: tuple[Answer, ...] = ()
    incomplete: frozenset[RowKey] = frozenset()
    findings: tuple[Finding, ...] = ()


def gather_answers(
    stage: Stage,
    files: Sequence[LiveFile],
    honours: Sequence[Honour],
    units: Sequence[Unit],
    bodies: Sequence[Body],
) -> AnswerBook:
    """Every live row that was used as an answer (ENT-001, ENT-003, ENT-004, ENT-010, ENT-019,
    ENT-020).

    A row of an outline bears its sender's code, a row of a survey the code of an honour. Of two
    rows about the same the first counts. An answer about an honour that is not in the register,
    reads otherwise there or is another body's stays, incomplete.
    """
    book = _Answers(stage, {honour.code: honour for honour in honours}, units, bodies)
    for file in files:
        for index in file.rows:
            if file.judged.rows[index].used:
                book.take(file, index)
    return AnswerBook(
        answers=tuple(answer for _, answer in sorted(book.found.items())),
        incomplete=frozenset(book.incomplete),
        findings=tuple(book.findings),
    )


class _Answers:
    """The answers and findings of one stage while its files are read."""

    def __init__(
        self,
        stage: Stage,
        honours: Mapping[str, Honour],
        units: Sequence[Unit],
        bodies: Sequence[Body],
    ) -> None:
        self.stage, self.honours = stage, honours
        self.found: dict[tuple[Sender, str], Answer] = {}
        self.incomplete: set[RowKey] = set()
        self.findings: list[Finding] = []
        self.owners = HonourBodies(bodies, units)
        self._near: NearMisses | None = None

    def take(self, file: LiveFile, index: int) -> None:
        """Take over one row, or say why it does not count."""
        ret = file.judged.ret
        sender = ret.sender
        outline = self.stage.form is not None and self.stage.form.outline
        answer_id = sender.id if outline and sender else ret.rows[index].entry_id
        if sender is None or not answer_id:
            self._say("ENT-001", ret, index, content=_content(file, index))
            return
        first = self.found.get((sender, answer_id))
        if first is not None:
            code = "ENT-003" if first.origin.file == ret.path else "ENT-004"
            self._say(code, ret, index, first=first.origin.cell, file=first.origin.file)
            return
        sound = outline or self._honoured(ret, index, sender)
        if not file.judged.complete(index):
            self.incomplete.add((ret.path, index))
        complete = sound and file.judged.complete(index)
        self.found[sender, answer_id] = self._answer(file, index, sender, answer_id, complete)

    def _answer(
        self, file: LiveFile, index: int, sender: Sender, answer_id: str, complete: bool
    ) -> Answer:
        judged, ret = file.judged, file.judged.ret
        row = ret.rows[index]
        places = row_places(self.stage, ret, row.row)
        values = {**judged.header.values, **judged.rows[index].values}
        return Answer(
            stage=self.stage.id,
            sender=sender,
            id=answer_id,
            name=row.bound_to[0],
            title=row.bound_to[1],
            values=values,
            cells={name: places.get(name, Origin(file=ret.path)) for name in values},
            faults={name: tuple(codes) for name, codes in row_faults(judged, index).items()},
            received=file.arrived[index],
            complete=complete,
            doubt=file.rows[index],
            origin=self._origin(ret, row.row),
        )

    def _origin(self, ret: Return, row: int) -> Origin:
        """Where an answer stands: at its printed code, an outline at its first heading."""
        form = self.stage.form
        if form is None or not form.outline:
            return ret.places.id_cell(ret.path, row)
        return ret.places.cell(ret.path, form.fields[0].id, row)

    def _honoured(self, ret: Return, index: int, sender: Sender) -> bool:
        """Whether the register holds what the row answers about, as printed, for this sender."""
        row = ret.rows[index]
        honour = self.honours.get(row.entry_id)
        if honour is None:
            self._near = self._near or NearMisses(self.honours)
            self._say("ENT-019", ret, index, near=self._near.of(row.entry_id))
            return False
        change = printed_change(row, honour.name, honour.title)
        if change is not None:
            self._say("ENT-020", ret, index, printed=change[0], registered=change[1])
            return False
        owner = self.owners.of(honour)
        if sender.kind is SenderKind.BODY and sender.id != owner:
            kinds = {"kind": "@ENT-010:body", "owner_kind": "@ENT-010:body"}
            self._say("ENT-010", ret, index, unit=sender.id, owner=owner or "—", **kinds)
            return False
        return True

    def _say(self, code: str, ret: Return, index: int, **params: str) -> None:
        row = ret.rows[index]
        self.incomplete.add((ret.path, index))
        origin = ret.places.id_cell(ret.path, row.row)
        self.findings.append(
            Finding(
                code=code,
                severity=Severity.ERROR,
                origin=origin,
                value=row.entry_id,
                params=params,
            )
        )


def _content(file: LiveFile, index: int) -> str:
    """What was typed first in a row without a code."""
    values = file.judged.rows[index].values.values()
    return next((value for value in values if isinstance(value, str) and value), "—")
