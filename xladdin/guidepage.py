"""The guide as one page of HTML: Markdown in, everything inside the page, nothing from the net."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

__all__ = ["guide_page"]

_OUTSIDE = re.compile(r"(?:https?:|mailto:|#)")
_UNNAMED = re.compile(r"[^\w\- ]")
_KINDS = {".png": "image/png", ".jpg": "image/jpeg", ".svg": "image/svg+xml"}
_STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.55 "Segoe UI", "Noto Sans", Arial, sans-serif; color: #1f2933;
  max-width: 60rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem; }
h1, h2, h3 { line-height: 1.25; color: #12355b; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid #d5dde5; padding-bottom: .25rem; }
nav { background: #f3f6fa; border: 1px solid #d5dde5; border-radius: 6px;
  padding: .75rem 1.25rem; }
nav ol { margin: .25rem 0; padding-left: 1.4rem; columns: 2; column-gap: 2rem; }
nav li { break-inside: avoid; }
a { color: #0b5cad; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
th, td { border: 1px solid #c3ccd6; padding: .4rem .6rem; text-align: left;
  vertical-align: top; }
th { background: #e8eef6; }
code { font: .92em Consolas, "DejaVu Sans Mono", monospace; background: #f3f4f6;
  padding: 0 .2em; border-radius: 3px; }
img { max-width: 100%; border: 1px solid #d5dde5; }
@media print {
  body { font: 11pt/1.4 "Times New Roman", serif; max-width: none; padding: 0; }
  nav { background: none; }
  h2, h3 { break-after: avoid; }
  tr, img { break-inside: avoid; }
  thead { display: table-header-group; }
  a { color: inherit; text-decoration: none; }
}
"""


def guide_page(source: Path) -> str:
    """The page of a guide in Markdown; images beside it are taken in.

    A link to another file of the documentation, which is not brought along, becomes plain words.
    No HTML of the source is let through.
    """
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(source.read_text(encoding="utf-8"))
    chapters = list(_anchored(tokens))
    for token in tokens:
        if token.children:
            token.children = list(_self_contained(token.children, source.parent))
    title = next((token.content for token in tokens if token.type == "inline"), "")
    body = reader.renderer.render(tokens, reader.options, {})
    head, end, rest = body.partition("</h1>")
    return (
        '<!DOCTYPE html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"{head}{end}\n{_contents(chapters)}{rest}</body>\n</html>\n"
    )


def _anchored(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """Gives every chapter the anchor that GitHub gives it; the anchor and its words."""
    taken: set[str] = set()
    for opening, inline in pairwise(tokens):
        if opening.type != "heading_open" or opening.tag != "h2":
            continue
        first = _UNNAMED.sub("", inline.content.lower()).replace(" ", "-")
        anchor = first
        while anchor in taken:
            anchor = f"{first}-{len(taken)}"
        taken.add(anchor)
        opening.attrSet("id", anchor)
        yield anchor, inline.content


def _contents(chapters: Sequence[tuple[str, str]]) -> str:
    lines = "".join(f'<li><a href="#{a}">{escape(words)}</a></li>\n' for a, words in chapters)
    return f'<nav aria-label="Mục lục">\n<strong>Mục lục</strong>\n<ol>\n{lines}</ol>\n</nav>\n'


def _self_contained(children: Sequence[Token], folder: Path) -> Iterator[Token]:
    """The parts of a paragraph without what the page cannot bring along."""
    dropped = False
    for child in children:
        if child.type == "image":
            child.attrSet("src", _embedded(folder / str(child.attrGet("src"))))
        if child.type == "link_open":
            dropped = not _OUTSIDE.match(str(child.attrGet("href")))
        if dropped and child.type in {"link_open", "link_close"}:
            dropped = child.type == "link_open"
            continue
        yield child


def _embedded(image: Path) -> str:
    kind = _KINDS[image.suffix.lower()]
    return f"data:{kind};base64,{b64encode(image.read_bytes()).decode('ascii')}"
