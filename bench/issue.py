"""Issuing beside what it costs to change one part of a workbook, and to load and save it.

``python -m bench.issue [COUNT]`` writes COUNT (40) workbooks of every stage of every built-in
campaign as ``thidua issue`` does, one by one the slow way, and takes one of them through a rewrite
of one part (the form sheet packed anew, all others copied as they are packed), through `zipfile`
part by part, and through openpyxl. Where a form prints entries of earlier stages, every sender has
six others, and nothing can be shared. The last line is a correction pack, by the slow way alone.
Milliseconds of processor time for each workbook, the least of several rounds, and the ratios.
"""

from __future__ import annotations

import sys
import time
import warnings
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from io import BytesIO

import openpyxl

from appraisal.judge import judge_return
from appraisal.returned import Sender
from appraisal.unit import Member
from schemas.campaign import Campaign
from schemas.cell import text_cell
from schemas.field import Field
from schemas.form import StageForm
from schemas.formpart import encode_form, stage_form
from schemas.kinds import FieldKind
from schemas.load import read_definition
from schemas.preset import preset_bytes, presets
from schemas.value import Value
from workbooks.issue import write_form, write_scoring
from workbooks.layout import shows_honours
from workbooks.pack import write_pack
from workbooks.plan import FormPlan, FormRow, ScorePlan, ScoreRow
from workbooks.read import read_return
from workbooks.series import Series
from workbooks.template import archive_of

COUNT = 40
BALLOTS = 40
ENTRIES = 6
SLOW = 4
ROUNDS = 3

Plan = FormPlan | ScorePlan


