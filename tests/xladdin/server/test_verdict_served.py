"""The second door gives the verdict of ``thidua check``: the same findings, one by one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from appraisal.spelling import is_respelled
from cli.checking import check_file
from schemas.finding import Finding
from tests.limits.issued import STAGES, faulty, full
from tests.xladdin.server.client import Client
from tests.xladdin.server.excel_model import calculated, model_of, payload_of
from tests.xladdin.test_verdict import spoiled
from xladdin.resultsheet import _block


def listed(actions: list[dict[str, Any]]) -> list[list[Any]]:
    """The lines of the sheet with the results: the widest block that is written."""
    blocks = [action["values"] for action in actions if action["func"] == "setValues"]
    return next((block for block in blocks if len(block[0]) == 6), [])


def expected(findings: list[Finding]) -> list[list[Any]]:
    """The lines that the desktop would write for these findings, heads and summary apart.

    What is only spelled otherwise is shown by another button.
    """
    return _block([finding for finding in findings if not is_respelled(finding)], "")[4:]


def served(server: Client, data: bytes, name: str = "DD03.xlsx") -> list[list[Any]]:
    answer = server.press("check", payload_of(model_of(data, name)))
    assert answer.status == 200, answer.body
    return listed(answer.json["actions"])[4:]


@pytest.mark.parametrize(("preset", "stage"), STAGES)
def test_faulty_forms_of_every_campaign(
    preset: str, stage: str, server: Client, tmp_path: Path
) -> None:
    path = tmp_path / "DV01.xlsx"
    path.write_bytes(faulty(preset, stage))
    wanted = list(check_file(path).findings)
    assert wanted
    assert served(server, path.read_bytes(), "DV01.xlsx") == expected(wanted)


@pytest.mark.parametrize(("preset", "stage"), STAGES)
def test_filled_forms_of_every_campaign(
    preset: str, stage: str, server: Client, tmp_path: Path
) -> None:
    path = tmp_path / "DV01.xlsx"
    path.write_bytes(full(preset, stage))
    wanted = list(check_file(path).findings)
    assert served(server, path.read_bytes(), "DV01.xlsx") == expected(wanted)


@pytest.mark.parametrize("seed", range(4))
def test_values_of_every_kind(seed: int, server: Client, tmp_path: Path) -> None:
    path = tmp_path / "DD03.xlsx"
    path.write_bytes(calculated(spoiled(seed)))
    wanted = list(check_file(path).findings)
    assert len(wanted) > 20
    assert served(server, path.read_bytes()) == expected(wanted)
