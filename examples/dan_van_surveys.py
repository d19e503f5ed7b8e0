"""Plans the surveys: what each body found of its models, and the workbooks it sends back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random

from schemas.kinds import Effect, RouteBody

from .filling import Filling, Typed
from .plan import Book, PlannedEntry, moment
from .returns import add_return, typed_day

__all__ = [
    "SURVEYS",
    "body_of",
    "draw_surveys",
    "found",
    "name_bodies",
    "surveyed_by",
    "team_of",
    "visit",
]

SURVEYS = ("khao-sat-q2", "khao-sat-q3")
_REFUSING = ("chua-phe-duyet", "khong-phe-duyet")
_SEEN = (
    "Mô hình triển khai đúng kế hoạch, người dân đồng thuận, kết quả bước đầu rõ.",
    "Có chuyển biến, cần tiếp tục vận động các hộ còn lại.",
    "Cách làm phù hợp, đề nghị ghi chép sổ theo dõi đầy đủ hơn.",
)
_DOUBTED = "Mới dừng ở đăng ký, chưa tổ chức vận động; chưa thấy kết quả."


def name_bodies(book: Book) -> None:
    """The bodies that survey: the council of the board, and each commune's own."""
    for route in book.campaign.routes:
        if route.body is RouteBody.CAMPAIGN:
            book.bodies[route.id] = route.name
        else:
            mine = [unit for unit in book.units if unit.group in route.groups]
            book.bodies |= {unit.code: f"{route.name}, {unit.name}" for unit in mine}


def body_of(entry: PlannedEntry) -> str:
    """The body that surveys an entry."""
    return entry.unit if entry.route == "xa" else entry.route


def team_of(book: Book, body: str) -> str:
    """Who went to see the models of a body."""
    mine = [unit.name for unit in book.units if unit.code == body]
    return f"Đoàn khảo sát của {(*mine, book.campaign.office.name)[0]}"


def surveyed_by(book: Book, body: str) -> list[PlannedEntry]:
    """The entries printed for a body: its own, unless they are out or were refused."""
    barred = {r.id for r in book.campaign.exclusions if r.effect is Effect.EXCLUDE} & set(_REFUSING)
    return [
        entry
        for _, entry in sorted(book.entries.items())
        if body_of(entry) == body
        and entry.registered
        and not entry.withdrawn
        and entry.state != "returned"
        and not entry.facts & barred
    ]


def draw_surveys(book: Book, rng: Random) -> None:
    """Most models are seen in the second quarter, some in the third, a few in both."""
    for _, entry in sorted(book.entries.items()):
        kind = rng.choices(("q2", "q3", "both"), (6, 3, 1))[0]
        for stage in SURVEYS:
            if kind == "both" or stage.endswith(kind):
                found(book, entry.id, stage, "co", rng)


def found(book: Book, entry_id: str, stage: str, verdict: str, rng: Random) -> None:
    """What a survey says of an entry; an empty verdict: it was not surveyed then."""
    entry = book.entries[entry_id]
    entry.later.pop(stage, None)
    if not verdict:
        return
    quarter = stage[-2:]
    first = date(2023, 5, 8) if quarter == "q2" else date(2023, 8, 3)
    means = book.choices(f"tuyen_truyen_{quarter}")
    entry.later[stage] = {
        f"ngay_ks_{quarter}": typed_day(first.replace(day=rng.randint(3, 17))),
        f"nhan_xet_{quarter}": rng.choice(_SEEN) if verdict == "co" else _DOUBTED,
        f"trien_vong_{quarter}": book.label(f"trien_vong_{quarter}", verdict),
        f"tuyen_truyen_{quarter}": tuple(sorted(rng.sample(range(len(means)), rng.randint(0, 2)))),
    }


def visit(
    book: Book,
    body: str,
    stage: str,
    day: date,
    *,
    relabelled: Mapping[str, str] | None = None,
    name: str = "",
) -> str:
    """The survey workbook of a body; rows of models that it did not visit stay blank."""
    printed = surveyed_by(book, body)
    rows: dict[str, dict[str, Typed]] = {
        entry.id: dict(entry.later[stage]) for entry in printed if stage in entry.later
    }
    faulty = sum(stage in book.entries[entry].faulty for entry in rows)
    filling = Filling(
        header={f"doan_ks_{stage[-2:]}": team_of(book, body)},
        rows=rows,
        saved_at=moment(day),
        relabelled=relabelled or {},
    )
    name = name or f"{body} {stage}.xlsx"
    faulty += len(filling.relabelled)
    return add_return(book, stage, body, day, filling, name=name, incomplete=faulty)
