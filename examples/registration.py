"""Plans the entries of the campaigns for new models, clean; mishaps change them afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from .filling import Typed
from .models import ModelText, TextWriter
from .plan import Book, PlannedEntry
from .returns import typed_day
from .units import PlannedUnit

__all__ = ["WISH", "draft_entries", "rename"]

WISH = "de_nghi_xep_loai"
"""The field that asks for a rating."""

_COLLECTIVES = {
    "xa": (
        "Đảng ủy {short}",
        "Chi bộ thôn {n}, {short}",
        "Hội Liên hiệp Phụ nữ {short}",
        "Ủy ban nhân dân {short}",
        "Hội Nông dân {short}",
        "Chi bộ Công an {short}",
        "Đoàn Thanh niên {short}",
    ),
    "cq": (
        "Tập thể lãnh đạo {short}",
        "Chi bộ {short}",
        "Bộ phận tổng hợp, {short}",
        "Chi đoàn {short}",
    ),
}
_POSTS = {
    "xa": (
        "Bí thư Chi bộ thôn {n}, {short}",
        "Công chức Văn phòng – Thống kê {short}",
        "Chủ tịch Hội Nông dân {short}",
        "Đảng viên Chi bộ thôn {n}, {short}",
        "Công chức Tư pháp – Hộ tịch {short}",
        "Phó Chủ tịch Ủy ban nhân dân {short}",
    ),
    "cq": (
        "Chuyên viên, {short}",
        "Phó trưởng bộ phận, {short}",
        "Cán bộ, {short}",
        "Trưởng bộ phận, {short}",
    ),
}


def draft_entries(book: Book, rng: Random, writer: TextWriter, names: Iterator[str]) -> None:
    """Every entry of every unit, clean; mishaps change them afterwards."""
    for unit in book.units:
        for number in range(1, unit.count + 1):
            subject = "tap-the" if rng.random() < 0.45 else "ca-nhan"
            route = "tccsd" if unit.body and number <= unit.count * 2 // 3 else "btv"
            place = unit.short
            if unit.where == "xa":
                place = f"thôn {rng.randint(1, 9)}, {unit.short}"
            text = writer.write(unit.where, unit.fields, place)
            entry = PlannedEntry(
                id=f"{unit.code}-{number:02d}",
                unit=unit.code,
                subject=subject,
                name="",
                title=text.title,
                route=route,
                chosen={WISH: rng.choices(("htxsnv", "httnv", "htnv"), (5, 4, 1))[0]},
            )
            book.entries[entry.id] = entry
            rename(book, entry, subject, rng, names)
            _type(book, unit, entry, text, rng)
            entry.later["bao-cao"] = _report(book, entry, text, rng)


def rename(
    book: Book, entry: PlannedEntry, subject: str, rng: Random, names: Iterator[str]
) -> None:
    """Gives the entry a collective or a person of its unit, with what is asked of each."""
    unit = book.unit(entry.unit)
    entry.subject = subject
    entry.typed["doi_tuong"] = book.label("doi_tuong", subject)
    place = {"short": unit.short, "n": str(rng.randint(1, 9))}
    kind = "xa" if unit.where == "xa" else "cq"
    if subject == "tap-the":
        pattern = rng.choice(_COLLECTIVES[kind])
        entry.name = pattern.format(**place)
        for name in ("chuc_vu", "ngay_sinh", "dien_dv", "dien_htxs"):
            entry.typed.pop(name, None)
    else:
        entry.name = next(names)
        entry.typed["chuc_vu"] = rng.choice(_POSTS[kind]).format(**place)
        born = date(1964, 1, 1) + timedelta(days=rng.randint(0, 12500))
        entry.typed["ngay_sinh"] = typed_day(born)
        seat = rng.choice(("giu-chuc-vu", "khong-chuc-vu", "khong-cbccvc"))
        lasting = entry.route == "btv" and rng.random() < 0.4
        years = "nam-nam-lien" if lasting else "trong-nam"
        for name, choice in (("dien_dv", seat), ("dien_htxs", years)):
            if name in book.campaign.fields():
                entry.typed[name] = book.label(name, choice)
    entry.typed["ten"] = entry.name


def _type(book: Book, unit: PlannedUnit, entry: PlannedEntry, text: ModelText, rng: Random) -> None:
    start = book.days.issue["dang-ky"]
    approved = start + timedelta(days=rng.randint(2, 12))
    begun = approved + timedelta(days=rng.randint(3, 40))
    typed: dict[str, Typed] = {
        "ten_mo_hinh": entry.title,
        "linh_vuc": book.label("linh_vuc", text.field),
        "tinh_moi": text.novelty,
        "du_kien_kq": text.expected,
        "cap_tham_dinh": book.label("cap_tham_dinh", entry.route),
        "ngay_duyet": typed_day(approved),
        "ngay_trien_khai": typed_day(begun),
    }
    fields = book.campaign.fields()
    ranks = ("btv-cap-uy", "dang-uy") if unit.where == "xa" else ("chi-uy", "chi-bo")
    if "cap_duyet" in fields:
        typed["cap_duyet"] = book.label("cap_duyet", rng.choice(ranks))
    if "bam_sat" in fields:
        count = len(book.choices("bam_sat"))
        typed["bam_sat"] = tuple(sorted(rng.sample(range(count), rng.randint(1, count))))
    if "chuc_nang" in fields:
        typed["chuc_nang"] = f"Gắn với nhiệm vụ năm {book.campaign.year} của {unit.short}."
    entry.typed.update({key: value for key, value in typed.items() if key in fields})


def _report(book: Book, entry: PlannedEntry, text: ModelText, rng: Random) -> dict[str, Typed]:
    before = rng.randint(20, 70)
    report: dict[str, Typed] = {
        "ket_qua": text.done,
        "chi_so_truoc": before,
        "chi_so_sau": Decimal(before) + Decimal(rng.randint(10, 500)) / 10,
        "pham_vi": book.label("pham_vi", rng.choice(("chi-bo", "co-so", "co-so", "huyen"))),
        "don_vi_ap_dung": rng.randint(1, 12),
        "minh_chung": f"Báo cáo số {rng.randint(10, 190)}-BC/{'ĐU' if rng.random() < 0.6 else 'CB'}"
        f", {rng.randint(2, 9)} ảnh",
        WISH: book.label(WISH, entry.chosen[WISH]),
    }
    fields = book.campaign.fields()
    return {key: value for key, value in report.items() if key in fields}
