"""The guide behind "Trợ giúp": one page that holds everything, made in the user's profile."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from tests.sources import ROOT
from tests.xladdin.memory import opened
from xladdin import commands, guide
from xladdin.buttons import BUTTONS
from xladdin.guidepage import guide_page
from xladdin.profile import Profile

VOID = {"meta", "img", "br", "hr"}
GUIDE = ROOT / "docs" / "huong-dan.md"


class Reader(HTMLParser):
    """What a browser finds in the page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.sources: list[str] = []
        self.open: list[str] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if "href" in given else []
        self.sources += [given["src"]] if "src" in given else []

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture(scope="module")
def page() -> Reader:
    return Reader(guide_page(GUIDE))


def test_the_page_is_whole(page: Reader) -> None:
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))


def test_the_page_brings_everything_along(page: Reader) -> None:
    """No other file, nothing from the net; as many pictures as the guide shows."""
    shown = re.findall(r"!\[[^]]*\]\(([^)]*)\)", GUIDE.read_text("utf-8"))
    assert len(page.sources) == len(shown) > 0
    assert all(source.startswith("data:image/png;base64,") for source in page.sources)
    assert "<script" not in guide_page(GUIDE)


def test_every_chapter_is_in_the_contents_and_every_link_leads_somewhere(page: Reader) -> None:
    chapters = re.findall(r"^## (.*)$", GUIDE.read_text("utf-8"), re.MULTILINE)
    assert len(page.ids) == len(chapters)
    assert [unquote(link.removeprefix("#")) for link in page.links[: len(chapters)]] == page.ids
    assert {unquote(link) for link in page.links} <= {f"#{anchor}" for anchor in page.ids}


def test_the_guide_explains_every_button() -> None:
    text = GUIDE.read_text("utf-8")
    chapter = text.partition("## Các nút trên thẻ «Thi đua» trong Excel")[2].partition("\n## ")[0]
    assert [button.label for button in BUTTONS if f"**{button.label}**" not in chapter] == []


def test_the_headings_that_vietnamese_has_alike_keep_apart(tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    source.write_text("# A & B\n\n## Một\n\n## Một\n\n<b>x</b> [y](z.md) [w](#một)\n", "utf-8")
    made = guide_page(source)
    assert Reader(made).ids == ["một", "một-1"]
    assert "<title>A &amp; B</title>" in made
    assert "&lt;b&gt;x&lt;/b&gt; y <a href=" in made


def test_the_button_opens_the_page_without_a_workbook(tmp_path: Path) -> None:
    profile = Profile(root=tmp_path / "Nguyễn Thị Ánh")
    host = opened(None)
    guide.open_guide(host, profile)
    (path,) = host.opened
    assert path == profile.root / "huong-dan.html"
    assert path.read_text("utf-8") == guide_page(GUIDE)
    path.write_text("an older one", encoding="utf-8")
    guide.open_guide(host, profile)
    assert path.read_text("utf-8") == guide_page(GUIDE)


def test_an_installed_wheel_has_its_guide_inside(tmp_path: Path, monkeypatch: Any) -> None:
    inside = tmp_path / "_guide"
    inside.mkdir()
    (inside / "huong-dan.md").write_text("# Bản trong bộ cài đặt\n", encoding="utf-8")
    monkeypatch.setattr(guide, "_FOLDERS", (inside, tmp_path / "docs"))
    host = opened(None)
    guide.open_guide(host, Profile(root=tmp_path))
    assert "<h1>Bản trong bộ cài đặt</h1>" in host.opened[0].read_text("utf-8")


def test_a_guide_that_is_not_there_is_told(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(guide, "_FOLDERS", (tmp_path,))
    host = opened(None)
    commands.open_guide(host)
    assert host.told[0].startswith("Không mở được bản hướng dẫn (huong-dan.md).")


def test_a_guide_that_nothing_opens_or_takes_is_told(tmp_path: Path, monkeypatch: Any) -> None:
    host = opened(None)

    def refuse(path: Path) -> None:
        raise OSError("no program")

    monkeypatch.setattr(host, "open_file", refuse)
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    commands.open_guide(host)
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "file"))
    commands.open_guide(host)
    assert [told.startswith("Không mở được bản hướng dẫn (") for told in host.told] == [True] * 2
