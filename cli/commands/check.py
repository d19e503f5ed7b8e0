"""``thidua check``: workbooks alone, by the form that they carry."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cli.checking import check_file
from cli.console import Console
from cli.options import common
from cli.refusal import refusals
from schemas.finding import Severity

__all__ = ["command"]


@click.command(
    "check",
    options_metavar="[TÙY_CHỌN]",
    help="Kiểm tra từng tệp theo biểu mẫu ghi trong chính tệp đó, không cần thư mục của đợt.",
)
@click.argument("files", metavar="TỆP…", nargs=-1, required=True, type=click.Path(path_type=Path))
@common
@refusals
def command(console: Console, files: tuple[Path, ...]) -> None:
    """Prints every finding of every file; exit code 1 where one is an error."""
    found = {path: check_file(path) for path in files}
    if console.as_json:
        findings = [console.record(f) for listed in found.values() for f in listed]
        console.json({"findings": findings})
    for path, listed in found.items():
        errors = sum(f.severity is Severity.ERROR for f in listed)
        if not console.as_json:
            console.say("WSP-120" if errors else "WSP-121", file=path.name, errors=str(errors))
            console.findings(listed)
    wrong = any(f.severity is Severity.ERROR for listed in found.values() for f in listed)
    sys.exit(1 if wrong else 0)
