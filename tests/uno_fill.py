"""Types values into a workbook through LibreOffice; runs under the Python that has ``uno``.

Started by ``tests.office.fill_and_save`` as a program of its own; the job (see `uno_link`) holds
source and target (file URLs) and edits. Standard library and uno only.
"""

from __future__ import annotations

from typing import Any

from tests.uno_link import opened, run, saved, typed

__all__: list[str] = []


def _fill(context: Any, job: dict[str, Any]) -> None:
    document = opened(context, job["source"])
    try:
        for sheet, cell, value in job["edits"]:
            typed(document, sheet, cell, value)
        saved(document, job["target"])
    finally:
        document.close(True)


if __name__ == "__main__":
    run(_fill)
