"""A memory changes how long a merge takes and nothing else, whatever became of it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cli.cachefolder import ENVIRONMENT
from cli.merging import merge_workspace
from cli.reading import remembered as kept
from cli.reading.pool import Outcome, Progress, read_all
from cli.reading.remembered import Remembered, reading_fingerprint, remembered
from cli.reading.worker import Reader
from tests.cli.office import AFTER, intake, open_office
from tests.cli.reading.readers import obeying
from tests.cli.spoiling import filled
from tests.machine.scene import tree

KEY, PRINT = bytes(range(32)), b"f" * 32
CONTENTS = (b"a", b"bb", b"fail", b"a")


class _Here:
    """Reads in this process and counts; a file that says ``fail`` has no answer."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(
        self, files: Sequence[tuple[Path, str]], reader: Reader, progress: Progress | None
    ) -> tuple[Outcome, ...]:
        return tuple(self._one(path, name, reader) for path, name in files)

    def _one(self, path: Path, name: str, reader: Reader) -> Outcome:
        self.asked.append(name)
        data = path.read_bytes()
        digest = sha256(data).hexdigest()
        if data == b"fail":
            return Outcome(code="FILE-SLOW", sha256=digest)
        return Outcome(value=reader(data, name), sha256=digest)


def _files(folder: Path, *contents: bytes) -> list[tuple[Path, str]]:
    for number, content in enumerate(contents):
        (folder / f"{number}").write_bytes(content)
    return [(folder / f"{number}", f"tệp {number}") for number in range(len(contents))]


def _read(
    path: Path, files: Sequence[tuple[Path, str]], key: bytes = KEY, mark: bytes = PRINT
) -> tuple[tuple[Outcome, ...], list[str]]:
    """What is found with the memory at a path, and what had to be read for it."""
    here = _Here()
    found = Remembered(path, key, mark).read(here, files, obeying)
    return found, here.asked


def test_only_what_is_new_is_read(tmp_path: Path) -> None:
    files, path = _files(tmp_path, *CONTENTS), tmp_path / "kept"
    first, asked = _read(path, files)
    assert asked == ["tệp 0", "tệp 1", "tệp 2", "tệp 3"]
    again, asked = _read(path, files)
    assert (again, asked) == (first, ["tệp 2"])
    (tmp_path / "1").write_bytes(b"other")
    changed, asked = _read(path, [*files, *_files(tmp_path, *CONTENTS[:1], b"other")[:0]])
    assert (changed[1].value, asked) == (("tệp 1", 5), ["tệp 1", "tệp 2"])


def test_a_file_is_known_by_its_name_too(tmp_path: Path) -> None:
    """What is said of a file names it: another name is another answer."""
    files, path = _files(tmp_path, *CONTENTS), tmp_path / "kept"
    _read(path, files)
    renamed = [(files[0][0], "khác"), *files[1:]]
    found, asked = _read(path, renamed)
    assert (found[0].value, asked) == (("khác", 1), ["khác", "tệp 2"])


def test_what_is_gone_is_forgotten(tmp_path: Path) -> None:
    files, path = _files(tmp_path, *CONTENTS), tmp_path / "kept"
    _read(path, files)
    _read(path, files[1:])
    assert _read(path, files)[1] == ["tệp 0", "tệp 2"]


def test_another_key_or_fingerprint_knows_nothing(tmp_path: Path) -> None:
    files, path = _files(tmp_path, *CONTENTS), tmp_path / "kept"
    first, _ = _read(path, files)
    for key, mark in ((bytes(32), PRINT), (KEY, bytes(32))):
        assert _read(path, files, key, mark) == (first, ["tệp 0", "tệp 1", "tệp 2", "tệp 3"])


def test_a_file_that_cannot_be_read_now_is_asked_for(tmp_path: Path) -> None:
    files, path = _files(tmp_path, b"a", b"bb"), tmp_path / "kept"
    expected = read_all(files, obeying)
    assert Remembered(path, KEY, PRINT).read(read_all, files, obeying) == expected
    (tmp_path / "0").unlink()
    gone, known = Remembered(path, KEY, PRINT).read(read_all, files, obeying)
    assert (gone.code, known.value) == ("WSP-029", ("tệp 1", 2))


def test_progress_counts_known_and_new_files_once(tmp_path: Path) -> None:
    files, path = _files(tmp_path, b"a", b"bb", b"ccc"), tmp_path / "kept"
    Remembered(path, KEY, PRINT).read(read_all, files[:2], obeying)
    told: list[tuple[int, int]] = []
    Remembered(path, KEY, PRINT).read(read_all, files, obeying, lambda *step: told.append(step))
    assert told == [(1, 3), (2, 3), (3, 3)]


_SPOILING = st.one_of(
    st.tuples(st.just("cut"), st.integers(0, 400), st.just(0)),
    st.tuples(st.just("flip"), st.integers(0, 400), st.integers(1, 255)),
    st.tuples(st.just("grow"), st.just(0), st.integers(0, 255)),
    st.tuples(st.just("other"), st.just(0), st.integers(0, 255)),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spoiling=_SPOILING)
