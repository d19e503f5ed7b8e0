"""The page, its parts and the manifest, as a browser fetches them."""

from __future__ import annotations

import re
import struct
import zlib
from xml.etree import ElementTree

import pytest

from tests.xladdin.server.client import Client
from xladdin.server.door import ACTIONS, ADDIN_ID, SIZES
from xladdin.server.guard import WORDS
from xladdin.server.icons import ICONS, picture
from xladdin.server.manifest import manifest, origin_of

_OFFICE = "{http://schemas.microsoft.com/office/appforoffice/1.1}"
_OVERRIDES = "{http://schemas.microsoft.com/office/taskpaneappversionoverrides}"
_BASIC = "{http://schemas.microsoft.com/office/officeappbasictypes/1.0}"


def test_everything_the_page_names_is_there(server: Client) -> None:
    page = server.ask("GET", "/taskpane.html")
    assert page.status == 200
    text = page.body.decode()
    named = re.findall(r'(?:src|href)="([^"]+)"', text)
    assert len(named) == 7
    assert [name for name in named if server.ask("GET", name).status != 200] == []
    assert "http" not in re.sub(r"http-equiv", "", "".join(named))  # nothing from other servers


def test_what_the_scripts_import_is_there(server: Client) -> None:
    start = "/static/js/custom-scripts/index.js"
    source = server.ask("GET", start).body.decode()
    parts = re.findall(r'from "\./([a-z-]+\.js)"', source)
    assert len(parts) > 10
    base = start.rsplit("/", 1)[0]
    assert [part for part in parts if server.ask("GET", f"{base}/{part}").status != 200] == []


def test_the_words_are_those_of_the_catalogue(server: Client) -> None:
    words = server.ask("GET", "/thidua/words.json").json
    assert set(words) == set(WORDS)
    assert "{sheet}" in words["ADD-006"]


def test_the_script_says_no_words_of_its_own(server: Client) -> None:
    """Every sentence is in the catalogue; every code it names is sent to it."""
    script = server.ask("GET", "/static/js/thidua.js").body.decode()
    assert set(re.findall(r'"(ADD-[0-9]{3})"', script)) == set(WORDS)


def test_the_script_ties_every_button(server: Client) -> None:
    script = server.ask("GET", "/static/js/thidua.js").body.decode()
    tied = dict(
        re.findall(r'"(thidua-[a-z]+)": (?:\(\) => press\("([a-z_]+)"\)|openGuide)', script)
    )
    assert tied == {action.function: action.script for action in ACTIONS}


def test_the_manifest_is_served(server: Client) -> None:
    found = server.ask("GET", "/manifest.xml")
    assert found.body.decode() == manifest(f"http://localhost:{server.port}")


def test_the_guide_is_a_page(server: Client) -> None:
    guide = server.ask("GET", "/thidua/huong-dan")
    assert (guide.status, guide.headers["content-type"]) == (200, "text/html; charset=utf-8")


def _references(tree: ElementTree.Element) -> tuple[set[str], set[str]]:
    used = {node.attrib["resid"] for node in tree.iter() if "resid" in node.attrib}
    made = {
        node.attrib["id"]
        for kind in ("Image", "Url", "String")
        for node in tree.iter(f"{_BASIC}{kind}")
        if "id" in node.attrib
    }
    return used, made


def test_the_manifest_names_what_it_uses() -> None:
    tree = ElementTree.fromstring(manifest("https://thidua.example:8443/"))
    used, made = _references(tree)
    assert used == made
    assert tree.findtext(f"{_OFFICE}Id") == ADDIN_ID
    assert re.fullmatch(r"[0-9]+([.][0-9]+){3}", tree.findtext(f"{_OFFICE}Version") or "")
    functions = [node.text for node in tree.iter(f"{_OVERRIDES}FunctionName")]
    assert functions == [action.function for action in ACTIONS]
    urls = [value for node in tree.iter() for value in node.attrib.values() if "://" in value]
    ours = [url for url in urls if url.startswith("https://thidua.example:8443/")]
    assert [url for url in urls if url not in ours and "microsoft.com" not in url] == []
    assert max(len(made_id) for made_id in made) <= 32  # the limit of a resid


def test_every_picture_of_the_manifest_is_drawn() -> None:
    for url in re.findall(r"/thidua/icons/([a-z]+)-([0-9]+)\.png", manifest("https://a.example")):
        assert (url[0] in ICONS, int(url[1]) in SIZES) == (True, True)


@pytest.mark.parametrize("name", ICONS)
@pytest.mark.parametrize("size", SIZES)
def test_a_picture_is_a_png_with_something_on_it(name: str, size: int) -> None:
    data = picture(name, size)
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) == (size, size)
    start = data.index(b"IDAT")
    (length,) = struct.unpack(">I", data[start - 4 : start])
    rows = zlib.decompress(data[start + 4 : start + 4 + length])
    assert len(rows) == size * (4 * size + 1)
    inked = sum(
        rows[r * (4 * size + 1) + 4 + 4 * c] > 127 for r in range(size) for c in range(size)
    )
    assert 0.03 < inked / size**2 < 0.5


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://thidua.xa.vn", "https://thidua.xa.vn"),
        ("https://thidua.xa.vn:8443/", "https://thidua.xa.vn:8443"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_an_origin(url: str, origin: str) -> None:
    assert origin_of(url) == origin


@pytest.mark.parametrize(
    "url",
    ["thidua.xa.vn", "ftp://a.vn", "https://a.vn/x", "https://a.vn?x", "https://u@a.vn", "https://",
     'https://a"b', "https://a b.vn", "https://a.vn:99999"],
)  # fmt: skip
def test_what_is_no_origin(url: str) -> None:
    with pytest.raises(ValueError):
        origin_of(url)
