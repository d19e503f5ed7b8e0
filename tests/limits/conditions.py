"""What lies over the cells of a sheet: conditional formats, validations, links, merged areas."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from tests.limits.area import Area, overlapping
from tests.limits.names import Book
from tests.limits.package import MAIN

__all__ = [
    "Judge",
    "condition_problems",
    "link_problems",
    "merge_problems",
    "validation_problems",
]

Judge = Callable[[str, str, int], Iterator[str]]
"""Formula, place, own row → problems."""

MAX_TITLE = 32
MAX_PROMPT = 255
MAX_ERROR = 225
MAX_VALIDATIONS = 65534
MAX_LINKS = 65530
MAX_TIP = 255
_TYPES = {"list", "whole", "decimal", "textLength", "custom", "date", "time"}
_LENGTHS = {"promptTitle": MAX_TITLE, "errorTitle": MAX_TITLE, "prompt": MAX_PROMPT,
            "error": MAX_ERROR}  # fmt: skip


def _areas(text: str) -> tuple[list[Area], list[str]]:
    """The areas of a list of references, and what is none."""
    found = {part: Area.of(part) for part in text.split()}
    areas = [area for area in found.values() if area]
    wrong = [f"not an area: {part}" for part, area in found.items() if not area]
    return areas, wrong or ([] if areas else ["no area"])


def condition_problems(sheet: Element, formats: int, judge: Judge) -> Iterator[str]:
    """Conditional formats: areas, formats, order, formulas."""
    priorities: set[str] = set()
    for group in sheet.findall(f"{MAIN}conditionalFormatting"):
        area = group.get("sqref", "")
        yield from (f"condition {area}: {told}" for told in _areas(area)[1])
        for rule in group:
            where = f"condition {area}"
            if rule.get("type") == "expression" and len(rule.findall(f"{MAIN}formula")) != 1:
                yield f"{where}: not one formula"
            if int(rule.get("dxfId", "-1")) not in range(formats):
                yield f"{where}: format {rule.get('dxfId')} of {formats}"
            priority = rule.get("priority", "")
            if priority in priorities or not priority.isdigit() or int(priority) < 1:
                yield f"{where}: priority {priority or 'missing'}"
            priorities.add(priority)
            for formula in rule.findall(f"{MAIN}formula"):
                yield from (
                    f"{where}: {told}" for told in judge(formula.text or "", "condition", 0)
                )


def validation_problems(sheet: Element, judge: Judge) -> Iterator[str]:
    """Data validations: kinds, texts, formulas, and that none lies over another."""
    whole = sheet.find(f"{MAIN}dataValidations")
    if whole is None:
        return
    if int(whole.get("count", "0")) != len(whole) or not 0 < len(whole) <= MAX_VALIDATIONS:
        yield f"validations: counts {whole.get('count')}, not {len(whole)}"
    all_areas: list[Area] = []
    for one in whole:
        where = f"validation {one.get('sqref')}"
        areas, wrong = _areas(one.get("sqref", ""))
        all_areas += areas
        yield from (f"{where}: {told}" for told in (*wrong, *_validation(one, judge)))
    for first, second in overlapping(all_areas):
        yield f"validations lie over each other: {first}, {second}"


def _validation(one: Element, judge: Judge) -> Iterator[str]:
    kind = one.get("type", "none")
    if kind not in {*_TYPES, "none"}:
        yield f"unknown kind {kind}"
    for key, most in _LENGTHS.items():
        if len(one.get(key, "")) > most:
            yield f"{key} of {len(one.get(key, ''))} characters, at most {most}"
    texts = [(one.findtext(f"{MAIN}formula{k}") or "") for k in (1, 2)]
    if kind != "none" and not texts[0]:
        yield "no formula"
    between = one.get("operator", "between") in ("between", "notBetween")
    if kind not in ("none", "list", "custom") and between and not texts[1]:
        yield "no second formula"
    for text in filter(None, texts):
        yield from judge(text, "validation", 0)
        if kind == "list" and not text.startswith('"') and any(sign in text for sign in "({"):
            yield f"a list that is neither a name nor a range: {text}"


def link_problems(sheet: Element, book: Book) -> Iterator[str]:
    """Links to places in the workbook lead to cells of its sheets."""
    links = sheet.findall(f"{MAIN}hyperlinks/{MAIN}hyperlink")
    if len(links) >= MAX_LINKS:
        yield f"{len(links)} links"
    for one in links:
        where, target = f"link {one.get('ref')}", one.get("location", "")
        if not Area.of(one.get("ref", "")):
            yield f"{where}: not an area"
        if max(len(one.get(key, "")) for key in ("tooltip", "location", "display")) > MAX_TIP:
            yield f"{where}: more than {MAX_TIP} characters"
        if target:
            name, _, place = target.rpartition("!")
            plain = name[1:-1].replace("''", "'") if name.startswith("'") else name
            if plain not in book.sheets or not Area.of(place):
                yield f"{where}: leads nowhere: {target}"


def merge_problems(sheet: Element) -> Iterator[str]:
    """Merged areas: several cells each, none over another, none half inside a table."""
    whole = sheet.find(f"{MAIN}mergeCells")
    if whole is None:
        return
    if int(whole.get("count", str(len(whole)))) != len(whole) or not len(whole):
        yield f"merged areas: counts {whole.get('count')}, not {len(whole)}"
    found = [(one.get("ref", ""), Area.of(one.get("ref", ""))) for one in whole]
    yield from (f"merged {text}: not an area" for text, area in found if not area)
    areas = [area for _, area in found if area]
    yield from (f"merged {text}: one cell" for text, area in found if area and area.size == 1)
    for first, second in overlapping(areas):
        yield f"merged areas lie over each other: {first}, {second}"
    table = sheet.find(f"{MAIN}autoFilter")
    head = None if table is None else Area.of(table.get("ref", ""))
    for area in areas:
        if head and area.meets(head) and area.bottom > head.top:
            yield f"merged inside the filtered table: {area}"
