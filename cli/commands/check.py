"""``thidua check``: workbooks alone, by the form that they carry."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from appraisal.spelling import is_respelled
from cli.checking import Checked, check_files
from cli.console import Console
from cli.options import common
from cli.refusal import refusals
from schemas.finding import Severity

__all__ = ["command"]

_PATH = click.Path(path_type=Path, readable=False)


@click.command(
    "check",
    options_metavar="[TÙY_CHỌN]",
    help="Kiểm tra từng tệp theo biểu mẫu ghi trong chính tệp đó, không cần thư mục của đợt.",
)
@click.argument("files", metavar="TỆP…", nargs=-1, required=True, type=_PATH)
@common
@refusals
def command(console: Console, files: tuple[Path, ...]) -> None:
    """Prints every finding of every file, 2 where one is not there, 1 where one has an error.

    Of what was only typed in another spelling it prints the number.
    """
    found = dict(zip(files, check_files(files), strict=True))
    if console.as_json:
        listed = [console.record(f) for checked in found.values() for f in checked.findings]
        codes = {str(path): checked.letter_code for path, checked in found.items()}
        console.json({"findings": listed, "letter_codes": codes})
    else:
        for path, checked in found.items():
            _say(console, path, checked)
    if any(checked.unusable for checked in found.values()):
        sys.exit(2)
    sys.exit(1 if any(_errors(checked) for checked in found.values()) else 0)


def _say(console: Console, path: Path, checked: Checked) -> None:
    if not checked.unusable:
        errors = _errors(checked)
        console.say("WSP-120" if errors else "WSP-121", file=path.name, errors=str(errors))
    told = [finding for finding in checked.findings if not is_respelled(finding)]
    console.findings(told)
    if len(told) < len(checked.findings):
        console.say("WSP-109", count=str(len(checked.findings) - len(told)))
    if checked.letter_code:
        console.say("WSP-122", code=checked.letter_code)


def _errors(checked: Checked) -> int:
    return sum(finding.severity is Severity.ERROR for finding in checked.findings)
