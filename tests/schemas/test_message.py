"""Every code has its words in every language, with the same placeholders, and they fit."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path

import pytest

from schemas import message
from schemas.finding import Finding, Severity
from schemas.message import (
    LANGUAGES,
    PARTS,
    Rendered,
    areas,
    asked,
    catalogue,
    cell_text,
    placeholders,
    render,
    text,
    title,
)

_OFFICE = re.compile(
    r"[Nn]hờ |[Hh]ỏi |nhan-ve|[Tt]ổng hợp lại|chạy lại|Cơ quan:|Đơn vị:|[a-z-]+\.(?:xlsx|json)"
)
_CODE = re.compile(r"[A-Z]{3,4}-[A-Za-z0-9:_-]+")
_TAGGED = [(lang, code) for lang in LANGUAGES for code in sorted(catalogue(lang))]


def test_every_language_has_the_same_areas_and_codes() -> None:
    assert areas("vi") == areas("en")
    assert {"fields", "prompts"} <= set(areas("vi"))


def test_every_code_is_well_formed() -> None:
    assert [code for code in catalogue("vi") if not _CODE.fullmatch(code)] == []


def test_every_entry_has_its_three_parts_and_nothing_strange() -> None:
    wrong = [
        (lang, code)
        for lang, code in _TAGGED
        if not {"title", "message", "remedy"} <= set(catalogue(lang)[code]) <= set(PARTS)
        or not catalogue(lang)[code]["message"]
    ]
    assert wrong == []


def test_placeholders_are_the_same_in_every_language() -> None:
    differing = [
        (code, part)
        for code, entry in catalogue("vi").items()
        for part in PARTS
        if placeholders(entry.get(part, "")) != placeholders(catalogue("en")[code].get(part, ""))
    ]
    assert differing == []


def test_placeholders_are_plain_names() -> None:
    names = {
        name
        for lang, code in _TAGGED
        for part in catalogue(lang)[code].values()
        for name in placeholders(part)
    }
    assert [name for name in sorted(names) if not re.fullmatch("[a-z][a-z_]*", name)] == []


def test_a_title_fits_the_title_of_an_alert() -> None:
    long = [
        (lang, code)
        for lang, code in _TAGGED
        if code[:4] in ("FLD-", "SCO-", "PRM-") and len(catalogue(lang)[code]["title"]) > 32
    ]
    assert long == []


def test_render_fills_every_part_and_falls_back_to_the_value() -> None:
    finding = Finding(
        code="FLD-024",
        severity=Severity.ERROR,
        value="05/01/2024",
        params={
            "label": "Ngày bắt đầu triển khai",
            "date": "05/01/2024",
            "other": "Ngày xét duyệt",
            "other_date": "08/01/2024",
        },
    )
    assert render(finding) == Rendered(
        title="Ngày không đúng thứ tự",
        message="“Ngày bắt đầu triển khai” (05/01/2024) sớm hơn “Ngày xét duyệt” (08/01/2024).",
        remedy="Kiểm tra lại cả hai ngày và sửa ngày chưa đúng.",
    )
    number = Finding(
        code="FLD-005", severity=Severity.ERROR, value="{abc}", params={"label": "Số người"}
    )
    assert render(number, "en").message == "“Số người”: “{abc}” is not a number."


def test_what_the_sender_is_asked_stands_in_words_to_the_sender() -> None:
    locked = Finding(code="FILE-ENCRYPTED", severity=Severity.ERROR)
    assert asked(locked, "en") == (
        "Take the password off (File › Info › Protect Workbook) and send the file again."
    )
    blank = Finding(code="FLD-015", severity=Severity.ERROR, params={"label": "Tên mô hình"})
    assert asked(blank) == render(blank).remedy == "Nhập nội dung vào ô."
    photo = {"looks_like": "@FILE-NOTZIP:image", "how": "@FILE-HOW:image"}
    sent = Finding(code="FILE-NOTZIP", severity=Severity.ERROR, params=photo)
    assert render(sent).remedy.startswith("Nhờ đơn vị gửi chính tệp Excel (.xlsx) đã điền;")
    assert asked(sent).startswith("Gửi chính tệp Excel (.xlsx) đã điền;")


def test_nothing_said_to_a_sender_speaks_to_the_office() -> None:
    spoken = [
        (code, entry.get("letter", entry["message" if ":" in code else "remedy"]))
        for code, entry in catalogue("vi").items()
        if code.startswith(("FILE-", "READ-", "FLD-", "SCO-")) or "letter" in entry
    ]
    assert len(spoken) > 150
    assert [code for code, said in spoken if _OFFICE.search(said)] == []


def test_a_missing_placeholder_is_an_error() -> None:
    with pytest.raises(KeyError, match="label"):
        render(Finding(code="FLD-015", severity=Severity.ERROR))


def test_an_unknown_code_or_language_is_an_error() -> None:
    with pytest.raises(KeyError, match="FLD-999"):
        text("FLD-999")
    with pytest.raises(ValueError, match="'fr'"):
        text("FLD-015", "fr")


def test_text_title_and_cell_text_are_the_parts() -> None:
    params = {"label": "Tên mô hình"}
    assert text("FLD-015", **params) == "“Tên mô hình”: ô còn trống, đây là nội dung bắt buộc."
    assert title("FLD-015", "en") == "Required"
    assert cell_text("FLD-015", **params) == "Chưa nhập “Tên mô hình”."


def test_a_code_of_two_areas_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = {"AAA-001": {"title": "t", "message": "m", "remedy": "r"}}
    folder = tmp_path / "messages" / "vi"
    folder.mkdir(parents=True)
    for area in ("mot", "hai"):
        (folder / f"{area}.json").write_text(json.dumps(entry), "utf-8")
    monkeypatch.setattr(resources, "files", lambda package: tmp_path)
    message.catalogue.cache_clear()
    message._read.cache_clear()
    try:
        with pytest.raises(ValueError, match="AAA-001 stands in another area too"):
            catalogue("vi")
    finally:
        message._read.cache_clear()
        message.catalogue.cache_clear()


def test_what_somebody_typed_is_never_taken_for_a_text_of_ours() -> None:
    typed = "@FLD-041:comment"
    params = {"label": typed, "value": typed, "after": typed}
    finding = Finding(code="FLD-050", severity=Severity.INFO, value=typed, params=params)
    said = render(finding).message
    assert said.count(typed) == 2
    assert text("FLD-041:comment") in said
