"""The letters: every unit with a fault or a file that was kept out is written to in words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cli.merging import merge_workspace
from schemas.finding import Severity
from schemas.message import render
from tests.cli.office import AFTER, intake, open_office
from tests.cli.spoiling import filled, ole
from workbooks.covering import LETTERS_FILE

ALIEN = "nhan-ve/dang-ky/IMG_2031.xlsx"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """DD02: a blank cell; DD03: a password, and a sound file; two files that are nobody's."""
    registered = intake("DD02", "DD01")
    named = {**registered[1], "file": "khong ten.xlsx"}
    root = open_office(tmp_path_factory.mktemp("made") / "dot", intake=(registered[0], named))
    folder = root / "nhan-ve" / "dang-ky"
    (folder / "DD02.xlsx").write_bytes(filled(unit="DD02", tinh_moi=None))
    third = filled(unit="DD03", ten_mo_hinh="Chợ xanh", ten="Chi bộ Chợ xanh")
    (folder / "DD03-moi.xlsx").write_bytes(third)
    (folder / "DD03-mat-khau.xlsx").write_bytes(ole("EncryptedPackage"))
    (folder / "khong ten.xlsx").write_bytes(b"")
    (root / ALIEN).write_bytes(b"")
    (folder / "=cmd|' calc'!A0.xlsx").write_bytes(b"%PDF-1.7\n" + bytes(100))
    merge_workspace(root, AFTER)
    return root


def book(root: Path) -> Any:
    return openpyxl.load_workbook(root / "ket-qua" / "bo-sung" / LETTERS_FILE)


def lines(root: Path) -> list[tuple[object, ...]]:
    rows = book(root)["Danh sách gửi"].iter_rows(values_only=True)
    return [row for row in rows if isinstance(row[0], int)]


def letters(root: Path) -> list[list[str]]:
    found: list[list[str]] = [[]]
    for (text,) in book(root)["Thư gửi"].iter_rows(max_col=1, values_only=True):
        if text:
            found[-1].append(str(text))
        elif found[-1]:
            found.append([])
    return [letter for letter in found if letter]


def test_one_line_for_each_unit_and_one_for_each_file_that_is_nobodys(office: Path) -> None:
    assert [row[1:7] for row in lines(office)] == [
        (
            "Đảng ủy xã DD01 (DD01) (theo sổ văn bản đến)",
            None,
            None,
            None,
            "dang-ky/khong ten.xlsx",
            "10/12/2024",
        ),
        (
            "Đảng ủy xã DD02 (DD02)",
            None,
            "DD02-Dang-uy-xa-DD02-dang-ky.xlsx",
            1,
            None,
            "10/12/2024",
        ),
        (
            "Đảng ủy xã DD03 (DD03) (suy từ tên tệp hoặc thư mục, cần kiểm tra)",
            None,
            None,
            None,
            "dang-ky/DD03-mat-khau.xlsx",
            None,
        ),
        ("Chưa rõ đơn vị", None, None, None, "dang-ky/=cmd|' calc'!A0.xlsx", None),
        ("Chưa rõ đơn vị", None, None, None, "dang-ky/IMG_2031.xlsx", None),
    ]


def test_letter_names_each_fault_in_words_with_its_cell(office: Path) -> None:
    assert letters(office)[1] == [
        "Đề nghị bổ sung, hoàn thiện hồ sơ – Đăng ký mô hình mới, cách làm sáng tạo năm 2024",
        "Kính gửi: Đảng ủy xã DD02 (DD02).",
        "Qua kiểm tra hồ sơ gửi về trong đợt «Đăng ký mô hình mới, cách làm sáng tạo năm 2024», "
        "Huyện ủy Đơn Dương thấy còn những nội dung chưa đủ hoặc chưa đúng. Đề nghị đơn vị bổ "
        "sung, hoàn thiện các nội dung sau:",
        "Tệp kèm theo: DD02-Dang-uy-xa-DD02-dang-ky.xlsx (Đăng ký mô hình mới, cách làm sáng tạo "
        "năm 2024), 1 nội dung phải sửa. Mở tệp này, sửa những ô được tô màu rồi gửi lại chính "
        "tệp này.",
        "1. Ô I11: “Tính mới của mô hình”: ô còn trống, đây là nội dung bắt buộc. Nhập nội dung "
        "vào ô.",
        "Đề nghị đơn vị gửi lại trước hết ngày 10/12/2024.",
        "Trân trọng.",
        "Huyện ủy Đơn Dương",
    ]


def test_file_in_whose_place_another_counts_is_told_but_not_asked_for(office: Path) -> None:
    letter = letters(office)[2]
    (said,) = [text for text in letter if text.startswith("Tệp «DD03-mat-khau.xlsx»: ")]
    assert said.endswith("chỉ gửi lại nếu tệp này có nội dung chưa gửi.")
    assert letter[-2:] == ["Trân trọng.", "Huyện ủy Đơn Dương"]
    assert not any("gửi lại trước" in text or "sớm nhất" in text for text in letter)


def test_links_lead_to_the_letters_and_nowhere_else(office: Path) -> None:
    sheet = book(office)["Danh sách gửi"]
    targets = [c.hyperlink for row in sheet.iter_rows() for c in row if c.hyperlink]
    assert [link.target for link in targets] == [None] * 5
    firsts = [int(re.findall("[0-9]+$", link.location)[0]) for link in targets]
    subject = "Đề nghị bổ sung, hoàn thiện hồ sơ – "
    column = book(office)["Thư gửi"]
    assert all(str(column[f"A{row}"].value).startswith(subject) for row in firsts)
    assert len(set(firsts)) == 5


def test_nothing_that_was_sent_becomes_a_formula(office: Path) -> None:
    cells = [c for sheet in book(office) for row in sheet.iter_rows() for c in row]
    assert [c.coordinate for c in cells if c.data_type == "f"] == []


def test_every_error_of_a_return_is_in_a_letter_and_no_information_is(office: Path) -> None:
    run = merge_workspace(office, AFTER).run
    whole = "\n".join(text for letter in letters(office) for text in letter)
    said = {
        severity: [
            " ".join(render(f).message.split()) in whole
            for f in run.findings
            if f.severity is severity and f.origin.file.startswith("nhan-ve/")
        ]
        for severity in (Severity.ERROR, Severity.INFO)
    }
    assert len(said[Severity.ERROR]) == 5 and all(said[Severity.ERROR])
    assert not any(said[Severity.INFO])


def test_without_faults_there_is_no_list(tmp_path: Path) -> None:
    root = open_office(tmp_path / "dot", intake=intake("DD01"))
    (root / "nhan-ve" / "dang-ky" / "DD01.xlsx").write_bytes(filled(unit="DD01"))
    bad = root / "nhan-ve" / "dang-ky" / "DD02.xlsx"
    bad.write_bytes(b"")
    merge_workspace(root, AFTER)
    assert (root / "ket-qua" / "bo-sung" / LETTERS_FILE).exists()
    bad.unlink()
    merge_workspace(root, AFTER)
    assert not list((root / "ket-qua" / "bo-sung").glob("*"))