def main() -> None:
    """Measures every stage of every campaign and prints the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    heads = ("Campaign, stage", "issue", "slow way", "one part", "zipfile", "openpyxl")
    print(f"| {' | '.join(heads)} | issue : part | openpyxl : issue |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for info in presets():
        campaign, _findings = read_definition(preset_bytes(info.id))
        assert campaign is not None
        for stage in campaign.stages:
            print(line(campaign, stage.id, count), flush=True)
        if campaign.stages[0].form is not None:
            print(pack_line(campaign, campaign.stages[0].id), flush=True)


def line(campaign: Campaign, stage: str, count: int) -> str:
    """One line of the table."""
    plans = plans_of(campaign, stage, count)
    series = Series(campaign)
    data = written(series, plans[0])
    issue = spent(lambda: [written(series, plan) for plan in plans]) / count
    slow = spent(lambda: [slowly(plan) for plan in plans[:SLOW]]) / SLOW
    part = spent(partial(one_part, data, form_sheet(plans[0])))
    whole = spent(partial(every_part, data))
    other = spent(partial(loaded_and_saved, data))
    times = " | ".join(f"{value * 1000:.2f}" for value in (issue, slow, part, whole, other))
    return f"| {campaign.id}, {stage} | {times} | {issue / part:.2f} | {other / issue:.0f} |"


def pack_line(campaign: Campaign, stage: str) -> str:
    """The line of a correction pack: six rows filled in, one of them with faults."""
    form = stage_form(campaign, stage)
    plan = _form(campaign, form, encode_form(campaign, stage), 1)
    fields = form.form.fields if form.form else ()
    filled = [{field.id: (text_cell(_answer(field)),) for field in fields} for _ in range(ENTRIES)]
    filled[0] = {field.id: (text_cell("…"),) for field in fields}
    rows = [
        replace(row, cells=cells) for row, cells in zip(plan.rows, filled, strict=False)
    ] + list(plan.rows[ENTRIES:])
    ret = read_return(
        write_form(replace(plan, rows=tuple(rows))), "a.xlsx", {stage: form}, campaign.id
    )
    judged = judge_return(campaign, form, ret)
    findings = (*ret.findings, *judged.findings)
    day = date(2024, 1, 10)
    make = partial(
        write_pack, campaign, form, plan.form_json, judged, findings, plan.sender_name, "", day
    )
    data = make()
    pack = spent(make)
    part = spent(partial(one_part, data, "xl/worksheets/sheet3.xml"))
    whole, other = spent(partial(every_part, data)), spent(partial(loaded_and_saved, data))
    times = " | ".join(f"{value * 1000:.2f}" for value in (pack, part, whole, other))
    return f"| {campaign.id}, pack | | {times} | {pack / part:.2f} | {other / pack:.0f} |"


def spent(work: Callable[[], object]) -> float:
    """Seconds of processor time: the least of several rounds."""
    least = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        least = min(least, time.process_time() - start)
    return least


def plans_of(campaign: Campaign, stage_id: str, count: int) -> tuple[Plan, ...]:
    """What ``count`` senders of a stage get: names and codes differ, entries do not."""
    form = stage_form(campaign, stage_id)
    text = encode_form(campaign, stage_id)
    numbers = range(1, count + 1)
    if form.scale is not None:
        return tuple(_ballots(campaign, form, text, number) for number in numbers)
    return tuple(_form(campaign, form, text, number) for number in numbers)


def _form(campaign: Campaign, form: StageForm, text: str, number: int) -> FormPlan:
    code = f"DV{number:04d}"
    assert form.form is not None
    ids = (
        [code]
        if form.form.outline
        else [f"{code}-{k:02d}" for k in range(1, 31 if not form.shown else 12)]
    )
    return FormPlan(
        campaign=campaign,
        stage=form,
        form_json=text,
        sender=Sender(kind=form.sender, id=code),
        sender_name=f"Đảng ủy xã số {number}" if number % 7 else f"Ủy ban nhân dân xã số {number}",
        rows=tuple(_row(form, row, number, place) for place, row in enumerate(ids)),
    )


def _row(form: StageForm, row: str, number: int, place: int) -> FormRow:
    """A blank row; where entries or honours are printed, one of those, or a spare row."""
    if shows_honours(form):
        honour = (
            f"Nguyễn Văn Thử {place}",
            f"Mô hình số {number}",
            "Đảng ủy xã Ka Đô",
            "2023",
            "12",
        )
        return FormRow(entry_id=row, honour=honour)
    if not form.shown:
        return FormRow(entry_id=row)
    if place < ENTRIES:
        return FormRow(entry_id=row, shown=_shown(form, number))
    return FormRow(entry_id=row, spare=True)


def _shown(form: StageForm, number: int) -> dict[str, Value]:
    words = (FieldKind.TEXT, FieldKind.LONG_TEXT)
    return {f.id: f"Mô hình tự quản số {number}" for f in form.shown if f.kind in words}


def _answer(field: Field) -> str:
    match field.kind:
        case FieldKind.CHOICE:
            return field.choices[0].label
        case FieldKind.MULTI_CHOICE:
            return "x"
        case FieldKind.DATE:
            return "05/01/2024"
        case FieldKind.INTEGER | FieldKind.DECIMAL:
            return "12"
        case _:
            return "Tài liệu sinh hoạt gửi trước 03 ngày."


def _ballots(campaign: Campaign, form: StageForm, text: str, number: int) -> ScorePlan:
    details = {
        field.id: "Tài liệu sinh hoạt gửi trước 03 ngày."
        for stage in campaign.stages
        if stage.form
        for field in stage.form.fields
        if field.kind.value in ("text", "long-text")
    }
    ballot = ScoreRow(
        entry_id="", unit_name="Đảng ủy xã Ka Đô", name="Nguyễn Văn Thử", title="", details=details
    )
    return ScorePlan(
        campaign=campaign,
        stage=form,
        form_json=text,
        member=Member(
            code=f"TV{number:02d}", name=f"Lê Thị Mẫu {number}", position="Ủy viên", route=""
        ),
        rows=tuple(
            replace(ballot, entry_id=f"DV{k:03d}-01", title=f"Mô hình số {k}")
            for k in range(1, BALLOTS + 1)
        ),
    )


def written(series: Series, plan: Plan) -> bytes:
    """As ``thidua issue`` writes it."""
    return series.scoring(plan) if isinstance(plan, ScorePlan) else series.form(plan)


def slowly(plan: Plan) -> bytes:
    """Cell by cell, from nothing."""
    return write_scoring(plan) if isinstance(plan, ScorePlan) else write_form(plan)


def form_sheet(plan: Plan) -> str:
    """The part that holds the form sheet: the second tab of what is issued."""
    assert not plan.faults
    return "xl/worksheets/sheet2.xml"


def one_part(data: bytes, name: str) -> bytes:
    """The workbook with one part unpacked, changed and packed; all others as they are packed."""
    parts = []
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for info in archive.infolist():
            start = info.header_offset + 30 + len(info.filename.encode())
            packed, crc, size = data[start : start + info.compress_size], info.CRC, info.file_size
            if info.filename == name:
                content = archive.read(info).replace(b"DV0001", b"DV0002")
                packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
                packed = packer.compress(content) + packer.flush()
                crc, size = zlib.crc32(content), len(content)
            parts.append((info, packed, crc, size))
    return archive_of(parts)


def every_part(data: bytes) -> bytes:
    """The workbook part by part through `zipfile`, which unpacks and packs each of them."""
    target = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as archive,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for info in archive.infolist():
            made.writestr(info, archive.read(info))
    return target.getvalue()


def loaded_and_saved(data: bytes) -> bytes:
    """The workbook through openpyxl."""
    target = BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl cannot keep a computed print area
        openpyxl.load_workbook(BytesIO(data)).save(target)
    return target.getvalue()


if __name__ == "__main__":
    main()
