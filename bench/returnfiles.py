"""A workspace with thousands of filled returns, made within minutes.

One workbook of each kind is issued, filled in by openpyxl and, if wished, saved by LibreOffice, in
the name of a unit whose number stands nowhere else in it. That number is then rewritten for every
unit, wherever it stands: codes, names, entry ids and texts differ from file to file.
"""

from __future__ import annotations

import io
import struct
import subprocess
import tempfile
import warnings
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl

from cli.creating import create_workspace
from cli.issuing import issue_stage
from schemas.campaign import Campaign
from schemas.field import Field
from schemas.form import StageForm
from schemas.formpart import stage_form
from schemas.kinds import ConstraintKind, FieldKind
from schemas.load import read_definition
from workbooks.layout import Layout, layout_of
from workbooks.register import Value
from workbooks.registers import INTAKE_FILE, UNITS_FILE, write_registers

__all__ = ["AS_OF", "ENTRIES", "PRESET", "Template", "build", "templates", "value_of"]

PRESET = "don-duong-2024"
AS_OF = date(2024, 1, 10)
ENTRIES = 6
FAULTY = 10
"""One in so many files lacks a title."""

_NUMBER = 73591
"""Stands for the number of the unit; five digits, as every unit's has."""

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_DAY = (2024 - 1980) << 9 | 1 << 5 | 5


def build(root: Path, count: int, soffice: Path | None = None) -> None:
    """A workspace with ``count`` units, each of which returned a filled registration."""
    create_workspace(PRESET, root)
    campaign = _campaign(root)
    groups = len(campaign.unit_groups)
    made = templates(campaign, soffice)
    _fill_registers(root, campaign, range(1, count + 1))
    folder = root / "nhan-ve" / campaign.stages[0].id
    for number in range(1, count + 1):
        template = made[number % groups, number % FAULTY == 0]
        (folder / f"{_code(number)}.xlsx").write_bytes(template.of(number))


def _campaign(root: Path) -> Campaign:
    """The definition of a workspace whose registers are still blank."""
    campaign, _findings = read_definition((root / "campaign.json").read_bytes())
    assert campaign is not None
    return campaign


def _code(number: int) -> str:
    return f"U{number:05d}"


def _fill_registers(root: Path, campaign: Campaign, numbers: range) -> None:
    groups = campaign.unit_groups
    channel = next(channel.id for channel in campaign.channels if channel.recognised)
    units: list[Mapping[str, Value]] = []
    intake: list[Mapping[str, Value]] = []
    for number in numbers:
        group = groups[number % len(groups)].id
        units.append({"code": _code(number), "name": f"Đơn vị số {number:05d}", "group": group})
        intake.append(
            {
                "number": f"{number}-CV/ĐU",
                "received_on": date(2024, 1, 5),
                "channel": channel,
                "sender": _code(number),
                "stage": campaign.stages[0].id,
            }
        )
    filled = write_registers(campaign, {UNITS_FILE: tuple(units), INTAKE_FILE: tuple(intake)})
    for name in (UNITS_FILE, INTAKE_FILE):
        (root / name).write_bytes(filled[name])


def templates(campaign: Campaign, soffice: Path | None) -> dict[tuple[int, bool], Template]:
    """What units of each group return, sound and faulty."""
    made: dict[tuple[int, bool], Template] = {}
    for group in range(len(campaign.unit_groups)):
        number = next(
            n for n in range(_NUMBER, _NUMBER + 9) if n % len(campaign.unit_groups) == group
        )
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "dot"
            create_workspace(PRESET, root)
            _fill_registers(root, campaign, range(number, number + 1))
            stage = campaign.stages[0].id
            issue_stage(root, stage, date(2023, 12, 25))
            (path,) = (root / "phat-hanh" / stage).glob("*.xlsx")
            for faulty in (False, True):
                data = _filled(path, stage_form(campaign, stage), number, faulty)
                data = _resaved(data, soffice) if soffice else data
                made[group, faulty] = Template.cut(data, number)
    return made


