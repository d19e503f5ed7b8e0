"""A run ended with SIGKILL, before any step on the file system or with half a file written.

``python -m bench.kills`` does the same at every step and at random moments; here some two dozen.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.machine.scene import ISSUE, MERGE, SEAL, Scene, Victims, made_scene, tree


@pytest.fixture(scope="module")
def victims() -> Iterator[Victims]:
    with Victims() as served:
        yield served


@pytest.fixture(scope="module", params=[MERGE, SEAL, ISSUE], ids=["merge", "seal", "issue"])
def scene(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return made_scene(tmp_path_factory.mktemp("scene"), request.param)


def test_killed_run_loses_nothing_and_the_next_one_completes_it(
    scene: Scene, victims: Victims, tmp_path: Path
) -> None:
    whole = victims.run(scene.copy(tmp_path / "dot"), scene.words, 0, "warm")
    whole = victims.run(scene.copy(tmp_path / "dot"), scene.words)
    assert whole.status in (0, 1)
    assert tree(tmp_path / "dot") == scene.after
    for number in range(9):
        at = 1 + number * (whole.steps - 1) // 8
        root = scene.copy(tmp_path / "dot")
        fault = "torn" if number % 2 else "kill"
        assert victims.run(root, scene.words, at, fault).status == -9
        if scene.words != ISSUE:
            scene.found(root)
        assert victims.run(root, scene.words).status in (0, 1)
        assert tree(root) == scene.after