def test_whatever_became_of_it_the_same_is_found(
    spoiling: tuple[str, int, int], tmp_path: Path
) -> None:
    """Every byte counts: one that is cut, altered or added makes it no memory at all."""
    files, path = _files(tmp_path, *CONTENTS), tmp_path / "kept"
    path.unlink(missing_ok=True)
    first, _ = _read(path, files)
    data = bytearray(path.read_bytes())
    kind, at, by = spoiling
    match kind:
        case "cut":
            del data[at % len(data) :]
        case "flip":
            data[at % len(data)] ^= by
        case "grow":
            data.append(by)
        case _:
            data[:] = bytes([by]) * len(data)
    path.write_bytes(data)
    assert _read(path, files) == (first, ["tệp 0", "tệp 1", "tệp 2", "tệp 3"])
    assert _read(path, files) == (first, ["tệp 2"])


def test_a_full_memory_keeps_what_has_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files, path = _files(tmp_path, *CONTENTS), tmp_path / "kept"
    monkeypatch.setattr(kept, "_MOST_BYTES", 80)
    first, _ = _read(path, files)
    again, asked = _read(path, files)
    assert again == first
    assert "tệp 0" not in asked and "tệp 3" in asked


def test_the_oldest_workspace_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = _files(tmp_path, b"a")
    monkeypatch.setattr(kept, "_MOST_FILES", 2)
    for number in range(3):
        path = tmp_path / f"{number}.returns"
        _read(path, files)
        os.utime(path, (number, number))
    assert sorted(path.name for path in tmp_path.glob("*.returns")) == ["1.returns", "2.returns"]


def test_the_fingerprint_tells_definitions_and_programs_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = {reading_fingerprint("a"), reading_fingerprint("a"), reading_fingerprint("b")}
    monkeypatch.setattr(kept, "program_version", lambda: "another")
    assert len(made | {reading_fingerprint("a")}) == 3


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One unit returned well, one with a fault; a third sent what is no workbook."""
    root = open_office(tmp_path_factory.mktemp("made") / "dot", intake=intake("DD01", "DD02"))
    returns = root / "nhan-ve" / "dang-ky"
    (returns / "DD01.xlsx").write_bytes(filled(unit="DD01"))
    (returns / "DD02.xlsx").write_bytes(filled(unit="DD02", tinh_moi=None))
    (returns / "DD03.xlsx").write_bytes(b"PK\x03\x04 half of a workb")
    return root


def _results(root: Path, *, cache: bool = True, day: date = AFTER) -> dict[str, bytes]:
    merge_workspace(root, day, cache=cache)
    return tree(root / "ket-qua")


def _untouched(folder: Path) -> None:
    """As the last merge left it."""


def _gone(folder: Path) -> None:
    shutil.rmtree(folder)


def _no_key(folder: Path) -> None:
    (folder / "key").unlink()


def _corrupt(folder: Path) -> None:
    (path,) = folder.glob("*.returns")
    data = path.read_bytes()
    path.write_bytes(data[:-20] + bytes(20))


def _cut(folder: Path) -> None:
    (path,) = folder.glob("*.returns")
    path.write_bytes(path.read_bytes()[:100])


def _unwritable(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_bytes(b"a file stands in its place")


def test_results_are_the_same_bytes_with_and_without(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever became of the memory, and also where a return changed and one was renamed since."""
    folder = tmp_path / "kept"
    monkeypatch.setenv(ENVIRONMENT, str(folder))
    root = Path(shutil.copytree(office, tmp_path / "dot"))
    plain = _results(root, cache=False)
    assert not folder.exists()
    for spoil in (None, _untouched, _corrupt, _cut, _no_key, _gone, _unwritable):
        if spoil:
            spoil(folder)
        assert _results(root) == plain
    folder.unlink()
    _results(root)
    returns = root / "nhan-ve" / "dang-ky"
    (returns / "DD02.xlsx").write_bytes(filled(unit="DD02"))
    (returns / "DD01.xlsx").rename(returns / "DD01 (lần 2).xlsx")
    changed = _results(root)
    assert changed == _results(root, cache=False) != plain


def test_a_merge_reads_nothing_twice(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "kept"))
    root = Path(shutil.copytree(office, tmp_path / "dot"))
    before = _results(root)
    asked: list[int] = []

    def reading(
        files: Sequence[tuple[Path, str]], reader: Reader, progress: Progress | None = None
    ) -> tuple[Outcome, ...]:
        asked.append(len(files))
        return read_all(files, reader, progress)

    monkeypatch.setattr("cli.intaking.read_all", reading)
    assert _results(root) == before
    definition = json.loads((root / "campaign.json").read_text("utf-8"))
    definition["title"] += " (sửa)"
    (root / "campaign.json").write_text(json.dumps(definition), "utf-8")
    _results(root)
    assert asked == [0, 3]


def test_without_a_folder_there_is_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, "off")
    assert remembered(Path(), "digest") is None
