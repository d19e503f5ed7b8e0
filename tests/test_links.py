"""Every relative link and image of the documents leads somewhere, anchors included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[1]
FOLDERS = ("docs", "bench", "packaging", "examples", "tests")
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *(page for name in FOLDERS for page in (ROOT / name).rglob("*.md"))]
)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:")
_UNNAMED = re.compile(r"[^\w\- ]")


@cache
def _tokens(document: Path) -> list[Token]:
    reader = MarkdownIt("commonmark").enable("table")
    return reader.parse(document.read_text(encoding="utf-8"))


def _targets(document: Path) -> Iterator[str]:
    for block in _tokens(document):
        for token in block.children or ():
            told = token.attrGet("src" if token.type == "image" else "href")
            if token.type in {"image", "link_open"} and isinstance(told, str):
                yield told


def _anchors(document: Path) -> set[str]:
    """As GitHub makes them: small letters, no signs, a hyphen for each blank, then numbers."""
    found: set[str] = set()
    tokens = _tokens(document)
    for opening, inline in pairwise(tokens):
        if opening.type != "heading_open":
            continue
        words = "".join(
            part.content for part in inline.children or () if part.type in {"text", "code_inline"}
        )
        first = _UNNAMED.sub("", words.strip().lower()).replace(" ", "-")
        name, number = first, 0
        while name in found:
            number += 1
            name = f"{first}-{number}"
        found.add(name)
    return found


def _faults(document: Path, root: Path = ROOT) -> Iterator[str]:
    for target in _targets(document):
        if _ELSEWHERE.match(target):
            continue
        path, _, anchor = unquote(target).partition("#")
        file = (document.parent / path).resolve() if path else document
        if not file.exists():
            yield f"{target}: no such file"
        elif not file.is_relative_to(root):
            yield f"{target}: outside of the project"
        elif anchor and anchor not in _anchors(file):
            yield f"{target}: no such heading"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_of_a_document_leads_somewhere(document: Path) -> None:
    assert list(_faults(document)) == []


def test_the_documents_have_links_and_pictures() -> None:
    """Else the test above would see nothing wherever the reader changed."""
    targets = {target for document in DOCUMENTS for target in _targets(document)}
    assert {"docs/addin.md", "images/addin-kiem-tra.png"} <= targets
    assert any("#" in target for target in targets)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("[x](nowhere.md)", "nowhere.md: no such file"),
        ("![x](images/no.png)", "images/no.png: no such file"),
        ("[x](#nothing)", "#nothing: no such heading"),
        ("[x](../beside.md)", "../beside.md: outside of the project"),
        ("[x](#a-b)", None),
        ("[x](https://example.org/nowhere)", None),
    ],
)
def test_a_broken_link_is_seen(tmp_path: Path, line: str, fault: str | None) -> None:
    (tmp_path / "beside.md").touch()
    page = tmp_path / "inside" / "page.md"
    page.parent.mkdir()
    page.write_text(f"# A `b`\n\n{line}\n", encoding="utf-8")
    assert list(_faults(page, page.parent)) == ([fault] if fault else [])
