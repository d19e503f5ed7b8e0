"""The honours register of the office-culture demo: certain, doubtful and harmless lines."""

from __future__ import annotations

from datetime import date

from .plan import Book

__all__ = ["honours"]

FLAG_RULE, YEAR_RULE = "da-tang-co-cchc-2021", "da-khen-chuyen-de-2022"
_REFORM, _COVID, _RURAL = "cai-cach-hanh-chinh", "covid-19", "nong-thon-moi"
_FLAG_OF_PROVINCE, _CERTIFICATE, _OWN = "co-thi-dua-ubnd-tinh", "bang-khen-ubnd-tinh", "giay-khen"


def honours(book: Book) -> None:
    """The lines, and what each rule is to make of them."""
    _flags(book)
    _certain(book)
    _doubtful(book)
    _harmless(book)


def _line(book: Book, number: str, dated: date, award: str, movement: str, **more: object) -> None:
    line = {"award": award, "movement": movement, "number": number, "dated": dated, **more}
    book.honours.append(line)  # type: ignore[arg-type]  # values of a register


def _flags(book: Book) -> None:
    """Cờ CCHC of 2021: the town itself, and a department of a district."""
    for unit, name in (
        ("LC01", "UBND thành phố Lào Cai"),
        ("LC03", "Phòng Tài chính – Kế hoạch huyện Bảo Thắng"),
    ):
        _line(
            book, "412/QĐ-UBND", date(2022, 2, 15), _FLAG_OF_PROVINCE, _REFORM, subject="tap-the",
            name=name, unit=book.unit(unit).name, year="2021",
        )  # fmt: skip
    seeking = [e for e in book.entries.values() if e.chosen["hinh_thuc"] == "co-thi-dua"]
    for entry in seeking:  # the rule says nothing about who seeks no flag
        if entry.unit == "LC01":
            entry.facts.add(FLAG_RULE)
        if entry.unit == "LC03":
            entry.doubts.add(FLAG_RULE)


def _certain(book: Book) -> None:
    """Commended by a decision of 2022, with name, unit and year of birth; one says so itself."""
    for entry_id, movement in (("LC10-01", _COVID), ("LC28-02", _RURAL)):
        entry = book.entries[entry_id]
        _line(
            book, "655/QĐ-UBND", date(2022, 3, 21), _CERTIFICATE, movement, subject="ca-nhan",
            name=entry.name, unit=book.unit(entry.unit).name, born=_born(book, entry_id),
            year="2021",
        )  # fmt: skip
        entry.facts.add(YEAR_RULE)
    book.entries["LC28-02"].typed["da_khen"] = "655/QĐ-UBND ngày 21/3/2022"


def _doubtful(book: Book) -> None:
    """Another unit, no year of birth, no tone marks, a movement on no list, a word too much."""
    lines: tuple[tuple[str, dict[str, object]], ...] = (
        ("LC11-01", {"unit": "Sở Xây dựng"}),
        ("LC13-01", {"born": ""}),
        ("LC12-02", {"name": "Phong Nghiep vu Y So Y te"}),
        ("LC16-01", {"movement": "Chuyển đổi số, chính quyền điện tử"}),
    )
    for entry_id, other in lines:
        entry = book.entries[entry_id]
        said: dict[str, object] = {
            "subject": entry.subject,
            "name": entry.name,
            "unit": book.unit(entry.unit).name,
            "born": _born(book, entry_id),
            "year": "2021",
            "movement": _COVID,
            **other,
        }
        movement = str(said.pop("movement"))
        _line(book, "701/QĐ-UBND", date(2022, 4, 4), _CERTIFICATE, movement, **said)
        entry.doubts.add(YEAR_RULE)
    book.entries["LC13-02"].typed["da_khen"] = "88/QĐ-SGDĐT ngày 10/01/2022"
    book.entries["LC13-02"].doubts.add(YEAR_RULE)


def _harmless(book: Book) -> None:
    """Another person of the same name, an earlier decision, a movement that is not thematic."""
    namesake = book.entries["LC12-01"]
    _line(
        book, "655/QĐ-UBND", date(2022, 3, 21), _CERTIFICATE, _COVID, subject="ca-nhan",
        name=namesake.name, unit="Sở Xây dựng", born=str(int(_born(book, "LC12-01")) + 7),
        year="2021",
    )  # fmt: skip
    earlier = book.entries["LC04-02"]
    _line(
        book, "2890/QĐ-UBND", date(2021, 11, 30), _CERTIFICATE, _RURAL, subject="ca-nhan",
        name=earlier.name, unit=book.unit("LC04").name, born=_born(book, "LC04-02"), year="2021",
    )  # fmt: skip
    yearly = book.entries["LC02-05"]
    _line(
        book, "120/QĐ-UBND", date(2022, 1, 18), _OWN, "khong-chuyen-de", subject="ca-nhan",
        name=yearly.name, unit=book.unit("LC02").name, born=_born(book, "LC02-05"), year="2021",
    )  # fmt: skip


def _born(book: Book, entry_id: str) -> str:
    """The year of birth as the nomination has it; empty for a collective."""
    typed = book.entries[entry_id].typed.get("ngay_sinh")
    return str(typed)[-4:] if typed else ""
