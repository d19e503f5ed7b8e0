"""What comes back in the office-culture demo, and what is wrong with it on purpose."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from random import Random

from .filling import Filling, Typed
from .office_draft import draft_nominees
from .office_honours import honours
from .office_reviews import conferences, reviews
from .office_units import COUNCILS
from .plan import Book, moment
from .returns import add_return, registered_rows, typed_day
from .scores import cast_ballots, same_ballots, scoring

__all__ = ["office_culture"]

NOMINATE = "de-nghi"
FLAG, CERTIFICATE = "co-thi-dua", "bang-khen"
PROVINCE = (FLAG, CERTIFICATE)
ONLINE, POST, MAIL, PAPER = "dich-vu-cong", "buu-chinh-cong-ich", "thu-dien-tu", "ban-giay"
NOTHING, SILENT = ("LC09", "LC25"), ("LC23", "LC27")
OWN_ONLY = ("LC24",)


def office_culture(book: Book, rng: Random, names: Iterator[str]) -> None:
    """Lào Cai 2022: everything that the issue and a province have seen go wrong."""
    book.bodies.update({unit.code: unit.name for unit in book.units})
    draft_nominees(book, rng, names)
    _ties(book)
    _gaps(book)
    honours(book)
    _reviews_and_nominations(book, rng)
    _scores(book)
    _votes(book)
    _decisions(book)


def _ties(book: Book) -> None:
    """Equal in every criterion; what then decides is size, work, a decision or nothing."""
    for first, second in (
        ("LC14-01", "LC14-02"),
        ("LC14-03", "LC14-04"),
        ("LC15-01", "LC15-02"),
        ("LC15-03", "LC15-04"),
        ("LC02-01", "LC02-02"),
    ):
        same_ballots(book, first, second)


def _gaps(book: Book) -> None:
    """Cells that lack, one kind each, and headers that lack for all of a unit."""
    _lack(book, "LC05-01", "bao_cao_07", book.label("bao_cao_07", "khong"))
    _lack(book, "LC05-02", "qd_sang_kien")
    _lack(book, "LC05-03", "qd_cchc")
    _lack(book, "LC29-01", "tom_tat", blocks=("appraisal",))
    book.entries["LC29-01"].title = ""
    for unit in ("LC26", "LC28"):
        for entry in book.of_unit(unit):
            entry.blocked.update(PROVINCE)
            entry.faulty.add(NOMINATE)
    _fact(book, "LC06", "khong-dung-kenh")
    _fact(book, "LC07", "thieu-ban-giay")
    _fact(book, "LC08", "tre-han-de-nghi")
    _fact(book, "LC30", "khai-khong-trinh")
    for entry in book.of_unit("LC08"):
        entry.late = True


def _lack(
    book: Book, entry_id: str, field: str, typed: Typed = None, blocks: tuple[str, ...] = PROVINCE
) -> None:
    entry = book.entries[entry_id]
    entry.typed[field] = typed
    entry.blocked.update(blocks)
    entry.faulty.add(NOMINATE)


def _fact(book: Book, unit: str, rule: str) -> None:
    for entry in book.of_unit(unit):
        entry.facts.add(rule)


def _reviews_and_nominations(book: Book, rng: Random) -> None:
    reviews(book, rng)
    conferences(book, rng)
    _nominations(book)


def _head(book: Book, code: str) -> dict[str, str]:
    """The head of a nomination: Tờ trình and Biên bản, where they are not forgotten."""
    unit, number = book.unit(code), int(code[-2:])
    if code in OWN_ONLY:
        return {"trinh_tinh": book.label("trinh_tinh", "khong")}
    head = {
        "trinh_tinh": book.label("trinh_tinh", "co"),
        "so_to_trinh": f"{40 + number}/TTr-{unit.symbol}",
        "ngay_to_trinh": typed_day(date(2022, 5, 10 + number % 6)),
        "so_bien_ban": f"{number:02d}/BB-HĐTĐKT",
        "ngay_bien_ban": typed_day(date(2022, 5, 5 + number % 4)),
    }
    if code == "LC26":
        del head["so_bien_ban"], head["ngay_bien_ban"]
    if code == "LC28":
        del head["ngay_to_trinh"]
    if code == "LC30":
        head = {"trinh_tinh": book.label("trinh_tinh", "khong")}
    return head


def _nominations(book: Book) -> None:
    states = book.senders.setdefault(NOMINATE, {})
    states |= dict.fromkeys(NOTHING, "nil") | dict.fromkeys(SILENT, "missing") | {"LC08": "late"}
    for number, unit in enumerate(book.units):
        day = date(2022, 5, 11 + number % 8)
        if unit.code in SILENT:
            continue
        if unit.code in NOTHING:
            head = {"trinh_tinh": book.label("trinh_tinh", "khong")}
            nothing = Filling(header=head, nil=True, saved_at=moment(day))
            add_return(book, NOMINATE, unit.code, day, nothing, channel=ONLINE)
        else:
            _nomination(book, unit.code, day)


def _nomination(book: Book, code: str, day: date) -> None:
    """The list of a unit, the versions before it, and its paper set."""
    if code == "LC08":
        day = date(2022, 5, 23)
    if code == "LC16":
        _damaged(book, code, date(2022, 5, 10))
    channel = {"LC06": MAIL}.get(code, POST if int(code[-2:]) % 5 == 2 else ONLINE)
    if code == "LC04":
        _mended(book, code, day, date(2022, 6, 17))
    file = "" if code == "LC04" else _send(book, code, day, channel)
    if code == "LC12":
        copied = Filling(saved_at=moment(day))
        rows = len(book.of_unit(code))
        add_return(
            book, NOMINATE, code, day, copied, name="gui-lai/LC12 (1).xlsx", status="duplicate",
            spoil=f"copy:{file}", rows=rows, channel=channel,
        )  # fmt: skip
    if code != "LC07":
        book.arrive(NOMINATE, code, "", day, channel=PAPER, number=f"{700 + int(code[-2:])}/HS-BG")


def _send(book: Book, code: str, day: date, channel: str, **more: str) -> str:
    entries = book.of_unit(code)
    filling = Filling(header=_head(book, code), rows=registered_rows(entries), saved_at=moment(day))
    incomplete = sum(NOMINATE in entry.faulty for entry in entries)
    return add_return(
        book, NOMINATE, code, day, filling, channel=channel, incomplete=incomplete, **more  # type: ignore[arg-type]  # keyword pass-through
    )  # fmt: skip


def _mended(book: Book, code: str, first: date, second: date) -> None:
    """A first dossier without Tờ trình and two decision numbers; its correction pack mends it."""
    rows = registered_rows(book.of_unit(code))
    mends = {f"{code}-01": "qd_cchc", f"{code}-02": "qd_khen"}
    head = _head(book, code)
    added = {name: head.pop(name) for name in ("so_to_trinh", "ngay_to_trinh")}
    mended = {entry: {name: rows[entry].pop(name)} for entry, name in mends.items()}
    filling = Filling(header=head, rows=rows, saved_at=moment(first))
    add_return(
        book, NOMINATE, code, first, filling, name=f"{code} lan 1.xlsx", status="superseded",
        channel=ONLINE,
    )  # fmt: skip
    filling = Filling(header=added, rows=mended, saved_at=moment(second))
    add_return(
        book, NOMINATE, code, second, filling, name=f"{code} bo sung.xlsx", spoil="pack",
        rows=len(rows), channel=ONLINE, step=book.campaign.scoring()[0].id,
    )  # fmt: skip


def _damaged(book: Book, code: str, day: date) -> None:
    """A transfer that broke off, and a Word file instead of the workbook."""
    nothing = Filling(saved_at=moment(day))
    add_return(
        book, NOMINATE, code, day, nothing, name=f"{code} hong.xlsx", sender="",
        status="rejected", spoil="truncate", rows=0, channel=ONLINE,
    )  # fmt: skip
    add_return(
        book, NOMINATE, code, day, nothing, name=f"{code} to trinh.docx", source="", sender="",
        status="rejected", spoil="docx", rows=0, channel=ONLINE,
    )  # fmt: skip


def _scores(book: Book) -> None:
    """Every council scores its own; one member of three is silent, one abstains, one slips."""
    book.silent.add("HD183")
    book.marks["HD015", "LC01-05"] = "abstain"
    book.marks["HD054", "LC05-04"] = "conflict"
    book.slips["HD104", "LC10-03"] = {1: 30}
    cast_ballots(book)
    for stage in book.campaign.scoring():
        states = book.senders.setdefault(stage.id, {})
        for number, member in enumerate(book.members):
            before = len(book.returns)
            day = date(2022, 6, 16 + number % 4)
            if member.code not in book.silent:
                scoring(book, member.code, day, stage=stage.id, style=_style(member.code))
            if len(book.returns) == before:
                states[member.code] = "not-expected"
        for code in book.silent:
            asked = any(e.subject in stage.subjects for e in book.of_unit(f"LC{code[2:4]}"))
            states[code] = "missing" if asked else "not-expected"


def _style(code: str) -> str:
    return "text" if code in ("HD022", "HD141") else ""


def _votes(book: Book) -> None:
    """The minutes of every council; one has two lines that differ, one nominee no line at all."""
    for entry_id, entry in sorted(book.entries.items()):
        for award, (votes, voters) in entry.votes.items():
            if award in PROVINCE:
                _vote(book, entry_id, award, votes, voters)
    _vote(book, "LC19-01", CERTIFICATE, 1, COUNCILS["LC19"])
    del book.entries["LC19-01"].votes[CERTIFICATE]  # two lines that differ: none counts


def _vote(book: Book, entry_id: str, award: str, votes: int, voters: int) -> None:
    book.decide(
        "final",
        kind="bieu-quyet",
        entry=entry_id,
        award=award,
        votes=Decimal(votes),
        voters=Decimal(voters),
        reason="Kết quả bỏ phiếu của Hội đồng TĐKT",
        basis=f"Biên bản họp Hội đồng TĐKT {book.unit(entry_id[:4]).short}",
        signatory="Chủ tịch Hội đồng TĐKT",
        dated=date(2022, 6, 21),
    )


def _decisions(book: Book) -> None:
    settled: dict[str, str | date] = {
        "basis": "Biên bản họp Hội đồng TĐKT tỉnh ngày 23/6/2022",
        "signatory": "Thường trực Hội đồng TĐKT tỉnh",
        "dated": date(2022, 6, 23),
    }
    book.decide(
        "final", kind="chon", entry="LC15-04", award=CERTIFICATE,
        reason="Bằng điểm; công tác tại vùng sâu nhiều năm", **settled,
    )  # fmt: skip
    book.decide(
        "final", kind="chon", entry="LC21-02", award=CERTIFICATE,
        reason="Chỉ tiêu 01 tập thể hoặc 01 cá nhân: chọn cá nhân trực tiếp tham mưu", **settled,
    )  # fmt: skip
    book.entries["LC17-01"].paused = True
    book.decide(
        "final", kind="tam-dung", entry="LC17-01",
        reason="Đang xem xét đơn khiếu nại, chờ kết luận", **settled,
    )  # fmt: skip
