"""The list of faults as LibreOffice prints it."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("xlwings", reason="xlwings is not installed: pip install -e .[dev]")

from tests.workbooks.plans import opened
from tests.xladdin.engine.application import Engine
from tests.xladdin.engine.bases import xw
from tests.xladdin.engine.host import LibreOfficeHost
from tests.xladdin.engine.workbooks import ISSUED, REGISTERED
from workbooks.layout import RESULT_SHEET
from xladdin import commands


def test_the_list_is_printed_lying_one_page_wide_with_its_head_on_every_page(
    engine: Engine, tmp_path: Path
) -> None:
    form = tmp_path / "DD03-dang-ky.xlsx"
    form.write_bytes(ISSUED["dang-ky"]())
    before = opened(form)[REGISTERED]
    book = xw.Book(str(form))
    commands.check(LibreOfficeHost(engine))
    book.save()
    saved = opened(form)
    listed, table = saved[RESULT_SHEET], saved[REGISTERED]
    assert listed.page_setup.orientation == "landscape"
    assert (listed.page_setup.fitToWidth, listed.page_setup.fitToHeight) == (1, 0)
    assert listed.sheet_properties.pageSetUpPr.fitToPage
    assert listed.print_title_rows == "$4:$4"
    assert str(listed.oddFooter.center.text).endswith("&P/&N")
    assert (table.page_setup.orientation, table.print_title_rows) == (
        before.page_setup.orientation,
        before.print_title_rows,
    )
