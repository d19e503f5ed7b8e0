"""The button "Tổng hợp": what is asked, what stands in the way, what is started."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.xladdin import memory
from tests.xladdin.memory import MemoryHost, Page, opened
from xladdin import commands
from xladdin.district import merging
from xladdin.district.lock import lock
from xladdin.profile import Profile
from xladdin.refusal import Refusal


class Desk:
    """A user before Excel: open workbooks, a folder to choose; what was started."""

    def __init__(self, root: Path, profile: Path) -> None:
        self.root = root
        self.profile = Profile(root=profile)
        self.host: MemoryHost = opened(None)
        self.host.folder = root
        self.started: list[list[str]] = []

    def open(self, path: Path, *, changed: bool = False) -> None:
        program = self.host.program
        assert program is not None
        book = memory.Book(program, path.name, str(path), [Page("Trang 1")], [])
        book.changed = changed
        program.others.append(book)

    def start(self, command: Sequence[str]) -> None:
        self.started.append(list(command))

    def press(self) -> None:
        merging.merge(self.host, self.profile, self.start)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    root = tmp_path / "Đợt thi đua 2024"
    (root / "nhan-ve").mkdir(parents=True)
    (root / "campaign.json").write_text("{}")
    return Desk(root, tmp_path / "profile")


def test_a_process_of_its_own_is_started_for_the_excel_at_hand(desk: Desk) -> None:
    desk.press()
    background = ["-m", "xladdin.district.background", str(desk.root), "--excel=1"]
    assert desk.started == [[sys.executable, "-I", "-X", "utf8", *background]]
    assert (desk.host.told, desk.host.asked) == ([], [])


def test_a_cancelled_dialog_does_nothing(desk: Desk) -> None:
    desk.host.folder = None
    desk.press()
    assert (desk.started, desk.host.told, desk.host.asked) == ([], [], [])


def test_the_dialog_starts_where_the_active_workbook_lies(desk: Desk) -> None:
    desk.open(desk.root / "nhan-ve" / "xã" / "a.xlsx")
    desk.press()
    assert [start for _, start in desk.host.dialogs] == [desk.root]


@pytest.mark.parametrize(
    "name", ["Tong-hop.xlsx", "De-nghi-khen-thuong.xlsx", "Tong-hop-bao-cao.xlsx", "bo-sung/A.xlsx"]
)
def test_an_open_result_is_told_before_anything_starts(desk: Desk, name: str) -> None:
    desk.open(desk.root / "ket-qua" / name)
    with pytest.raises(Refusal) as refused:
        desk.press()
    assert refused.value.code == "ADD-080"
    assert refused.value.params == {"files": f"– {Path('ket-qua') / name}"}
    assert desk.started == []


def test_results_of_others_and_sealed_ones_may_stay_open(desk: Desk, tmp_path: Path) -> None:
    desk.open(desk.root / "ket-qua" / "da-chot" / "abc" / "Tong-hop.xlsx")
    desk.open(tmp_path / "Đợt khác" / "ket-qua" / "Tong-hop.xlsx")
    desk.open(Path("Book1"))
    desk.press()
    assert len(desk.started) == 1


@pytest.mark.parametrize("answer", [True, False])
def test_unsaved_registers_are_asked_about(desk: Desk, answer: bool) -> None:
    desk.open(desk.root / "quyet-dinh.xlsx", changed=True)
    desk.open(desk.root / "don-vi.xlsx")
    desk.host.answer = answer
    desk.press()
    assert len(desk.started) == answer
    assert "– quyet-dinh.xlsx\n" in desk.host.asked[0]
    assert "don-vi.xlsx" not in desk.host.asked[0]


def test_a_second_click_is_told_that_a_merge_is_running(desk: Desk) -> None:
    with lock(desk.profile.lock_file(desk.root)), pytest.raises(Refusal) as refused:
        desk.press()
    assert (refused.value.code, desk.started) == ("ADD-072", [])
    desk.press()
    assert len(desk.started) == 1


def test_a_process_that_does_not_start_is_told(desk: Desk) -> None:
    def start(command: Sequence[str]) -> None:
        raise OSError(13, "Permission denied")

    with pytest.raises(Refusal) as refused:
        merging.merge(desk.host, desk.profile, start)
    assert refused.value.code == "ADD-084"
    assert refused.value.params == {"reason": "@WSP-004:denied"}


def test_the_button_says_its_refusals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "profile"))
    host = opened(None)
    host.folder = tmp_path
    commands.merge(host)
    assert host.told == [
        f"Thư mục “{tmp_path}” không phải thư mục của một đợt thi đua (không có tệp "
        "campaign.json).\n\nBấm lại nút rồi chọn thư mục đã tạo cho đợt: thư mục có "
        "campaign.json, nhan-ve và ket-qua."
    ]
    host.program = None
    commands.merge(host)
    assert host.told[1].startswith("Thi đua chỉ nối được với Excel khi có một tệp đang mở.")
