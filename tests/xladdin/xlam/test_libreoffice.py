"""LibreOffice, which shares nothing with us or with Excel, opens the add-in and sees it whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests import office
from xladdin.xlam.build import FILE_NAME, addin_modules, build_addin
from xladdin.xlam.recipe import recipe

pytestmark = pytest.mark.usefixtures("xlwings")


@pytest.fixture(scope="module")
def seen(libreoffice: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("Phần bổ trợ")
    source, answer = build_addin(folder / FILE_NAME), folder / "seen.json"
    job = {"source": source.as_uri(), "answer": str(answer)}
    printed = office.run_uno("xladdin.xlam.uno_modules", job)
    assert answer.is_file(), printed
    found: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
    return found


def _code(source: str) -> list[str]:
    """The lines without the attributes and options that LibreOffice adds or takes away."""
    lines = (line.rstrip() for line in source.splitlines())
    skipped = ("Attribute ", "Rem Attribute ", "Option VBASupport", "Option Compatible")
    return [line for line in lines if line and not line.startswith(skipped)]


def test_libreoffice_sees_every_module_with_its_kind(seen: dict[str, Any]) -> None:
    library = seen["modules"]["ThiduaAddin"]
    assert {name: kind for name, (kind, _) in library.items()} == {
        "ThisWorkbook": 4,
        "Sheet1": 4,
        "Sheet2": 4,
        "Thidua": 1,
        "xlwings": 1,
    }
    assert seen["compatible"] is True


@pytest.mark.parametrize("name", ["Thidua", "xlwings"])
def test_libreoffice_sees_the_same_code(seen: dict[str, Any], name: str) -> None:
    (module,) = (module for module in addin_modules(recipe()) if module.name == name)
    assert _code(seen["modules"]["ThiduaAddin"][name][1]) == _code(module.source)


def test_libreoffice_sees_the_settings_and_hides_them(seen: dict[str, Any]) -> None:
    rows = {key: value for key, value in seen["sheets"]["thidua.conf"]}
    assert rows == {"INTERPRETER_WIN": recipe().settings.interpreter, **recipe().messages}
    assert seen["visible"] == ["Thi đua"]
