"""Texts of models: titles, novelty and expected results by field of work, from ``models.txt``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field as _field
from importlib import resources
from random import Random

__all__ = ["Idea", "Library", "ModelText", "TextWriter", "read_library"]

_RANGE = re.compile(r"\{(\d+)-(\d+)\}")
_SUFFIX = re.compile(r" \((xa|cq|ca|qs)\)$")


@dataclass(slots=True, kw_only=True)
class Idea:
    """One idea: titles with where each fits (a mark of ``models.txt``), novelty, results."""

    field: str
    titles: list[tuple[str, str]] = _field(default_factory=list)
    novelty: list[str] = _field(default_factory=list)
    results: list[str] = _field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Library:
    """Ideas in file order and, per field of work, opening, linking and closing sentences."""

    ideas: list[Idea] = _field(default_factory=list)
    openings: dict[str, list[str]] = _field(default_factory=dict)
    links: dict[str, list[str]] = _field(default_factory=dict)
    closings: dict[str, list[str]] = _field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelText:
    """The text of one planned model; ``done`` is what the report says of it."""

    title: str
    field: str
    novelty: str
    expected: str
    done: str


def read_library() -> Library:
    """The ideas of ``models.txt``; ValueError where a line cannot be placed."""
    text = resources.files(__package__).joinpath("models.txt").read_text(encoding="utf-8")
    return _parsed(line for line in text.splitlines() if not line.startswith("#"))


def _parsed(lines: Iterable[str]) -> Library:
    library = Library()
    current = ""
    idea: Idea | None = None
    for line in lines:
        mark, body = line[:1], line[2:].strip()
        if line.endswith("]"):
            current, idea = line.strip("[]"), None
        elif not line.strip():
            idea = None
        elif mark in "~*!":
            kinds = {"~": library.openings, "*": library.links, "!": library.closings}
            kinds[mark].setdefault(current, []).append(body)
        elif mark in "=+>":
            if idea is None:
                idea = Idea(field=current)
                library.ideas.append(idea)
            _add(idea, mark, body)
        else:
            raise ValueError(line)
    return library


def _add(idea: Idea, mark: str, body: str) -> None:
    if mark == "=":
        found = _SUFFIX.search(body)
        idea.titles.append((_SUFFIX.sub("", body), found[1] if found else ""))
    else:
        (idea.novelty if mark == "+" else idea.results).append(body)


class TextWriter:
    """Hands out models, each title once; the same random source gives the same texts."""

    def __init__(self, library: Library, rng: Random) -> None:
        self._library = library
        self._rng = rng
        self._all = [(idea, title, where) for idea in library.ideas for title, where in idea.titles]
        rng.shuffle(self._all)
        self._left = list(self._all)
        self._used: dict[int, int] = {}
        self._written: set[str] = set()

    def write(self, where: str, fields: tuple[str, ...], place: str) -> ModelText:
        """A model for a unit of kind ``where``; ``fields`` by preference, then any field."""
        wanted = self._rng.choice(fields)
        idea, title = self._pick(where, (wanted, *fields), place)
        numbers = _Numbers(self._rng, place)
        bank = self._library
        rng = self._rng
        parts = [numbers.fill(text) for text in idea.novelty]
        if rng.random() < 0.55:
            parts.insert(0, numbers.fill(rng.choice(bank.openings[idea.field])))
        if rng.random() < 0.5:
            parts.append(numbers.fill(rng.choice(bank.links[idea.field])))
        results = [numbers.fill(text) for text in idea.results]
        if rng.random() < 0.4:
            results.append(rng.choice(bank.closings[idea.field]))
        return ModelText(
            title=title,
            field=idea.field,
            novelty=_joined(parts, rng),
            expected=_joined(results, rng),
            done=_report([numbers.fill(text) for text in idea.results], rng),
        )

    def _pick(self, where: str, fields: tuple[str, ...], place: str) -> tuple[Idea, str]:
        """The first title left that fits, ideas not yet used first; then titles with the place."""
        for wanted in (*fields, ""):
            fits = [item for item in self._left if _fits(item, where, wanted)]
            if fits:
                chosen = min(fits, key=lambda item: self._used.get(id(item[0]), 0))
                self._left.remove(chosen)
                self._used[id(chosen[0])] = self._used.get(id(chosen[0]), 0) + 1
                self._written.add(chosen[1])
                return chosen[0], chosen[1]
        for item in self._all:
            title = f"{item[1]} tại {place}"
            if _fits(item, where, "") and title not in self._written:
                self._all.remove(item)
                self._all.append(item)
                self._written.add(title)
                return item[0], title
        raise ValueError(f"no title left for {where}")


def _fits(item: tuple[Idea, str, str], where: str, field_id: str) -> bool:
    fitting = ("", where) if where in ("xa", "cq") else ("", where, "cq")
    return item[2] in fitting and field_id in ("", item[0].field)


@dataclass(frozen=True, slots=True)
class _Numbers:
    rng: Random
    place: str

    def fill(self, text: str) -> str:
        """Numbers for the ranges, the place for ``{noi}``."""
        drawn = _RANGE.sub(lambda m: str(self.rng.randint(int(m[1]), int(m[2]))), text)
        return drawn.replace("{noi}", self.place)


def _joined(parts: list[str], rng: Random) -> str:
    """One paragraph, or one dash line per sentence as clerks write with Alt+Enter."""
    if len(parts) > 2 and rng.random() < 0.35:
        return "\n".join(f"- {part}" for part in parts)
    return " ".join(parts)


_DONE = (
    "Đã triển khai đúng kế hoạch.",
    "Mô hình được duy trì thường xuyên từ khi triển khai đến nay.",
    "Đã sơ kết sáu tháng, được cấp ủy đánh giá tốt.",
)
_LATER = (
    "Còn khó khăn về kinh phí, đề nghị tiếp tục thực hiện năm sau.",
    "Đang nhân rộng ra các đơn vị cùng chức năng.",
    "Đạt và vượt dự kiến khi đăng ký.",
)


def _report(results: list[str], rng: Random) -> str:
    parts = [rng.choice(_DONE), *(f"Kết quả: {text}" for text in results[:1]), *results[1:]]
    if rng.random() < 0.6:
        parts.append(rng.choice(_LATER))
    return _joined(parts, rng)
