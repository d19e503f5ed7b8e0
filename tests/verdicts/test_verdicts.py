"""Three gates, one verdict: a small trial of every class of input in every kind of field.

``python -m bench.verdicts`` is the large one. The seed is fixed; other seeds belong there.
"""

from __future__ import annotations

from pathlib import Path

from tests.verdicts.books import preset_books, random_book
from tests.verdicts.trial import MERGE_ONLY, Trial

SEEDS = (2024, 2025, 2026, 2038)
"""The last one prints columns of an earlier stage that rules look at."""


def test_workbook_rules_and_check_agree_on_every_cell(libreoffice: Path, tmp_path: Path) -> None:
    trial = Trial(tmp_path)
    trial.run([random_book(seed, 12) for seed in SEEDS])
    assert "\n".join(trial.wrong[:20]) == ""
    assert list(trial.table.thin(2)) == []
    assert list(trial.table.one_sided()) == []
    rare = {"a rule that looks at a cell that waits"}  # the large trial counts those
    assert set(trial.waiting) | rare == set(MERGE_ONLY)
    assert trial.cells > 4_000


def test_they_agree_in_every_form_of_every_built_in_campaign(
    libreoffice: Path, tmp_path: Path
) -> None:
    trial = Trial(tmp_path)
    books = list(preset_books(SEEDS[0], 12, design=False))
    trial.run(books)
    assert "\n".join(trial.wrong[:20]) == ""
    assert len(books) == 12
    assert trial.cells > 1_200
