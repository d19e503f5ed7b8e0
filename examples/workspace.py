"""Carries a plan into a workspace: registers filled, returns laid into ``nhan-ve``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path

from workbooks.registers import write_registers
from workbooks.registers.forms import (
    DECISIONS_FILE,
    FIGURE,
    HONOURS_FILE,
    INTAKE_FILE,
    MEMBERS_FILE,
    UNITS_FILE,
)

from .campaigns import plan
from .filling import encrypted, fill, foreign_document, sender_of, truncated
from .plan import FINAL, Book, Line, PlannedReturn

__all__ = ["FINAL", "fill_registers", "return_stage"]


def fill_registers(preset: str, root: Path, step: str, *, returned: bool) -> None:
    """Writes the registers as they stand at a step, which is a stage or ``final``.

    ``returned``: what came back in that stage is in the intake register already.
    """
    book = plan(preset)
    steps = (*(stage.id for stage in book.campaign.stages), FINAL)
    reached = steps[: steps.index(step) + 1]
    scoring = any(stage.id in reached for stage in book.campaign.scoring())
    back = reached if returned else reached[:-1]
    lines: dict[str, tuple[Line, ...]] = {
        UNITS_FILE: tuple(_unit_lines(book)),
        MEMBERS_FILE: tuple(_member_lines(book, invited=scoring)),
        HONOURS_FILE: tuple(book.honours),
        INTAKE_FILE: tuple(line for line in book.intake if _step(book, line) in back),
        DECISIONS_FILE: tuple(line for at in reached for line in book.decisions.get(at, ())),
    }
    for name, data in write_registers(book.campaign, lines).items():
        if name in lines:
            (root / name).write_bytes(data)


def _step(book: Book, line: Line) -> str:
    """The stage with whose returns a document arrives."""
    return book.delayed.get(str(line["file"]), str(line["stage"]))


def _unit_lines(book: Book) -> Iterable[Line]:
    for unit in book.units:
        yield {
            "code": unit.code,
            "name": unit.name,
            "group": unit.group,
            "contact": f"Văn thư {unit.short}",
            **{FIGURE + name: Decimal(number) for name, number in unit.figures.items()},
        }


def _member_lines(book: Book, *, invited: bool) -> Iterable[Line]:
    """The council; who is invited for single models is written down when scoring begins."""
    for member in book.members:
        if member.only and not invited:
            continue
        yield {
            "code": member.code,
            "name": member.name,
            "position": member.position,
            "route": member.route,
            "home_unit": member.home_unit,
            **({"only": "; ".join(member.only)} if member.only else {}),
        }


def return_stage(preset: str, root: Path, stage: str) -> int:
    """Fills the issued workbooks of a stage and lays them into ``nhan-ve``; how many files."""
    book = plan(preset)
    issued = {
        sender_of(path.read_bytes()): path
        for path in sorted((root / "phat-hanh" / stage).glob("*.xlsx"))
    }
    made: dict[str, bytes] = {}
    for planned in book.returns:
        if (planned.step or planned.stage) == stage:
            path = f"{planned.stage}/{planned.path}"
            made[path] = _content(planned, issued, made, root / "ket-qua" / "bo-sung")
    for at, name in book.ignored:
        if at == stage:
            made[f"{stage}/{name}"] = b"\x00" * 165
    for name, data in made.items():
        target = root / "nhan-ve" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return len(made)


def _content(
    planned: PlannedReturn, issued: Mapping[str, Path], made: Mapping[str, bytes], packs: Path
) -> bytes:
    if planned.spoil == "encrypt":
        return encrypted()
    if planned.spoil == "docx":
        return foreign_document("Danh sách đăng ký mô hình")
    if planned.spoil.startswith("copy:"):
        return made[f"{planned.stage}/{planned.spoil.removeprefix('copy:')}"]
    if planned.spoil == "pack":
        (pack,) = packs.glob(f"{planned.source}-*-{planned.stage}.xlsx")
        return fill(pack.read_bytes(), planned.filling)
    data = fill(issued[planned.source].read_bytes(), planned.filling)
    return truncated(data) if planned.spoil == "truncate" else data
