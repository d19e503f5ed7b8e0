"""Where this door knows less than the file: there, and nowhere else, the verdicts differ."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from appraisal.spelling import is_respelled
from cli.checking import check_file
from schemas.message import render
from tests.limits.issued import faulty
from tests.xladdin.server.client import Client
from tests.xladdin.server.excel_model import model_of, payload_of
from tests.xladdin.server.test_verdict_served import expected, listed
from xladdin.refusal import sentence

_LINK = "xl/externalLinks/externalLink1.xml"
_MACROS = "xl/vbaProject.bin"


def with_part(name: str) -> bytes:
    """A form with faults and one more part in its file."""
    target = io.BytesIO(faulty("don-duong-2024", "dang-ky"))
    with zipfile.ZipFile(target, "a") as book:
        book.writestr(name, "<externalLink/>")
    return target.getvalue()


def served(server: Client, data: bytes, name: str) -> list[list[object]]:
    return [
        row[1:]
        for row in listed(server.press("check", payload_of(model_of(data, name))).json["actions"])[
            4:
        ]
    ]


def test_links_to_other_workbooks_are_not_seen(server: Client, tmp_path: Path) -> None:
    path = tmp_path / "DV01.xlsx"
    path.write_bytes(with_part(_LINK))
    findings = [one for one in check_file(path).findings if not is_respelled(one)]
    unseen = [finding for finding in findings if finding.code == "READ-011"]
    assert len(unseen) == 1
    rest = [finding for finding in findings if finding.code != "READ-011"]
    assert served(server, path.read_bytes(), path.name) == [row[1:] for row in expected(rest)]


def test_macros_are_told_by_the_ending(server: Client, tmp_path: Path) -> None:
    path = tmp_path / "DV01.xlsm"
    path.write_bytes(with_part(_MACROS))
    findings = [one for one in check_file(path).findings if not is_respelled(one)]
    assert "READ-010" in {finding.code for finding in findings}
    assert served(server, path.read_bytes(), path.name) == [row[1:] for row in expected(findings)]
    plain = served(server, path.read_bytes(), "DV01.xlsx")
    macros = next(f for f in findings if f.code == "READ-010")
    assert [row[3] for row in plain].count(render(macros, "vi").message) == 0
    assert len(plain) == len(findings) - 1


@pytest.mark.parametrize(("key", "code"), [("read_only", "ADD-005"), ("locked", "ADD-007")])
def test_what_cannot_be_written_is_told_first(key: str, code: str, server: Client) -> None:
    payload = payload_of(model_of(faulty("don-duong-2024", "dang-ky"), "DV01.xlsx"))
    payload["args"][0][key] = True
    (action,) = server.press("check", payload).json["actions"]
    assert action["args"] == ["thiduaTell", sentence(code, book="DV01.xlsx")]


def test_a_filter_is_told_and_nothing_is_done(server: Client) -> None:
    payload = payload_of(model_of(faulty("don-duong-2024", "dang-ky"), "DV01.xlsx"))
    payload["args"][0]["sheets"]["Đăng ký"]["filtered"] = True
    (action,) = server.press("check", payload).json["actions"]
    assert action["args"] == ["thiduaTell", sentence("ADD-182", sheet="Đăng ký")]
