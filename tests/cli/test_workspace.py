"""A workspace is opened whole, or refused; a register that is not there weighs as declared."""

from pathlib import Path

from cli.workspace import open_workspace, relative_path, walk_returns
from tests.cli.office import open_office
from workbooks.registers import DECISIONS_FILE, INTAKE_FILE, MEMBERS_FILE


def test_missing_registers_weigh_as_the_campaign_needs_them(tmp_path: Path) -> None:
    """Only IDOC counts at Đơn Dương, so its intake register is required; decisions never are."""
    root = open_office(tmp_path / "dot")
    for name in (INTAKE_FILE, DECISIONS_FILE, MEMBERS_FILE):
        (root / name).unlink()
    workspace = open_workspace(root)
    assert [(f.origin.file, f.code, str(f.severity)) for f in workspace.findings] == [
        (MEMBERS_FILE, "REG-012", "error"),
        (INTAKE_FILE, "REG-012", "error"),
        (DECISIONS_FILE, "REG-012", "warning"),
    ]
    assert (workspace.members, workspace.intake, workspace.decisions) == ((), (), ())


def test_lock_files_and_the_like_are_counted_apart(tmp_path: Path) -> None:
    root = open_office(tmp_path / "dot")
    returns = root / "nhan-ve" / "thư mục con"
    returns.mkdir()
    for name in ("b.xlsx", "a.docx", "~$b.xlsx", ".DS_Store", "Thumbs.db", "desktop.ini"):
        (returns / name).write_bytes(b"x")
    paths, ignored = walk_returns(root)
    assert [relative_path(path, root) for path in paths] == [
        "nhan-ve/thư mục con/a.docx",
        "nhan-ve/thư mục con/b.xlsx",
    ]
    assert ignored == 4
