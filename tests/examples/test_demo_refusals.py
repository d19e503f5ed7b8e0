"""What the command ``demo`` does not do, and how it says so."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from cli.commands.demo import command


def test_a_folder_with_files_is_refused(tmp_path: Path) -> None:
    kept = tmp_path / "giu-lai.txt"
    kept.write_text("việc khác", encoding="utf-8")
    answer = CliRunner().invoke(command, ["don-duong-2024", str(tmp_path)])
    assert answer.exit_code == 2
    assert "đã có tệp bên trong" in answer.output
    assert [path.name for path in tmp_path.iterdir()] == ["giu-lai.txt"]


def test_an_unknown_preset_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    answer = CliRunner().invoke(command, ["da-lat-2024", str(tmp_path / "a")])
    assert answer.exit_code == 2
    assert "don-duong-2024, lac-duong-2023" in answer.output
    assert list(tmp_path.iterdir()) == []