def _filled(path: Path, form: StageForm, number: int, faulty: bool) -> bytes:
    """``ENTRIES`` rows filled in; a faulty form lacks the title of its first."""
    assert form.form is not None
    layout = layout_of(form, form.form.capacity)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl cannot keep a computed print area
        book = openpyxl.load_workbook(path)
    sheet = book[form.sheet]
    for field in form.form.header:
        row, column = layout.header[field.id]
        sheet.cell(row + 1, column + 1).value = value_of(field, number, 0)
    for entry in range(ENTRIES):
        _fill_row(sheet, layout, form.form.fields, number, entry)
    if faulty:
        sheet.cell(layout.first_row + 1, layout.inputs[form.title_field][0] + 1).value = None
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _fill_row(
    sheet: object, layout: Layout, fields: tuple[Field, ...], number: int, entry: int
) -> None:
    for field in fields:
        for column in layout.inputs[field.id][:1]:
            cell = sheet.cell(layout.first_row + entry + 1, column + 1)  # type: ignore[attr-defined]  # openpyxl sheet
            cell.value = value_of(field, number, entry)


def value_of(field: Field, number: int, entry: int) -> str | int:
    """A value that the constraints of the field accept."""
    match field.kind:
        case FieldKind.CHOICE:
            allowed = field.constraint(ConstraintKind.ALLOWED_WHEN)
            ids = allowed.allowed if allowed else (field.choices[0].id,)
            return next(c.label for c in field.choices if c.id == ids[0])
        case FieldKind.MULTI_CHOICE:
            return "x"
        case FieldKind.DATE:
            within = field.constraint(ConstraintKind.DATE_RANGE)
            last = within.latest if within else None
            return "03/01/1980" if last and last.year < AS_OF.year else "03/01/2024"
        case FieldKind.INTEGER | FieldKind.DECIMAL:
            return 1
        case _:
            length = field.constraint(ConstraintKind.LENGTH)
            words = f"{number}-{entry} Nội dung {field.label.lower()} của đơn vị, viết đủ dài."
            return words[: length.max_length if length else None]


def _resaved(data: bytes, soffice: Path) -> bytes:
    """The workbook as LibreOffice saves it, with every formula computed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        path.write_bytes(data)
        out = Path(folder) / "out"
        subprocess.run(
            [
                str(soffice), f"-env:UserInstallation={(Path(folder) / 'user').as_uri()}",
                "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(path),
            ],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
        return (out / "a.xlsx").read_bytes()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A part of a template: packed, or in plain where the number stands in it."""

    name: bytes
    content: bytes
    checksum: int
    size: int
    numbered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A filled workbook of the unit ``number``, ready to become any other unit's."""

    number: int
    parts: tuple[_Part, ...]

    @classmethod
    def cut(cls, data: bytes, number: int) -> Template:
        """A workbook whose only ``number``-like digits are those of its unit."""
        said = str(number).encode()
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            contents = {name: archive.read(name) for name in archive.namelist()}
        parts = tuple(
            _Part(
                name=name.encode(),
                content=xml if said in xml else _packed(xml),
                checksum=zlib.crc32(xml),
                size=len(xml),
                numbered=said in xml,
            )
            for name, xml in contents.items()
        )
        return cls(number=number, parts=parts)

    def of(self, number: int) -> bytes:
        """The return of another unit; parts without the number are copied as they are packed."""
        old, new = str(self.number).encode(), b"%05d" % number
        begun: list[bytes] = []
        listed: list[bytes] = []
        at = 0
        for part in self.parts:
            packed, checksum, size = part.content, part.checksum, part.size
            if part.numbered:
                xml = part.content.replace(old, new)
                packed, checksum, size = _packed(xml), zlib.crc32(xml), len(xml)
            told = (20, 0, 8, 0, _DAY, checksum, len(packed), size, len(part.name), 0)
            local = _LOCAL.pack(b"PK\x03\x04", *told) + part.name + packed
            listed.append(_CENTRAL.pack(b"PK\x01\x02", 20, *told, 0, 0, 0, 0, at) + part.name)
            begun.append(local)
            at += len(local)
        central = b"".join(listed)
        counts = (len(listed), len(listed), len(central), at)
        end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, *counts, 0)
        return b"".join((*begun, central, end))


def _packed(content: bytes) -> bytes:
    stream = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return stream.compress(content) + stream.flush()
