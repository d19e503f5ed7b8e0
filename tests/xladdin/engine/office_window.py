"""The window of a workbook, for the program `office_server`: what of it stands in a picture.

Standard library and uno only.
"""

from __future__ import annotations

from typing import Any

import uno
from com.sun.star.awt.PosSize import POSSIZE

from tests.xladdin.engine.office_books import Open

__all__ = ["WINDOW"]

_KEPT = "private:resource/toolbar/formulabar"
_NOTE = (5200, 2600)  # 1/100 mm
_STYLE = "Kết quả kiểm tra"
_A4 = (29700, 21000)  # 1/100 mm, lying
_PERCENT = 3  # com.sun.star.view.DocumentZoomType.BY_VALUE


def stage(book: Open, sheet: str, cell: str, width: int, height: int, zoom: int) -> None:
    """Show a sheet from its first row on, one cell selected, without menus and bars."""
    controller = book.document.CurrentController
    frame = controller.Frame
    frame.ContainerWindow.setPosSize(0, 0, width, height, POSSIZE)
    _without_sidebar(book)
    manager = frame.LayoutManager
    for element in manager.getElements():
        if element.ResourceURL != _KEPT:
            manager.hideElement(element.ResourceURL)
    table = book.sheet(sheet)
    controller.setActiveSheet(table)
    controller.HasHorizontalScrollBar = controller.HasVerticalScrollBar = False
    controller.ZoomType, controller.ZoomValue = _PERCENT, zoom
    controller.setFirstVisibleColumn(0)
    controller.setFirstVisibleRow(0)
    controller.select(table.getCellRangeByName(cell))


def _without_sidebar(book: Open) -> None:
    sidebar = book.document.CurrentController.Sidebar
    if sidebar is not None and sidebar.isVisible():
        sidebar.setVisible(False)


def show_note(book: Open, sheet: str, cell: str, shown: bool) -> None:
    """Let the note of a cell stand open, as it does under the mouse, with room for its words."""
    note = book.sheet(sheet).getCellRangeByName(cell).Annotation
    note.setIsVisible(shown)
    if shown:
        room = uno.createUnoStruct("com.sun.star.awt.Size")
        room.Width, room.Height = _NOTE
        note.AnnotationShape.setSize(room)


def fit_rows(book: Open, sheet: str, first: int, last: int) -> None:
    """Give rows (from 1) the heights that LibreOffice gives them after every change anyway."""
    table = book.sheet(sheet)
    table.getCellRangeByPosition(0, first - 1, 0, last - 1).Rows.OptimalHeight = True


def lay_out(book: Open, sheet: str, head: int) -> None:
    """Lying, one page wide, a row on every page, page numbers at the foot.

    Rows are not frozen: LibreOffice does not in a window that nobody sees.
    """
    document, table = book.document, book.sheet(sheet)
    styles = document.StyleFamilies.getByName("PageStyles")
    if not styles.hasByName(_STYLE):
        styles.insertByName(_STYLE, document.createInstance("com.sun.star.style.PageStyle"))
    style = styles.getByName(_STYLE)
    style.IsLandscape = style.PrintGrid = True
    style.Width, style.Height = _A4
    style.ScaleToPagesX, style.ScaleToPagesY = 1, 0
    style.HeaderIsOn, style.FooterIsOn = False, True
    _number_pages(document, style)
    table.PageStyle = _STYLE
    rows = table.RangeAddress
    rows.StartRow = rows.EndRow = head - 1
    table.setTitleRows(rows)
    table.setPrintTitleRows(True)


def _number_pages(document: Any, style: Any) -> None:
    """``&P/&N`` in the middle of the footer."""
    foot = style.RightPageFooterContent
    for part in (foot.LeftText, foot.CenterText, foot.RightText):
        part.String = ""
    middle = foot.CenterText
    for field in ("PageNumber", "PageCount"):
        made = document.createInstance(f"com.sun.star.text.TextField.{field}")
        middle.insertTextContent(middle.createTextCursorByRange(middle.End), made, False)
        if field == "PageNumber":
            middle.insertString(middle.End, "/", False)
    style.RightPageFooterContent = foot


WINDOW = {one.__name__: one for one in (fit_rows, lay_out, show_note, stage)}
"""Every order of this module by its name."""
