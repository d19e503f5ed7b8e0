"""Carries a plan into a workspace: registers filled, returns laid into ``nhan-ve``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path

from workbooks.register import Value
from workbooks.registers import write_registers
from workbooks.registers.forms import (
    DECISIONS_FILE,
    FIGURE,
    INTAKE_FILE,
    MEMBERS_FILE,
    UNITS_FILE,
)

from .campaigns import plan
from .filling import encrypted, fill, foreign_document, sender_of, truncated
from .plan import Book, PlannedReturn

__all__ = ["fill_registers", "return_stage"]

STEPS = ("dang-ky", "bao-cao", "cham-diem", "final")

Line = Mapping[str, Value]


def fill_registers(preset: str, root: Path, step: str, *, returned: bool) -> None:
    """Writes the registers as they stand at a step, which is a stage or ``final``.

    ``returned``: what came back in that stage is in the intake register already.
    """
    book = plan(preset)
    reached = STEPS[: STEPS.index(step) + 1]
    back = reached if returned else reached[:-1]
    lines: dict[str, tuple[Line, ...]] = {
        UNITS_FILE: tuple(_unit_lines(book)),
        MEMBERS_FILE: tuple(_member_lines(book)),
        INTAKE_FILE: tuple(line for line in book.intake if line["stage"] in back),
        DECISIONS_FILE: tuple(line for at in reached for line in book.decisions.get(at, ())),
    }
    for name, data in write_registers(book.campaign, lines).items():
        if name in lines:
            (root / name).write_bytes(data)


def _unit_lines(book: Book) -> Iterable[Line]:
    names = ("httnv_tap_the", "httnv_ca_nhan", "httnv_tap_the_cs", "httnv_ca_nhan_cs")
    for unit in book.units:
        figures = zip(names, unit.figures, strict=True)
        yield {
            "code": unit.code,
            "name": unit.name,
            "group": unit.group,
            "contact": f"Văn thư {unit.short}",
            **{FIGURE + name: Decimal(number) for name, number in figures},
        }


def _member_lines(book: Book) -> Iterable[Line]:
    for member in book.members:
        yield {
            "code": member.code,
            "name": member.name,
            "position": member.position,
            "route": member.route,
            "home_unit": member.home_unit,
        }


def return_stage(preset: str, root: Path, stage: str) -> int:
    """Fills the issued workbooks of a stage and lays them into ``nhan-ve``; how many files."""
    book = plan(preset)
    issued = {
        sender_of(path.read_bytes()): path
        for path in sorted((root / "phat-hanh" / stage).glob("*.xlsx"))
    }
    folder = root / "nhan-ve" / stage
    made: dict[str, bytes] = {}
    for planned in book.returns:
        if planned.stage == stage:
            made[planned.path] = _content(planned, issued, made)
    for at, name in book.ignored:
        if at == stage:
            made[name] = b"\x00" * 165
    for name, data in made.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return len(made)


def _content(
    planned: PlannedReturn, issued: Mapping[str, Path], made: Mapping[str, bytes]
) -> bytes:
    if planned.spoil == "encrypt":
        return encrypted()
    if planned.spoil == "docx":
        return foreign_document("Danh sách đăng ký mô hình")
    if planned.spoil.startswith("copy:"):
        return made[planned.spoil.removeprefix("copy:")]
    data = fill(issued[planned.source].read_bytes(), planned.filling)
    return truncated(data) if planned.spoil == "truncate" else data
