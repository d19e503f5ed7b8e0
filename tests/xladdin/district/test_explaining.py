"""The button "Giải thích": which entry, which run, and a sheet that is the command's own words."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from cli.commands import explain as explain_command
from cli.commands import merge as merge_command
from tests.xladdin.district.workspace import MERGED_ON, merged_office, result
from tests.xladdin.memory import MemoryHost, Page
from xladdin import commands
from xladdin.district import explaining
from xladdin.district.explanation import Explained, explain_entry, link
from xladdin.profile import Profile
from xladdin.refusal import Refusal

REGISTER = "Biểu tổng hợp đăng ký"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return merged_office(tmp_path)


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile(root=tmp_path / "profile")


def _row_of(path: Path, sheet: str, entry: str) -> int:
    page = openpyxl.load_workbook(path)[sheet]
    return next(row[1].row for row in page.iter_rows() if row[1].value == entry)


def _at(workspace: Path, entry: str, column: str = "D", sheet: str = REGISTER) -> MemoryHost:
    path = workspace / "ket-qua" / "Tong-hop.xlsx"
    return result(path, sheet, f"{column}{_row_of(path, sheet, entry)}")


def _shown(host: MemoryHost) -> Page:
    """The only sheet of the new workbook."""
    assert host.program is not None
    (book,) = host.program.others
    (page,) = book.pages
    return page


def _column(page: Page, column: int) -> list[object]:
    last = max(row for row, _ in page.values)
    return [page.values.get((row, column)) for row in range(last + 1)]


def _printed(workspace: Path) -> str:
    run: str = json.loads((workspace / "ket-qua" / "results.json").read_text("utf-8"))["run"]
    return run


def _played(workspace: Path, run: str = "", **given: Any) -> Any:
    """What the command would say, without starting it; what it was asked is kept."""
    told = Explained(
        campaign="Đợt",
        run=run or _printed(workspace),
        entry="DD01-01",
        total=None,
        rank=None,
        lines=("HỒ SƠ DD01-01",),
    )

    def explained(folder: Path, entry: str, day: str) -> Explained:
        explained.asked = (folder, entry, day)  # type: ignore[attr-defined]  # for the test
        return replace(told, entry=entry, **given)

    return explained


def _notes(host: MemoryHost) -> list[object]:
    return [words for words in _column(_shown(host), 0) if str(words).startswith("CHÚ Ý: ")]


def test_the_sheet_is_what_the_command_says(workspace: Path, profile: Profile) -> None:
    """A real process; its words line by line, links to the returned file, headings in bold."""
    host = _at(workspace, "DD02-01")
    explaining.explain(host, profile)
    said = CliRunner().invoke(
        explain_command.command, ["DD02-01", "-C", str(workspace), "--as-of", str(MERGED_ON)]
    )
    lines = said.stdout.splitlines()
    page = _shown(host)
    words = [str(cell or "") for cell in _column(page, 0)]
    assert page.name == "Giải thích DD02-01"
    assert words[: -len(lines)] == [
        "GIẢI THÍCH DD02-01",
        "Đăng ký mô hình mới, cách làm sáng tạo năm 2024",
        f"Theo lần tổng hợp {_printed(workspace)}, tính đến ngày 11/01/2024. Tệp đang xem: "
        "Tong-hop.xlsx.",
        "",
    ]
    assert words[-len(lines) :] == lines
    bold = [words[row] for row, _ in sorted(page.bold)]
    assert bold == [words[0], lines[0], *(line for line in lines if line[:1].isdigit())]
    assert page.widths == {0: 90, 1: 24}
    file = workspace / "nhan-ve" / "dang-ky" / "Xã Ka Đô, lần 1.xlsx"
    row = next(row for row, line in enumerate(words) if line.startswith("  Tên mô hình: "))
    assert page.formulas[row, 1] == f'=HYPERLINK("{file}#\'Đăng ký\'!G11","Đăng ký!G11")'
    assert {place[1] for place in page.formulas} == {1}
    assert (host.told, host.asked) == ([], [])
    assert host.program is not None
    assert host.program.bar == ["Thi đua: đang tính lại để giải thích hồ sơ DD02-01…", False]


def test_the_day_of_the_run_in_hand_is_passed_on(workspace: Path, profile: Profile) -> None:
    explained = _played(workspace)
    explaining.explain(_at(workspace, "DD01-02"), profile, explained)
    assert explained.asked == (workspace, "DD01-02", "11/01/2024")


def test_returns_that_changed_since_are_told_first(workspace: Path, profile: Profile) -> None:
    """The real command again: a return more makes another run."""
    source = next((workspace / "phat-hanh" / "dang-ky").glob("DD03-*.xlsx"))
    (workspace / "nhan-ve" / "dang-ky" / "DD03.xlsx").write_bytes(source.read_bytes())
    host = _at(workspace, "DD01-01")
    explaining.explain(host, profile)
    (note,) = _notes(host)
    assert f"sau lần tổng hợp {_printed(workspace)}, là lần lập ra tệp" in str(note)
    assert (3, 0) in _shown(host).bold
    assert _shown(host).fills[3, 0].startswith("solid")


def test_a_sealed_workbook_is_explained_by_its_own_day(workspace: Path, profile: Profile) -> None:
    for words in (["--seal", "--as-of", "2024-01-11"], ["--as-of", "2024-02-01"]):
        CliRunner().invoke(merge_command.command, ["-C", str(workspace), *words])
    sealed = next((workspace / "ket-qua" / "da-chot").iterdir())
    path = sealed / "Tong-hop.xlsx"
    cell = f"A{_row_of(path, REGISTER, 'DD01-01')}"
    host = result(path, REGISTER, cell)
    explained = _played(workspace, sealed.name)
    explaining.explain(host, profile, explained)
    assert (explained.asked[2], _notes(host)) == ("11/01/2024", [])
    host = result(path, REGISTER, cell)
    explaining.explain(host, profile, _played(workspace, "0123456789ab"))
    changed, kept = _notes(host)
    assert "(mã 0123456789ab)" in str(changed)
    assert str(kept).startswith("CHÚ Ý: tệp đang xem là bản đã chốt.")


def test_a_copy_elsewhere_asks_for_the_workspace(
    workspace: Path, profile: Profile, tmp_path: Path
) -> None:
    path = tmp_path / "Bản chép.xlsx"
    path.write_bytes((workspace / "ket-qua" / "Tong-hop.xlsx").read_bytes())
    cell = f"A{_row_of(path, REGISTER, 'DD01-01')}"
    host = result(path, REGISTER, cell)
    explained = _played(workspace)
    explaining.explain(host, profile, explained)
    assert (len(host.dialogs), host.program and host.program.others) == (1, [])
    host.folder = workspace / "ket-qua"
    explaining.explain(host, profile, explained)
    assert explained.asked[0] == workspace
    assert _notes(host) == []


def test_a_run_that_nothing_is_known_of_is_told(workspace: Path, profile: Profile) -> None:
    host = _at(workspace, "DD01-01")
    run = _printed(workspace)
    for page in host.pages.values():
        page.footer = page.footer.replace(run, "fedcba987654")
    explaining.explain(host, profile, _played(workspace))
    (note,) = _notes(host)
    assert "(mã fedcba987654)" in str(note)


def test_a_footer_that_was_taken_away_is_told(workspace: Path, profile: Profile) -> None:
    host = _at(workspace, "DD01-01")
    for page in host.pages.values():
        page.footer = ""
    explaining.explain(host, profile, _played(workspace))
    (note,) = _notes(host)
    assert "(mã –)" in str(note)


@pytest.mark.parametrize(
    ("printed", "rank", "told", "notes"),
    [
        (92.63, 4.0, {"total": "92.63", "rank": 4}, []),
        (92.63, 4.0, {"total": "92.62", "rank": 4}, ["tổng điểm in ở dòng đang xem là 92,63"]),
        (92.63, 4.0, {"total": None, "rank": None}, ["tính lại là –", "thứ hạng in ở dòng"]),
        (None, None, {"total": "70", "rank": 1}, ["xem là –, tính lại là 70", "là –, tính lại"]),
        ("rút", None, {"total": "70", "rank": None}, ["tổng điểm in ở dòng đang xem là rút"]),
    ],
)
def test_a_printed_figure_that_differs_is_told(
    workspace: Path,
    profile: Profile,
    printed: object,
    rank: object,
    told: dict[str, Any],
    notes: list[str],
) -> None:
    sheet = "Bảng tổng hợp thẩm định"
    host = result(workspace / "ket-qua" / "Tong-hop.xlsx", sheet)
    page = host.pages[sheet]
    heads = {str(value): place for place, value in page.values.items() if isinstance(value, str)}
    row = heads["Mã hồ sơ"][0] + 1
    for head, value in (("Mã hồ sơ", "DD01-01"), ("Điểm TB", printed), ("Xếp hạng", rank)):
        page.values.pop((row, heads[head][1]), None)
        if value is not None:
            page.values[row, heads[head][1]] = value
    host.place_cursor(sheet, f"C{row + 1}")
    explaining.explain(host, profile, _played(workspace, **told))
    found = _notes(host)
    assert len(found) == len(notes)
    assert all(part in str(note) for part, note in zip(notes, found, strict=True))


def _refused(host: MemoryHost, profile: Profile, explained: Any = explain_entry) -> Refusal:
    with pytest.raises(Refusal) as refused:
        explaining.explain(host, profile, explained)
    assert host.program is not None
    assert host.program.others == []
    return refused.value


@pytest.mark.parametrize(
    ("sheet", "cell"), [(REGISTER, "A1"), ("Cân đối", "B6"), (REGISTER, "B900")]
)
def test_a_row_without_an_entry_says_where_to_go(
    workspace: Path, profile: Profile, sheet: str, cell: str
) -> None:
    host = result(workspace / "ket-qua" / "Tong-hop.xlsx", sheet, cell)
    assert _refused(host, profile).code == "ADD-088"


def test_a_form_is_no_result(workspace: Path, profile: Profile) -> None:
    form = next((workspace / "phat-hanh" / "dang-ky").iterdir())
    refusal = _refused(result(form, "Đăng ký", "B11"), profile)
    assert (refusal.code, refusal.params) == ("ADD-087", {"book": form.name})


def test_an_entry_of_another_campaign_is_told(workspace: Path, profile: Profile) -> None:
    host = _at(workspace, "DD01-01")
    page = host.pages[REGISTER]
    place = next(place for place, value in page.values.items() if value == "DD01-01")
    page.values[place] = "XX09-01"
    refusal = _refused(host, profile)
    assert refusal.code == "ADD-091"
    assert refusal.params == {"entry": "XX09-01", "folder": str(workspace)}


def test_a_workspace_without_results_says_what_to_do_first(
    workspace: Path, profile: Profile
) -> None:
    host = _at(workspace, "DD01-01")
    (workspace / "ket-qua" / "results.json").unlink()
    assert _refused(host, profile).code == "ADD-090"


def test_what_the_command_refuses_is_told(workspace: Path, profile: Profile) -> None:
    host = _at(workspace, "DD01-01")
    (workspace / "campaign.json").write_text("{", encoding="utf-8")
    refusal = _refused(host, profile)
    assert refusal.code == "ADD-092"
    assert refusal.params["problem"].startswith("campaign.json: ")
    assert host.program is not None
    assert host.program.bar[-1] is False


@pytest.mark.parametrize("answer", [True, False])
def test_of_several_entries_the_first_is_offered(
    workspace: Path, profile: Profile, answer: bool
) -> None:
    host = _at(workspace, "DD01-01", "D")
    page = host.pages[REGISTER]
    row = next(row for (row, _), value in page.values.items() if value == "DD01-01")
    page.values = {place: value for place, value in page.values.items() if place[0] != row}
    page.values[row, 3] = "So với DD02-01 (đồng hạng) và dd01-02."
    host.answer = answer
    explained = _played(workspace)
    explaining.explain(host, profile, explained)
    assert host.asked[0].startswith("Dòng này nêu nhiều hồ sơ: DD02-01, DD01-02.\n\nGiải thích")
    assert host.program is not None
    assert len(host.program.others) == answer
    assert not answer or explained.asked[1] == "DD02-01"


def test_the_selected_cell_decides(workspace: Path, profile: Profile) -> None:
    host = _at(workspace, "DD01-01", "E")
    page = host.pages[REGISTER]
    row = next(row for (row, _), value in page.values.items() if value == "DD01-01")
    page.values[row, 4] = " dd02-01 "
    explained = _played(workspace)
    explaining.explain(host, profile, explained)
    assert explained.asked[1] == "DD02-01"


def test_a_read_only_workbook_is_explained_a_chart_is_not(
    workspace: Path, profile: Profile
) -> None:
    host = _at(workspace, "DD01-01")
    host.hindrance = "ADD-005"
    explaining.explain(host, profile, _played(workspace))
    _shown(host)
    host = _at(workspace, "DD01-01")
    host.hindrance = "ADD-008"
    assert _refused(host, profile).code == "ADD-008"


def test_what_units_typed_never_becomes_a_formula(workspace: Path, profile: Profile) -> None:
    lines = ("HỒ SƠ DD01-01", '=HYPERLINK("http://x")', "+1", "-2", "@a", "12/3", "7,5", "true")
    host = _at(workspace, "DD01-01")
    explaining.explain(host, profile, _played(workspace, lines=lines))
    page = _shown(host)
    assert page.formulas == {}
    assert _column(page, 0)[-7:] == list(lines[1:])


def test_only_returns_are_linked_to(workspace: Path) -> None:
    returns = workspace / "nhan-ve"
    (returns / "a#1.xlsx").write_bytes(b"")
    (returns / "a.xlsm").write_bytes(b"")
    for name in ("../don-vi.xlsx", "nhan-ve/../don-vi.xlsx", "nhan-ve/none.xlsx", "nhan-ve/a.xlsm",
                 "nhan-ve/a#1.xlsx", "/etc/passwd.xlsx"):  # fmt: skip
        assert link(workspace, f"  Tên: x – tệp {name}, trang “A”, ô B2") == ""
    good = "tệp nhan-ve/dang-ky/Xã Ka Đô, lần 1.xlsx, trang “Đăng 'ký'\"”, ô B2"
    file = returns / "dang-ky" / "Xã Ka Đô, lần 1.xlsx"
    wanted = f"=HYPERLINK(\"{file}#'Đăng ''ký''\"\"'!B2\",\"Đăng 'ký'\"\"!B2\")"
    assert link(workspace, f"  Tên: x – {good}") == wanted
    assert link(workspace, f"  Tên: {good} và thế") == ""


def test_a_crash_of_the_command_is_a_sentence_and_a_log(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = _at(workspace, "DD01-01")

    def crash(*_given: object) -> Explained:
        raise RuntimeError("a traceback of the command")

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(explaining.explain, "__defaults__", (None, crash))
    commands.explain(host)
    assert host.told[0].startswith("Nút này gặp trục trặc ngoài dự kiến")
    assert "a traceback of the command" in (tmp_path / "thidua-addin.log").read_text("utf-8")


def test_no_workbook_and_no_selection_are_sentences(workspace: Path, profile: Profile) -> None:
    host = result(workspace / "ket-qua" / "Tong-hop.xlsx")
    assert _refused(host, profile).code == "ADD-088"
    host = MemoryHost(None)
    commands.explain(host)
    assert host.told[0].startswith("Chưa có tệp Excel nào đang mở.")
