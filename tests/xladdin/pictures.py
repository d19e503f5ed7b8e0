"""Pictures of the add-in at work, for the documents: ``python -m tests.xladdin.pictures``.

A registration is open in a real window of LibreOffice; the functions of the buttons work on it and
the screen is photographed: before, after "Kiểm tra", the list of faults, after "Xóa đánh dấu". The
first and the last picture must be equal, pixel by pixel. Into ``docs/images``. The ribbon is not in
them: it exists in Excel only. Needs LibreOffice, python3-uno, Xvfb and ImageMagick.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.workbooks.plans import HEADER, entry, form_plan, text
from tests.xladdin.engine.application import Engine
from tests.xladdin.engine.bases import xw
from tests.xladdin.engine.host import LibreOfficeHost
from tests.xladdin.engine.workbooks import REGISTERED
from workbooks.issue import write_form
from workbooks.layout import RESULT_SHEET
from xladdin import commands

__all__ = ["main"]

FOLDER = Path(__file__).parents[2] / "docs" / "images"
WIDTH, HEIGHT, ZOOM = 1345, 700, 75
FIRST, LAST = 11, 18
"""The rows of entries; LibreOffice fits the height of a row anew whenever it changes."""
LARGEST = 120_000
_PATIENCE = 30


def main() -> None:
    """Takes all pictures; ends with 1 where the last one differs from the first."""
    with tempfile.TemporaryDirectory(prefix="thidua-pictures-") as folder, _display() as display:
        path = Path(folder) / "DD03-dang-ky.xlsx"
        path.write_bytes(registration())
        engine = Engine(display)
        xw.engines.add(xw.main.Engine(impl=engine))
        xw.engines.active = xw.engines[engine.name]
        try:
            _take(LibreOfficeHost(engine), path, Path(folder), display)
        finally:
            engine.reset()
            engine.link.end()


def registration() -> bytes:
    """Five models of a commune; some cells are as a tired clerk leaves them."""
    rows = (
        entry(ten_mo_hinh=text("Chi bộ số – sinh hoạt không giấy")),
        entry(
            ten=text("Chi bộ thôn Taly 1"),
            ten_mo_hinh=text("Tuyến đường hoa tự quản"),
            linh_vuc=text("Môi trường"),
        ),
        entry(
            doi_tuong=text("Cá nhân"),
            ten=text("Nguyễn Thị Mẫu"),
            chuc_vu=text("Bí thư chi bộ"),
            ngay_sinh=text("31/02/1980"),
            ten_mo_hinh=text("Tổ dân vận khéo"),
        ),
        entry(ten=text("Hội Nông dân xã"), ten_mo_hinh=(), ngay_duyet=text("đầu tháng 1")),
        entry(
            ten=text("Đoàn Thanh niên xã"),
            ten_mo_hinh=text("Ngày thứ bảy tình nguyện"),
            tinh_moi=text("Mới"),
        ),
    )
    return write_form(form_plan(*rows, header=HEADER, size=8))


def _take(host: LibreOfficeHost, path: Path, folder: Path, display: str) -> None:
    book = xw.Book(str(path))
    _fit(host, book.sheets[REGISTERED])
    _stage(book, book.sheets[0].name, "A1")  # the window is drawn anew, as it will be at the end
    _stage(book, REGISTERED, "A1")
    before = _shot(display, folder / "addin-truoc.png")
    commands.check(host)
    at = book.selection.get_address(False, False)
    _stage(book, REGISTERED, "A1")
    _note(book, at, shown=True)
    _shot(display, folder / "addin-kiem-tra.png")
    _note(book, at, shown=False)
    _stage(book, RESULT_SHEET, "A1")
    _shot(display, folder / "addin-ket-qua.png")
    commands.clear_marks(host)
    _stage(book, REGISTERED, "A1")
    after = _shot(display, folder / "addin-da-xoa.png")
    book.close()
    if _pixels(before) != _pixels(after):
        sys.exit("the form does not look as before the check")
    FOLDER.mkdir(exist_ok=True)
    for picture in sorted(folder.glob("addin-*.png")):
        target = FOLDER / picture.name
        _run("convert", str(picture), "-strip", "+dither", "-colors", "128", f"png8:{target}")
        if target.stat().st_size > LARGEST:
            sys.exit(f"{target} is too large")
        print(target, target.stat().st_size)


def _fit(host: LibreOfficeHost, sheet: Any) -> None:
    flags = host.protection(sheet)
    assert flags is not None
    host.unprotect(sheet)
    sheet.impl.ask("Picture.fit", "fit_rows", first=FIRST, last=LAST)
    host.protect(sheet, flags)


def _stage(book: Any, sheet: str, cell: str) -> None:
    size = {"width": WIDTH, "height": HEIGHT, "zoom": ZOOM}
    book.impl.ask("Picture.stage", "stage", sheet=sheet, cell=cell, **size)


def _note(book: Any, cell: str, *, shown: bool) -> None:
    book.impl.ask("Picture.note", "show_note", sheet=REGISTERED, cell=cell, shown=shown)


def _shot(display: str, target: Path) -> Path:
    """The screen, once it stands still for a second and a half."""
    until = time.monotonic() + _PATIENCE
    seen, still = b"", 0
    while still < 3:
        if time.monotonic() > until:
            sys.exit("the screen does not come to rest")
        time.sleep(0.5)
        _run("import", "-display", display, "-window", "root", str(target))
        now = _pixels(target)
        still = still + 1 if now == seen else 0
        seen = now
    return target


def _pixels(picture: Path) -> bytes:
    return _run("convert", str(picture), "-depth", "8", "rgb:-")


def _run(*command: str) -> bytes:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout


@contextmanager
def _display() -> Iterator[str]:
    """A screen of our own that nobody sees; its name, such as ``:7``."""
    reads, writes = os.pipe()
    size = f"{WIDTH}x{HEIGHT}x24"
    command = ["Xvfb", "-displayfd", str(writes), "-screen", "0", size, "-noreset"]
    with subprocess.Popen(command, pass_fds=[writes], stderr=subprocess.DEVNULL) as server:
        os.close(writes)
        with os.fdopen(reads) as told:
            number = told.readline().strip()
        if not number:
            sys.exit("Xvfb did not start")
        try:
            yield f":{number}"
        finally:
            server.terminate()


if __name__ == "__main__":
    main()
